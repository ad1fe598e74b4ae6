//! Rounds of ballots: opened, collected under cover, revealed. A round that was revealed is kept
//! as it was, and no undo takes a ballot back: what was cast stays what was said.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::log::{Entry, Event};
use super::value::{Id, MAX_TEXT, Points, Strength, clean_text};
use super::{EditError, MAX_ROUNDS, Participant, Session};

/// So many ballots are needed before any is shown without names: of two, each of the two would
/// know the other's.
pub const FEWEST_UNNAMED: usize = 3;

/// One collection of everybody's ballots. A session keeps every round.
#[derive(Clone, Debug, PartialEq)]
pub struct Round {
    /// Stable id.
    pub id: Id,
    /// When the ballots were shown to everybody; none while they are being collected, and
    /// nothing may be told from them then.
    pub revealed: Option<Timestamp>,
    /// Who has voted without their name being stored; empty where names are.
    pub unnamed: Option<BTreeSet<Id>>,
    /// At most one ballot a participant.
    pub ballots: Vec<Ballot>,
}

/// What one participant says the criteria weigh.
#[derive(Clone, Debug, PartialEq)]
pub struct Ballot {
    /// Whose it is.
    pub voter: Voter,
    /// How it was given.
    pub method: Method,
    /// Points by criterion. One that is missing here has been given none. A criterion that has
    /// left the session since then stays: a round is kept as it was.
    pub points: BTreeMap<Id, Points>,
    /// What they said to a criterion, where they did.
    pub comments: BTreeMap<Id, String>,
    /// How it came.
    pub way: Way,
}

/// Whose a ballot is.
#[derive(Clone, Debug, PartialEq)]
pub enum Voter {
    /// A participant's.
    Named(Id),
    /// Somebody's whose name is not stored.
    Unnamed {
        /// Tells this ballot from the others, and says nothing else.
        slip: Id,
        /// What it counts for.
        strength: Strength,
    },
}

/// How somebody says what the criteria weigh.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Method {
    /// The largest swing gets 100 points, the others are given against it.
    #[default]
    Swing,
    /// 100 points to share out.
    Budget,
    /// An order, ties allowed.
    Ranking,
    /// Comparisons two at a time.
    Pairwise,
}

impl Method {
    /// In the order in which they are offered.
    pub const ALL: [Self; 4] = [Self::Swing, Self::Budget, Self::Ranking, Self::Pairwise];

    /// The words on its button.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Swing => "Swing",
            Self::Budget => "Budget of 100",
            Self::Ranking => "Ranking",
            Self::Pairwise => "Pairwise",
        }
    }
}

/// How a ballot came into the session.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Way {
    /// Given in the session's own window.
    #[default]
    Here,
    /// Read from a file.
    File,
    /// Pasted as text.
    Pasted,
}

/// How ballots become the team's points.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Pool {
    /// The strength-weighted median: one far-off ballot cannot drag it.
    #[default]
    Median,
    /// The strength-weighted mean: every ballot moves it.
    Mean,
}

impl Pool {
    /// Both, as offered.
    pub const ALL: [Self; 2] = [Self::Median, Self::Mean];

    /// The word on screen.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Median => "median",
            Self::Mean => "mean",
        }
    }

    /// The word for several.
    #[must_use]
    pub const fn plural(self) -> &'static str {
        match self {
            Self::Median => "medians",
            Self::Mean => "means",
        }
    }
}

