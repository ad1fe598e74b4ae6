//! What a session holds of measured evidence: edits and their inverses, the file, merge and diff,
//! the log, and a team's own run, which may come from anybody.
#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

mod common;

use std::collections::BTreeMap;
use std::sync::Arc;

use common::disk::{folder, write};
use common::evidence::{exported, lab, objection, team_run};
use common::{catalogue, id, preset};
use jiff::Timestamp;
use weighbridge::session::evidence::{Database, Feature};
use weighbridge::session::{
    CardRef, Edit, Entry, Event, EvidenceEdit, History, Item, ItemRef, Needs, Origin, Pair, Rating,
    Ruling, Session, Side,
};
use weighbridge::store::diff::changes;
use weighbridge::store::evidence::{open_evidence, parse_evidence};
use weighbridge::store::merge::merge;
use weighbridge::store::{parse_session, session_text};

fn session() -> Session {
    preset("early-saas")
}

fn add(session: &mut Session, item: Item) {
    session.apply(Edit::Insert(usize::MAX, item)).expect("fits");
}

/// A session with something of everything.
fn full() -> Session {
    let mut session = session();
    add(&mut session, Item::Objection(objection("o1", "list-with-relations")));
    add(&mut session, Item::Run(team_run("our-run")));
    let needs = Needs {
        databases: vec![Database::Postgresql],
        features: vec![Feature::BulkLoad],
        ..Needs::default()
    };
    for edit in [
        EvidenceEdit::Matters(needs),
        EvidenceEdit::Version("Django".to_owned(), Some("6.2.1".to_owned())),
        EvidenceEdit::Rule(id("o1"), Ruling::Accepted),
    ] {
        session.apply(Edit::Evidence(edit)).expect("fits");
    }
    let card = CardRef { run: Some(id("our-run")), card: id("list-with-relations") };
    let event = session.opening(&card, "How many?", &id("migrations")).expect("not yet");
    session.log(Entry { at: Timestamp::UNIX_EPOCH, event }).expect("fits");
    session
}

#[test]
fn every_change_can_be_undone_and_is_named() {
    let before = session();
    let mut session = before.clone();
    let mut history = History::default();
    for (edit, label) in [
        (
            Edit::Insert(0, Item::Objection(objection("o1", "list-with-relations"))),
            "Contest a card",
        ),
        (Edit::Evidence(EvidenceEdit::Rule(id("o1"), Ruling::Accepted)), "Objection: accepted"),
        (Edit::Insert(0, Item::Run(team_run("ours"))), "Import ours"),
        (
            Edit::Evidence(EvidenceEdit::Version("Django".to_owned(), Some("6.2".to_owned()))),
            "Django 6.2",
        ),
        (
            Edit::Evidence(EvidenceEdit::Matters(Needs {
                databases: vec![Database::Sqlite],
                ..Needs::default()
            })),
            "Say what matters",
        ),
        (Edit::Remove(ItemRef::Run(id("ours"))), "Remove a run of the lab"),
    ] {
        history.apply(&mut session, edit).expect("fits");
        history.seal();
        assert_eq!(history.undo_label(), Some(label));
    }
    while history.undo(&mut session).expect("fits").is_some() {}
    assert_eq!(session, before);
}

#[test]
fn an_accepted_objection_strikes_its_card_and_no_other() {
    let session = full();
    let built_in = CardRef { run: None, card: id("list-with-relations") };
    let ours = CardRef { run: Some(id("our-run")), card: id("list-with-relations") };
    assert_eq!(session.evidence.struck(&built_in).map(|found| &found.id), Some(&id("o1")));
    assert_eq!(session.evidence.struck(&ours), None);
}

#[test]
fn the_file_holds_it_all_and_a_session_without_it_says_nothing_of_it() {
    let session = full();
    let text = session_text(&session).expect("text");
    assert_eq!(parse_session(&text).expect("reads"), session);
    assert_eq!(session_text(&parse_session(&text).expect("reads")).expect("text"), text);
    let plain = session_text(&self::session()).expect("text");
    for field in ["matters", "versions", "objections", "runs"] {
        assert!(text.contains(&format!("\n    {field}: ")), "{field} is written");
        assert!(!plain.contains(&format!("\n    {field}: ")), "{field} is left out");
    }
}

#[test]
fn what_a_later_version_adds_to_a_run_is_kept() {
    let mut grown = session_text(&full()).expect("text");
    let card = format!("(id: \"{}\", criterion: ", lab().cards[0].id);
    for (before, more) in [
        ("            id: \"o1\",\n", "            weight: 3,\n"),
        (card.as_str(), "(colour: \"red\", "),
        ("(variant: ", "(mood: 1, "),
    ] {
        assert!(grown.contains(before), "{before}");
        let rest = before.trim_start_matches('(');
        let rest = if before.starts_with('(') { rest } else { before };
        grown = grown.replacen(before, &format!("{more}{rest}"), 1);
    }
    let read = parse_session(&grown).expect("reads");
    let again = session_text(&read).expect("text");
    assert!(["weight: 3", "colour: \"red\"", "mood: 1"].iter().all(|more| again.contains(more)));
    let merged = merge(None, &read, &read, &BTreeMap::default()).expect("merges");
    assert_eq!(session_text(&merged.session).expect("text"), again);
}

