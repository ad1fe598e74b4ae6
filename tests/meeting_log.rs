//! The log of the meeting: what it says of weights and result, and that files keep it.
#![allow(
    clippy::expect_used,
    clippy::float_cmp,
    clippy::panic,
    reason = "a test fails by panicking, and exact results are compared exactly"
)]

mod common;

use std::collections::BTreeMap;

use common::{criterion, id};
use jiff::Timestamp;
use weighbridge::session::{
    Ballot, Closeness, Edit, EditError, Entry, Event, History, Id, Item, ItemRef, MAX_LOG, Pair,
    Participant, Points, Round, Session, Strength,
};
use weighbridge::store::{parse_session, session_text};

fn at(second: i64) -> Timestamp {
    Timestamp::from_second(second).expect("a time")
}

fn happens(session: &mut Session, second: i64, event: Event) {
    session.log(Entry { at: at(second), event }).expect("fits");
}

fn agree(session: &mut Session, second: i64) {
    let event = session.agreeing();
    happens(session, second, event);
}

/// Two criteria of 50 points.
fn session() -> Session {
    let mut session = Session::new(id("s"), Pair::new("L".to_owned(), "R".to_owned()));
    session.criteria = vec![criterion("a", 50.0, 8.0, 2.0), criterion("b", 50.0, 3.0, 6.0)];
    session
}

fn person(name: &str, strength: f64) -> Participant {
    Participant {
        id: id(name),
        name: name.to_uppercase(),
        role: String::new(),
        strength: Strength::clamped(strength),
        present: true,
    }
}

fn ballot(name: &str, points: &[(&str, f64)]) -> Ballot {
    let points = points.iter().map(|(c, points)| (id(c), Points::clamped(*points)));
    Ballot::new(id(name), points.collect())
}

fn set(criterion: &str, points: f64) -> Edit {
    Edit::SetPoints(id(criterion), Points::clamped(points))
}

fn remove(criterion: &str) -> Edit {
    Edit::Remove(ItemRef::Criterion(id(criterion)))
}

fn add(name: &str) -> Edit {
    Edit::Insert(usize::MAX, Item::Criterion(Box::new(criterion(name, 50.0, 5.0, 5.0))))
}

/// Names and agreed points of what has moved since.
fn moved(session: &Session) -> Vec<(&str, Option<f64>)> {
    let moved = session.drift().moved.into_iter();
    moved.map(|(c, agreed)| (c.name.as_str(), agreed.map(Points::get))).collect()
}

/// Ids of what had points and has left since.
fn gone(session: &Session) -> Vec<&str> {
    session.drift().gone.into_iter().map(Id::as_str).collect()
}

#[test]
fn a_new_session_is_covered_and_nothing_is_agreed() {
    let session = session();
    assert!(session.covered());
    assert_eq!(session.agreed(), None);
    assert!(session.drift().is_empty());
}

#[test]
fn agreeing_uncovers_the_result_and_remembers_the_points() {
    let mut session = session();
    agree(&mut session, 7);
    assert!(!session.covered());
    let fifty = Points::clamped(50.0);
    let points = BTreeMap::from([(id("a"), fifty), (id("b"), fifty)]);
    assert_eq!(session.agreed(), Some((at(7), &points)));
    assert!(session.drift().is_empty());
    assert_eq!(session.drift().words(), "");
}

#[test]
fn points_that_move_after_the_agreement_are_reported_with_the_agreed_ones() {
    let mut session = session();
    agree(&mut session, 1);
    session.apply(set("b", 80.0)).expect("fits");
    assert_eq!(moved(&session), [("b", Some(50.0))]);
    assert!(!session.drift().is_empty());
    assert_eq!(session.drift().words(), "b 50 → 80");
    assert!(!session.covered(), "the result stays in sight");
    // Moving them back is no move; agreeing anew makes the new points the agreed ones.
    session.apply(set("b", 50.0)).expect("fits");
    assert!(session.drift().is_empty());
    session.apply(set("a", 20.0)).expect("fits");
    agree(&mut session, 2);
    assert!(session.drift().is_empty());
    assert_eq!(session.agreed().map(|(at, _)| at), Some(at(2)));
}

