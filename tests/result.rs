//! The result as the room meets it: covered until the weights are agreed, explained where it
//! stands, and tried out without touching the session.
#![allow(
    clippy::expect_used,
    clippy::float_cmp,
    clippy::panic,
    reason = "a test fails by panicking, and exact results are compared exactly"
)]

mod common;

use std::path::Path;

use common::window::Window;
use common::{catalogue, id, preset};
use egui::accesskit::Role;
use egui::{Key, Vec2};
use egui_kittest::kittest::Queryable as _;
use weighbridge::analysis::{terms, verdict, words};
use weighbridge::session::{Ballot, Event, Participant, Points, Rating, Round, Session};
use weighbridge::store;

const COVERED: &str = "The result is covered until the weights are agreed";

fn example(name: &str) -> Session {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/examples").join(name);
    store::open(&path).expect("the example opens").session
}

/// Whether any of these numbers or names can be found, by eye or by screen reader.
fn tells(window: &Window, secrets: &[String]) -> Vec<String> {
    secrets.iter().filter(|secret| window.sees(secret)).cloned().collect()
}

/// What would give the result away.
fn secrets(session: &Session) -> Vec<String> {
    let verdict = verdict(session, catalogue());
    let balance = &verdict.balance;
    vec![
        verdict.headline.clone(),
        "Django ORM leads".to_owned(),
        "SQLAlchemy leads".to_owned(),
        words::score(balance.totals.left),
        words::score(balance.totals.right),
        words::score(balance.margin.abs()),
        "How sure".to_owned(),
        "lean towards".to_owned(),
        "What would flip it".to_owned(),
    ]
}

#[test]
fn nothing_tells_the_result_before_the_weights_are_agreed() {
    let session = preset("early-saas");
    let mut window = Window::showing(&session);
    let secrets = secrets(&session);
    for step in ["Frame", "Weigh", "Compare", "Verdict", "Record"] {
        window.button(step);
        assert_eq!(tells(&window, &secrets), [""; 0], "on {step}");
    }
    window.button("Verdict");
    assert!(window.sees(COVERED));
    assert!(window.session().log.is_empty());
}

#[test]
fn agreeing_shows_the_result_and_is_remembered_with_the_points() {
    let mut window = Window::showing(&preset("early-saas"));
    window.button("Weigh");
    window.button("Agree the weights");
    window.key(Key::Enter);
    assert!(window.session().agreed().is_none(), "without a vote it is asked first");
    window.button("Agree the weights");
    window.button("Agree without ballots");
    assert!(window.sees("Agreed, 14:02."));
    let agreed = window.session().agreed().expect("agreed").1.clone();
    assert_eq!(agreed.len(), 13);
    window.type_points("Delivery speed", "20");
    assert!(window.sees("Not as agreed any more: Delivery speed 85 → 20."));
    window.button("Verdict");
    assert!(window.sees("Not as agreed any more: Delivery speed 85 → 20."));
    window.button("Weigh");
    window.button("Agree again");
    assert!(window.session().drift().is_empty());
    window.button("Reopen the weights");
    window.button("Verdict");
    assert!(window.sees(COVERED));
    let session = window.session();
    let events: Vec<_> = session.log.iter().map(|entry| entry.event.words(session)).collect();
    assert_eq!(
        events,
        ["The weights were agreed", "The weights were agreed", "The weights were opened again"]
    );
}

#[test]
fn uncovering_early_asks_and_the_log_keeps_it_whatever_is_undone() {
    let mut window = Window::showing(&preset("early-saas"));
    window.button("Verdict");
    window.button("Uncover early…");
    assert!(window.sees("Uncover the result early?"));
    window.key(Key::Enter);
    assert!(window.sees(COVERED), "Enter keeps it covered");
    window.button("Uncover early…");
    window.button("Uncover it");
    assert!(window.sees("Django ORM leads clearly"));
    assert!(window.sees("The weights are not agreed yet; the result was uncovered early."));
    window.ctrl(Key::Z);
    let log = &window.session().log;
    assert_eq!(log.last().expect("an entry").event, Event::UncoveredEarly);
    window.ctrl(Key::S);
    let saved = store::open(&window.path("test.session.ron")).expect("saved").session;
    assert_eq!(saved.log, window.session().log);
}

#[test]
fn what_if_moves_the_verdict_and_leaves_the_session_alone() {
    let mut window = Window::showing(&example("saas-team.session.ron"));
    let before = window.session().clone();
    window.ctrl(Key::H);
    let slider = "Framework neutrality, points to try";
    window.find(Role::Slider, slider).set_value_accesskit(100.0);
    window.settle();
    window.find(Role::Slider, "Admin and back office, points to try").set_value_accesskit(0.0);
    window.settle();
    assert_eq!(*window.session(), before);
    assert!(window.sees("What if: this is the verdict with the points being tried."));
    assert!(window.sees("10 → 100"));
    assert!(!window.sees("it takes moving 14 % of all weight"), "the verdict has moved");

    window.harness.get_all_by_role_and_label(Role::Button, "Drop it").next().expect("one").click();
    window.settle();
    assert!(window.sees("it takes moving 14 % of all weight"));
    assert_eq!(*window.session(), before);
}

#[test]
fn what_if_is_applied_as_one_step_of_undo() {
    let mut window = Window::showing(&example("saas-team.session.ron"));
    let before = window.session().clone();
    window.ctrl(Key::H);
    for (name, points) in [("Framework neutrality", 100.0), ("Admin and back office", 0.0)] {
        window.find(Role::Slider, &format!("{name}, points to try")).set_value_accesskit(points);
        window.settle();
    }
    window.ctrl(Key::K);
    window.type_here("apply what");
    window.key(Key::Enter);
    assert_eq!(window.points("framework-neutrality"), 100.0);
    assert_eq!(window.points("admin-tooling"), 0.0);
    assert!(window.sees("Not as agreed any more: Admin and back office 75 → 0"));
    assert!(!window.sees("What if: this is the verdict"));
    window.ctrl(Key::Z);
    assert_eq!(*window.session(), before, "one step takes all of it back");
}

