//! What each picture shows.

use super::alone::known;
use super::width::{fitted, width};
use super::{Anchor, Picture, Shape, Tone};
use crate::analysis::words;
use crate::report::summary::{Driver, Numbers, Summary};
use crate::session::{Pair, Side};

/// How wide every picture is.
const WIDTH: f64 = 640.0;
/// Where names end and bars may begin.
const NAMES: f64 = 212.0;
/// Where they end at most, in pictures that have room for longer ones.
const LONG_NAMES: f64 = 320.0;
/// The first name of a row keeps this far from the edge.
const EDGE: f64 = 4.0;
/// From one row to the next.
const ROW: f64 = 26.0;
const BAR: f64 = 14.0;
/// From a bar's upper edge to the baseline of what stands beside it.
const BASE: f64 = 11.5;
const TYPE: f64 = 13.0;
/// Room for a number beside a bar.
const NUMBER: f64 = 48.0;
/// So many criteria are drawn; the table has them all.
const MOST: usize = 8;

/// Every picture of a summary; none while the result is covered.
#[must_use]
pub fn all(summary: &Summary) -> Vec<Picture> {
    let Some(numbers) = &summary.numbers else { return Vec::new() };
    let sides = &summary.sides;
    let mut pictures = vec![totals(sides, numbers), drivers(sides, numbers), sure(numbers)];
    for known in known(summary) {
        for picture in &mut pictures {
            picture.description.push(' ');
            picture.description.push_str(known);
        }
    }
    pictures
}

/// Both totals on the scale from 0 to 10.
#[must_use]
pub fn totals(sides: &Pair<String>, numbers: &Numbers) -> Picture {
    let rows = Side::BOTH.map(|side| {
        let words = numbers.totals_words[side].clone();
        (sides[side].clone(), numbers.totals[side] / 10.0, words, tone(side))
    });
    let said = rows.iter().map(|(name, _, words, _)| format!("{name} {words} of 10"));
    let said = words::list(&said.collect::<Vec<_>>());
    shares("totals", "Totals on the scale from 0 to 10", format!("{said}."), NAMES, &rows)
}

/// What drives it: a bar a criterion, towards the side that it speaks for.
#[must_use]
pub fn drivers(sides: &Pair<String>, numbers: &Numbers) -> Picture {
    let drawn = numbers.drivers.get(..MOST).unwrap_or(&numbers.drivers);
    let rest = numbers.drivers.len() - drawn.len();
    let most = drawn.iter().map(|d| d.contribution.abs()).fold(0.0, f64::max);
    let (from, to) = (NAMES + 10.0 + NUMBER, WIDTH - NUMBER);
    let (middle, reach) = (f64::midpoint(from, to), (to - from) / 2.0);
    let side = |side: Side| fitted(&sides[side], reach - 16.0, TYPE, true);
    let (left, right) = (format!("← {}", side(Side::Left)), format!("{} →", side(Side::Right)));
    let mut shapes = vec![
        label(middle - 8.0, 14.0, Anchor::End, Tone::Left, true, &left),
        label(middle + 8.0, 14.0, Anchor::Start, Tone::Right, true, &right),
    ];
    let top = 26.0;
    for (driver, y) in drawn.iter().zip(rows_from(top)) {
        let length = if most > 0.0 { driver.contribution.abs() / most * reach } else { 0.0 };
        let (x, tone, number) = match driver.towards {
            Some(Side::Right) => (middle, Tone::Right, middle + length + 6.0),
            Some(Side::Left) => (middle - length, Tone::Left, middle - length - 6.0),
            None => (middle, Tone::Quiet, middle + 6.0),
        };
        let end = if driver.towards == Some(Side::Left) { Anchor::End } else { Anchor::Start };
        shapes.push(name(NAMES, y, &driver.name));
        shapes.push(Shape::Bar { x, y, width: length, height: BAR, tone });
        shapes.push(label(number, y + BASE, end, Tone::Quiet, false, &driver.words));
    }
    let bottom = top + ROW * count(drawn.len());
    shapes.push(Shape::Line {
        from: (middle, top - 4.0),
        to: (middle, bottom - 6.0),
        tone: Tone::Line,
    });
    let mut height = bottom;
    if rest > 0 {
        let more = format!("and {} with less", words::count(rest, "criterion", "criteria"));
        shapes.push(label(NAMES, bottom + 9.0, Anchor::End, Tone::Quiet, false, &more));
        height += ROW - 6.0;
    }
    let told = |driver: &Driver| match driver.towards {
        Some(side) => format!("{} {} towards {}", driver.name, driver.words, sides[side]),
        None => format!("{} towards neither side", driver.name),
    };
    let said = words::list(&drawn.iter().map(told).collect::<Vec<_>>());
    Picture {
        name: "drivers",
        title: "What drives it".to_owned(),
        description: format!("Contributions to the margin, the strongest first: {said}."),
        width: WIDTH,
        height,
        shapes,
    }
}

