//! The workbook, read back: what it says, what it calculates, and that nothing else does.
#![allow(clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod common;

use std::collections::BTreeMap;
use std::io::Cursor;

use calamine::{Data, DataType as _, Reader as _, Xlsx};
use common::injections::{PAYLOADS, everywhere};
use common::report::{example, leave, summary, told};
use common::{criterion, empty, id};
use weighbridge::report::{Summary, Telling, sheet};
use weighbridge::session::{Edit, Item, Note, Session};

type Book = Xlsx<Cursor<Vec<u8>>>;

fn book(summary: &Summary) -> Book {
    Xlsx::new(Cursor::new(sheet::xlsx(summary).expect("a workbook"))).expect("it opens")
}

/// The cells of a sheet, row by row.
fn sheet_of(book: &mut Book, name: &str) -> Vec<Vec<Data>> {
    let range = book.worksheet_range(name).expect("the sheet");
    range.rows().map(<[Data]>::to_vec).collect()
}

/// Every formula of a workbook by sheet and cell.
fn formulas(book: &mut Book) -> BTreeMap<(String, (u32, u32)), String> {
    let mut found = BTreeMap::new();
    for name in book.sheet_names() {
        let range = book.worksheet_formula(&name).expect("formulas");
        let start = range.start().unwrap_or_default();
        for (row, column, formula) in range.used_cells().filter(|(_, _, f)| !f.is_empty()) {
            let at = |offset, at| u32::try_from(at).expect("a place") + offset;
            let place = (at(start.0, row), at(start.1, column));
            found.insert((name.clone(), place), formula.clone());
        }
    }
    found
}

/// The formulas that ought to be there.
fn ours(criteria: usize, covered: bool) -> BTreeMap<(String, (u32, u32)), String> {
    let mut all = BTreeMap::new();
    if criteria == 0 {
        return all;
    }
    let last = criteria + 1;
    let mut put = |row: usize, column, formula: String| {
        let row = u32::try_from(row - 1).expect("a row");
        all.insert(("Criteria".to_owned(), (row, column)), formula);
    };
    for line in 2..=last {
        let points = format!("$B$2:$B${last}");
        put(line, 2, format!("IF(SUM({points})=0,1/ROWS({points}),B{line}/SUM({points}))"));
        if !covered {
            put(line, 5, format!("C{line}*(D{line}-E{line})"));
        }
    }
    let below = last + 1;
    put(below, 1, format!("SUM(B2:B{last})"));
    put(below, 2, format!("SUM(C2:C{last})"));
    if !covered {
        put(below, 3, format!("SUMPRODUCT($C$2:$C${last},D2:D{last})"));
        put(below, 4, format!("SUMPRODUCT($C$2:$C${last},E2:E{last})"));
        put(below, 5, format!("D{below}-E{below}"));
    }
    all
}

fn number(cell: &Data) -> f64 {
    match cell {
        Data::Float(number) => *number,
        other => panic!("{other:?} is no number"),
    }
}

#[test]
fn points_ratings_and_totals_are_numbers_and_ours() {
    for name in ["saas-team", "logistics-team"] {
        let summary = summary(&example(name));
        let numbers = summary.numbers.as_ref().expect("numbers");
        leave(&format!("{name}.xlsx"), &sheet::xlsx(&summary).expect("a workbook"));
        let totals = format!("{} {}\n", numbers.totals.left, numbers.totals.right);
        leave(&format!("{name}.totals"), totals.as_bytes());
        let mut book = book(&summary);
        assert_eq!(formulas(&mut book), ours(summary.criteria.len(), false));
        let rows = sheet_of(&mut book, "Criteria");
        for (row, was) in rows[1..].iter().zip(&summary.criteria) {
            assert_eq!(row[0], Data::String(was.name.clone()));
            let found = [1, 2, 3, 4].map(|at| number(&row[at]));
            let expected = [was.points, was.weight, was.sides.left.rating, was.sides.right.rating];
            assert!(found.iter().zip(expected).all(|(a, b)| (a - b).abs() < 1e-12), "{row:?}");
            let adds = was.weight * (was.sides.left.rating - was.sides.right.rating);
            assert!((number(&row[5]) - adds).abs() < 1e-9, "{row:?}");
        }
        let sums = &rows[summary.criteria.len() + 1];
        let found = [3, 4, 5].map(|at| number(&sums[at]));
        let expected = [numbers.totals.left, numbers.totals.right, numbers.margin];
        assert!(found.iter().zip(expected).all(|(a, b)| (a - b).abs() < 1e-9), "{sums:?}");
    }
}

#[test]
fn no_payload_is_more_than_text() {
    let formula = summary(&everywhere("=cmd|' /C calc'!'A1'"));
    leave("payload.xlsx", &sheet::xlsx(&formula).expect("a workbook"));
    let totals = formula.numbers.expect("numbers").totals;
    leave("payload.totals", format!("{} {}\n", totals.left, totals.right).as_bytes());
    for (name, payload) in PAYLOADS {
        let session = everywhere(payload);
        let summary = told(&session, Telling { ballots: true, ..Telling::default() });
        let mut book = book(&summary);
        assert_eq!(formulas(&mut book), ours(summary.criteria.len(), false), "{name}");
        let rows = sheet_of(&mut book, "Criteria");
        let said = |cell: &Data| cell.as_string().unwrap_or_default().replace("\r\n", "\n");
        assert_eq!(said(&rows[1][0]), xml_text(&summary.criteria[0].name), "{name}");
        let notes = sheet_of(&mut book, "Notes");
        assert_eq!(said(&notes[1][4]), xml_text(&summary.notes[0].text), "{name}");
    }
}

