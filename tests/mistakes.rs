//! The common mistakes: each is seen where the session shows it, with the evidence, and only there.
#![allow(
    clippy::expect_used,
    clippy::float_cmp,
    clippy::panic,
    reason = "a test fails by panicking, and exact results are compared exactly"
)]

mod common;

use common::{catalogue, criterion, id, preset};
use weighbridge::analysis::{Lead, Sight, Sighting, verdict};
use weighbridge::session::{
    Edit, Field, Id, Item, ItemRef, MustHave, Note, Origin, Outcome, Pair, Points, Rating, Session,
    Side,
};

const CONTROL: [&str; 3] = ["query-expressiveness", "sql-control", "domain-separation"];
const DEPTH: [&str; 3] = ["query-expressiveness", "sql-control", "ageing"];
const CARE: [&str; 2] = ["transaction-safety", "learning-curve"];

/// The catalogue's thirteen criteria with 50 points each, level at margin 0, after some edits.
fn level(edits: impl IntoIterator<Item = Edit>) -> Session {
    changed(catalogue().empty_session(id("s")), edits)
}

/// The same without some criteria.
fn without(criteria: &[&str]) -> Session {
    level(criteria.iter().map(|name| Edit::Remove(ItemRef::Criterion(id(name)))))
}

fn changed(mut session: Session, edits: impl IntoIterator<Item = Edit>) -> Session {
    for edit in edits {
        session.apply(edit).expect("fits");
    }
    session
}

fn answer(question: &str, answer: &str) -> Edit {
    Edit::Answer { question: id(question), answer: Some(id(answer)) }
}

fn points(criterion: &str, points: f64) -> Edit {
    Edit::SetPoints(id(criterion), Points::clamped(points))
}

fn rate(criterion: &str, side: Side, rating: f64) -> Edit {
    Edit::Rate(id(criterion), side, Rating::clamped(rating), Origin::Team)
}

fn reason(criterion: &str, side: Side, text: &str) -> Edit {
    Edit::Write(Field::Reason(id(criterion), side), text.to_owned())
}

fn context(text: &str) -> Edit {
    Edit::Write(Field::Context, text.to_owned())
}

fn note(criterion: Option<&str>, author: &str, text: &str) -> Edit {
    let note = Note {
        id: Id::from_name(text, |_| false),
        criterion: criterion.map(id),
        side: None,
        author: author.to_owned(),
        written: jiff::Timestamp::UNIX_EPOCH,
        edited: None,
        text: text.to_owned(),
    };
    Edit::Insert(0, Item::Note(note))
}

fn must_have(left: Outcome, right: Outcome) -> Edit {
    let must_have =
        MustHave { id: id("m"), name: "Is typed".to_owned(), outcome: Pair::new(left, right) };
    Edit::Insert(0, Item::MustHave(must_have))
}

fn lead(session: &Session) -> Lead {
    verdict(session, catalogue()).lead
}

fn look(session: &Session, mistake: &str) -> Sighting {
    let mistakes = verdict(session, catalogue()).mistakes;
    mistakes.into_iter().find(|m| m.mistake.as_str() == mistake).expect("a rule")
}

#[track_caller]
fn shows(session: &Session, mistake: &str, sight: Sight, evidence: &str) {
    let found = look(session, mistake);
    assert_eq!((found.sight, found.evidence.as_str()), (sight, evidence));
}

fn sights(session: &Session) -> Vec<Sight> {
    verdict(session, catalogue()).mistakes.iter().map(|m| m.sight).collect()
}

#[test]
fn every_mistake_of_the_guide_has_a_rule_and_keeps_its_name_and_advice() {
    let found = verdict(&preset("early-saas"), catalogue()).mistakes;
    let found: Vec<_> = found.iter().map(|m| (&m.mistake, &m.name, &m.advice)).collect();
    let guide = &catalogue().guide.mistakes;
    let known: Vec<_> = guide.iter().map(|m| (&m.id, &m.name, &m.advice)).collect();
    assert_eq!(found, known);
}

#[test]
fn the_first_team_starts_without_a_mistake() {
    assert_eq!(sights(&preset("early-saas")), [Sight::NotSeen; 6]);
}