#[test]
fn a_criterion_that_came_after_the_agreement_has_no_agreed_points() {
    let mut session = session();
    agree(&mut session, 1);
    session.apply(add("late")).expect("fits");
    assert_eq!(moved(&session), [("late", None)]);
    assert!(gone(&session).is_empty());
    assert_eq!(session.drift().words(), "late is new");
}

#[test]
fn a_criterion_with_points_that_left_after_the_agreement_is_gone() {
    let mut session = session();
    agree(&mut session, 1);
    let back = session.apply(remove("b")).expect("fits");
    assert!(moved(&session).is_empty());
    assert_eq!(gone(&session), ["b"]);
    assert!(!session.drift().is_empty());
    assert_eq!(session.drift().words(), "“b” has left");
    assert!(!session.covered(), "the result stays in sight");
    // Back with its points, it has never been away; agreeing anew forgets it.
    session.apply(back).expect("fits");
    assert!(session.drift().is_empty());
    session.apply(remove("b")).expect("fits");
    agree(&mut session, 2);
    assert!(session.drift().is_empty());
}

#[test]
fn a_criterion_without_points_that_left_after_the_agreement_changes_nothing() {
    let mut session = session();
    session.apply(set("b", 0.0)).expect("fits");
    agree(&mut session, 1);
    // What counts is the points that were agreed on, not those that it had at the end.
    session.apply(set("b", 70.0)).expect("fits");
    assert_eq!(session.drift().words(), "b 0 → 70");
    session.apply(remove("b")).expect("fits");
    assert!(session.drift().is_empty());

    session.apply(set("a", 0.0)).expect("fits");
    session.apply(remove("a")).expect("fits");
    assert_eq!(gone(&session), ["a"]);
}

#[test]
fn what_has_moved_come_and_gone_is_said_in_this_order_and_four_of_it_are_named() {
    let mut session = session();
    session.apply(add("c")).expect("fits");
    session.apply(add("d")).expect("fits");
    agree(&mut session, 1);
    for edit in [remove("c"), add("late"), set("b", 12.5)] {
        session.apply(edit).expect("fits");
    }
    assert_eq!(moved(&session), [("b", Some(50.0)), ("late", None)]);
    assert_eq!(gone(&session), ["c"]);
    assert_eq!(session.drift().words(), "b 50 → 12.5, late is new, “c” has left");
    session.apply(remove("d")).expect("fits");
    assert_eq!(session.drift().words(), "b 50 → 12.5, late is new, “c” has left, “d” has left");
    session.apply(set("a", 51.0)).expect("fits");
    assert_eq!(
        session.drift().words(),
        "a 50 → 51, b 50 → 12.5, late is new, “c” has left and more"
    );
    assert_eq!(gone(&session), ["c", "d"]);
}

#[test]
fn opening_the_weights_again_covers_the_result_and_forgets_the_agreement() {
    let mut session = session();
    agree(&mut session, 1);
    session.apply(set("a", 10.0)).expect("fits");
    session.apply(remove("b")).expect("fits");
    assert_eq!(session.drift().words(), "a 50 → 10, “b” has left");
    happens(&mut session, 2, Event::WeightsReopened);
    assert!(session.covered());
    assert_eq!(session.agreed(), None);
    assert!(session.drift().is_empty());
    assert_eq!(session.log.len(), 2, "what happened stays in the log");
}

#[test]
fn uncovering_early_uncovers_but_agrees_on_nothing() {
    let mut session = session();
    happens(&mut session, 1, Event::UncoveredEarly);
    session.apply(set("a", 10.0)).expect("fits");
    assert!(!session.covered());
    assert_eq!(session.agreed(), None);
    assert!(session.drift().is_empty());
}

#[test]
fn the_last_entries_say_what_is_covered_and_agreed() {
    type Happening = fn(&Session) -> Event;
    const AGREE: Happening = Session::agreeing;
    const REOPEN: Happening = |_| Event::WeightsReopened;
    const EARLY: Happening = |_| Event::UncoveredEarly;
    // What happens, whether the result is covered after it, and whether the weights are agreed.
    let cases: [(&[Happening], bool, bool); 8] = [
        (&[], true, false),
        (&[EARLY], false, false),
        (&[EARLY, AGREE], false, true),
        (&[AGREE, EARLY], false, true),
        (&[EARLY, REOPEN], true, false),
        (&[AGREE, REOPEN], true, false),
        (&[AGREE, REOPEN, EARLY], false, false),
        (&[AGREE, REOPEN, AGREE], false, true),
    ];
    for (number, (events, covered, agreed)) in cases.into_iter().enumerate() {
        let mut session = session();
        for event in events {
            let event = event(&session);
            happens(&mut session, 1, event);
        }
        assert_eq!(session.covered(), covered, "case {number}");
        assert_eq!(session.agreed().is_some(), agreed, "case {number}");
    }
}

