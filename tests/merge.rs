//! Merging two versions of a session, and telling what differs: nothing is lost, and what both
//! changed is asked about.
#![allow(
    clippy::expect_used,
    clippy::float_cmp,
    clippy::panic,
    reason = "a test fails by panicking, and exact results are compared exactly"
)]

mod common;

use std::collections::{BTreeMap, BTreeSet};

use common::{criterion, edit, id, session};
use jiff::Timestamp;
use proptest::prelude::*;
use weighbridge::session::{
    AgendaItem, Ballot, Edit, Entry, Event, Field, FollowUp, Id, Item, ItemRef, MAX_PEOPLE, Note,
    Origin, Pair, Parked, Participant, Points, Rating, Round, Session, Side, Strength, Voter,
};
use weighbridge::store::diff::changes;
use weighbridge::store::disk::RealDisk;
use weighbridge::store::merge::{
    Conflict, Kind, MergeError, Merged, OPEN, ORDER, Prepared, Take, merge, merge_taking,
    open_base, unfinished_text,
};
use weighbridge::store::{self, Expect, OpenError, SaveError};

fn at(second: i64) -> Timestamp {
    Timestamp::from_second(1_800_000_000 + second).expect("a time")
}

fn points(number: f64) -> Points {
    Points::clamped(number)
}

/// What edits do not reach: ballots and the log.
#[derive(Clone, Debug)]
enum More {
    Vote {
        round: u8,
        person: u8,
        criterion: u8,
        points: u8,
    },
    /// A ballot without a name.
    Slip {
        slip: u8,
        person: u8,
        points: u8,
    },
    Reveal(u8),
    Log(u8, bool),
    Item(u8, u8),
    Here(u8, bool),
}

fn more() -> impl Strategy<Value = More> {
    prop_oneof![
        4 => (0..3_u8, 0..4_u8, 0..6_u8, 0..4_u8)
            .prop_map(|(round, person, criterion, points)| More::Vote { round, person, criterion, points }),
        2 => (0..8_u8, 0..4_u8, 0..4_u8)
            .prop_map(|(slip, person, points)| More::Slip { slip, person, points }),
        2 => (0..9_u8, 0..3_u8).prop_map(|(number, what)| More::Item(number, what)),
        1 => (0..4_u8, any::<bool>()).prop_map(|(person, here)| More::Here(person, here)),
        3 => (0..4_u8).prop_map(More::Reveal),
        2 => (0..9_u8, any::<bool>()).prop_map(|(at, agreed)| More::Log(at, agreed)),
    ]
}

#[derive(Clone, Debug)]
enum Step {
    Edit(Box<Edit>),
    More(More),
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        3 => edit().prop_map(|edit| Step::Edit(Box::new(edit))),
        2 => more().prop_map(Step::More),
    ]
}

fn take_step(session: &mut Session, step: Step) {
    match step {
        Step::Edit(edit) => {
            // What does not fit is refused.
            let _ = session.apply(*edit);
        }
        Step::More(More::Vote { round, person, criterion, points: given }) => {
            let person = id(&format!("p{person}"));
            if session.people.iter().any(|known| known.id == person) {
                vote(
                    session,
                    &format!("r{round}"),
                    person.as_str(),
                    &[(&format!("c{criterion}"), f64::from(given))],
                );
            }
        }
        Step::More(More::Slip { slip, person, points: given }) => {
            let person = id(&format!("p{person}"));
            if session.people.iter().any(|known| known.id == person) {
                vote_unnamed(session, &person, &format!("s{slip}"), f64::from(given));
            }
        }
        Step::More(More::Item(number, what)) => {
            let (name, text) = (format!("Part {number}"), format!("Thing {number}"));
            let item = |prefix: &str| id(&format!("{prefix}{}", number / 3));
            let item = match number % 3 {
                0 => Item::Agenda(AgendaItem { id: item("a"), name, minutes: what.into() }),
                1 => Item::Parked(Parked { id: item("k"), text, done: what == 0 }),
                _ => {
                    let (id, owner) = (item("f"), name);
                    Item::FollowUp(FollowUp { id, text, owner, due: None, done: what == 0 })
                }
            };
            let at = usize::from(what);
            if session.apply(Edit::Insert(at, item.clone())).is_err() {
                let _ = session.apply(Edit::Remove(item.as_ref()));
            }
        }
        Step::More(More::Here(person, here)) => {
            let _ = session.apply(Edit::SetPresent(id(&format!("p{person}")), here));
        }
        Step::More(More::Reveal(round)) => {
            let round = id(["r0", "r1", "r2", "u"][usize::from(round)]);
            if let Some(round) = session.rounds.iter_mut().find(|row| row.id == round) {
                round.revealed = Some(at(0));
            }
        }
        Step::More(More::Log(second, agreed)) => {
            let event = if agreed { session.agreeing() } else { Event::WeightsReopened };
            session.log(Entry { at: at(i64::from(second)), event }).expect("room");
        }
    }
}

