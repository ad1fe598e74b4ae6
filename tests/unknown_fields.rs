//! Fields that this version does not know: told, kept where they stand, and written back.
#![allow(clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod common;

use std::fs;

use common::disk::{folder, save, write};
use common::id;
use common::merging::{merged, set_points};
use weighbridge::session::{Edit, Field, History, Item, ItemRef, Session};
use weighbridge::store::diff::changes;
use weighbridge::store::{Expect, open, parse_ballot, parse_session, session_text};

const GOLDEN: &str = include_str!("golden/format-1.session.ron");
const BALLOT: &str = include_str!("golden/format-1.ballot.ron");

/// A field at every level, as the golden file has it.
const FIELDS: [&str; 17] = [
    "wide: [\"x\", 'y'],",
    "proof: \"https://example.org/a,b\",",
    "source: Some(\"wiki\"),",
    "wieght: (a: 1, b: [2.50, // kept\n                /* too */ 0x10]),",
    "team: r#\"plat\"form\"#,",
    "signed: true)",
    "moved: { \"a\": 1 },",
    "lead: ana,",
    "tag: (),",
    "cost: -1.5e3,",
    "mood: 'ä',",
    "ticket: \"ABC-1\",",
    "room: 3,",
    "by: \"ana\",",
    "later: \"a word\",",
    "// kept",
    "/* too */",
];

fn golden() -> Session {
    parse_session(GOLDEN).expect("reads")
}

fn text(session: &Session) -> String {
    session_text(session).expect("text")
}

#[test]
fn every_level_keeps_them_byte_for_byte() {
    let session = golden();
    assert_eq!(text(&session), GOLDEN);
    for field in FIELDS {
        assert_eq!(GOLDEN.matches(field).count(), 1, "{field}");
    }
    let folder = folder();
    let path = folder.path().join("x.session.ron");
    write(&path, GOLDEN);
    let opened = open(&path).expect("opens");
    save(&path, &opened.session, Expect::Unchanged(opened.fingerprint)).expect("saves");
    assert_eq!(fs::read_to_string(&path).expect("there"), GOLDEN);
}

#[test]
fn each_is_told_with_its_place_and_what_was_meant() {
    let folder = folder();
    let path = folder.path().join("x.session.ron");
    write(&path, GOLDEN.replace("definition: \"How", "defintion: \"How"));
    let warnings = open(&path).expect("opens").warnings;
    let told: Vec<&str> = warnings.iter().map(|warning| warning.what.as_str()).collect();
    assert_eq!(told.len(), 16, "{told:#?}");
    for wanted in [
        "unknown field `wide` in `sides`",
        "unknown field `proof` in must-have `runs`",
        "unknown field `source` in `left` of criterion `speed`",
        "unknown field `wieght` in criterion `speed`",
        "unknown field `defintion` in criterion `speed`; did you mean `definition`?",
        "unknown field `signed` in ballot `ana` of round `r1`",
        "unknown field `moved` in round `r1`",
        "unknown field `room` in entry 1 of the log",
        "unknown field `by` in entry 2 of the log",
        "unknown field `later` in the session",
    ] {
        assert!(told.contains(&wanted), "{wanted}: {told:#?}");
    }
    let misspelt = warnings.iter().find(|row| row.what.contains("defintion")).expect("told");
    let line = GOLDEN.lines().position(|line| line.contains("definition:")).expect("there") + 1;
    assert_eq!((misspelt.line, misspelt.column), (line, 13));
    assert_eq!(misspelt.file.as_deref(), Some("x.session.ron"));
    assert!(misspelt.fix.contains("kept"), "{}", misspelt.fix);
}

#[test]
fn many_are_told_in_few_words() {
    let many: Vec<String> = (0..500).map(|n| format!("    zz{n}: {n},\n")).collect();
    let folder = folder();
    let path = folder.path().join("x.session.ron");
    write(&path, GOLDEN.replace("    later: \"a word\",\n", &many.concat()));
    let warnings = open(&path).expect("opens").warnings;
    assert_eq!(warnings.len(), 20);
    assert!(warnings[19].fix.ends_with("So are 494 more."), "{}", warnings[19].fix);
}

#[test]
fn a_misspelt_field_that_must_be_there_is_refused_by_its_place() {
    let problem = parse_session(&GOLDEN.replacen("points: 66.5", "poinst: 66.5", 1));
    let problem = problem.expect_err("must be refused");
    assert_eq!(problem.what, "unknown field `poinst`, and `points` is missing");
    assert_eq!(problem.fix, "Did you mean `points`?");
    assert!(problem.excerpt.contains("poinst: 66.5") && problem.column == 13, "{problem}");
}

#[test]
fn edits_orders_and_undo_leave_them_on_their_thing() {
    let mut session = golden();
    let mut history = History::default();
    let mut apply = |session: &mut Session, edit| history.apply(session, edit).expect("fits");
    apply(&mut session, Edit::Write(Field::CriterionName(id("speed")), "Pace".to_owned()));
    apply(&mut session, Edit::Move(ItemRef::Criterion(id("speed")), 1));
    let moved = text(&session);
    let at = |what: &str| moved.find(what).unwrap_or_else(|| panic!("{what}: {moved}"));
    assert!(at("id: \"depth\"") < at("id: \"speed\"") && at("id: \"speed\"") < at("wieght:"));
    // What is gone takes its fields with it, and brings them back.
    apply(&mut session, Edit::Remove(ItemRef::Agenda(id("talk"))));
    assert!(!text(&session).contains("lead: ana"));
    let folder = folder();
    let path = folder.path().join("x.session.ron");
    save(&path, &session, Expect::Absent).expect("saves without them");
    history.undo(&mut session).expect("undone");
    assert!(text(&session).contains("lead: ana"));
    while history.undo(&mut session).expect("undone").is_some() {}
    assert_eq!(text(&session), GOLDEN);
}

