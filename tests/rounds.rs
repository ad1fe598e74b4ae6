//! Rounds of ballots: who may open, cast, take back, reveal and cancel, and when.
#![allow(
    clippy::expect_used,
    clippy::float_cmp,
    clippy::panic,
    reason = "a test fails by panicking, and exact results are compared exactly"
)]

mod common;

use common::rounds::{
    EVERYBODY, agree, at, cast, collecting, refuses, refuses_edit, revealed, team,
};
use common::{ballot, criterion, id, person};
use weighbridge::session::{
    Ballot, Edit, EditError, Entry, Event, Field, History, Item, ItemRef, MAX_CRITERIA, MAX_LOG,
    MAX_ROUNDS, MAX_TEXT, Method, Participant, Points, Pool, Round, RoundError, Session, Side,
    Strength, Voter, Way,
};
use weighbridge::store::{parse_session, session_text};

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