#[test]
fn the_second_team_starts_without_a_mistake_that_can_be_told() {
    let session = preset("backend-platform");
    let mut expected = [Sight::NotSeen; 6];
    // Its context names six engineers, but no day of release.
    expected[5] = Sight::CannotTell;
    assert_eq!(sights(&session), expected);
    shows(
        &session,
        "power-for-merit",
        Sight::NotSeen,
        "Query expressiveness, SQL control and tuning and Domain separation hold 37 % of the \
         weight; an equal share would be 23 %, and no answer speaks against it.",
    );
    shows(
        &session,
        "lock-in-overlooked",
        Sight::NotSeen,
        "Django is answered “Partly”, and Framework neutrality weighs 9 %; an average criterion \
         weighs 8 %.",
    );
    shows(
        &session,
        "sessions-underestimated",
        Sight::NotSeen,
        "SQLAlchemy leads, and the team knows databases well.",
    );
    shows(
        &session,
        "complexity-too-early",
        Sight::CannotTell,
        "The answers say “Reporting and unusual joins” and “Long, complex domain”; the context \
         names no release date.",
    );
}

#[test]
fn an_empty_session_shows_nothing_and_nothing_falls_over() {
    let empty = Session::new(id("s"), Pair::new("L".to_owned(), "R".to_owned()));
    let (not, cannot) = (Sight::NotSeen, Sight::CannotTell);
    assert_eq!(sights(&empty), [cannot, cannot, cannot, not, not, cannot]);
    shows(&empty, "sessions-underestimated", Sight::NotSeen, "R does not lead.");
    for sighting in verdict(&empty, catalogue()).mistakes {
        assert!(!sighting.evidence.is_empty() && !sighting.advice.is_empty());
    }
}

#[test]
fn answers_that_the_catalogue_does_not_know_show_no_mistake() {
    let questions = catalogue().questions().map(|q| answer(q.id.as_str(), "no-such-answer"));
    assert!(!sights(&level(questions)).contains(&Sight::Seen));
}

// Power taken for merit.

#[test]
fn much_weight_on_control_beside_answers_that_do_not_need_it_is_power_taken_for_merit() {
    let session = level(CONTROL.map(|name| points(name, 90.0)));
    let session = changed(session, [answer("queries", "crud")]);
    shows(
        &session,
        "power-for-merit",
        Sight::Seen,
        "Query expressiveness, SQL control and tuning and Domain separation hold 35 % of the \
         weight; an equal share would be 23 %, and the answers say “Mostly CRUD”.",
    );
    let session = changed(session, [answer("structure", "strong"), answer("experience", "mixed")]);
    let evidence = look(&session, "power-for-merit").evidence;
    let said = "and the answers say “Strong conventions”, “Mostly CRUD” and “Mixed”.";
    assert!(evidence.ends_with(said), "{evidence}");
}

#[test]
fn much_weight_on_control_is_fine_where_no_answer_speaks_against_it() {
    let session = level(CONTROL.map(|name| points(name, 90.0)));
    let session = changed(session, [answer("queries", "reporting")]);
    shows(
        &session,
        "power-for-merit",
        Sight::NotSeen,
        "Query expressiveness, SQL control and tuning and Domain separation hold 35 % of the \
         weight; an equal share would be 23 %, and no answer speaks against it.",
    );
}

#[test]
fn an_equal_share_for_control_is_no_power_taken_for_merit() {
    shows(
        &level([answer("queries", "crud")]),
        "power-for-merit",
        Sight::NotSeen,
        "Query expressiveness, SQL control and tuning and Domain separation hold 23 % of the \
         weight; an equal share would be 23 %.",
    );
    shows(
        &without(&["sql-control", "domain-separation"]),
        "power-for-merit",
        Sight::NotSeen,
        "Query expressiveness holds 9 % of the weight; an equal share would be 9 %.",
    );
}

#[test]
fn the_weight_on_control_is_large_from_a_quarter_over_its_equal_share_on() {
    // An equal share is 3 / 13; a quarter more is reached at 67.6 points each.
    let of_points = |each| {
        let session = level(CONTROL.map(|name| points(name, each)));
        changed(session, [answer("queries", "crud")])
    };
    shows(
        &of_points(67.0),
        "power-for-merit",
        Sight::NotSeen,
        "Query expressiveness, SQL control and tuning and Domain separation hold 29 % of the \
         weight; an equal share would be 23 %.",
    );
    shows(
        &of_points(68.0),
        "power-for-merit",
        Sight::Seen,
        "Query expressiveness, SQL control and tuning and Domain separation hold 29 % of the \
         weight; an equal share would be 23 %, and the answers say “Mostly CRUD”.",
    );
}

