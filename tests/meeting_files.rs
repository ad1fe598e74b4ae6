//! What a meeting leaves in a session file: written as expected, read back, and refused with the
//! place where it does not hold together.
#![allow(
    clippy::expect_used,
    clippy::float_cmp,
    clippy::panic,
    reason = "a test fails by panicking, and exact results are compared exactly"
)]

mod common;

use std::collections::BTreeMap;

use common::{ballot, empty, id, person};
use jiff::Timestamp;
use weighbridge::session::{
    AgendaItem, Ballot, Closeness, Entry, Event, FollowUp, Method, Parked, Points, Pool, Round,
    Session, Strength, Voter, Way,
};
use weighbridge::store::{LoadProblem, parse_session, session_text};

fn at(second: i64) -> Timestamp {
    Timestamp::from_second(second).expect("a time")
}

fn points(number: f64) -> Points {
    Points::clamped(number)
}

/// A round with names, one without, an open one, and everything else that a meeting leaves.
fn meeting() -> Session {
    let mut session = empty();
    session.brief.pool = Pool::Mean;
    session.brief.names_stored = false;
    session.people = ["ana", "ben", "cyd"].map(person).to_vec();
    session.people[1].strength = Strength::clamped(0.5);
    session.people[2].present = false;

    let mut spoken = ballot("ana", &[("depth", 40.0), ("speed", 100.0)]);
    spoken.comments = BTreeMap::from([(id("speed"), "We ship daily".to_owned())]);
    spoken.way = Way::File;
    let fine = Ballot { method: Method::Ranking, ..ballot("ben", &[("speed", 100.0 / 3.0)]) };
    let named = vec![spoken, fine, ballot("cyd", &[])];
    let slip = |slip: &str, strength: f64, depth| Ballot {
        voter: Voter::Unnamed { slip: id(slip), strength: Strength::clamped(strength) },
        ..ballot("nobody", &[("depth", depth)])
    };
    let unnamed = vec![slip("k3", 1.0, 0.0), slip("q7", 0.5, 25.5), slip("z0", 1.0, 100.0)];
    let voted = ["ana", "ben", "cyd"].map(id).into_iter().collect();
    session.rounds = vec![
        Round { id: id("r1"), revealed: Some(at(100)), unnamed: None, ballots: named },
        Round { id: id("r2"), revealed: Some(at(200)), unnamed: Some(voted), ballots: unnamed },
        Round::new(id("r3"), false),
    ];
    session.agenda = vec![
        AgendaItem { id: id("weigh"), name: "Weigh".to_owned(), minutes: 25 },
        AgendaItem { id: id("talk"), name: "Talk".to_owned(), minutes: 0 },
    ];
    session.parked = vec![
        Parked { id: id("p1"), text: "Licences".to_owned(), done: false },
        Parked { id: id("p2"), text: "Hosting".to_owned(), done: true },
    ];
    session.follow_ups = vec![
        FollowUp {
            id: id("f1"),
            text: "Try both".to_owned(),
            owner: "Ana".to_owned(),
            due: Some(jiff::civil::date(2027, 6, 1)),
            done: true,
        },
        FollowUp {
            id: id("f2"),
            text: "Ask again".to_owned(),
            owner: String::new(),
            due: None,
            done: false,
        },
    ];
    let begun = |part: &AgendaItem| part.begin();
    let events = [
        begun(&session.agenda[0]),
        begun(&session.agenda[1]),
        Event::AgendaEnded,
        Event::UncoveredEarly,
        Event::RoundOpened(id("r1")),
        Event::RoundRevealed(id("r1")),
        Event::RoundCancelled,
        Event::Overridden {
            criterion: id("speed"),
            ballots: points(66.5),
            points: points(70.0),
            reason: "The contract".to_owned(),
        },
        Event::WeightsAgreed(BTreeMap::from([
            (id("depth"), points(40.0)),
            (id("speed"), points(70.0)),
        ])),
        Event::WeightsReopened,
    ];
    session.log = events.into_iter().map(|event| Entry { at: at(5), event }).collect();
    session
}

