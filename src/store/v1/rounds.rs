//! Rounds and their ballots as they are on disk. A round names its criteria once and each ballot
//! gives its points in their order, so that a ballot is one line and hundreds of them stay small;
//! by hand, points may be given in pairs with their criterion as well.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::fmt;

use jiff::Timestamp;
use serde::de::{Error as _, IntoDeserializer, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::check::{Located, again};
use super::{Text, capped, is_default, is_usual, plain, usual_strength};
use crate::session::{self, Id, MAX_CRITERIA, MAX_PEOPLE, Method, Points, Strength, Voter, Way};
use crate::store::cursor::Step;
use crate::store::explain::nearest;

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Round {
    pub(super) id: Id,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    revealed: Option<Timestamp>,
    /// Who has voted, where their names are not stored with the ballots.
    #[serde(default, with = "plain", skip_serializing_if = "Option::is_none")]
    unnamed: Option<Voted>,
    /// What the points belong to that ballots give without their criterion.
    #[serde(default, deserialize_with = "columns", skip_serializing_if = "Vec::is_empty")]
    criteria: Vec<Id>,
    #[serde(default, deserialize_with = "capped::<_, _, MAX_PEOPLE>")]
    ballots: Vec<Ballot>,
}

/// Criteria, each once.
fn columns<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<Id>, D::Error> {
    let criteria = capped::<_, Id, MAX_CRITERIA>(deserializer)?;
    match again(&criteria) {
        Some((_, id)) => Err(D::Error::custom(format!("“{id}” is named twice by one round"))),
        None => Ok(criteria),
    }
}

#[derive(Serialize, Deserialize)]
#[serde(transparent)]
struct Voted(#[serde(deserialize_with = "capped::<_, _, MAX_PEOPLE>")] Vec<Id>);

/// Says whose it is by `person`, or by `slip` and `strength` where names are not stored.
#[derive(Serialize, Deserialize)]
#[serde(try_from = "AnyBallot")]
pub(super) struct Ballot {
    #[serde(with = "plain", skip_serializing_if = "Option::is_none")]
    person: Option<Id>,
    #[serde(with = "plain", skip_serializing_if = "Option::is_none")]
    slip: Option<Id>,
    #[serde(skip_serializing_if = "is_usual")]
    strength: Strength,
    #[serde(skip_serializing_if = "is_default")]
    method: Method,
    #[serde(skip_serializing_if = "is_default")]
    way: Way,
    points: Vec<Given>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    comments: Vec<(Id, Text)>,
}

/// A ballot that may say whose it is twice, or not at all.
#[derive(Deserialize)]
#[serde(rename = "Ballot", deny_unknown_fields)]
struct AnyBallot {
    #[serde(default, with = "plain")]
    person: Option<Id>,
    #[serde(default, with = "plain")]
    slip: Option<Id>,
    #[serde(default = "usual_strength")]
    strength: Strength,
    #[serde(default)]
    method: Method,
    #[serde(default)]
    way: Way,
    #[serde(default, deserialize_with = "capped::<_, _, MAX_CRITERIA>")]
    points: Vec<Given>,
    #[serde(default, deserialize_with = "capped::<_, _, MAX_CRITERIA>")]
    comments: Vec<(Id, Text)>,
}

impl TryFrom<AnyBallot> for Ballot {
    type Error = &'static str;

    fn try_from(ballot: AnyBallot) -> Result<Self, Self::Error> {
        let AnyBallot { person, slip, strength, method, way, points, comments } = ballot;
        match (&person, &slip) {
            (None, None) => {
                Err("a ballot must say its `person`, or its `slip` in an unnamed round")
            }
            (Some(_), Some(_)) => Err("a ballot has a `person` or a `slip`, and never both"),
            _ => Ok(Self { person, slip, strength, method, way, points, comments }),
        }
    }
}

/// Points in a ballot.
#[derive(Clone)]
enum Given {
    /// Of this criterion.
    Of(Id, Points),
    /// Of the round's next criterion.
    Next(Points),
    /// None for the round's next criterion.
    Nothing,
}

impl Given {
    const fn criterion(&self) -> Option<&Id> {
        match self {
            Self::Of(id, _) => Some(id),
            Self::Next(_) | Self::Nothing => None,
        }
    }
}

impl Serialize for Given {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Of(id, points) => (id, points).serialize(serializer),
            Self::Next(points) => {
                #[expect(
                    clippy::cast_possible_truncation,
                    clippy::cast_sign_loss,
                    reason = "points run from 0 to 100"
                )]
                let whole = points.get() as u8;
                if f64::from(whole).total_cmp(&points.get()).is_eq() {
                    serializer.serialize_u8(whole)
                } else {
                    serializer.serialize_f64(points.get())
                }
            }
            Self::Nothing => serializer.serialize_unit(),
        }
    }
}

impl<'de> Deserialize<'de> for Given {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct AnyGiven;

