//! The probability that the left side wins under uncertain weights, without sampling.
//!
//! Weights that are uncertain are a point of the simplex, drawn from a Dirichlet distribution
//! with whole parameters `α_j`. The margin `Σ w_j d_j` is then a B-spline in disguise (Curry and
//! Schoenberg 1966; Dempster and Kleyle 1968), and `P(Σ w_j d_j > 0)` the divided difference of
//! `t₊^(N−1)` at the nodes `d_j`, each taken `α_j` times, `N = Σ α_j`. Taken literally that
//! formula cancels badly. Split by sign, into `x_1..x_p > 0` and `−y_1..−y_q < 0` with the zeros
//! dropped, it becomes
//!
//! ```text
//! F(i, 0) = 1    F(0, j) = 0    F(i, j) = (x_i F(i, j−1) + y_j F(i−1, j)) / (x_i + y_j)
//! P = F(p, q)
//! ```
//!
//! which is made of convex combinations only: nothing cancels, equal nodes are welcome, and it
//! costs `O(pq)`.

use super::certainty::{normal_density, uncertain};
use super::weighting::as_f64;
use crate::session::{Closeness, Side};

/// Where the first concentration that [`Scatter::around`] tries ends, which bounds the work for
/// sessions of many criteria.
const MOST_CONCENTRATED: f64 = 400.0;

/// Fewer criteria than these are given the concentration of so many, or rounding would move the
/// weights too far.
const FEWEST: f64 = 12.0;

/// How far the mean of a scatter may be from the team's margin, in standard deviations.
const NEAR_ENOUGH: f64 = 0.1;

/// By which factor the concentration grows from one try to the next.
const GROWTH: f64 = 1.04;

/// Weights scattered over the simplex, seen through the differences that they weigh.
#[derive(Clone, Debug)]
pub struct Scatter<'a> {
    differences: &'a [f64],
    /// The Dirichlet parameter of each weight; 0 leaves a criterion out.
    alpha: Vec<u32>,
}

impl<'a> Scatter<'a> {
    /// Every weighting equally likely: all parameters 1.
    #[must_use]
    pub fn uniform(differences: &'a [f64]) -> Self {
        Self::with(differences, vec![1; differences.len()])
    }

    /// These whole parameters, one a criterion; 0 leaves a criterion out.
    #[must_use]
    pub fn with(differences: &'a [f64], mut alpha: Vec<u32>) -> Self {
        alpha.resize(differences.len(), 0);
        Self { differences, alpha }
    }

