//! What a ballot is answered with, and what of it nobody else may come upon.
#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::float_cmp,
    reason = "a test fails by panicking, and exact results are compared exactly"
)]

mod common;

use common::window::{Window, put};
use common::{id, preset};
use egui::accesskit::Role;
use egui::{Key, Theme, Vec2};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use weighbridge::analysis::{verdict, words};
use weighbridge::session::{Ballot, Entry, Participant, Points, Session, Strength};
use weighbridge::store;

const PEOPLE: [&str; 3] = ["Ana", "Ben", "Cleo"];
const CRITERIA: [&str; 5] = [
    "Delivery speed",
    "Learning curve",
    "Ready-made conventions",
    "Admin and back office",
    "Schema migrations",
];

fn person(key: &str, name: &str, role: &str) -> Participant {
    Participant {
        id: id(key),
        name: name.to_owned(),
        role: role.to_owned(),
        strength: Strength::clamped(1.0),
        present: true,
    }
}

/// Five criteria and three people.
fn session() -> Session {
    let mut session = preset("early-saas");
    session.criteria.truncate(CRITERIA.len());
    let people = PEOPLE.iter().map(|name| person(&name.to_lowercase(), name, "Takes part"));
    session.people = people.collect();
    session
}

/// A window in which a round is being collected.
fn collecting(session: &Session, size: Vec2) -> Window {
    let mut window = Window::with(size, Theme::Light, Some(session));
    window.button("Weigh");
    window.button("Open round 1");
    window
}

/// A window of the usual size in which a round is being collected.
fn large() -> Window {
    collecting(&session(), Vec2::new(1440.0, 900.0))
}

fn begin(window: &mut Window, name: &str) {
    window.button(&format!("Vote as {name}"));
    window.button(&format!("I am {name}, begin"));
}

/// Types a number into a field of a ballot.
fn give(window: &mut Window, field: &str, number: &str) {
    window.find(Role::SpinButton, field).focus();
    window.settle();
    window.ctrl(Key::A);
    window.type_here(number);
    window.key(Key::Enter);
}

/// Leaves what is typed alone for longer than a field waits until it keeps that, to go back to it.
fn rest(window: &mut Window) {
    let waited = |window: &Window| window.harness.ctx.input(|input| input.time);
    let begin = waited(window);
    while waited(window) < begin + 3.0 {
        window.harness.step();
    }
}

/// Goes back and forth in a field's own history, as far as there is any, and finds none of these
/// words on the way.
fn finds_nothing(window: &mut Window, role: Role, field: &str, words: &[&str]) {
    window.find(role, field).focus();
    window.settle();
    for key in [Key::Z, Key::Z, Key::Z, Key::Y, Key::Y, Key::Y] {
        window.ctrl(key);
        let seen = window.everything();
        let found: Vec<_> = words.iter().filter(|word| seen.contains(**word)).collect();
        assert!(found.is_empty(), "{found:?} is back in {field}");
    }
}

#[test]
fn nothing_that_was_typed_into_a_ballot_can_be_undone_into_the_next() {
    const SAID: &str = "Ben is too slow for this";
    let mut window = large();
    begin(&mut window, "Ana");
    window.button("Delivery speed is the largest swing");
    window.find(Role::SpinButton, "Learning curve, points, number").focus();
    window.settle();
    window.ctrl(Key::A);
    window.type_here("37");
    rest(&mut window);
    window.key(Key::Enter);
    window.write(Role::TextInput, "Learning curve, comment", SAID);
    rest(&mut window);
    window.button("Give the rest 0");
    window.button("Cast and hand back covered");

    begin(&mut window, "Ben");
    window.button("Delivery speed is the largest swing");
    finds_nothing(&mut window, Role::TextInput, "Learning curve, comment", &["slow", "37"]);
    let field = "Learning curve, points, number";
    finds_nothing(&mut window, Role::SpinButton, field, &["slow", "37"]);

    // Nor by Ana herself, when she has taken her ballot back and passes the keyboard on.
    window.button("Finish later");
    window.button("Take back the ballot of Ana");
    window.button("Take it back");
    begin(&mut window, "Ana");
    window.button("Delivery speed is the largest swing");
    finds_nothing(&mut window, Role::TextInput, "Learning curve, comment", &["slow", "37"]);
    let field = "Learning curve, points, number";
    finds_nothing(&mut window, Role::SpinButton, field, &["slow", "37"]);
}

/// The text of Ana's ballot.
fn text_of_ana(session: &Session) -> String {
    let mut paper = session.paper(&id("ana")).expect("a paper");
    for (line, points) in paper.lines.iter_mut().zip([100.0, 37.0, 0.0, 0.0, 0.0]) {
        line.swing = Some(Points::clamped(points));
    }
    "Ben is too slow for this".clone_into(&mut paper.lines[1].comment);
    store::ballot_text(&paper).expect("a text")
}

