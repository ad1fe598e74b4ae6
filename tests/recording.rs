//! The record step: drafts that become the team's own words, the page beside them, and what leaves
//! the window.
#![allow(clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod common;

use common::report::example;
use common::window::Window;
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
        "weightings close to the team’s",
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
