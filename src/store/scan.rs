//! A walk over RON text that knows strings and comments, for what the parser does not tell:
//! whether there are comments, and where something stands.

/// A stretch of RON text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Piece {
    /// A string, with its quotes.
    Text,
    /// A comment.
    Comment,
    /// A word or number, a character in its quotes, a bracket or a sign, outside both.
    Other,
}

/// Splits RON into pieces, each with its byte range; white space is left out.
pub(super) fn pieces(text: &str) -> impl Iterator<Item = (Piece, std::ops::Range<usize>)> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let (piece, range) = piece_from(text, at)?;
        at = range.end;
        Some((piece, range))
    })
}

/// The first piece from a place on; none where the text ends before one.
pub(super) fn piece_from(text: &str, at: usize) -> Option<(Piece, std::ops::Range<usize>)> {
    let rest = text.get(at..)?;
    let begin = at + (rest.len() - rest.trim_start_matches(is_space).len());
    let (piece, length) = piece(text.get(begin..)?)?;
    Some((piece, begin..begin + length))
}

/// White space as RON has it, which is not all that Unicode has.
const fn is_space(c: char) -> bool {
    matches!(c, ' ' | '\t'..='\r' | '\u{85}' | '\u{200e}' | '\u{200f}' | '\u{2028}' | '\u{2029}')
}

/// Kind and length of the piece that a text begins with; `None` at its end.
fn piece(rest: &str) -> Option<(Piece, usize)> {
    if matches!(
        rest.as_bytes().first(),
        Some(b'(' | b')' | b'[' | b']' | b'{' | b'}' | b',' | b':')
    ) {
        return Some((Piece::Other, 1));
    }
    let to = |end: Option<usize>| end.unwrap_or(rest.len());
    if rest.starts_with("//") {
        return Some((Piece::Comment, to(rest.find('\n'))));
    }
    if rest.starts_with("/*") {
        return Some((Piece::Comment, block_comment(rest)));
    }
    if rest.starts_with('"') {
        return Some((Piece::Text, quoted(rest)));
    }
    if let Some(length) = character(rest) {
        return Some((Piece::Other, length));
    }
    let word = rest.find(|c| !is_of_word(c)).unwrap_or(rest.len());
    if let ("r" | "br", raw) = rest.split_at(word) {
        let hashes = raw.len() - raw.trim_start_matches('#').len();
        if let Some(body) = raw[hashes..].strip_prefix('"') {
            let close = format!("\"{}", "#".repeat(hashes));
            let end = body.find(&close).map(|i| word + hashes + 1 + i + close.len());
            return Some((Piece::Text, to(end)));
        }
    }
    let sign = rest.chars().next()?.len_utf8();
    Some((Piece::Other, word.max(sign)))
}

/// Whether a character can stand in a word or a number.
fn is_of_word(c: char) -> bool {
    c == '_' || c.is_alphanumeric()
}

/// The length of a character in its quotes, such as `'"'`, that a text begins with.
fn character(rest: &str) -> Option<usize> {
    let mut chars = rest.strip_prefix('\'')?.chars();
    let (first, mut length) = (chars.next()?, 1);
    length += first.len_utf8();
    // What is escaped may be a quote itself, and the longest is '\u{10ffff}'.
    let most = if first == '\\' {
        length += chars.next()?.len_utf8();
        9
    } else {
        1
    };
    for c in chars.take(most) {
        length += c.len_utf8();
        if c == '\'' {
            return Some(length);
        }
    }
    None
}

fn quoted(rest: &str) -> usize {
    let mut escaped = false;
    for (i, c) in rest.char_indices().skip(1) {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => return i + 1,
            _ => {}
        }
    }
    rest.len()
}

/// RON's block comments nest.
fn block_comment(rest: &str) -> usize {
    let (mut depth, mut at) = (0_usize, 0);
    while let Some(step) = rest[at..].find(['/', '*']) {
        at += step;
        let two = rest.as_bytes().get(at..at + 2);
        if two == Some(b"/*") {
            (depth, at) = (depth + 1, at + 2);
        } else if two == Some(b"*/") {
            (depth, at) = (depth - 1, at + 2);
        } else {
            at += 1;
        }
        if depth == 0 {
            return at;
        }
    }
    rest.len()
}

/// What stands between the quotes of a string.
fn inside(text: &str) -> &str {
    let raw = text.strip_prefix('r').map_or(text, |raw| raw.trim_matches('#'));
    raw.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')).unwrap_or(raw)
}

/// Byte ranges of the strings that hold exactly `value`, in order.
pub(super) fn strings<'a>(
    text: &'a str,
    value: &'a str,
) -> impl Iterator<Item = std::ops::Range<usize>> + 'a {
    pieces(text)
        .filter(move |(piece, range)| {
            *piece == Piece::Text && inside(&text[range.clone()]) == value
        })
        .map(|(_, range)| range)
}

/// Byte range of the string of this number after the name of a field; none where there is no such
/// field or fewer strings.
pub(super) fn string_in(text: &str, field: &str, number: usize) -> Option<std::ops::Range<usize>> {
    let mut before = String::new();
    let mut left = number;
    let mut inside = false;
    for (piece, range) in pieces(text) {
        match piece {
            Piece::Text if inside && left == 0 => return Some(range),
            Piece::Text if inside => left -= 1,
            Piece::Text => before.clear(),
            Piece::Other if !inside => {
                before.push_str(&text[range]);
                let name = before.strip_suffix(':').and_then(|name| name.strip_suffix(field));
                inside = name.is_some_and(|rest| !rest.ends_with(char::is_alphanumeric));
            }
            Piece::Other | Piece::Comment => {}
        }
    }
    None
}

/// The comments, with their signs.
pub(super) fn comments(text: &str) -> impl Iterator<Item = &str> {
    pieces(text).filter(|(piece, _)| *piece == Piece::Comment).map(|(_, range)| &text[range])
}

/// Byte ranges of the strings that are the value of a field of this name, in order.
pub(super) fn values<'a>(
    text: &'a str,
    field: &'a str,
) -> impl Iterator<Item = std::ops::Range<usize>> + 'a {
    let mut before = String::new();
    pieces(text).filter_map(move |(piece, range)| match piece {
        Piece::Other => {
            before.push_str(&text[range]);
            None
        }
        Piece::Comment => None,
        Piece::Text => {
            let name = std::mem::take(&mut before);
            let own = name.strip_suffix(':').and_then(|name| name.strip_suffix(field));
            own.is_some_and(|rest| !rest.ends_with(char::is_alphanumeric)).then_some(range)
        }
    })
}