#[test]
fn power_for_merit_cannot_be_told_without_answers_or_without_criteria_of_control() {
    shows(
        &level(CONTROL.map(|name| points(name, 90.0))),
        "power-for-merit",
        Sight::CannotTell,
        "Query expressiveness, SQL control and tuning and Domain separation hold 35 % of the \
         weight; an equal share would be 23 %. The questions that would justify it are open.",
    );
    shows(
        &without(&CONTROL),
        "power-for-merit",
        Sight::CannotTell,
        "This session has none of the criteria of control.",
    );
}

// Simple taken for weak.

#[test]
fn django_rated_down_without_a_word_is_simple_taken_for_weak() {
    let session = level([
        rate("query-expressiveness", Side::Left, 4.0),
        rate("ageing", Side::Left, 3.5),
        rate("sql-control", Side::Left, 4.0),
    ]);
    shows(
        &session,
        "simple-for-weak",
        Sight::Seen,
        "Django ORM is rated down without a reason or a note: Query expressiveness (4, starting \
         rating 7) and Ages with complexity (3.5, starting rating 6).",
    );
}

#[test]
fn two_steps_down_are_far_and_less_is_not() {
    let sight =
        |rating| look(&level([rate("sql-control", Side::Left, rating)]), "simple-for-weak").sight;
    assert_eq!(sight(3.0), Sight::Seen);
    assert_eq!(sight(3.1), Sight::NotSeen);
    assert_eq!(sight(10.0), Sight::NotSeen);
}

#[test]
fn a_note_or_a_reason_of_the_teams_own_explains_a_low_rating() {
    let low = level([rate("sql-control", Side::Left, 2.0)]);
    let sight = |edits: Vec<Edit>| look(&changed(low.clone(), edits), "simple-for-weak").sight;
    let why = "The nightly report failed.";
    assert_eq!(sight(vec![note(Some("sql-control"), "Ana", why)]), Sight::NotSeen);
    assert_eq!(sight(vec![reason("sql-control", Side::Left, why)]), Sight::NotSeen);
    // What stands elsewhere, or what the catalogue says, explains nothing.
    assert_eq!(sight(vec![note(Some("ageing"), "Ana", why)]), Sight::Seen);
    assert_eq!(sight(vec![note(None, "Ana", why)]), Sight::Seen);
    assert_eq!(sight(vec![reason("sql-control", Side::Right, why)]), Sight::Seen);
    assert_eq!(sight(vec![reason("sql-control", Side::Left, "  ")]), Sight::Seen);
    let known = catalogue().criterion(&id("sql-control")).expect("known");
    let of_catalogue = reason("sql-control", Side::Left, &known.claims.left.reason);
    assert_eq!(sight(vec![of_catalogue]), Sight::Seen);
}

#[test]
fn starting_ratings_take_nothing_simple_for_weak() {
    let evidence = "Django ORM is not rated far below its starting rating without a reason on \
                    Query expressiveness, SQL control and tuning and Ages with complexity.";
    shows(&level([]), "simple-for-weak", Sight::NotSeen, evidence);
    let right_down = level([rate("sql-control", Side::Right, 1.0)]);
    shows(&right_down, "simple-for-weak", Sight::NotSeen, evidence);
}

#[test]
fn simple_for_weak_cannot_be_told_without_its_criteria() {
    shows(
        &without(&DEPTH),
        "simple-for-weak",
        Sight::CannotTell,
        "This session has none of the criteria that would show it.",
    );
}

// Lock-in overlooked.

#[test]
fn programs_outside_django_beside_little_weight_on_neutrality_are_lock_in_overlooked() {
    shows(
        &level([answer("django", "partly"), points("framework-neutrality", 25.0)]),
        "lock-in-overlooked",
        Sight::Seen,
        "Django is answered “Partly”, and Framework neutrality weighs 4 %; an average criterion \
         weighs 8 %.",
    );
    shows(
        &changed(without(&["framework-neutrality"]), [answer("django", "partly")]),
        "lock-in-overlooked",
        Sight::Seen,
        "Django is answered “Partly”, and no criterion weighs neutrality.",
    );
}

