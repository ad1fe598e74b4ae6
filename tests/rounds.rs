//! Rounds of ballots, ballot papers and what the log says of them: who may do what and when, and
//! what may be told from it.
#![allow(
    clippy::expect_used,
    clippy::float_cmp,
    clippy::panic,
    reason = "a test fails by panicking, and exact results are compared exactly"
)]

mod common;

use std::collections::{BTreeMap, BTreeSet};

use common::{ballot, criterion, empty, event, happen, happening, id, person, session};
use jiff::{SignedDuration, Timestamp};
use proptest::prelude::*;
use weighbridge::session::{
    AgendaItem, Ballot, Edit, EditError, Entry, Event, Field, FollowUp, History, Id, Item, ItemRef,
    MAX_AGENDA, MAX_CRITERIA, MAX_LOG, MAX_MINUTES, MAX_MUST_HAVES, MAX_NOTES, MAX_PARKED,
    MAX_PEOPLE, MAX_ROUNDS, MAX_TEXT, Method, MustHave, Note, Pair, Parked, Participant, Points,
    Pool, Round, RoundError, Session, Side, Strength, Voter, Way,
};
use weighbridge::store::{parse_session, session_text};

const EVERYBODY: [&str; 3] = ["ana", "ben", "cyd"];

fn at(second: i64) -> Timestamp {
    Timestamp::from_second(second).expect("a time")
}

/// Two criteria and three people.
fn team() -> Session {
    let mut session = empty();
    session.criteria = vec![criterion("speed", 50.0, 8.0, 2.0), criterion("depth", 50.0, 3.0, 6.0)];
    session.people = EVERYBODY.map(person).to_vec();
    session
}

/// The same, unnamed where it is to be, with the first round open.
fn collecting(named: bool) -> Session {
    let mut session = team();
    session.brief.names_stored = named;
    session.open_round(id("r1"), at(10)).expect("opens");
    session
}

/// The round in which everybody has given one criterion these points.
fn revealed(named: bool) -> Session {
    let mut session = collecting(named);
    for (n, name) in EVERYBODY.into_iter().enumerate() {
        let points = [10.0, 20.0, 30.0][n];
        let slip = id(&format!("x{n}"));
        session.cast(&id(name), slip, ballot(name, &[("speed", points)])).expect("is taken");
    }
    session.reveal(at(20)).expect("is shown");
    session
}

fn cast(session: &mut Session, name: &str, points: &[(&str, f64)]) -> Result<(), RoundError> {
    // Nobody can tell the name from it.
    let slip = name.bytes().fold(7_u32, |sum, byte| sum.wrapping_mul(31) ^ u32::from(byte));
    session.cast(&id(name), id(&format!("{slip:08x}")), ballot(name, points))
}

/// A step is refused for this reason and leaves the session as it was.
#[track_caller]
fn refuses(
    session: &mut Session,
    step: impl FnOnce(&mut Session) -> Result<(), RoundError>,
    why: &RoundError,
) {
    let before = session.clone();
    assert_eq!(step(session).as_ref(), Err(why));
    assert_eq!(*session, before);
    assert!(!why.to_string().is_empty());
}

/// The edit is refused for this reason and leaves the session as it was.
#[track_caller]
fn refuses_edit(session: &mut Session, edit: Edit, why: &EditError) {
    let before = session.clone();
    assert_eq!(session.apply(edit).as_ref(), Err(why));
    assert_eq!(*session, before);
}

fn agree(session: &mut Session, second: i64) {
    let event = session.agreeing();
    session.log(Entry { at: at(second), event }).expect("fits");
}

// Opening

#[test]
fn opening_covers_the_result_and_is_logged() {
    let mut session = team();
    agree(&mut session, 5);
    assert!(!session.covered() && session.agreed().is_some());
    session.open_round(id("r1"), at(10)).expect("opens");
    assert!(session.covered());
    assert_eq!(session.agreed(), None);
    assert!(session.drift().is_empty());
    let round = session.collecting().expect("is open");
    assert_eq!((&round.id, round.revealed, round.named()), (&id("r1"), None, true));
    assert_eq!(session.round_number(&id("r1")), Some(1));
    assert_eq!(session.revealed(), None);
    let opened = Entry { at: at(10), event: Event::RoundOpened(id("r1")) };
    assert_eq!(session.log.last(), Some(&opened));
}

#[test]
fn a_round_is_not_opened_while_one_is_collected() {
    let mut session = collecting(true);
    refuses(&mut session, |s| s.open_round(id("r2"), at(11)), &RoundError::Collecting);
}

#[test]
fn a_round_is_not_opened_without_criteria() {
    let mut session = team();
    session.criteria.clear();
    refuses(&mut session, |s| s.open_round(id("r1"), at(1)), &RoundError::NoCriteria);
    // Without people it is: they may still come.
    let mut session = team();
    session.people.clear();
    session.open_round(id("r1"), at(1)).expect("opens");
}

#[test]
fn there_are_so_many_rounds_and_no_more() {
    let mut session = team();
    for n in 0..MAX_ROUNDS {
        session.open_round(id(&format!("r{n}")), at(1)).expect("opens");
        cast(&mut session, "ana", &[]).expect("is taken");
        session.reveal(at(2)).expect("is shown");
    }
    refuses(&mut session, |s| s.open_round(id("more"), at(3)), &RoundError::Full);
    assert_eq!(RoundError::Full.to_string(), "a session holds at most 20 rounds");
}

#[test]
fn a_round_needs_an_id_of_its_own() {
    let mut session = revealed(true);
    let taken = RoundError::Log(EditError::Taken(id("r1")));
    refuses(&mut session, |s| s.open_round(id("r1"), at(30)), &taken);
    assert!(taken.to_string().contains("already has an item with the id r1"), "{taken}");
}

#[test]
fn nothing_is_opened_shown_or_taken_back_that_the_log_cannot_take() {
    let full = |mut session: Session| {
        session.log = vec![Entry { at: at(1), event: Event::WeightsReopened }; MAX_LOG];
        session
    };
    let why = RoundError::Log(EditError::LogFull);
    refuses(&mut full(team()), |s| s.open_round(id("r1"), at(2)), &why);
    refuses(&mut full(collecting(true)), |s| s.cancel_round(at(2)), &why);
    let mut session = collecting(true);
    cast(&mut session, "ana", &[]).expect("is taken");
    refuses(&mut full(session), |s| s.reveal(at(2)), &why);
}

// Casting

#[test]
fn a_ballot_takes_the_place_of_an_earlier_one_of_the_same_person() {
    let mut session = collecting(true);
    for name in ["ana", "ben"] {
        cast(&mut session, name, &[("speed", 10.0)]).expect("is taken");
    }
    cast(&mut session, "ana", &[("depth", 30.0)]).expect("is taken");
    let round = session.collecting().expect("is open");
    let whose: Vec<_> = round.ballots.iter().filter_map(Ballot::person).collect();
    assert_eq!(whose, [&id("ana"), &id("ben")], "in its place");
    assert_eq!(round.ballot_of(&id("ana")), Some(&ballot("ana", &[("depth", 30.0)])));
    assert!(round.has_voted(&id("ana")) && !round.has_voted(&id("cyd")));
}

