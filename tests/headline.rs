//! The verdict in words: each rule with its sentence, and numbers that keep what they promise.
#![allow(
    clippy::expect_used,
    clippy::float_cmp,
    clippy::panic,
    reason = "a test fails by panicking, and exact results are compared exactly"
)]

mod common;

use std::collections::HashSet;

use common::{catalogue, criterion, id};
use proptest::prelude::*;
use weighbridge::analysis::balance::TOO_CLOSE;
use weighbridge::analysis::headline::{CLEAR, SURE};
use weighbridge::analysis::{Lead, SmallestChange, Verdict, terms, verdict, words};
use weighbridge::session::{
    Ballot, Closeness, Criterion, Edit, MAX_CRITERIA, MustHave, Outcome, Pair, Participant, Points,
    Round, Session, Side, Strength,
};

fn session(criteria: Vec<Criterion>) -> Session {
    let mut session = Session::new(id("s"), Pair::new("Left".to_owned(), "Right".to_owned()));
    session.criteria = criteria;
    session
}

/// The verdict on criteria of these points and ratings, named a, b, c …
fn weigh(rows: &[(f64, f64, f64)]) -> Verdict {
    verdict(&of(rows), catalogue())
}

fn of(rows: &[(f64, f64, f64)]) -> Session {
    let names = ["a", "b", "c", "d"];
    let rows = rows.iter().zip(names);
    session(rows.map(|((points, left, right), n)| criterion(n, *points, *left, *right)).collect())
}

/// Left leads by 4.4, and hardly any weighting nearby says otherwise.
const CLEARLY: [(f64, f64, f64); 2] = [(90.0, 8.0, 3.0), (10.0, 5.0, 6.0)];

fn must_have(session: &mut Session, name: &str, left: Outcome, right: Outcome) {
    let must_have = MustHave {
        id: id(&format!("m{}", session.brief.must_haves.len())),
        name: name.to_owned(),
        outcome: Pair::new(left, right),
    };
    session.brief.must_haves.push(must_have);
}

/// Adds a round that everybody has seen; strengths and points by criterion.
fn vote(session: &mut Session, votes: &[(f64, [f64; 2])]) {
    let ids: Vec<_> = session.criteria.iter().map(|c| c.id.clone()).collect();
    let mut ballots = Vec::new();
    for (n, (strength, points)) in votes.iter().enumerate() {
        let person = id(&format!("p{n}"));
        session.people.push(Participant {
            id: person.clone(),
            name: String::new(),
            role: String::new(),
            strength: Strength::clamped(*strength),
            present: true,
        });
        let points = ids.iter().cloned().zip(points.map(Points::clamped)).collect();
        ballots.push(Ballot::new(person, points));
    }
    let revealed = Some(jiff::Timestamp::UNIX_EPOCH);
    session.rounds.push(Round { id: id("r"), revealed, unnamed: None, ballots });
}

#[test]
fn nothing_to_weigh() {
    let verdict = weigh(&[]);
    assert_eq!(verdict.lead, Lead::Nothing);
    assert_eq!(verdict.headline, "Nothing to weigh yet: add a criterion");
    assert_eq!(verdict.summary, "The verdict follows from weights and ratings.");
    assert_eq!(verdict.change_words, "");
}

#[test]
fn neither_side_qualifies() {
    let mut session = of(&[(50.0, 10.0, 0.0)]);
    must_have(&mut session, "Runs on Oracle", Outcome::Fail, Outcome::Pass);
    must_have(&mut session, "Costs nothing", Outcome::Open, Outcome::Fail);
    must_have(&mut session, "Is typed", Outcome::Fail, Outcome::Fail);
    let verdict = verdict(&session, catalogue());
    assert_eq!(verdict.lead, Lead::NeitherQualifies);
    assert_eq!(
        verdict.headline,
        "Neither side meets every must-have: Left fails Runs on Oracle, Right fails Costs nothing"
    );
    assert_eq!(
        verdict.summary,
        "A failed must-have excludes a side, whatever the weights say. Must-haves aside, Left \
         scores 10.00 against 0.00."
    );
}

