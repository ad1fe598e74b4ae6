//! What others do to an open file: told, and settled without losing either version.
#![allow(
    clippy::expect_used,
    clippy::float_cmp,
    clippy::panic,
    reason = "a test fails by panicking, and exact results are compared exactly"
)]

mod common;

use std::fs::{self, File};
use std::time::Duration;

use common::apart::{
    CHANGED, changed_here, file, let_it_look, on_disk, points, points_of, wait_for_looks, with,
};
use common::window::{Window, put};
use common::{id, preset};
use egui::accesskit::Role;
use egui::{Key, Theme, Vec2};
use egui_kittest::kittest::{AccessKitNode, NodeT as _, Queryable as _};
use weighbridge::session::{Edit, Field, Session};
use weighbridge::store::disk::RealDisk;
use weighbridge::store::recovery::{State, folder_in, versions};
use weighbridge::store::{self, Expect};

/// Puts a session into the window's file, as another program does.
fn outside(window: &Window, session: &Session) {
    put(&file(window), &store::session_text(session).expect("a text"));
}

/// Clicks a button of the dialog, where the bar behind it has one of the same name.
fn in_dialog(window: &mut Window, name: &str) {
    window.harness.query_all_by_label(name).last().expect("there").click();
    window.settle();
}

#[test]
fn another_version_is_told_and_loaded_when_asked_for() {
    let mut window = Window::showing(&preset("early-saas"));
    window.button("Weigh");
    outside(&window, &with([points("async-fit", 7.0)]));
    window.wait_for(CHANGED);
    assert_eq!(window.points("async-fit"), 40.0, "nothing is taken over before that");
    window.button("Reload");
    assert_eq!(window.points("async-fit"), 7.0);
    assert!(!window.sees(CHANGED) && window.sees("Async fit, points"), "where one was");
    assert!(!window.sees("Unsaved changes"));
}

#[test]
fn whoever_is_typing_goes_on_when_the_bar_comes() {
    let mut window = Window::showing(&preset("early-saas"));
    window.button("Weigh");
    window.find(Role::SpinButton, "Async fit, points, number").focus();
    window.settle();
    window.ctrl(Key::A);
    window.type_here("1");
    outside(&window, &with([points("migrations", 7.0)]));
    window.wait_for(CHANGED);
    window.type_here("2");
    window.key(Key::Enter);
    assert_eq!(window.points("async-fit"), 12.0);
}

#[test]
fn reloading_asks_before_it_drops_what_is_unsaved() {
    let mut window = changed_here();
    outside(&window, &with([points("async-fit", 7.0)]));
    window.wait_for(CHANGED);
    window.button("Reload");
    assert!(window.sees("Reload and drop the changes here?"));
    window.key(Key::Escape);
    assert_eq!(window.points("async-fit"), 1.0);
    assert!(window.sees(CHANGED));
    window.button("Reload");
    in_dialog(&mut window, "Reload");
    assert_eq!(window.points("async-fit"), 7.0);
    assert!(!window.sees(CHANGED) && !window.sees("Unsaved changes"));
}

/// The points of a criterion in each version that is kept, the newest first.
fn kept(window: Window, criterion: &str) -> Vec<f64> {
    // A window that goes has written everything.
    let window = window.restart(None);
    let versions = versions(&folder_in(&window.path("state"))).into_iter();
    versions
        .filter_map(|version| version.snapshot.ok())
        // The next window keeps what it brings back anew.
        .filter(|version| version.facts.state != State::Restored)
        .map(|version| points_of(&version.session, criterion))
        .collect()
}

#[test]
fn what_a_reload_drops_stays_among_the_earlier_versions() {
    let mut window = changed_here();
    outside(&window, &with([points("async-fit", 7.0)]));
    window.wait_for(CHANGED);
    window.button("Reload");
    in_dialog(&mut window, "Reload");
    assert!(window.sees("Earlier versions…”"), "and says so: {}", window.everything());
    window.type_points("Async fit", "9");
    assert_eq!(kept(window, "async-fit"), [9.0, 1.0], "what is typed next does not replace it");
}

#[test]
fn what_a_merge_began_with_stays_among_the_earlier_versions() {
    let mut window = changed_here();
    outside(&window, &with([points("migrations", 7.0)]));
    window.wait_for(CHANGED);
    window.button("Merge…");
    in_dialog(&mut window, "Merge");
    assert_eq!((window.points("async-fit"), window.points("migrations")), (1.0, 7.0));
    assert_eq!(kept(window, "migrations"), [7.0, 55.0], "after and before");
}

