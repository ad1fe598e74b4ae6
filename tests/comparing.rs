//! Two sessions of one decision: what has changed, and what that did to the margin.
#![allow(
    clippy::expect_used,
    clippy::float_cmp,
    clippy::panic,
    reason = "a test fails by panicking, and whole hundredths are compared exactly"
)]

mod common;

use common::disk::{folder, names, save, write};
use common::report::example;
use common::window::Window;
use common::{catalogue, criterion, empty, id, session};
use jiff::Timestamp;
use proptest::prelude::*;
use weighbridge::analysis::change::{Effect, effects, hundredths, mirrored};
use weighbridge::analysis::{Balance, verdict};
use weighbridge::cli::{self, Outcome};
use weighbridge::report::comparison::{Change, Changed, markdown};
use weighbridge::report::{Comparison, ComparisonError, Origin, Version};
use weighbridge::session::{
    Edit, Entry, Event, Field, Item, ItemRef, MustHave, Origin as Standing, Outcome as Judged,
    Pair, Points, Rating, Session, Side,
};
use weighbridge::store::Expect;

fn try_compare(before: &Session, after: &Session) -> Result<Comparison, ComparisonError> {
    let (old, new) = (verdict(before, catalogue()), verdict(after, catalogue()));
    let origin = Origin::default();
    Comparison::of(
        Version { session: before, verdict: &old, origin: &origin },
        Version { session: after, verdict: &new, origin: &origin },
    )
}

fn compare(before: &Session, after: &Session) -> Comparison {
    try_compare(before, after).expect("two versions")
}

/// A session after these edits.
fn edited(session: &Session, edits: impl IntoIterator<Item = Edit>) -> Session {
    let mut after = session.clone();
    for edit in edits {
        after.apply(edit).expect("an edit");
    }
    after
}

/// What an amount as it is read comes to: `0.42 towards L`, in hundredths.
fn read(amount: &str) -> f64 {
    let number = amount.split(' ').next().and_then(|number| number.parse::<f64>().ok());
    let direction = if amount.contains(" towards L") { 1.0 } else { -1.0 };
    (number.unwrap_or_default() * direction * 100.0).round()
}

/// What a lead as it is read comes to: `L by 0.42`, in hundredths.
fn read_lead(lead: &str) -> f64 {
    match lead.split_once(" by ") {
        Some((side, amount)) => read(&format!("{amount} towards {side}")),
        None => 0.0,
    }
}

fn strategy_of_versions() -> impl Strategy<Value = (Session, Session)> {
    (session(), session()).prop_map(|(mut before, mut after)| {
        after.sides = Pair::new("L".to_owned(), "R".to_owned());
        before.sides = after.sides.clone();
        (before, after)
    })
}

