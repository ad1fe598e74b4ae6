//! The meeting around the decision: what is on the agenda, what is parked for later, and who does
//! what afterwards.

use jiff::civil::Date;

use super::value::Id;

/// A part of the meeting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AgendaItem {
    /// Stable id.
    pub id: Id,
    /// What it is about: "Weigh the criteria".
    pub name: String,
    /// How long it may take, in minutes; 0 for as long as it takes.
    pub minutes: u16,
}

/// The longest that a part of the meeting may be planned for, in minutes.
pub const MAX_MINUTES: u16 = 600;

/// Something that must not derail the meeting and must not be lost either.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parked {
    /// Stable id.
    pub id: Id,
    /// What it is.
    pub text: String,
    /// Whether it has been dealt with.
    pub done: bool,
}

/// What somebody does after the meeting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FollowUp {
    /// Stable id.
    pub id: Id,
    /// What is to be done.
    pub text: String,
    /// Who does it, by name.
    pub owner: String,
    /// Until when.
    pub due: Option<Date>,
    /// Whether it is done.
    pub done: bool,
}
