//! Measured evidence in the window: cards under their criterion, a card whole, objections, and what
//! matters, all by keyboard and by name.
#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

mod common;

use std::path::Path;

use common::evidence::{exported, team_run};
use common::window::{Window, put};
use common::{catalogue, id, preset};
use egui::accesskit::Role;
use egui::{Key, Modifiers, Theme, Vec2};
use egui_kittest::kittest::{AccessKitNode, NodeT as _, Queryable as _};
use weighbridge::session::evidence::{Database, Feature};
use weighbridge::session::{
    Edit, Event, EvidenceEdit, Item, Needs, Origin, Rating, Ruling, Session, Side,
};
use weighbridge::ui::widgets::code::{Language, laid_out, shortened, tokens};

const QUESTION: &str = "How many queries does a list of 200 orders with their lines cost?";

/// A window on the comparison with a criterion chosen.
fn comparing(session: &Session, criterion: &str) -> Window {
    at_size(session, criterion, Vec2::new(1440.0, 12_000.0))
}

fn at_size(session: &Session, criterion: &str, size: Vec2) -> Window {
    let mut window = Window::with(size, Theme::Light, Some(session));
    window.ctrl(Key::Num3);
    let name = session.criterion(&id(criterion)).expect("there").name.clone();
    window.button(&name);
    window
}

/// The interval of the ratio between both sides, as the lab has measured it.
fn interval() -> String {
    let lab = &catalogue().evidence.lab;
    let card = id("list-with-relations");
    let row = lab.times(&card, Database::Sqlite).next().expect("it is timed");
    format!("from {:.2} to {:.2}", row.low, row.high)
}

fn open_card(window: &mut Window, question: &str) {
    window.button(&format!("Show code and SQL: {question}"));
}

#[test]
fn a_card_stands_under_its_criterion_with_finding_counts_and_ratio() {
    let window = comparing(&preset("early-saas"), "sql-control");
    for words in [
        "Measured evidence",
        QUESTION,
        "naming what to load brings both down to two or three",
        "same answer",
        "13 lines, 3 statements",
        "17 lines, 2 statements",
        "SQLAlchemy took about",
        "The lab saw: confirmed",
    ] {
        assert!(window.sees(words), "{words} is not in {}", window.everything());
    }
    let axis = window.harness.query_all_by_role(Role::Image);
    let names: Vec<String> = axis.filter_map(|node| node.accesskit_node().label()).collect();
    assert!(names.iter().any(|name| name.contains(&interval())), "{names:?}");
}

#[test]
fn where_nothing_can_be_measured_the_reason_stands() {
    let window = comparing(&preset("early-saas"), "learning-curve");
    assert!(window.sees("Not measured: How soon people learn"));
}

#[test]
fn a_card_opens_with_code_statements_limits_and_the_command() {
    let mut window = comparing(&preset("early-saas"), "sql-control");
    open_card(&mut window, QUESTION);
    for words in [
        "select_related",
        "joinedload",
        "3 statements",
        "Sent once",
        "FROM",
        "What it does not show",
        "no outside expert has reviewed",
        "Django 6.1.3",
        &catalogue().evidence.lab.run.date.strftime("%-d %B %Y").to_string(),
        "data/lab/run --only list-with-relations",
        "Computed, not measured",
        "The article says",
    ] {
        assert!(window.sees(words), "{words} is not in {}", window.everything());
    }
    window.click(Role::RadioButton, "Way of writing it: What a newcomer writes");
    assert!(window.sees("983 statements") && window.sees("706 statements"));
    assert!(window.sees("Sent 582 times"));
    window.click(Role::RadioButton, "Database: PostgreSQL");
    assert!(window.sees("PostgreSQL 15.18"));
    window.key(Key::Escape);
    assert!(!window.sees("What it does not show"));
}

