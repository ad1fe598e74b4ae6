//! Ballot papers to test with.

use super::{id, preset};
use jiff::Timestamp;
use weighbridge::session::{Paper, Participant, Points, Session, Strength};

/// A round that Dana, Sam and Kim vote in.
pub fn collecting() -> Session {
    collecting_from(["dana", "sam", "kim"].map(str::to_owned))
}

/// A round that these vote in.
pub fn collecting_from(people: impl IntoIterator<Item = String>) -> Session {
    let mut session = preset("early-saas");
    for person in people {
        session.people.push(Participant {
            id: id(&person),
            name: person[..1].to_uppercase() + &person[1..],
            role: String::new(),
            strength: Strength::ONE,
            present: true,
        });
    }
    session.open_round(id("round-1"), Timestamp::UNIX_EPOCH).expect("opens");
    session
}

/// A paper that nobody has answered.
pub fn blank(person: &str) -> Paper {
    collecting().paper(&id(person)).expect("a paper")
}

/// A ballot that gives the same points to every criterion, so that a mixture would be seen.
pub fn answered(session: &Session, person: &str, number: f64) -> Paper {
    let mut paper = session.paper(&id(person)).expect("a paper");
    for line in &mut paper.lines {
        line.swing = Some(points(number));
    }
    paper
}

/// Points that are known to be some.
pub fn points(number: f64) -> Points {
    Points::clamped(number)
}
