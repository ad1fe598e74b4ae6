//! What is wrong with a template, where, and what to do about it.

use minijinja::value::{Value, ValueKind};
use minijinja::{Error, ErrorKind};
use thiserror::Error as ErrorText;

/// A template that could not be used.
#[derive(Clone, Debug, PartialEq, Eq, ErrorText)]
#[error("{name}:{line}:{column}: {what}\n{line:>4} | {excerpt}\n{fix}")]
pub struct TemplateError {
    /// The template's file name.
    pub name: String,
    /// The line, counted from 1.
    pub line: usize,
    /// The column, counted from 1 in characters.
    pub column: usize,
    /// What is wrong.
    pub what: String,
    /// The line's text.
    pub excerpt: String,
    /// What to do.
    pub fix: String,
}

/// Names no further apart than this may be a slip.
const SLIP: f64 = 0.6;

impl TemplateError {
    pub(super) fn of(name: &str, source: &str, values: &Value, error: &Error) -> Self {
        let innermost = innermost(error);
        let at = innermost.range().map(|range| range.start.min(source.len()));
        let (line, column) = match at.and_then(|at| source.get(..at)) {
            Some(before) => {
                let start = before.rfind('\n').map_or(0, |at| at + 1);
                let column = before.get(start..).unwrap_or_default().chars().count() + 1;
                (before.matches('\n').count() + 1, column)
            }
            None => (innermost.line().unwrap_or(1), 1),
        };
        let excerpt = source.lines().nth(line - 1).unwrap_or_default().trim_end().to_owned();
        let piece = innermost.range().and_then(|range| source.get(range)).unwrap_or_default();
        let (what, fix) = told(innermost, piece, values);
        Self { name: name.to_owned(), line, column, what, excerpt, fix }
    }

    pub(super) fn not_text(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            line: 1,
            column: 1,
            what: "what the template makes is no text".to_owned(),
            excerpt: String::new(),
            fix: "Start again from the built-in template.".to_owned(),
        }
    }
}

/// The error in the template that was written, not in what led there.
fn innermost(error: &Error) -> &Error {
    let source = std::error::Error::source(error).and_then(|source| source.downcast_ref::<Error>());
    match source {
        Some(inner) if inner.range().is_some() => innermost(inner),
        _ => error,
    }
}

/// What is wrong, and what to do.
fn told(error: &Error, piece: &str, values: &Value) -> (String, String) {
    let detail = error.detail().unwrap_or_default();
    let said = if detail.is_empty() { error.kind().to_string() } else { detail.to_owned() };
    match error.kind() {
        ErrorKind::UndefinedError => {
            let what = match piece.trim() {
                "" => "a name is used that there is not".to_owned(),
                piece => format!("there is no {piece}"),
            };
            (what, meant(piece, values))
        }
        ErrorKind::UnknownFilter => {
            let what = format!("there is no such filter: {}", piece.trim());
            let fix = "Filters of ours are link, paragraphs, percent, score and sentence; the \
                       others are Jinja’s. Nothing can switch escaping off.";
            (what, fix.to_owned())
        }
        ErrorKind::OutOfFuel => (
            "the template goes on and on".to_owned(),
            "Look for a loop over far more than a session holds.".to_owned(),
        ),
        ErrorKind::WriteFailure => {
            (said, "Look for a loop that writes the same again and again.".to_owned())
        }
        ErrorKind::SyntaxError => (
            said,
            "Close every {% if %} and {% for %} with its {% endif %} or {% endfor %}.".to_owned(),
        ),
        _ => (said, "weighbridge template prints the built-in one to compare with.".to_owned()),
    }
}

/// The name that may have been meant by the one among these that there is not.
fn meant(piece: &str, values: &Value) -> String {
    let mut known = Vec::new();
    names(values, 3, &mut known);
    known.sort();
    known.dedup();
    let parts = piece.split(|c: char| !c.is_alphanumeric() && c != '_');
    let wanted =
        parts.filter(|part| !part.is_empty()).find(|part| !known.iter().any(|k| k == part));
    let wanted = wanted.unwrap_or(piece);
    let near = known
        .iter()
        .map(|name| (strsim::normalized_damerau_levenshtein(name, wanted), name))
        .filter(|(near, _)| *near >= SLIP)
        .max_by(|a, b| a.0.total_cmp(&b.0));
    match near {
        Some((_, name)) => format!("Did you mean {name}?"),
        None => "weighbridge template prints the built-in one, which uses every name.".to_owned(),
    }
}

/// Every name that the values have, so deep.
fn names(values: &Value, depth: usize, known: &mut Vec<String>) {
    let each = |value: &Value| value.try_iter().ok();
    match values.kind() {
        ValueKind::Map => {
            for key in each(values).into_iter().flatten() {
                if let Some(name) = key.as_str() {
                    known.push(name.to_owned());
                }
                if depth > 0
                    && let Ok(value) = values.get_item(&key)
                {
                    names(&value, depth - 1, known);
                }
            }
        }
        ValueKind::Seq if depth > 0 => {
            if let Some(first) = each(values).and_then(|mut items| items.next()) {
                names(&first, depth - 1, known);
            }
        }
        _ => {}
    }
}
