//! Who takes part.

use super::value::Id;

/// Someone in the room, by name or by role.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Participant {
    /// Stable id.
    pub id: Id,
    /// A name or a role, as the team prefers.
    pub name: String,
    /// What they stand for: "Runs the workers".
    pub role: String,
}
