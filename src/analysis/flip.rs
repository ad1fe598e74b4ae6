//! What would change the answer: the values of one weight or one rating at which the margin is 0,
//! and the smallest change of all weights together that gets there.

use super::balance::Balance;
use crate::session::{Criterion, Pair, Rating, Side};

/// Where one criterion alone would turn the verdict. None where it cannot.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Flip {
    /// The weight at which the margin is 0 while the other weights keep their proportions,
    /// `t_k = w_k + M (1 − w_k) / (M − d_k)`, 0 to 1: an end of the weight stability interval
    /// (Mareschal 1988).
    pub weight: Option<f64>,
    /// The points at which the margin is 0 while the others keep theirs,
    /// `p_k* = p_k − Σ p_j d_j / d_k`, 0 or more. May lie above 100, where the scale ends.
    pub points: Option<f64>,
    /// The rating of each side at which the margin is 0: `a_k* = a_k − M / w_k` and
    /// `b_k* = b_k + M / w_k`, where on the scale.
    pub ratings: Pair<Option<f64>>,
}

impl Flip {
    /// Each criterion's.
    #[must_use]
    pub fn of_each(criteria: &[Criterion], balance: &Balance) -> Vec<Self> {
        let tipping: f64 = criteria.iter().map(|c| c.points.get() * c.difference()).sum();
        let total: f64 = criteria.iter().map(|c| c.points.get()).sum();
        let one = |(criterion, &weight): (&Criterion, &f64)| {
            let difference = criterion.difference();
            Self {
                weight: flip_weight(weight, difference, balance.margin),
                // Where no other criterion has points, none would be left to weigh.
                points: (total > criterion.points.get())
                    .then(|| criterion.points.get() - tipping / difference)
                    .filter(|points| points.is_finite() && *points >= 0.0)
                    .filter(|points| *points > 1e-9 || balance.margin == 0.0),
                ratings: Pair::from_fn(|side| {
                    let step = match side {
                        Side::Left => -balance.margin / weight,
                        Side::Right => balance.margin / weight,
                    };
                    let rating = criterion.sides[side].rating.get() + step;
                    Rating::new(rating).ok().map(Rating::get)
                }),
            }
        };
        criteria.iter().zip(&balance.weights.values).map(one).collect()
    }
}

fn flip_weight(weight: f64, difference: f64, margin: f64) -> Option<f64> {
    if difference == 0.0 || weight >= 1.0 {
        return None;
    }
    let flips_at = weight + margin * (1.0 - weight) / (margin - difference);
    // At a weight of 0 the margin can be level, but there is nowhere further to go.
    let turns = flips_at > 1e-12 || margin == 0.0;
    ((0.0..=1.0).contains(&flips_at) && turns).then_some(flips_at)
}

/// The side that no weighting can take the lead from: it is at least as good on every criterion,
/// and better on one. None where the criteria disagree, or where both sides are the same.
#[must_use]
pub fn dominance(differences: &[f64]) -> Option<Side> {
    let left = differences.iter().any(|d| *d > 0.0);
    let right = differences.iter().any(|d| *d < 0.0);
    match (left, right) {
        (true, false) => Some(Side::Left),
        (false, true) => Some(Side::Right),
        _ => None,
    }
}

/// Some weight taken from one criterion and given to another.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Move {
    /// The position of the criterion that loses it.
    pub from: usize,
    /// The position of the criterion that gets it.
    pub to: usize,
    /// How much, 0 to 1.
    pub amount: f64,
}

/// The smallest changes of all weights together that bring the margin to 0.
#[derive(Clone, Debug, PartialEq)]
pub struct SmallestChange {
    /// The weight that has to move, 0 to 1: half the L1 distance between the weightings.
    pub moved: f64,
    /// The moves that do it, largest effect first.
    pub moves: Vec<Move>,
    /// The Euclidean distance to the nearest weighting at which the margin is 0.
    pub distance: f64,
    /// That weighting.
    pub weights: Vec<f64>,
}

