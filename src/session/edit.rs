//! Every change there is. Applying an edit gives back the edit that undoes it.

use jiff::Timestamp;
use jiff::civil::Date;
use thiserror::Error;

use super::rows::{find_mut, insert, missing, repeated, shift, take};
use super::{
    Closeness, Confidence, Criterion, Field, Id, MAX_CRITERIA, MAX_LOG, MAX_MUST_HAVES, MAX_NOTES,
    MAX_PEOPLE, MAX_ROUNDS, MAX_TEXT, MustHave, Note, Origin, Outcome, Pair, Participant, Points,
    Rating, Session, Side, Status, clean_text,
};

/// One change to a session.
#[derive(Clone, Debug, PartialEq)]
pub enum Edit {
    /// Writes a text.
    Write(Field, String),
    /// Answers a question of the frame, or takes the answer back.
    Answer {
        /// The question's id in the catalogue.
        question: Id,
        /// The answer's id, or none.
        answer: Option<Id>,
    },
    /// Says whether a side meets a must-have.
    Judge(Id, Side, Outcome),
    /// Says how closely the team means its weights.
    SetCloseness(Closeness),
    /// Sets a criterion's points.
    SetPoints(Id, Points),
    /// Rates a side on a criterion, and says who stands behind the rating.
    Rate(Id, Side, Rating, Origin),
    /// Says how sure the team is of a rating.
    SetConfidence(Id, Side, Confidence),
    /// Changes what a note says or which side it is about.
    Revise {
        /// The note.
        note: Id,
        /// The side it is about from now on.
        side: Option<Side>,
        /// What it says from now on.
        text: String,
        /// The time of the change; none only when an undo takes the first change back.
        edited: Option<Timestamp>,
    },
    /// Sets how far the decision has come, and the day on which it was decided.
    SetStatus(Status, Option<Date>),
    /// Chooses a side, or none.
    Choose(Option<Side>),
    /// Sets the day to look at the decision again.
    SetReview(Option<Date>),
    /// Adds an item at a place; past the end means at the end.
    Insert(usize, Item),
    /// Takes an item out.
    Remove(ItemRef),
    /// Moves an item to a place.
    Move(ItemRef, usize),
    /// Several edits as one, under a name.
    Batch(String, Vec<Edit>),
}

/// Something that a session holds any number of.
#[derive(Clone, Debug, PartialEq)]
pub enum Item {
    /// A criterion.
    Criterion(Box<Criterion>),
    /// A must-have.
    MustHave(MustHave),
    /// A participant.
    Person(Participant),
    /// A note.
    Note(Note),
}

/// The kind and id of an [`Item`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ItemRef {
    /// A criterion.
    Criterion(Id),
    /// A must-have.
    MustHave(Id),
    /// A participant.
    Person(Id),
    /// A note.
    Note(Id),
}

/// Why an edit was refused. The session is then as it was.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum EditError {
    /// The edit names something that is not in the session.
    #[error("there is no {0} in this session any more; nothing was changed")]
    Missing(String),
    /// The session already holds an item of that id.
    #[error("this session already has an item with the id {0}; nothing was changed")]
    Taken(Id),
    /// A count would pass its cap.
    #[error("a session holds at most {max} {what}; remove one first")]
    Full {
        /// What there are too many of.
        what: &'static str,
        /// How many there may be.
        max: usize,
    },
    /// A text is longer than a session keeps.
    #[error("a text may hold {MAX_TEXT} characters, this one has {0}; nothing was changed")]
    TooLong(usize),
    /// Notes still refer to the criterion.
    #[error("notes are attached to the criterion {0}; remove them first")]
    InUse(Id),
    /// A round of ballots refers to the participant.
    #[error(
        "{0} has cast a ballot, which stays with the session; rename them instead of removing them"
    )]
    Voted(String),
    /// The log can take no more.
    #[error("the log of this session is full; go on in a session of its own")]
    LogFull,
}

