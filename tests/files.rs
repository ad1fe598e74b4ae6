//! Reading files: what was written comes back, and what is damaged is refused with the place and
//! the way out.
#![allow(
    clippy::expect_used,
    clippy::float_cmp,
    clippy::panic,
    reason = "a test fails by panicking, and exact results are compared exactly"
)]

mod common;

use std::fs;
use std::path::Path;

use common::disk::{folder, write};
use common::{catalogue, id, preset, session};
use proptest::prelude::*;
use weighbridge::session::{Edit, Field};
use weighbridge::store::disk::RealDisk;
use weighbridge::store::{
    LoadProblem, Recents, open, parse_session, session_text, table::parse_table,
};

fn golden() -> String {
    session_text(&preset("early-saas")).expect("text")
}

/// The problem of a text that must be refused.
fn problem(text: &str) -> Box<LoadProblem> {
    parse_session(text).expect_err("must be refused")
}

/// A small session's text with one criterion of the caller's words.
fn with_criterion(criterion: &str) -> String {
    format!(
        "(\n    kind: \"weighbridge-session\",\n    format: 1,\n    id: \"s\",\n    \
         sides: (left: \"L\", right: \"R\"),\n    criteria: [\n        {criterion},\n    ],\n)\n"
    )
}

const SOUND: &str = r#"(id: "a", name: "A", points: 50, left: (rating: 5), right: (rating: 5))"#;

proptest! {
    #[test]
    fn what_is_written_is_read_back(session in session()) {
        let text = session_text(&session).expect("text");
        prop_assert_eq!(parse_session(&text).expect("reads"), session);
    }

    #[test]
    fn nothing_makes_the_reader_fall_over(text in "\\PC{0,200}") {
        let _ = parse_session(&text);
        let _ = parse_session(&with_criterion(&text));
        let _ = parse_table(&text, catalogue());
    }
}

#[test]
fn the_text_is_stable_and_reads_like_minutes() {
    let text = golden();
    assert!(
        text.starts_with("(\n    kind: \"weighbridge-session\",\n    format: 1,\n    needs: [],")
    );
    assert!(!text.contains('\r') && text.ends_with(")\n"));
    let again = session_text(&parse_session(&text).expect("reads")).expect("text");
    assert_eq!(again, text);
    // A change of one number is a change of one line.
    let mut session = preset("early-saas");
    let points = weighbridge::session::Points::clamped(99.0);
    session.apply(Edit::SetPoints(id("migrations"), points)).expect("fits");
    let changed = session_text(&session).expect("text");
    let differing = text.lines().zip(changed.lines()).filter(|(a, b)| a != b).count();
    assert_eq!(differing, 1);
}

#[test]
fn a_file_by_hand_may_leave_out_what_is_usual_and_be_formatted_freely() {
    let session = parse_session(&with_criterion(SOUND)).expect("reads");
    assert_eq!(session.criteria.len(), 1);
    let windows = format!("\u{feff}{}", with_criterion(SOUND).replace('\n', "\r\n"));
    let folder = folder();
    let path = folder.path().join("hand.session.ron");
    write(&path, windows);
    assert_eq!(open(&path).expect("opens").session, session);
}

#[test]
fn the_readme_shows_a_session_that_opens() {
    let readme = include_str!("../README.md");
    let (_, rest) = readme.split_once("```ron\n").expect("the README shows a session");
    let (text, _) = rest.split_once("```").expect("it ends");
    let session = parse_session(text).expect("reads");
    assert_eq!((session.criteria.len(), session.notes.len()), (1, 1));
}

