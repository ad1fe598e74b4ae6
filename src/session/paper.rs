//! A ballot paper: what one person is asked, and what they have answered so far. It carries
//! everything that is needed to answer, so that it can travel as a file of its own.

use std::collections::BTreeMap;

use super::round::{Ballot, Method, RoundError};
use super::value::{Id, Points};
use super::{Participant, Session};

/// One person's ballot paper for one round of one session.
#[derive(Clone, Debug, PartialEq)]
pub struct Paper {
    /// The session that it is for.
    pub session: Id,
    /// That session's title.
    pub title: String,
    /// The round that it is for.
    pub round: Id,
    /// That round's number, from 1.
    pub number: usize,
    /// Whose it is.
    pub person: Id,
    /// Their name or role.
    pub name: String,
    /// By which method it is answered. What was answered by the others is kept, and not counted.
    pub method: Method,
    /// What is weighed, in the session's order.
    pub lines: Vec<Line>,
    /// The places of a ranking, the most important first; those that share one are tied. Criteria
    /// that have not been placed yet are absent.
    pub order: Vec<Vec<Id>>,
    /// The comparisons made, in the order in which they were made.
    pub comparisons: Vec<Comparison>,
}

/// One criterion on a ballot paper.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// The criterion.
    pub criterion: Id,
    /// Its name.
    pub name: String,
    /// What it measures.
    pub definition: String,
    /// What a rating of 0 looks like.
    pub low: String,
    /// What a rating of 10 looks like.
    pub high: String,
    /// Swing points, where some have been given.
    pub swing: Option<Points>,
    /// A share of the budget of 100, where one has been given.
    pub share: Option<Points>,
    /// What they want to say to it.
    pub comment: String,
}

/// The first criterion is so many times as important as the second.
#[derive(Clone, Debug, PartialEq)]
pub struct Comparison {
    /// The first criterion.
    pub first: Id,
    /// The second.
    pub second: Id,
    /// How many times as important the first is; below 1 the second is the more important.
    pub ratio: f64,
}

impl Session {
    /// A blank ballot paper for a participant, for the round that is being collected.
    ///
    /// # Errors
    /// [`RoundError`] when no round is open or the person is unknown.
    pub fn paper(&self, person: &Id) -> Result<Paper, RoundError> {
        let round = self.collecting().ok_or(RoundError::NotCollecting)?;
        let person = self.person(person).ok_or_else(|| RoundError::Stranger(person.clone()))?;
        let line = |c: &super::Criterion| Line {
            criterion: c.id.clone(),
            name: c.name.clone(),
            definition: c.definition.clone(),
            low: c.low.clone(),
            high: c.high.clone(),
            swing: None,
            share: None,
            comment: String::new(),
        };
        Ok(Paper {
            session: self.id.clone(),
            title: self.title().to_owned(),
            round: round.id.clone(),
            number: self.rounds.len(),
            person: person.id.clone(),
            name: Participant::shown(person).to_owned(),
            method: Method::Swing,
            lines: self.criteria.iter().map(line).collect(),
            order: Vec::new(),
            comparisons: Vec::new(),
        })
    }

    /// The ballot that a participant cast in an earlier round, to start the next one from.
    #[must_use]
    pub fn earlier_ballot(&self, person: &Id) -> Option<&Ballot> {
        let mut revealed = self.rounds.iter().rev().filter(|round| round.revealed.is_some());
        revealed.find_map(|round| round.ballot_of(person))
    }
}

impl Paper {
    /// The line of a criterion.
    #[must_use]
    pub fn line(&self, criterion: &Id) -> Option<&Line> {
        self.lines.iter().find(|line| &line.criterion == criterion)
    }

    /// The line of a criterion, to be changed.
    pub fn line_mut(&mut self, criterion: &Id) -> Option<&mut Line> {
        self.lines.iter_mut().find(|line| &line.criterion == criterion)
    }

    /// Takes the points of an earlier ballot over as swing points, the largest of them as 100.
    pub fn start_from(&mut self, earlier: &Ballot) {
        self.method = Method::Swing;
        let given = |line: &Line| earlier.points.get(&line.criterion).copied();
        let largest = self.lines.iter().filter_map(given).map(Points::get).fold(0.0, f64::max);
        let scaled = |points: Points| {
            if largest <= 0.0 || largest >= Points::MAX {
                return points;
            }
            Points::clamped((points.get() * Points::MAX / largest).round())
        };
        for line in &mut self.lines {
            line.swing = given(line).map(scaled);
        }
    }

    /// Whether nothing has been answered or said yet.
    #[must_use]
    pub fn is_blank(&self) -> bool {
        let untouched =
            |l: &Line| l.swing.is_none() && l.share.is_none() && l.comment.trim().is_empty();
        self.lines.iter().all(untouched) && self.order.is_empty() && self.comparisons.is_empty()
    }

    /// What was said, by criterion.
    #[must_use]
    pub fn comments(&self) -> BTreeMap<Id, String> {
        let said = self.lines.iter().filter(|line| !line.comment.trim().is_empty());
        said.map(|line| (line.criterion.clone(), line.comment.trim().to_owned())).collect()
    }
}
