//! The ballots as points of the team: what to talk about first, where the team's points are others,
//! and the edit that takes the ballots'.

use super::Agreement;
use crate::session::{Criterion, Edit, Points, Session};

/// Points that are no further apart are the same, as they are told.
const SAME: f64 = 0.005 + 1e-9;

/// A criterion for which the team has other points than its ballots come to.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Override {
    /// Its position.
    pub criterion: usize,
    /// What the ballots come to, to half a point.
    pub ballots: Points,
    /// What the session says.
    pub points: Points,
}

/// The criteria that are worth talking about, the widest spread first.
#[must_use]
pub fn talk_first(agreement: &Agreement) -> Vec<usize> {
    let marked = agreement.criteria.iter().zip(0..).filter(|(spread, _)| spread.dissent);
    let mut marked: Vec<(f64, usize)> = marked.map(|(s, at)| (s.spread, at)).collect();
    marked.sort_by(|a, b| b.0.total_cmp(&a.0));
    marked.into_iter().map(|(_, at)| at).collect()
}

/// Where the points of the session are not those of its ballots, in the session's order. A criterion
/// that nobody was asked about, being newer than the round, is none of them.
#[must_use]
pub fn overrides(session: &Session, agreement: &Agreement) -> Vec<Override> {
    let found = ballots(session, agreement)
        .filter(|(_, criterion, pooled)| (criterion.points.get() - pooled.get()).abs() > SAME);
    found
        .map(|(at, criterion, pooled)| Override {
            criterion: at,
            ballots: pooled,
            points: criterion.points,
        })
        .collect()
}

/// The edit that gives every criterion the points that the ballots come to, to half a point; none
/// when it would change nothing that is told.
#[must_use]
pub fn take_pooled(session: &Session, agreement: &Agreement) -> Option<Edit> {
    if overrides(session, agreement).is_empty() {
        return None;
    }
    let other = ballots(session, agreement)
        .map(|(_, criterion, pooled)| (criterion, pooled))
        .filter(|(criterion, points)| criterion.points != *points);
    let edits = other.map(|(criterion, points)| Edit::SetPoints(criterion.id.clone(), points));
    let name = format!("Take the {} of the ballots", agreement.pool.plural());
    Some(Edit::Batch(name, edits.collect()))
}

/// The criteria that were voted on, each with its position and what the ballots come to.
fn ballots<'a>(
    session: &'a Session,
    agreement: &'a Agreement,
) -> impl Iterator<Item = (usize, &'a Criterion, Points)> {
    let round = session.revealed();
    let asked = move |c: &Criterion| round.is_some_and(|round| round.asked(&c.id));
    let pairs = session.criteria.iter().zip(&agreement.criteria).enumerate();
    pairs
        .filter(move |(_, (criterion, _))| asked(criterion))
        .map(|(at, (criterion, spread))| (at, criterion, rounded(spread.pooled(agreement.pool))))
}

/// Points as they are told and taken, to half a point: an order or a share comes to many decimals,
/// which nobody means.
#[must_use]
pub fn rounded(points: f64) -> Points {
    Points::clamped((points * 2.0).round() / 2.0)
}
