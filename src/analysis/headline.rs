//! The verdict as an architect would say it aloud: who leads, by which rule, and the sentences
//! under it.

use super::agreement::{Agreement, UNNAMED, rounded};
use super::balance::{Balance, ROUNDING, TOO_CLOSE, ahead, called, too_close};
use super::certainty::of_side;
use super::flip::{Move, SmallestChange};
use super::verdict::Verdict;
use super::words;
use crate::session::{Pair, Session, Side};

/// Margins from this on may be called clear. A convention too: a whole rating step on every
/// criterion.
pub const CLEAR: f64 = 1.0;

/// How likely a clear lead has to be when the weights scatter around the team's.
pub const SURE: f64 = 0.9;

/// What is said where neither side is ahead by anything that is told.
pub(super) const LEVEL: &str = "The two sides are level as it is.";

/// Up to this many people are named in a sentence; more are counted.
const NAMED: usize = 3;

/// Who leads, by the stated rules, of which the first that fits holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lead {
    /// A must-have excludes both sides.
    NeitherQualifies,
    /// Only this side meets every must-have.
    ByMustHave(Side),
    /// Nothing to weigh yet.
    Nothing,
    /// The margin is at most [`TOO_CLOSE`] either way.
    TooClose,
    /// This side leads under every weighting.
    CannotBeFlipped(Side),
    /// This side leads by [`CLEAR`] or more, and is [`SURE`] to when the weights scatter.
    Clear(Side),
    /// This side leads by less, or less surely.
    Narrow(Side),
}

/// What the rules look at.
#[derive(Clone, Copy, Debug)]
pub(super) struct Standing {
    pub(super) margin: f64,
    /// The probability that the left side wins when the weights scatter around the team's.
    pub(super) near: f64,
    pub(super) dominant: Option<Side>,
    pub(super) excluded: Pair<bool>,
    pub(super) empty: bool,
}

impl Lead {
    pub(super) fn of(standing: Standing) -> Self {
        let Standing { margin, near, dominant, excluded, empty } = standing;
        let ahead = if margin > 0.0 { Side::Left } else { Side::Right };
        match (excluded.left, excluded.right) {
            (true, true) => Self::NeitherQualifies,
            (true, false) => Self::ByMustHave(Side::Right),
            (false, true) => Self::ByMustHave(Side::Left),
            _ if empty => Self::Nothing,
            _ if too_close(margin) => Self::TooClose,
            _ if dominant == Some(ahead) => Self::CannotBeFlipped(ahead),
            _ if margin.abs() >= CLEAR - ROUNDING && of_side(ahead, near) >= SURE => {
                Self::Clear(ahead)
            }
            _ => Self::Narrow(ahead),
        }
    }

    /// The side that the verdict names, if it names one.
    #[must_use]
    pub const fn side(self) -> Option<Side> {
        match self {
            Self::ByMustHave(side)
            | Self::CannotBeFlipped(side)
            | Self::Narrow(side)
            | Self::Clear(side) => Some(side),
            Self::Nothing | Self::NeitherQualifies | Self::TooClose => None,
        }
    }

    /// The same lead were the sides in each other's place.
    #[must_use]
    pub const fn mirrored(self) -> Self {
        match self {
            Self::ByMustHave(side) => Self::ByMustHave(side.other()),
            Self::CannotBeFlipped(side) => Self::CannotBeFlipped(side.other()),
            Self::Clear(side) => Self::Clear(side.other()),
            Self::Narrow(side) => Self::Narrow(side.other()),
            Self::Nothing | Self::NeitherQualifies | Self::TooClose => self,
        }
    }

