//! How the ballots have moved from one revealed round to the next.

use std::collections::BTreeMap;

use super::column::mean_and_spread;
use super::{LARGE, Voter, concordance, side_by_side};
use crate::analysis::weighting::as_f64;
use crate::analysis::words;
use crate::session::{Criterion, Id, Participant, Points, Round, Session};

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
    /// Between the two rounds of a session that were revealed last. None where there are no two,
    /// or nothing in them can be compared.
    #[must_use]
    pub fn of(session: &Session) -> Option<Self> {
        let (before, after) = (session.revealed_before()?, session.revealed()?);
        let mut movement = Self::between(before, after, &session.people, &session.criteria)?;
        let number = session.round_number(&before.id).unwrap_or_default();
        movement.words = movement.sentences(number, &session.criteria);
        Some(movement)
    }

    /// Between two rounds, without sentences. None where either has no ballot that counts, or no
    /// criterion was voted on in both.
    #[must_use]
    pub fn between(
        before: &Round,
        after: &Round,
        people: &[Participant],
        criteria: &[Criterion],
    ) -> Option<Self> {
        let shared: Vec<(usize, &Id)> = criteria
            .iter()
            .map(|criterion| &criterion.id)
            .enumerate()
            .filter(|(_, id)| before.asked(id) && after.asked(id))
            .collect();
        if shared.is_empty() {
            return None;
        }
        let large = before.ballots.len().max(after.ballots.len()) * shared.len() >= LARGE;
        let look = |round| Look::at(round, people, &shared);
        let (one, other) = side_by_side(large, || look(before), || look(after));
        let (one, other) = (one?, other?);
        let named = before.named() && after.named();
        Some(Self {
            people: if named { moved(&one.voters, &other.voters, &shared) } else { Vec::new() },
            spread: (one.spread, other.spread),
            concordance: (one.concordance, other.concordance),
            words: Vec::new(),
        })
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
            let [from, to] = [from, to].map(Points::clamped);
            let criterion = criteria.get(at).map_or("", |criterion| criterion.name.as_str());
            let by = match words::plain(first.by).as_str() {
                "1" => "1 point".to_owned(),
                by => format!("{by} points"),
            };
            let name = &first.name;
            format!("{name} moved {others}by {by} on average; {criterion} from {from} to {to}.")
        }));
        said
    }
}

/// One of the two rounds.
struct Look<'a> {
    voters: Vec<Voter<'a>>,
    spread: f64,
    concordance: Option<f64>,
}

impl<'a> Look<'a> {
    /// None where no ballot counts.
    fn at(round: &'a Round, people: &'a [Participant], shared: &[(usize, &Id)]) -> Option<Self> {
        let voters = Voter::all(round, people, shared.iter().map(|(_, id)| *id), false);
        let counted: Vec<&Voter<'_>> = voters.iter().filter(|v| v.strength > 0.0).collect();
        let total: f64 = counted.iter().map(|voter| voter.strength).sum();
        if counted.is_empty() {
            return None;
        }
        let spread = |at: usize| {
            let points = |v: &&Voter<'_>| v.points.get(at).copied().unwrap_or_default();
            mean_and_spread(counted.iter().map(|v| (points(v), v.strength)), total).1
        };
        let spread = (0..shared.len()).map(spread).sum::<f64>() / as_f64(shared.len());
        let concordance = concordance(&counted);
        Some(Self { voters, spread, concordance })
    }
}

/// Who voted in both, and how far they moved, the furthest first.
fn moved(before: &[Voter<'_>], after: &[Voter<'_>], shared: &[(usize, &Id)]) -> Vec<Moved> {
    let earlier: BTreeMap<&Id, &Voter<'_>> = before.iter().map(|v| (v.person, v)).collect();
    let both = after.iter().filter_map(|v| Some((*earlier.get(v.person)?, v)));
    let mut moved: Vec<Moved> = both
        .map(|(before, after)| {
            let mut by = 0.0;
            let mut most: Option<(usize, f64, f64)> = None;
            for ((at, _), (from, to)) in shared.iter().zip(before.points.iter().zip(&after.points))
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
                counts: after.strength > 0.0,
                by: by / as_f64(shared.len()),
                most,
            }
        })
        .collect();
    moved.sort_by(|a, b| b.by.total_cmp(&a.by));
    moved
}
