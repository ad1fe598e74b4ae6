//! What was said, by whom, when, and about what.

use jiff::Timestamp;

use super::pair::Side;
use super::value::Id;

/// A note on a criterion or on the whole decision.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// Stable id.
    pub id: Id,
    /// The criterion it is about; `None` for the whole decision.
    pub criterion: Option<Id>,
    /// The side it is about, where it is about one.
    pub side: Option<Side>,
    /// Who said it; may be empty.
    pub author: String,
    /// When it was written.
    pub written: Timestamp,
    /// When it was last changed.
    pub edited: Option<Timestamp>,
    /// What was said.
    pub text: String,
}

impl Note {
    /// Whether every word of `query` occurs in the note's text or its author's name.
    /// Letter case does not count; an empty query finds everything.
    #[must_use]
    pub fn matches(&self, query: &str) -> bool {
        let hay = format!("{}\n{}", self.text, self.author).to_lowercase();
        query.to_lowercase().split_whitespace().all(|word| hay.contains(word))
    }
}
