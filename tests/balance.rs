//! The numbers: reference cases, properties, and answers where there is nothing to divide by.
#![allow(
    clippy::expect_used,
    clippy::float_cmp,
    clippy::panic,
    reason = "a test fails by panicking, and exact results are compared exactly"
)]

mod common;

use common::{catalogue, criterion, id};
use proptest::prelude::*;
use serde_json::Value;
use weighbridge::analysis::{Balance, Lead, Weights, verdict, words};
use weighbridge::session::{Criterion, MustHave, Outcome, Pair, Points, Session, Side};

fn criteria() -> impl Strategy<Value = Vec<Criterion>> {
    let row = (0.0..=100.0, 0.0..=10.0, 0.0..=10.0);
    prop::collection::vec(row, 1..20).prop_map(|rows| {
        let row = |(n, (points, left, right))| criterion(&format!("c{n}"), points, left, right);
        rows.into_iter().enumerate().map(row).collect()
    })
}

fn session(criteria: Vec<Criterion>) -> Session {
    let mut session = Session::new(id("s"), Pair::new("Left".to_owned(), "Right".to_owned()));
    session.criteria = criteria;
    session
}

fn close(a: f64, b: f64) -> bool {
    (a - b).abs() < 1e-12 * (1.0 + a.abs())
}

proptest! {
    #[test]
    fn weights_sum_to_one_and_the_parts_make_the_whole(criteria in criteria()) {
        let balance = Balance::of(&criteria);
        prop_assert!(close(balance.weights.values.iter().sum(), 1.0));
        let percents = balance.weights.percents.iter();
        prop_assert_eq!(percents.map(|p| u32::from(*p)).sum::<u32>(), 100);
        for (weight, percent) in balance.weights.values.iter().zip(&balance.weights.percents) {
            prop_assert!((weight * 100.0 - f64::from(*percent)).abs() < 1.0);
        }
        prop_assert!(close(balance.contributions.iter().sum(), balance.margin));
        prop_assert!(close(balance.totals.left - balance.totals.right, balance.margin));
        prop_assert!((0.0..=10.0 + 1e-12).contains(&balance.totals.left));
    }

    #[test]
    fn totals_as_they_are_read_differ_by_the_margin_as_it_is_read(criteria in criteria()) {
        let balance = Balance::of(&criteria);
        let read = |text: &str| text.replace('−', "-").parse::<f64>().expect("a number");
        let shown = words::totals(&balance);
        let between = read(&shown.left) - read(&shown.right);
        let margin = read(&words::score(balance.margin));
        prop_assert!((between - margin).abs() < 1e-9, "{shown:?} beside {margin}");
        for side in Side::BOTH {
            let (shown, exact) = (read(&shown[side]), balance.totals[side]);
            prop_assert!((shown - exact).abs() < 0.01, "{shown} for {exact}");
            prop_assert!((0.0..=10.0).contains(&shown));
        }
    }

    #[test]
    fn scaling_all_points_changes_nothing(criteria in criteria(), factor in 0.01..1.0) {
        let mut scaled = criteria.clone();
        for criterion in &mut scaled {
            criterion.points = Points::clamped(criterion.points.get() * factor);
        }
        let (before, after) = (Balance::of(&criteria), Balance::of(&scaled));
        prop_assert!((before.margin - after.margin).abs() < 1e-9);
    }

    #[test]
    fn swapping_the_sides_mirrors_everything(criteria in criteria()) {
        let mut mirrored = criteria.clone();
        for criterion in &mut mirrored {
            criterion.sides = criterion.sides.clone().swapped();
        }
        let (one, other) = (Balance::of(&criteria), Balance::of(&mirrored));
        prop_assert_eq!(one.margin, -other.margin + 0.0);
        prop_assert_eq!(one.totals, other.totals.swapped());
        prop_assert_eq!(&one.weights, &other.weights);
        for (a, b) in one.contributions.iter().zip(&other.contributions) {
            prop_assert_eq!(*a, -b);
        }
        let lead = |criteria| verdict(&session(criteria), catalogue()).lead;
        let mirror = |lead| match lead {
            Lead::CannotBeFlipped(side) => Lead::CannotBeFlipped(side.other()),
            Lead::Narrow(side) => Lead::Narrow(side.other()),
            Lead::Clear(side) => Lead::Clear(side.other()),
            lead => lead,
        };
        prop_assert_eq!(lead(criteria), mirror(lead(mirrored)));
    }

    #[test]
    fn nothing_is_ever_not_a_number(points in prop::collection::vec(
        prop_oneof![Just(0.0), Just(1e-12), Just(1e-300), Just(100.0)], 0..200,
    )) {
        let rows = points.iter().enumerate();
        let criteria: Vec<_> =
            rows.map(|(n, p)| criterion(&format!("c{n}"), *p, 10.0, 0.0)).collect();
        let verdict = verdict(&session(criteria), catalogue());
        let balance = &verdict.balance;
        let all = balance.contributions.iter().chain(&balance.weights.values);
        prop_assert!(all.chain([&balance.margin]).all(|number| number.is_finite()));
        prop_assert!(!verdict.headline.is_empty());
    }
}

