//! Who takes part.

use super::value::{Id, Strength};

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
    /// Whether they are here. Who is not may still send a ballot, but is not waited for.
    pub present: bool,
}

impl Participant {
    /// Whether they are heard without being counted.
    #[must_use]
    pub fn is_adviser(&self) -> bool {
        self.strength.get() <= 0.0
    }

    /// The name, or words that stand in for a missing one.
    #[must_use]
    pub fn shown(&self) -> &str {
        match self.name.trim() {
            "" => "Someone without a name",
            name => name,
        }
    }
}
