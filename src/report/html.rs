//! The summary as one page for a browser, whole in itself: no script, nothing loaded.

use super::Summary;
use super::template::{self, Kind, TemplateError};

/// The page.
///
/// # Errors
///
/// Never while the built-in template is whole, which the tests hold.
pub fn page(summary: &Summary) -> Result<String, TemplateError> {
    template::render(template::built_in(Kind::Html), "summary.html.j2", Kind::Html, summary)
}
