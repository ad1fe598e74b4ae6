//! Page 1, and always one page: what was decided, why, what would change it, who does what next.
//! It is set generously first, and closer until it fits; what is cut stands in full overleaf.

use std::collections::BTreeMap;

use krilla::tagging::Tag;

use super::flow::{Cell, Column, Flow, Frame};
use super::text::{BODY, HEADING, LABEL, LEAD, Phrase, Press, SMALL, Style, TITLE, Weight};
use super::write::Part;
use crate::analysis::words;
use crate::report::chart::{self, Tone};
use crate::report::summary::{Numbers, Passage, Row, Summary};
use crate::session::Side;

/// A text that did not fit, by the name that it has overleaf.
pub struct Cut {
    pub name: &'static str,
    pub text: String,
    pub draft: bool,
}

/// What stands under the recommendation, in this order. Where even the closest setting is too
/// long, whole sections go overleaf, the last first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Section {
    Cautions,
    Brief,
    Criteria,
    Drivers,
    Changes,
    Risks,
    Dissent,
    Steps,
    Review,
}

/// The width of the first of both columns at the foot, as a share.
const SHARES: [f32; 5] = [0.5, 0.45, 0.55, 0.4, 0.6];

/// The name of the cautions.
pub const CAUTIONS: &str = "To be known first";
/// The name of the notices, overleaf.
pub const NOTICES: &str = "What facts say";
/// The name of the flips.
pub const CHANGES: &str = "What would change it";

/// The standing, seen before the sentence that it qualifies.
const STANDING: Style = HEADING;
const NOTICE: Style = Style { size: 7.5, leading: 10.5, ..SMALL.quiet() };

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

/// From generous to close; where the last does not fit, sections go overleaf.
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
    let sections = sections(summary);
    let closest = ROOMS.last().copied().into_iter();
    let fewer = closest.flat_map(|room| (0..sections.len()).rev().map(move |keep| (room, keep)));
    let mut laid = None;
    press.remember(true);
    for (room, keep) in ROOMS.into_iter().map(|room| (room, sections.len())).chain(fewer) {
        let flow = Flow::new(press, frame);
        let mut page = Front { flow, summary, pages, room, cut: Vec::new() };
        page.draw(&sections, keep);
        let Front { flow, cut, .. } = page;
        let (mut pages, places, tree) = flow.finish();
        let fits = pages.len() == 1;
        pages.truncate(1);
        laid = Some((Part { pages, places, tree }, cut));
        if fits {
            break;
        }
    }
    press.remember(false);
    laid.unwrap_or_else(|| (Part { pages: Vec::new(), places: Vec::new(), tree: None }, Vec::new()))
}

/// The sections that have something to say.
fn sections(summary: &Summary) -> Vec<Section> {
    let open = summary.numbers.as_ref();
    let step = summary.follow_ups.iter().any(|step| !step.done);
    let asked = [&summary.question, &summary.context].iter().any(|text| !text.trim().is_empty());
    let compared = !summary.criteria.is_empty();
    let all = [
        (Section::Cautions, !summary.cautions.is_empty() || !summary.notices.is_empty()),
        (Section::Brief, open.is_none() && (asked || compared)),
        (Section::Criteria, open.is_some()),
        (Section::Drivers, open.is_some_and(|numbers| !numbers.drivers.is_empty())),
        (Section::Changes, open.is_some_and(|numbers| !numbers.changes.is_empty())),
        (Section::Risks, !summary.bad.is_empty()),
        (Section::Dissent, !summary.dissent.is_empty()),
        (Section::Steps, step),
        (Section::Review, !summary.review.words.trim().is_empty()),
    ];
    all.into_iter().filter(|(_, there)| *there).map(|(section, _)| section).collect()
}

struct Front<'a, 'p> {
    flow: Flow<'p>,
    summary: &'a Summary,
    pages: &'a BTreeMap<String, usize>,
    room: Room,
    cut: Vec<Cut>,
}