#[test]
fn a_damaged_run_in_a_session_is_refused_where_it_is_wrong() {
    let mut session = full();
    let mut broken = lab();
    broken.times[0].ratio = 1e9;
    session.evidence.runs[0].lab = Arc::new(broken);
    let text = session_text(&session).expect("text");
    let problem = parse_session(&text).expect_err("refused");
    assert!(problem.what.contains("a ratio must lie"), "{problem}");
    assert!(problem.line > 100, "{problem}");
}

#[test]
fn two_people_may_object_at_the_same_time_and_disagree_on_one() {
    let mut base = session();
    add(&mut base, Item::Objection(objection("o1", "list-with-relations")));
    let (mut ours, mut theirs) = (base.clone(), base.clone());
    add(&mut ours, Item::Objection(objection("o2", "lost-update")));
    add(&mut theirs, Item::Objection(objection("o3", "half-done-write")));
    let merged = merge(Some(&base), &ours, &theirs, &BTreeMap::default()).expect("merges");
    assert!(merged.conflicts.is_empty(), "{:?}", merged.conflicts);
    assert_eq!(merged.session.evidence.objections.len(), 3);

    let rule = |session: &mut Session, ruling| {
        session.apply(Edit::Evidence(EvidenceEdit::Rule(id("o1"), ruling))).expect("fits");
    };
    rule(&mut ours, Ruling::Accepted);
    rule(&mut theirs, Ruling::Rejected);
    let merged = merge(Some(&base), &ours, &theirs, &BTreeMap::default()).expect("merges");
    assert_eq!(merged.conflicts.len(), 1);
}

#[test]
fn a_criterion_that_is_taken_out_is_not_brought_back_by_a_run_that_speaks_of_it() {
    let mut base = session();
    let run = team_run("ours");
    let criterion = run.lab.cards[0].criterion.clone();
    add(&mut base, Item::Run(run));
    let (mut ours, mut theirs) = (base.clone(), base.clone());
    ours.apply(Edit::remove_criterion(&ours.clone(), &criterion)).expect("fits");
    theirs.apply(Edit::Choose(Some(Side::Left))).expect("fits");
    let merged = merge(Some(&base), &ours, &theirs, &BTreeMap::default()).expect("merges");
    assert!(merged.conflicts.is_empty(), "{:?}", merged.conflicts);
    assert!(merged.session.criterion(&criterion).is_none());
}

#[test]
fn what_changed_is_told_in_words() {
    let lines = changes(&session(), &full());
    let wanted = [
        "Version in use of “Django”: nothing → “6.2.1”",
        "Objection to “How many statements?” added",
        "Run of the lab our-run added",
    ];
    for line in wanted {
        assert!(lines.iter().any(|found| found == line), "{line} is not in {lines:#?}");
    }
    assert!(lines.iter().any(|line| line.contains("postgresql")), "{lines:#?}");
    let mut other = full();
    let reject = EvidenceEdit::Rule(id("o1"), Ruling::Rejected);
    other.apply(Edit::Evidence(reject)).expect("fits");
    let lines = changes(&full(), &other);
    assert_eq!(lines, ["Objection to “How many statements?”: accepted → rejected"]);
}

#[test]
fn the_log_says_which_ratings_were_set_before_a_card_was_opened() {
    let mut session = session();
    let card = CardRef { run: None, card: id("rename-required-column") };
    let criterion = id("migrations");
    let rate = |session: &mut Session, side, rating| {
        let edit = Edit::Rate(criterion.clone(), side, Rating::clamped(rating), Origin::Team);
        session.apply(edit).expect("fits");
    };
    rate(&mut session, Side::Left, 8.0);
    assert_eq!(session.rated_after_evidence(&criterion, Side::Left), None, "nothing was opened");
    let event = session.opening(&card, "What is generated?", &criterion).expect("not yet");
    let Event::CardOpened { rated, .. } = &event else { panic!("{event:?}") };
    assert_eq!(*rated, Pair::new(Some(Rating::clamped(8.0)), None));
    let words = event.words(&session);
    assert_eq!(
        words,
        "Evidence on Schema migrations was opened, with Django ORM rated 8 and SQLAlchemy not \
         rated yet: What is generated?"
    );
    session.log(Entry { at: Timestamp::UNIX_EPOCH, event }).expect("fits");
    assert_eq!(session.opening(&card, "What is generated?", &criterion), None, "it is told once");
    assert!(session.opening(&card, "…", &id("sql-control")).is_some(), "once a criterion");

    assert_eq!(session.rated_after_evidence(&criterion, Side::Left), Some(false));
    assert_eq!(session.rated_after_evidence(&criterion, Side::Right), None, "not rated yet");
    rate(&mut session, Side::Right, 6.0);
    rate(&mut session, Side::Left, 7.0);
    for side in Side::BOTH {
        assert_eq!(session.rated_after_evidence(&criterion, side), Some(true));
    }
}