#[test]
fn a_merge_carries_them_through() {
    let base = golden();
    let ours =
        GOLDEN.replace("wieght: (a: 1", "wieght: (a: 2").replace("by: \"ana\"", "by: \"eli\"");
    let ours = ours.replacen("name: \"Depth\",", "name: \"Depth\",\n            rank: 1,", 1);
    let ours = parse_session(&ours).expect("reads");
    let mut theirs = base.clone();
    theirs.apply(set_points("speed", 12.0)).expect("fits");
    theirs.apply(set_points("depth", 13.0)).expect("fits");
    let result = merged(&base, &ours, &theirs);
    assert_eq!(result.conflicts, []);
    let merged_text = text(&result.session);
    for wanted in ["wieght: (a: 2", "rank: 1,", "by: \"eli\"", "points: 12.0", "points: 13.0"] {
        assert!(merged_text.contains(wanted), "{wanted}: {merged_text}");
    }
    assert_eq!(result.session.log.len(), base.log.len());
    for field in
        FIELDS.into_iter().filter(|field| !field.starts_with("by") && !field.starts_with("wieght"))
    {
        assert!(merged_text.contains(field), "{field}");
    }
}

#[test]
fn two_that_differ_are_a_conflict_and_nothing_is_guessed() {
    let base = golden();
    let with = |value: &str| parse_session(&GOLDEN.replace("ABC-1", value)).expect("reads");
    let result = merged(&base, &with("ABC-2"), &with("ABC-3"));
    let [conflict] = result.conflicts.as_slice() else { panic!("{:#?}", result.conflicts) };
    assert_eq!(conflict.path, ["record", "ticket"]);
    assert!(conflict.what.contains("ABC-2") && conflict.what.contains("ABC-3"), "{conflict:?}");
}

#[test]
fn what_is_no_ron_or_there_twice_is_refused_where_it_stands() {
    let with = |field: &str| GOLDEN.replace("later: \"a word\",", field);
    for (field, what, column) in [
        ("later: [1, 2), x: 1,", "expected", 0),
        ("later: 1 2,", "", 0),
        ("later: \"\\q\",", "escape", 0),
        ("later: 1, later: 2,", "the field `later` is here twice", 15),
    ] {
        let problem = parse_session(&with(field)).expect_err("must be refused");
        assert!(problem.what.contains(what), "{field}: {problem}");
        let line = GOLDEN.lines().count() - 1;
        assert!((line..=line + 2).contains(&problem.line), "{field}: {problem}");
        assert!(column == 0 || problem.column == column, "{field}: {problem}");
    }
}

#[test]
fn a_need_that_is_not_met_is_refused_wherever_it_stands_and_the_file_stays() {
    let folder = folder();
    let path = folder.path().join("x.session.ron");
    let late = GOLDEN
        .replace("    needs: [],\n", "")
        .replace("    later:", "    needs: [\"later\"],\n    later:");
    let early = GOLDEN.replace("needs: []", "needs: [\"later\"]");
    let newer = GOLDEN.replace("format: 1,", "format: 2,");
    for (text, what) in [
        (&late, "the file needs the feature “later”, which this version lacks"),
        (&early, "the file needs the feature “later”, which this version lacks"),
        (&newer, "the file has format 2, this version reads up to 1"),
    ] {
        write(&path, text);
        let error = open(&path).expect_err("must be refused").to_string();
        assert!(error.contains(what) && error.contains("newer Weighbridge"), "{error}");
        assert_eq!(fs::read_to_string(&path).expect("there"), **text);
        assert_eq!(common::disk::names(folder.path()), ["x.session.ron"]);
    }
}

#[test]
fn a_ballot_is_refused_for_one_since_it_may_be_an_answer() {
    assert!(parse_ballot(BALLOT).is_ok());
    let problem = parse_ballot(&BALLOT.replace("share: 60.5", "shrae: 60.5"));
    let problem = problem.expect_err("must be refused");
    assert_eq!((problem.what.as_str(), problem.line), ("unknown field `shrae`", 24));
    assert_eq!(problem.fix, "Did you mean `share`?");
}

#[test]
fn a_new_thing_of_the_same_id_has_what_was_kept_for_it() {
    let mut session = golden();
    let talk = session.agenda[0].clone();
    session.apply(Edit::Remove(ItemRef::Agenda(id("talk")))).expect("fits");
    session.apply(Edit::Insert(0, Item::Agenda(talk))).expect("fits");
    assert_eq!(text(&session), GOLDEN);
}

#[test]
fn what_is_not_known_of_an_entry_of_the_log_is_told_in_words() {
    let other = GOLDEN.replace("room: 3,", "room: 4,");
    assert_ne!(other, GOLDEN);
    let (before, after) = (golden(), parse_session(&other).expect("reads"));
    let said = changes(&before, &after);
    let [line] = said.as_slice() else { panic!("{said:#?}") };
    assert_eq!(line, "Log, 2026-01-02 03:00 UTC, room: “3” → “4”");
}
