//! Ballots without names: what may be told of them anywhere, and what may not.
#![allow(clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod common;

use common::report::{summary, told};
use common::rounds::{at, collecting, revealed};
use common::{ballot, catalogue, id};
use weighbridge::analysis::{self, aloud};
use weighbridge::report::record::{Links, record};
use weighbridge::report::{Format, Layout, Telling};
use weighbridge::session::{Entry, Event, Points, Profile, Session, Strength, Voter};
use weighbridge::store::diff::changes;

/// A round without names as nobody can make it in the window: shown with two ballots, and their mean
/// named by the log.
fn too_few() -> Session {
    let mut session = collecting(false);
    for (name, slip) in [("ana", "x1"), ("ben", "x2")] {
        let cast = ballot(name, &[("speed", 61.25)]);
        session.cast(&id(name), id(slip), cast).expect("is taken");
    }
    session.rounds[0].revealed = Some(at(20));
    let event = Event::Overridden {
        criterion: id("speed"),
        ballots: Points::clamped(61.25),
        points: Points::clamped(50.0),
        reason: "It pays.".to_owned(),
    };
    session.log.push(Entry { at: at(30), event });
    session
}

/// Every report as text, as far as it is text.
fn reports(session: &Session) -> Vec<String> {
    let told = told(session, Telling { ballots: true, uncovered: true });
    let formats = [Format::Markdown, Format::Html, Format::Csv];
    let rendered = formats.map(|format| {
        let made = format.render(&told, &Layout::default()).expect("is made");
        String::from_utf8(made[0].bytes.clone()).expect("text")
    });
    let record = record(&told, Profile::Madr4, 1, &Links::default());
    // Spreadsheet and PDF lay the same summary out.
    rendered.into_iter().chain([record, format!("{told:?}")]).collect()
}

#[test]
fn the_log_does_not_tell_what_too_few_ballots_without_names_come_to() {
    let session = too_few();
    for text in reports(&session) {
        assert!(!text.contains("61.25"), "{text}");
    }
    let before = Session { log: session.log[..1].to_vec(), ..session.clone() };
    let said = changes(&before, &session).join("\n");
    assert!(said.contains("speed was given 50 points by hand: It pays."), "{said}");
    assert!(!said.contains("61.25"), "{said}");
    // Where enough count, it is told.
    let mut enough = revealed(false);
    enough.log.extend(session.log.last().cloned());
    let log = summary(&enough).log;
    let last = &log.last().expect("an entry").what;
    assert_eq!(last, "speed was given 50 points, where the ballots say 61.25: It pays.");
}

#[test]
fn of_ballots_without_names_a_difference_tells_only_how_many() {
    let before = collecting(false);
    let mut after = revealed(false);
    let first = after.rounds[0].ballots.first_mut().expect("a ballot");
    first.comments.insert(id("speed"), "I said so".to_owned());
    let said = changes(&before, &after);
    assert!(said.contains(&"3 ballots came in round 1".to_owned()), "{said:?}");
    let mut other = after.clone();
    let ballots = &mut other.rounds[0].ballots;
    ballots[0].points.insert(id("speed"), Points::clamped(77.0));
    ballots[0].comments.insert(id("depth"), "Never".to_owned());
    ballots[1].points.insert(id("speed"), Points::clamped(66.0));
    assert_eq!(changes(&after, &other), ["2 ballots changed in round 1"]);
    let mut fewer = after.clone();
    fewer.rounds[0].ballots.pop();
    assert!(changes(&after, &fewer).contains(&"1 ballot taken out of round 1".to_owned()));
}

#[test]
fn of_exactly_three_ballots_without_names_only_the_median_is_told() {
    // Their points are 10, 20 and 30.
    let session = revealed(false);
    let verdict = analysis::verdict(&session, catalogue());
    let agreement = verdict.agreement.as_ref().expect("three are enough");
    let said = aloud::ballots(agreement, 0, 0).expect("a criterion");
    assert_eq!(said, "Three ballots on its weight: median 20.");
    assert_eq!(aloud::apart(agreement, 0).as_deref(), Some("Median 20."));
    assert!(!verdict.agreement_words.join(" ").contains("10 to 30"));
    for text in reports(&session) {
        assert!(!text.contains("from 10 to 30"), "{text}");
    }
    // With names, everybody may know.
    let named = analysis::verdict(&revealed(true), catalogue()).agreement.expect("ballots");
    let said = aloud::ballots(&named, 0, 0).expect("a criterion");
    assert_eq!(said, "Three ballots on its weight: from 10 to 30, median 20.");
}

#[test]
fn ballots_without_names_are_not_told_one_by_one() {
    let mut session = revealed(false);
    for ballot in &mut session.rounds[0].ballots {
        ballot.comments.insert(id("speed"), "Mine".to_owned());
    }
    let telling = Telling { ballots: true, uncovered: true };
    let told_all = told(&session, telling);
    assert_eq!(told_all.ballots, []);
    assert_eq!(told_all.ballots_note, "Without names no ballot is told alone.");
    let verdict = analysis::verdict(&session, catalogue());
    assert_eq!(verdict.agreement.expect("ballots").singles(), []);
    // What was written to be read is read, without the points of whoever wrote it.
    let remark = &verdict.said[0].remarks[0];
    assert_eq!((remark.text.as_str(), remark.points), ("Mine", None));
    assert_eq!(told(&revealed(true), telling).ballots.len(), 3);
}

#[test]
fn an_adviser_without_a_name_is_told_by_nothing() {
    let mut session = revealed(false);
    let mut adviser = ballot("ana", &[("depth", 99.0)]);
    adviser.voter = Voter::Unnamed { slip: id("zz"), strength: Strength::clamped(0.0) };
    session.rounds[0].ballots.push(adviser);
    let verdict = analysis::verdict(&session, catalogue());
    let said = verdict.agreement_words.join(" ");
    assert!(!said.contains("heard but not counted"), "{said}");
    for text in reports(&session) {
        assert!(!text.contains("heard but not counted"), "{text}");
    }
}