/// Why a step of a round was refused. The session is then as it was.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum RoundError {
    /// A round is open already.
    #[error("ballots are being collected already; reveal them first")]
    Collecting,
    /// No round is open.
    #[error("no ballots are being collected; open a round first")]
    NotCollecting,
    /// There is nothing to vote on.
    #[error("there is nothing to weigh yet; add a criterion first")]
    NoCriteria,
    /// A session keeps no more rounds.
    #[error("a session holds at most {MAX_ROUNDS} rounds")]
    Full,
    /// The ballot is from nobody who takes part.
    #[error("“{0}” is no participant of this session; add them first")]
    Stranger(Id),
    /// A ballot without a name cannot be found again, so it cannot be replaced either.
    #[error("{0} has cast a ballot without a name, which cannot be found again to be changed")]
    CastUnnamed(String),
    /// There is no ballot of theirs.
    #[error("{0} has not cast a ballot in this round")]
    NoBallot(String),
    /// Nothing to reveal.
    #[error("no ballot has been cast yet")]
    NoBallots,
    /// Too few to keep anybody's ballot from being known.
    #[error(
        "without names nothing is shown below {FEWEST_UNNAMED} ballots that count, and there are {0}; \
         wait for more"
    )]
    TooFew(usize),
    /// Ballots would be lost.
    #[error("ballots have been cast in this round; reveal it instead")]
    HasBallots,
    /// A comment is longer than a session keeps.
    #[error("a comment may hold {MAX_TEXT} characters, this one has {0}")]
    TooLong(usize),
    /// The log can take no more, or an id is taken.
    #[error(transparent)]
    Log(#[from] EditError),
}

impl Ballot {
    /// A ballot of swing points under a participant's name, without comments.
    #[must_use]
    pub const fn new(person: Id, points: BTreeMap<Id, Points>) -> Self {
        Self {
            voter: Voter::Named(person),
            method: Method::Swing,
            points,
            comments: BTreeMap::new(),
            way: Way::Here,
        }
    }

    /// The participant whose it is; none where the name is not stored.
    #[must_use]
    pub const fn person(&self) -> Option<&Id> {
        match &self.voter {
            Voter::Named(person) => Some(person),
            Voter::Unnamed { .. } => None,
        }
    }

    /// What tells this ballot from the others of its round.
    #[must_use]
    pub const fn key(&self) -> &Id {
        match &self.voter {
            Voter::Named(id) | Voter::Unnamed { slip: id, .. } => id,
        }
    }
}

impl Round {
    /// A round that has just been opened.
    #[must_use]
    pub fn new(id: Id, named: bool) -> Self {
        let unnamed = (!named).then(BTreeSet::new);
        Self { id, revealed: None, unnamed, ballots: Vec::new() }
    }

    /// Whether ballots say whose they are.
    #[must_use]
    pub const fn named(&self) -> bool {
        self.unnamed.is_none()
    }

    /// Whether it may be taken back while it is open: nobody has voted, or too few for a round
    /// without names, whose ballots can be neither shown nor given back.
    #[must_use]
    pub fn can_be_cancelled(&self) -> bool {
        self.ballots.is_empty() || self.too_few().is_some()
    }

    /// How many ballots count, where that is too few to show any without names. An adviser's
    /// hides nobody, being told from the others by not being counted.
    #[must_use]
    pub fn too_few(&self) -> Option<usize> {
        let counted = self.counted();
        (!self.named() && counted < FEWEST_UNNAMED).then_some(counted)
    }

    /// How many ballots count, as far as they say so themselves.
    fn counted(&self) -> usize {
        let counts = |ballot: &&Ballot| match &ballot.voter {
            Voter::Named(_) => true,
            Voter::Unnamed { strength, .. } => strength.get() > 0.0,
        };
        self.ballots.iter().filter(counts).count()
    }

    /// Whether so few ballots without names count that the fewest and the most points, beside the
    /// median, would be those of single ballots.
    #[must_use]
    pub fn hides_range(&self) -> bool {
        !self.named() && self.counted() <= FEWEST_UNNAMED
    }

    /// Whether a participant has cast a ballot.
    #[must_use]
    pub fn has_voted(&self, person: &Id) -> bool {
        match &self.unnamed {
            Some(voted) => voted.contains(person),
            None => self.ballots.iter().any(|ballot| ballot.person() == Some(person)),
        }
    }

    /// Everybody who has cast a ballot, to ask of many at once.
    #[must_use]
    pub fn voted(&self) -> HashSet<&Id> {
        match &self.unnamed {
            Some(voted) => voted.iter().collect(),
            None => self.ballots.iter().filter_map(Ballot::person).collect(),
        }
    }

