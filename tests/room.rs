//! A whole meeting in the window: eight people, two rounds, by keyboard, by file and by paste.
#![allow(
    clippy::expect_used,
    clippy::float_cmp,
    clippy::panic,
    reason = "a test fails by panicking, and exact results are compared exactly"
)]

mod common;

use common::window::{Window, put};
use common::{id, preset};
use egui::accesskit::Role;
use egui::{Key, Modifiers, Theme, Vec2};
use weighbridge::session::{
    Entry, Event, Method, Participant, Points, Session, Strength, Voter, Way,
};
use weighbridge::store;

const PEOPLE: [&str; 8] = ["Ana", "Ben", "Cleo", "Dana", "Eli", "Finn", "Gus", "Hana"];
/// Points that nothing else in the window has.
const SECRET: &str = "37";

/// Five criteria, eight people, the last of whom is an adviser.
fn session() -> Session {
    let mut session = preset("early-saas");
    session.criteria.truncate(5);
    session.people = PEOPLE
        .iter()
        .map(|name| Participant {
            id: id(&name.to_lowercase()),
            name: (*name).to_owned(),
            role: "Takes part".to_owned(),
            strength: Strength::clamped(if *name == "Hana" { 0.0 } else { 1.0 }),
            present: true,
        })
        .collect();
    session
}

/// Votes with the largest swing on the first criterion, these points on the second, and nothing
/// else.
fn vote(window: &mut Window, name: &str, points: &str) {
    window.button(&format!("Vote as {name}"));
    window.button(&format!("I am {name}, begin"));
    window.button("Delivery speed is the largest swing");
    give(window, "Learning curve, points, number", points);
    window.button("Give the rest 0");
    window.button("Cast and hand back covered");
}

/// Types a number into a field of a ballot.
fn give(window: &mut Window, field: &str, number: &str) {
    window.find(Role::SpinButton, field).focus();
    window.settle();
    window.ctrl(Key::A);
    window.type_here(number);
    window.key(Key::Enter);
}

/// The text of somebody's ballot, as a ballot file has it.
fn ballot_text(session: &Session, name: &str, second: f64) -> String {
    let mut paper = session.paper(&id(&name.to_lowercase())).expect("a paper");
    for (line, points) in paper.lines.iter_mut().zip([100.0, second, 0.0, 0.0, 0.0]) {
        line.swing = Some(Points::clamped(points));
    }
    paper.lines[1].comment = format!("{name} has said so");
    store::ballot_text(&paper).expect("a text")
}

/// Puts a file into the ballots folder beside the session.
fn send(window: &Window, file: &str, text: &str) {
    let folder = window.path("ballots");
    std::fs::create_dir_all(&folder).expect("a folder");
    put(&folder.join(file), text);
}

/// What was voted on the second criterion in the round revealed last, by name.
fn voted(window: &Window, round: usize, name: &str) -> Option<f64> {
    let session = window.session();
    let ballot = session.rounds[round].ballot_of(&id(&name.to_lowercase()))?;
    ballot.points.get(&session.criteria[1].id).map(|points| points.get())
}

