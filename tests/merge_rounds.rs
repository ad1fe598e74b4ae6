//! Rounds in a merge: ballots come together, and what was revealed is asked about.
#![allow(
    clippy::expect_used,
    clippy::float_cmp,
    clippy::panic,
    reason = "a test fails by panicking, and exact results are compared exactly"
)]

mod common;

use std::collections::{BTreeMap, BTreeSet};

use common::id;
use common::merging::{
    at, merged, only, path, person, points, set_points, start, vote, vote_unnamed, with,
};
use proptest::prelude::*;
use weighbridge::session::{Ballot, Edit, Id, Item, ItemRef, Round, Session};
use weighbridge::store::diff::changes;
use weighbridge::store::merge::{Kind, Merged, OPEN, Prepared, Take, merge, merge_taking};

#[test]
fn ballots_without_names_come_together_and_no_place_or_word_tells_whose_one_is() {
    let base = start();
    let (mut ours, mut theirs) = (base.clone(), base.clone());
    vote_unnamed(&mut ours, &id("dana"), "m", 10.0);
    vote_unnamed(&mut theirs, &id("eli"), "b", 90.0);
    let merged = merged(&base, &ours, &theirs);
    assert_eq!(merged.conflicts, []);
    let round = &merged.session.rounds[0];
    let voted: Vec<&str> = round.unnamed.iter().flatten().map(Id::as_str).collect();
    let slips: Vec<&str> = round.ballots.iter().map(|ballot| ballot.key().as_str()).collect();
    assert_eq!((voted, slips), (vec!["dana", "eli"], vec!["b", "m"]));
    assert_eq!(
        changes(&ours, &merged.session),
        ["Vote of Eli in round 1 added", "1 ballot came in round 1"]
    );
    // Who has voted stays, even where somebody has removed them meanwhile.
    let gone = with(&base, [Edit::Remove(ItemRef::Person(id("eli")))]);
    let result = merge(Some(&base), &gone, &theirs, &BTreeMap::new()).expect("merges");
    assert_eq!((only(&result).kind, result.session.people.len()), (Kind::Kept, 2));
}

/// A version in which these people have voted without their names, each under a slip.
fn with_slips(base: &Session, slips: &[(&str, &str)]) -> Session {
    let mut session = base.clone();
    for (person, slip) in slips {
        vote_unnamed(&mut session, &id(person), slip, 40.0);
    }
    session
}

#[test]
fn two_ballots_of_one_person_without_a_name_are_chosen_between() {
    let base = with(&start(), [Edit::Insert(9, Item::Person(person("Fay")))]);
    let ours = with_slips(&base, &[("dana", "m"), ("eli", "k")]);
    let theirs = with_slips(&base, &[("dana", "b"), ("fay", "z")]);
    let result = merged(&base, &ours, &theirs);
    let conflict = only(&result);
    assert_eq!((conflict.kind, &conflict.path), (Kind::Twice, &path(&["rounds", "u", "ballots"])));
    assert_eq!(
        conflict.what,
        "Dana voted in both versions of round 1 without a name: all of its ballots stay as they \
         are here, or all as they are there"
    );
    assert_eq!(conflict.ours.as_deref(), Some("2 ballots, of Dana and Eli"));
    assert_eq!(conflict.theirs.as_deref(), Some("2 ballots, of Dana and Fay"));
    // Neither points nor slips are told.
    let text = format!("{conflict:?}");
    assert!(!text.contains("40") && !text.contains("\"m\"") && !text.contains("\"b\""), "{text}");
    assert_eq!(result.session.fault(), None);
    for (take, side) in [(Take::Ours, &ours), (Take::Theirs, &theirs)] {
        let taken = merge_taking(Some(&base), &ours, &theirs, take).expect("merges");
        assert_eq!(&taken, side);
        let choices = BTreeMap::from([(conflict.path.clone(), take)]);
        let chosen = merge(Some(&base), &ours, &theirs, &choices).expect("merges");
        assert_eq!((&chosen.session, chosen.conflicts), (side, vec![]));
    }
    // Nor is anybody in the way who has voted in one version only.
    let theirs = with_slips(&base, &[("fay", "z")]);
    assert_eq!(merged(&base, &ours, &theirs).session.rounds[0].ballots.len(), 3);
}

/// The same with its first round revealed.
fn reveal(mut session: Session) -> Session {
    session.rounds[0].revealed = Some(at(60));
    session
}

/// With somebody's ballot in round 1.
fn cast(mut session: Session, person: &str, given: f64) -> Session {
    vote(&mut session, "round-1", person, &[("hiring", given)]);
    session
}

