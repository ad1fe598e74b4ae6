//! What happened in the meeting, and when. The log only grows: no undo takes an entry back, so
//! that whoever reads it later can rely on it. Whether the weights are agreed, and whether the
//! result may be seen, follow from it and from nothing else.

use std::collections::BTreeMap;

use jiff::Timestamp;

use super::edit::{EditError, checked_text};
use super::round::{Ballot, Voter, Way};
use super::value::{Id, Points, Rating};
use super::{CardRef, Criterion, MAX_LOG, MAX_MINUTES, Origin, Pair, Participant, Session, Side};

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
    /// A round was opened; the result is covered from then on.
    RoundOpened(Id),
    /// The ballots of a round were shown to everybody.
    RoundRevealed(Id),
    /// A round was taken back that nobody had voted in, or too few to show anything of it.
    RoundCancelled,
    /// A participant's ballot was given up, so that they could vote again.
    BallotTakenBack(Id),
    /// The team agrees on other points than its ballots come to.
    Overridden {
        /// Of which criterion.
        criterion: Id,
        /// What the ballots come to.
        ballots: Points,
        /// What was agreed.
        points: Points,
        /// Why.
        reason: String,
    },
    /// A part of the meeting has begun, whatever was before it is over.
    AgendaStarted {
        /// Which part.
        item: Id,
        /// What it is about.
        name: String,
        /// How long it may take, in minutes; 0 for as long as it takes.
        minutes: u16,
    },
    /// The last part of the meeting is over.
    AgendaEnded,
    /// A card of measured evidence was looked at for the first time on a criterion.
    CardOpened {
        /// Which card.
        card: CardRef,
        /// Its question.
        question: String,
        /// On which criterion.
        criterion: Id,
        /// The ratings that the team had set by then; the evidence came before any other.
        rated: Pair<Option<Rating>>,
    },
}

impl Event {
    /// What happened, in the past tense, for those who read the log.
    #[must_use]
    pub fn words(&self, session: &Session) -> String {
        let round = |id: &Id| match session.round_number(id) {
            Some(number) => format!("Round {number}"),
            None => "A round".to_owned(),
        };
        match self {
            Self::WeightsAgreed(_) => "The weights were agreed".to_owned(),
            Self::WeightsReopened => "The weights were opened again".to_owned(),
            Self::UncoveredEarly => {
                "The result was uncovered before the weights were agreed".to_owned()
            }
            Self::RoundOpened(id) => format!("{} was opened", round(id)),
            Self::RoundRevealed(id) => {
                let found = session.rounds.iter().find(|r| &r.id == id);
                let ballots = found.map_or(&[][..], |round| &round.ballots);
                format!("{} was revealed, with {}", round(id), came(ballots, session))
            }
            Self::BallotTakenBack(id) => {
                let name = session.person(id).map_or(id.as_str(), Participant::shown);
                format!("The ballot of {name} was taken back")
            }
            Self::RoundCancelled => {
                "A round was taken back, and nothing of it was shown".to_owned()
            }
            Self::Overridden { criterion, ballots, points, reason } => {
                let name = session.criterion(criterion).map_or(criterion.as_str(), |c| &c.name);
                let given = format!("{name} was given {points} points");
                if session.tells_ballots() {
                    format!("{given}, where the ballots say {ballots}: {reason}")
                } else {
                    format!("{given} by hand: {reason}")
                }
            }
            Self::AgendaStarted { name, minutes: 0, .. } => format!("Agenda: {name}"),
            Self::AgendaStarted { name, minutes, .. } => format!("Agenda: {name}, {minutes} min"),
            Self::AgendaEnded => "The agenda was through".to_owned(),
            Self::CardOpened { question, criterion, rated, .. } => {
                let name = session.criterion(criterion).map_or(criterion.as_str(), |c| &c.name);
                let Pair { left, right } = Pair::from_fn(|side| match rated[side] {
                    None => format!("{} not rated yet", session.sides[side]),
                    Some(rating) => format!("{} rated {rating}", session.sides[side]),
                });
                format!("Evidence on {name} was opened, with {left} and {right}: {question}")
            }
        }
    }

