//! What the ballots say beside the result: published and hand-computed cases, and what must hold
//! for every meeting.
#![allow(
    clippy::expect_used,
    clippy::float_cmp,
    clippy::panic,
    reason = "a test fails by panicking, and exact results are compared exactly"
)]

mod common;

use std::collections::BTreeSet;
use std::iter::repeat_n;

use common::{catalogue, criterion, id};
use proptest::prelude::*;
use serde_json::Value;
use weighbridge::analysis::agreement::DISSENT;
use weighbridge::analysis::agreement::{UNNAMED, overrides, take_pooled, talk_first};
use weighbridge::analysis::balance::TOO_CLOSE;
use weighbridge::analysis::headline::concordance_words;
use weighbridge::analysis::{Agreement, Balance, Movement, verdict, words};
use weighbridge::session::{
    Ballot, Criterion, Edit, Pair, Participant, Points, Pool, Round, Session, Side, Strength, Voter,
};

/// A ballot: how many it counts for, and its points for c0, c1 …
type Vote = (u8, Vec<f64>);

fn one_each<const N: usize>(ballots: &[[f64; N]]) -> Vec<Vote> {
    ballots.iter().map(|points| (1, points.to_vec())).collect()
}

/// Criteria c0, c1 … with these differences between left and right, −5 to 5.
fn criteria(differences: &[f64]) -> Vec<Criterion> {
    let row = |(n, d): (usize, &f64)| criterion(&format!("c{n}"), 50.0, 5.0 + d, 5.0);
    differences.iter().enumerate().map(row).collect()
}

/// The participants p0, p1 …
fn people(votes: &[Vote]) -> Vec<Participant> {
    let person = |(n, (strength, _)): (usize, &Vote)| Participant {
        id: id(&format!("p{n}")),
        name: format!("Person {n}"),
        role: String::new(),
        strength: Strength::clamped(f64::from(*strength)),
        present: true,
    };
    votes.iter().enumerate().map(person).collect()
}

fn round(name: &str, revealed: bool, votes: &[Vote]) -> Round {
    let ballot = |(n, (_, points)): (usize, &Vote)| {
        let given = points.iter().enumerate();
        let given = given.map(|(c, p)| (id(&format!("c{c}")), Points::clamped(*p)));
        Ballot::new(id(&format!("p{n}")), given.collect())
    };
    Round {
        id: id(name),
        revealed: revealed.then_some(jiff::Timestamp::UNIX_EPOCH),
        unnamed: None,
        ballots: votes.iter().enumerate().map(ballot).collect(),
    }
}

fn agreement(votes: &[Vote], differences: &[f64], leader: Option<Side>) -> Agreement {
    pooled(votes, differences, leader, Pool::Median)
}

fn pooled(votes: &[Vote], differences: &[f64], leader: Option<Side>, pool: Pool) -> Agreement {
    Agreement::of(&round("r", true, votes), &people(votes), &criteria(differences), leader, pool)
        .expect("ballots and criteria")
}

fn concordance<const N: usize>(ballots: &[[f64; N]]) -> Option<f64> {
    agreement(&one_each(ballots), &[1.0; N], None).concordance
}

fn medians(agreement: &Agreement) -> Vec<f64> {
    agreement.criteria.iter().map(|spread| spread.median).collect()
}

/// The median of one criterion that strengths and points make, by itself.
fn median_of(votes: &[(u8, f64)]) -> f64 {
    let votes: Vec<Vote> =
        votes.iter().map(|(strength, points)| (*strength, vec![*points])).collect();
    medians(&agreement(&votes, &[1.0], None))[0]
}

/// The plain median of these points, each taken as often as its strength says.
fn plain_median(votes: &[Vote], at: usize) -> f64 {
    let taken = votes.iter().flat_map(|(times, points)| repeat_n(points[at], usize::from(*times)));
    let mut all: Vec<f64> = taken.collect();
    all.sort_by(f64::total_cmp);
    let middle = all.len() / 2;
    if all.len() % 2 == 1 { all[middle] } else { f64::midpoint(all[middle - 1], all[middle]) }
}

/// The margin with the medians of these ballots for points; 0 when none of them counts.
fn margin_of(votes: &[Vote], differences: &[f64]) -> f64 {
    if votes.iter().all(|(strength, _)| *strength == 0) {
        return 0.0;
    }
    let mut criteria = criteria(differences);
    for (at, criterion) in criteria.iter_mut().enumerate() {
        criterion.points = Points::clamped(plain_median(votes, at));
    }
    Balance::of(&criteria).margin
}

fn close(a: f64, b: f64) -> bool {
    (a - b).abs() < 1e-9
}

fn any_points() -> impl Strategy<Value = f64> {
    prop_oneof![Just(0.0), (0..=10_u8).prop_map(|tens| f64::from(tens) * 10.0), 0.0..=100.0_f64]
}

fn any_pool() -> impl Strategy<Value = Pool> {
    prop::sample::select(Pool::ALL.to_vec())
}

prop_compose! {
    /// The differences of one to six criteria, and one to nine ballots on them.
    fn any_meeting()(criteria in 1..=6_usize)(
        differences in prop::collection::vec(-5.0..=5.0_f64, criteria),
        votes in prop::collection::vec(
            (0..=4_u8, prop::collection::vec(any_points(), criteria)), 1..=9,
        ),
    ) -> (Vec<f64>, Vec<Vote>) {
        (differences, votes)
    }
}