#[test]
fn a_round_trip_is_computed_for_what_is_shown() {
    let mut window = comparing(&preset("early-saas"), "sql-control");
    open_card(&mut window, QUESTION);
    assert!(window.sees("3 statements × 1 ms = 3 ms"), "{}", window.everything());
    window.click(Role::RadioButton, "Way of writing it: What a newcomer writes");
    assert!(window.sees("983 statements × 1 ms = 983 ms"));
    let slider = "Network round trip per statement, milliseconds";
    window.find(Role::Slider, slider).focus();
    window.settle();
    window.key(Key::ArrowRight);
    assert!(window.sees("983 statements × 1.5 ms = 1.5 s"), "{}", window.everything());
}

#[test]
fn the_log_says_once_that_a_card_was_opened_and_what_was_rated_by_then() {
    let mut session = preset("early-saas");
    let rating = Rating::clamped(7.0);
    let rate = Edit::Rate(id("sql-control"), Side::Right, rating, Origin::Team);
    session.apply(rate).expect("fits");
    let mut window = comparing(&session, "sql-control");
    for _ in 0..2 {
        open_card(&mut window, QUESTION);
        window.key(Key::Escape);
    }
    let opened: Vec<&Event> = window.session().log.iter().map(|entry| &entry.event).collect();
    let [Event::CardOpened { card, rated, .. }] = opened.as_slice() else { panic!("{opened:?}") };
    assert_eq!(card.card, id("list-with-relations"));
    assert_eq!((rated.left, rated.right), (None, Some(rating)));
    window.ctrl(Key::Z);
    assert_eq!(window.session().log.len(), 1, "no undo takes it back");
}

#[test]
fn a_card_is_contested_and_struck_once_that_is_accepted() {
    let mut window = comparing(&preset("early-saas"), "sql-control");
    window.button(&format!("Contest: {QUESTION}"));
    assert!(!window.can("Add the objection"));
    window.write(Role::MultilineTextInput, "Objection", "Nobody lists 200 orders.");
    window.button("Add the objection");
    let objection = window.session().evidence.objections[0].clone();
    assert_eq!(
        (objection.text.as_str(), objection.by.as_str()),
        ("Nobody lists 200 orders.", "Facilitator")
    );
    assert_eq!((objection.on.card, objection.ruling), (id("list-with-relations"), Ruling::Open));
    assert!(window.sees("“Nobody lists 200 orders.” (Facilitator)"));
    window.click(Role::RadioButton, "Objection “Nobody lists 200 orders.” (Facilitator): accepted");
    window.button("Close");
    assert!(window.sees("Struck for this decision: “Nobody lists 200 orders.”"));
    assert!(!window.sees(&interval()), "its numbers are gone");
    window.ctrl(Key::Z);
    assert!(window.sees("Contested, not settled"));
    assert!(window.sees(&interval()));
}

#[test]
fn what_does_not_apply_steps_back_and_can_be_brought_forward() {
    let mut session = preset("early-saas");
    let needs = Needs { databases: vec![Database::Sqlite], ..Needs::default() };
    session.apply(Edit::Evidence(EvidenceEdit::Matters(needs))).expect("fits");
    let mut window = comparing(&session, "query-expressiveness");
    let question = "Can a LATERAL join be said";
    assert!(!window.sees(question), "{}", window.everything());
    window.button("2 more that do not apply to SQLite");
    assert!(window.sees(question));
    window.button("Hide 2 more that do not apply to SQLite");
    assert!(!window.sees(question));
}

#[test]
fn a_team_says_what_matters_and_which_versions_it_uses() {
    let mut window = comparing(&preset("early-saas"), "sql-control");
    window.button("What matters of the evidence");
    window.click(Role::CheckBox, "PostgreSQL");
    window.click(Role::CheckBox, "bulk loading");
    window.write(Role::TextInput, "Version of Django in use", "6.2");
    window.button("Close");
    let evidence = &window.session().evidence;
    assert_eq!(evidence.matters.databases, [Database::Postgresql]);
    assert_eq!(evidence.matters.features, [Feature::BulkLoad]);
    assert_eq!(evidence.versions["Django"], "6.2");
    assert!(window.sees("Stale: Measured with Django 6.1.3, and there is 6.2."));
    assert!(window.sees("PostgreSQL 15.18"), "the team’s database comes first");
}

