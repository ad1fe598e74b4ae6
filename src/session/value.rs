//! Values that cannot be wrong: ids, points and ratings are checked where they are made.

use std::fmt;

use serde::{Deserialize, Serialize};
use thiserror::Error;

/// Why a value was refused. Reads as the end of a sentence that names the value.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum ValueError {
    /// A number outside its scale, or no number at all.
    #[error("{what} must be between 0 and {max}, found {found}")]
    Range {
        /// "points", "rating" or "strength".
        what: &'static str,
        /// The upper end of the scale.
        max: u8,
        /// The number as it was given.
        found: String,
    },
    /// An id with a character or a length that ids do not have.
    #[error("an id is 1 to {} letters a-z, digits or hyphens, found {found:?}", Id::MAX)]
    Id {
        /// The id as it was given, cut short.
        found: String,
    },
    /// A text beyond the limit.
    #[error("a text may hold {MAX_TEXT} characters, found {found}")]
    Text {
        /// How many characters were given.
        found: usize,
    },
}

/// A stable name: 1 to 64 characters out of `a-z`, `0-9` and `-`, so that a person can type it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Id(String);

impl Id {
    /// The longest id, in characters.
    pub const MAX: usize = 64;

    /// Checks and wraps an id.
    ///
    /// # Errors
    /// [`ValueError::Id`] when it is empty, too long, or holds another character.
    pub fn new(text: impl Into<String>) -> Result<Self, ValueError> {
        let text = text.into();
        let legal = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        if text.is_empty() || text.len() > Self::MAX || !text.chars().all(legal) {
            let found = text.chars().take(Self::MAX).collect();
            return Err(ValueError::Id { found });
        }
        Ok(Self(text))
    }

    /// A readable id made from a name: "SQL control & tuning" gives `sql-control-tuning`.
    /// Where `taken` says that the id is in use, a number is added.
    pub fn from_name(name: &str, taken: impl Fn(&Self) -> bool) -> Self {
        let mut slug = String::new();
        for c in name.chars().flat_map(char::to_lowercase) {
            if c.is_ascii_alphanumeric() {
                slug.push(c);
            } else if !slug.is_empty() && !slug.ends_with('-') {
                slug.push('-');
            }
        }
        slug.truncate(Self::MAX - 6);
        let slug = match slug.trim_matches('-') {
            "" => "item",
            slug => slug,
        };
        let mut id = Self(slug.to_owned());
        let mut number = 2_u32;
        while taken(&id) {
            id = Self(format!("{slug}-{number}"));
            number += 1;
        }
        id
    }

    /// The id as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for Id {
    type Error = ValueError;

    fn try_from(text: String) -> Result<Self, ValueError> {
        Self::new(text)
    }
}

impl From<Id> for String {
    fn from(id: Id) -> Self {
        id.0
    }
}

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A number on a scale from 0 to `MAX`, never NaN or infinite.
#[derive(Clone, Copy, Debug, Default, PartialEq, PartialOrd, Serialize, Deserialize)]
#[serde(try_from = "f64", into = "f64")]
pub struct Scale<const MAX: u8>(f64);

/// How much a criterion matters to the team, 0 to 100; weights are made of these.
pub type Points = Scale<100>;

/// How well a side does on a criterion, 0 to 10.
pub type Rating = Scale<10>;

/// How much a participant's ballot counts beside the others', 0 to 9; 0 is an adviser, who is
/// heard but not counted.
pub type Strength = Scale<9>;

impl Strength {
    /// What everybody has who is given nothing else.
    pub const ONE: Self = Self(1.0);
}

impl<const MAX: u8> Scale<MAX> {
    /// The upper end of the scale.
    pub const MAX: f64 = MAX as f64;

    /// Checks and wraps a number.
    ///
    /// # Errors
    /// [`ValueError::Range`] when it is off the scale, NaN or infinite.
    pub fn new(number: f64) -> Result<Self, ValueError> {
        if (0.0..=Self::MAX).contains(&number) {
            // Adding zero turns -0.0 into 0.0, which would otherwise be written to files.
            return Ok(Self(number + 0.0));
        }
        Err(ValueError::Range {
            what: match MAX {
                100 => "points",
                9 => "strength",
                _ => "rating",
            },
            max: MAX,
            found: number.to_string(),
        })
    }

    /// The nearest number on the scale; 0 for NaN.
    #[must_use]
    pub fn clamped(number: f64) -> Self {
        Self(if number.is_nan() { 0.0 } else { number.clamp(0.0, Self::MAX) + 0.0 })
    }

    /// The plain number.
    #[must_use]
    pub const fn get(self) -> f64 {
        self.0
    }
}

impl<const MAX: u8> TryFrom<f64> for Scale<MAX> {
    type Error = ValueError;

    fn try_from(number: f64) -> Result<Self, ValueError> {
        Self::new(number)
    }
}

impl<const MAX: u8> From<Scale<MAX>> for f64 {
    fn from(scale: Scale<MAX>) -> Self {
        scale.0
    }
}

impl<const MAX: u8> fmt::Display for Scale<MAX> {
    /// Whole numbers without decimals, others with at most two.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = format!("{:.2}", self.0);
        f.write_str(text.trim_end_matches('0').trim_end_matches('.'))
    }
}

/// The longest text of a session, in characters.
pub const MAX_TEXT: usize = 20_000;

/// A text as a session keeps it: line ends as `\n`, no control character but newline and tab, and
/// bidirectional overrides shown as a mark so that they cannot disguise what is written.
#[must_use]
pub fn clean_text(text: &str) -> String {
    text.replace("\r\n", "\n")
        .replace('\r', "\n")
        .chars()
        .filter(|&c| !c.is_control() || c == '\n' || c == '\t')
        .map(|c| if is_bidi_control(c) { '\u{fffd}' } else { c })
        .collect()
}

const fn is_bidi_control(c: char) -> bool {
    matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// A count with its thousands apart: `1,240`.
#[must_use]
pub fn thousands(number: impl fmt::Display) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (digit, left) in digits.chars().zip((0..digits.len()).rev()) {
        text.push(digit);
        if left > 0 && left % 3 == 0 {
            text.push(',');
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn large_counts_are_read_in_groups() {
        for (number, text) in
            [(0, "0"), (12, "12"), (999, "999"), (1240, "1,240"), (1_000_000, "1,000,000")]
        {
            assert_eq!(thousands(number), text);
        }
    }
}
