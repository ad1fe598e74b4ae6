//! The summary says what a reader needs, in the words of the session and its verdict.
#![allow(clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use common::catalogue;
use common::report::{example, summary, told};
use common::rounds::{EVERYBODY, at, collecting, team};
use common::{ballot, id};
use weighbridge::analysis;
use weighbridge::analysis::drafts::draft;
use weighbridge::report::Telling;
use weighbridge::session::{
    Edit, Field, Origin, Outcome, RecordField, Session, Side, Status, Strength,
};

mod common;

fn saas() -> Session {
    example("saas-team")
}

#[test]
fn totals_weights_and_drivers_are_those_of_the_verdict() {
    let session = saas();
    let verdict = analysis::verdict(&session, catalogue());
    let summary = summary(&session);
    let numbers = summary.numbers.as_ref().expect("numbers");
    assert_eq!(numbers.totals, verdict.balance.totals);
    assert_eq!(summary.criteria.iter().map(|row| u32::from(row.percent)).sum::<u32>(), 100);
    let sum: f64 = numbers.drivers.iter().map(|driver| driver.contribution).sum();
    assert!((sum - numbers.margin).abs() < 1e-9);
    assert!(!numbers.changes.is_empty());
}

#[test]
fn a_draft_stands_until_the_team_has_its_own_words_or_leaves_the_field_empty() {
    let mut session = saas();
    let because = Field::Record(RecordField::Because);
    session.apply(Edit::Write(because.clone(), String::new())).expect("an edit");
    let draft = summary(&session).because;
    assert!(draft.draft && draft.text.ends_with('.'), "{draft:?}");
    session.apply(Edit::LeaveEmpty(RecordField::Because, true)).expect("an edit");
    assert!(summary(&session).because.is_empty());
    session.apply(Edit::Write(because, "We know it well.".to_owned())).expect("an edit");
    let own = summary(&session).because;
    assert!(!own.draft && own.text == "We know it well.");
}

#[test]
fn nothing_of_a_covered_result_is_told_unless_it_is_asked_for() {
    let mut session = saas();
    session.log.clear();
    assert!(session.covered());
    let covered = summary(&session);
    assert!(covered.numbers.is_none() && covered.sureness.is_empty());
    assert!(covered.cautions.iter().any(|said| said.contains("covered")));
    let all = format!("{covered:?}");
    assert!(!all.contains("leads") && !all.contains("scores"), "{all}");
    let open = told(&session, Telling { uncovered: true, ..Telling::default() });
    assert!(open.numbers.is_some());
    assert!(open.cautions.iter().any(|said| said.contains("a look ahead")));
    assert!(!open.cautions.concat().contains("uncovered early"));
}

#[test]
fn a_choice_against_the_verdict_or_a_must_have_is_said() {
    let mut session = saas();
    session.apply(Edit::Choose(Some(Side::Right))).expect("an edit");
    let said = summary(&session).cautions.join(" ");
    assert!(said.contains("was chosen although the verdict is for Django ORM"), "{said}");
    let must = session.brief.must_haves.first().expect("a must-have").id.clone();
    session.apply(Edit::Judge(must, Side::Right, Outcome::Fail)).expect("an edit");
    let said = summary(&session).cautions.join(" ");
    assert!(said.contains("SQLAlchemy fails a must-have"), "{said}");
}

/// What would change the answer, as it is told.
fn changes(session: &Session) -> Vec<String> {
    told(session, BALLOTS).numbers.expect("numbers").changes
}

#[test]
fn a_choice_against_the_verdict_is_borne_out_by_other_weights_and_takes_no_colour() {
    let mut session = saas();
    assert_eq!(summary(&session).colour, Some(Side::Left));
    session.apply(Edit::Choose(Some(Side::Right))).expect("an edit");
    session.record.review_trigger.clear();
    let page = summary(&session);
    assert_eq!((page.standing.as_str(), page.colour), ("chosen against the verdict", None));
    let first = changes(&session).remove(0);
    assert!(first.starts_with("SQLAlchemy was chosen although Django ORM is ahead"), "{first}");
    assert!(page.review.words.contains("the reason for deciding against"), "{page:?}");
    session.record.status = Status::Proposed;
    assert_eq!(summary(&session).standing, "proposed against the verdict");
    // What was turned down is not chosen.
    session.record.status = Status::Rejected;
    let page = summary(&session);
    assert_eq!(page.standing, "clear lead");
    assert!(!page.cautions.concat().contains("although"), "{:?}", page.cautions);
    assert!(!changes(&session).concat().contains("although"));
    session.record.because.clear();
    let page = summary(&session);
    assert!(
        page.because.text.starts_with("SQLAlchemy scores 6.24 against 7.84 for Django ORM. "),
        "{:?}",
        page.because
    );
    assert!(page.review.words.contains("comes to matter more"), "{}", page.review.words);
}

