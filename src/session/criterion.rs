//! What the sides are compared on.

use serde::{Deserialize, Serialize};

use super::pair::Pair;
use super::value::{Id, Points, Rating};

/// One thing to compare the sides on. Name, definition and claims are the session's own, so that
/// an old file reads as it did in the meeting, whatever the catalogue says by then.
#[derive(Clone, Debug, PartialEq)]
pub struct Criterion {
    /// Stable id; the catalogue's for a catalogue criterion.
    pub id: Id,
    /// The name on screen.
    pub name: String,
    /// What is measured.
    pub definition: String,
    /// What a rating of 0 looks like.
    pub low: String,
    /// What a rating of 10 looks like.
    pub high: String,
    /// How much it matters to the team.
    pub points: Points,
    /// How each side does on it.
    pub sides: Pair<Assessment>,
}

/// How one side does on one criterion.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Assessment {
    /// The rating, 0 to 10.
    pub rating: Rating,
    /// Where the rating comes from.
    pub origin: Origin,
    /// How sure the team is of the rating.
    pub confidence: Confidence,
    /// The side's claim in one line.
    pub claim: String,
    /// Why the rating is what it is.
    pub reason: String,
}

/// Whether the team stands behind a rating.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Origin {
    /// A starting value that nobody has confirmed yet.
    #[default]
    Catalogue,
    /// Set or confirmed by the team.
    Team,
}

/// How sure the team is of a rating.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Confidence {
    /// Nobody here has tried it.
    Guess,
    /// Someone has worked with it.
    #[default]
    FairlySure,
    /// Measured, or known from long use.
    Sure,
}

impl Confidence {
    /// From least to most sure.
    pub const ALL: [Self; 3] = [Self::Guess, Self::FairlySure, Self::Sure];

    /// The word on screen.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Guess => "a guess",
            Self::FairlySure => "fairly sure",
            Self::Sure => "sure",
        }
    }
}

impl Criterion {
    /// Rating of the left side less that of the right, −10 to 10.
    #[must_use]
    pub fn difference(&self) -> f64 {
        self.sides.left.rating.get() - self.sides.right.rating.get()
    }
}