impl Front<'_, '_> {
    fn draw(&mut self, sections: &[Section], keep: usize) {
        let (kept, gone) = sections.split_at(keep.min(sections.len()));
        self.title();
        self.facts();
        self.recommendation();
        for section in kept.iter().filter(|section| !section.ends()) {
            self.section(*section);
        }
        let ends: Vec<Section> = kept.iter().copied().filter(|section| section.ends()).collect();
        self.ends(&ends);
        for section in gone {
            self.overleaf(*section);
        }
        if !gone.is_empty() {
            self.flow.y += 4.0;
            self.flow.paragraph(&Phrase::new("More on page 2."), SMALL.bold());
        }
    }

    fn section(&mut self, section: Section) {
        let summary = self.summary;
        match (section, &summary.numbers) {
            (Section::Cautions, _) => self.cautions(),
            (Section::Brief, _) => self.brief(),
            (Section::Criteria, Some(numbers)) => self.criteria(numbers),
            (Section::Drivers, Some(numbers)) => self.drivers(numbers),
            (Section::Changes, Some(numbers)) => self.changes(numbers),
            (Section::Criteria | Section::Drivers | Section::Changes, None) => {}
            (Section::Risks, _) => self.passage("Risks accepted", &summary.bad),
            (Section::Dissent, _) => self.passage("Dissent", &summary.dissent),
            (Section::Steps, _) => self.steps(),
            (Section::Review, _) => self.passage("Review", &review(summary)),
        }
    }

    /// A section that went overleaf as a whole. What is not named here stands there anyway.
    fn overleaf(&mut self, section: Section) {
        let summary = self.summary;
        let typed = |text: String| Passage { text, draft: false };
        let mut gone = Vec::new();
        match (section, &summary.numbers) {
            (Section::Cautions, _) => {
                gone.push((CAUTIONS, typed(sentences(&summary.cautions))));
                gone.push((NOTICES, typed(sentences(&summary.notices))));
            }
            (Section::Criteria, Some(numbers)) => {
                let total =
                    |side: Side| format!("{} {}", summary.sides[side], numbers.totals_words[side]);
                let totals = Side::BOTH.map(total).join(", ");
                gone.push(("Totals", typed(format!("{totals}, of 10."))));
            }
            (Section::Changes, Some(numbers)) => {
                gone.push((CHANGES, typed(sentences(&numbers.changes))));
            }
            (Section::Risks, _) => gone.push(("Risks accepted", summary.bad.clone())),
            (Section::Dissent, _) => gone.push(("Dissent", summary.dissent.clone())),
            (Section::Review, _) => gone.push(("Review", review(summary))),
            _ => {}
        }
        for (name, Passage { text, draft }) in gone {
            self.cut(name, &text, draft);
        }
    }

    /// Keeps a text for the page overleaf, once.
    fn cut(&mut self, name: &'static str, text: &str, draft: bool) {
        if !text.trim().is_empty() && self.cut.iter().all(|cut| cut.name != name) {
            self.cut.push(Cut { name, text: text.to_owned(), draft });
        }
    }

    /// The page on which a section begins.
    fn page(&self, section: &str) -> usize {
        self.pages.get(section).copied().unwrap_or(2)
    }

    /// A text in so many lines, the rest of which stands in full under its name.
    fn fitted(&mut self, name: &'static str, said: (&str, bool), style: Style, most: usize) {
        let (text, draft) = said;
        let more = format!("… (page {})", self.page(super::appendix::IN_FULL));
        let width = self.flow.frame.width;
        let (lines, cut) = self.flow.press.fit(text, style, width, most, &more);
        if cut {
            self.cut(name, text, draft);
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
            self.cut("Title", &text, summary.title.draft);
        }
        self.flow.heading_of(1, &text, lines);
        self.flow.y += 9.0;
    }