#[test]
fn the_exact_case_of_twelve_criteria() {
    let case: Value =
        serde_json::from_str(include_str!("cases/two_sides_exact.json")).expect("JSON");
    let case = &case["two_option_case_12"];
    let fraction = |text: &str| match text.split_once('/') {
        Some((top, bottom)) => {
            top.parse::<f64>().expect("top") / bottom.parse::<f64>().expect("bottom")
        }
        None => text.parse().expect("a number"),
    };
    let d = case["d"].as_array().expect("d").iter().map(|d| fraction(d.as_str().expect("text")));
    let points = case["raw_weights"].as_array().expect("points");
    // Differences are given on −1..1; 5 is the middle of our scale.
    let criteria: Vec<_> = d
        .zip(points)
        .enumerate()
        .map(|(n, (d, p))| criterion(&format!("c{n}"), p.as_f64().expect("points"), 5.0 + d, 5.0))
        .collect();
    let margin = fraction(case["margin"][0].as_str().expect("margin"));
    assert!((Balance::of(&criteria).margin - margin).abs() < 1e-12);
}

#[test]
fn the_office_that_goodwin_and_wright_chose() {
    let case: Value =
        serde_json::from_str(include_str!("cases/goodwin_wright_offices.json")).expect("JSON");
    let numbers = |value: &Value| -> Vec<f64> {
        value.as_array().expect("a list").iter().map(|n| n.as_f64().expect("a number")).collect()
    };
    let points = numbers(&case["input"]["swing_points"]);
    let points: Vec<_> = points.into_iter().map(Points::clamped).collect();
    let weights = Weights::from_points(&points).values;
    let percent: Vec<f64> = weights.iter().map(|w| (w * 100.0).round()).collect();
    assert_eq!(percent, numbers(&case["expected"]["weights_percent_rounded"]));

    // Their values run to 100, our ratings to 10.
    let addison = numbers(&case["input"]["addison"]);
    let rows = points.iter().zip(&addison).enumerate();
    let criteria: Vec<_> = rows
        .map(|(n, (p, value))| criterion(&format!("c{n}"), p.get(), value / 10.0, 0.0))
        .collect();
    let total = Balance::of(&criteria).totals.left * 10.0;
    let published = case["expected"]["addison_with_rounded_weights"].as_f64().expect("a number");
    assert!((total - published).abs() < 0.5, "{total} against {published}");
}

#[test]
fn all_points_zero_means_equal_weights_and_says_so() {
    let criteria = vec![criterion("a", 0.0, 8.0, 2.0), criterion("b", 0.0, 4.0, 6.0)];
    let balance = Balance::of(&criteria);
    assert!(balance.weights.stand_in);
    assert_eq!(balance.weights.values, [0.5, 0.5]);
    assert_eq!(balance.margin, 2.0);
}

#[test]
fn a_failed_must_have_comes_before_any_weight() {
    let mut session = session(vec![criterion("a", 50.0, 10.0, 0.0)]);
    session.brief.must_haves.push(MustHave {
        id: id("m"),
        name: "Runs on Oracle".to_owned(),
        outcome: Pair::new(Outcome::Fail, Outcome::Pass),
    });
    let one = verdict(&session, catalogue());
    assert_eq!(one.lead, Lead::ByMustHave(Side::Right));
    assert_eq!(one.headline, "Left is excluded by a must-have: Runs on Oracle");
    session.brief.must_haves[0].outcome.right = Outcome::Fail;
    assert_eq!(verdict(&session, catalogue()).lead, Lead::NeitherQualifies);
}

#[test]
fn drivers_are_sorted_by_strength() {
    let criteria = vec![
        criterion("weak", 10.0, 6.0, 5.0),
        criterion("strong", 90.0, 0.0, 10.0),
        criterion("none", 50.0, 5.0, 5.0),
    ];
    let session = session(criteria);
    let verdict = verdict(&session, catalogue());
    assert_eq!(verdict.drivers, [1, 0, 2]);
    assert_eq!(verdict.tug, [0, 2, 1], "from the strongest pull left to the strongest right");
}
