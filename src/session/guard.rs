//! Texts in tables that a spreadsheet may open: what would become a formula there is written with
//! a `'` before it, and read without.

use std::borrow::Cow;

/// A text as it stands in a cell of a CSV file.
#[must_use]
pub fn guarded(text: &str) -> Cow<'_, str> {
    if is_formula(text) { Cow::Owned(format!("'{text}")) } else { Cow::Borrowed(text) }
}

/// The text of a cell that [`guarded`] may have written.
#[must_use]
pub fn unguarded(cell: &str) -> &str {
    match cell.strip_prefix('\'') {
        Some(text) if is_formula(text) => text,
        _ => cell,
    }
}

/// Whether some spreadsheet would take a text for a formula. Spaces before it hide nothing, and
/// neither do guards, so that a text of that look comes back as it was.
fn is_formula(text: &str) -> bool {
    let bare = text.trim_start_matches([' ', '\'']);
    let first = bare.chars().next();
    first.is_some_and(|c| {
        matches!(c, '=' | '+' | '-' | '@' | '\t' | '\r' | '\n' | '\0' | '＝' | '＋' | '－' | '＠')
    })
}
