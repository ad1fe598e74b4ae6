//! A picture that stands alone, with what the page around it would say.

use super::width::{fitted, wrapped};
use super::{Anchor, Picture, Shape, Tone};
use crate::report::Summary;

/// From the edge of the picture to its words.
const EDGE: f64 = 8.0;
const TITLE: f64 = 16.0;
const TYPE: f64 = 12.0;
const LINE: f64 = 17.0;
/// Between the words and what is drawn.
const GAP: f64 = 12.0;

/// The picture under its title and what it is about, with what has to be known of its numbers.
#[must_use]
pub fn alone(picture: &Picture, summary: &Summary) -> Picture {
    let room = picture.width - 2.0 * EDGE;
    let mut shapes = Vec::new();
    let mut y = EDGE + TITLE;
    let mut say = |text: &str, size: f64, bold: bool, tone: Tone, y: f64| {
        let (x, text) = (EDGE, fitted(text, room, size, bold));
        shapes.push(Shape::Text { x, y, anchor: Anchor::Start, size, bold, tone, text });
    };
    say(&picture.title, TITLE, true, Tone::Ink, y);
    let about = [&summary.project, &summary.question].map(|text| text.trim());
    if let Some(about) = about.into_iter().find(|text| !text.is_empty()) {
        y += LINE + 1.0;
        say(about, TYPE, false, Tone::Quiet, y);
    }
    for known in known(summary) {
        for line in wrapped(known, room, TYPE, true) {
            y += LINE;
            say(&line, TYPE, true, Tone::Ink, y);
        }
    }
    let down = y + GAP;
    shapes.extend(picture.shapes.iter().map(|shape| moved(shape, down)));
    Picture { height: picture.height + down, shapes, ..picture.clone() }
}

/// What has to be known of every number in a picture.
pub(super) fn known(summary: &Summary) -> impl Iterator<Item = &str> {
    summary.beside_numbers.iter().map(String::as_str)
}

fn moved(shape: &Shape, down: f64) -> Shape {
    let mut shape = shape.clone();
    match &mut shape {
        Shape::Bar { y, .. } | Shape::Text { y, .. } => *y += down,
        Shape::Line { from, to, .. } => {
            from.1 += down;
            to.1 += down;
        }
    }
    shape
}