    /// Whether the result is covered by this, or shown; none when it stays as it was.
    const fn covers(&self) -> Option<bool> {
        match self {
            Self::WeightsReopened | Self::RoundOpened(_) => Some(true),
            Self::WeightsAgreed(_) | Self::UncoveredEarly => Some(false),
            _ => None,
        }
    }
}

/// How many ballots there were, how many of them do not count, and how they came where not all were
/// given in the room: `8 ballots, 1 of them an adviser’s; 2 from files, 1 pasted`.
fn came(ballots: &[Ballot], session: &Session) -> String {
    let adviser = |ballot: &&Ballot| match &ballot.voter {
        Voter::Named(id) => session.person(id).is_some_and(Participant::is_adviser),
        Voter::Unnamed { strength, .. } => strength.get() <= 0.0,
    };
    let count = match ballots.len() {
        1 => "1 ballot".to_owned(),
        count => format!("{count} ballots"),
    };
    let advisers = match (ballots.iter().filter(adviser).count(), ballots.len()) {
        (0, _) => String::new(),
        (1, 1) => ", an adviser’s".to_owned(),
        (1, _) => ", 1 of them an adviser’s".to_owned(),
        (more, _) => format!(", {more} of them advisers’"),
    };
    let by = |way: Way| ballots.iter().filter(|ballot| ballot.way == way).count();
    let files = match by(Way::File) {
        0 => None,
        1 => Some("1 from a file".to_owned()),
        more => Some(format!("{more} from files")),
    };
    let pasted = match by(Way::Pasted) {
        0 => None,
        more => Some(format!("{more} pasted")),
    };
    let ways: Vec<String> = files.into_iter().chain(pasted).collect();
    let ways = if ways.is_empty() { String::new() } else { format!("; {}", ways.join(", ")) };
    format!("{count}{advisers}{ways}")
}

/// The part of the meeting that is running.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OnAgenda<'a> {
    /// Its place on the agenda; none when it has been taken off since.
    pub place: Option<usize>,
    /// What it is about; once it has been taken off, as it was called when it began.
    pub name: &'a str,
    /// How long it may take, in minutes; 0 for as long as it takes. More can be given to it
    /// while it runs.
    pub minutes: u16,
    /// When it began.
    pub since: Timestamp,
}