#[test]
fn every_mistake_is_located_and_explained() {
    // What is written, what is said of it, and where the mark begins.
    let cases: [(&str, &str, &str); 16] = [
        (
            r#"(id: "a", name: "A", points: -5, left: (rating: 5), right: (rating: 5))"#,
            "points must be between 0 and 100, found -5",
            "-5",
        ),
        (
            r#"(id: "a", name: "A", points: 1e400, left: (rating: 5), right: (rating: 5))"#,
            "points must be between 0 and 100, found inf",
            "1e400",
        ),
        (
            r#"(id: "a", name: "A", points: NaN, left: (rating: 5), right: (rating: 5))"#,
            "points must be between 0 and 100, found NaN",
            "NaN",
        ),
        (
            r#"(id: "a", name: "A", points: 50, left: (rating: 10.5), right: (rating: 5))"#,
            "rating must be between 0 and 10, found 10.5",
            "10.5",
        ),
        (
            r#"(id: "A b", name: "A", points: 50, left: (rating: 5), right: (rating: 5))"#,
            "an id is 1 to 64 letters",
            "A b",
        ),
        (
            r#"(id: "a", name: "A", pionts: 50, left: (rating: 5), right: (rating: 5))"#,
            "unknown field `pionts`",
            "pionts",
        ),
        (
            r#"(id: "a", name: "A", points: 50, left: (rating: 5))"#,
            "the field `right` is missing",
            "",
        ),
        (
            r#"(id: "a", id: "b", name: "A", points: 50, left: (rating: 5), right: (rating: 5))"#,
            "the field `id` is here twice",
            "",
        ),
        (
            r#"(id: "a", name: "A", points: 50, left: (rating: 5, origin: tema), right: (rating: 5))"#,
            "`tema` is no value here",
            "tema",
        ),
        (
            r#"(id: "a", name: "A" points: 50, left: (rating: 5), right: (rating: 5))"#,
            "expected comma",
            "",
        ),
        (
            r#"(id: "a", name: A, points: 50, left: (rating: 5), right: (rating: 5))"#,
            "expected a text in quotes",
            "",
        ),
        (
            r#"(id: "a", name: "A", points: "50", left: (rating: 5), right: (rating: 5))"#,
            "expected",
            "",
        ),
        (
            r#"(id: "a", name: "A", points: 50, left: (rating: 5), right: (rating: 5)"#,
            "expected",
            "",
        ),
        (
            r#"(id: "a", name: "\q", points: 50, left: (rating: 5), right: (rating: 5))"#,
            "escape",
            "",
        ),
        ("[[[[[[[[[[[[[[[[[[[[[[[[", "", ""),
        ("/* open", "comment", ""),
    ];
    for (criterion, what, mark) in cases {
        let problem = problem(&with_criterion(criterion));
        assert!(problem.what.contains(what), "{criterion}: {}", problem.what);
        assert!(!problem.what.is_empty() && !problem.fix.is_empty(), "{criterion}");
        assert!(problem.line >= 6, "{criterion}: {problem}");
        if !mark.is_empty() {
            let column = criterion.find(mark).expect("in the text") + 9;
            assert_eq!((problem.line, problem.column), (7, column), "{criterion}: {problem}");
        }
    }
}

#[test]
fn an_id_that_is_used_twice_is_pointed_at_where_it_comes_again() {
    let twice = format!("{SOUND}, {SOUND}");
    let problem = problem(&with_criterion(&twice));
    assert_eq!(problem.what, "the id “a” is used twice");
    assert_eq!(problem.column, 9 + SOUND.len() + 2 + 5);
}

#[test]
fn an_id_may_begin_and_end_with_the_letters_of_raw_strings() {
    let twice = format!("{SOUND}, {SOUND}").replace("\"a\"", "\"reporter\"");
    let problem = problem(&with_criterion(&twice));
    assert_eq!((problem.line, problem.mark.1), (7, "\"reporter\"".len()), "{problem}");
}

#[test]
fn a_note_may_quote_the_marks_of_a_conflict() {
    let mut session = preset("early-saas");
    let text = "Git said\n<<<<<<< ours\nand\n>>>>>>> theirs".to_owned();
    session.apply(Edit::Write(Field::Context, text)).expect("fits");
    let written = session_text(&session).expect("text");
    assert_eq!(parse_session(&written).expect("reads"), session);
}

#[test]
fn the_report_shows_the_line_and_marks_the_place() {
    let text = with_criterion(
        r#"(id: "a", name: "A", points: -5, left: (rating: 5), right: (rating: 5))"#,
    );
    let report = problem(&text).in_file(Path::new("some/team.session.ron"));
    assert_eq!(
        report.to_string(),
        "team.session.ron:7:38: points must be between 0 and 100, found -5\n\
         \x20 7 |         (id: \"a\", name: \"A\", points: -5, left: (rating: 5), right: (rating: 5)),\n\
         \x20   |                                      ^^\n\
         Correct the value and open the file again."
    );
}

