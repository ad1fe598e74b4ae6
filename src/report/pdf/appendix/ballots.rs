//! The ballots: what they say together, and one by one where the summary has them.

use super::Appendix;
use crate::report::chart::Tone;
use crate::report::pdf::flow::{Cell, Column};
use crate::report::pdf::front::one_line;
use crate::report::pdf::text::{LABEL, Phrase, SMALL, Weight};
use crate::report::summary::Ballot;

/// So many ballots stand beside each other at most; more go on in another table.
const BESIDE: usize = 6;
/// The width of a ballot's column at most, as a share.
const WIDEST: f32 = 0.16;
/// The width that all of them have, as a share.
const ROOM: f32 = 0.72;

impl Appendix<'_, '_> {
    /// What the ballots say together; one by one only where the summary has them.
    pub(super) fn ballots(&mut self) {
        let summary = self.summary;
        let said = summary.criteria.iter().filter(|row| !row.ballots.is_empty());
        let rows: Vec<Vec<Cell>> = said
            .map(|row| vec![Cell::new(&row.name, SMALL.bold()), Cell::new(&row.ballots, SMALL)])
            .collect();
        let note = summary.ballots_note.as_str();
        let nothing = rows.is_empty() && summary.ballots.is_empty() && note.is_empty();
        if summary.numbers.is_none() || nothing {
            return;
        }
        self.section("Ballots");
        if !note.is_empty() {
            self.flow.paragraph(&Phrase::new(note), SMALL.quiet());
            self.flow.y += 6.0;
        }
        if !rows.is_empty() {
            let heads = vec![
                (Phrase::new("Criterion"), 0.24, false),
                (Phrase::new("What the ballots say"), 0.76, false),
            ];
            self.table(heads, &rows);
        }
        self.each_ballot();
    }

    /// Points by criterion, a column a ballot, and what was written on them.
    fn each_ballot(&mut self) {
        for ballots in self.summary.ballots.chunks(BESIDE) {
            self.together(|appendix| {
                appendix.part("Each ballot, in points", false);
                appendix.beside(ballots);
            });
        }
        let summary = self.summary;
        for ballot in summary.ballots.iter().filter(|ballot| !ballot.comments.is_empty()) {
            self.part(&format!("{} wrote", name(ballot)), false);
            for (about, words) in &ballot.comments {
                let about = format!("{}: ", one_line(about));
                let phrase = Phrase::default().and(&about, Weight::Medium, Tone::Quiet);
                let phrase = phrase.and(&one_line(words), Weight::Regular, Tone::Ink);
                self.flow.paragraph(&phrase, SMALL);
            }
        }
    }

    fn beside(&mut self, ballots: &[Ballot]) {
        let summary = self.summary;
        let whole = self.flow.frame.width;
        let count = u8::try_from(ballots.len()).map_or(1.0, f32::from);
        let width = whole * (ROOM / count).min(WIDEST);
        let first = Phrase::new("Criterion");
        let mut columns = vec![Column { head: first, width: whole - width * count, end: false }];
        columns.extend(ballots.iter().map(|ballot| {
            let adviser = if ballot.counts { "" } else { " (adviser)" };
            let head = format!("{}{adviser}", name(ballot));
            Column { head: Phrase::new(&head), width, end: true }
        }));
        let mut rows = Vec::new();
        for (at, row) in summary.criteria.iter().enumerate() {
            let points = ballots.iter().map(|ballot| {
                let points = ballot.points.get(at).copied().flatten();
                let points = points.map_or_else(|| "–".to_owned(), |points| points.to_string());
                Cell::new(&points, SMALL)
            });
            rows.push(std::iter::once(Cell::new(&row.name, SMALL)).chain(points).collect());
        }
        let leads = ballots.iter().map(|ballot| Cell::new(&one_line(&ballot.lead), LABEL));
        let first = Cell::new("Alone it reaches", SMALL.bold());
        rows.push(std::iter::once(first).chain(leads).collect());
        self.flow.table(&columns, &rows, 1);
        self.flow.y += 4.0;
    }
}

/// Whose ballot it is.
fn name(ballot: &Ballot) -> String {
    one_line(ballot.name.as_deref().unwrap_or("A ballot"))
}
