//! What happened in the meeting, and when. The log only grows: no undo takes an entry back, so
//! that whoever reads it later can rely on it. Whether the weights are agreed, and whether the
//! result may be seen, follow from it and from nothing else.

use std::collections::BTreeMap;

use jiff::Timestamp;

use super::edit::EditError;
use super::value::{Id, Points};
use super::{Criterion, MAX_LOG, Session};

/// Something that happened, with its time.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// When.
    pub at: Timestamp,
    /// What.
    pub event: Event,
}

/// What can happen in a meeting.
#[derive(Clone, Debug, PartialEq)]
pub enum Event {
    /// The team agreed on these points, by criterion; the result may be seen from then on.
    WeightsAgreed(BTreeMap<Id, Points>),
    /// The weights are open again, and the result is covered.
    WeightsReopened,
    /// The result was looked at before the weights were agreed.
    UncoveredEarly,
}

impl Event {
    /// What happened, in the past tense, for those who read the log.
    #[must_use]
    pub const fn words(&self) -> &'static str {
        match self {
            Self::WeightsAgreed(_) => "The weights were agreed",
            Self::WeightsReopened => "The weights were opened again",
            Self::UncoveredEarly => "The result was uncovered before the weights were agreed",
        }
    }
}

/// What has changed about the weights since they were agreed.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Drift<'a> {
    /// Criteria with other points, and the agreed ones; none for a criterion that is new.
    pub moved: Vec<(&'a Criterion, Option<Points>)>,
    /// Criteria that had points and have left, which changes every other weight.
    pub gone: Vec<&'a Id>,
}

impl Drift<'_> {
    /// Whether everything is as it was agreed.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.moved.is_empty() && self.gone.is_empty()
    }

    /// What has changed, in words: `Migrations 50 → 60, Hiring is new`.
    #[must_use]
    pub fn words(&self) -> String {
        const FEW: usize = 4;
        let moved = self.moved.iter().map(|(criterion, agreed)| match agreed {
            Some(agreed) => format!("{} {agreed} → {}", criterion.name, criterion.points),
            None => format!("{} is new", criterion.name),
        });
        let gone = self.gone.iter().map(|id| format!("“{id}” has left"));
        let named: Vec<String> = moved.chain(gone).take(FEW).collect();
        let more = if self.moved.len() + self.gone.len() > FEW { " and more" } else { "" };
        format!("{}{more}", named.join(", "))
    }
}

impl Session {
    /// Adds an entry to the log.
    ///
    /// # Errors
    /// [`EditError::LogFull`] when the log can take no more.
    pub fn log(&mut self, entry: Entry) -> Result<(), EditError> {
        if self.log.len() >= MAX_LOG {
            return Err(EditError::LogFull);
        }
        self.log.push(entry);
        Ok(())
    }

    /// The points as they stand, ready to be agreed on.
    #[must_use]
    pub fn agreeing(&self) -> Event {
        Event::WeightsAgreed(self.criteria.iter().map(|c| (c.id.clone(), c.points)).collect())
    }

    /// When the weights were agreed, and on which points; none while they are open.
    #[must_use]
    pub fn agreed(&self) -> Option<(Timestamp, &BTreeMap<Id, Points>)> {
        self.log.iter().rev().find_map(|entry| match &entry.event {
            Event::WeightsAgreed(points) => Some(Some((entry.at, points))),
            Event::WeightsReopened => Some(None),
            Event::UncoveredEarly => None,
        })?
    }

    /// Whether the result is kept from sight: until the weights are agreed, unless it was
    /// uncovered early.
    #[must_use]
    pub fn covered(&self) -> bool {
        self.log.last().is_none_or(|entry| entry.event == Event::WeightsReopened)
    }

    /// What is not as it was agreed any more. Nothing while the weights are open.
    #[must_use]
    pub fn drift(&self) -> Drift<'_> {
        let Some((_, agreed)) = self.agreed() else { return Drift::default() };
        let rows = self.criteria.iter().map(|c| (c, agreed.get(&c.id).copied()));
        let gone = agreed.iter().filter(|(_, points)| points.get() > 0.0).map(|(id, _)| id);
        Drift {
            moved: rows.filter(|(c, before)| *before != Some(c.points)).collect(),
            gone: gone.filter(|id| self.criterion(id).is_none()).collect(),
        }
    }

    /// The ballots that everybody has seen last, if any have been shown.
    #[must_use]
    pub fn revealed(&self) -> Option<&super::Round> {
        self.rounds.iter().rev().find(|round| round.revealed.is_some())
    }
}
