//! What the ballots say beside the result: where the team agrees, whom the result does not
//! speak for, and what it would be without each of them.

use std::collections::BTreeMap;

use super::weighting::as_f64;
use crate::session::{Ballot, Criterion, Id, Participant, Points, Round, Side, Voter as Whose};

/// From this spread on, a criterion is marked for discussion: the convention of `MeetingSphere`.
pub const DISSENT: f64 = 0.3;

/// From this many points on, the ballots are worked on by two threads.
const LARGE: usize = 20_000;

/// What a ballot is called whose name is not stored.
pub const UNNAMED: &str = "A ballot without a name";

/// What sums of strengths may be off by rounding.
const SLACK: f64 = 1e-9;

/// Where the ballots agree and where they do not.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Agreement {
    /// How many ballots count; those of advisers do not.
    pub counted: usize,
    /// Each criterion's points, in the session's order; empty when no ballot counts.
    pub criteria: Vec<Spread>,
    /// Kendall's coefficient of concordance of the counted ballots' rankings, 0 to 1. None for
    /// fewer than two ballots or criteria, or when nobody puts anything before anything.
    pub concordance: Option<f64>,
    /// Each ballot on its own, in the order of the round.
    pub people: Vec<Opinion>,
    /// The margin that the medians of all counted ballots would give; none when none counts.
    pub together: Option<f64>,
    /// How many of those counted reach the side that leads.
    pub same: usize,
}

/// The points of one criterion across the counted ballots.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Spread {
    /// The strength-weighted median, 0 to 100.
    pub median: f64,
    /// The fewest points that somebody gave.
    pub low: f64,
    /// The most points that somebody gave.
    pub high: f64,
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
    /// The side that these weights choose; none when level.
    pub side: Option<Side>,
    /// The margin with the medians of all counted ballots but this one; for an adviser, of all
    /// of them. None when nobody is left.
    pub without: Option<f64>,
}

/// Which side a margin speaks for.
#[must_use]
pub fn side_of(margin: f64) -> Option<Side> {
    match margin {
        m if m > 0.0 => Some(Side::Left),
        m if m < 0.0 => Some(Side::Right),
        _ => None,
    }
}

impl Agreement {
    /// Looks at the ballots of a round. `leader` is the side that the session's own points put
    /// ahead. None for a round without ballots.
    #[must_use]
    pub fn of<'a>(
        round: &'a Round,
        people: &'a [Participant],
        criteria: &[Criterion],
        leader: Option<Side>,
    ) -> Option<Self> {
        if round.ballots.is_empty() || criteria.is_empty() {
            return None;
        }
        let voters_by_id: BTreeMap<&Id, &Participant> =
            people.iter().map(|person| (&person.id, person)).collect();
        let mut places: Vec<(&Id, usize)> = criteria.iter().map(|c| &c.id).zip(0..).collect();
        places.sort_unstable();
        let read = |ballots: &'a [Ballot]| -> Vec<Voter<'a>> {
            ballots.iter().map(|b| Voter::of(b, &voters_by_id, &places)).collect()
        };
        let large = round.ballots.len() * criteria.len() >= LARGE;
        let (first, second) = round.ballots.split_at(round.ballots.len() / 2);
        let (mut voters, rest) = side_by_side(large, || read(first), || read(second));
        voters.extend(rest);
        let counted: Vec<&Voter<'_>> = voters.iter().filter(|v| v.strength > 0.0).collect();
        let differences: Vec<f64> = criteria.iter().map(Criterion::difference).collect();
        let column = |at| Column::of(&counted, at);
        let (concordance, columns): (_, Vec<Column>) = side_by_side(
            large,
            || concordance(&counted),
            || (0..criteria.len()).map(column).collect(),
        );
        let without = without_each(&columns, &differences, counted.len());
        let together =
            (!counted.is_empty()).then(|| mean(columns.iter().map(Column::median), &differences));

        let mut place = 0;
        let people: Vec<Opinion> = voters
            .iter()
            .map(|voter| {
                let margin = mean(voter.points.iter().copied(), &differences);
                let counts = voter.strength > 0.0;
                let rest = if counts {
                    place += 1;
                    without.get(place - 1).copied().flatten()
                } else {
                    together
                };
                Opinion {
                    person: voter.person.clone(),
                    name: voter.name.to_owned(),
                    counts,
                    margin,
                    side: side_of(margin),
                    without: rest,
                }
            })
            .collect();
        Some(Self {
            counted: counted.len(),
            criteria: columns.iter().filter_map(Column::spread).collect(),
            concordance,
            together,
            same: people
                .iter()
                .filter(|p| p.counts && p.side.is_some() && p.side == leader)
                .count(),
            people,
        })
    }
}