/// Casts a ballot, in a new round if there is none of that id.
fn vote(session: &mut Session, round: &str, person: &str, given: &[(&str, f64)]) {
    let (round, person) = (id(round), id(person));
    if !session.rounds.iter().any(|row| row.id == round) {
        session.rounds.push(Round::new(round.clone(), true));
    }
    let round = session.rounds.iter_mut().find(|row| row.id == round).expect("a round");
    if !round.named() {
        return;
    }
    let given = given.iter().map(|(criterion, number)| (id(criterion), points(*number)));
    match round.ballots.iter_mut().find(|ballot| ballot.person() == Some(&person)) {
        Some(ballot) => ballot.points.extend(given),
        None => round.ballots.push(Ballot::new(person, given.collect())),
    }
}

/// Casts a ballot without a name in a round of such ballots, as the program keeps them.
fn vote_unnamed(session: &mut Session, person: &Id, slip: &str, given: f64) {
    let round = id("u");
    if !session.rounds.iter().any(|row| row.id == round) {
        session.rounds.insert(0, Round::new(round.clone(), false));
    }
    let round = session.rounds.iter_mut().find(|row| row.id == round).expect("a round");
    let slip = id(slip);
    if round.unnamed.as_ref().is_some_and(|voted| voted.contains(person)) {
        return;
    }
    if round.ballots.iter().all(|ballot| *ballot.key() != slip) {
        round.unnamed.as_mut().expect("without names").insert(person.clone());
        let mut ballot = Ballot::new(slip.clone(), [(id("c1"), points(given))].into());
        ballot.voter = Voter::Unnamed { slip, strength: Strength::ONE };
        round.ballots.push(ballot);
        round.ballots.sort_by(|a, b| a.key().cmp(b.key()));
    }
}

/// A session and two versions that were made from it apart.
fn versions() -> impl Strategy<Value = (Session, Session, Session)> {
    let steps = || prop::collection::vec(step(), 0..14);
    (session(), steps(), steps(), steps()).prop_map(|(mut base, before, ours, theirs)| {
        let changed = |session: &Session, steps: Vec<Step>| {
            let mut session = session.clone();
            for step in steps {
                take_step(&mut session, step);
            }
            session
        };
        base = changed(&base, before);
        let (ours, theirs) = (changed(&base, ours), changed(&base, theirs));
        (base, ours, theirs)
    })
}

fn merged(base: &Session, ours: &Session, theirs: &Session) -> Merged {
    merge(Some(base), ours, theirs, &BTreeMap::new()).expect("merges")
}

/// Everything that has an id, with its content.
fn things(session: &Session) -> BTreeMap<String, String> {
    let mut all = BTreeMap::new();
    let mut add = |kind: &str, id: &str, what: String| {
        all.insert(format!("{kind} {id}"), what);
    };
    for row in &session.criteria {
        add("criterion", row.id.as_str(), format!("{row:?}"));
    }
    for row in &session.people {
        add("person", row.id.as_str(), format!("{row:?}"));
    }
    for row in &session.notes {
        add("note", row.id.as_str(), format!("{row:?}"));
    }
    for row in &session.brief.must_haves {
        add("must-have", row.id.as_str(), format!("{row:?}"));
    }
    for row in &session.agenda {
        add("agenda", row.id.as_str(), format!("{row:?}"));
    }
    for row in &session.parked {
        add("parked", row.id.as_str(), format!("{row:?}"));
    }
    for row in &session.follow_ups {
        add("follow-up", row.id.as_str(), format!("{row:?}"));
    }
    for row in &session.rounds {
        add("round", row.id.as_str(), format!("{row:?}"));
        for ballot in &row.ballots {
            add("ballot", &format!("{} {}", row.id, ballot.key()), format!("{ballot:?}"));
        }
    }
    all
}

