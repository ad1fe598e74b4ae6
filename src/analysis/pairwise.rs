//! Comparisons of criteria two at a time → weights, and how far the comparisons contradict each
//! other (Saaty's analytic hierarchy process).

use thiserror::Error;

use super::weighting::as_f64;

/// The furthest that one criterion may outweigh another in a judgement; Saaty's own scale ends
/// at 9.
pub const MOST: f64 = 100.0;

/// Up to this consistency ratio, judgements are taken as consistent enough (Saaty 1977).
pub const CONSISTENT: f64 = 0.1;

/// The first criterion is so many times as important as the second.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Judgement {
    /// The position of the first criterion.
    pub first: usize,
    /// The position of the second.
    pub second: usize,
    /// How many times as important the first is; below 1 the second is the more important.
    pub ratio: f64,
}

/// A judgement that does not fit the others.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Misfit {
    /// What was judged.
    pub judgement: Judgement,
    /// The ratio that the weights give, which would fit.
    pub fitting: f64,
    /// By which factor the judgement is off, 1 or more.
    pub factor: f64,
}

/// What the judgements come to.
#[derive(Clone, Debug, PartialEq)]
pub struct Pairwise {
    /// The weights: the principal eigenvector of the reciprocal matrix, summing to 1.
    pub weights: Vec<f64>,
    /// Its eigenvalue; the number of criteria where nothing contradicts, above that otherwise.
    pub lambda_max: f64,
    /// The consistency index `CI = (λmax − n) / (n − 1)`.
    pub index: f64,
    /// The consistency ratio `CR = CI / RI`. None where there are too few judgements to
    /// contradict each other.
    pub ratio: Option<f64>,
    /// Pairs that were not judged, with the ratios under which the judgements contradict each
    /// other least (Bozóki, Fülöp and Rónyai 2010).
    pub missing: Vec<Judgement>,
    /// The judgements, the one that fits worst first.
    pub misfits: Vec<Misfit>,
}

/// Why judgements give no weights.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum PairwiseError {
    /// No criterion at all.
    #[error("there is nothing to compare; name at least one criterion")]
    Nothing,
    /// A position that no criterion has.
    #[error("comparison {0} names a criterion that is not there")]
    Unknown(usize),
    /// A criterion beside itself.
    #[error("comparison {0} compares a criterion with itself; take it out")]
    Itself(usize),
    /// A ratio that says nothing.
    #[error("comparison {0} must say a ratio between 1/100 and 100")]
    Ratio(usize),
    /// The same pair again.
    #[error("comparison {0} is about a pair that was judged before; keep one of the two")]
    Twice(usize),
    /// No chain of judgements leads from the first criterion to these.
    #[error("no comparison links some criteria with the others; add one that does")]
    Unlinked(Vec<usize>),
    /// The pairs that were not judged could not be worked out.
    #[error("too little is compared to tell the rest; compare a few more pairs")]
    Unsettled,
}

impl Pairwise {
    /// Works out the weights of `count` criteria. Not every pair need be judged, as long as each
    /// criterion is linked with every other by some chain of judgements.
    ///
    /// # Errors
    /// A [`PairwiseError`] that names the judgement, counted from 1, or the criteria unlinked.
    pub fn of(count: usize, judgements: &[Judgement]) -> Result<Self, PairwiseError> {
        let mut matrix = Matrix::of(count, judgements)?;
        let gaps = matrix.gaps();
        let (weights, lambda_max) = if gaps.is_empty() {
            matrix.principal(Direction::Right, matrix.level())
        } else {
            matrix.complete(judgements, &gaps)?
        };
        let n = as_f64(count);
        // Rounding may leave it a hair below n, where it cannot be.
        let index = if count < 2 { 0.0 } else { ((lambda_max - n) / (n - 1.0)).max(0.0) };
        let random = random_index(count, gaps.len());
        let weight = |i: usize| weights.get(i).copied().unwrap_or_default();
        let mut misfits: Vec<Misfit> = judgements
            .iter()
            .map(|&judgement| {
                let fitting = weight(judgement.first) / weight(judgement.second);
                let off = judgement.ratio / fitting;
                Misfit { judgement, fitting, factor: off.max(1.0 / off) }
            })
            .collect();
        misfits.sort_by(|a, b| b.factor.total_cmp(&a.factor));
        let filled = |&(first, second)| Judgement {
            first,
            second,
            ratio: matrix.at(first, second).unwrap_or(1.0),
        };
        Ok(Self {
            ratio: (random > 0.0).then(|| index / random),
            index,
            lambda_max: if count < 2 { n } else { lambda_max.max(n) },
            missing: gaps.iter().map(filled).collect(),
            misfits,
            weights,
        })
    }
}

