//! How values get into a template's text, and what a template can do with them.

use minijinja::value::{Value, ValueKind};
use minijinja::{Environment, Error, Output};

use super::Kind;
use crate::analysis::words;
use crate::report::chart::escaped;
use crate::report::escape;

/// Writes a value, escaped for the kind of file.
pub(super) fn write(out: &mut Output<'_>, kind: Kind, value: &Value) -> Result<(), Error> {
    let written = match value.kind() {
        ValueKind::None => Ok(()),
        ValueKind::Undefined => {
            return Err(Error::new(minijinja::ErrorKind::UndefinedError, "there is no such value"));
        }
        _ if value.is_safe() => out.write_str(&value.to_string()),
        _ => match kind {
            Kind::Html => out.write_str(&escaped(&value.to_string())),
            Kind::Markdown => out.write_str(&escape::inline(&value.to_string())),
        },
    };
    written.map_err(|_| Error::new(minijinja::ErrorKind::WriteFailure, "the text is too large"))
}

/// The filters that a template has besides those of the language.
pub(super) fn add(environment: &mut Environment<'static>, kind: Kind) {
    environment.add_filter("paragraphs", paragraphs);
    environment.add_filter("percent", words::percent);
    environment.add_filter("score", words::score);
    environment.add_filter("sentence", |text: String| words::sentence(&text));
    environment.add_filter("link", move |title: String, address: Option<String>| {
        Value::from_safe_string(link(kind, &title, address.as_deref()))
    });
}

/// The lines of a text that hold something.
fn paragraphs(text: &str) -> Vec<String> {
    text.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect()
}

/// A title that leads to an address, where that is one to follow.
fn link(kind: Kind, title: &str, address: Option<&str>) -> String {
    match (kind, address.filter(|address| can_be_followed(address))) {
        (Kind::Html, Some(to)) => {
            format!("<a href=\"{}\" rel=\"noreferrer\">{}</a>", escaped(to), escaped(title))
        }
        (Kind::Html, None) => escaped(title),
        (Kind::Markdown, Some(to)) => format!("[{}](<{to}>)", escape::inline(title)),
        (Kind::Markdown, None) => escape::inline(title),
    }
}

/// Whether an address leads to a page or a mailbox, and cannot end what it stands in.
fn can_be_followed(address: &str) -> bool {
    let scheme = ["https://", "http://", "mailto:"].iter().any(|start| address.starts_with(start));
    let breaks = |c: char| c.is_whitespace() || c.is_control() || "<>\\\"`".contains(c);
    scheme && !address.contains(breaks)
}