#[test]
fn a_must_have_decides_before_any_weight() {
    let mut session = of(&[(50.0, 10.0, 0.0)]);
    must_have(&mut session, "Is typed", Outcome::Pass, Outcome::Open);
    assert_eq!(verdict(&session, catalogue()).lead, Lead::CannotBeFlipped(Side::Left));
    must_have(&mut session, "Runs on Oracle", Outcome::Fail, Outcome::Pass);
    let verdict = verdict(&session, catalogue());
    assert_eq!(verdict.lead, Lead::ByMustHave(Side::Right));
    assert_eq!(verdict.headline, "Left is excluded by a must-have: Runs on Oracle");
    assert_eq!(
        verdict.summary,
        "A failed must-have excludes a side, whatever the weights say. Must-haves aside, Left \
         scores 10.00 against 0.00."
    );
}

#[test]
fn up_to_the_threshold_it_is_too_close_to_call() {
    let verdict = weigh(&[(50.0, 8.0, 2.0), (50.0, 2.0, 8.0)]);
    assert_eq!(verdict.lead, Lead::TooClose);
    assert_eq!(verdict.headline, "Too close to call: 5.00 against 5.00");
    assert_eq!(verdict.summary, "The margin is 0.00. A margin up to 0.3 is too close to call.");
    // The threshold itself is still too close, though no weighting turns it.
    let verdict = weigh(&[(50.0, TOO_CLOSE, 0.0)]);
    assert_eq!(verdict.balance.margin, TOO_CLOSE);
    assert_eq!(verdict.headline, "Too close to call: 0.30 against 0.00");
    assert_eq!(
        verdict.summary,
        "The margin is 0.30. A margin up to 0.3 is too close to call. Small as it is, no \
         weighting turns it: Left is never behind."
    );
    assert_eq!(weigh(&[(50.0, 0.0, 0.31)]).lead, Lead::CannotBeFlipped(Side::Right));
}

#[test]
fn a_side_that_is_never_behind_cannot_be_flipped() {
    let verdict = weigh(&[(50.0, 5.0, 5.0), (50.0, 2.0, 8.0)]);
    assert_eq!(verdict.lead, Lead::CannotBeFlipped(Side::Right));
    assert_eq!(verdict.headline, "Right leads under every weighting and cannot be flipped");
    assert_eq!(
        verdict.summary,
        "Right scores 6.50 against 3.50. It is at least as good on every criterion, so only \
         other ratings could turn it."
    );
    assert_eq!(verdict.change_words, "No weighting can flip this.");
}

#[test]
fn a_large_and_sure_lead_is_clear() {
    let verdict = weigh(&CLEARLY);
    assert_eq!(verdict.lead, Lead::Clear(Side::Left));
    // 4.4 of margin at 6 a unit of weight: 0.733.
    assert_eq!(
        verdict.headline,
        "Left leads clearly: it takes moving 74 % of all weight to turn it"
    );
    assert_eq!(verdict.summary, "Left scores 7.70 against 3.30.");
    assert_eq!(verdict.change_words, "Smallest joint change: move 74 % of all weight from a to b.");
}

#[test]
fn a_small_lead_is_narrow() {
    let verdict = weigh(&[(60.0, 7.0, 5.0), (40.0, 5.0, 6.0)]);
    assert_eq!(verdict.lead, Lead::Narrow(Side::Left));
    // 0.8 of margin at 3 a unit of weight: 0.267.
    assert_eq!(verdict.headline, "Left leads narrowly: moving 27 % of all weight would turn it");
    assert_eq!(verdict.summary, "Left scores 6.20 against 5.40.");
    assert_eq!(verdict.change_words, "Smallest joint change: move 27 % of all weight from a to b.");
}

