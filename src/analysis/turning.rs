//! What would turn the answer, in words: the must-haves where they decide it, single weights where
//! they do.

use super::balance::{Balance, ahead, too_close};
use super::flip::SmallestChange;
use super::headline::{self, Lead};
use super::verdict::Verdict;
use super::words;
use crate::session::{Pair, Session, Side};

/// A weight alone that would turn the answer, as it is read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Turn {
    /// What it is now: `12 %`.
    pub now: String,
    /// Where the sides are level: `31 %`.
    pub at: String,
    /// Whether it would have to rise.
    pub rises: bool,
}

impl Turn {
    /// Two weights beside each other, 0 to 1, the present one also as the whole percent it is shown
    /// with everywhere. Whole percents are told where they go the way that the weights go; of a step
    /// of less than one, which they would hide or enlarge, as many decimals as it takes, two at most.
    #[must_use]
    pub fn of(percent: u8, now: f64, at: f64) -> Self {
        let rises = at > now;
        let shown = (at * 100.0).round();
        let tells = if rises { shown > f64::from(percent) } else { shown < f64::from(percent) };
        if tells && (at - now).abs() >= 0.01 {
            return Self { now: format!("{percent} %"), at: words::percent(at), rises };
        }
        let exactly =
            |decimals: usize| [now, at].map(|weight| format!("{:.decimals$} %", weight * 100.0));
        let [one, two] = [exactly(1), exactly(2)];
        let [now, at] = if one.first() == one.last() { two } else { one };
        Self { now, at, rises }
    }
}

impl Verdict {
    /// Whether neither side is ahead by anything that is told.
    #[must_use]
    pub fn is_level(&self) -> bool {
        is_level(&self.balance)
    }

    /// Whether must-haves decide it, so that no weighting would turn it.
    #[must_use]
    pub const fn is_by_must_have(&self) -> bool {
        matches!(self.lead, Lead::ByMustHave(_) | Lead::NeitherQualifies)
    }

    /// The weight of the criterion at this place, and where it alone would turn the answer.
    #[must_use]
    pub fn turn(&self, at: usize) -> Option<Turn> {
        let weights = &self.balance.weights;
        let turns = self.flips.get(at)?.weight?;
        Some(Turn::of(*weights.percents.get(at)?, *weights.values.get(at)?, turns))
    }
}

/// What the must-haves that decide it would have to come to, a sentence each; empty where none
/// decides.
pub(super) fn must_haves(
    session: &Session,
    lead: Lead,
    failed: &Pair<Vec<String>>,
    margin: f64,
) -> Vec<String> {
    let met = |side: Side| {
        let (name, failed) = (&session.sides[side], &failed[side]);
        let its = if failed.len() == 1 { "its must-have" } else { "its must-haves" };
        format!("{name} meeting {its} after all ({})", failed.join(", "))
    };
    match lead {
        Lead::ByMustHave(side) => {
            let other = side.other();
            let name = &session.sides[other];
            let by = words::score(margin.abs());
            let then = match () {
                () if too_close(margin) => {
                    "the weights would then decide, and are too close to call".to_owned()
                }
                () if ahead(margin) == Some(other) => {
                    format!("by weights {name} would then lead by {by}")
                }
                () => format!(
                    "{name} would still be behind by {by} then, so weights or ratings would have \
                     to be others too"
                ),
            };
            vec![format!("{}: {then}.", met(other)), "Weights alone cannot turn it.".to_owned()]
        }
        Lead::NeitherQualifies => {
            let [left, right] = Side::BOTH.map(met);
            vec![format!("{left}, or {right}."), "Weights alone cannot turn it.".to_owned()]
        }
        _ => Vec::new(),
    }
}

/// The smallest joint change as a sentence, or why there is none.
pub(super) fn joint(
    session: &Session,
    balance: &Balance,
    change: Option<&SmallestChange>,
    dominance: Option<Side>,
) -> String {
    match (change, dominance) {
        (Some(_), _) if is_level(balance) => headline::LEVEL.to_owned(),
        (Some(change), _) => headline::change(session, &balance.weights.values, change),
        (None, _) if session.criteria.is_empty() => String::new(),
        (None, Some(_)) => "No weighting can flip this.".to_owned(),
        (None, None) => {
            "Both sides are rated the same everywhere; no weighting parts them.".to_owned()
        }
    }
}

/// What spreading the change over all criteria would ask for, as a sentence.
pub(super) fn spread(balance: &Balance, change: Option<&SmallestChange>) -> String {
    let told = change.filter(|_| !is_level(balance));
    told.map(|change| headline::nearest(&balance.weights.values, change)).unwrap_or_default()
}

/// Whether neither side is ahead by anything that is told.
fn is_level(balance: &Balance) -> bool {
    words::score(balance.margin.abs()) == "0.00"
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(percent: u8, now: f64, at: f64) -> [String; 2] {
        let Turn { now, at, .. } = Turn::of(percent, now, at);
        [now, at]
    }

    #[test]
    fn whole_percents_are_told_where_they_tell_the_way() {
        assert_eq!(read(12, 0.118, 0.31), ["12 %", "31 %"]);
        assert_eq!(read(12, 0.118, 0.004), ["12 %", "under 1 %"]);
    }

    #[test]
    fn decimals_are_told_where_whole_percents_would_mislead() {
        // 7.7 % shown as 7 %, so that all shares add up to 100, is not “falling from 7 to 8”.
        assert_eq!(read(7, 0.077, 0.0755), ["7.7 %", "7.5 %"]);
        assert_eq!(read(8, 0.08, 0.0797), ["8.00 %", "7.97 %"]);
        // Nor is a fifth of a percent a whole one.
        assert_eq!(read(37, 0.3745, 0.3764), ["37.5 %", "37.6 %"]);
    }
}
