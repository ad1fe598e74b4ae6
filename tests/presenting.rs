//! The session on a projector: large, stepped through by keys, with nothing that is covered.
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
use egui::{Key, Modifiers, Pos2, Theme, Vec2};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use weighbridge::analysis::{aloud, verdict, words};
use weighbridge::session::{
    AgendaItem, Ballot, Event, Note, Origin, Participant, Points, Round, Session, Side, Status,
};
use weighbridge::store;

const COVERED: &str = "The result is covered until the weights are agreed";

fn example(name: &str) -> Session {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/examples").join(name);
    store::open(&path).expect("the example opens").session
}

/// A preset with a revealed round in which the first criterion got these points.
fn with_ballots(points: &[f64]) -> Session {
    let mut session = preset("early-saas");
    let person = session.people.first().expect("somebody").clone();
    let numbers: Vec<String> = (0..points.len()).map(|n| format!("voter-{n}")).collect();
    let people = numbers.iter().map(|n| Participant { id: id(n), ..person.clone() });
    session.people = people.collect();
    let first = session.criteria[0].id.clone();
    let cast = numbers.iter().zip(points).map(|(person, points)| {
        let given = [(first.clone(), Points::clamped(*points))].into_iter().collect();
        Ballot::new(id(person), given)
    });
    session.rounds = vec![Round {
        id: id("round-1"),
        revealed: Some(jiff::Timestamp::UNIX_EPOCH),
        unnamed: None,
        ballots: cast.collect(),
    }];
    session
}

/// What the slide is about.
fn slide(window: &Window) -> String {
    let nodes: Vec<_> = window.harness.root().children_recursive().collect();
    let headings = nodes.iter().filter(|node| node.accesskit_node().role() == Role::Heading);
    let mut found = headings.filter_map(|node| node.accesskit_node().label());
    found.next().unwrap_or_default()
}

fn presents(window: &Window) -> bool {
    window.sees("← → step")
}

fn shift_f5(window: &mut Window) {
    window.harness.key_press_modifiers(Modifiers::SHIFT, Key::F5);
    window.settle();
}

#[test]
fn each_step_begins_at_its_own_slide() {
    let session = example("saas-team.session.ron");
    let headline = verdict(&session, catalogue()).headline;
    let mut window = Window::showing(&session);
    for (step, expected) in [
        ("Frame", "Club subscriptions data layer"),
        ("Weigh", "Delivery speed"),
        ("Compare", "Delivery speed"),
        ("Verdict", headline.as_str()),
        ("Record", headline.as_str()),
    ] {
        window.button(step);
        window.key(Key::F5);
        assert!(presents(&window) && !window.sees("Menu"), "{step}: nothing else is there");
        assert_eq!(slide(&window), expected, "{step}");
        window.key(Key::F5);
        assert!(!presents(&window) && window.sees("Menu"), "{step}: F5 leaves");
    }
    window.button("Compare");
    window.button("Testing set-up");
    window.key(Key::F5);
    assert_eq!(slide(&window), "Testing set-up");
    assert!(window.sees("11 of 13"));
}

#[test]
fn every_key_steps_from_the_question_to_the_decision_and_back() {
    let session = example("saas-team.session.ron");
    let mut expected: Vec<String> = vec![session.title().to_owned()];
    expected.extend(session.criteria.iter().map(|c| c.name.clone()));
    expected.push(verdict(&session, catalogue()).headline);
    expected.push("The team chose Django ORM over SQLAlchemy on 24 November 2026.".to_owned());
    let mut window = Window::showing(&session);
    window.key(Key::F5);
    let forward = [Key::ArrowRight, Key::Space, Key::PageDown, Key::Enter];
    for (expected, key) in expected.iter().zip(forward.iter().cycle()) {
        assert_eq!(slide(&window), *expected);
        window.key(*key);
    }
    let back = [Key::ArrowLeft, Key::PageUp, Key::Backspace];
    for (expected, key) in expected.iter().rev().zip(back.iter().cycle()) {
        assert_eq!(slide(&window), *expected);
        window.key(*key);
    }
    window.key(Key::End);
    assert_eq!(Some(&slide(&window)), expected.last());
    window.key(Key::Home);
    assert_eq!(Some(&slide(&window)), expected.first());
}

#[test]
fn slides_follow_the_order_of_the_comparison() {
    let mut window = Window::showing(&example("saas-team.session.ron"));
    window.ctrl(Key::K);
    window.type_here("strongest first");
    window.key(Key::Enter);
    window.key(Key::F5);
    window.key(Key::Home);
    window.key(Key::ArrowRight);
    assert_eq!(slide(&window), "Admin and back office");
    assert!(window.sees("1 of 13"));
}

