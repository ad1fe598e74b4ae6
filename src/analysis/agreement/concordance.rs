//! How much the ballots' orders of the criteria have in common.

use super::Counted;
use super::column::ascending;
use crate::analysis::weighting::as_f64;

/// Kendall's W with its correction for ties (Kendall and Babington Smith 1939),
/// `W = 12 S / (m² (n³ − n) − m Σ T)`, `T = Σ (t³ − t)` over a ballot's ties: 1 when all rank
/// the criteria alike, near 0 when their rankings have nothing in common.
pub(super) fn concordance(counted: &Counted<'_, '_>) -> Option<f64> {
    let voters = &counted.voters;
    let n = voters.first()?.points.len();
    if voters.len() < 2 || n < 2 {
        return None;
    }
    let mut sums = vec![0.0; n];
    let mut ties = 0.0;
    for voter in voters {
        let order = ascending(&voter.points);
        let mut before = 0.0;
        for tied in order.chunk_by(|a, b| a.0 >= b.0) {
            let t = as_f64(tied.len());
            for (_, criterion) in tied {
                if let Some(sum) = sums.get_mut(*criterion) {
                    *sum += before + f64::midpoint(t, 1.0);
                }
            }
            ties += t * t * t - t;
            before += t;
        }
    }
    let (m, n) = (as_f64(voters.len()), as_f64(n));
    let mean = m * (n + 1.0) / 2.0;
    let squares: f64 = sums.iter().map(|sum| (sum - mean) * (sum - mean)).sum();
    let most = m * m * (n * n * n - n) - m * ties;
    (most > 0.0).then(|| (12.0 * squares / most).clamp(0.0, 1.0))
}