#[test]
fn a_ballot_is_pasted_without_a_letter_of_it_in_sight() {
    let mut window = large();
    let text = text_of_ana(window.session());
    window.button("Paste a ballot…");
    let field = window.find(Role::PasswordInput, "Ballot as text: Press Ctrl+V");
    assert!(field.is_focused());
    assert!(!window.can("Take the ballot"));

    // One that is wrong says where and how, and not what stands there.
    let wrong = text.replacen("points: 37", "points: 3737", 1);
    assert_ne!(wrong, text);
    window.paste(&wrong);
    assert!(window.sees("characters pasted"));
    window.button("Take the ballot");
    assert!(window.sees("points must be between 0 and 100"));
    let seen = window.everything();
    assert!(seen.contains("line ") && !seen.contains("37") && !seen.contains("slow"), "{seen}");

    // Pasted again it takes the place of the first, by keyboard alone.
    window.paste(&text);
    let seen = window.everything();
    assert!(!seen.contains("must be between") && !seen.contains("slow"), "{seen}");
    window.find(Role::Button, "Take the ballot").focus();
    window.settle();
    window.key(Key::Enter);
    assert!(window.sees("Ana: has voted"));

    // Nothing of it is left for whoever pastes next.
    window.button("Paste a ballot…");
    window.ctrl(Key::Z);
    assert!(window.sees("Press Ctrl+V"));
    window.type_here("(kind");
    assert!(window.sees("5 characters pasted"));
    assert!(!window.everything().contains("(kind"));
    window.key(Key::Backspace);
    assert!(window.sees("Press Ctrl+V"));
    window.key(Key::Escape);
    assert!(!window.sees("Press Ctrl+V"));
}

#[test]
fn a_pasted_ballot_is_taken_by_keys_and_is_not_lost_when_the_dialog_is_turned_away_from() {
    let mut window = large();
    let text = text_of_ana(window.session());
    let pasted = |window: &Window| window.sees(" characters pasted");
    window.button("Paste a ballot…");
    window.ctrl(Key::Enter);
    assert!(window.sees("Press Ctrl+V"), "there is nothing to take yet");
    window.paste(&text);
    window.key(Key::Escape);
    assert!(!window.sees("Paste a ballot") || !pasted(&window));
    window.button("Paste a ballot…");
    assert!(pasted(&window), "Escape keeps it");
    let beside = egui::pos2(20.0, 880.0);
    window.harness.hover_at(beside);
    window.harness.drag_at(beside);
    window.harness.drop_at(beside);
    window.settle();
    assert!(!pasted(&window));
    window.button("Paste a ballot…");
    assert!(pasted(&window), "and so does a click beside the dialog");
    window.ctrl(Key::Enter);
    assert!(window.sees("Ana: has voted"));

    // What somebody has said not to want is gone, and so is what the round has taken.
    window.button("Paste a ballot…");
    assert!(window.sees("Press Ctrl+V"));
    window.paste(&text);
    window.button("Cancel");
    window.button("Paste a ballot…");
    assert!(window.sees("Press Ctrl+V"));
}

#[test]
fn leaving_says_whose_ballots_are_not_finished() {
    let mut window = large();
    for name in ["Ana", "Ben"] {
        begin(&mut window, name);
        window.button("Delivery speed is the largest swing");
        if name == "Ana" {
            window.button("Finish later");
        }
    }
    window.button("Finish later");
    window.ctrl(Key::S);
    window.ctrl(Key::N);
    window.button("Empty session");
    assert!(window.sees("Leave unfinished ballots?"), "{}", window.everything());
    assert!(window.sees("The ballots of Ana and Ben were begun and not cast."));
}

/// Places every criterion in its order.
fn rank(window: &mut Window) {
    window.click(Role::RadioButton, "Method: Ranking");
    for name in CRITERIA {
        window.button(&format!("Place {name} next"));
    }
}

#[test]
fn a_row_of_a_ranking_passes_a_tie_by_key_and_says_which_keys_there_are() {
    let mut window = large();
    begin(&mut window, "Ana");
    rank(&mut window);
    window.button("Tie Ready-made conventions and the one above");
    assert!(window.sees("Learning curve, place 2 of 5, tied"));
    let row = window.find(Role::Button, "Admin and back office, place 4 of 5");
    let keys = row.accesskit_node().description().expect("described");
    assert!(keys.contains("Arrow keys") && keys.contains('='), "{keys}");
    row.focus();
    window.settle();
    window.key(Key::ArrowUp);
    assert!(window.sees("Admin and back office, place 2 of 5"));
    assert!(window.sees("Learning curve, place 3 of 5, tied"));
    window.key(Key::ArrowUp);
    assert!(window.sees("Admin and back office, place 1 of 5"));
    window.key(Key::ArrowDown);
    window.key(Key::ArrowDown);
    assert!(window.sees("Admin and back office, place 4 of 5"));
}

