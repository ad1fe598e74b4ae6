//! What is typed, begun or found beside what one looks at: none of it slips away unsaid.
#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::float_cmp,
    reason = "a test fails by panicking"
)]

mod common;

use std::fs;

use common::apart::{CHANGED, changed_here, file, on_disk, points, points_of, with};
use common::window::{Window, put};
use common::{id, preset};
use egui::accesskit::Role;
use egui::{Key, Theme, Vec2};
use egui_kittest::kittest::Queryable as _;
use weighbridge::session::{Edit, Field, ItemRef, Session};
use weighbridge::store::disk::RealDisk;
use weighbridge::store::{self, Expect};

/// Types into a field without leaving it.
fn type_into(window: &mut Window, name: &str, text: &str) {
    window.find(Role::SpinButton, name).focus();
    window.settle();
    window.ctrl(Key::A);
    window.type_here(text);
}

/// A window with changes, and what something else has put into its file, which it has seen.
fn changed_on_both_sides() -> (Window, Session) {
    let mut window = changed_here();
    let theirs = with([points("async-fit", 7.0)]);
    put(&file(&window), &store::session_text(&theirs).expect("a text"));
    window.wait_for(CHANGED);
    (window, theirs)
}

#[test]
fn a_number_counts_while_its_field_still_has_the_keyboard() {
    let mut window = Window::showing(&preset("early-saas"));
    window.button("Weigh");
    type_into(&mut window, "Async fit, points, number", "7");
    assert_eq!(window.points("async-fit"), 7.0);
    assert!(window.sees("Unsaved changes"));
    window.type_here("3");
    window.ctrl(Key::S);
    assert_eq!(points_of(&on_disk(&file(&window)), "async-fit"), 73.0);
    assert!(window.sees("Saved 14:02"));
    window.ctrl(Key::Z);
    assert_ne!(window.points("async-fit"), 7.0, "all that was typed is one step");
}

#[test]
fn saving_what_is_saved_leaves_the_bak_alone() {
    let (mut window, theirs) = changed_on_both_sides();
    window.button("Keep mine");
    window.ctrl(Key::S);
    window.ctrl(Key::S);
    assert!(window.sees("Saved 14:02"));
    assert_eq!(on_disk(&window.path("test.session.ron.bak")), theirs);
}

#[test]
fn the_open_file_is_the_open_file_however_its_path_is_spelt() {
    let (mut window, theirs) = changed_on_both_sides();
    let folder = file(&window).parent().expect("a folder").to_owned();
    fs::create_dir(folder.join("beside")).expect("made");
    window.command("Save by path");
    window.path_is(&folder.join("beside/../test.session.ron"));
    window.key(Key::Enter);
    assert!(!window.sees("Replace the file?"), "it is no other file");
    assert!(window.sees("Differences") || window.sees("was changed by something else"));
    assert_eq!(on_disk(&file(&window)), theirs, "nothing is written over it");
}

#[test]
fn saving_as_the_same_file_asks_about_comments_as_well() {
    let text = store::session_text(&preset("early-saas")).expect("a text");
    let text = format!("// a precious comment\n{text}");
    let mut window = Window::on_text(&text);
    window.command("Save by path");
    window.key(Key::Enter);
    assert!(window.sees("comments"), "{}", window.everything());
    assert_eq!(fs::read_to_string(file(&window)).expect("reads"), text);
}

#[cfg(unix)]
#[test]
fn a_link_stays_the_file_that_is_open() {
    let mut window = Window::showing(&preset("early-saas"));
    let (one, two) = (window.path("one.session.ron"), window.path("two.session.ron"));
    let link = window.path("link.session.ron");
    let save = |path| store::save(&RealDisk, path, &preset("early-saas"), Expect::Absent);
    save(&one).expect("saved");
    store::save(&RealDisk, &two, &with([points("async-fit", 7.0)]), Expect::Absent).expect("saved");
    std::os::unix::fs::symlink(&one, &link).expect("linked");
    window.command("Open by path");
    window.path_is(&link);
    window.key(Key::Enter);
    if window.sees("Not now") {
        window.key(Key::Enter);
    }
    window.button("Weigh");
    window.type_points("Async fit", "1");
    window.ctrl(Key::S);
    assert_eq!(points_of(&on_disk(&one), "async-fit"), 1.0);
    fs::remove_file(&link).expect("removed");
    std::os::unix::fs::symlink(&two, &link).expect("linked");
    window.wait_for(CHANGED);
}

#[test]
fn another_decision_under_a_known_name_is_shown_first() {
    let window = Window::showing(&preset("early-saas"));
    let mut other = preset("early-saas");
    other.id = id("another");
    put(&file(&window), &store::session_text(&other).expect("a text"));
    let window = window.restart(Some("test.session.ron"));
    assert!(window.sees("Not now"), "{}", window.everything());
}

#[test]
fn what_another_decision_takes_the_place_of_is_kept() {
    let mut window = Window::showing(&preset("early-saas"));
    let mut other = preset("backend-platform");
    other.id = id("another");
    put(&file(&window), &store::session_text(&other).expect("a text"));
    window.wait_for("another decision");
    window.button("Reload");
    assert!(window.sees("It is another decision."), "{}", window.everything());
    window.command("Earlier versions");
    window.wait_for("Subscription product data layer");
}

