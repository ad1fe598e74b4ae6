//! An order of the criteria → weights.

use super::weighting::as_f64;

/// How places become weights.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum RankWeights {
    /// Rank-order centroid: `w_k = (1/n) Σ_{i≥k} 1/i`, the mean of all weightings that keep the
    /// order (Barron and Barrett 1996). Steep: with 12 criteria the first gets a quarter.
    #[default]
    Centroid,
    /// Rank sum: `w_k = 2 (n + 1 − k) / (n (n + 1))` (Stillwell, Seaver and Edwards 1981).
    /// Falls in equal steps.
    Sum,
}

/// The weight of each member of each place, from the most to the least important, given how many
/// criteria share each place. Those that share one get the mean of the places they take up. All
/// weights together, each counted as often as its place has members, sum to 1.
#[must_use]
pub fn rank_weights(members: &[usize], method: RankWeights) -> Vec<f64> {
    let count: usize = members.iter().sum();
    let n = as_f64(count);
    // Summed from the last place up, the smallest terms first.
    let mut weights = vec![0.0; count];
    let mut tail = 0.0;
    for (weight, place) in weights.iter_mut().zip(0..count).rev() {
        let place = as_f64(place + 1);
        tail += 1.0 / place;
        *weight = match method {
            RankWeights::Centroid => tail / n,
            RankWeights::Sum => 2.0 * (n + 1.0 - place) / (n * (n + 1.0)),
        };
    }
    let mut rest = weights.as_slice();
    let shared = members.iter().map(|&members| {
        let (place, after) = rest.split_at(members.min(rest.len()));
        rest = after;
        if place.is_empty() { 0.0 } else { place.iter().sum::<f64>() / as_f64(place.len()) }
    });
    shared.collect()
}