/// A session with its lists in an order of their own, so that only what they hold is compared.
fn sorted(mut session: Session) -> Session {
    session.criteria.sort_by(|a, b| a.id.cmp(&b.id));
    session.people.sort_by(|a, b| a.id.cmp(&b.id));
    session.notes.sort_by(|a, b| a.id.cmp(&b.id));
    session.brief.must_haves.sort_by(|a, b| a.id.cmp(&b.id));
    session.rounds.sort_by(|a, b| a.id.cmp(&b.id));
    session.agenda.sort_by(|a, b| a.id.cmp(&b.id));
    session.parked.sort_by(|a, b| a.id.cmp(&b.id));
    session.follow_ups.sort_by(|a, b| a.id.cmp(&b.id));
    for round in &mut session.rounds {
        round.ballots.sort_by(|a, b| a.key().cmp(b.key()));
    }
    session.log.sort_by_key(|entry| (entry.at, format!("{:?}", entry.event)));
    session
}

proptest! {
    #[test]
    fn what_only_one_side_changed_is_taken_exactly((base, ours, _) in versions()) {
        for result in [
            merged(&base, &base, &ours),
            merged(&base, &ours, &base),
            merged(&base, &ours, &ours),
        ] {
            prop_assert_eq!(&result.session, &ours);
            prop_assert_eq!(result.conflicts, vec![]);
        }
        // Nor can two that are the same be in conflict without a base.
        let result = merge(None, &ours, &ours, &BTreeMap::new()).expect("merges");
        prop_assert_eq!(result, Merged { session: ours, conflicts: vec![] });
    }

    #[test]
    fn a_merge_has_no_fault_and_loses_nothing((base, ours, theirs) in versions()) {
        let Merged { session: result, conflicts } = merged(&base, &ours, &theirs);
        prop_assert_eq!(result.fault(), None);
        // Of ballots without names that do not fit together, those of one side are there.
        let whole = conflicts.iter().any(|conflict| conflict.path == path(&["rounds", "u", "ballots"]));
        let (base, ours, theirs) = (things(&base), things(&ours), things(&theirs));
        let result_things = things(&result);
        for name in ours.keys().chain(theirs.keys()) {
            let gone = |side: &BTreeMap<String, String>| {
                base.contains_key(name) && !side.contains_key(name)
            };
            // Only what one side has removed and the other has left as it was may go.
            let removed = (gone(&ours) && theirs.get(name) == base.get(name))
                || (gone(&theirs) && ours.get(name) == base.get(name));
            let asked = whole && name.starts_with("ballot u ");
            prop_assert!(removed || asked || result_things.contains_key(name), "{} is lost", name);
        }
    }

    #[test]
    fn the_log_has_every_entry_of_either_side((base, ours, theirs) in versions()) {
        let result = merged(&base, &ours, &theirs).session.log;
        for side in [&base.log, &ours.log, &theirs.log] {
            for entry in side {
                let count = |log: &[Entry]| log.iter().filter(|other| *other == entry).count();
                prop_assert!(count(&result) >= count(side));
                prop_assert!(count(&result) <= count(&ours.log).max(count(&theirs.log)));
            }
        }
    }

    #[test]
    fn here_and_there_can_be_swapped((base, ours, theirs) in versions()) {
        let one = merged(&base, &ours, &theirs).conflicts;
        let other = merged(&base, &theirs, &ours).conflicts;
        let by_path = |conflicts: &[Conflict]| -> BTreeMap<Vec<String>, Conflict> {
            conflicts.iter().map(|conflict| (conflict.path.clone(), conflict.clone())).collect()
        };
        let (one, mut other) = (by_path(&one), by_path(&other));
        prop_assert_eq!(one.keys().collect::<Vec<_>>(), other.keys().collect::<Vec<_>>());
        for (path, conflict) in &one {
            let swapped = other.get_mut(path).expect("the same paths");
            prop_assert_eq!(conflict.kind, swapped.kind);
            prop_assert_eq!(conflict.ours.is_some(), swapped.theirs.is_some());
            prop_assert_eq!(conflict.theirs.is_some(), swapped.ours.is_some());
        }
        for (take, same) in [(Take::Ours, Take::Theirs), (Take::Theirs, Take::Ours)] {
            let one = merge_taking(Some(&base), &ours, &theirs, take).expect("merges");
            let other = merge_taking(Some(&base), &theirs, &ours, same).expect("merges");
            prop_assert_eq!(sorted(one), sorted(other));
        }
    }

    #[test]
    fn choosing_everything_leaves_no_conflict((base, ours, theirs) in versions(), any in any::<u32>()) {
        let mut choices = BTreeMap::new();
        // A choice may uncover another conflict, but never endlessly.
        for round in 0..100 {
            let result = merge(Some(&base), &ours, &theirs, &choices).expect("merges");
            if result.conflicts.is_empty() {
                prop_assert_eq!(result.session.fault(), None);
                return Ok(());
            }
            for (at, conflict) in result.conflicts.into_iter().enumerate() {
                let take = if any >> ((at + round) % 32) & 1 == 0 { Take::Ours } else { Take::Theirs };
                prop_assert!(choices.insert(conflict.path, take).is_none(), "told again");
            }
        }
        prop_assert!(false, "conflicts without end");
    }

    #[test]
    fn every_difference_is_told_and_nothing_else((before, after, _) in versions()) {
        prop_assert_eq!(changes(&before, &before), Vec::<String>::new());
        let lines = changes(&before, &after);
        prop_assert_eq!(lines.is_empty(), before == after, "{:?}", lines);
        for line in lines {
            prop_assert!(!line.contains('\n'), "{}", line);
        }
    }

    #[test]
    fn an_unfinished_merge_is_read_back((base, ours, theirs) in versions()) {
        let conflicts = merged(&base, &ours, &theirs).conflicts;
        for base in [None, Some(&base)] {
            let text = unfinished_text(base, &ours, &theirs, &conflicts).expect("text");
            let folder = common::disk::folder();
            let path = folder.path().join("x.session.ron");
            common::disk::write(&path, text);
            let read = store::merge::read_unfinished(&path).expect("reads");
            prop_assert_eq!((read.base.as_ref(), &read.ours, &read.theirs), (base, &ours, &theirs));
        }
    }
}