    /// The rule that holds, in words.
    #[must_use]
    pub fn rule(self) -> String {
        match self {
            Self::Nothing => "The verdict follows from weights and ratings.".to_owned(),
            Self::NeitherQualifies | Self::ByMustHave(_) => {
                "A failed must-have excludes a side, whatever the weights say.".to_owned()
            }
            Self::TooClose => format!("A margin up to {TOO_CLOSE:.1} is too close to call."),
            Self::CannotBeFlipped(_) => {
                "The side is at least as good on every criterion, so that no weighting can turn \
                 it."
                .to_owned()
            }
            Self::Clear(_) | Self::Narrow(_) => format!(
                "A lead is clear from a margin of {CLEAR:.1} on, if it also holds with at least \
                 {} for weights scattered around the team’s; otherwise it is narrow.",
                words::percent(SURE)
            ),
        }
    }
}

/// The verdict in one sentence.
pub(super) fn headline(
    session: &Session,
    lead: Lead,
    failed: &Pair<Vec<String>>,
    balance: &Balance,
    change: Option<&SmallestChange>,
) -> String {
    let name = |side: Side| session.sides[side].as_str();
    let first = |side: Side| failed[side].first().map_or("a must-have", String::as_str);
    let turn = change.map(|change| words::weight(change.moved));
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
        Lead::TooClose => {
            let Pair { left, right } = words::totals(balance);
            format!("Too close to call: {left} against {right}")
        }
        Lead::CannotBeFlipped(side) => {
            format!("{} leads under every weighting and cannot be flipped", name(side))
        }
        Lead::Narrow(side) => match turn {
            Some(turn) => format!("{} leads narrowly: moving {turn} would turn it", name(side)),
            None => format!("{} leads narrowly", name(side)),
        },
        Lead::Clear(side) => match turn {
            Some(turn) => {
                format!("{} leads clearly: it takes moving {turn} to turn it", name(side))
            }
            None => format!("{} leads clearly", name(side)),
        },
    }
}

/// The sentences under the headline: the score, why the lead is no clearer, who agrees.
pub(super) fn summary(session: &Session, verdict: &Verdict) -> String {
    let Verdict { balance, lead, certainty, .. } = verdict;
    let name = |side: Side| session.sides[side].as_str();
    let totals = words::totals(balance);
    let score = |side: Side| {
        format!("{} scores {} against {}.", name(side), totals[side], totals[side.other()])
    };
    let mut sentences = match *lead {
        Lead::Nothing => vec![lead.rule()],
        Lead::NeitherQualifies | Lead::ByMustHave(_) => {
            vec![lead.rule(), format!("Must-haves aside, {}", score(Side::Left))]
        }
        Lead::TooClose => {
            let margin = words::score(balance.margin.abs());
            let mut said = vec![format!("The margin is {margin}. {}", lead.rule())];
            if let Some(side) = verdict.dominance {
                said.push(format!(
                    "Small as it is, no weighting turns it: {} is never behind.",
                    name(side)
                ));
            }
            said
        }
        Lead::CannotBeFlipped(side) => vec![
            score(side),
            "It is at least as good on every criterion, so only other ratings could turn it."
                .to_owned(),
        ],
        Lead::Clear(side) => vec![score(side)],
        Lead::Narrow(side) => {
            let mut said = vec![score(side)];
            if balance.margin.abs() >= CLEAR - ROUNDING {
                said.push(format!(
                    "With weights scattered around the team’s it would win in {} of the cases.",
                    words::percent(of_side(side, certainty.near))
                ));
            }
            said
        }
    };
    if balance.weights.stand_in {
        sentences
            .push("Nobody has given points yet, so every criterion weighs the same.".to_owned());
    }
    // A side that a must-have chose is not what anybody's weights reached.
    let by_weights = lead.side().filter(|_| !matches!(lead, Lead::ByMustHave(_)));
    if let (Some(_), Some(agreement)) = (by_weights, &verdict.agreement) {
        sentences.extend(followers(agreement));
    }
    sentences.join(" ")
}

