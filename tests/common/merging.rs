//! Versions of a session to merge.

use std::collections::BTreeMap;

use super::{criterion, id};
use jiff::Timestamp;
use weighbridge::session::{
    Ballot, Edit, Id, Item, Note, Pair, Participant, Points, Round, Session, Strength, Voter,
};
use weighbridge::store::merge::{Conflict, Merged, merge};

/// So many seconds into the meeting.
pub fn at(second: i64) -> Timestamp {
    Timestamp::from_second(1_800_000_000 + second).expect("a time")
}

/// Points that are known to be some.
pub fn points(number: f64) -> Points {
    Points::clamped(number)
}

/// Casts a ballot, in a new round if there is none of that id.
pub fn vote(session: &mut Session, round: &str, person: &str, given: &[(&str, f64)]) {
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
pub fn vote_unnamed(session: &mut Session, person: &Id, slip: &str, given: f64) {
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

/// Two versions of a session that began from one.
pub fn merged(base: &Session, ours: &Session, theirs: &Session) -> Merged {
    merge(Some(base), ours, theirs, &BTreeMap::new()).expect("merges")
}

/// A small session: two criteria, two people, a note by Dana on Hiring.
pub fn start() -> Session {
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

/// Somebody of this name.
pub fn person(name: &str) -> Participant {
    let (id, name) = (id(&name.to_lowercase()), name.to_owned());
    Participant { id, name, role: String::new(), strength: Strength::ONE, present: true }
}

/// A note by Dana.
pub fn note(name: &str, about: Option<&str>, text: &str) -> Note {
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

/// Changes a session.
pub fn apply(session: &mut Session, edit: Edit) {
    session.apply(edit).expect("fits");
}

/// The session with these changes.
pub fn with(session: &Session, edits: impl IntoIterator<Item = Edit>) -> Session {
    let mut session = session.clone();
    for edit in edits {
        apply(&mut session, edit);
    }
    session
}

/// Other points for a criterion.
pub fn set_points(criterion: &str, number: f64) -> Edit {
    Edit::SetPoints(id(criterion), points(number))
}

/// A place in a session.
pub fn path(steps: &[&str]) -> Vec<String> {
    steps.iter().map(|step| (*step).to_owned()).collect()
}

/// The one conflict of a merge.
pub fn only(result: &Merged) -> &Conflict {
    let [conflict] = result.conflicts.as_slice() else { panic!("{:#?}", result.conflicts) };
    conflict
}