/// Does both, at the same time where they are large and a second thread can be had.
fn side_by_side<A: Send, B>(
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
struct Voter<'a> {
    person: &'a Id,
    name: &'a str,
    strength: f64,
    points: Vec<f64>,
}

impl<'a> Voter<'a> {
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
}

/// The weighted mean of the differences; all points 0 weigh the same.
fn mean(points: impl Iterator<Item = f64> + Clone, differences: &[f64]) -> f64 {
    let total: f64 = points.clone().sum();
    if total > 0.0 {
        return points.zip(differences).map(|(p, d)| p * d).sum::<f64>() / total;
    }
    differences.iter().sum::<f64>() / as_f64(differences.len().max(1))
}

/// The margin without each of the counted voters in turn.
fn without_each(columns: &[Column], differences: &[f64], voters: usize) -> Vec<Option<f64>> {
    let mut sums = vec![(0.0, 0.0); voters];
    for (column, difference) in columns.iter().zip(differences) {
        for (points, voter) in column.medians_without_each() {
            if let Some((tipping, total)) = sums.get_mut(voter) {
                *tipping += points * difference;
                *total += points;
            }
        }
    }
    let level = differences.iter().sum::<f64>() / as_f64(differences.len().max(1));
    let margin = |(tipping, total): (f64, f64)| match voters {
        0 | 1 => None,
        _ if total > 0.0 => Some(tipping / total),
        _ => Some(level),
    };
    sums.into_iter().map(margin).collect()
}

/// One criterion's points across the counted ballots, sorted.
struct Column {
    sorted: Vec<Cast>,
}

/// The points of one ballot on one criterion.
#[derive(Clone, Copy)]
struct Cast {
    points: f64,
    strength: f64,
    /// The strength of all ballots up to and with this one.
    upto: f64,
    voter: usize,
}

