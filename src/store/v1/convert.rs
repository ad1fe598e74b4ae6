//! Between format 1 and the session's own types, field by field.

use std::collections::BTreeMap;

use super::evidence::Parts;
use super::{
    AgendaItem, Assessed, Closeness, Criterion, Entry, Event, FollowUp, Minutes, MustHave, Note,
    Parked, Participant, Record, Round, SessionFile, Sureness, Text,
};
use crate::session::{self, Assessment, Brief, Confidence, Id, Kept, Pair, Points, Session};
use crate::store::probe::{FORMAT, SESSION_KIND};

impl SessionFile {
    pub(super) fn of(session: &Session) -> Self {
        let Session {
            id,
            sides,
            brief,
            criteria,
            people,
            rounds,
            agenda,
            parked,
            follow_ups,
            notes,
            evidence,
            record,
            log,
            // Put back where the text is written.
            kept: _,
        } = session;
        let Parts { matters, versions, objections, runs } = Parts::of(evidence);
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
            closeness: match brief.closeness {
                session::Closeness::Loose => Closeness::Loose,
                session::Closeness::Close => Closeness::Close,
                session::Closeness::VeryClose => Closeness::VeryClose,
            },
            pool: brief.pool,
            names_stored: brief.names_stored,
            criteria: criteria.iter().map(Criterion::of).collect(),
            people: people.iter().map(Participant::of).collect(),
            rounds: rounds.iter().map(Round::of).collect(),
            agenda: agenda.iter().map(AgendaItem::of).collect(),
            parked: parked.iter().map(Parked::of).collect(),
            follow_ups: follow_ups.iter().map(FollowUp::of).collect(),
            notes: notes.iter().map(Note::of).collect(),
            matters,
            versions,
            objections,
            runs,
            record: Record::of(record),
            log: log.iter().map(Entry::of).collect(),
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
                closeness: match self.closeness {
                    Closeness::Loose => session::Closeness::Loose,
                    Closeness::Close => session::Closeness::Close,
                    Closeness::VeryClose => session::Closeness::VeryClose,
                },
                pool: self.pool,
                names_stored: self.names_stored,
            },
            criteria: self.criteria.into_iter().map(Criterion::into_session).collect(),
            people: self.people.into_iter().map(Participant::into_session).collect(),
            rounds: self.rounds.into_iter().map(Round::into_session).collect(),
            agenda: self.agenda.into_iter().map(AgendaItem::into_session).collect(),
            parked: self.parked.into_iter().map(Parked::into_session).collect(),
            follow_ups: self.follow_ups.into_iter().map(FollowUp::into_session).collect(),
            notes: self.notes.into_iter().map(Note::into_session).collect(),
            evidence: Parts {
                matters: self.matters,
                versions: self.versions,
                objections: self.objections,
                runs: self.runs,
            }
            .into_session(),
            record: self.record.into_session(),
            log: self.log.into_iter().map(Entry::into_session).collect(),
            kept: Kept::default(),
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
        let (name, role) = (Text::of(&row.name), Text::of(&row.role));
        Self { id: row.id.clone(), name, role, strength: row.strength, present: row.present }
    }

    pub(super) fn into_session(self) -> session::Participant {
        let (name, role) = (self.name.0, self.role.0);
        let Self { id, strength, present, .. } = self;
        session::Participant { id, name, role, strength, present }
    }
}

impl AgendaItem {
    fn of(row: &session::AgendaItem) -> Self {
        Self { id: row.id.clone(), name: Text::of(&row.name), minutes: Minutes(row.minutes) }
    }

    fn into_session(self) -> session::AgendaItem {
        session::AgendaItem { id: self.id, name: self.name.0, minutes: self.minutes.0 }
    }
}

impl Parked {
    fn of(row: &session::Parked) -> Self {
        Self { id: row.id.clone(), text: Text::of(&row.text), done: row.done }
    }