#[test]
fn eight_people_vote_in_two_rounds_and_the_log_tells_the_story() {
    let mut window = Window::showing(&session());
    window.button("Weigh");
    window.button("Open round 1");
    assert!(window.sees("Round 1 is being collected, 0 ballots in"));
    assert!(window.sees("Waiting for 8 people."));

    // Five at this keyboard, each covered from the next.
    for (name, points) in
        [("Ana", SECRET), ("Ben", "41"), ("Cleo", "83"), ("Dana", "12"), ("Hana", "97")]
    {
        vote(&mut window, name, points);
        assert!(window.sees(&format!("{name}: has voted")));
        assert!(!window.everything().contains(points), "{points} is in sight");
    }
    // One by paste, two by file.
    let text = ballot_text(window.session(), "Eli", 59.0);
    window.button("Paste a ballot…");
    window.paste(&text);
    window.button("Take the ballot");
    assert!(window.sees("Eli: has voted"));
    for (name, points) in [("Finn", 61.0), ("Gus", 67.0)] {
        let text = ballot_text(window.session(), name, points);
        send(&window, &format!("{}.ballot.ron", name.to_lowercase()), &text);
    }
    window.wait_for("Everybody who is here has voted.");
    for step in ["Frame", "Weigh", "Compare", "Verdict", "Record"] {
        window.button(step);
        let seen = window.everything();
        for points in [SECRET, "41", "83", "59", "61", "67", "97"] {
            // A number of its own: what the lab has measured is in sight too.
            let mut numbers = seen.split(|c: char| !c.is_ascii_digit() && c != '.');
            assert!(numbers.all(|number| number != points), "{points} is in sight on {step}");
        }
        assert!(!seen.contains("has said so"), "a comment is in sight on {step}");
    }

    // Revealed: the medians are the team's points, without the adviser's.
    window.button("Weigh");
    window.button("Reveal the ballots");
    assert_eq!(voted(&window, 0, "Ana"), Some(37.0));
    assert_eq!(voted(&window, 0, "Gus"), Some(67.0));
    assert_eq!(window.points("learning-curve"), 59.0);
    assert!(window.sees("Learning curve, 7 ballots: from 12 to 83, median 59"));
    assert!(window.sees("Finn has said so"));
    assert!(window.session().covered());

    // A second round, in which they come together.
    window.button("Open round 2");
    for name in PEOPLE {
        let points = if name == "Dana" { "40" } else { "60" };
        vote(&mut window, name, points);
    }
    window.button("Reveal the ballots");
    assert_eq!(window.points("learning-curve"), 60.0);
    assert!(window.sees("Dana"));

    // One weight by hand, with the reason.
    window.type_points("Learning curve", "75");
    assert!(window.sees("by hand, ballots say 60"));
    window.button("Agree the weights");
    assert!(window.session().agreed().is_none(), "the reason is wanted first");
    window.write(Role::TextInput, "Learning curve, reason", "Two new colleagues start in May");
    window.button("Agree with these reasons");
    assert!(!window.session().covered());
    let session = window.session();
    let words: Vec<_> = session.log.iter().map(|entry| entry.event.words(session)).collect();
    assert_eq!(
        words,
        [
            "Round 1 was opened",
            "Round 1 was revealed, with 8 ballots, 1 of them an adviser’s; 2 from files, 1 pasted",
            "Round 2 was opened",
            "Round 2 was revealed, with 8 ballots, 1 of them an adviser’s",
            "Learning curve was given 75 points, where the ballots say 60: Two new colleagues \
             start in May",
            "The weights were agreed",
        ]
    );
    let ways = |round: usize| session.rounds[round].ballots.iter().map(|ballot| ballot.way);
    assert_eq!(ways(0).filter(|way| *way == Way::File).count(), 2);
    assert_eq!(ways(0).filter(|way| *way == Way::Pasted).count(), 1);

    // Kept with the file.
    window.ctrl(Key::S);
    let kept = store::open(&window.path("test.session.ron")).expect("opens").session;
    assert_eq!(&kept, window.session());
}

#[test]
fn the_next_ballot_is_one_key_away_and_the_keyboard_stays_with_the_vote() {
    let mut window = Window::showing(&session());
    window.command("Vote…");
    assert!(window.sees("No round is open."), "{}", window.everything());
    window.command("Open a round of ballots");
    // The keyboard is on the first who is asked.
    window.key(Key::Enter);
    assert!(window.sees("I am Ana, begin"), "{}", window.everything());
    window.button("I am Ana, begin");
    window.button("Delivery speed is the largest swing");
    window.button("Give the rest 0");
    window.button("Cast and hand back covered");
    window.key(Key::Enter);
    assert!(window.sees("I am Ben, begin"), "{}", window.everything());
    window.button("Not now");
    window
        .harness
        .key_press_modifiers(Modifiers::CTRL | Modifiers::COMMAND | Modifiers::SHIFT, Key::V);
    window.settle();
    assert!(window.sees("I am Ben, begin"), "{}", window.everything());
}

