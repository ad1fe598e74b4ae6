//! Weights and ratings → totals, contributions and the margin.

use super::weighting::Weights;
use crate::session::{Criterion, Pair, Points, Side};

/// Margins up to this are too close to call. A convention of this workbench: about a third of a
/// rating step on every criterion.
pub const TOO_CLOSE: f64 = 0.3;

/// What a margin of decimal ratings may be off in binary.
pub(super) const ROUNDING: f64 = 1e-9;

/// The side that a margin is for, by however little.
#[must_use]
pub fn ahead(margin: f64) -> Option<Side> {
    match margin {
        m if m > 0.0 => Some(Side::Left),
        m if m < 0.0 => Some(Side::Right),
        _ => None,
    }
}

/// Whether a margin is too close to call.
#[must_use]
pub fn too_close(margin: f64) -> bool {
    margin.abs() <= TOO_CLOSE + ROUNDING
}

/// The side that a margin is called for; none where it is too close.
#[must_use]
pub fn called(margin: f64) -> Option<Side> {
    ahead(margin).filter(|_| !too_close(margin))
}

/// The weighted sums of a session.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Balance {
    /// The weight of each criterion.
    pub weights: Weights,
    /// `c_j = w_j (a_j − b_j)`: how far each criterion tips the balance; positive towards left.
    pub contributions: Vec<f64>,
    /// `Σ w_j a_j` and `Σ w_j b_j`, 0 to 10.
    pub totals: Pair<f64>,
    /// `M = Σ c_j`, −10 to 10; positive when the left side leads.
    pub margin: f64,
}

impl Balance {
    /// Weighs criteria as they stand.
    ///
    /// Sums run over points before the one division by Σp, so that whole points and ratings
    /// give results that are exact to the last bit, a margin of 0 among them.
    #[must_use]
    pub fn of(criteria: &[Criterion]) -> Self {
        let points: Vec<Points> = criteria.iter().map(|c| c.points).collect();
        let weights = Weights::from_points(&points);
        let contributions =
            weights.values.iter().zip(criteria).map(|(w, c)| w * c.difference()).collect();

        let counts = |c: &Criterion| if weights.stand_in { 1.0 } else { c.points.get() };
        let mass: f64 = criteria.iter().map(counts).sum();
        let mean = |value: &dyn Fn(&Criterion) -> f64| match mass {
            0.0 => 0.0,
            mass => criteria.iter().map(|c| counts(c) * value(c)).sum::<f64>() / mass,
        };
        Self {
            contributions,
            totals: Pair::new(
                mean(&|c| c.sides.left.rating.get()),
                mean(&|c| c.sides.right.rating.get()),
            ),
            margin: mean(&Criterion::difference),
            weights,
        }
    }
}