#[test]
fn where_must_haves_decide_no_weight_is_said_to_turn_it() {
    let mut session = saas();
    let must = session.brief.must_haves[0].clone();
    session.record.review_trigger.clear();
    session.apply(Edit::Judge(must.id.clone(), Side::Right, Outcome::Fail)).expect("an edit");
    let [first, second] = changes(&session).try_into().expect("two sentences");
    assert_eq!(
        first,
        format!(
            "SQLAlchemy meeting its must-have after all ({}): SQLAlchemy would still be behind by \
             1.60 then, so weights or ratings would have to be others too.",
            must.name
        )
    );
    assert_eq!(second, "Weights alone cannot turn it.");
    let page = summary(&session);
    assert!(page.numbers.expect("numbers").flips.is_empty());
    let trigger = format!(
        "SQLAlchemy comes to meet the must-have {}, and the numbers come to speak for it",
        must.name
    );
    assert!(page.review.words.contains(&trigger), "{}", page.review.words);
    // Of the side that is ahead by weights.
    session.apply(Edit::Judge(must.id.clone(), Side::Right, Outcome::Pass)).expect("an edit");
    session.apply(Edit::Judge(must.id.clone(), Side::Left, Outcome::Fail)).expect("an edit");
    let [first, second, _] = changes(&session).try_into().expect("three sentences");
    let although = "Django ORM was chosen although it is excluded, so it rests on its reason";
    assert!(first.starts_with(although), "{first}");
    assert!(second.ends_with("by weights Django ORM would then lead by 1.60."), "{second}");
    // Of both.
    session.apply(Edit::Judge(must.id, Side::Right, Outcome::Fail)).expect("an edit");
    let first = changes(&session).remove(0);
    let both = format!("({0}), or SQLAlchemy meeting its must-have after all ({0}).", must.name);
    assert!(first.starts_with("Django ORM meeting") && first.ends_with(&both), "{first}");
}

#[test]
fn a_decision_that_is_accepted_without_a_side_says_so() {
    let mut session = saas();
    session.apply(Edit::Choose(None)).expect("an edit");
    let said = summary(&session).cautions.join(" ");
    assert!(said.contains("called accepted, but no side is chosen"), "{said}");
}

#[test]
fn swapping_the_sides_mirrors_the_numbers() {
    let session = saas();
    let mut swapped = session.clone();
    swapped.sides = swapped.sides.swapped();
    swapped.record.choice = swapped.record.choice.map(Side::other);
    for criterion in &mut swapped.criteria {
        criterion.sides = criterion.sides.clone().swapped();
    }
    let (one, other) = (summary(&session), summary(&swapped));
    let (one, other) = (one.numbers.expect("numbers"), other.numbers.expect("numbers"));
    assert_eq!(one.totals, other.totals.swapped());
    assert!((one.margin + other.margin).abs() < 1e-12);
    assert_eq!(one.changes, other.changes);
}

#[test]
fn ballots_of_single_people_stay_out_unless_they_are_asked_for() {
    let session = saas();
    assert!(summary(&session).ballots.is_empty());
    let with = told(&session, Telling { ballots: true, ..Telling::default() });
    assert_eq!(with.ballots.len(), session.revealed().expect("a round").ballots.len());
}

#[test]
fn level_sides_are_not_said_to_turn_at_the_weights_that_they_have() {
    let mut session = common::empty();
    session.criteria =
        vec![common::criterion("one", 50.0, 8.0, 4.0), common::criterion("other", 50.0, 4.0, 8.0)];
    let open = told(&session, Telling { uncovered: true, ..Telling::default() });
    assert_eq!(open.numbers.expect("numbers").changes, ["The two sides are level as it is."]);
}

#[test]
fn a_choice_is_told_as_what_its_status_makes_it() {
    let mut session = saas();
    for (status, said) in [
        (Status::Draft, "The team is about to choose Django ORM"),
        (Status::Proposed, "The team proposes Django ORM"),
        (Status::Accepted, "The team chose Django ORM"),
        (Status::Rejected, "The proposal to choose Django ORM"),
    ] {
        session.apply(Edit::SetStatus(status, None)).expect("an edit");
        assert!(summary(&session).decision.starts_with(said));
    }
}

const BALLOTS: Telling = Telling { ballots: true, uncovered: true };