#[test]
fn a_run_of_the_teams_own_is_marked_as_theirs() {
    let mut session = preset("early-saas");
    let run = team_run("our-run");
    let criterion = run.lab.cards[0].criterion.clone();
    let question = run.lab.cards[0].question.clone();
    session.apply(Edit::Insert(0, Item::Run(run))).expect("fits");
    let window = comparing(&session, criterion.as_str());
    assert!(window.sees("from your own run “our-run”"), "{}", window.everything());
    let name = format!("Show code and SQL: {question}");
    let buttons = window.harness.query_all_by_role_and_label(Role::Button, &name);
    assert_eq!(buttons.count(), 2, "the built-in one and theirs");
}

/// The name of what has the keyboard.
fn focused(window: &Window) -> Option<String> {
    let nodes = window.harness.root().children_recursive();
    let mut nodes = nodes.map(|node| node.accesskit_node());
    nodes.find(AccessKitNode::is_focused).and_then(|node| node.label())
}

#[test]
fn a_card_is_opened_switched_and_closed_without_a_pointer() {
    let session = preset("early-saas");
    let mut window = at_size(&session, "sql-control", Vec2::new(800.0, 600.0));
    let wanted = format!("Show code and SQL: {QUESTION}");
    for _ in 0..200 {
        if focused(&window).as_deref() == Some(&wanted) {
            break;
        }
        window.key(Key::Tab);
    }
    window.key(Key::Enter);
    assert!(window.sees("What it does not show"), "{:?}", focused(&window));
    let naive = "Way of writing it: What a newcomer writes";
    for _ in 0..40 {
        if focused(&window).as_deref() == Some(naive) {
            break;
        }
        window.harness.key_press_modifiers(Modifiers::NONE, Key::Tab);
        window.settle();
    }
    window.key(Key::Space);
    assert!(window.sees("983 statements"), "{:?}", focused(&window));
    window.key(Key::Escape);
    assert!(!window.sees("What it does not show"));
}

#[test]
fn an_empty_session_and_a_criterion_of_ones_own_say_nothing_of_evidence() {
    let mut session = preset("early-saas");
    let mut own = session.criteria[0].clone();
    own.id = id("hiring");
    own.name = "Hiring".to_owned();
    session.apply(Edit::Insert(0, Item::Criterion(Box::new(own)))).expect("fits");
    let window = comparing(&session, "hiring");
    assert!(!window.sees("Measured evidence"));
}

proptest::proptest! {
    #[test]
    fn any_text_is_coloured_whole_and_laid_out_with_nothing_but_spaces(text in "\\PC{0,80}") {
        for language in [Language::Python, Language::Sql, Language::Plain] {
            let whole: String = tokens(language, &text).iter().map(|(_, part)| *part).collect();
            assert_eq!(whole, text);
        }
        let bare = |text: &str| text.split_whitespace().collect::<String>();
        assert_eq!(bare(&laid_out(&text)), bare(&text));
    }

    #[test]
    fn any_sql_is_laid_out_with_nothing_but_spaces(
        words in proptest::collection::vec(
            proptest::sample::select(vec![
                "SELECT", "FROM", "\"a\"", "'it''s", "(", ")", ",", "--", "/*", "*/", "%s", "$1", "WHERE",
                "BETWEEN", "CASE", "END", ";", "\n", "::text", "?", "[", "]", "`", "1e", "AND", "é", "%(a)s",
            ]),
            0..40,
        ),
    ) {
        let text = words.join(" ");
        let bare = |text: &str| text.split_whitespace().collect::<String>();
        assert_eq!(bare(&laid_out(&text)), bare(&text));
    }
}

