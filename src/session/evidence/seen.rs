//! What was seen: on each database, and how long one variant took beside another.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::card::Database;
use crate::session::Id;

/// What was seen of one card on one database.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SeenCard {
    /// The card.
    pub card: Id,
    /// Whether all variants gave the same answer; none where they are not asked for one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub same_answer: Option<bool>,
    /// What was seen, variant by variant.
    pub seen: Vec<Seen>,
}

/// What was seen of one variant.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Seen {
    /// The variant.
    pub variant: Id,
    /// Whether it can be done, where that was the question.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub can: Option<Can>,
    /// What happened, in a short clause.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub says: Option<String>,
    /// The exception or the output that shows it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub proof: Option<String>,
    /// How many data statements the database executed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub statements: Option<u32>,
    /// How many statements of transaction control the database executed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub control: Option<u32>,
    /// The first distinct statements.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sql: Vec<Sent>,
    /// How many distinct statements more there were.
    #[serde(default)]
    pub more: u32,
    /// A digest of the answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answer: Option<String>,
    /// Other counted things.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub facts: Vec<Fact>,
}

/// Whether something can be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Can {
    /// Yes.
    Yes,
    /// Not by itself, but by other means.
    OtherMeans,
    /// No.
    No,
}

impl Can {
    /// The words on screen.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::Yes => "yes",
            Self::OtherMeans => "by other means",
            Self::No => "no",
        }
    }
}

/// A statement that was sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sent {
    /// Its text.
    pub text: String,
    /// How often.
    pub times: u32,
}

/// Something that was counted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fact {
    /// What.
    pub name: String,
    /// How much of it.
    pub value: String,
}

/// How long one variant took beside another.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Timed {
    /// The card.
    pub card: Id,
    /// On which database.
    pub database: Database,
    /// The one variant.
    pub first: Id,
    /// The other.
    pub second: Id,
    /// By which clock.
    pub clock: Clock,
    /// Time of the first over time of the second, over 1 where the first took longer.
    pub ratio: f64,
    /// Lower end of the 95 % interval.
    pub low: f64,
    /// Upper end of the 95 % interval.
    pub high: f64,
    /// How many interleaved rounds were run.
    pub rounds: u32,
}

/// A clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Clock {
    /// Processor time of the lab's process.
    Cpu,
    /// Time on the wall.
    Wall,
}

impl Clock {
    /// The words on screen.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::Cpu => "processor time",
            Self::Wall => "elapsed time",
        }
    }
}

/// When the lab ran, on what, with which versions.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Run {
    /// Which revision of the lab.
    pub revision: String,
    /// On which day.
    pub date: Date,
    /// Whether it was the quick form, without times.
    #[serde(default)]
    pub quick: bool,
    /// How long it took, in seconds.
    #[serde(default)]
    pub seconds: u32,
    /// The class of machine.
    pub machine: String,
    /// The version of Python.
    pub python: String,
    /// The version of `SQLite`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sqlite: Option<String>,
    /// The version of `PostgreSQL`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub postgresql: Option<String>,
    /// Packages with their versions.
    pub versions: BTreeMap<String, String>,
    /// What else ran on the machine.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub load: Option<String>,
    /// What the whole run does not show.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub limits: Vec<String>,
}
