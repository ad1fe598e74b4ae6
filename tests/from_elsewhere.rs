//! What comes from elsewhere is shown before any of it is taken over.
#![allow(
    clippy::expect_used,
    clippy::float_cmp,
    clippy::panic,
    reason = "a test fails by panicking, and exact results are compared exactly"
)]

mod common;

use std::fs;
use std::path::{Path, PathBuf};

use common::apart::{changed_here, file, points, with};
use common::window::{Window, put};
use common::{id, person, preset};
use egui::Key;
use weighbridge::session::{Edit, Id, Item, Note, Points, Session};
use weighbridge::store::disk::RealDisk;
use weighbridge::store::merge::unfinished_text;
use weighbridge::store::{self, Expect};

/// A session from elsewhere: with people and a note that links somewhere.
fn from_elsewhere() -> Session {
    let mut session = preset("early-saas");
    session.people = ["ana", "ben"].map(person).into();
    let note = Note {
        id: id("n"),
        criterion: None,
        side: None,
        author: "Ana".to_owned(),
        written: "2026-11-22T10:00:00Z".parse().expect("a time"),
        edited: None,
        text: "See https://wiki.example/orm".to_owned(),
    };
    session.apply(Edit::Insert(usize::MAX, Item::Note(note))).expect("fits");
    session
}

#[test]
fn a_file_that_was_never_open_here_is_shown_before_it_is_opened() {
    let mut disguised = from_elsewhere();
    disguised.notes[0].text.push_str(" \u{202e}gpj.exe");
    let text = store::session_text(&disguised).expect("a text");
    let mut window = Window::on_unknown_text(&format!("// by hand\n{text}"));
    let seen = window.everything();
    for said in [
        "Open “Subscription product data layer”?",
        "Django ORM and SQLAlchemy",
        "2: ANA and BEN",
        "not agreed",
        "Its texts have links to wiki.example.",
        "1 text of the file has signs that cannot be seen: marks that turn the direction of writing",
        "The file has comments, which saving here cannot keep.",
        "test.session.ron, ",
        window.path("").display().to_string().trim_end_matches('/'),
    ] {
        assert!(seen.contains(said), "{said:?} is not in {seen}");
    }
    assert_ne!(window.session().people, from_elsewhere().people, "nothing is taken over yet");
    window.button("Not now");
    assert_ne!(window.session().people, from_elsewhere().people);

    let mut window = Window::on_unknown(&from_elsewhere());
    window.key(Key::Enter);
    assert_eq!(window.session(), &from_elsewhere());
    // It is known from now on.
    window.ctrl(Key::N);
    window.ctrl(Key::O);
    let path = file(&window);
    window.path_dialog(&path, "Open");
    assert!(!window.sees("Not now") && window.sees("Weigh"));
}

#[test]
fn looking_at_a_file_leaves_the_desk_alone() {
    let mut window = changed_here();
    let other = window.path("other.session.ron");
    store::save(&RealDisk, &other, &preset("backend-platform"), Expect::Absent).expect("saved");
    window.ctrl(Key::O);
    window.path_dialog(&other, "Open");
    window.button("Go on without saving");
    assert!(window.sees("Not now"));
    window.key(Key::Escape);
    assert_eq!(window.points("async-fit"), 1.0);
    assert!(window.sees("Unsaved changes"));
}

#[test]
fn a_merge_from_elsewhere_is_shown_before_it_is_begun() {
    let (ours, theirs) = (with([points("async-fit", 1.0)]), with([points("async-fit", 2.0)]));
    let text = unfinished_text(None, &ours, &theirs, &[]).expect("a text");
    let mut window = Window::on_unknown_text(&text);
    assert!(window.sees("Finish the merge of “Subscription product data layer”?"));
    assert!(!window.sees("Make one of two versions"));
    window.key(Key::Enter);
    assert!(window.sees("Make one of two versions"));
}

#[test]
fn comments_of_ones_own_in_a_merge_are_warned_about_and_the_programs_are_not() {
    let (ours, theirs) = (with([points("async-fit", 1.0)]), with([points("async-fit", 2.0)]));
    let text = unfinished_text(None, &ours, &theirs, &[]).expect("a text");
    assert!(!Window::on_unknown_text(&text).sees("It has comments"));
    let window = Window::on_unknown_text(&format!("{text}// ask Dana first\n"));
    assert!(window.sees("The file has comments, which saving here cannot keep."));
}

#[test]
fn a_table_is_shown_before_it_is_imported() {
    let mut window = Window::start();
    let before = window.session().clone();
    let path = window.path("matrix.csv");
    put(&path, "criterion,points,left,right\nHiring,60,8,2\nCost,40,3,5\n");
    window.button("Import a matrix");
    window.path_dialog(&path, "Import");
    assert!(window.sees("Start a session from 2 criteria?"));
    assert!(window.sees("2: Hiring and Cost"));
    window.button("Not now");
    assert_eq!(window.session(), &before);
}

/// A complete ballot of somebody for the round that is open.
fn ballot(window: &Window, who: &str) -> String {
    let mut paper = window.session().paper(&Id::from_name(who, |_| false)).expect("a paper");
    for line in &mut paper.lines {
        line.swing = Some(Points::clamped(100.0));
    }
    store::ballot_text(&paper).expect("a text")
}

#[test]
fn ballots_are_shown_before_they_count() {
    let mut session = from_elsewhere();
    session.criteria.truncate(3);
    let mut window = Window::showing(&session);
    window.button("Weigh");
    window.button("Open round 1");
    let paths = ["ana", "ben"].map(|who| {
        let path = window.path(&format!("{who}.ballot.ron"));
        put(&path, &ballot(&window, who));
        path
    });
    for path in paths {
        let dropped = std::sync::Arc::new(Dropped(path));
        window.harness.input_mut().dropped_files.push(dropped);
    }
    window.settle();
    assert!(window.sees("Count 2 ballots in round 1?"));
    assert!(window.sees("ANA") && window.sees("BEN"));
    assert!(window.session().rounds[0].ballots.is_empty());
    assert!(!window.everything().contains("100"), "what they say stays covered");
    window.key(Key::Enter);
    assert_eq!(window.session().rounds[0].ballots.len(), 2);
}

#[derive(Debug)]
struct Dropped(PathBuf);

impl egui::DroppedFile for Dropped {
    fn path(&self) -> &Path {
        &self.0
    }

    fn bytes(&self) -> Result<Vec<u8>, String> {
        fs::read(&self.0).map_err(|error| error.to_string())
    }
}