    fn into_session(self) -> session::Parked {
        session::Parked { id: self.id, text: self.text.0, done: self.done }
    }
}

impl FollowUp {
    fn of(row: &session::FollowUp) -> Self {
        let (text, owner) = (Text::of(&row.text), Text::of(&row.owner));
        Self { id: row.id.clone(), text, owner, due: row.due, done: row.done }
    }

    fn into_session(self) -> session::FollowUp {
        let (text, owner) = (self.text.0, self.owner.0);
        session::FollowUp { id: self.id, text, owner, due: self.due, done: self.done }
    }
}

impl Entry {
    fn of(row: &session::Entry) -> Self {
        Self { at: row.at, event: Event::of(&row.event) }
    }

    fn into_session(self) -> session::Entry {
        session::Entry { at: self.at, event: self.event.into_session() }
    }
}

impl Event {
    fn of(event: &session::Event) -> Self {
        match event {
            session::Event::WeightsAgreed(points) => Self::WeightsAgreed(listed(points)),
            session::Event::WeightsReopened => Self::WeightsReopened,
            session::Event::UncoveredEarly => Self::UncoveredEarly,
            session::Event::RoundOpened(id) => Self::RoundOpened(id.clone()),
            session::Event::RoundRevealed(id) => Self::RoundRevealed(id.clone()),
            session::Event::RoundCancelled => Self::RoundCancelled,
            session::Event::BallotTakenBack(id) => Self::BallotTakenBack(id.clone()),
            session::Event::Overridden { criterion, ballots, points, reason } => Self::Overridden {
                criterion: criterion.clone(),
                ballots: *ballots,
                points: *points,
                reason: Text::of(reason),
            },
            session::Event::AgendaStarted { item, name, minutes } => {
                let (item, name) = (item.clone(), Text::of(name));
                Self::AgendaStarted { item, name, minutes: Minutes(*minutes) }
            }
            session::Event::AgendaEnded => Self::AgendaEnded,
            session::Event::CardOpened { card, question, criterion, rated } => Self::CardOpened {
                run: card.run.clone(),
                card: card.card.clone(),
                question: Text::of(question),
                criterion: criterion.clone(),
                left: rated.left,
                right: rated.right,
            },
        }
    }

    fn into_session(self) -> session::Event {
        match self {
            Self::WeightsAgreed(points) => {
                session::Event::WeightsAgreed(points.into_iter().collect())
            }
            Self::WeightsReopened => session::Event::WeightsReopened,
            Self::UncoveredEarly => session::Event::UncoveredEarly,
            Self::RoundOpened(id) => session::Event::RoundOpened(id),
            Self::RoundRevealed(id) => session::Event::RoundRevealed(id),
            Self::RoundCancelled => session::Event::RoundCancelled,
            Self::BallotTakenBack(id) => session::Event::BallotTakenBack(id),
            Self::Overridden { criterion, ballots, points, reason } => {
                session::Event::Overridden { criterion, ballots, points, reason: reason.0 }
            }
            Self::AgendaStarted { item, name, minutes } => {
                session::Event::AgendaStarted { item, name: name.0, minutes: minutes.0 }
            }
            Self::AgendaEnded => session::Event::AgendaEnded,
            Self::CardOpened { run, card, question, criterion, left, right } => {
                session::Event::CardOpened {
                    card: session::CardRef { run, card },
                    question: question.0,
                    criterion,
                    rated: Pair::new(left, right),
                }
            }
        }
    }
}

fn listed(points: &BTreeMap<Id, Points>) -> Vec<(Id, Points)> {
    points.iter().map(|(id, points)| (id.clone(), *points)).collect()
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
            superseded_by: Text::of(&row.superseded_by),
            confirmation: Text::of(&row.confirmation),
            left_empty: row.left_empty.clone(),
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
            superseded_by: self.superseded_by.0,
            confirmation: self.confirmation.0,
            left_empty: self.left_empty,
        }
    }
}