    /// Whether a criterion was voted on: somebody has given it points, or none of them.
    #[must_use]
    pub fn asked(&self, criterion: &Id) -> bool {
        self.ballots.iter().any(|ballot| ballot.points.contains_key(criterion))
    }

    /// The ballot of a participant, where it says so.
    #[must_use]
    pub fn ballot_of(&self, person: &Id) -> Option<&Ballot> {
        self.ballots.iter().find(|ballot| ballot.person() == Some(person))
    }
}

impl Session {
    /// The round whose ballots are being collected.
    #[must_use]
    pub fn collecting(&self) -> Option<&Round> {
        self.rounds.last().filter(|round| round.revealed.is_none())
    }

    /// Those who are here and have not voted in the round that is being collected; nobody while
    /// none is.
    pub fn missing(&self) -> impl Iterator<Item = &Participant> {
        let voted = self.collecting().map(Round::voted);
        self.people.iter().filter(move |person| {
            person.present && voted.as_ref().is_some_and(|voted| !voted.contains(&person.id))
        })
    }

    /// The ballots that everybody has seen last, if any have been shown.
    #[must_use]
    pub fn revealed(&self) -> Option<&Round> {
        self.rounds.iter().rev().find(|round| round.revealed.is_some())
    }

    /// Whether what the ballots come to may be told wherever the log names it: not where they may be
    /// those of a round without names in which too few count.
    #[must_use]
    pub fn tells_ballots(&self) -> bool {
        let any_shown = self.revealed().is_some();
        let shown = self.rounds.iter().filter(|round| !any_shown || round.revealed.is_some());
        shown.into_iter().all(|round| round.too_few().is_none())
    }

    /// The round before the one revealed last, for what has moved in between.
    #[must_use]
    pub fn revealed_before(&self) -> Option<&Round> {
        self.rounds.iter().rev().filter(|round| round.revealed.is_some()).nth(1)
    }

    /// The number of a round, from 1.
    #[must_use]
    pub fn round_number(&self, id: &Id) -> Option<usize> {
        self.rounds.iter().position(|round| &round.id == id).map(|at| at + 1)
    }

    /// The participant of that id.
    #[must_use]
    pub fn person(&self, id: &Id) -> Option<&Participant> {
        self.people.iter().find(|person| &person.id == id)
    }

    /// Opens a round: covers the result and begins to collect.
    ///
    /// # Errors
    /// [`RoundError`] when one is open, nothing is there to weigh, or the session is full.
    pub fn open_round(&mut self, id: Id, at: Timestamp) -> Result<(), RoundError> {
        if self.collecting().is_some() {
            return Err(RoundError::Collecting);
        }
        if self.criteria.is_empty() {
            return Err(RoundError::NoCriteria);
        }
        if self.rounds.len() >= MAX_ROUNDS {
            return Err(RoundError::Full);
        }
        if self.round_number(&id).is_some() {
            return Err(EditError::Taken(id).into());
        }
        self.log(Entry { at, event: Event::RoundOpened(id.clone()) })?;
        self.rounds.push(Round::new(id, self.brief.names_stored));
        self.stay_sound();
        Ok(())
    }

