//! Session → [`Verdict`]. Pure functions: no state, no files, no screen, and never a NaN.
//!
//! Notation, used throughout: criteria `j = 1..n`; points `p_j ≥ 0`; weights `w_j = p_j / Σp`;
//! ratings `a_j` (left) and `b_j` (right) on 0..10; differences `d_j = a_j − b_j`; contributions
//! `c_j = w_j d_j`; margin `M = Σ c_j`. The left side leads when `M > 0`.

pub mod balance;
pub mod verdict;
pub mod weighting;

pub use balance::Balance;
pub use verdict::{Lead, Verdict, verdict};
pub use weighting::Weights;
