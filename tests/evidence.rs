//! Measured evidence: sound, within its ranges, read without more than it says, and never at odds
//! with what the catalogue claims.
#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

mod common;

use std::collections::{BTreeMap, HashSet};

use common::{catalogue, id, preset};
use jiff::civil::date;
use weighbridge::catalogue::evidence::{
    Citation, Evidence, Relevance, Shows, Span, needs, staleness,
};
use weighbridge::catalogue::{Catalogue, SourceKind};
use weighbridge::session::evidence::{
    Can, Card, Clock, Database, Feature, Framework, Kind, Lab, Needs, Seen, SeenCard, Timed,
};
use weighbridge::session::{Brief, Id, Pair, Side};

fn evidence() -> &'static Evidence {
    &catalogue().evidence
}

fn known(criterion: &Id) -> bool {
    catalogue().criterion(criterion).is_some()
}

fn names() -> Pair<String> {
    Catalogue::side_names()
}

#[test]
fn the_built_in_evidence_is_sound() {
    assert_eq!(evidence().lab.flaw(known), None);
    assert!(!evidence().lab.cards.is_empty());
}

#[test]
fn every_criterion_has_a_card_or_a_reason_why_there_is_none() {
    for criterion in &catalogue().criteria {
        let cards = evidence().lab.cards_on(&criterion.id);
        let reason = evidence().unmeasured(&criterion.id);
        assert!(!cards.is_empty() || reason.is_some(), "nothing is said of {}", criterion.id);
    }
    for row in &evidence().unmeasured {
        assert!(known(&row.criterion), "{} is no criterion", row.criterion);
        assert!(row.reason.len() > 30, "{}: too little said", row.criterion);
    }
}

#[test]
fn claims_of_the_article_name_criteria_and_cards_that_exist() {
    let mut ids = HashSet::new();
    for claim in &evidence().claims {
        assert!(ids.insert(&claim.id), "{} is there twice", claim.id);
        assert!(known(&claim.criterion), "{}: no criterion {}", claim.id, claim.criterion);
        assert!(!claim.article.is_empty() && !claim.saw.is_empty());
        for card in &claim.cards {
            assert!(evidence().lab.card(card).is_some(), "{}: no card {card}", claim.id);
        }
        let tested = claim.lab != weighbridge::catalogue::evidence::Standing::NotTested;
        assert!(!tested || !claim.cards.is_empty(), "{} shows nothing", claim.id);
    }
}

#[test]
fn no_claim_of_the_catalogue_contradicts_its_measurement() {
    let mut cited = 0;
    for criterion in &catalogue().criteria {
        for citation in Side::BOTH.iter().flat_map(|side| &criterion.claims[*side].evidence) {
            cited += 1;
            if let Some(what) = citation.contradiction(&evidence().lab) {
                panic!("{}: {what}", criterion.id);
            }
        }
    }
    assert!(cited > 25, "claims rest on cards: {cited}");
}

#[test]
fn a_claim_that_rests_on_the_lab_cites_its_cards_and_the_sources_name_its_versions() {
    let run = &evidence().lab.run;
    let measured: Vec<_> =
        catalogue().sources.iter().filter(|row| row.kind == SourceKind::Measurement).collect();
    for source in &measured {
        let date = run.date.strftime("%-d %B %Y").to_string();
        let (versions, said) = source.version.rsplit_once(", ").expect("versions, then the date");
        assert_eq!(said, date, "{}", source.id);
        for each in versions.split(", ") {
            let (package, version) = each.rsplit_once(' ').expect("a package and its version");
            let found = run.versions.iter().find(|(name, _)| name.eq_ignore_ascii_case(package));
            assert_eq!(found.map(|(_, found)| found.as_str()), Some(version), "{}", source.id);
        }
    }
    for criterion in &catalogue().criteria {
        for claim in Side::BOTH.map(|side| &criterion.claims[side]) {
            let rests = claim.sources.iter().any(|id| measured.iter().any(|row| row.id == *id));
            assert!(!rests || !claim.evidence.is_empty(), "{}: {}", criterion.id, claim.line);
        }
    }
}

