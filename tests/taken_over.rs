//! What takes the place of a version on the desk leaves it whole: under earlier versions, and told.
#![allow(
    clippy::expect_used,
    clippy::float_cmp,
    clippy::panic,
    reason = "a test fails by panicking, and exact results are compared exactly"
)]

mod common;

use common::apart::{CHANGED, changed_here, file, let_it_look, on_disk, points, points_of, with};
use common::window::{Window, put};
use common::{id, preset};
use egui::Key;
use egui::accesskit::Role;
use egui_kittest::kittest::Queryable as _;
use weighbridge::session::{Edit, Field, Session};
use weighbridge::store::recovery::{self, State};
use weighbridge::store::session_text;

/// Puts a session into the window's file, as another program does, and waits until it is told.
fn outside(window: &mut Window, session: &Session) {
    put(&file(window), &session_text(session).expect("a text"));
    window.wait_for(CHANGED);
}

/// Clicks a button of the dialog, where the bar behind it has one of the same name.
fn in_dialog(window: &mut Window, name: &str) {
    window.harness.query_all_by_label(name).last().expect("there").click();
    window.settle();
}

/// The points of a criterion in each version that the window has kept, the newest first.
fn kept(window: Window, criterion: &str) -> Vec<f64> {
    let window = window.restart(None);
    let versions = recovery::versions(&recovery::folder_in(&window.path("state"))).into_iter();
    let versions = versions.filter_map(|version| version.snapshot.ok());
    let versions = versions.filter(|version| version.facts.state != State::Restored);
    versions.map(|version| points_of(&version.session, criterion)).collect()
}

/// A window whose changes are in its file.
fn saved_here() -> Window {
    let mut window = changed_here();
    window.ctrl(Key::S);
    assert_eq!(points_of(&on_disk(&file(&window)), "async-fit"), 1.0);
    window
}

#[test]
fn what_was_saved_before_a_reload_stays_among_the_earlier_versions() {
    let mut window = saved_here();
    outside(&mut window, &preset("early-saas"));
    window.button("Reload");
    assert_eq!(window.points("async-fit"), 40.0);
    assert!(window.sees("Earlier versions…”"), "{}", window.everything());
    for number in ["8", "9"] {
        window.type_points("Async fit", number);
        window.ctrl(Key::S);
    }
    assert_eq!(kept(window, "async-fit"), [9.0, 1.0]);
}

#[test]
fn what_was_saved_before_a_merge_stays_among_the_earlier_versions() {
    let mut window = saved_here();
    outside(&mut window, &with([points("async-fit", 7.0)]));
    window.button("Merge…");
    in_dialog(&mut window, "Merge");
    assert_eq!(window.points("async-fit"), 7.0);
    window.type_points("Async fit", "9");
    window.ctrl(Key::S);
    assert_eq!(kept(window, "async-fit"), [9.0, 1.0]);
}

/// Sessions before and after a round is opened, in which Ana votes.
fn before_and_in_a_round() -> (Session, Session) {
    let mut before = preset("early-saas");
    before.people.push(common::person("ana"));
    before.apply(Edit::StoreNames(true)).expect("fits");
    let mut within = before.clone();
    let at = "2026-11-22T14:00:00Z".parse().expect("a time");
    within.open_round(id("r"), at).expect("opens");
    (before, within)
}

/// A window in which Ana has begun her ballot, and nothing else is unsaved.
fn ballot_begun(within: &Session) -> Window {
    let mut window = Window::showing(within);
    window.button("Weigh");
    window.button("Vote as ANA");
    window.button("I am ANA, begin");
    window.button("Delivery speed is the largest swing");
    window.button("Finish later");
    window
}

const ENDED: &str = "The ballot of ANA was begun here, and cannot be cast any more";

#[test]
fn a_ballot_that_is_begun_is_asked_about_before_a_reload_and_kept() {
    let (before, within) = before_and_in_a_round();
    let mut window = ballot_begun(&within);
    outside(&mut window, &before);
    window.button("Reload");
    assert!(window.sees("A ballot of ANA is begun and not cast."), "{}", window.everything());
    window.key(Key::Escape);
    assert!(window.session().collecting().is_some(), "nothing was loaded");
    window.button("Reload");
    in_dialog(&mut window, "Reload");
    assert!(window.sees(ENDED), "{}", window.everything());
    window.command("Earlier versions…");
    window.wait_for("Unfinished ballot of ANA");
}

