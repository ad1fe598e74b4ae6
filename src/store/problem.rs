//! What is wrong with a file, said so that a person can mend it.

use std::fmt;
use std::path::Path;

use super::OpenError;
use super::probe::Traits;
use crate::session;

/// A problem at a place in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LoadProblem {
    /// The file's name, once known.
    pub file: Option<String>,
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
    /// The line in question, cut to a readable length.
    pub excerpt: String,
    /// Where the mark under the excerpt begins, in characters, and how long it is.
    pub mark: (usize, usize),
    /// What is wrong.
    pub what: String,
    /// What to do about it.
    pub fix: String,
}

/// The longest sentence about a problem, in characters: what is quoted in it may be of any length.
const SENTENCE: usize = 400;

/// The longest excerpt, in characters.
const EXCERPT: usize = 100;

impl LoadProblem {
    /// A problem at a byte range of a text.
    #[must_use]
    pub fn at(text: &str, start: usize, end: usize, what: &str, fix: &str) -> Box<Self> {
        let start = floor_boundary(text, start);
        let end = floor_boundary(text, end.max(start));
        let before = &text[..start];
        let line_start = before.rfind('\n').map_or(0, |i| i + 1);
        let line_end = text[start..].find('\n').map_or(text.len(), |i| start + i);
        let column = text[line_start..start].chars().count();
        let length = text[start..end.min(line_end)].chars().count().max(1);

        // A long line is shown from shortly before the problem on.
        let skip = if column + length > EXCERPT { column.saturating_sub(EXCERPT / 2) } else { 0 };
        let shown = text[line_start..line_end].chars().skip(skip).take(EXCERPT);
        // A control is shown as a space, so that the mark stands where it should.
        let shown: String = shown.map(|c| if c.is_control() { ' ' } else { c }).collect();
        let excerpt = session::clean_text(&shown);
        Box::new(Self {
            file: None,
            line: before.matches('\n').count() + 1,
            column: column + 1,
            excerpt,
            mark: (column - skip, length.min(EXCERPT)),
            what: clipped(what),
            fix: clipped(fix),
        })
    }

    /// The same problem with the file's name.
    #[must_use]
    pub fn in_file(mut self: Box<Self>, path: &Path) -> Box<Self> {
        self.file = Some(path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into());
        self
    }

    /// The excerpt with its line number, and below it a mark under the place.
    #[must_use]
    pub fn snippet(&self) -> String {
        let number = self.line.to_string();
        let gap = " ".repeat(number.len());
        let (at, length) = self.mark;
        format!("  {number} | {}\n  {gap} | {}{}", self.excerpt, " ".repeat(at), "^".repeat(length))
    }
}

impl fmt::Display for LoadProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let file = self.file.as_deref().unwrap_or("text");
        writeln!(f, "{file}:{}:{}: {}", self.line, self.column, self.what)?;
        writeln!(f, "{}", self.snippet())?;
        write!(f, "{}", self.fix)
    }
}

/// A sentence that can be read, with nothing in it that a terminal would obey.
fn clipped(sentence: &str) -> String {
    let plain = session::clean_text(sentence);
    match plain.char_indices().nth(SENTENCE) {
        Some((end, _)) => format!("{}…", &plain[..end]),
        None => plain,
    }
}

fn floor_boundary(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// What to do about a file that is no UTF-8 text.
#[derive(Clone, Copy)]
pub(super) struct Encoding {
    utf16: &'static str,
    other: &'static str,
}

/// For sessions.
pub(super) const SESSION: Encoding = Encoding {
    utf16: "A session is UTF-8. Save it again as UTF-8 in the editor it comes from.",
    other: "The file is damaged or of another kind; a .bak, if there is one beside it, is the version before.",
};

/// For ballots.
pub(super) const BALLOT: Encoding = Encoding {
    utf16: "A ballot is UTF-8. Save it again as UTF-8 in the editor it comes from.",
    other: "The file is damaged or of another kind; save it again as plain text in UTF-8.",
};

/// For small texts that somebody wrote by hand.
pub(super) const TEXT: Encoding = Encoding {
    utf16: "Save it again as UTF-8 in the editor it comes from.",
    other: "The file is no text; check that it is the right one.",
};

/// For tables.
pub(super) const TABLE: Encoding = Encoding {
    utf16: "Save the table again as “CSV UTF-8” in the program it comes from.",
    other: "Save the table again as “CSV UTF-8” in the program it comes from.",
};

/// Bytes → text with `\n` line ends and no byte-order mark.
pub(super) fn decode(path: &Path, bytes: Vec<u8>, fix: Encoding) -> Result<String, OpenError> {
    if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) {
        let problem = LoadProblem::at("", 0, 0, "the file is UTF-16 text", fix.utf16);
        return Err(OpenError::Problem(problem.in_file(path)));
    }
    match String::from_utf8(bytes) {
        Ok(text) => {
            let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
            Ok(text.replace("\r\n", "\n").replace('\r', "\n"))
        }
        Err(error) => {
            let at = error.utf8_error().valid_up_to();
            let text = String::from_utf8_lossy(error.as_bytes());
            let problem = LoadProblem::at(&text, at, at + 1, "this is not UTF-8 text", fix.other);
            Err(OpenError::Problem(problem.in_file(path)))
        }
    }
}

/// The first mark of a git conflict, as a problem.
pub(super) fn conflict(text: &str) -> Option<Box<LoadProblem>> {
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        if line.starts_with("<<<<<<< ") || line.starts_with(">>>>>>> ") {
            let fix = "Two versions were merged and left unfinished: keep one of the two \
                       between the marks, and take the marks out.";
            let end = at + line.trim_end().len();
            return Some(LoadProblem::at(text, at, end, "the file holds git conflict marks", fix));
        }
        at += line.len();
    }
    None
}

/// Tells apart what is often opened by mistake.
pub(super) fn sniff(text: &str, wanted: &Traits) -> Result<(), Box<LoadProblem>> {
    let name = wanted.name;
    let lead = text.len() - text.trim_start().len();
    let found = |at: usize, length: usize, what: &str, fix: &str| {
        Err(LoadProblem::at(text, at, at + length, what, fix))
    };
    let begin = &text[lead..];
    let lower = begin.get(..15).unwrap_or(begin).to_lowercase();
    if begin.is_empty() {
        let fix =
            "Nothing was written to it; a .bak, if there is one beside it, is the version before.";
        found(0, 0, "the file is empty", fix)
    } else if begin.starts_with("{\\rtf") {
        let fix = "Save it as plain text in the editor it comes from.";
        found(lead, 5, &format!("this is rich text, a {name} is plain text"), fix)
    } else if begin.starts_with('{') {
        found(lead, 1, &format!("this is JSON, a {name} is RON"), wanted.choose)
    } else if lower.starts_with("<!doctype") || lower.starts_with("<html") {
        let fix = "A web page was saved in its place; download the file itself.";
        found(lead, 1, &format!("this is a web page, a {name} is RON"), fix)
    } else if let Some(at) = text.find('\0') {
        let fix = "The file is damaged or of another kind; a .bak, if there is one beside it, is the version before.";
        found(at, 1, &format!("the file holds zero bytes, a {name} is plain text"), fix)
    } else {
        Ok(())
    }
}