#[test]
fn a_ballot_that_comes_after_the_round_was_revealed_is_asked_about() {
    let begun = cast(start(), "dana", 10.0);
    let shown = reveal(begun.clone());
    let late = "Ballot of Eli in round 1: cast there only, in a round that was revealed without it";
    // Revealed before, or meanwhile on one side.
    for (base, ours, theirs) in [
        (&shown, shown.clone(), cast(shown.clone(), "eli", 20.0)),
        (&begun, shown.clone(), cast(begun.clone(), "eli", 20.0)),
    ] {
        // With something else on our side, so that the versions have to be merged.
        let ours = with(&ours, [set_points("async", 33.0)]);
        let result = merged(base, &ours, &theirs);
        let conflict = only(&result).clone();
        assert_eq!((conflict.kind, conflict.what.as_str()), (Kind::Late, late));
        assert_eq!(conflict.path, path(&["rounds", "round-1", "ballots", "eli"]));
        assert_eq!(conflict.ours, None);
        for (take, count) in [(Take::Ours, 1), (Take::Theirs, 2)] {
            let choices = BTreeMap::from([(conflict.path.clone(), take)]);
            let result = merge(Some(base), &ours, &theirs, &choices).expect("merges");
            assert_eq!(result.conflicts, []);
            let round = &result.session.rounds[0];
            assert_eq!((round.ballots.len(), round.revealed), (count, Some(at(60))));
        }
    }
    // One that was changed.
    let result = merged(&begun, &cast(begun.clone(), "dana", 30.0), &shown);
    assert_eq!(
        only(&result).what,
        "Ballot of Dana in round 1: not the same here and there, in a round that was revealed"
    );
    // What both have, and what was shown with the rest, is no question.
    let both = cast(begun.clone(), "eli", 20.0);
    for (ours, theirs) in [
        (reveal(both.clone()), both.clone()),
        (reveal(both.clone()), begun.clone()),
        (reveal(both.clone()), reveal(both.clone())),
    ] {
        for (one, other) in [(&ours, &theirs), (&theirs, &ours)] {
            let result = merged(&begun, one, other);
            assert_eq!(result, Merged { session: reveal(both.clone()), conflicts: vec![] });
        }
    }
    // As long as nobody has revealed it, ballots come together.
    let result = merged(&begun, &both, &cast(begun.clone(), "dana", 30.0));
    assert_eq!((result.session.rounds[0].ballots.len(), result.conflicts), (2, vec![]));
}

#[test]
fn a_ballot_without_a_name_that_comes_late_is_asked_about() {
    let people = ["Fay", "Gil"].map(|name| Edit::Insert(9, Item::Person(person(name))));
    let base = with(&start(), people);
    let three = with_slips(&base, &[("dana", "m"), ("eli", "k"), ("fay", "z")]);
    let (ours, theirs) = (reveal(three.clone()), with_slips(&three, &[("gil", "a")]));
    let result = merged(&three, &ours, &theirs);
    let conflict = only(&result);
    assert_eq!((conflict.kind, &conflict.path), (Kind::Late, &path(&["rounds", "u", "ballots"])));
    assert_eq!(
        conflict.what,
        "Round 1 was revealed, and ballots without names are not the same in it here and there"
    );
    assert_eq!(conflict.theirs.as_deref(), Some("4 ballots, of Dana, Eli, Fay and Gil"));
    for (take, count) in [(Take::Ours, 3), (Take::Theirs, 4)] {
        let taken = merge_taking(Some(&three), &ours, &theirs, take).expect("merges");
        let round = &taken.rounds[0];
        assert_eq!((round.ballots.len(), taken.fault()), (count, None));
        assert!(round.revealed.is_some() && round.ballots.is_sorted_by_key(Ballot::key));
    }
    // What was revealed with all that the other side has is no question.
    let result = merged(&base, &reveal(three.clone()), &with_slips(&base, &[("dana", "m")]));
    assert_eq!(result, Merged { session: reveal(three), conflicts: vec![] });
}

/// A version that has opened a round more, and revealed it if it says when.
fn opened(base: &Session, name: &str, revealed: Option<i64>) -> Session {
    let mut session = base.clone();
    session.open_round(id(name), at(100)).expect("opens");
    vote(&mut session, name, "dana", &[("hiring", 5.0)]);
    if let Some(second) = revealed {
        session.reveal(at(second)).expect("revealed");
    }
    session
}

