//! What a ballot paper comes to: points that can be cast, or why there are none yet.
//!
//! Whatever the method, the largest of the points is 100, so that ballots given by different
//! methods can be pooled. What was said to a criterion never matters for its points. Papers come
//! from files that people edit: lines that repeat a criterion, places and comparisons of criteria
//! that are not on the paper, and ratios that are no ratios are passed over.

mod fit;

use std::collections::{BTreeMap, BTreeSet};

use thiserror::Error;

pub use fit::{Fit, Repair, WELL, ratio_words};

use super::pairwise::{Judgement, MOST, Pairwise};
use super::ranking::{RankWeights, rank_weights};
use super::{questions, words};
use crate::session::{Comparison, Id, Line, Method, Paper, Points};

/// Up to this many criteria may be compared in pairs: as many questions, and more when the answers
/// contradict each other, are the most that anybody answers with care.
pub const MOST_COMPARED: usize = 30;

/// What the shares of a budget may be off by: a hundredth, and what rounding adds to that.
const ENOUGH: f64 = 0.01 + 1e-9;

/// What a ballot paper comes to, worked out once per change of the paper.
#[derive(Clone, Debug, PartialEq)]
pub struct Casting {
    /// How much has been given: criteria with points, with a share or with a place, or comparisons
    /// made.
    pub given: usize,
    /// How much there is to give: criteria, or comparisons needed at the least.
    pub of: usize,
    /// The points ready to be cast, the largest being 100, or why not yet.
    pub points: Result<BTreeMap<Id, Points>, Open>,
    /// What of a budget of 100 is left to share out, negative when there is too much. 0 for the
    /// other methods.
    pub left: f64,
    /// Which two criteria to compare next; none when enough is known, or none are compared.
    pub question: Option<(Id, Id)>,
    /// How the comparisons fit together; none before the first, and for the other methods.
    pub fit: Option<Fit>,
    /// The weights in the order of the lines, summing to 1, once they are known, which for
    /// comparisons is before they can be cast. A line that repeats a criterion has none.
    pub shares: Option<Vec<f64>>,
    /// Something about the points that whoever gave them should know, as a sentence.
    pub remark: Option<String>,
}

/// Why a ballot paper cannot be cast yet.
#[derive(Clone, Debug, PartialEq, Error)]
pub enum Open {
    /// No criterion is on the paper.
    #[error("there is nothing to weigh on this ballot paper")]
    Nothing,
    /// So many criteria have no swing points.
    #[error("{}", no_points(*.0))]
    NoPoints(usize),
    /// All swing points are 0.
    #[error("all points are 0; give 100 to the largest swing")]
    AllZero,
    /// So many points of the budget are left.
    #[error("{} left to share out", told(*.0, "point is", "points are"))]
    Left(f64),
    /// So many points too many are shared out.
    #[error("{} shared out", told(*.0, "point too many is", "points too many are"))]
    Over(f64),
    /// So many criteria have no place in the order.
    #[error("{} not placed yet", words::count(*.0, "criterion is", "criteria are"))]
    NotPlaced(usize),
    /// No comparison has been made.
    #[error("nothing has been compared yet")]
    NotCompared,
    /// So many comparisons are still needed.
    #[error("{} needed", words::count(*.0, "more comparison is", "more comparisons are"))]
    Comparisons(usize),
    /// So many criteria are too many for comparisons.
    #[error(
        "{0} criteria make too many pairs, at most {MOST_COMPARED} can be compared; use another \
         method"
    )]
    TooMany(usize),
    /// The comparisons do not settle what was not compared.
    #[error("these comparisons do not tell the rest; compare a few more pairs")]
    Unsettled,
}

fn no_points(number: usize) -> String {
    match number {
        1 => "1 criterion has no points yet; give it 0 if it does not matter".to_owned(),
        many => format!("{many} criteria have no points yet; give 0 to those that do not matter"),
    }
}

/// Some points with what is said of them.
fn told(points: f64, one: &str, many: &str) -> String {
    match words::plain(points).as_str() {
        "1" => format!("1 {one}"),
        number => format!("{number} {many}"),
    }
}