/// Whether both answers are there and near, or neither is.
fn same(one: Option<f64>, other: Option<f64>) -> bool {
    match (one, other) {
        (Some(one), Some(other)) => close(one, other),
        (one, other) => one == other,
    }
}

proptest! {
    #[test]
    fn medians_and_the_margin_without_each_person_are_those_of_plain_counting(
        (differences, votes) in any_meeting(),
    ) {
        let found = agreement(&votes, &differences, None);
        for (at, spread) in found.criteria.iter().enumerate() {
            prop_assert_eq!(spread.median, plain_median(&votes, at));
        }
        prop_assert_eq!(found.people.len(), votes.len());
        for (n, opinion) in found.people.iter().enumerate() {
            let mut others = votes.clone();
            others.remove(n);
            let expected = margin_of(&others, &differences);
            let expected = others.iter().any(|vote| vote.0 > 0).then_some(expected);
            prop_assert!(
                same(opinion.without, expected),
                "{:?} without p{}, expected {:?}", opinion.without, n, expected,
            );
        }
    }

    #[test]
    fn each_person_has_the_margin_of_their_own_points(
        (differences, votes) in any_meeting(),
    ) {
        let found = agreement(&votes, &differences, Some(Side::Left));
        let mut same = 0;
        for (opinion, (strength, points)) in found.people.iter().zip(&votes) {
            let own = margin_of(&[(1, points.clone())], &differences);
            prop_assert!(close(opinion.margin, own));
            prop_assert_eq!(opinion.counts, *strength > 0);
            // By the rule of the verdict.
            prop_assert_eq!(opinion.side == Some(Side::Left), opinion.margin > TOO_CLOSE + 1e-9);
            prop_assert_eq!(opinion.side.is_none(), opinion.margin.abs() <= TOO_CLOSE + 1e-9);
            same += usize::from(opinion.counts && opinion.side == Some(Side::Left));
        }
        prop_assert_eq!(found.same, same);
        prop_assert_eq!(found.counted, votes.iter().filter(|(strength, _)| *strength > 0).count());
    }

    #[test]
    fn swapping_the_sides_mirrors_every_opinion(
        (differences, votes) in any_meeting(), pool in any_pool(),
    ) {
        let (round, people) = (round("r", true, &votes), people(&votes));
        let criteria = criteria(&differences);
        let mut mirrored = criteria.clone();
        for criterion in &mut mirrored {
            criterion.sides = criterion.sides.clone().swapped();
        }
        let one = Agreement::of(&round, &people, &criteria, Some(Side::Left), pool).expect("ballots");
        let other = Agreement::of(&round, &people, &mirrored, Some(Side::Right), pool).expect("ballots");
        prop_assert_eq!(&one.criteria, &other.criteria);
        prop_assert_eq!(one.concordance, other.concordance);
        prop_assert_eq!((one.counted, one.same), (other.counted, other.same));
        for (a, b) in one.people.iter().zip(&other.people) {
            prop_assert_eq!(a.margin, -b.margin);
            prop_assert_eq!(a.without, b.without.map(|margin| -margin));
            prop_assert_eq!(a.side, b.side.map(Side::other));
        }
    }

    #[test]
    fn a_ballot_of_strength_two_is_two_ballots((differences, votes) in any_meeting()) {
        let (mut double, mut twice) = (votes.clone(), votes);
        double[0].0 = 2;
        twice[0].0 = 1;
        let again = twice[0].clone();
        twice.push(again);
        let one = agreement(&double, &differences, None);
        let other = agreement(&twice, &differences, None);
        prop_assert_eq!(one.counted + 1, other.counted);
        for (a, b) in one.criteria.iter().zip(&other.criteria) {
            prop_assert_eq!((a.median, a.low, a.high), (b.median, b.low, b.high));
            prop_assert!(close(a.spread, b.spread));
        }
        for (a, b) in one.people.iter().zip(&other.people).skip(1) {
            prop_assert!(same(a.without, b.without), "{:?} and {:?}", a.without, b.without);
        }
    }

    #[test]
    fn an_adviser_is_listed_and_changes_no_counted_number(
        (differences, mut votes) in any_meeting(), pool in any_pool(),
    ) {
        votes[0].0 = 1;
        let before = pooled(&votes, &differences, Some(Side::Left), pool);
        let count = votes.len();
        votes.push((0, vec![100.0; differences.len()]));
        let after = pooled(&votes, &differences, Some(Side::Left), pool);
        prop_assert_eq!(&before.criteria, &after.criteria);
        prop_assert_eq!(before.concordance, after.concordance);
        prop_assert_eq!((before.counted, before.same), (after.counted, after.same));
        prop_assert_eq!(&before.people[..], &after.people[..count]);
        let adviser = &after.people[count];
        prop_assert!(!adviser.counts);
        if pool == Pool::Median {
            prop_assert!(same(adviser.without, Some(margin_of(&votes, &differences))));
        }
        prop_assert_eq!(adviser.without, after.together);
    }

    #[test]
    fn every_number_is_on_its_scale((differences, votes) in any_meeting()) {
        let found = agreement(&votes, &differences, None);
        prop_assert!(found.concordance.is_none_or(|w| (0.0..=1.0).contains(&w)));
        for spread in &found.criteria {
            prop_assert!((0.0..=1.0).contains(&spread.spread));
            for pool in Pool::ALL {
                prop_assert!((spread.low..=spread.high).contains(&spread.pooled(pool)));
            }
            prop_assert_eq!(spread.dissent, spread.spread >= DISSENT);
        }
        for opinion in &found.people {
            prop_assert!(opinion.margin.abs() <= 5.0 + 1e-9);
            prop_assert!(opinion.without.is_none_or(|margin| margin.abs() <= 5.0 + 1e-9));
        }
    }
}

