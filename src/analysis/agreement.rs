//! What the ballots say beside the result: where the team agrees, whom the result does not
//! speak for, and what it would be without each of them.

mod column;
mod concordance;
mod movement;
mod pooled;
mod said;

use std::collections::BTreeMap;

use column::Column;
use concordance::concordance;
use movement::Compared;
pub use movement::{Moved, Movement};
pub use pooled::{Override, overrides, rounded, take_pooled, talk_first};
pub use said::{Remark, Said, said};

use super::balance::called;
use super::weighting::as_f64;
use crate::session::{
    Ballot, Criterion, Id, Participant, Points, Pool, Round, Session, Side, Voter as Whose,
};

/// From this spread on, a criterion is marked for discussion: the convention of `MeetingSphere`.
pub const DISSENT: f64 = 0.3;

/// From this many points on, the ballots are worked on by several threads.
const LARGE: usize = 20_000;

/// What a ballot is called whose name is not stored.
pub const UNNAMED: &str = "A ballot without a name";

/// Where the ballots agree and where they do not.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Agreement {
    /// How many ballots count; those of advisers do not.
    pub counted: usize,
    /// How the ballots are pooled.
    pub pool: Pool,
    /// Whether ballots say whose they are. Where they do not, none of them may be told alone.
    pub named: bool,
    /// Whether so few ballots without names count that only what they come to may be told: the
    /// fewest and the most points, or the spread, beside it would give each of them away.
    pub pooled_only: bool,
    /// Each criterion's points, in the session's order; empty when no ballot counts.
    pub criteria: Vec<Spread>,
    /// Kendall's coefficient of concordance of the counted ballots' rankings, 0 to 1. None for
    /// fewer than two ballots or criteria, or when nobody puts anything before anything.
    pub concordance: Option<f64>,
    /// Each ballot on its own, in the order of the round.
    pub people: Vec<Opinion>,
    /// The margin that all counted ballots pooled would give; none when none counts.
    pub together: Option<f64>,
    /// How many of those counted reach the side that leads.
    pub same: usize,
}

/// The points of one criterion across the counted ballots.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Spread {
    /// The strength-weighted median, 0 to 100.
    pub median: f64,
    /// The strength-weighted mean, 0 to 100.
    pub mean: f64,
    /// The fewest points that somebody gave.
    pub low: f64,
    /// The most points that somebody gave.
    pub high: f64,
    /// The place among [`Agreement::people`] of whoever gave the fewest; of several the first.
    pub fewest: usize,
    /// The place of whoever gave the most; of several the first.
    pub most: usize,
    /// The standard deviation over half the range of the scale, which is the most it can be:
    /// 0 when all agree, 1 when one half says 0 and the other 100.
    pub spread: f64,
    /// Whether the spread asks for discussion, being [`DISSENT`] or more.
    pub dissent: bool,
}

/// One participant's ballot against the result.
#[derive(Clone, Debug, PartialEq)]
pub struct Opinion {
    /// Whose it is.
    pub person: Id,
    /// Their name or role.
    pub name: String,
    /// Whether it counts.
    pub counts: bool,
    /// The margin with this ballot's weights alone; positive is towards left.
    pub margin: f64,
    /// The side that these weights reach; none where they are too close to call.
    pub side: Option<Side>,
    /// The margin with all counted ballots pooled but this one; for an adviser, with all of them.
    /// None when nobody is left.
    pub without: Option<f64>,
}

impl Spread {
    /// What the ballots come to.
    #[must_use]
    pub const fn pooled(&self, pool: Pool) -> f64 {
        match pool {
            Pool::Median => self.median,
            Pool::Mean => self.mean,
        }
    }
}

impl Agreement {
    /// Looks at the ballots of a round. `leader` is the side that the session's own points put
    /// ahead. None for a round without ballots, and for one without names in which too few count.
    #[must_use]
    pub fn of(
        round: &Round,
        people: &[Participant],
        criteria: &[Criterion],
        leader: Option<Side>,
        pool: Pool,
    ) -> Option<Self> {
        if round.ballots.is_empty() || criteria.is_empty() || round.too_few().is_some() {
            return None;
        }
        let large = is_large(round, criteria.len());
        let voters = Voter::all(round, people, criteria.iter().map(|c| &c.id), large);
        Some(Self::of_voters(round, &voters, criteria, leader, pool))
    }