#[test]
fn a_ballot_counts_for_whoever_casts_it_whatever_it_says() {
    let mut session = collecting(true);
    let forged = Ballot { method: Method::Ranking, way: Way::File, ..ballot("ben", &[]) };
    session.cast(&id("ana"), id("x"), forged).expect("is taken");
    let slip = Voter::Unnamed { slip: id("y"), strength: Strength::clamped(9.0) };
    let unnamed = Ballot { voter: slip, ..ballot("ben", &[]) };
    session.cast(&id("cyd"), id("x"), unnamed).expect("is taken");
    let round = session.collecting().expect("is open");
    assert_eq!(
        round.ballots.iter().map(Ballot::person).collect::<Vec<_>>(),
        [Some(&id("ana")), Some(&id("cyd"))]
    );
    assert_eq!((round.ballots[0].method, round.ballots[0].way), (Method::Ranking, Way::File));
    assert_eq!(session.fault(), None);
}

#[test]
fn comments_are_cleaned_and_trimmed_and_empty_ones_are_dropped() {
    let mut session = collecting(true);
    // What was said of a criterion, and what is kept of it.
    let cases = [
        ("  why\r\nnot \n", Some("why\nnot")),
        ("a\u{202e}b\u{0}c", Some("a\u{fffd}bc")),
        (" \t\n ", None),
        ("\u{0}", None),
        // Spaces between what is cleaned away are at the edge as well.
        ("\u{7} x \u{7}", Some("x")),
        (" \u{7} \u{7} ", None),
        ("", None),
    ];
    for (said, kept) in cases {
        let mut given = ballot("ana", &[("speed", 10.0)]);
        given.comments.insert(id("depth"), said.to_owned());
        session.cast(&id("ana"), id("x"), given).expect("is taken");
        let round = session.collecting().expect("is open");
        let comments = &round.ballot_of(&id("ana")).expect("there").comments;
        assert_eq!(comments.get(&id("depth")).map(String::as_str), kept, "{said:?}");
        let text = session_text(&session).expect("text");
        assert_eq!(parse_session(&text).expect("reads"), session, "{said:?}");
    }
}

#[test]
fn a_comment_that_is_too_long_is_refused_and_nothing_is_changed() {
    for named in [true, false] {
        let mut session = collecting(named);
        let with = |text: String| {
            let mut given = ballot("ana", &[("speed", 90.0)]);
            given.comments.insert(id("depth"), text);
            given
        };
        let long = with("ä".repeat(MAX_TEXT + 1));
        let why = RoundError::TooLong(MAX_TEXT + 1);
        refuses(&mut session, |s| s.cast(&id("ana"), id("x"), long), &why);
        assert!(!session.collecting().expect("is open").has_voted(&id("ana")));
        // As long as it may be, with what is trimmed away around it.
        let fits = with(format!("  {}\n", "ä".repeat(MAX_TEXT)));
        session.cast(&id("ana"), id("x"), fits).expect("is taken");
    }
}

#[test]
fn a_stranger_casts_nothing() {
    for named in [true, false] {
        let mut session = collecting(named);
        let why = RoundError::Stranger(id("zoe"));
        refuses(&mut session, |s| cast(s, "zoe", &[]), &why);
        assert_eq!(why.to_string(), "“zoe” is no participant of this session; add them first");
    }
}

#[test]
fn nothing_is_cast_withdrawn_shown_or_taken_back_where_no_round_is_open() {
    for session in [team(), revealed(true), revealed(false)] {
        let mut session = session;
        let why = RoundError::NotCollecting;
        refuses(&mut session, |s| cast(s, "ana", &[]), &why);
        refuses(&mut session, |s| s.withdraw(&id("ana"), at(99)), &why);
        refuses(&mut session, |s| s.reveal(at(30)), &why);
        refuses(&mut session, |s| s.cancel_round(at(30)), &why);
        assert_eq!(session.paper(&id("ana")), Err(why));
    }
}

#[test]
fn what_is_said_of_criteria_that_are_not_there_is_left_out() {
    for named in [true, false] {
        let mut session = collecting(named);
        let mut given = ballot("ana", &[("speed", 10.0)]);
        // More than a file may hold.
        for n in 0..=MAX_CRITERIA {
            given.points.insert(id(&format!("old{n}")), Points::clamped(99.0));
            given.comments.insert(id(&format!("old{n}")), "gone".to_owned());
        }
        session.cast(&id("ana"), id("x"), given).expect("is taken");
        let taken = &session.collecting().expect("is open").ballots[0];
        assert_eq!(taken.points, ballot("ana", &[("speed", 10.0)]).points);
        assert!(taken.comments.is_empty());
        let text = session_text(&session).expect("text");
        assert_eq!(parse_session(&text).expect("reads"), session);
    }
}

// Withdrawing

#[test]
fn whoever_withdraws_can_vote_again() {
    let mut session = collecting(true);
    for name in ["ana", "ben"] {
        cast(&mut session, name, &[]).expect("is taken");
    }
    session.withdraw(&id("ana"), at(99)).expect("is given back");
    let round = session.collecting().expect("is open");
    assert!(!round.has_voted(&id("ana")) && round.has_voted(&id("ben")));
    let why = RoundError::NoBallot("ANA".to_owned());
    refuses(&mut session, |s| s.withdraw(&id("ana"), at(99)), &why);
    assert_eq!(why.to_string(), "ANA has not cast a ballot in this round");
    let nobody = RoundError::NoBallot("zoe".to_owned());
    refuses(&mut session, |s| s.withdraw(&id("zoe"), at(99)), &nobody);
    cast(&mut session, "ana", &[]).expect("is taken");
}

// Revealing

#[test]
fn revealing_shows_the_ballots_keeps_the_time_and_is_logged() {
    let session = revealed(true);
    assert_eq!(session.collecting(), None);
    let round = session.revealed().expect("is shown");
    assert_eq!((&round.id, round.revealed), (&id("r1"), Some(at(20))));
    let shown = Entry { at: at(20), event: Event::RoundRevealed(id("r1")) };
    assert_eq!(session.log.last(), Some(&shown));
    assert!(session.covered(), "until the weights are agreed");
    assert_eq!(session.agreed(), None);
    assert_eq!(session.revealed_before(), None);
}

#[test]
fn a_round_without_ballots_is_not_shown() {
    for named in [true, false] {
        let mut session = collecting(named);
        refuses(&mut session, |s| s.reveal(at(20)), &RoundError::NoBallots);
    }
    // Nor one whose only ballot was taken back.
    let mut session = collecting(true);
    cast(&mut session, "ana", &[]).expect("is taken");
    session.withdraw(&id("ana"), at(99)).expect("is given back");
    refuses(&mut session, |s| s.reveal(at(20)), &RoundError::NoBallots);
}

