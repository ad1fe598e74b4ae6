//! The shape of the catalogue's files.

use serde::Deserialize;

use super::evidence::{Citation, Evidence};
use crate::session::{Id, Outcome, Pair, Rating};

/// Everything the workbench knows of the two ORMs.
#[derive(Debug)]
pub struct Catalogue {
    /// Where claims come from.
    pub sources: Vec<Source>,
    /// What the sides are compared on, in catalogue order.
    pub criteria: Vec<CriterionInfo>,
    /// Questions of fact that come before any weight.
    pub gates: Vec<Question>,
    /// Questions about the shape of the project.
    pub shape: Vec<Question>,
    /// Teams to start from.
    pub presets: Vec<Preset>,
    /// Advice that belongs to no single criterion.
    pub guide: Guide,
    /// What can be shown for the claims.
    pub evidence: Evidence,
}

/// The file of questions.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Questions {
    pub(super) gates: Vec<Question>,
    pub(super) shape: Vec<Question>,
}

/// Where a claim comes from.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// Stable id.
    pub id: Id,
    /// What kind of text it is.
    pub kind: SourceKind,
    /// Its title.
    pub title: String,
    /// The product and version, or the year, that it speaks of.
    pub version: String,
    /// Its address, where it has one.
    #[serde(default)]
    pub url: Option<String>,
}

/// What kind of text a source is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum SourceKind {
    /// The comparison article that the project was founded on.
    Article,
    /// A documentation page.
    Docs,
    /// A measurement, with what was measured in its title.
    Measurement,
    /// Release notes or a package's own page.
    Release,
}

/// A criterion as the catalogue knows it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CriterionInfo {
    /// Stable id; a session's criterion of the same id is this one.
    pub id: Id,
    /// The name on screen.
    pub name: String,
    /// What it asks.
    pub question: String,
    /// What is measured.
    pub definition: String,
    /// What it leaves to other criteria.
    pub excludes: String,
    /// What a rating of 0 looks like.
    pub low: String,
    /// What a rating of 10 looks like.
    pub high: String,
    /// What each side claims.
    pub claims: Pair<Claim>,
}

/// What is claimed of one side on one criterion.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Claim {
    /// In one line.
    pub line: String,
    /// In a paragraph.
    pub paragraph: String,
    /// The starting rating, 0 to 10.
    pub rating: Rating,
    /// Why it starts there.
    pub reason: String,
    /// The ids of the sources it rests on.
    pub sources: Vec<Id>,
    /// The cards it rests on, with what they show.
    #[serde(default)]
    pub evidence: Vec<Citation>,
}

/// A question about the project whose answers shift the starting points.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Question {
    /// Stable id.
    pub id: Id,
    /// The question.
    pub text: String,
    /// Why it is asked.
    pub why: String,
    /// The answers to choose from.
    pub answers: Vec<Answer>,
}

/// One answer to a [`Question`].
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Answer {
    /// Stable id within its question.
    pub id: Id,
    /// The words on the button.
    pub label: String,
    /// What it does to the starting points.
    pub shifts: Vec<Shift>,
    /// What has to be said first in the verdict when this is the answer.
    #[serde(default)]
    pub notice: Option<String>,
    /// Answers to other questions that cannot be true beside this one.
    #[serde(default)]
    pub contradicts: Vec<(Id, Id)>,
}

/// A change of one criterion's starting points.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Shift {
    /// The criterion.
    pub criterion: Id,
    /// By how many points, up or down.
    pub by: f64,
    /// Why.
    pub reason: String,
}

/// A team to start from.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Preset {
    /// Stable id, as typed on the command line.
    pub id: Id,
    /// The name on its card.
    pub name: String,
    /// What kind of team it is.
    pub summary: String,
    /// The decision's title.
    pub title: String,
    /// The question put to the team.
    pub question: String,
    /// The team and the project.
    pub context: String,
    /// Question and answer, by id.
    pub answers: Vec<(Id, Id)>,
    /// Conditions of such a team.
    pub must_haves: Vec<Condition>,
    /// Who is in the room.
    pub people: Vec<Role>,
}

/// A must-have with its outcomes.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Condition {
    /// The condition.
    pub name: String,
    /// How the left side does on it.
    pub left: Outcome,
    /// How the right side does on it.
    pub right: Outcome,
}

/// A participant by role, and what they stand for.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Role {
    /// The role.
    pub name: String,
    /// What they stand for.
    pub role: String,
}

/// Advice that belongs to no single criterion.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Guide {
    /// What the whole catalogue comes down to.
    pub thesis: String,
    /// When to choose which.
    pub rule_of_thumb: Pair<String>,
    /// The difference in one sentence.
    pub difference: String,
    /// Signs that speak for a side.
    pub choose_if: Pair<Vec<Sign>>,
    /// Mistakes that teams make with this decision.
    pub mistakes: Vec<Mistake>,
    /// What people ask.
    pub questions: Vec<ReaderQuestion>,
}

/// A sign that speaks for a side, tied to what a session can tell.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sign {
    /// The sign in words.
    pub text: String,
    /// The criteria it belongs to.
    pub criteria: Vec<Id>,
    /// The question and the answer that show it.
    #[serde(default)]
    pub answer: Option<(Id, Id)>,
}

/// A mistake that teams make with this decision.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mistake {
    /// Stable id.
    pub id: Id,
    /// Its name.
    pub name: String,
    /// What people do.
    pub what: String,
    /// How a session shows it.
    pub look_for: String,
    /// What to do about it.
    pub advice: String,
    /// The ids of the sources it rests on.
    pub sources: Vec<Id>,
}

/// A question that people ask, with its answer.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReaderQuestion {
    /// Stable id.
    pub id: Id,
    /// The question.
    pub question: String,
    /// The answer.
    pub answer: String,
    /// The ids of the sources it rests on.
    pub sources: Vec<Id>,
}