#[test]
fn django_orm_ahead_without_django_is_lock_in_overlooked() {
    let ahead = level([points("admin-tooling", 100.0)]);
    assert_eq!(lead(&ahead), Lead::Narrow(Side::Left));
    let evidence = |edits: &[Edit]| {
        let found = look(&changed(ahead.clone(), edits.to_vec()), "lock-in-overlooked");
        assert_eq!(found.sight, Sight::Seen);
        found.evidence
    };
    let (no, out) = (answer("django", "no"), answer("framework", "ruled-out"));
    let said = |answers: &str| format!("Django is answered {answers}, yet Django ORM leads.");
    assert_eq!(evidence(std::slice::from_ref(&no)), said("“No”"));
    assert_eq!(evidence(std::slice::from_ref(&out)), said("“Ruled out”"));
    assert_eq!(evidence(&[no, out]), said("“Ruled out” and “No”"));
    // With a part of the code inside Django the lead alone is no mistake; the weight decides.
    assert_eq!(
        evidence(&[answer("django", "partly")]),
        "Django is answered “Partly”, and Framework neutrality weighs 7 %; an average criterion \
         weighs 8 %."
    );
}

#[test]
fn django_orm_ahead_but_too_close_to_call_does_not_lead_without_django() {
    let close = level([points("delivery-speed", 90.0), answer("django", "no")]);
    assert!(verdict(&close, catalogue()).balance.margin > 0.0);
    assert_eq!(lead(&close), Lead::TooClose);
    shows(
        &close,
        "lock-in-overlooked",
        Sight::Seen,
        "Django is answered “No”, and Framework neutrality weighs 7 %; an average criterion \
         weighs 8 %.",
    );
    let close = level([
        points("admin-tooling", 100.0),
        points("framework-neutrality", 80.0),
        answer("framework", "ruled-out"),
    ]);
    assert!(verdict(&close, catalogue()).balance.margin > 0.0);
    assert_eq!(lead(&close), Lead::TooClose);
    shows(
        &close,
        "lock-in-overlooked",
        Sight::NotSeen,
        "Django is answered “Ruled out”, and Framework neutrality weighs 11 %; an average \
         criterion weighs 8 %.",
    );
}

#[test]
fn with_a_must_have_the_side_that_qualifies_leads_whatever_the_weights_say() {
    let neutral = level([
        points("framework-neutrality", 100.0),
        answer("django", "no"),
        answer("experience", "mixed"),
    ]);
    let judged = |left, right| changed(neutral.clone(), [must_have(left, right)]);

    let left = judged(Outcome::Pass, Outcome::Fail);
    assert_eq!(lead(&left), Lead::ByMustHave(Side::Left));
    let evidence = "Django is answered “No”, yet Django ORM is the only one left.";
    shows(&left, "lock-in-overlooked", Sight::Seen, evidence);
    shows(&left, "sessions-underestimated", Sight::NotSeen, "SQLAlchemy does not lead.");

    let neither = judged(Outcome::Fail, Outcome::Fail);
    assert_eq!(lead(&neither), Lead::NeitherQualifies);
    shows(
        &neither,
        "lock-in-overlooked",
        Sight::NotSeen,
        "Django is answered “No”, and Framework neutrality weighs 14 %; an average criterion \
         weighs 8 %.",
    );
    shows(&neither, "sessions-underestimated", Sight::NotSeen, "SQLAlchemy does not lead.");

    let right = changed(
        level([points("admin-tooling", 100.0), answer("experience", "mixed")]),
        [must_have(Outcome::Fail, Outcome::Open)],
    );
    assert_eq!(lead(&right), Lead::ByMustHave(Side::Right));
    shows(
        &right,
        "sessions-underestimated",
        Sight::Seen,
        "SQLAlchemy is the only one left, and the team’s experience is mixed; Learning curve 7 % \
         and Hard to misuse 7 % of the weight, and no note says who knows the unit of work.",
    );
}

#[test]
fn neutrality_with_an_average_weight_or_more_is_no_lock_in_overlooked() {
    shows(
        &level([answer("django", "partly")]),
        "lock-in-overlooked",
        Sight::NotSeen,
        "Django is answered “Partly”, and Framework neutrality weighs 8 %; an average criterion \
         weighs 8 %.",
    );
    shows(
        &level([answer("django", "no"), points("framework-neutrality", 100.0)]),
        "lock-in-overlooked",
        Sight::NotSeen,
        "Django is answered “No”, and Framework neutrality weighs 14 %; an average criterion \
         weighs 8 %.",
    );
}