    /// Around some weights: `α_j = max(1, round(c w_j))`. The concentration `c` starts at two,
    /// four or sixteen times the number of criteria that have weight, as the closeness says (at
    /// least that of twelve criteria, at most 400). Rounding moves the mean; so `c` grows, up to
    /// four times that and 500, until the mean margin is that of the weights to within a
    /// tenth of its standard deviation, or as near as it gets. A criterion without weight
    /// stays without.
    ///
    /// The weight of an average criterion then has a relative standard deviation of about `1/√2`,
    /// `1/2` or `1/4`; less with few criteria or very unequal weights, more where the limit is
    /// felt.
    #[must_use]
    pub fn around(differences: &'a [f64], weights: &[f64], closeness: Closeness) -> Self {
        let factor = match closeness {
            Closeness::Loose => 2.0,
            Closeness::Close => 4.0,
            Closeness::VeryClose => 16.0,
        };
        let count = as_f64(weights.iter().filter(|w| **w > 0.0).count()).max(FEWEST);
        let least = (factor * count).min(MOST_CONCENTRATED);
        let most = (4.0 * least).min(MOST_CONCENTRATED + 100.0);
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a weight is from 0 to 1, so this is from 0 to 500"
        )]
        let parameter = |c: f64, w: f64| if w > 0.0 { (c * w).round().max(1.0) as u32 } else { 0 };
        let margin: f64 = weights.iter().zip(differences).map(|(w, d)| w * d).sum();
        // How many of its standard deviations the mean is off.
        let off = |c: f64| {
            let (mut total, mut sum, mut squares) = (0.0, 0.0, 0.0);
            for (w, d) in weights.iter().zip(differences) {
                let alpha = f64::from(parameter(c, *w));
                total += alpha;
                sum += alpha * (d - margin);
                squares += alpha * (d - margin) * (d - margin);
            }
            if squares > 0.0 { sum.abs() * ((total + 1.0) / (squares * total)).sqrt() } else { 0.0 }
        };
        let (mut best, mut nearest) = (least, f64::INFINITY);
        let mut c = least;
        while c <= most && nearest > NEAR_ENOUGH {
            let here = off(c);
            if here < nearest {
                (best, nearest) = (c, here);
            }
            c = (c * GROWTH).max(c + 1.0).round();
        }
        Self::with(differences, weights.iter().map(|w| parameter(best, *w)).collect())
    }

    /// The parameters.
    #[must_use]
    pub fn alpha(&self) -> &[u32] {
        &self.alpha
    }

    /// The sum of the parameters: the larger, the closer the weights stay to their means.
    #[must_use]
    pub fn concentration(&self) -> u32 {
        self.alpha.iter().sum()
    }

    /// The relative standard deviation of the weight of an average criterion,
    /// `√((1 − w) / (w (α₀ + 1)))` at `w = 1/n`. 0 where there is nothing to scatter.
    #[must_use]
    pub fn typical_spread(&self) -> f64 {
        let n = as_f64(self.alpha.iter().filter(|alpha| **alpha > 0).count());
        let others = (n - 1.0).max(0.0);
        (others / (f64::from(self.concentration()) + 1.0)).sqrt()
    }

    /// `P(Σ w_j d_j > 0)`; a half when every difference is 0.
    #[must_use]
    pub fn left_wins(&self) -> f64 {
        self.margin_beyond(0.0)
    }

    /// `P(Σ w_j d_j > m)`, which is `P(Σ w_j (d_j − m) > 0)` since weights sum to 1.
    #[must_use]
    pub fn margin_beyond(&self, margin: f64) -> f64 {
        let nodes = self.nodes(margin);
        let wins = nodes.recursion(|_| ()).map_or(0.5, |row| row.last().copied().unwrap_or(0.5));
        // What can turn is never certain, however close rounding brings it.
        let can_turn = !nodes.positive.is_empty() && !nodes.negative.is_empty();
        if can_turn { uncertain(wins) } else { wins }
    }

    fn nodes_with_weight(&self) -> impl Iterator<Item = (f64, u32)> + Clone {
        let nodes = self.differences.iter().copied().zip(self.alpha.iter().copied());
        nodes.filter(|(_, times)| *times > 0)
    }

    /// The differences less `margin`, by their sign.
    fn nodes(&self, margin: f64) -> Nodes {
        let nodes = self.nodes_with_weight().map(|(d, times)| (d - margin, times));
        Nodes {
            positive: nodes.clone().filter(|(d, _)| *d > 0.0).collect(),
            negative: nodes.filter(|(d, _)| *d < 0.0).map(|(d, times)| (-d, times)).collect(),
        }
    }

    /// The margin that the weights stay below with this probability: the root of
    /// `P(M > m) = 1 − p`, by the secant method, held between bounds by bisection.
    #[must_use]
    pub fn margin_quantile(&self, probability: f64) -> f64 {
        const ENOUGH: f64 = 1e-13;
        let extremes = self.nodes_with_weight().fold(None, |found: Option<(f64, f64)>, (d, _)| {
            Some(found.map_or((d, d), |(low, high)| (low.min(d), high.max(d))))
        });
        let Some((mut low, mut high)) = extremes else { return 0.0 };
        if low >= high {
            return low;
        }
        let excess = |m: f64| self.margin_beyond(m) - (1.0 - probability);
        // The margin is close to normal, which tells where to look first, and next.
        let (mean, deviation) = self.margin_moments();
        let z = std::f64::consts::SQRT_2 * inverse_erf(2.0 * probability - 1.0);
        let density = normal_density(z) / deviation;
        let inside = |m: f64, low: f64, high: f64| {
            if m > low && m < high { m } else { f64::midpoint(low, high) }
        };
        let mut before: Option<(f64, f64)> = None;
        let mut m = inside(mean + deviation * z, low, high);
        for _ in 0..200 {
            let off = excess(m);
            if off > 0.0 {
                low = m;
            } else {
                high = m;
            }
            if off.abs() <= ENOUGH || high - low <= ENOUGH * (low.abs() + high.abs()) {
                break;
            }
            let slope = before.map_or(-density, |(other, there)| (off - there) / (m - other));
            before = Some((m, off));
            m = inside(m - off / slope, low, high);
        }
        m
    }

    /// Mean and standard deviation of the margin under these weights.
    #[must_use]
    pub fn margin_moments(&self) -> (f64, f64) {
        let total = f64::from(self.concentration());
        if total == 0.0 {
            return (0.0, 0.0);
        }
        let nodes = || self.differences.iter().zip(&self.alpha).map(|(d, a)| (*d, f64::from(*a)));
        let mean = nodes().map(|(d, a)| a * d).sum::<f64>() / total;
        let spread = nodes().map(|(d, a)| a * (d - mean) * (d - mean)).sum::<f64>() / total;
        (mean, (spread / (total + 1.0)).sqrt())
    }

    /// The mean weights of those weightings under which a side wins (the central weights of
    /// SMAA; Lahdelma, Hokkanen and Salminen 1998): what somebody who prefers that side
    /// typically holds important. `E[w_k | left wins] = (α_k / α₀) P₊ₖ / P`, where `P₊ₖ` has the
    /// node `d_k` once more. None when no weighting makes the side win.
    #[must_use]
    pub fn central_weights(&self, side: Side) -> Option<Vec<f64>> {
        let mut nodes = self.nodes(0.0);
        let mut sign = 1.0;
        if side == Side::Right {
            std::mem::swap(&mut nodes.positive, &mut nodes.negative);
            sign = -1.0;
        }
        let mut last_column = Vec::new();
        let last_row = nodes.recursion(|wins| last_column.push(wins))?;
        let wins = last_row.last().copied().filter(|wins| *wins > 0.0)?;

        // One node more is one row or one column more, after all that is known already.
        let with_positive = |x: f64| {
            let below = last_row.iter().skip(1);
            repeated(&nodes.negative)
                .zip(below)
                .fold(1.0, |wins, (y, &f)| (x * wins + y * f) / (x + y))
        };
        let with_negative = |y: f64| {
            let before = last_column.iter();
            repeated(&nodes.positive)
                .zip(before)
                .fold(0.0, |wins, (x, &f)| (x * f + y * wins) / (x + y))
        };
        let total = f64::from(self.concentration());
        let weight = |(d, alpha): (&f64, &u32)| {
            let again = match d * sign {
                x if x > 0.0 => with_positive(x),
                y if y < 0.0 => with_negative(-y),
                _ => wins,
            };
            f64::from(*alpha) / total * again / wins
        };
        Some(self.differences.iter().zip(&self.alpha).map(weight).collect())
    }
}

