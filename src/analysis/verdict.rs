//! The whole answer, computed once a change.

use super::agreement::{
    self, Agreement, Movement, Override, Said, is_large, overrides, said, side_by_side,
    take_pooled, talk_first,
};
use super::balance::{self, Balance};
use super::certainty::Certainty;
use super::finding::{Finding, WORTH_NAMING};
use super::flip::{Flip, SmallestChange, dominance};
use super::headline::{self, Lead, Standing};
use super::pitfalls::{self, Sighting};
use super::scatter::Scatter;
use super::turning;
use super::weighting::as_f64;
use crate::catalogue::{Answer, Catalogue, Question, Sign};
use crate::session::{Criterion, Edit, Origin, Outcome, Pair, Session, Side};

/// What a session comes to.
#[derive(Clone, Debug, PartialEq)]
pub struct Verdict {
    /// Totals, contributions and margin.
    pub balance: Balance,
    /// Who leads, by which rule.
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
    /// The sentences under it.
    pub summary: String,
    /// Who would lead, must-haves aside, with the points that the answers suggest.
    pub suggested: Lead,
    /// The edit that brings the points to what the answers suggest; none when they are that.
    pub suggestion: Option<Edit>,
    /// The side that is ahead, or the left one when level: the one that probabilities are told of.
    pub told: Side,
    /// How sure it is.
    pub certainty: Certainty,
    /// The side that is behind, and the mean of all weightings under which it wins; none where
    /// it never does.
    pub otherwise: Option<(Side, Vec<f64>)>,
    /// What somebody who prefers the side that is behind holds more important, as a sentence.
    pub otherwise_words: String,
    /// Where each criterion alone would turn it.
    pub flips: Vec<Flip>,
    /// Positions of the criteria whose weight alone can turn it, the one that is nearest first.
    pub nearest: Vec<usize>,
    /// The smallest change of all weights together; none where no weighting turns it.
    pub change: Option<SmallestChange>,
    /// That change as a sentence, or why there is none.
    pub change_words: String,
    /// What the must-haves that decide it would have to come to, a sentence each; empty where none
    /// decides.
    pub must_have_words: Vec<String>,
    /// What spreading the change over all criteria would ask for, as a sentence.
    pub spread_words: String,
    /// The side that no weighting can take the lead from.
    pub dominance: Option<Side>,
    /// What knowing each criterion's ratings for certain would be worth.
    pub findings: Vec<Finding>,
    /// Positions of the criteria that are worth finding out about, the most valuable first.
    pub worth: Vec<usize>,
    /// The ballots beside the result; none where none have been revealed.
    pub agreement: Option<Agreement>,
    /// What the ballots say, in sentences.
    pub agreement_words: Vec<String>,
    /// Positions of the criteria whose ballots are worth talking about, the widest spread first.
    pub talk_first: Vec<usize>,
    /// What was written on the ballots of the round revealed last, by criterion.
    pub said: Vec<Said>,
    /// Where the session's points are not those of its ballots.
    pub overrides: Vec<Override>,
    /// The edit that takes what the ballots come to; none when the points are that, or none have
    /// been revealed.
    pub pooled: Option<Edit>,
    /// How the ballots have moved between the two rounds revealed last; none without two.
    pub movement: Option<Movement>,
    /// The common mistakes, and what was seen of each.
    pub mistakes: Vec<Sighting>,
}

