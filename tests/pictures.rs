//! Pictures of every screen, held against the ones in `tests/snapshots`.
//!
//! They need a graphics driver (Debian: mesa-vulkan-drivers); without one they are left out,
//! unless `WEIGHBRIDGE_PICTURES=required` is set, as it is where every check has to run.
//! `UPDATE_SNAPSHOTS=1 cargo test --test pictures` takes them anew.

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::print_stderr,
    reason = "a test fails by panicking, and says when it is left out"
)]

mod common;

use std::path::Path;

use common::window::Window;
use eframe::egui_wgpu::RendererOptions;
use egui::accesskit::Role;
use egui::{Key, Theme, Vec2};
use egui_kittest::SnapshotOptions;
use egui_kittest::kittest::Queryable as _;
use egui_kittest::wgpu::{create_render_state, default_wgpu_setup};
use weighbridge::session::Session;
use weighbridge::store;

/// Whether there is the driver that the pictures were drawn with: Mesa's for the processor.
/// Those of graphics cards differ in too many pixels.
fn can_draw() -> bool {
    let software = std::panic::catch_unwind(|| {
        let options = RendererOptions::PREDICTABLE;
        let info = create_render_state(default_wgpu_setup(), options).adapter.get_info();
        format!("{:?} {:?}", info.backend, info.device_type) == "Vulkan Cpu"
    });
    let drawn = software.unwrap_or(false);
    let required = std::env::var_os("WEIGHBRIDGE_PICTURES").is_some_and(|v| v == "required");
    assert!(drawn || !required, "no software Vulkan driver, but the pictures are required");
    if !drawn {
        eprintln!("no software Vulkan driver (mesa-vulkan-drivers): the pictures are left out");
    }
    drawn
}

fn example(name: &str) -> Session {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/examples").join(name);
    store::open(&path).expect("the example opens").session
}

fn take(window: &mut Window, name: &str) {
    take_but(window, name, None);
}

/// The width of what is covered in a picture.
const WORDS: f32 = 480.0;

/// Takes a picture with everything covered that has some words.
fn take_but(window: &mut Window, name: &str, words: Option<&str>) {
    // The pointer is taken away, so that nothing is drawn as hovered.
    window.harness.remove_cursor();
    window.settle();
    let hidden = words.map_or_else(Vec::new, |words| {
        let found = window.harness.query_all_by_label_contains(words).map(|node| node.rect());
        // As wide in each run, however wide the letters of a random name are.
        found.map(|rect| rect.with_max_x(rect.left() + WORDS)).collect()
    });
    for rect in hidden {
        window.harness.mask(rect);
    }
    // Drivers differ in a few edge pixels; a changed digit is more than these.
    let options = SnapshotOptions::new().threshold(1.0).max_failed_pixels(30);
    window.harness.snapshot_options(name, &options);
}

fn steps(window: &mut Window, suffix: &str) {
    for step in ["Frame", "Weigh", "Compare", "Verdict", "Record"] {
        window.button(step);
        if step == "Compare" {
            window.ctrl(Key::K);
            window.type_here("strongest");
            window.key(Key::Enter);
            if !suffix.contains("narrow") {
                window.button("Query expressiveness");
            }
        }
        take(window, &format!("{}-{suffix}", step.to_lowercase()));
    }
}

const WIDE: Vec2 = Vec2::new(1440.0, 900.0);

#[test]
fn the_five_steps_in_the_light_theme() {
    if can_draw() {
        let session = example("saas-team.session.ron");
        steps(&mut Window::with(WIDE, Theme::Light, Some(&session)), "light");
    }
}

#[test]
fn the_five_steps_in_the_dark_theme() {
    if can_draw() {
        let session = example("logistics-team.session.ron");
        steps(&mut Window::with(WIDE, Theme::Dark, Some(&session)), "dark");
    }
}

#[test]
fn the_five_steps_in_a_narrow_window() {
    if can_draw() {
        let session = example("saas-team.session.ron");
        let size = Vec2::new(800.0, 600.0);
        steps(&mut Window::with(size, Theme::Light, Some(&session)), "narrow");
    }
}