#[test]
fn a_ballot_that_is_begun_is_named_before_a_merge_and_kept() {
    let (before, within) = before_and_in_a_round();
    let mut window = ballot_begun(&within);
    outside(&mut window, &before);
    window.button("Merge…");
    window.wait_for("The ballot of ANA, begun and not cast");
    in_dialog(&mut window, "Merge");
    assert!(window.sees(ENDED), "{}", window.everything());
    window.command("Earlier versions…");
    window.wait_for("Unfinished ballot of ANA");
}

#[test]
fn a_ballot_that_is_begun_goes_on_where_its_round_does() {
    let (_, within) = before_and_in_a_round();
    let mut theirs = within.clone();
    theirs.apply(Edit::Write(Field::Title, "Theirs".to_owned())).expect("fits");
    for take in ["Reload", "Merge…"] {
        let mut window = ballot_begun(&within);
        outside(&mut window, &theirs);
        window.button(take);
        in_dialog(&mut window, take.trim_end_matches('…'));
        assert_eq!(window.session().title(), "Theirs");
        assert!(window.sees("ANA: has begun") && !window.sees(ENDED), "{}", window.everything());
    }
}

#[test]
fn what_was_saved_beside_something_that_is_only_begun_counts_as_saved_after_a_restart() {
    let mut window = changed_here();
    window.button("Compare");
    window.write(Role::MultilineTextInput, "New note on Delivery speed", "Half a thought");
    window.ctrl(Key::S);
    let saved = on_disk(&file(&window));
    assert_eq!(points_of(&saved, "async-fit"), 1.0);
    let mut window = window.restart(None);
    let_it_look(&mut window);
    assert!(!window.sees(CHANGED), "{}", window.everything());
    assert!(window.sees("Note not added yet"), "{}", window.everything());
    // What somebody else takes back is a change of theirs, and not undone by merging.
    window.button("Weigh");
    window.type_points("Learning curve", "3");
    outside(&mut window, &preset("early-saas"));
    window.button("Merge…");
    window.wait_for("Changed in this window, and not saved");
    in_dialog(&mut window, "Merge");
    assert_eq!(window.points("async-fit"), 40.0);
    assert_eq!(window.points("learning-curve"), 3.0);
}

#[test]
fn another_decision_in_the_file_is_offered_no_merge() {
    let mut window = changed_here();
    let mut other = preset("backend-platform");
    other.id = id("another");
    put(&file(&window), &session_text(&other).expect("a text"));
    window.wait_for("Something else has put another decision into this file");
    assert_eq!(window.harness.query_all_by_label("Merge…").count(), 0);
    window.button("Reload");
    assert!(!window.sees("Merging keeps both."), "{}", window.everything());
    window.key(Key::Enter);
    assert!(window.sees("Save the session as"), "{}", window.everything());
    assert_eq!(window.points("async-fit"), 1.0);
}

#[test]
fn what_is_restored_beside_another_window_can_be_saved_elsewhere_as_one_leaves() {
    let first = Window::showing(&preset("early-saas"));
    first.wait_until("a side file is made", |window| window.path("state/open").exists());
    let mut second = first.beside();
    second.wait_for("Open in another window of Weighbridge");
    second.button("Edit all the same");
    second.button("Weigh");
    second.type_points("Async fit", "1");
    let mut second = second.restart(Some("test.session.ron"));
    second.wait_for("Open in another window of Weighbridge");
    second.button("Look only");
    let another = second.path("another.session.ron");
    put(&another, &session_text(&preset("backend-platform")).expect("a text"));
    second.command("Open by path");
    second.path_is(&another);
    second.key(Key::Enter);
    assert!(second.sees("This window is read-only"), "{}", second.everything());
    second.key(Key::Enter);
    assert!(!second.sees("Save the changes first?"), "{}", second.everything());
    assert!(second.sees("Save the session as"), "{}", second.everything());
}
