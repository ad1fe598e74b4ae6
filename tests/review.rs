//! A review as a facilitator runs it, by role and label.
#![allow(
    clippy::expect_used,
    clippy::float_cmp,
    clippy::panic,
    reason = "a test fails by panicking, and exact results are compared exactly"
)]

mod common;

use common::window::Window;
use common::{criterion, id, preset};
use egui::accesskit::Role;
use egui::{Key, Modifiers};
use egui_kittest::kittest::NodeT as _;
use weighbridge::session::{Origin, Pair, Session, Side};
use weighbridge::store;

fn points(window: &Window, criterion: &str) -> f64 {
    window.session().criterion(&id(criterion)).expect("there").points.get()
}

/// Sets a criterion's points by typing a number.
fn type_points(window: &mut Window, name: &str, number: &str) {
    window.find(Role::SpinButton, &format!("{name}, points, number")).focus();
    window.settle();
    window.ctrl(Key::A);
    window.type_here(number);
    window.key(Key::Enter);
}

#[test]
fn the_whole_job_from_preset_to_open_again() {
    let mut window = Window::start();
    window.button("Early SaaS product");
    assert!(window.sees("Frame the decision"));

    window.button("Weigh");
    window.find(Role::Slider, "Learning curve, points").set_value_accesskit(90.0);
    window.settle();
    type_points(&mut window, "Async fit", "15");
    type_points(&mut window, "Schema migrations", "62");
    assert_eq!(points(&window, "learning-curve"), 90.0);
    assert_eq!(points(&window, "async-fit"), 15.0);
    assert_eq!(points(&window, "migrations"), 62.0);
    assert!(window.sees("Learning curve, weight: 14 %"));

    window.button("Compare");
    window.ctrl(Key::K);
    window.type_here("strongest");
    window.key(Key::Enter);
    let value = window.find(Role::ComboBox, "Sort").value();
    assert_eq!(value.as_deref(), Some("Sort: strongest first"));

    window.button("Query expressiveness");
    for text in ["Reports need window functions", "Finance asks for balances"] {
        window.write(Role::MultilineTextInput, "New note on Query expressiveness", text);
        window.button("Add note");
    }
    assert_eq!(window.session().notes.len(), 2);
    assert!(window.sees("Facilitator, 14:02"));

    window.ctrl(Key::S);
    let path = window.path("review.session.ron");
    window.path_dialog(&path, "Save file");
    assert!(window.sees("Saved 14:02"));
    let kept = window.session().clone();
    assert_eq!(store::open(&path).expect("opens").session, kept);

    // Another session, then this one again from the recent list.
    window.ctrl(Key::N);
    window.button("Empty session");
    assert!(window.session().notes.is_empty());
    window.ctrl(Key::N);
    let row = format!("{}, {}", kept.title(), path.display());
    window.button(&row);
    assert_eq!(window.session(), &kept);

    window.button("Weigh");
    type_points(&mut window, "Async fit", "70");
    assert!(window.sees("Unsaved changes"));
    window.button("Undo");
    assert!(window.sees("Undone: Points for Async fit: 15 → 70"));
    assert_eq!(window.session(), &kept);
    assert!(!window.sees("Unsaved changes"), "undo leads back to what is saved");
}

#[test]
fn a_drag_is_one_step_of_undo() {
    let mut window = Window::showing(&preset("early-saas"));
    window.button("Weigh");
    let rail = window.find(Role::Slider, "Delivery speed, points").rect();
    window.harness.drag_at(rail.center());
    window.harness.step();
    for step in 1_u8..6 {
        let at = rail.center() + egui::vec2(f32::from(step) * 8.0, 0.0);
        window.harness.hover_at(at);
        window.harness.step();
    }
    window.harness.drop_at(rail.center() + egui::vec2(40.0, 0.0));
    window.settle();
    let dragged = points(&window, "delivery-speed");
    assert!((65.0..85.0).contains(&dragged) && dragged.fract() == 0.0, "dragged to {dragged}");
    window.ctrl(Key::Z);
    assert_eq!(points(&window, "delivery-speed"), 85.0);
    window.ctrl(Key::Y);
    assert_eq!(points(&window, "delivery-speed"), dragged);
}

#[test]
fn ratings_are_set_confirmed_and_seen_to_be_unconfirmed() {
    let mut window = Window::showing(&preset("early-saas"));
    window.button("Compare");
    assert!(window.sees("26 hollow bars are starting ratings"));
    window.button("Schema migrations");
    window.button("Confirm the ratings");
    assert!(window.sees("24 hollow bars are starting ratings"));
    let origins = window.session().criterion(&id("migrations")).expect("there").sides.as_ref();
    assert_eq!(origins.map(|a| a.origin), Pair::new(Origin::Team, Origin::Team));

    window
        .find(Role::Slider, "Schema migrations, SQLAlchemy, rating on the scale")
        .set_value_accesskit(8.5);
    window.settle();
    window.click(Role::RadioButton, "Schema migrations, SQLAlchemy, confidence: sure");
    assert!(window.sees("Schema migrations, SQLAlchemy, confidence: sure"));
    let side = &window.session().criterion(&id("migrations")).expect("there").sides[Side::Right];
    assert_eq!(side.rating.get(), 8.5);
    window.ctrl(Key::Z);
    window.ctrl(Key::Z);
    window.ctrl(Key::Z);
    assert_eq!(window.session(), &preset("early-saas"));
}

