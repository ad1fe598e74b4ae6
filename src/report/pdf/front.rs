//! Page 1, and always one page: what was decided, why, what would change it, who does what next.
//! It is set generously first, and closer until it fits; what is cut stands in full overleaf.

use std::collections::BTreeMap;

use krilla::tagging::Tag;

use super::flow::{Cell, Column, Flow, Frame};
use super::text::{BODY, LABEL, LEAD, Phrase, Press, SMALL, Style, TITLE, Weight};
use super::write::Part;
use crate::analysis::words;
use crate::report::chart::{self, Tone};
use crate::report::summary::{Numbers, Passage, Row, Summary};
use crate::session::Side;

/// A text that did not fit, by the name that it has overleaf.
pub struct Cut {
    pub name: &'static str,
    pub text: String,
}

/// How closely the page is set.
#[derive(Clone, Copy)]
struct Room {
    /// So many criteria at most.
    rows: usize,
    /// So many lines of a text at most.
    lines: usize,
    /// So many bars in the chart at most.
    bars: usize,
    /// So many things of a list at most.
    items: usize,
    /// How large the chart is.
    scale: f32,
}

/// From generous to close; the last always fits.
const ROOMS: [Room; 17] = [
    Room { rows: 14, lines: 9, bars: 8, items: 6, scale: 0.66 },
    Room { rows: 13, lines: 8, bars: 8, items: 6, scale: 0.66 },
    Room { rows: 12, lines: 7, bars: 8, items: 5, scale: 0.66 },
    Room { rows: 12, lines: 6, bars: 7, items: 5, scale: 0.66 },
    Room { rows: 11, lines: 6, bars: 6, items: 5, scale: 0.66 },
    Room { rows: 10, lines: 6, bars: 6, items: 5, scale: 0.64 },
    Room { rows: 9, lines: 6, bars: 6, items: 5, scale: 0.64 },
    Room { rows: 8, lines: 6, bars: 6, items: 4, scale: 0.64 },
    Room { rows: 8, lines: 6, bars: 5, items: 4, scale: 0.64 },
    Room { rows: 7, lines: 6, bars: 5, items: 4, scale: 0.64 },
    Room { rows: 7, lines: 5, bars: 5, items: 4, scale: 0.64 },
    Room { rows: 6, lines: 5, bars: 5, items: 4, scale: 0.62 },
    Room { rows: 6, lines: 4, bars: 5, items: 3, scale: 0.62 },
    Room { rows: 6, lines: 4, bars: 4, items: 3, scale: 0.62 },
    Room { rows: 5, lines: 3, bars: 4, items: 3, scale: 0.62 },
    Room { rows: 5, lines: 2, bars: 4, items: 2, scale: 0.60 },
    Room { rows: 3, lines: 2, bars: 3, items: 1, scale: 0.60 },
];

/// Lays out page 1. `pages` says where the sections overleaf begin.
pub fn front(
    press: &mut Press,
    summary: &Summary,
    frame: Frame,
    pages: &BTreeMap<String, usize>,
) -> (Part, Vec<Cut>) {
    let mut laid = None;
    for room in ROOMS {
        let flow = Flow::new(press, frame);
        let mut page = Front { flow, summary, pages, room, cut: Vec::new() };
        page.draw();
        let Front { flow, cut, .. } = page;
        let (mut pages, places, tree) = flow.finish();
        let fits = pages.len() == 1;
        pages.truncate(1);
        laid = Some((Part { pages, places, tree }, cut));
        if fits {
            break;
        }
    }
    laid.unwrap_or_else(|| (Part { pages: Vec::new(), places: Vec::new(), tree: None }, Vec::new()))
}

struct Front<'a, 'p> {
    flow: Flow<'p>,
    summary: &'a Summary,
    pages: &'a BTreeMap<String, usize>,
    room: Room,
    cut: Vec<Cut>,
}

impl Front<'_, '_> {
    fn draw(&mut self) {
        self.title();
        self.facts();
        self.recommendation();
        self.cautions();
        self.notices();
        if let Some(numbers) = &self.summary.numbers {
            self.criteria(numbers);
            self.drivers(numbers);
        }
        self.ends();
    }