proptest! {
    #[test]
    fn the_effects_add_up_to_the_change_of_the_margin(before in session(), after in session()) {
        let margin = |session: &Session| Balance::of(&session.criteria).margin;
        let sum: f64 = effects(&before, &after).iter().map(Effect::total).sum();
        prop_assert!((sum - (margin(&after) - margin(&before))).abs() < 1e-9);
    }

    #[test]
    fn back_and_forth_cancel_each_other(before in session(), after in session()) {
        let total = |effects: Vec<Effect>| {
            effects.iter().map(|effect| (effect.weight, effect.ratings)).fold(
                (0.0, 0.0), |sum, one| (sum.0 + one.0, sum.1 + one.1))
        };
        let (there, back) = (total(effects(&before, &after)), total(effects(&after, &before)));
        prop_assert!((there.0 + back.0).abs() < 1e-9 && (there.1 + back.1).abs() < 1e-9);
    }

    #[test]
    fn what_is_read_adds_up((before, after) in strategy_of_versions()) {
        let comparison = compare(&before, &after);
        let Change { before: was, after: is, .. } = &comparison.lead;
        let whole = read_lead(is) - read_lead(was);
        let row = |row: &Changed| match row.effect_words.as_str() {
            small if small.starts_with("under 0.01 ") => 0.0,
            words => read(words),
        };
        let rows: f64 = comparison.criteria.iter().map(row).sum();
        prop_assert_eq!(rows, whole, "{:?}", comparison);
        let kinds = comparison.why.iter().find_map(|said| said.strip_prefix("That is "));
        let kinds: f64 = kinds.unwrap_or_default().split(" by ").filter_map(|part| {
            let at = part.rfind(" towards ")?;
            let number = part[..at].rsplit(' ').next()?;
            Some(read(&format!("{number}{}", &part[at..])))
        }).sum();
        prop_assert_eq!(kinds, whole, "{:?}", comparison.why);
        for row in &comparison.criteria {
            prop_assert!(row.effect * read(&row.effect_words) >= 0.0, "{:?}", row);
            let near = (row.effect * 100.0 - read(&row.effect_words)).abs();
            prop_assert!(row.effect_words.starts_with("under") || near < 1.0 + 1e-6, "{:?}", row);
        }
    }

    #[test]
    fn hundredths_add_up_to_the_whole(amounts in prop::collection::vec(-10.0..10.0, 1..12)) {
        let sum: f64 = amounts.iter().sum();
        for whole in [(sum * 100.0).floor() / 100.0, (sum * 100.0).ceil() / 100.0] {
            let parts = hundredths(&amounts, whole);
            prop_assert!((parts.iter().sum::<f64>() - whole).abs() < 1e-9);
            let near = parts.iter().zip(&amounts).all(|(part, exact)| (part - exact).abs() < 0.01);
            prop_assert!(near, "{parts:?} {amounts:?}");
        }
    }

    #[test]
    fn a_session_mirrored_twice_is_itself(session in session()) {
        prop_assert_eq!(mirrored(&mirrored(&session)), session);
    }

    #[test]
    fn which_side_stands_where_changes_nothing((before, after) in strategy_of_versions()) {
        let plain = compare(&before, &after);
        let other = compare(&mirrored(&before), &after);
        let aside = |comparison: &Comparison| (
            comparison.verdict.clone(), comparison.why.clone(), comparison.criteria.clone(),
            comparison.totals.clone(), comparison.must_haves.clone(), comparison.record.clone(),
        );
        prop_assert_eq!(aside(&plain), aside(&other));
    }

    #[test]
    fn a_version_beside_itself_has_changed_nothing(session in session()) {
        let comparison = compare(&session, &session);
        prop_assert_eq!(comparison.criteria, vec![]);
        prop_assert_eq!((comparison.record, comparison.must_haves), (vec![], vec![]));
    }
}

#[test]
fn weights_and_ratings_are_told_apart() {
    let mut before = empty();
    before.criteria = vec![criterion("a", 50.0, 8.0, 4.0), criterion("b", 50.0, 2.0, 6.0)];
    let mut after = before.clone();
    after.apply(Edit::SetPoints(id("a"), Points::clamped(100.0))).expect("an edit");
    let by_weight = effects(&before, &after);
    assert!(by_weight.iter().all(|effect| effect.ratings == 0.0 && effect.coming == 0.0));
    let mut after = before.clone();
    after
        .apply(Edit::Rate(id("a"), Side::Left, Rating::clamped(9.0), Standing::Team))
        .expect("an edit");
    let by_rating = effects(&before, &after);
    assert!((by_rating[0].ratings - 0.5).abs() < 1e-12 && by_rating[0].weight == 0.0);
}

#[test]
fn a_turned_verdict_says_so_and_why() {
    let before = example("saas-team");
    let mut after = before.clone();
    for row in &before.criteria {
        let points = if row.difference() > 0.0 { 10.0 } else { 90.0 };
        after.apply(Edit::SetPoints(row.id.clone(), Points::clamped(points))).expect("an edit");
    }
    let comparison = compare(&before, &after);
    assert!(comparison.verdict.contains("has turned from Django ORM to SQLAlchemy"));
    assert!(comparison.why.concat().contains("by other weights"), "{:?}", comparison.why);
    assert!(!comparison.criteria.is_empty());
}

