//! Page 1, and always one page: what was decided, why, what would change it, who does what next.
//! It is set generously first, and closer until it fits; what is cut stands in full overleaf.

mod drivers;
mod foot;
mod room;
#[cfg(test)]
mod tests;
mod verdict;

use std::collections::BTreeMap;

use krilla::tagging::Tag;

use super::flow::{Flow, Frame};
use super::text::{Phrase, Press, SMALL, Style};
use super::write::Part;
use crate::analysis::words;
use crate::report::chart::Tone;
use crate::report::summary::{Passage, Summary};
use crate::session::Side;
use room::{CLOSEST, MORE, ROOMS, Room};

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

/// The name of the cautions.
pub const CAUTIONS: &str = "To be known first";
/// The name of the notices, overleaf.
pub const NOTICES: &str = "What facts say";
/// The name of the flips.
pub const CHANGES: &str = "What would change it";

/// Lays out page 1. `pages` says where the sections overleaf begin.
pub fn front(
    press: &mut Press,
    summary: &Summary,
    frame: Frame,
    pages: &BTreeMap<String, usize>,
) -> (Part, Vec<Cut>) {
    let sections = sections(summary);
    press.remember(true);
    let mut lay = |room: Room, keep: usize| {
        let flow = Flow::new(press, frame);
        let mut page = Front { flow, summary, pages, room, cut: Vec::new() };
        page.draw(&sections, keep);
        let Front { flow, cut, .. } = page;
        let (mut pages, places, tree) = flow.finish();
        let fits = pages.len() == 1;
        pages.truncate(1);
        Laid { part: Part { pages, places, tree }, cut, fits }
    };
    let all = sections.len();
    let laid = match ROOMS.into_iter().map(|room| (room, lay(room, all))).find(|(_, l)| l.fits) {
        Some((room, laid)) => {
            let (room, laid) = in_full(room, laid, |room| lay(room, all));
            grown(room, laid, |room| lay(room, all))
        }
        None => fewer(all, |keep| lay(CLOSEST, keep)),
    };
    press.remember(false);
    (laid.part, laid.cut)
}

/// Page 1 as it came out.
struct Laid {
    part: Part,
    cut: Vec<Cut>,
    fits: bool,
}

/// The same with texts in full, where a row or two of what is listed make room for that.
fn in_full(room: Room, laid: Laid, mut lay: impl FnMut(Room) -> Laid) -> (Room, Laid) {
    if laid.cut.is_empty() {
        return (room, laid);
    }
    for other in room.for_texts() {
        let tried = lay(other);
        if tried.fits && tried.cut.is_empty() {
            return (other, tried);
        }
    }
    (room, laid)
}

/// As much more as the page that fits has room for: texts in full first, then more of what is listed.
fn grown(mut room: Room, mut laid: Laid, mut lay: impl FnMut(Room) -> Laid) -> Laid {
    for more in MORE {
        let mut tried = room;
        while let Some(wider) = more(tried, laid.cut.is_empty()) {
            let page = lay(wider);
            // Columns may come out more even with a line more, so one that does not fit ends nothing.
            if page.fits {
                (room, laid) = (wider, page);
            }
            tried = wider;
        }
    }
    laid
}

/// As many sections as the page has room for; the rest goes overleaf, the last first.
fn fewer(all: usize, mut lay: impl FnMut(usize) -> Laid) -> Laid {
    let mut laid = lay(0);
    for keep in (1..all).rev() {
        let tried = lay(keep);
        if tried.fits {
            laid = tried;
            break;
        }
    }
    laid
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

    /// That there are more, and on which page.
    fn more(&self, rest: usize, section: &str) -> String {
        format!("And {rest} more on page {}.", self.page(section))
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
