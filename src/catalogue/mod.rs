//! What the workbench knows of the two ORMs: criteria with claims and starting ratings, the
//! questions that suggest starting points, presets, common mistakes, sources, and what the lab has
//! measured.
//!
//! The content is in `data/catalogue/*.ron` and `data/evidence/*.ron`, compiled in and parsed once. It knows nothing of
//! files on disk, of the window, or of how weights are computed.

mod content;
pub mod evidence;
mod start;

pub use start::BASE_POINTS;

use content::Questions;
use evidence::Evidence;

use std::sync::LazyLock;

use thiserror::Error;

pub use content::{
    Answer, Catalogue, Claim, Condition, CriterionInfo, Guide, Mistake, Preset, Question,
    ReaderQuestion, Role, Shift, Sign, Source, SourceKind,
};

/// A part of the catalogue that cannot be read. Only a damaged build has one.
#[derive(Debug, Error)]
#[error("the built-in catalogue, {file}, cannot be read: {error}; please report this build")]
pub struct CatalogueError {
    file: &'static str,
    error: ron::error::SpannedError,
}

macro_rules! part {
    ($file:literal) => {
        evidence::parsed($file, include_str!(concat!("../../data/catalogue/", $file)))?
    };
}

impl Catalogue {
    /// The catalogue of this build.
    ///
    /// # Errors
    /// A [`CatalogueError`] when the compiled-in text is damaged.
    pub fn built_in() -> Result<&'static Self, &'static CatalogueError> {
        static CATALOGUE: LazyLock<Result<Catalogue, CatalogueError>> = LazyLock::new(|| {
            let Questions { gates, shape } = part!("questions.ron");
            Ok(Catalogue {
                sources: part!("sources.ron"),
                criteria: part!("criteria.ron"),
                gates,
                shape,
                presets: part!("presets.ron"),
                guide: part!("guide.ron"),
                evidence: Evidence::built_in()?,
            })
        });
        CATALOGUE.as_ref()
    }
}
