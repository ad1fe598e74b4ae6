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
use egui::Key;
use egui::accesskit::Role;
use egui_kittest::kittest::NodeT as _;
use weighbridge::session::{Entry, Origin, Pair, Session, Side};
use weighbridge::store;

#[test]
fn the_whole_job_from_preset_to_open_again() {
    let mut window = Window::start();
    window.button("Early SaaS product");
    assert!(window.sees("Frame the decision"));

    window.button("Weigh");
    window.find(Role::Slider, "Learning curve, points").set_value_accesskit(90.0);
    window.settle();
    window.type_points("Async fit", "15");
    window.type_points("Schema migrations", "62");
    assert_eq!(window.points("learning-curve"), 90.0);
    assert_eq!(window.points("async-fit"), 15.0);
    assert_eq!(window.points("migrations"), 62.0);
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
    window.type_points("Async fit", "70");
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
    let dragged = window.points("delivery-speed");
    assert!((65.0..85.0).contains(&dragged) && dragged.fract() == 0.0, "dragged to {dragged}");
    window.ctrl(Key::Z);
    assert_eq!(window.points("delivery-speed"), 85.0);
    window.ctrl(Key::Y);
    assert_eq!(window.points("delivery-speed"), dragged);
}

#[test]
fn ratings_are_set_confirmed_and_seen_to_be_unconfirmed() {
    let mut window = Window::showing(&preset("early-saas"));
    window.button("Compare");
    assert!(window.sees("26 hollow bars are starting ratings"));
    window.button("Schema migrations");
    window.command("Confirm the ratings");
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
    assert!(window.sees("shows once the weights are agreed"));
    window.button("See the changes");
    assert!(window.sees("50 → "));
    window.button("Keep the team’s points");
    assert_eq!(window.points("admin-tooling"), 50.0);
    window.button("Use as starting points");
    assert!(window.points("admin-tooling") > 50.0);
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
    assert!(!window.sees("Django ORM (excluded)"), "the numbers are covered all the same");
    window.button("Agree the weights");
    window.button("Agree without ballots");
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
    let before = window.points("delivery-speed");
    window.key(Key::ArrowRight);
    assert_eq!(window.points("delivery-speed"), before + 1.0);
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
    assert!(window.sees("The weights are not agreed yet, so the result is covered."));
    window.button("Weigh");
    window.button("Agree the weights");
    window.button("Agree without ballots");
    window.button("Record");
    assert!(window.sees("DRAFT · NOT DECIDED YET"));
    window.click(Role::RadioButton, "Chosen: Django ORM");
    assert!(window.sees("data layer: use Django ORM"));
    window.find(Role::MultilineTextInput, "Because, draft").focus();
    window.settle();
    window.ctrl(Key::A);
    window.type_here("Support works in the admin");
    assert!(window.sees("The team is about to choose Django ORM (7.84) over SQLAlchemy (6.24)."));
    window.write(Role::TextInput, "Review on, year-month-day", "2027-6");
    assert!(window.sees("“2027-6” is no day and is not saved"));
    window.ctrl(Key::A);
    window.type_here("2027-06-01");
    assert!(window.sees("1 June 2027"));
    window.click(Role::ComboBox, "Status");
    window.button("Accepted");
    assert!(window.sees("ACCEPTED · 22 NOVEMBER 2026"));
    assert!(window.sees("The team chose Django ORM (7.84) over SQLAlchemy (6.24)."));
    assert_eq!(window.session().record.because, "Support works in the admin");
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
    assert!(window.sees("○  ") && !window.sees("●  "), "weights are among what is ticked");
    window.key(Key::Escape);
    window.button("Weigh");
    window.button("Agree the weights");
    window.button("Agree without ballots");
    window.key(Key::F2);
    assert!(window.sees("Mistakes that teams make"));
    assert!(window.sees("●  ") && window.sees("○  "));
    window.key(Key::Escape);
    assert!(!window.sees("Mistakes that teams make"));
}