#[test]
fn lock_in_does_not_matter_inside_django() {
    // With Django chosen, its part in the plan is clear even before that is asked.
    for inside in [answer("django", "yes"), answer("framework", "chosen")] {
        shows(
            &level([inside, points("framework-neutrality", 0.0)]),
            "lock-in-overlooked",
            Sight::NotSeen,
            "The answers put no program outside Django.",
        );
    }
    shows(
        &level([answer("framework", "chosen"), answer("django", "partly")]),
        "lock-in-overlooked",
        Sight::NotSeen,
        "Django is answered “Partly”, and Framework neutrality weighs 8 %; an average criterion \
         weighs 8 %.",
    );
}

#[test]
fn lock_in_cannot_be_told_before_the_answer_unless_the_framework_tells_it() {
    for given in [vec![], vec![answer("framework", "open")], vec![answer("queries", "crud")]] {
        shows(
            &level(given),
            "lock-in-overlooked",
            Sight::CannotTell,
            "Nobody has answered yet whether Django is part of the plan.",
        );
    }
    shows(
        &level([answer("framework", "ruled-out")]),
        "lock-in-overlooked",
        Sight::NotSeen,
        "Django is answered “Ruled out”, and Framework neutrality weighs 8 %; an average \
         criterion weighs 8 %.",
    );
}

// Sessions and transactions underestimated.

/// `SQLAlchemy` leads, and nothing is said of the team.
fn right_leads() -> Session {
    let session = level([points("framework-neutrality", 100.0)]);
    assert_eq!(lead(&session), Lead::Narrow(Side::Right));
    session
}

/// `SQLAlchemy` leads, the team is mixed, and both criteria of care weigh enough.
fn careful() -> Session {
    let session = level([
        points("sql-control", 100.0),
        points("framework-neutrality", 100.0),
        points("learning-curve", 90.0),
        points("transaction-safety", 90.0),
        answer("experience", "mixed"),
    ]);
    assert_eq!(lead(&session), Lead::Narrow(Side::Right));
    session
}

#[test]
fn sqlalchemy_ahead_with_a_mixed_team_and_little_weight_on_care_is_underestimated() {
    let noted = note(None, "Ana", "Ana owns the Unit of Work.");
    shows(
        &changed(right_leads(), [answer("experience", "mixed"), noted.clone()]),
        "sessions-underestimated",
        Sight::Seen,
        "SQLAlchemy leads, and the team’s experience is mixed; Learning curve 7 % and Hard to \
         misuse 7 % of the weight, and a note speaks of the unit of work.",
    );
    // One of the two is enough.
    for (light, weights) in [
        ("transaction-safety", "Learning curve 11 % and Hard to misuse 6 %"),
        ("learning-curve", "Learning curve 6 % and Hard to misuse 11 %"),
    ] {
        shows(
            &changed(careful(), [points(light, 50.0), noted.clone()]),
            "sessions-underestimated",
            Sight::Seen,
            &format!(
                "SQLAlchemy leads, and the team’s experience is mixed; {weights} of the weight, and \
                 a note speaks of the unit of work."
            ),
        );
    }
}

#[test]
fn sqlalchemy_ahead_with_a_mixed_team_and_no_note_is_underestimated() {
    shows(
        &careful(),
        "sessions-underestimated",
        Sight::Seen,
        "SQLAlchemy leads, and the team’s experience is mixed; Learning curve 11 % and Hard to misuse 11 % of \
         the weight, and no note says who knows the unit of work.",
    );
    let session = changed(without(&CARE), [answer("experience", "mixed")]);
    assert_eq!(lead(&session), Lead::Narrow(Side::Right));
    shows(
        &session,
        "sessions-underestimated",
        Sight::Seen,
        "SQLAlchemy leads, and the team’s experience is mixed; no criterion weighs how hard it is to misuse, \
         and no note says who knows the unit of work.",
    );
}

#[test]
fn a_note_on_the_unit_of_work_and_enough_weight_on_care_underestimate_nothing() {
    let noted = [
        note(None, "", "Ana owns the UNIT OF WORK."),
        note(None, "", "Ben wrote the unit-of-work rules."),
        note(None, "", "One session scope a job."),
        note(Some("migrations"), "", "Sessions and transactions: Ben."),
    ];
    for noted in noted {
        shows(
            &changed(careful(), [noted]),
            "sessions-underestimated",
            Sight::NotSeen,
            "SQLAlchemy leads, and the team’s experience is mixed; Learning curve 11 % and Hard to misuse 11 % \
             of the weight, and a note speaks of the unit of work.",
        );
    }
    shows(
        &changed(careful(), [note(Some("migrations"), "", "Ben teaches it.")]),
        "sessions-underestimated",
        Sight::Seen,
        "SQLAlchemy leads, and the team’s experience is mixed; Learning curve 11 % and Hard to misuse 11 % of \
         the weight, and no note says who knows the unit of work.",
    );
}

