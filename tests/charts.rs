//! The pictures of the numbers: well-formed, told in words too, and drawn.
#![allow(clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod common;

use common::injections::{PAYLOADS, everywhere};
use common::report::{example, leave, summary, told};
use common::{criterion, empty};
use resvg::tiny_skia::Pixmap;
use resvg::usvg::roxmltree::{Document, Node};
use weighbridge::report::chart::{self, Picture, Shape, Tone};
use weighbridge::report::{Format, Layout, Summary, Telling};
use weighbridge::session::{Edit, Outcome, Session, Side};

fn pictures(session: &Session) -> Vec<Picture> {
    chart::all(&told(session, Telling { uncovered: true, ..Telling::default() }))
}

fn open(session: &Session) -> Summary {
    told(session, Telling { uncovered: true, ..Telling::default() })
}

#[test]
fn every_picture_is_xml_with_its_words_in_it() {
    for picture in pictures(&example("saas-team")) {
        let text = chart::svg(&picture, "x");
        let document = Document::parse(&text).expect("well-formed");
        let said = |name: &str| {
            let node = document.descendants().find(|node| node.has_tag_name(name));
            node.and_then(|node| node.text()).expect("words").to_owned()
        };
        assert_eq!(said("title"), picture.title);
        assert_eq!(said("desc"), picture.description);
        assert_eq!(document.root_element().attribute("role"), Some("img"));
    }
}

#[test]
fn every_number_in_a_picture_is_in_its_description() {
    for name in ["saas-team", "logistics-team"] {
        for picture in pictures(&example(name)) {
            for shape in &picture.shapes {
                let Shape::Text { text, .. } = shape else { continue };
                let number = text.trim_end_matches(" %").parse::<f64>().is_ok();
                assert!(!number || picture.description.contains(text.as_str()), "{text}");
            }
        }
    }
}

#[test]
fn nothing_is_drawn_of_a_covered_result() {
    let mut session = example("saas-team");
    session.log.clear();
    assert!(chart::all(&summary(&session)).is_empty());
}

#[test]
fn a_png_has_its_size_and_something_on_it_and_is_the_same_each_time() {
    for picture in pictures(&example("saas-team")) {
        let bytes = chart::png(&picture, 2.0).expect("drawn");
        let drawn = Pixmap::decode_png(&bytes).expect("a PNG");
        let size = (f64::from(drawn.width()), f64::from(drawn.height()));
        assert_eq!(size, ((picture.width * 2.0).ceil(), (picture.height * 2.0).ceil()));
        let ink = drawn.pixels().iter().filter(|pixel| pixel.red() < 0x80).count();
        assert!(ink > 500, "{}: {ink} dark pixels", picture.name);
        assert!(drawn.pixels().iter().all(|pixel| pixel.alpha() == 255));
        assert_eq!(bytes, chart::png(&picture, 2.0).expect("drawn"));
    }
}

#[test]
fn a_scale_that_cannot_be_is_refused() {
    let picture = pictures(&example("saas-team")).remove(0);
    for scale in [0.0, -1.0, f32::NAN, f32::INFINITY, 1e9] {
        assert!(chart::png(&picture, scale).is_err(), "{scale}");
    }
}

#[test]
fn no_payload_gets_out_of_its_text() {
    for (name, payload) in PAYLOADS {
        for picture in pictures(&everywhere(payload)) {
            let text = chart::svg(&picture, payload);
            let document = Document::parse(&text).unwrap_or_else(|e| panic!("{name}: {e}"));
            for node in document.descendants().filter(Node::is_element) {
                let tag = node.tag_name().name();
                let known = ["svg", "title", "desc", "rect", "line", "text"].contains(&tag);
                assert!(known, "{name}: <{tag}>");
                let wild = node.attributes().find(|a| a.name().starts_with("on"));
                assert!(wild.is_none(), "{name}: {wild:?}");
            }
            chart::png(&picture, 1.0).unwrap_or_else(|e| panic!("{name}: {e}"));
        }
    }
}

