//! How the ballots have moved from one revealed round to the next.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use super::{Agreement, Counted, Voter, concordance, is_large, rounded, side_by_side};
use crate::analysis::weighting::as_f64;
use crate::analysis::words;
use crate::session::{Ballot, Criterion, Id, Participant, Round, Session};

/// Less is told as nothing.
const NOTHING: f64 = 0.005;

/// What has changed between two rounds, over the criteria that were voted on in both and are still
/// in the session.
#[derive(Clone, Debug, PartialEq)]
pub struct Movement {
    /// Those who voted in both, who moved most first; empty where either round stores no names.
    pub people: Vec<Moved>,
    /// The mean spread of the counted ballots over the criteria, before and after: 0 when all
    /// agree, 1 when one half says 0 and the other 100 everywhere.
    pub spread: (f64, f64),
    /// Kendall's coefficient of concordance before and after, where there is one.
    pub concordance: (Option<f64>, Option<f64>),
    /// That in sentences.
    pub words: Vec<String>,
}

/// How far one participant has moved.
#[derive(Clone, Debug, PartialEq)]
pub struct Moved {
    /// Who.
    pub key: Id,
    /// Their name or role.
    pub name: String,
    /// Whether their ballot counts.
    pub counts: bool,
    /// The mean absolute change of points over the criteria, 0 to 100.
    pub by: f64,
    /// The criterion that moved most, with its points before and after; none when none moved.
    pub most: Option<(usize, f64, f64)>,
}

impl Movement {
    /// Between two rounds, without sentences. None where either has no ballot that counts, or no
    /// criterion was voted on in both.
    #[must_use]
    pub fn between(
        before: &Round,
        after: &Round,
        people: &[Participant],
        criteria: &[Criterion],
    ) -> Option<Self> {
        let compared = Compared::of(before, after, criteria)?;
        let look = |round| compared.look(round, people);
        let large = is_large(before, criteria.len());
        let (one, other) = side_by_side(large, || look(before), || look(after));
        Some(compared.movement(&one?, &other?))
    }

    /// Whether the ballots are further from each other than they were.
    #[must_use]
    pub fn is_apart(&self) -> bool {
        self.spread.1 - self.spread.0 >= NOTHING
    }

    /// With its sentences.
    pub(super) fn told(mut self, session: &Session, compared: &Compared<'_>) -> Self {
        let number = session.round_number(&compared.before.id).unwrap_or_default();
        self.words = self.sentences(number, &session.criteria);
        if let Some(first) =
            self.words.first_mut().filter(|_| !compared.same_voters(&session.people))
        {
            first.push_str(" Not the same people voted in both, and that alone can move it.");
        }
        self
    }

    fn sentences(&self, number: usize, criteria: &[Criterion]) -> Vec<String> {
        let (before, after) = self.spread;
        let since = format!("Since round {number} the ballots");
        let told = |change: &str| {
            let (before, after) = (words::score(before), words::score(after));
            format!("{since} have moved {change}: disagreement on average {before} → {after}.")
        };
        let mut said = vec![match after - before {
            change if change <= -NOTHING => told("together"),
            change if change >= NOTHING => told("apart"),
            _ => format!("{since} are as far apart as they were."),
        }];
        let mut counted = self.people.iter().filter(|person| person.counts);
        said.extend(counted.next().map(|first| {
            let Some((at, from, to)) = first.most.filter(|_| first.by >= NOTHING) else {
                return "Nobody moved.".to_owned();
            };
            let others = if counted.next().is_some() { "most, " } else { "" };
            let [from, to] = [from, to].map(rounded);
            let criterion = criteria.get(at).map_or("", |criterion| criterion.name.as_str());
            let by = match first.by.round() {
                by if by < 1.0 => "less than a point".to_owned(),
                1.0 => "1 point".to_owned(),
                by => format!("{by} points"),
            };
            let name = &first.name;
            format!("{name} moved {others}by {by} on average; {criterion} from {from} to {to}.")
        }));
        said
    }
}

/// Two rounds, and what can be compared of them.
pub(super) struct Compared<'a> {
    before: &'a Round,
    after: &'a Round,
    /// The criteria that were voted on in both, with their positions in the session.
    shared: Vec<(usize, &'a Id)>,
    /// Whether those are all that the session has.
    all: bool,
}

/// One of the two rounds, over the criteria that are compared.
pub(super) struct Look<'b, 'a: 'b> {
    voters: Cow<'b, [Voter<'a>]>,
    spread: f64,
    concordance: Option<f64>,
}

