//! The decision as a workbook (XLSX): a sheet a subject, numbers as numbers, and weights, totals
//! and margin as live formulas, so that whoever opens it can try other points.
//!
//! What people typed is written as text cells, always: no text becomes a formula, a link or a
//! number. While the result is covered there are points, weights and ratings, as on screen, and
//! nothing that is worked out from the ratings.

mod criteria;
mod page;
mod pages;
mod style;

use jiff::civil::Date;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, XlsxError};
use thiserror::Error;

use super::Summary;
use super::summary::Numbers;
use page::fitted;
use style::Styles;

/// A day for workbooks of sessions that know none: the same input gives the same bytes.
const NO_DAY: Date = jiff::civil::date(2000, 1, 1);

/// So many UTF-16 units may a property of a file have.
const PROPERTY: usize = 255;

/// Why a workbook could not be made.
#[derive(Debug, Error)]
#[error("the workbook could not be made: {0}")]
pub struct SheetError(#[from] XlsxError);

/// Writes the workbook.
///
/// # Errors
/// [`SheetError`] when the decision is larger than a workbook can be, which no session is.
pub fn xlsx(summary: &Summary) -> Result<Vec<u8>, SheetError> {
    let styles = Styles::new(summary.numbers.as_ref().map_or(FEWEST, decimals));
    let mut book = Workbook::new();
    let date = summary.date.and_then(day).or_else(|| day(NO_DAY));
    let title = fitted(&summary.title.text, PROPERTY);
    let mut properties = DocProperties::new().set_title(title);
    if let Some(date) = date {
        properties = properties.set_creation_datetime(&date);
    }
    book.set_properties(&properties);
    pages::before(&mut book, &styles, summary)?;
    criteria::write(&mut book, &styles, summary)?;
    pages::after(&mut book, &styles, summary)?;
    Ok(book.save_to_buffer()?)
}

/// So many decimals totals and margin are shown with, and at most.
const FEWEST: usize = 2;
const MOST: usize = 6;

/// As many decimals as it takes for the totals to differ by the margin as they are shown: here cells
/// hold exact numbers, which no rounding may change.
fn decimals(numbers: &Numbers) -> usize {
    let differ = |digits: &usize| {
        let shown = |value: f64| format!("{value:.digits$}").parse().unwrap_or(value);
        let between: f64 = shown(numbers.totals.left) - shown(numbers.totals.right);
        (between - shown(numbers.margin)).abs() < 1e-9
    };
    (FEWEST..=MOST).find(differ).unwrap_or(FEWEST)
}

/// A day as workbooks count them; none before 1900.
fn day(date: Date) -> Option<ExcelDateTime> {
    let (year, month, day) = (date.year(), date.month(), date.day());
    let year = u16::try_from(year).ok().filter(|year| *year >= 1900)?;
    ExcelDateTime::from_ymd(year, month.unsigned_abs(), day.unsigned_abs()).ok()
}
