//! Ballots as files: written, answered by hand, read back, and refused where they do not fit.
#![allow(
    clippy::expect_used,
    clippy::float_cmp,
    clippy::panic,
    reason = "a test fails by panicking, and exact results are compared exactly"
)]

mod common;

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::Write as _;
use std::path::Path;
use std::process::{Child, Command};
use std::time::{Duration, Instant};

use common::disk::{folder, names, write};
use common::{id, preset, text};
use jiff::Timestamp;
use proptest::prelude::*;
use weighbridge::session::{
    Comparison, Id, Line, Method, Pair, Paper, Participant, Points, Session, Strength, clean_text,
};
use weighbridge::store::arrivals::{Arrival, Arrived, Folder, take_text};
use weighbridge::store::disk::RealDisk;
use weighbridge::store::{
    BALLOT_SUFFIX, Expect, Kind, LoadProblem, MAX_BALLOT_BYTES, SaveError, ballot_name,
    ballot_text, kind_of, kind_of_file, open, open_ballot, parse_ballot, parse_session,
    save_ballot, session_text, write_blanks,
};

/// A round that Dana, Sam and Kim vote in.
fn collecting() -> Session {
    collecting_from(["dana", "sam", "kim"].map(str::to_owned))
}

/// A round that these vote in.
fn collecting_from(people: impl IntoIterator<Item = String>) -> Session {
    let mut session = preset("early-saas");
    for person in people {
        session.people.push(Participant {
            id: id(&person),
            name: person[..1].to_uppercase() + &person[1..],
            role: String::new(),
            strength: Strength::ONE,
            present: true,
        });
    }
    session.open_round(id("round-1"), Timestamp::UNIX_EPOCH).expect("opens");
    session
}

fn blank(person: &str) -> Paper {
    collecting().paper(&id(person)).expect("a paper")
}

/// A ballot that gives the same points to every criterion, so that a mixture would be seen.
fn answered(session: &Session, person: &str, number: f64) -> Paper {
    let mut paper = session.paper(&id(person)).expect("a paper");
    for line in &mut paper.lines {
        line.swing = Some(points(number));
    }
    paper
}

fn points(number: f64) -> Points {
    Points::clamped(number)
}

fn problem(text: &str) -> Box<LoadProblem> {
    parse_ballot(text).expect_err("must be refused")
}

/// A small ballot with the caller's words in its first criterion, and after the criteria.
fn ballot(criterion: &str, after: &str) -> String {
    format!(
        "(\n    kind: \"weighbridge-ballot\",\n    format: 1,\n    session: \"s\",\n    \
         round: \"round-1\",\n    person: \"dana\",\n    criteria: [\n        (\n            \
         id: \"a\",\n            {criterion}\n        ),\n        (id: \"b\"),\n    ],\n    \
         {after}\n)\n"
    )
}

prop_compose! {
    fn line()(
        texts in prop::collection::vec(text(), 5),
        swing in prop::option::of(0.0..=100.0_f64),
        share in prop::option::of(prop::sample::select(vec![0.0, 7.0, 12.5, 100.0, 1e-9])),
    ) -> Line {
        let text = |n: usize| clean_text(&texts[n]);
        Line {
            criterion: id("set-later"),
            name: text(0),
            definition: text(1),
            low: text(2),
            high: text(3),
            swing: swing.map(points),
            share: share.map(points),
            comment: text(4),
        }
    }
}