#[test]
fn mine_replaces_the_other_version_knowingly_and_keeps_it_as_bak() {
    let mut window = changed_here();
    let theirs = with([points("async-fit", 7.0)]);
    outside(&window, &theirs);
    window.wait_for(CHANGED);
    window.button("Keep mine");
    assert!(!window.sees(CHANGED) && window.sees("Unsaved changes"));
    assert_eq!(on_disk(&file(&window)), theirs, "nothing is written before the save");
    window.ctrl(Key::S);
    assert!(window.sees("Saved 14:02"));
    assert_eq!(points_of(&on_disk(&file(&window)), "async-fit"), 1.0);
    assert_eq!(on_disk(&window.path("test.session.ron.bak")), theirs);
    let_it_look(&mut window);
    assert!(!window.sees("changed by something else"), "its own save is nobody else’s");
}

#[test]
fn keeping_mine_without_a_change_still_leaves_something_to_save() {
    let mut window = Window::showing(&preset("early-saas"));
    window.button("Weigh");
    outside(&window, &with([points("async-fit", 7.0)]));
    window.wait_for(CHANGED);
    window.button("Keep mine");
    assert!(window.sees("Unsaved changes"));
}

#[test]
fn a_merge_without_conflicts_is_told_both_ways_and_made_in_one_step() {
    let mut window = changed_here();
    outside(&window, &with([points("migrations", 7.0)]));
    window.wait_for(CHANGED);
    window.button("Merge…");
    assert!(window.sees("Changed in the file since it was loaded or saved here"));
    assert!(window.sees("Schema migrations") && window.sees("→ 7"), "{}", window.everything());
    assert!(window.sees("Changed in this window, and not saved") && window.sees("→ 1"));
    // The first button has the keyboard.
    window.key(Key::Enter);
    assert_eq!(window.points("async-fit"), 1.0);
    assert_eq!(window.points("migrations"), 7.0);
    assert!(window.sees("Came in from the file: ") && window.sees("Unsaved changes"));
    assert!(!window.sees(CHANGED) && window.sees("Save to put both into the file."));
    window.ctrl(Key::S);
    assert!(!window.sees("Came in from the file") && !window.sees("Save to put both"));
    let saved = on_disk(&file(&window));
    assert_eq!((points_of(&saved, "async-fit"), points_of(&saved, "migrations")), (1.0, 7.0));
}

#[test]
fn what_both_changed_is_chosen_in_the_dialog() {
    let mut window = changed_here();
    outside(&window, &with([points("async-fit", 7.0), points("migrations", 7.0)]));
    window.wait_for(CHANGED);
    window.button("Merge…");
    assert!(window.sees("One thing has changed on both; you choose next."));
    window.button("Merge");
    assert!(window.sees("“Here” is this window, “there” is the file."));
    assert_eq!(window.points("migrations"), 55.0, "nothing is merged before that");
    window.button("Take all from there");
    window.button("Finish the merge");
    assert_eq!(window.points("async-fit"), 7.0);
    assert_eq!(window.points("migrations"), 7.0);
    assert!(!window.sees("Save the changes first?") && !window.sees(CHANGED));
}

#[test]
fn turning_away_from_a_merge_leaves_both_as_they_were() {
    let mut window = changed_here();
    let theirs = with([points("async-fit", 7.0)]);
    outside(&window, &theirs);
    window.wait_for(CHANGED);
    window.button("Merge…");
    window.button("Merge");
    window.button("Cancel");
    assert!(window.sees(CHANGED));
    assert_eq!(window.points("async-fit"), 1.0);
    assert_eq!(on_disk(&file(&window)), theirs);
}

#[test]
fn notes_that_are_being_written_survive_a_merge() {
    let mut window = Window::showing(&preset("early-saas"));
    window.button("Compare");
    window.write(Role::MultilineTextInput, "New note on Delivery speed", "Half a thought");
    outside(&window, &with([points("migrations", 7.0)]));
    window.wait_for(CHANGED);
    window.button("Merge…");
    window.button("Merge");
    assert_eq!(window.points("migrations"), 7.0);
    let note = window.find(Role::MultilineTextInput, "New note on Delivery speed");
    assert_eq!(note.value().as_deref(), Some("Half a thought"));
}

#[test]
fn a_save_that_meets_another_version_leads_to_the_same_choices() {
    let mut window = changed_here();
    outside(&window, &with([points("migrations", 7.0)]));
    // The save may come before the next look, or after.
    window.ctrl(Key::S);
    window.wait_for("Merge takes what has changed on either side.");
    assert_eq!(points_of(&on_disk(&file(&window)), "async-fit"), 40.0);
    window.button("Merge");
    window.ctrl(Key::S);
    let saved = on_disk(&file(&window));
    assert_eq!((points_of(&saved, "async-fit"), points_of(&saved, "migrations")), (1.0, 7.0));
}