/// How many ballots reach the side that leads on their own.
fn followers(agreement: &Agreement) -> Option<String> {
    match (agreement.counted, agreement.same) {
        (0 | 1, _) => None,
        (all, same) if same == all => {
            Some(format!("All {all} counted ballots reach the same answer on their own."))
        }
        (all, same) => {
            let reach = if same == 1 { "reaches" } else { "reach" };
            Some(format!("{same} of {all} counted ballots {reach} the same answer on their own."))
        }
    }
}

/// What the ballots say, in sentences.
pub(super) fn agreement(session: &Session, agreement: &Agreement, margin: f64) -> Vec<String> {
    let mut said = Vec::new();
    let pooled = agreement.pool.plural();
    let counted = || agreement.people.iter().filter(|person| person.counts);
    for side in Side::BOTH {
        let reach: Vec<String> =
            counted().filter(|p| p.side == Some(side)).map(|p| p.name.clone()).collect();
        let to = &session.sides[side];
        match reach.len() {
            0 => {}
            all if all == agreement.counted && all > 1 => {
                let all = if all == 2 { "Both".to_owned() } else { format!("All {all}") };
                said.push(format!("{all} counted ballots reach {to}."));
            }
            1 if !agreement.named => said.push(format!("1 ballot reaches {to}.")),
            1 => said.push(format!("{} reaches {to}.", reach.concat())),
            few if few <= NAMED && agreement.named => {
                said.push(format!("{} reach {to}.", words::list(&reach)));
            }
            many => said.push(format!("{many} ballots reach {to}.")),
        }
    }
    said.extend(undecided(agreement));
    let advisers: Vec<String> = agreement
        .singles()
        .iter()
        .filter(|person| !person.counts && person.side.is_some())
        .filter(|person| person.side != ahead(margin))
        .map(|person| person.name.clone())
        .collect();
    if let Some(side) = ahead(margin).filter(|_| (1..=NAMED).contains(&advisers.len())) {
        let (who, to) = (words::list(&advisers), &session.sides[side.other()]);
        let verb = if advisers.len() == 1 { "leans" } else { "lean" };
        said.push(format!("{who}, heard but not counted, {verb} to {to}."));
    }
    let turning: Vec<String> = counted()
        .filter(|p| p.without.zip(agreement.together).is_some_and(|(w, t)| w * t < 0.0))
        .map(|person| person.name.clone())
        .collect();
    if let Some(side) = agreement.together.filter(|t| t * margin < 0.0).and_then(called) {
        let to = &session.sides[side];
        let points = if session.agreed().is_some() { "agreed points" } else { "team’s points" };
        said.push(format!("Their {pooled} together reach {to}; the {points} do not."));
    }
    match turning.as_slice() {
        [] => {}
        [one] if one == UNNAMED => {
            said.push(format!("Without one of them the {pooled} would turn."));
        }
        [one] => said.push(format!("Without {one} the {pooled} would turn.")),
        many if many.iter().all(|one| one == UNNAMED) => {
            said.push(format!("Without one of {} of them the {pooled} would turn.", many.len()));
        }
        few if (2..=NAMED).contains(&few.len()) => {
            said.push(format!("Without any one of {} the {pooled} would turn.", words::list(few)));
        }
        _ => {}
    }
    let widest = agreement.criteria.iter().zip(&session.criteria).enumerate();
    if let Some((at, (spread, criterion))) = widest
        .max_by(|a, b| a.1.0.spread.total_cmp(&b.1.0.spread))
        .filter(|(_, (spread, _))| spread.spread > 0.0)
    {
        let range =
            agreement.range(at).map(|(low, high)| format!("{} to {}", rounded(low), rounded(high)));
        let mark = spread.dissent.then(|| "worth talking about".to_owned());
        let said_of_it: Vec<String> = range.into_iter().chain(mark).collect();
        let aside = match said_of_it.join(", ") {
            nothing if nothing.is_empty() => nothing,
            aside => format!(" ({aside})"),
        };
        said.push(format!("Largest disagreement: {}{aside}.", criterion.name));
    }
    if agreement.concordance.is_some() {
        said.push(concordance_words(agreement.concordance));
    }
    said
}