/// The same ballots with every strength times this.
fn stronger(votes: &[Vote], times: u8) -> Vec<Vote> {
    votes.iter().map(|(strength, points)| (strength * times, points.clone())).collect()
}

/// The plain mean of these points, each taken as often as its strength says.
fn plain_mean(votes: &[Vote], at: usize) -> f64 {
    let total: f64 = votes.iter().map(|(strength, _)| f64::from(*strength)).sum();
    votes.iter().map(|(strength, points)| f64::from(*strength) * points[at]).sum::<f64>() / total
}

proptest! {
    #[test]
    fn means_and_the_margin_without_each_person_are_those_of_plain_counting(
        (differences, votes) in any_meeting(),
    ) {
        let found = pooled(&votes, &differences, None, Pool::Mean);
        let margin = |votes: &[Vote]| {
            votes.iter().any(|vote| vote.0 > 0).then(|| {
                let mut criteria = criteria(&differences);
                for (at, criterion) in criteria.iter_mut().enumerate() {
                    criterion.points = Points::clamped(plain_mean(votes, at));
                }
                Balance::of(&criteria).margin
            })
        };
        for (at, spread) in found.criteria.iter().enumerate() {
            prop_assert!(close(spread.mean, plain_mean(&votes, at)));
            prop_assert_eq!(spread.pooled(Pool::Mean), spread.mean);
            prop_assert_eq!(spread.pooled(Pool::Median), spread.median);
        }
        prop_assert!(same(found.together, margin(&votes)));
        for (n, opinion) in found.people.iter().enumerate() {
            let mut others = votes.clone();
            others.remove(n);
            let expected = margin(&others);
            prop_assert!(same(opinion.without, expected), "{:?} and {:?}", opinion, expected);
        }
    }

    #[test]
    fn it_is_strengths_against_each_other_that_count(
        (differences, votes) in any_meeting(), pool in any_pool(),
    ) {
        let one = pooled(&votes, &differences, Some(Side::Left), pool);
        let other = pooled(&stronger(&votes, 2), &differences, Some(Side::Left), pool);
        prop_assert_eq!(one.criteria.len(), other.criteria.len());
        for (a, b) in one.criteria.iter().zip(&other.criteria) {
            prop_assert!(close(a.pooled(pool), b.pooled(pool)) && close(a.spread, b.spread));
            prop_assert_eq!((a.low, a.high, a.fewest, a.most), (b.low, b.high, b.fewest, b.most));
        }
        prop_assert_eq!(one.concordance, other.concordance);
        prop_assert!(same(one.together, other.together));
        for (a, b) in one.people.iter().zip(&other.people) {
            prop_assert!(same(a.without, b.without), "{a:?} and {b:?}");
        }
    }

    #[test]
    fn of_two_ballots_median_and_mean_are_the_same(
        points in prop::collection::vec(any_points(), 2), strength in 1..=4_u8,
    ) {
        let votes: Vec<Vote> = points.iter().map(|p| (strength, vec![*p])).collect();
        let spread = agreement(&votes, &[1.0], None).criteria[0];
        prop_assert!(close(spread.median, spread.mean), "{spread:?}");
    }

    #[test]
    fn the_voices_are_those_of_the_fewest_and_the_most((differences, votes) in any_meeting()) {
        let found = agreement(&votes, &differences, None);
        for at in 0..differences.len() {
            let Some((fewest, most)) = found.voices(at) else {
                prop_assert_eq!(found.counted, 0);
                continue;
            };
            let points = |id: &str| votes[id[1..].parse::<usize>().expect("a number")].1[at];
            let spread = found.criteria[at];
            prop_assert!(fewest.counts && most.counts);
            prop_assert_eq!(points(fewest.person.as_str()), spread.low);
            prop_assert_eq!(points(most.person.as_str()), spread.high);
        }
    }

    #[test]
    fn a_round_has_not_moved_against_itself((differences, votes) in any_meeting()) {
        let (round, people) = (round("r", true, &votes), people(&votes));
        let found = Movement::between(&round, &round, &people, &criteria(&differences));
        let Some(found) = found else {
            prop_assert!(votes.iter().all(|(strength, _)| *strength == 0));
            return Ok(());
        };
        prop_assert_eq!(found.people.len(), votes.len());
        prop_assert!(found.people.iter().all(|person| person.by == 0.0 && person.most.is_none()));
        prop_assert_eq!(found.spread.0, found.spread.1);
        prop_assert_eq!(found.concordance.0, found.concordance.1);
    }

    #[test]
    fn what_the_verdict_says_has_moved_is_what_lies_between_the_two_rounds(
        (differences, votes) in any_meeting(), turn in 0..9_usize, short in 0..3_usize,
        named in any::<bool>(),
    ) {
        let mut session = Session::new(id("s"), Pair::new("L".to_owned(), "R".to_owned()));
        session.criteria = criteria(&differences);
        session.people = people(&votes);
        let mut turned: Vec<Vote> = votes.clone();
        turned.rotate_left(turn % votes.len());
        for (_, points) in &mut turned {
            // What the earlier round did not ask is not compared.
            points.truncate(differences.len().saturating_sub(short));
        }
        let (mut before, after) = (round("r1", true, &turned), round("r2", true, &votes));
        before.ballots.truncate(votes.len().max(2) - 1);
        before.unnamed = (!named).then(BTreeSet::new);
        // Of too few ballots without names nothing is told.
        let between = Movement::between(&before, &after, &session.people, &session.criteria)
            .filter(|_| before.too_few().is_none());
        session.rounds = vec![before, after];
        let mut found = verdict(&session, catalogue()).movement;
        if let Some(found) = &mut found {
            prop_assert!(!found.words.is_empty());
            found.words.clear();
        }
        prop_assert_eq!(found, between);
    }

    #[test]
    fn taking_what_the_ballots_come_to_leaves_no_override(
        (differences, votes) in any_meeting(), pool in any_pool(),
    ) {
        let mut session = Session::new(id("s"), Pair::new("L".to_owned(), "R".to_owned()));
        session.criteria = criteria(&differences);
        session.people = people(&votes);
        session.rounds = vec![round("r", true, &votes)];
        session.brief.pool = pool;
        let before = verdict(&session, catalogue());
        // To half a point.
        let far = |(c, s): (&Criterion, f64)| {
            (c.points.get() - (s * 2.0).round() / 2.0).abs() > 0.005 + 1e-9
        };
        let agreement = before.agreement.expect("revealed");
        let ballots = agreement.criteria.iter().map(|spread| spread.pooled(pool));
        let wanted = session.criteria.iter().zip(ballots).filter(|pair| far(*pair)).count();
        prop_assert_eq!(before.overrides.len(), wanted);
        prop_assert_eq!(before.pooled.is_some(), wanted > 0);
        if let Some(edit) = before.pooled {
            session.apply(edit).expect("it fits");
        }
        let after = verdict(&session, catalogue());
        prop_assert_eq!((after.overrides, after.pooled), (Vec::new(), None));
    }

    #[test]
    fn nothing_of_an_open_round_can_be_told_from_a_verdict(
        (differences, votes) in any_meeting(), seen in 0..3_usize, named in any::<bool>(),
    ) {
        let mut session = Session::new(id("s"), Pair::new("L".to_owned(), "R".to_owned()));
        session.criteria = criteria(&differences);
        session.people = people(&votes);
        let mut turned = votes.clone();
        for seen in 0..seen {
            turned.rotate_right(1);
            session.rounds.push(round(&format!("r{seen}"), true, &turned));
        }
        let before = verdict(&session, catalogue());
        let mut open = round("open", false, &votes);
        for (ballot, n) in open.ballots.iter_mut().zip(0..) {
            ballot.comments.insert(id("c0"), format!("secret {n}"));
            if !named {
                let slip = id(&format!("slip-{n}"));
                ballot.voter = Voter::Unnamed { slip, strength: Strength::ONE };
            }
        }
        if !named {
            open.unnamed = Some(session.people.iter().map(|person| person.id.clone()).collect());
        }
        session.rounds.push(open);
        prop_assert_eq!(session.fault(), None);
        let collecting = verdict(&session, catalogue());
        let told = format!("{collecting:?}");
        prop_assert!(!told.contains("secret") && !told.contains("slip"));
        prop_assert_eq!(collecting, before);
    }
}