#[test]
fn a_criterion_shows_both_claims_its_ballots_and_what_was_said() {
    let mut session = with_ballots(&[8.0, 20.0, 45.0, 50.0, 60.0, 70.0, 85.0, 92.0]);
    let first = session.criteria[0].clone();
    let note = |n: usize, text: &str| Note {
        id: id(&format!("note-{n}")),
        criterion: Some(first.id.clone()),
        side: None,
        author: "Data".to_owned(),
        written: jiff::Timestamp::UNIX_EPOCH,
        edited: None,
        text: text.to_owned(),
    };
    session.notes = vec![note(1, "Said first"), note(2, "Said\nlast")];
    let mut window = Window::showing(&session);
    window.button("Compare");
    window.key(Key::F5);
    for side in Side::BOTH {
        assert!(window.sees(&first.sides[side].claim));
        assert!(window.sees(&first.sides[side].reason));
        let rating = first.sides[side].rating;
        assert!(window.sees(&format!("{}, rating {rating}, not confirmed", session.sides[side])));
    }
    let said = "Eight ballots on its weight: from 8 to 92, median 55. Worth a talk. The team’s points are 85.";
    window.find(Role::Label, said);
    window.find(Role::Label, &format!("{}: {said}", first.name));
    assert!(!window.sees("voter"), "whose they are is not shown");
    let top = |text| window.find(Role::Label, text).rect().top();
    assert!(top("Data: Said last") < top("Data: Said first"), "the newest first");
}

#[test]
fn nothing_of_ballots_shows_while_a_round_is_being_collected() {
    let mut session = with_ballots(&[8.0, 20.0, 92.0]);
    session.open_round(id("round-2"), jiff::Timestamp::UNIX_EPOCH).expect("opened");
    let ballot = session.rounds[0].ballots[0].clone();
    session.cast(&id("voter-0"), id("slip"), ballot).expect("cast");
    let mut window = Window::showing(&session);
    window.key(Key::F5);
    for _ in 0..=session.criteria.len() {
        window.key(Key::ArrowRight);
        assert!(!window.sees("ballot"), "on {}", slide(&window));
        assert!(!window.sees("median"), "on {}", slide(&window));
    }
}

#[test]
fn what_is_covered_stays_covered() {
    let mut session = with_ballots(&[8.0, 20.0, 92.0]);
    session.record.choice = Some(Side::Left);
    if let Some(pooled) = verdict(&session, catalogue()).pooled {
        session.apply(pooled).expect("fits");
    }
    let found = verdict(&session, catalogue());
    let secrets = [
        found.headline.clone(),
        words::score(found.balance.totals.left),
        words::score(found.balance.totals.right),
        words::score(found.balance.margin.abs()),
        "leads clearly".to_owned(),
        "leads narrowly".to_owned(),
        "wins".to_owned(),
        "The team chose".to_owned(),
        "%".to_owned(),
        "ballots reach".to_owned(),
    ];
    let mut window = Window::showing(&session);
    window.key(Key::F5);
    for _ in 0..session.criteria.len() + 3 {
        for secret in &secrets {
            assert!(!window.sees(secret), "{secret} on {}", slide(&window));
        }
        window.key(Key::ArrowRight);
    }
    assert_eq!(slide(&window), COVERED);
    // It shows as soon as the room agrees.
    window
        .harness
        .key_press_modifiers(Modifiers::CTRL | Modifiers::COMMAND | Modifiers::SHIFT, Key::A);
    window.settle();
    assert!(presents(&window) && window.sees(&found.headline));
    assert!(window.sees(&words::score(found.balance.totals.left)));
    window.key(Key::ArrowRight);
    assert_eq!(slide(&window), "The team is about to choose Django ORM over SQLAlchemy (draft).");
}

#[test]
fn a_choice_that_is_not_accepted_yet_is_not_told_as_a_decision() {
    let mut session = example("saas-team.session.ron");
    for (status, said) in [
        (Status::Draft, "The team is about to choose Django ORM over SQLAlchemy (draft)."),
        (Status::Proposed, "The team is about to choose Django ORM over SQLAlchemy (proposed)."),
        (Status::Accepted, "The team chose Django ORM over SQLAlchemy on 24 November 2026."),
    ] {
        session.record.status = status;
        assert_eq!(aloud::decision(&session).as_deref(), Some(said));
    }
}

#[test]
fn leaving_comes_back_to_the_step_with_the_criterion_selected() {
    let mut window = Window::showing(&preset("early-saas"));
    window.button("Compare");
    window.key(Key::F5);
    window.key(Key::ArrowRight);
    window.key(Key::ArrowRight);
    window.key(Key::Escape);
    assert!(window.sees("Side by side"));
    assert!(window.sees("Ready-made conventions, Django ORM, rating on the scale"));
    window.button("Frame");
    window.key(Key::F5);
    window.key(Key::Escape);
    assert!(window.sees("Frame the decision"));
}

