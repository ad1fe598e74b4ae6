//! Which two criteria to compare next, so that few comparisons tell the weights of all.
//!
//! First everything is linked, with one question less than there are criteria; then the ends of
//! that chain are closed, so that each criterion is in two comparisons and one answer can be held
//! against the others; and only while the answers do not fit, up to as many questions again.
//!
//! With answers that fit, 2 criteria take 1 question, 5 take 5 and 13 take 13. With the true
//! weights up to nine times apart and every answer rounded to Saaty's scale from 1 to 9, the
//! 13 questions give weights that are off by one percentage point on average, where an average
//! weight is eight.

mod doubt;

use std::collections::BTreeSet;

pub(super) use doubt::{Doubt, odd_one};

use super::pairwise::{CONSISTENT, Judgement, Pairwise};

/// So many comparisons each criterion is to be in, where there are enough others.
const EACH: usize = 2;
/// What two resistances that are the same may differ by rounding.
const ROUNDING: f64 = 1e-9;

/// The fewest questions that tell the weights of so many criteria, and whether answers fit.
#[must_use]
pub const fn needed(count: usize) -> usize {
    if count > EACH { count } else { count.saturating_sub(1) }
}

/// The two criteria to compare next, by position, the earlier first; none when enough is known.
///
/// - While some criteria are not linked, the two smallest groups are joined, in each the criterion
///   that is in the fewest comparisons.
/// - While some are in one comparison only, two of those are compared, about whose ratio least is
///   known.
/// - While the answers contradict each other by more than [`CONSISTENT`], a pair is asked about
///   that has a criterion of the answer that is furthest from the others, and about whose ratio
///   least is known: the greatest resistance, which gains most on all ratios together (greedy
///   D-optimal design). No more than `count` of these are asked.
///
/// Equals are taken in the session's order.
#[must_use]
pub fn next(count: usize, judgements: &[Judgement]) -> Option<(usize, usize)> {
    let asked = Asked::of(count, judgements);
    asked.outstanding().or_else(|| asked.doubtful(judgements))
}

/// How many questions are left at least.
pub(super) fn left(count: usize, judgements: &[Judgement]) -> usize {
    let mut asked = Asked::of(count, judgements);
    let mut left = 0;
    while let Some((first, second)) = asked.outstanding() {
        asked.add(first, second);
        left += 1;
    }
    left
}

/// What has been asked.
struct Asked {
    /// In how many comparisons each criterion is.
    times: Vec<usize>,
    /// The group that each is in: those that are linked with each other.
    group: Vec<usize>,
    /// The pairs, the earlier criterion first.
    pairs: BTreeSet<(usize, usize)>,
}

impl Asked {
    fn of(count: usize, judgements: &[Judgement]) -> Self {
        let mut asked =
            Self { times: vec![0; count], group: (0..count).collect(), pairs: BTreeSet::new() };
        for judgement in judgements {
            asked.add(judgement.first, judgement.second);
        }
        asked
    }

    fn count(&self) -> usize {
        self.times.len()
    }

    fn add(&mut self, first: usize, second: usize) {
        let (Some(&one), Some(&other)) = (self.group.get(first), self.group.get(second)) else {
            return;
        };
        if first == second || !self.pairs.insert(pair(first, second)) {
            return;
        }
        for group in &mut self.group {
            if *group == other {
                *group = one;
            }
        }
        for end in [first, second] {
            if let Some(times) = self.times.get_mut(end) {
                *times += 1;
            }
        }
    }

    fn times(&self, criterion: usize) -> usize {
        self.times.get(criterion).copied().unwrap_or_default()
    }

    /// A question that has to be asked however the others are answered.
    fn outstanding(&self) -> Option<(usize, usize)> {
        self.joining().or_else(|| self.closing())
    }

    /// What links the two smallest groups; none when all is linked.
    fn joining(&self) -> Option<(usize, usize)> {
        let mut groups = vec![Vec::new(); self.count()];
        for (criterion, group) in self.group.iter().enumerate() {
            if let Some(members) = groups.get_mut(*group) {
                members.push(criterion);
            }
        }
        groups.retain(|members: &Vec<usize>| !members.is_empty());
        groups.sort_by_key(|members| (members.len(), members.first().copied()));
        let least = |members: &Vec<usize>| members.iter().copied().min_by_key(|i| self.times(*i));
        match groups.as_slice() {
            [one, other, ..] => Some(pair(least(one)?, least(other)?)),
            _ => None,
        }
    }

    /// What holds a criterion that is in one comparison only against the others; none when there
    /// is none such.
    fn closing(&self) -> Option<(usize, usize)> {
        let count = self.count();
        let ends: Vec<usize> = (0..count).filter(|i| self.times(*i) < EACH).collect();
        if count <= EACH || ends.is_empty() {
            return None;
        }
        let doubt = self.doubt()?;
        let both = self.open(|one, other| ends.contains(&one) && ends.contains(&other));
        let one = || self.open(|one, other| ends.contains(&one) || ends.contains(&other));
        most(&doubt, &both).or_else(|| most(&doubt, &one()))
    }

    /// What is least sure among what the worst answer is about, while the answers do not fit.
    fn doubtful(&self, judgements: &[Judgement]) -> Option<(usize, usize)> {
        let count = self.count();
        let found = Pairwise::of(count, judgements);
        let fit = found.is_ok_and(|found| found.ratio.is_none_or(|ratio| ratio <= CONSISTENT));
        if fit || self.pairs.len() >= needed(count) + count {
            return None;
        }
        let doubt = self.doubt()?;
        let odd = odd_one(count, judgements).map(|odd| [odd.judgement.first, odd.judgement.second]);
        let about = odd.map(|ends| self.open(|a, b| ends.contains(&a) || ends.contains(&b)));
        about
            .and_then(|about| most(&doubt, &about))
            .or_else(|| most(&doubt, &self.open(|_, _| true)))
    }

    fn doubt(&self) -> Option<Doubt> {
        let judged = |&(first, second): &(usize, usize)| Judgement { first, second, ratio: 1.0 };
        let judged: Vec<Judgement> = self.pairs.iter().map(judged).collect();
        Doubt::of(self.count(), &judged)
    }

    /// The pairs of that kind that were not asked about, in the session's order.
    fn open(&self, wanted: impl Fn(usize, usize) -> bool) -> Vec<(usize, usize)> {
        let count = self.count();
        let pairs = (0..count).flat_map(|i| (i + 1..count).map(move |j| (i, j)));
        pairs.filter(|pair| wanted(pair.0, pair.1) && !self.pairs.contains(pair)).collect()
    }
}

/// The first of the pairs about which least is known.
fn most(doubt: &Doubt, pairs: &[(usize, usize)]) -> Option<(usize, usize)> {
    let mut found: Option<(f64, (usize, usize))> = None;
    for &pair in pairs {
        let here = doubt.between(pair.0, pair.1);
        if found.is_none_or(|(most, _)| here > most + ROUNDING) {
            found = Some((here, pair));
        }
    }
    found.map(|(_, pair)| pair)
}

/// A pair, the earlier criterion first.
const fn pair(one: usize, other: usize) -> (usize, usize) {
    if one < other { (one, other) } else { (other, one) }
}
