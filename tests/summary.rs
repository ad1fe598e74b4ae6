//! The summary says what a reader needs, in the words of the session and its verdict.
#![allow(clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use common::catalogue;
use common::report::{example, summary, told};
use weighbridge::analysis;
use weighbridge::report::Telling;
use weighbridge::session::{Edit, Field, Outcome, RecordField, Session, Side, Status};

mod common;

fn saas() -> Session {
    example("saas-team")
}

#[test]
fn totals_weights_and_drivers_are_those_of_the_verdict() {
    let session = saas();
    let verdict = analysis::verdict(&session, catalogue());
    let summary = summary(&session);
    let numbers = summary.numbers.as_ref().expect("numbers");
    assert_eq!(numbers.totals, verdict.balance.totals);
    assert_eq!(summary.criteria.iter().map(|row| u32::from(row.percent)).sum::<u32>(), 100);
    let sum: f64 = numbers.drivers.iter().map(|driver| driver.contribution).sum();
    assert!((sum - numbers.margin).abs() < 1e-9);
    assert!(!numbers.changes.is_empty());
}

#[test]
fn a_draft_stands_until_the_team_has_its_own_words_or_leaves_the_field_empty() {
    let mut session = saas();
    let because = Field::Record(RecordField::Because);
    session.apply(Edit::Write(because.clone(), String::new())).expect("an edit");
    let draft = summary(&session).because;
    assert!(draft.draft && draft.text.ends_with('.'), "{draft:?}");
    session.apply(Edit::LeaveEmpty(RecordField::Because, true)).expect("an edit");
    assert!(summary(&session).because.is_empty());
    session.apply(Edit::Write(because, "We know it well.".to_owned())).expect("an edit");
    let own = summary(&session).because;
    assert!(!own.draft && own.text == "We know it well.");
}

#[test]
fn nothing_of_a_covered_result_is_told_unless_it_is_asked_for() {
    let mut session = saas();
    session.log.clear();
    assert!(session.covered());
    let covered = summary(&session);
    assert!(covered.numbers.is_none() && covered.sureness.is_empty());
    assert!(covered.cautions.iter().any(|said| said.contains("covered")));
    let all = format!("{covered:?}");
    assert!(!all.contains("leads") && !all.contains("scores"), "{all}");
    let open = told(&session, Telling { uncovered: true, ..Telling::default() });
    assert!(open.numbers.is_some());
    assert!(open.cautions.iter().any(|said| said.contains("a look ahead")));
    assert!(!open.cautions.concat().contains("uncovered early"));
}

#[test]
fn a_choice_against_the_verdict_or_a_must_have_is_said() {
    let mut session = saas();
    session.apply(Edit::Choose(Some(Side::Right))).expect("an edit");
    let said = summary(&session).cautions.join(" ");
    assert!(said.contains("was chosen although the verdict is for Django ORM"), "{said}");
    let must = session.brief.must_haves.first().expect("a must-have").id.clone();
    session.apply(Edit::Judge(must, Side::Right, Outcome::Fail)).expect("an edit");
    let said = summary(&session).cautions.join(" ");
    assert!(said.contains("SQLAlchemy fails a must-have"), "{said}");
}

#[test]
fn swapping_the_sides_mirrors_the_numbers() {
    let session = saas();
    let mut swapped = session.clone();
    swapped.sides = swapped.sides.swapped();
    for criterion in &mut swapped.criteria {
        criterion.sides = criterion.sides.clone().swapped();
    }
    let (one, other) = (summary(&session), summary(&swapped));
    let (one, other) = (one.numbers.expect("numbers"), other.numbers.expect("numbers"));
    assert_eq!(one.totals, other.totals.swapped());
    assert!((one.margin + other.margin).abs() < 1e-12);
    assert_eq!(one.changes, other.changes);
}

#[test]
fn ballots_of_single_people_stay_out_unless_they_are_asked_for() {
    let session = saas();
    assert!(summary(&session).ballots.is_empty());
    let with = told(&session, Telling { ballots: true, ..Telling::default() });
    assert_eq!(with.ballots.len(), session.revealed().expect("a round").ballots.len());
}

#[test]
fn level_sides_are_not_said_to_turn_at_the_weights_that_they_have() {
    let mut session = common::empty();
    session.criteria =
        vec![common::criterion("one", 50.0, 8.0, 4.0), common::criterion("other", 50.0, 4.0, 8.0)];
    let open = told(&session, Telling { uncovered: true, ..Telling::default() });
    assert_eq!(open.numbers.expect("numbers").changes, ["The two sides are level as it is."]);
}

#[test]
fn a_choice_is_told_as_what_its_status_makes_it() {
    let mut session = saas();
    for (status, said) in [
        (Status::Draft, "The team is about to choose Django ORM"),
        (Status::Proposed, "The team proposes Django ORM"),
        (Status::Accepted, "The team chose Django ORM"),
        (Status::Rejected, "The proposal to choose Django ORM"),
    ] {
        session.apply(Edit::SetStatus(status, None)).expect("an edit");
        assert!(summary(&session).decision.starts_with(said));
    }
}