    /// The page on which a section begins.
    fn page(&self, section: &str) -> usize {
        self.pages.get(section).copied().unwrap_or(2)
    }

    /// A text in so many lines, the rest of which stands in full under its name.
    fn fitted(&mut self, name: &'static str, text: &str, style: Style, most: usize) {
        let more = format!("… (page {})", self.page(super::appendix::IN_FULL));
        let width = self.flow.frame.width;
        let (lines, cut) = self.flow.press.fit(text, style, width, most, &more);
        if cut && self.cut.iter().all(|cut| cut.name != name) {
            self.cut.push(Cut { name, text: text.to_owned() });
        }
        self.flow.begin(Tag::P);
        self.flow.lines(lines, None);
        self.flow.end();
    }

    fn title(&mut self) {
        let summary = self.summary;
        let draft = if summary.title.draft { " · the title is a draft" } else { "" };
        self.flow.paragraph(&Phrase::new(&format!("Decision record{draft}")), LABEL);
        self.flow.y += 2.0;
        let text = one_line(&summary.title.text);
        let more = format!("… (page {})", self.page(super::appendix::IN_FULL));
        let width = self.flow.frame.width;
        let (lines, cut) = self.flow.press.fit(&text, TITLE, width, 2, &more);
        if cut {
            self.cut.push(Cut { name: "Title", text: text.clone() });
        }
        self.flow.heading_of(1, &text, lines);
        self.flow.y += 9.0;
    }

    /// Status, date and deciders beside each other.
    fn facts(&mut self) {
        let summary = self.summary;
        let deciders = (!summary.deciders.is_empty()).then_some(&summary.deciders);
        let decided = deciders.map(|p| (label("Decided by", p.draft), one_line(&p.text)));
        let status = (label("Status", false), one_line(&summary.status_words));
        let date = (label("Date", false), summary.date_words.clone());
        let facts = [Some(("Status", 0.27, status)), Some(("Date", 0.27, date))];
        let frame = self.flow.frame;
        let (top, mut bottom, mut x) = (self.flow.y, self.flow.y, frame.left);
        self.flow.rule(Tone::Line);
        let last = decided.map(|fact| ("Decided by", 0.46, fact));
        for (name, share, (label, text)) in facts.into_iter().chain([last]).flatten() {
            let width = frame.width * share;
            self.flow.frame = Frame { left: x, width: width - 14.0, ..frame };
            self.flow.y = top + 7.0;
            self.flow.paragraph(&label, LABEL);
            self.fitted(name, &text, BODY, 2);
            bottom = bottom.max(self.flow.y);
            x += width;
        }
        self.flow.frame = frame;
        self.flow.y = bottom + 12.0;
    }

    fn recommendation(&mut self) {
        let summary = self.summary;
        let tone = summary.choice.map_or(Tone::Quiet, tone);
        let frame = self.flow.frame;
        let lines = self.room.lines.min(4);
        // The ground is drawn under what stands on it, so that comes first.
        let mut texts = Vec::new();
        let width = frame.width - 28.0;
        for (name, text, style, draft) in [
            ("Recommendation", &summary.decision, LEAD, false),
            ("How sure it is", &summary.sureness, BODY, false),
            ("Why", &summary.because.text, BODY, summary.because.draft),
        ] {
            let text = one_line(text);
            if text.is_empty() {
                continue;
            }
            let more = format!("… (page {})", self.page(super::appendix::IN_FULL));
            let (lines, cut) = self.flow.press.fit(&text, style, width, lines, &more);
            if cut {
                self.cut.push(Cut { name, text: text.clone() });
            }
            texts.push((text, style, draft, lines, cut));
        }
        let standing = capital(&summary.standing);
        let sides = &summary.sides;
        self.flow.boxed(tone, |flow| {
            if !standing.is_empty() {
                flow.paragraph(&Phrase::new(&standing), LABEL.bold());
                flow.y += 1.0;
            }
            for (text, style, draft, lines, cut) in texts {
                let mut phrase = Phrase::new(&text);
                if style == LEAD {
                    phrase = phrase
                        .coloured(&sides.left, Tone::Left)
                        .coloured(&sides.right, Tone::Right);
                } else {
                    flow.y += 3.0;
                }
                if draft {
                    phrase = phrase.and("  draft", Weight::Regular, Tone::Quiet);
                }
                let again = flow.press.set(&phrase, style, flow.frame.width);
                flow.begin(Tag::P);
                flow.lines(if cut { lines } else { again }, None);
                flow.end();
                if cut && draft {
                    flow.paragraph(&Phrase::new("draft"), LABEL);
                }
            }
        });
        self.flow.y += 4.0;
    }

