//! Every change there is. Applying an edit gives back the edit that undoes it.

use jiff::Timestamp;
use jiff::civil::Date;
use thiserror::Error;

use super::evidence::{MAX_OBJECTIONS, MAX_RUNS};
use super::rows::{find_mut, insert, missing, shift, take};
use super::{
    AgendaItem, Closeness, Confidence, Criterion, EvidenceEdit, Field, FollowUp, Id, MAX_AGENDA,
    MAX_CRITERIA, MAX_MINUTES, MAX_MUST_HAVES, MAX_NOTES, MAX_PARKED, MAX_PEOPLE, MAX_TEXT,
    MustHave, Note, Objection, Origin, Outcome, Pair, Parked, Participant, Points, Pool, Rating,
    RecordField, Session, Side, Status, Strength, TeamRun, clean_text,
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
    /// Says how ballots become the team's points.
    SetPool(Pool),
    /// Says whether the ballots of the rounds to come keep names.
    StoreNames(bool),
    /// Sets what a participant's ballot counts for.
    SetStrength(Id, Strength),
    /// Says whether a participant is here.
    SetPresent(Id, bool),
    /// Sets how long a part of the agenda may take, in minutes.
    SetMinutes(Id, u16),
    /// Says whether something that was parked, or a follow-up, is done.
    SetDone(ItemRef, bool),
    /// Sets the day until which a follow-up is to be done.
    SetDue(Id, Option<Date>),
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
    /// Says whether a text of the record is left empty on purpose.
    LeaveEmpty(RecordField, bool),
    /// Sets the day to look at the decision again.
    SetReview(Option<Date>),
    /// Changes what the session holds of measured evidence.
    Evidence(EvidenceEdit),
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
    /// A part of the agenda.
    Agenda(AgendaItem),
    /// Something put aside.
    Parked(Parked),
    /// Something to be done afterwards.
    FollowUp(FollowUp),
    /// A note.
    Note(Note),
    /// An objection to a card.
    Objection(Objection),
    /// A run of the lab that the team has made.
    Run(TeamRun),
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
    /// A part of the agenda.
    Agenda(Id),
    /// Something put aside.
    Parked(Id),
    /// Something to be done afterwards.
    FollowUp(Id),
    /// A note.
    Note(Id),
    /// An objection to a card.
    Objection(Id),
    /// A run of the lab that the team has made.
    Run(Id),
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
    /// Ballots that were cast already would lack the criterion, have one too many, or speak of
    /// something else.
    #[error("ballots are being collected; reveal the round before the criteria change")]
    Collecting,
    /// A number of minutes beyond the limit.
    #[error("a part of the agenda may take {MAX_MINUTES} minutes; split it up")]
    TooManyMinutes,
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
            Edit::Write(field, text) => self.write(field, &text)?,
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
            Edit::SetPool(pool) => Edit::SetPool(std::mem::replace(&mut self.brief.pool, pool)),
            Edit::StoreNames(stored) => {
                Edit::StoreNames(std::mem::replace(&mut self.brief.names_stored, stored))
            }
            Edit::SetStrength(id, strength) => {
                let slot = &mut find_mut(&mut self.people, &id)?.strength;
                Edit::SetStrength(id, std::mem::replace(slot, strength))
            }
            Edit::SetPresent(id, present) => {
                let slot = &mut find_mut(&mut self.people, &id)?.present;
                Edit::SetPresent(id, std::mem::replace(slot, present))
            }
            Edit::SetMinutes(id, minutes) => {
                if minutes > MAX_MINUTES {
                    return Err(EditError::TooManyMinutes);
                }
                let slot = &mut find_mut(&mut self.agenda, &id)?.minutes;
                Edit::SetMinutes(id, std::mem::replace(slot, minutes))
            }
            Edit::SetDone(item, done) => {
                let slot = match &item {
                    ItemRef::Parked(id) => &mut find_mut(&mut self.parked, id)?.done,
                    ItemRef::FollowUp(id) => &mut find_mut(&mut self.follow_ups, id)?.done,
                    other => return Err(missing(other.id())),
                };
                let before = std::mem::replace(slot, done);
                Edit::SetDone(item, before)
            }
            Edit::SetDue(id, due) => {
                let slot = &mut find_mut(&mut self.follow_ups, &id)?.due;
                Edit::SetDue(id, std::mem::replace(slot, due))
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
            Edit::LeaveEmpty(field, empty) => {
                let left = &mut self.record.left_empty;
                let before = if empty { !left.insert(field) } else { left.remove(&field) };
                Edit::LeaveEmpty(field, before)
            }
            Edit::SetReview(day) => {
                Edit::SetReview(std::mem::replace(&mut self.record.review_on, day))
            }
            Edit::Evidence(edit) => Edit::Evidence(self.evidence.apply(edit)?),
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
        self.stay_sound();
        Ok(inverse)
    }

    fn write(&mut self, field: Field, text: &str) -> Result<Edit, EditError> {
        if field.is_weighed() && self.collecting().is_some() {
            return Err(EditError::Collecting);
        }
        let text = checked_text(text)?;
        let slot = self.text_mut(&field)?;
        Ok(Edit::Write(field, std::mem::replace(slot, text)))
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
            Item::Criterion(_) if self.collecting().is_some() => return Err(EditError::Collecting),
            Item::Criterion(row) => {
                insert(&mut self.criteria, at, *row, "criteria", MAX_CRITERIA)?;
            }
            Item::MustHave(row) => {
                insert(&mut self.brief.must_haves, at, row, "must-haves", MAX_MUST_HAVES)?;
            }
            Item::Person(row) => insert(&mut self.people, at, row, "people", MAX_PEOPLE)?,
            Item::Agenda(row) if row.minutes > MAX_MINUTES => {
                return Err(EditError::TooManyMinutes);
            }
            Item::Agenda(row) => {
                insert(&mut self.agenda, at, row, "items on the agenda", MAX_AGENDA)?;
            }
            Item::Parked(row) => {
                insert(&mut self.parked, at, row, "things put aside", MAX_PARKED)?;
            }
            Item::FollowUp(row) => {
                insert(&mut self.follow_ups, at, row, "follow-ups", MAX_PARKED)?;
            }
            Item::Note(row) => {
                if let Some(id) = row.criterion.as_ref().filter(|id| self.criterion(id).is_none()) {
                    return Err(missing(id));
                }
                insert(&mut self.notes, at, row, "notes", MAX_NOTES)?;
            }
            Item::Objection(row) => {
                insert(&mut self.evidence.objections, at, row, "objections", MAX_OBJECTIONS)?;
            }
            Item::Run(row) => {
                insert(&mut self.evidence.runs, at, row, "runs of the lab", MAX_RUNS)?;
            }
        }
        Ok(item_ref)
    }

    fn remove(&mut self, item: &ItemRef) -> Result<(usize, Item), EditError> {
        Ok(match item {
            ItemRef::Criterion(_) if self.collecting().is_some() => {
                return Err(EditError::Collecting);
            }
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
                    return Err(EditError::Voted(person.shown().to_owned()));
                }
                let (at, row) = take(&mut self.people, id)?;
                (at, Item::Person(row))
            }
            ItemRef::Agenda(id) => {
                let (at, row) = take(&mut self.agenda, id)?;
                (at, Item::Agenda(row))
            }
            ItemRef::Parked(id) => {
                let (at, row) = take(&mut self.parked, id)?;
                (at, Item::Parked(row))
            }
            ItemRef::FollowUp(id) => {
                let (at, row) = take(&mut self.follow_ups, id)?;
                (at, Item::FollowUp(row))
            }
            ItemRef::Note(id) => {
                let (at, row) = take(&mut self.notes, id)?;
                (at, Item::Note(row))
            }
            ItemRef::Objection(id) => {
                let (at, row) = take(&mut self.evidence.objections, id)?;
                (at, Item::Objection(row))
            }
            ItemRef::Run(id) => {
                let (at, row) = take(&mut self.evidence.runs, id)?;
                (at, Item::Run(row))
            }
        })
    }

    fn shift(&mut self, item: &ItemRef, to: usize) -> Result<usize, EditError> {
        match item {
            ItemRef::Criterion(id) => shift(&mut self.criteria, id, to),
            ItemRef::MustHave(id) => shift(&mut self.brief.must_haves, id, to),
            ItemRef::Person(id) => shift(&mut self.people, id, to),
            ItemRef::Agenda(id) => shift(&mut self.agenda, id, to),
            ItemRef::Parked(id) => shift(&mut self.parked, id, to),
            ItemRef::FollowUp(id) => shift(&mut self.follow_ups, id, to),
            ItemRef::Note(id) => shift(&mut self.notes, id, to),
            ItemRef::Objection(id) => shift(&mut self.evidence.objections, id, to),
            ItemRef::Run(id) => shift(&mut self.evidence.runs, id, to),
        }
    }

    fn voted(&self, person: &Id) -> bool {
        self.rounds.iter().any(|round| round.has_voted(person))
    }
}