#[test]
fn the_published_example_of_kendalls_w() {
    let case: Value =
        serde_json::from_str(include_str!("cases/kendall_w_small.json")).expect("JSON");
    let ranks = case["input"]["ranks_by_judge"].clone();
    let ranks: Vec<Vec<f64>> = serde_json::from_value(ranks).expect("ranks");
    // The first rank gets the most points.
    let points = |ranks: &[f64]| ranks.iter().map(|rank| 100.0 - 10.0 * rank).collect();
    let votes: Vec<Vote> = ranks.iter().map(|ranks| (1, points(ranks))).collect();
    let w = agreement(&votes, &[1.0, 0.0, -1.0], None).concordance.expect("defined");

    let expected = case["expected"]["W"].as_str().and_then(|text| text.split_once('/'));
    let (top, bottom) = expected.expect("a fraction");
    let number = |text: &str| text.parse::<f64>().expect("a number");
    let tolerance = case["tolerance"].as_f64().expect("a number");
    assert!((w - number(top) / number(bottom)).abs() <= tolerance, "{w}");
}

#[test]
fn kendalls_w_with_ties_as_computed_by_hand() {
    // m = 3 ballots, n = 4 criteria; tied places share the mean of their ranks:
    //   90 90 40 10  →  1.5 1.5 3   4      T = 2³ − 2 = 6
    //   80 50 50 20  →  1   2.5 2.5 4      T = 6
    //   70 60 30 30  →  1   2   3.5 3.5    T = 6
    //   sums            3.5 6   9   11.5   mean m (n + 1) / 2 = 7.5
    // S = 4² + 1.5² + 1.5² + 4² = 36.5
    // W = 12 S / (m² (n³ − n) − m ΣT) = 438 / (9 · 60 − 3 · 18) = 438 / 486 = 73 / 81
    let ballots = [[90.0, 90.0, 40.0, 10.0], [80.0, 50.0, 50.0, 20.0], [70.0, 60.0, 30.0, 30.0]];
    let w = concordance(&ballots).expect("defined");
    assert!((w - 73.0 / 81.0).abs() < 1e-12, "{w}");
}

