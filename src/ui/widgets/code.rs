//! Python and SQL with the colours of their words, and SQL laid out over lines. A light scanner is
//! all that code of a few lines needs.

use egui::epaint::text::{LayoutJob, TextFormat};
use egui::{Color32, CornerRadius, FontId, Frame, Label, Margin, Response, Stroke, Ui};
use sqlformat::{FormatOptions, QueryParams};

use crate::ui::theme::{self, Palette, palette, size};

/// A language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Language {
    /// Python.
    Python,
    /// SQL.
    Sql,
    /// Anything else, in one colour.
    Plain,
}

/// What a stretch of code is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Token {
    /// A word of the language.
    Word,
    /// A text or a number.
    Text,
    /// A comment.
    Comment,
    /// Everything else.
    Plain,
}

const PYTHON: [&str; 33] = [
    "False", "None", "True", "and", "as", "assert", "async", "await", "break", "class", "continue",
    "def", "del", "elif", "else", "except", "finally", "for", "from", "global", "if", "import",
    "in", "is", "lambda", "not", "or", "pass", "raise", "return", "try", "while", "with",
];

const SQL: [&str; 64] = [
    "ADD",
    "ALL",
    "ALTER",
    "AND",
    "AS",
    "ASC",
    "BEGIN",
    "BETWEEN",
    "BY",
    "CASE",
    "CAST",
    "COLUMN",
    "COMMIT",
    "CONFLICT",
    "CREATE",
    "CROSS",
    "DEFAULT",
    "DELETE",
    "DESC",
    "DISTINCT",
    "DO",
    "DROP",
    "ELSE",
    "END",
    "EXISTS",
    "FROM",
    "GROUP",
    "HAVING",
    "IN",
    "INDEX",
    "INNER",
    "INSERT",
    "INTO",
    "IS",
    "JOIN",
    "KEY",
    "LATERAL",
    "LEFT",
    "LIKE",
    "LIMIT",
    "NOT",
    "NULL",
    "OFFSET",
    "ON",
    "OR",
    "ORDER",
    "OUTER",
    "OVER",
    "PARTITION",
    "RECURSIVE",
    "RELEASE",
    "RETURNING",
    "ROLLBACK",
    "SAVEPOINT",
    "SELECT",
    "SET",
    "TABLE",
    "THEN",
    "UNION",
    "UPDATE",
    "VALUES",
    "WHEN",
    "WHERE",
    "WITH",
];

/// The longest statement that is laid out anew, in bytes.
const LONGEST: usize = 8_000;

/// Code in a frame.
pub fn code(ui: &mut Ui, language: Language, text: &str) -> Response {
    let palette = palette(ui);
    Frame::new()
        .fill(palette.page)
        .stroke(Stroke::new(1.0, palette.line))
        .corner_radius(CornerRadius::same(theme::CORNER))
        .inner_margin(Margin::symmetric(10, 8))
        .show(ui, |ui| {
            ui.set_width(ui.available_width());
            ui.add(Label::new(job(palette, language, text)).wrap())
        })
        .inner
}

fn job(palette: &Palette, language: Language, text: &str) -> LayoutJob {
    let mut job = LayoutJob::default();
    for (token, part) in tokens(language, text) {
        let format = TextFormat {
            font_id: FontId::monospace(size::QUIET),
            color: color(palette, token),
            line_height: Some(17.0),
            ..TextFormat::default()
        };
        job.append(part, 0.0, format);
    }
    job
}

const fn color(palette: &Palette, token: Token) -> Color32 {
    match token {
        Token::Word => palette.code_word,
        Token::Text => palette.code_text,
        Token::Comment => palette.quiet,
        Token::Plain => palette.ink,
    }
}

/// The stretches of a text, which are the whole of it.
#[must_use]
pub fn tokens(language: Language, text: &str) -> Vec<(Token, &str)> {
    if language == Language::Plain {
        return vec![(Token::Plain, text)];
    }
    let mut found: Vec<(Token, &str)> = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let (token, length) = scan(language, rest, first);
        let (part, after) = rest.split_at(length);
        found.push((token, part));
        rest = after;
    }
    found
}