#[test]
fn one_ballot_is_enough_with_names_and_three_are_without() {
    let mut named = collecting(true);
    cast(&mut named, "ana", &[]).expect("is taken");
    named.reveal(at(20)).expect("is shown");

    let mut unnamed = collecting(false);
    for (count, name) in (1..).zip(["ana", "ben"]) {
        cast(&mut unnamed, name, &[]).expect("is taken");
        refuses(&mut unnamed, |s| s.reveal(at(20)), &RoundError::TooFew(count));
    }
    assert_eq!(
        RoundError::TooFew(2).to_string(),
        "without names nothing is shown below 3 ballots that count, and there are 2; wait for more"
    );
    cast(&mut unnamed, "cyd", &[]).expect("is taken");
    unnamed.reveal(at(20)).expect("is shown");
}

// Cancelling

#[test]
fn a_round_that_nobody_has_voted_in_is_taken_back() {
    for named in [true, false] {
        let mut session = collecting(named);
        session.cancel_round(at(20)).expect("is taken back");
        assert!(session.rounds.is_empty() && session.collecting().is_none());
        assert_eq!(session.log.last().map(|e| &e.event), Some(&Event::RoundCancelled));
        assert_eq!(session.log.len(), 2, "what happened stays in the log");
        session.open_round(id("r2"), at(30)).expect("opens");
        assert_eq!(session.round_number(&id("r2")), Some(1));
    }
}

#[test]
fn a_round_is_not_taken_back_once_its_ballots_can_be_shown() {
    let mut session = collecting(true);
    cast(&mut session, "ana", &[]).expect("is taken");
    refuses(&mut session, |s| s.cancel_round(at(20)), &RoundError::HasBallots);
    session.withdraw(&id("ana"), at(99)).expect("is given back");
    session.cancel_round(at(20)).expect("is taken back");

    let mut session = collecting(false);
    for name in EVERYBODY {
        cast(&mut session, name, &[]).expect("is taken");
    }
    refuses(&mut session, |s| s.cancel_round(at(20)), &RoundError::HasBallots);
}

#[test]
fn a_team_of_two_is_not_caught_in_a_round_without_names() {
    let mut session = collecting(false);
    for name in ["ana", "ben"] {
        cast(&mut session, name, &[]).expect("is taken");
        assert!(session.collecting().is_some_and(Round::can_be_cancelled));
    }
    // It can be neither shown nor given back, and criteria wait for its end.
    refuses(&mut session, |s| s.reveal(at(20)), &RoundError::TooFew(2));
    let why = RoundError::CastUnnamed("ANA".to_owned());
    refuses(&mut session, |s| s.withdraw(&id("ana"), at(99)), &why);
    session.cancel_round(at(20)).expect("is taken back");
    assert_eq!(session.fault(), None);
    session.apply(Edit::Remove(ItemRef::Criterion(id("speed")))).expect("fits");
    session.apply(Edit::Remove(ItemRef::Person(id("ana")))).expect("no ballot is left");
    session.apply(Edit::StoreNames(true)).expect("fits");
    session.open_round(id("r2"), at(30)).expect("opens");
}

#[test]
fn a_round_that_was_taken_back_leaves_the_weights_open() {
    let mut session = team();
    agree(&mut session, 1);
    session.open_round(id("r1"), at(2)).expect("opens");
    session.cancel_round(at(3)).expect("is taken back");
    assert!(session.covered());
    assert_eq!(session.agreed(), None);
}

// Further rounds

#[test]
fn a_further_round_covers_again_and_forgets_the_agreement() {
    let mut session = revealed(true);
    agree(&mut session, 25);
    session.apply(Edit::SetPoints(id("speed"), Points::clamped(80.0))).expect("fits");
    assert!(!session.covered() && !session.drift().is_empty());
    session.open_round(id("r2"), at(30)).expect("opens");
    assert!(session.covered());
    assert_eq!(session.agreed(), None);
    assert!(session.drift().is_empty());
    assert_eq!(session.round_number(&id("r2")), Some(2));
    assert_eq!(session.collecting().map(|r| &r.id), Some(&id("r2")));
    assert_eq!(session.revealed().map(|r| &r.id), Some(&id("r1")), "what is open is not shown");
    cast(&mut session, "ben", &[("depth", 5.0)]).expect("is taken");
    session.reveal(at(40)).expect("is shown");
    assert_eq!(session.revealed().map(|r| &r.id), Some(&id("r2")));
    assert_eq!(session.revealed_before().map(|r| &r.id), Some(&id("r1")));
    assert!(session.covered() && session.agreed().is_none(), "showing ballots agrees on nothing");
}

#[test]
fn a_round_stays_as_it_was_when_criteria_leave_or_people_change() {
    let mut session = revealed(true);
    let before = session.rounds.clone();
    for edit in [
        Edit::Remove(ItemRef::Criterion(id("speed"))),
        Edit::Insert(0, Item::Criterion(Box::new(criterion("late", 50.0, 5.0, 5.0)))),
        Edit::SetStrength(id("ana"), Strength::clamped(3.0)),
        Edit::SetPresent(id("ana"), false),
        Edit::Write(Field::PersonName(id("ana")), "Anna".to_owned()),
        Edit::SetPool(Pool::Mean),
        Edit::StoreNames(false),
    ] {
        session.apply(edit).expect("fits");
    }
    assert_eq!(session.rounds, before);
    assert_eq!(session.fault(), None);
    let text = session_text(&session).expect("text");
    assert_eq!(parse_session(&text).expect("reads"), session);
}

#[test]
fn criteria_neither_come_nor_go_while_ballots_are_collected() {
    let mut session = collecting(true);
    let add = || Item::Criterion(Box::new(criterion("late", 50.0, 5.0, 5.0)));
    let batch = |edit| Edit::Batch("both".to_owned(), vec![Edit::SetPool(Pool::Mean), edit]);
    let insert = || Edit::Insert(0, add());
    let remove = || Edit::Remove(ItemRef::Criterion(id("speed")));
    let why = EditError::Collecting;
    for edit in [insert(), remove(), batch(insert()), batch(remove())] {
        refuses_edit(&mut session, edit, &why);
    }
    assert_eq!(
        why.to_string(),
        "ballots are being collected; reveal the round before the criteria change"
    );
    // What does not change which criteria there are is no matter.
    for edit in [
        Edit::Move(ItemRef::Criterion(id("speed")), 1),
        Edit::SetPoints(id("speed"), Points::clamped(1.0)),
        Edit::Write(Field::Claim(id("speed"), Side::Left), "Quick".to_owned()),
    ] {
        session.apply(edit).expect("fits");
    }
    cast(&mut session, "ana", &[]).expect("is taken");
    session.reveal(at(20)).expect("is shown");
    for edit in [insert(), remove()] {
        session.apply(edit).expect("fits");
    }
}

