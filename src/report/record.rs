//! The decision record: the summary in the three shapes that programs read, and in one sentence.
//!
//! The shapes are told apart by [`Profile`]. What they have in common is worked out in `told`; each
//! shape only arranges it.

mod madr2;
mod madr4;
mod nygard;
mod page;
mod told;

use super::Summary;
use super::summary::Passage;
use crate::analysis::words;
use crate::session::Profile;
use told::Teller;

/// What the last line of a record says before the session's id, by which it is known again.
pub const SESSION_MARK: &str = "Weighbridge session: ";

/// What a record points to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Links {
    /// The record that this one replaces.
    pub supersedes: Option<Link>,
}

/// Another record in the same folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// Its number.
    pub number: u32,
    /// Its title.
    pub title: String,
    /// Its file's name: `0003-use-raw-sql.md`.
    pub file: String,
}

/// The text of a record. The same input gives the same bytes.
#[must_use]
pub fn record(summary: &Summary, profile: Profile, number: u32, links: &Links) -> String {
    let teller = Teller { summary, number, links };
    match profile {
        Profile::Madr4 => madr4::write(&teller),
        Profile::Madr2 => madr2::write(&teller),
        Profile::Nygard => nygard::write(&teller),
    }
}

/// The decision in one sentence of plain text: in the context of …, facing …, we decided for … and
/// against …, to achieve …, accepting …. What is not known is left out.
#[must_use]
pub fn y_statement(summary: &Summary) -> String {
    let plain = |text: &str| {
        let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
        line.trim_end_matches(['.', '?']).to_owned()
    };
    let all = |passage: &Passage| {
        let lines = passage.lines().map(plain).filter(|line| !line.is_empty());
        let said = lines.map(|line| words::going_on(&line)).collect::<Vec<_>>().join("; ");
        if passage.draft && !said.is_empty() { format!("{said} (draft)") } else { said }
    };
    let sides = &summary.sides;
    let decided = match summary.choice {
        Some(side) => {
            format!(
                "we decided for {} and against {}",
                plain(&sides[side]),
                plain(&sides[side.other()])
            )
        }
        None => format!(
            "we have not decided yet between {} and {}",
            plain(&sides.left),
            plain(&sides.right)
        ),
    };
    let parts = [
        ("in the context of ", plain(&summary.project)),
        ("facing the question: ", plain(&summary.question)),
        ("", decided),
        ("to achieve: ", all(&summary.good)),
        ("accepting: ", all(&summary.bad)),
    ];
    let said = parts.iter().filter(|(_, text)| !text.is_empty());
    let said = said.map(|(head, text)| format!("{head}{text}")).collect::<Vec<_>>().join(", ");
    let mut chars = said.chars();
    let first = chars.next().map(|c| c.to_uppercase().collect::<String>()).unwrap_or_default();
    format!("{first}{}.", chars.as_str())
}