#[test]
fn an_open_round_stands_last_and_of_two_one_is_chosen() {
    let base = opened(&start(), "first", Some(110));
    let rounds = |session: &Session| -> Vec<String> {
        session.rounds.iter().map(|round| round.id.to_string()).collect()
    };
    let open = opened(&base, "open", None);
    let (early, later) = (opened(&base, "early", Some(120)), opened(&base, "later", Some(130)));
    for (one, other, order) in
        [(&open, &later, ["first", "later", "open"]), (&early, &later, ["first", "early", "later"])]
    {
        for (one, other) in [(one, other), (other, one)] {
            let result = merged(&base, one, other);
            assert_eq!(
                (rounds(&result.session), result.conflicts),
                (order.map(Into::into).into(), vec![])
            );
        }
    }
    let another = opened(&base, "another", None);
    let result = merged(&base, &open, &another);
    let conflict = only(&result);
    assert_eq!((conflict.kind, &conflict.path), (Kind::Open, &path(&["rounds", OPEN])));
    assert_eq!(conflict.ours.as_deref(), Some("the round with 1 ballot"));
    assert_eq!(rounds(&result.session), ["first", "another", "open"], "nothing is lost meanwhile");
    for (take, last) in [(Take::Ours, "open"), (Take::Theirs, "another")] {
        let taken = merge_taking(Some(&base), &open, &another, take).expect("merges");
        assert_eq!(rounds(&taken), ["first", last]);
        assert_eq!(taken.collecting().map(|round| round.id.as_str()), Some(last));
        assert_eq!(taken.log.len(), open.log.len() + 1, "that both were opened is kept");
    }
}

/// What the program does to rounds.
#[derive(Clone, Debug)]
enum Act {
    Open(u8),
    Vote(u8, u8),
    Reveal,
    Cancel,
    Anonymous(bool),
}

fn act() -> impl Strategy<Value = Act> {
    prop_oneof![
        2 => (0..20_u8).prop_map(Act::Open),
        6 => (0..5_u8, any::<u8>()).prop_map(|(person, slip)| Act::Vote(person, slip)),
        2 => Just(Act::Reveal),
        1 => Just(Act::Cancel),
        1 => any::<bool>().prop_map(Act::Anonymous),
    ]
}

fn play(session: &Session, acts: &[Act], begin: i64) -> Session {
    let mut session = session.clone();
    for (second, act) in (begin..).zip(acts) {
        // What cannot be done is refused.
        match act {
            Act::Open(name) => {
                let _ = session.open_round(id(&format!("r{name}")), at(second));
            }
            Act::Vote(person, slip) => {
                let person = id(["dana", "eli", "fay", "gil", "hal"][usize::from(*person)]);
                let given = [(id("hiring"), points(f64::from(*slip % 100)))].into();
                let ballot = Ballot::new(person.clone(), given);
                let _ = session.cast(&person, id(&format!("slip-{slip}")), ballot);
            }
            Act::Reveal => {
                let _ = session.reveal(at(second));
            }
            Act::Cancel => {
                let _ = session.cancel_round(at(second));
            }
            Act::Anonymous(named) => session.brief.names_stored = *named,
        }
    }
    session
}

proptest! {
    #[test]
    fn rounds_stay_sound_and_what_was_revealed_stays_as_it_was(
        before in prop::collection::vec(act(), 0..14),
        here in prop::collection::vec(act(), 0..14),
        there in prop::collection::vec(act(), 0..14),
        any in any::<u32>(),
    ) {
        let people = ["Fay", "Gil", "Hal"].map(|name| Edit::Insert(9, Item::Person(person(name))));
        let base = play(&with(&start(), people), &before, 0);
        let (ours, theirs) = (play(&base, &here, 100), play(&base, &there, 110));
        let mut choices = BTreeMap::new();
        let prepared = Prepared::new(Some(&base), &ours, &theirs).expect("one session");
        let mut asked = BTreeSet::new();
        let result = loop {
            let result = merge(Some(&base), &ours, &theirs, &choices).expect("merges");
            let quick = prepared.conflicts(&choices).expect("fits");
            prop_assert_eq!(&quick, &result.conflicts);
            prop_assert_eq!(result.session.fault(), None);
            if result.conflicts.is_empty() {
                break result.session;
            }
            for (at, conflict) in result.conflicts.into_iter().enumerate() {
                let take = if any >> (at % 32) & 1 == 0 { Take::Ours } else { Take::Theirs };
                asked.insert(conflict.path.clone());
                prop_assert!(choices.insert(conflict.path, take).is_none(), "told again");
            }
        };
        let open = result.rounds.iter().position(|round| round.revealed.is_none());
        prop_assert!(open.is_none_or(|at| at + 1 == result.rounds.len()), "{:?}", result.rounds);
        // A round that was revealed has the ballots it was revealed with, unless it was asked about.
        for round in ours.rounds.iter().chain(&theirs.rounds).filter(|r| r.revealed.is_some()) {
            let of = |path: &Vec<String>| path.get(1).map(String::as_str) == Some(round.id.as_str());
            if !asked.iter().any(of) {
                let merged = result.rounds.iter().find(|r| r.id == round.id).expect("kept");
                let key = |round: &Round| {
                    let mut ballots = round.ballots.clone();
                    ballots.sort_by(|a, b| a.key().cmp(b.key()));
                    ballots
                };
                prop_assert_eq!(key(merged), key(round));
            }
        }
    }
}
