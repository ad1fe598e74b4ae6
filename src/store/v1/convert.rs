//! Between format 1 and the session's own types, field by field.

use super::{
    Assessed, Criterion, MustHave, Note, Participant, Record, SessionFile, Sureness, Text,
};
use crate::session::{self, Assessment, Brief, Confidence, Pair, Session};
use crate::store::probe::{FORMAT, SESSION_KIND};

impl SessionFile {
    pub(super) fn of(session: &Session) -> Self {
        let Session { id, sides, brief, criteria, people, notes, record } = session;
        Self {
            kind: SESSION_KIND.to_owned(),
            format: FORMAT,
            needs: Vec::new(),
            id: id.clone(),
            sides: sides.as_ref().map(|name| Text::of(name)),
            title: Text::of(&brief.title),
            question: Text::of(&brief.question),
            context: Text::of(&brief.context),
            answers: brief
                .answers
                .iter()
                .map(|(question, answer)| (question.clone(), answer.clone()))
                .collect(),
            must_haves: brief.must_haves.iter().map(MustHave::of).collect(),
            criteria: criteria.iter().map(Criterion::of).collect(),
            people: people.iter().map(Participant::of).collect(),
            notes: notes.iter().map(Note::of).collect(),
            record: Record::of(record),
        }
    }

    pub(super) fn into_session(self) -> Session {
        Session {
            id: self.id,
            sides: self.sides.map(|name| name.0),
            brief: Brief {
                title: self.title.0,
                question: self.question.0,
                context: self.context.0,
                answers: self.answers.into_iter().collect(),
                must_haves: self.must_haves.into_iter().map(MustHave::into_session).collect(),
            },
            criteria: self.criteria.into_iter().map(Criterion::into_session).collect(),
            people: self.people.into_iter().map(Participant::into_session).collect(),
            notes: self.notes.into_iter().map(Note::into_session).collect(),
            record: self.record.into_session(),
        }
    }
}

impl MustHave {
    pub(super) fn of(row: &session::MustHave) -> Self {
        Self {
            id: row.id.clone(),
            name: Text::of(&row.name),
            left: row.outcome.left,
            right: row.outcome.right,
        }
    }

    pub(super) fn into_session(self) -> session::MustHave {
        session::MustHave {
            id: self.id,
            name: self.name.0,
            outcome: Pair::new(self.left, self.right),
        }
    }
}

impl Criterion {
    pub(super) fn of(row: &session::Criterion) -> Self {
        Self {
            id: row.id.clone(),
            name: Text::of(&row.name),
            definition: Text::of(&row.definition),
            low: Text::of(&row.low),
            high: Text::of(&row.high),
            points: row.points,
            left: Assessed::of(&row.sides.left),
            right: Assessed::of(&row.sides.right),
        }
    }

    pub(super) fn into_session(self) -> session::Criterion {
        session::Criterion {
            id: self.id,
            name: self.name.0,
            definition: self.definition.0,
            low: self.low.0,
            high: self.high.0,
            points: self.points,
            sides: Pair::new(self.left, self.right).map(Assessed::into_session),
        }
    }
}

impl Assessed {
    pub(super) fn of(row: &Assessment) -> Self {
        Self {
            rating: row.rating,
            origin: row.origin,
            confidence: match row.confidence {
                Confidence::Guess => Sureness::Guess,
                Confidence::FairlySure => Sureness::FairlySure,
                Confidence::Sure => Sureness::Sure,
            },
            claim: Text::of(&row.claim),
            reason: Text::of(&row.reason),
        }
    }

    pub(super) fn into_session(self) -> Assessment {
        Assessment {
            rating: self.rating,
            origin: self.origin,
            confidence: match self.confidence {
                Sureness::Guess => Confidence::Guess,
                Sureness::FairlySure => Confidence::FairlySure,
                Sureness::Sure => Confidence::Sure,
            },
            claim: self.claim.0,
            reason: self.reason.0,
        }
    }
}

impl Participant {
    pub(super) fn of(row: &session::Participant) -> Self {
        Self { id: row.id.clone(), name: Text::of(&row.name), role: Text::of(&row.role) }
    }

    pub(super) fn into_session(self) -> session::Participant {
        session::Participant { id: self.id, name: self.name.0, role: self.role.0 }
    }
}

impl Note {
    pub(super) fn of(row: &session::Note) -> Self {
        Self {
            id: row.id.clone(),
            criterion: row.criterion.clone(),
            side: row.side,
            author: Text::of(&row.author),
            written: row.written,
            edited: row.edited,
            text: Text::of(&row.text),
        }
    }

    pub(super) fn into_session(self) -> session::Note {
        session::Note {
            id: self.id,
            criterion: self.criterion,
            side: self.side,
            author: self.author.0,
            written: self.written,
            edited: self.edited,
            text: self.text.0,
        }
    }
}

impl Record {
    pub(super) fn of(row: &session::Record) -> Self {
        Self {
            status: row.status,
            decided_on: row.decided_on,
            choice: row.choice,
            review_on: row.review_on,
            title: Text::of(&row.title),
            because: Text::of(&row.because),
            good: Text::of(&row.good),
            bad: Text::of(&row.bad),
            dissent: Text::of(&row.dissent),
            deciders: Text::of(&row.deciders),
            consulted: Text::of(&row.consulted),
            informed: Text::of(&row.informed),
            review_trigger: Text::of(&row.review_trigger),
            supersedes: Text::of(&row.supersedes),
            confirmation: Text::of(&row.confirmation),
        }
    }

    pub(super) fn into_session(self) -> session::Record {
        session::Record {
            status: self.status,
            decided_on: self.decided_on,
            choice: self.choice,
            review_on: self.review_on,
            title: self.title.0,
            because: self.because.0,
            good: self.good.0,
            bad: self.bad.0,
            dissent: self.dissent.0,
            deciders: self.deciders.0,
            consulted: self.consulted.0,
            informed: self.informed.0,
            review_trigger: self.review_trigger.0,
            supersedes: self.supersedes.0,
            confirmation: self.confirmation.0,
        }
    }
}
