//! Who takes part, and what each of them has said the criteria weigh.

use std::collections::BTreeMap;

use jiff::Timestamp;

use super::value::{Id, Points, Strength};

/// Someone in the room, by name or by role.
#[derive(Clone, Debug, PartialEq)]
pub struct Participant {
    /// Stable id.
    pub id: Id,
    /// A name or a role, as the team prefers.
    pub name: String,
    /// What they stand for: "Runs the workers".
    pub role: String,
    /// How much their ballot counts; 0 for an adviser.
    pub strength: Strength,
}

/// One collection of everybody's ballots. A session keeps every round.
#[derive(Clone, Debug, PartialEq)]
pub struct Round {
    /// Stable id.
    pub id: Id,
    /// When the ballots were shown to everybody; none while they are being collected, and
    /// nothing may be told from them then.
    pub revealed: Option<Timestamp>,
    /// At most one ballot a participant.
    pub ballots: Vec<Ballot>,
}

/// What one participant says the criteria weigh.
#[derive(Clone, Debug, PartialEq)]
pub struct Ballot {
    /// Whose it is.
    pub person: Id,
    /// Points by criterion. One that is missing here has been given none. A criterion that has
    /// left the session since then stays: a round is kept as it was.
    pub points: BTreeMap<Id, Points>,
}