/// A small session: two criteria, two people, a note by Dana on Hiring.
fn start() -> Session {
    let mut session = Session::new(id("s"), Pair::new("Django ORM".into(), "SQLAlchemy".into()));
    for (name, given) in [("Schema migrations", 50.0), ("Hiring", 30.0), ("Async", 20.0)] {
        let short = name.split(' ').next_back().expect("a word").to_lowercase();
        let mut row = criterion(&short, given, 7.0, 5.0);
        name.clone_into(&mut row.name);
        apply(&mut session, Edit::Insert(9, Item::Criterion(Box::new(row))));
    }
    for name in ["Dana", "Eli"] {
        apply(&mut session, Edit::Insert(9, Item::Person(person(name))));
    }
    apply(&mut session, Edit::Insert(9, Item::Note(note("n1", Some("hiring"), "Nobody applies."))));
    session
}

fn person(name: &str) -> Participant {
    let (id, name) = (id(&name.to_lowercase()), name.to_owned());
    Participant { id, name, role: String::new(), strength: Strength::ONE, present: true }
}

fn note(name: &str, about: Option<&str>, text: &str) -> Note {
    Note {
        id: id(name),
        criterion: about.map(id),
        side: None,
        author: "Dana".to_owned(),
        written: at(0),
        edited: None,
        text: text.to_owned(),
    }
}

fn apply(session: &mut Session, edit: Edit) {
    session.apply(edit).expect("fits");
}

fn with(session: &Session, edits: impl IntoIterator<Item = Edit>) -> Session {
    let mut session = session.clone();
    for edit in edits {
        apply(&mut session, edit);
    }
    session
}

fn set_points(criterion: &str, number: f64) -> Edit {
    Edit::SetPoints(id(criterion), points(number))
}

fn path(steps: &[&str]) -> Vec<String> {
    steps.iter().map(|step| (*step).to_owned()).collect()
}

/// The one conflict of a merge.
fn only(result: &Merged) -> &Conflict {
    let [conflict] = result.conflicts.as_slice() else { panic!("{:#?}", result.conflicts) };
    conflict
}

#[test]
fn changes_of_both_sides_come_together() {
    let base = start();
    let ours = with(
        &base,
        [
            set_points("migrations", 60.0),
            Edit::Write(Field::Title, "Billing".into()),
            Edit::Insert(9, Item::Note(note("n2", None, "Here."))),
        ],
    );
    let theirs = with(
        &base,
        [
            set_points("hiring", 10.0),
            Edit::Rate(id("migrations"), Side::Left, Rating::clamped(8.0), Origin::Team),
            Edit::Insert(9, Item::Note(note("n3", Some("async"), "There."))),
        ],
    );
    let result = merged(&base, &ours, &theirs);
    assert_eq!(result.conflicts, []);
    let session = result.session;
    let given: Vec<f64> = session.criteria.iter().map(|c| c.points.get()).collect();
    assert_eq!(given, [60.0, 10.0, 20.0]);
    assert_eq!(session.criteria[0].sides.left.rating.get(), 8.0);
    assert_eq!(session.brief.title, "Billing");
    let notes: Vec<&str> = session.notes.iter().map(|note| note.id.as_str()).collect();
    assert_eq!(notes, ["n1", "n2", "n3"]);
}