/// The team with a round in which only the first so many have voted, revealed as a file may have
/// it that somebody wrote by hand.
fn voted(named: bool, voters: usize) -> Session {
    let mut session = collecting(named);
    for (n, name) in EVERYBODY.into_iter().take(voters).enumerate() {
        let points = [10.0, 30.0, 90.0][n];
        let slip = id(&format!("x{n}"));
        session.cast(&id(name), slip, ballot(name, &[("speed", points)])).expect("is taken");
    }
    session.rounds[0].revealed = Some(at(20));
    session
}

#[test]
fn of_fewer_than_three_ballots_without_names_nothing_is_told() {
    for (voters, missing) in [(1, "2 are missing"), (2, "1 is missing")] {
        let summary = told(&voted(false, voters), BALLOTS);
        assert!(summary.ballots.is_empty());
        assert!(summary.criteria.iter().all(|row| row.ballots.is_empty()));
        assert!(summary.ballots_note.contains(missing), "{}", summary.ballots_note);
        assert!(summary.weighing.iter().any(|said| said.contains(missing)));
        let all = format!("{summary:?}");
        for secret in ["by hand, where", "30", "reach", "same order", "ways"] {
            assert!(!all.contains(secret), "{voters}: {secret} in {all}");
        }
    }
    let enough = told(&voted(false, 3), BALLOTS);
    assert_eq!(enough.criteria[0].ballots, "Three ballots on its weight: median 30. Worth a talk.");
}

#[test]
fn an_adviser_without_a_name_is_not_told_from_the_others() {
    let mut session = collecting(false);
    let mut fourth = common::person("dee");
    fourth.strength = Strength::clamped(0.0);
    session.people.push(fourth);
    for (n, name) in EVERYBODY.into_iter().chain(["dee"]).enumerate() {
        let slip = id(&format!("x{n}"));
        session.cast(&id(name), slip, ballot(name, &[("speed", 50.0)])).expect("is taken");
    }
    session.reveal(at(20)).expect("is shown");
    let summary = told(&session, BALLOTS);
    assert!(summary.ballots.is_empty());
    assert!(summary.ballots_note.contains("told alone"), "{}", summary.ballots_note);
}

#[test]
fn one_ballot_with_a_name_is_no_spread() {
    let summary = told(&voted(true, 1), BALLOTS);
    assert!(summary.criteria.iter().all(|row| row.ballots.is_empty()));
    assert!(summary.ballots_note.contains("Only one ballot counts"));
    assert_eq!(summary.ballots.len(), 1);
    let by_hand = summary.weighing.iter().find(|said| said.contains("by hand")).expect("said");
    assert!(by_hand.contains("the one ballot that counts") && !by_hand.contains("10"), "{by_hand}");
}

#[test]
fn an_adviser_s_ballot_is_said_to_be_one_and_said_once() {
    let summary = summary(&saas());
    let first = &summary.weighing[0];
    assert!(
        first.contains("the last had 4 ballots, one of them an adviser’s, which does not count."),
        "{first}"
    );
    assert_eq!(summary.ballots_note, "An adviser’s ballot is not counted.");
    assert!(summary.criteria.iter().all(|row| !row.ballots.contains("adviser")));
}

#[test]
fn ballots_stand_in_the_order_of_the_people() {
    let mut session = saas();
    for round in &mut session.rounds {
        round.ballots.reverse();
    }
    let names: Vec<String> =
        told(&session, BALLOTS).ballots.into_iter().filter_map(|ballot| ballot.name).collect();
    let people: Vec<String> = session.people.iter().map(|p| p.shown().to_owned()).collect();
    assert_eq!(names, people);
}

/// Two criteria that weigh each other out.
fn level() -> Session {
    let mut session = common::empty();
    session.criteria =
        vec![common::criterion("one", 50.0, 8.0, 4.0), common::criterion("other", 50.0, 4.0, 8.0)];
    session
}

#[test]
fn nobody_is_ahead_where_the_sides_are_level() {
    let said = told(&level(), BALLOTS).sureness;
    assert_eq!(said, "The two sides are level: nobody is ahead.");
    let mut session = level();
    session.criteria[0].points = weighbridge::session::Points::clamped(52.0);
    let said = told(&session, BALLOTS).sureness;
    assert!(said.contains("is ahead by 0.08"), "{said}");
    session.criteria[0].points = weighbridge::session::Points::clamped(50.05);
    let page = told(&session, BALLOTS);
    let numbers = page.numbers.expect("numbers");
    assert_eq!(numbers.changes, ["The two sides are level as it is."]);
    assert!(numbers.flips.is_empty());
}