#[test]
fn undo_and_redo_of_criteria_wait_for_the_reveal_and_lose_nothing() {
    let mut session = team();
    let mut history = History::default();
    let late = Item::Criterion(Box::new(criterion("late", 50.0, 5.0, 5.0)));
    history.apply(&mut session, Edit::Insert(usize::MAX, late)).expect("fits");
    let with = session.criteria.clone();
    let without = with[..2].to_vec();

    session.open_round(id("r1"), at(10)).expect("opens");
    let before = session.clone();
    for _ in 0..2 {
        assert_eq!(history.undo(&mut session), Err(EditError::Collecting));
        assert_eq!(session, before);
        assert_eq!((history.undo_label(), history.redo_label()), (Some("Add late"), None));
    }
    cast(&mut session, "ana", &[]).expect("is taken");
    session.reveal(at(20)).expect("is shown");
    assert_eq!(history.undo(&mut session), Ok(Some("Add late".to_owned())));
    assert_eq!(session.criteria, without);

    session.open_round(id("r2"), at(30)).expect("opens");
    assert_eq!(history.redo(&mut session), Err(EditError::Collecting));
    assert_eq!((history.undo_label(), history.redo_label()), (None, Some("Add late")));
    session.cancel_round(at(40)).expect("is taken back");
    assert_eq!(history.redo(&mut session), Ok(Some("Add late".to_owned())));
    assert_eq!(session.criteria, with);
    assert_eq!(session.rounds.len(), 1, "no undo takes a ballot back");
}

#[test]
fn an_edit_that_is_refused_takes_no_redo_away() {
    let mut session = team();
    let mut history = History::default();
    history.apply(&mut session, Edit::SetPool(Pool::Mean)).expect("fits");
    history.undo(&mut session).expect("fits");
    session.open_round(id("r1"), at(10)).expect("opens");
    let remove = Edit::Remove(ItemRef::Criterion(id("speed")));
    assert_eq!(history.apply(&mut session, remove), Err(EditError::Collecting));
    assert_eq!(history.redo_label(), Some("Team points are the means"));
}

#[test]
fn whoever_has_voted_stays_with_the_session() {
    for named in [true, false] {
        let mut session = team();
        let mut history = History::default();
        history.apply(&mut session, Edit::Insert(9, Item::Person(person("dot")))).expect("fits");
        session.brief.names_stored = named;
        session.open_round(id("r1"), at(10)).expect("opens");
        let remove = || Edit::Remove(ItemRef::Person(id("dot")));
        session.apply(remove()).and_then(|back| session.apply(back)).expect("has not voted");
        cast(&mut session, "dot", &[]).expect("is taken");
        let why = EditError::Voted("DOT".to_owned());
        refuses_edit(&mut session, remove(), &why);
        assert_eq!(history.undo(&mut session), Err(why));
        assert_eq!(history.undo_label(), Some("Add a participant"));
        for name in ["ana", "ben"] {
            cast(&mut session, name, &[]).expect("is taken");
        }
        session.reveal(at(20)).expect("is shown");
        refuses_edit(&mut session, remove(), &EditError::Voted("DOT".to_owned()));
        session.apply(Edit::Write(Field::PersonName(id("dot")), " ".to_owned())).expect("fits");
        let error = session.apply(remove()).expect_err("has voted");
        assert_eq!(
            error.to_string(),
            "Someone without a name has cast a ballot, which stays with the session; rename them \
             instead of removing them"
        );
        session.apply(Edit::Remove(ItemRef::Person(id("cyd")))).expect("has not voted");
    }
}

#[test]
fn strengths_and_presence_are_set_and_undone_and_ask_nobody_to_vote() {
    let mut session = collecting(true);
    let mut history = History::default();
    let before = session.clone();
    for (edit, label) in [
        (Edit::SetStrength(id("ana"), Strength::clamped(2.5)), "Strength of ANA: 2.5"),
        (Edit::SetStrength(id("ben"), Strength::clamped(0.0)), "Strength of BEN: 0"),
        (Edit::SetPresent(id("cyd"), false), "CYD is not here"),
    ] {
        history.apply(&mut session, edit).expect("fits");
        assert_eq!(history.undo_label(), Some(label));
    }
    let advisers: Vec<_> = session.people.iter().map(Participant::is_adviser).collect();
    assert_eq!(advisers, [false, true, false]);
    // Advisers and absent people vote as everybody else does.
    for name in EVERYBODY {
        cast(&mut session, name, &[]).expect("is taken");
    }
    let text = session_text(&session).expect("text");
    assert_eq!(parse_session(&text).expect("reads"), session);
    while history.undo(&mut session).expect("fits").is_some() {}
    assert_eq!(session.people, before.people);
    let nobody = EditError::Missing("“zoe”".to_owned());
    refuses_edit(&mut session, Edit::SetPresent(id("zoe"), false), &nobody);
    refuses_edit(&mut session, Edit::SetStrength(id("zoe"), Strength::ONE), &nobody);
}

// Names not stored

#[test]
fn an_unnamed_ballot_is_kept_under_its_slip_apart_from_who_cast_it() {
    let mut session = collecting(false);
    session.people[0].strength = Strength::clamped(3.0);
    let mut given = ballot("ana", &[("speed", 90.0)]);
    given.way = Way::File;
    session.cast(&id("ana"), id("x"), given).expect("is taken");
    let round = session.collecting().expect("is open");
    assert!(!round.named() && round.has_voted(&id("ana")) && !round.has_voted(&id("ben")));
    assert_eq!(round.ballot_of(&id("ana")), None);
    let kept = &round.ballots[0];
    assert_eq!((kept.person(), kept.key()), (None, &id("x")));
    assert_eq!(kept.voter, Voter::Unnamed { slip: id("x"), strength: Strength::clamped(3.0) });
    assert_eq!(kept.way, Way::Here, "a file has a name");
    // A strength that changes later changes no ballot.
    session.apply(Edit::SetStrength(id("ana"), Strength::ONE)).expect("fits");
    let voter = &session.rounds[0].ballots[0].voter;
    assert_eq!(voter, &Voter::Unnamed { slip: id("x"), strength: Strength::clamped(3.0) });
}

#[test]
fn a_second_unnamed_ballot_is_refused_and_so_is_taking_one_back() {
    let mut session = collecting(false);
    cast(&mut session, "ana", &[("speed", 90.0)]).expect("is taken");
    let why = RoundError::CastUnnamed("ANA".to_owned());
    refuses(&mut session, |s| cast(s, "ana", &[("speed", 10.0)]), &why);
    let again = ballot("ana", &[]);
    refuses(&mut session, |s| s.cast(&id("ana"), id("another"), again), &why);
    refuses(&mut session, |s| s.withdraw(&id("ana"), at(99)), &why);
    assert!(why.to_string().starts_with("ANA has cast a ballot without a name"), "{why}");
    let none = RoundError::NoBallot("BEN".to_owned());
    refuses(&mut session, |s| s.withdraw(&id("ben"), at(99)), &none);
}

