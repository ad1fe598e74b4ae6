//! Somebody who presses anything: nothing stops the window, and what must hold of a session
//! holds after every frame.
#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test fails by panicking, and prints its figures"
)]

mod common;

use std::panic::{AssertUnwindSafe, catch_unwind};

use common::meeting;
use common::report::example;
use common::window::Window;
use egui::accesskit::{Action, Role};
use egui::epaint::text::MissingGlyphPolicy;
use egui::{Event, Key, Modifiers, PointerButton, Pos2};
use egui_kittest::Node;
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use weighbridge::session::Session;

/// What is typed: words, numbers, and what makes files hard.
const WORDS: [&str; 8] = ["a", "7", "-3.5", "1e400", "2027-06-01", "\u{202e}x", "“\"\\#", "§ ünï"];

/// Every key that means something anywhere, and a few that do not.
const KEYS: [Key; 22] = [
    Key::Tab,
    Key::Enter,
    Key::Escape,
    Key::Space,
    Key::ArrowUp,
    Key::ArrowDown,
    Key::ArrowLeft,
    Key::ArrowRight,
    Key::PageUp,
    Key::PageDown,
    Key::Home,
    Key::End,
    Key::Backspace,
    Key::Delete,
    Key::F1,
    Key::F2,
    Key::F5,
    Key::Num1,
    Key::Num5,
    Key::Z,
    Key::K,
    Key::Plus,
];

/// Whether the long form is asked for.
fn long() -> bool {
    std::env::var_os("WEIGHBRIDGE_LONG").is_some()
}

/// Does something, anything, and says what.
fn act(window: &mut Window, random: &mut fastrand::Rng) -> String {
    let does = |node: &Node<'_>, action| node.accesskit_node().data().supports_action(action);
    let said = |node: &Node<'_>| {
        let node = node.accesskit_node();
        format!("{:?} “{}”", node.role(), node.label().unwrap_or_default())
    };
    let nodes: Vec<Node<'_>> = window
        .harness
        .query_all_by(|node| !node.is_disabled())
        .filter(|node| does(node, Action::Click) || does(node, Action::Focus))
        .collect();
    let node = (!nodes.is_empty()).then(|| &nodes[random.usize(0..nodes.len())]);
    match (random.u8(0..20), node) {
        (0..=9, Some(node)) => {
            node.click_accesskit();
            format!("click {}", said(node))
        }
        (10..=11, Some(node)) => {
            let word = WORDS[random.usize(0..WORDS.len())];
            match node.accesskit_node().role() {
                Role::TextInput | Role::MultilineTextInput => {
                    node.focus();
                    node.type_text(word);
                }
                Role::SpinButton | Role::Slider => node.set_value_accesskit(
                    [-1.0, 0.0, 3.3, 50.0, 1e9, f64::NAN, f64::INFINITY][random.usize(0..7)],
                ),
                _ => node.focus(),
            }
            format!("write {word:?} into {}", said(node))
        }
        (12, Some(node)) => {
            if random.bool() {
                node.increment_accesskit();
            } else {
                node.decrement_accesskit();
            }
            format!("step {}", said(node))
        }
        (13..=14, _) => {
            let to = Pos2::new(random.f32() * 1400.0, random.f32() * 880.0);
            window.harness.event(Event::PointerMoved(to));
            let button = PointerButton::Primary;
            let modifiers = Modifiers::NONE;
            let pressed = random.bool();
            window.harness.event(Event::PointerButton { pos: to, button, pressed, modifiers });
            format!("point to {to:?}, pressed: {pressed}")
        }
        (15, _) => {
            let word = WORDS[random.usize(0..WORDS.len())];
            window.harness.event(Event::Paste(word.to_owned()));
            format!("paste {word:?}")
        }
        _ => {
            let key = KEYS[random.usize(0..KEYS.len())];
            let modifiers = match random.u8(0..4) {
                0 => Modifiers::CTRL | Modifiers::COMMAND,
                1 => Modifiers::SHIFT,
                _ => Modifiers::NONE,
            };
            window.harness.key_press_modifiers(modifiers, key);
            format!("press {key:?} with {modifiers:?}")
        }
    }
}

/// Presses anything, so often. Says what was done last where something broke.
fn play(session: &Session, run: usize, actions: usize) {
    let mut random = fastrand::Rng::with_seed(run as u64);
    let mut window = Window::showing(session);
    // As in the program: what no font has is drawn as a box.
    window.harness.ctx.set_missing_glyph_policy(MissingGlyphPolicy::Tofu);
    let mut done = Vec::new();
    let result = catch_unwind(AssertUnwindSafe(|| {
        for _ in 0..actions {
            done.push(act(&mut window, &mut random));
            window.harness.step();
            assert_eq!(window.session().fault(), None);
        }
        window.harness.event(Event::PointerGone);
        window.settle();
    }));
    if let Err(panic) = result {
        let last = done.len().saturating_sub(12);
        println!("run {run}, after {} actions:\n{}", done.len(), done[last..].join("\n"));
        std::panic::resume_unwind(panic);
    }
}

#[test]
fn whatever_is_pressed_the_window_goes_on_and_the_session_stays_sound() {
    // Paths that are typed without a folder go there, and not into the project.
    let folder = tempfile::tempdir().expect("a folder");
    std::env::set_current_dir(folder.path()).expect("a folder to be in");
    let (runs, actions) = if long() { (20, 1_000) } else { (6, 150) };
    for run in 0..runs {
        let session = if run % 2 == 0 { example("saas-team") } else { meeting() };
        play(&session, run, actions);
    }
    println!("{} actions in {runs} windows, 0 panics", actions * runs);
}
