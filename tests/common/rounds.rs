//! Rounds to test with: two criteria, three people, and what is done to them.

use super::{ballot, criterion, empty, id, person};
use jiff::Timestamp;
use weighbridge::session::{Edit, EditError, Entry, RoundError, Session};

/// Who takes part.
pub const EVERYBODY: [&str; 3] = ["ana", "ben", "cyd"];

/// So many seconds after the beginning.
pub fn at(second: i64) -> Timestamp {
    Timestamp::from_second(second).expect("a time")
}

/// Two criteria and three people.
pub fn team() -> Session {
    let mut session = empty();
    session.criteria = vec![criterion("speed", 50.0, 8.0, 2.0), criterion("depth", 50.0, 3.0, 6.0)];
    session.people = EVERYBODY.map(person).to_vec();
    session
}

/// The same, unnamed where it is to be, with the first round open.
pub fn collecting(named: bool) -> Session {
    let mut session = team();
    session.brief.names_stored = named;
    session.open_round(id("r1"), at(10)).expect("opens");
    session
}

/// The round in which everybody has given one criterion these points.
pub fn revealed(named: bool) -> Session {
    let mut session = collecting(named);
    for (n, name) in EVERYBODY.into_iter().enumerate() {
        let points = [10.0, 20.0, 30.0][n];
        let slip = id(&format!("x{n}"));
        session.cast(&id(name), slip, ballot(name, &[("speed", points)])).expect("is taken");
    }
    session.reveal(at(20)).expect("is shown");
    session
}

pub fn cast(session: &mut Session, name: &str, points: &[(&str, f64)]) -> Result<(), RoundError> {
    // Nobody can tell the name from it.
    let slip = name.bytes().fold(7_u32, |sum, byte| sum.wrapping_mul(31) ^ u32::from(byte));
    session.cast(&id(name), id(&format!("{slip:08x}")), ballot(name, points))
}

/// A step is refused for this reason and leaves the session as it was.
#[track_caller]
pub fn refuses(
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
pub fn refuses_edit(session: &mut Session, edit: Edit, why: &EditError) {
    let before = session.clone();
    assert_eq!(session.apply(edit).as_ref(), Err(why));
    assert_eq!(*session, before);
}

pub fn agree(session: &mut Session, second: i64) {
    let event = session.agreeing();
    session.log(Entry { at: at(second), event }).expect("fits");
}
