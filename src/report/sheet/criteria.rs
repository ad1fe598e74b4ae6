//! The sheet that calculates: points, weights, ratings, contributions and totals.

use rust_xlsxwriter::{Workbook, XlsxError};

use super::page::{Cell, Page, column, column_of};
use super::style::{Look, Styles};
use crate::report::Summary;
use crate::report::summary::{Numbers, Row};
use crate::session::{Pair, Side};

/// Writes the sheet. Its columns: A criterion, B points, C weight, D and E the ratings, F what it
/// adds to the margin, G and on the words.
pub(super) fn write(
    book: &mut Workbook,
    styles: &Styles,
    summary: &Summary,
) -> Result<(), XlsxError> {
    let sides = &summary.sides;
    let reasons = sides.as_ref().map(|name| format!("Reasons, {name}"));
    let margin = match summary.numbers {
        Some(_) => format!("Adds to the margin (+ {}, − {})", sides.left, sides.right),
        None => "Adds to the margin: covered".to_owned(),
    };
    let columns = [
        column("Criterion", 30),
        column("Points, 0 to 100", 12).of_numbers(),
        column("Weight", 10).of_numbers(),
        column_of(Side::Left, &sides.left, 14).of_numbers(),
        column_of(Side::Right, &sides.right, 14).of_numbers(),
        column(&margin, 18).of_numbers(),
        column_of(Side::Left, &reasons.left, 44),
        column_of(Side::Right, &reasons.right, 44),
        column("What it measures", 44),
    ];
    let mut page = Page::new(book, styles, "Criteria", 1, &columns)?;
    let last = summary.criteria.len() + 1;
    let adds = contributions(summary);
    for ((row, line), adds) in summary.criteria.iter().zip(2_usize..).zip(adds) {
        criterion(&mut page, row, line, last, adds)?;
    }
    if !summary.criteria.is_empty() {
        let points = summary.criteria.iter().map(|row| row.points).sum();
        totals(&mut page, summary.numbers.as_ref(), points, last)?;
    }
    if summary.numbers.is_none() {
        let why = if summary.criteria.is_empty() {
            "There are no criteria yet."
        } else {
            "The result is covered until the weights are agreed."
        };
        page.row(&[])?;
        page.row(&[Cell::Text(why)])?;
    }
    Ok(())
}

/// What each criterion adds to the margin, in the order of the criteria; nothing while covered.
fn contributions(summary: &Summary) -> Vec<Option<f64>> {
    let mut adds = vec![None; summary.criteria.len()];
    for driver in summary.numbers.iter().flat_map(|numbers| &numbers.drivers) {
        if let Some(slot) = adds.get_mut(driver.criterion) {
            *slot = Some(driver.contribution);
        }
    }
    adds
}

fn criterion(
    page: &mut Page<'_>,
    row: &Row,
    line: usize,
    last: usize,
    adds: Option<f64>,
) -> Result<(), XlsxError> {
    let all = format!("$B$2:$B${last}");
    // All points 0 stand for equal weights, as in the program.
    let weight = format!("=IF(SUM({all})=0,1/ROWS({all}),B{line}/SUM({all}))");
    let reasons = row.sides.as_ref().map(reason);
    let adds = adds.map_or(Cell::Empty, |adds| {
        Cell::Formula(format!("=C{line}*(D{line}-E{line})"), adds, Look::Signed)
    });
    page.row(&[
        Cell::Label(&row.name),
        Cell::Number(row.points, Look::Plain),
        Cell::Formula(weight, row.weight, Look::Percent),
        Cell::Number(row.sides.left.rating, Look::Plain),
        Cell::Number(row.sides.right.rating, Look::Plain),
        adds,
        Cell::Text(&reasons.left),
        Cell::Text(&reasons.right),
        Cell::Text(&row.definition),
    ])
}

/// What a rating rests on.
fn reason(side: &crate::report::summary::Rated) -> String {
    let standing = if side.confirmed {
        format!("How sure: {}.", side.confidence)
    } else {
        "A starting value, not confirmed.".to_owned()
    };
    let parts = [side.claim.as_str(), &side.reason, &standing];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("\n")
}

fn totals(
    page: &mut Page<'_>,
    numbers: Option<&Numbers>,
    points: f64,
    last: usize,
) -> Result<(), XlsxError> {
    let below = last + 1;
    let sum = |column: char| format!("=SUM({column}2:{column}{last})");
    let total = |column: char| format!("=SUMPRODUCT($C$2:$C${last},{column}2:{column}{last})");
    let [left, right, margin] = match numbers {
        None => [Cell::Empty, Cell::Empty, Cell::Empty],
        Some(Numbers { totals: Pair { left, right }, margin, .. }) => [
            Cell::Formula(total('D'), *left, Look::Score),
            Cell::Formula(total('E'), *right, Look::Score),
            Cell::Formula(format!("=D{below}-E{below}"), *margin, Look::Signed),
        ],
    };
    let (weights, points) =
        (Cell::Formula(sum('C'), 1.0, Look::Percent), Cell::Formula(sum('B'), points, Look::Plain));
    page.sums(&[Cell::Label("Total"), points, weights, left, right, margin])
}
