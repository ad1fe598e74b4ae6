//! How weights are come by: from an order of the criteria, and from comparisons in pairs.
#![allow(
    clippy::expect_used,
    clippy::float_cmp,
    clippy::panic,
    reason = "a test fails by panicking, and exact results are compared exactly"
)]

mod common;

use std::collections::BTreeSet;
use std::iter::repeat_n;

use common::cases::{EXACT, assert_all_near, assert_near, number, numbers, read};
use proptest::prelude::*;
use serde_json::Value;
use weighbridge::analysis::pairwise::{CONSISTENT, random_index};
use weighbridge::analysis::{Judgement, Pairwise, PairwiseError, RankWeights, rank_weights, words};

fn matrix(value: &Value) -> Vec<Vec<f64>> {
    value.as_array().expect("a list").iter().map(numbers).collect()
}

fn words_of(value: &Value) -> Vec<&str> {
    value.as_array().expect("a list").iter().filter_map(Value::as_str).collect()
}

fn all_near(found: &[f64], wanted: &[f64], within: f64) -> bool {
    found.len() == wanted.len()
        && found.iter().zip(wanted).all(|(found, wanted)| (found - wanted).abs() <= within)
}

/// The same numbers in proportion, summing to 1.
fn normalised(numbers: &[f64]) -> Vec<f64> {
    let total: f64 = numbers.iter().sum();
    numbers.iter().map(|number| number / total).collect()
}

fn judgement(first: usize, second: usize, ratio: f64) -> Judgement {
    Judgement { first, second, ratio }
}

/// The same judgement the other way round.
fn turned(judgement: Judgement) -> Judgement {
    let Judgement { first, second, ratio } = judgement;
    Judgement { first: second, second: first, ratio: 1.0 / ratio }
}

/// The judgements of a reciprocal matrix: what is above its diagonal.
fn judgements(matrix: &[Vec<f64>]) -> Vec<Judgement> {
    let rows = matrix.iter().enumerate();
    rows.flat_map(|(first, row)| {
        let above = row.iter().enumerate().skip(first + 1);
        above.map(move |(second, ratio)| judgement(first, second, *ratio))
    })
    .collect()
}

fn from_matrix(matrix: &[Vec<f64>]) -> Pairwise {
    Pairwise::of(matrix.len(), &judgements(matrix)).expect("every pair is judged")
}

/// All pairs of so many criteria, each once.
fn pairs(count: usize) -> impl Iterator<Item = (usize, usize)> {
    (0..count).flat_map(move |first| (first + 1..count).map(move |second| (first, second)))
}

// Rankings.

#[test]
fn the_rank_order_centroid_is_the_exact_one() {
    let cases = read(include_str!("cases/two_sides_exact.json"));
    for (count, wanted) in cases["roc_exact"].as_object().expect("cases by count") {
        let count = count.parse().expect("a count");
        let found = rank_weights(&vec![1; count], RankWeights::Centroid);
        assert_all_near(&found, &numbers(wanted), EXACT);
    }
}

#[test]
fn the_rank_order_centroid_is_the_published_one() {
    let case = read(include_str!("cases/roc_published.json"));
    for (count, wanted) in case["expected"].as_object().expect("cases by count") {
        let count = count.parse().expect("a count");
        let found = rank_weights(&vec![1; count], RankWeights::default());
        assert_all_near(&found, &numbers(wanted), number(&case["tolerance"]));
    }
}

#[test]
fn rank_sums_fall_in_equal_steps() {
    let sums = |members: &[usize]| rank_weights(members, RankWeights::Sum);
    assert_all_near(&sums(&[1]), &[1.0], EXACT);
    assert_all_near(&sums(&[1; 3]), &[1.0 / 2.0, 1.0 / 3.0, 1.0 / 6.0], EXACT);
    assert_all_near(&sums(&[1; 4]), &[0.4, 0.3, 0.2, 0.1], EXACT);
    // The first two share what the first two places get.
    assert_all_near(&sums(&[2, 1, 1]), &[0.35, 0.2, 0.1], EXACT);
}

