//! How wide a text is, near enough to keep it in its place: pictures are laid out without a font,
//! and shown in whichever the reader has.

/// The width of a text in the units of its size, rather too wide than too narrow.
pub(super) fn width(text: &str, size: f64, bold: bool) -> f64 {
    let wide: f64 = text.chars().map(em).sum();
    wide * size * if bold { 1.06 } else { 1.0 }
}

/// A text that fits into some width, cut where it must be.
pub(super) fn fitted(text: &str, room: f64, size: f64, bold: bool) -> String {
    let line: String = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if width(&line, size, bold) <= room {
        return line;
    }
    let mut left = room - width("…", size, bold);
    let kept = line.chars().take_while(|c| {
        left -= width(c.encode_utf8(&mut [0; 4]), size, bold);
        left >= 0.0
    });
    let kept: String = kept.collect();
    format!("{}…", kept.trim_end())
}

/// A text in lines of some width, broken between words.
pub(super) fn wrapped(text: &str, room: f64, size: f64, bold: bool) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        let longer = lines.last().map(|line| format!("{line} {word}"));
        match (longer.filter(|line| width(line, size, bold) <= room), lines.last_mut()) {
            (Some(longer), Some(line)) => *line = longer,
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}

/// The width of a letter in em, as in Inter.
const fn em(c: char) -> f64 {
    match c {
        'i' | 'j' | 'l' | 'I' | '.' | ',' | ':' | ';' | '\'' | '|' | '!' | ' ' => 0.3,
        'f' | 'r' | 't' | '(' | ')' | '[' | ']' | '-' | '"' | '/' => 0.4,
        'a'..='h' | 'k' | 'n'..='q' | 's' | 'u' | 'v' | 'x'..='z' | '0'..='9' => 0.62,
        'w' => 0.84,
        'm' | '…' | '%' => 0.92,
        'M' | 'W' | '@' | '←' | '→' => 1.05,
        'A'..='Z' => 0.76,
        // Ideographs take a square, and emoji more than that.
        '\u{1100}'..='\u{115f}' | '\u{2e80}'..='\u{ffef}' => 1.0,
        '\u{10000}'.. => 1.4,
        _ => 0.7,
    }
}