#[test]
fn nothing_is_underestimated_where_sqlalchemy_is_behind_or_the_team_knows_databases() {
    let behind = level([points("admin-tooling", 100.0), answer("experience", "mixed")]);
    assert_eq!(lead(&behind), Lead::Narrow(Side::Left));
    shows(&behind, "sessions-underestimated", Sight::NotSeen, "SQLAlchemy does not lead.");
    for experience in ["solid", "specialists"] {
        shows(
            &changed(right_leads(), [answer("experience", experience)]),
            "sessions-underestimated",
            Sight::NotSeen,
            "SQLAlchemy leads, and the team knows databases well.",
        );
    }
}

#[test]
fn sqlalchemy_ahead_but_too_close_to_call_does_not_lead() {
    // A margin of 200 / 700 is too close, one of 220 / 710 is not.
    let close = level([points("sql-control", 100.0), answer("experience", "mixed")]);
    assert!(verdict(&close, catalogue()).balance.margin < 0.0);
    assert_eq!(lead(&close), Lead::TooClose);
    shows(&close, "sessions-underestimated", Sight::NotSeen, "SQLAlchemy does not lead.");
    let leads = changed(close, [points("ageing", 60.0)]);
    assert_eq!(lead(&leads), Lead::Narrow(Side::Right));
    shows(
        &leads,
        "sessions-underestimated",
        Sight::Seen,
        "SQLAlchemy leads, and the team’s experience is mixed; Learning curve 7 % and Hard to \
         misuse 7 % of the weight, and no note says who knows the unit of work.",
    );
    assert_eq!(lead(&level([])), Lead::TooClose);
    shows(&level([]), "sessions-underestimated", Sight::NotSeen, "SQLAlchemy does not lead.");
}

#[test]
fn whether_sessions_are_underestimated_cannot_be_told_of_an_unknown_team() {
    shows(
        &right_leads(),
        "sessions-underestimated",
        Sight::CannotTell,
        "SQLAlchemy leads, and nobody has said how experienced the team is.",
    );
}

// Following the crowd.

const ALL_EXPLAINED: &str = "Every weight and rating far from its start carries a reason or a \
                             note, and no note argues from what others use.";

#[test]
fn a_note_that_argues_from_popularity_follows_the_crowd_in_any_letter_case() {
    let phrases = [
        "everyone uses",
        "everybody uses",
        "everyone else",
        "everybody else",
        "most popular",
        "more popular",
        "industry standard",
        "big companies",
        "nobody uses",
        "no one uses",
        "trending",
        "hype",
    ];
    for words in phrases {
        let mut capital = words.to_owned();
        capital[..1].make_ascii_uppercase();
        for said in [words.to_owned(), words.to_uppercase(), capital] {
            shows(
                &level([note(None, " Ana ", &format!("Well, {said} it!"))]),
                "following-the-crowd",
                Sight::Seen,
                &format!("A note by Ana argues from what others use: “{words}”."),
            );
        }
    }
    shows(
        &level([note(Some("ageing"), "", "It is Trending.")]),
        "following-the-crowd",
        Sight::Seen,
        "A note argues from what others use: “trending”.",
    );
}

#[test]
fn a_reason_that_argues_from_popularity_follows_the_crowd_in_any_letter_case() {
    for text in ["It is the industry standard.", "INDUSTRY STANDARD"] {
        shows(
            &level([reason("migrations", Side::Right, text)]),
            "following-the-crowd",
            Sight::Seen,
            "The reason for SQLAlchemy on Schema migrations is popularity: “industry standard”.",
        );
    }
    // A note is named before a reason.
    shows(
        &level([
            reason("delivery-speed", Side::Left, "It is trending."),
            note(None, "Ben", "Big companies take it."),
        ]),
        "following-the-crowd",
        Sight::Seen,
        "A note by Ben argues from what others use: “big companies”.",
    );
}