#[test]
fn a_large_lead_that_is_not_sure_is_narrow_too() {
    for (side, rows) in [
        (Side::Left, [(55.0, 10.0, 0.0), (45.0, 1.0, 9.0)]),
        (Side::Right, [(55.0, 0.0, 10.0), (45.0, 9.0, 1.0)]),
    ] {
        let mut session = of(&rows);
        session.apply(Edit::SetCloseness(Closeness::Loose)).expect("fits");
        let verdict = verdict(&session, catalogue());
        assert!(verdict.balance.margin.abs() >= CLEAR);
        let near = verdict.certainty.told_of(side).near;
        assert!(near > 0.8 && near < SURE, "{near}");
        assert_eq!(verdict.lead, Lead::Narrow(side));
        let name = &session.sides[side];
        let turn = "moving 11 % of all weight would turn it";
        assert_eq!(verdict.headline, format!("{name} leads narrowly: {turn}"));
        let summary = format!(
            "{name} scores 5.95 against 4.05. With weights scattered around the team’s it would win in \
             {} of the cases.",
            words::percent(near)
        );
        assert_eq!(verdict.summary, summary);
    }
}

#[test]
fn how_closely_the_weights_are_meant_parts_clear_from_narrow() {
    let mut session = of(&[(50.0, 10.0, 1.0), (50.0, 1.0, 8.0)]);
    let lead = |session: &Session| {
        let verdict = verdict(session, catalogue());
        assert_eq!(verdict.balance.margin, CLEAR);
        verdict.lead
    };
    assert_eq!(lead(&session), Lead::Narrow(Side::Left));
    session.apply(Edit::SetCloseness(Closeness::VeryClose)).expect("fits");
    assert_eq!(lead(&session), Lead::Clear(Side::Left));
}

#[test]
fn the_rule_that_holds_is_stated_with_its_numbers() {
    assert_eq!(Lead::TooClose.rule(), "A margin up to 0.3 is too close to call.");
    let clear = Lead::Clear(Side::Left).rule();
    assert_eq!(
        clear,
        "A lead is clear from a margin of 1.0 on, if it also holds with at least 90 % for weights \
         scattered around the team’s; otherwise it is narrow."
    );
    assert_eq!(Lead::Narrow(Side::Right).rule(), clear);
}

#[test]
fn the_summary_counts_the_ballots_that_reach_the_same_answer() {
    let summary = |votes: &[(f64, [f64; 2])]| {
        let mut session = of(&CLEARLY);
        vote(&mut session, votes);
        assert_eq!(session.fault(), None);
        verdict(&session, catalogue()).summary
    };
    let (left, right) = ([100.0, 0.0], [0.0, 100.0]);
    let score = "Left scores 7.70 against 3.30.";
    assert_eq!(
        summary(&[(1.0, left), (3.0, left), (0.0, right)]),
        format!("{score} All 2 counted ballots reach the same answer on their own.")
    );
    assert_eq!(
        summary(&[(1.0, left), (3.0, right), (0.0, left)]),
        format!("{score} 1 of 2 counted ballots reaches the same answer on their own.")
    );
    assert_eq!(summary(&[(1.0, left)]), score, "one ballot is nobody else's");
    assert_eq!(summary(&[(0.0, left), (0.0, left)]), score, "advisers are not counted");
}

#[test]
fn where_no_ballot_would_turn_it_nothing_is_said_of_turning() {
    let mut session = of(&[(90.0, 8.0, 3.0), (10.0, 5.0, 6.0)]);
    vote(&mut session, &[(1.0, [90.0, 10.0]), (1.0, [80.0, 20.0]), (1.0, [85.0, 15.0])]);
    let said = verdict(&session, catalogue()).agreement_words.join(" ");
    assert!(said.contains("All 3 counted ballots reach Left."), "{said}");
    assert!(!said.contains("would turn"), "{said}");
}

#[test]
fn the_smallest_change_names_whole_weights_and_the_rest_of_one() {
    // Taking all of a: 0.2 · 6 of 3.2; then b: 2.0 / 5 = 0.4.
    let verdict = weigh(&[(20.0, 9.0, 4.0), (60.0, 8.0, 4.0), (20.0, 4.0, 5.0)]);
    assert_eq!(
        verdict.change_words,
        "Smallest joint change: move all the weight of a, and 40 % of all weight from b, to c."
    );
    assert_eq!(
        verdict.headline,
        "Left leads clearly: it takes moving 60 % of all weight to turn it"
    );
    // Here all of a is just enough: 0.25 · 6 of 1.5.
    let verdict = weigh(&[(25.0, 10.0, 5.0), (50.0, 6.0, 5.0), (25.0, 4.0, 5.0)]);
    assert_eq!(verdict.change_words, "Smallest joint change: move all the weight of a to c.");
    assert_eq!(
        verdict.headline,
        "Left leads clearly: it takes moving 25 % of all weight to turn it"
    );
}

