//! Markdown and HTML by templates: the built-in ones, and a team's own in the same language.
//!
//! Whatever is put into a template is escaped for the kind of file that it makes; nothing in the
//! language can switch that off, since what is put in was typed by people. A template reads no
//! files and cannot run for ever.

mod error;
mod filters;

use std::io::{self, Write};

use minijinja::value::{Serde, Value};
use minijinja::{AutoEscape, Environment, UndefinedBehavior, context};
use serde::Serialize;

pub use error::TemplateError;

use super::{Summary, chart};

/// What a template makes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Text with Markdown in it.
    Markdown,
    /// A page for a browser.
    Html,
}

/// How our pages look, light, dark and on paper.
const STYLE: &str = include_str!("../../data/templates/page.css");

/// A template gives up after so many steps: more than any session needs, and a few seconds.
const FUEL: u64 = 40_000_000;

/// What a template makes is at most so large, in bytes.
const MOST: usize = 64 * 1024 * 1024;

/// What a template makes, by its file name: `page.html.j2` makes HTML, anything else Markdown.
#[must_use]
pub fn kind_of(name: &str) -> Kind {
    let lower = name.to_lowercase();
    let endings = ["", ".j2", ".jinja", ".jinja2"];
    let html = endings.iter().any(|end| {
        let name = lower.strip_suffix(end).unwrap_or_default();
        [".html", ".htm"].iter().any(|html| name.ends_with(html))
    });
    if html { Kind::Html } else { Kind::Markdown }
}

/// The built-in template, to start one's own from.
#[must_use]
pub const fn built_in(kind: Kind) -> &'static str {
    match kind {
        Kind::Markdown => include_str!("../../data/templates/summary.md.j2"),
        Kind::Html => include_str!("../../data/templates/summary.html.j2"),
    }
}

/// A summary by a template. `name` is what a mistake in it is located by.
///
/// # Errors
/// A [`TemplateError`] with line and column.
pub fn render(
    source: &str,
    name: &str,
    kind: Kind,
    summary: &Summary,
) -> Result<String, TemplateError> {
    let charts: Vec<Value> = chart::all(summary)
        .iter()
        .map(|picture| {
            let svg = Value::from_safe_string(chart::svg(picture, picture.name));
            context! { name => picture.name, title => picture.title.clone(), svg,
            description => picture.description.clone() }
        })
        .collect();
    let values = Value::from(Serde(summary));
    fill(source, name, kind, &context! { charts, ..values })
}

/// Anything that can be serialised, by a template of our own.
pub(super) fn filled(
    source: &str,
    name: &str,
    kind: Kind,
    what: &impl Serialize,
) -> Result<String, TemplateError> {
    fill(source, name, kind, &Value::from(Serde(what)))
}

fn fill(source: &str, name: &str, kind: Kind, values: &Value) -> Result<String, TemplateError> {
    let environment = environment(kind);
    let located = |error| TemplateError::of(name, source, values, &error);
    let template = environment.template_from_named_str(name, source).map_err(located)?;
    let mut made = Capped(Vec::new());
    template.render_captured_to(values.clone(), &mut made).map_err(located)?;
    String::from_utf8(made.0).map_err(|_| TemplateError::not_text(name))
}

fn environment(kind: Kind) -> Environment<'static> {
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_fuel(Some(FUEL));
    environment.set_recursion_limit(100);
    environment.set_debug(true);
    if let Ok(syntax) = minijinja::syntax::SyntaxConfig::builder()
        .trim_blocks(true)
        .lstrip_blocks(true)
        .keep_trailing_newline(true)
        .build()
    {
        environment.set_syntax(syntax);
    }
    // With escaping on, what a macro has made is not escaped again.
    environment.set_auto_escape_callback(|_| AutoEscape::Html);
    // Escaping follows from the kind alone, whatever the template says of it.
    environment.set_formatter(move |out, _, value| filters::write(out, kind, value));
    for unsafe_filter in ["safe", "escape", "e"] {
        environment.remove_filter(unsafe_filter);
    }
    filters::add(&mut environment, kind);
    if kind == Kind::Html {
        environment.add_global("style", Value::from_safe_string(STYLE.to_owned()));
    }
    environment
}

/// Takes no more than a page can be large.
struct Capped(Vec<u8>);

impl Write for Capped {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.0.len() + bytes.len() > MOST {
            return Err(io::Error::other("it makes more than 64 MB of text"));
        }
        self.0.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