impl Session {
    /// Makes a change and gives back the edit that undoes it.
    ///
    /// # Errors
    /// An [`EditError`] when the edit does not fit the session, which is then unchanged.
    pub fn apply(&mut self, edit: Edit) -> Result<Edit, EditError> {
        let inverse = match edit {
            Edit::Write(field, text) => {
                let text = checked_text(&text)?;
                let slot = self.text_mut(&field)?;
                Edit::Write(field, std::mem::replace(slot, text))
            }
            Edit::Answer { question, answer } => {
                let old = match answer {
                    Some(answer) => self.brief.answers.insert(question.clone(), answer),
                    None => self.brief.answers.remove(&question),
                };
                Edit::Answer { question, answer: old }
            }
            Edit::Judge(id, side, outcome) => {
                let slot = &mut find_mut(&mut self.brief.must_haves, &id)?.outcome[side];
                Edit::Judge(id, side, std::mem::replace(slot, outcome))
            }
            Edit::SetCloseness(closeness) => {
                Edit::SetCloseness(std::mem::replace(&mut self.brief.closeness, closeness))
            }
            Edit::SetPoints(id, points) => {
                let slot = &mut find_mut(&mut self.criteria, &id)?.points;
                Edit::SetPoints(id, std::mem::replace(slot, points))
            }
            Edit::Rate(id, side, rating, origin) => {
                let slot = &mut find_mut(&mut self.criteria, &id)?.sides[side];
                let rating = std::mem::replace(&mut slot.rating, rating);
                Edit::Rate(id, side, rating, std::mem::replace(&mut slot.origin, origin))
            }
            Edit::SetConfidence(id, side, confidence) => {
                let slot = &mut find_mut(&mut self.criteria, &id)?.sides[side].confidence;
                Edit::SetConfidence(id, side, std::mem::replace(slot, confidence))
            }
            Edit::Revise { note, side, text, edited } => {
                let text = checked_text(&text)?;
                let slot = find_mut(&mut self.notes, &note)?;
                Edit::Revise {
                    side: std::mem::replace(&mut slot.side, side),
                    text: std::mem::replace(&mut slot.text, text),
                    edited: std::mem::replace(&mut slot.edited, edited),
                    note,
                }
            }
            Edit::SetStatus(status, day) => Edit::SetStatus(
                std::mem::replace(&mut self.record.status, status),
                std::mem::replace(&mut self.record.decided_on, day),
            ),
            Edit::Choose(side) => Edit::Choose(std::mem::replace(&mut self.record.choice, side)),
            Edit::SetReview(day) => {
                Edit::SetReview(std::mem::replace(&mut self.record.review_on, day))
            }
            Edit::Insert(at, item) => Edit::Remove(self.insert(at, item)?),
            Edit::Remove(item) => {
                let (at, item) = self.remove(&item)?;
                Edit::Insert(at, item)
            }
            Edit::Move(item, to) => {
                let from = self.shift(&item, to)?;
                Edit::Move(item, from)
            }
            Edit::Batch(name, edits) => Edit::Batch(name, self.apply_all(edits)?),
        };
        debug_assert_eq!(self.fault(), None, "an edit broke an invariant");
        Ok(inverse)
    }

    fn apply_all(&mut self, edits: Vec<Edit>) -> Result<Vec<Edit>, EditError> {
        let before = self.clone();
        let mut inverses = Vec::with_capacity(edits.len());
        for edit in edits {
            match self.apply(edit) {
                Ok(inverse) => inverses.push(inverse),
                Err(error) => {
                    *self = before;
                    return Err(error);
                }
            }
        }
        inverses.reverse();
        Ok(inverses)
    }

    fn insert(&mut self, at: usize, mut item: Item) -> Result<ItemRef, EditError> {
        for text in item.texts() {
            *text = checked_text(text)?;
        }
        let item_ref = item.as_ref();
        match item {
            Item::Criterion(row) => {
                insert(&mut self.criteria, at, *row, "criteria", MAX_CRITERIA)?;
            }
            Item::MustHave(row) => {
                insert(&mut self.brief.must_haves, at, row, "must-haves", MAX_MUST_HAVES)?;
            }
            Item::Person(row) => insert(&mut self.people, at, row, "people", MAX_PEOPLE)?,
            Item::Note(row) => {
                if let Some(id) = row.criterion.as_ref().filter(|id| self.criterion(id).is_none()) {
                    return Err(missing(id));
                }
                insert(&mut self.notes, at, row, "notes", MAX_NOTES)?;
            }
        }
        Ok(item_ref)
    }

    fn remove(&mut self, item: &ItemRef) -> Result<(usize, Item), EditError> {
        Ok(match item {
            ItemRef::Criterion(id) => {
                if self.notes.iter().any(|note| note.criterion.as_ref() == Some(id)) {
                    return Err(EditError::InUse(id.clone()));
                }
                let (at, row) = take(&mut self.criteria, id)?;
                (at, Item::Criterion(Box::new(row)))
            }
            ItemRef::MustHave(id) => {
                let (at, row) = take(&mut self.brief.must_haves, id)?;
                (at, Item::MustHave(row))
            }
            ItemRef::Person(id) => {
                if let Some(person) = self.people.iter().find(|p| &p.id == id && self.voted(id)) {
                    return Err(EditError::Voted(person.name.clone()));
                }
                let (at, row) = take(&mut self.people, id)?;
                (at, Item::Person(row))
            }
            ItemRef::Note(id) => {
                let (at, row) = take(&mut self.notes, id)?;
                (at, Item::Note(row))
            }
        })
    }

    fn shift(&mut self, item: &ItemRef, to: usize) -> Result<usize, EditError> {
        match item {
            ItemRef::Criterion(id) => shift(&mut self.criteria, id, to),
            ItemRef::MustHave(id) => shift(&mut self.brief.must_haves, id, to),
            ItemRef::Person(id) => shift(&mut self.people, id, to),
            ItemRef::Note(id) => shift(&mut self.notes, id, to),
        }
    }

