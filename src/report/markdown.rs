//! The summary as Markdown, for a wiki or a pull request.

use super::Summary;
use super::template::{self, Kind, TemplateError};

/// The summary as Markdown.
///
/// # Errors
/// Only when the built-in template is broken, or the session larger than any should be.
pub fn summary(summary: &Summary) -> Result<String, TemplateError> {
    template::render(template::built_in(Kind::Markdown), "summary.md.j2", Kind::Markdown, summary)
}