#[test]
fn only_whole_words_argue_from_popularity() {
    let parts = [
        "A hypertable holds the readings.",
        "Hyperthreading is off.",
        "They met in the Caféhype.",
        "Hype2 is the name of the server.",
        "Industry standardisation took years.",
        "The load is downtrending.",
        "It is furthermore popular with Ben.",
        "All the big tables are partitioned.",
        "Everyone used it once.",
    ];
    for text in parts {
        let noted = level([note(None, "Ana", text)]);
        shows(&noted, "following-the-crowd", Sight::NotSeen, ALL_EXPLAINED);
        let reasoned = level([reason("migrations", Side::Left, text)]);
        shows(&reasoned, "following-the-crowd", Sight::NotSeen, ALL_EXPLAINED);
    }
    // Whatever is no letter or digit parts words, and so do both ends of the text.
    let wholes = ["hype", "“Hype”", "Hype-driven", "Hypertables, all (hype)!", "A hyper hype…"];
    for text in wholes {
        shows(
            &level([note(None, "Ana", text)]),
            "following-the-crowd",
            Sight::Seen,
            "A note by Ana argues from what others use: “hype”.",
        );
        shows(
            &level([reason("migrations", Side::Left, text)]),
            "following-the-crowd",
            Sight::Seen,
            "The reason for Django ORM on Schema migrations is popularity: “hype”.",
        );
    }
}

#[test]
fn three_unexplained_moves_make_a_pattern_and_the_first_three_are_named() {
    let session = level([
        points("delivery-speed", 90.0),
        points("migrations", 80.0),
        points("async-fit", 20.0),
        points("testing-setup", 79.0),
        rate("ageing", Side::Left, 3.1),
    ]);
    shows(
        &session,
        "following-the-crowd",
        Sight::Seen,
        "3 weights or ratings are far from the start without a reason or a note: the weight of \
         Delivery speed, the weight of Schema migrations and the weight of Async fit.",
    );
    shows(
        &changed(session, [rate("conventions", Side::Left, 6.0)]),
        "following-the-crowd",
        Sight::Seen,
        "4 weights or ratings are far from the start without a reason or a note: the weight of \
         Delivery speed, Django ORM on Ready-made conventions and the weight of Schema \
         migrations, among others.",
    );
}

#[test]
fn a_note_on_a_criterion_silences_without_a_reason() {
    let moved = level([
        points("delivery-speed", 90.0),
        points("migrations", 80.0),
        rate("conventions", Side::Left, 6.0),
    ]);
    assert_eq!(look(&moved, "following-the-crowd").sight, Sight::Seen);
    let one = changed(moved, [note(Some("migrations"), "Ben", "We change the schema daily.")]);
    shows(
        &one,
        "following-the-crowd",
        Sight::NotSeen,
        "2 weights or ratings are far from the start without a reason, which is no pattern, and \
         no note argues from what others use.",
    );
    let two = changed(one, [reason("conventions", Side::Left, "We have our own.")]);
    shows(
        &two,
        "following-the-crowd",
        Sight::NotSeen,
        "1 weight or rating is far from the start without a reason, which is no pattern, and no \
         note argues from what others use.",
    );
    let three = changed(two, [note(Some("delivery-speed"), "Ben", "The fair is in May.")]);
    shows(&three, "following-the-crowd", Sight::NotSeen, ALL_EXPLAINED);
}

#[test]
fn a_criterion_of_the_teams_own_starts_in_the_middle_of_the_scale() {
    let insert = |name: &str| {
        let row = criterion(name, 90.0, 9.0, 1.0);
        Edit::Insert(0, Item::Criterion(Box::new(row)))
    };
    let session = level([insert("licence"), insert("vendor")]);
    shows(
        &session,
        "following-the-crowd",
        Sight::Seen,
        "4 weights or ratings are far from the start without a reason or a note: Django ORM on \
         vendor, SQLAlchemy on vendor and Django ORM on licence, among others.",
    );
    let explained = changed(session, [reason("vendor", Side::Left, "Asked them.")]);
    assert_eq!(look(&explained, "following-the-crowd").sight, Sight::Seen);
    let explained = changed(explained, [note(Some("licence"), "", "Read it.")]);
    assert_eq!(look(&explained, "following-the-crowd").sight, Sight::NotSeen);
}

#[test]
fn answering_questions_moves_nothing() {
    for name in ["early-saas", "backend-platform"] {
        let mut session = level([]);
        session.brief = preset(name).brief;
        shows(&session, "following-the-crowd", Sight::NotSeen, ALL_EXPLAINED);
    }
}

