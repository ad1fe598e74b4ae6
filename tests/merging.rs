//! A merge with conflicts, finished in the window.
#![allow(
    clippy::expect_used,
    clippy::float_cmp,
    clippy::panic,
    reason = "a test fails by panicking, and exact results are compared exactly"
)]

mod common;

use std::collections::BTreeMap;

use common::window::Window;
use common::{id, preset};
use egui::Key;
use egui::accesskit::Role;
use weighbridge::session::{Edit, Field, Item, Note, Points, Session};
use weighbridge::store::merge::{merge, unfinished_text};
use weighbridge::store::{self, OpenError};

fn note(name: &str, text: &str) -> Edit {
    Edit::Insert(
        usize::MAX,
        Item::Note(Note {
            id: id(name),
            criterion: None,
            side: None,
            author: String::new(),
            written: "2026-11-22T10:00:00Z".parse().expect("a time"),
            edited: None,
            text: text.to_owned(),
        }),
    )
}

/// Two versions that have changed the same points, the question, and one note each.
fn versions() -> (Session, Session, Session) {
    let base = preset("early-saas");
    let changed = |points: f64, question: &str, name: &str| {
        let mut session = base.clone();
        let edits = [
            Edit::SetPoints(id("migrations"), Points::clamped(points)),
            Edit::Write(Field::Question, question.to_owned()),
            note(name, &format!("Said in {name}")),
        ];
        for edit in edits {
            session.apply(edit).expect("fits");
        }
        session
    };
    let (ours, theirs) = (changed(60.0, "Ours?", "note-a"), changed(70.0, "Theirs?", "note-b"));
    (base, ours, theirs)
}

fn window() -> Window {
    let (base, ours, theirs) = versions();
    let merged = merge(Some(&base), &ours, &theirs, &BTreeMap::new()).expect("merges");
    assert_eq!(merged.conflicts.len(), 2);
    let text = unfinished_text(Some(&base), &ours, &theirs, &merged.conflicts).expect("a text");
    Window::on_text(&text)
}

/// The text of the first thing on screen that says both.
fn choice(window: &Window, of: &str, text: &str) -> String {
    let seen = window.everything();
    let line = seen.lines().find(|line| line.contains(of) && line.contains(text));
    line.unwrap_or_else(|| panic!("no {text:?} of {of:?} in {seen}")).to_owned()
}

#[test]
fn each_conflict_is_chosen_and_what_nobody_disputes_is_there() {
    let mut window = window();
    assert!(window.sees("Make one of two versions"));
    assert!(!window.can("Finish the merge"));
    assert!(window.sees("2 things are left to choose"));
    let points = choice(&window, "Schema migrations", "There: 70");
    window.click(Role::RadioButton, &points);
    assert!(window.sees("1 thing is left to choose"));
    let question = choice(&window, "Question", "Here: ");
    window.click(Role::RadioButton, &question);
    window.button("Finish the merge");
    assert_eq!(window.points("migrations"), 70.0);
    assert_eq!(window.session().brief.question, "Ours?");
    let notes: Vec<_> = window.session().notes.iter().map(|n| n.id.as_str()).collect();
    assert_eq!(notes, ["note-a", "note-b"]);

    // Until it is saved, the file is what it was; then it is a session like any other.
    let path = window.path("test.session.ron");
    assert!(matches!(store::open(&path), Err(OpenError::Unfinished { conflicts: 2, .. })));
    window.ctrl(Key::S);
    assert_eq!(&store::open(&path).expect("opens").session, window.session());
}

#[test]
fn all_from_one_side_at_once_and_a_choice_can_be_changed() {
    let mut window = window();
    window.button("Take all from there");
    assert!(window.can("Finish the merge"));
    let points = choice(&window, "Schema migrations", "Here: 60");
    window.click(Role::RadioButton, &points);
    window.button("Finish the merge");
    assert_eq!(window.points("migrations"), 60.0);
    assert_eq!(window.session().brief.question, "Theirs?");
}

#[test]
fn turning_away_leaves_the_file_as_it_was() {
    let mut window = window();
    window.button("Cancel");
    assert!(window.sees("Weighbridge"));
    let path = window.path("test.session.ron");
    assert!(matches!(store::open(&path), Err(OpenError::Unfinished { .. })));
}