#[test]
fn a_slip_is_used_once_and_names_nobody() {
    let mut session = collecting(false);
    session.cast(&id("ana"), id("x"), ballot("ana", &[])).expect("is taken");
    for slip in ["x", "ana", "ben", "cyd"] {
        let why = RoundError::Log(EditError::Taken(id(slip)));
        refuses(&mut session, |s| s.cast(&id("ben"), id(slip), ballot("ben", &[])), &why);
    }
    session.cast(&id("ben"), id("y"), ballot("ben", &[])).expect("is taken");
    // With names it is not looked at.
    let mut session = collecting(true);
    session.cast(&id("ana"), id("ana"), ballot("ana", &[])).expect("is taken");
    session.cast(&id("ben"), id("ana"), ballot("ben", &[])).expect("is taken");
}

/// In which orders three people can vote.
const ORDERS: [[usize; 3]; 6] = [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]];

#[test]
fn nothing_stored_links_somebody_with_points_that_were_given_without_a_name() {
    // The slips are handed out at random, so each order of them is as good as any.
    for slips in ORDERS {
        let mut seen = BTreeSet::new();
        for order in ORDERS {
            let mut session = collecting(false);
            for at in order {
                let points = [("speed", [11.0, 22.0, 33.0][at])];
                let slip = id(&format!("slip{}", slips[at]));
                let mut given = ballot(EVERYBODY[at], &points);
                given.comments.insert(id("speed"), ["one", "two", "three"][at].to_owned());
                session.cast(&id(EVERYBODY[at]), slip, given).expect("is taken");
            }
            session.reveal(at(20)).expect("is shown");
            let text = session_text(&session).expect("text");
            assert_eq!(parse_session(&text).expect("reads"), session);
            // Each name is among the people and among those who voted, and nowhere else.
            for name in EVERYBODY {
                assert_eq!(text.matches(&format!("\"{name}\"")).count(), 2, "{text}");
                let ballots = format!("{:?}", session.rounds[0].ballots);
                assert!(!ballots.contains(name), "{ballots}");
            }
            let ballots = text.lines().filter(|line| line.contains("slip"));
            assert!(ballots.clone().count() == 3 && ballots.clone().all(|b| !b.contains("person")));
            assert!(
                text.contains("\"ana\",\n                \"ben\",\n                \"cyd\",\n")
            );
            seen.insert((text, format!("{session:?}")));
        }
        assert_eq!(seen.len(), 1, "the order of casting can be told");
    }
}

#[test]
fn whoever_swaps_ballots_without_names_changes_nothing() {
    let stored = |ana: f64, ben: f64| {
        let mut session = collecting(false);
        // Whose slip is whose is random, so it goes with the points here.
        for (name, points) in [("ana", ana), ("ben", ben), ("cyd", 3.0)] {
            let slip = id(&format!("s{points}"));
            session.cast(&id(name), slip, ballot(name, &[("speed", points)])).expect("is taken");
        }
        session.reveal(at(20)).expect("is shown");
        (session_text(&session).expect("text"), format!("{session:?}"))
    };
    assert_eq!(stored(1.0, 2.0), stored(2.0, 1.0));
}

#[test]
fn whether_names_are_stored_is_said_before_a_round_and_holds_for_it() {
    let mut session = collecting(true);
    cast(&mut session, "ana", &[]).expect("is taken");
    session.apply(Edit::StoreNames(false)).expect("fits");
    cast(&mut session, "ben", &[]).expect("is taken");
    let round = session.collecting().expect("is open");
    assert!(round.named() && round.ballots.iter().all(|ballot| ballot.person().is_some()));
    session.reveal(at(20)).expect("is shown");

    session.open_round(id("r2"), at(30)).expect("opens");
    session.apply(Edit::StoreNames(true)).expect("fits");
    for name in EVERYBODY {
        cast(&mut session, name, &[]).expect("is taken");
    }
    let round = session.collecting().expect("is open");
    assert!(!round.named() && round.ballots.iter().all(|ballot| ballot.person().is_none()));
    session.reveal(at(40)).expect("is shown");
    session.open_round(id("r3"), at(50)).expect("opens");
    assert!(session.collecting().is_some_and(Round::named));
    assert_eq!(session.fault(), None);
}

// Papers

#[test]
fn a_paper_asks_for_every_criterion_in_the_order_of_the_session() {
    let mut session = revealed(true);
    session.criteria[0].definition = "How soon".to_owned();
    session.criteria[0].low = "Weeks".to_owned();
    session.criteria[0].high = "Hours".to_owned();
    session.people[1].name = "  ".to_owned();
    session.brief.title = " Billing ".to_owned();
    session.open_round(id("r2"), at(30)).expect("opens");
    let paper = session.paper(&id("ben")).expect("a paper");
    assert_eq!((&paper.session, &paper.round, paper.number), (&id("s"), &id("r2"), 2));
    assert_eq!((&paper.person, paper.name.as_str()), (&id("ben"), "Someone without a name"));
    assert_eq!((paper.title.as_str(), paper.method), ("Billing", Method::Swing));
    let asked: Vec<_> = paper.lines.iter().map(|line| line.criterion.as_str()).collect();
    assert_eq!(asked, ["speed", "depth"]);
    let line = paper.line(&id("speed")).expect("a line");
    let told = [&line.name, &line.definition, &line.low, &line.high];
    assert_eq!(told, ["speed", "How soon", "Weeks", "Hours"]);
    assert!(paper.is_blank() && paper.comments().is_empty());
    assert_eq!(paper.line(&id("late")), None);
    assert_eq!(session.paper(&id("zoe")), Err(RoundError::Stranger(id("zoe"))));
    // A paper of an unnamed round is the same.
    let paper = collecting(false).paper(&id("ana")).expect("a paper");
    assert_eq!((paper.number, paper.name.as_str()), (1, "ANA"));
}

#[test]
fn a_paper_is_blank_until_something_is_answered_or_said() {
    let blank = collecting(true).paper(&id("ana")).expect("a paper");
    let changed = |change: &dyn Fn(&mut weighbridge::session::Paper)| {
        let mut paper = blank.clone();
        change(&mut paper);
        paper.is_blank()
    };
    let zero = Some(Points::clamped(0.0));
    assert!(!changed(&|paper| paper.lines[1].swing = zero));
    assert!(!changed(&|paper| paper.lines[1].share = zero));
    assert!(!changed(&|paper| paper.lines[0].comment = "why".to_owned()));
    assert!(!changed(&|paper| paper.order = vec![vec![id("speed")]]));
    let (first, second) = (id("speed"), id("depth"));
    let compared = weighbridge::session::Comparison { first, second, ratio: 1.0 };
    assert!(!changed(&|paper| paper.comparisons = vec![compared.clone()]));
    // Another method and a comment of spaces answer nothing.
    assert!(changed(&|paper| paper.method = Method::Budget));
    assert!(changed(&|paper| paper.lines[0].comment = " \n".to_owned()));
}

#[test]
fn comments_come_from_the_paper_trimmed_and_without_empty_ones() {
    let mut paper = collecting(true).paper(&id("ana")).expect("a paper");
    paper.line_mut(&id("speed")).expect("a line").comment = "  so \n it is\t".to_owned();
    paper.line_mut(&id("depth")).expect("a line").comment = " \n ".to_owned();
    assert_eq!(paper.line_mut(&id("late")), None);
    let said = BTreeMap::from([(id("speed"), "so \n it is".to_owned())]);
    assert_eq!(paper.comments(), said);
}