    /// The same, of ballots that have been read over all the criteria.
    fn of_voters(
        round: &Round,
        voters: &[Voter<'_>],
        criteria: &[Criterion],
        leader: Option<Side>,
        pool: Pool,
    ) -> Self {
        let large = voters.len() * criteria.len() >= LARGE;
        let counted = Counted::of(voters);
        let seats = voters.iter().zip(0..).filter(|(v, _)| v.counts()).map(|(_, seat)| seat);
        let seats: Vec<usize> = seats.collect();
        let differences: Vec<f64> = criteria.iter().map(Criterion::difference).collect();
        let (concordance, (criteria, without)) = side_by_side(
            large,
            || concordance(&counted),
            || column_by_column(&counted, &seats, &differences, pool),
        );
        let pooled = criteria.iter().map(|spread| spread.pooled(pool));
        let together = (!seats.is_empty()).then(|| mean(pooled, &differences));
        let mut without = without.into_iter();

        let opinion = |voter: &Voter<'_>| {
            let margin = mean(voter.points.iter().copied(), &differences);
            let counts = voter.counts();
            Opinion {
                person: voter.person.clone(),
                name: voter.name.to_owned(),
                counts,
                margin,
                side: called(margin),
                without: if counts { without.next().flatten() } else { together },
            }
        };
        let people: Vec<Opinion> = voters.iter().map(opinion).collect();
        let same = |p: &&Opinion| p.counts && p.side.is_some() && p.side == leader;
        Self {
            counted: seats.len(),
            pool,
            named: round.named(),
            pooled_only: round.hides_range(),
            criteria,
            concordance,
            together,
            same: people.iter().filter(same).count(),
            people,
        }
    }

    /// Each ballot that may be told alone: none where names are not stored.
    #[must_use]
    pub fn singles(&self) -> &[Opinion] {
        if self.named { &self.people } else { &[] }
    }

    /// The fewest and the most points that somebody gave a criterion, where that may be told.
    #[must_use]
    pub fn range(&self, criterion: usize) -> Option<(f64, f64)> {
        let spread = self.criteria.get(criterion)?;
        (!self.pooled_only).then_some((spread.low, spread.high))
    }

    /// Who gave a criterion the fewest points, and who the most; none when no ballot counts.
    #[must_use]
    pub fn voices(&self, criterion: usize) -> Option<(&Opinion, &Opinion)> {
        let spread = self.criteria.get(criterion)?;
        self.people.get(spread.fewest).zip(self.people.get(spread.most))
    }
}

/// The ballots that everybody has seen last, and how they have moved since those before; every
/// round is read once. Of a round without names in which too few ballots count nothing is told,
/// however it came to be revealed. `leader` as for [`Agreement::of`].
#[must_use]
pub fn revealed(session: &Session, leader: Option<Side>) -> (Option<Agreement>, Option<Movement>) {
    let criteria = &session.criteria;
    let Some(round) = session.revealed() else { return (None, None) };
    if round.ballots.is_empty() || criteria.is_empty() || round.too_few().is_some() {
        return (None, None);
    }
    let large = is_large(round, criteria.len());
    let before = session.revealed_before().filter(|before| before.too_few().is_none());
    let compared = before.and_then(|before| Compared::of(before, round, criteria));
    let (earlier, (voters, agreement)) = side_by_side(
        large,
        || compared.as_ref().and_then(|compared| compared.earlier(&session.people)),
        || {
            let ids = criteria.iter().map(|c| &c.id);
            let voters = Voter::all(round, &session.people, ids, large);
            let pool = session.brief.pool;
            let agreement = Agreement::of_voters(round, &voters, criteria, leader, pool);
            (voters, agreement)
        },
    );
    let movement = compared.zip(earlier).and_then(|(compared, earlier)| {
        let later = compared.later(&voters, &agreement)?;
        let movement = compared.movement(&earlier, &later);
        Some(movement.told(session, &compared))
    });
    (Some(agreement), movement)
}

/// Whether a round is worked on by several threads.
pub(super) const fn is_large(round: &Round, criteria: usize) -> bool {
    round.ballots.len() * criteria >= LARGE
}

/// Does both, at the same time where they are large and a second thread can be had.
pub(super) fn side_by_side<A: Send, B>(
    large: bool,
    one: impl Fn() -> A + Sync,
    other: impl FnOnce() -> B,
) -> (A, B) {
    if !large {
        return (one(), other());
    }
    std::thread::scope(|scope| {
        let running = std::thread::Builder::new().spawn_scoped(scope, &one);
        let others = other();
        let ones = running.ok().and_then(|thread| thread.join().ok());
        (ones.unwrap_or_else(&one), others)
    })
}

/// A ballot with what it counts for, its points in the order of the criteria.
#[derive(Clone)]
struct Voter<'a> {
    person: &'a Id,
    name: &'a str,
    strength: f64,
    points: Vec<f64>,
}