#[test]
fn an_order_of_nothing_has_no_weights() {
    for method in [RankWeights::Centroid, RankWeights::Sum] {
        assert!(rank_weights(&[], method).is_empty());
        assert_eq!(rank_weights(&[0, 1], method), [0.0, 1.0]);
    }
}

proptest! {
    #[test]
    fn criteria_on_one_place_share_the_mean_of_the_places_they_take(
        members in prop::collection::vec(1..5_usize, 1..12), centroid in any::<bool>(),
    ) {
        let method = if centroid { RankWeights::Centroid } else { RankWeights::Sum };
        let shared = rank_weights(&members, method);
        prop_assert_eq!(shared.len(), members.len());
        let mut places = rank_weights(&vec![1; members.iter().sum()], method).into_iter();
        let mut total = 0.0;
        for (weight, members) in shared.iter().zip(&members) {
            let taken: f64 = places.by_ref().take(*members).sum();
            let given: f64 = repeat_n(*weight, *members).sum();
            prop_assert!((taken - given).abs() <= EXACT, "{taken} and {given}");
            total += given;
        }
        prop_assert!((total - 1.0).abs() <= EXACT, "{total}");
        prop_assert!(shared.windows(2).all(|pair| pair[0] > pair[1]), "{shared:?}");
    }
}

// Comparisons: reference cases.

#[test]
fn the_drinks_of_saaty_come_out_as_published() {
    let case = read(include_str!("cases/ahp_saaty2008_drinks_7.json"));
    let expected = &case["expected"];
    let within = number(&case["tolerance"]["weights"]);
    let found = from_matrix(&matrix(&case["input"]["matrix"]));
    assert_all_near(&found.weights, &numbers(&expected["weights"]), within);
    assert_near(found.lambda_max, number(&expected["lambda_max"]), within);
    assert_near(found.index, number(&expected["ci"]), within);
    let ratio = found.ratio.expect("they may contradict each other");
    assert_near(ratio, number(&expected["cr"]["saaty2005"]), within);

    let published = &expected["published"];
    let within = number(&case["tolerance"]["published"]);
    assert_all_near(&found.weights, &numbers(&published["weights"]), within);
    assert_near(ratio, number(&published["cr"]), number(&published["cr_tol"]));
    assert!(found.missing.is_empty());
}

#[test]
fn the_gap_of_bozoki_and_others_is_filled_as_published() {
    let case = read(include_str!("cases/ahp_incomplete_bozoki_4.json"));
    let names = words_of(&case["input"]["names"]);
    let position = |name: &str| names.iter().position(|n| *n == name).expect("a name");
    let known = case["input"]["known"].as_object().expect("ratios by pair");
    let pair = |(pair, ratio): (&String, &Value)| {
        let (first, second) = pair.split_once(',').expect("a pair");
        judgement(position(first), position(second), number(ratio))
    };
    let known: Vec<Judgement> = known.iter().map(pair).collect();
    let found = Pairwise::of(names.len(), &known).expect("all are linked");

    let within = number(&case["tolerance"]["weights"]);
    assert_all_near(&found.weights, &numbers(&case["expected"]["weights"]), within);
    let [filled] = found.missing.as_slice() else {
        panic!("{:?}", found.missing);
    };
    assert_eq!((filled.first, filled.second), (position("c"), position("d")));
    let wanted = number(&case["expected"]["missing"]["c,d"]);
    assert_near(filled.ratio, wanted, number(&case["tolerance"]["missing"]));
}