/// What the recursion runs over: magnitudes, each with how often it counts.
struct Nodes {
    positive: Vec<(f64, u32)>,
    negative: Vec<(f64, u32)>,
}

impl Nodes {
    /// The last row of the recursion, `F(p, 0..=q)`; `each` is given `F(i, q)` for `i = 1..=p`.
    /// None when there is no node at all.
    fn recursion(&self, mut each: impl FnMut(f64)) -> Option<Vec<f64>> {
        if self.positive.is_empty() && self.negative.is_empty() {
            return None;
        }
        let columns: usize = self.negative.iter().map(|(_, times)| *times as usize).sum();
        let mut row = vec![0.0; columns + 1];
        let mut shares: Vec<(f64, f64, usize)> = Vec::with_capacity(self.negative.len());
        for &(x, times) in &self.positive {
            // Equal nodes share their factors, so that each pair is divided once.
            shares.clear();
            shares
                .extend(self.negative.iter().map(|&(y, n)| (x / (x + y), y / (x + y), n as usize)));
            for _ in 0..times {
                let (first, mut rest) = row.split_first_mut()?;
                *first = 1.0;
                let mut wins = 1.0;
                for &(left, right, n) in &shares {
                    let (part, after) = rest.split_at_mut(n);
                    for cell in part {
                        wins = left * wins + right * *cell;
                        *cell = wins;
                    }
                    rest = after;
                }
                each(wins);
            }
        }
        Some(row)
    }
}

fn repeated(nodes: &[(f64, u32)]) -> impl Iterator<Item = f64> {
    nodes.iter().flat_map(|&(node, times)| std::iter::repeat_n(node, times as usize))
}

/// The error function's inverse, roughly (Winitzki 2008): a first guess is all it is for.
fn inverse_erf(x: f64) -> f64 {
    const A: f64 = 0.147;
    let log = (1.0 - x * x).max(f64::MIN_POSITIVE).ln();
    let half = 2.0 / (std::f64::consts::PI * A) + log / 2.0;
    ((half * half - log / A).sqrt() - half).sqrt().copysign(x)
}