prop_compose! {
    fn paper()(
        mut lines in prop::collection::vec(line(), 0..8),
        texts in prop::collection::vec(text(), 2),
        number in 0..30_usize,
        method in prop::sample::select(Method::ALL.to_vec()),
        placed in prop::collection::vec(0..4_usize, 8),
        ratios in prop::collection::vec(prop::option::of(0.01..=100.0_f64), 28),
    ) -> Paper {
        let name = |n: usize| id(&format!("c-{n}"));
        for (n, line) in lines.iter_mut().enumerate() {
            line.criterion = name(n);
        }
        let mut order: Vec<Vec<Id>> = vec![Vec::new(); 3];
        for (n, place) in placed.into_iter().take(lines.len()).enumerate() {
            if let Some(place) = order.get_mut(place) {
                place.push(name(n));
            }
        }
        order.retain(|place| !place.is_empty());
        let count = lines.len();
        let pairs = (0..count).flat_map(|a| (a + 1..count).map(move |b| (a, b)));
        let comparisons = pairs.zip(ratios).filter_map(|((a, b), ratio)| {
            ratio.map(|ratio| Comparison { first: name(b), second: name(a), ratio })
        });
        Paper {
            session: id("s"),
            title: clean_text(&texts[0]),
            round: id("round-2"),
            number,
            person: id("dana"),
            name: clean_text(&texts[1]),
            method,
            order,
            comparisons: comparisons.collect(),
            lines,
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_written_is_read_back(paper in paper()) {
        let text = ballot_text(&paper).expect("text");
        prop_assert_eq!(parse_ballot(&text).expect("reads"), paper);
        prop_assert_eq!(kind_of(&text), Kind::Ballot);
    }

    #[test]
    fn nothing_makes_the_reader_fall_over(text in "\\PC{0,200}", at in 0..2_usize) {
        let _ = parse_ballot(&text);
        let _ = parse_ballot(&ballot(&text, ""));
        let _ = parse_ballot(&ballot("", &format!("{}: {text}", ["order", "comparisons"][at])));
        let _ = kind_of(&text);
    }
}

#[test]
fn a_blank_says_what_to_do_and_leaves_room_for_it() {
    let mut paper = blank("dana");
    paper.lines.truncate(1);
    paper.lines[0].definition = "What it \"is\"".to_owned();
    let text = ballot_text(&paper).expect("text");
    let guide: Vec<&str> = text.lines().take_while(|line| line.starts_with("//")).collect();
    assert!((4..=6).contains(&guide.len()), "{guide:#?}");
    for word in ["100", "against it", "0 for what does not matter", "None", "between the quotes"] {
        assert!(guide.iter().any(|line| line.contains(word)), "{word}");
    }
    let rest = text.lines().skip(guide.len()).collect::<Vec<_>>().join("\n");
    let line = &paper.lines[0];
    assert_eq!(
        rest,
        format!(
            "(\n    kind: \"weighbridge-ballot\",\n    format: 1,\n    session: \"test\",\n    \
             title: \"Subscription product data layer\",\n    round: \"round-1\",\n    number: 1,\n    \
             person: \"dana\",\n    name: \"Dana\",\n    method: swing,\n    criteria: [\n        \
             (\n            id: \"{}\",\n            name: \"{}\",\n            \
             definition: \"What it \\\"is\\\"\",\n            low: \"{}\",\n            \
             high: \"{}\",\n            points: None,\n            comment: \"\",\n        ),\n    \
             ],\n)",
            line.criterion, line.name, line.low, line.high
        )
    );
}

#[test]
fn a_ballot_is_answered_by_hand_as_people_type() {
    let blank = blank("dana");
    let text = ballot_text(&blank).expect("text");
    // One after the other, each in another manner.
    let typed = ["100", "Some(60)", "12.5", "0", "  45 ", "100.0", "/* about */ 7", "50 // half"];
    let mut answered = text.clone();
    for number in typed {
        answered = answered.replacen("points: None,", &format!("points: {number}\n,"), 1);
    }
    let answered = answered.replacen("comment: \"\"", "comment: \"We rename “a lot”\"", 1);
    for text in [
        answered.clone(),
        format!("\u{feff}{}", answered.replace('\n', "\r\n")),
        answered.replace('\n', "\r"),
        format!("\n```ron\n{answered}```\n"),
        answered.replace("    ", "\t"),
    ] {
        let paper = parse_ballot(&text).expect("reads");
        let given: Vec<_> =
            paper.lines.iter().filter_map(|line| line.swing.map(Points::get)).collect();
        assert_eq!(given, [100.0, 60.0, 12.5, 0.0, 45.0, 100.0, 7.0, 50.0]);
        assert_eq!(paper.lines[0].comment, "We rename “a lot”");
        assert_eq!(paper.lines[8].swing, None);
        assert!(!paper.is_blank());
    }
    assert!(parse_ballot(&text).expect("reads").is_blank());
}

#[test]
fn the_readme_shows_a_ballot_that_reads_and_is_written_like_that() {
    let readme = include_str!("../README.md");
    let at = readme.find("```\n// What matters how much?").expect("the README shows a ballot");
    let (text, _) = readme[at + 4..].split_once("```").expect("it ends");
    let paper = parse_ballot(text).expect("reads");
    assert_eq!(ballot_text(&paper).expect("text"), text);
}

#[test]
fn each_method_has_its_own_room_and_guide() {
    let mut paper = blank("dana");
    let ids: Vec<Id> = paper.lines.iter().map(|line| line.criterion.clone()).collect();
    for (method, room) in [
        (Method::Budget, "share: None,"),
        (Method::Ranking, "    order: [\n    ],"),
        (Method::Pairwise, "    comparisons: [\n    ],"),
    ] {
        paper.method = method;
        let text = ballot_text(&paper).expect("text");
        assert!(text.contains(room) && !text.contains("points: None"), "{text}");
        assert_eq!(parse_ballot(&text).expect("reads"), paper);
    }
    paper.order = vec![vec![ids[0].clone()], vec![ids[1].clone(), ids[2].clone()]];
    paper.comparisons =
        vec![Comparison { first: ids[0].clone(), second: ids[1].clone(), ratio: 3.0 }];
    paper.lines[3].share = Some(points(15.0));
    let text = ballot_text(&paper).expect("text");
    for written in [
        format!("        [\"{}\", \"{}\"],\n", ids[1], ids[2]),
        format!("        (\"{}\", \"{}\", 3),\n", ids[0], ids[1]),
        "            share: 15,\n".to_owned(),
    ] {
        assert!(text.contains(&written), "{text}");
    }
    assert_eq!(parse_ballot(&text).expect("reads"), paper);
}

#[test]
fn every_mistake_is_located_and_explained() {
    // What is written, what is said of it, what to do, and where the mark begins.
    let cases: [(&str, &str, &str, &str); 16] = [
        ("points: 101,", "points must be between 0 and 100, found 101", "0 to 100", "101"),
        ("points: -5,", "points must be between 0 and 100, found -5", "0 to 100", "-5"),
        ("points: NaN,", "points must be between 0 and 100, found NaN", "0 to 100", "NaN"),
        ("points: 1e400,", "points must be between 0 and 100, found inf", "0 to 100", "1e400"),
        ("points: Some(-1),", "points must be between 0 and 100, found -1", "0 to 100", "-1"),
        ("share: inf,", "points must be between 0 and 100, found inf", "0 to 100", "inf"),
        ("points: \"60\",", "expected a number", "0 to 100", "\""),
        ("points: 60 %,", "expected comma", "0 to 100", "%"),
        ("points: 60,5,", "the number ends at the comma", "a point for decimals", "5,"),
        ("points: ,", "expected a number", "0 to 100", ","),
        ("points: none,", "expected a number", "0 to 100", "none"),
        ("comment: we rename,", "expected string", "straight quotes", "we"),
        ("comment: “we rename”,", "expected string", "straight quotes", "“"),
        ("comment: \"we \"rename\" it\",", "expected comma", "straight quotes", "rename"),
        ("ponits: 60,", "unknown field `ponits`", "Did you mean `points`?", "ponits"),
        ("comment: \"never closed,", "", "", ""),
    ];
    for (criterion, what, fix, mark) in cases {
        let problem = problem(&ballot(criterion, ""));
        assert!(problem.what.contains(what), "{criterion}: {problem}");
        assert!(problem.fix.contains(fix), "{criterion}: {problem}");
        assert!(problem.line >= 10 && !problem.fix.is_empty(), "{criterion}: {problem}");
        if !mark.is_empty() {
            let column = criterion.split(mark).next().expect("before").chars().count() + 13;
            assert_eq!((problem.line, problem.column), (10, column), "{criterion}: {problem}");
        }
    }
}

#[test]
fn a_comma_that_is_missing_is_missed_on_the_line_above() {
    let problem = problem(&ballot("points: 60\n            comment: \"\",", ""));
    assert_eq!((problem.line, problem.what.as_str()), (11, "expected comma"), "{problem}");
    assert_eq!(problem.fix, "Write a comma at the end of the line above.");
}

#[test]
fn answers_name_criteria_of_the_ballot_once() {
    let cases: [(&str, &str, &str, &str); 10] = [
        (r#"order: [["a"], ["c"]],"#, "“c” is no criterion of this ballot", "Did you", "\"c\""),
        (r#"order: [["a"], ["b", "a"]],"#, "“a” has two places", "Keep one", "\"a\"]]"),
        (r#"order: ["a", "b"],"#, "expected opening `[`", "ids from above", "\"a\""),
        (r#"comparisons: [("a", "zebra", 3)],"#, "“zebra” is no", "Name criteria", "\"zebra\""),
        (r#"comparisons: [("b", "b", 3)],"#, "“b” is compared with itself", "out", "\"b\", 3"),
        (
            r#"comparisons: [("a", "b", 3), ("b", "a", 3)],"#,
            "“b” and “a” are compared twice",
            "Keep one",
            "\"b\", \"a\"",
        ),
        (
            r#"comparisons: [("a", "b", 101)],"#,
            "a comparison must be between 1/100 and 100, found 101",
            "",
            "101",
        ),
        (r#"comparisons: [("a", "b", 0)],"#, "between 1/100 and 100, found 0", "", "0)"),
        (r#"comparisons: [("a", "b", NaN)],"#, "between 1/100 and 100, found NaN", "", "NaN"),
        ("metod: swing,", "unknown field `metod`", "Did you mean `method`?", "metod"),
    ];
    for (after, what, fix, mark) in cases {
        let problem = problem(&ballot("points: 60,", after));
        assert!(problem.what.contains(what), "{after}: {problem}");
        assert!(problem.fix.contains(fix), "{after}: {problem}");
        let column = after.find(mark).expect("in the text") + 5;
        assert_eq!((problem.line, problem.column), (14, column), "{after}: {problem}");
    }
    let twice = problem(&ballot("points: 60,", "").replace("(id: \"b\")", "(id: \"a\")"));
    assert_eq!(twice.what, "the criterion “a” is here twice");
    assert_eq!((twice.line, twice.column), (12, 14), "{twice}");
}

#[test]
fn what_is_no_ballot_is_told_apart() {
    let head = "(kind: \"weighbridge-ballot\", format: 1";
    let cases: [(&[u8], &str); 15] = [
        (b"", "the file is empty"),
        (b" \n", "the file is empty"),
        (b"{\"kind\": 1}", "this is JSON, a ballot is RON"),
        (b"{\\rtf1 (kind:", "this is rich text, a ballot is plain text"),
        (b"<!DOCTYPE html><p>", "this is a web page, a ballot is RON"),
        (b"\xff\xfe(\0", "the file is UTF-16"),
        (b"(kind: \"\xff\")", "this is not UTF-8"),
        (b"(kind: \"weighbridge-ballot\", format: 1, x: \0)", "zero bytes, a ballot is plain"),
        (b"(kind: \"a\",\n<<<<<<< ours\n1\n>>>>>>> theirs\n)", "git conflict marks"),
        (b"(id: \"s\")", "this is not a Weighbridge ballot"),
        (b"(kind: \"weighbridge-session\", format: 1)", "this file is a session, not a ballot"),
        (b"(kind: \"cookbook\", format: 1)", "this file is a cookbook, not a ballot"),
        (b"(kind: \"weighbridge-ballot\", format: 2)", "format 2, this version reads up to 1"),
        (b"(kind: \"weighbridge-ballot\", format: 0)", "0 is no format of a ballot"),
        (b"(kind: \"weighbridge-ballot\", format: 1, needs: [\"ink\"])", "the feature “ink”"),
    ];
    let folder = folder();
    let path = folder.path().join("x.ballot.ron");
    for (bytes, what) in cases {
        write(&path, bytes);
        let error = open_ballot(&path).expect_err("must be refused").to_string();
        assert!(error.contains(what), "{error}");
        assert!(error.starts_with("x.ballot.ron:"), "{error}");
        assert_eq!(fs::read(&path).expect("still there"), bytes);
    }
    for (text, what) in [
        (format!("{head})"), "the field `session` is missing"),
        (format!("{head}, session: \"A b\")"), "an id is 1 to 64 letters"),
        (format!("{head}, session: \"a\", session: \"a\")"), "the field `session` is here twice"),
        (format!("{head}, method: shouting)"), "`shouting` is no value here"),
    ] {
        assert!(problem(&text).what.contains(what), "{}", problem(&text));
    }
}

#[test]
fn a_session_and_a_ballot_are_told_apart_and_sent_where_they_belong() {
    let session = session_text(&collecting()).expect("text");
    let ballot = ballot_text(&blank("dana")).expect("text");
    let as_session = parse_session(&ballot).expect_err("a ballot");
    assert_eq!(as_session.what, "this file is a ballot, not a session");
    assert!(as_session.fix.contains("folder of ballots"), "{as_session}");
    let as_ballot = problem(&session);
    assert_eq!(as_ballot.what, "this file is a session, not a ballot");
    assert!(as_ballot.fix.contains("Open it as a session"), "{as_ballot}");
    assert_eq!((kind_of(&session), kind_of(&ballot)), (Kind::Session, Kind::Ballot));
    // The kind is known even where the rest is not.
    let kinds = [
        ("\u{feff}(format: 9, kind: \"weighbridge-ballot\", …", Kind::Ballot),
        ("(kind: \"weighbridge-session\", needs: [\"x\"", Kind::Session),
        ("(kind: \"other\")", Kind::Other),
        ("(name: \"weighbridge-ballot\")", Kind::Other),
        ("", Kind::Other),
    ];
    for (text, kind) in kinds {
        assert_eq!(kind_of(text), kind, "{text}");
    }
    let folder = folder();
    let path = folder.path().join("named-as-anything.txt");
    write(&path, &ballot);
    assert_eq!(kind_of_file(&path).expect("read"), Kind::Ballot);
    assert!(open(&path).is_err());
    assert!(kind_of_file(folder.path()).is_err());
}

#[test]
fn no_prefix_of_a_ballot_counts_as_one() {
    let text = ballot_text(&blank("dana")).expect("text");
    let whole = text.trim_end().len();
    let mut refused = 0;
    for end in (0..whole).filter(|end| text.is_char_boundary(*end)) {
        assert!(parse_ballot(&text[..end]).is_err(), "the first {end} bytes were accepted");
        refused += 1;
    }
    println!("{refused} prefixes of a ballot of {whole} bytes refused");
}

#[test]
fn damage_never_makes_the_reader_fall_over() {
    let folder = folder();
    let path = folder.path().join("dana-round-1.ballot.ron");
    let whole = ballot_text(&answered(&collecting(), "dana", 60.0)).expect("text").into_bytes();
    let (mut refused, mut read) = (0, 0);
    for at in (0..whole.len()).step_by(17) {
        let mut flipped = whole.clone();
        flipped[at] ^= 1 << (at % 8);
        let mut zeroed = whole.clone();
        zeroed[at..].fill(0);
        for (damaged, zeroed) in [(flipped, false), (zeroed, true)] {
            write(&path, damaged);
            if open_ballot(&path).is_ok() {
                // A letter of a name may change; a tail of zeros is always seen.
                assert!(!zeroed, "zeros from {at} on were accepted");
                read += 1;
            } else {
                refused += 1;
            }
        }
    }
    println!("{refused} damaged ballots refused, {read} read with another letter");
}

#[test]
fn what_does_not_show_is_cleaned_from_what_was_typed() {
    let text = ballot("comment: \"\\u{1b}[31m\\u{202e}x\u{7}\",", "");
    assert_eq!(parse_ballot(&text).expect("reads").lines[0].comment, "[31m\u{fffd}x");
    let mut paper = blank("dana");
    paper.lines[0].comment = "a\r\nb\u{0}".to_owned();
    let text = ballot_text(&paper).expect("text");
    assert_eq!(parse_ballot(&text).expect("reads").lines[0].comment, "a\nb");
}

#[test]
fn sizes_and_counts_have_caps() {
    let long = ballot(&format!("comment: \"{}\",", "x".repeat(20_001)), "");
    assert_eq!(problem(&long).what, "a text may hold 20000 characters, found 20001");
    let rows: Vec<String> = (0..201).map(|n| format!("(id: \"c{n}\")")).collect();
    let many = ballot("", "").replace("(id: \"b\")", &rows.join(", "));
    assert_eq!(problem(&many).what, "there are more than 200 items here");
    let places = format!("order: [{}],", "[],".repeat(201));
    assert_eq!(problem(&ballot("", &places)).what, "there are more than 200 items here");

    let folder = folder();
    let path = folder.path().join("large.ballot.ron");
    write(&path, vec![b' '; usize::try_from(MAX_BALLOT_BYTES).expect("fits") + 1]);
    let error = open_ballot(&path).expect_err("too large").to_string();
    assert!(error.contains("larger than the 256 kB"), "{error}");
    let error = open_ballot(folder.path()).expect_err("a folder").to_string();
    assert!(error.starts_with("this is a folder"), "{error}");
}

#[test]
fn a_large_ballot_shortens_what_describes_the_criteria_and_never_an_answer() {
    let mut paper = blank("dana");
    let line = paper.lines[0].clone();
    paper.lines = (0..200)
        .map(|n| Line {
            criterion: id(&format!("criterion-{n}")),
            definition: "Wörter und mehr ".repeat(100),
            low: "x".repeat(20_000),
            swing: Some(points(f64::from(n) / 2.0)),
            comment: format!("What I think of {n} ").repeat(20),
            ..line.clone()
        })
        .collect();
    let folder = folder();
    let path = folder.path().join(ballot_name(&paper));
    save_ballot(&RealDisk, &path, &paper, Expect::Absent).expect("saved");
    let size = fs::metadata(&path).expect("there").len();
    assert!(size > MAX_BALLOT_BYTES / 2 && size <= MAX_BALLOT_BYTES, "{size}");
    let read = open_ballot(&path).expect("opens").paper;
    for (line, kept) in paper.lines.iter().zip(&read.lines) {
        assert_eq!((line.swing, &line.comment), (kept.swing, &kept.comment));
        assert!(kept.low.ends_with("x…") && line.low.starts_with(kept.low.trim_end_matches('…')));
    }
    for line in &mut paper.lines {
        line.comment = "x".repeat(2_000);
    }
    let error = save_ballot(&RealDisk, &path, &paper, Expect::Anything).expect_err("too large");
    assert!(matches!(error, SaveError::BallotTooLarge(_)), "{error}");
    assert_eq!(open_ballot(&path).expect("the old one").paper, read);
}

#[test]
fn saving_replaces_nothing_that_it_does_not_know() {
    let folder = folder();
    let mut paper = blank("dana");
    let path = folder.path().join(ballot_name(&paper));
    assert_eq!(path.file_name(), Some(format!("dana-round-1{BALLOT_SUFFIX}").as_ref()));
    let saved = save_ballot(&RealDisk, &path, &paper, Expect::Absent).expect("saved");
    let opened = open_ballot(&path).expect("opens");
    assert_eq!((&opened.paper, opened.fingerprint), (&paper, saved.fingerprint));
    assert!(!opened.has_comments, "its own guide is no comment of anybody's");

    paper.lines[0].swing = Some(points(100.0));
    let error = save_ballot(&RealDisk, &path, &paper, Expect::Absent).expect_err("exists");
    assert!(matches!(error, SaveError::Exists(_)), "{error}");
    let expect = Expect::Unchanged(saved.fingerprint);
    let saved = save_ballot(&RealDisk, &path, &paper, expect).expect("saved");
    let by_hand = ballot_text(&paper).expect("text").replacen("points: 100", "points: 90", 1);
    write(&path, format!("// mine\n{by_hand}"));
    let expect = Expect::Unchanged(saved.fingerprint);
    let error = save_ballot(&RealDisk, &path, &paper, expect).expect_err("changed");
    assert!(matches!(error, SaveError::ChangedOutside(_)), "{error}");
    let opened = open_ballot(&path).expect("opens");
    assert_eq!(opened.paper.lines[0].swing, Some(points(90.0)));
    assert!(opened.has_comments);
    assert_eq!(names(folder.path()), ["dana-round-1.ballot.ron", "dana-round-1.ballot.ron.bak"]);

    let first = paper.lines[0].criterion.clone();
    let second = paper.lines[1].criterion.clone();
    paper.comparisons = vec![Comparison { first, second, ratio: f64::NAN }];
    let error = save_ballot(&RealDisk, Path::new("x"), &paper, Expect::Anything);
    let error = error.expect_err("cannot be read again").to_string();
    assert!(error.contains("found NaN"), "{error}");
}

/// A folder of ballots, and what is told of it look by look, a millisecond apart.
struct Looked {
    folder: tempfile::TempDir,
    reader: Folder,
    session: Session,
    now: Instant,
    arrivals: Vec<Arrival>,
}

impl Looked {
    fn new() -> Self {
        let folder = folder();
        let reader = Folder::new(folder.path().to_owned());
        let session = collecting();
        Self { folder, reader, session, now: Instant::now(), arrivals: Vec::new() }
    }

    fn put(&self, file: &str, text: impl AsRef<[u8]>) {
        write(&self.folder.path().join(file), text);
    }

    fn put_paper(&self, file: &str, paper: &Paper) {
        self.put(file, ballot_text(paper).expect("text"));
    }

    /// Looks after so many milliseconds; whether something is new.
    fn look(&mut self, later: u64) -> bool {
        self.now += Duration::from_millis(later);
        let new = self.reader.look(&self.session, self.now);
        let is_new = new.is_some();
        self.arrivals = new.unwrap_or_else(|| std::mem::take(&mut self.arrivals));
        is_new
    }

    fn state(&self, file: &str) -> &Arrived {
        let found = self.arrivals.iter().find(|arrival| arrival.file == file);
        &found.unwrap_or_else(|| panic!("no {file} in {:#?}", self.arrivals)).state
    }

    fn refused(&self, file: &str) -> &str {
        match self.state(file) {
            Arrived::Refused(reason) => reason,
            other => panic!("{file}: {other:?}"),
        }
    }

    fn counts(&self, file: &str) -> bool {
        matches!(self.state(file), Arrived::Ballot(_))
    }
}

#[test]
fn a_ballot_arrives_blank_then_answered_and_nothing_is_said_twice() {
    let mut looked = Looked::new();
    let session = looked.session.clone();
    assert!(looked.look(1) && looked.arrivals.is_empty());
    assert!(!looked.look(1), "an empty folder is said once");
    let papers = [blank("dana"), blank("sam")];
    let done = write_blanks(&RealDisk, looked.folder.path(), &papers).expect("written");
    assert_eq!(done.written, ["dana-round-1.ballot.ron", "sam-round-1.ballot.ron"]);
    assert!(looked.look(1));
    assert_eq!(looked.state("dana-round-1.ballot.ron"), &Arrived::Blank);
    assert_eq!(
        (looked.arrivals[0].person.clone(), &*looked.arrivals[0].name),
        (Some(id("dana")), "Dana")
    );
    assert!((0..20).all(|_| !looked.look(5_000)));

    let paper = answered(&session, "dana", 60.0);
    looked.put_paper("dana-round-1.ballot.ron", &paper);
    assert!(looked.look(1));
    assert_eq!(looked.state("dana-round-1.ballot.ron"), &Arrived::Ballot(Box::new(paper)));
    // The same again, under a new time: nothing has changed.
    looked.put_paper("dana-round-1.ballot.ron", &answered(&session, "dana", 60.0));
    assert!((0..20).all(|_| !looked.look(1)));
    fs::remove_file(looked.folder.path().join("dana-round-1.ballot.ron")).expect("removed");
    assert!(looked.look(1) && looked.arrivals.len() == 1);
    fs::remove_dir_all(looked.folder.path()).expect("removed");
    assert!(looked.look(1) && looked.arrivals.is_empty(), "a folder that is gone is empty");
}

#[test]
fn what_is_torn_is_arriving_until_it_has_been_still_for_two_seconds() {
    let mut looked = Looked::new();
    let text = ballot_text(&answered(&looked.session, "dana", 60.0)).expect("text");
    looked.put("dana-round-1.ballot.ron", "");
    assert!(looked.look(1));
    assert_eq!(looked.state("dana-round-1.ballot.ron"), &Arrived::Arriving);
    assert!(!looked.look(1_900));
    looked.put("dana-round-1.ballot.ron", &text[..text.len() / 2]);
    looked.look(1_900);
    assert_eq!(looked.state("dana-round-1.ballot.ron"), &Arrived::Arriving);
    assert!(!looked.look(1_999));
    assert!(looked.look(1));
    let reason = looked.refused("dana-round-1.ballot.ron");
    assert!(reason.starts_with("line ") && reason.contains("the file ends too early"), "{reason}");
    assert!(!looked.look(60_000));
    looked.put("dana-round-1.ballot.ron", &text);
    assert!(looked.look(1) && looked.counts("dana-round-1.ballot.ron"));
}

#[test]
fn a_change_that_keeps_size_and_time_is_found_all_the_same() {
    let mut looked = Looked::new();
    let session = looked.session.clone();
    let path = looked.folder.path().join("dana-round-1.ballot.ron");
    let time = std::time::UNIX_EPOCH;
    let put = |number: f64| {
        write(&path, ballot_text(&answered(&session, "dana", number)).expect("text"));
        let file = File::options().write(true).open(&path).expect("opens");
        file.set_modified(time).expect("set");
    };
    put(60.0);
    assert!(looked.look(1));
    put(70.0);
    assert_eq!((0..10).filter(|_| looked.look(1)).count(), 1, "within a few looks, and once");
    let expected = answered(&session, "dana", 70.0);
    assert_eq!(looked.state("dana-round-1.ballot.ron"), &Arrived::Ballot(Box::new(expected)));
}

#[test]
fn a_ballot_that_does_not_fit_says_why() {
    let mut looked = Looked::new();
    let session = looked.session.clone();
    let mut cases: Vec<(&str, String, Paper)> = Vec::new();
    let base = answered(&session, "dana", 60.0);
    let mut case = |file: &'static str, reason: &str, change: &dyn Fn(&mut Paper)| {
        let mut paper = base.clone();
        change(&mut paper);
        cases.push((file, reason.to_owned(), paper));
    };
    case("a.ballot.ron", "for another session, “Old\u{fffd} times” (old-1)", &|paper| {
        paper.session = id("old-1");
        paper.title = "Old\u{202e}\n times".to_owned();
    });
    case("b.ballot.ron", "for round 4; round 1 is being collected", &|paper| {
        paper.round = id("round-4");
        paper.number = 4;
    });
    let again = "for another round 1 than the one being collected; export it again";
    case("c.ballot.ron", again, &|paper| paper.round = id("r"));
    let stranger = "from “zed”, who is no participant; add them first";
    case("d.ballot.ron", stranger, &|paper| paper.person = id("zed"));
    let names: Vec<String> = base.lines.iter().map(|line| format!("“{}”", line.name)).collect();
    let lacks = format!(
        "its criteria are not the session’s: it lacks {}, {}, {} and {} more; export it again",
        names[0],
        names[1],
        names[2],
        names.len() - 3
    );
    case("e.ballot.ron", &lacks, &|paper| paper.lines.clear());
    let extra = format!(
        "its criteria are not the session’s: it lacks {}, and has “Own”, which the session has \
         not; export it again",
        names[1]
    );
    case("f.ballot.ron", &extra, &|paper| {
        paper.lines[1].criterion = id("own");
        paper.lines[1].name = "Own".to_owned();
    });
    for (file, _, paper) in &cases {
        looked.put_paper(file, paper);
    }
    looked.look(1);
    for (file, reason, paper) in &cases {
        assert_eq!(looked.refused(file), reason);
        let text = ballot_text(paper).expect("text");
        assert_eq!(take_text(&text, &session).expect_err("refused"), *reason);
    }
}

#[test]
fn what_counts_follows_the_session() {
    let mut looked = Looked::new();
    let paper = answered(&looked.session, "dana", 60.0);
    looked.put_paper("dana-round-1.ballot.ron", &paper);
    looked.look(1);
    assert!(looked.counts("dana-round-1.ballot.ron"));
    let text = ballot_text(&paper).expect("text");
    let before = looked.session.clone();

    let ballot = weighbridge::session::Ballot::new(id("dana"), BTreeMap::new());
    looked.session.cast(&id("dana"), id("slip"), ballot).expect("cast");
    assert!(!looked.look(1), "what does not bear on ballots is no news");
    looked.session.reveal(Timestamp::UNIX_EPOCH).expect("revealed");
    assert!(looked.look(1));
    // In the folder it lies quietly; whoever brings it now is told why it comes too late.
    assert_eq!(looked.state("dana-round-1.ballot.ron"), &Arrived::Earlier);
    let closed = "for round 1; no ballots are being collected";
    assert_eq!(take_text(&text, &looked.session).expect_err("closed"), closed);
    looked.session.open_round(id("round-2"), Timestamp::UNIX_EPOCH).expect("opens");
    looked.look(1);
    assert_eq!(looked.state("dana-round-1.ballot.ron"), &Arrived::Earlier);
    let reason = "for round 1; round 2 is being collected";
    assert_eq!(take_text(&text, &looked.session).expect_err("too late"), reason);

    looked.session = before.clone();
    assert!(looked.look(1) && looked.counts("dana-round-1.ballot.ron"));
    let unnamed = looked.session.rounds.last_mut().expect("a round");
    unnamed.unnamed = Some(std::collections::BTreeSet::new());
    looked.look(1);
    assert!(looked.refused("dana-round-1.ballot.ron").contains("does not store names"));
    looked.session = Session::new(id("test"), Pair::new("L".to_owned(), "R".to_owned()));
    looked.look(1);
    assert!(looked.refused("dana-round-1.ballot.ron").contains("no ballots are being collected"));
}

#[test]
fn of_two_ballots_from_one_person_the_one_with_their_name_counts_or_none() {
    let mut looked = Looked::new();
    let session = looked.session.clone();
    looked.put_paper("my-weights.ballot.ron", &answered(&session, "dana", 60.0));
    looked.look(1);
    assert!(looked.counts("my-weights.ballot.ron"), "alone it counts under any name");
    looked.put_paper("dana-2.ballot.ron", &answered(&session, "dana", 70.0));
    looked.look(1);
    assert_eq!(
        looked.refused("dana-2.ballot.ron"),
        "one of several ballots from Dana, beside “my-weights.ballot.ron”, and none counts: keep \
         one under the name “dana-round-1.ballot.ron”"
    );
    assert!(looked.refused("my-weights.ballot.ron").contains("beside “dana-2.ballot.ron”"));

    looked.put("dana-round-1.ballot.ron", "(kind: \"weigh");
    looked.look(1);
    let reason = looked.refused("dana-2.ballot.ron");
    assert!(reason.contains("which would count, cannot be read"), "{reason}");
    looked.put_paper("dana-round-1.ballot.ron", &answered(&session, "dana", 80.0));
    looked.look(1);
    assert!(looked.counts("dana-round-1.ballot.ron"));
    for file in ["dana-2.ballot.ron", "my-weights.ballot.ron"] {
        assert_eq!(
            looked.refused(file),
            "a second ballot from Dana; “dana-round-1.ballot.ron” is the one that counts: take this one \
             out"
        );
    }
    // A blank says nothing, so it is in nobody's way.
    looked.put_paper("dana-round-1.ballot.ron", &blank("dana"));
    fs::remove_file(looked.folder.path().join("my-weights.ballot.ron")).expect("removed");
    looked.look(1);
    assert_eq!(looked.state("dana-round-1.ballot.ron"), &Arrived::Blank);
    assert!(looked.counts("dana-2.ballot.ron"));
    // Somebody else's ballot under Dana's name does not stand for Dana either.
    looked.put_paper("dana-round-1.ballot.ron", &answered(&session, "sam", 5.0));
    looked.look(1);
    assert!(looked.counts("dana-2.ballot.ron") && looked.counts("dana-round-1.ballot.ron"));
}

#[test]
fn copies_that_syncs_and_file_managers_make_never_count() {
    let mut looked = Looked::new();
    looked.session.people[1].id = id("sam-k");
    let paper = answered(&looked.session, "dana", 60.0);
    let conflicts = [
        "dana.ballot.sync-conflict-20261122-120000-ABCDEFG.ron",
        "dana.sync-conflict-20261122-120000-ABCDEFG.ballot.ron",
        "dana.ballot (Dana's conflicted copy 2026-11-22).ron",
        "dana (conflicted copy 2026-11-22 120000).ballot.ron",
        "dana.ballot (conflicted copy 2026-11-22 120000).ron",
        "dana.ballot-DESKTOP-4K2.ron",
        "dana-DESKTOP-4K2.ballot.ron",
    ];
    let copies = [
        "dana (1).ballot.ron",
        "dana.ballot (1).ron",
        "dana.ballot - Copy.ron",
        "dana.ballot - Copy (2).ron",
        "dana copy.ballot.ron",
        "dana.ballot copy 2.ron",
        "dana.ballot - Kopie.ron",
        "dana.BALLOT (3).RON",
    ];
    let ignored = [
        ".dana-round-1.ballot.ron.swp",
        "._dana.ballot.ron",
        ".wb-12-0.tmp",
        "dana-round-1.ballot.ron.bak",
        "dana-round-1.ballot.ron~",
        "team.session.ron",
        "dana.ballots.ron",
        "notes.txt",
        ".ballot.ron",
    ];
    for file in conflicts.iter().chain(&copies).chain(&ignored) {
        looked.put_paper(file, &paper);
    }
    looked.look(1);
    assert_eq!(looked.arrivals.len(), conflicts.len() + copies.len(), "{:#?}", looked.arrivals);
    for file in conflicts {
        let reason = looked.refused(file);
        assert!(reason.starts_with("a conflict copy, made because"), "{file}: {reason}");
        assert!(reason.ends_with("the name “dana-round-1.ballot.ron”"), "{file}: {reason}");
    }
    for file in copies {
        let reason = looked.refused(file);
        assert!(reason.starts_with("a copy of a ballot, which never counts"), "{file}: {reason}");
    }
    assert!(looked.arrivals.iter().all(|arrival| arrival.person == Some(id("dana"))));
    // A hyphen in an id is none of these.
    let paper = answered(&looked.session, "sam-k", 60.0);
    looked.put_paper("sam-k.ballot.ron", &paper);
    looked.put_paper("Kim (Backend).ballot.ron", &answered(&looked.session, "kim", 1.0));
    looked.look(1);
    assert!(looked.counts("sam-k.ballot.ron") && looked.counts("Kim (Backend).ballot.ron"));
}

#[test]
fn a_folder_that_cannot_be_read_says_so_in_one_entry() {
    let mut looked = Looked::new();
    looked.put("in-the-way", "x");
    let path = looked.folder.path().join("in-the-way");
    let mut reader = Folder::new(path.clone());
    let arrivals = reader.look(&looked.session, looked.now).expect("new");
    assert_eq!(arrivals.len(), 1);
    assert_eq!(arrivals[0].file, "in-the-way");
    let Arrived::Refused(reason) = &arrivals[0].state else { panic!("{arrivals:?}") };
    assert!(reason.starts_with("this is a file, not a folder"), "{reason}");
    assert_eq!(reader.look(&looked.session, looked.now), None);
    // Mended, it is a folder like any other.
    fs::remove_file(&path).expect("removed");
    let paper = answered(&looked.session, "dana", 60.0);
    write_blanks(&RealDisk, &path, &[paper]).expect("made and written");
    assert_eq!(reader.look(&looked.session, looked.now).expect("new").len(), 1);

    for n in 0..2_001 {
        looked.put(&format!("{n}.txt"), "");
    }
    looked.look(1);
    let last = looked.arrivals.last().expect("a remark");
    let Arrived::Refused(reason) = &last.state else { panic!("{last:?}") };
    assert!(reason.contains("more than 2000 files"), "{reason}");
}

#[test]
fn blanks_replace_nothing() {
    let looked = Looked::new();
    let path = looked.folder.path().join("in/a/new/folder");
    let papers = [blank("dana"), blank("sam")];
    write_blanks(&RealDisk, &path, &papers[..1]).expect("written");
    let answered = ballot_text(&answered(&looked.session, "dana", 60.0)).expect("text");
    write(&path.join("dana-round-1.ballot.ron"), &answered);
    let done = write_blanks(&RealDisk, &path, &papers).expect("written");
    assert_eq!(
        (done.written, done.there),
        (vec!["sam-round-1.ballot.ron".to_owned()], vec!["dana-round-1.ballot.ron".to_owned()])
    );
    assert_eq!(fs::read_to_string(path.join("dana-round-1.ballot.ron")).expect("there"), answered);
    assert_eq!(names(&path), ["dana-round-1.ballot.ron", "sam-round-1.ballot.ron"]);
    assert!(write_blanks(&RealDisk, &path.join("sam-round-1.ballot.ron"), &papers).is_err());
}

#[test]
fn pasted_text_is_judged_like_a_file() {
    let session = collecting();
    let paper = answered(&session, "dana", 60.0);
    let text = ballot_text(&paper).expect("text");
    assert_eq!(take_text(&format!("```\n{text}\n```"), &session).expect("taken"), paper);
    let blank = ballot_text(&blank("dana")).expect("text");
    assert!(take_text(&blank, &session).expect_err("blank").contains("nothing has been answered"));
    let wrong = text.replacen("\n            points: 60", "\n            points: 160", 1);
    let line = wrong.lines().position(|line| line.contains("160")).expect("there") + 1;
    assert_eq!(
        take_text(&wrong, &session).expect_err("refused"),
        format!(
            "line {line}, column 21: points must be between 0 and 100. Write a number \
             from 0 to 100, with a point for decimals and a comma after it: points: 60,"
        )
    );
    let large = " ".repeat(usize::try_from(MAX_BALLOT_BYTES).expect("fits") + 1);
    assert!(take_text(&large, &session).expect_err("large").contains("256 kB"));
}

// Eight processes write into one folder while it is read.

const PEOPLE: usize = 48;
/// How often a ballot is changed and saved again.
const VERSIONS: usize = 3;
/// What a writer is told: which one it is, and where it writes.
const WRITER: [&str; 2] = ["WEIGHBRIDGE_TEST_WRITER", "WEIGHBRIDGE_TEST_FOLDER"];

fn crowd() -> Session {
    collecting_from((0..PEOPLE).map(|n| format!("p-{n}")))
}

/// The points that a person gives in the end.
fn last_points(person: usize) -> f64 {
    f64::from(u32::try_from(person % 50 + VERSIONS).expect("small"))
}

/// A process of its own writes; this is where it begins.
#[test]
#[ignore = "a writer, which the test of eight processes starts"]
fn writer() {
    let [Ok(writer), Ok(folder)] = WRITER.map(std::env::var) else { return };
    let folder = Path::new(&folder);
    let session = crowd();
    let text = |person: usize, number: f64| {
        ballot_text(&answered(&session, &format!("p-{person}"), number)).expect("text")
    };
    match writer.as_str() {
        // Blank, then changed again and again, always saved safely.
        "0" | "1" => save_safely(folder, &session, if writer == "0" { 0..12 } else { 12..24 }),
        // Written where it stands, in pieces, and whole in the end.
        "2" => {
            for person in 24..36 {
                let mut file =
                    File::create(folder.join(format!("p-{person}.ballot.ron"))).expect("made");
                for piece in text(person, last_points(person)).as_bytes().chunks(100) {
                    file.write_all(piece).and_then(|()| file.sync_data()).expect("written");
                }
            }
        }
        // Half of each, and no more.
        "3" => {
            for person in 36..40 {
                let text = text(person, 50.0);
                let mut file =
                    File::create(folder.join(format!("p-{person}.ballot.ron"))).expect("made");
                let end = text.len() * (person - 35) / 5;
                file.write_all(&text.as_bytes()[..end]).and_then(|()| file.flush()).expect("half");
            }
        }
        "4" => {
            write(
                &folder.join("p-0.ballot.sync-conflict-20261122-120000-ABCDEFG.ron"),
                text(0, 99.0),
            );
            write(&folder.join("p-40.ballot (conflicted copy 2026-11-22).ron"), text(40, 99.0));
        }
        "5" => {
            write(&folder.join("p-1-again.ballot.ron"), text(1, 99.0));
            write(&folder.join("one.ballot.ron"), text(41, 98.0));
            write(&folder.join("two.ballot.ron"), text(41, 99.0));
        }
        "6" => {
            let mut paper = answered(&session, "p-42", 99.0);
            paper.session = id("another");
            write(&folder.join("p-42.ballot.ron"), ballot_text(&paper).expect("text"));
            let mut paper = answered(&session, "p-43", 99.0);
            paper.round = id("round-0");
            paper.number = 7;
            write(&folder.join("p-43.ballot.ron"), ballot_text(&paper).expect("text"));
            let mut paper = answered(&session, "p-44", 99.0);
            paper.person = id("nobody");
            write(&folder.join("nobody.ballot.ron"), ballot_text(&paper).expect("text"));
        }
        _ => write_harm(folder, &text(45, 99.0)),
    }
}

fn save_safely(folder: &Path, session: &Session, people: std::ops::Range<usize>) {
    let name = |person: usize| format!("p-{person}");
    let papers = people.clone().map(|p| session.paper(&id(&name(p))).expect("a paper"));
    write_blanks(&RealDisk, folder, &papers.collect::<Vec<_>>()).expect("written");
    for version in (0..VERSIONS).rev() {
        for person in people.clone() {
            let number = last_points(person) - f64::from(u32::try_from(version).expect("small"));
            let paper = answered(session, &name(person), number);
            let path = folder.join(ballot_name(&paper));
            let last = open_ballot(&path).expect("opens").fingerprint;
            save_ballot(&RealDisk, &path, &paper, Expect::Unchanged(last)).expect("saved");
        }
    }
}

fn write_harm(folder: &Path, text: &str) {
    write(&folder.join("huge.ballot.ron"), vec![b'('; 3_000_000]);
    write(&folder.join("nul.ballot.ron"), text.replace("P-45", "\0"));
    write(&folder.join("deep.ballot.ron"), text.replace("criteria: [", &"[".repeat(50_000)));
    fs::create_dir_all(folder.join("folder.ballot.ron")).expect("made");
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink("nowhere", folder.join("link.ballot.ron")).expect("linked");
        let made = Command::new("mkfifo").arg(folder.join("p-46.ballot.ron")).status();
        assert!(made.expect("mkfifo").success());
    }
}

fn start_writer(number: usize, folder: &Path) -> Child {
    let mut command = Command::new(std::env::current_exe().expect("this test"));
    command.args(["writer", "--exact", "--ignored", "--quiet"]);
    command.env(WRITER[0], number.to_string()).env(WRITER[1], folder);
    command.stdout(std::process::Stdio::null()).spawn().expect("started")
}

/// That whatever counts is one of the versions that its owner has written, from their own file.
fn counted(arrivals: &[Arrival]) -> usize {
    let mut count = 0;
    for arrival in arrivals {
        let Arrived::Ballot(paper) = &arrival.state else { continue };
        let person: usize = paper.person.as_str()[2..].parse().expect("a number");
        // Until its twin has come, the first of two is the only one of theirs.
        let twin = person == 41;
        assert!(person < 36 || twin, "{} counts", arrival.file);
        assert!(
            twin || arrival.file == ballot_name(paper)
                || arrival.file == format!("{}{BALLOT_SUFFIX}", paper.person)
                || arrival.file == "p-1-again.ballot.ron"
        );
        let given = paper.lines[0].swing.expect("points");
        assert!(
            paper.lines.iter().all(|line| line.swing == Some(given)),
            "{} is mixed",
            arrival.file
        );
        count += 1;
    }
    count
}

#[test]
fn eight_processes_write_into_the_folder_and_only_whole_ballots_count() {
    let folder = folder();
    let session = crowd();
    let mut reader = Folder::new(folder.path().to_owned());
    let mut writers: Vec<Child> = (0..8).map(|n| start_writer(n, folder.path())).collect();
    let (mut now, mut arrivals) = (Instant::now(), Vec::new());
    let (mut looks, mut news, mut on_their_way) = (0, 0, 0);
    loop {
        let running = writers.iter_mut().any(|writer| writer.try_wait().expect("asked").is_none());
        now += Duration::from_millis(1);
        looks += 1;
        if let Some(new) = reader.look(&session, now) {
            news += 1;
            on_their_way += new.iter().filter(|a| a.state == Arrived::Arriving).count();
            counted(&new);
            arrivals = new;
        }
        if !running {
            break;
        }
    }
    for mut writer in writers {
        assert!(writer.wait().expect("ended").success(), "a writer failed");
    }
    for _ in 0..5 {
        now += Duration::from_secs(2);
        arrivals = reader.look(&session, now).unwrap_or(arrivals);
    }
    let states: BTreeMap<&str, &Arrived> =
        arrivals.iter().map(|arrival| (&*arrival.file, &arrival.state)).collect();
    for person in 0..36 {
        let expected = answered(&session, &format!("p-{person}"), last_points(person));
        // Those that were written where they stand have their old-fashioned name, by id alone.
        let round = if person < 24 { "-round-1" } else { "" };
        let state = states.get(&*format!("p-{person}{round}.ballot.ron")).copied();
        assert_eq!(state, Some(&Arrived::Ballot(Box::new(expected))), "p-{person}");
    }
    let refused = refusals();
    for (file, reason) in &refused {
        let Some(Arrived::Refused(said)) = states.get(file) else {
            panic!("{file}: {:?}", states.get(file))
        };
        assert!(said.contains(reason), "{file}: {said}");
    }
    assert_eq!(counted(&arrivals), 36);
    assert_eq!(arrivals.len(), 36 + refused.len());
    println!(
        "8 writers, {looks} looks, {news} with news, {on_their_way} sights of a file on its way; \
         36 ballots counted, {} files refused, 0 wrong",
        refused.len()
    );
}

/// What each file that does not count is refused with.
fn refusals() -> Vec<(&'static str, &'static str)> {
    let mut refused = vec![
        ("p-36.ballot.ron", "line "),
        ("p-37.ballot.ron", "the file ends too early"),
        ("p-38.ballot.ron", "line "),
        ("p-39.ballot.ron", "line "),
        ("p-0.ballot.sync-conflict-20261122-120000-ABCDEFG.ron", "a conflict copy"),
        ("p-40.ballot (conflicted copy 2026-11-22).ron", "a conflict copy"),
        ("p-1-again.ballot.ron", "“p-1-round-1.ballot.ron” is the one that counts"),
        ("one.ballot.ron", "beside “two.ballot.ron”, and none counts"),
        ("two.ballot.ron", "beside “one.ballot.ron”, and none counts"),
        ("p-42.ballot.ron", "for another session"),
        ("p-43.ballot.ron", "for round 7; round 1 is being collected"),
        ("nobody.ballot.ron", "from “nobody”, who is no participant"),
        ("huge.ballot.ron", "larger than the 256 kB"),
        ("nul.ballot.ron", "zero bytes"),
        ("deep.ballot.ron", "line "),
        ("folder.ballot.ron", "this is no file, but a folder"),
    ];
    if cfg!(unix) {
        refused.push(("link.ballot.ron", "leads to no file"));
        refused.push(("p-46.ballot.ron", "a pipe or a device"));
    }
    refused
}