#[test]
fn words_texts_and_comments_are_told_apart() {
    use weighbridge::ui::widgets::code::Token::{Comment, Plain, Text, Word};
    let python = tokens(Language::Python, "return f(\"a # b\", 1)  # c");
    for wanted in [(Word, "return"), (Text, "\"a # b\""), (Text, "1"), (Comment, "# c")] {
        assert!(python.contains(&wanted), "{wanted:?} is not in {python:?}");
    }
    let sql = tokens(Language::Sql, "select \"from\" FROM t -- x");
    for wanted in [(Word, "select"), (Plain, "\"from\""), (Word, "FROM"), (Comment, "-- x")] {
        assert!(sql.contains(&wanted), "{wanted:?} is not in {sql:?}");
    }
    let laid = laid_out(
        "SELECT a.id, a.name FROM a INNER JOIN b ON a.id = b.a WHERE a.x = %s AND b.y IN (1, 2) ORDER BY a.id LIMIT 21",
    );
    assert!(laid.lines().count() > 3, "{laid}");
    assert!(laid.contains("a.x = %s"), "{laid}");
    let laid = laid_out(
        "UPDATE t SET a=%(a)s::VARCHAR WHERE t.id = %(t_id)s::BIGINT AND t.b IN (SELECT max(b.id) FROM b)",
    );
    assert!(laid.contains("%(t_id)s"), "{laid}");
    let short = shortened(&format!("IN (\n{})", "  %s,\n".repeat(20)));
    assert_eq!(short, "IN (\n  %s,\n  %s,\n  %s,\n  -- and 17 more of these\n)");
}

/// Asks for the run in the file that the lab has exported.
fn ask_for(window: &mut Window, path: &Path) {
    window.command("Import a run of the lab");
    window.path_is(path);
    window.key(Key::Enter);
}

#[test]
fn a_run_is_shown_before_it_is_taken_over_and_taken_out_again() {
    let mut window = comparing(&preset("early-saas"), "delivery-speed");
    let path = window.path("our lab.ron");
    put(&path, &exported());
    let before = window.session().clone();
    ask_for(&mut window, &path);
    let run = team_run("ours").lab;
    let question = &run.cards[0].question;
    assert!(window.sees("Take 1 card of “our lab” into this session?"));
    assert!(
        window.sees(question) && window.sees(&format!("Django {}", run.run.versions["Django"]))
    );
    assert_eq!(window.session(), &before, "it is only looked at");
    window.button("Import");
    assert!(window.sees("1 card from our lab beside the built-in ones"));
    assert_eq!(window.session().evidence.runs[0].lab, run);

    // A second time it is the same run, which is said and changes nothing.
    ask_for(&mut window, &path);
    assert!(window.sees("The run “our lab” is in this session already."));
    assert_eq!(window.session().evidence.runs.len(), 1);

    window.button("What matters of the evidence");
    assert!(window.sees("our lab, 1 card"));
    window.button("Remove our lab");
    assert!(window.session().evidence.runs.is_empty());
    window.key(Key::Escape);
    window.ctrl(Key::Z);
    assert_eq!(window.session().evidence.runs.len(), 1);
}

#[test]
fn a_run_that_cannot_be_read_says_where_and_the_way_to_another() {
    let mut window = comparing(&preset("early-saas"), "delivery-speed");
    let path = window.path("ours.ron");
    put(&path, &exported().replace("finding:", "findings:"));
    ask_for(&mut window, &path);
    assert!(window.sees("ours.ron cannot be imported"));
    assert!(window.sees("findings"), "{}", window.everything());
    put(&path, &exported());
    window.button("Choose another…");
    window.key(Key::Enter);
    window.button("Import");
    assert_eq!(window.session().evidence.runs.len(), 1);
}

#[test]
fn a_run_that_is_opened_as_a_session_says_how_it_is_taken_over() {
    let mut window = comparing(&preset("early-saas"), "delivery-speed");
    let path = window.path("ours.ron");
    put(&path, &exported());
    window.command("Open by path");
    window.path_is(&path);
    window.key(Key::Enter);
    assert!(window.sees("Import a run of the lab…"), "opening it says what it is");
}