impl OnAgenda<'_> {
    /// Whole minutes that have gone by.
    #[must_use]
    pub fn elapsed(&self, now: Timestamp) -> i64 {
        (now.as_second() - self.since.as_second()).max(0) / 60
    }

    /// Whole minutes that are left, negative when it is over its time; none without a limit.
    #[must_use]
    pub fn left(&self, now: Timestamp) -> Option<i64> {
        (self.minutes > 0).then(|| i64::from(self.minutes) - self.elapsed(now))
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
    /// [`EditError`] when the log can take no more, or what the entry says is beyond the limits of
    /// a session. The log is then as it was.
    pub fn log(&mut self, mut entry: Entry) -> Result<(), EditError> {
        if self.log.len() >= MAX_LOG {
            return Err(EditError::LogFull);
        }
        match &mut entry.event {
            Event::Overridden { reason: text, .. } | Event::CardOpened { question: text, .. } => {
                *text = checked_text(text)?;
            }
            Event::AgendaStarted { name, minutes, .. } => {
                if *minutes > MAX_MINUTES {
                    return Err(EditError::TooManyMinutes);
                }
                *name = checked_text(name)?;
            }
            _ => {}
        }
        self.log.push(entry);
        self.stay_sound();
        Ok(())
    }

    /// That a card is looked at on a criterion; none where it was before, or where there is no such
    /// criterion.
    #[must_use]
    pub fn opening(&self, card: &CardRef, question: &str, criterion: &Id) -> Option<Event> {
        let rated = self.criterion(criterion)?.sides.as_ref();
        let known = self.cards_opened().any(|(on, opened, _)| on == criterion && opened == card);
        (!known).then(|| Event::CardOpened {
            card: card.clone(),
            question: question.to_owned(),
            criterion: criterion.clone(),
            rated: rated.map(|side| (side.origin == Origin::Team).then_some(side.rating)),
        })
    }

    /// The cards that were looked at, first to last: on which criterion, which, and the ratings
    /// that the team had set by then.
    pub fn cards_opened(&self) -> impl Iterator<Item = (&Id, &CardRef, &Pair<Option<Rating>>)> {
        self.log.iter().filter_map(|entry| match &entry.event {
            Event::CardOpened { card, criterion, rated, .. } => Some((criterion, card, rated)),
            _ => None,
        })
    }

    /// Whether a side's rating was set or changed after a card had been opened on its criterion;
    /// none where the team has not rated it, or no card was opened.
    #[must_use]
    pub fn rated_after_evidence(&self, criterion: &Id, side: Side) -> Option<bool> {
        let assessed = &self.criterion(criterion)?.sides[side];
        let (_, _, rated) = self.cards_opened().find(|(on, ..)| *on == criterion)?;
        (assessed.origin == Origin::Team).then(|| rated[side] != Some(assessed.rating))
    }

    /// The points as they stand, ready to be agreed on.
    #[must_use]
    pub fn agreeing(&self) -> Event {
        Event::WeightsAgreed(self.criteria.iter().map(|c| (c.id.clone(), c.points)).collect())
    }

    /// When the weights were agreed, and on which points; none while they are open, as they are
    /// while ballots are collected, whatever the log of a merged session says after that.
    #[must_use]
    pub fn agreed(&self) -> Option<(Timestamp, &BTreeMap<Id, Points>)> {
        if self.collecting().is_some() {
            return None;
        }
        self.log.iter().rev().find_map(|entry| match &entry.event {
            Event::WeightsAgreed(points) => Some(Some((entry.at, points))),
            Event::WeightsReopened | Event::RoundOpened(_) => Some(None),
            _ => None,
        })?
    }

    /// Whether the result is kept from sight: until the weights are agreed, unless it was
    /// uncovered early.
    #[must_use]
    pub fn covered(&self) -> bool {
        let Some(round) = self.collecting() else {
            return self.log.iter().rev().find_map(|entry| entry.event.covers()).unwrap_or(true);
        };
        // Only a look at the result since the round was opened uncovers it.
        let opened = Event::RoundOpened(round.id.clone());
        let since = self.log.iter().rev().map(|entry| &entry.event);
        let since =
            since.take_while(|event| **event != opened && **event != Event::WeightsReopened);
        !since.into_iter().any(|event| *event == Event::UncoveredEarly)
    }

    /// Why a criterion was given other points than its ballots come to, where its points are still
    /// those that were agreed on.
    #[must_use]
    pub fn reason_for(&self, criterion: &Criterion) -> Option<&str> {
        self.agreed()?;
        self.log.iter().rev().find_map(|entry| match &entry.event {
            Event::Overridden { criterion: id, points, reason, .. } if *id == criterion.id => {
                Some((*points == criterion.points).then_some(reason.as_str()))
            }
            Event::RoundRevealed(_) => Some(None),
            _ => None,
        })?
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

    /// The part of the meeting that is running, and since when.
    #[must_use]
    pub fn on_agenda(&self) -> Option<OnAgenda<'_>> {
        self.log.iter().rev().find_map(|entry| match &entry.event {
            Event::AgendaStarted { item, name, minutes } => {
                let place = self.agenda.iter().position(|other| &other.id == item);
                let (name, minutes) = match place.and_then(|place| self.agenda.get(place)) {
                    Some(item) => (item.shown(), item.minutes),
                    None => (name.as_str(), *minutes),
                };
                Some(Some(OnAgenda { place, name, minutes, since: entry.at }))
            }
            Event::AgendaEnded => Some(None),
            _ => None,
        })?
    }
}