impl SmallestChange {
    /// Finds both. None where no weighting turns the verdict, or where it is level already
    /// because every difference is 0.
    #[must_use]
    pub fn of(differences: &[f64], weights: &[f64], margin: f64) -> Option<Self> {
        let against = |d: &f64| if margin > 0.0 { *d < 0.0 } else { *d > 0.0 };
        let level = margin == 0.0 && differences.iter().any(|d| *d != 0.0);
        if !level && !differences.iter().any(against) {
            return None;
        }
        let moves = transfer(differences, weights, margin);
        let nearest = project(differences, weights);
        let distance = nearest.iter().zip(weights).map(|(a, b)| (a - b) * (a - b)).sum::<f64>();
        Some(Self {
            moved: moves.iter().fold(0.0, |sum, step| sum + step.amount),
            moves,
            distance: distance.sqrt(),
            weights: nearest,
        })
    }
}

/// The least weight that has to move (L1). Every unit does most when it goes from the criterion
/// that speaks most for the leader to the one that speaks most against it, so taking from those
/// in turn is optimal: the fractional knapsack.
fn transfer(differences: &[f64], weights: &[f64], margin: f64) -> Vec<Move> {
    let sign = if margin < 0.0 { -1.0 } else { 1.0 };
    let pull = |i: usize| differences.get(i).copied().unwrap_or_default() * sign;
    let weight = |i: usize| weights.get(i).copied().unwrap_or_default();
    let mut order: Vec<usize> = (0..differences.len()).collect();
    // Of equals the heaviest first, which takes the fewest moves.
    order.sort_by(|&a, &b| {
        pull(b).total_cmp(&pull(a)).then(weight(b).total_cmp(&weight(a))).then(a.cmp(&b))
    });
    let lowest = order.last().map_or(0.0, |&i| pull(i));
    let Some(&to) = order.iter().find(|&&i| pull(i) <= lowest) else { return Vec::new() };

    let mut left = margin.abs();
    let mut moves = Vec::new();
    for from in order {
        let gain = pull(from) - pull(to);
        // What rounding leaves of the margin is no reason for another move.
        if left <= 1e-12 * margin.abs() || gain <= 0.0 {
            break;
        }
        let amount = weight(from).min(left / gain);
        if amount > 0.0 {
            moves.push(Move { from, to, amount });
            left -= amount * gain;
        }
    }
    moves
}

/// The weighting nearest to this one (L2) with margin 0: its projection on
/// `{w ≥ 0, Σ w = 1, Σ w_j d_j = 0}`. It has the form `w_j = max(0, v_j − μ − ν d_j)`; for a given
/// `ν` the simplex fixes `μ`, and the margin that is left falls as `ν` grows, piece by piece in
/// straight lines. Newton's method, held between bounds, finds the piece, and the piece the point.
fn project(differences: &[f64], weights: &[f64]) -> Vec<f64> {
    let (mut low, mut high) = (f64::NEG_INFINITY, f64::INFINITY);
    let mut nu = 0.0;
    let mut point = weights.to_vec();
    for _ in 0..200 {
        let tilted: Vec<f64> = weights.iter().zip(differences).map(|(v, d)| v - nu * d).collect();
        point = onto_simplex(&tilted);
        let margin: f64 = point.iter().zip(differences).map(|(w, d)| w * d).sum();
        if margin.abs() <= 1e-16 {
            break;
        }
        if margin > 0.0 {
            low = nu;
        } else {
            high = nu;
        }

        let active = || differences.iter().zip(&point).filter(|(_, w)| **w > 0.0).map(|(d, _)| *d);
        let count = active().fold(0.0, |count, _| count + 1.0);
        let mean = active().sum::<f64>() / count;
        let slope: f64 = active().map(|d| (d - mean) * (d - mean)).sum();
        let newton = nu + margin / slope;
        if (newton - nu).abs() <= f64::EPSILON * nu.abs() {
            break;
        }
        let next = match (newton > low && newton < high, low.is_finite() && high.is_finite()) {
            (true, _) => newton,
            (false, true) => f64::midpoint(low, high),
            // No slope: only criteria with the same difference are left; tilt on.
            (false, false) => nu + (1.0 + nu.abs()).copysign(margin),
        };
        nu = next;
    }
    point
}

/// The nearest point of the simplex (Held, Wolfe and Crowder 1974).
fn onto_simplex(point: &[f64]) -> Vec<f64> {
    let mut sorted = point.to_vec();
    sorted.sort_by(|a, b| b.total_cmp(a));
    let (mut sum, mut count, mut shift) = (0.0, 0.0, 0.0);
    for value in sorted {
        sum += value;
        count += 1.0;
        let candidate = (sum - 1.0) / count;
        if value > candidate {
            shift = candidate;
        }
    }
    point.iter().map(|value| (value - shift).max(0.0)).collect()
}
