//! Weights and ratings in doubt at once. This has no closed form: ratings are sampled, and for
//! each sample the weights are integrated exactly, so that only half of the doubt is left to
//! chance, and how much is said.

use super::certainty::difference_deviation;
use super::scatter::Scatter;
use super::weighting::{Weights, as_f64};
use crate::session::{Closeness, Criterion};

/// How many pairs of samples are drawn where nothing else is said.
pub const PAIRS: usize = 1_000;

/// An answer that was sampled.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Sampled {
    /// The probability that the left side wins.
    pub left_wins: f64,
    /// The standard deviation of that figure over other samples of this size.
    pub standard_error: f64,
    /// How many samples were drawn.
    pub draws: usize,
}

impl Sampled {
    /// With weights scattered around the team's, and each difference normal around the rated one
    /// with the deviation that its confidence says. Samples come in pairs that mirror each other
    /// (antithetic variates; Hammersley and Morton 1956), always the same ones.
    #[must_use]
    pub fn both_unsure(
        criteria: &[Criterion],
        weights: &Weights,
        closeness: Closeness,
        pairs: usize,
    ) -> Self {
        let rated: Vec<f64> = criteria.iter().map(Criterion::difference).collect();
        let deviations: Vec<f64> = criteria.iter().map(difference_deviation).collect();
        let mut random = Random(0x9e37_79b9_7f4a_7c15);
        let wins = |sign: f64, noise: &[f64]| {
            let shifted: Vec<f64> =
                rated.iter().zip(noise).map(|(d, shift)| d + sign * shift).collect();
            Scatter::around(&shifted, &weights.values, closeness).left_wins()
        };
        let pairs = pairs.max(2);
        let means: Vec<f64> = (0..pairs)
            .map(|_| {
                let noise: Vec<f64> = deviations.iter().map(|s| s * random.normal()).collect();
                f64::midpoint(wins(1.0, &noise), wins(-1.0, &noise))
            })
            .collect();
        let count = as_f64(pairs);
        let mean = means.iter().sum::<f64>() / count;
        let squares: f64 = means.iter().map(|m| (m - mean) * (m - mean)).sum();
        Self {
            left_wins: mean,
            standard_error: (squares / (count - 1.0) / count).sqrt(),
            draws: 2 * pairs,
        }
    }
}

/// A small generator of random numbers, seeded once and for all (`SplitMix64`; Steele, Lea and
/// Flood 2014), so that the same session always gives the same answer.
struct Random(u64);

impl Random {
    /// Uniform, above 0 and below 1.
    fn unit(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^= mixed >> 31;
        #[expect(clippy::cast_precision_loss, reason = "52 bits fit a double exactly")]
        let whole = (mixed >> 12) as f64;
        (whole + 0.5) * f64::EPSILON
    }

    /// Standard normal (Box and Muller 1958).
    fn normal(&mut self) -> f64 {
        let radius = (-2.0 * self.unit().ln()).sqrt();
        radius * (std::f64::consts::TAU * self.unit()).cos()
    }
}
