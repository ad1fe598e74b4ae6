//! What the tests share: sessions to work on, and the one constructor of a window.
#![allow(dead_code, reason = "each test file uses a part of this")]

pub mod cases;
pub mod disk;
pub mod window;

use proptest::prelude::*;
use weighbridge::catalogue::Catalogue;
use weighbridge::session::{
    Assessment, Confidence, Criterion, Edit, Field, Id, Item, ItemRef, MustHave, Note, Origin,
    Outcome, Pair, Participant, Points, Rating, RecordField, Session, Side, Status, Strength,
};

/// The catalogue of this build.
pub fn catalogue() -> &'static Catalogue {
    Catalogue::built_in().expect("the catalogue parses")
}

/// An id that is known to be one.
pub fn id(text: &str) -> Id {
    Id::new(text).expect("an id")
}

/// The session of a preset.
pub fn preset(name: &str) -> Session {
    catalogue().preset_session(catalogue().preset(name).expect("a preset"), id("test"))
}

/// A criterion with these points and ratings.
pub fn criterion(name: &str, points: f64, left: f64, right: f64) -> Criterion {
    let assessed = |rating| Assessment { rating: Rating::clamped(rating), ..Assessment::default() };
    Criterion {
        id: id(name),
        name: name.to_owned(),
        definition: String::new(),
        low: String::new(),
        high: String::new(),
        points: Points::clamped(points),
        sides: Pair::new(assessed(left), assessed(right)),
    }
}

/// Some text that a person might write, with what makes files hard.
pub fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        "[a-zA-Z ]{0,20}",
        "\\PC{0,30}",
        Just("quotes \" and \\ and #\" and r#\"raw\"#".to_owned()),
        Just("two\nlines\tand a tab".to_owned()),
        Just("// no comment, (id: \"x\")".to_owned()),
    ]
}

fn side() -> impl Strategy<Value = Side> {
    prop_oneof![Just(Side::Left), Just(Side::Right)]
}

fn points() -> impl Strategy<Value = Points> {
    prop_oneof![Just(0.0), Just(100.0), 0.0..100.0].prop_map(Points::clamped)
}

fn rating() -> impl Strategy<Value = Rating> {
    prop_oneof![Just(0.0), Just(10.0), 0.0..10.0].prop_map(Rating::clamped)
}

fn origin() -> impl Strategy<Value = Origin> {
    prop_oneof![Just(Origin::Catalogue), Just(Origin::Team)]
}

fn confidence() -> impl Strategy<Value = Confidence> {
    prop::sample::select(Confidence::ALL.to_vec())
}

prop_compose! {
    fn assessment()(
        rating in rating(), origin in origin(), confidence in confidence(),
        claim in text(), reason in text(),
    ) -> Assessment {
        Assessment {
            rating, origin, confidence,
            claim: weighbridge::session::clean_text(&claim),
            reason: weighbridge::session::clean_text(&reason),
        }
    }
}

prop_compose! {
    fn any_criterion()(
        number in 0..6_u8, name in text(), points in points(),
        left in assessment(), right in assessment(),
    ) -> Criterion {
        Criterion {
            id: id(&format!("c{number}")),
            name: weighbridge::session::clean_text(&name),
            definition: String::new(),
            low: String::new(),
            high: String::new(),
            points,
            sides: Pair::new(left, right),
        }
    }
}

prop_compose! {
    fn any_note()(
        number in 0..6_u8, about in prop::option::of(0..6_u8), on in prop::option::of(side()),
        author in text(), said in text(), at in 0_i64..4_000_000_000,
    ) -> Note {
        Note {
            id: id(&format!("n{number}")),
            criterion: about.map(|n| id(&format!("c{n}"))),
            side: on,
            author: weighbridge::session::clean_text(&author),
            written: jiff::Timestamp::from_second(at).expect("a time"),
            edited: None,
            text: weighbridge::session::clean_text(&said),
        }
    }
}

