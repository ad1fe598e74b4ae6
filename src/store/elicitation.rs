//! Weights as somebody gave them, outside of any session: comparisons, an order, points or a
//! budget, read from a small RON file.

use std::collections::HashSet;
use std::path::Path;

use serde::Deserialize;

use super::explain::explain;
use super::v1::capped;
use super::{LoadProblem, OpenError, problem, read_capped, scan};
use crate::session::{MAX_CRITERIA, Points, clean_text};

/// The largest file that is read, in bytes.
const MAX_BYTES: u64 = 1024 * 1024;
/// As many as 200 criteria have pairs.
const MAX_COMPARISONS: usize = MAX_CRITERIA * (MAX_CRITERIA - 1) / 2;

/// What somebody said the criteria weigh. Criteria go by any name.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Elicitation {
    /// Swing points, 0 to 100 each.
    Points(#[serde(deserialize_with = "capped::<_, _, MAX_CRITERIA>")] Vec<(String, Points)>),
    /// 100 points to share.
    Budget(#[serde(deserialize_with = "capped::<_, _, MAX_CRITERIA>")] Vec<(String, Points)>),
    /// An order, the most important first; criteria in one list share a place.
    Ranking {
        /// The places.
        order: Vec<Vec<String>>,
        /// How places become weights.
        #[serde(default)]
        weights: RankRule,
    },
    /// Comparisons two at a time.
    Pairwise {
        /// The criteria; where left out, those that are compared, in their order.
        #[serde(default, deserialize_with = "capped::<_, _, MAX_CRITERIA>")]
        criteria: Vec<String>,
        /// First, second, and how many times as important the first is.
        #[serde(deserialize_with = "capped::<_, _, MAX_COMPARISONS>")]
        comparisons: Vec<(String, String, f64)>,
    },
}

/// How places become weights.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RankRule {
    /// Rank-order centroid.
    #[default]
    Centroid,
    /// Rank sum.
    RankSum,
}

impl Elicitation {
    /// Reads a file.
    ///
    /// # Errors
    /// An [`OpenError`] with line and column where the text is at fault.
    pub fn open(path: &Path) -> Result<Self, OpenError> {
        let text = problem::decode(path, read_capped(path, MAX_BYTES)?, problem::TEXT)?;
        Self::parse(&text).map_err(|problem| OpenError::Problem(problem.in_file(path)))
    }

    /// Reads a text.
    ///
    /// # Errors
    /// A [`LoadProblem`] with line, column and excerpt.
    pub fn parse(text: &str) -> Result<Self, Box<LoadProblem>> {
        let read: Self = ron::from_str(text).map_err(|error| explain(text, &error))?;
        let at = |name: &str, skip: usize, what: &str, fix: &str| {
            let place = scan::strings(text, name).nth(skip).unwrap_or(0..0);
            LoadProblem::at(text, place.start, place.end, what, fix)
        };
        let names = read.names();
        let unclean = |name: &&&str| name.trim().is_empty() || clean_text(name) != **name;
        if let Some(name) = names.iter().find(unclean) {
            let fix = "Name each criterion in plain letters.";
            return Err(at(
                name,
                0,
                "a criterion has no name, or signs in it that do not show",
                fix,
            ));
        }
        let mut seen = HashSet::new();
        if let Some(twice) = names.iter().find(|name| !seen.insert(name.trim())) {
            return Err(at(
                twice,
                1,
                &format!("“{twice}” is here twice"),
                "Name each criterion once.",
            ));
        }
        if names.len() > MAX_CRITERIA {
            let what = format!("there are more than {MAX_CRITERIA} criteria");
            return Err(LoadProblem::at(text, 0, 0, &what, "Leave out the least important ones."));
        }
        if let Self::Pairwise { comparisons, .. } = &read {
            let compared = comparisons.iter().flat_map(|(first, second, _)| [first, second]);
            if let Some(unknown) = compared.into_iter().find(|name| !names.contains(&name.as_str()))
            {
                let what = format!("“{unknown}” is compared, but is not among the criteria");
                return Err(at(unknown, 0, &what, "Add it to `criteria`, or correct its name."));
            }
        }
        Ok(read)
    }

    /// The criteria, in the order in which their weights are wanted.
    #[must_use]
    pub fn names(&self) -> Vec<&str> {
        match self {
            Self::Points(rows) | Self::Budget(rows) => {
                rows.iter().map(|(name, _)| name.as_str()).collect()
            }
            Self::Ranking { order, .. } => order.iter().flatten().map(String::as_str).collect(),
            Self::Pairwise { criteria, comparisons } if criteria.is_empty() => {
                let mut seen = HashSet::new();
                let compared = comparisons.iter().flat_map(|(first, second, _)| [first, second]);
                compared.map(String::as_str).filter(|name| seen.insert(*name)).collect()
            }
            Self::Pairwise { criteria, .. } => criteria.iter().map(String::as_str).collect(),
        }
    }
}
