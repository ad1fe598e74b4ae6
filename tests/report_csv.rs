//! The criteria as CSV: the program reads back what it wrote, and a spreadsheet finds no formula.
#![allow(
    clippy::expect_used,
    clippy::float_cmp,
    clippy::panic,
    reason = "a test fails by panicking, and exact results are compared exactly"
)]

mod common;

use common::injections::{PAYLOADS, everywhere};
use common::report::{example, summary, told};
use common::{catalogue, empty};
use weighbridge::report::{Summary, Telling, table};
use weighbridge::session::{Session, Side, guarded, unguarded};
use weighbridge::store::table::parse_table;

const DANGEROUS: [char; 12] = ['=', '+', '-', '@', '\t', '\r', '\n', '\0', '＝', '＋', '－', '＠'];

fn csv_of(session: &Session) -> String {
    table::csv(&summary(session)).expect("a table")
}

/// Every cell, as a program sees it that knows CSV.
fn cells(text: &str) -> Vec<String> {
    let text = text.strip_prefix('\u{feff}').expect("a byte order mark");
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(text.as_bytes());
    let records = reader.records().map(|record| record.expect("a record"));
    records.flat_map(|record| record.iter().map(str::to_owned).collect::<Vec<_>>()).collect()
}

fn assert_guarded(what: &str, text: &str) {
    for cell in cells(text) {
        let bare = cell.trim_start_matches(' ');
        assert!(!bare.starts_with(DANGEROUS), "{what}: {cell:?}");
    }
}

/// Names a criterion twice where a table would not: names there are what tells rows apart.
fn told_apart(mut summary: Summary) -> Summary {
    for (row, number) in summary.criteria.iter_mut().zip(1..) {
        row.name = format!("{} {number}", row.name);
    }
    summary
}

#[test]
fn what_is_written_is_read_back() {
    for name in ["saas-team", "logistics-team"] {
        let session = example(name);
        let read = parse_table(&csv_of(&session), catalogue()).expect("reads");
        assert_eq!(read.len(), session.criteria.len());
        for (read, was) in read.iter().zip(&session.criteria) {
            assert_eq!(read.name, was.name);
            assert_eq!(read.points, was.points);
            for side in Side::BOTH {
                assert_eq!(read.sides[side].rating, was.sides[side].rating);
                assert_eq!(read.sides[side].reason, was.sides[side].reason.trim());
            }
        }
    }
}

#[test]
fn every_payload_is_guarded_and_read_back() {
    for (name, payload) in PAYLOADS {
        let summary = told_apart(summary(&everywhere(payload)));
        let text = table::csv(&summary).expect("a table");
        assert_guarded(name, &text);
        let read = parse_table(&text, catalogue()).unwrap_or_else(|p| panic!("{name}: {p:?}"));
        for (read, was) in read.iter().zip(&summary.criteria) {
            assert_eq!(read.name, was.name.trim(), "{name}");
            assert_eq!(read.sides.left.reason, was.sides.left.reason, "{name}");
            assert_eq!(read.sides.right.reason, was.sides.right.reason, "{name}");
        }
    }
}

#[test]
fn a_text_that_no_session_would_keep_is_guarded_too() {
    for (name, payload) in PAYLOADS {
        let mut summary = summary(&example("saas-team"));
        summary.criteria[0].name = payload.to_owned();
        summary.criteria[0].sides.left.reason = payload.to_owned();
        assert_guarded(name, &table::csv(&summary).expect("a table"));
    }
}

#[test]
fn a_guard_comes_off_again_and_nothing_else_does() {
    for (_, payload) in PAYLOADS {
        assert_eq!(unguarded(&guarded(payload)), payload);
    }
    for text in ["'quoted'", "it's", "'", "", "''x"] {
        assert_eq!((guarded(text).as_ref(), unguarded(text)), (text, text));
    }
    assert_eq!(guarded("-1"), "'-1");
    assert_eq!(guarded("''=1"), "'''=1");
}

#[test]
fn a_session_without_criteria_gives_the_header() {
    assert_eq!(cells(&csv_of(&empty())).len(), 6);
}

#[test]
fn a_criterion_without_a_name_gets_a_number() {
    let mut summary = summary(&example("saas-team"));
    summary.criteria[1].name = String::new();
    let text = table::csv(&summary).expect("a table");
    let read = parse_table(&text, catalogue()).expect("reads");
    assert_eq!(read[1].name, "Criterion 2");
}

#[test]
fn what_has_to_be_known_stands_in_every_row_and_is_read_over() {
    let mut session = example("saas-team");
    let agreed = csv_of(&session);
    assert!(!agreed.contains("note"));
    session.log.clear();
    assert!(summary(&session).numbers.is_none());
    let ahead = told(&session, Telling { uncovered: true, ..Telling::default() });
    let texts = [csv_of(&session), table::csv(&ahead).expect("a table")];
    for (text, said) in texts.iter().zip(["so the result is covered", "a look ahead"]) {
        assert_eq!(text.matches(said).count(), session.criteria.len(), "{text}");
        assert!(text.lines().next().is_some_and(|head| head.ends_with(",\"note\"")));
        let read = parse_table(text, catalogue()).expect("reads");
        assert_eq!(read, parse_table(&agreed, catalogue()).expect("reads"));
    }
}
