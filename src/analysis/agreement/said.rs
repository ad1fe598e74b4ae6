//! What was said on the ballots, by what it was said about.

use std::collections::BTreeMap;

use crate::session::{Ballot, Id, Participant, Points, Session};

/// Everything that was said about one criterion.
#[derive(Clone, Debug, PartialEq)]
pub struct Said {
    /// Its position.
    pub criterion: usize,
    /// What was said, in the order of the ballots.
    pub remarks: Vec<Remark>,
}

/// What somebody wrote on their ballot.
#[derive(Clone, Debug, PartialEq)]
pub struct Remark {
    /// Who; “Somebody” where names are not stored.
    pub who: String,
    /// What they gave the criterion; none where names are not stored, since it would tell a single
    /// ballot.
    pub points: Option<Points>,
    /// Their words.
    pub text: String,
}

/// What was said on the ballots of the round revealed last, in the order of the criteria. Those
/// about which nothing was said are left out, and so are those that have left the session; nothing
/// is told of a round without names in which too few ballots count.
#[must_use]
pub fn said(session: &Session) -> Vec<Said> {
    let Some(round) = session.revealed().filter(|round| round.too_few().is_none()) else {
        return Vec::new();
    };
    let people: BTreeMap<&Id, &Participant> = session.people.iter().map(|p| (&p.id, p)).collect();
    let places: BTreeMap<&Id, usize> = session.criteria.iter().map(|c| &c.id).zip(0..).collect();
    let mut about: BTreeMap<usize, Vec<Remark>> = BTreeMap::new();
    for ballot in &round.ballots {
        let person = ballot.person().and_then(|id| people.get(id));
        let who = person.map_or("Somebody", |person| person.shown());
        for (id, text) in &ballot.comments {
            if let Some(place) = places.get(id) {
                about.entry(*place).or_default().push(remark(who, ballot, id, text));
            }
        }
    }
    about.into_iter().map(|(criterion, remarks)| Said { criterion, remarks }).collect()
}

fn remark(who: &str, ballot: &Ballot, criterion: &Id, text: &str) -> Remark {
    let given = || ballot.points.get(criterion).copied().unwrap_or_default();
    let points = ballot.person().map(|_| given());
    Remark { who: who.to_owned(), points, text: text.to_owned() }
}
