//! `weighbridge evidence`: what it tells, in text and as JSON, and what it takes in.
#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

mod common;

use std::ffi::OsString;

use common::disk::{folder, write};
use common::{catalogue, preset};
use serde_json::Value;
use weighbridge::cli::{self, Outcome};
use weighbridge::store::{self, session_text};

fn run(args: &[&str]) -> (Outcome, String, String) {
    let args = ["weighbridge", "evidence"].into_iter().chain(args.iter().copied());
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let outcome = cli::run(args.map(OsString::from), catalogue(), &mut out, &mut err);
    let text = |bytes| String::from_utf8(bytes).expect("text");
    (outcome.expect("written"), text(out), text(err))
}

#[test]
fn every_criterion_is_told_with_its_cards_or_the_reason_why_there_is_none() {
    let (outcome, out, err) = run(&[]);
    assert_eq!((outcome, err.as_str()), (Outcome::Exit(0), ""));
    for criterion in &catalogue().criteria {
        assert!(out.contains(&format!("{} ({})", criterion.name, criterion.id)), "{out}");
    }
    for card in &catalogue().evidence.lab.cards {
        assert!(out.contains(&card.finding) && out.contains(&card.limits[0]), "{}", card.id);
    }
    for row in &catalogue().evidence.unmeasured {
        assert!(out.contains(&row.reason), "{}", row.criterion);
    }
    let run = &catalogue().evidence.lab.run;
    assert!(out.contains(&format!("Measured on {}", run.date)), "{out}");
    assert!(out.contains(&format!("Django {}", run.versions["Django"])), "{out}");
}

#[test]
fn a_card_tells_statements_lines_the_ratio_in_words_and_its_limits() {
    let (_, out, _) = run(&["sql-control"]);
    for words in ["same answer", "3 statements", "13 lines", "SQLAlchemy took about", "Limit: "] {
        assert!(out.contains(words), "{words} is not in {out}");
    }
    assert!(!out.contains("Admin and back office ("), "one criterion only");
    let (_, out, _) = run(&["--card", "list-with-relations"]);
    for words in
        ["select_related", "joinedload", "SELECT", "What a newcomer writes", "data/lab/run"]
    {
        assert!(out.contains(words), "{words} is not in {out}");
    }
}

#[test]
fn json_has_the_same_in_numbers() {
    let (outcome, out, _) = run(&["sql-control", "--json"]);
    assert_eq!(outcome, Outcome::Exit(0));
    let json: Value = serde_json::from_str(&out).expect("JSON");
    let cards = json["criteria"][0]["cards"].as_array().expect("a list");
    let card = cards.iter().find(|card| card["id"] == "list-with-relations").expect("the card");
    assert_eq!(card["kind"], "cost");
    let sqlite = &card["databases"][0];
    assert_eq!(sqlite["database"], "sqlite");
    assert_eq!(sqlite["left"]["statements"], 3);
    let time = &sqlite["time"];
    let number = |name: &str| time[name].as_f64().expect("a number");
    assert!(number("low") <= number("ratio") && number("ratio") <= number("high"));
    let (_, out, _) = run(&["--card", "list-with-relations", "--json"]);
    let json: Value = serde_json::from_str(&out).expect("JSON");
    assert!(json["card"]["variants"][0]["code"].is_string());
}

#[test]
fn what_is_misspelt_is_refused_with_what_may_be_meant() {
    for (args, wanted) in [
        (&["sql-contrl"][..], "there is no criterion “sql-contrl”; did you mean “sql-control”?"),
        (
            &["--card", "list-with-relation"],
            "there is no card “list-with-relation”; did you mean “list-with-relations”?",
        ),
        (&["speed-of-light"], "known are delivery-speed"),
    ] {
        let (outcome, out, err) = run(args);
        assert_eq!((outcome, out.as_str()), (Outcome::Exit(1), ""));
        assert!(err.contains(wanted), "{err}");
    }
    assert_eq!(run(&["--import", "one.ron"]).0, Outcome::Exit(2));
}

#[test]
fn a_run_is_taken_into_a_session_once_and_the_session_stays_whole_where_it_is_refused() {
    let folder = folder();
    let path = |name: &str| folder.path().join(name).to_string_lossy().into_owned();
    let (session, good, bad) = (path("a.session.ron"), path("ours.ron"), path("bad.ron"));
    write(session.as_ref(), session_text(&preset("early-saas")).expect("text"));
    let whole = common::evidence::exported();
    write(good.as_ref(), &whole);
    write(bad.as_ref(), whole.replacen("lines: ", "lines: 0, was: ", 1));

    let before = std::fs::read(&session).expect("there");
    let (outcome, _, err) = run(&["--import", &bad, &session]);
    assert_eq!(outcome, Outcome::Exit(1));
    assert!(err.contains("bad.ron:"), "{err}");
    assert_eq!(std::fs::read(&session).expect("there"), before, "untouched");

    let (outcome, out, err) = run(&["--import", &good, &session]);
    assert_eq!((outcome, err.as_str()), (Outcome::Exit(0), ""));
    assert!(out.contains("the run “ours” with 1 card is in it"), "{out}");
    let opened = store::open(session.as_ref()).expect("opens").session;
    assert_eq!(opened.evidence.runs.len(), 1);

    let (outcome, _, err) = run(&["--import", &good, &session]);
    assert_eq!(outcome, Outcome::Exit(1));
    assert!(err.contains("already has an item"), "{err}");
}