    /// Takes a participant's ballot into the round that is being collected, in place of an
    /// earlier one of theirs. Where names are not stored it is kept under `slip`, apart from
    /// who cast it, and cannot be replaced. What it says of criteria that are not in the session
    /// is left out.
    ///
    /// # Errors
    /// [`RoundError`] when no round is open, the person is unknown, a comment too long, or the
    /// slip no name of its own.
    pub fn cast(&mut self, person: &Id, slip: Id, cast: Ballot) -> Result<(), RoundError> {
        let Some(participant) = self.person(person) else {
            return Err(RoundError::Stranger(person.clone()));
        };
        let (strength, name) = (participant.strength, participant.shown().to_owned());
        let mut ballot = cast;
        ballot.points.retain(|id, _| self.criterion(id).is_some());
        ballot.comments.retain(|id, _| self.criterion(id).is_some());
        for comment in ballot.comments.values_mut() {
            // What is cleaned away may have stood between spaces.
            clean_text(comment).trim().clone_into(comment);
            let length = comment.chars().count();
            if length > MAX_TEXT {
                return Err(RoundError::TooLong(length));
            }
        }
        ballot.comments.retain(|_, comment| !comment.is_empty());
        let tells = self.person(&slip).is_some();
        let round = self.collecting_mut()?;
        if let Some(voted) = &mut round.unnamed {
            if voted.contains(person) {
                return Err(RoundError::CastUnnamed(name));
            }
            if tells || round.ballots.iter().any(|other| other.key() == &slip) {
                return Err(EditError::Taken(slip).into());
            }
            voted.insert(person.clone());
            ballot.voter = Voter::Unnamed { slip, strength };
            ballot.way = Way::Here;
            // By their random keys, so that the order of casting tells nothing.
            let at = round.ballots.partition_point(|other| other.key() < ballot.key());
            round.ballots.insert(at, ballot);
        } else {
            ballot.voter = Voter::Named(person.clone());
            match round.ballots.iter_mut().find(|other| other.person() == Some(person)) {
                Some(earlier) => *earlier = ballot,
                None => round.ballots.push(ballot),
            }
        }
        self.stay_sound();
        Ok(())
    }

    /// Gives a participant's ballot up, so that they can vote again; the log says so.
    ///
    /// # Errors
    /// [`RoundError`] when no round is open, or there is no ballot under their name.
    pub fn withdraw(&mut self, person: &Id, at: Timestamp) -> Result<(), RoundError> {
        let name = self.person(person).map_or(person.as_str(), Participant::shown).to_owned();
        let round = self.collecting_mut()?;
        if round.unnamed.as_ref().is_some_and(|voted| voted.contains(person)) {
            return Err(RoundError::CastUnnamed(name));
        }
        if round.ballot_of(person).is_none() {
            return Err(RoundError::NoBallot(name));
        }
        self.log(Entry { at, event: Event::BallotTakenBack(person.clone()) })?;
        self.collecting_mut()?.ballots.retain(|ballot| ballot.person() != Some(person));
        self.stay_sound();
        Ok(())
    }

    /// Shows everybody the ballots.
    ///
    /// # Errors
    /// [`RoundError`] when no round is open, or too few ballots are in.
    pub fn reveal(&mut self, at: Timestamp) -> Result<(), RoundError> {
        let round = self.collecting().ok_or(RoundError::NotCollecting)?;
        if round.ballots.is_empty() {
            return Err(RoundError::NoBallots);
        }
        if let Some(few) = round.too_few() {
            return Err(RoundError::TooFew(few));
        }
        let id = round.id.clone();
        self.log(Entry { at, event: Event::RoundRevealed(id) })?;
        self.collecting_mut()?.revealed = Some(at);
        self.stay_sound();
        Ok(())
    }

    /// Takes a round back that was opened by mistake, before anybody has voted; or one without
    /// names that too few have voted in, which could neither be shown nor ended otherwise.
    ///
    /// # Errors
    /// [`RoundError`] when no round is open, or ballots have been cast that can be shown.
    pub fn cancel_round(&mut self, at: Timestamp) -> Result<(), RoundError> {
        let round = self.collecting().ok_or(RoundError::NotCollecting)?;
        if !round.can_be_cancelled() {
            return Err(RoundError::HasBallots);
        }
        self.log(Entry { at, event: Event::RoundCancelled })?;
        self.rounds.pop();
        self.stay_sound();
        Ok(())
    }

    fn collecting_mut(&mut self) -> Result<&mut Round, RoundError> {
        let round = self.rounds.last_mut().filter(|round| round.revealed.is_none());
        round.ok_or(RoundError::NotCollecting)
    }
}