/// The session of [`meeting`] as it is written, a ballot a line.
const WRITTEN: &str = r#"(
    kind: "weighbridge-session",
    format: 1,
    needs: [],
    id: "s",
    sides: (
        left: "L",
        right: "R",
    ),
    answers: [],
    must_haves: [],
    pool: mean,
    names_stored: false,
    criteria: [],
    people: [
        (
            id: "ana",
            name: "ANA",
        ),
        (
            id: "ben",
            name: "BEN",
            strength: 0.5,
        ),
        (
            id: "cyd",
            name: "CYD",
            present: false,
        ),
    ],
    rounds: [
        (
            id: "r1",
            revealed: Some("1970-01-01T00:01:40Z"),
            criteria: [
                "depth",
                "speed",
            ],
            ballots: [
                (person: "ana", way: file, points: [40, 100], comments: [("speed", "We ship daily")]),
                (person: "ben", method: ranking, points: [(), 33.333333333333336]),
                (person: "cyd", points: []),
            ],
        ),
        (
            id: "r2",
            revealed: Some("1970-01-01T00:03:20Z"),
            unnamed: [
                "ana",
                "ben",
                "cyd",
            ],
            criteria: [
                "depth",
            ],
            ballots: [
                (slip: "k3", points: [0]),
                (slip: "q7", strength: 0.5, points: [25.5]),
                (slip: "z0", points: [100]),
            ],
        ),
        (
            id: "r3",
            unnamed: [],
            ballots: [],
        ),
    ],
    agenda: [
        (
            id: "weigh",
            name: "Weigh",
            minutes: 25,
        ),
        (
            id: "talk",
            name: "Talk",
            minutes: 0,
        ),
    ],
    parked: [
        (
            id: "p1",
            text: "Licences",
        ),
        (
            id: "p2",
            text: "Hosting",
            done: true,
        ),
    ],
    follow_ups: [
        (
            id: "f1",
            text: "Try both",
            owner: "Ana",
            due: Some("2027-06-01"),
            done: true,
        ),
        (
            id: "f2",
            text: "Ask again",
        ),
    ],
    notes: [],
    record: (
        status: draft,
    ),
    log: [
        (
            at: "1970-01-01T00:00:05Z",
            event: agenda_started(
                item: "weigh",
                name: "Weigh",
                minutes: 25,
            ),
        ),
        (
            at: "1970-01-01T00:00:05Z",
            event: agenda_started(
                item: "talk",
                name: "Talk",
                minutes: 0,
            ),
        ),
        (
            at: "1970-01-01T00:00:05Z",
            event: agenda_ended,
        ),
        (
            at: "1970-01-01T00:00:05Z",
            event: uncovered_early,
        ),
        (
            at: "1970-01-01T00:00:05Z",
            event: round_opened("r1"),
        ),
        (
            at: "1970-01-01T00:00:05Z",
            event: round_revealed("r1"),
        ),
        (
            at: "1970-01-01T00:00:05Z",
            event: round_cancelled,
        ),
        (
            at: "1970-01-01T00:00:05Z",
            event: overridden(
                criterion: "speed",
                ballots: 66.5,
                points: 70.0,
                reason: "The contract",
            ),
        ),
        (
            at: "1970-01-01T00:00:05Z",
            event: weights_agreed([
                ("depth", 40.0),
                ("speed", 70.0),
            ]),
        ),
        (
            at: "1970-01-01T00:00:05Z",
            event: weights_reopened,
        ),
    ],
)
"#;

#[test]
fn a_meeting_is_written_as_expected_and_read_back() {
    let session = meeting();
    assert_eq!(session.fault(), None);
    assert_eq!(session_text(&session).expect("text"), WRITTEN);
    assert_eq!(parse_session(WRITTEN).expect("reads"), session);
}

#[test]
fn another_ballot_is_another_line_and_another_number_a_changed_one() {
    let before = meeting();
    let mut after = meeting();
    after.rounds[0].ballots[1].points.insert(id("speed"), points(30.0));
    after.rounds[1].unnamed.as_mut().expect("unnamed").remove(&id("ben"));
    after.rounds[1].ballots.remove(1);
    let (before, after) = (session_text(&before), session_text(&after));
    let (before, after) = (before.expect("text"), after.expect("text"));
    let only =
        |a: &str, b: &str| a.lines().filter(|line| !b.lines().any(|other| other == *line)).count();
    assert_eq!((only(&before, &after), only(&after, &before)), (3, 1));
    assert_eq!(before.lines().count(), after.lines().count() + 2);
}

#[test]
fn points_come_back_exactly_however_many_digits_they_have() {
    let mut session = meeting();
    for number in [1e-12, 1.0 / 3.0, 0.1 + 0.2, 99.999_999_999_999_99, 100.0, 254.0 / 255.0, 0.5] {
        session.rounds[0].ballots[0].points.insert(id("speed"), points(number));
        let text = session_text(&session).expect("text");
        assert_eq!(parse_session(&text).expect("reads"), session, "{number}");
    }
}

