//! Points → weights that sum to 1.

use crate::session::Points;

/// Normalised weights, in the order of the criteria.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Weights {
    /// The weights, 0 to 1, summing to 1 unless there is no criterion at all.
    pub values: Vec<f64>,
    /// Whether all points were 0, so that equal weights stand in for missing ones.
    pub stand_in: bool,
}

impl Weights {
    /// `w_j = p_j / Σp`, the normalisation of swing points (Goodwin & Wright, *Decision Analysis
    /// for Management Judgment*, ch. 3). All points 0 gives equal weights, said in `stand_in`.
    #[must_use]
    pub fn from_points(points: &[Points]) -> Self {
        let total: f64 = points.iter().map(|p| p.get()).sum();
        if total > 0.0 {
            let values = points.iter().map(|p| p.get() / total).collect();
            return Self { values, stand_in: false };
        }
        Self {
            values: points.iter().map(|_| 1.0 / as_f64(points.len())).collect(),
            stand_in: !points.is_empty(),
        }
    }

    /// The largest weight, 0 when there is none.
    #[must_use]
    pub fn largest(&self) -> f64 {
        self.values.iter().copied().fold(0.0, f64::max)
    }
}

/// A count as a number. Counts here are far below 2⁵², where this would lose precision.
#[expect(clippy::cast_precision_loss, reason = "a session holds at most 200 criteria")]
pub(super) const fn as_f64(count: usize) -> f64 {
    count as f64
}
