//! A merge with conflicts, finished in the window.
#![allow(
    clippy::expect_used,
    clippy::float_cmp,
    clippy::panic,
    reason = "a test fails by panicking, and exact results are compared exactly"
)]

mod common;

use std::collections::BTreeMap;

use common::window::{Window, put};
use common::{id, preset};
use egui::Key;
use egui::accesskit::Role;
use weighbridge::session::{
    Edit, Field, Item, MAX_PEOPLE, Note, Participant, Points, Session, Strength,
};
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

fn unfinished() -> String {
    let (base, ours, theirs) = versions();
    let merged = merge(Some(&base), &ours, &theirs, &BTreeMap::new()).expect("merges");
    assert_eq!(merged.conflicts.len(), 2);
    unfinished_text(Some(&base), &ours, &theirs, &merged.conflicts).expect("a text")
}

fn window() -> Window {
    Window::on_text(&unfinished())
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

#[test]
fn what_was_chosen_is_kept_while_another_session_is_unsaved() {
    let mut window = Window::showing(&preset("early-saas"));
    window.button("Weigh");
    window.type_points("Schema migrations", "12");
    put(&window.path("merge.session.ron"), &unfinished());
    window.ctrl(Key::O);
    let path = window.path("merge.session.ron");
    window.path_dialog(&path, "Open");
    window.button("Go on without saving");
    window.button("Open");
    window.button("Take all from there");
    for _ in 0..2 {
        window.button("Finish the merge");
        assert!(window.sees("Save the changes first?"));
        assert!(!window.sees("are one now"));
        // Turned away, what was chosen is still there.
        window.button("Cancel");
        assert!(window.sees("Everything is chosen."));
        assert_eq!(window.points("migrations"), 12.0);
    }
    window.button("Finish the merge");
    window.button("Go on without saving");
    assert!(window.sees("are one now"));
    assert_eq!(window.points("migrations"), 70.0);
    assert!(!window.sees("Make one of two versions"));
}

#[test]
fn saving_first_goes_on_with_the_merge() {
    let mut window = Window::showing(&preset("early-saas"));
    window.button("Weigh");
    window.type_points("Schema migrations", "12");
    put(&window.path("merge.session.ron"), &unfinished());
    window.ctrl(Key::O);
    let path = window.path("merge.session.ron");
    window.path_dialog(&path, "Open");
    window.button("Go on without saving");
    window.button("Open");
    window.button("Take all from here");
    window.button("Finish the merge");
    // The question's first button has the keyboard.
    window.key(Key::Enter);
    assert_eq!(window.points("migrations"), 60.0);
    let saved = store::open(&window.path("test.session.ron")).expect("saved").session;
    assert_eq!(saved.criterion(&id("migrations")).expect("there").points.get(), 12.0);
}

#[test]
fn two_long_texts_are_shown_where_they_differ() {
    let base = preset("early-saas");
    let same = "It took us a week to rename a column, and nobody liked it. ".repeat(20);
    let changed = |end: &str| {
        let mut session = base.clone();
        let write = Edit::Write(Field::Context, format!("{same}{end}"));
        session.apply(write).expect("fits");
        session
    };
    let (ours, theirs) = (changed("We stay."), changed("We leave."));
    let text = unfinished_text(Some(&base), &ours, &theirs, &[]).expect("a text");
    let mut window = Window::on_text(&text);
    assert!(window.sees("We stay.") && window.sees("We leave."));
    let there = choice(&window, "Context", "We leave.");
    assert!(there.contains(": There: “It took us a week"), "{there}");
    window.click(Role::RadioButton, &there);
    window.button("Finish the merge");
    assert!(window.session().brief.context.ends_with("We leave."));
}

/// A session with so many more people.
fn crowd(base: &Session, from: usize) -> Session {
    let mut session = base.clone();
    for number in from..=from + MAX_PEOPLE / 2 {
        let (id, name) = (id(&format!("p{number}")), format!("P{number}"));
        let role = String::new();
        let person = Participant { id, name, role, strength: Strength::ONE, present: true };
        session.apply(Edit::Insert(usize::MAX, Item::Person(person))).expect("fits");
    }
    session
}

#[test]
fn what_does_not_fit_together_is_told_in_a_sentence() {
    let (base, ours, theirs) = versions();
    let (ours, theirs) = (crowd(&ours, 0), crowd(&theirs, 1_000));
    let text = unfinished_text(Some(&base), &ours, &theirs, &[]).expect("a text");
    let mut window = Window::on_text(&text);
    window.button("Take all from there");
    assert!(window.sees("together they have 506 participants"), "{}", window.everything());
    // The choice was not taken, and nothing else was lost.
    assert!(!window.can("Finish the merge"));
    assert!(window.sees("2 things are left to choose"));
    // Where there is nothing to choose it is said at once.
    let (ours, theirs) = (crowd(&base, 0), crowd(&base, 1_000));
    let text = unfinished_text(Some(&base), &ours, &theirs, &[]).expect("a text");
    let window = Window::on_text(&text);
    assert!(window.sees("This could not be done"));
    assert!(window.sees("take 6 out of the version here"));
}
