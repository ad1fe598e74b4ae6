//! One criterion across the ballots: the median, the mean, and both without each ballot in turn.

use super::{Counted, DISSENT, Spread, Voter};
use crate::session::Pool;

/// What sums of strengths may be off by rounding.
const SLACK: f64 = 1e-9;

/// One criterion's points across the counted ballots, sorted.
pub(super) struct Column {
    sorted: Vec<Cast>,
    mean: f64,
    spread: f64,
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
    pub(super) fn of(counted: &Counted<'_, '_>, at: usize) -> Self {
        let voters = &counted.voters;
        let points = |v: &&Voter<'_>| v.points.get(at).copied().unwrap_or_default();
        let points: Vec<f64> = voters.iter().map(points).collect();
        let (mean, spread) = counted.mean_and_spread(at);
        let mut upto = 0.0;
        let cast = |(points, voter): (f64, usize)| {
            let strength = voters.get(voter).map_or(0.0, |v| v.strength);
            upto += strength;
            Cast { points, strength, upto, voter }
        };
        Self { sorted: ascending(&points).into_iter().map(cast).collect(), mean, spread }
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

    /// Hands over, for each ballot, whose it is and what the others come to.
    pub(super) fn without_each(&self, pool: Pool, mut take: impl FnMut(usize, f64)) {
        match pool {
            Pool::Median => self.medians_without_each().for_each(|(at, voter)| take(voter, at)),
            Pool::Mean => {
                // Summed from both ends, so that no digits are lost by taking one away.
                let mut after = Vec::with_capacity(self.sorted.len());
                let mut sums = (0.0, 0.0);
                for cast in self.sorted.iter().rev() {
                    after.push(sums);
                    sums = cast.added_to(sums);
                }
                let mut sums = (0.0, 0.0);
                for (cast, after) in self.sorted.iter().zip(after.into_iter().rev()) {
                    let (points, strength) = (sums.0 + after.0, sums.1 + after.1);
                    take(cast.voter, if strength > 0.0 { points / strength } else { 0.0 });
                    sums = cast.added_to(sums);
                }
            }
        }
    }

    /// What the ballots say, with the places of those who gave the fewest and the most; `seats` are
    /// the places of the counted ballots in the round.
    pub(super) fn spread(&self, seats: &[usize]) -> Option<Spread> {
        let (first, last) = (self.sorted.first()?, self.sorted.last()?);
        let most = self.sorted.partition_point(|cast| cast.points < last.points);
        let seat = |cast: &Cast| seats.get(cast.voter).copied().unwrap_or_default();
        Some(Spread {
            median: self.median(),
            mean: self.mean.clamp(first.points, last.points),
            low: first.points,
            high: last.points,
            fewest: seat(first),
            most: seat(self.sorted.get(most).unwrap_or(last)),
            spread: self.spread,
            dissent: self.spread >= DISSENT - SLACK,
        })
    }
}

impl Cast {
    /// Sums of points by strength, and of strength, with this ballot.
    fn added_to(&self, (points, strength): (f64, f64)) -> (f64, f64) {
        (points + self.points * self.strength, strength + self.strength)
    }
}

/// Points with their places, the fewest first; of the same points the first place first.
pub(super) fn ascending(points: &[f64]) -> Vec<(f64, usize)> {
    counted_out(points).unwrap_or_else(|| sorted(points))
}

/// Whole points, as most ballots have them, need no comparing: how often each number occurs says
/// where it begins. None where a number is not whole.
fn counted_out(points: &[f64]) -> Option<Vec<(f64, usize)>> {
    /// From 0 to 100.
    const NUMBERS: usize = 101;
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "what the cast changes is not whole, and refused"
    )]
    let whole = |points: f64| {
        let number = points as u8;
        (f64::from(number) >= points && f64::from(number) <= points).then_some(usize::from(number))
    };
    let mut begins = [0; NUMBERS + 1];
    for number in points {
        *begins.get_mut(whole(*number)? + 1)? += 1;
    }
    let mut before = 0;
    for begin in &mut begins {
        before += *begin;
        *begin = before;
    }
    let mut counted = vec![(0.0, 0); points.len()];
    for (place, number) in points.iter().enumerate() {
        let next = begins.get_mut(whole(*number)?)?;
        *counted.get_mut(*next)? = (*number, place);
        *next += 1;
    }
    Some(counted)
}

/// Any points. Single precision and place make one integer, which sorts several times faster than
/// pairs do; what it cannot tell apart is put right afterwards.
fn sorted(points: &[f64]) -> Vec<(f64, usize)> {
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

#[cfg(test)]
mod tests {
    use super::{counted_out, sorted};

    #[test]
    fn whole_points_are_counted_into_the_order_that_sorting_gives() {
        let whole: Vec<f64> = (0..300).map(|n| f64::from(n * 37 % 101)).collect();
        assert_eq!(counted_out(&whole), Some(sorted(&whole)));
        assert_eq!(counted_out(&[]), Some(Vec::new()));
        assert_eq!(counted_out(&[0.0, 99.5]), None);
    }
}
