//! The summary as one page for any browser: no script, nothing from outside.

use super::Summary;
use super::template::{self, Kind, TemplateError};

/// The summary as a page.
///
/// # Errors
/// Only when the built-in template is broken, or the session larger than any should be.
pub fn page(summary: &Summary) -> Result<String, TemplateError> {
    template::render(template::built_in(Kind::Html), "summary.html.j2", Kind::Html, summary)
}
