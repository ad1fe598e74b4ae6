//! The record step: drafts that become the team's own words, the page beside them, and what leaves
//! the window.
#![allow(clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod common;

use common::report::example;
use common::window::Window;
use egui::Key;
use egui::accesskit::Role;
use weighbridge::session::{Edit, Field, RecordField};

fn recording() -> Window {
    let mut window = Window::showing(&example("saas-team"));
    window.button("Record");
    window
}

#[test]
fn the_page_says_what_was_chosen_by_whom_why_how_sure_and_what_would_change_it() {
    let window = recording();
    let page = window.everything();
    for said in [
        "The team chose Django ORM",
        "with weights typically off by",
        "What would change it",
        "Risks accepted",
        "Review",
        "Total",
    ] {
        assert!(page.contains(said), "{said}: {page}");
    }
}

#[test]
fn a_draft_is_marked_until_it_is_touched_and_can_be_had_again() {
    let mut session = example("saas-team");
    session
        .apply(Edit::Write(Field::Record(RecordField::Because), String::new()))
        .expect("an edit");
    let mut window = Window::showing(&session);
    window.button("Record");
    assert!(window.session().record.because.is_empty());
    window.write(Role::MultilineTextInput, "Because, draft", "We know it. ");
    assert!(window.session().record.because.contains("We know it."));
    window.button("Draft again: Because");
    assert!(window.session().record.because.is_empty());
    assert!(window.everything().contains("Because, draft"));
}

#[test]
fn undo_in_a_field_takes_back_the_sessions_step_and_a_draft_stays_a_draft() {
    let mut session = example("saas-team");
    session
        .apply(Edit::Write(Field::Record(RecordField::Because), String::new()))
        .expect("an edit");
    let mut window = Window::showing(&session);
    window.button("Record");
    let before = window.session().clone();
    window.find(Role::MultilineTextInput, "Because, draft").focus();
    window.settle();
    window.ctrl(Key::A);
    window.key(Key::Backspace);
    assert!(window.session().record.left_empty.contains(&RecordField::Because));
    window.ctrl(Key::Z);
    assert_eq!(window.session(), &before, "nothing of the draft has become the team’s own words");
    assert!(window.everything().contains("Because, draft"));
    window.ctrl(Key::Y);
    assert!(window.session().record.because.is_empty());
    assert!(window.session().record.left_empty.contains(&RecordField::Because));
}

#[test]
fn undo_in_a_field_that_is_no_text_of_the_session_stays_in_the_field() {
    let mut window = recording();
    window.button("Compare");
    window.write(Role::MultilineTextInput, "New note on Delivery speed", "Half a thought");
    let before = window.session().clone();
    window.ctrl(Key::Z);
    assert_eq!(window.session(), &before);
    assert!(!window.everything().contains("Half a thought"));
}
