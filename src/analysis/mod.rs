//! Session → [`Verdict`]. Pure functions: no state, no files, no screen, and never a NaN.
//!
//! Notation, used throughout: criteria `j = 1..n`; points `p_j ≥ 0`; weights `w_j = p_j / Σp`;
//! ratings `a_j` (left) and `b_j` (right) on 0..10; differences `d_j = a_j − b_j`; contributions
//! `c_j = w_j d_j`; margin `M = Σ c_j`. The left side leads when `M > 0`.

pub mod agreement;
pub mod aloud;
pub mod balance;
pub mod casting;
pub mod certainty;
pub mod change;
pub mod drafts;
pub mod finding;
pub mod flip;
pub mod headline;
pub mod pairwise;
pub mod pitfalls;
pub mod questions;
pub mod ranking;
pub mod scatter;
pub mod terms;
pub mod turning;
pub mod unsure;
pub mod verdict;
pub mod weighting;
pub mod words;

pub use agreement::{Agreement, Moved, Movement, Opinion, Override, Spread};
pub use balance::Balance;
pub use casting::{Casting, Fit, Open, Repair, ratio_words};
pub use certainty::Certainty;
pub use drafts::Passage;
pub use finding::Finding;
pub use flip::{Flip, Move, SmallestChange};
pub use headline::Lead;
pub use pairwise::{Judgement, Pairwise, PairwiseError};
pub use pitfalls::{Sight, Sighting};
pub use ranking::{RankWeights, rank_weights};
pub use scatter::Scatter;
pub use turning::Turn;
pub use unsure::Sampled;
pub use verdict::{Verdict, verdict};
pub use weighting::Weights;
