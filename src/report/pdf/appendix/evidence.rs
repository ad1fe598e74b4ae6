//! What the claims rest on, in two columns.

use super::Appendix;
use crate::report::chart::Tone;
use crate::report::pdf::flow::Frame;
use crate::report::pdf::front::one_line;
use crate::report::pdf::text::{Phrase, SMALL, Style, Weight};
use crate::report::summary::Evidence;

/// Between both columns.
const BETWEEN: f32 = 20.0;

impl Appendix<'_, '_> {
    pub(super) fn evidence(&mut self) {
        if self.summary.evidence.is_empty() {
            return;
        }
        self.section("Evidence cited");
        let (frame, width) = (self.flow.frame, (self.flow.frame.width - BETWEEN) / 2.0);
        let mut rest = self.summary.evidence.as_slice();
        let heights = self.heights(width);
        let mut heights = heights.as_slice();
        while !rest.is_empty() {
            let room = self.flow.left().max(0.0);
            let even = halves(heights);
            // What is left stands in even columns; of more than that, both are filled to the foot.
            let (first, second) = if height(heights, even) <= room {
                (even, rest.len() - even)
            } else {
                let first = filling(heights, room).max(1);
                (first, filling(heights.get(first..).unwrap_or_default(), room))
            };
            let (top, mut deepest) = (self.flow.y, self.flow.y);
            for (count, x) in [(first, frame.left), (second, frame.left + width + BETWEEN)] {
                self.flow.frame = Frame { left: x, width, ..frame };
                self.flow.y = top;
                let (column, others) = rest.split_at_checked(count).unwrap_or((rest, &[]));
                for evidence in column {
                    self.source(evidence);
                }
                (rest, heights) = (others, heights.get(count..).unwrap_or_default());
                deepest = deepest.max(self.flow.y);
            }
            self.flow.frame = frame;
            self.flow.y = deepest;
            if !rest.is_empty() {
                self.flow.turn();
            }
        }
    }

    /// One line, all of which leads to the source where it is on the web.
    fn source(&mut self, evidence: &Evidence) {
        const SOURCE: Style = Style { size: 7.0, leading: 10.0, ..SMALL };
        let Evidence { title, version, address, criteria } = evidence;
        let safe = |to: &&String| {
            (to.starts_with("https://") || to.starts_with("http://"))
                && to.len() < 2000
                && !to.chars().any(|c| c.is_control() || c.is_whitespace())
        };
        let (title, version) = (one_line(title), one_line(version));
        let title = if version.is_empty() { title } else { format!("{title} ({version})") };
        let mut phrase = Phrase::new(&title);
        if !criteria.is_empty() {
            let criteria = format!(" – {}", one_line(&criteria.join(" · ")));
            phrase = phrase.and(&criteria, Weight::Regular, Tone::Quiet);
        }
        match address.as_ref().filter(safe) {
            Some(to) => self.flow.linked(&phrase, SOURCE, to),
            None => self.flow.paragraph(&phrase, SOURCE),
        }
        self.flow.y += 0.5;
    }

    /// How high each source is in a column of this width.
    fn heights(&mut self, width: f32) -> Vec<f32> {
        let frame = self.flow.frame;
        let mark = self.flow.mark();
        self.flow.frame = Frame { width, bottom: f32::MAX, ..frame };
        let mut heights = Vec::new();
        for evidence in &self.summary.evidence {
            let top = self.flow.y;
            self.source(evidence);
            heights.push(self.flow.y - top);
        }
        self.flow.back_to(&mark);
        self.flow.frame = frame;
        heights
    }
}

/// How many of these stand in the first of two columns that are as even as can be.
fn halves(heights: &[f32]) -> usize {
    let all: f32 = heights.iter().sum();
    let mut left = 0.0;
    let before = |height: &&f32| {
        let stands = left + **height / 2.0 <= all / 2.0;
        left += **height;
        stands
    };
    heights.iter().take_while(before).count()
}

/// How high the higher of two columns is, of which the first has so many of these.
fn height(heights: &[f32], first: usize) -> f32 {
    let (left, right) = heights.split_at_checked(first).unwrap_or((heights, &[]));
    left.iter().sum::<f32>().max(right.iter().sum())
}

/// How many of these fill a column of this height.
fn filling(heights: &[f32], room: f32) -> usize {
    let mut deep = 0.0;
    let fits = |height: &&f32| {
        deep += **height;
        deep <= room
    };
    heights.iter().take_while(fits).count()
}
