//! What is being decided, for whom, and what either side must have.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::pair::Pair;
use super::round::Pool;
use super::value::Id;

/// The frame of the decision.
#[derive(Clone, Debug, PartialEq)]
pub struct Brief {
    /// A short name of the decision: "Billing platform data layer".
    pub title: String,
    /// The question as it is put to the team.
    pub question: String,
    /// What anyone must know to weigh it.
    pub context: String,
    /// The answers given, by question; unanswered questions are absent.
    pub answers: BTreeMap<Id, Id>,
    /// Conditions that a side has to meet before any weight counts.
    pub must_haves: Vec<MustHave>,
    /// How closely the team means its weights.
    pub closeness: Closeness,
    /// How ballots become the team's points.
    pub pool: Pool,
    /// Whether ballots of the rounds to come keep the names of those who cast them.
    pub names_stored: bool,
}

impl Default for Brief {
    fn default() -> Self {
        Self {
            title: String::new(),
            question: String::new(),
            context: String::new(),
            answers: BTreeMap::new(),
            must_haves: Vec::new(),
            closeness: Closeness::default(),
            pool: Pool::default(),
            names_stored: true,
        }
    }
}

/// How closely the team means its weights, which says how far the weights may scatter around
/// them when the verdict asks how sure it is. What each means is about right for twelve criteria and
/// more; the verdict says exactly by how much an average weight is off.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Closeness {
    /// An average weight is typically off by seven tenths of itself.
    Loose,
    /// An average weight is typically off by half of itself.
    #[default]
    Close,
    /// An average weight is typically off by a quarter of itself.
    VeryClose,
}

impl Closeness {
    /// From the widest scatter to the narrowest.
    pub const ALL: [Self; 3] = [Self::Loose, Self::Close, Self::VeryClose];

    /// The word on screen.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Loose => "loosely",
            Self::Close => "closely",
            Self::VeryClose => "very closely",
        }
    }
}

/// A condition that excludes the side that fails it, whatever the weights say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MustHave {
    /// Stable id.
    pub id: Id,
    /// The condition, in the team's words.
    pub name: String,
    /// How each side does on it.
    pub outcome: Pair<Outcome>,
}

/// Whether a side meets a must-have.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Outcome {
    /// Not looked at yet.
    #[default]
    Open,
    /// The side meets it.
    Pass,
    /// The side does not meet it and is excluded.
    Fail,
}

impl Outcome {
    /// All outcomes in the order in which they are offered.
    pub const ALL: [Self; 3] = [Self::Pass, Self::Fail, Self::Open];

    /// The word on screen.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Pass => "pass",
            Self::Fail => "fail",
        }
    }
}