#[test]
fn where_no_weight_has_to_move_or_none_would_help_the_change_says_so() {
    let level = weigh(&[(50.0, 8.0, 2.0), (50.0, 2.0, 8.0)]);
    assert_eq!(level.change_words, "The two sides are level as it is.");
    let same = weigh(&[(50.0, 4.0, 4.0), (20.0, 7.0, 7.0)]);
    assert_eq!(
        same.change_words,
        "Both sides are rated the same everywhere; no weighting parts them."
    );
    assert_eq!((same.change, same.dominance), (None, None));
}

/// The margin after this much weight has moved, taken as the smallest change takes it.
fn margin_after(criteria: &[Criterion], weights: &[f64], change: &SmallestChange, all: f64) -> f64 {
    let (mut weights, mut left) = (weights.to_vec(), all);
    for step in &change.moves {
        let amount = weights[step.from].min(left);
        weights[step.from] -= amount;
        weights[step.to] += amount;
        left -= amount;
    }
    criteria.iter().zip(&weights).map(|(c, w)| w * c.difference()).sum()
}

fn whole_criteria() -> impl Strategy<Value = Vec<Criterion>> {
    let row = (1..=100_u8, 0..=10_u8, 0..=10_u8);
    prop::collection::vec(row, 3..8).prop_map(|rows| {
        let row = |(n, (points, left, right)): (usize, (u8, u8, u8))| {
            criterion(&format!("c{n}"), f64::from(points), f64::from(left), f64::from(right))
        };
        rows.into_iter().enumerate().map(row).collect()
    })
}

proptest! {
    #[test]
    fn the_share_that_the_headline_names_are_enough_and_one_less_is_not(
        criteria in whole_criteria(),
    ) {
        let verdict = verdict(&session(criteria.clone()), catalogue());
        let (Lead::Narrow(leader) | Lead::Clear(leader)) = verdict.lead else {
            return Err(TestCaseError::reject("no headline with a share of weight"));
        };
        let named = verdict.headline.split(' ').find_map(|word| word.parse::<u8>().ok());
        let named = f64::from(named.expect("a number of points"));
        let change = verdict.change.expect("a change");
        let weights = &verdict.balance.weights.values;
        let margin = |points: f64| {
            let margin = margin_after(&criteria, weights, &change, points / 100.0);
            if leader == Side::Left { margin } else { -margin }
        };
        prop_assert!(margin(named) <= 1e-9, "{}: {}", verdict.headline, margin(named));
        prop_assert!(margin(named - 1.0) > 0.0, "{}", verdict.headline);
    }

    #[test]
    fn only_what_is_certain_is_said_to_be_nothing_or_everything(
        share in prop_oneof![
            f64::MIN_POSITIVE..1.0,
            f64::MIN_POSITIVE..0.02,
            0.98..(1.0 - f64::EPSILON),
        ],
    ) {
        let text = words::percent(share);
        prop_assert!(text != "0 %" && text != "100 %", "{share} is read as {text}");
    }

    #[test]
    fn shares_of_weight_are_rounded_up(share in 0.0001..1.0_f64) {
        let text = words::weight(share);
        let (points, unit) = text.split_once(' ').expect("a number and its unit");
        prop_assert_eq!(unit, "% of all weight");
        let points: f64 = points.parse().expect("a number");
        prop_assert!(points >= share * 100.0 - 1e-9 && points < share * 100.0 + 1.0, "{text}");
    }
}

