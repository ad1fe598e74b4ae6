//! What is wrong with a template, said so that whoever wrote it can mend it.

use std::collections::BTreeSet;

use minijinja::value::ValueKind;
use minijinja::{ErrorKind, Value};
use thiserror::Error;

use super::values;

/// A problem at a place in a template.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("{name}:{line}:{column}: {what}\n{}\n{fix}", self.snippet())]
pub struct TemplateError {
    /// The template's name.
    pub name: Box<str>,
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
    /// The line in question, cut to a readable length.
    pub excerpt: Box<str>,
    /// Where the mark under the excerpt begins, in characters, and how long it is.
    pub mark: (usize, usize),
    /// What is wrong.
    pub what: Box<str>,
    /// What to do about it.
    pub fix: Box<str>,
}

/// The longest excerpt, in characters.
const EXCERPT: usize = 100;

/// Jinja's filters that are often wanted, to guess what was meant.
const COMMON: [&str; 25] = [
    "abs",
    "batch",
    "capitalize",
    "default",
    "escape",
    "first",
    "float",
    "groupby",
    "indent",
    "int",
    "items",
    "join",
    "last",
    "length",
    "lines",
    "list",
    "lower",
    "map",
    "replace",
    "reverse",
    "round",
    "sort",
    "title",
    "trim",
    "upper",
];

impl TemplateError {
    /// The engine's error in our words.
    pub(super) fn of(name: &str, source: &str, error: &minijinja::Error, seen: &Value) -> Self {
        let detail = error.detail().unwrap_or_default();
        let (what, fix) = explained(error.kind(), detail, seen);
        let line = error.line().unwrap_or(1);
        let (start, end) = match error.range() {
            Some(range) => (range.start, range.end),
            None => line_range(source, line),
        };
        Self::at(name, source, (start, end), &what, &fix)
    }

    /// A page that nobody could open.
    pub(super) fn too_long(name: &str, source: &str, bytes: usize) -> Self {
        let what = format!("the page is {} MB long", bytes >> 20);
        let fix = "Look for a loop inside a loop that writes everything again and again.";
        Self::at(name, source, (0, 0), &what, fix)
    }

    fn at(name: &str, source: &str, place: (usize, usize), what: &str, fix: &str) -> Self {
        let start = source.floor_char_boundary(place.0);
        let end = source.floor_char_boundary(place.1.max(start));
        let (before, rest) = source.split_at(start);
        let line_start = before.rfind('\n').map_or(0, |at| at + 1);
        let line_end = rest.find('\n').map_or(source.len(), |at| start + at);
        let column = source[line_start..start].chars().count();
        let length = source[start..end.min(line_end)].chars().count().max(1);

        // A long line is shown from shortly before the problem on.
        let skip = if column + length > EXCERPT { column.saturating_sub(EXCERPT / 2) } else { 0 };
        let shown = source[line_start..line_end].chars().skip(skip).take(EXCERPT);
        let excerpt: String = shown.map(|c| if c.is_control() { ' ' } else { c }).collect();
        Self {
            name: name.into(),
            line: before.matches('\n').count() + 1,
            column: column + 1,
            excerpt: excerpt.into(),
            mark: (column - skip, length.min(EXCERPT)),
            what: what.into(),
            fix: fix.into(),
        }
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

/// The bytes of a line, without the white space around it.
fn line_range(source: &str, line: usize) -> (usize, usize) {
    let start: usize =
        source.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum();
    let text = source[start..].lines().next().unwrap_or_default();
    let lead = text.len() - text.trim_start().len();
    (start + lead, start + text.trim_end().len())
}

/// What is wrong and what to do about it.
fn explained(kind: ErrorKind, detail: &str, seen: &Value) -> (String, String) {
    match kind {
        ErrorKind::UndefinedError => undefined(detail, seen),
        ErrorKind::SyntaxError => syntax(detail),
        ErrorKind::UnknownFilter => {
            let name = detail.split_whitespace().nth(1).unwrap_or_default();
            let known = COMMON.iter().chain(&values::FILTERS).copied();
            let fix = nearest(name, known).map_or_else(
                || format!("Jinja’s usual filters are there, and {}.", values::FILTERS.join(", ")),
                |near| format!("Did you mean “{near}”?"),
            );
            (format!("there is no filter “{name}”"), fix)
        }
        ErrorKind::OutOfFuel => (
            "the template does not come to an end".to_owned(),
            "Look for a loop over far too much, such as a range with a large number.".to_owned(),
        ),
        other => {
            let what = if detail.is_empty() { other.to_string() } else { detail.to_owned() };
            let fix = "The built-in template shows how each value is used; begin from it.";
            (what, fix.to_owned())
        }
    }
}

fn undefined(detail: &str, seen: &Value) -> (String, String) {
    let Some(expression) = detail.split('`').nth(1) else {
        let fix = "Ask first: {% if … is defined %}, or begin from the built-in template.";
        return ("a value is asked for that is not there".to_owned(), fix.to_owned());
    };
    let (owner, name) = expression.rsplit_once('.').unwrap_or(("", expression));
    let mut names = BTreeSet::new();
    collect(seen, owner.is_empty(), &mut names);
    let fix = match nearest(name, names.iter().map(String::as_str)) {
        Some(near) => format!("Did you mean “{near}”?"),
        None if owner.is_empty() => {
            let names: Vec<_> = names.into_iter().collect();
            format!("A template knows: {}.", names.join(", "))
        }
        None => format!("“{owner}” has no such value here; the built-in template shows all names."),
    };
    (format!("there is no “{expression}”"), fix)
}

fn syntax(detail: &str) -> (String, String) {
    let other = ["include", "import", "from", "extends", "block", "macro", "call"];
    let statement = detail.strip_prefix("unknown statement ");
    let fix = if statement.is_some_and(|name| other.contains(&name)) {
        "A template stands alone: it reads no other file and has no macros. Put the text here."
    } else {
        "{{ … }} shows a value; {% if … %} and {% for … %} each want their end, {% endif %} and \
         {% endfor %}."
    };
    (detail.to_owned(), fix.to_owned())
}

/// The names of the values; those inside of others too, unless only the outermost are asked for.
fn collect(value: &Value, outermost: bool, names: &mut BTreeSet<String>) {
    let inner: Vec<Value> = value.try_iter().into_iter().flatten().collect();
    match value.kind() {
        ValueKind::Map => {
            for key in inner {
                names.insert(key.to_string());
                if !outermost && let Ok(inside) = value.get_item(&key) {
                    collect(&inside, false, names);
                }
            }
        }
        // Every row of a list has the same names.
        ValueKind::Seq => inner.iter().take(1).for_each(|row| collect(row, outermost, names)),
        _ => {}
    }
}

fn nearest<'a>(found: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let scored = known.map(|name| (strsim::damerau_levenshtein(found, name), name));
    scored.min().filter(|(distance, _)| *distance <= 2).map(|(_, name)| name)
}