fn item() -> impl Strategy<Value = Item> {
    prop_oneof![
        3 => any_criterion().prop_map(|row| Item::Criterion(Box::new(row))),
        3 => any_note().prop_map(Item::Note),
        1 => (0..4_u8, "[a-z ]{0,9}").prop_map(|(n, name)| Item::Person(Participant {
            id: id(&format!("p{n}")), name, role: String::new(), strength: Strength::clamped(f64::from(n)), present: true,
        })),
        1 => (0..4_u8, "[a-z ]{0,9}").prop_map(|(n, name)| Item::MustHave(MustHave {
            id: id(&format!("m{n}")), name, outcome: Pair::default(),
        })),
    ]
}

fn item_ref() -> impl Strategy<Value = ItemRef> {
    (0..4_u8, 0..6_u8).prop_map(|(kind, n)| match kind {
        0 => ItemRef::Criterion(id(&format!("c{n}"))),
        1 => ItemRef::Note(id(&format!("n{n}"))),
        2 => ItemRef::Person(id(&format!("p{n}"))),
        _ => ItemRef::MustHave(id(&format!("m{n}"))),
    })
}

/// Any edit at all, many of which do not fit the session.
pub fn edit() -> impl Strategy<Value = Edit> {
    let c = || (0..6_u8).prop_map(|n| id(&format!("c{n}")));
    let leaf = prop_oneof![
        (
            text(),
            prop::sample::select(vec![
                Field::Title,
                Field::Context,
                Field::SideName(Side::Right),
                Field::CriterionName(id("c1")),
                Field::Claim(id("c2"), Side::Left),
                Field::MustHave(id("m1")),
                Field::PersonRole(id("p1")),
                Field::Record(RecordField::Because),
            ])
        )
            .prop_map(|(text, field)| Edit::Write(field, text)),
        (0..3_u8, prop::option::of(0..3_u8)).prop_map(|(q, a)| Edit::Answer {
            question: id(&format!("q{q}")),
            answer: a.map(|a| id(&format!("a{a}"))),
        }),
        (0..4_u8, side(), prop::sample::select(Outcome::ALL.to_vec()))
            .prop_map(|(n, side, outcome)| Edit::Judge(id(&format!("m{n}")), side, outcome)),
        (c(), points()).prop_map(|(id, points)| Edit::SetPoints(id, points)),
        (c(), side(), rating(), origin())
            .prop_map(|(id, side, rating, origin)| Edit::Rate(id, side, rating, origin)),
        (c(), side(), confidence()).prop_map(|(id, s, conf)| Edit::SetConfidence(id, s, conf)),
        (0..6_u8, prop::option::of(side()), text()).prop_map(|(n, side, text)| Edit::Revise {
            note: id(&format!("n{n}")),
            side,
            text,
            edited: Some(jiff::Timestamp::UNIX_EPOCH),
        }),
        (prop::sample::select(Status::ALL.to_vec()), prop::option::of(1_i16..28)).prop_map(
            |(status, day)| Edit::SetStatus(
                status,
                day.map(
                    |day| jiff::civil::date(2027, 6, 1).saturating_add(jiff::Span::new().days(day))
                )
            ),
        ),
        prop::option::of(side()).prop_map(Edit::Choose),
        (0..5_usize, item()).prop_map(|(at, item)| Edit::Insert(at, item)),
        item_ref().prop_map(Edit::Remove),
        (item_ref(), 0..5_usize).prop_map(|(item, to)| Edit::Move(item, to)),
    ];
    leaf.prop_recursive(1, 8, 4, |leaf| {
        prop::collection::vec(leaf, 0..4).prop_map(|edits| Edit::Batch("batch".to_owned(), edits))
    })
}

/// A session as some edits leave it.
pub fn session() -> impl Strategy<Value = Session> {
    prop::collection::vec(edit(), 0..40).prop_map(|edits| {
        let mut session = Session::new(id("s"), Pair::new("L".to_owned(), "R".to_owned()));
        for edit in edits {
            // Those that do not fit are refused; what they leave is tested elsewhere.
            let _ = session.apply(edit);
        }
        session
    })
}