#[test]
fn more_criteria_in_a_round_than_a_session_holds_are_written_in_pairs() {
    let many = |name: &str, from: usize| {
        let mut given = ballot(name, &[]);
        given.points = (from..from + 150).map(|n| (id(&format!("c{n}")), points(50.0))).collect();
        given
    };
    let mut session = meeting();
    session.rounds[0].ballots = vec![many("ana", 0), many("ben", 50)];
    let text = session_text(&session).expect("text");
    assert!(text.contains("criteria: [\n                \"c0\",") && !text.contains("(\"c0\", 50"));
    assert_eq!(parse_session(&text).expect("reads"), session);
    session.rounds[0].ballots = vec![many("ana", 0), many("ben", 100)];
    let text = session_text(&session).expect("text");
    assert!(text.contains("(person: \"ana\", points: [(\"c0\", 50.0), (\"c1\", 50.0), "));
    assert_eq!(parse_session(&text).expect("reads"), session);
}

/// A file from before there were methods, comments, unnamed rounds and an agenda.
const EARLIER: &str = r#"(
    kind: "weighbridge-session",
    format: 1,
    needs: [],
    id: "tallybrook-8f2k",
    sides: (
        left: "Django ORM",
        right: "SQLAlchemy",
    ),
    title: "Club subscriptions data layer",
    answers: [
        ("database", "store"),
    ],
    must_haves: [
        (
            id: "runs-on-postgresql",
            name: "Runs on PostgreSQL",
            left: pass,
            right: pass,
        ),
    ],
    criteria: [
        (
            id: "migrations",
            name: "Schema migrations",
            points: 55.0,
            left: (
                rating: 9.0,
                origin: team,
                confidence: fairly_sure,
                claim: "Built in, and asks about renames",
            ),
            right: (
                rating: 7.0,
                origin: team,
                confidence: fairly_sure,
            ),
        ),
    ],
    people: [
        (
            id: "backend",
            name: "Backend",
            role: "Leads the team",
        ),
        (
            id: "support",
            name: "Support",
            role: "Builds and uses the internal tools",
            strength: 0.0,
        ),
    ],
    rounds: [
        (
            id: "round-1",
            revealed: Some("2026-11-24T10:02:00Z"),
            ballots: [
                (
                    person: "backend",
                    points: [
                        ("conventions", 100.0),
                        ("migrations", 55.0),
                    ],
                ),
                (
                    person: "support",
                    points: [
                        ("migrations", 40.0),
                    ],
                ),
            ],
        ),
    ],
    notes: [],
    record: (
        status: accepted,
        choice: Some(left),
    ),
    log: [
        (
            at: "2026-11-24T10:20:00Z",
            event: weights_agreed([
                ("migrations", 55.0),
            ]),
        ),
    ],
)
"#;

#[test]
fn a_file_from_before_reads_as_it_did() {
    let session = parse_session(EARLIER).expect("reads");
    assert_eq!(session.fault(), None);
    assert_eq!((session.brief.pool, session.brief.names_stored), (Pool::Median, true));
    assert_eq!(session.brief.closeness, Closeness::Close);
    assert!(session.people.iter().all(|person| person.present));
    assert!(session.agenda.is_empty() && session.parked.is_empty());
    assert!(session.follow_ups.is_empty());
    let round = &session.rounds[0];
    assert!(round.named() && round.revealed.is_some());
    assert_eq!(
        round.ballots,
        [
            ballot("backend", &[("conventions", 100.0), ("migrations", 55.0)]),
            ballot("support", &[("migrations", 40.0)]),
        ]
    );
    assert!(!session.covered() && session.drift().is_empty());
    let again = session_text(&session).expect("text");
    assert_eq!(parse_session(&again).expect("reads"), session);
    let line = r#"                (person: "support", points: [(), 40]),"#;
    assert!(again.lines().any(|other| other == line), "{again}");
}

/// A small session file with the caller's words after the people, on line 7.
fn file(rest: &str) -> String {
    format!(
        "(\n    kind: \"weighbridge-session\",\n    format: 1,\n    id: \"s\",\n    \
         sides: (left: \"L\", right: \"R\"),\n    people: [(id: \"ana\", name: \"Ana\"), \
         (id: \"ben\", name: \"Ben\")],\n    {rest},\n)\n"
    )
}

fn problem(text: &str) -> Box<LoadProblem> {
    parse_session(text).expect_err("must be refused")
}