#[test]
fn shares_are_read_as_whole_percent_with_honest_ends() {
    let cases = [
        (0.0, "0 %"),
        (1e-300, "under 1 %"),
        (0.0049, "under 1 %"),
        (0.01, "1 %"),
        (0.125, "13 %"),
        (0.5, "50 %"),
        (0.99, "99 %"),
        (0.9951, "over 99 %"),
        (1.0 - f64::EPSILON, "over 99 %"),
        (1.0, "100 %"),
    ];
    for (share, text) in cases {
        assert_eq!(words::percent(share), text, "{share}");
    }
}

#[test]
fn weights_scores_counts_and_lists_are_read_aloud() {
    assert_eq!(words::weight(0.001), "1 % of all weight");
    assert_eq!(words::weight(0.01), "1 % of all weight");
    assert_eq!(words::weight(0.0101), "2 % of all weight");
    assert_eq!(words::weight(0.27), "27 % of all weight");
    assert_eq!(words::weight(0.1 + 0.2), "30 % of all weight");
    assert_eq!(words::weight(1.0), "100 % of all weight");
    assert_eq!(words::score(-0.001), "0.00");
    assert_eq!(words::score(-0.3), "−0.30");
    assert_eq!(words::count(1, "note", "notes"), "1 note");
    assert_eq!(words::count(0, "note", "notes"), "0 notes");
    assert_eq!(words::list::<&str>(&[]), "");
    assert_eq!(words::list(&["a"]), "a");
    assert_eq!(words::list(&["a", "b"]), "a and b");
    assert_eq!(words::list(&["a", "b", "c"]), "a, b and c");
}

#[test]
fn every_number_has_its_meaning_its_name_and_its_source() {
    let mut names = HashSet::new();
    for term in terms::ALL {
        for part in [term.plain, term.name, term.source] {
            assert!(!part.trim().is_empty(), "{}", term.name);
            assert!(term.text().contains(part));
        }
        assert!(names.insert(term.name), "{} is explained twice", term.name);
    }
}

/// Neither numbers nor texts hold what is no number, however deep they lie.
#[track_caller]
fn finite(verdict: &Verdict) {
    let text = format!("{verdict:?}");
    let mut parts = text.split(|c: char| !c.is_alphanumeric());
    assert_eq!(parts.find(|part| ["NaN", "inf"].contains(part)), None, "{text}");
    let certainty = &verdict.certainty;
    let shares = [
        certainty.uniform,
        certainty.ranking,
        certainty.near,
        certainty.at_least_half,
        certainty.ratings,
    ];
    assert!(shares.iter().all(|share| (0.0..=1.0).contains(share)), "{shares:?}");
    assert!(certainty.band.0 <= certainty.band.1, "{:?}", certainty.band);
    assert!(!verdict.headline.is_empty() && !verdict.summary.is_empty());
}

#[test]
fn nothing_is_ever_not_a_number() {
    let rows: [&[(f64, f64, f64)]; 8] = [
        &[],
        &[(0.0, 8.0, 2.0), (0.0, 1.0, 9.0)],
        &[(50.0, 8.0, 2.0)],
        &[(0.0, 2.0, 8.0)],
        &[(50.0, 5.0, 5.0), (10.0, 0.0, 0.0), (0.0, 10.0, 10.0)],
        &[(1e-12, 8.0, 2.0), (1e-12, 1.0, 9.0), (0.0, 10.0, 0.0)],
        &[(1e-12, 8.0, 2.0), (100.0, 1.0, 9.0)],
        &[(1e-300, 10.0, 0.0), (100.0, 5.0, 5.0)],
    ];
    for rows in rows {
        finite(&weigh(rows));
    }
}

#[test]
fn one_participant_and_as_many_criteria_as_there_may_be_are_numbers_too() {
    let mut alone = of(&CLEARLY);
    vote(&mut alone, &[(1.0, [0.0, 0.0])]);
    finite(&verdict(&alone, catalogue()));
    let row = |n: u8| {
        let (points, left, right) = (f64::from(n % 101), f64::from(n % 11), f64::from(n % 7));
        criterion(&format!("c{n}"), points, left, right)
    };
    let many = session((0..200).map(row).collect());
    assert_eq!(many.criteria.len(), MAX_CRITERIA);
    finite(&verdict(&many, catalogue()));
}