    fn voted(&self, person: &Id) -> bool {
        self.rounds.iter().flat_map(|round| &round.ballots).any(|b| &b.person == person)
    }

    /// The first broken invariant in words, if there is one: ids unique within their kind,
    /// references resolve, counts within their caps.
    #[must_use]
    pub fn fault(&self) -> Option<String> {
        let dangling = || {
            let ids: std::collections::HashSet<_> = self.criteria.iter().map(|c| &c.id).collect();
            self.notes
                .iter()
                .filter_map(|note| note.criterion.as_ref())
                .find(|id| !ids.contains(id))
                .map(|id| format!("a note is about the criterion “{id}”, which is not there"))
        };
        let unknown_voter = || {
            let ids: std::collections::HashSet<_> = self.people.iter().map(|p| &p.id).collect();
            self.rounds
                .iter()
                .flat_map(|round| &round.ballots)
                .find(|ballot| !ids.contains(&ballot.person))
                .map(|b| format!("a ballot is from “{}”, who is no participant", b.person))
        };
        let twice = || {
            self.rounds.iter().find_map(|round| {
                let mut seen = std::collections::HashSet::new();
                let ballot = round.ballots.iter().find(|ballot| !seen.insert(&ballot.person))?;
                Some(format!("“{}” has two ballots in one round", ballot.person))
            })
        };
        let counts = [
            ("criteria", self.criteria.len(), MAX_CRITERIA),
            ("people", self.people.len(), MAX_PEOPLE),
            ("notes", self.notes.len(), MAX_NOTES),
            ("must-haves", self.brief.must_haves.len(), MAX_MUST_HAVES),
            ("rounds", self.rounds.len(), MAX_ROUNDS),
            ("log entries", self.log.len(), MAX_LOG),
        ];
        repeated(&self.criteria)
            .or_else(|| repeated(&self.brief.must_haves))
            .or_else(|| repeated(&self.people))
            .or_else(|| repeated(&self.notes))
            .or_else(|| repeated(&self.rounds))
            .or_else(dangling)
            .or_else(unknown_voter)
            .or_else(twice)
            .or_else(|| {
                let (what, count, max) = counts.into_iter().find(|(_, count, max)| count > max)?;
                Some(format!("{count} {what} are more than the {max} a session may hold"))
            })
    }
}

/// A text as a session keeps it.
fn checked_text(text: &str) -> Result<String, EditError> {
    let length = text.chars().count();
    if length > MAX_TEXT { Err(EditError::TooLong(length)) } else { Ok(clean_text(text)) }
}

impl Item {
    /// Every text of this item.
    fn texts(&mut self) -> Vec<&mut String> {
        match self {
            Self::Criterion(row) => {
                let Criterion { name, definition, low, high, sides, .. } = row.as_mut();
                let Pair { left, right } = sides;
                vec![
                    name,
                    definition,
                    low,
                    high,
                    &mut left.claim,
                    &mut left.reason,
                    &mut right.claim,
                    &mut right.reason,
                ]
            }
            Self::MustHave(row) => vec![&mut row.name],
            Self::Person(row) => vec![&mut row.name, &mut row.role],
            Self::Note(row) => vec![&mut row.author, &mut row.text],
        }
    }

    /// The kind and id of this item.
    #[must_use]
    pub fn as_ref(&self) -> ItemRef {
        match self {
            Self::Criterion(row) => ItemRef::Criterion(row.id.clone()),
            Self::MustHave(row) => ItemRef::MustHave(row.id.clone()),
            Self::Person(row) => ItemRef::Person(row.id.clone()),
            Self::Note(row) => ItemRef::Note(row.id.clone()),
        }
    }
}

impl Edit {
    /// Removes a criterion together with its notes, as one step.
    #[must_use]
    pub fn remove_criterion(session: &Session, id: &Id) -> Self {
        let name = session.criterion(id).map_or("criterion", |c| c.name.as_str());
        let notes = session.notes_on(Some(id)).map(|n| Self::Remove(ItemRef::Note(n.id.clone())));
        let criterion = Self::Remove(ItemRef::Criterion(id.clone()));
        Self::Batch(format!("Remove {name}"), notes.chain([criterion]).collect())
    }

    /// Whether both edits change the very same value, so that one after the other is one
    /// gesture: a drag, or a burst of typing.
    #[must_use]
    pub fn continues(&self, earlier: &Self) -> bool {
        match (self, earlier) {
            (Self::Write(a, _), Self::Write(b, _)) => a == b,
            (Self::SetPoints(a, _), Self::SetPoints(b, _)) => a == b,
            (Self::Rate(a, x, ..), Self::Rate(b, y, ..)) => a == b && x == y,
            (Self::Revise { note: a, side: x, .. }, Self::Revise { note: b, side: y, .. }) => {
                a == b && x == y
            }
            _ => false,
        }
    }
}