#[test]
fn every_event_has_words_of_its_own() {
    let agreed = session().agreeing();
    let events = [agreed, Event::WeightsReopened, Event::UncoveredEarly];
    let words = events.each_ref().map(|event| event.words(&session()));
    assert!(words.iter().all(|words| !words.is_empty()));
    assert!(words[0] != words[1] && words[1] != words[2] && words[0] != words[2]);
}

#[test]
fn undo_takes_nothing_out_of_the_log() {
    let mut session = session();
    let mut history = History::default();
    history.apply(&mut session, set("a", 60.0)).expect("fits");
    agree(&mut session, 1);
    history.undo(&mut session).expect("fits");
    assert_eq!(session.log.len(), 1);
    assert!(!session.covered());
    assert_eq!(moved(&session), [("a", Some(60.0))]);
}

#[test]
fn a_full_log_takes_no_more() {
    let mut session = session();
    session.log = vec![Entry { at: at(1), event: Event::WeightsReopened }; MAX_LOG];
    let before = session.clone();
    let more = Entry { at: at(2), event: Event::UncoveredEarly };
    assert_eq!(session.log(more), Err(EditError::LogFull));
    assert_eq!(
        EditError::LogFull.to_string(),
        "the log of this session is full; go on in a session of its own"
    );
    assert_eq!(session, before);
    let text = session_text(&session).expect("text");
    assert_eq!(parse_session(&text).expect("reads").log.len(), MAX_LOG);

    session.log.push(Entry { at: at(2), event: Event::UncoveredEarly });
    let text = session_text(&session).expect("text");
    let problem = parse_session(&text).expect_err("too many");
    assert_eq!(problem.what, "there are more than 2000 items here");
}

#[test]
fn log_rounds_strengths_and_closeness_come_back_from_a_file() {
    let mut session = session();
    session.brief.closeness = Closeness::VeryClose;
    session.people = vec![person("ana", 1.0), person("ben", 2.5), person("cyd", 0.0)];
    let first = vec![
        ballot("ana", &[("a", 100.0), ("b", 12.5)]),
        ballot("ben", &[("b", 0.0), ("gone", 40.0)]),
        ballot("cyd", &[]),
    ];
    session.rounds = vec![
        Round { id: id("r1"), revealed: Some(at(30)), unnamed: None, ballots: first },
        Round {
            id: id("r2"),
            revealed: None,
            unnamed: None,
            ballots: vec![ballot("ben", &[("a", 1e-12)])],
        },
        Round { id: id("r3"), revealed: None, unnamed: None, ballots: Vec::new() },
    ];
    happens(&mut session, 10, Event::UncoveredEarly);
    agree(&mut session, 20);
    happens(&mut session, 25, Event::WeightsReopened);
    let precise = Timestamp::new(40, 123_456_789).expect("a time");
    session.log.push(Entry { at: precise, event: Event::WeightsAgreed(BTreeMap::new()) });
    assert_eq!(session.fault(), None);

    let text = session_text(&session).expect("text");
    let read = parse_session(&text).expect("reads");
    assert_eq!(read, session);
    assert_eq!(session_text(&read).expect("text"), text);
}

#[test]
fn what_is_usual_is_not_written() {
    let mut session = session();
    session.people = vec![person("ana", 1.0)];
    let text = session_text(&session).expect("text");
    for field in ["closeness", "strength", "rounds", "log"] {
        assert!(!text.contains(&format!("{field}:")), "{field}");
    }
}

/// A session file with one participant and one ballot.
fn file(voter: &str) -> String {
    format!(
        "(\n    kind: \"weighbridge-session\",\n    format: 1,\n    id: \"s\",\n    \
         sides: (left: \"L\", right: \"R\"),\n    people: [(id: \"ana\", name: \"Ana\")],\n    \
         rounds: [(id: \"r\", ballots: [(person: \"{voter}\", points: [(\"a\", 50)])])],\n)\n"
    )
}