#[test]
fn a_ballot_may_give_points_in_order_in_pairs_or_both() {
    for (criteria, given, wanted) in [
        (r#"["a", "b"]"#, "[50, 20]", ballot("ana", &[("a", 50.0), ("b", 20.0)])),
        (r#"["b", "a"]"#, "[50, 20.5]", ballot("ana", &[("b", 50.0), ("a", 20.5)])),
        (r#"["a", "b"]"#, "[(), 0]", ballot("ana", &[("b", 0.0)])),
        (r#"["a", "b"]"#, "[]", ballot("ana", &[])),
        (r#"["a", "b"]"#, r#"[("b", 7)]"#, ballot("ana", &[("b", 7.0)])),
        (r#"["a"]"#, r#"[50, ("b", 7)]"#, ballot("ana", &[("a", 50.0), ("b", 7.0)])),
        ("[]", r#"[("b", 7), ("a", 8)]"#, ballot("ana", &[("a", 8.0), ("b", 7.0)])),
    ] {
        let rounds = format!(
            "rounds: [(id: \"r\", criteria: {criteria}, ballots: [(person: \"ana\", points: \
             {given})])]"
        );
        let session = parse_session(&file(&rounds)).expect("reads");
        assert_eq!(session.rounds[0].ballots, [wanted], "{criteria} {given}");
    }
}

/// Each is refused: what stands on line 7 with two signs around the place, what is said of it, and
/// what to do.
#[track_caller]
fn refused(cases: &[(&str, &str, &str)]) {
    for (marked, what, fix) in cases {
        let (before, rest) = marked.split_once('«').expect("a mark");
        let (place, after) = rest.split_once('»').expect("its end");
        let found = problem(&file(&format!("{before}{place}{after}")));
        assert!(found.what.contains(what), "{marked}: {found}");
        assert!(found.fix.contains(fix), "{marked}: {found}");
        assert_eq!(
            (found.line, found.column),
            (7, 5 + before.chars().count()),
            "{marked}: {found}"
        );
    }
}

#[test]
fn a_ballot_of_the_wrong_person_slip_or_method_is_refused_with_its_place() {
    refused(&[
        (
            r#"rounds: [(id: "r", ballots: [(person: "ana", slip: "x"«)»])]"#,
            "a ballot has a `person` or a `slip`, and never both",
            "Correct the value",
        ),
        (
            r#"rounds: [(id: "r", ballots: [(method: budget, points: [("a", 5)]«)»])]"#,
            "a ballot must say its `person`, or its `slip` in an unnamed round",
            "Correct the value",
        ),
        (
            r#"rounds: [(id: "r", ballots: [(person: "ana"), (slip: «"x"»)])]"#,
            "this ballot has a slip, in a round whose ballots have names",
            "Write `person`",
        ),
        (
            r#"rounds: [(id: "x", unnamed: ["ana"], ballots: [(person: «"ana"»)])]"#,
            "this ballot has a name, in a round whose ballots have none",
            "Write `slip`",
        ),
        (
            r#"rounds: [(id: "x", unnamed: ["ana", "ben"], ballots: [(slip: "x"), (slip: «"x"»)])]"#,
            "the slip “x” is used twice in one round",
            "a slip of its own",
        ),
        (
            r#"rounds: [(id: "zoe", unnamed: ["ana", «"zoe"»], ballots: [(slip: "zoe")])]"#,
            "“zoe” has voted, who is no participant",
            "each participant who has voted once",
        ),
        (
            r#"rounds: [(id: "r", unnamed: ["ana", «"ana"»], ballots: [(slip: "x")])]"#,
            "“ana” is here twice",
            "each participant who has voted once",
        ),
        (
            r#"rounds: [(id: "r", unnamed: ["ana"], ballots: [(slip: «"x"»), (slip: "y")])]"#,
            "in round “r” 1 have voted, and there are 2 ballots",
            "keep one ballot for each",
        ),
        (
            r#"rounds: [(id: "r", unnamed: ["ana", «"ben"»])]"#,
            "in round “r” 2 have voted, and there are 0 ballots",
            "keep one ballot for each",
        ),
        (
            r#"rounds: [(id: "r", ballots: [(person: "ana", method: «swng», points: [])])]"#,
            "`swng` is no value here",
            "Did you mean `swing`?",
        ),
        (
            r#"rounds: [(id: "r", ballots: [(person: "ana", method: «dice», points: [])])]"#,
            "`dice` is no value here",
            "It is one of swing, budget, ranking, pairwise.",
        ),
    ]);
}

#[test]
fn points_and_comments_that_cannot_be_told_apart_are_refused_with_their_place() {
    refused(&[
        (
            r#"rounds: [(id: "r", criteria: ["a"], ballots: [(person: "ana", points: [«101»])])]"#,
            "points must be between 0 and 100, found 101",
            "Correct the value",
        ),
        (
            r#"rounds: [(id: "r", criteria: ["a"], ballots: [(person: "ana", points: «[1, 2]»)])]"#,
            "this ballot gives 2 points to 1 criteria of its round",
            "in their order",
        ),
        (
            r#"rounds: [(id: "r", ballots: [(person: "ana", points: «[()]»)])]"#,
            "this ballot gives 1 points to 0 criteria of its round",
            "in their order",
        ),
        (
            r#"rounds: [(id: "r", ballots: [(person: "ana", points: [("a", 1), «("a", 1)»])])]"#,
            "this ballot gives points to “a” twice",
            "each criterion once",
        ),
        (
            r#"rounds: [(id: "r", criteria: ["a"], ballots: [(person: "ana", points: [1, «("a", 1)»])])]"#,
            "this ballot gives points to “a” twice",
            "each criterion once",
        ),
        (
            r#"rounds: [(id: "r", ballots: [(person: "ana", comments: [("a", "1"), («"a"», "2")])])]"#,
            "this ballot has two comments on “a”",
            "Keep one comment",
        ),
        (
            r#"rounds: [(id: "r", criteria: ["a", "a"«]», ballots: [])]"#,
            "“a” is named twice by one round",
            "Correct the value",
        ),
    ]);
}

#[test]
fn minutes_events_and_days_that_there_are_not_are_refused_with_their_place() {
    refused(&[
        (
            r#"agenda: [(id: "a", name: "A", minutes: «700»)]"#,
            "minutes must be a whole number from 0 to 600, found 700",
            "Correct the value",
        ),
        (
            r#"agenda: [(id: "a", name: "A", minutes: «-1»)]"#,
            "minutes must be a whole number from 0 to 600, found -1",
            "Correct the value",
        ),
        (
            r#"agenda: [(id: "a", name: "A", minutes: «2.5»)]"#,
            "minutes must be a whole number from 0 to 600, found 2.5",
            "Correct the value",
        ),
        (
            r#"log: [(at: "2026-11-24T10:20:00Z", event: agenda_started(item: "a", name: "A", minutes: «601»))]"#,
            "minutes must be a whole number from 0 to 600, found 601",
            "Correct the value",
        ),
        (
            r#"log: [(at: "2026-11-24T10:20:00Z", event: «round_begun»("r"))]"#,
            "`round_begun` is no value here",
            "It is one of weights_agreed",
        ),
        (
            r#"follow_ups: [(id: "f", text: "Try", due: Some("«soon»"))]"#,
            "this is no day or time",
            "Write a day as 2026-12-04",
        ),
    ]);
}

#[test]
fn a_place_is_the_right_one_of_several_rounds() {
    let first = r#"(id: "r1", unnamed: ["ana", "ben"], ballots: [(slip: "x"), (slip: "y")])"#;
    let second = r#"(id: "r2", ballots: [(person: "ana"), (person: "ben")])"#;
    let third = |unnamed: &str, slips: &str| {
        let round = format!("(id: \"r3\", unnamed: [{unnamed}], ballots: [{slips}])");
        file(&format!("rounds: [\n        {first},\n        {second},\n        {round}]"))
    };
    let column = |text: &str, place: &str| {
        let line = text.lines().nth(9).expect("ten lines");
        line.rfind(place).expect("there") + 1
    };
    // The same slip in another round is another ballot.
    parse_session(&third("\"ben\"", "(slip: \"x\")")).expect("reads");
    for (unnamed, slips, place) in [
        ("\"ana\", \"ben\"", "(slip: \"x\"), (slip: \"x\")", "\"x\""),
        ("\"ana\", \"zoe\"", "(slip: \"x\"), (slip: \"y\")", "\"zoe\""),
        ("\"ana\"", "(slip: \"x\"), (slip: \"y\")", "\"x\""),
        ("\"ana\", \"ben\"", "", "\"ben\""),
        ("\"ana\"", "(slip: \"x\", points: [1])", "[1]"),
        ("\"ana\"", "(person: \"ben\")", "\"ben\""),
    ] {
        let text = third(unnamed, slips);
        let found = problem(&text);
        assert_eq!((found.line, found.column), (10, column(&text, place)), "{found}");
    }
}
