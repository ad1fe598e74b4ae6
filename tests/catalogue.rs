//! What the workbench knows: complete, consistent, and fair from the start.
#![allow(
    clippy::expect_used,
    clippy::float_cmp,
    clippy::panic,
    reason = "a test fails by panicking, and exact results are compared exactly"
)]

mod common;

use std::collections::{BTreeMap, HashSet};

use common::{catalogue, id, preset};
use weighbridge::analysis::{Balance, Lead, verdict};
use weighbridge::catalogue::{Question, SourceKind};
use weighbridge::session::{Id, Side};

fn unique<'a>(ids: impl IntoIterator<Item = &'a Id>) {
    let mut seen = HashSet::new();
    for id in ids {
        assert!(seen.insert(id), "the id {id} is used twice");
    }
}

#[test]
fn ids_are_unique() {
    let catalogue = catalogue();
    unique(catalogue.criteria.iter().map(|c| &c.id));
    unique(catalogue.sources.iter().map(|s| &s.id));
    unique(catalogue.questions().map(|q| &q.id));
    unique(catalogue.presets.iter().map(|p| &p.id));
    unique(catalogue.guide.mistakes.iter().map(|m| &m.id));
    unique(catalogue.guide.questions.iter().map(|q| &q.id));
    for question in catalogue.questions() {
        unique(question.answers.iter().map(|a| &a.id));
    }
}

#[test]
fn every_claim_has_sources_that_exist_and_each_side_is_argued() {
    let catalogue = catalogue();
    let known = |id: &Id| assert!(catalogue.source(id).is_some(), "no source {id}");
    for criterion in &catalogue.criteria {
        for text in [&criterion.question, &criterion.definition, &criterion.excludes] {
            assert!(text.len() > 20, "{}: too little said", criterion.id);
        }
        assert!(!criterion.low.is_empty() && !criterion.high.is_empty());
        for side in Side::BOTH {
            let claim = &criterion.claims[side];
            assert!(!claim.sources.is_empty(), "{}: a claim without a source", criterion.id);
            claim.sources.iter().for_each(known);
            assert!(claim.line.chars().count() <= 38, "{} does not fit a row", claim.line);
            assert!(claim.paragraph.len() > 80 && claim.reason.len() > 20);
        }
    }
    for mistake in &catalogue.guide.mistakes {
        assert!(!mistake.sources.is_empty());
        mistake.sources.iter().for_each(known);
    }
    for question in &catalogue.guide.questions {
        assert!(!question.sources.is_empty(), "{}", question.id);
        question.sources.iter().for_each(known);
    }
}

#[test]
fn sources_are_all_used_and_documentation_has_an_address() {
    let catalogue = catalogue();
    let claims = catalogue.criteria.iter().flat_map(|c| [&c.claims.left, &c.claims.right]);
    let used: HashSet<&Id> = claims
        .flat_map(|c| &c.sources)
        .chain(catalogue.guide.mistakes.iter().flat_map(|m| &m.sources))
        .chain(catalogue.guide.questions.iter().flat_map(|q| &q.sources))
        .collect();
    for source in &catalogue.sources {
        assert!(used.contains(&source.id), "{} is never cited", source.id);
        let https = source.url.as_ref().is_some_and(|url| url.starts_with("https://"));
        let elsewhere = matches!(source.kind, SourceKind::Article | SourceKind::Measurement);
        assert!(https || elsewhere, "{} has no address", source.id);
        assert!(!source.version.is_empty());
    }
}

#[test]
fn every_reference_resolves() {
    let catalogue = catalogue();
    for question in catalogue.questions() {
        for shift in question.answers.iter().flat_map(|a| &a.shifts) {
            assert!(catalogue.criterion(&shift.criterion).is_some(), "{}", shift.criterion);
            assert!(shift.by != 0.0 && shift.reason.len() > 10);
        }
    }
    let answers = |question: &Id, answer: &Id| {
        let question = catalogue.questions().find(|q| &q.id == question);
        question.is_some_and(|q| q.answers.iter().any(|a| &a.id == answer))
    };
    for answer in catalogue.questions().flat_map(|q| &q.answers) {
        assert!(answer.contradicts.iter().all(|(q, a)| answers(q, a)), "{}", answer.id);
    }
    for preset in &catalogue.presets {
        assert_eq!(preset.answers.len(), catalogue.questions().count(), "{}", preset.id);
        assert!(preset.answers.iter().all(|(q, a)| answers(q, a)), "{}", preset.id);
    }
    for side in Side::BOTH {
        for sign in &catalogue.guide.choose_if[side] {
            assert!(sign.criteria.iter().all(|id| catalogue.criterion(id).is_some()));
            assert!(sign.answer.as_ref().is_none_or(|(q, a)| answers(q, a)), "{}", sign.text);
            assert!(!sign.criteria.is_empty() || sign.answer.is_some(), "{}", sign.text);
        }
    }
}

