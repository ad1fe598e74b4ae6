//! Two sessions of one decision: what has changed, and what that did to the margin.
#![allow(clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod common;

use common::report::example;
use common::{catalogue, criterion, empty, id, session};
use proptest::prelude::*;
use weighbridge::analysis::change::{Effect, effects};
use weighbridge::analysis::{Balance, verdict};
use weighbridge::report::{Comparison, Origin, Version};
use weighbridge::session::{Edit, ItemRef, Origin as Standing, Points, Rating, Session, Side};

fn compare(before: &Session, after: &Session) -> Comparison {
    let (old, new) = (verdict(before, catalogue()), verdict(after, catalogue()));
    let origin = Origin::default();
    Comparison::of(
        Version { session: before, verdict: &old, origin: &origin },
        Version { session: after, verdict: &new, origin: &origin },
    )
}

proptest! {
    #[test]
    fn the_effects_add_up_to_the_change_of_the_margin(before in session(), after in session()) {
        let margin = |session: &Session| Balance::of(&session.criteria).margin;
        let sum: f64 = effects(&before, &after).iter().map(Effect::total).sum();
        prop_assert!((sum - (margin(&after) - margin(&before))).abs() < 1e-9);
    }

    #[test]
    fn back_and_forth_cancel_each_other(before in session(), after in session()) {
        let total = |effects: Vec<Effect>| {
            effects.iter().map(|effect| (effect.weight, effect.ratings)).fold(
                (0.0, 0.0), |sum, one| (sum.0 + one.0, sum.1 + one.1))
        };
        let (there, back) = (total(effects(&before, &after)), total(effects(&after, &before)));
        prop_assert!((there.0 + back.0).abs() < 1e-9 && (there.1 + back.1).abs() < 1e-9);
    }
}

#[test]
fn weights_and_ratings_are_told_apart() {
    let mut before = empty();
    before.criteria = vec![criterion("a", 50.0, 8.0, 4.0), criterion("b", 50.0, 2.0, 6.0)];
    let mut after = before.clone();
    after.apply(Edit::SetPoints(id("a"), Points::clamped(100.0))).expect("an edit");
    let by_weight = effects(&before, &after);
    assert!(by_weight.iter().all(|effect| effect.ratings == 0.0 && effect.coming == 0.0));
    let mut after = before.clone();
    after
        .apply(Edit::Rate(id("a"), Side::Left, Rating::clamped(9.0), Standing::Team))
        .expect("an edit");
    let by_rating = effects(&before, &after);
    assert!((by_rating[0].ratings - 0.5).abs() < 1e-12 && by_rating[0].weight == 0.0);
}

#[test]
fn a_turned_verdict_says_so_and_why() {
    let before = example("saas-team");
    let mut after = before.clone();
    for row in &before.criteria {
        let points = if row.difference() > 0.0 { 10.0 } else { 90.0 };
        after.apply(Edit::SetPoints(row.id.clone(), Points::clamped(points))).expect("an edit");
    }
    let comparison = compare(&before, &after);
    assert!(comparison.verdict.contains("has turned from Django ORM to SQLAlchemy"));
    assert!(comparison.why.concat().contains("by other weights"), "{:?}", comparison.why);
    assert!(!comparison.criteria.is_empty());
}

#[test]
fn the_same_session_twice_has_changed_nothing() {
    let session = example("saas-team");
    let comparison = compare(&session, &session);
    assert!(comparison.criteria.is_empty() && comparison.record.is_empty());
    assert!(comparison.verdict.starts_with("The verdict stands"));
    assert_eq!(comparison.why, ["Nothing that moves the margin has changed."]);
}

#[test]
fn a_criterion_that_left_is_named_as_it_was_called() {
    let mut before = empty();
    before.criteria = vec![criterion("a", 50.0, 8.0, 4.0), criterion("b", 50.0, 2.0, 6.0)];
    let mut after = before.clone();
    after.apply(Edit::Remove(ItemRef::Criterion(id("b")))).expect("an edit");
    let comparison = compare(&before, &after);
    let gone = comparison.criteria.iter().find(|row| row.name == "b").expect("it is told");
    assert_eq!(gone.weight.after, "not there");
}