/// What a text begins with, and how long that is in bytes: never nothing.
fn scan(language: Language, rest: &str, first: char) -> (Token, usize) {
    let comment = if language == Language::Python { "#" } else { "--" };
    let run = |belongs: fn(char) -> bool| rest.find(|c| !belongs(c)).unwrap_or(rest.len());
    if rest.starts_with(comment) {
        (Token::Comment, rest.find('\n').unwrap_or(rest.len()))
    } else if first == '\'' || (first == '"' && language == Language::Python) {
        (Token::Text, quoted(rest, first))
    } else if first == '"' {
        (Token::Plain, quoted(rest, first))
    } else if first.is_ascii_digit() {
        (Token::Text, run(|c| c.is_ascii_digit() || c == '.' || c == '_'))
    } else if is_name(first) {
        let length = run(is_name);
        let word = &rest[..length];
        let known = match language {
            Language::Python => PYTHON.contains(&word),
            Language::Sql => SQL.contains(&word.to_ascii_uppercase().as_str()),
            Language::Plain => false,
        };
        (if known { Token::Word } else { Token::Plain }, length)
    } else {
        (Token::Plain, first.len_utf8())
    }
}

fn is_name(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// How long a text in quotes is, the end of the whole where it is not closed.
fn quoted(rest: &str, quote: char) -> usize {
    let triple: String = [quote; 3].iter().collect();
    let end = if rest.starts_with(&triple) { triple } else { quote.to_string() };
    let mut at = end.len();
    while let Some(c) = rest[at..].chars().next() {
        if rest[at..].starts_with(&end) {
            return at + end.len();
        }
        at += c.len_utf8();
        if c == '\\' {
            at += rest[at..].chars().next().map_or(0, char::len_utf8);
        }
    }
    rest.len()
}

/// A statement laid out over lines. Nothing but spaces is changed: where the library would change
/// more, the statement stays as it is.
#[must_use]
pub fn laid_out(sql: &str) -> String {
    if sql.len() > LONGEST {
        return sql.to_owned();
    }
    let options = FormatOptions {
        max_inline_block: 80,
        max_inline_arguments: Some(80),
        max_inline_top_level: Some(80),
        ..FormatOptions::default()
    };
    let text = sqlformat::format(&named(sql), &QueryParams::None, &options);
    let text = unnamed(&text);
    let bare = |text: &str| text.split_whitespace().collect::<String>();
    if bare(&text) == bare(sql) { text } else { sql.to_owned() }
}

/// What stands for a place that is filled in, while the library sees it: `%s` would come back as an
/// operator and a name.
const PLACES: [(&str, &str); 3] =
    [("%s", "zzplace_s"), ("%(", "zzplace_open_"), (")s", "_zzclose_s")];

fn named(sql: &str) -> String {
    // A bracket that closes counts only after one that a sign has opened.
    if sql.contains("%(") {
        let mut parts = sql.split("%(");
        let mut whole = parts.next().unwrap_or_default().to_owned();
        for part in parts {
            whole.push_str(PLACES[1].1);
            whole.push_str(&part.replacen(PLACES[2].0, PLACES[2].1, 1));
        }
        return whole;
    }
    sql.replace(PLACES[0].0, PLACES[0].1)
}

fn unnamed(text: &str) -> String {
    PLACES.iter().fold(text.to_owned(), |text, (place, name)| text.replace(name, place))
}

/// How many lines that are the same may follow each other.
const ALIKE: usize = 3;

/// A text in which long runs of the same line are counted.
#[must_use]
pub fn shortened(text: &str) -> String {
    let lines: Vec<&str> = text.lines().collect();
    let runs = lines.chunk_by(|one, next| one == next);
    let short = runs.flat_map(|run| {
        let more = run.len().saturating_sub(ALIKE);
        let shown = if more > 1 { &run[..ALIKE] } else { run };
        let rest = (more > 1).then(|| {
            let indent: String = run[0].chars().take_while(|c| c.is_whitespace()).collect();
            format!("{indent}-- and {more} more of these")
        });
        shown.iter().map(|line| (*line).to_owned()).chain(rest)
    });
    short.collect::<Vec<_>>().join("\n")
}