impl<'a> Voter<'a> {
    /// The ballots of a round, in its order.
    fn all<'b>(
        round: &'a Round,
        people: &'a [Participant],
        criteria: impl Iterator<Item = &'b Id>,
        large: bool,
    ) -> Vec<Self> {
        let by_id: BTreeMap<&Id, &Participant> = people.iter().map(|p| (&p.id, p)).collect();
        let mut places: Vec<(&Id, usize)> = criteria.zip(0..).collect();
        places.sort_unstable();
        let read = |ballots: &'a [Ballot]| -> Vec<Self> {
            ballots.iter().map(|ballot| Self::of(ballot, &by_id, &places)).collect()
        };
        let (first, second) = round.ballots.split_at(round.ballots.len() / 2);
        let (mut voters, rest) = side_by_side(large, || read(first), || read(second));
        voters.extend(rest);
        voters
    }

    /// `places` are the criteria by id, each with its position; a ballot is sorted by id too, so
    /// that one walk over both finds them all.
    fn of(
        ballot: &'a Ballot,
        people: &BTreeMap<&Id, &'a Participant>,
        places: &[(&Id, usize)],
    ) -> Self {
        let mut points = vec![0.0; places.len()];
        let mut given = ballot.points.iter().peekable();
        for (id, place) in places {
            // Usually both hold the same criteria, and nothing need be skipped.
            let found = given.next_if(|(other, _)| other == id).or_else(|| {
                while given.next_if(|(other, _)| other < id).is_some() {}
                given.next_if(|(other, _)| other == id)
            });
            if let (Some((_, found)), Some(slot)) = (found, points.get_mut(*place)) {
                *slot = found.get();
            }
        }
        let (name, strength) = match &ballot.voter {
            Whose::Named(id) => {
                let person = people.get(id);
                let strength = person.map_or(0.0, |person| person.strength.get());
                (person.map_or(id.as_str(), |person| person.shown()), strength)
            }
            Whose::Unnamed { strength, .. } => (UNNAMED, strength.get()),
        };
        Self { person: ballot.key(), name, strength, points }
    }

    /// Whether it is more than heard.
    const fn counts(&self) -> bool {
        self.strength > 0.0
    }
}

/// The ballots that count.
struct Counted<'b, 'a> {
    voters: Vec<&'b Voter<'a>>,
    /// The strength of all of them.
    strength: f64,
}

impl<'b, 'a> Counted<'b, 'a> {
    fn of(voters: &'b [Voter<'a>]) -> Self {
        let voters: Vec<&Voter<'a>> = voters.iter().filter(|voter| voter.counts()).collect();
        let strength = voters.iter().map(|voter| voter.strength).sum();
        Self { voters, strength }
    }

    /// The mean of the points on one criterion, and their standard deviation over half the range
    /// of the scale. The sums run in the order of the ballots, wherever they are asked for, so that
    /// two rounds of the same ballots are the same to the last digit.
    fn mean_and_spread(&self, at: usize) -> (f64, f64) {
        let casts = || {
            let points = |v: &&Voter<'_>| v.points.get(at).copied().unwrap_or_default();
            self.voters.iter().map(move |v| (points(v), v.strength))
        };
        let mean = casts().map(|(p, s)| p * s).sum::<f64>() / self.strength;
        let squares = casts().map(|(p, s)| s * (p - mean) * (p - mean));
        let variance = squares.sum::<f64>() / self.strength;
        (mean, (variance.sqrt() / (Points::MAX / 2.0)).min(1.0))
    }
}

/// The weighted mean of the differences; all points 0 weigh the same.
fn mean(points: impl Iterator<Item = f64> + Clone, differences: &[f64]) -> f64 {
    let total: f64 = points.clone().sum();
    if total > 0.0 {
        return points.zip(differences).map(|(p, d)| p * d).sum::<f64>() / total;
    }
    differences.iter().sum::<f64>() / as_f64(differences.len().max(1))
}

/// What the ballots give each criterion, and the margin without each of the counted voters in turn.
/// No column is kept: all of them together take far more memory than all the ballots.
fn column_by_column(
    counted: &Counted<'_, '_>,
    seats: &[usize],
    differences: &[f64],
    pool: Pool,
) -> (Vec<Spread>, Vec<Option<f64>>) {
    let mut sums = vec![(0.0, 0.0); seats.len()];
    let spread = |(at, difference): (usize, &f64)| {
        let column = Column::of(counted, at);
        column.without_each(pool, |voter, points| {
            if let Some((tipping, total)) = sums.get_mut(voter) {
                *tipping += points * difference;
                *total += points;
            }
        });
        column.spread(seats)
    };
    let spreads = differences.iter().enumerate().filter_map(spread).collect();
    let level = differences.iter().sum::<f64>() / as_f64(differences.len().max(1));
    let margin = |(tipping, total): (f64, f64)| match seats.len() {
        0 | 1 => None,
        _ if total > 0.0 => Some(tipping / total),
        _ => Some(level),
    };
    (spreads, sums.into_iter().map(margin).collect())
}