impl Column {
    fn of(voters: &[&Voter<'_>], at: usize) -> Self {
        let points = |v: &&Voter<'_>| v.points.get(at).copied().unwrap_or_default();
        let points: Vec<f64> = voters.iter().map(points).collect();
        let mut upto = 0.0;
        let cast = |(points, voter): (f64, usize)| {
            let strength = voters.get(voter).map_or(0.0, |v| v.strength);
            upto += strength;
            Cast { points, strength, upto, voter }
        };
        Self { sorted: ascending(&points).into_iter().map(cast).collect() }
    }

    fn total(&self) -> f64 {
        self.sorted.last().map_or(0.0, |cast| cast.upto)
    }

    /// The first place at which this much strength is reached.
    fn reaching(&self, strength: f64) -> usize {
        self.sorted.partition_point(|cast| cast.upto < strength - SLACK)
    }

    /// The strength-weighted median; where it falls between two ballots, their mean.
    fn median(&self) -> f64 {
        let half = self.total() / 2.0;
        self.middle(self.reaching(half), half, None)
    }

    /// For each ballot, the median of the others, and whose ballot it is.
    fn medians_without_each(&self) -> impl Iterator<Item = (f64, usize)> {
        // Where the middle lies depends on the strength that is missing, of which there are few,
        // and on whether it is missing before or after the middle.
        let mut middles: Vec<(f64, usize, usize)> = Vec::new();
        self.sorted.iter().enumerate().map(move |(place, cast)| {
            let half = (self.total() - cast.strength) / 2.0;
            let same = |known: &&(f64, usize, usize)| known.0.total_cmp(&cast.strength).is_eq();
            let known = middles.iter().find(same).copied();
            let (_, after, before) = known.unwrap_or_else(|| {
                let found =
                    (cast.strength, self.reaching(half), self.reaching(half + cast.strength));
                middles.push(found);
                found
            });
            let low = if place > after { after } else { before };
            (self.middle(low, half, Some(place)), cast.voter)
        })
    }

    /// The median, given the first place at which half of the strength is reached.
    fn middle(&self, low: usize, half: f64, left_out: Option<usize>) -> f64 {
        let next = |from: usize| {
            let from = if Some(from) == left_out { from + 1 } else { from };
            self.sorted.get(from).map(|cast| (from, cast))
        };
        let Some((at, cast)) = next(low) else { return 0.0 };
        let missing = left_out
            .filter(|out| *out <= at)
            .and_then(|out| self.sorted.get(out))
            .map_or(0.0, |out| out.strength);
        if cast.upto - missing > half + SLACK {
            return cast.points;
        }
        next(at + 1).map_or(cast.points, |(_, after)| f64::midpoint(cast.points, after.points))
    }

    fn spread(&self) -> Option<Spread> {
        let (low, high) = (self.sorted.first()?.points, self.sorted.last()?.points);
        let casts = || self.sorted.iter().map(|cast| (cast.points, cast.strength));
        let mean = casts().map(|(p, s)| p * s).sum::<f64>() / self.total();
        let variance =
            casts().map(|(p, s)| s * (p - mean) * (p - mean)).sum::<f64>() / self.total();
        let spread = (variance.sqrt() / (Points::MAX / 2.0)).min(1.0);
        Some(Spread { median: self.median(), low, high, spread, dissent: spread >= DISSENT })
    }
}

/// Points with their places, the fewest first. Single precision and place make one integer, which
/// sorts several times faster than pairs do; what it cannot tell apart is put right afterwards.
fn ascending(points: &[f64]) -> Vec<(f64, usize)> {
    #[expect(clippy::cast_possible_truncation, reason = "a coarse key; the order is put right")]
    let key = |points: f64| u64::from((points as f32).to_bits()) << 32;
    let mut keys: Vec<u64> = points.iter().zip(0_u64..).map(|(p, i)| key(*p) | i).collect();
    keys.sort_unstable();
    let found = keys.into_iter().filter_map(|key| {
        let place = usize::try_from(key & u64::from(u32::MAX)).ok()?;
        Some((*points.get(place)?, place))
    });
    let mut sorted: Vec<(f64, usize)> = found.collect();
    if !sorted.is_sorted_by(|a, b| a.0 <= b.0) {
        sorted.sort_by(|a, b| a.0.total_cmp(&b.0));
    }
    sorted
}

/// Kendall's W with its correction for ties (Kendall and Babington Smith 1939),
/// `W = 12 S / (m² (n³ − n) − m Σ T)`, `T = Σ (t³ − t)` over a ballot's ties: 1 when all rank
/// the criteria alike, near 0 when their rankings have nothing in common.
fn concordance(voters: &[&Voter<'_>]) -> Option<f64> {
    let n = voters.first()?.points.len();
    if voters.len() < 2 || n < 2 {
        return None;
    }
    let mut sums = vec![0.0; n];
    let mut ties = 0.0;
    for voter in voters {
        let order = ascending(&voter.points);
        let mut before = 0.0;
        for tied in order.chunk_by(|a, b| a.0 >= b.0) {
            let t = as_f64(tied.len());
            for (_, criterion) in tied {
                if let Some(sum) = sums.get_mut(*criterion) {
                    *sum += before + f64::midpoint(t, 1.0);
                }
            }
            ties += t * t * t - t;
            before += t;
        }
    }
    let (m, n) = (as_f64(voters.len()), as_f64(n));
    let mean = m * (n + 1.0) / 2.0;
    let squares: f64 = sums.iter().map(|sum| (sum - mean) * (sum - mean)).sum();
    let most = m * m * (n * n * n - n) - m * ties;
    (most > 0.0).then(|| (12.0 * squares / most).clamp(0.0, 1.0))
}
