//! Weights and ratings → totals, contributions and the margin.

use super::weighting::Weights;
use crate::session::{Criterion, Pair, Points};

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