#[test]
fn another_choice_is_said_beside_a_verdict_that_stands() {
    let before = example("saas-team");
    let mut after = before.clone();
    after.apply(Edit::Choose(Some(Side::Right))).expect("an edit");
    let said = compare(&before, &after).verdict;
    let changed = "The choice on record has changed from Django ORM to SQLAlchemy, against the \
                   verdict.";
    assert!(said.starts_with("The verdict stands") && said.ends_with(changed), "{said}");
    let said = compare(&after, &before).verdict;
    assert!(said.ends_with("has changed from SQLAlchemy to Django ORM."), "{said}");
    after.apply(Edit::Choose(None)).expect("an edit");
    let said = compare(&before, &after).verdict;
    assert!(said.ends_with("The choice on record was Django ORM, and is open now."), "{said}");
}

#[test]
fn the_same_session_twice_has_changed_nothing() {
    let session = example("saas-team");
    let comparison = compare(&session, &session);
    assert!(comparison.criteria.is_empty() && comparison.record.is_empty());
    assert!(comparison.verdict.starts_with("The verdict stands"));
    assert_eq!(comparison.why, ["Nothing that moves the margin has changed."]);
}

#[test]
fn a_criterion_that_left_is_named_as_it_was_called() {
    let mut before = empty();
    before.criteria = vec![criterion("a", 50.0, 8.0, 4.0), criterion("b", 50.0, 2.0, 6.0)];
    let mut after = before.clone();
    after.apply(Edit::Remove(ItemRef::Criterion(id("b")))).expect("an edit");
    let comparison = compare(&before, &after);
    let gone = comparison.criteria.iter().find(|row| row.name == "b").expect("it is told");
    assert_eq!(gone.weight.after, "not there");
}

#[test]
fn sides_are_known_by_their_names_wherever_they_stand() {
    let before = example("saas-team");
    let after = mirrored(&before);
    let comparison = compare(&before, &after);
    assert!(comparison.verdict.starts_with("The verdict stands: it is Django ORM still"));
    assert_eq!(comparison.why, ["Nothing that moves the margin has changed."]);
    let Pair { left, right } = &comparison.totals;
    assert_eq!(
        (left.what.as_str(), left.before.as_str(), left.after.as_str()),
        ("SQLAlchemy", "6.24", "6.24")
    );
    assert_eq!((right.what.as_str(), right.before.as_str()), ("Django ORM", "7.84"));
    assert!(comparison.criteria.is_empty() && comparison.record.is_empty());
    assert!(comparison.cautions[0].contains("changed places"), "{:?}", comparison.cautions);
}

#[test]
fn a_side_keeps_the_name_that_it_had() {
    let before = example("saas-team");
    let name = |side, name: &str| Edit::Write(Field::SideName(side), name.to_owned());
    let mut after = edited(&before, [name(Side::Right, "SQLAlchemy 3")]);
    for row in &before.criteria {
        let points = if row.difference() > 0.0 { 10.0 } else { 90.0 };
        after.apply(Edit::SetPoints(row.id.clone(), Points::clamped(points))).expect("an edit");
    }
    let comparison = compare(&before, &after);
    let turned = "The verdict has turned from Django ORM to SQLAlchemy 3 (";
    assert!(comparison.verdict.starts_with(turned), "{}", comparison.verdict);
    assert_eq!(comparison.totals.right.what, "SQLAlchemy 3 (before: SQLAlchemy)");
    let caution = "SQLAlchemy before and SQLAlchemy 3 now are taken for the same side.";
    assert!(comparison.cautions.iter().any(|said| said == caution), "{:?}", comparison.cautions);
    // One name that stayed says where the other one is.
    let crossed = compare(&before, &edited(&mirrored(&before), [name(Side::Left, "SQLAlchemy 3")]));
    assert_eq!(crossed.totals.left.what, "SQLAlchemy 3 (before: SQLAlchemy)");
    assert_eq!(crossed.totals.right.what, "Django ORM");
}