#[test]
fn what_both_changed_differently_is_a_conflict_that_can_be_chosen() {
    let base = start();
    let ours = with(&base, [set_points("migrations", 60.0)]);
    let theirs = with(&base, [set_points("migrations", 70.0), set_points("hiring", 10.0)]);
    let result = merged(&base, &ours, &theirs);
    let conflict = only(&result);
    assert_eq!(conflict.what, "Points for Schema migrations: 50 → 60 here, → 70 there");
    let shown = [&conflict.base, &conflict.ours, &conflict.theirs].map(Option::as_deref);
    assert_eq!(shown, [Some("50"), Some("60"), Some("70")]);
    assert_eq!(conflict.path, path(&["criteria", "migrations", "points"]));
    assert_eq!(result.session.criteria[0].points, points(60.0), "what is here holds");
    assert_eq!(result.session.criteria[1].points, points(10.0), "all else is merged");
    for (take, number) in [(Take::Ours, 60.0), (Take::Theirs, 70.0)] {
        let choices = BTreeMap::from([(conflict.path.clone(), take)]);
        let result = merge(Some(&base), &ours, &theirs, &choices).expect("merges");
        assert_eq!(result.conflicts, []);
        assert_eq!(result.session.criteria[0].points, points(number));
    }
}

#[test]
fn what_one_side_removed_and_the_other_changed_is_kept_and_asked_about() {
    let base = start();
    let ours = with(&base, [Edit::Remove(ItemRef::Criterion(id("async")))]);
    let theirs = with(&base, [set_points("async", 25.0)]);
    let result = merged(&base, &ours, &theirs);
    let conflict = only(&result);
    assert_eq!(conflict.kind, Kind::Removed);
    assert_eq!(
        conflict.what,
        "Criterion Async: removed here, changed there (Points for Async: 20 → 25)"
    );
    assert_eq!(result.session.criteria.len(), 3);
    let taken = merge_taking(Some(&base), &ours, &theirs, Take::Ours).expect("merges");
    assert_eq!(taken, ours);
    let taken = merge_taking(Some(&base), &ours, &theirs, Take::Theirs).expect("merges");
    assert_eq!(taken, theirs);
}

#[test]
fn what_is_still_referred_to_stays_in_its_place() {
    let base = start();
    let ours = with(&base, [Edit::Remove(ItemRef::Criterion(id("migrations")))]);
    let theirs =
        with(&base, [Edit::Insert(9, Item::Note(note("n2", Some("migrations"), "We rename.")))]);
    let result = merged(&base, &ours, &theirs);
    let conflict = only(&result);
    assert_eq!((conflict.kind, &conflict.path), (Kind::Kept, &path(&["criteria", "migrations"])));
    assert_eq!(
        conflict.what,
        "Criterion Schema migrations: removed here, kept there, where it is needed for: \
         Note by Dana on Schema migrations"
    );
    assert_eq!(result.session, theirs);
    // Whatever is chosen: without it the note would be about nothing.
    for take in [Take::Ours, Take::Theirs] {
        let taken = merge_taking(Some(&base), &ours, &theirs, take).expect("merges");
        assert_eq!(taken, theirs);
    }
}

#[test]
fn somebody_who_was_removed_but_voted_elsewhere_stays() {
    let base = start();
    let ours = with(&base, [Edit::Remove(ItemRef::Person(id("eli")))]);
    let mut theirs = base.clone();
    vote(&mut theirs, "round-1", "eli", &[("hiring", 40.0)]);
    let result = merged(&base, &ours, &theirs);
    assert_eq!(only(&result).kind, Kind::Kept);
    assert_eq!(result.session, theirs);
}

