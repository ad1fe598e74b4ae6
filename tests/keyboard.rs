//! The same review without a mouse, and the rules that keys follow.
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
use egui::{Key, Modifiers, Theme, Vec2};
use egui_kittest::kittest::{AccessKitNode, NodeT as _};
use weighbridge::command::Command;
use weighbridge::store;

/// The role and name of what has the keyboard.
fn focused(window: &Window) -> Option<(Role, String)> {
    let nodes = window.harness.root().children_recursive();
    nodes
        .map(|node| node.accesskit_node())
        .find(AccessKitNode::is_focused)
        .map(|node| (node.role(), node.label().unwrap_or_default()))
}

/// Presses Tab until a widget of that name has the keyboard.
fn tab_to(window: &mut Window, name: &str) {
    for _ in 0..250 {
        window.key(Key::Tab);
        if focused(window).is_some_and(|(_, label)| label == name) {
            return;
        }
    }
    panic!("Tab never comes to “{name}”");
}

#[test]
fn the_whole_job_by_keyboard_alone() {
    let mut window = Window::start();
    tab_to(&mut window, "Early SaaS product");
    window.key(Key::Enter);
    assert!(window.sees("Frame the decision"));

    window.ctrl(Key::Num2);
    tab_to(&mut window, "Delivery speed, points");
    for _ in 0..3 {
        window.key(Key::ArrowLeft);
    }
    tab_to(&mut window, "Learning curve, points, number");
    window.ctrl(Key::A);
    window.type_here("33");
    window.key(Key::Tab);
    let points =
        |window: &Window, name: &str| window.session().criterion(&id(name)).map(|c| c.points.get());
    assert_eq!(points(&window, "delivery-speed"), Some(82.0));
    assert_eq!(points(&window, "learning-curve"), Some(33.0));

    // Sort, choose a row, rate, and write two notes.
    window
        .harness
        .key_press_modifiers(Modifiers::CTRL | Modifiers::COMMAND | Modifiers::SHIFT, Key::Num3);
    window.settle();
    tab_to(&mut window, "Admin and back office");
    window.key(Key::Enter);
    for text in ["First", "Second"] {
        window.ctrl(Key::M);
        window.type_here(text);
        window.ctrl(Key::Enter);
    }
    let notes: Vec<_> = window.session().notes.iter().map(|n| n.text.as_str()).collect();
    assert_eq!(notes, ["First", "Second"]);
    assert_eq!(window.session().notes[0].criterion, Some(id("admin-tooling")));

    window.ctrl(Key::S);
    let path = window.path("keys.session.ron");
    window.ctrl(Key::A);
    window.type_here(&path.to_string_lossy());
    window.key(Key::Enter);
    assert!(window.sees("Saved 14:02"));
    let kept = window.session().clone();

    window.ctrl(Key::N);
    tab_to(&mut window, "Empty session");
    window.key(Key::Enter);
    window
        .harness
        .key_press_modifiers(Modifiers::CTRL | Modifiers::COMMAND | Modifiers::SHIFT, Key::O);
    window.settle();
    window.ctrl(Key::A);
    window.type_here(&path.to_string_lossy());
    window.key(Key::Enter);
    assert_eq!(window.session(), &kept);
    assert_eq!(store::open(&path).expect("opens").session, kept);
}

#[test]
fn tab_follows_the_eye_from_the_table_to_the_inspector() {
    let mut window = Window::showing(&preset("early-saas"));
    window.button("Compare");
    let mut seen = Vec::new();
    for _ in 0..80 {
        window.key(Key::Tab);
        seen.extend(focused(&window).map(|(_, label)| label));
    }
    let at = |name: &str| seen.iter().position(|label| label == name).expect(name);
    assert!(at("Menu") < at("Frame") && at("Frame") < at("Record"));
    assert!(at("Record") < at("Sort") && at("Sort") < at("Learning curve"));
    assert!(at("Learning curve") < at("Learning curve, Django ORM, rating"));
    assert!(
        at("Ages with complexity, SQLAlchemy, rating") < at("Confirm the ratings"),
        "the inspector comes last"
    );
}

#[test]
fn what_gets_the_keyboard_is_scrolled_into_view() {
    let mut window =
        Window::with(Vec2::new(800.0, 600.0), Theme::Light, Some(&preset("early-saas")));
    window.button("Record");
    tab_to(&mut window, "Supersedes");
    let field = window.find(Role::TextInput, "Supersedes").rect();
    assert!(field.bottom() <= 600.0 && field.top() >= 52.0, "it is at {field:?}");
}