#[test]
fn n_starts_a_note_on_the_criterion() {
    let mut window = Window::showing(&preset("early-saas"));
    window.button("Weigh");
    window.key(Key::F5);
    window.key(Key::ArrowRight);
    window.key(Key::N);
    assert!(!presents(&window));
    window.type_here("Two of us know it");
    window.ctrl(Key::Enter);
    let note = window.session().notes.last().expect("a note");
    assert_eq!(note.text, "Two of us know it");
    assert_eq!(note.criterion, Some(id("learning-curve")));
}

#[test]
fn keys_act_on_a_slide_only_while_no_dialog_is_open() {
    let mut window = Window::showing(&preset("early-saas"));
    window.key(Key::F5);
    window.key(Key::T);
    assert_eq!(window.harness.ctx.theme(), Theme::Dark);
    window.key(Key::F1);
    window.key(Key::ArrowRight);
    window.key(Key::T);
    assert_eq!(window.harness.ctx.theme(), Theme::Dark);
    window.key(Key::Escape);
    assert!(presents(&window) && !window.sees("Keyboard shortcuts"));
    assert_eq!(slide(&window), window.session().title());
    // What a slide would hide goes on in the workbench.
    window.ctrl(Key::Num4);
    assert!(!presents(&window) && window.sees(COVERED) && window.sees("Menu"));
    window.key(Key::ArrowRight);
    window.key(Key::T);
    assert_eq!(window.harness.ctx.theme(), Theme::Dark, "these keys are nobody’s here");
}

#[test]
fn the_pointer_steps_by_the_outer_thirds() {
    let mut window = Window::showing(&preset("early-saas"));
    window.key(Key::F5);
    let click = |window: &mut Window, x: f32| {
        let at = Pos2::new(x, 450.0);
        window.harness.hover_at(at);
        window.harness.drag_at(at);
        window.harness.drop_at(at);
        window.settle();
    };
    click(&mut window, 1300.0);
    assert_eq!(slide(&window), "Delivery speed");
    click(&mut window, 700.0);
    assert_eq!(slide(&window), "Delivery speed");
    click(&mut window, 60.0);
    assert_eq!(slide(&window), window.session().title());
    assert!(
        window.harness.query_by_role_and_label(Role::Button, "Previous slide").is_none(),
        "there is none before the first"
    );
}

#[test]
fn without_a_second_window_the_slides_show_in_this_one() {
    let mut window = Window::showing(&preset("early-saas"));
    shift_f5(&mut window);
    assert!(presents(&window));
    assert_eq!(slide(&window), window.session().title());
    window.key(Key::Escape);
    assert!(!presents(&window));
    window.button("Present");
    assert!(presents(&window));
}

#[test]
fn a_second_window_and_the_workbench_follow_each_other() {
    let mut window = Window::showing(&preset("early-saas"));
    // As where windows can be opened; the harness has none and puts the second one on top.
    window.harness.ctx.set_embed_viewports(false);
    window.button("Compare");
    shift_f5(&mut window);
    assert!(window.sees("Presenting in a second window: Delivery speed, 1 of 13"));
    assert!(window.sees("Menu") && window.sees("F11 fill the screen"));
    window.ctrl(Key::ArrowDown);
    assert!(window.sees("Presenting in a second window: Learning curve, 2 of 13"));
    let mut next = window.harness.get_all_by_role_and_label(Role::Button, "Next slide");
    next.next().expect("one on the band").click();
    drop(next);
    window.settle();
    assert!(window.sees("Presenting in a second window: Ready-made conventions, 3 of 13"));
    assert!(window.sees("Ready-made conventions, Django ORM, rating on the scale"));
    window.key(Key::N);
    assert!(presents(&window), "a note is written beside the slides");
    window.button("Stop presenting");
    assert!(!presents(&window) && window.sees("Side by side"));
    shift_f5(&mut window);
    assert!(presents(&window));
    shift_f5(&mut window);
    assert!(!presents(&window));
}

#[test]
fn the_foot_says_what_is_on_the_agenda() {
    let mut session = preset("early-saas");
    let item = AgendaItem { id: id("part"), name: "Compare".to_owned(), minutes: 15 };
    let event = Event::AgendaStarted { item: id("part"), name: item.name.clone(), minutes: 15 };
    session.agenda = vec![item];
    let at = "2026-11-22T13:59:30Z".parse().expect("a time");
    session.log(weighbridge::session::Entry { at, event }).expect("logged");
    let mut window = Window::showing(&session);
    window.key(Key::F5);
    assert!(window.sees("Compare · 13 min left"));
}

