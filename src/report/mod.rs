//! What a session leaves behind: one [`Summary`] in plain data, and the formats that lay it out.
//!
//! Nothing here computes, opens files or looks at a clock: the summary says everything there is to
//! say, each format arranges it, and whoever asked writes the bytes. The same input gives the same
//! bytes.

pub mod chart;
pub mod comparison;
mod escape;
pub mod fonts;
pub mod format;
pub mod html;
pub mod markdown;
pub mod origin;
pub mod pdf;
pub mod record;
pub mod sheet;
pub mod summary;
pub mod table;
pub mod template;

pub use comparison::{Comparison, ComparisonError, Version};
pub use format::{Format, Layout, Paper, Rendered, ReportError};
pub use origin::Origin;
pub use summary::{Source, Summary, Telling};
