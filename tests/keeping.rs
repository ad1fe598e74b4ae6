//! Keeping what was done: unsaved work, files that come and go, and what the window says of them.
#![allow(
    clippy::expect_used,
    clippy::float_cmp,
    clippy::panic,
    reason = "a test fails by panicking, and exact results are compared exactly"
)]

mod common;

use common::window::Window;
use common::{id, preset};
use egui::accesskit::Role;
use egui::{Key, Modifiers};
use weighbridge::store;

#[test]
fn unsaved_work_is_asked_about_once() {
    let mut window = Window::showing(&preset("early-saas"));
    window.button("Weigh");
    window.type_points("Async fit", "1");
    window.ctrl(Key::N);
    window.button("Empty session");
    assert!(window.sees("Save the changes first?"));
    window.button("Cancel");
    assert_eq!(window.points("async-fit"), 1.0);
    window.button("Empty session");
    window.button("Save");
    assert_eq!(window.points("async-fit"), 50.0, "saved, then went on");
    let saved = store::open(&window.path("test.session.ron")).expect("opens").session;
    assert_eq!(saved.criterion(&id("async-fit")).expect("there").points.get(), 1.0);
}

#[test]
fn turning_away_from_the_question_forgets_it() {
    let mut window = Window::showing(&preset("early-saas"));
    window.button("Weigh");
    window.type_points("Async fit", "1");
    window.ctrl(Key::N);
    window.button("Empty session");
    window.key(Key::Escape);
    window.button("Back to Subscription product data layer");
    window.button("Save");
    assert_eq!(window.points("async-fit"), 1.0, "a later save goes nowhere");
    assert!(window.sees("Saved 14:02"));
}

#[test]
fn a_note_that_is_still_being_written_is_not_lost() {
    let mut window = Window::showing(&preset("early-saas"));
    window.button("Compare");
    window.write(Role::MultilineTextInput, "New note on Delivery speed", "Half a thought");
    window.button("Learning curve");
    assert_eq!(
        window.find(Role::MultilineTextInput, "New note on Learning curve").value().as_deref(),
        Some(""),
        "each criterion has a draft of its own"
    );
    window.ctrl(Key::N);
    window.button("Empty session");
    assert!(window.sees("has not been added yet"));
    window.button("Save");
    let saved = store::open(&window.path("test.session.ron")).expect("opens").session;
    assert_eq!(saved.notes[0].text, "Half a thought");
    assert_eq!(saved.notes[0].criterion, Some(id("delivery-speed")));
}

#[test]
fn what_was_imported_counts_as_unsaved() {
    use std::io::Write as _;
    let mut window = Window::start();
    let path = window.path("matrix.csv");
    let table = b"criterion,points,left,right\nHiring,60,8,2\n";
    std::fs::File::create(&path).and_then(|mut f| f.write_all(table)).expect("put");
    window.button("Import a matrix");
    window.path_dialog(&path, "Import");
    window.button("Import");
    assert!(window.sees("Not saved yet"));
    window.ctrl(Key::N);
    window.button("Empty session");
    assert!(window.sees("Save the changes first?"));
}

#[test]
fn comments_in_a_file_are_warned_about_before_a_save_drops_them() {
    let text = store::session_text(&preset("early-saas")).expect("text");
    let mut window = Window::on_text(&format!("// kept since March\n{text}"));
    window.button("Weigh");
    window.type_points("Async fit", "1");
    window.ctrl(Key::S);
    assert!(window.sees("Drop the comments?"));
    // The button with the keyboard keeps them.
    let path = window.path("test.session.ron");
    window.key(Key::Enter);
    assert!(window.sees("Save the session as") && window.sees("Unsaved changes"));
    let held = std::fs::read_to_string(&path).expect("there");
    assert!(held.starts_with("// kept since March"));
    window.button("Cancel");
    window.ctrl(Key::S);
    window.button("Save without comments");
    assert!(window.sees("Saved 14:02"));
    let bak = std::fs::read_to_string(window.path("test.session.ron.bak")).expect("bak");
    assert!(bak.starts_with("// kept since March"));
}