#[test]
fn ballots_of_a_round_come_together_and_are_not_told_before_they_are_revealed() {
    let mut base = start();
    vote(&mut base, "round-1", "dana", &[("hiring", 11.0)]);
    let (mut ours, mut theirs) = (base.clone(), base.clone());
    vote(&mut ours, "round-1", "eli", &[("hiring", 22.0)]);
    vote(&mut ours, "round-1", "dana", &[("hiring", 33.0)]);
    vote(&mut theirs, "round-1", "dana", &[("hiring", 44.0), ("async", 55.0)]);
    let result = merged(&base, &ours, &theirs);
    let conflict = only(&result).clone();
    assert_eq!(conflict.what, "Ballot of Dana in round 1: changed here and, differently, there");
    assert_eq!(conflict.ours.as_deref(), Some("not revealed"));
    let ballots = &result.session.rounds[0].ballots;
    assert_eq!(ballots.len(), 2);
    // No third is made of two: it is one or the other, whole.
    assert_eq!(ballots[0].points, ours.rounds[0].ballots[0].points);
    let theirs_taken = merge_taking(Some(&base), &ours, &theirs, Take::Theirs).expect("merges");
    assert_eq!(theirs_taken.rounds[0].ballots[0].points, theirs.rounds[0].ballots[0].points);
    let text = unfinished_text(Some(&base), &ours, &theirs, &[conflict]).expect("text");
    let comments: Vec<&str> = text.lines().filter(|line| line.starts_with("//")).collect();
    let told = [changes(&base, &ours), changes(&base, &theirs), changes(&start(), &ours)].concat();
    for line in told.iter().map(String::as_str).chain(comments) {
        for secret in ["11", "22", "33", "44", "55"] {
            assert!(!line.contains(secret), "{line}");
        }
    }
    assert_eq!(
        changes(&base, &ours),
        ["Ballot of Dana in round 1 changed", "Ballot of Eli in round 1 added"]
    );
    // Once everybody has seen them, they are told.
    let mut shown = base.clone();
    shown.rounds[0].revealed = Some(at(0));
    let mut corrected = shown.clone();
    vote(&mut corrected, "round-1", "dana", &[("hiring", 33.0)]);
    assert_eq!(
        changes(&shown, &corrected),
        ["Ballot of Dana in round 1, points for Hiring: 11 → 33"]
    );
}

#[test]
fn added_on_both_sides_with_one_id_is_merged_field_by_field() {
    let base = start();
    let mut row = criterion("cost", 10.0, 5.0, 5.0);
    let ours = with(&base, [Edit::Insert(0, Item::Criterion(Box::new(row.clone())))]);
    row.points = points(15.0);
    let theirs = with(&base, [Edit::Insert(9, Item::Criterion(Box::new(row)))]);
    let result = merged(&base, &ours, &theirs);
    assert_eq!(only(&result).what, "Points for cost: 10 here, 15 there");
    assert_eq!(result.session.criteria.len(), 4);
}

#[test]
fn a_note_that_both_changed_is_one_conflict_and_keeps_the_later_time() {
    let base = start();
    let revise = |text: &str, second| {
        let (text, edited) = (text.to_owned(), Some(at(second)));
        with(&base, [Edit::Revise { note: id("n1"), side: None, text, edited }])
    };
    let (ours, theirs) = (revise("Few apply.", 60), revise("Some apply.", 30));
    let result = merged(&base, &ours, &theirs);
    assert_eq!(
        only(&result).what,
        "Note by Dana on Hiring: “Nobody applies.” → “Few apply.” here, → “Some apply.” there"
    );
    assert_eq!(result.session.notes[0].edited, Some(at(60)));
}

#[test]
fn the_order_that_one_side_changed_holds_and_two_are_a_conflict() {
    let base = start();
    let shift = |name: &str, to| Edit::Move(ItemRef::Criterion(id(name)), to);
    let order = |session: &Session| -> Vec<String> {
        session.criteria.iter().map(|c| c.id.to_string()).collect()
    };
    let new = Item::Criterion(Box::new(criterion("cost", 1.0, 1.0, 1.0)));
    let ours = with(&base, [Edit::Insert(1, new)]);
    let theirs = with(&base, [shift("async", 0)]);
    for (one, other) in [(&ours, &theirs), (&theirs, &ours)] {
        let result = merged(&base, one, other);
        assert_eq!(result.conflicts, []);
        assert_eq!(order(&result.session), ["async", "migrations", "cost", "hiring"]);
    }
    let torn = with(&base, [shift("hiring", 0)]);
    let result = merged(&base, &theirs, &torn);
    let conflict = only(&result);
    assert_eq!(conflict.path, path(&["criteria", ORDER]));
    assert_eq!(conflict.what, "Order of the criteria: changed here and, differently, there");
    assert_eq!(conflict.ours.as_deref(), Some("Async, Schema migrations, Hiring"));
    assert_eq!(result.session, theirs);
    let taken = merge_taking(Some(&base), &theirs, &torn, Take::Theirs).expect("merges");
    assert_eq!(taken, torn);
}

