//! What must hold of every session, whatever was done to it.

use std::collections::{BTreeSet, HashSet};

use super::evidence::{MAX_OBJECTIONS, MAX_RUNS, MAX_VERSIONS};
use super::rows::repeated;
use super::{
    Ballot, Id, MAX_AGENDA, MAX_CRITERIA, MAX_LOG, MAX_MUST_HAVES, MAX_NOTES, MAX_PARKED,
    MAX_PEOPLE, MAX_ROUNDS, Session,
};

impl Session {
    /// The first broken invariant in words, if there is one: ids unique within their kind,
    /// references resolve, counts within their caps.
    #[must_use]
    pub fn fault(&self) -> Option<String> {
        repeated(&self.criteria)
            .or_else(|| repeated(&self.brief.must_haves))
            .or_else(|| repeated(&self.people))
            .or_else(|| repeated(&self.notes))
            .or_else(|| repeated(&self.rounds))
            .or_else(|| repeated(&self.agenda))
            .or_else(|| repeated(&self.parked))
            .or_else(|| repeated(&self.follow_ups))
            .or_else(|| repeated(&self.evidence.objections))
            .or_else(|| repeated(&self.evidence.runs))
            .or_else(|| self.dangling_note())
            .or_else(|| self.unknown_voter())
            .or_else(|| self.second_ballot())
            .or_else(|| self.misfitting_ballot())
            .or_else(|| self.overflow())
    }

    /// In debug builds and tests, stops at the change that broke an invariant. Called after every
    /// change there is.
    pub(super) fn stay_sound(&self) {
        debug_assert_eq!(self.fault(), None, "a change broke an invariant");
    }

    fn dangling_note(&self) -> Option<String> {
        let ids: HashSet<&Id> = self.criteria.iter().map(|c| &c.id).collect();
        let about = self.notes.iter().filter_map(|note| note.criterion.as_ref());
        about
            .into_iter()
            .find(|id| !ids.contains(id))
            .map(|id| format!("a note is about the criterion “{id}”, which is not there"))
    }

    fn unknown_voter(&self) -> Option<String> {
        let ids: HashSet<&Id> = self.people.iter().map(|p| &p.id).collect();
        let named = self.rounds.iter().flat_map(|r| &r.ballots).filter_map(|b| b.person());
        let unnamed = self.rounds.iter().filter_map(|r| r.unnamed.as_ref()).flatten();
        named
            .chain(unnamed)
            .find(|id| !ids.contains(id))
            .map(|id| format!("a ballot is from “{id}”, who is no participant"))
    }

    fn second_ballot(&self) -> Option<String> {
        self.rounds.iter().find_map(|round| {
            let mut seen = HashSet::new();
            let ballot = round.ballots.iter().find(|ballot| !seen.insert(ballot.key()))?;
            Some(format!("“{}” has two ballots in one round", ballot.key()))
        })
    }

    /// A ballot under a name where names are not stored, or the other way round; and more or fewer
    /// ballots than people who have cast one.
    fn misfitting_ballot(&self) -> Option<String> {
        self.rounds.iter().find_map(|round| {
            let id = &round.id;
            let fits = |ballot: &Ballot| ballot.person().is_some() == round.named();
            if let Some(ballot) = round.ballots.iter().find(|ballot| !fits(ballot)) {
                let key = ballot.key();
                return Some(format!("the ballot “{key}” is of another kind than round “{id}”"));
            }
            let voted = round.unnamed.as_ref().map_or(round.ballots.len(), BTreeSet::len);
            let count = round.ballots.len();
            (voted != count).then(|| {
                format!("in round “{id}” {voted} have voted, and there are {count} ballots")
            })
        })
    }

    fn overflow(&self) -> Option<String> {
        let counts = [
            ("criteria", self.criteria.len(), MAX_CRITERIA),
            ("people", self.people.len(), MAX_PEOPLE),
            ("notes", self.notes.len(), MAX_NOTES),
            ("must-haves", self.brief.must_haves.len(), MAX_MUST_HAVES),
            ("rounds", self.rounds.len(), MAX_ROUNDS),
            ("items on the agenda", self.agenda.len(), MAX_AGENDA),
            ("things put aside", self.parked.len(), MAX_PARKED),
            ("follow-ups", self.follow_ups.len(), MAX_PARKED),
            ("objections", self.evidence.objections.len(), MAX_OBJECTIONS),
            ("runs of the lab", self.evidence.runs.len(), MAX_RUNS),
            ("versions", self.evidence.versions.len(), MAX_VERSIONS),
            ("log entries", self.log.len(), MAX_LOG),
        ];
        let (what, count, max) = counts.into_iter().find(|(_, count, max)| count > max)?;
        Some(format!("{count} {what} are more than the {max} a session may hold"))
    }
}