/// The mean consistency index of random matrices. Complete ones: Saaty (2007) up to 15 criteria,
/// from 16 on the line of Alonso and Lamata (2006), `RI = (1.7699 n − 4.3513) / (n − 1)`. With
/// `m` pairs missing it shrinks by `1 − 2m / ((n − 1)(n − 2))` (Ágoston and Csató 2022), down to
/// 0 where the judgements form a tree and cannot contradict each other.
#[must_use]
pub fn random_index(count: usize, missing: usize) -> f64 {
    const SAATY: [f64; 13] =
        [0.52, 0.89, 1.11, 1.25, 1.35, 1.40, 1.45, 1.49, 1.52, 1.54, 1.56, 1.58, 1.59];
    if count < 3 {
        return 0.0;
    }
    let n = as_f64(count);
    let full =
        SAATY.get(count - 3).copied().unwrap_or_else(|| 1.7699_f64.mul_add(n, -4.3513) / (n - 1.0));
    let room = (count - 1) * (count - 2);
    if 2 * missing >= room { 0.0 } else { full * (1.0 - as_f64(2 * missing) / as_f64(room)) }
}

/// Which eigenvector is wanted.
#[derive(Clone, Copy)]
enum Direction {
    /// `A x = λ x`.
    Right,
    /// `yᵀ A = λ yᵀ`.
    Left,
}

/// A reciprocal matrix, kept by columns; 0 where a pair was not judged.
struct Matrix {
    count: usize,
    columns: Vec<f64>,
}

impl Matrix {
    fn of(count: usize, judgements: &[Judgement]) -> Result<Self, PairwiseError> {
        if count == 0 {
            return Err(PairwiseError::Nothing);
        }
        let mut matrix = Self { count, columns: vec![0.0; count * count] };
        for i in 0..count {
            matrix.set(i, i, 1.0);
        }
        for (number, &Judgement { first, second, ratio }) in (1..).zip(judgements) {
            if first >= count || second >= count {
                return Err(PairwiseError::Unknown(number));
            }
            if first == second {
                return Err(PairwiseError::Itself(number));
            }
            if !(1.0 / MOST..=MOST).contains(&ratio) {
                return Err(PairwiseError::Ratio(number));
            }
            if matrix.at(first, second).is_some() {
                return Err(PairwiseError::Twice(number));
            }
            matrix.set(first, second, ratio);
        }
        Ok(matrix)
    }

    /// Sets a pair's ratio and its reciprocal.
    fn set(&mut self, i: usize, j: usize, ratio: f64) {
        for (row, column, value) in [(i, j, ratio), (j, i, 1.0 / ratio)] {
            if let Some(cell) = self.columns.get_mut(column * self.count + row) {
                *cell = value;
            }
        }
    }

    fn at(&self, i: usize, j: usize) -> Option<f64> {
        self.columns.get(j * self.count + i).copied().filter(|ratio| *ratio > 0.0)
    }

    /// The pairs that were not judged.
    fn gaps(&self) -> Vec<(usize, usize)> {
        let pairs = (0..self.count).flat_map(|i| (i + 1..self.count).map(move |j| (i, j)));
        pairs.filter(|&(i, j)| self.at(i, j).is_none()).collect()
    }

    /// Equal weights.
    fn level(&self) -> Vec<f64> {
        vec![1.0 / as_f64(self.count); self.count]
    }

    /// The principal eigenvector, summing to 1, and its eigenvalue, by power iteration. All
    /// entries are positive, so it converges from any positive start (Perron and Frobenius).
    fn principal(&self, direction: Direction, mut vector: Vec<f64>) -> (Vec<f64>, f64) {
        const ENOUGH: f64 = 1e-15;
        let mut lambda = 0.0;
        for _ in 0..10_000 {
            let mut next = vec![0.0; self.count];
            match direction {
                Direction::Right => {
                    for (column, x) in self.columns.chunks_exact(self.count).zip(&vector) {
                        for (sum, entry) in next.iter_mut().zip(column) {
                            *sum += entry * x;
                        }
                    }
                }
                Direction::Left => {
                    for (sum, column) in next.iter_mut().zip(self.columns.chunks_exact(self.count))
                    {
                        *sum = column.iter().zip(&vector).map(|(entry, x)| entry * x).sum();
                    }
                }
            }
            lambda = next.iter().sum();
            let mut change = 0.0_f64;
            for (new, old) in next.iter_mut().zip(&vector) {
                *new /= lambda;
                change = change.max((*new - old).abs());
            }
            vector = next;
            if change <= ENOUGH {
                break;
            }
        }
        (vector, lambda)
    }