        impl AnyGiven {
            fn next<'de, E: serde::de::Error>(
                number: impl IntoDeserializer<'de, E>,
            ) -> Result<Given, E> {
                Points::deserialize(number.into_deserializer()).map(Given::Next)
            }
        }

        impl<'de> Visitor<'de> for AnyGiven {
            type Value = Given;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("points, (\"criterion\", points), or () for none")
            }

            fn visit_f64<E: serde::de::Error>(self, number: f64) -> Result<Given, E> {
                Self::next(number)
            }

            fn visit_u64<E: serde::de::Error>(self, number: u64) -> Result<Given, E> {
                Self::next(number)
            }

            fn visit_i64<E: serde::de::Error>(self, number: i64) -> Result<Given, E> {
                Self::next(number)
            }

            fn visit_unit<E>(self) -> Result<Given, E> {
                Ok(Given::Nothing)
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut pair: A) -> Result<Given, A::Error> {
                let short =
                    |length| A::Error::invalid_length(length, &"a criterion and its points");
                let id = pair.next_element()?.ok_or_else(|| short(0))?;
                let points = pair.next_element()?.ok_or_else(|| short(1))?;
                Ok(Given::Of(id, points))
            }
        }

        deserializer.deserialize_any(AnyGiven)
    }
}

impl Round {
    pub(super) fn of(row: &session::Round) -> Self {
        Self {
            id: row.id.clone(),
            revealed: row.revealed,
            unnamed: row.unnamed.as_ref().map(|voted| Voted(voted.iter().cloned().collect())),
            criteria: Vec::new(),
            ballots: row.ballots.iter().map(Ballot::of).collect(),
        }
    }

    pub(super) fn into_session(self) -> session::Round {
        let Self { id, revealed, unnamed, criteria, ballots } = self;
        session::Round {
            id,
            revealed,
            unnamed: unnamed.map(|voted| voted.0.into_iter().collect()),
            ballots: ballots.into_iter().filter_map(|b| b.into_session(&criteria)).collect(),
        }
    }

    /// The same with its criteria named once, unless they are more than could be read again.
    pub(super) fn in_columns(mut self) -> Self {
        let named = self.ballots.iter().flat_map(|ballot| &ballot.points);
        let columns: BTreeSet<Id> = named.filter_map(Given::criterion).cloned().collect();
        if columns.len() > MAX_CRITERIA {
            return self;
        }
        for ballot in &mut self.ballots {
            let given: BTreeMap<Id, Points> = ballot.points.drain(..).filter_map(pair).collect();
            if !given.is_empty() {
                let next = |id| given.get(id).map_or(Given::Nothing, |points| Given::Next(*points));
                ballot.points = columns.iter().map(next).collect();
            }
        }
        self.criteria = columns.into_iter().collect();
        self
    }

    /// Why some ballot cannot be understood.
    pub(super) fn muddle(&self) -> Option<String> {
        self.ballots
            .iter()
            .find_map(|ballot| ballot.muddle(&self.criteria))
            .map(|(_, what, _)| what)
    }

    /// Why it is no round: somebody votes twice, or without taking part.
    pub(super) fn fault(&self, people: &HashSet<&Id>) -> Option<Located> {
        self.misfit(people).or_else(|| self.misnamed(people)).or_else(|| self.miscounted())
    }

    /// A ballot that does not belong here.
    fn misfit(&self, people: &HashSet<&Id>) -> Option<Located> {
        const ONE: &str =
            "Keep one ballot for each participant, and name only those who take part.";
        let mut seen = HashSet::new();
        self.ballots.iter().enumerate().find_map(|(number, ballot)| {
            let found = |field, what: String, fix: &str| {
                let path = vec![Step::Field("ballots"), Step::Item(number), Step::Field(field)];
                Some((path, what, fix.to_owned()))
            };
            match (&ballot.person, &ballot.slip, &self.unnamed) {
                (Some(person), _, None) if !people.contains(person) => {
                    let what = format!("a ballot is from “{person}”, who is no participant");
                    return found("person", what, &near(person, people, ONE));
                }
                (Some(person), _, None) if !seen.insert(person) => {
                    let what = format!("“{person}” has two ballots in one round");
                    return found("person", what, ONE);
                }
                (Some(_), _, Some(_)) => {
                    let what = "this ballot has a name, in a round whose ballots have none";
                    let fix = "Write `slip` with a word that says nothing instead of `person`.";
                    return found("person", what.to_owned(), fix);
                }
                (None, Some(_), None) => {
                    let what = "this ballot has a slip, in a round whose ballots have names";
                    let fix = "Write `person` with the id of a participant instead, or list who \
                               has voted as `unnamed` in the round.";
                    return found("slip", what.to_owned(), fix);
                }
                (None, Some(slip), Some(_)) if !seen.insert(slip) => {
                    let what = format!("the slip “{slip}” is used twice in one round");
                    return found("slip", what, "Give each ballot a slip of its own.");
                }
                _ => {}
            }
            let (path, what, fix) = ballot.muddle(&self.criteria)?;
            let below = [Step::Field("ballots"), Step::Item(number)];
            Some((below.into_iter().chain(path).collect(), what, fix))
        })
    }