/// Which of the counted ballots reach neither side, in a sentence.
pub(super) fn undecided(agreement: &Agreement) -> Option<String> {
    let open: Vec<&str> = agreement
        .people
        .iter()
        .filter(|person| person.counts && person.side.is_none())
        .map(|person| person.name.as_str())
        .collect();
    Some(match open.len() {
        0 => return None,
        2 if agreement.counted == 2 => {
            "Both counted ballots alone are too close to call.".to_owned()
        }
        all if all == agreement.counted && all > 2 => {
            format!("All {all} counted ballots alone are too close to call.")
        }
        1 if !agreement.named => "1 ballot alone is too close to call.".to_owned(),
        few if few <= NAMED && agreement.named => {
            let (ballots, are) = if few == 1 { ("ballot", "is") } else { ("ballots", "are") };
            format!("The {ballots} of {} alone {are} too close to call.", words::list(&open))
        }
        many => format!("{many} ballots alone are too close to call."),
    })
}

/// How alike the ballots rank the criteria, in a sentence that says nothing of the sides.
#[must_use]
pub fn concordance_words(w: Option<f64>) -> String {
    match w {
        Some(w) => format!("The ballots put the criteria in {}.", words::concordance(w)),
        None => "There are too few ballots to tell how alike they rank the criteria.".to_owned(),
    }
}

/// What the nearest weighting at which the sides are level asks for, in a sentence.
pub(super) fn nearest(weights: &[f64], change: &SmallestChange) -> String {
    if change.moves.is_empty() {
        return String::new();
    }
    let steps = weights.iter().zip(&change.weights).map(|(from, to)| (from - to).abs());
    let most = steps.fold(0.0, f64::max);
    format!(
        "Spread over all criteria instead, none would change by more than {}.",
        words::weight(most)
    )
}

/// What the central weights of the side that is behind put above the team's, in a sentence.
pub(super) fn otherwise(session: &Session, weights: &[f64], side: Side, typical: &[f64]) -> String {
    let mut more: Vec<(f64, String)> = session
        .criteria
        .iter()
        .zip(weights.iter().zip(typical))
        .map(|(c, (own, theirs))| {
            let text = format!(
                "{} ({} instead of {})",
                c.name,
                words::percent(*theirs),
                words::percent(*own)
            );
            (theirs - own, text)
        })
        .filter(|(more, _)| *more >= 0.01)
        .collect();
    more.sort_by(|a, b| b.0.total_cmp(&a.0));
    let named: Vec<String> = more.into_iter().take(NAMED).map(|(_, text)| text).collect();
    if named.is_empty() {
        return String::new();
    }
    format!(
        "Somebody who prefers {} typically gives more weight to {}.",
        session.sides[side],
        words::list(&named)
    )
}

/// The smallest joint change in a sentence.
pub(super) fn change(session: &Session, weights: &[f64], change: &SmallestChange) -> String {
    let name = |at: usize| session.criteria.get(at).map_or("", |c| c.name.as_str());
    let whole = |step: &Move| weights.get(step.from).is_some_and(|weight| step.amount >= *weight);
    let Some(to) = change.moves.first().map(|step| name(step.to)) else {
        return LEVEL.to_owned();
    };
    let all: Vec<&str> =
        change.moves.iter().filter(|step| whole(step)).map(|step| name(step.from)).collect();
    let part = change.moves.iter().find(|step| !whole(step));
    let part = part.map(|step| format!("{} from {}", words::weight(step.amount), name(step.from)));
    let taken = match (all.as_slice(), part) {
        ([], part) => part.unwrap_or_default(),
        (all, None) => format!("all the weight of {}", words::list(all)),
        (all, Some(part)) => format!("all the weight of {}, and {part},", words::list(all)),
    };
    format!("Smallest joint change: move {taken} to {to}.")
}
