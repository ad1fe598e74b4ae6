//! The command line: what it prints, what it refuses, and with which code it ends.
#![allow(
    clippy::expect_used,
    clippy::float_cmp,
    clippy::panic,
    reason = "a test fails by panicking, and exact results are compared exactly"
)]

mod common;

use std::collections::BTreeSet;
use std::ffi::OsString;
use std::path::Path;

use common::catalogue;
use serde_json::{Value, json};
use weighbridge::cli::{self, Outcome};
use weighbridge::session::{Ballot, Participant, Points, Round, Session, Strength};

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

/// Writes a file into a folder of its own and runs a job on it.
fn run_on(job: &str, text: &str, more: &[&str]) -> (Outcome, String, String) {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("given.ron");
    common::disk::write(&path, text);
    let mut args = vec![job.to_owned(), path.to_string_lossy().into_owned()];
    args.extend(more.iter().map(|arg| (*arg).to_owned()));
    run(&args.iter().map(String::as_str).collect::<Vec<_>>())
}

/// The weights that a file gives, by criterion.
fn weights(text: &str) -> Vec<(String, f64)> {
    let (outcome, out, err) = run_on("weights", text, &["--json"]);
    assert_eq!((outcome, err.as_str()), (Outcome::Exit(0), ""));
    let json: Value = serde_json::from_str(&out).expect("JSON");
    let row = |row: &Value| {
        let name = row["criterion"].as_str().expect("a name").to_owned();
        (name, row["weight"].as_f64().expect("a number"))
    };
    json["weights"].as_array().expect("a list").iter().map(row).collect()
}

