//! What people typed, so that it is read as they typed it and forges nothing on the page.

use crate::report::chart;

/// Text that can stand between tags and in attributes.
pub(super) fn html(text: &str) -> String {
    chart::escaped(text)
}

/// The paragraphs of a text, a list of lines each; blank lines part them.
pub(super) fn paragraphs(text: &str) -> Vec<Vec<&str>> {
    let mut found = vec![Vec::new()];
    for line in text.lines().map(str::trim) {
        match found.last_mut() {
            Some(paragraph) if !line.is_empty() => paragraph.push(line),
            Some(paragraph) if !paragraph.is_empty() => found.push(Vec::new()),
            _ => {}
        }
    }
    found.retain(|paragraph| !paragraph.is_empty());
    found
}

/// An address that may be followed: on the web or a mail, with nothing in it that ends it early.
pub(super) fn address(text: &str) -> Option<String> {
    let lower = text.to_ascii_lowercase();
    let known = ["http://", "https://", "mailto:"].iter().any(|scheme| lower.starts_with(scheme));
    let broken = text.chars().any(|c| c.is_whitespace() || c.is_control());
    (known && !broken).then(|| text.chars().map(encoded).collect())
}

/// A character of an address, in percent signs where Markdown would take it for a mark.
fn encoded(character: char) -> String {
    match character {
        '<' | '>' | '(' | ')' | '"' | '\'' | '\\' | '`' | '|' | '{' | '}' | '[' | ']' => {
            format!("%{:02X}", u32::from(character))
        }
        '&' => "&amp;".to_owned(),
        other => other.to_string(),
    }
}
