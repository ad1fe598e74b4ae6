//! What is worth finding out before deciding: where a better known rating could still turn the
//! verdict.

use super::balance::Balance;
use super::certainty::{difference_deviation, normal_below, normal_density};
use crate::session::Criterion;

/// Up to this chance of turning the verdict, a criterion is not worth naming.
pub const WORTH_NAMING: f64 = 0.005;

/// What it would be worth to know both ratings of one criterion for certain.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Finding {
    /// The expected gain in points of margin from choosing with that knowledge: the expected
    /// value of partial perfect information, `w_k s_k L(|M| / (w_k s_k))` with the unit normal
    /// loss `L(u) = φ(u) − u Φ(−u)` (Raiffa and Schlaifer 1961).
    pub value: f64,
    /// The probability that the knowledge turns the verdict, `Φ(−|M| / (w_k s_k))`.
    pub chance: f64,
}

impl Finding {
    /// Each criterion's.
    #[must_use]
    pub fn of_each(criteria: &[Criterion], balance: &Balance) -> Vec<Self> {
        let rows = criteria.iter().zip(&balance.weights.values);
        rows.map(|(c, w)| Self::of(balance.margin, w * difference_deviation(c))).collect()
    }

    /// For a margin, and the deviation that one criterion brings to it.
    #[must_use]
    pub fn of(margin: f64, deviation: f64) -> Self {
        if deviation <= 0.0 {
            return Self::default();
        }
        let u = margin.abs() / deviation;
        let density = normal_density(u);
        let chance = normal_below(-u);
        // Far out the two terms cancel and are nothing; `u` may be infinite there.
        let loss = if chance > 0.0 { (density - u * chance).max(0.0) } else { 0.0 };
        Self { value: deviation * loss, chance }
    }
}