#[test]
fn a_slide_fills_the_window_it_has() {
    let mut session = with_ballots(&[0.0, 50.0, 100.0]);
    for row in &mut session.criteria {
        for side in Side::BOTH {
            row.sides[side].origin = Origin::Team;
        }
    }
    let event = session.agreeing();
    session
        .log(weighbridge::session::Entry { at: jiff::Timestamp::UNIX_EPOCH, event })
        .expect("logged");
    let size = Vec2::new(1280.0, 720.0);
    let mut window = Window::with(size, Theme::Light, Some(&session));
    window.button("Compare");
    window.key(Key::F5);
    let heading = || window.harness.get_all_by_role(Role::Heading).next().expect("one").rect();
    assert!(heading().height() > 1.36 * 42.0 + 2.0, "{}", heading());
    let strip = window.harness.get_all_by_label_contains("Three ballots on its weight");
    let wide = strip.map(|node| node.rect().width()).fold(0.0, f32::max);
    assert!(wide > 1150.0, "{wide}");

    window.key(Key::End);
    let bars: Vec<_> = window.harness.get_all_by_label_contains(", pulls towards ").collect();
    assert_eq!(bars.len(), 5);
    let found = verdict(&session, catalogue());
    let first = &session.criteria[found.drivers[0]].name;
    let said = bars[0].accesskit_node().value().expect("said");
    assert!(said.starts_with(first.as_str()), "{said}");
    let last = bars[4].rect();
    assert!(last.bottom() > 500.0 && last.bottom() < 690.0, "{last}");
}

/// Every label that sticks out of the window, or lies over the foot.
fn overflowing(window: &Window, size: Vec2) -> Vec<String> {
    let nodes: Vec<_> = window.harness.root().children_recursive().collect();
    let labels = nodes.iter().filter(|node| {
        matches!(node.accesskit_node().role(), Role::Label | Role::Heading | Role::Button)
    });
    let out = labels.filter(|node| {
        let rect = node.rect();
        rect.left() < -0.5
            || rect.top() < -0.5
            || rect.right() > size.x + 0.5
            || rect.bottom() > size.y + 0.5
    });
    out.filter_map(|node| node.accesskit_node().label()).collect()
}

fn longest() -> Session {
    let mut session = with_ballots(&[0.0, 50.0, 100.0]);
    let long = |words: usize| "Subscriptions and what becomes of them ".repeat(words);
    session.brief.title = long(12);
    session.brief.question = long(30);
    session.sides.left = long(4);
    session.sides.right = "Unbrokenwordwithoutanyspaceinit".repeat(4);
    session.criteria.truncate(2);
    for criterion in &mut session.criteria {
        criterion.name = long(8);
        criterion.definition = long(40);
        for side in Side::BOTH {
            criterion.sides[side].claim = long(20);
            criterion.sides[side].reason = long(60);
        }
    }
    for n in 0..5 {
        session.notes.push(Note {
            id: id(&format!("note-{n}")),
            criterion: Some(session.criteria[0].id.clone()),
            side: None,
            author: long(3),
            written: jiff::Timestamp::UNIX_EPOCH,
            edited: None,
            text: long(30),
        });
    }
    session.record.choice = Some(Side::Right);
    session.log.clear();
    let event = session.agreeing();
    session.log(weighbridge::session::Entry { at: jiff::Timestamp::UNIX_EPOCH, event }).expect("");
    session
}

#[test]
fn nothing_runs_over_whatever_the_texts_and_the_window_are() {
    for session in [example("logistics-team.session.ron"), longest()] {
        for (width, height) in
            [(1280.0, 720.0), (800.0, 600.0), (3840.0, 2160.0), (500.0, 900.0), (1400.0, 380.0)]
        {
            let size = Vec2::new(width, height);
            let mut window = Window::with(size, Theme::Light, Some(&session));
            window.key(Key::F5);
            for _ in 0..session.criteria.len() + 3 {
                let out = overflowing(&window, size);
                assert!(out.is_empty(), "{size}: {out:?} on {}", slide(&window));
                window.key(Key::ArrowRight);
            }
        }
    }
}

#[test]
fn type_is_large_enough_for_the_back_of_a_room() {
    let mut window =
        Window::with(Vec2::new(1280.0, 720.0), Theme::Light, Some(&preset("early-saas")));
    window.button("Compare");
    window.key(Key::F5);
    let height = |window: &Window, text: &str| window.find(Role::Label, text).rect().height();
    let name = window.find(Role::Heading, "Delivery speed").rect().height();
    let claim = window.session().criteria[0].sides.left.claim.clone();
    assert!(name >= 38.0 * 1.3, "{name}");
    assert!(height(&window, &claim) >= 20.0 * 1.3);
}