#[test]
fn every_criterion_of_a_ranking_takes_a_comment_in_any_window() {
    for size in [Vec2::new(1440.0, 1400.0), Vec2::new(800.0, 1400.0)] {
        let mut window = collecting(&session(), size);
        begin(&mut window, "Ana");
        window.click(Role::RadioButton, "Method: Ranking");
        window.button("Place Delivery speed next");
        for name in CRITERIA {
            window.write(Role::TextInput, &format!("{name}, comment"), name);
        }
        for name in CRITERIA.iter().skip(1) {
            window.button(&format!("Place {name} next"));
        }
        window.button("Cast and hand back covered");
        let comments = &window.session().rounds[0].ballots[0].comments;
        assert_eq!(comments.len(), CRITERIA.len(), "{comments:?}");
    }
}

#[test]
fn how_far_a_ballot_has_come_stays_in_sight() {
    let mut session = preset("early-saas");
    session.people = vec![person("ana", "Ana", "Takes part")];
    for size in [Vec2::new(1440.0, 700.0), Vec2::new(800.0, 600.0)] {
        let mut window = collecting(&session, size);
        begin(&mut window, "Ana");
        window.click(Role::RadioButton, "Method: Budget of 100");
        let last = &session.criteria.last().expect("some").name;
        // The page that the pointer is over turns.
        window.harness.event(egui::Event::PointerMoved(egui::pos2(400.0, 300.0)));
        for _ in 0..9 {
            window.key(Key::PageDown);
        }
        give(&mut window, &format!("{last}, share, number"), "12");
        let count = window.find(Role::Label, "88 of 100 left").rect();
        assert!(count.top() > size.y - 110.0 && count.bottom() < size.y, "{count:?}");
        let field = format!("{last}, share, number");
        assert!(window.find(Role::SpinButton, &field).rect().bottom() < size.y - 70.0);
    }
}

/// A session whose round of so many is revealed and agreed on; everybody says something on the
/// first criterion.
fn agreed(count: usize) -> Session {
    let mut session = session();
    let name = |n: usize| person(&format!("p{n}"), &format!("Person {n}"), "Takes part");
    session.people = (1..=count).map(name).collect();
    let at = "2026-11-22T13:00:00Z".parse().expect("a time");
    session.open_round(id("one"), at).expect("opened");
    for n in 1..=count {
        let even = n % 2 == 0;
        let given = |at: usize| if even == (at < 2) { 90.0 } else { 10.0 };
        let points = session.criteria.iter().zip(0..);
        let points = points.map(|(c, at)| (c.id.clone(), Points::clamped(given(at))));
        let mut ballot = Ballot::new(id(&format!("p{n}")), points.collect());
        let about = session.criteria[0].id.clone();
        ballot.comments.insert(about, format!("Remark number {n} on speed"));
        session.cast(&id(&format!("p{n}")), id("slip"), ballot).expect("cast");
    }
    session.reveal(at).expect("revealed");
    let event = session.agreeing();
    session.log(Entry { at, event }).expect("logged");
    session
}

#[test]
fn everybodys_own_verdict_is_a_list_and_not_only_a_tooltip() {
    let few = agreed(4);
    let size = Vec2::new(1440.0, 1000.0);
    let mut window = Window::with(size, Theme::Light, Some(&few));
    window.button("Verdict");
    let verdict = verdict(&few, common::catalogue());
    let agreement = verdict.agreement.as_ref().expect("ballots");
    for opinion in &agreement.people {
        let own = words::lead(&few.sides, opinion.margin);
        assert!(window.sees(&format!("{}, on its own: {own}", opinion.name)));
        let without = words::lead_without(&few.sides, opinion.without);
        let name = format!("{}, the medians without it: {without}", opinion.name);
        assert!(window.sees(&name), "{name}");
    }
    let mut window = Window::showing(&agreed(30));
    window.button("Verdict");
    assert!(!window.sees("on its own:"));
    window.button("Show everybody");
    assert!(window.sees("Person 1, on its own:"));
    window.button("Hide the list");
    assert!(!window.sees("on its own:"));
}