#[test]
fn the_same_order_is_full_concordance_and_opposite_orders_are_none() {
    assert_eq!(concordance(&[[90.0, 50.0, 10.0]; 3]), Some(1.0));
    assert_eq!(concordance(&[[90.0, 50.0, 50.0, 10.0]; 4]), Some(1.0), "ties and all");
    assert_eq!(concordance(&[[90.0, 50.0, 10.0], [100.0, 30.0, 20.0]]), Some(1.0));
    assert_eq!(concordance(&[[90.0, 50.0, 10.0], [10.0, 50.0, 90.0]]), Some(0.0));
}

#[test]
fn concordance_is_undefined_where_there_is_no_order_to_share() {
    assert_eq!(concordance(&[[90.0, 50.0, 10.0]]), None, "one ballot");
    assert_eq!(concordance(&[[90.0], [10.0]]), None, "one criterion");
    assert_eq!(concordance(&[[50.0, 50.0], [0.0, 0.0]]), None, "nothing before anything");
    let adviser = vec![(1, vec![90.0, 10.0]), (0, vec![10.0, 90.0])];
    assert_eq!(agreement(&adviser, &[1.0, 1.0], None).concordance, None, "one ballot counts");
}

#[test]
fn the_spread_runs_from_nothing_to_half_against_half() {
    let spread = |points: &[f64]| {
        let votes: Vec<Vote> = points.iter().map(|points| (1, vec![*points])).collect();
        agreement(&votes, &[1.0], None).criteria[0]
    };
    let apart = spread(&[0.0, 100.0]);
    assert_eq!((apart.spread, apart.dissent), (1.0, true));
    assert_eq!((apart.low, apart.median, apart.high), (0.0, 50.0, 100.0));
    assert_eq!(spread(&[0.0, 100.0, 100.0, 0.0]).spread, 1.0);
    let together = spread(&[70.0, 70.0, 70.0]);
    assert_eq!((together.spread, together.dissent), (0.0, false));
    assert_eq!((together.low, together.median, together.high), (70.0, 70.0, 70.0));
}

#[test]
fn dissent_begins_with_the_threshold_itself() {
    let spread = |low, high| agreement(&one_each(&[[low], [high]]), &[1.0], None).criteria[0];
    // The standard deviation is 15 of at most 50.
    let at = spread(35.0, 65.0);
    assert_eq!((at.spread, at.dissent), (DISSENT, true));
    assert!(!spread(35.5, 65.0).dissent);
}

#[test]
fn the_median_counts_each_ballot_by_its_strength() {
    assert_eq!(median_of(&[(1, 90.0), (1, 10.0), (1, 40.0)]), 40.0, "odd");
    assert_eq!(median_of(&[(1, 60.0), (1, 10.0), (1, 90.0), (1, 40.0)]), 50.0, "even");
    assert_eq!(median_of(&[(1, 10.0), (1, 40.0), (3, 90.0)]), 90.0, "more than half");
    assert_eq!(median_of(&[(2, 10.0), (1, 50.0), (1, 90.0)]), 30.0, "just half");
    assert_eq!(median_of(&[(1, 10.0), (0, 90.0), (1, 20.0)]), 15.0, "an adviser");
}

#[test]
fn advisers_alone_count_for_nothing_but_are_heard() {
    let votes = vec![(0, vec![100.0, 0.0]), (0, vec![0.0, 100.0])];
    let found = agreement(&votes, &[3.0, -2.0], Some(Side::Left));
    assert_eq!((found.counted, found.same, found.concordance), (0, 0, None));
    assert!(found.criteria.is_empty());
    let heard: Vec<_> = found.people.iter().map(|p| (p.counts, p.margin, p.side)).collect();
    assert_eq!(heard, [(false, 3.0, Some(Side::Left)), (false, -2.0, Some(Side::Right))]);
    assert!(found.people.iter().all(|opinion| opinion.without.is_none()));
    assert_eq!(found.together, None, "nobody who counts is left");
}

#[test]
fn a_single_participant_agrees_and_leaves_nothing_without_them() {
    let found = agreement(&one_each(&[[30.0, 10.0]]), &[3.0, -1.0], Some(Side::Left));
    assert_eq!((found.counted, found.same, found.concordance), (1, 1, None));
    assert_eq!(medians(&found), [30.0, 10.0]);
    assert!(found.criteria.iter().all(|spread| spread.spread == 0.0 && !spread.dissent));
    let [opinion] = found.people.as_slice() else { panic!("one opinion") };
    assert_eq!((opinion.margin, opinion.side), (2.0, Some(Side::Left)));
    assert_eq!((opinion.without, found.together), (None, Some(2.0)));
}