#[test]
fn what_has_nothing_in_common_is_not_compared() {
    let before = example("saas-team");
    let other = example("logistics-team");
    let comparison = compare(&before, &other);
    let caution = &comparison.cautions[0];
    assert!(caution.starts_with("These are two sessions, not two versions of one"), "{caution}");
    assert!(comparison.verdict.starts_with("The first is for Django ORM, the second is for SQL"));
    let mut alike = before.clone();
    alike.id = id("another");
    assert_eq!(compare(&before, &alike).verdict, "Both are for Django ORM.");
    // One session is none of its own versions once both of its sides are others.
    let mut same = before.clone();
    same.sides = Pair::new("Peewee".to_owned(), "Tortoise".to_owned());
    assert!(try_compare(&before, &same).is_err());
    let mut apart = other;
    apart.sides = Pair::new("Peewee".to_owned(), "Tortoise".to_owned());
    let error = try_compare(&before, &apart).expect_err("refused").to_string();
    assert!(
        error.contains("Django ORM or SQLAlchemy and “") && error.contains("Peewee"),
        "{error}"
    );
}

/// The example after one of its must-haves has turned out so for Django ORM.
fn judged(outcome: Judged) -> (Session, Session) {
    let before = example("saas-team");
    let must = before.brief.must_haves[0].id.clone();
    let after = edited(&before, [Edit::Judge(must, Side::Left, outcome)]);
    (before, after)
}

#[test]
fn a_must_have_that_turns_the_verdict_says_so() {
    let (before, after) = judged(Judged::Fail);
    let comparison = compare(&before, &after);
    assert_eq!(
        comparison.verdict,
        "The verdict has turned from Django ORM to SQLAlchemy (Django ORM fails “Runs on \
         PostgreSQL”)."
    );
    assert_eq!(
        comparison.why,
        [
            "Django ORM fails “Runs on PostgreSQL” now, which excludes it.",
            "Must-haves aside, it is Django ORM by 1.60, as it was.",
            "Nothing that moves the margin has changed.",
        ]
    );
    assert_eq!(comparison.answer.after, "SQLAlchemy, by a must-have");
    let [row] = comparison.must_haves.as_slice() else { panic!("{:?}", comparison.must_haves) };
    assert_eq!((row.name.as_str(), row.sides.left.before.as_str()), ("Runs on PostgreSQL", "pass"));
    assert_eq!(row.sides.left.after, "fail");
    let back = compare(&after, &before);
    assert!(back.verdict.starts_with("The verdict has turned from SQLAlchemy to Django ORM"));
    assert!(back.why[0].ends_with("no longer, and is not excluded any more."), "{:?}", back.why);
    assert_eq!(back.lead.what, "Lead, must-haves aside");
}

#[test]
fn a_must_have_that_excludes_nobody_is_told_all_the_same() {
    let (before, after) = judged(Judged::Open);
    let comparison = compare(&before, &after);
    assert_eq!(comparison.why[0], "The must-haves have changed, but not what either side fails.");
    assert_eq!(comparison.must_haves.len(), 1);
    let outcome = Pair::new(Judged::Pass, Judged::Fail);
    let new = MustHave { id: id("lts"), name: "Has long-term support".to_owned(), outcome };
    let added = edited(&before, [Edit::Insert(0, Item::MustHave(new))]);
    let comparison = compare(&before, &added);
    let [row] = comparison.must_haves.as_slice() else { panic!("{:?}", comparison.must_haves) };
    assert_eq!(
        (row.sides.right.before.as_str(), row.sides.right.after.as_str()),
        ("not there", "fail")
    );
    assert!(comparison.verdict.starts_with("The verdict stands: it is Django ORM still"));
    assert!(comparison.why[0].contains("SQLAlchemy fails “Has long-term support” now"));
    let removed = compare(&added, &before);
    assert!(removed.why[0].contains("no longer"), "{:?}", removed.why);
    assert_eq!(removed.must_haves[0].sides.left.after, "not there");
}