#[test]
fn a_run_of_the_teams_own_is_read_and_known_again() {
    let folder = folder();
    let path = folder.path().join("our lab.ron");
    write(&path, exported());
    let session = session();
    let run = open_evidence(&path, &session).expect("reads");
    assert_eq!((run.name.as_str(), &*run.lab), ("our lab", &lab()));
    assert_eq!(open_evidence(&path, &session).expect("reads").id, run.id);
}

#[test]
fn a_hostile_run_is_refused_with_its_place() {
    let good = exported();
    let session = session();
    parse_evidence(&good, &session).expect("reads");
    let criterion = format!("criterion: \"{}\"", lab().cards[0].criterion);
    let refuse = |text: &str, what: &str, fix: &str| {
        let problem = parse_evidence(text, &session).expect_err(what);
        assert!(problem.what.contains(what), "{what}: {problem}");
        assert!(problem.fix.contains(fix), "{fix}: {problem}");
        problem.line
    };
    let with = |from: &str, to: &str| {
        assert!(good.contains(from), "{from}");
        good.replacen(from, to, 1)
    };
    let line =
        refuse(&with(&criterion, "criterion: \"sql-contro\""), "no criterion", "sql-control");
    assert!(line > 3);
    refuse(&with(&criterion, "criterion: \"wholly-other\""), "no criterion", "migrations");
    refuse(&with("format: 1", "format: 2"), "format 2", "newer");
    refuse(
        &with("weighbridge-evidence", "weighbridge-session"),
        "this file is a session",
        "that the lab has exported",
    );
    refuse(&with("format: 1,", "format: 1, needs: [\"x\"],"), "needs the feature", "newer");
    refuse(&with("limits: [", "limit: ["), "limit", "limits");
    refuse(&with(", ratio: ", ", ratio: 1e400, was: "), "", "");
    refuse(&with(", ratio: ", ", ratio: -"), "a ratio must lie", "Export");
    refuse("", "empty", "");
    refuse("{\"kind\": 1}", "JSON", "");
    refuse("(kind: \"weighbridge-evidence\", format: 1, cards: [], seen: (), run: (", "", "");
    let long = "x".repeat(20_001);
    refuse(&with("method: ", &format!("method: \"{long}\" + ")), "", "");
    let long = with("finding: \"", &format!("finding: \"{long}"));
    refuse(&long, "20000 characters", "Shorten");
    for cut in (0..good.len()).step_by(97).filter(|cut| good.is_char_boundary(*cut)) {
        parse_evidence(&good[..cut], &session).expect_err("a part of a run");
    }
    let controls = with("question: \"", "question: \"\u{202e}\u{1b}[31m");
    let read = parse_evidence(&controls, &session).expect("reads");
    assert!(read.cards[0].question.starts_with("\u{fffd}[31m"), "{:?}", read.cards[0].question);
}

#[test]
fn a_run_speaks_of_criteria_that_the_catalogue_has() {
    for card in &lab().cards {
        assert!(catalogue().criterion(&card.criterion).is_some());
    }
}

#[test]
fn the_summary_cites_what_was_opened_or_noted_and_tells_what_was_contested() {
    let mut session = session();
    let measured = |session: &Session| -> Vec<String> {
        let summary = common::report::summary(session);
        let rows = summary.evidence.iter().filter(|row| row.title.starts_with("Measured"));
        rows.map(|row| format!("{} – {}", row.title, row.criteria.join(", "))).collect()
    };
    assert!(measured(&session).is_empty(), "nothing was looked at");
    let card = CardRef { run: None, card: id("list-with-relations") };
    let event = session.opening(&card, "How many?", &id("sql-control")).expect("not yet");
    session.log(Entry { at: Timestamp::UNIX_EPOCH, event }).expect("fits");
    let note = |text: &str, name: &str| {
        Item::Note(weighbridge::session::Note {
            id: id(name),
            criterion: Some(id("migrations")),
            side: None,
            author: String::new(),
            written: Timestamp::UNIX_EPOCH,
            edited: None,
            text: text.to_owned(),
        })
    };
    add(&mut session, note("As the lab saw (evidence: rename-required-column).", "n1"));
    add(&mut session, note("Not one that there is: (evidence: rename-required-columns).", "n2"));
    let rows = measured(&session);
    assert_eq!(rows.len(), 2, "{rows:?}");
    assert!(rows.iter().any(|row| row.ends_with("– SQL control and tuning")), "{rows:?}");
    assert!(rows.iter().any(|row| row.ends_with("– Schema migrations")), "{rows:?}");

    let objection = weighbridge::session::Objection {
        ruling: Ruling::Accepted,
        ..objection("o1", "list-with-relations")
    };
    add(&mut session, Item::Objection(objection));
    let summary = common::report::summary(&session);
    assert_eq!(
        summary.contested,
        ["Struck for this decision: “How many statements?” – Nobody lists 200 orders. (1 January \
          1970, Dana)"]
    );
    assert_eq!(measured(&session).len(), 1, "a struck card is no evidence");
}