    /// Somebody who is said to have voted and does not take part, or twice.
    fn misnamed(&self, people: &HashSet<&Id>) -> Option<Located> {
        const ONCE: &str = "List each participant who has voted once.";
        let Voted(voted) = self.unnamed.as_ref()?;
        let mut seen = HashSet::new();
        voted.iter().enumerate().find_map(|(number, person)| {
            let path = vec![Step::Field("unnamed"), Step::Item(number)];
            if !people.contains(person) {
                let what = format!("“{person}” has voted, who is no participant");
                return Some((path, what, near(person, people, ONCE)));
            }
            let again = !seen.insert(person);
            again.then(|| (path, format!("“{person}” is here twice"), ONCE.to_owned()))
        })
    }

    /// More or fewer ballots than people who have voted.
    fn miscounted(&self) -> Option<Located> {
        let Voted(voted) = self.unnamed.as_ref()?;
        let (count, who, id) = (self.ballots.len(), voted.len(), &self.id);
        (count != who).then(|| {
            // One of the two lists has something that can be pointed at.
            let path = if count > 0 {
                vec![Step::Field("ballots"), Step::Item(0), Step::Field("slip")]
            } else {
                vec![Step::Field("unnamed"), Step::Item(who - 1)]
            };
            let what = format!("in round “{id}” {who} have voted, and there are {count} ballots");
            let fix = "List everybody who has voted as `unnamed`, and keep one ballot for each.";
            (path, what, fix.to_owned())
        })
    }
}

/// Who may be meant by somebody who does not take part; else the rule.
fn near(person: &Id, people: &HashSet<&Id>, rule: &str) -> String {
    let known: Vec<&str> = people.iter().map(|id| id.as_str()).collect();
    let near = nearest(person.as_str(), &known);
    near.map_or_else(|| rule.to_owned(), |near| format!("Did you mean “{near}”? {rule}"))
}

fn pair(given: Given) -> Option<(Id, Points)> {
    match given {
        Given::Of(id, points) => Some((id, points)),
        Given::Next(_) | Given::Nothing => None,
    }
}

impl Ballot {
    fn of(row: &session::Ballot) -> Self {
        let (person, slip, strength) = match &row.voter {
            Voter::Named(person) => (Some(person.clone()), None, Strength::ONE),
            Voter::Unnamed { slip, strength } => (None, Some(slip.clone()), *strength),
        };
        let points = row.points.iter().map(|(id, points)| Given::Of(id.clone(), *points));
        let comments = row.comments.iter().map(|(id, text)| (id.clone(), Text::of(text)));
        Self {
            person,
            slip,
            strength,
            method: row.method,
            way: row.way,
            points: points.collect(),
            comments: comments.collect(),
        }
    }

    /// None for a ballot that says not whose it is, which is refused before.
    fn into_session(self, criteria: &[Id]) -> Option<session::Ballot> {
        let voter = match (self.person, self.slip) {
            (Some(person), _) => Voter::Named(person),
            (None, Some(slip)) => Voter::Unnamed { slip, strength: self.strength },
            (None, None) => return None,
        };
        let mut columns = criteria.iter();
        let points = self.points.into_iter().filter_map(|given| match given {
            Given::Of(id, points) => Some((id, points)),
            Given::Next(points) => columns.next().map(|id| (id.clone(), points)),
            Given::Nothing => columns.next().and(None),
        });
        Some(session::Ballot {
            voter,
            method: self.method,
            points: points.collect(),
            comments: self.comments.into_iter().map(|(id, text)| (id, text.0)).collect(),
            way: self.way,
        })
    }

    /// Why its points or its comments cannot be told apart, and what to do about it.
    fn muddle(&self, criteria: &[Id]) -> Option<Located> {
        let points = |number: usize| vec![Step::Field("points"), Step::Item(number)];
        let bare = self.points.iter().filter(|given| given.criterion().is_none()).count();
        let wanted = criteria.len();
        if bare > 0 && bare != wanted {
            let what = format!("this ballot gives {bare} points to {wanted} criteria of its round");
            let fix = "Give points to each of the round’s `criteria` in their order, () for none, \
                       or pairs of a criterion and its points.";
            return Some((vec![Step::Field("points")], what, fix.to_owned()));
        }
        let mut seen: HashSet<&Id> = criteria.iter().filter(|_| bare > 0).collect();
        let twice = self.points.iter().enumerate().find_map(|(number, given)| {
            given.criterion().filter(|id| !seen.insert(id)).map(|id| (number, id))
        });
        if let Some((number, id)) = twice {
            let what = format!("this ballot gives points to “{id}” twice");
            return Some((points(number), what, "Give points to each criterion once.".to_owned()));
        }
        let (number, id) = again(self.comments.iter().map(|(id, _)| id))?;
        let what = format!("this ballot has two comments on “{id}”");
        let path = vec![Step::Field("comments"), Step::Item(number), Step::Item(0)];
        Some((path, what, "Keep one comment on each criterion.".to_owned()))
    }
}
