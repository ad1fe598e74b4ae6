//! Every text of a session by name, so that one edit and one widget serve them all.

use serde::{Deserialize, Serialize};

use super::edit::EditError;
use super::pair::Side;
use super::rows::find_mut;
use super::value::Id;
use super::{Record, Session};

/// A text that a person can write.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Field {
    /// The decision's short name.
    Title,
    /// The question put to the team.
    Question,
    /// What anyone must know to weigh it.
    Context,
    /// The name of a side.
    SideName(Side),
    /// The name of a criterion.
    CriterionName(Id),
    /// What a criterion measures.
    Definition(Id),
    /// What a rating of 0 looks like.
    Low(Id),
    /// What a rating of 10 looks like.
    High(Id),
    /// A side's claim on a criterion, one line.
    Claim(Id, Side),
    /// Why a side is rated as it is.
    Reason(Id, Side),
    /// A must-have's condition.
    MustHave(Id),
    /// A participant's name.
    PersonName(Id),
    /// What a participant stands for.
    PersonRole(Id),
    /// What a part of the agenda is about.
    AgendaName(Id),
    /// Something put aside.
    Parked(Id),
    /// What is to be done afterwards.
    FollowUp(Id),
    /// Who does it.
    FollowUpOwner(Id),
    /// A text of the decision record.
    Record(RecordField),
}

impl Field {
    /// Whether people go by this text when they weigh a criterion.
    #[must_use]
    pub const fn is_weighed(&self) -> bool {
        matches!(self, Self::CriterionName(_) | Self::Definition(_) | Self::Low(_) | Self::High(_))
    }
}

/// The texts of the decision record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RecordField {
    /// The decision in a sentence.
    Title,
    /// The reasons.
    Because,
    /// What gets better.
    Good,
    /// What gets harder.
    Bad,
    /// Who saw it differently.
    Dissent,
    /// Who decided.
    Deciders,
    /// Who was asked.
    Consulted,
    /// Who is told.
    Informed,
    /// What would make us look again early.
    ReviewTrigger,
    /// The decision that this one replaces.
    Supersedes,
    /// The decision that replaced this one.
    SupersededBy,
    /// How we will know that it was right.
    Confirmation,
}

impl RecordField {
    /// In the order in which the record has them.
    pub const ALL: [Self; 12] = [
        Self::Title,
        Self::Because,
        Self::Good,
        Self::Bad,
        Self::Dissent,
        Self::Deciders,
        Self::Consulted,
        Self::Informed,
        Self::ReviewTrigger,
        Self::Supersedes,
        Self::SupersededBy,
        Self::Confirmation,
    ];

    /// The name on screen.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Title => "Decision",
            Self::Because => "Because",
            Self::Good => "What gets better",
            Self::Bad => "What gets harder",
            Self::Dissent => "Dissent",
            Self::Deciders => "Deciders",
            Self::Consulted => "Consulted",
            Self::Informed => "Informed",
            Self::ReviewTrigger => "Review early if",
            Self::Supersedes => "Supersedes",
            Self::SupersededBy => "Superseded by",
            Self::Confirmation => "How we will know",
        }
    }

    /// The text it names.
    #[must_use]
    pub fn of(self, record: &Record) -> &str {
        match self {
            Self::Title => &record.title,
            Self::Because => &record.because,
            Self::Good => &record.good,
            Self::Bad => &record.bad,
            Self::Dissent => &record.dissent,
            Self::Deciders => &record.deciders,
            Self::Consulted => &record.consulted,
            Self::Informed => &record.informed,
            Self::ReviewTrigger => &record.review_trigger,
            Self::Supersedes => &record.supersedes,
            Self::SupersededBy => &record.superseded_by,
            Self::Confirmation => &record.confirmation,
        }
    }

    fn of_mut(self, record: &mut Record) -> &mut String {
        match self {
            Self::Title => &mut record.title,
            Self::Because => &mut record.because,
            Self::Good => &mut record.good,
            Self::Bad => &mut record.bad,
            Self::Dissent => &mut record.dissent,
            Self::Deciders => &mut record.deciders,
            Self::Consulted => &mut record.consulted,
            Self::Informed => &mut record.informed,
            Self::ReviewTrigger => &mut record.review_trigger,
            Self::Supersedes => &mut record.supersedes,
            Self::SupersededBy => &mut record.superseded_by,
            Self::Confirmation => &mut record.confirmation,
        }
    }
}

