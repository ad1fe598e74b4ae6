//! The whole answer, computed once a change.

use super::balance::Balance;
use crate::catalogue::Catalogue;
use crate::session::{Outcome, Pair, Session, Side};

/// Margins up to this are too close to call: about a third of a rating step on every criterion,
/// less than people agree on when they rate the same thing twice.
pub const TOO_CLOSE: f64 = 0.3;

/// Margins from this on are clear: a whole rating step on every criterion.
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
    /// Positions of the criteria, strongest contribution first.
    pub drivers: Vec<usize>,
    /// The verdict in one sentence.
    pub headline: String,
    /// Who would lead, must-haves aside, with the points that the answers suggest.
    pub suggested: Lead,
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
    let strength = |&i: &usize| balance.contributions.get(i).map_or(0.0, |c| c.abs());
    drivers.sort_by(|a, b| strength(b).total_cmp(&strength(a)));

    Verdict {
        headline: headline(session, lead, &failed, balance.totals),
        notices: catalogue
            .given(&session.brief.answers)
            .filter_map(|(_, answer)| answer.notice.clone())
            .collect(),
        balance,
        lead,
        failed,
        drivers,
        suggested: suggested(session, catalogue),
    }
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
