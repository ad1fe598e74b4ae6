//! Two sessions of one decision side by side in time: what has changed, and what that did. Used at
//! the review date, by those who want to know whether the decision still stands and why.

mod rows;
mod sides;
mod told;

use serde::Serialize;
use thiserror::Error;

use super::Origin;
use super::template::{self, Kind, TemplateError};
use crate::analysis::change::{effects, mirrored};
use crate::analysis::{Balance, Lead, Verdict, words};
use crate::session::{MustHave, Outcome, Pair, Session, Side};
use told::Moved;

/// One of the two versions.
#[derive(Clone, Copy)]
pub struct Version<'a> {
    /// The session.
    pub session: &'a Session,
    /// Its verdict.
    pub verdict: &'a Verdict,
    /// Where it comes from.
    pub origin: &'a Origin,
}

/// What has changed, in plain data. Texts may hold anything that people typed.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Comparison {
    /// What the decision is about, as it is called now.
    pub title: String,
    /// The sides as they are called and where they stand now.
    pub sides: Pair<String>,
    /// Where the earlier version comes from.
    pub before: Origin,
    /// Where the later version comes from.
    pub after: Origin,
    /// What has to be known before the rest is believed.
    pub cautions: Vec<String>,
    /// Whether the verdict stands, in a sentence, and in another what has become of the choice on
    /// record where that has changed.
    pub verdict: String,
    /// Why, in sentences: what must-haves did to the verdict, and weights, ratings and criteria to
    /// the margin.
    pub why: Vec<String>,
    /// Which side the verdict names.
    pub answer: Change,
    /// Both totals of each side.
    pub totals: Pair<Change>,
    /// Who leads by how much, must-haves aside.
    pub lead: Change,
    /// The must-haves that came, left or turned out otherwise.
    pub must_haves: Vec<Judged>,
    /// What each criterion did, the strongest first; those of which nothing has changed are left
    /// out. What they moved the margin by adds up to what it is said to have moved by.
    pub criteria: Vec<Changed>,
    /// What is said otherwise in the record.
    pub record: Vec<Change>,
    /// The version of the program that wrote it.
    pub version: &'static str,
}

/// Something before and after, as it is read. Both are the same only where nothing has changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Change {
    /// What it is.
    pub what: String,
    /// As it was.
    pub before: String,
    /// As it is.
    pub after: String,
}

/// What has changed about a must-have.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Judged {
    /// Its name now, or when it left.
    pub name: String,
    /// How each side does on it.
    pub sides: Pair<Change>,
}

/// What has changed about a criterion.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Changed {
    /// Its name now, or when it left.
    pub name: String,
    /// What it did to the margin; positive is towards left.
    pub effect: f64,
    /// The same in words: `0.42 towards Django ORM`.
    pub effect_words: String,
    /// Its weight.
    pub weight: Change,
    /// The ratings of each side.
    pub ratings: Pair<Change>,
    /// What is said now of why, where something new is said.
    pub reasons: Vec<String>,
}

/// Why two sessions cannot be compared.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum ComparisonError {
    /// They are of other things altogether; both are said as `“Billing”, Django ORM or SQLAlchemy`.
    #[error(
        "these sessions have no side in common, so there is nothing to compare; choose two \
         versions of one decision: {0} and {1}"
    )]
    Apart(String, String),
}

impl Comparison {
    /// Compares two versions. Sides are the same that have the same name, wherever they stand.
    ///
    /// # Errors
    /// [`ComparisonError`] when they have no side in common by name.
    pub fn of(before: Version<'_>, after: Version<'_>) -> Result<Self, ComparisonError> {
        let swapped = sides::swapped(before.session, after.session)?;
        let turned = swapped.then(|| mirrored(before.session));
        let (was, lead) = match &turned {
            Some(turned) => (turned, before.verdict.lead.mirrored()),
            None => (before.session, before.verdict.lead),
        };
        let both = Both {
            before: Told::of(was, lead),
            after: Told::of(after.session, after.verdict.lead),
        };
        let effects = effects(both.before.session, both.after.session);
        let moved = Moved::of(&both, &effects);
        let must_haves = both.must_haves();
        Ok(Self {
            title: after.session.title().to_owned(),
            sides: after.session.sides.clone(),
            before: before.origin.clone(),
            after: after.origin.clone(),
            cautions: sides::cautions(was, after.session, swapped),
            verdict: std::iter::once(both.verdict(&after.verdict.headline))
                .chain(both.choice())
                .collect::<Vec<_>>()
                .join(" "),
            why: both.why(&effects, &moved, !must_haves.is_empty()),
            answer: both.answer(),
            totals: Pair::from_fn(|side| both.total(side)),
            lead: both.lead(),
            must_haves,
            criteria: both.criteria(&effects, &moved),
            record: both.record(),
            version: env!("CARGO_PKG_VERSION"),
        })
    }
}

/// A version with what is told of it.
struct Told<'a> {
    session: &'a Session,
    balance: Balance,
    lead: Lead,
}

impl<'a> Told<'a> {
    fn of(session: &'a Session, lead: Lead) -> Self {
        Self { session, balance: Balance::of(&session.criteria), lead }
    }

    /// What a side is called.
    fn name(&self, side: Side) -> &'a str {
        self.session.sides[side].as_str()
    }

    /// The must-haves that a side fails.
    fn failed(&self, side: Side) -> impl Iterator<Item = &'a MustHave> {
        let must_haves = self.session.brief.must_haves.iter();
        must_haves.filter(move |must_have| must_have.outcome[side] == Outcome::Fail)
    }

    /// Which sides a must-have excludes.
    fn excluded(&self) -> Pair<bool> {
        Pair::from_fn(|side| self.failed(side).next().is_some())
    }

    /// Who is ahead by the weights alone, and by how much.
    fn aside(&self) -> String {
        words::lead(&self.session.sides, self.balance.margin)
    }
}

/// Both versions, the sides of the earlier one standing where those of the later one do.
struct Both<'a> {
    before: Told<'a>,
    after: Told<'a>,
}

/// As Markdown.
///
/// # Errors
/// Only when the built-in template is broken.
pub fn markdown(comparison: &Comparison) -> Result<String, TemplateError> {
    let source = include_str!("../../data/templates/comparison.md.j2");
    template::filled(source, "comparison.md.j2", Kind::Markdown, comparison)
}

/// As a page for any browser.
///
/// # Errors
/// Only when the built-in template is broken.
pub fn html(comparison: &Comparison) -> Result<String, TemplateError> {
    let source = include_str!("../../data/templates/comparison.html.j2");
    template::filled(source, "comparison.html.j2", Kind::Html, comparison)
}
