//! The criteria as CSV, in the shape that the program's own import reads back.

use thiserror::Error;

use super::Summary;
use super::summary::Row;
use crate::session::guarded;

/// Why a table could not be written.
#[derive(Debug, Error)]
#[error("the table could not be made: {0}")]
pub struct TableError(#[from] csv::Error);

/// Writes the criteria: points, ratings and reasons as the team gave them, nothing that is worked
/// out from them, so that a covered result stays covered. Begins with a byte order mark, without
/// which spreadsheets misread what is not ASCII. Texts that a spreadsheet would take for formulas
/// are guarded with a `'`.
///
/// # Errors
/// [`TableError`] when the table cannot be written; writing to memory does not fail.
pub fn csv(summary: &Summary) -> Result<String, TableError> {
    let mut writer = csv::WriterBuilder::new()
        .quote_style(csv::QuoteStyle::NonNumeric)
        .from_writer(vec![0xef, 0xbb, 0xbf]);
    writer.write_record(["criterion", "points", "left", "right", "left reason", "right reason"])?;
    for (row, number) in summary.criteria.iter().zip(1..) {
        writer.write_record(record(row, number))?;
    }
    let bytes = writer.into_inner().map_err(|error| csv::Error::from(error.into_error()))?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

/// A row, under a number where nobody has named it, since a table needs names.
fn record(row: &Row, number: usize) -> [String; 6] {
    let name = match row.name.trim() {
        "" => format!("Criterion {number}"),
        name => guarded(name).into_owned(),
    };
    let reason = |text: &str| guarded(text).into_owned();
    [
        name,
        row.points.to_string(),
        row.sides.left.rating.to_string(),
        row.sides.right.rating.to_string(),
        reason(&row.sides.left.reason),
        reason(&row.sides.right.reason),
    ]
}