    /// Fills the gaps so that the largest eigenvalue is as small as can be, and gives weights and
    /// eigenvalue. In the logarithms of the gaps the problem is convex, and at its solution
    /// `a_ij² = (u_i v_j) / (u_j v_i)`, `u` and `v` being the right and left eigenvectors. So every
    /// gap is `exp(x_i − x_j)` with `x = (ln u − ln v) / 2`, which is iterated from the logarithmic
    /// least squares solution on, in squared steps (Varadhan and Roland 2008).
    fn complete(
        &mut self,
        judgements: &[Judgement],
        gaps: &[(usize, usize)],
    ) -> Result<(Vec<f64>, f64), PairwiseError> {
        const ENOUGH: f64 = 1e-12;
        let mut x = least_squares(self.count, judgements)?;
        let (mut right, mut left) = (self.level(), self.level());
        for _ in 0..500 {
            let once = self.step(gaps, &x, &mut right, &mut left);
            let change = gaps.iter().map(|gap| (log_ratio(&once, gap) - log_ratio(&x, gap)).abs());
            if change.fold(0.0, f64::max) <= ENOUGH {
                self.fill(gaps, &once);
                return Ok(self.principal(Direction::Right, right));
            }
            let twice = self.step(gaps, &once, &mut right, &mut left);
            let first: Vec<f64> = once.iter().zip(&x).map(|(b, a)| b - a).collect();
            let bend: Vec<f64> =
                twice.iter().zip(&once).zip(&first).map(|((c, b), first)| c - b - first).collect();
            let length = |v: &[f64]| v.iter().map(|x| x * x).sum::<f64>().sqrt();
            let stride = (length(&first) / length(&bend)).clamp(1.0, 1e3);
            x = if stride.is_finite() {
                let ahead = x.iter().zip(&first).zip(&bend);
                ahead.map(|((x, r), v)| x + 2.0 * stride * r + stride * stride * v).collect()
            } else {
                twice
            };
        }
        Err(PairwiseError::Unsettled)
    }

    /// Fills the gaps from `x`, and gives the `x` that the eigenvectors then ask for.
    fn step(
        &mut self,
        gaps: &[(usize, usize)],
        x: &[f64],
        right: &mut Vec<f64>,
        left: &mut Vec<f64>,
    ) -> Vec<f64> {
        self.fill(gaps, x);
        (*right, _) = self.principal(Direction::Right, std::mem::take(right));
        (*left, _) = self.principal(Direction::Left, std::mem::take(left));
        right.iter().zip(left.iter()).map(|(u, v)| f64::midpoint(u.ln(), -v.ln())).collect()
    }

    fn fill(&mut self, gaps: &[(usize, usize)], x: &[f64]) {
        for gap in gaps {
            self.set(gap.0, gap.1, log_ratio(x, gap).exp());
        }
    }
}

/// The logarithm of a pair's ratio.
fn log_ratio(x: &[f64], &(first, second): &(usize, usize)) -> f64 {
    let log = |i: usize| x.get(i).copied().unwrap_or_default();
    log(first) - log(second)
}

/// Logarithms of weights whose differences come closest to those of the judgements: the
/// normal equations are a graph's Laplacian, solved by elimination. A graph in more than one
/// piece has no solution.
pub(super) fn least_squares(
    count: usize,
    judgements: &[Judgement],
) -> Result<Vec<f64>, PairwiseError> {
    let mut rows = vec![vec![0.0; count + 1]; count];
    for &Judgement { first, second, ratio } in judgements {
        let log = ratio.ln();
        for (here, there, value) in [(first, second, log), (second, first, -log)] {
            if let Some(row) = rows.get_mut(here) {
                for (column, change) in [(here, 1.0), (there, -1.0), (count, value)] {
                    if let Some(cell) = row.get_mut(column) {
                        *cell += change;
                    }
                }
            }
        }
    }
    let unlinked = unlinked(count, judgements);
    if !unlinked.is_empty() {
        return Err(PairwiseError::Unlinked(unlinked));
    }
    // The first criterion is held at 0. What is left is positive definite, so that no pivot is 0
    // and none need be searched for.
    let mut logs = vec![0.0; count];
    for k in 1..count {
        let Some((pivot, below)) = rows.get_mut(k..).and_then(|rows| rows.split_first_mut()) else {
            continue;
        };
        let Some(&head) = pivot.get(k) else { continue };
        for row in below {
            let factor = row.get(k).copied().unwrap_or_default() / head;
            for (cell, above) in row.iter_mut().zip(pivot.iter()).skip(k) {
                *cell -= factor * above;
            }
        }
    }
    for k in (1..count).rev() {
        let Some(row) = rows.get(k) else { continue };
        let known: f64 = row.iter().zip(&logs).skip(k + 1).map(|(a, x)| a * x).sum();
        let (Some(head), Some(sum)) = (row.get(k), row.get(count)) else { continue };
        let log = (sum - known) / head;
        if let Some(slot) = logs.get_mut(k) {
            *slot = log;
        }
    }
    Ok(logs)
}

/// The criteria that no chain of judgements links with the first.
fn unlinked(count: usize, judgements: &[Judgement]) -> Vec<usize> {
    let mut linked: Vec<bool> = (0..count).map(|i| i == 0).collect();
    let mut grows = true;
    while grows {
        grows = false;
        for judgement in judgements {
            let ends = [judgement.first, judgement.second];
            let known = ends.map(|i| linked.get(i).copied().unwrap_or_default());
            if known == [true, false] || known == [false, true] {
                grows = true;
                for end in ends {
                    if let Some(slot) = linked.get_mut(end) {
                        *slot = true;
                    }
                }
            }
        }
    }
    linked.iter().enumerate().filter(|(_, linked)| !**linked).map(|(i, _)| i).collect()
}