/// A text as a session keeps it.
pub(super) fn checked_text(text: &str) -> Result<String, EditError> {
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
            Self::Agenda(row) => vec![&mut row.name],
            Self::Parked(row) => vec![&mut row.text],
            Self::FollowUp(row) => vec![&mut row.text, &mut row.owner],
            Self::Note(row) => vec![&mut row.author, &mut row.text],
            Self::Objection(row) => vec![&mut row.question, &mut row.text, &mut row.by],
            // What it found is checked and cleaned where it is read.
            Self::Run(row) => vec![&mut row.name],
        }
    }

    /// The kind and id of this item.
    #[must_use]
    pub fn as_ref(&self) -> ItemRef {
        match self {
            Self::Criterion(row) => ItemRef::Criterion(row.id.clone()),
            Self::MustHave(row) => ItemRef::MustHave(row.id.clone()),
            Self::Person(row) => ItemRef::Person(row.id.clone()),
            Self::Agenda(row) => ItemRef::Agenda(row.id.clone()),
            Self::Parked(row) => ItemRef::Parked(row.id.clone()),
            Self::FollowUp(row) => ItemRef::FollowUp(row.id.clone()),
            Self::Note(row) => ItemRef::Note(row.id.clone()),
            Self::Objection(row) => ItemRef::Objection(row.id.clone()),
            Self::Run(row) => ItemRef::Run(row.id.clone()),
        }
    }
}