#[test]
fn weights_that_are_not_the_teams_answer_are_told_for_either_version() {
    let agreed = example("saas-team");
    let row = agreed.criteria[0].id.clone();
    let drifted = edited(&agreed, [Edit::SetPoints(row, Points::clamped(20.0))]);
    let mut open = agreed.clone();
    open.log(Entry { at: Timestamp::UNIX_EPOCH, event: Event::WeightsReopened }).expect("logged");
    let mut early = open.clone();
    early.log(Entry { at: Timestamp::UNIX_EPOCH, event: Event::UncoveredEarly }).expect("logged");
    let cases = [
        (&drifted, "those agreed on", "Delivery speed 85 → 20."),
        (&open, "not agreed yet", "a look ahead, not the team’s answer."),
        (&early, "not agreed yet", "uncovered early."),
    ];
    for (session, what, end) in cases {
        for (comparison, when) in
            [(compare(session, &agreed), "before"), (compare(&agreed, session), "now")]
        {
            let [said] = comparison.cautions.as_slice() else {
                panic!("{:?}", comparison.cautions)
            };
            assert!(said.starts_with(&format!("The weights {when} ")), "{said}");
            assert!(said.contains(what) && said.ends_with(end), "{said}");
        }
    }
    assert!(compare(&agreed, &agreed).cautions.is_empty());
}

#[test]
fn small_changes_that_come_to_something_are_told() {
    // Each moves the margin by 0.004, all of them by 0.05 and from too close to a narrow lead.
    let mut before = empty();
    before.criteria = (0..13).map(|n| criterion(&format!("c{n}"), 50.0, 5.29, 5.0)).collect();
    let rate = |n: usize| {
        Edit::Rate(id(&format!("c{n}")), Side::Left, Rating::clamped(5.34), Standing::Team)
    };
    let after = edited(&before, (0..13).map(rate));
    let comparison = compare(&before, &after);
    assert_eq!(comparison.verdict, "The verdict was open, and is L now (L by 0.34).");
    assert_eq!(comparison.why[0], "The margin has moved by 0.05 towards L.");
    assert_eq!(comparison.criteria.len(), 13, "{:?}", comparison.criteria);
    assert_eq!(comparison.criteria[0].ratings.left.after, "5.34");
    // Too little to be read, and enough all the same.
    let last = |rating| {
        let rate = Edit::Rate(id("c12"), Side::Left, Rating::clamped(rating), Standing::Team);
        edited(
            &before,
            (0..12)
                .map(|n| {
                    Edit::Rate(
                        id(&format!("c{n}")),
                        Side::Left,
                        Rating::clamped(5.3),
                        Standing::Team,
                    )
                })
                .chain([rate]),
        )
    };
    let comparison = compare(&last(5.3), &last(5.301));
    assert_eq!(comparison.why[0], "The margin has moved by less than 0.01.");
    assert_eq!(comparison.why[1], "Small as that is, it makes the verdict another.");
    let [row] = comparison.criteria.as_slice() else { panic!("{:?}", comparison.criteria) };
    assert_eq!(
        (row.ratings.left.before.as_str(), row.ratings.left.after.as_str()),
        ("5.300", "5.301")
    );
    assert_eq!(row.effect_words, "under 0.01 towards L");
}

#[test]
fn only_what_pulled_the_same_way_is_named_as_its_cause() {
    let mut before = empty();
    before.criteria = [("a", 5.0), ("b", 5.0), ("c", 5.0), ("d", 5.0)]
        .map(|(name, left)| criterion(name, 25.0, left, 5.0))
        .to_vec();
    let rate = |name, to| Edit::Rate(id(name), Side::Left, Rating::clamped(to), Standing::Team);
    let after = edited(&before, [rate("a", 9.0), rate("b", 2.0), rate("c", 6.0)]);
    let comparison = compare(&before, &after);
    let due: Vec<&str> = comparison.why.iter().skip(2).map(String::as_str).collect();
    assert_eq!(
        due,
        [
            "It is due most of all to a (1.00 towards L) and c (0.25 towards L).",
            "What held most against it is b (0.75 towards R).",
        ]
    );
}

#[test]
fn points_set_by_hand_are_no_news_when_they_were_before() {
    let mut session = example("saas-team");
    let row = session.criteria[0].clone();
    let event = Event::Overridden {
        criterion: row.id.clone(),
        ballots: Points::clamped(1.0),
        points: row.points,
        reason: "the ballots took it for another".to_owned(),
    };
    let at = Timestamp::UNIX_EPOCH;
    let mut by_hand = session.clone();
    for event in [event, session.agreeing()] {
        by_hand.log(Entry { at, event }).expect("logged");
    }
    assert_eq!(compare(&by_hand, &by_hand).criteria, []);
    let agreeing = session.agreeing();
    session.log(Entry { at, event: agreeing }).expect("logged");
    let [row] = compare(&session, &by_hand).criteria.try_into().expect("one");
    assert_eq!(row.reasons, ["By hand: The ballots took it for another."]);
    let text = markdown(&compare(&session, &by_hand)).expect("a page");
    assert!(!text.contains("→"), "{text}");
}