    /// What is known before any weight.
    fn notices(&mut self) {
        let said = self.summary.notices.iter().map(|said| words::sentence(&one_line(said)));
        let text = said.collect::<Vec<_>>().join(" ");
        if !text.is_empty() {
            self.flow.y += 3.0;
            self.fitted("Known before any weight", &text, SMALL.quiet(), self.room.lines.min(2));
        }
    }

    fn cautions(&mut self) {
        let said = &self.summary.cautions;
        if said.is_empty() {
            return;
        }
        let text =
            said.iter().map(|said| words::sentence(&one_line(said))).collect::<Vec<_>>().join(" ");
        self.flow.y += 4.0;
        let frame = self.flow.frame;
        let top = self.flow.y;
        self.flow.frame = Frame { left: frame.left + 14.0, width: frame.width - 28.0, ..frame };
        self.flow.paragraph(&Phrase::new("To be known first"), LABEL.bold());
        self.fitted("To be known first", &text, SMALL, self.room.lines.min(4));
        self.flow.frame = frame;
        let height = self.flow.y - top;
        let colour = Tone::Quiet.on_paper();
        self.flow.decoration(frame.left, top, 3.0, height, colour);
        self.flow.y += 4.0;
    }

    fn criteria(&mut self, numbers: &Numbers) {
        let summary = self.summary;
        self.flow.y += 8.0;
        let mut heaviest: Vec<&Row> = summary.criteria.iter().collect();
        heaviest.sort_by(|a, b| b.weight.total_cmp(&a.weight));
        let rest = heaviest.len().saturating_sub(self.room.rows);
        heaviest.truncate(self.room.rows);
        let width = self.flow.frame.width;
        let widths = [0.38, 0.10, 0.26, 0.26].map(|share| width * share);
        let mut rows: Vec<Vec<Cell>> = Vec::new();
        for row in heaviest {
            let mut cells = vec![
                self.name(&row.name, widths[0] - 12.0),
                Cell::new(&format!("{} %", row.percent), SMALL.quiet()),
            ];
            cells.extend(Side::BOTH.map(|side| {
                let rated = &row.sides[side];
                rating(&rated.words, rated.rating, tone(side), SMALL)
            }));
            rows.push(cells);
        }
        let mut totals = vec![Cell::new("Total", SMALL.bold()), Cell::new("100 %", SMALL.quiet())];
        totals.extend(Side::BOTH.map(|side| {
            let words = &numbers.totals_words[side];
            rating(words, numbers.totals[side], tone(side), SMALL.bold())
        }));
        rows.push(totals);
        let columns = self.columns(widths);
        self.flow.table(&columns, rows, 1);
        if rest > 0 {
            let page = self.page(super::appendix::CRITERIA);
            self.flow.y += 3.0;
            let more = Phrase::new(&format!("and {rest} more, page {page}"));
            self.flow.paragraph(&more, SMALL.quiet());
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

    fn drivers(&mut self, numbers: &Numbers) {
        let mut shown = numbers.clone();
        let rest = shown.drivers.len().saturating_sub(self.room.bars);
        shown.drivers.truncate(self.room.bars);
        if shown.drivers.is_empty() {
            return;
        }
        let picture = chart::drivers(&self.summary.sides, &shown);
        self.flow.heading(3, &picture.title, false);
        self.flow.y += 2.0;
        self.flow.figure(&picture, self.room.scale);
        if rest > 0 {
            let more = format!("and {rest} that weigh in less");
            self.flow.paragraph(&Phrase::new(&more), LABEL);
        }
        self.flow.y += 9.0;
    }

    /// What would change it and what is accepted beside what is doubted and what is to be done.
    fn ends(&mut self) {
        const BETWEEN: f32 = 24.0;
        let frame = self.flow.frame;
        let width = (frame.width - BETWEEN) / 2.0;
        self.flow.rule(Tone::Line);
        self.flow.y += 9.0;
        let top = self.flow.y;
        self.flow.frame = Frame { width, ..frame };
        self.changes();
        self.passage("Risks accepted", &self.summary.bad);
        self.flow.frame = Frame { left: frame.left + width + BETWEEN, width, ..frame };
        if self.flow.pages.len() == 1 {
            self.flow.y = top;
        }
        self.passage("Dissent", &self.summary.dissent);
        self.steps();
        let review = &self.summary.review;
        let passage = Passage { text: review.words.clone(), draft: review.trigger.draft };
        self.passage("Review", &passage);
        self.flow.frame = frame;
    }

    fn changes(&mut self) {
        let Some(numbers) = &self.summary.numbers else { return };
        self.flow.heading(3, "What would change it", false);
        let lines = self.room.lines.min(3);
        for said in numbers.changes.iter().take(self.room.items.max(2)) {
            self.fitted("What would change it", &one_line(said), BODY, lines);
            self.flow.y += 2.0;
        }
        self.flow.y += 7.0;
    }

    fn passage(&mut self, name: &'static str, passage: &Passage) {
        if passage.is_empty() {
            return;
        }
        self.flow.heading(3, name, passage.draft);
        self.fitted(name, &passage.lines().collect::<Vec<_>>().join("\n"), BODY, self.room.lines);
        self.flow.y += 9.0;
    }

    fn steps(&mut self) {
        let open: Vec<_> = self.summary.follow_ups.iter().filter(|step| !step.done).collect();
        if open.is_empty() {
            return;
        }
        self.flow.heading(3, "Next steps", false);
        for step in open.iter().take(self.room.items) {
            let who = [step.owner.trim(), step.due_words.as_str()];
            let who: Vec<&str> = who.into_iter().filter(|word| !word.is_empty()).collect();
            let page = self.page(super::appendix::FOLLOW_UPS);
            let more = format!("… (page {page})");
            let width = self.flow.frame.width;
            let text = one_line(&step.text);
            let (mut lines, _) = self.flow.press.fit(&text, BODY, width, 2, &more);
            let who = one_line(&who.join(" · "));
            lines.extend(self.flow.press.fit(&who, LABEL, width, 1, "…").0);
            self.flow.begin(Tag::P);
            self.flow.lines(lines, None);
            self.flow.end();
            self.flow.y += 2.0;
        }
        if let Some(rest) = open.len().checked_sub(self.room.items).filter(|rest| *rest > 0) {
            let page = self.page(super::appendix::FOLLOW_UPS);
            self.flow.paragraph(&Phrase::new(&format!("and {rest} more, page {page}")), LABEL);
        }
        self.flow.y += 7.0;
    }
}

/// A number with its bar.
fn rating(words: &str, value: f64, tone: Tone, style: Style) -> Cell {
    #[allow(clippy::cast_possible_truncation, reason = "a rating is between 0 and 10")]
    let share = (value / 10.0) as f32;
    Cell { bar: Some((share, tone)), ..Cell::new(words, style) }
}

fn label(name: &str, draft: bool) -> Phrase {
    let label = Phrase::new(name);
    if draft { label.and("  draft", Weight::Regular, Tone::Quiet) } else { label }
}

/// The colour of a side.
pub const fn tone(side: Side) -> Tone {
    match side {
        Side::Left => Tone::Left,
        Side::Right => Tone::Right,
    }
}

/// A text without line ends.
pub fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// With a capital at its beginning.
pub fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}