#[test]
fn a_paper_can_start_from_an_earlier_ballot() {
    let mut session = revealed(true);
    session.apply(Edit::Remove(ItemRef::Criterion(id("depth")))).expect("fits");
    let late = Item::Criterion(Box::new(criterion("late", 50.0, 5.0, 5.0)));
    session.apply(Edit::Insert(0, late)).expect("fits");
    session.rounds[0].ballots[1].points.insert(id("depth"), Points::clamped(7.0));
    session.open_round(id("r2"), at(30)).expect("opens");
    let earlier = session.earlier_ballot(&id("ben")).expect("has voted").clone();
    let mut paper = session.paper(&id("ben")).expect("a paper");
    paper.method = Method::Budget;
    paper.lines[0].share = Some(Points::clamped(60.0));
    paper.lines[0].swing = Some(Points::clamped(40.0));
    paper.start_from(&earlier);
    assert_eq!(paper.method, Method::Swing);
    let swing: Vec<_> =
        paper.lines.iter().map(|l| (l.criterion.as_str(), l.swing.map(Points::get))).collect();
    assert_eq!(swing, [("late", None), ("speed", Some(100.0))], "the largest counts 100");
    assert_eq!(paper.lines[0].share, Some(Points::clamped(60.0)), "kept, and not counted");
}

#[test]
fn the_earlier_ballot_is_the_last_one_that_was_shown_and_says_whose_it_is() {
    let mut session = revealed(true);
    let earlier = |session: &Session, name: &str| {
        let points = &session.earlier_ballot(&id(name))?.points;
        points.get(&id("speed")).map(|points| points.get())
    };
    assert_eq!(earlier(&session, "ana"), Some(10.0));
    assert_eq!(earlier(&session, "zoe"), None);
    // One that is being collected is not shown yet, not even to whoever cast it.
    session.open_round(id("r2"), at(30)).expect("opens");
    cast(&mut session, "ana", &[("speed", 99.0)]).expect("is taken");
    assert_eq!(earlier(&session, "ana"), Some(10.0));
    session.reveal(at(40)).expect("is shown");
    assert_eq!((earlier(&session, "ana"), earlier(&session, "ben")), (Some(99.0), Some(20.0)));
    // An unnamed round in between is passed over.
    session.brief.names_stored = false;
    session.open_round(id("r3"), at(50)).expect("opens");
    for name in EVERYBODY {
        cast(&mut session, name, &[("speed", 1.0)]).expect("is taken");
    }
    session.reveal(at(60)).expect("is shown");
    assert_eq!((earlier(&session, "ana"), earlier(&session, "ben")), (Some(99.0), Some(20.0)));
}

// The log

/// What the log comes to, worked out from the first entry on.
#[derive(Debug, Default, PartialEq)]
struct Told {
    uncovered: bool,
    agreed: Option<(Timestamp, BTreeMap<Id, Points>)>,
    running: Option<(Id, Timestamp)>,
}

fn told(session: &Session) -> Told {
    let mut told = Told::default();
    // Whether somebody has looked since the round that is open was opened.
    let mut looked = false;
    let open = session.collecting().map(|round| &round.id);
    for Entry { at, event } in &session.log {
        match event {
            Event::UncoveredEarly => looked = true,
            Event::WeightsReopened => looked = false,
            Event::RoundOpened(id) if Some(id) == open => looked = false,
            _ => {}
        }
        match event {
            Event::WeightsAgreed(points) => {
                told.uncovered = true;
                told.agreed = Some((*at, points.clone()));
            }
            Event::WeightsReopened | Event::RoundOpened(_) => {
                told.uncovered = false;
                told.agreed = None;
            }
            Event::UncoveredEarly => told.uncovered = true,
            Event::AgendaStarted { item, .. } => told.running = Some((item.clone(), *at)),
            Event::AgendaEnded => told.running = None,
            Event::RoundRevealed(_)
            | Event::RoundCancelled
            | Event::BallotTakenBack(_)
            | Event::Overridden { .. } => {}
        }
    }
    if open.is_some() {
        (told.uncovered, told.agreed) = (looked, None);
    }
    told
}

proptest! {
    #[test]
    fn what_is_covered_agreed_and_running_follows_from_the_log_in_any_order(
        events in prop::collection::vec((event(), 0_i64..1000), 0..12),
        mut session in session(),
    ) {
        for (event, second) in events {
            // Too many minutes are refused.
            let _ = session.log(Entry { at: at(second), event });
            let told = told(&session);
            prop_assert_eq!(session.covered(), !told.uncovered);
            let agreed = session.agreed().map(|(at, points)| (at, points.clone()));
            prop_assert_eq!(&agreed, &told.agreed);
            prop_assert!(agreed.is_some() || session.drift().is_empty());
            let running = session.on_agenda();
            prop_assert_eq!(running.map(|r| r.since), told.running.as_ref().map(|r| r.1));
            let place = |id: &Id| session.agenda.iter().position(|part| &part.id == id);
            let wanted = told.running.and_then(|(item, _)| place(&item));
            prop_assert_eq!(running.and_then(|r| r.place), wanted);
        }
    }

    #[test]
    fn whatever_happens_breaks_nothing_and_what_is_refused_leaves_nothing(
        mut session in session(), happenings in prop::collection::vec(happening(), 0..20),
    ) {
        for happening in happenings {
            let before = session.clone();
            if !happen(&mut session, happening.clone()) {
                prop_assert_eq!(&session, &before);
            }
            prop_assert_eq!(session.fault(), None);
            // The log only grows, ballots are given once shown, and covering never shows.
            prop_assert!(session.log.starts_with(&before.log));
            for round in before.rounds.iter().filter(|round| round.revealed.is_some()) {
                prop_assert!(session.rounds.contains(round));
            }
            for round in &session.rounds {
                let cast = session.people.iter().filter(|p| round.has_voted(&p.id)).count();
                prop_assert_eq!(cast, round.ballots.len());
                let kept: Vec<_> = round.ballots.iter().map(Ballot::key).collect();
                prop_assert!(round.named() || kept.is_sorted());
            }
            prop_assert!(session.collecting().is_none() || before.collecting().is_some()
                || session.covered());
        }
        let text = session_text(&session).expect("text");
        prop_assert_eq!(parse_session(&text).expect("reads"), session);
    }
}