#[test]
fn notes_are_changed_deleted_searched_and_brought_back() {
    let mut window = Window::showing(&preset("early-saas"));
    window.button("Compare");
    window.button("Admin and back office");
    window.write(
        Role::MultilineTextInput,
        "New note on Admin and back office",
        "Support needs it daily",
    );
    window.click(Role::RadioButton, "About: Django ORM");
    window.find(Role::MultilineTextInput, "New note on Admin and back office").focus();
    window.settle();
    window.ctrl(Key::Enter);
    assert_eq!(window.session().notes[0].side, Some(Side::Left));

    window.button("Edit note: Support needs it daily");
    window.type_here("!");
    window.button("Done");
    assert!(window.session().notes[0].text.contains('!'));
    assert!(window.sees("edited 14:02"));

    // On the whole decision, then found by a word of it.
    window.button("Frame");
    window.write(Role::MultilineTextInput, "New note on the whole decision", "Budget is fixed");
    window.button("Add note");
    assert_eq!(window.session().notes[1].criterion, None);
    window.ctrl(Key::F);
    window.type_here("daily");
    assert!(window.sees("1 of 2 notes"));
    window.button("Admin and back office");
    assert!(window.sees("Side by side"));

    let text = window.session().notes[0].text.clone();
    window.button(&format!("Delete note: {text}"));
    assert_eq!(window.session().notes.len(), 1);
    window.ctrl(Key::Z);
    assert_eq!(window.session().notes[0].text, text);
}

#[test]
fn answers_suggest_points_that_are_shown_before_they_are_taken() {
    let mut window = Window::start();
    window.button("Empty session");
    assert!(window.sees("Answer the questions"));
    window.click(Role::RadioButton, "Is Django the web framework?: Chosen");
    assert!(window.sees("Django ORM"));
    window.button("See the changes");
    assert!(window.sees("50 → "));
    window.button("Keep the team’s points");
    assert_eq!(points(&window, "admin-tooling"), 50.0);
    window.button("Use as starting points");
    assert!(points(&window, "admin-tooling") > 50.0);
    assert!(window.sees("The team’s points are what the answers suggest."));
    window.button("Verdict");
    assert!(window.sees("Django is the chosen framework"));
    window.ctrl(Key::Z);
    window.ctrl(Key::Z);
    assert!(window.session().brief.answers.is_empty());
}

#[test]
fn a_failed_must_have_excludes_a_side() {
    let mut window = Window::showing(&preset("early-saas"));
    window.button("Add a must-have");
    window.type_here("Runs on Oracle 11");
    window.click(Role::ComboBox, "Must-have 4, Django ORM, outcome");
    window.button("fail");
    window.button("Verdict");
    assert!(window.sees("Django ORM is excluded by a must-have: Runs on Oracle 11"));
    assert!(window.sees("Django ORM (excluded)"));
    window.button("Compare");
    assert!(window.sees("Django ORM is excluded"));
    window.button("Record");
    window.click(Role::RadioButton, "Chosen: Django ORM");
    assert!(window.sees("Django ORM fails a must-have: Runs on Oracle 11."));
}

#[test]
fn answers_that_contradict_each_other_are_pointed_at() {
    let mut window = Window::showing(&preset("early-saas"));
    assert!(!window.sees("only one can be true"));
    window.click(Role::RadioButton, "Is Django the web framework?: Ruled out");
    assert!(window.sees("only one can be true"));
}

#[test]
fn a_rating_between_the_steps_is_not_rounded_by_looking_at_it() {
    let mut session = preset("early-saas");
    session.criteria[0].sides.left.rating = weighbridge::session::Rating::clamped(8.3);
    session.criteria[0].points = weighbridge::session::Points::clamped(33.3);
    let mut window = Window::showing(&session);
    for step in ["Weigh", "Compare", "Verdict"] {
        window.button(step);
    }
    assert_eq!(window.session(), &session);
}

#[test]
fn a_click_on_a_slider_gives_it_the_arrow_keys() {
    let mut window = Window::showing(&preset("early-saas"));
    window.button("Weigh");
    window.click(Role::Slider, "Delivery speed, points");
    let before = points(&window, "delivery-speed");
    window.key(Key::ArrowRight);
    assert_eq!(points(&window, "delivery-speed"), before + 1.0);
}

#[test]
fn a_criterion_of_ones_own_is_added_named_moved_and_removed() {
    let mut window = Window::showing(&preset("early-saas"));
    window.button("Weigh");
    window.button("Add a criterion");
    window.type_here("Hiring");
    assert_eq!(window.session().criteria[13].name, "Hiring");
    window.button("Move up");
    assert_eq!(window.session().criteria[12].name, "Hiring");
    window.button("Done");
    window.write(Role::MultilineTextInput, "New note on Hiring", "Few know either");
    window.button("Add note");
    window.button("Change the words…");
    window.button("Remove…");
    assert!(window.sees("together with 1 note"));
    window.button("Remove");
    assert_eq!(window.session().criteria.len(), 13);
    assert!(window.session().notes.is_empty());
    window.ctrl(Key::Z);
    assert_eq!((window.session().criteria.len(), window.session().notes.len()), (14, 1));
}