#[test]
fn undo_takes_no_ballot_and_no_reveal_back() {
    let mut window = Window::showing(&session());
    window.button("Weigh");
    window.type_points("Delivery speed", "90");
    window.button("Open round 1");
    vote(&mut window, "Ana", SECRET);
    window.ctrl(Key::Z);
    assert_eq!(window.session().rounds[0].ballots.len(), 1);
    vote(&mut window, "Ben", "50");
    window.button("Reveal the ballots");
    window.button("Reveal");
    window.ctrl(Key::Z);
    window.ctrl(Key::Z);
    assert!(window.session().rounds[0].revealed.is_some());
    assert_eq!(window.session().rounds[0].ballots.len(), 2);
}

#[test]
fn revealing_without_somebody_asks_first() {
    let mut window = Window::showing(&session());
    window.button("Weigh");
    window.button("Open round 1");
    vote(&mut window, "Ana", SECRET);
    window.button("Reveal the ballots");
    assert!(window.sees("Not voted yet: Ben, Cleo, Dana, Eli, Finn, Gus and 1 more."));
    window.button("Wait for them");
    assert!(window.session().collecting().is_some());
}

#[test]
fn a_ballot_is_taken_back_put_aside_and_gone_on_with() {
    let mut window = Window::showing(&session());
    window.button("Weigh");
    window.button("Open round 1");
    vote(&mut window, "Ana", SECRET);
    window.button("Take back the ballot of Ana");
    window.button("Take it back");
    assert!(window.sees("Ana: not yet"));
    window.button("Vote as Ana");
    window.button("I am Ana, begin");
    window.button("Delivery speed is the largest swing");
    give(&mut window, "Learning curve, points, number", SECRET);
    window.button("Finish later");
    assert!(window.sees("Ana: has begun"));
    assert!(!window.everything().contains(SECRET));
    window.button("Vote as Ana");
    window.button("I am Ana, begin");
    assert!(window.sees("2 of 5 given"));
    window.button("Give the rest 0");
    window.button("Cast and hand back covered");
    assert_eq!(voted(&window, 0, "Ana"), Some(37.0));
}

#[test]
fn nothing_is_shown_without_names_below_three_ballots() {
    let mut window = Window::showing(&session());
    window.button("Weigh");
    window.click(Role::RadioButton, "In the next round, names are: not stored");
    window.button("Open round 1");
    vote(&mut window, "Ana", SECRET);
    vote(&mut window, "Ben", "41");
    window.button("Reveal the ballots");
    window.button("Reveal");
    assert!(window.sees("Without names nothing is shown below 3 ballots"));
    assert!(window.session().collecting().is_some());
    vote(&mut window, "Cleo", "83");
    window.button("Reveal the ballots");
    window.button("Reveal");
    let round = &window.session().rounds[0];
    assert!(round.ballots.iter().all(|ballot| matches!(ballot.voter, Voter::Unnamed { .. })));
    assert_eq!(window.points("learning-curve"), 41.0);
    let seen = window.everything();
    assert!(!seen.contains("Ana") && !seen.contains("anonymous"));
}

#[test]
fn a_budget_says_what_is_left_and_has_to_be_spent() {
    let mut window = Window::showing(&session());
    window.button("Weigh");
    window.button("Open round 1");
    window.button("Vote as Ana");
    window.button("I am Ana, begin");
    window.click(Role::RadioButton, "Method: Budget of 100");
    assert!(window.sees("100 of 100 left"));
    give(&mut window, "Delivery speed, share, number", "70");
    assert!(window.sees("30 of 100 left"));
    give(&mut window, "Learning curve, share, number", "35");
    assert!(window.sees("5 too many"));
    assert!(!window.can("Cast and hand back covered"));
    give(&mut window, "Learning curve, share, number", "30");
    assert!(window.sees("0 of 100 left"));
    window.button("Cast and hand back covered");
    let ballot = &window.session().rounds[0].ballots[0];
    assert_eq!(ballot.method, Method::Budget);
    assert_eq!(ballot.points[&id("delivery-speed")].get(), 100.0);
    let learning = ballot.points[&id("learning-curve")].get();
    assert!((learning - 300.0 / 7.0).abs() < 1e-9, "{learning}");
}