#[test]
fn what_has_to_stand_beside_every_number_is_told_apart() {
    assert_eq!(summary(&saas()).provisos, Vec::<String>::new());
    let mut session = saas();
    let must = session.brief.must_haves.first().expect("a must-have").id.clone();
    session.apply(Edit::Judge(must, Side::Right, Outcome::Fail)).expect("an edit");
    session.log.clear();
    let said = told(&session, BALLOTS).provisos.join(" ");
    assert!(
        said.contains("a look ahead") && said.contains("SQLAlchemy fails a must-have"),
        "{said}"
    );
}

#[test]
fn ratings_that_are_mostly_not_the_team_s_are_said_beside_the_verdict() {
    let mut session = saas();
    assert_eq!(summary(&session).reservation, "");
    for criterion in &mut session.criteria {
        criterion.sides.left.origin = Origin::Catalogue;
    }
    assert_eq!(summary(&session).reservation, "");
    session.criteria[0].sides.right.origin = Origin::Catalogue;
    assert!(summary(&session).reservation.starts_with("14 of 26 ratings are starting values"));
    for criterion in &mut session.criteria {
        criterion.sides.right.origin = Origin::Catalogue;
    }
    assert!(summary(&session).reservation.starts_with("All 26 ratings are starting values"));
}

#[test]
fn weights_that_were_set_by_hand_and_ballots_that_moved_apart_are_cautions() {
    let said = told(&level(), BALLOTS).cautions.join(" ");
    assert!(said.contains("set by hand, without ballots"), "{said}");
    let mut session = voted(true, 3);
    let said = told(&session, BALLOTS).cautions.join(" ");
    assert!(said.contains("The points of speed were set by hand"), "{said}");
    session.open_round(id("r2"), at(30)).expect("opens");
    for (name, points) in EVERYBODY.into_iter().zip([0.0, 50.0, 100.0]) {
        let cast = ballot(name, &[("speed", points), ("depth", 100.0 - points)]);
        session.cast(&id(name), id(&format!("y-{name}")), cast).expect("is taken");
    }
    session.reveal(at(40)).expect("is shown");
    let said = told(&session, BALLOTS).cautions.join(" ");
    assert!(said.contains("the ballots have moved apart"), "{said}");
}

#[test]
fn the_zone_of_days_and_hours_is_named() {
    let session = saas();
    let of = |zone: &str| {
        let zone = jiff::tz::TimeZone::get(zone).expect("a zone");
        weighbridge::report::Summary::of(weighbridge::report::Source {
            session: &session,
            verdict: &analysis::verdict(&session, catalogue()),
            catalogue: catalogue(),
            zone: &zone,
            origin: &weighbridge::report::Origin::default(),
            telling: Telling::default(),
        })
    };
    let (utc, far) = (of("UTC"), of("Asia/Tokyo"));
    assert_eq!((utc.zone.as_str(), far.zone.as_str()), ("UTC", "Asia/Tokyo"));
    assert_ne!(utc.log, far.log);
    assert!(far.weighing.iter().any(|said| said.ends_with("(Asia/Tokyo).")));
}

#[test]
fn a_review_without_a_day_says_so() {
    let mut session = saas();
    session.record.review_on = None;
    let said = summary(&session).review.words;
    assert!(said.starts_with("No day is set; look again when a program outside"), "{said}");
    session.record.review_trigger.clear();
    let said = summary(&session).review.words;
    assert!(!said.contains(':'), "{said}");
}

#[test]
fn a_drafted_risk_says_what_is_given_up_the_largest_first() {
    let mut session = saas();
    session.record.bad.clear();
    let verdict = analysis::verdict(&session, catalogue());
    let risks = draft(&session, &verdict, RecordField::Bad);
    let first = risks.lines().next().expect("a risk");
    let gives = "SQLAlchemy does better on Async fit, rated 9 against 5, which choosing Django ORM \
                 gives up: “Native ";
    assert!(first.starts_with(gives), "{first}");
    session.record.good.clear();
    let good = draft(&session, &verdict, RecordField::Good);
    assert!(good.starts_with("Django ORM does better on "), "{good}");
    let reason = &session.criterion(&id("async-fit")).expect("there").sides.left.reason;
    assert!(!risks.contains(reason.trim()), "{risks}");
}