#[test]
fn the_record_is_written_and_the_page_follows() {
    let mut window = Window::showing(&preset("early-saas"));
    window.button("Record");
    assert!(window.sees("DRAFT · NOT DECIDED YET"));
    window.click(Role::RadioButton, "Chosen: Django ORM");
    assert!(window.sees("Use Django ORM"));
    window.write(Role::MultilineTextInput, "Because", "Support works in the admin");
    assert!(window.sees("The team chose Django ORM (7.93) over SQLAlchemy (6.24)."));
    window.write(Role::TextInput, "Review on, year-month-day", "2027-6");
    assert!(window.sees("“2027-6” is no day and is not saved"));
    window.ctrl(Key::A);
    window.type_here("2027-06-01");
    assert!(window.sees("1 June 2027"));
    window.click(Role::ComboBox, "Status");
    window.button("Accepted");
    assert!(window.sees("ACCEPTED · 22 NOVEMBER 2026"));
    assert_eq!(window.session().record.because, "Support works in the admin");
}

#[test]
fn unsaved_work_is_asked_about_once() {
    let mut window = Window::showing(&preset("early-saas"));
    window.button("Weigh");
    type_points(&mut window, "Async fit", "1");
    window.ctrl(Key::N);
    window.button("Empty session");
    assert!(window.sees("Save the changes first?"));
    window.button("Cancel");
    assert_eq!(points(&window, "async-fit"), 1.0);
    window.button("Empty session");
    window.button("Save");
    assert_eq!(points(&window, "async-fit"), 50.0, "saved, then went on");
    let saved = store::open(&window.path("test.session.ron")).expect("opens").session;
    assert_eq!(saved.criterion(&id("async-fit")).expect("there").points.get(), 1.0);
}

#[test]
fn turning_away_from_the_question_forgets_it() {
    let mut window = Window::showing(&preset("early-saas"));
    window.button("Weigh");
    type_points(&mut window, "Async fit", "1");
    window.ctrl(Key::N);
    window.button("Empty session");
    window.key(Key::Escape);
    window.button("Back to Subscription product data layer");
    window.button("Save");
    assert_eq!(points(&window, "async-fit"), 1.0, "a later save goes nowhere");
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
    type_points(&mut window, "Async fit", "1");
    window.ctrl(Key::S);
    assert!(window.sees("Drop the comments?"));
    window.button("Cancel");
    assert!(window.sees("Unsaved changes"));
    window.ctrl(Key::S);
    window.button("Save without comments");
    assert!(window.sees("Saved 14:02"));
    let bak = std::fs::read_to_string(window.path("test.session.ron.bak")).expect("bak");
    assert!(bak.starts_with("// kept since March"));
}

#[test]
fn a_text_that_is_too_long_is_refused_and_nothing_is_lost() {
    let mut window = Window::showing(&preset("early-saas"));
    let before = window.session().clone();
    window.find(Role::MultilineTextInput, "Context").focus();
    window.settle();
    window.type_here(&"x".repeat(20_001));
    assert!(window.sees("a text may hold 20000 characters"));
    assert_eq!(window.session(), &before);
}

#[test]
fn the_guide_ticks_what_the_session_shows() {
    let mut window = Window::showing(&preset("early-saas"));
    window.key(Key::F2);
    assert!(window.sees("Mistakes that teams make"));
    assert!(window.sees("●  ") && window.sees("○  "));
    window.key(Key::Escape);
    assert!(!window.sees("Mistakes that teams make"));
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
    type_points(&mut window, "Async fit", "1");
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
    type_points(&mut window, "Async fit", "1");
    window.ctrl(Key::S);
    assert!(window.sees("This file was changed by something else"));
    assert_eq!(std::fs::read(&path).expect("there"), b"theirs");
    window.button("Close");
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

#[test]
fn a_large_session_draws_only_what_is_seen() {
    let mut session = Session::new(id("large"), Pair::new("L".to_owned(), "R".to_owned()));
    for n in 0..200 {
        session.criteria.push(criterion(&format!("c{n}"), 50.0, 5.0, 6.0));
    }
    let mut window = Window::showing(&session);
    for step in ["Weigh", "Compare", "Verdict"] {
        window.button(step);
        let nodes = window.harness.root().children_recursive().count();
        assert!(nodes < 1_000, "{step} draws {nodes} nodes");
    }
}

#[test]
fn an_idle_window_draws_no_frame() {
    let mut window = Window::showing(&preset("early-saas"));
    for step in ["Frame", "Weigh", "Compare", "Verdict", "Record"] {
        window.button(step);
        window.harness.remove_cursor();
        window.settle();
        let root = &window.harness.output().viewport_output[&egui::ViewportId::ROOT];
        assert_eq!(root.repaint_delay, std::time::Duration::MAX, "{step} wants another frame");
    }
}