#[test]
fn a_large_session_draws_only_what_is_seen() {
    let mut session = Session::new(id("large"), Pair::new("L".to_owned(), "R".to_owned()));
    for n in 0..200 {
        session.criteria.push(criterion(&format!("c{n}"), 50.0, 5.0, f64::from(n % 11)));
    }
    let event = session.agreeing();
    session.log(Entry { at: jiff::Timestamp::UNIX_EPOCH, event }).expect("logged");
    let mut window = Window::showing(&session);
    for step in ["Weigh", "Compare", "Verdict"] {
        window.button(step);
        let nodes = window.harness.root().children_recursive().count();
        assert!(nodes < 1_000, "{step} draws {nodes} nodes");
    }
}

#[test]
fn starting_points_do_not_offer_themselves_once_the_team_has_weighed() {
    let mut window = Window::start();
    window.button("Empty session");
    window.click(Role::RadioButton, "Is Django the web framework?: Chosen");
    assert!(window.can("Use as starting points"));
    window.button("Weigh");
    window.button("Agree the weights");
    window.button("Agree without ballots");
    window.button("Frame");
    assert!(window.sees("The weights are agreed. Starting points would take the place"));
    let offers = |window: &Window| {
        use egui_kittest::kittest::Queryable as _;
        window.harness.query_by_role_and_label(Role::Button, "Use as starting points").is_some()
    };
    assert!(!offers(&window));
    window.button("See the changes");
    assert!(window.find(Role::Button, "Keep the team’s points").is_focused());
    assert_eq!(window.points("admin-tooling"), 50.0);
    window.button("Use as starting points");
    assert!(window.points("admin-tooling") > 50.0, "whoever wants them still gets them");
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

/// What is said of a side on schema migrations.
fn assessed(window: &Window) -> weighbridge::session::Assessment {
    window.session().criterion(&id("migrations")).expect("there").sides[Side::Left].clone()
}

/// Rates Django ORM on schema migrations.
fn rate(window: &mut Window, number: &str) {
    window.find(Role::SpinButton, "Schema migrations, Django ORM, rating, number").focus();
    window.settle();
    window.ctrl(Key::A);
    window.type_here(number);
    window.key(Key::Enter);
}

#[test]
fn a_starting_reason_goes_with_the_starting_rating_and_comes_back_with_it() {
    let mut window = Window::showing(&preset("early-saas"));
    let before = assessed(&window);
    assert!(!before.reason.is_empty());
    window.button("Compare");
    window.button("Schema migrations");
    rate(&mut window, "6.5");
    rate(&mut window, "5");
    let after = assessed(&window);
    assert_eq!((after.rating.get(), after.reason.as_str()), (5.0, ""));
    assert!(window.sees(&format!("Starting rating {}: {}", before.rating, before.reason)));
    assert!(window.sees("Why 5 for Django ORM"));
    window.ctrl(Key::Z);
    while assessed(&window).rating != before.rating {
        window.ctrl(Key::Z);
    }
    assert_eq!(assessed(&window), before, "one step takes back both");
}

#[test]
fn a_reason_of_the_teams_own_stays_with_another_rating() {
    let mut window = Window::showing(&preset("early-saas"));
    window.button("Compare");
    window.button("Schema migrations");
    let why = "Schema migrations, Django ORM, reason of the rating";
    window.find(Role::MultilineTextInput, why).focus();
    window.settle();
    window.ctrl(Key::A);
    window.type_here("Tried it.");
    rate(&mut window, "6");
    assert_eq!(assessed(&window).reason, "Tried it.");
}

#[test]
fn nobody_is_said_to_be_sure_of_what_nobody_has_confirmed() {
    let mut window = Window::showing(&preset("early-saas"));
    window.button("Compare");
    window.button("Schema migrations");
    assert!(window.sees("Schema migrations, Django ORM, confidence: not confirmed"));
    window.click(Role::RadioButton, "Schema migrations, Django ORM, confidence: fairly sure");
    assert_eq!(assessed(&window).origin, Origin::Team);
    assert!(window.sees("Schema migrations, Django ORM, confidence: fairly sure"));
}