#[test]
fn starting_ratings_lie_where_the_cards_suggest() {
    for card in &evidence().lab.cards {
        let criterion = catalogue().criterion(&card.criterion).expect("known");
        for suggestion in &card.suggests {
            let rating = criterion.claims[suggestion.side].rating.get();
            let range = suggestion.low.get()..=suggestion.high.get();
            assert!(range.contains(&rating), "{}: {rating} is not in {range:?}", card.id);
        }
    }
}

#[test]
fn numbers_told_beside_the_article_are_numbers_of_the_cards() {
    let numbers = |text: &str| -> HashSet<String> {
        let parts = text.split(|c: char| !c.is_ascii_digit());
        parts.filter(|part| !part.is_empty()).map(str::to_owned).collect()
    };
    for claim in &evidence().claims {
        let mut told = String::new();
        for card in claim.cards.iter().filter_map(|id| evidence().lab.card(id)) {
            told.push_str(&card.finding);
            for seen in evidence().lab.seen(&card.id, Database::Sqlite).iter().flat_map(|c| &c.seen)
            {
                told.push_str(seen.says.as_deref().unwrap_or_default());
            }
        }
        let missing: Vec<_> = numbers(&claim.saw).difference(&numbers(&told)).cloned().collect();
        assert!(missing.is_empty(), "{}: {missing:?} are told by no card", claim.id);
    }
}

/// A run with one card: two variants a side, seen on `SQLite`, timed once.
fn lab() -> Lab {
    let template = &evidence().lab;
    let card = template.card(&id("list-with-relations")).expect("a card").clone();
    let seen = template.seen(&card.id, Database::Sqlite).expect("seen").clone();
    let times = template.times(&card.id, Database::Sqlite).cloned().collect();
    Lab {
        cards: vec![card],
        sqlite: vec![seen],
        postgresql: vec![],
        times,
        run: template.run.clone(),
    }
}

#[test]
fn what_is_wrong_with_a_run_is_found_and_its_place_named() {
    type Damage = fn(&mut Lab);
    let damages: [(&str, &str, Damage); 15] = [
        ("there are two cards", "id", |lab| lab.cards.push(lab.cards[0].clone())),
        ("no criterion", "criterion", |lab| lab.cards[0].criterion = id("speed")),
        ("no criterion", "also", |lab| lab.cards[0].also = vec![id("speed")]),
        ("the finding is empty", "finding", |lab| lab.cards[0].finding = " ".to_owned()),
        ("what it does not show", "limits", |lab| lab.cards[0].limits.clear()),
        ("code of no lines", "lines", |lab| lab.cards[0].variants[1].lines = 0),
        ("1 to", "variants", |lab| lab.cards[0].variants.clear()),
        ("seen on no database", "id", |lab| lab.sqlite.clear()),
        ("no card", "card", |lab| lab.sqlite[0].card = id("x")),
        ("no variant", "variant", |lab| lab.sqlite[0].seen[0].variant = id("x")),
        ("the same answer", "same_answer", |lab| lab.sqlite[0].same_answer = Some(false)),
        ("the same answer", "same_answer", |lab| {
            lab.sqlite[0].seen[0].answer = Some("0123456789abcdef".to_owned());
        }),
        ("a ratio must lie", "ratio", |lab| lab.times[0].low = lab.times[0].high + 1.0),
        ("a ratio must lie", "ratio", |lab| lab.times[0].ratio = f64::NAN),
        ("was not seen on", "database", |lab| lab.times[0].database = Database::Postgresql),
    ];
    assert_eq!(lab().flaw(known), None);
    for (what, field, damage) in damages {
        let mut lab = lab();
        damage(&mut lab);
        let flaw = lab.flaw(known).unwrap_or_else(|| panic!("{what} is not found"));
        // An empty list of what was seen is told of the card first.
        assert!(flaw.what.contains(what), "{what}: {}", flaw.what);
        let place = format!("{:?}", flaw.place);
        assert!(place.contains(&format!("{field:?}")), "{what}: at {place}");
    }
}

