//! Values as they are shown, and what became of one in a line.

use jiff::Timestamp;
use serde_json::Value;

use super::name::Names;
use crate::store::keys::{key_of, nothing, pair};

/// The longest stretch of a text that is shown in a line, in characters.
const LONG: usize = 60;

/// Fields that hold a word of the format and no text of a person.
const WORDS: [&str; 11] = [
    "status",
    "closeness",
    "confidence",
    "origin",
    "left",
    "right",
    "method",
    "kind",
    "way",
    "pool",
    "ruling",
];

/// Fields that hold a side.
const SIDES: [&str; 2] = ["choice", "side"];

/// Stands for what is not told while a round is collected.
const COVERED: &str = "not revealed";

/// Stands for what is never told of a round that stores no names.
const NAMELESS: &str = "not told";

/// What became of a value, in a line: `Points for Schema migrations: 50 → 60`.
pub(in crate::store) fn line(
    names: &Names<'_>,
    path: &[String],
    before: Option<&Value>,
    after: Option<&Value>,
) -> String {
    let title = names.title(path);
    // What is not revealed is in no excerpt either.
    let told = !names.is_covered(path);
    match (before.and_then(Value::as_str), after.and_then(Value::as_str)) {
        (Some(old), Some(new)) if told && (is_long(before) || is_long(after)) => {
            let (old, new) = (from_difference(old, new), from_difference(new, old));
            format!("{title} was rewritten: {} → {}", quoted(&old), quoted(&new))
        }
        (None, Some(text)) if told && is_long(after) => {
            format!("{title} was written: {}", quoted(text))
        }
        (Some(_), None) if is_long(before) => format!("{title} was taken out"),
        _ => {
            let (mut old, mut new) = (in_line(names, path, before), in_line(names, path, after));
            if told
                && old == new
                && let (Some(before), Some(after)) = (before, after)
            {
                // Numbers that differ beyond what is usually shown.
                (old, new) = (before.to_string(), after.to_string());
            }
            format!("{title}: {old} → {new}")
        }
    }
}

/// A text from shortly before where it begins to differ from another.
fn from_difference(text: &str, other: &str) -> String {
    let same = text.chars().zip(other.chars()).take_while(|(one, two)| one == two).count();
    let lead: String = text.chars().take(same).collect();
    let words: Vec<&str> = lead.split_inclusive(char::is_whitespace).collect();
    // Two whole words and the one in which they part.
    let shown: usize = words.iter().rev().take(3).map(|word| word.chars().count()).sum();
    let begin = same - shown;
    let rest: String = text.chars().skip(begin).collect();
    if begin == 0 { rest } else { format!("…{rest}") }
}

/// A value in a line.
pub(in crate::store) fn in_line(
    names: &Names<'_>,
    path: &[String],
    value: Option<&Value>,
) -> String {
    let usual = || path.last().and_then(|field| usual(field)).unwrap_or("nothing").to_owned();
    shown(names, path, value).unwrap_or_else(usual)
}

/// What a field means that is left out, where that is not nothing.
fn usual(field: &str) -> Option<&'static str> {
    Some(match field {
        "strength" => "1",
        "closeness" => "close",
        "pool" => "median",
        "method" => "swing",
        "way" => "here",
        "present" | "names_stored" => "yes",
        "done" => "no",
        "minutes" => "0",
        "ruling" => "open",
        _ => return None,
    })
}

/// Whether a text is too long to be shown in a line.
pub(in crate::store) fn is_long(value: Option<&Value>) -> bool {
    let text = value.and_then(Value::as_str).unwrap_or_default();
    text.contains('\n') || text.chars().nth(LONG).is_some()
}

/// A value as it is shown, texts in full; none where there is nothing.
pub(in crate::store) fn shown(
    names: &Names<'_>,
    path: &[String],
    value: Option<&Value>,
) -> Option<String> {
    let value = value.filter(|value| !nothing(Some(value)))?;
    if names.is_covered(path) {
        let word = if names.is_nameless(path) { NAMELESS } else { COVERED };
        return Some(word.to_owned());
    }
    let field = path.last().map_or("", String::as_str);
    Some(match value {
        Value::Null => return None,
        Value::Bool(true) => "yes".to_owned(),
        Value::Bool(false) => "no".to_owned(),
        Value::Number(number) => number.as_f64().map_or_else(|| number.to_string(), plain),
        Value::String(text) => word(names, field, text),
        Value::Array(list) => {
            let rows: Vec<String> = list.iter().map(|row| row_shown(names, path, row)).collect();
            if rows.is_empty() { "nothing".to_owned() } else { rows.join(", ") }
        }
        Value::Object(fields) => {
            let parts = fields.iter().filter_map(|(name, value)| {
                let mut inner = path.to_vec();
                inner.push(name.clone());
                let value = shown(names, &inner, Some(value))?;
                Some(format!("{}: {value}", name.replace('_', " ")))
            });
            parts.collect::<Vec<_>>().join(", ")
        }
    })
}

/// One thing of a list, by its name where it has one.
fn row_shown(names: &Names<'_>, path: &[String], row: &Value) -> String {
    let mut inner = path.to_vec();
    inner.extend(key_of(row).map(str::to_owned));
    match (pair(row), key_of(row)) {
        (Some((_, value)), _) => {
            format!("{} {}", names.title(&inner), in_line(names, &inner, Some(value)))
        }
        (None, Some(_)) => names.item(&inner),
        (None, None) => in_line(names, path, Some(row)),
    }
}

fn word(names: &Names<'_>, field: &str, text: &str) -> String {
    if SIDES.contains(&field) {
        return names.side(text);
    }
    if WORDS.contains(&field) {
        return text.replace('_', " ");
    }
    if let Some(name) = names.referred(field, text) {
        return name;
    }
    match text.parse::<Timestamp>() {
        Ok(at) => format!("{} UTC", at.strftime("%Y-%m-%d %H:%M:%S")),
        Err(_) if text.parse::<jiff::civil::Date>().is_ok() => text.to_owned(),
        Err(_) => format!("“{text}”"),
    }
}

/// A number with at most two decimals.
fn plain(value: f64) -> String {
    let text = format!("{value:.2}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// A text in one line, cut short.
pub(super) fn said(text: &str) -> String {
    let flat = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut short: String = flat.chars().take(LONG).collect();
    if short.len() < flat.len() {
        short.push('…');
    }
    short
}

/// The same in quotes.
pub(super) fn quoted(text: &str) -> String {
    format!("“{}”", said(text))
}
