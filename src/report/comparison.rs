//! Two sessions of one decision side by side in time: what has changed, and what that did. Used at
//! the review date, by those who want to know whether the decision still stands and why.

use serde::Serialize;

use super::Origin;
use super::template::{self, Kind, TemplateError};
use crate::analysis::change::{Effect, effects};
use crate::analysis::{Verdict, words};
use crate::session::{Pair, Record, RecordField, Session, Side};

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
    /// The sides as they are called now.
    pub sides: Pair<String>,
    /// Where the earlier version comes from.
    pub before: Origin,
    /// Where the later version comes from.
    pub after: Origin,
    /// What has to be known before the rest is believed.
    pub cautions: Vec<String>,
    /// Whether the verdict stands, in a sentence.
    pub verdict: String,
    /// Why, in sentences: what weights, ratings and criteria did to the margin.
    pub why: Vec<String>,
    /// Both totals of each side.
    pub totals: Pair<Change>,
    /// Who leads by how much.
    pub lead: Change,
    /// What each criterion did, the strongest first; those that did nothing are left out.
    pub criteria: Vec<Changed>,
    /// What is said otherwise in the record.
    pub record: Vec<Change>,
    /// The version of the program that wrote it.
    pub version: &'static str,
}

/// Something before and after, as it is read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Change {
    /// What it is.
    pub what: String,
    /// As it was.
    pub before: String,
    /// As it is.
    pub after: String,
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

/// So many criteria are named in a sentence.
const NAMED: usize = 3;

/// What is smaller is no change that anybody meant.
const NOTHING: f64 = 0.005;

impl Comparison {
    /// Compares two versions.
    #[must_use]
    pub fn of(before: Version<'_>, after: Version<'_>) -> Self {
        let effects = effects(before.session, after.session);
        let both = Both { before, after };
        Self {
            title: after.session.title().to_owned(),
            sides: after.session.sides.clone(),
            before: before.origin.clone(),
            after: after.origin.clone(),
            cautions: both.cautions(),
            verdict: both.verdict(),
            why: both.why(&effects),
            totals: Pair::from_fn(|side| Change {
                what: after.session.sides[side].clone(),
                before: words::score(before.verdict.balance.totals[side]),
                after: words::score(after.verdict.balance.totals[side]),
            }),
            lead: Change {
                what: "Lead".to_owned(),
                before: words::lead(&before.session.sides, before.verdict.balance.margin),
                after: words::lead(&after.session.sides, after.verdict.balance.margin),
            },
            criteria: both.criteria(&effects),
            record: both.record(),
            version: env!("CARGO_PKG_VERSION"),
        }
    }
}

struct Both<'a> {
    before: Version<'a>,
    after: Version<'a>,
}

