//! Elicitation without a window: comparisons, an order, points or a budget in, weights out.

use std::fmt::Write as _;

use serde::Serialize;

use crate::analysis::pairwise::{Misfit, random_index};
use crate::analysis::{
    Judgement, Pairwise, PairwiseError, RankWeights, Weights, rank_weights, words,
};
use crate::session::Points;
use crate::store::elicitation::{Elicitation, RankRule};

/// How many of the judgements that fit worst are named to a reader.
const NAMED: usize = 3;
/// A judgement that is off by less than this factor is not worth naming.
const OFF: f64 = 1.05;

/// Weights, where they come from, and how consistent that was.
#[derive(Debug, Serialize)]
pub(super) struct Elicited<'a> {
    method: &'static str,
    weights: Vec<Weight<'a>>,
    consistency: Option<Consistency<'a>>,
    remark: Option<String>,
}

#[derive(Debug, Serialize)]
struct Weight<'a> {
    criterion: &'a str,
    weight: f64,
}

#[derive(Debug, Serialize)]
struct Consistency<'a> {
    lambda_max: f64,
    index: f64,
    random_index: f64,
    ratio: Option<f64>,
    words: &'static str,
    judgements: Vec<Judged<'a>>,
    missing: Vec<Missing<'a>>,
}

/// A judgement, the one that fits worst first.
#[derive(Debug, Serialize)]
struct Judged<'a> {
    first: &'a str,
    second: &'a str,
    given: f64,
    fitting: f64,
    factor: f64,
}

#[derive(Debug, Serialize)]
struct Missing<'a> {
    first: &'a str,
    second: &'a str,
    fitting: f64,
}

impl<'a> Elicited<'a> {
    /// Works out the weights.
    pub(super) fn of(elicitation: &'a Elicitation) -> Result<Self, String> {
        let names = elicitation.names();
        if names.is_empty() {
            return Err("there is no criterion in this file; name one".to_owned());
        }
        Ok(match elicitation {
            Elicitation::Points(rows) => Self::points("swing points", rows, None),
            Elicitation::Budget(rows) => {
                let spent: f64 = rows.iter().map(|(_, points)| points.get()).sum();
                let left = 100.0 - spent;
                let remark = match left {
                    l if l > 1e-9 => {
                        Some(format!("{} of the 100 points are left to share.", words::plain(l)))
                    }
                    l if l < -1e-9 => {
                        Some(format!("{} points too many were shared.", words::plain(-l)))
                    }
                    _ => None,
                };
                Self::points("budget of 100", rows, remark)
            }
            Elicitation::Ranking { order, weights } => {
                let members: Vec<usize> = order.iter().map(Vec::len).collect();
                let (method, rule) = match weights {
                    RankRule::Centroid => ("ranking, rank-order centroid", RankWeights::Centroid),
                    RankRule::RankSum => ("ranking, rank sum", RankWeights::Sum),
                };
                let places = rank_weights(&members, rule);
                let each = order.iter().zip(places);
                let each = each.flat_map(|(place, w)| std::iter::repeat_n(w, place.len()));
                Self { method, weights: named(&names, each), consistency: None, remark: None }
            }
            Elicitation::Pairwise { comparisons, .. } => {
                let at = |name: &str| names.iter().position(|n| *n == name).unwrap_or(usize::MAX);
                let judged: Vec<Judgement> = comparisons
                    .iter()
                    .map(|(a, b, ratio)| Judgement { first: at(a), second: at(b), ratio: *ratio })
                    .collect();
                let found =
                    Pairwise::of(names.len(), &judged).map_err(|error| refused(&error, &names))?;
                Self {
                    method: "pairwise comparisons, principal eigenvector",
                    weights: named(&names, found.weights.iter().copied()),
                    consistency: Some(Consistency::of(&names, &found)),
                    remark: None,
                }
            }
        })
    }

