//! Pictures on a page.

use krilla::tagging::Tag;

use super::{Flow, HAIRLINE, Mark, short};
use crate::report::chart::{Anchor, Picture, Shape};
use crate::report::pdf::text::{BODY, Style, Weight};

impl Flow<'_> {
    /// A picture, scaled to the width of the frame or less.
    pub fn figure(&mut self, picture: &Picture, scale: f32) {
        #[allow(clippy::cast_possible_truncation, reason = "a picture is some hundred units wide")]
        let at = |value: f64| value as f32 * scale;
        self.need(at(picture.height));
        let (left, top) = (self.frame.left, self.y);
        let mut marks = Vec::new();
        for shape in &picture.shapes {
            match shape {
                Shape::Bar { x, y, width, height, tone } => marks.push(Mark::Bar {
                    x: left + at(*x),
                    y: top + at(*y),
                    width: at(*width),
                    height: at(*height),
                    corner: 2.0 * scale,
                    colour: tone.on_paper(),
                }),
                Shape::Line { from, to, tone } => marks.push(Mark::Bar {
                    x: left + at(from.0.min(to.0)),
                    y: top + at(from.1.min(to.1)),
                    width: at((to.0 - from.0).abs()).max(HAIRLINE),
                    height: at((to.1 - from.1).abs()).max(HAIRLINE),
                    corner: 0.0,
                    colour: tone.on_paper(),
                }),
                Shape::Text { x, y, anchor, size, bold, tone, text } => {
                    let weight = if *bold { Weight::Semibold } else { Weight::Regular };
                    let style = Style { size: at(*size), weight, tone: *tone, ..BODY };
                    // A name stays between its anchor and the picture's edge.
                    let room = match anchor {
                        Anchor::Start => at(picture.width - x),
                        Anchor::End => at(*x),
                    };
                    let Some(line) = self.press.fit(text, style, room, 1, "…").0.pop() else {
                        continue;
                    };
                    let back = if *anchor == Anchor::End { line.ink.1 } else { line.ink.0 };
                    marks.push(Mark::Text { x: left + at(*x) - back, y: top + at(*y), line });
                }
            }
        }
        self.begin(Tag::Figure(Some(short(&picture.description, 4000))));
        let leaf = self.leaf(false);
        self.push(Mark::Group(marks), leaf, None);
        self.end();
        self.y += at(picture.height);
    }
}