#[test]
fn the_window_tells_must_haves_and_refuses_what_has_nothing_in_common() {
    let (before, after) = judged(Judged::Fail);
    let mut window = Window::showing(&after);
    let earlier = window.path("earlier.session.ron");
    save(&earlier, &before, Expect::Absent).expect("saved");
    window.command("Compare with an earlier session…");
    window.path_is(&earlier);
    window.button("Compare sessions");
    window.wait_for("What has changed");
    let said = window.everything();
    assert!(said.contains("Runs on PostgreSQL: Django ORM pass → fail, SQLAlchemy pass"), "{said}");
    assert!(said.contains("Lead, must-haves aside: Django ORM by 1.60, as before"), "{said}");
    assert!(said.contains("Verdict: Django ORM → SQLAlchemy, by a must-have"), "{said}");
    window.button("Close");
    let mut apart = example("logistics-team");
    apart.sides = Pair::new("Peewee".to_owned(), "Tortoise".to_owned());
    let other = window.path("other.session.ron");
    save(&other, &apart, Expect::Absent).expect("saved");
    window.command("Compare with an earlier session…");
    window.path_is(&other);
    window.button("Compare sessions");
    window.wait_for("These sessions have no side in common");
    // The way to another starts at the one that it was not.
    window.button("Choose another…");
    assert!(window.everything().contains("other.session.ron"));
    let gone = window.path("gone.session.ron");
    window.path_is(&gone);
    window.button("Compare sessions");
    window.wait_for("gone.session.ron cannot be compared with");
    window.button("Choose another…");
    assert!(window.everything().contains("gone.session.ron"));
}

const EXAMPLE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/data/examples/saas-team.session.ron");

/// What `compare` prints as errors, and whether it is content.
fn run(args: &[&str]) -> (String, bool) {
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let args = ["weighbridge", "compare"].iter().chain(args).map(Into::into);
    let outcome = cli::run(args, catalogue(), &mut out, &mut err).expect("output");
    (String::from_utf8(err).expect("text"), outcome == Outcome::Exit(0))
}

#[test]
fn what_has_changed_goes_into_markdown_and_pages_only() {
    let folder = folder();
    let at = |name: &str| folder.path().join(name).to_string_lossy().into_owned();
    for name in ["c.pdf", "c", "c.session.ron", "md"] {
        let (err, ok) = run(&[EXAMPLE, EXAMPLE, "--out", &at(name)]);
        assert!(!ok && err.contains(".md or .html"), "{name}: {err}");
    }
    assert!(names(folder.path()).is_empty());
    for name in ["c.md", "c.html", "C.HTML"] {
        assert!(run(&[EXAMPLE, EXAMPLE, "--out", &at(name)]).1, "{name}");
    }
}

#[cfg(unix)]
#[test]
fn neither_of_the_two_sessions_is_written_over() {
    let folder = folder();
    let at = |name: &str| folder.path().join(name).to_string_lossy().into_owned();
    let text = std::fs::read_to_string(EXAMPLE).expect("the example");
    write(at("was.md").as_ref(), &text);
    std::os::unix::fs::symlink(at("was.md"), at("link.md")).expect("a link");
    std::fs::create_dir(at("sub")).expect("a folder");
    for out in ["was.md", "link.md", "sub/../was.md"] {
        for args in [[at("was.md"), EXAMPLE.to_owned()], [EXAMPLE.to_owned(), at("was.md")]] {
            let (err, ok) = run(&[&args[0], &args[1], "--replace", "-o", &at(out)]);
            assert!(!ok && err.contains("is read for it"), "{out}: {err}");
            assert_eq!(std::fs::read_to_string(at("was.md")).expect("it"), text);
        }
    }
}