#[test]
fn those_who_are_level_or_on_the_other_side_are_not_counted_as_the_same() {
    let votes = one_each(&[[100.0, 0.0], [50.0, 50.0], [0.0, 100.0]]);
    let found = |leader| agreement(&votes, &[2.0, -2.0], leader);
    let sides: Vec<_> = found(None).people.iter().map(|p| p.side).collect();
    assert_eq!(sides, [Some(Side::Left), None, Some(Side::Right)]);
    assert_eq!(found(Some(Side::Left)).same, 1);
    assert_eq!(found(Some(Side::Right)).same, 1);
    assert_eq!(found(None).same, 0);
}

#[test]
fn without_the_one_who_tips_the_balance_it_turns() {
    let votes = one_each(&[[100.0, 0.0], [60.0, 40.0], [0.0, 100.0]]);
    let found = agreement(&votes, &[2.0, -2.0], Some(Side::Left));
    let without: Vec<f64> = found.people.iter().filter_map(|p| p.without).collect();
    // The medians without each: 30 70, 50 50, 80 20.
    for (found, expected) in without.iter().zip([-0.8, 0.0, 1.2]) {
        assert!(close(*found, expected), "{found}, expected {expected}");
    }
}

#[test]
fn a_criterion_that_a_ballot_leaves_out_has_been_given_nothing() {
    let votes = one_each(&[[80.0, 0.0], [20.0, 60.0]]);
    let mut short = round("r", true, &votes);
    short.ballots[0].points.remove(&id("c1"));
    let criteria = criteria(&[1.0, -1.0]);
    let found = Agreement::of(&short, &people(&votes), &criteria, None, Pool::Median);
    assert_eq!(found, Some(agreement(&votes, &[1.0, -1.0], None)));
}

#[test]
fn a_ballot_without_any_points_weighs_everything_the_same() {
    let found = agreement(&one_each(&[[0.0, 0.0, 0.0]]), &[4.0, -1.0, 0.0], Some(Side::Left));
    assert_eq!((found.people[0].margin, found.people[0].side), (1.0, Some(Side::Left)));
    let empty = vec![(1, Vec::new())];
    assert_eq!(agreement(&empty, &[4.0, -1.0, 0.0], Some(Side::Left)), found);
}

#[test]
fn points_for_a_criterion_that_has_left_are_ignored() {
    let votes = one_each(&[[80.0, 0.0], [20.0, 60.0]]);
    let mut longer = round("r", true, &votes);
    longer.ballots[1].points.insert(id("gone"), Points::clamped(100.0));
    let criteria = criteria(&[1.0, -1.0]);
    let found = Agreement::of(&longer, &people(&votes), &criteria, None, Pool::Median);
    assert_eq!(found, Some(agreement(&votes, &[1.0, -1.0], None)));
}

#[test]
fn without_ballots_or_criteria_there_is_nothing_to_agree_on() {
    let votes = one_each(&[[80.0]]);
    let full = round("r", true, &votes);
    assert_eq!(Agreement::of(&full, &people(&votes), &[], None, Pool::Median), None);
    let none = round("r", true, &[]);
    assert_eq!(Agreement::of(&none, &people(&votes), &criteria(&[1.0]), None, Pool::Median), None);
}

/// A session of two criteria and three people, with these rounds.
fn session(rounds: Vec<Round>) -> Session {
    let mut session = Session::new(id("s"), Pair::new("Left".to_owned(), "Right".to_owned()));
    session.criteria = criteria(&[3.0, -2.0]);
    session.people = people(&one_each(&[[0.0], [0.0], [0.0]]));
    session.rounds = rounds;
    assert_eq!(session.fault(), None);
    session
}

#[test]
fn only_the_last_round_that_was_revealed_is_looked_at() {
    let first = round("r1", true, &one_each(&[[10.0, 20.0], [10.0, 20.0]]));
    let second = round("r2", true, &one_each(&[[30.0, 40.0], [50.0, 60.0]]));
    let third = round("r3", false, &one_each(&[[90.0, 0.0], [90.0, 0.0]]));
    let session = session(vec![first, second, third]);
    let found = verdict(&session, catalogue()).agreement.expect("a revealed round");
    assert_eq!(medians(&found), [40.0, 50.0]);
}

#[test]
fn nothing_can_be_told_from_a_round_that_is_not_revealed() {
    let hidden = round("r1", false, &one_each(&[[90.0, 0.0], [0.0, 90.0]]));
    let collecting = verdict(&session(vec![hidden]), catalogue());
    assert_eq!(collecting.agreement, None);
    assert_eq!(collecting, verdict(&session(Vec::new()), catalogue()));
}

#[test]
fn means_are_told_as_means() {
    let votes = one_each(&[[100.0, 0.0], [60.0, 40.0], [0.0, 100.0]]);
    let mut session = session(vec![round("r", true, &votes)]);
    session.criteria = criteria(&[5.0, -5.0]);
    for (criterion, points) in session.criteria.iter_mut().zip([0.0, 100.0]) {
        criterion.points = Points::clamped(points);
    }
    for (pool, other) in [(Pool::Median, Pool::Mean), (Pool::Mean, Pool::Median)] {
        session.brief.pool = pool;
        let found = verdict(&session, catalogue());
        assert_eq!(found.agreement.as_ref().map(|agreement| agreement.pool), Some(pool));
        let said = found.agreement_words.join(" ");
        assert!(said.contains(&format!("Their {} together reach Left", pool.plural())), "{said}");
        assert!(!said.contains(other.plural()), "{said}");
        let Some(Edit::Batch(name, edits)) = found.pooled else { panic!("{:?}", found.pooled) };
        assert_eq!(name, format!("Take the {} of the ballots", pool.plural()));
        assert_eq!(edits.len(), 2);
    }
    let wanted = [(Pool::Median, [60.0, 40.0]), (Pool::Mean, [53.5, 46.5])];
    for (pool, [first, second]) in wanted {
        session.brief.pool = pool;
        let found = verdict(&session, catalogue()).overrides;
        let points: Vec<_> =
            found.iter().map(|o| (o.criterion, o.ballots.get(), o.points.get())).collect();
        assert_eq!(points, [(0, first, 0.0), (1, second, 100.0)]);
    }
}