/// Works out the verdict of a session.
#[must_use]
pub fn verdict(session: &Session, catalogue: &Catalogue) -> Verdict {
    let criteria = &session.criteria;
    let balance = Balance::of(criteria);
    let weights = &balance.weights.values;
    let margin = balance.margin;
    let differences: Vec<f64> = criteria.iter().map(Criterion::difference).collect();
    let failed = Pair::from_fn(|side| {
        let fails = session.brief.must_haves.iter().filter(|m| m.outcome[side] == Outcome::Fail);
        fails.map(|m| m.name.clone()).collect::<Vec<_>>()
    });

    let ahead = balance::ahead(margin);
    let large = session.revealed().is_some_and(|round| is_large(round, criteria.len()));
    // Of rounds, only those that are revealed: nothing of the others may be told from a verdict.
    let ((agreement, movement), certainty) = side_by_side(
        large,
        || agreement::revealed(session, ahead),
        || Certainty::of(criteria, &balance.weights, margin, session.brief.closeness),
    );
    let dominance = dominance(&differences);
    let lead = Lead::of(Standing {
        margin,
        near: certainty.near,
        dominant: dominance,
        excluded: failed.as_ref().map(|names| !names.is_empty()),
        empty: criteria.is_empty(),
    });
    let flips = Flip::of_each(criteria, &balance);
    let findings = Finding::of_each(criteria, &balance);
    let change = SmallestChange::of(&differences, weights, margin);
    let otherwise = ahead.and_then(|side| {
        let behind = side.other();
        Some((behind, Scatter::uniform(&differences).central_weights(behind)?))
    });
    let origins = criteria.iter().flat_map(|c| [c.sides.left.origin, c.sides.right.origin]);

    let otherwise_words = otherwise
        .as_ref()
        .map(|(side, typical)| headline::otherwise(session, weights, *side, typical))
        .unwrap_or_default();
    let mut verdict = Verdict {
        otherwise_words,
        told: ahead.unwrap_or(Side::Left),
        headline: headline::headline(session, lead, &failed, &balance, change.as_ref()),
        summary: String::new(),
        notices: catalogue
            .given(&session.brief.answers)
            .filter_map(|(_, answer)| answer.notice.clone())
            .collect(),
        contradictions: contradictions(session, catalogue),
        drivers: sorted(&balance.contributions, |c| -c.abs()),
        tug: sorted(&balance.contributions, |c| -c),
        unconfirmed: origins.filter(|origin| *origin == Origin::Catalogue).count(),
        signs: Pair::from_fn(|side| signs(session, catalogue, &balance, side)),
        suggested: suggested(session, catalogue),
        suggestion: catalogue.suggestion(session),
        nearest: nearest(&flips, weights),
        worth: worth(&findings),
        change_words: turning::joint(session, &balance, change.as_ref(), dominance),
        must_have_words: turning::must_haves(session, lead, &failed, margin),
        spread_words: turning::spread(&balance, change.as_ref()),
        agreement_words: agreement
            .as_ref()
            .map(|a| headline::agreement(session, a, margin))
            .unwrap_or_default(),
        talk_first: agreement.as_ref().map(talk_first).unwrap_or_default(),
        said: said(session),
        overrides: agreement.as_ref().map(|a| overrides(session, a)).unwrap_or_default(),
        pooled: agreement.as_ref().and_then(|a| take_pooled(session, a)),
        mistakes: pitfalls::look(session, catalogue, &balance, lead),
        balance,
        lead,
        failed,
        certainty,
        otherwise,
        flips,
        change,
        dominance,
        findings,
        agreement,
        movement,
    };
    verdict.summary = headline::summary(session, &verdict);
    verdict
}

/// Positions by a key of their values, smallest first; equals keep their order.
fn sorted(values: &[f64], key: impl Fn(f64) -> f64) -> Vec<usize> {
    let mut keyed: Vec<(f64, usize)> = values.iter().map(|v| key(*v)).zip(0..).collect();
    keyed.sort_by(|a, b| a.0.total_cmp(&b.0));
    keyed.into_iter().map(|(_, at)| at).collect()
}

fn nearest(flips: &[Flip], weights: &[f64]) -> Vec<usize> {
    let away = |(flip, weight): (&Flip, &f64)| {
        flip.weight.map_or(f64::INFINITY, |flips_at| (flips_at - weight).abs())
    };
    let distances: Vec<f64> = flips.iter().zip(weights).map(away).collect();
    let order = sorted(&distances, |distance| distance);
    order.into_iter().filter(|at| flips.get(*at).is_some_and(|f| f.weight.is_some())).collect()
}

fn worth(findings: &[Finding]) -> Vec<usize> {
    let values: Vec<f64> = findings.iter().map(|finding| finding.value).collect();
    let order = sorted(&values, |value| -value);
    let worth = |at: &usize| findings.get(*at).is_some_and(|f| f.chance >= WORTH_NAMING);
    order.into_iter().filter(worth).collect()
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
    let balance = Balance::of(&criteria);
    let differences: Vec<f64> = criteria.iter().map(Criterion::difference).collect();
    let closeness = session.brief.closeness;
    Lead::of(Standing {
        margin: balance.margin,
        near: Scatter::around(&differences, &balance.weights.values, closeness).left_wins(),
        dominant: dominance(&differences),
        excluded: Pair::new(false, false),
        empty: criteria.is_empty(),
    })
}