#[test]
fn many_comments_are_drawn_as_far_as_they_are_in_sight() {
    let mut window = Window::showing(&agreed(6));
    window.button("Weigh");
    for n in 1..=6 {
        assert!(window.sees(&format!("Remark number {n} on speed")));
    }
    let strip = window.harness.get_all_by_label_contains("Delivery speed, 6 ballots").next();
    let apart = strip.expect("a strip").accesskit_node().description().expect("described");
    assert_eq!(apart, "From 10 (Person 1) to 90 (Person 2), median 50.");

    let mut window = Window::showing(&agreed(120));
    window.button("Weigh");
    assert!(window.sees("120 comments on the ballots"));
    let drawn = |window: &Window| window.everything().matches("Remark number").count();
    assert!((1..80).contains(&drawn(&window)), "{}", drawn(&window));
    assert!(!window.sees("Remark number 120 on speed"));
    // All of them are there when the panel is scrolled.
    window.harness.event(egui::Event::PointerMoved(egui::pos2(1300.0, 500.0)));
    for _ in 0..12 {
        window.key(Key::PageDown);
    }
    assert!(window.sees("Remark number 120 on speed"));
}

#[test]
fn people_of_one_name_are_told_apart() {
    let mut session = session();
    session.people = vec![
        person("a", "Ana", "Runs the workers"),
        person("b", "Ana", "Writes the reports"),
        person("c", "Ben", "Takes part"),
        person("d", "Ben", "Takes part"),
        person("e", "Cleo", "Takes part"),
    ];
    let mut window = collecting(&session, Vec2::new(1440.0, 900.0));
    for name in ["Ana (Runs the workers)", "Ana (Writes the reports)", "Ben (1)", "Ben (2)", "Cleo"]
    {
        assert!(window.can(&format!("Vote as {name}")));
        assert!(window.sees(&format!("{name}: not yet")));
    }
    window.button("Vote as Ben (2)");
    window.button("I am Ben, begin");
    window.button("Delivery speed is the largest swing");
    window.button("Give the rest 0");
    window.button("Cast and hand back covered");
    assert_eq!(window.session().rounds[0].ballots[0].person(), Some(&id("d")));
    assert!(window.sees("Ben (2): has voted") && window.can("Take back the ballot of Ben (2)"));
}

#[test]
fn an_answer_that_is_asked_again_names_its_pair() {
    let mut window = large();
    begin(&mut window, "Ana");
    window.click(Role::RadioButton, "Method: Pairwise");
    let first = |window: &Window| {
        let mut all = window.harness.get_all_by(|node| {
            node.label().is_some_and(|label| label.contains(" matters 9 times as much as "))
        });
        all.find_map(|node| node.accesskit_node().label()).expect("a question")
    };
    for _ in 0..10 {
        if window.can("Cast and hand back covered") {
            break;
        }
        let answer = first(&window);
        window.button(&answer);
    }
    let again = window.harness.get_by_label_contains("Answer that again: ");
    let name = again.accesskit_node().label().expect("named");
    let named = CRITERIA.iter().filter(|criterion| name.contains(*criterion));
    assert_eq!(named.count(), 2, "{name}");
}

#[test]
fn every_file_that_does_not_count_can_be_seen_the_refused_ones_first() {
    let mut window = large();
    let folder = window.path("ballots");
    std::fs::create_dir_all(&folder).expect("a folder");
    for n in 10..40 {
        put(&folder.join(format!("z{n}.ballot.ron")), "(kind: \"weighbridge-session\", format: 1)");
    }
    window.wait_for("Show the other files, 18 more");
    assert!(window.sees("z10.ballot.ron: ") && !window.sees("z39.ballot.ron: "));
    window.button("Show the other files, 18 more");
    window.harness.event(egui::Event::PointerMoved(egui::pos2(600.0, 500.0)));
    for _ in 0..3 {
        window.key(Key::PageDown);
    }
    assert!(window.sees("z39.ballot.ron: "));
    window.button("Show fewer files");
    assert!(!window.sees("z39.ballot.ron: "));
}

#[test]
fn a_verdict_holds_no_comment_of_a_round_that_is_being_collected() {
    let mut session = agreed(3);
    let said = verdict(&session, common::catalogue()).said;
    let texts: Vec<_> = said[0].remarks.iter().map(|remark| remark.text.as_str()).collect();
    assert_eq!(said.len(), 1);
    assert_eq!(texts[1], "Remark number 2 on speed");
    let second = &said[0].remarks[1];
    let points = Some(Points::clamped(90.0));
    assert_eq!((second.who.as_str(), second.points), ("Person 2", points));

    let at = "2026-11-22T14:00:00Z".parse().expect("a time");
    session.open_round(id("two"), at).expect("opened");
    let mut ballot = session.rounds[0].ballots[0].clone();
    ballot.comments.insert(session.criteria[1].id.clone(), "Not to be seen yet".to_owned());
    session.cast(&id("p1"), id("slip"), ballot).expect("cast");
    assert_eq!(verdict(&session, common::catalogue()).said, said);
}