impl Casting {
    /// Works out what a ballot paper comes to. A criterion that is alone has 100 points, whatever
    /// has been given to it.
    #[must_use]
    pub fn of(paper: &Paper) -> Self {
        let mut seen = BTreeSet::new();
        let first: Vec<bool> = paper.lines.iter().map(|l| seen.insert(&l.criterion)).collect();
        let lines = paper.lines.iter().zip(&first).filter(|(_, first)| **first);
        let lines: Vec<&Line> = lines.map(|(line, _)| line).collect();
        let mut casting = match (lines.as_slice(), paper.method) {
            ([], _) => Self::open(0, 0, Open::Nothing),
            ([_], _) => Self::open(1, 1, Open::Nothing).cast(&lines, &[1.0]),
            (_, Method::Swing) => Self::swing(&lines),
            (_, Method::Budget) => Self::budget(&lines),
            (_, Method::Ranking) => Self::ranking(&lines, &paper.order),
            (_, Method::Pairwise) => Self::pairwise(&lines, &paper.comparisons),
        };
        if lines.len() < paper.lines.len() {
            // Every line has its share, and those that repeat a criterion have none.
            casting.shares = casting.shares.map(|shares| {
                let mut shares = shares.into_iter();
                let share = |first: &bool| first.then(|| shares.next()).flatten();
                first.iter().map(share).map(Option::unwrap_or_default).collect()
            });
        }
        casting
    }

    /// Not to be cast for that reason, until it is [`cast`](Self::cast).
    fn open(given: usize, of: usize, why: Open) -> Self {
        let points = Err(why);
        Self { given, of, points, left: 0.0, question: None, fit: None, shares: None, remark: None }
    }

    /// Ready to be cast, with what each line weighs against the others. Not all of it is 0.
    fn cast(mut self, lines: &[&Line], weights: &[f64]) -> Self {
        let most = weights.iter().copied().fold(0.0, f64::max);
        // What is in proportion already stays as it was typed; what has to be raised is rounded, so
        // that a file reads like what somebody meant.
        let raised = |weight: &f64| round_off(weight / most * Points::MAX);
        let same = (most - Points::MAX).abs() <= 0.0;
        let points = |weight: &f64| Points::clamped(if same { *weight } else { raised(weight) });
        let ids = lines.iter().map(|line| line.criterion.clone());
        self.points = Ok(ids.zip(weights.iter().map(points)).collect());
        self.weighing(weights)
    }

    /// With the shares that these weights make, which need not sum to 1.
    fn weighing(mut self, weights: &[f64]) -> Self {
        let total: f64 = weights.iter().sum();
        self.shares = Some(weights.iter().map(|weight| weight / total).collect());
        self
    }

    /// Points as given. Where the largest are not 100, all are raised in proportion, which leaves
    /// every weight as it was; the remark says so.
    fn swing(lines: &[&Line]) -> Self {
        let given: Vec<f64> = lines.iter().filter_map(|l| l.swing).map(Points::get).collect();
        let largest = given.iter().copied().fold(0.0, f64::max);
        let open = |why| Self::open(given.len(), lines.len(), why);
        match lines.len() - given.len() {
            0 if largest > 0.0 => {
                let mut casting = open(Open::AllZero).cast(lines, &given);
                casting.remark = (largest < Points::MAX).then(|| {
                    format!(
                        "The largest swing counts as 100: your {} is raised to that, and the \
                         others in proportion.",
                        words::plain(largest)
                    )
                });
                casting
            }
            0 => open(Open::AllZero),
            missing => open(Open::NoPoints(missing)),
        }
    }

    /// Shares that add up to 100; a criterion without one has none of it.
    fn budget(lines: &[&Line]) -> Self {
        let given = lines.iter().filter(|line| line.share.is_some()).count();
        let shares: Vec<f64> = lines.iter().map(|l| l.share.map_or(0.0, Points::get)).collect();
        let left = Points::MAX - shares.iter().sum::<f64>();
        let open = |why| Self { left, ..Self::open(given, lines.len(), why) };
        match left {
            left if left > ENOUGH => open(Open::Left(left)),
            left if left < -ENOUGH => open(Open::Over(-left)),
            _ => open(Open::Nothing).cast(lines, &shares),
        }
    }

