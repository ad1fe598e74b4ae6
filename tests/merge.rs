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

use common::merging::{
    at, merged, note, only, path, person, points, set_points, start, vote, vote_unnamed, with,
};
use common::{criterion, edit, id, session};
use proptest::prelude::*;
use weighbridge::session::{
    AgendaItem, Edit, Entry, Event, Field, FollowUp, Item, ItemRef, MAX_PEOPLE, Origin, Parked,
    Rating, Session, Side, Strength,
};
use weighbridge::store::diff::changes;
use weighbridge::store::disk::RealDisk;
use weighbridge::store::merge::{
    Conflict, Kind, MergeError, Merged, ORDER, Take, merge, merge_taking, open_base,
    unfinished_text,
};
use weighbridge::store::{self, Expect, OpenError, SaveError};

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
    session.evidence.objections.sort_by(|a, b| a.id.cmp(&b.id));
    session.evidence.runs.sort_by(|a, b| a.id.cmp(&b.id));
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
    assert_eq!(
        changes(&after, &again),
        ["Definition of Schema migrations was rewritten: “…data in it.” → “…data in it. x”"]
    );
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
