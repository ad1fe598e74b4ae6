//! What a template sees: the summary, pictures of its numbers, and a few filters for what Jinja
//! cannot do safely.

use std::collections::BTreeMap;

use jiff::civil::Date;
use minijinja::value::Serde;
use minijinja::{Environment, Value};
use serde::Serialize;

use super::{Kind, escape};
use crate::report::{Summary, chart};

#[derive(Serialize)]
struct Context<'a> {
    #[serde(flatten)]
    summary: &'a Summary,
    /// By name; none while the result is covered.
    charts: BTreeMap<&'static str, Chart>,
    /// Where it comes from, in words.
    provenance: String,
}

#[derive(Serialize)]
struct Chart {
    title: String,
    description: String,
    /// The picture, ready to stand in a page; empty in Markdown, which takes none.
    svg: Value,
}

/// The values by name.
pub(super) fn context(kind: Kind, summary: &Summary) -> Value {
    let charts = chart::all(summary).into_iter().map(|picture| {
        let svg = match kind {
            Kind::Html => chart::svg(&picture, &format!("chart-{}", picture.name)),
            Kind::Markdown => String::new(),
        };
        let svg = Value::from_safe_string(svg);
        (picture.name, Chart { title: picture.title, description: picture.description, svg })
    });
    let provenance = summary.origin.name();
    Value::from(Serde(Context { summary, charts: charts.collect(), provenance }))
}

/// The filters of our own, by name, beside Jinja's.
pub(super) const FILTERS: [&str; 5] = ["day", "link", "number", "paragraphs", "points"];

/// Adds them.
pub(super) fn add_filters(environment: &mut Environment<'_>, kind: Kind) {
    environment.add_filter("paragraphs", move |text: &str, indent: Option<usize>| {
        Value::from_safe_string(paragraphs(kind, text, indent.unwrap_or(0)))
    });
    environment.add_filter("points", |text: &str| -> Vec<String> {
        let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
        lines.map(str::to_owned).collect()
    });
    environment.add_filter("number", number);
    environment.add_filter("day", |date: &str| match date.parse::<Date>() {
        Ok(date) => date.strftime("%-d %B %Y").to_string(),
        Err(_) => date.to_owned(),
    });
    environment.add_filter("link", move |text: &str, address: Option<&str>| {
        Value::from_safe_string(link(kind, text, address))
    });
}

/// A number with at most two decimals: `85`, `7.5`.
fn number(value: f64) -> String {
    let text = format!("{value:.2}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// A text of several lines: blank lines part its paragraphs, the other line ends are kept. In
/// Markdown, what follows the first line is indented, so that it stays in its item.
fn paragraphs(kind: Kind, text: &str, indent: usize) -> String {
    let indent = " ".repeat(indent.min(16));
    let (breaks, parts) = match kind {
        Kind::Html => ("<br>\n".to_owned(), "</p>\n<p>".to_owned()),
        Kind::Markdown => (format!("\\\n{indent}"), format!("\n\n{indent}")),
    };
    let paragraphs = escape::paragraphs(text).into_iter().map(|lines| {
        let lines = lines.into_iter().map(|line| kind.escaped(line));
        lines.filter(|line| !line.is_empty()).collect::<Vec<_>>().join(&breaks)
    });
    let paragraphs: Vec<String> = paragraphs.filter(|text| !text.is_empty()).collect();
    match kind {
        Kind::Html if !paragraphs.is_empty() => format!("<p>{}</p>\n", paragraphs.join(&parts)),
        _ => paragraphs.join(&parts),
    }
}

/// A text that leads to its address. An address that may not be followed stands beside it as text.
fn link(kind: Kind, text: &str, address: Option<&str>) -> String {
    let shown = kind.escaped(text);
    let Some(address) = address else { return shown };
    match (escape::address(address), kind) {
        (Some(address), Kind::Html) => {
            format!("<a href=\"{address}\" rel=\"noreferrer\">{shown}</a>")
        }
        (Some(address), Kind::Markdown) => format!("[{shown}]({address})"),
        (None, _) => format!("{shown} ({})", kind.escaped(address)),
    }
}
