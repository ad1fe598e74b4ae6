//! Measured evidence of this build: what the lab found, what the founding article says beside it,
//! and why some criteria have nothing measured.
//!
//! The data is in `data/evidence/*.ron`; the lab writes all of it but the claims and the reasons.

mod citation;
mod glance;
mod reading;
mod relevance;
mod stale;

pub use citation::{Citation, Shows};
pub use glance::{Glance, counted};
pub use reading::{Span, times};
pub use relevance::{Reason, Relevance, needs};
pub use stale::staleness;

use ron::extensions::Extensions;
use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::CatalogueError;
use crate::session::Id;
use crate::session::evidence::Lab;

/// What the workbench can show for its claims.
#[derive(Debug)]
pub struct Evidence {
    /// What the lab found.
    pub lab: Lab,
    /// What the founding article says, and what the lab saw.
    pub claims: Vec<ArticleClaim>,
    /// Criteria of which no measurement can be had, with the reason.
    pub unmeasured: Vec<Unmeasured>,
}

/// A claim of the founding article beside the lab.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ArticleClaim {
    /// Stable id.
    pub id: Id,
    /// The criterion that it speaks to.
    pub criterion: Id,
    /// What the article says, in other words.
    pub article: String,
    /// How it stands.
    pub lab: Standing,
    /// What the lab saw.
    pub saw: String,
    /// The cards that show it.
    #[serde(default)]
    pub cards: Vec<Id>,
}

/// How a claim stands beside what was seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// The lab saw the same.
    Confirmed,
    /// The lab saw that it depends.
    Nuanced,
    /// The lab saw the opposite.
    Contradicted,
    /// The lab did not look.
    NotTested,
}

impl Standing {
    /// The words on screen.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::Confirmed => "confirmed",
            Self::Nuanced => "nuanced",
            Self::Contradicted => "contradicted",
            Self::NotTested => "not tested",
        }
    }
}

/// Why nothing is measured on a criterion.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Unmeasured {
    /// The criterion.
    pub criterion: Id,
    /// Why.
    pub reason: String,
}

macro_rules! part {
    ($file:literal) => {
        parsed($file, include_str!(concat!("../../../data/evidence/", $file)))?
    };
}

impl Evidence {
    /// The evidence of this build.
    ///
    /// # Errors
    /// A [`CatalogueError`] when the compiled-in text is damaged.
    pub(super) fn built_in() -> Result<Self, CatalogueError> {
        Ok(Self {
            lab: Lab {
                cards: part!("cards.ron"),
                sqlite: part!("sqlite.ron"),
                postgresql: part!("postgresql.ron"),
                times: part!("times.ron"),
                run: part!("run.ron"),
            },
            claims: part!("claims.ron"),
            unmeasured: part!("unmeasured.ron"),
        })
    }

    /// What the article says of a criterion, and what the lab saw.
    pub fn claims_on<'a>(&'a self, criterion: &'a Id) -> impl Iterator<Item = &'a ArticleClaim> {
        self.claims.iter().filter(move |claim| &claim.criterion == criterion)
    }

    /// Why nothing is measured on a criterion.
    #[must_use]
    pub fn unmeasured(&self, criterion: &Id) -> Option<&str> {
        let found = self.unmeasured.iter().find(|row| &row.criterion == criterion);
        found.map(|row| row.reason.as_str())
    }
}

/// Reads a text in which values that may be missing stand with `Some(…)` or without.
pub(super) fn parsed<T: DeserializeOwned>(
    file: &'static str,
    text: &str,
) -> Result<T, CatalogueError> {
    let options = ron::Options::default().with_default_extension(Extensions::IMPLICIT_SOME);
    options.from_str(text).map_err(|error| CatalogueError { file, error })
}