#[test]
fn swapping_the_sides_mirrors_what_drives_it() {
    let session = example("saas-team");
    let mut swapped = session.clone();
    swapped.sides = swapped.sides.swapped();
    for criterion in &mut swapped.criteria {
        criterion.sides = criterion.sides.clone().swapped();
    }
    let bars = |session: &Session| {
        let picture = chart::all(&open(session)).remove(1);
        let middle = picture.shapes.iter().find_map(|shape| match shape {
            Shape::Line { from, .. } => Some(from.0),
            _ => None,
        });
        let middle = middle.expect("an axis");
        let bars = picture.shapes.into_iter().filter_map(move |shape| match shape {
            Shape::Bar { x, y, width, tone: Tone::Left, .. } => Some((middle - x, y, width, true)),
            Shape::Bar { x, y, width, tone: Tone::Right, .. } => {
                Some((x + width - middle, y, width, false))
            }
            _ => None,
        });
        bars.collect::<Vec<_>>()
    };
    let (one, other) = (bars(&session), bars(&swapped));
    assert_eq!(one.len(), other.len());
    for (a, b) in one.iter().zip(&other) {
        assert!((a.0 - b.0).abs() < 1e-9 && (a.1 - b.1).abs() < 1e-9, "{a:?} {b:?}");
        assert!((a.2 - b.2).abs() < 1e-9 && a.3 != b.3, "{a:?} {b:?}");
    }
}

/// Sessions that are hard to draw.
fn hard() -> Vec<(&'static str, Session)> {
    let with = |names: &[&str], left: f64, sides: [&str; 2]| {
        let mut session = empty();
        [session.sides.left, session.sides.right] = sides.map(str::to_owned);
        for (n, name) in names.iter().enumerate() {
            let mut row = criterion(&format!("c{n}"), 50.0, left, 5.0);
            (*name).clone_into(&mut row.name);
            session.criteria.push(row);
        }
        session
    };
    let wide = "W".repeat(60);
    let long = [
        wide.as_str(),
        "漢字かな交じりの長い名前の基準について書いたもの",
        "MIGRATIONS, SCHEMA CHANGES AND ROLLBACKS IN PRODUCTION",
        "illiiilllillilililillliiililillilililillililil",
    ];
    let sides = [wide.as_str(), "漢字かな交じりの長い名前の基準について書いたもの"];
    vec![
        ("saas", example("saas-team")),
        ("logistics", example("logistics-team")),
        ("long", with(&long, 8.0, sides)),
        ("right", with(&long, 1.0, ["The Django object-relational mapper", sides[1]])),
        ("one", with(&["Migrations"], 9.0, ["Django ORM", "SQLAlchemy"])),
        ("level", with(&["Migrations", "Hiring"], 5.0, ["Django ORM", "SQLAlchemy"])),
    ]
}

#[test]
fn nothing_that_is_drawn_leaves_the_picture() {
    for (name, session) in hard() {
        for picture in pictures(&session) {
            let picture = chart::alone(&picture, &open(&session));
            let bytes = chart::png(&picture, 1.0).expect("drawn");
            let large = chart::png(&picture, 2.0).expect("drawn");
            leave(&format!("{name}-{}.png", picture.name), &large);
            let drawn = Pixmap::decode_png(&bytes).expect("a PNG");
            let edge = |x, y| drawn.pixel(x, y).is_some_and(|pixel| pixel.red() > 0xf0);
            let clear = (0..drawn.height()).all(|y| edge(0, y) && edge(drawn.width() - 1, y));
            assert!(clear, "{name}, {}: something touches the edge", picture.name);
        }
    }
}

#[test]
fn a_picture_alone_says_what_it_is_and_what_has_to_be_known() {
    let mut session = example("saas-team");
    let must = session.brief.must_haves[0].id.clone();
    session.apply(Edit::Judge(must, Side::Right, Outcome::Fail)).expect("an edit");
    session.log.clear();
    let summary = open(&session);
    for picture in chart::all(&summary) {
        let alone = chart::alone(&picture, &summary);
        let texts = alone.shapes.iter().filter_map(|shape| match shape {
            Shape::Text { text, .. } => Some(text.as_str()),
            _ => None,
        });
        let said = texts.collect::<Vec<_>>().join(" ");
        for part in [picture.title.as_str(), &summary.project, "a look ahead", "fails a must-have"]
        {
            assert!(said.contains(part), "{part}: {said}");
        }
        for known in &summary.provisos {
            assert!(alone.description.contains(known), "{}", alone.description);
        }
        let drawn = alone.shapes.len() - picture.shapes.len();
        assert!(drawn >= 4 && alone.height > picture.height);
        leave(&format!("alone-{}.png", picture.name), &chart::png(&alone, 2.0).expect("drawn"));
    }
    let made = Format::Svg.render(&summary, &Layout::default()).expect("pictures");
    let text = String::from_utf8(made[0].bytes.clone()).expect("text");
    assert!(
        text.contains("a look ahead") && text.contains(">Totals on the scale from 0 to 10</text>")
    );
}