#[test]
fn what_is_put_back_as_it_was_is_told_no_more() {
    let mut window = Window::showing(&preset("early-saas"));
    window.button("Weigh");
    let before = fs::read(file(&window)).expect("there");
    outside(&window, &with([points("migrations", 7.0)]));
    window.wait_for(CHANGED);
    common::disk::write(&file(&window), &before);
    window.wait_until_gone(CHANGED);
    window.type_points("Async fit", "1");
    window.ctrl(Key::S);
    assert!(window.sees("Saved 14:02"));
}

#[test]
fn another_time_alone_is_no_change() {
    let mut window = Window::showing(&preset("early-saas"));
    window.button("Weigh");
    let time = file(&window).metadata().and_then(|m| m.modified()).expect("a time");
    let later = time + Duration::from_hours(1);
    let handle = File::options().append(true).open(file(&window)).expect("opens");
    handle.set_modified(later).expect("set");
    let_it_look(&mut window);
    assert!(!window.sees("changed by something else"));
}

#[test]
fn other_content_of_the_same_length_and_time_is_a_change() {
    let mut window = Window::showing(&preset("early-saas"));
    window.button("Weigh");
    let path = file(&window);
    let time = path.metadata().and_then(|m| m.modified()).expect("a time");
    let text = fs::read_to_string(&path).expect("there");
    let other = text.replacen("points: 85.0", "points: 86.0", 1);
    assert!(other != text && other.len() == text.len());
    put(&path, &other);
    File::options().append(true).open(&path).and_then(|f| f.set_modified(time)).expect("set");
    window.wait_for(CHANGED);
}

#[test]
fn a_file_that_was_only_written_otherwise_says_so() {
    let mut window = Window::showing(&preset("early-saas"));
    window.button("Weigh");
    let text = fs::read_to_string(file(&window)).expect("there");
    put(&file(&window), &format!("// by hand\n{text}"));
    window.wait_for(CHANGED);
    window.button("Merge…");
    assert!(window.sees("Only how it is written: spaces, order or comments."));
    window.button("Merge");
    assert!(!window.sees(CHANGED) && !window.sees("Unsaved changes"));
}

/// Cuts the window’s file in half, as a program that dies while it writes does.
fn cut_in_half(window: &mut Window) -> String {
    let text = fs::read_to_string(file(window)).expect("there");
    let half = text.get(..text.len() / 2).expect("a half").to_owned();
    put(&file(window), &half);
    window.wait_for("and cannot be read now: ");
    half
}

#[test]
fn nothing_is_saved_over_a_half_written_file_until_somebody_has_chosen() {
    let mut window = changed_here();
    let half = cut_in_half(&mut window);
    assert_eq!(window.harness.query_all_by_label("Reload").count(), 0, "it could not work");
    window.ctrl(Key::S);
    window.wait_for("Nothing was saved: the file cannot be read");
    assert!(window.sees("Something else has put into “test.session.ron” what cannot be read"));
    assert_eq!(window.harness.query_all_by_label("Reload").count(), 0);
    assert_eq!(fs::read_to_string(file(&window)).expect("there"), half);

    // Under another name it can be saved at any time.
    in_dialog(&mut window, "Save as…");
    let copy = window.path("copy.session.ron");
    window.path_dialog(&copy, "Save file");
    assert_eq!(points_of(&on_disk(&copy), "async-fit"), 1.0);
    assert_eq!(fs::read_to_string(file(&window)).expect("there"), half);
    assert!(!window.sees("cannot be read"), "the copy is what is open now");
}

#[test]
fn a_reload_that_fails_loads_nothing_and_blocks_saving() {
    let mut window = changed_here();
    outside(&window, &with([points("async-fit", 7.0)]));
    window.wait_for(CHANGED);
    window.button("Reload");
    put(&file(&window), "half of");
    in_dialog(&mut window, "Reload");
    assert!(window.sees("test.session.ron cannot be opened"), "{}", window.everything());
    window.button("Close");
    assert_eq!(window.points("async-fit"), 1.0, "nothing half-loaded");
    window.ctrl(Key::S);
    window.wait_for("Nothing was saved: the file cannot be read");
    assert_eq!(fs::read_to_string(file(&window)).expect("there"), "half of");
}