#[test]
fn the_welcome_and_the_dialogs() {
    if !can_draw() {
        return;
    }
    let mut window = Window::with(WIDE, Theme::Light, Some(&example("saas-team.session.ron")));
    window.ctrl(Key::N);
    // The path of the one recent file is another in each run.
    take_but(&mut window, "welcome", Some("test.session.ron"));
    window.button("Back to Club subscriptions data layer");
    window.ctrl(Key::K);
    take(&mut window, "find-action");
    window.key(Key::Escape);
    window.key(Key::F1);
    take(&mut window, "shortcuts");
    window.key(Key::Escape);
    window.button("Weigh");
    window.find(Role::Slider, "Delivery speed, points").set_value_accesskit(20.0);
    window.settle();
    window.ctrl(Key::G);
    take(&mut window, "suggestion");
}

#[test]
fn the_result_is_covered() {
    if !can_draw() {
        return;
    }
    let mut window = Window::with(WIDE, Theme::Light, Some(&common::preset("early-saas")));
    window.button("Verdict");
    take(&mut window, "verdict-covered");
    window.button("Uncover early…");
    take(&mut window, "uncover");
}

#[test]
fn the_result_whole_and_tried_out() {
    if !can_draw() {
        return;
    }
    let session = example("logistics-team.session.ron");
    let mut window = Window::with(Vec2::new(1440.0, 1240.0), Theme::Light, Some(&session));
    window.button("Verdict");
    take(&mut window, "verdict-whole");
    window.ctrl(Key::H);
    let tried = "Admin and back office, points to try";
    window.find(Role::Slider, tried).set_value_accesskit(90.0);
    window.settle();
    take(&mut window, "verdict-what-if");
}

#[test]
fn a_file_that_cannot_be_opened() {
    if !can_draw() {
        return;
    }
    let text = store::session_text(&example("saas-team.session.ron")).expect("text");
    let mut window = Window::on_text(&text.replacen("points: 85.0", "points: 185.0", 1));
    take(&mut window, "problem");
}

#[test]
fn an_empty_session_says_what_to_do_next() {
    if !can_draw() {
        return;
    }
    let mut window = Window::start();
    window.button("Empty session");
    take(&mut window, "frame-empty");
    window.button("Record");
    take(&mut window, "record-empty");
}

#[test]
fn rounds_of_ballots() {
    if !can_draw() {
        return;
    }
    let mut window = Window::with(WIDE, Theme::Light, Some(&common::meeting()));
    window.button("Weigh");
    take(&mut window, "ballots");
    window.ctrl(Key::B);
    take(&mut window, "meeting");
    window.ctrl(Key::B);
    window.button("Open round 3");
    window.button("Vote as Dana");
    take(&mut window, "hand-over");
    window.button("Begin with my last ballot");
    take(&mut window, "ballot");
    window.click(Role::RadioButton, "Method: Ranking");
    for name in ["Delivery speed", "Ready-made conventions", "Learning curve", "Hard to misuse"] {
        window.button(&format!("Place {name} next"));
    }
    window.button("Tie Hard to misuse and the one above");
    take(&mut window, "ballot-ranking");
    window.click(Role::RadioButton, "Method: Pairwise");
    for _ in 0..3 {
        window.button("Both matter equally");
    }
    take(&mut window, "ballot-pairwise");
    window.click(Role::RadioButton, "Method: Swing");
    window.button("Cast and hand back covered");
    // The folder's name is another in each run.
    take_but(&mut window, "collecting", Some("Ballot files in"));
}

#[test]
fn rounds_of_ballots_in_a_narrow_dark_window() {
    if !can_draw() {
        return;
    }
    let size = Vec2::new(800.0, 600.0);
    let mut window = Window::with(size, Theme::Dark, Some(&common::meeting()));
    window.button("Weigh");
    take(&mut window, "ballots-narrow");
    window.button("Open round 3");
    take_but(&mut window, "collecting-narrow", Some("Ballot files in"));
    window.button("Vote as Dana");
    window.button("Begin with my last ballot");
    take(&mut window, "ballot-narrow");
}

#[test]
fn slides_for_a_projector() {
    if !can_draw() {
        return;
    }
    let size = Vec2::new(1280.0, 720.0);
    let mut session = common::meeting();
    let agreed = session.agreeing();
    let at = "2026-11-22T14:00:00Z".parse().expect("a time");
    session.log(weighbridge::session::Entry { at, event: agreed }).expect("logged");
    let mut window = Window::with(size, Theme::Light, Some(&session));
    window.button("Compare");
    window.button("Query expressiveness");
    window.key(Key::F5);
    take(&mut window, "slide-criterion");
    window.key(Key::End);
    take(&mut window, "slide-verdict");
}
