//! The command line: what it prints, what it refuses, and with which code it ends.
#![allow(
    clippy::expect_used,
    clippy::float_cmp,
    clippy::panic,
    reason = "a test fails by panicking, and exact results are compared exactly"
)]

mod common;

use std::ffi::OsString;
use std::path::Path;

use common::catalogue;
use serde_json::Value;
use weighbridge::cli::{self, Outcome};

/// Runs a command line; gives its outcome, output and error output.
fn run(args: &[&str]) -> (Outcome, String, String) {
    let args = std::iter::once("weighbridge").chain(args.iter().copied()).map(OsString::from);
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let outcome = cli::run(args, catalogue(), &mut out, &mut err).expect("written");
    let text = |bytes| String::from_utf8(bytes).expect("text");
    (outcome, text(out), text(err))
}

fn example(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/examples").join(name);
    path.to_string_lossy().into_owned()
}

#[test]
fn without_a_job_the_window_is_wanted() {
    assert_eq!(run(&[]).0, Outcome::Window(None));
    assert_eq!(run(&["a.session.ron"]).0, Outcome::Window(Some("a.session.ron".into())));
}

#[test]
fn the_examples_come_out_as_they_should() {
    for (file, side, sign) in [
        ("saas-team.session.ron", "Django ORM", 1.0),
        ("logistics-team.session.ron", "SQLAlchemy", -1.0),
    ] {
        let (outcome, out, err) = run(&["verdict", &example(file)]);
        assert_eq!((outcome, err.as_str()), (Outcome::Exit(0), ""));
        assert!(out.contains(&format!("{side} leads clearly")), "{out}");

        let (_, out, _) = run(&["verdict", &example(file), "--json"]);
        let json: Value = serde_json::from_str(&out).expect("JSON");
        let number = |value: &Value| value.as_f64().expect("a number");
        let margin = number(&json["margin"]);
        assert!(margin * sign > 1.0);
        let difference = number(&json["totals"]["left"]) - number(&json["totals"]["right"]);
        assert!((difference - margin).abs() < 1e-12);
        assert_eq!(json["sides"]["left"], "Django ORM");
        let list = |name: &str| json[name].as_array().expect("a list").clone();
        let weights: f64 = list("weights").iter().map(|w| number(&w["weight"])).sum();
        assert!((weights - 1.0).abs() < 1e-12);
        let parts: f64 = list("contributions").iter().map(|c| number(&c["contribution"])).sum();
        assert!((parts - margin).abs() < 1e-12);
        assert!(json["headline"].as_str().expect("text").contains(side));
    }
}

#[test]
fn a_new_session_can_be_made_checked_and_is_never_overwritten() {
    let folder = tempfile::tempdir().expect("a folder");
    for name in ["early-saas", "backend-platform", "empty"] {
        let path = folder.path().join(name).to_string_lossy().into_owned();
        let (outcome, out, err) = run(&["new", "--preset", name, &path]);
        assert_eq!((outcome, err.as_str()), (Outcome::Exit(0), ""));
        assert!(out.contains("13 criteria"), "{out}");
        let (outcome, out, _) = run(&["check", &path]);
        assert_eq!(outcome, Outcome::Exit(0));
        assert!(out.contains("ok, 13 criteria"), "{out}");
        let (outcome, _, err) = run(&["new", "--preset", name, &path]);
        assert_eq!(outcome, Outcome::Exit(1));
        assert!(err.contains("already a file of that name"), "{err}");
    }
}

#[test]
fn a_table_becomes_a_session_or_is_refused_with_the_place() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = |name: &str| folder.path().join(name).to_string_lossy().into_owned();
    let (table, out_file) = (path("matrix.csv"), path("matrix.session.ron"));
    let put = |text: &str| {
        use std::io::Write as _;
        let mut file = std::fs::File::create(&table).expect("created");
        file.write_all(text.as_bytes()).expect("written");
    };
    put("criterion,points,left,right\nOur own,60,8,12\n");
    let (outcome, _, err) = run(&["new", "--from", &table, &out_file]);
    assert_eq!(outcome, Outcome::Exit(1));
    assert!(err.starts_with("matrix.csv:2:14: row 2, column right: rating must be"), "{err}");
    put("criterion,points,left,right\nOur own,60,8,2\n");
    let (outcome, out, err) = run(&["new", "--from", &table, &out_file]);
    assert_eq!((outcome, err.as_str()), (Outcome::Exit(0), ""), "{out}");
    let (_, out, _) = run(&["verdict", &out_file]);
    assert!(out.contains("Django ORM leads under every weighting and cannot be flipped"), "{out}");
}

#[test]
fn check_reads_every_file_and_reports_every_problem() {
    let (outcome, out, err) =
        run(&["check", "/none.ron", &example("saas-team.session.ron"), "/none2.ron"]);
    assert_eq!(outcome, Outcome::Exit(1));
    assert!(out.contains("saas-team.session.ron: ok"), "{out}");
    assert_eq!(err.matches("there is no such file").count(), 2, "{err}");
}

#[test]
fn help_and_mistakes_are_answered() {
    let (outcome, out, _) = run(&["--help"]);
    assert_eq!(outcome, Outcome::Exit(0));
    for word in ["new", "check", "verdict", "[FILE]"] {
        assert!(out.contains(word), "{out}");
    }
    let (outcome, _, err) = run(&["verdict"]);
    assert_eq!(outcome, Outcome::Exit(2));
    assert!(err.contains("Usage: weighbridge verdict"), "{err}");
    assert_eq!(run(&["new", "--preset", "waterfall", "x"]).0, Outcome::Exit(2));
    assert_eq!(run(&["new", "x"]).0, Outcome::Exit(2));
    assert!(cli::no_window(&"no display").contains("weighbridge verdict FILE"));
}