    /// Status, date and deciders beside each other.
    fn facts(&mut self) {
        let summary = self.summary;
        let deciders = (!summary.deciders.is_empty()).then_some(&summary.deciders);
        let decided =
            deciders.map(|p| (label("Decided by", p.draft), (one_line(&p.text), p.draft)));
        let status = (label("Status", false), (one_line(&summary.status_words), false));
        let date = (label("Date", false), (summary.date_words.clone(), false));
        let facts = [Some(("Status", 0.27, status)), Some(("Date", 0.27, date))];
        let frame = self.flow.frame;
        let (top, mut bottom, mut x) = (self.flow.y, self.flow.y, frame.left);
        self.flow.rule(Tone::Line);
        let last = decided.map(|fact| ("Decided by", 0.46, fact));
        for (name, share, (label, (text, draft))) in facts.into_iter().chain([last]).flatten() {
            let width = frame.width * share;
            self.flow.frame = Frame { left: x, width: width - 14.0, ..frame };
            self.flow.y = top + 7.0;
            self.flow.paragraph(&label, LABEL);
            self.fitted(name, (&text, draft), BODY, 2);
            bottom = bottom.max(self.flow.y);
            x += width;
        }
        self.flow.frame = frame;
        self.flow.y = bottom + 12.0;
    }