fn span(ratio: f64, low: f64, high: f64) -> Span {
    Span { ratio, low, high }
}

#[test]
fn a_ratio_is_told_in_words_and_a_small_one_is_no_difference() {
    for same in [
        span(1.0, 0.97, 1.03),
        span(1.24, 1.2, 1.28),
        span(0.82, 0.62, 1.23),
        span(1.4, 1.1, 2.0),
        span(0.78, 0.74, 0.8),
    ] {
        assert_eq!(same.faster(), None, "{same:?}");
        assert_eq!(same.words(&names()), "Both took about the same time");
    }
    for (span, words) in [
        (span(1.9, 1.67, 2.19), "SQLAlchemy took about half the time"),
        (span(0.54, 0.48, 0.57), "Django ORM took about half the time"),
        (span(1.36, 1.2, 1.51), "SQLAlchemy took about three quarters of the time"),
        (span(2.91, 2.29, 3.48), "SQLAlchemy took about a third of the time"),
        (span(0.26, 0.25, 0.27), "Django ORM took about a quarter of the time"),
        (span(14.02, 13.27, 17.08), "Django ORM took about 14 times as long"),
    ] {
        assert_eq!(span.words(&names()), words);
    }
    let numbers = span(1.9, 1.67, 2.19).numbers(&names());
    assert_eq!(numbers, "Django ORM ÷ SQLAlchemy 1.90, from 1.67 to 2.19");
}

#[test]
fn a_ratio_is_of_the_left_over_the_right_whichever_stood_first() {
    let card = evidence().lab.card(&id("list-with-relations")).expect("a card");
    let row = |first: &str, second: &str| Timed {
        card: card.id.clone(),
        database: Database::Sqlite,
        first: id(first),
        second: id(second),
        clock: Clock::Cpu,
        ratio: 2.0,
        low: 1.6,
        high: 2.5,
        rounds: 15,
    };
    let straight = Span::of(card, &row("django-idiomatic", "sqlalchemy-idiomatic"));
    assert_eq!(straight, Some(span(2.0, 1.6, 2.5)));
    let turned = Span::of(card, &row("sqlalchemy-idiomatic", "django-idiomatic"));
    assert_eq!(turned, Some(span(0.5, 0.4, 0.625)));
    assert_eq!(Span::of(card, &row("django-idiomatic", "driver")), None);
}

#[test]
fn evidence_grows_old_after_six_months_and_with_a_newer_minor_version() {
    let run = &evidence().lab.run;
    let none = BTreeMap::new();
    let known = |version: &str| BTreeMap::from([("Django".to_owned(), version.to_owned())]);
    let mut run = run.clone();
    run.date = date(2026, 11, 22);
    run.versions.insert("Django".to_owned(), "6.1.3".to_owned());
    assert!(staleness(&run, date(2027, 5, 22), &none).is_empty());
    assert!(staleness(&run, date(2027, 5, 23), &none)[0].contains("six months"));
    assert!(staleness(&run, date(2026, 12, 1), &known("6.1.9")).is_empty());
    assert!(staleness(&run, date(2026, 12, 1), &known("5.2.19")).is_empty());
    for newer in ["6.2", "6.2rc1", "6.10.0", "2028.1", "7"] {
        let told = staleness(&run, date(2026, 12, 1), &known(newer));
        assert_eq!(told, [format!("Measured with Django 6.1.3, and there is {newer}.")]);
    }
    assert!(staleness(&run, date(2026, 12, 1), &known("soon")).is_empty());
}