#[test]
fn what_was_saved_and_is_there_no_more_is_not_called_saved() {
    let mut window = Window::showing(&preset("early-saas"));
    window.button("Weigh");
    let says_saved = |window: &Window| window.everything().lines().any(|line| line == "Saved");
    assert!(says_saved(&window));
    cut_in_half(&mut window);
    assert!(!says_saved(&window) && window.sees("File cannot be read"));
    fs::remove_file(file(&window)).expect("removed");
    window.wait_for("File is gone");
    assert!(!says_saved(&window));
}

#[test]
fn a_bar_that_needs_two_lines_takes_no_more() {
    let size = Vec2::new(800.0, 600.0);
    let mut window = Window::with(size, Theme::Light, Some(&preset("early-saas")));
    window.button("Weigh");
    let text = fs::read_to_string(file(&window)).expect("there");
    put(&file(&window), text.get(..text.len() / 2).expect("a half"));
    window.wait_for("and cannot be read now: ");
    let button = window.find(Role::Button, "Save as…").rect();
    assert!(button.bottom() < 140.0 && button.right() < size.x, "{button}");
    assert!(window.find(Role::Heading, "Weigh the criteria").rect().top() < 200.0);
}

#[test]
fn a_broken_file_is_settled_by_the_file_coming_back() {
    let mut window = changed_here();
    let text = fs::read_to_string(file(&window)).expect("there");
    cut_in_half(&mut window);
    put(&file(&window), &text);
    window.wait_until_gone("cannot be read");
    window.ctrl(Key::S);
    assert!(window.sees("Saved 14:02"));
    assert_eq!(points_of(&on_disk(&file(&window)), "async-fit"), 1.0);
}

#[test]
fn keeping_mine_over_what_cannot_be_read_puts_that_aside_and_leaves_the_bak() {
    let mut window = changed_here();
    // A save, so that there is a version before.
    window.ctrl(Key::S);
    let bak = window.path("test.session.ron.bak");
    assert_eq!(on_disk(&bak), preset("early-saas"));
    for (number, aside) in ["unreadable", "unreadable-2"].into_iter().enumerate() {
        let broken = format!("half of {number}");
        put(&file(&window), &broken);
        window.wait_for("and cannot be read now: ");
        window.button("Keep mine");
        assert!(window.sees("puts what cannot be read aside"));
        window.ctrl(Key::S);
        assert!(window.sees(&format!("beside it as “test.session.ron.{aside}”.")));
        let kept = fs::read_to_string(window.path(&format!("test.session.ron.{aside}")));
        assert_eq!(kept.expect("kept"), broken);
        assert_eq!(on_disk(&bak), preset("early-saas"), "still the last that can be read");
        assert_eq!(points_of(&on_disk(&file(&window)), "async-fit"), 1.0);
    }
    // From then on saves keep the version before again.
    window.type_points("Async fit", "2");
    window.ctrl(Key::S);
    assert_eq!(points_of(&on_disk(&bak), "async-fit"), 1.0);
}

#[test]
fn a_file_that_is_gone_is_written_again() {
    let mut window = Window::showing(&preset("early-saas"));
    window.button("Weigh");
    fs::remove_file(file(&window)).expect("removed");
    window.wait_for("The file is gone since 14:02; saving writes it again.");
    window.button("Write it again");
    assert_eq!(on_disk(&file(&window)), preset("early-saas"));
    window.wait_until_gone("The file is gone");
}

/// Asks for another decision in place of the one that is open.
fn open_another(window: &mut Window) {
    let other = window.path("other.session.ron");
    let _ = store::save(&RealDisk, &other, &preset("backend-platform"), Expect::Absent);
    window.ctrl(Key::O);
    window.path_dialog(&other, "Open");
}

#[test]
fn what_no_file_holds_any_more_is_not_left_without_a_question() {
    let mut window = Window::showing(&preset("early-saas"));
    fs::remove_file(file(&window)).expect("removed");
    window.wait_for("The file is gone since 14:02");
    open_another(&mut window);
    let title = preset("early-saas").title().to_owned();
    assert!(window.sees(&format!("No file holds what is open here, “{title}”.")));
    assert!(window.sees("The file itself is not there any more; saving writes it again."));
    in_dialog(&mut window, "Save");
    assert_eq!(on_disk(&file(&window)), preset("early-saas"));

    let mut window = Window::showing(&preset("early-saas"));
    cut_in_half(&mut window);
    open_another(&mut window);
    assert!(window.sees("No file holds what is open here"));
    assert!(window.sees("The file itself cannot be read any more"));
    in_dialog(&mut window, "Cancel");
    assert_eq!(window.session(), &preset("early-saas"));
}

