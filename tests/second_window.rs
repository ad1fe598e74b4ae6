//! A second window on the same file: told, read-only when asked for, and never a loss to either.
#![allow(
    clippy::expect_used,
    clippy::float_cmp,
    clippy::panic,
    reason = "a test fails by panicking, and exact results are compared exactly"
)]

mod common;

use std::fs;
use std::path::Path;

use common::apart::{CHANGED, file, let_it_look, on_disk, points_of};
use common::preset;
use common::window::Window;
use egui::Key;
use weighbridge::store::disk::RealDisk;
use weighbridge::store::lock::SideFile;
use weighbridge::store::{self, Expect};

/// A window that has its file’s lock.
fn first_window() -> Window {
    let window = Window::showing(&preset("early-saas"));
    window.wait_until("a side file is made", |window| locks(window) > 0);
    window
}

fn locks(window: &Window) -> usize {
    let names = fs::read_dir(window.path("state/open")).into_iter().flatten().flatten();
    names.filter(|entry| entry.path().extension().is_some_and(|end| end == "lock")).count()
}

const ELSEWHERE: &str = "Open in another window of Weighbridge";

#[test]
fn a_second_window_is_told_and_looks_on() {
    let first = first_window();
    let mut second = first.beside();
    second.wait_for(ELSEWHERE);
    // The first button has the keyboard.
    second.key(Key::Enter);
    assert!(second.sees("Read-only: open in another window"));
    second.button("Weigh");
    second.type_points("Async fit", "1");
    assert_eq!(second.points("async-fit"), 40.0);
    assert!(second.sees("Read-only: the file is open in another window."));
    second.command("Add a participant");
    assert!(second.session().people.len() == first.session().people.len());
    second.ctrl(Key::S);
    assert!(!second.sees("Saved 14:02"));

    // A copy is its own, and can be changed.
    second.button("Save as…");
    let copy = second.path("copy.session.ron");
    second.path_dialog(&copy, "Save file");
    assert!(!second.sees("Read-only: open"));
    second.type_points("Async fit", "1");
    second.ctrl(Key::S);
    assert_eq!(points_of(&on_disk(&copy), "async-fit"), 1.0);
    assert_eq!(on_disk(&file(&first)), preset("early-saas"));
}

#[test]
fn turning_away_from_the_question_looks_on() {
    let first = first_window();
    let mut second = first.beside();
    second.wait_for(ELSEWHERE);
    second.key(Key::Escape);
    assert!(second.sees("Read-only: open in another window"));
    second.button("Edit here");
    second.button("Weigh");
    second.type_points("Async fit", "1");
    assert_eq!(second.points("async-fit"), 1.0);
}

#[test]
fn two_windows_that_both_edit_lose_nothing() {
    let mut first = first_window();
    let mut second = first.beside();
    second.wait_for(ELSEWHERE);
    second.button("Edit all the same");
    first.button("Weigh");
    first.type_points("Async fit", "1");
    second.button("Weigh");
    second.type_points("Schema migrations", "2");
    second.ctrl(Key::S);
    assert!(!second.sees(ELSEWHERE), "it is told once");
    first.wait_for(CHANGED);
    first.button("Merge…");
    first.button("Merge");
    first.ctrl(Key::S);
    let saved = on_disk(&file(&first));
    assert_eq!((points_of(&saved, "async-fit"), points_of(&saved, "migrations")), (1.0, 2.0));
    second.wait_for(CHANGED);
    second.button("Reload");
    assert_eq!(second.points("async-fit"), 1.0);
}

#[test]
fn a_window_that_looks_on_learns_that_the_other_has_gone() {
    let first = first_window();
    let mut second = first.beside();
    second.wait_for(ELSEWHERE);
    second.button("Look only");
    drop(first);
    second.wait_for("another window had this file, and let it go");
    second.button("Edit here");
    assert!(!second.sees("Read-only"));
}

#[test]
fn a_file_is_free_again_when_another_is_opened() {
    let mut first = first_window();
    first.ctrl(Key::N);
    first.button("Empty session");
    first.wait_until("the side file goes", |first| locks(first) == 0);
    let mut second = first.beside();
    let_it_look(&mut second);
    assert!(!second.sees(ELSEWHERE));
    assert_eq!(locks(&second), 1);
}

#[test]
fn a_lock_is_one_documents_and_nothing_is_left_of_it() {
    let folder = common::disk::folder();
    let (one, other) = (folder.path().join("one.ron"), folder.path().join("other.ron"));
    common::disk::write(&one, "1");
    common::disk::write(&other, "2");
    let state = folder.path().join("open");
    let side = |path: &Path| SideFile::of(&state, path).expect("found");
    let held = side(&one).lock().expect("locks").expect("free");
    assert!(side(&one).lock().expect("asks").is_none());
    // Another spelling is the same document.
    let spelt = folder.path().join("open/../one.ron");
    assert!(side(&spelt).lock().expect("asks").is_none());
    assert!(side(&other).lock().expect("locks").is_some());
    // A save puts another file in its place; the lock stays.
    store::save(&RealDisk, &one, &preset("early-saas"), Expect::Anything).expect("saved");
    assert!(side(&one).lock().expect("asks").is_none());
    drop(held);
    assert!(side(&one).lock().expect("locks").is_some());
    assert_eq!(common::disk::names(&state), ["gate"]);
    // What a process that was killed has left is nobody's, and goes.
    common::disk::write(&state.join("dead.lock"), "");
    let held = side(&one).lock().expect("locks").expect("free");
    assert!(!common::disk::names(&state).contains(&"dead.lock".to_owned()));
    drop(held);
}