#[test]
fn a_ranking_is_made_with_clicks_keys_and_ties() {
    let mut window = Window::showing(&session());
    window.button("Weigh");
    window.button("Open round 1");
    window.button("Vote as Ana");
    window.button("I am Ana, begin");
    window.click(Role::RadioButton, "Method: Ranking");
    for name in [
        "Schema migrations",
        "Delivery speed",
        "Learning curve",
        "Ready-made conventions",
        "Admin and back office",
    ] {
        window.button(&format!("Place {name} next"));
    }
    assert!(window.sees("5 of 5 given"));
    // The third goes up one, by key; the last two are tied.
    window.find(Role::Button, "Learning curve, place 3 of 5").focus();
    window.settle();
    window.key(Key::ArrowUp);
    assert!(window.sees("Learning curve, place 2 of 5"));
    window.button("Tie Admin and back office and the one above");
    assert!(window.sees("Ready-made conventions, place 4 of 5, tied"));
    window.button("Move Delivery speed up");
    window.button("Cast and hand back covered");
    let points = &window.session().rounds[0].ballots[0].points;
    let of = |name: &str| points[&id(name)].get();
    assert_eq!(of("migrations"), 100.0);
    assert!(of("migrations") > of("delivery-speed"));
    assert!(of("delivery-speed") > of("learning-curve"));
    assert!(of("learning-curve") > of("conventions"));
    assert_eq!(of("conventions"), of("admin-tooling"));
}

#[test]
fn comparisons_are_asked_until_they_hang_together() {
    let mut window = Window::showing(&session());
    window.button("Weigh");
    window.button("Open round 1");
    window.button("Vote as Ana");
    window.button("I am Ana, begin");
    window.click(Role::RadioButton, "Method: Pairwise");
    let mut asked = 0;
    while !window.can("Cast and hand back covered") {
        assert!(asked < 10, "five criteria have ten pairs");
        window.button("Both matter equally");
        asked += 1;
    }
    assert!((4..=6).contains(&asked), "{asked} questions");
    window.button("Cast and hand back covered");
    let ballot = &window.session().rounds[0].ballots[0];
    assert_eq!(ballot.method, Method::Pairwise);
    assert!(ballot.points.values().all(|points| (points.get() - 100.0).abs() < 1e-6));
}

#[test]
fn a_ballot_that_does_not_fit_says_why_and_does_not_count() {
    let mut window = Window::showing(&session());
    window.button("Weigh");
    window.button("Open round 1");
    let good = ballot_text(window.session(), "Finn", 61.0);
    send(&window, "finn.ballot.ron", &good.replace("session: \"test\"", "session: \"other\""));
    send(&window, "gus (1).ballot.ron", &good.replace("\"finn\"", "\"gus\""));
    window.wait_for("another session");
    assert!(window.session().rounds[0].ballots.is_empty());
    // Pasted, it is refused for the same reason, and stays in the field.
    window.button("Paste a ballot…");
    window.paste("(kind: \"weighbridge-ballot\", format: 1, sess");
    window.button("Take the ballot");
    assert!(window.session().rounds[0].ballots.is_empty());
    assert!(window.sees("Paste a ballot"));
    window.button("Cancel");
    // Mended in place, it counts; one that came by hand is not overwritten by a file.
    send(&window, "finn.ballot.ron", &good);
    window.wait_for("Finn: has voted");
    vote(&mut window, "Eli", "50");
    send(&window, "eli.ballot.ron", &ballot_text(window.session(), "Eli", 61.0));
    window.wait_for("Eli has voted here already");
    assert_eq!(voted(&window, 0, "Eli"), Some(50.0));
}

