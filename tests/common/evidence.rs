//! Measured evidence to work on: a small run, and any change that there is.

use std::sync::Arc;

use jiff::Timestamp;
use proptest::prelude::*;
use weighbridge::session::evidence::{Database, Feature, Framework};
use weighbridge::session::{
    CardRef, Edit, Event, EvidenceEdit, Id, Item, Lab, Needs, Objection, Pair, Ruling, TeamRun,
};
use weighbridge::store::session_text;

use super::{catalogue, clean, few, id, preset, rating, text};

/// A run with one card of the built-in one, as it was seen on `SQLite`.
pub fn lab() -> Lab {
    let whole = &catalogue().evidence.lab;
    let card = whole.cards.iter().find(|card| whole.times(&card.id, Database::Sqlite).count() > 0);
    let card = card.expect("a card that was timed").clone();
    let seen = whole.seen(&card.id, Database::Sqlite).expect("seen").clone();
    let times = whole.times(&card.id, Database::Sqlite).cloned().collect();
    Lab {
        cards: vec![card],
        sqlite: vec![seen],
        postgresql: Vec::new(),
        times,
        run: whole.run.clone(),
    }
}

/// That run as a team's own.
pub fn team_run(name: &str) -> TeamRun {
    TeamRun { id: id(name), name: name.to_owned(), lab: Arc::new(lab()) }
}

/// An objection to a built-in card.
pub fn objection(name: &str, card: &str) -> Objection {
    Objection {
        id: id(name),
        on: CardRef { run: None, card: id(card) },
        question: "How many statements?".to_owned(),
        text: "Nobody lists 200 orders.".to_owned(),
        by: "Dana".to_owned(),
        raised: Timestamp::UNIX_EPOCH,
        ruling: Ruling::Open,
    }
}

/// The text that the lab exports for that run.
pub fn exported() -> String {
    let mut session = preset("early-saas");
    session.evidence.runs.push(team_run("ours"));
    let text = session_text(&session).expect("text");
    let begin = text.find("            cards: [").expect("cards");
    let sqlite = text.find("            sqlite: [").expect("seen");
    let times = text.find("            times: [").expect("times");
    let end = text[times..].find("\n        ),\n    ],").expect("the end") + times;
    format!(
        "(\nkind: \"weighbridge-evidence\",\nformat: 1,\n{}seen: (\n{}),\n{}\n)\n",
        &text[begin..sqlite],
        &text[sqlite..times],
        &text[times..end]
    )
}

fn card() -> impl Strategy<Value = CardRef> {
    (prop::option::of(few('u', 2)), few('d', 3)).prop_map(|(run, card)| CardRef { run, card })
}

fn ruling() -> impl Strategy<Value = Ruling> {
    prop::sample::select(Ruling::ALL.to_vec())
}

/// Objections and runs.
pub fn item() -> impl Strategy<Value = Item> {
    let objected = (few('o', 4), card(), clean(), clean(), clean(), ruling()).prop_map(
        |(id, on, question, text, by, ruling)| {
            let raised = Timestamp::UNIX_EPOCH;
            Item::Objection(Objection { id, on, question, text, by, raised, ruling })
        },
    );
    let run = few('u', 2).prop_map(|id: Id| Item::Run(team_run(id.as_str())));
    prop_oneof![4 => objected, 1 => run].boxed()
}

/// A change of what matters, of a version, or of what becomes of an objection.
pub fn edit() -> impl Strategy<Value = Edit> {
    let needs = (
        prop::sample::subsequence(Database::ALL.to_vec(), 0..=2),
        prop::sample::subsequence(Framework::ALL.to_vec(), 0..=2),
        prop::sample::subsequence(Feature::ALL.to_vec(), 0..=3),
    )
        .prop_map(|(databases, frameworks, features)| Needs {
            databases,
            frameworks,
            features,
        });
    let package = prop::sample::select(vec!["Django", "SQLAlchemy"]);
    prop_oneof![
        needs.prop_map(EvidenceEdit::Matters),
        (package, prop::option::of(text()))
            .prop_map(|(package, version)| EvidenceEdit::Version(package.to_owned(), version)),
        (few('o', 4), ruling()).prop_map(|(id, ruling)| EvidenceEdit::Rule(id, ruling)),
    ]
    .prop_map(Edit::Evidence)
    .boxed()
}

/// That a card was opened.
pub fn opened() -> impl Strategy<Value = Event> {
    let rated = || prop::option::of(rating());
    (card(), text(), few('c', 6), rated(), rated()).prop_map(
        |(card, question, criterion, left, right)| Event::CardOpened {
            card,
            question,
            criterion,
            rated: Pair::new(left, right),
        },
    )
}
