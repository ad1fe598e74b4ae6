//! The whole answer, computed once a change.

use super::balance::Balance;
use super::weighting::as_f64;
use crate::catalogue::{Answer, Catalogue, Question, Sign};
use crate::session::{Edit, Origin, Outcome, Pair, Session, Side};

/// Margins up to this are too close to call. A convention of this workbench: about a third of a
/// rating step on every criterion.
pub const TOO_CLOSE: f64 = 0.3;

/// Margins from this on are clear. A convention too: a whole rating step on every criterion.
pub const CLEAR: f64 = 1.0;

/// What a session comes to.
#[derive(Clone, Debug, PartialEq)]
pub struct Verdict {
    /// Totals, contributions and margin.
    pub balance: Balance,
    /// Who leads, in kind.
    pub lead: Lead,
    /// The must-haves that each side fails, by name.
    pub failed: Pair<Vec<String>>,
    /// What the answers to questions of fact say before any weight does.
    pub notices: Vec<String>,
    /// Answers that cannot all be true, in words.
    pub contradictions: Vec<String>,
    /// Positions of the criteria, strongest contribution first.
    pub drivers: Vec<usize>,
    /// Positions of the criteria, from the strongest pull left to the strongest pull right.
    pub tug: Vec<usize>,
    /// How many ratings nobody has confirmed.
    pub unconfirmed: usize,
    /// Which of the catalogue's signs for each side this session shows.
    pub signs: Pair<Vec<bool>>,
    /// The verdict in one sentence.
    pub headline: String,
    /// Who would lead, must-haves aside, with the points that the answers suggest.
    pub suggested: Lead,
    /// The edit that brings the points to what the answers suggest; none when they are that.
    pub suggestion: Option<Edit>,
}

/// Who leads, by the stated rules.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lead {
    /// Nothing to weigh yet.
    Nothing,
    /// A must-have excludes both sides.
    NeitherQualifies,
    /// Only this side meets every must-have.
    ByMustHave(Side),
    /// The margin is at most [`TOO_CLOSE`] either way.
    TooClose,
    /// This side leads by less than [`CLEAR`].
    Narrow(Side),
    /// This side leads by [`CLEAR`] or more.
    Clear(Side),
}

impl Lead {
    fn of(margin: f64, excluded: Pair<bool>, empty: bool) -> Self {
        let ahead = if margin > 0.0 { Side::Left } else { Side::Right };
        match (excluded.left, excluded.right) {
            (true, true) => Self::NeitherQualifies,
            (true, false) => Self::ByMustHave(Side::Right),
            (false, true) => Self::ByMustHave(Side::Left),
            _ if empty => Self::Nothing,
            _ if margin.abs() <= TOO_CLOSE => Self::TooClose,
            _ if margin.abs() < CLEAR => Self::Narrow(ahead),
            _ => Self::Clear(ahead),
        }
    }

    /// The side that the verdict names, if it names one.
    #[must_use]
    pub const fn side(self) -> Option<Side> {
        match self {
            Self::ByMustHave(side) | Self::Narrow(side) | Self::Clear(side) => Some(side),
            Self::Nothing | Self::NeitherQualifies | Self::TooClose => None,
        }
    }
}