impl Both<'_> {
    fn cautions(&self) -> Vec<String> {
        let (before, after) = (self.before.session, self.after.session);
        let mut said = Vec::new();
        if before.id != after.id {
            said.push(format!(
                "These are not versions of one session: one is {}, the other {}.",
                before.id, after.id
            ));
        }
        if before.sides != after.sides {
            said.push(format!(
                "The sides were called {} and {} before; they are compared by their place.",
                before.sides.left, before.sides.right
            ));
        }
        for (session, when) in [(before, "before"), (after, "now")] {
            if session.agreed().is_none() {
                said.push(format!("The weights {when} are not agreed."));
            }
        }
        said
    }

    fn verdict(&self) -> String {
        let (before, after) = (self.before.verdict, self.after.verdict);
        let name = |side: Side| self.after.session.sides[side].as_str();
        let lead = words::lead(&self.after.session.sides, after.balance.margin);
        match (before.lead.side(), after.lead.side()) {
            (Some(was), Some(is)) if was == is => {
                format!("The verdict stands: it is {} still ({lead}).", name(is))
            }
            (Some(was), Some(is)) => {
                format!("The verdict has turned from {} to {} ({lead}).", name(was), name(is))
            }
            (Some(was), None) => {
                format!("The verdict was {}, and is open now: {}.", name(was), after.headline)
            }
            (None, Some(is)) => {
                format!("The verdict was open, and is {} now ({lead}).", name(is))
            }
            (None, None) => format!("The verdict was open and still is: {}.", after.headline),
        }
    }

    /// What moved the margin, in sentences that add up.
    fn why(&self, effects: &[Effect]) -> Vec<String> {
        let change = self.after.verdict.balance.margin - self.before.verdict.balance.margin;
        let towards = |amount: f64| self.towards(amount);
        if effects.iter().all(|effect| effect.total().abs() < NOTHING) {
            return vec!["Nothing that moves the margin has changed.".to_owned()];
        }
        let mut said = vec![format!("The margin has moved by {}.", towards(change))];
        let sum = |of: fn(&Effect) -> f64| effects.iter().map(of).sum::<f64>();
        let parts = [
            ("other weights", sum(|e| e.weight)),
            ("other ratings", sum(|e| e.ratings)),
            ("criteria that came or left", sum(|e| e.coming)),
        ];
        let parts: Vec<String> = parts
            .into_iter()
            .filter(|(_, amount)| amount.abs() >= NOTHING)
            .map(|(what, amount)| format!("{} by {what}", towards(amount)))
            .collect();
        if !parts.is_empty() {
            said.push(format!("That is {}.", words::list(&parts)));
        }
        let strongest = strongest(effects);
        let named: Vec<String> = strongest
            .iter()
            .filter(|effect| effect.total().abs() >= NOTHING)
            .take(NAMED)
            .map(|effect| format!("{} ({})", self.name(effect), towards(effect.total())))
            .collect();
        if !named.is_empty() {
            said.push(format!("Most of it is due to {}.", words::list(&named)));
        }
        said
    }

    fn towards(&self, amount: f64) -> String {
        let sides = &self.after.session.sides;
        match amount {
            a if a > 0.0 => format!("{} towards {}", words::score(a), sides.left),
            a if a < 0.0 => format!("{} towards {}", words::score(-a), sides.right),
            _ => "nothing".to_owned(),
        }
    }

    fn name(&self, effect: &Effect) -> String {
        let after = self.after.session.criterion(&effect.criterion);
        let criterion = after.or_else(|| self.before.session.criterion(&effect.criterion));
        criterion.map_or_else(String::new, |c| c.name.clone())
    }

    fn criteria(&self, effects: &[Effect]) -> Vec<Changed> {
        let rows = strongest(effects).into_iter().map(|effect| self.row(effect));
        let same = |change: &Change| change.before == change.after;
        rows.filter(|row| {
            !(same(&row.weight)
                && same(&row.ratings.left)
                && same(&row.ratings.right)
                && row.reasons.is_empty())
        })
        .collect()
    }

    fn row(&self, effect: &Effect) -> Changed {
        let percent = |version: &Version<'_>, at: Option<usize>| {
            let percents = &version.verdict.balance.weights.percents;
            let percent = at.and_then(|at| percents.get(at));
            percent.map_or_else(|| "not there".to_owned(), |percent| format!("{percent} %"))
        };
        let was = effect.before.and_then(|at| self.before.session.criteria.get(at));
        let is = effect.after.and_then(|at| self.after.session.criteria.get(at));
        let rating = |criterion: Option<&crate::session::Criterion>, side: Side| {
            criterion.map_or_else(|| "not there".to_owned(), |c| c.sides[side].rating.to_string())
        };
        let reason = |side: Side| {
            let now = is?.sides[side].reason.trim();
            let before = was.map_or("", |c| c.sides[side].reason.trim());
            let said = !now.is_empty() && now != before;
            said.then(|| format!("{}: {}", self.after.session.sides[side], words::sentence(now)))
        };
        let by_hand = is.and_then(|c| self.after.session.reason_for(c));
        let by_hand = by_hand.map(|reason| format!("By hand: {}", words::sentence(reason)));
        Changed {
            name: self.name(effect),
            effect: effect.total(),
            effect_words: self.towards(effect.total()),
            weight: Change {
                what: "Weight".to_owned(),
                before: percent(&self.before, effect.before),
                after: percent(&self.after, effect.after),
            },
            ratings: Pair::from_fn(|side| Change {
                what: self.after.session.sides[side].clone(),
                before: rating(was, side),
                after: rating(is, side),
            }),
            reasons: Side::BOTH.into_iter().filter_map(reason).chain(by_hand).collect(),
        }
    }

    fn record(&self) -> Vec<Change> {
        let (before, after) = (&self.before.session.record, &self.after.session.record);
        let side = |record: &Record, session: &Session| match record.choice {
            Some(side) => session.sides[side].clone(),
            None => "none".to_owned(),
        };
        let day = |day: Option<jiff::civil::Date>| {
            day.map_or_else(|| "no day".to_owned(), |day| day.strftime("%-d %B %Y").to_string())
        };
        let change = |what: &str, before: String, after: String| Change {
            what: what.to_owned(),
            before,
            after,
        };
        let fixed = [
            change("Status", before.status.word().to_owned(), after.status.word().to_owned()),
            change("Chosen", side(before, self.before.session), side(after, self.after.session)),
            change("Review on", day(before.review_on), day(after.review_on)),
        ];
        let texts = RecordField::ALL.into_iter().map(|field| {
            let text = |record| field.of(record).trim().to_owned();
            change(field.name(), text(before), text(after))
        });
        fixed.into_iter().chain(texts).filter(|change| change.before != change.after).collect()
    }
}

fn strongest(effects: &[Effect]) -> Vec<&Effect> {
    let mut strongest: Vec<&Effect> = effects.iter().collect();
    strongest.sort_by(|a, b| b.total().abs().total_cmp(&a.total().abs()));
    strongest
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
