//! The summary as Markdown, to paste into a wiki or a pull request.

use super::Summary;
use super::template::{self, Kind, TemplateError};

/// The text.
///
/// # Errors
///
/// Never while the built-in template is whole, which the tests hold.
pub fn summary(summary: &Summary) -> Result<String, TemplateError> {
    template::render(template::built_in(Kind::Markdown), "summary.md.j2", Kind::Markdown, summary)
}