#[test]
fn the_log_keeps_texts_as_a_session_does_and_refuses_what_is_beyond_its_limits() {
    let mut session = team();
    let overridden = |reason: String| Event::Overridden {
        criterion: id("speed"),
        ballots: Points::clamped(40.0),
        points: Points::clamped(60.0),
        reason,
    };
    let begun = |name: String, minutes| Event::AgendaStarted { item: id("a"), name, minutes };
    for event in [overridden("so\r\nbe\u{0} it".to_owned()), begun("Wei\u{7}gh".to_owned(), 600)] {
        session.log(Entry { at: at(1), event }).expect("fits");
    }
    let text = session_text(&session).expect("text");
    assert_eq!(parse_session(&text).expect("reads"), session);
    assert!(session.log[0].event.words(&session).ends_with("40: so\nbe it"));

    let long = || "x".repeat(MAX_TEXT + 1);
    let before = session.clone();
    for (event, why) in [
        (overridden(long()), EditError::TooLong(MAX_TEXT + 1)),
        (begun(long(), 5), EditError::TooLong(MAX_TEXT + 1)),
        (begun("Weigh".to_owned(), MAX_MINUTES + 1), EditError::TooManyMinutes),
    ] {
        assert_eq!(session.log(Entry { at: at(2), event }), Err(why));
        assert_eq!(session, before);
    }
}

#[test]
fn a_reveal_is_told_with_who_does_not_count_and_how_the_ballots_came() {
    let told = |count: usize, advisers: usize, ways: &[Way]| {
        let mut session = revealed(true);
        for (at, person) in session.people.iter_mut().enumerate() {
            person.strength = Strength::clamped(if at < advisers { 0.0 } else { 1.0 });
        }
        let round = session.rounds.last_mut().expect("a round");
        round.ballots.truncate(count);
        for (ballot, way) in round.ballots.iter_mut().zip(ways) {
            ballot.way = *way;
        }
        Event::RoundRevealed(id("r1")).words(&session)
    };
    let said = |words: &str| format!("Round 1 was revealed, with {words}");
    assert_eq!(told(3, 0, &[]), said("3 ballots"));
    assert_eq!(told(3, 1, &[]), said("3 ballots, 1 of them an adviser’s"));
    assert_eq!(told(3, 2, &[Way::Pasted]), said("3 ballots, 2 of them advisers’; 1 pasted"));
    assert_eq!(told(1, 1, &[Way::File]), said("1 ballot, an adviser’s; 1 from a file"));
    let ways = [Way::File, Way::Pasted, Way::File];
    assert_eq!(told(3, 0, &ways), said("3 ballots; 2 from files, 1 pasted"));
}

#[test]
fn every_event_is_told_in_words_with_the_names_of_the_session() {
    let mut session = revealed(true);
    session.criteria[0].name = "Delivery speed".to_owned();
    session.open_round(id("r2"), at(30)).expect("opens");
    cast(&mut session, "ana", &[]).expect("is taken");
    session.reveal(at(40)).expect("is shown");
    let points = Points::clamped;
    let overridden = |name: &str| Event::Overridden {
        criterion: id(name),
        ballots: points(42.5),
        points: points(60.0),
        reason: "the contract asks for it".to_owned(),
    };
    let begun = |minutes| Event::AgendaStarted { item: id("a"), name: "Weigh".to_owned(), minutes };
    let cases = [
        (session.agreeing(), "The weights were agreed"),
        (Event::WeightsReopened, "The weights were opened again"),
        (Event::UncoveredEarly, "The result was uncovered before the weights were agreed"),
        (Event::RoundOpened(id("r2")), "Round 2 was opened"),
        (Event::RoundOpened(id("taken-back")), "A round was opened"),
        (Event::RoundRevealed(id("r1")), "Round 1 was revealed, with 3 ballots"),
        (Event::RoundRevealed(id("r2")), "Round 2 was revealed, with 1 ballot"),
        (Event::RoundRevealed(id("none")), "A round was revealed, with 0 ballots"),
        (Event::BallotTakenBack(id("ana")), "The ballot of ANA was taken back"),
        (Event::RoundCancelled, "A round was taken back, and nothing of it was shown"),
        (
            overridden("speed"),
            "Delivery speed was given 60 points, where the ballots say 42.5: the contract asks \
             for it",
        ),
        (
            overridden("gone"),
            "gone was given 60 points, where the ballots say 42.5: the contract asks for it",
        ),
        (begun(25), "Agenda: Weigh, 25 min"),
        (begun(0), "Agenda: Weigh"),
        (Event::AgendaEnded, "The agenda was through"),
    ];
    for (event, words) in cases {
        assert_eq!(event.words(&session), words);
    }
}

#[test]
fn minutes_go_by_at_their_edge_and_never_backwards() {
    let mut session = team();
    session.agenda = vec![AgendaItem { id: id("a"), name: "Weigh".to_owned(), minutes: 2 }];
    let event = session.agenda[0].begin();
    session.log(Entry { at: at(600), event }).expect("fits");
    let running = session.on_agenda().expect("is running");
    assert_eq!((running.place, running.name, running.minutes), (Some(0), "Weigh", 2));
    let told = |now: i64| (running.elapsed(at(now)), running.left(at(now)));
    // Seconds since it began, minutes gone, minutes left.
    for (since, gone, left) in [
        (0, 0, 2),
        (59, 0, 2),
        (60, 1, 1),
        (119, 1, 1),
        (120, 2, 0),
        (179, 2, 0),
        (180, 3, -1),
        (3600, 60, -58),
        // The clock was set back.
        (-1, 0, 2),
        (-600, 0, 2),
    ] {
        assert_eq!(told(600 + since), (gone, Some(left)), "{since} seconds");
    }
    assert_eq!(running.elapsed(Timestamp::MIN), 0);
    assert!(running.elapsed(Timestamp::MAX) > 1_000_000);
    // Without a limit there is nothing left to tell.
    session.apply(Edit::SetMinutes(id("a"), 0)).expect("fits");
    let running = session.on_agenda().expect("is running");
    assert_eq!((running.left(at(0)), running.left(at(9999))), (None, None));
    let later = at(600) + SignedDuration::from_millis(59_999);
    assert_eq!(running.elapsed(later), 0);
}

#[test]
fn the_running_part_is_the_one_begun_last_and_keeps_its_name_when_it_is_taken_off() {
    let mut session = team();
    let part = |name: &str, minutes| AgendaItem { id: id(name), name: name.to_owned(), minutes };
    session.agenda = vec![part("first", 5), part("second", 0)];
    assert_eq!(session.on_agenda(), None);
    for (n, part) in session.agenda.clone().into_iter().enumerate() {
        let at = at(i64::try_from(n).expect("few"));
        session.log(Entry { at, event: part.begin() }).expect("fits");
    }
    // What else is written into the log ends nothing.
    session.log(Entry { at: at(3), event: Event::UncoveredEarly }).expect("fits");
    let running = session.on_agenda().expect("is running");
    assert_eq!((running.place, running.since), (Some(1), at(1)));
    session.apply(Edit::Move(ItemRef::Agenda(id("second")), 0)).expect("fits");
    session
        .apply(Edit::Write(Field::AgendaName(id("second")), "Renamed".to_owned()))
        .expect("fits");
    session.apply(Edit::SetMinutes(id("second"), 30)).expect("fits");
    let running = session.on_agenda().expect("is running");
    assert_eq!((running.place, running.name, running.minutes), (Some(0), "Renamed", 30));
    session.apply(Edit::Remove(ItemRef::Agenda(id("second")))).expect("fits");
    let running = session.on_agenda().expect("is running");
    assert_eq!((running.place, running.name, running.minutes), (None, "second", 0));
    session.log(Entry { at: at(9), event: Event::AgendaEnded }).expect("fits");
    assert_eq!(session.on_agenda(), None);
}