#[test]
fn closing_with_changes_tells_that_the_file_is_gone_too() {
    let mut window = changed_here();
    fs::remove_file(file(&window)).expect("removed");
    window.wait_for("The file is gone since 14:02");
    open_another(&mut window);
    assert!(window.sees("has changes that are not in its file"), "{}", window.everything());
    assert!(window.sees("The file itself is not there any more; saving writes it again."));
}

#[test]
fn what_can_be_done_about_another_version_is_found_by_name_while_it_applies() {
    let mut window = changed_here();
    window.ctrl(Key::K);
    window.type_here("reload");
    assert!(window.sees("Nothing else has changed the file"), "{}", window.everything());
    window.key(Key::Enter);
    assert!(window.sees("Nothing else has changed the file"), "it does nothing");
    window.key(Key::Escape);

    outside(&window, &with([points("migrations", 7.0)]));
    window.wait_for(CHANGED);
    window.command("differences");
    assert!(window.sees("Changed in this window, and not saved"));
    window.key(Key::Escape);
    window.command("reload the file");
    assert!(window.sees("Reload and drop the changes here?"));
    window.key(Key::Escape);

    cut_in_half(&mut window);
    window.ctrl(Key::K);
    window.type_here("reload the file");
    assert!(window.sees("The file cannot be read now"), "{}", window.everything());
    window.key(Key::Escape);
    window.command("keep mine");
    assert!(window.sees("The next save puts what cannot be read aside"));
}

#[test]
fn tab_comes_to_what_can_be_done_about_another_version_first() {
    let mut window = Window::showing(&preset("early-saas"));
    window.button("Weigh");
    outside(&window, &with([points("migrations", 7.0)]));
    window.wait_for(CHANGED);
    for name in ["Reload", "Keep mine", "Merge…", "Menu"] {
        window.key(Key::Tab);
        let focused = window.harness.root().children_recursive();
        let focused = focused.map(|node| node.accesskit_node()).find(AccessKitNode::is_focused);
        assert_eq!(focused.and_then(|node| node.label()).as_deref(), Some(name));
    }
}

#[test]
fn another_decision_in_the_file_is_never_merged() {
    let mut window = changed_here();
    let mut other = preset("backend-platform");
    other.id = id("another");
    outside(&window, &other);
    window.wait_for("another decision");
    window.ctrl(Key::S);
    window.wait_for("These are different decisions");
    assert_eq!(window.harness.query_all_by_label("Merge").count(), 0);
}

#[test]
fn nothing_is_overwritten_in_many_changes_between_load_and_save() {
    // A small session draws quickly.
    let mut session = preset("early-saas");
    session.criteria.retain(|criterion| criterion.id == id("async-fit"));
    let mut window = Window::with(Vec2::new(1000.0, 700.0), Theme::Light, Some(&session));
    window.button("Weigh");
    for number in 0..40_u32 {
        let question = format!("Question {number}?");
        let mut theirs = on_disk(&file(&window));
        theirs.apply(Edit::Write(Field::Question, question.clone())).expect("fits");
        outside(&window, &theirs);
        let given = f64::from(number % 90 + 1);
        window.type_points("Async fit", &given.to_string());
        assert_eq!(window.points("async-fit"), given, "{number}: {}", window.everything());
        window.ctrl(Key::S);
        window.wait_for("Merge takes what has changed on either side.");
        assert_eq!(on_disk(&file(&window)), theirs, "change {number}");
        window.key(Key::Enter);
        window.ctrl(Key::S);
        let saved = on_disk(&file(&window));
        assert_eq!(saved.brief.question, question);
        assert_eq!(points_of(&saved, "async-fit"), given);
    }
}

#[test]
fn an_idle_window_draws_no_frame_while_it_looks() {
    let mut window = Window::showing(&preset("early-saas"));
    window.button("Weigh");
    let_it_look(&mut window);
    let woken = std::sync::Arc::new(std::sync::atomic::AtomicU32::new(0));
    let count = std::sync::Arc::clone(&woken);
    window.harness.ctx.set_request_repaint_callback(move |_| {
        count.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
    });
    wait_for_looks(&window, 20);
    assert_eq!(woken.load(std::sync::atomic::Ordering::Relaxed), 0);
    // And the count does count.
    outside(&window, &with([points("async-fit", 7.0)]));
    window.wait_until("a change wakes the window", |_| {
        woken.load(std::sync::atomic::Ordering::Relaxed) > 0
    });
}