#[test]
fn weights_come_from_points_a_budget_and_a_ranking() {
    let named = |rows: &[(&str, f64)]| -> Vec<(String, f64)> {
        rows.iter().map(|(name, weight)| ((*name).to_owned(), *weight)).collect()
    };
    let wanted = named(&[("a b", 0.75), ("c", 0.25)]);
    assert_eq!(weights(r#"points([("a b", 75), ("c", 25)])"#), wanted);
    assert_eq!(weights(r#"budget([("a b", 75), ("c", 25)])"#), wanted);
    assert_eq!(weights(r#"ranking(order: [["a b"], ["c"]])"#), wanted);
    let shared = weights(r#"ranking(order: [["a"], ["b", "c"]], weights: rank_sum)"#);
    assert_eq!(shared[1].1, shared[2].1, "those who share a place weigh the same");
    assert!((shared.iter().map(|(_, w)| w).sum::<f64>() - 1.0).abs() < 1e-12);
    let (_, out, _) = run_on("weights", r#"budget([("a", 60), ("b", 30)])"#, &[]);
    assert!(out.contains("10 of the 100 points are left to share."), "{out}");
    let (_, out, _) = run_on("weights", r#"points([("a", 0), ("b", 0)])"#, &[]);
    assert!(out.contains("All points are 0") && out.contains("50.0 %"), "{out}");
}

#[test]
fn comparisons_become_weights_and_say_how_consistent_they_are() {
    let text = r#"pairwise(comparisons: [("a", "b", 2), ("b", "c", 3), ("a", "c", 6)])"#;
    for ((_, weight), wanted) in weights(text).iter().zip([0.6, 0.3, 0.1]) {
        assert!((weight - wanted).abs() < 1e-12);
    }
    let (_, out, _) = run_on("weights", text, &[]);
    assert!(out.contains("do not contradict each other at all"), "{out}");
    let circle = r#"pairwise(comparisons: [("a", "b", 5), ("b", "c", 5), ("c", "a", 5)])"#;
    let (_, out, _) = run_on("weights", circle, &[]);
    assert!(out.contains("contradict each other too much to rely on"), "{out}");
    assert!(out.contains("Fits worst: a against b, given as 5, would fit as 1"), "{out}");
    let tree = r#"pairwise(comparisons: [("a", "b", 2), ("b", "c", 3)])"#;
    let (_, out, _) = run_on("weights", tree, &[]);
    assert!(out.contains("too few comparisons to contradict each other"), "{out}");
    assert!(out.contains("1 pair was not compared."), "{out}");
}

#[test]
fn names_that_differ_by_a_space_alone_are_one_name() {
    let (outcome, _, err) = run_on("weights", "points([(\"a\", 1.0), (\"a \", 2.0)])", &[]);
    assert_eq!(outcome, Outcome::Exit(1));
    assert!(err.contains("is here twice"), "{err}");
}

#[test]
fn what_gives_no_weights_is_refused_with_the_place_or_the_name() {
    let refused = |text: &str| {
        let (outcome, out, err) = run_on("weights", text, &[]);
        assert_eq!((outcome, out.as_str()), (Outcome::Exit(1), ""), "{text}");
        err
    };
    let twice = refused("points([(\"a\", 1),\n (\"a\", 2)])");
    assert!(twice.starts_with("given.ron:2:3: “a” is here twice"), "{twice}");
    let off = refused(r#"points([("a", 101)])"#);
    assert!(off.contains("points must be between 0 and 100, found 101"), "{off}");
    let unknown = refused(r#"pairwise(criteria: ["a", "b"], comparisons: [("a", "x", 2)])"#);
    assert!(unknown.contains("“x” is compared, but is not among the criteria"), "{unknown}");
    let unlinked = refused(r#"pairwise(comparisons: [("a", "b", 2), ("some", "others", 2)])"#);
    assert!(unlinked.contains("no comparison links some and others with a"), "{unlinked}");
    for ratio in ["0", "-2", "NaN", "1e400", "101"] {
        let wild = refused(&format!(r#"pairwise(comparisons: [("a", "b", {ratio})])"#));
        assert!(wild.contains("between 1/100 and 100"), "{wild}");
    }
    assert!(refused("points([])").contains("no criterion"));
    assert!(refused("shares([])").contains("`shares` is no value here"));
    assert!(refused("").contains("given.ron:1:1"));
}

#[test]
fn the_json_of_the_verdict_has_the_documented_fields() {
    let readme = include_str!("../README.md");
    let (_, out, _) = run(&["verdict", &example("saas-team.session.ron"), "--json"]);
    let json: Value = serde_json::from_str(&out).expect("JSON");
    let fields: Vec<&String> = json.as_object().expect("an object").keys().collect();
    let table = readme.split("| field | holds |").nth(1).expect("the table");
    let table = table.split("\n\n").next().expect("its end");
    let first_column = table.lines().filter_map(|line| line.split('|').nth(1));
    let documented: Vec<&str> =
        first_column.flat_map(|cell| cell.split('`').skip(1).step_by(2)).collect();
    for field in &fields {
        assert!(documented.contains(&field.as_str()), "{field} is not documented");
    }
    assert_eq!(fields.len(), documented.len(), "{documented:?}");
    for (object, inner) in [
        ("certainty", &["uniform", "ranking", "near", "near_concentration", "ratings"][..]),
        ("margin_band", &["low", "high"]),
        ("smallest_change", &["l1_moved", "moves", "l2_distance", "l2_weights"]),
        ("agreement", &["counted", "concordance", "criteria", "people"]),
    ] {
        for name in inner {
            assert!(!json[object][name].is_null(), "{object}.{name}");
        }
    }
}

/// A session of three people and an adviser, who have voted twice and are voting again; the first
/// criterion's points are set by hand.
fn voted_twice(collecting: bool) -> Session {
    let mut session = common::preset("early-saas");
    session.criteria.truncate(3);
    let names = ["Dana", "Eli", "Fay", "Gus"];
    session.people = names.map(|name| person(name, if name == "Gus" { 0.0 } else { 1.0 })).into();
    let ids: Vec<_> = session.criteria.iter().map(|c| c.id.clone()).collect();
    let round = |name: &str, revealed: bool, votes: [[f64; 3]; 4]| {
        let mut round = Round::new(common::id(name), true);
        round.revealed = revealed.then_some(jiff::Timestamp::UNIX_EPOCH);
        let points = |vote: [f64; 3]| ids.iter().cloned().zip(vote.map(Points::clamped)).collect();
        round.ballots = session
            .people
            .iter()
            .zip(votes)
            .map(|(person, vote)| Ballot::new(person.id.clone(), points(vote)))
            .collect();
        round
    };
    let mut rounds = vec![
        round("first", true, [[90.0, 50.0, 10.0], [10.0, 50.0, 90.0], [50.0; 3], [0.0; 3]]),
        round("second", true, [[60.0, 50.0, 10.0], [20.0, 50.0, 90.0], [50.0; 3], [5.0; 3]]),
    ];
    if collecting {
        let mut open = round("secret", false, [[77.125; 3], [88.125; 3], [99.125; 3], [66.125; 3]]);
        for ballot in &mut open.ballots {
            ballot.comments.insert(ids[0].clone(), "a secret".to_owned());
        }
        rounds.push(open);
    }
    session.rounds = rounds;
    for (criterion, points) in session.criteria.iter_mut().zip([80.0, 50.0, 50.0]) {
        criterion.points = Points::clamped(points);
    }
    assert_eq!(session.fault(), None);
    session
}

fn person(name: &str, strength: f64) -> Participant {
    Participant {
        id: common::id(&name.to_lowercase()),
        name: name.to_owned(),
        role: String::new(),
        strength: Strength::clamped(strength),
        present: true,
    }
}

/// The verdict of a session that was saved, as text and as JSON.
fn told(session: &Session) -> (String, String) {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("told.session.ron");
    common::disk::save(&path, session, weighbridge::store::Expect::Absent).expect("saved");
    let path = path.to_string_lossy().into_owned();
    let told = |args: &[&str]| {
        let (outcome, out, err) = run(args);
        assert_eq!((outcome, err.as_str()), (Outcome::Exit(0), ""));
        out
    };
    (told(&["verdict", &path]), told(&["verdict", &path, "--json"]))
}

/// Every name of a field within a value.
fn names_within(value: &Value, into: &mut BTreeSet<String>) {
    match value {
        Value::Object(fields) => {
            for (name, inner) in fields {
                into.insert(name.clone());
                names_within(inner, into);
            }
        }
        Value::Array(rows) => rows.iter().for_each(|row| names_within(row, into)),
        _ => {}
    }
}

#[test]
fn the_json_tells_what_moved_what_was_set_by_hand_and_what_to_talk_about() {
    let session = voted_twice(false);
    let json: Value = serde_json::from_str(&told(&session).1).expect("JSON");
    let [first, third] = [0, 2].map(|at| session.criteria[at].id.as_str());
    assert_eq!(json["agreement"]["round"], "second");
    assert_eq!(json["talk_first"], json!([third, first]));
    assert_eq!(json["overrides"], json!([{"criterion": first, "ballots": 50.0, "points": 80.0}]));
    let movement = &json["movement"];
    assert_eq!(movement["since"], "first");
    let people = movement["people"].as_array().expect("people");
    let who: Vec<_> = people.iter().map(|p| (&p["person"], &p["counts"], &p["by"])).collect();
    let [yes, no] = [true, false].map(Value::Bool);
    let [dana, gus, eli, fay] = [json!("dana"), json!("gus"), json!("eli"), json!("fay")];
    let (ten, five, some, none) = (json!(10.0), json!(5.0), json!(10.0 / 3.0), json!(0.0));
    let wanted =
        [(&dana, &yes, &ten), (&gus, &no, &five), (&eli, &yes, &some), (&fay, &yes, &none)];
    assert_eq!(who, wanted);
    let most = json!({"criterion": first, "before": 90.0, "after": 60.0});
    assert_eq!((&people[0]["most"], &people[3]["most"]), (&most, &Value::Null));
    let number = |of: &str, when: &str| movement[of][when].as_f64().expect("a number");
    assert!(number("spread", "after") < number("spread", "before"));
    assert_eq!(movement["concordance"]["after"], json["agreement"]["concordance"]);

    let mut session = session;
    session.rounds.truncate(1);
    let json: Value = serde_json::from_str(&told(&session).1).expect("JSON");
    assert_eq!((&json["agreement"]["round"], &json["movement"]), (&json!("first"), &Value::Null));
    session.rounds.clear();
    let json: Value = serde_json::from_str(&told(&session).1).expect("JSON");
    for (field, empty) in
        [("agreement", json!(null)), ("overrides", json!([])), ("talk_first", json!([]))]
    {
        assert_eq!(json[field], empty, "{field}");
    }
}

#[test]
fn what_the_ballots_hold_in_json_is_documented() {
    let json: Value = serde_json::from_str(&told(&voted_twice(false)).1).expect("JSON");
    let readme = include_str!("../README.md");
    for field in ["agreement", "overrides", "movement"] {
        let row = readme.lines().find(|line| line.starts_with(&format!("| `{field}` |")));
        let words = row.expect("a row").split(|c: char| !c.is_alphanumeric() && c != '_');
        let documented: BTreeSet<&str> = words.collect();
        let mut names = BTreeSet::new();
        names_within(&json[field], &mut names);
        assert!(names.len() > 2, "{names:?}");
        for name in names {
            assert!(documented.contains(name.as_str()), "{name} of {field} is not documented");
        }
    }
}

#[test]
fn the_verdict_says_whose_ballots_moved_and_where_the_points_are_others() {
    let (text, _) = told(&voted_twice(false));
    let lines: Vec<&str> = text.lines().collect();
    let from = lines.iter().position(|line| line.starts_with("Ballots of round")).expect(&text);
    assert_eq!(lines[from], "Ballots of round 2: 3 count, that of an adviser does not.");
    let has = |start: &str| {
        let found = lines[from..].iter().find(|line| line.starts_with(start));
        (*found.unwrap_or_else(|| panic!("{start}: {text}"))).to_owned()
    };
    assert!(has("Since round 1 ").contains("have moved together: disagreement on average"));
    assert!(has("Dana moved most, by 10 points on average; ").ends_with(" from 90 to 60."));
    assert!(has("Set by hand (the medians beside them): ").ends_with(" 80 (50)."));
    let mut session = voted_twice(false);
    for criterion in &mut session.criteria {
        criterion.points = Points::clamped(1.0);
    }
    session.rounds.truncate(1);
    for person in &mut session.people {
        person.strength = Strength::clamped(if person.name == "Dana" { 1.0 } else { 0.0 });
    }
    let (text, _) = told(&session);
    assert!(
        text.contains("\nBallots of round 1: 1 counts, those of 3 advisers do not.\n"),
        "{text}"
    );
    assert!(!text.contains("Since round"), "{text}");
}

#[test]
fn nothing_of_a_round_that_is_collected_is_told() {
    let (text, json) = told(&voted_twice(true));
    assert_eq!((&text, &json), (&told(&voted_twice(false)).0, &told(&voted_twice(false)).1));
    for told in [text, json] {
        for hidden in ["secret", "77.125", "88.125", "99.125", "66.125"] {
            assert!(!told.contains(hidden), "{hidden}: {told}");
        }
    }
    let mut session = voted_twice(true);
    session.rounds.remove(0);
    let json: Value = serde_json::from_str(&told(&session).1).expect("JSON");
    assert_eq!((&json["agreement"]["round"], &json["movement"]), (&json!("second"), &Value::Null));
    session.rounds.remove(0);
    let json: Value = serde_json::from_str(&told(&session).1).expect("JSON");
    for field in ["agreement", "movement"] {
        assert_eq!(json[field], Value::Null, "{field}");
    }
    assert_eq!((&json["overrides"], &json["talk_first"]), (&json!([]), &json!([])));
}

#[test]
fn the_text_of_the_examples_stays_sensible() {
    for (file, ballots, reach, people) in [
        ("saas-team.session.ron", "Ballots of round 1: 3 count", "All 3 counted ballots", 4),
        ("logistics-team.session.ron", "Ballots of round 1: 5 count", "All 5 counted ballots", 6),
    ] {
        let (_, text, _) = run(&["verdict", &example(file)]);
        let blocks: Vec<&str> = text.split("\n\n").collect();
        let starts = blocks.iter().map(|block| block.split("  ").next().unwrap_or_default());
        let starts: Vec<&str> = starts.map(|start| start.lines().next().unwrap_or(start)).collect();
        let [_, totals, sure, drives, flips, worth, voted, mistakes] = starts.as_slice() else {
            panic!("{text}")
        };
        assert!(blocks[0].contains(" leads clearly: it takes "), "{text}");
        assert_eq!((*totals, *drives, *flips), ("Django ORM", "Criterion", "What would flip it"));
        assert!(sure.starts_with("How sure is it that "), "{sure}");
        assert!(worth.starts_with("Worth finding out"), "{worth}");
        assert_eq!(*voted, format!("{ballots}, that of an adviser does not."));
        assert_eq!(*mistakes, "Common mistakes, looked for in this session");
        let voted: Vec<&str> = blocks[6].lines().collect();
        let rows = voted.iter().position(|line| line.starts_with(reach));
        assert_eq!(rows, Some(2 + people), "{text}");
        // The points are what the ballots come to, and there was no round before.
        assert!(!text.contains("Set by hand") && !text.contains("Since round"), "{text}");
        for wrong in ["NaN", " inf", "−0.00", "..", " .", "  %", "None", "Some(", "round 0"] {
            assert!(!text.contains(wrong), "{wrong}: {text}");
        }
        let sentences = voted.iter().skip(2 + people).chain([&voted[0]]);
        assert!(sentences.clone().all(|line| line.ends_with('.')), "{text}");
    }
}

#[test]
fn a_session_without_agreed_weights_is_told_with_a_warning() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("new.session.ron").to_string_lossy().into_owned();
    run(&["new", "--preset", "early-saas", &path]);
    let (outcome, out, _) = run(&["verdict", &path]);
    assert_eq!(outcome, Outcome::Exit(0));
    assert!(out.starts_with("The weights are not agreed yet: this is a look ahead"), "{out}");
    let (_, out, _) = run(&["verdict", &path, "--json"]);
    let json: Value = serde_json::from_str(&out).expect("JSON");
    assert_eq!((&json["covered"], &json["agreed"]), (&Value::Bool(true), &Value::Null));
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
    for word in ["new", "check", "verdict", "weights", "diff", "merge", "[FILE]"] {
        assert!(out.contains(word), "{out}");
    }
    let (outcome, _, err) = run(&["verdict"]);
    assert_eq!(outcome, Outcome::Exit(2));
    assert!(err.contains("Usage: weighbridge verdict"), "{err}");
    assert_eq!(run(&["new", "--preset", "waterfall", "x"]).0, Outcome::Exit(2));
    assert_eq!(run(&["new", "x"]).0, Outcome::Exit(2));
    assert!(cli::no_window(&"no display").contains("weighbridge verdict FILE"));
}

/// Three versions of a session in a folder, and their paths.
fn three_versions(edits: [weighbridge::session::Edit; 2]) -> (tempfile::TempDir, [String; 3]) {
    let folder = tempfile::tempdir().expect("a folder");
    let base = common::preset("early-saas");
    let [ours, theirs] = edits.map(|edit| {
        let mut session = base.clone();
        session.apply(edit).expect("fits");
        session
    });
    let put = |name: &str, session: &Session| {
        let path = folder.path().join(name);
        common::disk::save(&path, session, weighbridge::store::Expect::Absent).expect("saved");
        path.to_string_lossy().into_owned()
    };
    let paths = [put("base.ron", &base), put("ours.ron", &ours), put("theirs.ron", &theirs)];
    (folder, paths)
}

fn points(criterion: &str, number: f64) -> weighbridge::session::Edit {
    let number = Points::clamped(number);
    weighbridge::session::Edit::SetPoints(common::id(criterion), number)
}

fn read(path: &str) -> String {
    std::fs::read_to_string(path).expect("read")
}

#[test]
fn a_merge_goes_over_ours_or_into_a_new_file() {
    let (folder, [base, ours, theirs]) =
        three_versions([points("migrations", 60.0), points("delivery-speed", 99.0)]);
    let out_file = folder.path().join("out.ron").to_string_lossy().into_owned();
    let before = read(&ours);
    let (outcome, out, err) = run(&["merge", &base, &ours, &theirs, "-o", &out_file]);
    assert_eq!((outcome, err.as_str()), (Outcome::Exit(0), ""));
    assert!(out.starts_with("Points for ") && out.contains(" → 99\n"), "{out}");
    assert_eq!(read(&ours), before);
    let (outcome, _, err) = run(&["merge", &base, &ours, &theirs, "-o", &out_file]);
    assert_eq!(outcome, Outcome::Exit(1));
    assert!(err.contains("already a file of that name"), "{err}");

    assert_eq!(run(&["merge", &base, &ours, &theirs]).0, Outcome::Exit(0));
    assert_eq!(read(&ours), read(&out_file));
    assert_eq!(read(&format!("{ours}.bak")), before);
    // Once more there is nothing to do, and what somebody has written into the file stays.
    let commented = format!("// Ask Dana.\n{}", read(&ours));
    common::disk::write(ours.as_ref(), &commented);
    for more in [["-o", &ours].as_slice(), &[]] {
        let (outcome, out, err) = run(&[&["merge", &base, &ours, &theirs], more].concat());
        assert_eq!((outcome, out.as_str()), (Outcome::Exit(0), "Nothing was taken\n"));
        assert_eq!((err.as_str(), read(&ours)), ("", commented.clone()));
    }
}

#[test]
fn a_merge_with_conflicts_is_unfinished_until_a_side_is_taken() {
    let (_folder, [base, ours, theirs]) =
        three_versions([points("migrations", 61.0), points("migrations", 71.0)]);
    let (outcome, _, err) = run(&["merge", &base, &ours, &theirs]);
    assert_eq!(outcome, Outcome::Exit(1));
    assert!(err.starts_with("1 conflict, to be chosen"), "{err}");
    let conflict = "Points for Schema migrations: 55 → 61 here, → 71 there\n";
    assert!(err.contains(conflict), "{err}");
    let text = read(&ours);
    assert!(text.starts_with("// Two versions of this session were merged"), "{text}");
    assert!(text.contains(&format!("\n//   {conflict}")), "{text}");
    for job in ["check", "verdict"] {
        let (outcome, _, err) = run(&[job, &ours]);
        assert_eq!(outcome, Outcome::Exit(1));
        let said = "this is an unfinished merge with 1 conflict: open it in the window to choose";
        assert!(err.starts_with(said), "{err}");
    }
    // Asked again without a choice, it says the same.
    let (outcome, _, err) = run(&["merge", &ours]);
    assert_eq!(outcome, Outcome::Exit(1));
    assert!(err.contains(conflict) && read(&ours) == text, "{err}");
    let (outcome, out, err) = run(&["merge", &ours, "--take", "theirs"]);
    assert_eq!((outcome, err.as_str()), (Outcome::Exit(0), ""), "{out}");
    assert_eq!(read(&ours), read(&theirs));
}

#[test]
fn a_merge_that_is_refused_leaves_ours_as_it_is() {
    let (folder, [base, ours, theirs]) =
        three_versions([points("migrations", 60.0), points("migrations", 70.0)]);
    let other = folder.path().join("other.ron").to_string_lossy().into_owned();
    run(&["new", "--preset", "empty", &other]);
    let broken = folder.path().join("broken.ron");
    common::disk::write(&broken, "(kind: \"weighbridge-merge\", format: 1, ours: ())");
    let broken = broken.to_string_lossy().into_owned();
    let before = read(&ours);
    for (args, what) in [
        ([&base, &ours, &other], "these are different decisions"),
        ([&other, &ours, &theirs], "these are different decisions"),
        ([&base, &ours, &broken], "broken.ron:1:"),
        ([&base, &ours, &"/none.ron".to_owned()], "there is no such file"),
    ] {
        let (outcome, _, err) = run(&["merge", args[0], args[1], args[2]]);
        assert_eq!(outcome, Outcome::Exit(1));
        assert!(err.contains(what), "{err}");
        assert_eq!(read(&ours), before);
    }
    assert_eq!(run(&["merge", &base, &ours]).0, Outcome::Exit(2));
    let (outcome, _, err) = run(&["merge", &ours, "--take", "ours"]);
    assert_eq!(outcome, Outcome::Exit(1));
    assert!(err.contains("is a session, not a merge with conflicts"), "{err}");
    // An empty base is what git gives where both have added the file.
    let empty = folder.path().join("empty.ron");
    common::disk::write(&empty, "");
    let (outcome, _, err) = run(&["merge", &empty.to_string_lossy(), &ours, &theirs]);
    assert_eq!(outcome, Outcome::Exit(1));
    assert!(err.contains("Points for Schema migrations: 60 here, 70 there"), "{err}");
    assert!(!read(&ours).contains("base:"), "there is none");
}

#[test]
fn a_difference_is_told_with_what_it_does_to_the_verdict() {
    let (_folder, [base, _, theirs]) =
        three_versions([points("migrations", 60.0), points("migrations", 100.0)]);
    let (outcome, out, err) = run(&["diff", &base, &theirs]);
    assert_eq!((outcome, err.as_str()), (Outcome::Exit(0), ""));
    let lines: Vec<&str> = out.lines().collect();
    assert_eq!(lines[..2], ["Points for Schema migrations: 55 → 100", ""]);
    assert!(lines[2].starts_with("The weights are not agreed yet"), "{out}");
    assert!(lines[3].starts_with("Margin: ") && lines[3].contains(" → "), "{out}");
    assert!(out.contains("Verdict"), "{out}");
    assert_eq!(run(&["diff", &base, &base]).1, "No difference\n");
}
