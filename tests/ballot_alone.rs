//! A ballot file that is answered alone, by somebody whom it was sent: shown first, and safe from what
//! others do to it.
#![allow(clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod common;

use std::fs;
use std::path::{Path, PathBuf};

use common::apart::CHANGED;
use common::window::{Window, put};
use common::{id, person, preset};
use egui::Key;
use egui::accesskit::Role;
use egui_kittest::kittest::NodeT as _;
use weighbridge::session::{Paper, Points};
use weighbridge::store;

/// Ana's ballot, of which nothing is answered.
fn blank() -> Paper {
    let mut session = preset("early-saas");
    session.people.push(person("ana"));
    let at = "2026-11-22T14:00:00Z".parse().expect("a time");
    session.open_round(id("r"), at).expect("opens");
    session.paper(&id("ana")).expect("a paper")
}

/// The same with points for the first criterion, as a text.
fn answered(points: f64) -> String {
    let mut paper = blank();
    paper.lines[0].swing = Some(Points::clamped(points));
    store::ballot_text(&paper).expect("a text")
}

fn text() -> String {
    store::ballot_text(&blank()).expect("a text")
}

fn file(window: &Window) -> PathBuf {
    window.path("mine.ballot.ron")
}

fn first(path: &Path) -> Option<f64> {
    let paper = store::open_ballot(path).expect("reads").paper;
    paper.lines[0].swing.map(Points::get)
}

#[test]
fn a_ballot_that_was_never_open_here_is_shown_first() {
    let mut window = Window::on_unknown_ballot(&text());
    for said in ["Answer the ballot of ANA?", "ANA, in round 1", "nothing yet", "mine.ballot.ron, "]
    {
        assert!(window.sees(said), "{said}: {}", window.everything());
    }
    window.button("Not now");
    assert!(!window.sees("ballot of ANA"));
    let mut window = window.restart(Some("mine.ballot.ron"));
    window.key(Key::Enter);
    assert!(window.sees("Which swing matters most to you?"), "{}", window.everything());
    let window = window.restart(Some("mine.ballot.ron"));
    assert!(window.sees("Which swing matters most to you?"), "it is known from now on");
}

#[test]
fn what_something_else_puts_into_a_ballot_is_told_and_kept_or_taken() {
    let mut window = Window::on_ballot(&text());
    window.button("Delivery speed is the largest swing");
    put(&file(&window), &answered(40.0));
    window.wait_for(CHANGED);
    window.button("Differences…");
    assert!(window.sees("Answered otherwise") && window.sees("A ballot is one person’s"));
    window.button("Cancel");
    window.button("Keep mine");
    window.ctrl(Key::S);
    assert_eq!(first(&file(&window)), Some(100.0));
    assert_eq!(first(&window.path("mine.ballot.ron.bak")), Some(40.0), "theirs is beside it");

    put(&file(&window), &answered(30.0));
    window.wait_for(CHANGED);
    window.button("Reload");
    assert!(!window.sees(CHANGED));
    assert!(window.sees("1 of 13 given"), "{}", window.everything());
    window.button("Leave");
    assert!(!window.sees("Save the ballot first?"), "what is here is in the file");
}

#[test]
fn reloading_over_answers_asks_and_a_save_that_is_refused_shows_the_way_out() {
    let mut window = Window::on_ballot(&text());
    window.button("Delivery speed is the largest swing");
    put(&file(&window), &answered(40.0));
    window.wait_for(CHANGED);
    window.ctrl(Key::S);
    assert!(window.sees("This ballot was changed by something else"), "{}", window.everything());
    window.button("Cancel");
    window.button("Reload");
    assert!(window.sees("Reload and drop the changes here?"));
    assert!(window.sees("The ballot of ANA has changes in this window"));
    window.button("Cancel");
    assert_eq!(first(&file(&window)), Some(40.0), "nothing was written over it");
}

#[test]
fn a_ballot_whose_file_is_gone_says_so_and_is_written_again_only_when_asked() {
    let mut window = Window::on_ballot(&text());
    window.button("Delivery speed is the largest swing");
    window.ctrl(Key::S);
    fs::remove_file(file(&window)).expect("removed");
    window.wait_for("The file is gone since 14:02; saving writes it again.");
    window.button("Leave");
    assert!(window.sees("Save the ballot first?") && window.sees("is in no file"));
    window.button("Cancel");
    window.button("Write it again");
    assert_eq!(first(&file(&window)), Some(100.0));
}

#[test]
fn a_ballot_is_saved_as_another_file() {
    let mut window = Window::on_ballot(&text());
    window.button("Delivery speed is the largest swing");
    fs::remove_file(file(&window)).expect("removed");
    window.wait_for("The file is gone");
    window.button("Save as…");
    let other = window.path("again.ballot.ron");
    assert!(window.sees("Save the ballot as"), "{}", window.everything());
    window.path_dialog(&other, "Save file");
    assert_eq!(first(&other), Some(100.0));
    assert!(!file(&window).exists() && !window.sees("The file is gone"));
}

#[test]
fn a_second_window_on_a_ballot_only_looks_on() {
    let window = Window::on_ballot(&text());
    let mut second = window.another(Some("mine.ballot.ron"));
    second.wait_for("Open in another window of Weighbridge");
    second.button("Look only");
    assert!(second.sees("Read-only: open in another window of Weighbridge."));
    let largest = second.find(Role::Button, "Delivery speed is the largest swing");
    assert!(largest.accesskit_node().is_disabled(), "it cannot be answered");
    second.click(Role::RadioButton, "Method: Ranking");
    assert!(second.sees("Which swing matters most to you?"), "nor by another method");
    second.ctrl(Key::S);
    assert_eq!(fs::read_to_string(file(&second)).expect("there"), text());
    second.button("Edit here");
    second.button("Delivery speed is the largest swing");
    second.ctrl(Key::S);
    assert_eq!(first(&file(&second)), Some(100.0));
}
