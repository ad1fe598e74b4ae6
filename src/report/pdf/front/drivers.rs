//! The middle of page 1: criteria and sides, and what drives it.

use super::{Front, one_line, tone};
use crate::report::chart::{self, Tone};
use crate::report::pdf::appendix;
use crate::report::pdf::flow::{Bar, Cell, Column};
use crate::report::pdf::text::{Phrase, SMALL, Style, Weight};
use crate::report::summary::{Driver, Numbers, Row};
use crate::session::Side;

/// What a bar means that is an outline only.
const HOLLOW: &str = "Hollow bars are starting values that the team has not confirmed.";

impl Front<'_, '_> {
    pub(super) fn criteria(&mut self, numbers: &Numbers) {
        let summary = self.summary;
        self.flow.y += 8.0;
        let mut heaviest: Vec<&Row> = summary.criteria.iter().collect();
        heaviest.sort_by(|a, b| b.weight.total_cmp(&a.weight));
        let rest = heaviest.len().saturating_sub(self.room.rows);
        heaviest.truncate(self.room.rows);
        let width = self.flow.frame.width;
        let widths = [0.38, 0.10, 0.26, 0.26].map(|share| width * share);
        let hollow = |row: &&Row| Side::BOTH.iter().any(|side| !row.sides[*side].confirmed);
        let unconfirmed = heaviest.iter().any(hollow);
        let mut rows: Vec<Vec<Cell>> = Vec::new();
        for row in heaviest {
            let mut cells = vec![
                self.name(&row.name, widths[0] - 12.0),
                Cell::new(&format!("{} %", row.percent), SMALL.quiet()),
            ];
            cells.extend(Side::BOTH.map(|side| {
                let rated = &row.sides[side];
                rating(&rated.words, rated.rating, tone(side), SMALL, !rated.confirmed)
            }));
            rows.push(cells);
        }
        let mut totals =
            vec![Cell::new("Total, of 10", SMALL.bold()), Cell::new("100 %", SMALL.quiet())];
        totals.extend(Side::BOTH.map(|side| {
            let words = &numbers.totals_words[side];
            rating(words, numbers.totals[side], tone(side), SMALL.bold(), false)
        }));
        rows.push(totals);
        let columns = self.columns(widths);
        self.flow.table(&columns, &rows, 1);
        let more = (rest > 0).then(|| self.more(rest, appendix::CRITERIA));
        let said = [more, unconfirmed.then(|| HOLLOW.to_owned())];
        let said = said.into_iter().flatten().collect::<Vec<_>>().join(" ");
        if !said.is_empty() {
            self.flow.y += 3.0;
            self.flow.paragraph(&Phrase::new(&said), SMALL.quiet());
        }
        self.flow.y += 12.0;
    }

    fn columns(&mut self, widths: [f32; 4]) -> Vec<Column> {
        let sides = &self.summary.sides;
        let head = |side: Side| {
            let name: String = one_line(&sides[side]).chars().take(60).collect();
            Phrase::default().and(&name, Weight::Semibold, tone(side))
        };
        let heads =
            [Phrase::new("Criterion"), Phrase::new("Weight"), head(Side::Left), head(Side::Right)];
        let columns = heads.into_iter().zip(widths).zip([false, true, false, false]);
        columns.map(|((head, width), end)| Column { head, width, end }).collect()
    }

    /// The name of a criterion on one line.
    fn name(&mut self, name: &str, width: f32) -> Cell {
        let mut name = one_line(name);
        if self.flow.press.set(&Phrase::new(&name), SMALL, width).len() > 1 {
            let most = 60;
            for take in (1..most).rev() {
                let head: String = name.chars().take(take).collect();
                let head = format!("{}…", head.trim_end());
                if self.flow.press.set(&Phrase::new(&head), SMALL, width).len() <= 1 {
                    name = head;
                    break;
                }
            }
        }
        Cell::new(&name, SMALL)
    }

    pub(super) fn drivers(&mut self, numbers: &Numbers) {
        let told: Vec<&Driver> = numbers.drivers.iter().filter(|driver| adds(driver)).collect();
        let shown = strongest(&told, self.room.bars);
        let rest = told.len() - shown.len();
        let shown = Numbers { drivers: shown, ..numbers.clone() };
        if shown.drivers.is_empty() {
            return;
        }
        let picture = chart::drivers(&self.summary.sides, &shown);
        self.flow.heading(3, &picture.title, false);
        self.flow.y += 2.0;
        self.flow.figure(&picture, self.room.scale);
        if rest > 0 {
            let more = self.more(rest, appendix::DRIVEN);
            self.flow.paragraph(&Phrase::new(&more), SMALL.quiet());
        }
        self.flow.y += 9.0;
    }
}

/// Whether a criterion adds anything that is told.
pub(super) fn adds(driver: &Driver) -> bool {
    driver.words != "0.00"
}

/// The strongest of those that are told, the strongest first, and whatever speaks most for a side
/// that would not be among them.
fn strongest(told: &[&Driver], most: usize) -> Vec<Driver> {
    let mut shown: Vec<Driver> = told.iter().take(most).copied().cloned().collect();
    for side in Side::BOTH {
        let speaks = |driver: &&Driver| driver.towards == Some(side);
        let missing = !shown.iter().any(|driver| speaks(&driver));
        let best = told.iter().copied().find(speaks).filter(|_| missing);
        if let (Some(best), Some(last)) = (best, shown.last_mut()) {
            *last = best.clone();
        }
    }
    shown
}

/// A number with its bar.
fn rating(words: &str, value: f64, tone: Tone, style: Style, hollow: bool) -> Cell {
    #[allow(clippy::cast_possible_truncation, reason = "a rating is between 0 and 10")]
    let share = (value / 10.0) as f32;
    Cell { bar: Some(Bar { share, tone, hollow }), ..Cell::new(words, style) }
}