#[test]
fn notes_stay_oldest_first() {
    let base = start();
    let written = |name: &str, second| {
        let mut note = note(name, None, name);
        note.written = at(second);
        Edit::Insert(99, Item::Note(note))
    };
    let ours = with(&base, [written("a", 10), written("c", 30)]);
    let theirs = with(&base, [written("b", 20), written("d", 40)]);
    for (one, other) in [(&ours, &theirs), (&theirs, &ours)] {
        let notes = merged(&base, one, other).session.notes;
        let names: Vec<&str> = notes.iter().map(|note| note.id.as_str()).collect();
        assert_eq!(names, ["n1", "a", "b", "c", "d"]);
    }
}

#[test]
fn logs_come_together_by_time_and_keep_the_order_of_either_side() {
    let mut base = start();
    let log = |session: &mut Session, second, event| {
        session.log(Entry { at: at(second), event }).expect("room");
    };
    log(&mut base, 0, Event::UncoveredEarly);
    let (mut ours, mut theirs) = (base.clone(), base.clone());
    log(&mut ours, 10, Event::WeightsAgreed(BTreeMap::new()));
    // A clock that was wrong: what holds is the order in which things happened.
    log(&mut ours, 5, Event::WeightsReopened);
    log(&mut theirs, 7, Event::UncoveredEarly);
    let result = merged(&base, &ours, &theirs).session.log;
    let seconds: Vec<i64> = result.iter().map(|e| e.at.as_second() - at(0).as_second()).collect();
    assert_eq!(seconds, [0, 7, 10, 5]);
}

#[test]
fn without_a_base_only_what_both_have_differently_is_a_conflict() {
    let ours = with(&start(), [set_points("migrations", 60.0)]);
    let theirs = with(&start(), [Edit::Insert(9, Item::Person(person("Fay")))]);
    let result = merge(None, &ours, &theirs, &BTreeMap::new()).expect("merges");
    assert_eq!(only(&result).what, "Points for Schema migrations: 60 here, 50 there");
    assert_eq!(result.session.people.len(), 3);
}

#[test]
fn other_sessions_and_more_than_fits_are_refused() {
    let base = start();
    let mut other = base.clone();
    other.id = id("other");
    for (base, ours, theirs) in
        [(&base, &base, &other), (&base, &other, &base), (&other, &base, &base)]
    {
        let error = merge(Some(base), ours, theirs, &BTreeMap::new()).expect_err("refused");
        assert!(matches!(&error, MergeError::Strangers(..)), "{error}");
        assert!(error.to_string().contains("different decisions, “"), "{error}");
    }
    let crowd = |from: usize| {
        let rows = from..from + MAX_PEOPLE / 2 + 1;
        with(&base, rows.map(|n| Edit::Insert(999, Item::Person(person(&format!("P{n}"))))))
    };
    let error = merge(Some(&base), &crowd(0), &crowd(1_000), &BTreeMap::new()).expect_err("full");
    assert_eq!(
        error.to_string(),
        "the two versions do not fit together (together they have 504 participants, and a session \
         holds 500: take 4 out of the version here, which has 253, or out of the one there, which \
         has 253, and merge again); nothing was merged"
    );
}