#[test]
fn arrows_move_through_the_rows_and_select() {
    let mut window = Window::showing(&preset("early-saas"));
    window.button("Compare");
    tab_to(&mut window, "Learning curve");
    window.key(Key::ArrowDown);
    assert_eq!(focused(&window).map(|(_, label)| label).as_deref(), Some("Ready-made conventions"));
    assert!(window.sees("Ready-made conventions, Django ORM, rating on the scale"));
    window.ctrl(Key::ArrowDown);
    assert!(window.sees("Admin and back office, Django ORM, rating on the scale"));
    window.ctrl(Key::ArrowUp);
    window.ctrl(Key::ArrowUp);
    assert!(window.sees("Learning curve, Django ORM, rating on the scale"));
}

#[test]
fn a_text_field_keeps_its_own_keys_but_undo_is_the_sessions() {
    let mut window = Window::showing(&preset("early-saas"));
    window.find(Role::TextInput, "Question").focus();
    window.settle();
    window.ctrl(Key::A);
    window.type_here("Which");
    let question = window.session().brief.question.clone();
    assert_eq!(question, "Which");
    window.ctrl(Key::Z);
    assert_eq!(window.session().brief.question, "Which data layer for the subscription product?");
    assert!(!window.can("Undo"), "it was one step");
    window.key(Key::End);
    window.key(Key::Backspace);
    assert_eq!(window.session().brief.question, "Which data layer for the subscription product");
}

#[test]
fn no_shortcut_acts_while_a_dialog_is_open() {
    let mut window = Window::showing(&preset("early-saas"));
    window.key(Key::F1);
    assert!(window.sees("Keyboard shortcuts"));
    window.ctrl(Key::Num4);
    window.ctrl(Key::K);
    assert!(window.sees("Frame the decision") && !window.sees("What do you want to do"));
    window.key(Key::Escape);
    assert!(!window.sees("Keyboard shortcuts"));
    window.ctrl(Key::Num4);
    assert!(window.sees("The result is covered until the weights are agreed"));
}

#[test]
fn a_list_closes_when_a_key_has_chosen() {
    let mut window = Window::showing(&preset("early-saas"));
    window.button("Compare");
    tab_to(&mut window, "Sort");
    window.key(Key::Enter);
    window.key(Key::ArrowDown);
    window.key(Key::ArrowDown);
    window.key(Key::Enter);
    assert!(!window.sees("Heaviest first"), "the list is closed");
    assert_eq!(focused(&window).map(|(_, label)| label).as_deref(), Some("Sort"));
}

#[test]
fn a_question_can_be_answered_at_once() {
    let mut window = Window::showing(&preset("early-saas"));
    window.button("Weigh");
    window.find(Role::Slider, "Async fit, points").set_value_accesskit(3.0);
    window.settle();
    window.ctrl(Key::N);
    window.button("Empty session");
    window.key(Key::Enter);
    let saved = store::open(&window.path("test.session.ron")).expect("opens").session;
    assert_eq!(saved.criterion(&id("async-fit")).map(|c| c.points.get()), Some(3.0));
}

#[test]
fn digits_count_by_their_place_on_the_keyboard() {
    // With Shift, or on a French keyboard, the key of the digit gives another sign.
    let mut window = Window::showing(&preset("early-saas"));
    window.harness.event_modifiers(
        egui::Event::Key {
            key: Key::Exclamationmark,
            physical_key: Some(Key::Num4),
            pressed: true,
            repeat: false,
            modifiers: Modifiers::CTRL | Modifiers::COMMAND,
        },
        Modifiers::CTRL | Modifiers::COMMAND,
    );
    window.settle();
    assert!(window.sees("The result is covered until the weights are agreed"));
}

#[test]
fn a_number_moves_by_whole_steps_with_the_arrows_and_under_the_pointer() {
    let mut window = Window::showing(&preset("early-saas"));
    window.button("Weigh");
    window.find(Role::SpinButton, "Delivery speed, points, number").focus();
    window.settle();
    window.key(Key::ArrowUp);
    window.key(Key::ArrowUp);
    window.key(Key::ArrowDown);
    window.key(Key::Tab);
    assert_eq!(window.points("delivery-speed"), 86.0);

    window.button("Compare");
    let rating = |window: &Window| window.session().criteria[1].sides.left.rating.get();
    window.find(Role::SpinButton, "Learning curve, Django ORM, rating").focus();
    window.settle();
    window.key(Key::ArrowDown);
    window.key(Key::Tab);
    assert_eq!(rating(&window), 7.5);

    let from = window.find(Role::SpinButton, "Learning curve, Django ORM, rating").rect().center();
    window.harness.drag_at(from);
    window.harness.step();
    for right in [8.0, 16.0, 24.0] {
        window.harness.hover_at(from + Vec2::new(right, 0.0));
        window.harness.step();
    }
    window.harness.drop_at(from + Vec2::new(24.0, 0.0));
    window.settle();
    let dragged = rating(&window);
    assert!(dragged > 7.5 && (dragged * 2.0).fract() == 0.0, "dragged to {dragged}");
}

