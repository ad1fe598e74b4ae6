//! Ballots as files: written, answered by hand, read back, and refused where they do not fit.
#![allow(
    clippy::expect_used,
    clippy::float_cmp,
    clippy::panic,
    reason = "a test fails by panicking, and exact results are compared exactly"
)]

mod common;

use std::fs;
use std::path::Path;

use common::ballots::{answered, blank, collecting, points};
use common::disk::{folder, names, write};
use common::{id, text};
use proptest::prelude::*;
use weighbridge::session::{Comparison, Id, Line, Method, Paper, Points, clean_text};
use weighbridge::store::disk::RealDisk;
use weighbridge::store::{
    BALLOT_SUFFIX, Expect, Kind, LoadProblem, MAX_BALLOT_BYTES, SaveError, ballot_name,
    ballot_text, kind_of, kind_of_file, open, open_ballot, parse_ballot, parse_session,
    save_ballot, session_text,
};

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
        ("comment: we rename,", "expected a text in quotes", "straight quotes", "we"),
        ("comment: “we rename”,", "expected a text in quotes", "straight quotes", "“"),
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
        (r#"order: ["a", "b"],"#, "expected a list in square brackets", "ids from above", "\"a\""),
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
    assert!(opened.loses.is_none(), "its own guide is no comment of anybody's");

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
    assert!(opened.loses.comments);
    assert_eq!(names(folder.path()), ["dana-round-1.ballot.ron", "dana-round-1.ballot.ron.bak"]);

    let first = paper.lines[0].criterion.clone();
    let second = paper.lines[1].criterion.clone();
    paper.comparisons = vec![Comparison { first, second, ratio: f64::NAN }];
    let error = save_ballot(&RealDisk, Path::new("x"), &paper, Expect::Anything);
    let error = error.expect_err("cannot be read again").to_string();
    assert!(error.contains("found NaN"), "{error}");
}