#[test]
fn blank_ballots_are_written_answered_in_a_window_of_their_own_and_counted() {
    let mut window = Window::showing(&session());
    window.button("Weigh");
    window.button("Open round 1");
    vote(&mut window, "Ana", SECRET);
    window.button("Write blank ballots…");
    window.button("Write");
    window.wait_for("7 not answered yet");
    let file = window.path("ballots").join("ben-round-1.ballot.ron");
    let text = std::fs::read_to_string(&file).expect("written");
    assert!(!text.contains(SECRET));

    // Ben opens his file: the ballot alone.
    let mut member = Window::on_ballot(&text);
    assert!(member.sees("ballot of Ben"));
    assert!(!member.sees("Compare"));
    member.button("Learning curve is the largest swing");
    member.button("Give the rest 0");
    assert!(member.sees("Everything is answered."));
    member.ctrl(Key::S);
    let answered = std::fs::read_to_string(member.path("mine.ballot.ron")).expect("saved");
    put(&file, &answered);
    window.wait_for("Ben: has voted");
    assert_eq!(voted(&window, 0, "Ben"), Some(100.0));
}

#[test]
fn a_ballot_is_cast_by_keyboard_alone_in_a_small_window() {
    for theme in [Theme::Light, Theme::Dark] {
        let mut window = Window::with(Vec2::new(800.0, 600.0), theme, Some(&session()));
        let press = |window: &mut Window, name: &str| {
            window.find(Role::Button, name).focus();
            window.settle();
            window.key(Key::Enter);
        };
        press(&mut window, "Weigh");
        press(&mut window, "Open round 1");
        press(&mut window, "Vote as Ana");
        // The button that one comes for has the keyboard.
        window.key(Key::Enter);
        press(&mut window, "Delivery speed is the largest swing");
        give(&mut window, "Learning curve, points, number", SECRET);
        press(&mut window, "Give the rest 0");
        press(&mut window, "Cast and hand back covered");
        assert!(window.sees("Ana: has voted"));
        assert_eq!(voted(&window, 0, "Ana"), Some(37.0));
    }
}

#[test]
fn the_mean_can_be_chosen_before_the_points_are_taken() {
    let mut window = Window::showing(&session());
    window.button("Weigh");
    window.click(Role::RadioButton, "Team points are the: mean");
    window.button("Open round 1");
    for (name, points) in [("Ana", "10"), ("Ben", "20"), ("Cleo", "90")] {
        vote(&mut window, name, points);
    }
    window.button("Reveal the ballots");
    window.button("Reveal");
    assert_eq!(window.points("learning-curve"), 40.0);
    window.click(Role::RadioButton, "Team points are the: median");
    window.button("Take the medians");
    assert_eq!(window.points("learning-curve"), 20.0);
}

#[test]
fn an_early_look_is_in_the_log_and_a_new_round_covers_again() {
    let mut session = session();
    let at = "2026-11-22T13:00:00Z".parse().expect("a time");
    session.log(Entry { at, event: Event::UncoveredEarly }).expect("logged");
    let mut window = Window::showing(&session);
    window.button("Weigh");
    assert!(!window.session().covered());
    window.button("Open round 1");
    assert!(window.session().covered());
    window.button("Cancel the round");
    assert!(window.session().rounds.is_empty());
    assert!(window.session().covered());
}