impl Session {
    /// The text of a field; `None` when what it belongs to is not in the session.
    #[must_use]
    pub fn text(&self, field: &Field) -> Option<&str> {
        let must_have = |id| self.brief.must_haves.iter().find(|m| &m.id == id);
        let agenda = |id| self.agenda.iter().find(|item| &item.id == id);
        let parked = |id| self.parked.iter().find(|item| &item.id == id);
        let follow_up = |id| self.follow_ups.iter().find(|item| &item.id == id);
        Some(match field {
            Field::Title => &self.brief.title,
            Field::Question => &self.brief.question,
            Field::Context => &self.brief.context,
            Field::SideName(side) => &self.sides[*side],
            Field::CriterionName(id) => &self.criterion(id)?.name,
            Field::Definition(id) => &self.criterion(id)?.definition,
            Field::Low(id) => &self.criterion(id)?.low,
            Field::High(id) => &self.criterion(id)?.high,
            Field::Claim(id, side) => &self.criterion(id)?.sides[*side].claim,
            Field::Reason(id, side) => &self.criterion(id)?.sides[*side].reason,
            Field::MustHave(id) => &must_have(id)?.name,
            Field::PersonName(id) => &self.person(id)?.name,
            Field::PersonRole(id) => &self.person(id)?.role,
            Field::AgendaName(id) => &agenda(id)?.name,
            Field::Parked(id) => &parked(id)?.text,
            Field::FollowUp(id) => &follow_up(id)?.text,
            Field::FollowUpOwner(id) => &follow_up(id)?.owner,
            Field::Record(field) => field.of(&self.record),
        })
    }

    pub(super) fn text_mut(&mut self, field: &Field) -> Result<&mut String, EditError> {
        Ok(match field {
            Field::Title => &mut self.brief.title,
            Field::Question => &mut self.brief.question,
            Field::Context => &mut self.brief.context,
            Field::SideName(side) => &mut self.sides[*side],
            Field::CriterionName(id) => &mut find_mut(&mut self.criteria, id)?.name,
            Field::Definition(id) => &mut find_mut(&mut self.criteria, id)?.definition,
            Field::Low(id) => &mut find_mut(&mut self.criteria, id)?.low,
            Field::High(id) => &mut find_mut(&mut self.criteria, id)?.high,
            Field::Claim(id, side) => &mut find_mut(&mut self.criteria, id)?.sides[*side].claim,
            Field::Reason(id, side) => &mut find_mut(&mut self.criteria, id)?.sides[*side].reason,
            Field::MustHave(id) => &mut find_mut(&mut self.brief.must_haves, id)?.name,
            Field::PersonName(id) => &mut find_mut(&mut self.people, id)?.name,
            Field::PersonRole(id) => &mut find_mut(&mut self.people, id)?.role,
            Field::AgendaName(id) => &mut find_mut(&mut self.agenda, id)?.name,
            Field::Parked(id) => &mut find_mut(&mut self.parked, id)?.text,
            Field::FollowUp(id) => &mut find_mut(&mut self.follow_ups, id)?.text,
            Field::FollowUpOwner(id) => &mut find_mut(&mut self.follow_ups, id)?.owner,
            Field::Record(field) => field.of_mut(&mut self.record),
        })
    }

    /// What a field is called in the user's words: "Claim of SQLAlchemy on Migrations".
    #[must_use]
    pub fn field_name(&self, field: &Field) -> String {
        let criterion = |id| self.criterion(id).map_or("a criterion", |c| c.name.as_str());
        match field {
            Field::Title => "Title".to_owned(),
            Field::Question => "Question".to_owned(),
            Field::Context => "Context".to_owned(),
            Field::SideName(_) => "Name of a side".to_owned(),
            Field::CriterionName(_) => "Name of a criterion".to_owned(),
            Field::Definition(id) => format!("{}, definition", criterion(id)),
            Field::Low(id) => format!("{}, what a 0 looks like", criterion(id)),
            Field::High(id) => format!("{}, what a 10 looks like", criterion(id)),
            Field::Claim(id, side) => format!("{}, {}, claim", criterion(id), self.sides[*side]),
            Field::Reason(id, side) => {
                format!("{}, {}, reason of the rating", criterion(id), self.sides[*side])
            }
            Field::MustHave(_) => "Must-have".to_owned(),
            Field::PersonName(_) => "Name of a participant".to_owned(),
            Field::PersonRole(_) => "Role of a participant".to_owned(),
            Field::AgendaName(_) => "A part of the agenda".to_owned(),
            Field::Parked(_) => "Something put aside".to_owned(),
            Field::FollowUp(_) => "A follow-up".to_owned(),
            Field::FollowUpOwner(_) => "Owner of a follow-up".to_owned(),
            Field::Record(field) => format!("Record, {}", field.name().to_lowercase()),
        }
    }
}