impl ItemRef {
    /// The id alone.
    #[must_use]
    pub const fn id(&self) -> &Id {
        match self {
            Self::Criterion(id)
            | Self::MustHave(id)
            | Self::Person(id)
            | Self::Agenda(id)
            | Self::Parked(id)
            | Self::FollowUp(id)
            | Self::Note(id)
            | Self::Objection(id)
            | Self::Run(id) => id,
        }
    }
}

/// Names the step of [`Edit::rate_anew`], which is shown as the rating that it changes.
const RATE: &str = "Rating";

impl Edit {
    /// Removes a criterion together with its notes, as one step.
    #[must_use]
    pub fn remove_criterion(session: &Session, id: &Id) -> Self {
        let name = session.criterion(id).map_or("criterion", |c| c.name.as_str());
        let notes = session.notes_on(Some(id)).map(|n| Self::Remove(ItemRef::Note(n.id.clone())));
        let criterion = Self::Remove(ItemRef::Criterion(id.clone()));
        Self::Batch(format!("Remove {name}"), notes.chain([criterion]).collect())
    }

    /// Makes the ratings of a criterion the team's own; none where they are.
    #[must_use]
    pub fn confirm(criterion: &Criterion) -> Option<Self> {
        let open = Side::BOTH.into_iter().filter_map(|side| {
            let assessed = &criterion.sides[side];
            (assessed.origin == Origin::Catalogue)
                .then(|| Self::Rate(criterion.id.clone(), side, assessed.rating, Origin::Team))
        });
        let open: Vec<Self> = open.collect();
        let name = format!("Confirm the ratings on {}", criterion.name);
        (!open.is_empty()).then_some(Self::Batch(name, open))
    }

    /// Another rating, which the reason that there is does not speak for: it goes in the same step.
    #[must_use]
    pub fn rate_anew(id: Id, side: Side, rating: Rating) -> Self {
        let forget = Self::Write(Field::Reason(id.clone(), side), String::new());
        Self::Batch(RATE.to_owned(), vec![Self::Rate(id, side, rating, Origin::Team), forget])
    }

    /// The change of a rating, also as part of [`Edit::rate_anew`].
    pub(super) fn as_rate(&self) -> Option<&Self> {
        match self {
            Self::Rate(..) => Some(self),
            Self::Batch(name, edits) if name == RATE => {
                edits.iter().find(|edit| matches!(edit, Self::Rate(..)))
            }
            _ => None,
        }
    }

    /// Whether both edits change the very same value, so that one after the other is one
    /// gesture: a drag, or a burst of typing.
    #[must_use]
    pub fn continues(&self, earlier: &Self) -> bool {
        match (self, earlier) {
            (Self::Write(a, _), Self::Write(b, _)) => a == b,
            (Self::SetPoints(a, _), Self::SetPoints(b, _))
            | (Self::SetStrength(a, _), Self::SetStrength(b, _))
            | (Self::SetMinutes(a, _), Self::SetMinutes(b, _)) => a == b,
            (Self::Rate(a, x, ..), earlier) => earlier
                .as_rate()
                .is_some_and(|earlier| matches!(earlier, Self::Rate(b, y, ..) if a == b && x == y)),
            (Self::Revise { note: a, side: x, .. }, Self::Revise { note: b, side: y, .. }) => {
                a == b && x == y
            }
            _ => false,
        }
    }
}