    fn recommendation(&mut self) {
        let summary = self.summary;
        // A close call takes no side's colour.
        let close = summary.standing == "close call";
        let tone = summary.choice.filter(|_| !close).map_or(Tone::Quiet, tone);
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
            let mark = if draft { "  draft" } else { "" };
            let more = format!("… (page {}){mark}", self.page(super::appendix::IN_FULL));
            let (lines, cut) = self.flow.press.fit(&text, style, width, lines, &more);
            if cut {
                self.cut(name, &text, draft);
            }
            texts.push((text, style, draft, lines, cut));
        }
        let standing = capital(&summary.standing);
        let sides = &summary.sides;
        self.flow.boxed(tone, |flow| {
            if !standing.is_empty() {
                flow.paragraph(&Phrase::new(&standing), STANDING);
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
            }
        });
        self.flow.y += 4.0;
    }

    /// What has to be known first, and under it, quietly, what facts say before any weight does.
    fn cautions(&mut self) {
        let summary = self.summary;
        let (cautions, notices) = (sentences(&summary.cautions), sentences(&summary.notices));
        self.flow.y += 4.0;
        let frame = self.flow.frame;
        let top = self.flow.y;
        self.flow.frame = Frame { left: frame.left + 14.0, width: frame.width - 28.0, ..frame };
        let lines = self.room.lines.min(4);
        if !cautions.is_empty() {
            self.flow.paragraph(&Phrase::new(CAUTIONS), LABEL.bold());
            self.fitted(CAUTIONS, (&cautions, false), SMALL, lines);
        }
        if !notices.is_empty() {
            self.flow.y += if cautions.is_empty() { 0.0 } else { 3.0 };
            self.fitted(NOTICES, (&notices, false), NOTICE, lines);
        }
        self.flow.frame = frame;
        let height = self.flow.y - top;
        let colour = Tone::Quiet.on_paper();
        self.flow.decoration(frame.left, top, 3.0, height, colour);
        self.flow.y += 4.0;
    }

    /// While the numbers are covered: what is asked, and what is compared.
    fn brief(&mut self) {
        let summary = self.summary;
        let names = summary.criteria.iter().map(|row| one_line(&row.name));
        let compared = names.collect::<Vec<_>>().join(" · ");
        self.flow.y += 14.0;
        for (name, text, section) in [
            ("Question", &summary.question, super::appendix::BRIEF),
            ("Context", &summary.context, super::appendix::BRIEF),
            ("What is compared", &compared, super::appendix::CRITERIA),
        ] {
            if text.trim().is_empty() {
                continue;
            }
            self.flow.heading(3, name, false);
            let more = format!("… (page {})", self.page(section));
            let (width, most) = (self.flow.frame.width, self.room.lines);
            let (lines, _) = self.flow.press.fit(&one_line(text), BODY, width, most, &more);
            self.flow.begin(Tag::P);
            self.flow.lines(lines, None);
            self.flow.end();
            self.flow.y += 9.0;
        }
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
            let page = self.page(super::appendix::DRIVEN);
            let more = format!("and {rest} that weigh in less, page {page}");
            self.flow.paragraph(&Phrase::new(&more), LABEL);
        }
        self.flow.y += 9.0;
    }

    /// The last sections in two columns, as even as their order allows.
    fn ends(&mut self, sections: &[Section]) {
        const BETWEEN: f32 = 24.0;
        if sections.is_empty() {
            return;
        }
        let frame = self.flow.frame;
        self.flow.y += if self.summary.numbers.is_some() { 0.0 } else { 6.0 };
        self.flow.rule(Tone::Line);
        self.flow.y += 9.0;
        if let [only] = sections {
            self.section(*only);
            return;
        }
        let whole = frame.width - BETWEEN;
        let (before, after, width) = self.even(sections, whole);
        let (top, pages) = (self.flow.y, self.flow.pages.len());
        self.flow.frame = Frame { width, ..frame };
        for section in before {
            self.section(section);
        }
        let deepest = self.flow.y;
        let left = frame.left + width + BETWEEN;
        self.flow.frame = Frame { left, width: whole - width, ..frame };
        if self.flow.pages.len() == pages {
            self.flow.y = top;
        }
        for section in after {
            self.section(section);
        }
        self.flow.y = self.flow.y.max(deepest);
        self.flow.frame = frame;
    }

    /// What stands in each of two columns, and how wide the first is, so that both are as even as
    /// can be. The first section stays first, and both columns keep the order.
    fn even(&mut self, sections: &[Section], whole: f32) -> (Vec<Section>, Vec<Section>, f32) {
        let mut best = (f32::MAX, 1_u32, whole / 2.0);
        for share in SHARES {
            let (left, right) = (whole * share, whole * (1.0 - share));
            let mut heights = Vec::new();
            for section in sections {
                heights.push([left, right].map(|width| self.height(*section, width)));
            }
            // Each set of sections is a number whose digits say which stand on the left.
            for set in (1..(1_u32 << sections.len()) - 1).step_by(2) {
                let mut columns = [0.0_f32; 2];
                for (at, [here, there]) in heights.iter().enumerate() {
                    let [before, after] = &mut columns;
                    if set >> at & 1 == 1 { *before += here } else { *after += there }
                }
                let deepest = columns.into_iter().fold(0.0, f32::max);
                // Even columns stay unless others are clearly shorter.
                if deepest + 6.0 < best.0 {
                    best = (deepest, set, left);
                }
            }
        }
        let (_, set, width) = best;
        let named = sections.iter().copied().enumerate();
        let (before, after): (Vec<_>, Vec<_>) = named.partition(|(at, _)| set >> at & 1 == 1);
        let only = |part: Vec<(usize, Section)>| part.into_iter().map(|(_, s)| s).collect();
        (only(before), only(after), width)
    }

    /// How high a section would be in a column of this width.
    fn height(&mut self, section: Section, width: f32) -> f32 {
        let (frame, cuts) = (self.flow.frame, self.cut.len());
        let mark = self.flow.mark();
        let top = self.flow.y;
        self.flow.frame = Frame { width, bottom: f32::MAX, ..frame };
        self.section(section);
        let height = self.flow.y - top;
        self.flow.back_to(&mark);
        self.flow.frame = frame;
        self.cut.truncate(cuts);
        height
    }

    fn changes(&mut self, numbers: &Numbers) {
        self.flow.heading(3, CHANGES, false);
        let (lines, most) = (self.room.lines.min(3), self.room.items.max(2));
        for said in numbers.changes.iter().take(most) {
            self.fitted(CHANGES, (&one_line(said), false), BODY, lines);
            self.flow.y += 2.0;
        }
        let rest = numbers.changes.len().saturating_sub(most);
        if rest > 0 {
            self.cut(CHANGES, &sentences(&numbers.changes), false);
            let page = self.page(super::appendix::IN_FULL);
            self.flow.paragraph(&Phrase::new(&format!("and {rest} more, page {page}")), LABEL);
        }
        self.flow.y += 7.0;
    }

    fn passage(&mut self, name: &'static str, passage: &Passage) {
        if passage.is_empty() {
            return;
        }
        self.flow.heading(3, name, passage.draft);
        let text = passage.lines().collect::<Vec<_>>().join("\n");
        self.fitted(name, (&text, passage.draft), BODY, self.room.lines);
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

impl Section {
    /// Whether it stands in one of the columns at the foot.
    const fn ends(self) -> bool {
        matches!(self, Self::Changes | Self::Risks | Self::Dissent | Self::Steps | Self::Review)
    }
}

/// When it is looked at again.
fn review(summary: &Summary) -> Passage {
    Passage { text: summary.review.words.clone(), draft: summary.review.trigger.draft }
}

/// Sentences after each other.
fn sentences(said: &[String]) -> String {
    said.iter().map(|said| words::sentence(&one_line(said))).collect::<Vec<_>>().join(" ")
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

#[cfg(test)]
mod tests {
    #![allow(clippy::expect_used, reason = "a test fails by panicking")]

    use super::*;
    use crate::report::pdf::flow::Mark;
    use crate::report::summary::{FollowUp, Source, Telling};

    /// Everything that page 1 has room for, at length.
    fn long() -> Summary {
        let catalogue = crate::catalogue::Catalogue::built_in().expect("a catalogue");
        let name = crate::session::Id::new("test").expect("an id");
        let preset = catalogue.presets.first().expect("a preset");
        let session = catalogue.preset_session(preset, name);
        let mut summary = Summary::of(Source {
            session: &session,
            verdict: &crate::analysis::verdict(&session, catalogue),
            catalogue,
            zone: &jiff::tz::TimeZone::UTC,
            origin: &crate::report::Origin::default(),
            telling: Telling { uncovered: true, ..Telling::default() },
        });
        let text = "It takes more than one line to say this. ".repeat(20);
        for part in [&mut summary.because, &mut summary.bad, &mut summary.dissent] {
            *part = Passage { text: text.clone(), draft: true };
        }
        summary.review.words.clone_from(&text);
        summary.cautions = vec![text.clone(); 4];
        summary.notices = vec![text.clone(); 4];
        summary.follow_ups = vec![FollowUp {
            text,
            owner: "Ade".to_owned(),
            due: None,
            due_words: String::new(),
            done: false,
        }];
        summary
    }

    fn says(part: &Part, what: &str) -> bool {
        part.pages.iter().flatten().any(|op| match &op.mark {
            Mark::Text { line, .. } => line.pieces.iter().any(|piece| piece.text.contains(what)),
            _ => false,
        })
    }

    #[test]
    fn what_does_not_fit_goes_overleaf_whole_and_is_named() {
        let summary = long();
        assert_eq!(sections(&summary).len(), 8);
        let mut press = Press::new(false);
        let mut dropped = 0;
        for bottom in [780.0, 620.0, 560.0, 500.0, 440.0, 380.0, 320.0] {
            let frame = Frame { left: 54.0, top: 48.0, width: 487.0, bottom };
            let (part, cut) = front(&mut press, &summary, frame, &BTreeMap::new());
            let cut = |name: &str| cut.iter().any(|cut| cut.name == name);
            for op in part.pages.iter().flatten() {
                if let Mark::Text { y, .. } = op.mark {
                    assert!(y <= bottom, "{y} is under {bottom}");
                }
            }
            for name in ["Risks accepted", "Dissent", "Review", CHANGES, CAUTIONS] {
                assert!(says(&part, name) || cut(name), "{bottom}: {name}");
            }
            let whole = says(&part, "Next steps") && says(&part, "Review");
            assert_eq!(!whole, says(&part, "More on page 2."), "{bottom}");
            assert!(says(&part, "draft") && cut("Why"));
            dropped += usize::from(!whole);
        }
        assert!(dropped > 2, "{dropped}");
    }
}
