//! Short messages: they go by themselves, and are in nobody's way.
#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::float_cmp,
    reason = "a test fails by panicking, and exact results are compared exactly"
)]

mod common;

use common::window::Window;
use common::{person, preset};
use egui::accesskit::Role;
use egui::{Key, Theme, Vec2, ViewportId};
use egui_kittest::kittest::Queryable as _;
use weighbridge::session::Session;

/// Five criteria and eight people.
fn session() -> Session {
    let mut session = preset("early-saas");
    session.criteria.truncate(5);
    session.people =
        ["ana", "ben", "cleo", "dana", "eli", "finn", "gus", "hana"].map(person).into();
    session
}

/// The seconds until the window draws again by itself.
fn delay(window: &Window) -> f64 {
    window.harness.output().viewport_output[&ViewportId::ROOT].repaint_delay.as_secs_f64()
}

#[test]
fn a_message_goes_whatever_frames_come_before() {
    const SAID: &str = "Removed ANA. Ctrl+Z brings them back.";
    let mut window = Window::showing(&session());
    window.button("Frame");
    window.button("Remove Participant 1");
    assert!(window.sees(SAID));
    // The pointer moves, which is a frame that nothing was asked for in.
    let mut frames = 0;
    for x in [700.0, 710.0, 720.0, 730.0, 740.0] {
        window.harness.hover_at(egui::pos2(x, 30.0));
        window.harness.step();
        if !window.sees(SAID) {
            break;
        }
        frames += 1;
        let delay = delay(&window);
        assert!(delay <= 4.2, "after {frames} frames it is asked for in {delay} s");
    }
    assert!(frames > 1);
    let time = |window: &Window| window.harness.ctx.input(|input| input.time);
    let begin = time(&window);
    while time(&window) < begin + 4.5 {
        window.harness.step();
    }
    assert!(!window.sees(SAID));
    window.harness.remove_cursor();
    window.settle();
    assert!(delay(&window) > 1.0e6, "an idle window draws no frame");
}

#[test]
fn messages_leave_the_buttons_of_a_round_in_sight() {
    let size = Vec2::new(1280.0, 720.0);
    let mut window = Window::with(size, Theme::Light, Some(&session()));
    window.button("Weigh");
    window.button("Open round 1");
    let said = window.harness.get_by_label_contains("Round 1 is open").rect();
    for name in ["Reveal the ballots", "Paste a ballot…", "Write blank ballots…"] {
        let button = window.find(Role::Button, name).rect();
        assert!(button.right() < said.left(), "{name}: {button} under {said}");
    }
    assert!(said.right() <= size.x && said.bottom() <= size.y, "{said}");
}

#[test]
fn no_message_lies_over_a_slide() {
    let mut session = session();
    session.people.truncate(2);
    let mut window = Window::showing(&session);
    window.button("Frame");
    window.button("Remove Participant 2");
    window.key(Key::F5);
    assert!(!window.sees("brings them back"));
    window.ctrl(Key::Z);
    assert_eq!(window.session().people.len(), 2);
    assert!(!window.sees("Remove BEN"), "{}", window.everything());
    window.key(Key::Escape);
    assert!(window.sees("Remove BEN"), "it is still said to the workbench");
}

#[test]
fn each_reveal_says_that_the_points_of_the_team_have_changed() {
    const SAID: &str = "The team’s points are the ballots’ medians now; Ctrl+Z takes them back.";
    let mut session = session();
    session.people.truncate(1);
    let mut window = Window::showing(&session);
    window.button("Weigh");
    for (round, points) in [(1, "30"), (2, "40")] {
        window.button(&format!("Open round {round}"));
        window.button("Vote as ANA");
        window.button("I am ANA, begin");
        window.button("Delivery speed is the largest swing");
        window.find(Role::SpinButton, "Learning curve, points, number").focus();
        window.settle();
        window.ctrl(Key::A);
        window.type_here(points);
        window.key(Key::Enter);
        window.button("Give the rest 0");
        window.button("Cast and hand back covered");
        assert!(window.sees("The ballot of ANA is cast"));
        window.button("Reveal the ballots");
        assert_eq!(window.points("learning-curve").to_string(), points);
        assert!(window.sees(SAID), "round {round}: {}", window.everything());
        assert!(!window.sees("is cast, and stays covered"), "round {round}");
        let time = |window: &Window| window.harness.ctx.input(|input| input.time);
        let begin = time(&window);
        while time(&window) < begin + 4.5 {
            window.harness.step();
        }
        assert!(!window.sees(SAID));
    }
}