#[test]
fn extra_modifiers_are_another_shortcut() {
    let mut window = Window::showing(&preset("early-saas"));
    window
        .harness
        .key_press_modifiers(Modifiers::CTRL | Modifiers::COMMAND | Modifiers::ALT, Key::Num4);
    window.settle();
    assert!(window.sees("Frame the decision"));
}

#[test]
fn the_finder_finds_and_does_any_action() {
    let mut window = Window::showing(&preset("early-saas"));
    window.ctrl(Key::K);
    window.type_here("dark");
    window.key(Key::Enter);
    assert_eq!(window.harness.ctx.theme(), Theme::Dark);
    window.ctrl(Key::K);
    window.type_here("criterion");
    window.key(Key::ArrowDown);
    window.key(Key::ArrowDown);
    window.key(Key::Enter);
    assert!(window.sees("Weigh the criteria"), "the third that has the word");
    window.ctrl(Key::K);
    window.type_here("nothing like this");
    assert!(window.sees("No action has these words."));
}

#[test]
fn the_shortcut_sheet_and_the_finder_hold_the_whole_table() {
    let mut window = Window::with(Vec2::new(1440.0, 3000.0), Theme::Light, None);
    window.key(Key::F1);
    for command in Command::ALL {
        let info = command.info();
        if let Some(shortcut) = info.shortcut {
            assert!(window.sees(info.name), "{} is not on the sheet", info.name);
            assert!(window.sees(&shortcut.text()), "{} is not on the sheet", shortcut.text());
        }
    }
}

#[test]
fn zooming_goes_through_the_table_too() {
    let mut window = Window::showing(&preset("early-saas"));
    window.ctrl(Key::Equals);
    assert_eq!(window.harness.ctx.zoom_factor(), 1.1);
    for _ in 0..5 {
        window.ctrl(Key::Plus);
    }
    assert_eq!(window.harness.ctx.zoom_factor(), 2.5);
    window.ctrl(Key::Num0);
    assert_eq!(window.harness.ctx.zoom_factor(), 1.0);
}

#[test]
fn nothing_sticks_out_of_a_small_or_zoomed_window() {
    let mut session = preset("backend-platform");
    session.brief.title = "A title that is longer than any window is wide ".repeat(4);
    for size in [Vec2::new(800.0, 600.0), Vec2::new(720.0, 450.0), Vec2::new(1000.0, 700.0)] {
        let mut window = Window::with(size, Theme::Light, Some(&session));
        for step in ["Frame", "Weigh", "Compare", "Verdict", "Record"] {
            window.button(step);
            for node in window.harness.root().children_recursive() {
                let inner = node.accesskit_node();
                let acts = matches!(
                    inner.role(),
                    Role::Button
                        | Role::TextInput
                        | Role::Slider
                        | Role::SpinButton
                        | Role::ComboBox
                );
                if acts && let Some(bounds) = inner.raw_bounds() {
                    let right = f64::from(size.x) + 0.5;
                    let name = inner.label().unwrap_or_default();
                    assert!(bounds.x1 <= right && bounds.x0 >= -0.5, "{size:?} {step}: {name}");
                }
            }
        }
    }
}

#[test]
fn a_dialog_can_be_made_dark_and_nothing_else_acts_behind_it() {
    let mut window = Window::on_unknown(&preset("early-saas"));
    assert!(window.sees("Not now"));
    window.ctrl(Key::T);
    assert_eq!(window.harness.ctx.theme(), Theme::Dark);
    window.ctrl(Key::Num2);
    assert!(window.sees("Not now") && !window.sees("Weigh the criteria"));
}

#[test]
fn light_or_dark_and_the_size_are_remembered_and_follow_the_system_until_chosen() {
    use egui::ThemePreference;
    use weighbridge::app::{App, Options};
    // The window under test begins light, whatever is remembered, so the next start is by itself.
    let starts = |window: &Window| {
        let state_folder = Some(window.path("state"));
        let options = Options { state_folder, ..Options::of_this_machine(None) };
        let context = egui::Context::default();
        let _app = App::new(&context, common::catalogue(), options);
        let theme = context.options(|options| options.theme_preference);
        context.run_ui(egui::RawInput::default(), |_| {}).textures_delta.clear();
        let fallback = context.options(|options| options.fallback_theme);
        assert_eq!(fallback, Theme::Light, "where the system does not tell");
        (theme, context.zoom_factor())
    };
    let mut window = Window::start();
    assert_eq!(starts(&window), (ThemePreference::System, 1.0));
    window.ctrl(Key::T);
    window.ctrl(Key::Minus);
    assert_eq!(starts(&window), (ThemePreference::Dark, 0.9));
    window.ctrl(Key::T);
    assert_eq!(starts(&window), (ThemePreference::Light, 0.9));
    // What cannot be read counts as never chosen.
    common::disk::write(&window.path("state/preferences.ron"), "(tone: Some(");
    assert_eq!(starts(&window), (ThemePreference::System, 1.0));
}
