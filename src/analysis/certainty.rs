//! How sure the verdict is: the probability that the left side wins, under different doubts.

use super::scatter::Scatter;
use super::weighting::{Weights, as_f64};
use crate::session::{Closeness, Confidence, Criterion, Pair, Points, Side};

/// The share of the margin's distribution that lies on either side of the margin band.
pub const TAIL: f64 = 0.05;

/// The probabilities that the left side wins, each under a different doubt. The right side's are
/// one less these.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Certainty {
    /// Over every possible weighting: nothing is known of the weights.
    pub uniform: f64,
    /// Over every weighting with the team's order of the criteria.
    pub ranking: f64,
    /// Over weightings scattered around the team's.
    pub near: f64,
    /// The concentration of that scatter: the sum of the Dirichlet parameters.
    pub near_concentration: u32,
    /// By how much of itself an average weight is typically off in that scatter, 0 to 1.
    pub near_spread: f64,
    /// Over every weighting that leaves each criterion half of its weight or more.
    pub at_least_half: f64,
    /// With the team's weights, and ratings as unsure as their confidence says.
    pub ratings: f64,
    /// Between these lies the margin with 90 % probability, for weights scattered around the
    /// team's. Positive is towards left.
    pub band: (f64, f64),
}

impl Certainty {
    /// Asks all of them.
    #[must_use]
    pub fn of(
        criteria: &[Criterion],
        weights: &Weights,
        margin: f64,
        closeness: Closeness,
    ) -> Self {
        let differences: Vec<f64> = criteria.iter().map(Criterion::difference).collect();
        let points: Vec<Points> = criteria.iter().map(|c| c.points).collect();
        let near = Scatter::around(&differences, &weights.values, closeness);
        let half: Vec<f64> = weights.values.iter().map(|w| w / 2.0).collect();
        Self {
            uniform: Scatter::uniform(&differences).left_wins(),
            ranking: by_ranking(&differences, &points),
            near: near.left_wins(),
            near_concentration: near.concentration(),
            near_spread: near.typical_spread(),
            at_least_half: with_floor(&differences, &half).unwrap_or(0.5),
            ratings: with_unsure_ratings(margin, margin_deviation(criteria, &weights.values)),
            band: (near.margin_quantile(TAIL), near.margin_quantile(1.0 - TAIL)),
        }
    }
}

impl Certainty {
    /// The same, told of a side: the probabilities that it wins, and the band of its lead.
    #[must_use]
    pub fn told_of(&self, side: Side) -> Self {
        match side {
            Side::Left => *self,
            Side::Right => Self {
                uniform: 1.0 - self.uniform,
                ranking: 1.0 - self.ranking,
                near: 1.0 - self.near,
                at_least_half: 1.0 - self.at_least_half,
                ratings: 1.0 - self.ratings,
                band: (-self.band.1, -self.band.0),
                ..*self
            },
        }
    }
}

/// The probability that a side wins, given that of the left one.
#[must_use]
pub fn of_side(side: Side, left_wins: f64) -> f64 {
    match side {
        Side::Left => left_wins,
        Side::Right => 1.0 - left_wins,
    }
}

/// `P(left wins)` over every weighting that keeps the order of the points. Such weightings are
/// mixtures of "the first k criteria equally, the others nothing", so the means
/// `D_k = (1/k) Σ_{j≤k} d_j` take the place of the differences. Criteria with the same points
/// share a place and weigh the same.
#[must_use]
pub fn by_ranking(differences: &[f64], points: &[Points]) -> f64 {
    let mut order: Vec<(f64, f64)> =
        differences.iter().zip(points).map(|(d, p)| (p.get(), *d)).collect();
    order.sort_by(|a, b| b.0.total_cmp(&a.0));
    let mut means = Vec::with_capacity(order.len());
    let (mut sum, mut count) = (0.0, 0.0);
    for place in order.chunk_by(|a, b| a.0 <= b.0) {
        sum += place.iter().map(|(_, d)| d).sum::<f64>();
        count += as_f64(place.len());
        means.push(sum / count);
    }
    Scatter::uniform(&means).left_wins()
}

/// `P(left wins)` over every weighting with `w_j ≥ l_j`, which is a smaller simplex of the same
/// shape: `D_j = Σ l_i d_i + (1 − Σ l) d_j`. None when the bounds leave no weighting.
#[must_use]
pub fn with_floor(differences: &[f64], floor: &[f64]) -> Option<f64> {
    let taken: f64 = floor.iter().sum();
    let sound = floor.iter().all(|l| l.is_finite() && *l >= 0.0) && taken <= 1.0 + 1e-12;
    if !sound || floor.len() != differences.len() {
        return None;
    }
    let fixed: f64 = floor.iter().zip(differences).map(|(l, d)| l * d).sum();
    let free = (1.0 - taken).max(0.0);
    let shifted: Vec<f64> = differences.iter().map(|d| fixed + free * d).collect();
    Some(Scatter::uniform(&shifted).left_wins())
}

/// The standard deviation of one rating, in rating steps. A convention of this workbench: a
/// guess may well be two steps off, a rating that somebody knows from long use half a step.
#[must_use]
pub const fn rating_deviation(confidence: Confidence) -> f64 {
    match confidence {
        Confidence::Guess => 2.0,
        Confidence::FairlySure => 1.0,
        Confidence::Sure => 0.5,
    }
}

/// The standard deviation of a criterion's difference, `s_j`: both sides' ratings vary, each on
/// its own.
#[must_use]
pub fn difference_deviation(criterion: &Criterion) -> f64 {
    let Pair { left, right } =
        criterion.sides.as_ref().map(|side| rating_deviation(side.confidence));
    left.hypot(right)
}

/// The standard deviation of the margin when ratings are unsure, `s = √(Σ w_j² s_j²)`.
#[must_use]
pub fn margin_deviation(criteria: &[Criterion], weights: &[f64]) -> f64 {
    let parts = criteria.iter().zip(weights).map(|(c, w)| w * difference_deviation(c));
    parts.map(|part| part * part).sum::<f64>().sqrt()
}

/// `P(left wins) = Φ(M / s)` for a margin that is normal around `M` with deviation `s`.
#[must_use]
pub fn with_unsure_ratings(margin: f64, deviation: f64) -> f64 {
    match margin {
        0.0 => 0.5,
        m if deviation <= 0.0 => f64::from(u8::from(m > 0.0)),
        m => uncertain(normal_below(m / deviation)),
    }
}

/// `Φ(z)`: the probability that a standard normal stays below `z`.
#[must_use]
pub fn normal_below(z: f64) -> f64 {
    libm::erfc(-z / std::f64::consts::SQRT_2) / 2.0
}

/// A probability that is neither 0 nor 1, nor is what is left to 1, whatever rounding makes of it.
pub(super) const fn uncertain(probability: f64) -> f64 {
    probability.clamp(f64::EPSILON, 1.0 - f64::EPSILON)
}

/// `φ(z)`: the density of a standard normal.
#[must_use]
pub fn normal_density(z: f64) -> f64 {
    (-z * z / 2.0).exp() / (2.0 * std::f64::consts::PI).sqrt()
}
