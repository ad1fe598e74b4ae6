//! What may be told of the ballots, and how the weights came about.
//!
//! Of a round without names in which too few ballots count nothing is told, which begins in the
//! verdict: it has no agreement then. A single ballot that counts is nobody's spread.

use std::collections::BTreeMap;

use super::{Maker, Source};
use crate::analysis::agreement::Agreement;
use crate::analysis::headline::concordance_words;
use crate::analysis::{Opinion, aloud, words};
use crate::report::summary::Ballot;
use crate::session::round::FEWEST_UNNAMED;
use crate::session::{self, Id, Round, Voter};

impl Maker<'_> {
    /// The ballots that may be told of together: two that count at least.
    fn together(&self) -> Option<&Agreement> {
        self.0.verdict.agreement.as_ref().filter(|agreement| agreement.counted > 1)
    }

    /// What the ballots say of one criterion, in a sentence that names nobody.
    pub(super) fn ballots_on(&self, at: usize) -> String {
        let said = self.together().and_then(|agreement| aloud::ballots(agreement, at, 0));
        said.unwrap_or_default()
    }

    /// What has to be known of all of them.
    pub(super) fn ballots_note(&self) -> String {
        let Source { session, verdict, telling, .. } = self.0;
        let Some(round) = session.revealed() else { return String::new() };
        if let Some(counted) = round.too_few() {
            return too_few(counted);
        }
        let Some(agreement) = &verdict.agreement else { return String::new() };
        let advisers = agreement.people.len() - agreement.counted;
        let mut said = match agreement.counted {
            0 => vec!["No ballot counts, so there is nothing to tell of them together.".to_owned()],
            1 => vec!["Only one ballot counts, so there is no spread to tell.".to_owned()],
            _ => Vec::new(),
        };
        said.extend(match advisers {
            0 => None,
            1 => Some("An adviser’s ballot is not counted.".to_owned()),
            more => Some(format!("{} advisers’ ballots are not counted.", aloud::spelled(more))),
        });
        if telling.ballots && !round.named() {
            said.push("Without names no ballot is told alone.".to_owned());
        }
        said.join(" ")
    }

    /// That points are not those of the ballots, or that there are none.
    pub(super) fn weighed_by_hand(&self) -> Option<String> {
        let Source { session, verdict, .. } = self.0;
        if session.revealed().is_none() {
            let given = session.criteria.iter().any(|c| c.points.get() > 0.0);
            let how = match session.collecting() {
                Some(_) => "Ballots are being collected; the weights so far were set by hand.",
                None => "The weights were set by hand, without ballots.",
            };
            return given.then(|| how.to_owned());
        }
        let name = |at: usize| self.criterion(at);
        let names: Vec<String> = verdict.overrides.iter().map(|row| name(row.criterion)).collect();
        match names.len() {
            0 => None,
            few if few <= 3 => Some(format!(
                "The points of {} were set by hand, against what the ballots say.",
                words::list(&names)
            )),
            many => Some(format!(
                "The points of {many} criteria were set by hand, against what the ballots say."
            )),
        }
    }

    /// That the ballots are further from each other than they were.
    pub(super) fn moved_apart(&self) -> Option<String> {
        let movement = self.0.verdict.movement.as_ref()?;
        movement.words.first().filter(|_| movement.is_apart()).cloned()
    }

    /// How the weights came about.
    pub(super) fn weighing(&self) -> Vec<String> {
        let Source { session, verdict, .. } = self.0;
        let mut said = Vec::new();
        match session.revealed() {
            None => said.push("The points were set without ballots.".to_owned()),
            Some(last) => {
                let rounds = session.rounds.iter().filter(|r| r.revealed.is_some()).count();
                said.push(format!(
                    "The weights come from {} of ballots; the last had {}. The team’s points are \
                     the {} by strength.",
                    words::count(rounds, "round", "rounds"),
                    self.cast(last),
                    session.brief.pool.word()
                ));
                // How few were given would tell how each was.
                said.extend(match last.too_few() {
                    Some(counted) => Some(too_few(counted)),
                    None => aloud::methods(last),
                });
            }
        }
        if let Some((at, _)) = session.agreed() {
            let at = at.to_zoned(self.0.zone.clone());
            let at = at.strftime("%-d %B %Y at %H:%M");
            said.push(format!("They were agreed on {at} ({}).", self.zone()));
        }
        said.extend(verdict.overrides.iter().filter_map(|row| {
            let criterion = session.criteria.get(row.criterion)?;
            let reason = match session.reason_for(criterion) {
                Some(reason) => words::sentence(reason),
                None => "no reason is on record.".to_owned(),
            };
            let otherwise = match self.together() {
                Some(_) => format!("where the ballots say {}", row.ballots),
                None => "other than the one ballot that counts".to_owned(),
            };
            let (name, points) = (&criterion.name, row.points);
            Some(format!("{name} was given {points} points by hand, {otherwise}: {reason}"))
        }));
        if let Some(w) = self.together().and_then(|agreement| agreement.concordance) {
            said.push(concordance_words(Some(w)));
        }
        said.extend(verdict.movement.iter().filter_map(|m| m.words.first()).cloned());
        said
    }

    /// The ballots of a round in words, those that do not count apart: `4 ballots, one of them an
    /// adviser’s, which does not count`.
    fn cast(&self, round: &Round) -> String {
        let all = words::count(round.ballots.len(), "ballot", "ballots");
        let counts = |ballot: &&session::Ballot| match &ballot.voter {
            Voter::Named(id) => self.0.session.person(id).is_some_and(|p| !p.is_adviser()),
            Voter::Unnamed { strength, .. } => strength.get() > 0.0,
        };
        let advisers = round.ballots.len() - round.ballots.iter().filter(counts).count();
        match (advisers, round.ballots.len()) {
            (0, _) => all,
            (1, 1) => "an adviser’s ballot only, which does not count".to_owned(),
            (1, _) => format!("{all}, one of them an adviser’s, which does not count"),
            (more, _) => format!("{all}, {more} of them advisers’, which do not count"),
        }
    }

    /// Everybody’s own, in the order of the people; none where names are not stored.
    pub(super) fn ballots(&self) -> Vec<Ballot> {
        let Source { session, verdict, telling, .. } = self.0;
        let (Some(round), Some(agreement)) =
            (session.revealed().filter(|_| telling.ballots), &verdict.agreement)
        else {
            return Vec::new();
        };
        let mut told: Vec<(&session::Ballot, &Opinion)> =
            round.ballots.iter().zip(agreement.singles()).collect();
        let places: BTreeMap<&Id, usize> = session.people.iter().map(|p| &p.id).zip(0..).collect();
        told.sort_by_key(|(ballot, _)| {
            ballot.person().and_then(|id| places.get(id)).copied().unwrap_or(usize::MAX)
        });
        let names: BTreeMap<&Id, &str> =
            session.criteria.iter().map(|c| (&c.id, c.name.as_str())).collect();
        told.into_iter().map(|(ballot, opinion)| self.ballot(ballot, opinion, &names)).collect()
    }

    fn ballot(
        &self,
        ballot: &session::Ballot,
        opinion: &Opinion,
        names: &BTreeMap<&Id, &str>,
    ) -> Ballot {
        let session = self.0.session;
        let points = |id: &Id| ballot.points.get(id).map(|points| points.get());
        let comment = |(id, text): (&Id, &String)| {
            (names.get(id).copied().unwrap_or(id.as_str()).to_owned(), text.clone())
        };
        Ballot {
            name: ballot.person().map(|_| opinion.name.clone()),
            counts: opinion.counts,
            points: session.criteria.iter().map(|c| points(&c.id)).collect(),
            lead: words::lead(&session.sides, opinion.margin),
            comments: ballot.comments.iter().map(comment).collect(),
        }
    }
}

/// That nothing is told of a round, and how much it takes.
fn too_few(counted: usize) -> String {
    let missing = FEWEST_UNNAMED.saturating_sub(counted);
    let are = if missing == 1 { "is" } else { "are" };
    format!(
        "Without names nothing is told of fewer than {FEWEST_UNNAMED} ballots that count, and \
         {missing} {are} missing."
    )
}