    /// Rank-order centroid weights; criteria on one place share the mean of the places they take.
    fn ranking(lines: &[&Line], order: &[Vec<Id>]) -> Self {
        let places = places(lines);
        let mut placed: BTreeMap<usize, usize> = BTreeMap::new();
        let mut members = vec![0; order.len()];
        for ((rank, place), members) in order.iter().enumerate().zip(&mut members) {
            for line in place.iter().filter_map(|id| places.get(id)) {
                // Where a criterion is placed twice, the better place holds.
                placed.entry(*line).or_insert_with(|| {
                    *members += 1;
                    rank
                });
            }
        }
        let open = |why| Self::open(placed.len(), lines.len(), why);
        if placed.len() < lines.len() {
            return open(Open::NotPlaced(lines.len() - placed.len()));
        }
        let weights = rank_weights(&members, RankWeights::Centroid);
        let weight = |rank: &usize| weights.get(*rank).copied().unwrap_or_default();
        let weights: Vec<f64> = placed.values().map(weight).collect();
        open(Open::Nothing).cast(lines, &weights)
    }

    /// The principal eigenvector of the comparisons. It can be cast once no question is left that
    /// has to be asked; questions about answers that contradict each other may be left.
    fn pairwise(lines: &[&Line], comparisons: &[Comparison]) -> Self {
        let count = lines.len();
        if count > MOST_COMPARED {
            return Self::open(0, count, Open::TooMany(count));
        }
        let judged = judgements(lines, comparisons);
        let left = questions::left(count, &judged);
        let question = questions::next(count, &judged);
        let more = left.max(usize::from(question.is_some()));
        let open = |why| Self::open(judged.len(), judged.len() + more, why);
        let known = Pairwise::of(count, &judged)
            .ok()
            .filter(|found| found.weights.iter().all(|weight| *weight > 0.0));
        let mut casting = match &known {
            Some(found) if left == 0 => open(Open::Nothing).cast(lines, &found.weights),
            Some(found) => open(Open::Comparisons(left)).weighing(&found.weights),
            None if judged.is_empty() => open(Open::NotCompared),
            None if left == 0 => open(Open::Unsettled),
            None => open(Open::Comparisons(left)),
        };
        let id = |at: usize| lines.get(at).map(|line| line.criterion.clone());
        casting.question = question.and_then(|(first, second)| id(first).zip(id(second)));
        casting.fit = (!judged.is_empty()).then(|| Fit::of(lines, &judged, known.as_ref()));
        casting
    }
}

/// Without what binary fractions add: to a billionth of a point, which no weight shows.
fn round_off(points: f64) -> f64 {
    const DIGITS: f64 = 1e9;
    (points * DIGITS).round() / DIGITS
}

/// The positions of the lines by criterion.
fn places<'a>(lines: &[&'a Line]) -> BTreeMap<&'a Id, usize> {
    lines.iter().map(|line| &line.criterion).zip(0..).collect()
}

/// The comparisons that can be counted. A later one of the same pair replaces the earlier.
fn judgements(lines: &[&Line], comparisons: &[Comparison]) -> Vec<Judgement> {
    let places = places(lines);
    let mut judged: Vec<Judgement> = Vec::new();
    let mut known: BTreeMap<[usize; 2], usize> = BTreeMap::new();
    for Comparison { first, second, ratio } in comparisons {
        let (Some(&first), Some(&second)) = (places.get(first), places.get(second)) else {
            continue;
        };
        if first == second || !(1.0 / MOST..=MOST).contains(ratio) {
            continue;
        }
        let judgement = Judgement { first, second, ratio: *ratio };
        let at = *known.entry([first.min(second), first.max(second)]).or_insert(judged.len());
        match judged.get_mut(at) {
            Some(earlier) => *earlier = judgement,
            None => judged.push(judgement),
        }
    }
    judged
}