/// What XML can say of a text, without what has no width.
fn xml_text(text: &str) -> String {
    let text = text.replace("b\u{200d}c", "bc");
    text.replace(['\u{fffe}', '\u{ffff}', '\u{200b}', '\u{feff}', '\u{ad}'], "")
}

#[test]
fn a_drafted_title_and_review_are_marked() {
    let mut session = example("saas-team");
    let marks = |session: &Session| {
        let rows = sheet_of(&mut book(&summary(session)), "Decision");
        let marked = rows.iter().flatten().filter_map(calamine::DataType::as_string);
        marked.filter(|text| text.contains("(a draft)")).collect::<Vec<_>>()
    };
    assert_eq!(marks(&session), Vec::<String>::new());
    session.record.title.clear();
    session.record.review_trigger.clear();
    let marked = marks(&session);
    assert!(marked[0].ends_with("use Django ORM (a draft)"), "{marked:?}");
    assert!(marked.contains(&"Review (a draft)".to_owned()), "{marked:?}");
}

#[test]
fn a_file_name_is_only_text_too() {
    let mut summary = summary(&example("saas-team"));
    for (name, payload) in PAYLOADS {
        summary.origin.file = Some(payload.to_owned());
        let formulas = formulas(&mut book(&summary));
        assert_eq!(formulas, ours(summary.criteria.len(), false), "{name}");
    }
}

#[test]
fn the_same_summary_gives_the_same_bytes() {
    let session = example("saas-team");
    let once = sheet::xlsx(&summary(&session)).expect("a workbook");
    assert_eq!(once, sheet::xlsx(&summary(&session)).expect("a workbook"));
}

#[test]
fn an_empty_session_has_a_decision_and_no_formula() {
    let mut book = book(&summary(&empty()));
    assert_eq!(book.sheet_names(), ["Decision", "Criteria"]);
    assert!(formulas(&mut book).is_empty());
}

#[test]
fn a_covered_result_cannot_be_read_from_the_workbook() {
    let mut session = example("saas-team");
    session.log.clear();
    let summary = told(&session, Telling { ballots: true, ..Telling::default() });
    assert!(summary.numbers.is_none());
    let mut book = book(&summary);
    assert_eq!(formulas(&mut book), ours(summary.criteria.len(), true));
    let names = book.sheet_names();
    assert!(!names.iter().any(|name| name == "Sure" || name == "Changes"), "{names:?}");
    for name in names {
        for cell in sheet_of(&mut book, &name).iter().flatten() {
            let said = cell.as_string().unwrap_or_default();
            assert!(!said.contains(" leads ") && !said.contains("SQLAlchemy by"), "{said}");
        }
    }
}

#[test]
fn points_of_nothing_are_equal_weights_and_no_division_by_zero() {
    let mut session = example("saas-team");
    for id in session.criteria.iter().map(|c| c.id.clone()).collect::<Vec<_>>() {
        session.apply(Edit::SetPoints(id, weighbridge::session::Points::default())).expect("set");
    }
    let summary = told(&session, Telling { uncovered: true, ..Telling::default() });
    let rows = sheet_of(&mut book(&summary), "Criteria");
    let each = 1.0 / f64::from(u32::try_from(summary.criteria.len()).expect("few"));
    assert!((number(&rows[1][2]) - each).abs() < 1e-12);
}

#[test]
fn ballots_of_single_people_stay_out_unless_they_are_asked_for() {
    let session = example("saas-team");
    let aggregate = sheet_of(&mut book(&summary(&session)), "Ballots");
    assert_eq!(aggregate[0].len(), 3);
    let summary = told(&session, Telling { ballots: true, ..Telling::default() });
    let each = sheet_of(&mut book(&summary), "Ballots");
    assert_eq!(each[0].len(), 3 + summary.ballots.len());
}

#[test]
fn a_text_that_no_cell_holds_is_cut_and_says_so() {
    let mut summary = summary(&example("saas-team"));
    summary.context = "👍".repeat(20_000);
    let rows = sheet_of(&mut book(&summary), "Decision");
    let row = rows.iter().find(|row| row[0] == Data::String("Context".to_owned()));
    let text = row.expect("the context")[1].as_string().expect("a text");
    assert!(text.ends_with("… (cut: a cell holds no more)"));
    assert!(text.encode_utf16().count() <= 32_767);
}

#[test]
fn the_largest_session_fits() {
    let mut session: Session = empty();
    for n in 0..200 {
        session.criteria.push(criterion(&format!("c{n}"), f64::from(n % 100), 6.0, 5.0));
    }
    for n in 0..5_000 {
        let note = Note {
            id: id(&format!("n{n}")),
            criterion: Some(id(&format!("c{}", n % 200))),
            side: None,
            author: "Ana".to_owned(),
            written: "2026-11-22T13:30:00Z".parse().expect("a time"),
            edited: None,
            text: format!("Note {n}: {}", "words ".repeat(40)),
        };
        session.apply(Edit::Insert(usize::MAX, Item::Note(note))).expect("inserted");
    }
    let summary = told(&session, Telling { uncovered: true, ..Telling::default() });
    let begin = std::time::Instant::now();
    let bytes = sheet::xlsx(&summary).expect("a workbook");
    println!("{} kB in {} ms", bytes.len() / 1000, begin.elapsed().as_millis());
    let mut book: Book = Xlsx::new(Cursor::new(bytes)).expect("it opens");
    assert_eq!(sheet_of(&mut book, "Notes").len(), 5_001);
    assert_eq!(formulas(&mut book), ours(200, false));
}