/// A session’s text with fields that nobody knows, and a comment.
fn with_unknown_fields(count: usize) -> String {
    let text = store::session_text(&preset("early-saas")).expect("text");
    let fields: Vec<String> = (0..count).map(|n| format!("    later{n}: {n},\n")).collect();
    let fields = fields.concat();
    let end = text.rfind(')').expect("an end");
    format!("// kept\n{}{fields})\n", &text[..end])
}

#[test]
fn everything_there_is_to_know_of_a_file_can_be_read() {
    let mut window = Window::on_text(&with_unknown_fields(4));
    assert!(window.sees("There are 5 things to know about this file."));
    window.button("Show what to know");
    for number in 0..4 {
        let told = format!("Unknown field `later{number}` in the session");
        assert!(window.sees(&told), "{told}: {}", window.everything());
    }
    assert!(window.sees("It is kept in the file as it is"));
    assert!(window.sees("The file has comments, which saving here cannot keep."));
    window.button("Close");
    assert!(!window.sees("things to know"), "it is said once");

    let text = with_unknown_fields(1).replace("// kept\n", "");
    let mut window = Window::on_text(&text);
    assert!(window.sees("Unknown field `later0` in the session"), "{}", window.everything());
    window.button("Understood");
    assert!(!window.sees("Unknown field"));
}

#[test]
fn a_file_from_elsewhere_tells_of_its_unknown_fields_before_it_is_opened() {
    let window = Window::on_unknown_text(&with_unknown_fields(4));
    assert!(window.sees("Not now") && window.sees("Unknown field `later3` in the session"));
    assert!(window.sees("The file has comments, which saving here cannot keep."));
}

#[test]
fn closing_asks_once_when_there_are_unsaved_changes() {
    let mut window = Window::showing(&preset("early-saas"));
    window.button("Weigh");
    let close = |window: &mut Window| {
        let input = window.harness.input_mut();
        let root = input.viewports.get_mut(&egui::ViewportId::ROOT).expect("the window");
        root.events.push(egui::ViewportEvent::Close);
        window.harness.step();
        let commands = &window.harness.output().viewport_output[&egui::ViewportId::ROOT].commands;
        let kept = commands.contains(&egui::ViewportCommand::CancelClose);
        window
            .harness
            .input_mut()
            .viewports
            .get_mut(&egui::ViewportId::ROOT)
            .expect("it")
            .events
            .clear();
        window.settle();
        kept
    };
    assert!(!close(&mut window), "nothing to keep");
    window.type_points("Async fit", "1");
    assert!(close(&mut window), "the window stays");
    assert!(window.sees("Save the changes first?"));
    window.button("Go on without saving");
    assert!(!close(&mut window), "asked once");
}

#[test]
fn a_broken_file_is_explained_with_its_place() {
    let text = store::session_text(&preset("early-saas")).expect("text");
    let mut window = Window::on_text(&text.replacen("points: 85.0", "points: 185.0", 1));
    assert!(window.sees("test.session.ron cannot be opened"));
    assert!(window.sees("points must be between 0 and 100, found 185"));
    window.button("Copy the problem");
    window.button("Close");
    assert!(window.sees("Recent"));
}

#[test]
fn a_read_only_file_stays_and_the_way_out_is_another_file() {
    let mut window = Window::showing(&preset("early-saas"));
    let (path, other) = (window.path("test.session.ron"), window.path("other.session.ron"));
    let before = std::fs::read(&path).expect("there");
    let mut permissions = std::fs::metadata(&path).expect("there").permissions();
    permissions.set_readonly(true);
    std::fs::set_permissions(&path, permissions).expect("read-only");
    window.button("Weigh");
    window.type_points("Async fit", "1");
    window.ctrl(Key::S);
    assert!(window.sees("This file is read-only; save under another name"));
    window.button("Save as…");
    window.path_dialog(&other, "Save file");
    assert!(window.sees("Saved as other.session.ron"));
    assert_eq!(store::open(&other).expect("opens").session, *window.session());
    assert_eq!(std::fs::read(&path).expect("there"), before);
}

