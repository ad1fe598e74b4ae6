//! The decision as it will be remembered.

use std::collections::BTreeSet;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::field::RecordField;
use super::pair::Side;

/// The decision record: everything that somebody who was not there needs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Record {
    /// How far the decision has come.
    pub status: Status,
    /// The day on which it was accepted or turned down.
    pub decided_on: Option<Date>,
    /// The side chosen, once one is.
    pub choice: Option<Side>,
    /// The day to look at it again.
    pub review_on: Option<Date>,
    /// The decision in a sentence.
    pub title: String,
    /// The reasons.
    pub because: String,
    /// What gets better.
    pub good: String,
    /// What gets harder.
    pub bad: String,
    /// Who saw it differently, and why.
    pub dissent: String,
    /// Who decided.
    pub deciders: String,
    /// Who was asked.
    pub consulted: String,
    /// Who is told.
    pub informed: String,
    /// What would make us look again before the day.
    pub review_trigger: String,
    /// The earlier decision that this one replaces.
    pub supersedes: String,
    /// The later decision that replaced this one.
    pub superseded_by: String,
    /// How we will know that it was right.
    pub confirmation: String,
    /// The texts that the team has left empty on purpose, so that no draft stands in for them.
    pub left_empty: BTreeSet<RecordField>,
}

impl Record {
    /// Whether a text is still waiting for the team's own words.
    #[must_use]
    pub fn is_open(&self, field: RecordField) -> bool {
        field.of(self).trim().is_empty() && !self.left_empty.contains(&field)
    }
}

/// How far a decision has come; the words of the usual decision-record formats.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// Being worked on.
    #[default]
    Draft,
    /// Ready to be agreed.
    Proposed,
    /// In force.
    Accepted,
    /// Turned down.
    Rejected,
    /// No longer followed, nothing in its place.
    Deprecated,
    /// Replaced by a later decision.
    Superseded,
}

impl Status {
    /// In the order of a decision's life.
    pub const ALL: [Self; 6] = [
        Self::Draft,
        Self::Proposed,
        Self::Accepted,
        Self::Rejected,
        Self::Deprecated,
        Self::Superseded,
    ];

    /// Whether a decision of this status has been made.
    #[must_use]
    pub const fn is_decided(self) -> bool {
        !matches!(self, Self::Draft | Self::Proposed)
    }

    /// The word on screen.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Draft => "Draft",
            Self::Proposed => "Proposed",
            Self::Accepted => "Accepted",
            Self::Rejected => "Rejected",
            Self::Deprecated => "Deprecated",
            Self::Superseded => "Superseded",
        }
    }
}

/// The shape in which a record is written for the programs that read decision records. No single
/// shape is read rightly by all of them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Profile {
    /// YAML front matter and Markdown: the newest, and the usual one.
    #[default]
    Madr4,
    /// Status, deciders and date as a list under the title, as log4brains and pyadr read it.
    Madr2,
    /// Status, context, decision and consequences, as adr-tools reads it.
    Nygard,
}

impl Profile {
    /// The usual one first.
    pub const ALL: [Self; 3] = [Self::Madr4, Self::Madr2, Self::Nygard];

    /// The name under which its readers know it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Madr4 => "MADR 4",
            Self::Madr2 => "MADR 2.1.2",
            Self::Nygard => "Nygard",
        }
    }
}