#[test]
fn a_ballot_with_a_small_margin_is_too_close_to_call_in_a_draft_too() {
    let mut session = team();
    session.open_round(id("r1"), at(10)).expect("opens");
    // The sides are 6 and −3 apart: two points of depth for one of speed make them level.
    for (name, speed, depth) in [("ana", 50.0, 50.0), ("ben", 33.0, 67.0), ("cyd", 10.0, 90.0)] {
        let cast = ballot(name, &[("speed", speed), ("depth", depth)]);
        session.cast(&id(name), id(&format!("x-{name}")), cast).expect("is taken");
    }
    session.reveal(at(20)).expect("is shown");
    common::rounds::agree(&mut session, 30);
    let verdict = analysis::verdict(&session, catalogue());
    let said = draft(&session, &verdict, RecordField::Dissent);
    let other = &session.sides.right;
    let cyd = session.person(&id("cyd")).expect("cyd").shown();
    let ben = session.person(&id("ben")).expect("ben").shown();
    assert!(said.contains(&format!("{cyd} weighs it towards {other}.")), "{said}");
    let open = format!("The ballot of {ben} alone is too close to call.");
    assert!(said.contains(&open), "{said}");
    // The verdict counts by the same rule.
    let words = verdict.agreement_words.join(" ");
    assert!(words.contains(&open) && words.contains(&format!("{cyd} reaches {other}.")), "{words}");
    assert_eq!(verdict.agreement.expect("revealed").same, 1);
}

#[test]
fn a_title_that_names_the_other_side_alone_is_told() {
    let mut session = saas();
    let names = |session: &Session| {
        let cautions = told(session, BALLOTS).cautions;
        cautions.iter().any(|said| said.starts_with("The title names "))
    };
    assert!(!names(&session));
    session.record.choice = Some(Side::Right);
    assert!(names(&session));
    "SQLAlchemy instead of Django ORM".clone_into(&mut session.record.title);
    assert!(!names(&session));
    session.record.choice = None;
    "Use Django ORM".clone_into(&mut session.record.title);
    let summary = told(&session, BALLOTS);
    assert!(
        summary.decision.starts_with("No side is chosen yet. By the numbers, Django ORM leads")
    );
    assert!(!names(&session));
}

#[test]
fn a_side_that_a_must_have_excludes_and_was_chosen_is_not_said_to_be_decided_by_it() {
    let mut session = saas();
    let must = session.brief.must_haves[0].id.clone();
    let name = session.brief.must_haves[0].name.clone();
    session.apply(Edit::Judge(must, Side::Left, Outcome::Fail)).expect("an edit");
    session.apply(Edit::Write(Field::Record(RecordField::Because), String::new())).expect("one");
    session.record.left_empty.clear();
    assert_eq!(session.record.choice, Some(Side::Left));
    let summary = told(&session, BALLOTS);
    assert_eq!(summary.standing, "chosen against a must-have");
    assert!(
        summary.because.text.contains("is chosen although it fails a must-have")
            && summary.because.text.contains(&name),
        "{}",
        summary.because.text
    );
    let numbers = summary.numbers.expect("numbers");
    assert!(numbers.wins.ends_with("would win, must-haves aside"), "{}", numbers.wins);
    let sure = weighbridge::report::chart::sure(&numbers);
    assert!(sure.title.ends_with("must-haves aside"), "{}", sure.title);
}

#[test]
fn what_is_no_decision_or_no_lead_is_said_beside_numbers_that_stand_alone() {
    let mut session = team();
    assert!(summary(&session).weighing.is_empty() || session.rounds.is_empty());
    session.criteria.truncate(1);
    session.criteria[0].sides.right.rating = session.criteria[0].sides.left.rating;
    session.record.status = Status::Draft;
    let told = told(&session, BALLOTS);
    let said = told.beside_numbers.join(" ");
    assert!(said.contains("This is a draft: nothing is decided yet."), "{said}");
    assert!(said.contains("The two sides are level: nobody is ahead."), "{said}");
    let layout = weighbridge::report::Layout::default();
    for format in [weighbridge::report::Format::Svg, weighbridge::report::Format::Csv] {
        for made in format.render(&told, &layout).expect("made") {
            let text = String::from_utf8(made.bytes).expect("text");
            assert!(text.contains("nothing is decided yet"), "{}", made.ending);
            assert!(text.contains("nobody is ahead"), "{}", made.ending);
        }
    }
}

#[test]
fn weights_of_a_round_that_is_open_are_not_said_to_be_without_ballots() {
    let session = collecting(true);
    let said = told(&session, BALLOTS).cautions.join(" ");
    assert!(
        said.contains("Ballots are being collected; the weights so far were set by hand."),
        "{said}"
    );
    assert!(!said.contains("without ballots"), "{said}");
}
