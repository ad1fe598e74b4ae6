//! What people typed, so that it is read as they typed it and forges nothing on the page.

use crate::report::chart;

/// Text that can stand between tags and in attributes.
pub(super) fn html(text: &str) -> String {
    chart::escaped(text)
}

/// Text that can stand anywhere in a line of Markdown: in a heading, an item or a cell. It stays
/// in its line, whatever its length, and cannot begin anything.
pub(super) fn markdown(text: &str) -> String {
    let line = one_line(text);
    let mut safe = String::with_capacity(line.len() + 16);
    let begins = beginning(&line);
    let mut before = ' ';
    let mut rest = line.chars().enumerate().peekable();
    while let Some((at, character)) = rest.next() {
        let after = rest.peek().map(|(_, next)| *next);
        if begins == Some(at) || is_mark(before, character, after) {
            safe.push('\\');
        }
        safe.push(character);
        before = character;
    }
    safe
}

/// Everything that Markdown or what reads it would take as white space becomes one space.
fn one_line(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    for character in text.chars() {
        let space = matches!(character, ' ' | '\t'..='\r' | '\u{85}' | '\u{2028}' | '\u{2029}');
        if space {
            if !line.is_empty() && !line.ends_with(' ') {
                line.push(' ');
            }
        } else if !character.is_control() && !matches!(character, '\u{fffe}' | '\u{ffff}') {
            line.push(character);
        }
    }
    line.truncate(line.trim_end_matches(' ').len());
    line
}

/// The place of a character that would make the line an item, a rule or an underline, were the
/// text its beginning.
fn beginning(line: &str) -> Option<usize> {
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    let mut rest = line.bytes().skip(digits);
    match (rest.next(), rest.next()) {
        (Some(b'.' | b')'), None | Some(b' ')) => Some(digits),
        (Some(b'-' | b'+' | b'=' | b':'), _) if digits == 0 => Some(0),
        _ => None,
    }
}

/// Whether a character is a mark of Markdown, or of what is run over it, at this place.
fn is_mark(before: char, character: char, after: Option<char>) -> bool {
    match character {
        '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | '~' | '#' | '$' | '^' | '{'
        | '}' => true,
        '&' => after.is_none_or(|next| next == '#' || next.is_ascii_alphabetic()),
        '%' => before == '{' || after == Some('}'),
        // An address is no link, and a word no emoji, unless the template makes it one.
        ':' => {
            before.is_ascii_alphanumeric() && after.is_none_or(|c| c == '/' || c.is_alphabetic())
        }
        '.' => matches!(before, 'w' | 'W') && after.is_some_and(|c| c != ' '),
        _ => false,
    }
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