#[test]
fn the_five_mistakes_come_first_in_their_order() {
    let ids: Vec<_> = catalogue().guide.mistakes.iter().map(|m| m.id.as_str()).collect();
    assert_eq!(
        ids.get(..5),
        Some(
            &[
                "power-for-merit",
                "simple-for-weak",
                "lock-in-overlooked",
                "sessions-underestimated",
                "following-the-crowd",
            ][..]
        )
    );
}

#[test]
fn the_two_teams_come_out_as_expected_from_the_catalogue_alone() {
    let lead = |name| verdict(&preset(name), catalogue()).lead;
    assert_eq!(lead("early-saas"), Lead::Clear(Side::Left));
    assert_eq!(lead("backend-platform"), Lead::Clear(Side::Right));
}

#[test]
fn with_equal_weights_it_is_too_close_to_call() {
    let session = catalogue().empty_session(id("s"));
    let verdict = verdict(&session, catalogue());
    assert_eq!(verdict.lead, Lead::TooClose);
    assert!(verdict.balance.margin.abs() <= 0.3);
}

#[test]
fn middle_answers_decide_nothing() {
    let middle = |question: &Question| {
        let answer = question.answers.get(question.answers.len() / 2).expect("answers");
        (question.id.clone(), answer.id.clone())
    };
    let answers: BTreeMap<Id, Id> = catalogue().questions().map(middle).collect();
    let mut session = catalogue().empty_session(id("s"));
    let points = catalogue().starting_points(&answers);
    for criterion in &mut session.criteria {
        criterion.points = points[&criterion.id];
    }
    let margin = Balance::of(&session.criteria).margin;
    assert!(margin.abs() <= 0.3, "the margin is {margin}");
}

#[test]
fn no_answer_moves_a_start_off_the_scale_or_the_verdict_alone() {
    for question in catalogue().questions() {
        for answer in &question.answers {
            let answers = BTreeMap::from([(question.id.clone(), answer.id.clone())]);
            let points = catalogue().starting_points(&answers);
            assert!(points.values().all(|p| (5.0..=100.0).contains(&p.get())));
            let mut session = catalogue().empty_session(id("s"));
            for criterion in &mut session.criteria {
                criterion.points = points[&criterion.id];
            }
            let margin = Balance::of(&session.criteria).margin;
            assert!(margin.abs() < 0.6, "{} {}: {margin}", question.id, answer.id);
        }
    }
}

#[test]
fn taking_the_suggestion_leaves_nothing_to_suggest() {
    let mut session = catalogue().empty_session(id("s"));
    session.brief = preset("early-saas").brief;
    let edit = catalogue().suggestion(&session).expect("answers suggest something");
    session.apply(edit).expect("fits");
    assert_eq!(catalogue().suggestion(&session), None);
    assert_eq!(session.criteria, preset("early-saas").criteria);
}

#[test]
fn the_examples_are_the_presets_with_notes_and_nothing_tuned() {
    for (file, name, side) in [
        ("saas-team.session.ron", "early-saas", Side::Left),
        ("logistics-team.session.ron", "backend-platform", Side::Right),
    ] {
        let path =
            std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("data/examples").join(file);
        let example = weighbridge::store::open(&path).expect("the example opens").session;
        // All but who stands behind a rating, and how sure they are.
        let mut criteria = example.criteria.clone();
        for (criterion, start) in criteria.iter_mut().zip(preset(name).criteria) {
            for side in Side::BOTH {
                criterion.sides[side].origin = start.sides[side].origin;
                criterion.sides[side].confidence = start.sides[side].confidence;
            }
        }
        assert_eq!(criteria, preset(name).criteria, "{file}");
        assert_eq!(example.brief.answers, preset(name).brief.answers, "{file}");
        assert_eq!(verdict(&example, catalogue()).lead, Lead::Clear(side), "{file}");
        assert!(example.notes.len() >= 5 && example.record.choice == Some(side));
    }
}