    fn points(method: &'static str, rows: &'a [(String, Points)], remark: Option<String>) -> Self {
        let points: Vec<Points> = rows.iter().map(|(_, points)| *points).collect();
        let names: Vec<&str> = rows.iter().map(|(name, _)| name.as_str()).collect();
        let weights = Weights::from_points(&points);
        let level = || "All points are 0, so every criterion weighs the same.".to_owned();
        let remark = if weights.stand_in { Some(level()) } else { remark };
        let weights = named(&names, weights.values.into_iter());
        Self { method, weights, consistency: None, remark }
    }

    /// The same for a reader, aligned.
    pub(super) fn readable(&self) -> String {
        let width = self.weights.iter().map(|w| w.criterion.chars().count()).max();
        let width = width.unwrap_or(0).max(9);
        let mut text = String::new();
        let mut line = |line: &str| {
            let _ = writeln!(text, "{line}");
        };
        line(&format!("{:<width$}  Weight   ({})", "Criterion", self.method));
        for Weight { criterion, weight } in &self.weights {
            line(&format!("{criterion:<width$}  {:5.1} %", weight * 100.0));
        }
        if let Some(remark) = &self.remark {
            line(remark);
        }
        if let Some(found) = &self.consistency {
            line("");
            match found.ratio {
                None => line(&format!("Consistency: {}.", found.words)),
                Some(ratio) => line(&format!(
                    "Consistency ratio {ratio:.3}: {}. Up to 0.1 is consistent enough.",
                    found.words
                )),
            }
            for off in found.judgements.iter().filter(|j| j.factor >= OFF).take(NAMED) {
                line(&format!(
                    "Fits worst: {} against {}, given as {}, would fit as {}",
                    off.first,
                    off.second,
                    times(off.given),
                    times(off.fitting)
                ));
            }
            if !found.missing.is_empty() {
                let pairs = words::count(found.missing.len(), "pair was", "pairs were");
                line(&format!("{pairs} not compared."));
            }
        }
        text
    }
}

/// How many times as important: `5`, `0.33`, and `1/40` where decimals would not tell.
fn times(ratio: f64) -> String {
    if ratio < 0.1 { format!("1/{}", words::plain(1.0 / ratio)) } else { words::plain(ratio) }
}

fn named<'a>(names: &[&'a str], weights: impl Iterator<Item = f64>) -> Vec<Weight<'a>> {
    names.iter().zip(weights).map(|(criterion, weight)| Weight { criterion, weight }).collect()
}

impl<'a> Consistency<'a> {
    fn of(names: &[&'a str], found: &Pairwise) -> Self {
        let name = |at: usize| names.get(at).copied().unwrap_or_default();
        let judged = |misfit: &Misfit| Judged {
            first: name(misfit.judgement.first),
            second: name(misfit.judgement.second),
            given: misfit.judgement.ratio,
            fitting: misfit.fitting,
            factor: misfit.factor,
        };
        let missing = |gap: &Judgement| Missing {
            first: name(gap.first),
            second: name(gap.second),
            fitting: gap.ratio,
        };
        Self {
            lambda_max: found.lambda_max,
            index: found.index,
            random_index: random_index(names.len(), found.missing.len()),
            ratio: found.ratio,
            words: words::consistency(found.ratio),
            judgements: found.misfits.iter().map(judged).collect(),
            missing: found.missing.iter().map(missing).collect(),
        }
    }
}

/// Why comparisons give no weights, with the criteria by name.
fn refused(error: &PairwiseError, names: &[&str]) -> String {
    match error {
        PairwiseError::Unlinked(unlinked) => {
            let name = |at: &usize| names.get(*at).copied().unwrap_or_default();
            let unlinked: Vec<&str> = unlinked.iter().map(name).collect();
            format!(
                "no comparison links {} with {}; add one that does",
                words::list(&unlinked),
                names.first().copied().unwrap_or_default()
            )
        }
        error => error.to_string(),
    }
}
