//! What the log says of rounds and of the agenda, and what is wrong with a session whose rounds do
//! not fit together.
#![allow(
    clippy::expect_used,
    clippy::float_cmp,
    clippy::panic,
    reason = "a test fails by panicking, and exact results are compared exactly"
)]

mod common;

use std::collections::BTreeMap;

use common::rounds::{at, cast, refuses_edit, revealed, team};
use common::{criterion, empty, event, happen, happening, id, person, session};
use jiff::{SignedDuration, Timestamp};
use proptest::prelude::*;
use weighbridge::session::{
    AgendaItem, Ballot, Edit, EditError, Entry, Event, Field, FollowUp, Id, Item, ItemRef,
    MAX_AGENDA, MAX_CRITERIA, MAX_LOG, MAX_MINUTES, MAX_MUST_HAVES, MAX_NOTES, MAX_PARKED,
    MAX_PEOPLE, MAX_ROUNDS, MAX_TEXT, MustHave, Note, Pair, Parked, Points, Round, Session,
    Strength, Voter, Way,
};
use weighbridge::store::{parse_session, session_text};

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
            | Event::Overridden { .. }
            | Event::CardOpened { .. } => {}
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
