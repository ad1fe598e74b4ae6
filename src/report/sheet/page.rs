//! One sheet, written row by row under a header that stays in sight.

use jiff::civil::Date;
use rust_xlsxwriter::{FormatAlign, Formula, Workbook, Worksheet, XlsxError};

use super::style::{Look, Styles};
use crate::report::escape::shown;
use crate::session::Side;

/// So many UTF-16 units does a spreadsheet keep of a cell.
const CELL: usize = 32_767;

/// What a text ends with that was longer.
const CUT: &str = "… (cut: a cell holds no more)";

/// The height of a line, and the most that a row may have, in points.
const LINE: f64 = 15.0;
const HIGHEST: f64 = 409.0;

/// A4.
const PAPER: u8 = 9;

/// A column: what it is called, how wide it is in characters, which side it is about.
pub(super) struct Column<'a> {
    name: &'a str,
    width: u8,
    side: Option<Side>,
    numbers: bool,
}

impl Column<'_> {
    /// The same for a column of numbers, which stand at its right.
    pub(super) const fn of_numbers(mut self) -> Self {
        self.numbers = true;
        self
    }
}

/// A column that is about no side.
pub(super) const fn column(name: &str, width: u8) -> Column<'_> {
    Column { name, width, side: None, numbers: false }
}

/// A column in a side's colour.
pub(super) const fn column_of(side: Side, name: &str, width: u8) -> Column<'_> {
    Column { name, width, side: Some(side), numbers: false }
}

/// What stands in a cell.
pub(super) enum Cell<'a> {
    Empty,
    Text(&'a str),
    Label(&'a str),
    Number(f64, Look),
    Day(Date),
    /// A formula of ours, and what it comes to, for readers that do not calculate. It names cells
    /// and nothing that anybody typed.
    Formula(String, f64, Look),
}

/// A sheet that is being written.
pub(super) struct Page<'a> {
    sheet: &'a mut Worksheet,
    styles: &'a Styles,
    widths: Vec<u8>,
    row: u32,
}

impl<'a> Page<'a> {
    /// A sheet with its header; `still` of the columns stay in sight too.
    pub(super) fn new(
        book: &'a mut Workbook,
        styles: &'a Styles,
        name: &str,
        still: u16,
        columns: &[Column<'_>],
    ) -> Result<Self, XlsxError> {
        let sheet = book.add_worksheet();
        sheet.set_name(name)?.set_freeze_panes(1, still)?.set_repeat_rows(0, 0)?;
        sheet.set_landscape().set_paper_size(PAPER).set_print_fit_to_pages(1, 0);
        sheet.set_footer("&L&A&RPage &P of &N");
        for (at, column) in (0_u16..).zip(columns) {
            sheet.set_column_width(at, column.width)?;
            let place = if column.numbers { FormatAlign::Right } else { FormatAlign::Left };
            let indent = u8::from(at > 0 && !column.numbers);
            let look = styles.header(column.side).clone().set_align(place).set_indent(indent);
            sheet.write_string_with_format(0, at, fitted(column.name, CELL), &look)?;
        }
        let widths: Vec<u8> = columns.iter().map(|column| column.width).collect();
        let names = columns.iter().map(|column| column.name);
        sheet.set_row_height(0, height(names.zip(&widths)))?;
        Ok(Self { sheet, styles, widths, row: 1 })
    }

    /// Writes a row.
    pub(super) fn row(&mut self, cells: &[Cell<'_>]) -> Result<(), XlsxError> {
        self.write(cells, false)
    }

    /// Writes a row of sums, under a line.
    pub(super) fn sums(&mut self, cells: &[Cell<'_>]) -> Result<(), XlsxError> {
        self.write(cells, true)
    }

    fn write(&mut self, cells: &[Cell<'_>], sum: bool) -> Result<(), XlsxError> {
        for (at, cell) in (0_u16..).zip(cells) {
            self.cell(at, cell, sum)?;
        }
        let texts = cells.iter().map(|cell| match cell {
            Cell::Text(text) | Cell::Label(text) => *text,
            _ => "",
        });
        // Not every program makes rows as high as their texts.
        self.sheet.set_row_height(self.row, height(texts.zip(&self.widths)))?;
        self.row += 1;
        Ok(())
    }

    fn cell(&mut self, at: u16, cell: &Cell<'_>, sum: bool) -> Result<(), XlsxError> {
        let (row, styles) = (self.row, self.styles);
        let sheet = &mut *self.sheet;
        match cell {
            Cell::Empty => sheet.write_blank(row, at, styles.cell(Look::Text, sum))?,
            Cell::Text(text) => {
                let look = styles.cell(Look::Text, sum);
                sheet.write_string_with_format(row, at, fitted(text, CELL), look)?
            }
            Cell::Label(text) => {
                let look = styles.cell(Look::Label, sum);
                sheet.write_string_with_format(row, at, fitted(text, CELL), look)?
            }
            Cell::Number(number, look) => {
                sheet.write_number_with_format(row, at, *number, styles.cell(*look, sum))?
            }
            Cell::Day(date) => match super::day(*date) {
                Some(day) => {
                    let look = styles.cell(Look::Day, sum);
                    sheet.write_date_with_format(row, at, &day, look)?
                }
                None => sheet.write_string(row, at, date.to_string())?,
            },
            Cell::Formula(formula, result, look) => {
                let result = (result + 0.0).to_string();
                let formula = Formula::new(formula).set_result(result);
                sheet.write_formula_with_format(row, at, formula, styles.cell(*look, sum))?
            }
        };
        Ok(())
    }
}

/// How high a row is that holds these texts in columns of these widths.
fn height<'a>(texts: impl Iterator<Item = (&'a str, &'a u8)>) -> f64 {
    let lines = texts.map(|(text, width)| {
        let lines =
            text.split('\n').map(|line| (letters(line) / f64::from(*width)).ceil().max(1.0));
        lines.sum::<f64>()
    });
    (lines.fold(1.0, f64::max) * LINE).min(HIGHEST)
}

/// The width of a text in letters; an ideograph takes the room of two.
fn letters(text: &str) -> f64 {
    text.chars().map(|c| if c < '\u{1100}' { 1.0 } else { 2.0 }).sum()
}

/// A text as a cell can hold it: without what XML cannot say, and cut where it is too long.
pub(super) fn fitted(text: &str, most: usize) -> String {
    let legal = |c: &char| match c {
        '\n' | '\t' => true,
        '\u{fffe}' | '\u{ffff}' => false,
        c => !c.is_control(),
    };
    let whole: String = shown(text).chars().filter(legal).collect();
    if units(&whole) <= most {
        return whole;
    }
    let room = most.saturating_sub(units(CUT));
    let mut used = 0;
    let kept = whole.chars().take_while(|c| {
        used += c.len_utf16();
        used <= room
    });
    let kept: String = kept.collect();
    format!("{kept}{CUT}")
}

/// Workbooks count in UTF-16.
fn units(text: &str) -> usize {
    text.chars().map(char::len_utf16).sum()
}