impl<'a> Compared<'a> {
    /// None where no criterion was voted on in both.
    pub(super) fn of(
        before: &'a Round,
        after: &'a Round,
        criteria: &'a [Criterion],
    ) -> Option<Self> {
        let ids = criteria.iter().map(|criterion| &criterion.id).enumerate();
        let shared: Vec<(usize, &Id)> =
            ids.filter(|(_, id)| before.asked(id) && after.asked(id)).collect();
        let all = shared.len() == criteria.len();
        (!shared.is_empty()).then_some(Self { before, after, shared, all })
    }

    /// Whether the same people were counted in both, as far as the rounds tell. Advisers move
    /// nothing.
    fn same_voters(&self, people: &[Participant]) -> bool {
        let Self { before, after, .. } = self;
        if !before.named() || !after.named() {
            return before.ballots.len() == after.ballots.len();
        }
        let voters = |round: &'a Round| -> BTreeSet<&Id> {
            let counts = |id: &&Id| people.iter().any(|p| p.id == **id && !p.is_adviser());
            round.ballots.iter().filter_map(Ballot::person).filter(counts).collect()
        };
        voters(before) == voters(after)
    }

    /// The earlier round. None where no ballot counts.
    pub(super) fn earlier<'b>(&self, people: &'b [Participant]) -> Option<Look<'b, 'b>>
    where
        'a: 'b,
    {
        self.look(self.before, people)
    }

    /// One of the rounds. None where no ballot counts.
    fn look<'b>(&self, round: &'b Round, people: &'b [Participant]) -> Option<Look<'b, 'b>> {
        let voters = Voter::all(round, people, self.shared.iter().map(|(_, id)| *id), false);
        let counted = Counted::of(&voters);
        if counted.voters.is_empty() {
            return None;
        }
        let spread = self.mean((0..self.shared.len()).map(|at| counted.mean_and_spread(at).1));
        let concordance = concordance(&counted);
        Some(Look { voters: Cow::Owned(voters), spread, concordance })
    }

    /// The later round, of which most is known already. None where no ballot counts.
    pub(super) fn later<'b, 'v>(
        &self,
        voters: &'b [Voter<'v>],
        agreement: &Agreement,
    ) -> Option<Look<'b, 'v>> {
        if agreement.counted == 0 {
            return None;
        }
        let spreads = self.shared.iter().filter_map(|(at, _)| agreement.criteria.get(*at));
        let spread = self.mean(spreads.map(|spread| spread.spread));
        if self.all {
            let concordance = agreement.concordance;
            return Some(Look { voters: Cow::Borrowed(voters), spread, concordance });
        }
        let voters: Vec<Voter<'v>> = voters.iter().map(|voter| self.narrowed(voter)).collect();
        let concordance = concordance(&Counted::of(&voters));
        Some(Look { voters: Cow::Owned(voters), spread, concordance })
    }

    /// A ballot over all criteria without those that are not compared.
    fn narrowed<'v>(&self, voter: &Voter<'v>) -> Voter<'v> {
        let points = self.shared.iter().filter_map(|(at, _)| voter.points.get(*at).copied());
        Voter { points: points.collect(), ..*voter }
    }

    fn mean(&self, spreads: impl Iterator<Item = f64>) -> f64 {
        spreads.sum::<f64>() / as_f64(self.shared.len())
    }

    /// What has changed, without sentences.
    pub(super) fn movement(&self, before: &Look<'_, '_>, after: &Look<'_, '_>) -> Movement {
        let named = self.before.named() && self.after.named();
        let people = if named { self.moved(before, after) } else { Vec::new() };
        Movement {
            people,
            spread: (before.spread, after.spread),
            concordance: (before.concordance, after.concordance),
            words: Vec::new(),
        }
    }

    /// Who voted in both, and how far they moved, the furthest first.
    fn moved(&self, before: &Look<'_, '_>, after: &Look<'_, '_>) -> Vec<Moved> {
        let shared = &self.shared;
        let earlier: BTreeMap<&Id, &Voter<'_>> =
            before.voters.iter().map(|v| (v.person, v)).collect();
        let both = after.voters.iter().filter_map(|v| Some((*earlier.get(v.person)?, v)));
        let mut moved: Vec<Moved> = both
            .map(|(before, after)| {
                let mut by = 0.0;
                let mut most: Option<(usize, f64, f64)> = None;
                for ((at, _), (from, to)) in
                    shared.iter().zip(before.points.iter().zip(&after.points))
                {
                    let change = (to - from).abs();
                    by += change;
                    if change > most.map_or(0.0, |(_, from, to)| (to - from).abs()) {
                        most = Some((*at, *from, *to));
                    }
                }
                Moved {
                    key: after.person.clone(),
                    name: after.name.to_owned(),
                    counts: after.counts(),
                    by: by / as_f64(shared.len()),
                    most,
                }
            })
            .collect();
        moved.sort_by(|a, b| b.by.total_cmp(&a.by));
        moved
    }
}
