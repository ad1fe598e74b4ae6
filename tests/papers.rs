//! Ballots whose names are not stored, and ballot papers: what each asks, and what may be told from
//! it.
#![allow(
    clippy::expect_used,
    clippy::float_cmp,
    clippy::panic,
    reason = "a test fails by panicking, and exact results are compared exactly"
)]

mod common;

use std::collections::{BTreeMap, BTreeSet};

use common::rounds::{EVERYBODY, at, cast, collecting, refuses, revealed};
use common::{ballot, criterion, id};
use weighbridge::session::{
    Edit, EditError, Item, ItemRef, Method, Points, Round, RoundError, Session, Strength, Voter,
    Way,
};
use weighbridge::store::{parse_session, session_text};

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