#[test]
fn every_figure_on_screen_is_the_verdicts() {
    let session = example("logistics-team.session.ron");
    let verdict = verdict(&session, catalogue());
    let mut window = Window::showing(&session);
    window.button("Verdict");
    let certainty = &verdict.certainty;
    let right = |left_wins: f64| words::percent(1.0 - left_wins);
    for (name, value) in [
        ("Weights close to the team’s", right(certainty.near)),
        ("Only the order of the criteria is trusted", right(certainty.ranking)),
        ("No agreement on weights at all", right(certainty.uniform)),
        ("Ratings that may be off", right(certainty.ratings)),
        ("Every criterion keeps half of its weight", right(certainty.at_least_half)),
    ] {
        assert!(window.sees(&format!("{name}: {value}")), "{name}: {value}");
    }
    let (low, high) = (words::score(-certainty.band.1), words::score(-certainty.band.0));
    assert!(window.sees(&format!("Margin, nine times in ten: {low} to {high}")));
    for &at in &verdict.nearest {
        let flip = words::percent(verdict.flips[at].weight.expect("it flips"));
        let name = &session.criteria[at].name;
        assert!(window.sees(&format!("{name}, flips at: {flip}")), "{name} {flip}");
    }
    assert!(window.sees(&verdict.change_words));
    assert!(window.sees(&verdict.summary));
    for mistake in &verdict.mistakes {
        assert!(window.sees(&mistake.name), "{}", mistake.name);
    }
    assert!(window.sees("Operations (adviser, not counted): Django ORM by 0.95"));
    assert!(window.sees("Platform: SQLAlchemy by 0.93"));
}

#[test]
fn numbers_explain_themselves_under_the_pointer() {
    let mut window = Window::showing(&example("logistics-team.session.ron"));
    window.button("Verdict");
    for (label, term) in [
        ("Weights close to the team’s", terms::NEAR),
        ("No agreement on weights at all", terms::UNIFORM),
        ("Margin, nine times in ten", terms::BAND),
    ] {
        let all: Vec<_> = window.harness.query_all_by_label(label).collect();
        all.last().expect("the whole row").hover();
        window.settle();
        assert!(window.sees(term.plain), "{label}");
        assert!(window.sees(term.source), "{label}");
    }
}

#[test]
fn how_closely_weights_are_meant_changes_how_sure_it_is() {
    let mut window = Window::showing(&example("logistics-team.session.ron"));
    window.button("Verdict");
    let near = |window: &Window| verdict(window.session(), catalogue()).certainty.near;
    let close = near(&window);
    window.click(Role::ComboBox, "How closely the team means its weights");
    window.button("loosely");
    assert!(near(&window) > close, "the left side is behind, and a wide scatter helps it");
    window.ctrl(Key::Z);
    assert_eq!(near(&window), close);
}

#[test]
fn the_verdict_of_a_large_session_follows_from_a_worker() {
    let mut session = preset("early-saas");
    let first = session.criteria[0].clone();
    session.criteria = (0..50)
        .map(|n| {
            let mut criterion = first.clone();
            criterion.id = id(&format!("c{n}"));
            criterion.name = format!("Criterion {n}");
            criterion.points = Points::clamped(f64::from(n % 50 + 1));
            criterion.sides.right.rating = Rating::clamped(f64::from(n % 11));
            criterion
        })
        .collect();
    let person = session.people[0].clone();
    session.people =
        (0..400).map(|n| Participant { id: id(&format!("p{n}")), ..person.clone() }).collect();
    let ballot = |person: &Participant| {
        Ballot::new(
            person.id.clone(),
            session.criteria.iter().map(|c| (c.id.clone(), c.points)).collect(),
        )
    };
    let ballots = session.people.iter().map(ballot).collect();
    session.rounds = vec![Round {
        id: id("r"),
        revealed: Some(jiff::Timestamp::UNIX_EPOCH),
        unnamed: None,
        ballots,
    }];
    let mut window = Window::showing(&session);
    window.button("Weigh");
    window.button("Agree the weights");
    window.type_points("Criterion 1", "100");
    window.button("Verdict");
    assert_eq!(window.points("c1"), 100.0);
    let now = verdict(window.session(), catalogue());
    assert!(window.sees(&now.headline) && window.sees(&now.summary), "{}", now.headline);
    window.ctrl(Key::H);
    window.find(Role::Slider, "Criterion 0, points to try").set_value_accesskit(100.0);
    window.settle();
    assert!(window.sees("What if: this is the verdict with the points being tried."));
    window.ctrl(Key::J);
    assert_eq!(window.session().criteria.len(), 51);
}

#[test]
fn a_verdict_of_anything_fits_a_small_window() {
    for session in [preset("early-saas"), example("saas-team.session.ron")] {
        let size = Vec2::new(800.0, 600.0);
        let mut window = Window::with(size, egui::Theme::Dark, Some(&session));
        window.button("Verdict");
        if session.covered() {
            window.button("Agree the weights");
            window.button("Agree without ballots");
        }
        assert!(window.sees("What would flip it"));
        // By keyboard, which scrolls it into view.
        window.find(Role::RadioButton, "Panel: What if").focus();
        window.settle();
        window.key(Key::Enter);
        assert!(window.sees("Try other points"));
    }
}