#[test]
fn a_part_of_the_agenda_takes_so_long_and_no_longer() {
    let mut session = team();
    let part = |minutes| {
        Edit::Insert(0, Item::Agenda(AgendaItem { id: id("a"), name: String::new(), minutes }))
    };
    refuses_edit(&mut session, part(MAX_MINUTES + 1), &EditError::TooManyMinutes);
    session.apply(part(MAX_MINUTES)).expect("fits");
    refuses_edit(&mut session, Edit::SetMinutes(id("a"), u16::MAX), &EditError::TooManyMinutes);
    assert_eq!(session.agenda[0].shown(), "A part without a name");
}

// Faults

#[track_caller]
fn fault(session: &Session, part: &str) {
    let found = session.fault().expect("a fault");
    assert!(found.contains(part), "{found}");
}

#[test]
fn a_voter_that_nobody_knows_is_a_fault() {
    let mut session = revealed(true);
    assert_eq!(session.fault(), None);
    session.people.remove(1);
    fault(&session, "a ballot is from “ben”, who is no participant");
    let mut session = revealed(false);
    assert_eq!(session.fault(), None);
    session.people.remove(2);
    fault(&session, "a ballot is from “cyd”, who is no participant");
}

#[test]
fn two_ballots_of_one_person_or_slip_are_a_fault() {
    for named in [true, false] {
        let mut session = revealed(named);
        let again = session.rounds[0].ballots[0].clone();
        session.rounds[0].ballots.push(again);
        fault(&session, "has two ballots in one round");
    }
}

#[test]
fn a_ballot_of_the_other_kind_is_a_fault() {
    let mut session = revealed(true);
    let slip = Voter::Unnamed { slip: id("x"), strength: Strength::ONE };
    session.rounds[0].ballots[0].voter = slip;
    fault(&session, "the ballot “x” is of another kind than round “r1”");
    let mut session = revealed(false);
    session.rounds[0].ballots[0].voter = Voter::Named(id("ana"));
    fault(&session, "the ballot “ana” is of another kind than round “r1”");
}

#[test]
fn more_unnamed_ballots_than_people_who_voted_are_a_fault_and_so_are_fewer() {
    let mut session = revealed(false);
    let ballot = session.rounds[0].ballots.pop().expect("three");
    fault(&session, "in round “r1” 3 have voted, and there are 2 ballots");
    session.rounds[0].ballots.push(ballot);
    session.rounds[0].unnamed.as_mut().expect("unnamed").pop_first();
    fault(&session, "in round “r1” 2 have voted, and there are 3 ballots");
}

#[test]
fn an_id_that_comes_twice_is_a_fault() {
    let mut session = team();
    session.rounds = vec![Round::new(id("r"), true), Round::new(id("r"), true)];
    fault(&session, "the id “r” is used twice");
    let mut session = team();
    let part = AgendaItem { id: id("a"), name: String::new(), minutes: 0 };
    session.agenda = vec![part.clone(), part];
    fault(&session, "the id “a” is used twice");
    let mut session = team();
    session.parked = vec![Parked { id: id("k"), text: String::new(), done: false }; 2];
    fault(&session, "the id “k” is used twice");
    let mut session = team();
    session.follow_ups = vec![follow_up("f"); 2];
    fault(&session, "the id “f” is used twice");
}

fn follow_up(name: &str) -> FollowUp {
    FollowUp { id: id(name), text: String::new(), owner: String::new(), due: None, done: false }
}

#[test]
fn more_than_there_may_be_is_a_fault() {
    type Add = fn(&mut Session, Id);
    let cases: [(&str, usize, Add); 9] = [
        ("criteria", MAX_CRITERIA, |s, id| s.criteria.push(criterion(id.as_str(), 1.0, 1.0, 1.0))),
        ("people", MAX_PEOPLE, |s, id| s.people.push(person(id.as_str()))),
        ("must-haves", MAX_MUST_HAVES, |s, id| {
            let (name, outcome) = (String::new(), Pair::default());
            s.brief.must_haves.push(MustHave { id, name, outcome });
        }),
        ("notes", MAX_NOTES, |s, id| {
            s.notes.push(Note {
                id,
                criterion: None,
                side: None,
                author: String::new(),
                written: Timestamp::UNIX_EPOCH,
                edited: None,
                text: String::new(),
            });
        }),
        ("rounds", MAX_ROUNDS, |s, id| s.rounds.push(Round::new(id, true))),
        ("items on the agenda", MAX_AGENDA, |s, id| {
            s.agenda.push(AgendaItem { id, name: String::new(), minutes: 0 });
        }),
        ("things put aside", MAX_PARKED, |s, id| {
            s.parked.push(Parked { id, text: String::new(), done: false });
        }),
        ("follow-ups", MAX_PARKED, |s, id| s.follow_ups.push(follow_up(id.as_str()))),
        ("log entries", MAX_LOG, |s, _| {
            s.log.push(Entry { at: Timestamp::UNIX_EPOCH, event: Event::AgendaEnded });
        }),
    ];
    for (what, max, add) in cases {
        let mut session = empty();
        for n in 0..max {
            add(&mut session, id(&format!("x{n}")));
        }
        assert_eq!(session.fault(), None, "{what}");
        add(&mut session, id("more"));
        fault(&session, &format!("{} {what} are more than the {max}", max + 1));
    }
}

#[test]
fn what_people_weigh_stays_as_it_is_while_they_do() {
    let mut session = team();
    let rename = || Edit::Write(Field::CriterionName(id("speed")), "Pace".to_owned());
    session.open_round(id("r"), at(1)).expect("opens");
    assert_eq!(session.apply(rename()), Err(EditError::Collecting));
    cast(&mut session, "ana", &[("speed", 10.0)]).expect("is taken");
    session.reveal(at(2)).expect("is shown");
    session.apply(rename()).expect("fits again");
}

#[test]
fn an_advisers_ballot_hides_nobody_in_a_round_without_names() {
    let mut session = team();
    session.brief.names_stored = false;
    session.people[0].strength = Strength::clamped(0.0);
    session.open_round(id("r"), at(1)).expect("opens");
    for name in EVERYBODY {
        cast(&mut session, name, &[("speed", 1.0)]).expect("is taken");
    }
    assert_eq!(session.reveal(at(2)), Err(RoundError::TooFew(2)));
}

#[test]
fn a_round_that_a_merge_left_open_under_an_agreement_is_covered() {
    let mut session = team();
    session.open_round(id("r"), at(1)).expect("opens");
    let agreed = session.agreeing();
    session.log(Entry { at: at(2), event: agreed }).expect("logged");
    assert!(session.covered() && session.agreed().is_none());
    session.log(Entry { at: at(3), event: Event::UncoveredEarly }).expect("logged");
    assert!(!session.covered());
}
