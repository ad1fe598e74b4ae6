//! Changing a session: every edit can be undone, none breaks it, each step has a name.
#![allow(
    clippy::expect_used,
    clippy::float_cmp,
    clippy::panic,
    reason = "a test fails by panicking, and exact results are compared exactly"
)]

mod common;

use common::{criterion, edit, id, preset, session};
use proptest::prelude::*;
use weighbridge::session::{
    Edit, EditError, Field, History, Item, ItemRef, MAX_CRITERIA, Origin, Pair, Points, Rating,
    Session, Side, clean_text,
};

proptest! {
    #[test]
    fn an_edit_and_its_inverse_give_the_same_session(before in session(), edit in edit()) {
        let mut after = before.clone();
        if let Ok(inverse) = after.apply(edit) {
            prop_assert_eq!(after.fault(), None);
            after.apply(inverse).expect("an inverse always fits");
        }
        prop_assert_eq!(after, before);
    }

    #[test]
    fn undoing_everything_goes_back_to_the_start_and_redoing_to_the_end(
        start in session(), edits in prop::collection::vec(edit(), 0..20),
    ) {
        let mut session = start.clone();
        let mut history = History::default();
        for edit in edits {
            let _ = history.apply(&mut session, edit);
        }
        let end = session.clone();
        while let Some(label) = history.undo(&mut session).expect("undo fits") {
            prop_assert!(!label.is_empty());
        }
        prop_assert_eq!(&session, &start);
        while history.redo(&mut session).expect("redo fits").is_some() {}
        prop_assert_eq!(session, end);
    }

    #[test]
    fn cleaning_a_text_twice_changes_nothing_more(text in "\\PC*|[\\x00-\\x20]*") {
        let once = clean_text(&text);
        prop_assert_eq!(clean_text(&once), once);
    }
}

#[test]
fn a_drag_is_one_step_with_its_first_and_last_value() {
    let mut session = common::catalogue().empty_session(id("s"));
    let migrations = id("migrations");
    let mut history = History::default();
    for points in [52.0, 55.0, 60.0] {
        let edit = Edit::SetPoints(migrations.clone(), Points::clamped(points));
        history.apply(&mut session, edit).expect("fits");
    }
    assert_eq!(history.undo_label(), Some("Points for Schema migrations: 50 → 60"));
    history.undo(&mut session).expect("fits");
    assert_eq!(session.criterion(&migrations).map(|c| c.points.get()), Some(50.0));
    assert_eq!(history.undo_label(), None);
}

#[test]
fn a_new_gesture_is_a_new_step() {
    let mut session = common::catalogue().empty_session(id("s"));
    let mut history = History::default();
    let set = |points| Edit::SetPoints(id("migrations"), Points::clamped(points));
    history.apply(&mut session, set(60.0)).expect("fits");
    history.seal();
    history.apply(&mut session, set(70.0)).expect("fits");
    assert_eq!(history.undo_label(), Some("Points for Schema migrations: 60 → 70"));
    history.undo(&mut session).expect("fits");
    assert_eq!(history.undo_label(), Some("Points for Schema migrations: 50 → 60"));
}

#[test]
fn a_gesture_that_ends_where_it_began_leaves_no_step() {
    let mut session = common::catalogue().empty_session(id("s"));
    let mut history = History::default();
    for points in [60.0, 50.0] {
        let edit = Edit::SetPoints(id("migrations"), Points::clamped(points));
        history.apply(&mut session, edit).expect("fits");
    }
    assert_eq!(history.undo_label(), None);
    // Nor does an edit that changes nothing.
    let title = session.brief.title.clone();
    history.apply(&mut session, Edit::Write(Field::Title, title)).expect("fits");
    assert_eq!(history.undo_label(), None);
}

#[test]
fn a_burst_of_typing_is_one_step() {
    let mut session = preset("early-saas");
    let before = session.clone();
    let mut history = History::default();
    for text in ["W", "Wh", "Why"] {
        history.apply(&mut session, Edit::Write(Field::Question, text.to_owned())).expect("fits");
    }
    assert_eq!(session.brief.question, "Why");
    history.undo(&mut session).expect("fits");
    assert_eq!(session, before);
}

#[test]
fn confirming_a_rating_is_named_as_that() {
    let mut session = preset("early-saas");
    let mut history = History::default();
    let rating = Rating::clamped(9.0);
    let edit = Edit::Rate(id("delivery-speed"), Side::Left, rating, Origin::Team);
    history.apply(&mut session, edit).expect("fits");
    assert_eq!(history.undo_label(), Some("Confirm rating of Django ORM on Delivery speed: 9"),);
}

#[test]
fn removing_a_criterion_takes_its_notes_along_and_undo_brings_all_back() {
    let mut session = Session::new(id("s"), Pair::new("L".to_owned(), "R".to_owned()));
    session.criteria.push(criterion("a", 50.0, 5.0, 5.0));
    let note = weighbridge::session::Note {
        id: id("n"),
        criterion: Some(id("a")),
        side: None,
        author: String::new(),
        written: jiff::Timestamp::UNIX_EPOCH,
        edited: None,
        text: "said".to_owned(),
    };
    session.apply(Edit::Insert(0, Item::Note(note))).expect("fits");
    let before = session.clone();
    let alone = Edit::Remove(ItemRef::Criterion(id("a")));
    assert_eq!(session.apply(alone), Err(EditError::InUse(id("a"))));
    let inverse = session.apply(Edit::remove_criterion(&before, &id("a"))).expect("fits");
    assert!(session.criteria.is_empty() && session.notes.is_empty());
    session.apply(inverse).expect("fits");
    assert_eq!(session, before);
}

#[test]
fn there_is_a_most_of_everything() {
    let mut session = Session::new(id("s"), Pair::new("L".to_owned(), "R".to_owned()));
    for n in 0..MAX_CRITERIA {
        session.criteria.push(criterion(&format!("c{n}"), 50.0, 5.0, 5.0));
    }
    let one_more = Item::Criterion(Box::new(criterion("more", 50.0, 5.0, 5.0)));
    let error = session.apply(Edit::Insert(0, one_more)).expect_err("full");
    assert_eq!(error.to_string(), "a session holds at most 200 criteria; remove one first");
}

#[test]
fn numbers_stay_on_their_scales() {
    assert_eq!(Points::clamped(f64::NAN).get(), 0.0);
    assert_eq!(Points::clamped(f64::INFINITY).get(), 100.0);
    assert_eq!(Rating::clamped(-3.0).get(), 0.0);
    let error = Points::new(-5.0).expect_err("off the scale");
    assert_eq!(error.to_string(), "points must be between 0 and 100, found -5");
    assert!(Rating::new(f64::NAN).is_err());
    assert_eq!(Rating::clamped(7.5).to_string(), "7.5");
    assert_eq!(Rating::clamped(10.0).to_string(), "10");
}

#[test]
fn ids_are_made_from_names_and_never_taken_twice() {
    use weighbridge::session::Id;
    assert_eq!(Id::from_name("SQL control & tuning", |_| false).as_str(), "sql-control-tuning");
    assert_eq!(Id::from_name("  ", |_| false).as_str(), "item");
    assert_eq!(Id::from_name("Größe", |_| false).as_str(), "gr-e");
    let taken = id("a");
    assert_eq!(Id::from_name("A", |id| id == &taken).as_str(), "a-2");
    assert!(Id::new("Has Space").is_err());
}

#[test]
fn text_cannot_disguise_itself() {
    assert_eq!(clean_text("a\u{202e}b\u{0}c\r\nd"), "a\u{fffd}bc\nd");
}
