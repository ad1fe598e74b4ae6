//! Texts that people typed, so that a reader sees what they typed and nothing of it is markup.
//!
//! Readers of decision records look at lines and at white space before they look at Markdown, so
//! this holds for both: no text begins a line with what a heading, a list, a table or front matter
//! begins with, and only our own line ends are line ends. Where nothing could be taken for markup
//! nothing is escaped, so that the text itself stays readable.

/// A text as it may stand anywhere in a line of Markdown: in a heading, an item or a cell.
pub(super) fn inline(text: &str) -> String {
    let line = shown(text).split_whitespace().collect::<Vec<_>>().join(" ");
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

/// A text of which every character is seen or is needed to write a language: without characters
/// of no width, by which two texts look alike that are not, and with a mark for those that turn
/// the direction of what is read.
pub(super) fn shown(text: &str) -> String {
    let mut seen = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\u{ad}' | '\u{180e}' | '\u{200b}' | '\u{2060}'..='\u{2064}' | '\u{feff}' => {}
            // Joiners belong to scripts and to emoji.
            '\u{200c}' | '\u{200d}' if seen.chars().next_back().is_none_or(|c| c.is_ascii()) => {}
            '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => {
                seen.push('\u{fffd}');
            }
            other => seen.push(other),
        }
    }
    seen
}

/// Whether some reader of records ends a line here.
const fn is_line_end(c: char) -> bool {
    matches!(
        c,
        '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{1c}'..='\u{1e}' | '\u{85}' | '\u{2028}' | '\u{2029}'
    )
}

/// Whether a character has no place in a line.
fn is_hidden(c: char) -> bool {
    c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}')
}

fn push(out: &mut String, c: char, before: Option<char>, rest: &[char]) {
    let next = rest.first().copied();
    let is_word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    let escaped = match c {
        '\\' | '`' | '*' | '[' | ']' | '~' | '|' | '$' | '^' | '{' | '}' => true,
        '_' => !(is_word(before) && is_word(next)),
        // A heading loses what ends it like this, and what is run over Markdown has marks of braces.
        '#' => matches!(before, Some(' ' | '{')),
        '%' => before == Some('{') || next == Some('}'),
        // A bare address would become a link, and a word between colons an emoji.
        ':' => rest.starts_with(&['/', '/']) || is_emoji(rest),
        '@' => is_word(next),
        '.' => ends_in_www(out),
        _ => false,
    };
    match c {
        // A backslash before these is not enough for readers that look for HTML first.
        '<' if next.is_none_or(|c| c.is_alphabetic() || "/!?".contains(c)) => out.push_str("&lt;"),
        '&' if is_entity(rest) => out.push_str("&amp;"),
        _ if escaped => out.extend(['\\', c]),
        _ => out.push(c),
    }
}

/// Whether an `&` before this stands for another character, or would with what follows the text.
fn is_entity(rest: &[char]) -> bool {
    let length = rest.iter().take_while(|c| c.is_ascii_alphanumeric() || **c == '#').count();
    rest.get(length).is_none_or(|c| length > 0 && *c == ';')
}

/// Whether a `:` before this begins the name of an emoji.
fn is_emoji(rest: &[char]) -> bool {
    let name = |c: &&char| c.is_ascii_alphanumeric() || matches!(**c, '_' | '+' | '-');
    let length = rest.iter().take_while(name).count();
    length > 0 && rest.get(length) == Some(&':')
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
    let mut rest = line.chars().skip(digits);
    let is_number = digits > 0 && rest.next().is_some_and(|c| matches!(c, '.' | ')'));
    if is_number && rest.next().is_none_or(|c| c == ' ') {
        let (number, rest) = line.split_at(digits);
        return format!("{number}\\{rest}");
    }
    if line.starts_with(['#', '+', '-', '>', '=', ':', '!']) {
        return format!("\\{line}");
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_markup_is_left_as_it_is() {
        for plain in [
            "saas-team.session.ron",
            "ATOMIC_REQUESTS and update_fields",
            "At 14:02, 3.5 of 10 (a guess)",
            "R&D < 5 & C# > 2!",
            "0003-use-raw-sql.md",
        ] {
            assert_eq!(inline(plain), plain);
        }
        for (typed, safe) in [
            (":smile: at :100:", r"\:smile: at \:100:"),
            ("1. one", r"1\. one"),
            ("{% x %}", r"\{\% x \%\}"),
            ("- x", r"\- x"),
            ("&copy; <b>", "&amp;copy; &lt;b>"),
        ] {
            assert_eq!(inline(typed), safe);
        }
    }

    #[test]
    fn what_has_no_width_is_dropped_and_what_turns_the_line_is_marked() {
        assert_eq!(shown("a\u{200b}b\u{200d}c\u{feff}d\u{ad}"), "abcd");
        assert_eq!(shown("👩\u{200d}👧 می\u{200c}خواهم"), "👩\u{200d}👧 می\u{200c}خواهم");
        assert_eq!(shown("\u{202e}txt\u{2066}"), "\u{fffd}txt\u{fffd}");
    }
}
