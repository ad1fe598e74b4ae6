//! Pages that are made from a text with places for the summary's values, in Jinja's language. The
//! built-in pages are such texts too, so a team begins its own from ours.
//!
//! A template sees the summary and nothing else: it reads no file, runs no endless loop, and each
//! value that it shows is escaped for its format, whatever people typed into it.

mod escape;
mod problem;
mod values;

use minijinja::syntax::SyntaxConfig;
use minijinja::value::Serde;
use minijinja::{AutoEscape, Environment, Output, UndefinedBehavior, Value};
use serde::Serialize;

use super::Summary;
pub use problem::TemplateError;

/// What a template makes, which says how values are escaped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A page for a browser.
    Html,
    /// A text for a wiki or a pull request.
    Markdown,
}

/// The work that a template may do: a hundred times what a full meeting needs, so that the largest
/// session passes too.
const FUEL: u64 = 10_000_000;
/// The longest page, in bytes: several times the largest session file.
const LONGEST: usize = 64 << 20;

impl Kind {
    /// The kind that a file's name says: `page.html.j2` is a page, everything else is Markdown.
    #[must_use]
    pub fn of(name: &str) -> Self {
        let lower = name.to_ascii_lowercase();
        let endings = [".j2", ".jinja2", ".jinja"];
        let bare = endings.iter().find_map(|end| lower.strip_suffix(end)).unwrap_or(&lower);
        match bare.rsplit_once('.') {
            Some((_, "html" | "htm")) => Self::Html,
            _ => Self::Markdown,
        }
    }

    const fn escape(self) -> AutoEscape {
        match self {
            Self::Html => AutoEscape::Html,
            Self::Markdown => AutoEscape::Custom(std::borrow::Cow::Borrowed("markdown")),
        }
    }

    /// A text as it may stand within a line of the format.
    fn escaped(self, text: &str) -> String {
        match self {
            Self::Html => escape::html(text),
            Self::Markdown => super::escape::inline(text),
        }
    }
}

/// The text of our own template, to begin from.
#[must_use]
pub const fn built_in(kind: Kind) -> &'static str {
    match kind {
        Kind::Html => include_str!("../../data/templates/summary.html.j2"),
        Kind::Markdown => include_str!("../../data/templates/summary.md.j2"),
    }
}

/// Lays a summary out with a template. The name stands in what is said of a broken one.
///
/// # Errors
///
/// When the template is broken, with the place in it.
pub fn render(
    source: &str,
    name: &str,
    kind: Kind,
    summary: &Summary,
) -> Result<String, TemplateError> {
    let context = values::context(kind, summary);
    match made(source, name, kind, &context) {
        Ok(page) if page.len() > LONGEST => Err(TemplateError::too_long(name, source, page.len())),
        Ok(page) => Ok(page),
        Err(error) => Err(TemplateError::of(name, source, &error, &context)),
    }
}

/// Anything that can be serialised, laid out with a template of our own.
pub(super) fn filled(
    source: &str,
    name: &str,
    kind: Kind,
    what: &impl Serialize,
) -> Result<String, TemplateError> {
    let context = Value::from(Serde(what));
    made(source, name, kind, &context)
        .map_err(|error| TemplateError::of(name, source, &error, &context))
}

fn made(source: &str, name: &str, kind: Kind, context: &Value) -> Result<String, minijinja::Error> {
    environment(kind)?.template_from_named_str(name, source)?.render(context.clone())
}

fn environment<'source>(kind: Kind) -> Result<Environment<'source>, minijinja::Error> {
    let mut environment = Environment::new();
    // A line that holds nothing but a statement leaves nothing on the page.
    let mut syntax = SyntaxConfig::builder();
    syntax.trim_blocks(true).lstrip_blocks(true).keep_trailing_newline(true);
    environment.set_syntax(syntax.build()?);
    // It is what gives the place of an error.
    environment.set_debug(true);
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_fuel(Some(FUEL));
    environment.set_auto_escape_callback(move |_| kind.escape());
    environment.set_formatter(move |out, _, value| write(kind, out, value));
    environment.remove_filter("safe");
    values::add_filters(&mut environment, kind);
    Ok(environment)
}

fn write(kind: Kind, out: &mut Output<'_>, value: &Value) -> Result<(), minijinja::Error> {
    let text = value.to_string();
    // Escaping follows from the kind alone, whatever the template says of it.
    let text = if value.is_safe() { text } else { kind.escaped(&text) };
    out.write_str(&text).map_err(minijinja::Error::from)
}
