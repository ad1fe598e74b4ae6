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
/// out from them, so that a covered result stays covered. Where something has to be known of them, a
/// last column `note` says it in every row, so that it stays whatever is sorted or filtered; the
/// import reads over it. Begins with a byte order mark, without
/// which spreadsheets misread what is not ASCII. Texts that a spreadsheet would take for formulas
/// are guarded with a `'`.
///
/// # Errors
/// [`TableError`] when the table cannot be written; writing to memory does not fail.
pub fn csv(summary: &Summary) -> Result<String, TableError> {
    let mut writer = csv::WriterBuilder::new()
        .quote_style(csv::QuoteStyle::NonNumeric)
        .from_writer(vec![0xef, 0xbb, 0xbf]);
    let note = note(summary);
    let noted = (!note.is_empty()).then_some(note.as_str());
    let columns = ["criterion", "points", "left", "right", "left reason", "right reason"];
    writer.write_record(columns.into_iter().chain(noted.map(|_| "note")))?;
    for (row, number) in summary.criteria.iter().zip(1..) {
        let record = record(row, number);
        writer.write_record(record.iter().map(String::as_str).chain(noted))?;
    }
    let bytes = writer.into_inner().map_err(|error| csv::Error::from(error.into_error()))?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

/// What has to be known of the numbers: that they are not agreed, nothing is decided yet, a side is
/// excluded, the sides are level, or most of them are nobody’s.
fn note(summary: &Summary) -> String {
    if summary.criteria.is_empty() {
        return String::new();
    }
    guarded(summary.beside_numbers.join(" ").trim()).into_owned()
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
