//! What has changed between two sessions of one decision, and what that did to the margin.
//!
//! With weights `w`, differences `d` before and `w'`, `d'` after, a criterion that is in both adds
//! `w'd' − wd = (w' − w)(d + d')/2 + (d' − d)(w + w')/2` to the change of the margin: the first
//! term is what its weight did, the second what its ratings did, neither of them favoured. A
//! criterion that is new adds `w'd'`, one that has left takes `wd` away. All of them add up to the
//! change of the margin.

use super::balance::Balance;
use crate::session::{Criterion, Id, Session, Side};

/// What is smaller comes from reckoning in binary, not from anything that changed.
const DUST: f64 = 1e-9;

/// Whether an amount is anything at all.
#[must_use]
pub fn is_something(amount: f64) -> bool {
    amount.abs() > DUST
}

/// What one criterion did to the margin; positive is towards left.
#[derive(Clone, Debug, PartialEq)]
pub struct Effect {
    /// Which criterion.
    pub criterion: Id,
    /// Its place in the session before; none when it is new.
    pub before: Option<usize>,
    /// Its place in the session after; none when it has left.
    pub after: Option<usize>,
    /// What the change of its weight did.
    pub weight: f64,
    /// What the change of its ratings did.
    pub ratings: f64,
    /// What its coming or leaving did.
    pub coming: f64,
}

impl Effect {
    /// All of it.
    #[must_use]
    pub fn total(&self) -> f64 {
        self.weight + self.ratings + self.coming
    }

    /// Whether it did anything, even where its parts cancel each other.
    #[must_use]
    pub fn is_something(&self) -> bool {
        [self.weight, self.ratings, self.coming].into_iter().any(is_something)
    }
}

/// What every criterion did to the margin, those of the later session first, in its order, then
/// those that have left.
#[must_use]
pub fn effects(before: &Session, after: &Session) -> Vec<Effect> {
    let (old, new) = (Balance::of(&before.criteria), Balance::of(&after.criteria));
    let weight =
        |balance: &Balance, at: usize| balance.weights.values.get(at).copied().unwrap_or_default();
    let place = |criteria: &[Criterion], id: &Id| criteria.iter().position(|c| &c.id == id);
    let stayed_or_new = after.criteria.iter().enumerate().map(|(at, criterion)| {
        let (w1, d1) = (weight(&new, at), criterion.difference());
        let was = place(&before.criteria, &criterion.id);
        let earlier = was.and_then(|was| Some((was, before.criteria.get(was)?)));
        let (weight, ratings, coming) = match earlier {
            Some((was, earlier)) => {
                let (w0, d0) = (weight(&old, was), earlier.difference());
                ((w1 - w0) * f64::midpoint(d0, d1), (d1 - d0) * f64::midpoint(w0, w1), 0.0)
            }
            None => (0.0, 0.0, w1 * d1),
        };
        let criterion = criterion.id.clone();
        Effect { criterion, before: was, after: Some(at), weight, ratings, coming }
    });
    let gone = before.criteria.iter().enumerate();
    let gone =
        gone.filter(|(_, c)| place(&after.criteria, &c.id).is_none()).map(|(at, c)| Effect {
            criterion: c.id.clone(),
            before: Some(at),
            after: None,
            weight: 0.0,
            ratings: 0.0,
            coming: -weight(&old, at) * c.difference(),
        });
    stayed_or_new.chain(gone).collect()
}

/// The same session with its sides in each other's place.
#[must_use]
pub fn mirrored(session: &Session) -> Session {
    let mut other = session.clone();
    other.sides = other.sides.swapped();
    for must_have in &mut other.brief.must_haves {
        must_have.outcome = must_have.outcome.swapped();
    }
    for criterion in &mut other.criteria {
        criterion.sides = std::mem::take(&mut criterion.sides).swapped();
    }
    for note in &mut other.notes {
        note.side = note.side.map(Side::other);
    }
    other.record.choice = other.record.choice.map(Side::other);
    other
}

/// Amounts in whole hundredths that add up to a whole: each is rounded down, and what is left given
/// to those that lost most (largest remainder). Where the whole is that of the amounts, rounded
/// either way, none is off by a hundredth or more.
#[must_use]
pub fn hundredths(amounts: &[f64], whole: f64) -> Vec<f64> {
    let exact: Vec<f64> = amounts.iter().map(|amount| clean(amount * 100.0)).collect();
    let mut parts: Vec<f64> = exact.iter().map(|amount| amount.floor()).collect();
    let mut left = (whole * 100.0).round() - parts.iter().sum::<f64>();
    let mut order: Vec<(usize, f64)> = exact.iter().map(|a| a - a.floor()).enumerate().collect();
    // Nothing stays nothing: only what is something may be rounded.
    order.retain(|(at, _)| exact.get(*at).is_some_and(|amount| *amount != 0.0));
    order.sort_by(|a, b| b.1.total_cmp(&a.1));
    for (at, _) in &order {
        if let Some(part) = parts.get_mut(*at).filter(|_| left > 0.5) {
            *part += 1.0;
            left -= 1.0;
        }
    }
    for (at, _) in order.iter().rev() {
        if let Some(part) = parts.get_mut(*at).filter(|_| left < -0.5) {
            *part -= 1.0;
            left += 1.0;
        }
    }
    parts.into_iter().map(|part| part / 100.0).collect()
}

/// A number without what reckoning in binary adds to a whole one.
fn clean(number: f64) -> f64 {
    let whole = number.round();
    if (number - whole).abs() < 100.0 * DUST { whole + 0.0 } else { number }
}