#[test]
fn without_revealed_ballots_that_count_there_are_no_overrides() {
    let none = verdict(&session(Vec::new()), catalogue());
    assert_eq!((none.overrides, none.pooled, none.movement), (Vec::new(), None, None));
    assert!(none.talk_first.is_empty());
    let mut advised = session(vec![round("r", true, &one_each(&[[90.0, 0.0]]))]);
    advised.people[0].strength = Strength::clamped(0.0);
    let advised = verdict(&advised, catalogue());
    assert_eq!((advised.overrides, advised.pooled), (Vec::new(), None));
}

#[test]
fn a_criterion_newer_than_the_round_is_not_overridden() {
    let mut session = session(vec![round("r", true, &one_each(&[[90.0], [70.0]]))]);
    session.criteria[0].points = Points::clamped(80.0);
    let found = verdict(&session, catalogue());
    assert_eq!((found.overrides, found.pooled), (Vec::new(), None));
    session.criteria[0].points = Points::clamped(50.0);
    let found = verdict(&session, catalogue());
    let agreement = found.agreement.expect("revealed");
    assert_eq!(overrides(&session, &agreement).len(), 1);
    let Some(Edit::Batch(_, edits)) = take_pooled(&session, &agreement) else { panic!("an edit") };
    assert_eq!(edits, [Edit::SetPoints(id("c0"), Points::clamped(80.0))]);
}

#[test]
fn the_widest_disagreement_is_talked_about_first() {
    let votes = one_each(&[[10.0, 50.0, 0.0, 35.0], [90.0, 50.0, 100.0, 65.0]]);
    let found = agreement(&votes, &[0.0; 4], None);
    assert_eq!(talk_first(&found), [2, 0, 3]);
    let (fewest, most) = found.voices(0).expect("voices");
    assert_eq!((fewest.name.as_str(), most.name.as_str()), ("Person 0", "Person 1"));
    let (fewest, most) = found.voices(1).expect("voices");
    assert_eq!((&fewest.person, &most.person), (&id("p0"), &id("p0")), "both are the first");
    assert_eq!(found.voices(4), None);
}

#[test]
fn who_moved_is_said_and_what_came_of_it() {
    let mut session = session(vec![
        round("r1", true, &one_each(&[[20.0, 100.0], [100.0, 50.0], [0.0, 0.0]])),
        round("r2", true, &one_each(&[[60.0, 100.0], [100.0, 58.0]])),
        round("r3", false, &one_each(&[[0.0, 0.0], [0.0, 0.0], [100.0, 100.0]])),
    ]);
    session.criteria[0].name = "Hiring".to_owned();
    let found = verdict(&session, catalogue()).movement.expect("two rounds");
    let people: Vec<_> = found.people.iter().map(|p| (p.name.as_str(), p.by, p.most)).collect();
    let wanted =
        [("Person 0", 20.0, Some((0, 20.0, 60.0))), ("Person 1", 4.0, Some((1, 50.0, 58.0)))];
    assert_eq!(people, wanted);
    assert!(found.spread.1 < found.spread.0, "{:?}", found.spread);
    assert!(close(found.spread.1, f64::midpoint(0.4, 0.42)), "{:?}", found.spread);
    assert_eq!(found.concordance.1, Some(0.0));
    let [first, second] = found.words.as_slice() else { panic!("{:?}", found.words) };
    assert!(first.starts_with("Since round 1 the ballots have moved together: "), "{first}");
    assert!(first.contains("→ 0.41. Not the same people voted in both"), "{first}");
    assert_eq!(second, "Person 0 moved most, by 20 points on average; Hiring from 20 to 60.");
}

#[test]
fn how_far_somebody_moved_is_told_in_whole_points() {
    let said = |to: f64| {
        let before = round("r1", true, &one_each(&[[20.0, 100.0]]));
        let after = round("r2", true, &one_each(&[[to, 100.0]]));
        let found = verdict(&session(vec![before, after]), catalogue()).movement;
        found.expect("two rounds").words.pop().expect("a sentence")
    };
    assert!(said(92.3).contains(" moved by 36 points on average; "), "{}", said(92.3));
    assert!(said(22.0).contains(" moved by 1 point on average; "), "{}", said(22.0));
    assert!(said(20.5).contains(" moved by less than a point on average; "), "{}", said(20.5));
}

