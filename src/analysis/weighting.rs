//! Points → weights that sum to 1.

use crate::session::Points;

/// Normalised weights, in the order of the criteria.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Weights {
    /// The weights, 0 to 1, summing to 1 unless there is no criterion at all.
    pub values: Vec<f64>,
    /// The weights as whole percents that add up to 100: rounded down, and what is left given to
    /// those that lost most (largest remainder).
    pub percents: Vec<u8>,
    /// Whether all points were 0, so that equal weights stand in for missing ones.
    pub stand_in: bool,
}

impl Weights {
    /// `w_j = p_j / Σp`, the normalisation of swing points (Goodwin & Wright, *Decision Analysis
    /// for Management Judgment*, ch. 3). All points 0 gives equal weights, said in `stand_in`.
    #[must_use]
    pub fn from_points(points: &[Points]) -> Self {
        let total: f64 = points.iter().map(|p| p.get()).sum();
        let stand_in = total <= 0.0 && !points.is_empty();
        let weight =
            |p: &Points| if stand_in { 1.0 / as_f64(points.len()) } else { p.get() / total };
        let values: Vec<f64> = points.iter().map(weight).collect();
        Self { percents: percents(&values), values, stand_in }
    }

    /// The largest weight, 0 when there is none.
    #[must_use]
    pub fn largest(&self) -> f64 {
        self.values.iter().copied().fold(0.0, f64::max)
    }
}

fn percents(weights: &[f64]) -> Vec<u8> {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a weight is from 0 to 1"
    )]
    let mut percents: Vec<u8> = weights.iter().map(|w| (w * 100.0).floor() as u8).collect();
    let mut order: Vec<usize> = (0..weights.len()).collect();
    let lost = |i: usize| weights.get(i).map_or(0.0, |w| (w * 100.0).fract());
    order.sort_by(|&a, &b| lost(b).total_cmp(&lost(a)));
    let given: usize = percents.iter().map(|p| usize::from(*p)).sum();
    for i in order.into_iter().take(100_usize.saturating_sub(given)) {
        if let Some(percent) = percents.get_mut(i) {
            *percent += 1;
        }
    }
    percents
}

/// A count as a number. Counts here are far below 2⁵², where this would lose precision.
#[expect(clippy::cast_precision_loss, reason = "a session holds at most 200 criteria")]
pub(super) const fn as_f64(count: usize) -> f64 {
    count as f64
}