#[test]
fn a_misspelt_field_gets_a_suggestion() {
    let text = with_criterion(SOUND).replace("points", "wieght");
    assert_eq!(problem(&text).what, "the field `points` is missing");
    let text = with_criterion(SOUND).replace("rating", "ratng");
    assert_eq!(problem(&text).fix, "Did you mean `rating`?");
}

#[test]
fn what_is_no_session_is_told_apart() {
    let cases: [(&[u8], &str); 12] = [
        (b"", "the file is empty"),
        (b"  \n ", "the file is empty"),
        (b"{\"kind\": 1}", "this is JSON"),
        (b"<!DOCTYPE html><p>", "this is a web page"),
        (b"\xff\xfe(\0", "the file is UTF-16"),
        (b"(kind: \"\xff\")", "this is not UTF-8"),
        (b"(kind: \"weighbridge-session\", format: 1, x: \0)", "zero bytes"),
        (b"(kind: \"a\",\n<<<<<<< ours\n1\n>>>>>>> theirs\n)", "git conflict marks"),
        (b"(id: \"s\")", "not a Weighbridge session"),
        (b"(kind: \"weighbridge-ballot\", format: 1)", "is a ballot, not a session"),
        (b"(kind: \"weighbridge-session\", id: \"s\")", "does not say which format"),
        (b"(kind: \"weighbridge-session\", format: soon)", "soon is no format"),
    ];
    let folder = folder();
    let path = folder.path().join("x.session.ron");
    for (bytes, what) in cases {
        write(&path, bytes);
        let error = open(&path).expect_err("must be refused").to_string();
        assert!(error.contains(what), "{error}");
        assert_eq!(fs::read(&path).expect("still there"), bytes);
    }
}

#[test]
fn a_file_from_the_future_is_refused_and_left_alone() {
    let newer = "// made by a newer one\n(format: 7, kind: \"weighbridge-session\", \
                 what: [comes, after, (is: unknown))";
    let found = problem(newer);
    assert_eq!(found.what, "the file has format 7, this version reads up to 1");
    assert!(found.fix.contains("newer Weighbridge"));
    assert_eq!((found.line, found.column), (2, 10));
    let needs = "(kind: \"weighbridge-session\", format: 1, needs: [\"rounds\"], …";
    assert_eq!(
        problem(needs).what,
        "the file needs the feature “rounds”, which this version lacks"
    );
}

#[test]
fn no_prefix_of_a_session_counts_as_one() {
    // Every prefix of a small session, and some of a full one.
    for (text, step) in [(with_criterion(SOUND), 1), (golden(), 97)] {
        let whole = text.trim_end().len();
        for end in (0..whole).step_by(step).filter(|end| text.is_char_boundary(*end)) {
            assert!(parse_session(&text[..end]).is_err(), "the first {end} bytes were accepted");
        }
    }
}

#[test]
fn sizes_and_counts_have_caps() {
    let long = "x".repeat(20_001);
    let text = with_criterion(SOUND).replace("\"A\"", &format!("\"{long}\""));
    assert_eq!(problem(&text).what, "a text may hold 20000 characters, found 20001");
    let rows: Vec<String> =
        (0..201).map(|n| SOUND.replace("\"a\"", &format!("\"c{n}\""))).collect();
    let problem = problem(&with_criterion(&rows.join(",\n        ")));
    assert_eq!(problem.what, "there are more than 200 items here");

    let folder = folder();
    let path = folder.path().join("large.session.ron");
    write(&path, vec![b' '; 8 * 1024 * 1024 + 1]);
    let error = open(&path).expect_err("too large").to_string();
    assert!(error.contains("larger than the 8 MB"), "{error}");
}

#[test]
fn what_is_no_file_is_refused_at_once() {
    let folder = folder();
    let error = open(folder.path()).expect_err("a folder").to_string();
    assert!(error.starts_with("this is a folder"), "{error}");
    let error = open(&folder.path().join("none.ron")).expect_err("missing").to_string();
    assert!(error.starts_with("there is no such file"), "{error}");
    #[cfg(unix)]
    {
        let error = open(Path::new("/dev/zero")).expect_err("a device").to_string();
        assert!(error.starts_with("this is not a regular file"), "{error}");
    }
}