#[test]
fn a_table_is_imported_and_a_bad_one_pointed_at() {
    use std::io::Write as _;
    let mut window = Window::start();
    let path = window.path("matrix.csv");
    let put = |text: &str| {
        std::fs::File::create(&path).and_then(|mut f| f.write_all(text.as_bytes())).expect("put");
    };
    put("criterion,points,left,right\nHiring,60,8,12\n");
    window.button("Import a matrix");
    window.path_dialog(&path, "Import");
    assert!(window.sees("row 2, column right: rating must be between 0 and 10, found 12"));
    window.button("Close");
    put("criterion,points,left,right\nHiring,60,8,2\n");
    window.button("Import a matrix");
    window.path_dialog(&path, "Import");
    window.button("Import");
    assert!(window.sees("Imported 1 criterion"));
    assert!(window.sees("Hiring, weight: 100 %"));
}

#[test]
fn a_file_that_was_changed_outside_is_not_overwritten() {
    use std::io::Write as _;
    let mut window = Window::showing(&preset("early-saas"));
    let path = window.path("test.session.ron");
    std::fs::File::create(&path).and_then(|mut f| f.write_all(b"theirs")).expect("put");
    window.button("Weigh");
    window.type_points("Async fit", "1");
    window.ctrl(Key::S);
    window.wait_for("Nothing was saved: the file cannot be read");
    assert_eq!(std::fs::read(&path).expect("there"), b"theirs");
    window.button("Cancel");
    assert!(window.sees("Unsaved changes"));
}

#[test]
fn saving_over_another_file_asks_and_adds_the_usual_ending() {
    let mut window = Window::showing(&preset("early-saas"));
    let other = window.path("other.session.ron");
    let saved = store::save(
        &store::disk::RealDisk,
        &other,
        &preset("backend-platform"),
        store::Expect::Absent,
    );
    saved.expect("saved");
    window
        .harness
        .key_press_modifiers(Modifiers::CTRL | Modifiers::COMMAND | Modifiers::SHIFT, Key::S);
    window.settle();
    window.path_dialog(&window.path("other"), "Save file");
    assert!(window.sees("Replace the file?"));
    window.button("Replace");
    assert_eq!(store::open(&other).expect("opens").session, preset("early-saas"));
    let bak = store::open(&window.path("other.session.ron.bak")).expect("opens");
    assert_eq!(bak.session, preset("backend-platform"));
}

#[derive(Debug)]
struct Dropped(std::path::PathBuf);

impl egui::DroppedFile for Dropped {
    fn path(&self) -> &std::path::Path {
        &self.0
    }

    fn bytes(&self) -> Result<Vec<u8>, String> {
        std::fs::read(&self.0).map_err(|error| error.to_string())
    }
}

#[test]
fn a_file_that_is_dropped_on_the_window_is_opened() {
    let mut window = Window::start();
    let path = window.path("dropped.session.ron");
    let saved = store::save(
        &store::disk::RealDisk,
        &path,
        &preset("backend-platform"),
        store::Expect::Absent,
    );
    saved.expect("saved");
    window.harness.input_mut().dropped_files.push(std::sync::Arc::new(Dropped(path)));
    window.settle();
    window.key(Key::Enter);
    assert_eq!(window.session(), &preset("backend-platform"));
}

#[test]
fn the_windows_title_says_what_is_open_and_whether_it_is_saved() {
    let mut window = Window::showing(&preset("early-saas"));
    window.button("Weigh");
    let slider = window.find(Role::Slider, "Async fit, points");
    slider.set_value_accesskit(3.0);
    let mut titles = Vec::new();
    for _ in 0..4 {
        window.harness.step();
        let root = &window.harness.output().viewport_output[&egui::ViewportId::ROOT];
        titles.extend(root.commands.iter().filter_map(|command| match command {
            egui::ViewportCommand::Title(title) => Some(title.clone()),
            _ => None,
        }));
    }
    assert_eq!(titles, ["• Subscription product data layer (test.session.ron) – Weighbridge"]);
}