#[test]
fn cards_step_back_where_they_do_not_apply() {
    let mut card: Card = evidence().lab.cards[0].clone();
    card.applies = Needs {
        databases: vec![Database::Sqlite],
        frameworks: vec![],
        features: vec![Feature::BulkLoad],
    };
    let team = |databases: &[Database], features: &[Feature]| Needs {
        databases: databases.to_vec(),
        frameworks: vec![Framework::Django],
        features: features.to_vec(),
    };
    let relevance = |needs: &Needs| Relevance::of(&card, needs);
    assert!(relevance(&Needs::default()).applies(), "nothing said, nothing hidden");
    assert!(relevance(&team(&[Database::Sqlite], &[])).applies());
    assert!(relevance(&team(&[Database::Sqlite, Database::Postgresql], &[])).applies());
    let words = |needs: &Needs, count| match relevance(needs) {
        Relevance::StepsBack(reason) => reason.words(count),
        Relevance::Applies => panic!("it applies"),
    };
    let postgresql = team(&[Database::Postgresql], &[]);
    assert_eq!(words(&postgresql, 3), "3 more that do not apply to PostgreSQL");
    assert_eq!(words(&postgresql, 1), "1 more that does not apply to PostgreSQL");
    assert_eq!(words(&team(&[], &[Feature::Json]), 1), "1 more that is about bulk loading");
}

#[test]
fn the_framework_that_matters_follows_from_the_gate_until_it_is_said() {
    let brief = |answer: &str| {
        let mut brief = preset("early-saas").brief;
        brief.answers.insert(id("framework"), id(answer));
        brief
    };
    let none = Needs::default();
    assert_eq!(needs(&none, &brief("chosen")).frameworks, [Framework::Django]);
    let without = needs(&none, &brief("ruled-out")).frameworks;
    assert_eq!(without, [Framework::Asgi, Framework::Other]);
    assert!(needs(&none, &Brief::default()).frameworks.is_empty());
    let said = Needs { frameworks: vec![Framework::Other], ..Needs::default() };
    assert_eq!(needs(&said, &brief("chosen")), said);
}

#[test]
fn a_claim_that_its_measurement_contradicts_is_found() {
    let lab = &evidence().lab;
    let cite = |card: &str, shows: Shows| Citation { card: id(card), shows: Some(shows), on: None };
    for wrong in [
        cite("list-with-relations", Shows::Fewer(Side::Left)),
        cite("list-with-relations", Shows::AsMany),
        cite("list-with-relations", Shows::AsFast),
        cite("list-with-relations", Shows::Faster(Side::Left)),
        cite("list-with-relations", Shows::Shorter(Side::Right)),
        cite("lost-update", Shows::Says(Side::Right, "gone".to_owned())),
        cite("with-queries", Shows::Can { left: Can::Yes, right: Can::Yes }),
        cite("no-such-card", Shows::AsMany),
    ] {
        assert!(wrong.contradiction(lab).is_some(), "{wrong:?}");
    }
    let right = cite("list-with-relations", Shows::Fewer(Side::Right));
    assert_eq!(right.contradiction(lab), None);
}

#[test]
fn cards_come_in_the_order_of_their_worth() {
    for criterion in &catalogue().criteria {
        let cards = evidence().lab.cards_on(&criterion.id);
        let kinds: Vec<Kind> = cards.iter().map(|card| card.kind).collect();
        assert!(kinds.is_sorted(), "{}: {kinds:?}", criterion.id);
    }
}

#[test]
fn every_answer_is_one_digest_and_every_count_is_there_where_there_is_sql() {
    let lab = &evidence().lab;
    for row in lab.sqlite.iter().chain(&lab.postgresql) {
        let SeenCard { card, seen, .. } = row;
        for Seen { variant, statements, control, sql, more, .. } in seen {
            let listed: u32 = sql.iter().map(|sent| sent.times).sum();
            let counted = statements.unwrap_or_default() + control.unwrap_or_default();
            assert!(
                *more > 0 || statements.is_none() || listed <= counted,
                "{card}, {variant}: {listed} statements listed, {counted} counted"
            );
        }
    }
}