#[test]
fn a_weight_is_moved_where_it_is_far_from_what_the_answers_suggest_and_from_the_middle() {
    // The answers suggest 10 points for neutrality, 75 for the admin and 75 for conventions.
    let answers = ["chosen", "store", "yes", "strong"];
    let questions = ["framework", "database", "django", "structure"];
    let answered = level(questions.into_iter().zip(answers).map(|(q, a)| answer(q, a)));
    let moved = |neutrality, admin, conventions| {
        let moved = [
            points("framework-neutrality", neutrality),
            points("admin-tooling", admin),
            points("conventions", conventions),
        ];
        changed(answered.clone(), moved)
    };
    shows(
        &moved(80.0, 20.0, 20.0),
        "following-the-crowd",
        Sight::Seen,
        "3 weights or ratings are far from the start without a reason or a note: the weight of \
         Ready-made conventions, the weight of Admin and back office and the weight of Framework \
         neutrality.",
    );
    for session in [moved(79.0, 21.0, 21.0), moved(10.0, 100.0, 100.0)] {
        shows(&session, "following-the-crowd", Sight::NotSeen, ALL_EXPLAINED);
    }
}

// Complexity assumed too early.

fn complex() -> Session {
    level([answer("queries", "reporting"), answer("life", "complex")])
}

/// What is seen of a complex plan with this context, and what is said of it.
#[track_caller]
fn early(text: &str, sight: Sight, said: &str) {
    let evidence = format!(
        "The answers say “Reporting and unusual joins” and “Long, complex domain”; the context \
         speaks of {said}."
    );
    shows(&changed(complex(), [context(text)]), "complexity-too-early", sight, &evidence);
}

#[test]
fn a_complex_plan_for_few_people_and_a_near_release_is_too_early() {
    shows(
        &changed(complex(), [context("Four developers ship a first version in 3 months.")]),
        "complexity-too-early",
        Sight::Seen,
        "The answers say “Reporting and unusual joins” and “Long, complex domain”; the context \
         speaks of a team of 4 and 3 months of time.",
    );
}

#[test]
fn a_complex_plan_with_people_or_time_enough_is_not_too_early() {
    shows(
        &changed(complex(), [context("Twelve engineers have two years.")]),
        "complexity-too-early",
        Sight::NotSeen,
        "The answers say “Reporting and unusual joins” and “Long, complex domain”; the context \
         speaks of a team of 12 and 24 months of time.",
    );
    early("5 people, 6 months", Sight::Seen, "a team of 5 and 6 months of time");
    early("6 people, 6 months", Sight::NotSeen, "a team of 6 and 6 months of time");
    early("5 people, 7 months", Sight::NotSeen, "a team of 5 and 7 months of time");
}

#[test]
fn the_time_of_a_plan_is_said_in_whole_months() {
    early("One developer, one week.", Sight::Seen, "a team of 1 and less than a month of time");
    early("2 people, 2 weeks", Sight::Seen, "a team of 2 and less than a month of time");
    early("2 people, three weeks", Sight::Seen, "a team of 2 and a month of time");
    early("2 people, one month", Sight::Seen, "a team of 2 and a month of time");
    early("2 people, six weeks", Sight::Seen, "a team of 2 and a month of time");
    early("2 people, seven weeks", Sight::Seen, "a team of 2 and 2 months of time");
    early("2 people have one year", Sight::NotSeen, "a team of 2 and 12 months of time");
}

#[test]
fn a_simple_plan_is_never_too_early() {
    for (queries, life) in [("crud", "complex"), ("reporting", "short"), ("mixed", "long")] {
        let few = context("Two developers, two months.");
        shows(
            &level([answer("queries", queries), answer("life", life), few]),
            "complexity-too-early",
            Sight::NotSeen,
            "The answers do not ask for both unusual queries and a long, complex life.",
        );
    }
}

#[test]
fn too_early_cannot_be_told_without_answers_or_without_people_and_time() {
    for given in [vec![], vec![answer("life", "complex")], vec![answer("queries", "reporting")]] {
        shows(
            &level(given),
            "complexity-too-early",
            Sight::CannotTell,
            "The questions about queries and lifetime are not both answered.",
        );
    }
    for (text, missing) in [
        ("", "neither the team’s size nor a release date"),
        ("We are many and have time.", "neither the team’s size nor a release date"),
        ("Four developers and no hurry.", "no release date"),
        ("A release in 3 months.", "no size of the team"),
    ] {
        let evidence = format!(
            "The answers say “Reporting and unusual joins” and “Long, complex domain”; the \
             context names {missing}."
        );
        let session = changed(complex(), [context(text)]);
        shows(&session, "complexity-too-early", Sight::CannotTell, &evidence);
    }
}