#[test]
fn ballots_may_move_apart_or_not_at_all() {
    let said = |before: &[[f64; 2]], after: &[[f64; 2]]| {
        let rounds =
            vec![round("r1", true, &one_each(before)), round("r2", true, &one_each(after))];
        verdict(&session(rounds), catalogue()).movement.expect("two rounds").words
    };
    let (near, far) = ([[50.0, 50.0], [50.0, 50.0]], [[0.0, 50.0], [100.0, 50.0]]);
    assert_eq!(
        said(&near, &far)[0],
        "Since round 1 the ballots have moved apart: disagreement on average 0.00 → 0.50."
    );
    assert_eq!(
        said(&far, &far),
        ["Since round 1 the ballots are as far apart as they were.", "Nobody moved."]
    );
    assert_eq!(
        said(&[[50.0, 50.0]], &[[52.0, 50.0]])[1],
        "Person 0 moved by 1 point on average; c0 from 50 to 52."
    );
}

#[test]
fn a_large_round_moves_as_a_small_one_does() {
    // 150 ballots on 140 criteria are worked on by several threads, a part of them by one.
    let votes = |by: usize| -> Vec<Vote> {
        let points = |n: usize| (0..140).map(|c| as_points(n * by + c * (n + 3))).collect();
        (0..150).map(|n| (u8::from(n % 7 != 0), points(n))).collect()
    };
    let (before, after) = (votes(5), votes(3));
    let mut session = Session::new(id("s"), Pair::new("L".to_owned(), "R".to_owned()));
    session.criteria = criteria(&[2.0, -1.0].repeat(70));
    session.people = people(&after);
    session.rounds = vec![round("r1", true, &before), round("r2", true, &after)];
    let [one, two] = session.rounds.as_slice() else { panic!("two rounds") };
    let between = Movement::between(one, two, &session.people, &session.criteria);
    let found = verdict(&session, catalogue());
    let agreement = Agreement::of(
        two,
        &session.people,
        &session.criteria,
        found.lead.side(),
        session.brief.pool,
    );
    assert_eq!(found.agreement, agreement);
    assert_eq!(found.movement.map(|found| Movement { words: Vec::new(), ..found }), between);
}

/// Points from 0 to 100 in halves, so that some are not whole.
fn as_points(number: usize) -> f64 {
    f64::from(u8::try_from(number % 201).expect("small")) / 2.0
}

#[test]
fn without_names_nobody_is_told_to_have_moved() {
    let unnamed = |name: &str, votes: &[[f64; 2]]| {
        let mut round = round(name, true, &one_each(votes));
        round.unnamed = Some(round.ballots.iter().map(|b| b.key().clone()).collect());
        for (ballot, n) in round.ballots.iter_mut().zip(0..) {
            let slip = id(&format!("slip-{n}"));
            ballot.voter = Voter::Unnamed { slip, strength: Strength::ONE };
        }
        round
    };
    let first = [[0.0, 50.0], [100.0, 50.0], [50.0, 50.0]];
    let second = [[50.0, 50.0], [50.0, 50.0], [50.0, 50.0]];
    let named = round("r1", true, &one_each(&first));
    for before in [named, unnamed("r1", &first)] {
        let session = session(vec![before, unnamed("r2", &second)]);
        let found = verdict(&session, catalogue());
        let movement = found.movement.expect("two rounds");
        assert!(movement.people.is_empty());
        assert_eq!((movement.spread.1, movement.words.len()), (0.0, 1));
        let agreement = found.agreement.expect("revealed");
        assert_eq!(agreement.counted, 3);
        let (fewest, most) = agreement.voices(0).expect("voices");
        assert_eq!((fewest.name.as_str(), most.name.as_str()), (UNNAMED, UNNAMED));
    }
}

#[test]
fn only_criteria_of_both_rounds_and_of_the_session_are_compared() {
    let mut before = round("r1", true, &one_each(&[[20.0], [30.0]]));
    let after = round("r2", true, &one_each(&[[40.0, 90.0], [30.0, 90.0]]));
    before.ballots[0].points.insert(id("gone"), Points::clamped(100.0));
    let found = verdict(&session(vec![before, after.clone()]), catalogue());
    let moved = found.movement.expect("two rounds").people;
    assert_eq!((moved[0].by, moved[0].most), (20.0, Some((0, 20.0, 40.0))));
    assert_eq!(moved[1].by, 0.0);
    let none = Movement::between(&round("r0", true, &[]), &after, &[], &criteria(&[1.0]));
    assert_eq!(none, None);
}

#[test]
fn how_alike_the_ballots_rank_is_said_without_a_side() {
    assert_eq!(
        concordance_words(Some(0.75)),
        "The ballots put the criteria in much the same order."
    );
    assert!(concordance_words(Some(0.1)).contains(words::concordance(0.1)));
    assert!(concordance_words(None).contains("too few ballots"));
}

#[test]
fn other_voters_are_said_not_to_be_moves() {
    let mut session = Session::new(id("s"), Pair::new("L".to_owned(), "R".to_owned()));
    let votes: Vec<Vote> = vec![(1, vec![0.0, 100.0]), (1, vec![100.0, 0.0]), (1, vec![0.0, 90.0])];
    session.criteria = criteria(&[1.0, -1.0]);
    session.people = people(&votes);
    session.rounds = vec![round("r1", true, &votes), round("r2", true, &votes[..1])];
    let words = verdict(&session, catalogue()).movement.expect("two rounds").words;
    assert!(words[0].ends_with("Not the same people voted in both, and that alone can move it."));
    session.rounds[1] = round("r2", true, &votes);
    let words = verdict(&session, catalogue()).movement.expect("two rounds").words;
    assert_eq!(words[0], "Since round 1 the ballots are as far apart as they were.");
}