/// Works out the verdict of a session.
#[must_use]
pub fn verdict(session: &Session, catalogue: &Catalogue) -> Verdict {
    let balance = Balance::of(&session.criteria);
    let failed = Pair::from_fn(|side| {
        let fails = session.brief.must_haves.iter().filter(|m| m.outcome[side] == Outcome::Fail);
        fails.map(|m| m.name.clone()).collect::<Vec<_>>()
    });
    let excluded = failed.as_ref().map(|names| !names.is_empty());
    let lead = Lead::of(balance.margin, excluded, session.criteria.is_empty());

    let mut drivers: Vec<usize> = (0..balance.contributions.len()).collect();
    let pull = |i: usize| balance.contributions.get(i).copied().unwrap_or_default();
    let mut tug = drivers.clone();
    tug.sort_by(|&a, &b| pull(b).total_cmp(&pull(a)));
    drivers.sort_by(|&a, &b| pull(b).abs().total_cmp(&pull(a).abs()));
    let origins = session.criteria.iter().flat_map(|c| [c.sides.left.origin, c.sides.right.origin]);

    Verdict {
        headline: headline(session, lead, &failed, balance.totals),
        notices: catalogue
            .given(&session.brief.answers)
            .filter_map(|(_, answer)| answer.notice.clone())
            .collect(),
        contradictions: contradictions(session, catalogue),
        unconfirmed: origins.filter(|origin| *origin == Origin::Catalogue).count(),
        signs: Pair::from_fn(|side| signs(session, catalogue, &balance, side)),
        suggested: suggested(session, catalogue),
        suggestion: catalogue.suggestion(session),
        balance,
        lead,
        failed,
        drivers,
        tug,
    }
}

fn contradictions(session: &Session, catalogue: &Catalogue) -> Vec<String> {
    let given: Vec<_> = catalogue.given(&session.brief.answers).collect();
    let clash = |(question, answer): &(&Question, &Answer)| {
        let other = given.iter().find(|(q, a)| {
            answer.contradicts.iter().any(|(other, said)| &q.id == other && &a.id == said)
        })?;
        Some(format!(
            "“{}” is answered “{}”, but “{}” is answered “{}”: only one can be true.",
            question.text, answer.label, other.0.text, other.1.label
        ))
    };
    given.iter().filter_map(clash).collect()
}

/// A sign that is tied to an answer shows when that answer is given; any other when one of its
/// criteria weighs more than the average.
fn signs(session: &Session, catalogue: &Catalogue, balance: &Balance, side: Side) -> Vec<bool> {
    let average = 1.0 / as_f64(session.criteria.len().max(1));
    let weights = session.criteria.iter().zip(&balance.weights.values);
    let heavy: Vec<_> = weights.filter(|(_, w)| **w > average).map(|(c, _)| &c.id).collect();
    let shows = |sign: &Sign| match &sign.answer {
        Some((question, answer)) => session.brief.answers.get(question) == Some(answer),
        None => sign.criteria.iter().any(|id| heavy.contains(&id)),
    };
    catalogue.guide.choose_if[side].iter().map(shows).collect()
}

fn suggested(session: &Session, catalogue: &Catalogue) -> Lead {
    let points = catalogue.starting_points(&session.brief.answers);
    let mut criteria = session.criteria.clone();
    for criterion in &mut criteria {
        criterion.points = points.get(&criterion.id).copied().unwrap_or(criterion.points);
    }
    let margin = Balance::of(&criteria).margin;
    Lead::of(margin, Pair::new(false, false), criteria.is_empty())
}

fn headline(
    session: &Session,
    lead: Lead,
    failed: &Pair<Vec<String>>,
    totals: Pair<f64>,
) -> String {
    let name = |side: Side| session.sides[side].as_str();
    let first = |side: Side| failed[side].first().map_or("a must-have", String::as_str);
    let score = |side: Side| format!("{:.2} against {:.2}", totals[side], totals[side.other()]);
    match lead {
        Lead::Nothing => "Nothing to weigh yet: add a criterion".to_owned(),
        Lead::NeitherQualifies => format!(
            "Neither side meets every must-have: {} fails {}, {} fails {}",
            name(Side::Left),
            first(Side::Left),
            name(Side::Right),
            first(Side::Right),
        ),
        Lead::ByMustHave(side) => {
            let other = side.other();
            format!("{} is excluded by a must-have: {}", name(other), first(other))
        }
        Lead::TooClose => format!("Too close to call: {}", score(Side::Left)),
        Lead::Narrow(side) => format!("{} leads narrowly, {}", name(side), score(side)),
        Lead::Clear(side) => format!("{} leads clearly, {}", name(side), score(side)),
    }
}