#[test]
fn a_file_that_was_taken_back_counts_again_only_when_it_says_something_else() {
    let mut window = Window::showing(&session());
    window.button("Weigh");
    window.button("Open round 1");
    send(&window, "finn.ballot.ron", &ballot_text(window.session(), "Finn", 61.0));
    window.wait_for("Finn: has voted");
    window.button("Take back the ballot of Finn");
    window.button("Take it back");
    assert!(window.sees("was taken back; it counts again once it says something else"));
    // Another file arrives, and the one that was taken back stays out.
    send(&window, "gus.ballot.ron", &ballot_text(window.session(), "Gus", 50.0));
    window.wait_for("Gus: has voted");
    assert!(window.sees("Finn: not yet"));
    send(&window, "finn.ballot.ron", &ballot_text(window.session(), "Finn", 62.0));
    window.wait_for("Finn: has voted");
    assert_eq!(voted(&window, 0, "Finn"), Some(62.0));
    let session = window.session();
    let words: Vec<_> = session.log.iter().map(|entry| entry.event.words(session)).collect();
    assert_eq!(words, ["Round 1 was opened", "The ballot of Finn was taken back"]);
}

#[test]
fn a_ballot_file_that_is_damaged_later_still_counts_and_so_it_says_after_a_restart() {
    let mut window = Window::showing(&session());
    window.button("Weigh");
    window.button("Open round 1");
    send(&window, "finn.ballot.ron", &ballot_text(window.session(), "Finn", 61.0));
    window.wait_for("Finn: has voted");
    window.ctrl(Key::S);
    send(&window, "finn.ballot.ron", "(kind: \"weighbridge-ballot\", format: 1, sess");
    window.wait_for("; what it said before counts");
    let mut window = window.restart(Some("test.session.ron"));
    window.button("Weigh");
    window.wait_for("; what it said before counts");
    assert_eq!(voted(&window, 0, "Finn"), Some(61.0));
}

#[test]
fn taking_back_what_was_voted_here_lets_the_file_count() {
    let mut window = Window::showing(&session());
    window.button("Weigh");
    window.button("Open round 1");
    vote(&mut window, "Eli", "50");
    send(&window, "eli.ballot.ron", &ballot_text(window.session(), "Eli", 61.0));
    window.wait_for("Eli has voted here already");
    window.button("Take back the ballot of Eli");
    window.button("Take it back");
    window.wait_for("Eli: has voted");
    assert_eq!(voted(&window, 0, "Eli"), Some(61.0));
}

#[test]
fn a_ballot_of_a_round_that_was_cancelled_does_not_count_in_the_next() {
    let mut window = Window::showing(&session());
    window.button("Weigh");
    window.button("Open round 1");
    let old = ballot_text(window.session(), "Finn", 61.0);
    window.button("Cancel the round");
    window.button("Open round 1");
    send(&window, "finn.ballot.ron", &old);
    window.wait_for("another round");
    assert!(window.session().rounds[0].ballots.is_empty());
    // Opened by hand it is refused too, and the session stays.
    let file = window.path("late.ballot.ron");
    put(&file, &old);
    window
        .harness
        .key_press_modifiers(Modifiers::CTRL | Modifiers::COMMAND | Modifiers::SHIFT, Key::O);
    window.settle();
    window.path_dialog(&file, "Open");
    assert!(window.sees("This could not be done") && window.sees("Weigh the criteria"));
}

#[test]
fn a_members_own_comments_are_asked_about_before_a_save_drops_them() {
    let mut paper = {
        let mut session = session();
        session
            .open_round(id("r"), "2026-11-22T13:00:00Z".parse().expect("a time"))
            .expect("opens");
        session.paper(&id("ana")).expect("a paper")
    };
    paper.lines[0].swing = Some(Points::clamped(100.0));
    let text = store::ballot_text(&paper).expect("a text") + "// my own thoughts\n";
    let mut member = Window::on_ballot(&text);
    member.button("Give the rest 0");
    member.ctrl(Key::S);
    assert!(member.sees("Drop the comments?"));
    member.button("Cancel");
    let kept = std::fs::read_to_string(member.path("mine.ballot.ron")).expect("there");
    assert_eq!(kept, text);
    member.ctrl(Key::S);
    member.button("Save without comments");
    let saved = std::fs::read_to_string(member.path("mine.ballot.ron")).expect("there");
    assert!(!saved.contains("my own thoughts") && saved.contains("points: 0"));
}