#[test]
fn differences_are_told_by_names() {
    let before = start();
    let long = "A rename of a column on a table that is in use, with data in it. ".repeat(2);
    let after = with(
        &before,
        [
            Edit::Write(Field::Question, "Which one?".into()),
            Edit::Write(Field::Definition(id("migrations")), long.clone()),
            set_points("migrations", 60.0),
            Edit::Rate(id("migrations"), Side::Left, Rating::clamped(8.0), Origin::Team),
            Edit::Write(Field::CriterionName(id("async")), "Async code".into()),
            Edit::Remove(ItemRef::Person(id("eli"))),
            Edit::Insert(0, Item::Criterion(Box::new(criterion("cost", 0.0, 5.0, 5.0)))),
            Edit::Move(ItemRef::Criterion(id("migrations")), 3),
            Edit::Insert(9, Item::Note(note("n2", Some("hiring"), "Three came.\nTwo left."))),
            Edit::Choose(Some(Side::Right)),
            Edit::Answer { question: id("django"), answer: Some(id("yes")) },
        ],
    );
    let mut after = after;
    after.log(Entry { at: at(0), event: after.agreeing() }).expect("room");
    let told = changes(&before, &after);
    let wanted: BTreeSet<&str> = [
        "Question: nothing → “Which one?”",
        "Answer to “django”: nothing → “yes”",
        "Criterion cost added",
        "Definition of Schema migrations was written: “A rename of a column on a table that is in use, with data in…”",
        "Points for Schema migrations: 50 → 60",
        "Rating of Django ORM on Schema migrations: 7 → 8",
        "Origin of the rating of Django ORM on Schema migrations: catalogue → team",
        "Name of Async code: “Async” → “Async code”",
        "Schema migrations moved to place 4",
        "Participant Eli removed",
        "Note by Dana on Hiring added: “Three came. Two left.”",
        "Choice: nothing → SQLAlchemy",
        "Log, 2027-01-15 08:00 UTC: The weights were agreed",
    ]
    .into();
    assert_eq!(told.iter().map(String::as_str).collect::<BTreeSet<_>>(), wanted, "{told:#?}");
    let again = with(&after, [Edit::Write(Field::Definition(id("migrations")), long + "x")]);
    assert_eq!(changes(&after, &again), ["Definition of Schema migrations was rewritten"]);
    let off = with(&before, [set_points("migrations", 50.001)]);
    assert_eq!(changes(&before, &off), ["Points for Schema migrations: 50.0 → 50.001"]);
}

#[test]
fn an_unfinished_merge_may_be_as_large_as_three_sessions() {
    let mut base = start();
    for number in 0..150 {
        let said = note(&format!("long-{number}"), None, &"a word ".repeat(2_800));
        base.notes.push(said);
    }
    let ours = with(&base, [set_points("migrations", 60.0)]);
    let theirs = with(&base, [set_points("migrations", 70.0)]);
    let folder = common::disk::folder();
    let path = folder.path().join("x.session.ron");
    let save = |expect| {
        let conflicts = merged(&base, &ours, &theirs).conflicts;
        let versions = (Some(&base), &ours, &theirs);
        store::merge::save_unfinished(&RealDisk, &path, versions, &conflicts, expect)
    };
    let saved = save(Expect::Absent).expect("saved");
    assert!(std::fs::metadata(&path).expect("there").len() > store::MAX_SESSION_BYTES);
    let error = store::open(&path).expect_err("unfinished");
    assert!(matches!(error, OpenError::Unfinished { conflicts: 1, .. }), "{error}");
    let read = store::merge::read_unfinished(&path).expect("reads");
    assert_eq!((read.fingerprint, &read.theirs), (saved.fingerprint, &theirs));
    // It is replaced by what was chosen, unless something else has changed it.
    let stale = Expect::Unchanged(store::Fingerprint::of(b"other"));
    assert!(matches!(save(stale), Err(SaveError::ChangedOutside(_))));
    let expect = Expect::Unchanged(read.fingerprint);
    common::disk::save(&path, &theirs, expect).expect("saved");
    assert_eq!(store::open(&path).expect("opens").session, theirs);
}

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
        ["Vote of Eli in round 1 added", "Ballot without a name in round 1 added"]
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

#[test]
fn an_entry_of_the_log_that_somebody_took_out_by_hand_stays() {
    let mut base = start();
    base.log(Entry { at: at(1), event: Event::UncoveredEarly }).expect("room");
    let mut ours = base.clone();
    ours.log.clear();
    let theirs = with(&base, [Edit::Write(Field::Title, "Other".to_owned())]);
    assert_eq!(merged(&base, &ours, &theirs).session.log, base.log);
    assert_eq!(merged(&base, &theirs, &ours).session.log, base.log);
}

#[test]
fn what_is_left_out_is_told_as_what_it_means() {
    let base = start();
    let mut other = base.clone();
    other.people[0].strength = Strength::clamped(0.0);
    let told = changes(&base, &other).concat();
    assert!(told.contains("1 → 0") && !told.contains("nothing"), "{told}");
}

#[test]
fn an_unfinished_merge_is_a_base_by_what_its_versions_began_from() {
    let base = start();
    let set = |n| with(&base, [Edit::SetPoints(id("hiring"), points(n))]);
    let (ours, theirs) = (set(60.0), set(70.0));
    let conflicts = merged(&base, &ours, &theirs).conflicts;
    let text = unfinished_text(Some(&base), &ours, &theirs, &conflicts).expect("text");
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("base.session.ron");
    common::window::put(&path, &text);
    let read = open_base(&path).expect("reads");
    assert_eq!(read.as_ref(), Some(&base));
}
