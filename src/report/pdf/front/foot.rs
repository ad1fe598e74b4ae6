//! The foot of page 1: what would change it, what is accepted, and what comes next, in two columns.

use krilla::tagging::Tag;

use super::{CHANGES, Front, Section, one_line, sentences};
use crate::report::chart::Tone;
use crate::report::pdf::appendix;
use crate::report::pdf::flow::Frame;
use crate::report::pdf::text::{BODY, LABEL, Phrase, SMALL};
use crate::report::summary::{Numbers, Passage};

/// The width of the first of both columns at the foot, as a share.
const SHARES: [f32; 5] = [0.5, 0.45, 0.55, 0.4, 0.6];

impl Front<'_, '_> {
    /// The last sections in two columns, as even as their order allows.
    pub(super) fn ends(&mut self, sections: &[Section]) {
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

    pub(super) fn changes(&mut self, numbers: &Numbers) {
        self.flow.heading(3, CHANGES, false);
        let (lines, most) = (self.room.few(5), self.room.items.max(2));
        for said in numbers.changes.iter().take(most) {
            self.fitted(CHANGES, (&one_line(said), false), BODY, lines);
            self.flow.y += 2.0;
        }
        let rest = numbers.changes.len().saturating_sub(most);
        if rest > 0 {
            self.cut(CHANGES, &sentences(&numbers.changes), false);
            let more = self.more(rest, appendix::IN_FULL);
            self.flow.paragraph(&Phrase::new(&more), SMALL.quiet());
        }
        self.flow.y += 7.0;
    }

    pub(super) fn passage(&mut self, name: &'static str, passage: &Passage) {
        if passage.is_empty() {
            return;
        }
        self.flow.heading(3, name, passage.draft);
        let text = passage.lines().collect::<Vec<_>>().join("\n");
        self.fitted(name, (&text, passage.draft), BODY, self.room.lines);
        self.flow.y += 9.0;
    }

    pub(super) fn steps(&mut self) {
        let open: Vec<_> = self.summary.follow_ups.iter().filter(|step| !step.done).collect();
        if open.is_empty() {
            return;
        }
        self.flow.heading(3, "Next steps", false);
        for step in open.iter().take(self.room.items) {
            let who = [step.owner.trim(), step.due_words.as_str()];
            let who: Vec<&str> = who.into_iter().filter(|word| !word.is_empty()).collect();
            let page = self.page(appendix::FOLLOW_UPS);
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
            let more = self.more(rest, appendix::FOLLOW_UPS);
            self.flow.paragraph(&Phrase::new(&more), SMALL.quiet());
        }
        self.flow.y += 7.0;
    }
}