#[test]
fn an_objection_stays_when_one_turns_away_from_its_dialog() {
    let mut window =
        Window::with(Vec2::new(1440.0, 12_000.0), Theme::Light, Some(&preset("early-saas")));
    window.ctrl(Key::Num3);
    window.button("SQL control and tuning");
    let contest = "Contest: How many queries does a list of 200 orders with their lines cost?";
    window.button(contest);
    window.write(Role::MultilineTextInput, "Objection", "Nobody lists so many.");
    window.key(Key::Escape);
    assert!(window.sees("Objection not added yet"));
    window.button(contest);
    assert!(window.everything().contains("Nobody lists so many."));
    window.button("Add the objection");
    window.key(Key::Escape);
    assert!(!window.sees("Objection not added yet"));
}

#[test]
fn an_objection_that_is_begun_is_there_again_after_a_crash() {
    let mut window =
        Window::with(Vec2::new(1440.0, 12_000.0), Theme::Light, Some(&preset("early-saas")));
    window.ctrl(Key::Num3);
    window.button("SQL control and tuning");
    window.button("Contest: How many queries does a list of 200 orders with their lines cost?");
    window.write(Role::MultilineTextInput, "Objection", "Nobody lists so many.");
    let mut window = window.restart(None);
    assert!(window.sees("Objection not added yet"), "{}", window.everything());
    window.command("Earlier versions");
    window.wait_for("Unfinished objection to “How many queries");
}

#[test]
fn a_note_on_a_criterion_that_is_gone_is_kept_on_the_whole_decision() {
    let mut window = Window::showing(&preset("early-saas"));
    window.ctrl(Key::Num3);
    window.button("Async fit");
    window.write(Role::MultilineTextInput, "New note on Async fit", "We have an async service.");
    let theirs = with([Edit::Remove(ItemRef::Criterion(id("async-fit")))]);
    put(&file(&window), &store::session_text(&theirs).expect("a text"));
    window.wait_for(CHANGED);
    window.button("Reload");
    window.ctrl(Key::N);
    window.button("Empty session");
    assert!(window.sees("A note in"));
    window.harness.query_all_by_label("Save").last().expect("there").click();
    window.settle();
    let notes = on_disk(&file(&window)).notes;
    assert_eq!(notes.len(), 1);
    assert_eq!(notes[0].text, "We have an async service.");
    assert_eq!(notes[0].criterion, None);
}

#[test]
fn how_a_session_stands_is_seen_beside_any_title() {
    let mut session = preset("early-saas");
    let title = "Data layer for the club subscription product, second attempt".to_owned();
    session.apply(Edit::Write(Field::Title, title)).expect("fits");
    let mut window = Window::with(Vec2::new(800.0, 600.0), Theme::Light, Some(&session));
    assert!(window.sees("Saved"));
    window.ctrl(Key::Num3);
    window.ctrl(Key::Num2);
    window.type_points("Delivery speed", "1");
    assert!(window.sees("Unsaved changes"), "{}", window.everything());
}

#[test]
fn a_file_that_is_written_again_is_open_here() {
    let mut window = Window::showing(&preset("early-saas"));
    window.button("Weigh");
    window.type_points("Async fit", "1");
    window.wait_until("it is kept", |window| {
        fs::read_dir(window.path("state/recovery")).is_ok_and(|mut kept| kept.next().is_some())
    });
    fs::remove_file(file(&window)).expect("removed");
    let mut window = window.restart(None);
    assert_eq!(window.points("async-fit"), 1.0, "it is restored");
    window.ctrl(Key::S);
    if !file(&window).is_file() {
        window.button("Write it again");
    }
    assert!(file(&window).is_file(), "{}", window.everything());
    window.wait_until("it is locked", |window| {
        let names = fs::read_dir(window.path("state/open")).into_iter().flatten().flatten();
        names.into_iter().any(|name| name.path().extension().is_some_and(|end| end == "lock"))
    });
}

#[test]
fn a_kind_that_is_misspelt_is_told_what_it_may_mean() {
    let text = store::session_text(&preset("early-saas")).expect("a text");
    let text = text.replace("weighbridge-session", "weighbridge-sesion");
    let problem = store::parse_session(&text).expect_err("refused");
    assert!(problem.what.contains("there is no kind of file “weighbridge-sesion”"), "{problem}");
    assert!(problem.fix.contains("Did you mean “weighbridge-session”?"), "{problem}");
}

#[test]
fn a_misspelt_list_is_named_and_not_what_refers_into_it() {
    let text = fs::read_to_string("data/examples/saas-team.session.ron").expect("shipped");
    for (right, wrong) in [("criteria", "criterai"), ("people", "poeple")] {
        let text = text.replacen(&format!("{right}: ["), &format!("{wrong}: ["), 1);
        let problem = store::parse_session(&text).expect_err("refused");
        assert!(problem.what.contains(&format!("unknown field `{wrong}`")), "{problem}");
        assert_eq!(problem.fix, format!("Did you mean `{right}`?"));
    }
}