/// The same with a criterion of this id before the people, on a line of its own.
fn with_criterion(file: &str, name: &str) -> String {
    let row = format!(
        "(id: \"{name}\", name: \"{name}\", points: 50, left: (rating: 5), right: (rating: 5))"
    );
    file.replace("    people:", &format!("    criteria: [{row}],\n    people:"))
}

/// Whether a file is refused, and its problem is this voter of the ballot that comes last, on
/// this line.
#[track_caller]
fn refused(text: &str, voter: &str, line: usize, what: &str) {
    let problem = parse_session(text).expect_err("must be refused");
    assert_eq!(problem.what, what);
    let last = text.lines().nth(line - 1).expect("as many lines");
    let voter = format!("\"{voter}\"");
    let person = format!("person: {voter}");
    let column = last.rfind(&person).expect("a ballot") + "person: ".len() + 1;
    assert_eq!((problem.line, problem.column), (line, column), "{problem}");
    assert_eq!(problem.mark.1, voter.len());
}

#[test]
fn a_ballot_of_somebody_unknown_is_refused_with_its_place() {
    assert_eq!(parse_session(&file("ana")).expect("reads").rounds.len(), 1);
    let what = "a ballot is from “zoe”, who is no participant";
    refused(&file("zoe"), "zoe", 7, what);
    // A criterion of the same id is no voter, and not the place.
    refused(&with_criterion(&file("zoe"), "zoe"), "zoe", 8, what);
}

#[test]
fn points_and_strengths_off_their_scales_are_refused() {
    let points = file("ana").replace("50", "101");
    let problem = parse_session(&points).expect_err("off the scale");
    assert_eq!(problem.what, "points must be between 0 and 100, found 101");
    let strength = file("ana").replace("name: \"Ana\"", "name: \"Ana\", strength: 10");
    let problem = parse_session(&strength).expect_err("off the scale");
    assert_eq!(problem.what, "strength must be between 0 and 9, found 10");
}

#[test]
fn whoever_has_voted_stays_with_the_session() {
    let mut session = session();
    session.people = vec![person("ana", 1.0), person("ben", 1.0)];
    let ballots = vec![ballot("ana", &[])];
    session.rounds = vec![Round { id: id("r"), revealed: None, unnamed: None, ballots }];
    let before = session.clone();
    let remove = |name: &str| Edit::Remove(ItemRef::Person(id(name)));
    let error = session.apply(remove("ana")).expect_err("has voted");
    assert_eq!(error, EditError::Voted("ANA".to_owned()));
    assert!(error.to_string().starts_with("ANA has cast a ballot"), "{error}");
    assert_eq!(session, before);
    session.apply(remove("ben")).expect("has not voted");
}

#[test]
fn a_second_ballot_of_the_same_person_in_a_round_is_refused_with_its_place() {
    let ballot = "(person: \"ana\", points: [(\"a\", 50)])";
    let what = "“ana” has two ballots in one round";
    let twice = file("ana").replace(ballot, &format!("{ballot}, {ballot}"));
    refused(&twice, "ana", 7, what);
    let below = file("ana").replace(ballot, &format!("{ballot},\n        {ballot}"));
    refused(&below, "ana", 8, what);
    // A criterion of the same id has cast no ballot.
    assert!(parse_session(&with_criterion(&file("ana"), "ana")).is_ok());
    refused(&with_criterion(&twice, "ana"), "ana", 8, what);
}

#[test]
fn a_second_ballot_in_another_round_is_none_too_many() {
    let mut session = session();
    session.people = vec![person("ana", 1.0), person("ben", 1.0)];
    let round =
        |name: &str, ballots| Round { id: id(name), revealed: None, unnamed: None, ballots };
    session.rounds = vec![
        round("r1", vec![ballot("ana", &[]), ballot("ben", &[])]),
        round("r2", vec![ballot("ben", &[]), ballot("ana", &[])]),
    ];
    assert_eq!(session.fault(), None);
    let text = session_text(&session).expect("text");
    assert_eq!(parse_session(&text).expect("reads"), session);

    session.rounds[1].ballots.push(ballot("ben", &[("a", 10.0)]));
    assert_eq!(session.fault().as_deref(), Some("“ben” has two ballots in one round"));
    let text = session_text(&session).expect("text");
    let problem = parse_session(&text).expect_err("must be refused");
    assert_eq!(problem.what, "“ben” has two ballots in one round");
}