#[test]
fn the_leader_of_the_textbook_hierarchy_is_found() {
    let case = read(include_str!("cases/ahp_wikipedia_leader_hierarchy.json"));
    let (input, expected) = (&case["input"], &case["expected"]);
    let within = number(&case["tolerance"]["totals"]);
    let weights = from_matrix(&matrix(&input["goal_matrix"])).weights;
    assert_all_near(&weights, &numbers(&expected["criteria_weights"]), within);

    let alternatives = words_of(&input["alternatives"]);
    let mut totals = vec![0.0; alternatives.len()];
    let criteria = words_of(&input["criteria"]);
    for ((criterion, weight), wanted) in
        criteria.iter().zip(&weights).zip(matrix(&expected["local"]))
    {
        let local = from_matrix(&matrix(&input["matrices"][criterion])).weights;
        assert_all_near(&local, &wanted, within);
        for (total, share) in totals.iter_mut().zip(&local) {
            *total += weight * share;
        }
    }
    assert_all_near(&totals, &numbers(&expected["totals"]), within);
    for (name, total) in alternatives.iter().zip(&totals) {
        let published = number(&expected["published"]["totals"][name]);
        assert_near(*total, published, number(&case["tolerance"]["published"]));
    }
}

#[test]
fn a_group_may_merge_its_judgements_or_its_weights() {
    let case = read(include_str!("cases/group_ahp_aij_aip_3.json"));
    let expected = &case["expected"];
    let matrices = case["input"]["matrices"].as_array().expect("a list");
    let each: Vec<Vec<f64>> =
        matrices.iter().map(|person| from_matrix(&matrix(person)).weights).collect();
    for (found, wanted) in each.iter().zip(matrix(&expected["individual_weights"])) {
        assert_all_near(found, &wanted, EXACT);
    }

    let merged = from_matrix(&matrix(&expected["aij_matrix"])).weights;
    assert_all_near(&merged, &numbers(&expected["aij_weights"]), EXACT);

    let logs = (0..merged.len()).map(|k| each.iter().map(|weights| weights[k].ln()).sum::<f64>());
    assert_eq!(each.len(), 3);
    let means: Vec<f64> = logs.map(|log| (log / 3.0).exp()).collect();
    assert_all_near(&normalised(&means), &numbers(&expected["aip_geometric_weights"]), EXACT);
}

// Comparisons: laws.

/// A count of criteria, and pairs of them that link each with every other.
fn linked(counts: std::ops::Range<usize>) -> impl Strategy<Value = (usize, Vec<(usize, usize)>)> {
    counts.prop_flat_map(|count| {
        let tree = prop::collection::vec(any::<prop::sample::Index>(), count - 1);
        let more = prop::collection::vec(any::<bool>(), pairs(count).count());
        (tree, more).prop_map(move |(tree, more)| {
            let earlier = tree.iter().zip(1..).map(|(index, later)| (index.index(later), later));
            let more = pairs(count).zip(more).filter(|(_, judged)| *judged).map(|(pair, _)| pair);
            let judged: BTreeSet<(usize, usize)> = earlier.chain(more).collect();
            let judged: Vec<(usize, usize)> = judged.into_iter().collect();
            (count, judged)
        })
    })
}

/// Weights on a scale, and judgements that follow from them but for a factor `e^±noise`. Every
/// criterion is linked with every other; not every pair need be judged.
fn judged(
    counts: std::ops::Range<usize>,
    scale: f64,
    noise: f64,
) -> impl Strategy<Value = (Vec<f64>, Vec<Judgement>)> {
    linked(counts).prop_flat_map(move |(count, pairs)| {
        let weights = prop::collection::vec(1.0..scale, count);
        let errors = prop::collection::vec(-1.0..1.0_f64, pairs.len());
        (weights, errors).prop_map(move |(weights, errors)| {
            let one = |(&(first, second), error): (&(usize, usize), f64)| {
                let ratio = weights[first] / weights[second] * (noise * error).exp();
                judgement(first, second, ratio)
            };
            let judgements: Vec<Judgement> = pairs.iter().zip(errors).map(one).collect();
            (weights, judgements)
        })
    })
}

