//! Texts that people typed, as Markdown in which nothing of them is markup.
//!
//! Readers of decision records look at lines and at whitespace before they look at Markdown, so
//! this holds for both: no text begins a line with what a heading, a list, a table or front matter
//! begins with, and only our own line ends are line ends.

/// A text on one line.
pub(super) fn inline(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let chars: Vec<char> = line.chars().filter(|c| !is_hidden(*c)).collect();
    let mut out = String::with_capacity(line.len() + 8);
    for (at, &c) in chars.iter().enumerate() {
        let before = at.checked_sub(1).and_then(|at| chars.get(at)).copied();
        push(&mut out, c, before, chars.get(at + 1..).unwrap_or_default());
    }
    begin(out)
}

/// A text as the lines of paragraphs, each of them on one line and an empty line between two.
pub(super) fn block(text: &str) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for line in text.split(is_line_end).map(inline).filter(|line| !line.is_empty()) {
        if !lines.is_empty() {
            lines.push(String::new());
        }
        lines.push(line);
    }
    lines
}

/// Whether some reader of records ends a line here.
const fn is_line_end(c: char) -> bool {
    matches!(
        c,
        '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{1c}'..='\u{1e}' | '\u{85}' | '\u{2028}' | '\u{2029}'
    )
}

/// Whether a character has no place in a line: control characters, and the mark that some readers
/// take off the beginning of a file.
fn is_hidden(c: char) -> bool {
    c.is_control() || matches!(c, '\u{feff}')
}

fn push(out: &mut String, c: char, before: Option<char>, rest: &[char]) {
    let next = rest.first().copied();
    let is_word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    let escaped = match c {
        '\\' | '`' | '*' | '[' | ']' | '~' | '|' | '$' | '{' => true,
        '_' => !(is_word(before) && is_word(next)),
        // A heading loses what ends it like this.
        '#' => before == Some(' '),
        // A bare address would become a link.
        ':' => rest.starts_with(&['/', '/']),
        '@' => is_word(next),
        '.' => ends_in_www(out),
        _ => false,
    };
    match c {
        // A backslash before these is not enough for readers that look for HTML first.
        '<' if next.is_some_and(|c| c.is_alphabetic() || "/!?".contains(c)) => out.push_str("&lt;"),
        '&' if is_entity(rest) => out.push_str("&amp;"),
        _ if escaped => out.extend(['\\', c]),
        _ => out.push(c),
    }
}

/// Whether an `&` before this stands for another character.
fn is_entity(rest: &[char]) -> bool {
    let length = rest.iter().take_while(|c| c.is_ascii_alphanumeric() || **c == '#').count();
    length > 0 && rest.get(length) == Some(&';')
}

/// Whether what is written so far ends in a word `www`.
fn ends_in_www(text: &str) -> bool {
    let Some((start, last)) = text.char_indices().rev().nth(2).map(|(at, _)| text.split_at(at))
    else {
        return false;
    };
    last.eq_ignore_ascii_case("www") && !start.ends_with(char::is_alphanumeric)
}

/// Takes the meaning from what a line begins with.
fn begin(line: String) -> String {
    let digits = line.chars().take_while(char::is_ascii_digit).count();
    if digits > 0 && line.get(digits..).is_some_and(|rest| rest.starts_with(['.', ')'])) {
        let (number, rest) = line.split_at(digits);
        return format!("{number}\\{rest}");
    }
    if line.starts_with(['#', '+', '-', '>', '=', ':', '!']) {
        return format!("\\{line}");
    }
    line
}
