//! Tables: their head again on every page, rows whole where they can be.

use krilla::tagging::{TableHeaderScope, Tag, TagKind};

use super::{Flow, HAIRLINE, Kid, Mark, Node, tint};
use crate::report::chart::Tone;
use crate::report::pdf::text::{BODY, LABEL, Line, Phrase, Style};

/// The distance between columns of a table.
const GUTTER: f32 = 10.0;
/// What a page is before anything is on it.
const PAPER: [u8; 3] = [0xff; 3];
/// Over and under what stands in a row.
const PAD: f32 = 3.0;

/// So many rows at the end of a table stay together.
const TOGETHER: usize = 3;

/// Room for a number before its bar.
const NUMBER: f32 = 26.0;

/// A column of a table.
pub struct Column {
    pub head: Phrase,
    pub width: f32,
    pub end: bool,
}

/// A cell: texts under each other, and a bar beside the first.
#[derive(Default)]
pub struct Cell {
    pub parts: Vec<(Phrase, Style)>,
    pub bar: Option<Bar>,
}

/// A bar beside a number.
#[derive(Clone, Copy)]
pub struct Bar {
    /// How long, from 0 to 1.
    pub share: f32,
    pub tone: Tone,
    /// Whether it is an outline only: the number is not confirmed.
    pub hollow: bool,
}

impl Cell {
    pub fn new(text: &str, style: Style) -> Self {
        Self { parts: vec![(Phrase::new(text), style)], bar: None }
    }

    pub fn and(mut self, text: &str, style: Style) -> Self {
        self.parts.push((Phrase::new(text), style));
        self
    }

    fn style(&self) -> Style {
        self.parts.first().map_or(BODY, |(_, style)| *style)
    }
}

