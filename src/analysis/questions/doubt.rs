//! How little comparisons say about each pair, and which of them is at odds with the others.
//!
//! Comparisons are looked at as the resistors of a network, one ohm each: between two criteria the
//! resistance is then the variance of their logarithmic ratio in units of that of one answer (Klein
//! and Randić 1993, and the normal equations of logarithmic least squares).

use crate::analysis::pairwise::{Judgement, Misfit, least_squares};
use crate::analysis::weighting::as_f64;

/// Below this share of its own variance an answer cannot be told apart from what it alone says.
const BRIDGE: f64 = 1e-9;
/// What two answers that are as far off may differ by rounding.
const ROUNDING: f64 = 1e-6;

/// The resistance between each two criteria.
pub(in crate::analysis) struct Doubt {
    inverse: Vec<Vec<f64>>,
}

impl Doubt {
    /// Of judgements that link each of `count` criteria with every other; otherwise none.
    pub(in crate::analysis) fn of(count: usize, judgements: &[Judgement]) -> Option<Self> {
        let level = 1.0 / as_f64(count.max(1));
        let mut matrix = vec![vec![level; count]; count];
        for &Judgement { first, second, .. } in judgements {
            for (row, column, change) in [
                (first, first, 1.0),
                (second, second, 1.0),
                (first, second, -1.0),
                (second, first, -1.0),
            ] {
                if let Some(cell) = matrix.get_mut(row).and_then(|row| row.get_mut(column)) {
                    *cell += change;
                }
            }
        }
        Some(Self { inverse: inverted(matrix)? })
    }

    /// How little is known about a pair, in variances of one answer.
    pub(in crate::analysis) fn between(&self, first: usize, second: usize) -> f64 {
        let cell = |row: usize, column: usize| {
            self.inverse.get(row).and_then(|row| row.get(column)).copied().unwrap_or_default()
        };
        cell(first, first) + cell(second, second) - 2.0 * cell(first, second)
    }
}

/// The inverse of a positive definite matrix, whose pivots are positive, so that none need be
/// searched for. None where one is not.
fn inverted(matrix: Vec<Vec<f64>>) -> Option<Vec<Vec<f64>>> {
    let count = matrix.len();
    let beside = |(at, mut row): (usize, Vec<f64>)| {
        row.extend((0..count).map(|column| if column == at { 1.0 } else { 0.0 }));
        row
    };
    let mut rows: Vec<Vec<f64>> = matrix.into_iter().enumerate().map(beside).collect();
    for k in 0..count {
        let mut pivot = std::mem::take(rows.get_mut(k)?);
        let head = pivot.get(k).copied().filter(|head| *head > BRIDGE)?;
        for cell in &mut pivot {
            *cell /= head;
        }
        for row in &mut rows {
            let factor = row.get(k).copied().unwrap_or_default();
            for (cell, above) in row.iter_mut().zip(&pivot) {
                *cell -= factor * above;
            }
        }
        *rows.get_mut(k)? = pivot;
    }
    Some(rows.into_iter().map(|row| row.into_iter().skip(count).collect()).collect())
}

/// The judgement that is furthest from what all the others say of its pair, which is its `fitting`
/// ratio: the residual of logarithmic least squares over `1 − r`, `r` being the resistance of the
/// pair, leaves the judgement itself out (Cook and Weisberg 1982). Of those as far off, as all are
/// on a ring, it is the last. None where nothing but the judgement itself links any pair.
pub(in crate::analysis) fn odd_one(count: usize, judgements: &[Judgement]) -> Option<Misfit> {
    let logs = least_squares(count, judgements).ok()?;
    let doubt = Doubt::of(count, judgements)?;
    let log = |i: usize| logs.get(i).copied().unwrap_or_default();
    let mut worst: Option<(f64, Misfit)> = None;
    for &judgement in judgements {
        let Judgement { first, second, ratio } = judgement;
        let own = 1.0 - doubt.between(first, second);
        if own <= BRIDGE {
            continue;
        }
        let off = (ratio.ln() - (log(first) - log(second))) / own;
        if worst.as_ref().is_none_or(|(most, _)| off.abs() >= most - ROUNDING) {
            let fitting = (ratio.ln() - off).exp();
            worst = Some((off.abs(), Misfit { judgement, fitting, factor: off.abs().exp() }));
        }
    }
    worst.map(|(_, misfit)| misfit)
}
