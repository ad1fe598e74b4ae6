//! What a session holds of measured evidence: what matters to the team, what is objected to, and
//! the team's own runs of the lab.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{Lab, Needs};
use crate::session::Id;
use crate::session::edit::{EditError, checked_text};
use crate::session::rows::find_mut;

/// The most objections that a session may hold.
pub const MAX_OBJECTIONS: usize = 500;
/// The most runs of the lab that a session may hold.
pub const MAX_RUNS: usize = 5;
/// The most packages of which a team states the version.
pub const MAX_VERSIONS: usize = 50;

/// What a session holds of measured evidence.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Dossier {
    /// Databases, frameworks and features that matter; nothing said means that all do.
    pub matters: Needs,
    /// Versions that the team uses, by package.
    pub versions: BTreeMap<String, String>,
    /// Objections to cards, oldest first.
    pub objections: Vec<Objection>,
    /// The team's own runs of the lab.
    pub runs: Vec<TeamRun>,
}

/// A change of what a session holds of measured evidence.
#[derive(Clone, Debug, PartialEq)]
pub enum EvidenceEdit {
    /// Says what matters to the team.
    Matters(Needs),
    /// Says which version of a package the team uses, or takes that back.
    Version(String, Option<String>),
    /// Says what becomes of an objection.
    Rule(Id, Ruling),
}

/// Names a card: one of the built-in run, or one of a run of the team's.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct CardRef {
    /// The team's run; none for the built-in one.
    pub run: Option<Id>,
    /// The card in it.
    pub card: Id,
}

/// An objection to a card.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Objection {
    /// Stable id.
    pub id: Id,
    /// The card.
    pub on: CardRef,
    /// The card's question, as it was put.
    pub question: String,
    /// What is objected.
    pub text: String,
    /// By whom.
    pub by: String,
    /// When.
    pub raised: Timestamp,
    /// What has become of it.
    pub ruling: Ruling,
}

/// What has become of an objection.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ruling {
    /// Nothing yet.
    #[default]
    Open,
    /// The team accepts it: the card is struck.
    Accepted,
    /// The team does not accept it.
    Rejected,
}

impl Ruling {
    /// All of them, in the order in which they are offered.
    pub const ALL: [Self; 3] = [Self::Open, Self::Accepted, Self::Rejected];

    /// The words on screen.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::Open => "not settled",
            Self::Accepted => "accepted",
            Self::Rejected => "not accepted",
        }
    }
}

/// A run of the lab that a team has made on its own.
#[derive(Clone, Debug, PartialEq)]
pub struct TeamRun {
    /// Stable id.
    pub id: Id,
    /// What it is called: the name of the file that it came from.
    pub name: String,
    /// What it found.
    pub lab: Arc<Lab>,
}

impl EvidenceEdit {
    /// What it does, for undo.
    #[must_use]
    pub fn label(&self) -> String {
        match self {
            Self::Matters(_) => "Say what matters".to_owned(),
            Self::Version(package, Some(version)) => format!("{package} {version}"),
            Self::Version(package, None) => format!("{package} in no version"),
            Self::Rule(_, ruling) => format!("Objection: {}", ruling.words()),
        }
    }
}

impl Dossier {
    /// Makes a change and gives back the one that undoes it.
    pub(in crate::session) fn apply(
        &mut self,
        edit: EvidenceEdit,
    ) -> Result<EvidenceEdit, EditError> {
        Ok(match edit {
            EvidenceEdit::Matters(needs) => {
                EvidenceEdit::Matters(std::mem::replace(&mut self.matters, needs.in_order()))
            }
            EvidenceEdit::Version(package, version) => {
                let package = checked_text(&package)?;
                let before = match version {
                    None => self.versions.remove(&package),
                    Some(_) if self.is_full_beside(&package) => {
                        return Err(EditError::Full { what: "versions", max: MAX_VERSIONS });
                    }
                    Some(version) => self.versions.insert(package.clone(), checked_text(&version)?),
                };
                EvidenceEdit::Version(package, before)
            }
            EvidenceEdit::Rule(id, ruling) => {
                let slot = &mut find_mut(&mut self.objections, &id)?.ruling;
                EvidenceEdit::Rule(id, std::mem::replace(slot, ruling))
            }
        })
    }

    fn is_full_beside(&self, package: &str) -> bool {
        self.versions.len() >= MAX_VERSIONS && !self.versions.contains_key(package)
    }

    /// The objections to a card, oldest first.
    pub fn objections_to<'a>(&'a self, card: &'a CardRef) -> impl Iterator<Item = &'a Objection> {
        self.objections.iter().filter(move |objection| &objection.on == card)
    }

    /// The objection that has struck a card.
    #[must_use]
    pub fn struck<'a>(&'a self, card: &'a CardRef) -> Option<&'a Objection> {
        self.objections_to(card).find(|objection| objection.ruling == Ruling::Accepted)
    }

    /// The run of the team's of that id.
    #[must_use]
    pub fn run(&self, id: &Id) -> Option<&TeamRun> {
        self.runs.iter().find(|run| &run.id == id)
    }
}