/// A matrix of judgements that follow from weights, but for one that is off by a factor.
fn contradicted() -> impl Strategy<Value = (usize, Vec<Judgement>, usize)> {
    let weights = prop::collection::vec(1.0..9.0_f64, 4..9);
    let factor = prop_oneof![2.0..8.0_f64, 0.125..0.5_f64];
    (weights, any::<prop::sample::Index>(), factor).prop_map(|(weights, index, factor)| {
        let fitting = |(first, second): (usize, usize)| {
            judgement(first, second, weights[first] / weights[second])
        };
        let mut judgements: Vec<Judgement> = pairs(weights.len()).map(fitting).collect();
        let wrong = index.index(judgements.len());
        judgements[wrong].ratio *= factor;
        (weights.len(), judgements, wrong)
    })
}

proptest! {
    #[test]
    fn judgements_that_fit_give_their_weights_back(
        (weights, judgements) in judged(1..9, 9.0, 0.0),
    ) {
        let count = weights.len();
        let found = Pairwise::of(count, &judgements).expect("all are linked");
        prop_assert!(all_near(&found.weights, &normalised(&weights), EXACT), "{found:?}");
        prop_assert!(found.index <= EXACT, "{found:?}");
        prop_assert!(found.ratio.is_none_or(|ratio| ratio <= 1e-9), "{found:?}");
        prop_assert_eq!(found.missing.len() + judgements.len(), pairs(count).count());
        for filled in &found.missing {
            let wanted = weights[filled.first] / weights[filled.second];
            prop_assert!((filled.ratio / wanted - 1.0).abs() <= 1e-9, "{filled:?}");
        }
        for misfit in &found.misfits {
            prop_assert!((misfit.factor - 1.0).abs() <= 1e-9, "{misfit:?}");
        }
    }

    #[test]
    fn the_judgement_that_contradicts_the_others_is_named_first(
        (count, judgements, wrong) in contradicted(),
    ) {
        let found = Pairwise::of(count, &judgements).expect("every pair is judged");
        prop_assert_eq!(found.misfits.len(), judgements.len());
        prop_assert_eq!(found.misfits[0].judgement, judgements[wrong]);
        prop_assert!(found.misfits[0].factor > 1.1, "{found:?}");
        prop_assert!(found.misfits.windows(2).all(|two| two[0].factor >= two[1].factor));
        prop_assert!(found.ratio.is_some_and(|ratio| ratio > 0.0), "{found:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn neither_order_nor_direction_of_the_judgements_matters(
        (weights, judgements) in judged(2..9, 9.0, 0.7), turn in any::<u64>(),
    ) {
        let count = weights.len();
        let mut other: Vec<Judgement> = judgements
            .iter()
            .zip(0..)
            .map(|(one, n)| if (turn.rotate_right(n) & 1) == 1 { turned(*one) } else { *one })
            .collect();
        other.reverse();
        let one = Pairwise::of(count, &judgements).expect("all are linked");
        let other = Pairwise::of(count, &other).expect("all are linked");
        prop_assert!(all_near(&one.weights, &other.weights, 1e-9), "{one:?} and {other:?}");
        prop_assert!((one.lambda_max - other.lambda_max).abs() <= 1e-9, "{one:?} and {other:?}");
        prop_assert_eq!(one.ratio.is_some(), other.ratio.is_some());
        for (one, other) in one.missing.iter().zip(&other.missing) {
            prop_assert_eq!((one.first, one.second), (other.first, other.second));
            prop_assert!((one.ratio / other.ratio - 1.0).abs() <= 1e-6, "{one:?}, {other:?}");
        }
        for (one, other) in one.misfits.iter().zip(&other.misfits) {
            prop_assert!((one.factor - other.factor).abs() <= 1e-6, "{one:?}, {other:?}");
        }
    }

    #[test]
    fn gaps_are_filled_so_that_nothing_contradicts_the_judgements_less(
        (weights, judgements) in judged(3..7, 4.0, 0.5),
    ) {
        let count = weights.len();
        let found = Pairwise::of(count, &judgements).expect("all are linked");
        prop_assert!(found.missing.iter().all(|filled| filled.first < filled.second));
        let all: Vec<Judgement> = judgements.iter().chain(&found.missing).copied().collect();
        let whole = Pairwise::of(count, &all).expect("every pair is judged");
        prop_assert!((whole.lambda_max - found.lambda_max).abs() <= 1e-9, "{found:?}");
        prop_assert!(all_near(&whole.weights, &found.weights, 1e-9), "{found:?}");
        for gap in judgements.len()..all.len() {
            for factor in [1.05, 1.0 / 1.05] {
                let mut changed = all.clone();
                changed[gap].ratio *= factor;
                let changed = Pairwise::of(count, &changed).expect("every pair is judged");
                prop_assert!(changed.lambda_max >= found.lambda_max - 1e-9, "{found:?}");
            }
        }
    }
}

// Comparisons: where there is little to work with, or nothing that makes sense.

#[test]
fn one_criterion_takes_all_weight() {
    let found = Pairwise::of(1, &[]).expect("nothing to compare it with");
    assert_eq!(found.weights, [1.0]);
    assert_eq!((found.lambda_max, found.index, found.ratio), (1.0, 0.0, None));
}

#[test]
fn two_criteria_cannot_contradict_each_other() {
    let found = Pairwise::of(2, &[judgement(1, 0, 3.0)]).expect("they are linked");
    assert_all_near(&found.weights, &[0.25, 0.75], EXACT);
    assert_eq!(found.ratio, None);
}

#[test]
fn preferences_in_a_circle_cancel_out_and_contradict_each_other() {
    let circle = [judgement(0, 1, 5.0), judgement(1, 2, 5.0), judgement(2, 0, 5.0)];
    let found = Pairwise::of(3, &circle).expect("every pair is judged");
    assert_all_near(&found.weights, &[1.0 / 3.0; 3], EXACT);
    assert_near(found.lambda_max, 6.2, EXACT);
    assert_near(found.index, 1.6, EXACT);
    assert_near(found.ratio.expect("a ratio"), 1.6 / 0.52, EXACT);
    for misfit in &found.misfits {
        assert_near(misfit.fitting, 1.0, EXACT);
        assert_near(misfit.factor, 5.0, 1e-9);
    }
}

#[test]
fn judgements_that_give_no_weights_are_refused_by_number() {
    let fine = judgement(0, 1, 2.0);
    let refused = |count, second| Pairwise::of(count, &[fine, second]).expect_err("refused");
    assert_eq!(Pairwise::of(0, &[]), Err(PairwiseError::Nothing));
    assert_eq!(Pairwise::of(0, &[fine]), Err(PairwiseError::Nothing));
    assert_eq!(refused(3, judgement(1, 3, 2.0)), PairwiseError::Unknown(2));
    assert_eq!(refused(3, judgement(7, 1, 2.0)), PairwiseError::Unknown(2));
    assert_eq!(refused(3, judgement(2, 2, 1.0)), PairwiseError::Itself(2));
    for ratio in [f64::NAN, 0.0, f64::INFINITY, f64::NEG_INFINITY, -2.0, 0.009, 101.0] {
        assert_eq!(refused(3, judgement(1, 2, ratio)), PairwiseError::Ratio(2), "{ratio}");
    }
    assert_eq!(refused(3, judgement(0, 1, 2.0)), PairwiseError::Twice(2));
    assert_eq!(refused(3, judgement(1, 0, 0.5)), PairwiseError::Twice(2));
    // The ends of the scale are on it.
    for ratio in [0.01, 100.0] {
        Pairwise::of(3, &[fine, judgement(1, 2, ratio)]).expect("all are linked");
    }
}

#[test]
fn criteria_without_a_link_are_named() {
    let unlinked = |count, judgements: &[Judgement]| match Pairwise::of(count, judgements) {
        Err(PairwiseError::Unlinked(criteria)) => criteria,
        other => panic!("{other:?}"),
    };
    assert_eq!(unlinked(2, &[]), [1]);
    assert_eq!(unlinked(4, &[judgement(0, 1, 2.0), judgement(2, 3, 2.0)]), [2, 3]);
    assert_eq!(unlinked(4, &[judgement(3, 1, 2.0), judgement(1, 2, 2.0)]), [1, 2, 3]);
}

#[test]
fn the_random_index_is_the_one_of_saaty_and_goes_on_smoothly() {
    let published = [0.52, 0.89, 1.11, 1.25, 1.35, 1.40, 1.45, 1.49, 1.52, 1.54, 1.56, 1.58, 1.59];
    for (count, wanted) in (3..).zip(published) {
        assert_eq!(random_index(count, 0), wanted);
    }
    for count in 0..3 {
        assert_eq!(random_index(count, 0), 0.0);
    }
    assert_near(random_index(16, 0), (1.7699 * 16.0 - 4.3513) / 15.0, EXACT);
    assert_near(random_index(200, 0), (1.7699 * 200.0 - 4.3513) / 199.0, EXACT);
    for count in 3..200 {
        let step = random_index(count + 1, 0) - random_index(count, 0);
        assert!(step > 0.0, "{count}");
        assert!(count < 15 || step < 0.02, "{count}");
    }
}

#[test]
fn the_random_index_falls_in_equal_steps_to_nothing_for_a_tree() {
    for count in 3..30 {
        // All pairs less the ones of a tree, which link all and cannot contradict each other.
        let spare = pairs(count).count() - (count - 1);
        assert_eq!(random_index(count, spare), 0.0);
        assert_eq!(random_index(count, spare + 1), 0.0);
        let indices: Vec<f64> = (0..=spare).map(|missing| random_index(count, missing)).collect();
        let first = indices[0] - indices[1];
        for two in indices.windows(2) {
            assert_near(two[0] - two[1], first, EXACT);
        }
    }
    assert_near(random_index(4, 1), 0.89 * 2.0 / 3.0, EXACT);
}

#[test]
fn how_consistent_comparisons_are_has_five_names() {
    let ratios = [None, Some(0.0), Some(0.05), Some(0.15), Some(0.5)];
    let names = ratios.map(words::consistency);
    assert_eq!(BTreeSet::from(names).len(), names.len(), "{names:?}");
    for (name, part) in names.iter().zip([
        "too few comparisons",
        "do not contradict each other at all",
        "consistent enough",
        "look at the first ones",
        "too much to rely on",
    ]) {
        assert!(name.contains(part), "{name}");
    }
    assert_eq!(words::consistency(Some(CONSISTENT)), names[2]);
    assert_eq!(words::consistency(Some(1e-15)), names[1]);
}

#[test]
fn a_long_chain_with_a_few_links_across_is_completed_at_its_best() {
    for count in [20, 60] {
        let chain = (1..count).map(|n| Judgement {
            first: n - 1,
            second: n,
            ratio: [1.3, 0.8, 1.0, 1.2, 0.9][n % 5],
        });
        let across = (0..count - 7).step_by(5).map(|n| Judgement {
            first: n,
            second: n + 7,
            ratio: [1.5, 3.0, 0.4][n % 3],
        });
        let judgements: Vec<Judgement> = chain.chain(across).collect();
        let found = Pairwise::of(count, &judgements).expect("linked");
        let whole: Vec<Judgement> = judgements.iter().chain(&found.missing).copied().collect();
        let filled = Pairwise::of(count, &whole).expect("complete");
        assert_near(filled.lambda_max, found.lambda_max, 1e-9);
        // At the best completion no missing pair wants to move: a² = (u_i v_j) / (u_j v_i).
        for at in (0..found.missing.len()).step_by(found.missing.len() / 9) {
            for factor in [0.99, 1.01] {
                let mut moved = whole.clone();
                moved[judgements.len() + at].ratio *= factor;
                let other = Pairwise::of(count, &moved).expect("complete").lambda_max;
                assert!(other >= found.lambda_max - 1e-10, "{other} < {}", found.lambda_max);
            }
        }
    }
}