#[test]
fn a_note_about_a_missing_criterion_is_pointed_at() {
    let text = with_criterion(SOUND).replace(
        "\n)\n",
        "\n    notes: [(id: \"n\", criterion: Some(\"gone\"), written: \"2026-01-01T00:00:00Z\", \
         text: \"said\")],\n)\n",
    );
    let problem = problem(&text);
    assert_eq!(problem.what, "a note is about “gone”, which is no criterion of this session");
    assert_eq!(problem.line, 9);
}

#[test]
fn control_characters_do_not_survive() {
    let text = with_criterion(SOUND).replace("\"A\"", "\"A\\u{1b}[31m\\u{202e}x\"");
    let session = parse_session(&text).expect("reads");
    assert_eq!(session.criteria[0].name, "A[31m\u{fffd}x");
}

#[test]
fn comments_are_noticed_but_not_in_strings() {
    let folder = folder();
    let path = folder.path().join("x.session.ron");
    write(&path, with_criterion(SOUND));
    assert!(open(&path).expect("opens").loses.is_none());
    let url = with_criterion(SOUND).replace("\"A\"", "\"see https://a.b /* no */\"");
    write(&path, url);
    assert!(open(&path).expect("opens").loses.is_none());
    write(&path, format!("// why\n{}", with_criterion(SOUND)));
    assert!(open(&path).expect("opens").loses.comments);
    // What is not known is kept with the comments in it, and others are not.
    let kept = with_criterion(SOUND).replacen("format: 1,", "format: 1, later: (/* kept */ 1),", 1);
    write(&path, &kept);
    assert!(open(&path).expect("opens").loses.is_none(), "{kept}");
    write(&path, kept.replacen("later:", "/* dropped */ later:", 1));
    assert!(open(&path).expect("opens").loses.comments);
}

#[test]
fn a_file_that_is_cut_after_a_name_ends_too_early() {
    let whole = golden();
    for after in ["    criteria", "            rating"] {
        let at = whole.find(after).expect("it is there") + after.len();
        let problem = parse_session(&whole[..at]).expect_err("must be refused");
        assert_eq!(problem.what, "the file ends too early", "{after}: {problem:?}");
    }
}

#[test]
fn signs_that_cannot_be_seen_are_noticed_before_a_save_drops_them() {
    let folder = folder();
    let path = folder.path().join("x.session.ron");
    let name = |name: &str| with_criterion(SOUND).replace("\"A\"", name);
    for written in ["\"A\u{202e}\"", r#""A\u{1b}[31m""#] {
        write(&path, name(written));
        let opened = open(&path).expect("opens");
        assert_eq!((opened.loses.disguised, opened.loses.comments), (1, false), "{written}");
        let told = opened.loses.told().concat();
        assert!(told.starts_with("1 text of the file has signs that cannot be seen"), "{told}");
        let text = session_text(&opened.session).expect("written");
        write(&path, text);
        assert!(open(&path).expect("opens").loses.is_none(), "what was saved has none");
    }
}

#[test]
fn recent_files_are_remembered_newest_first_and_a_broken_list_is_empty() {
    let folder = folder();
    let mut recents = Recents::load(folder.path());
    let now = jiff::Timestamp::UNIX_EPOCH;
    for n in 0..12 {
        recents.remember(Path::new(&format!("/f{n}.ron")), "Title", &id("d"), now);
    }
    recents.remember(Path::new("/f5.ron"), "Newest", &id("d"), now);
    recents.store(&RealDisk, folder.path()).expect("stored");
    let loaded = Recents::load(folder.path());
    assert_eq!(loaded, recents);
    assert_eq!(loaded.iter().count(), 10);
    assert_eq!(loaded.iter().next().map(|r| r.title.as_str()), Some("Newest"));
    write(&folder.path().join("recent.ron"), "[(");
    assert_eq!(Recents::load(folder.path()).iter().count(), 0);
}