/// How sure, by doubt.
#[must_use]
pub fn sure(numbers: &Numbers) -> Picture {
    let tone = tone(numbers.told);
    let row = |sure: &crate::report::summary::Sure| {
        (sure.label.to_owned(), sure.share, sure.words.clone(), tone)
    };
    let rows: Vec<_> = numbers.sure.iter().map(row).collect();
    let said = rows.iter().map(|(label, _, words, _)| format!("{words} ({label})"));
    let said = words::list(&said.collect::<Vec<_>>());
    let wins = &numbers.wins;
    let title = format!("How sure it is that {wins}");
    shares("sure", &title, format!("How often {wins}: {said}."), LONG_NAMES, &rows)
}

/// Bars from nothing to everything, a row each: name, share from 0 to 1, number, colour. `most` is
/// where names end at most.
fn shares(
    name: &'static str,
    title: &str,
    description: String,
    most: f64,
    rows: &[(String, f64, String, Tone)],
) -> Picture {
    let widest = rows.iter().map(|(label, ..)| width(label, TYPE, false)).fold(0.0, f64::max);
    let names = (widest + EDGE).clamp(NAMES, most);
    let (x, width) = (names + 10.0, WIDTH - names - 10.0 - 2.0 * NUMBER);
    let mut shapes = Vec::new();
    for ((label_of, share, number, tone), y) in rows.iter().zip(rows_from(6.0)) {
        shapes.push(self::name(names, y, label_of));
        shapes.push(Shape::Bar { x, y, width, height: BAR, tone: Tone::Line });
        let filled = width * share.clamp(0.0, 1.0);
        shapes.push(Shape::Bar { x, y, width: filled, height: BAR, tone: *tone });
        shapes.push(label(x + width + 8.0, y + BASE, Anchor::Start, Tone::Ink, true, number));
    }
    let height = 6.0 + ROW * count(rows.len());
    Picture { name, title: title.to_owned(), description, width: WIDTH, height, shapes }
}

const fn tone(side: Side) -> Tone {
    match side {
        Side::Left => Tone::Left,
        Side::Right => Tone::Right,
    }
}

/// The upper edges of bars, row by row.
fn rows_from(top: f64) -> impl Iterator<Item = f64> {
    std::iter::successors(Some(top), |y| Some(y + ROW))
}

fn count(rows: usize) -> f64 {
    u32::try_from(rows).map_or(0.0, f64::from)
}

/// The name of a row, cut where it would not fit beside the bars; the table has it in full.
fn name(end: f64, y: f64, name: &str) -> Shape {
    let name = fitted(name, end - EDGE, TYPE, false);
    label(end, y + BASE, Anchor::End, Tone::Ink, false, &name)
}

fn label(x: f64, y: f64, anchor: Anchor, tone: Tone, bold: bool, text: &str) -> Shape {
    Shape::Text { x, y, anchor, size: TYPE, bold, tone, text: text.to_owned() }
}