impl Flow<'_> {
    /// A table. Its head is repeated on every page that it goes on to; a row that is higher than
    /// a page is broken. The last rows may be totals.
    pub fn table(&mut self, columns: &[Column], rows: &[Vec<Cell>], totals: usize) {
        let body = rows.len() - totals;
        self.begin(Tag::Table);
        self.need(LABEL.leading + 4.0 * BODY.leading);
        self.begin(Tag::THead);
        self.head(columns, true);
        self.end();
        self.begin(Tag::TBody);
        let last = rows.len().saturating_sub(TOGETHER);
        for (at, row) in rows.iter().enumerate() {
            if at == last && at > 0 {
                self.keep_last(columns, rows.get(at..).unwrap_or_default());
            }
            self.row(columns, row);
            let tone = if at + 1 == body && totals > 0 { Tone::Ink } else { Tone::Line };
            self.rule(tone);
        }
        self.end();
        self.end();
    }

    /// Has the last rows go overleaf together, so that none stands alone under a head there; where
    /// they are high, they are broken as any.
    fn keep_last(&mut self, columns: &[Column], rows: &[Vec<Cell>]) {
        let mut height = |row: &Vec<Cell>| {
            let cells = columns.iter().zip(row);
            let lines = cells.map(|(column, cell)| self.cell_lines(column, cell));
            let deepest = lines.map(|lines| lines.iter().map(|line| line.height).sum::<f32>());
            deepest.fold(0.0, f32::max) + 2.0 * PAD + HAIRLINE
        };
        let all: f32 = rows.iter().map(&mut height).sum();
        if all > self.left() && all < (self.frame.bottom - self.frame.top) / 2.0 {
            self.turn();
            self.head(columns, false);
        }
    }

    fn head(&mut self, columns: &[Column], tagged: bool) {
        let mut x = self.frame.left;
        let mut cells = Vec::new();
        for column in columns {
            let style = if column.end { LABEL.at_end() } else { LABEL };
            let lines = self.press.set(&column.head, style, column.width - GUTTER);
            cells.push((x, lines.into_iter().take(3).collect::<Vec<_>>()));
            x += column.width;
        }
        let deepest = cells.iter().map(|(_, lines)| lines.len()).max().unwrap_or_default();
        let top = self.y;
        self.begin(Tag::TR);
        for (x, lines) in cells {
            self.begin(Tag::TH(TableHeaderScope::Column));
            self.y = top;
            // Names end where the rule begins, however many lines the others have.
            for _ in lines.len()..deepest {
                self.y += LABEL.leading;
            }
            for line in lines {
                let (y, height) = (self.y + line.baseline, line.height);
                let leaf = if tagged { self.leaf(false) } else { None };
                self.push(Mark::Text { x, y, line }, leaf, None);
                self.y += height;
            }
            self.end();
        }
        self.end();
        self.y += 3.0;
        self.rule(Tone::Ink);
    }

    fn row(&mut self, columns: &[Column], cells: &[Cell]) {
        let mut waiting = Vec::new();
        for (column, cell) in columns.iter().zip(cells) {
            waiting.push(self.cell_lines(column, cell).into_iter().peekable());
        }
        let height = |lines: &std::iter::Peekable<std::vec::IntoIter<Line>>| {
            lines.clone().map(|line| line.height).sum::<f32>()
        };
        let whole = waiting.iter().map(height).fold(0.0, f32::max) + 2.0 * PAD;
        let page = self.frame.bottom - self.frame.top;
        let least = if whole < page / 3.0 { whole } else { 2.0 * (BODY.leading + PAD) };
        let mut done: Vec<Vec<usize>> = vec![Vec::new(); cells.len()];
        let mut first = true;
        loop {
            let (pages, need) = (self.pages.len(), if first { least } else { BODY.leading });
            self.need(need + HAIRLINE);
            if self.pages.len() > pages {
                self.head(columns, false);
            }
            let top = self.y;
            let (mut x, mut deepest) = (self.frame.left, top);
            for ((lines, leaves), (column, cell)) in
                waiting.iter_mut().zip(&mut done).zip(columns.iter().zip(cells))
            {
                self.y = top + PAD;
                if first {
                    self.bar(x, column, cell);
                }
                while let Some(line) = lines.next_if(|line| {
                    self.y + line.height + PAD <= self.frame.bottom
                        || self.y <= self.frame.top + 60.0
                }) {
                    let (y, height) = (self.y + line.baseline, line.height);
                    leaves.push(self.leaves);
                    let leaf = Some(self.leaves);
                    self.leaves += 1;
                    self.push(Mark::Text { x, y, line }, leaf, None);
                    self.y += height;
                }
                deepest = deepest.max(self.y);
                x += column.width;
            }
            self.y = deepest + PAD;
            first = false;
            if waiting.iter_mut().all(|lines| lines.peek().is_none()) {
                break;
            }
            self.y = self.frame.bottom;
        }
        self.tag_row(done);
    }

    fn cell_lines(&mut self, column: &Column, cell: &Cell) -> Vec<Line> {
        let mut lines = Vec::new();
        for (phrase, style) in &cell.parts {
            let width = if cell.bar.is_some() { NUMBER } else { column.width - GUTTER };
            let end = column.end || cell.bar.is_some();
            lines.extend(self.press.set(phrase, Style { end, ..*style }, width));
        }
        if lines.is_empty() {
            // A cell that holds nothing would leave the row with a column less.
            let style = Style { end: column.end, ..cell.style().quiet() };
            lines = self.press.set(&Phrase::new("–"), style, column.width - GUTTER);
        }
        lines
    }

    fn bar(&mut self, x: f32, column: &Column, cell: &Cell) {
        /// The outline of a hollow bar.
        const EDGE: f32 = 0.8;
        let Some(Bar { share, tone, hollow }) = cell.bar else { return };
        let (height, style) = (5.0, cell.style());
        let (left, reach) = (x + NUMBER + 7.0, column.width - NUMBER - 7.0 - GUTTER);
        let y = self.y + (style.leading - height) / 2.0;
        let mut bar = |inset: f32, width: f32, colour| {
            let (x, y, height) = (left + inset, y + inset, height - 2.0 * inset);
            let width = (width - 2.0 * inset).max(0.0);
            self.push(Mark::Bar { x, y, width, height, corner: 1.0, colour }, None, None);
        };
        let filled = reach * share.clamp(0.0, 1.0);
        bar(0.0, reach, tint(tone));
        bar(0.0, filled, tone.on_paper());
        if hollow {
            bar(EDGE, filled, PAPER);
        }
    }

    fn tag_row(&mut self, cells: Vec<Vec<usize>>) {
        self.begin(Tag::TR);
        for (at, leaves) in cells.into_iter().enumerate() {
            let tag: TagKind = match at {
                0 => Tag::TH(TableHeaderScope::Row).into(),
                _ => Tag::TD.into(),
            };
            let kids = leaves.into_iter().map(Kid::Leaf).collect();
            if let Some(row) = self.open.last_mut() {
                row.kids.push(Kid::Node(Node { tag, kids }));
            }
        }
        self.end();
    }
}
