//! What it costs to make a summary, and each format of it, beside the verdict that it tells of.
//!
//! All sides of a ratio are measured in turn, in one run, so that a busy machine slows all of
//! them; times are medians. `cargo bench --bench reports`
#![allow(
    clippy::expect_used,
    clippy::print_stdout,
    reason = "a benchmark fails by panicking and prints what it finds"
)]

use std::collections::BTreeMap;
use std::hint::black_box;
use std::time::Instant;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use weighbridge::analysis::verdict;
use weighbridge::catalogue::Catalogue;
use weighbridge::report::{Format, Layout, Origin, Source, Summary, Telling};
use weighbridge::session::{
    Ballot, Criterion, Entry, Event, Id, Note, Participant, Points, Round, Session, Strength,
};
use weighbridge::store;

fn main() {
    let catalogue = Catalogue::built_in().expect("a catalogue");
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/data/examples/saas-team.session.ron");
    let example = store::open(path.as_ref()).expect("an example").session;
    let large = enlarged(&example);
    println!("| | Example: ms | × verdict | 200 × 500: ms | × verdict |");
    println!("| --- | ---: | ---: | ---: | ---: |");
    let (small, large) = (measured(&example, catalogue, 25), measured(&large, catalogue, 3));
    for ((name, ms), (_, large_ms)) in small.iter().zip(&large) {
        let ratio = |ms: f64, of: &[(String, f64)]| ms / of.first().map_or(1.0, |first| first.1);
        let (one, other) = (ratio(*ms, &small), ratio(*large_ms, &large));
        println!("| {name} | {ms:.2} | {one:.1} | {large_ms:.1} | {other:.1} |");
    }
}

/// The median time of everything in milliseconds, the verdict first.
fn measured(session: &Session, catalogue: &Catalogue, rounds: usize) -> Vec<(String, f64)> {
    let told = verdict(session, catalogue);
    let origin = Origin::default();
    let summarise = || {
        Summary::of(Source {
            session,
            verdict: &told,
            catalogue,
            zone: &TimeZone::UTC,
            origin: &origin,
            telling: Telling { uncovered: true, ..Telling::default() },
        })
    };
    let (summary, layout) = (summarise(), Layout::default());
    let mut tasks: Vec<(String, Box<dyn Fn() + '_>)> = vec![
        ("Verdict".to_owned(), Box::new(|| drop(black_box(verdict(session, catalogue))))),
        ("Summary".to_owned(), Box::new(|| drop(black_box(summarise())))),
    ];
    for format in Format::ALL {
        let (summary, layout) = (&summary, &layout);
        let make = move || {
            black_box(format.render(summary, layout).expect("a report"));
        };
        tasks.push((format.name().to_owned(), Box::new(make)));
    }
    let mut times = vec![Vec::new(); tasks.len()];
    for _ in 0..rounds {
        for ((_, task), times) in tasks.iter().zip(&mut times) {
            let start = Instant::now();
            task();
            times.push(start.elapsed().as_secs_f64() * 1e3);
        }
    }
    let median = |mut times: Vec<f64>| {
        times.sort_by(f64::total_cmp);
        times.get(times.len() / 2).copied().unwrap_or_default()
    };
    tasks.into_iter().zip(times).map(|((name, _), times)| (name, median(times))).collect()
}

/// The example with 200 criteria, 500 people who have all voted, and 1,000 notes.
fn enlarged(example: &Session) -> Session {
    let id = |text: String| Id::new(text).expect("an id");
    let mut session = example.clone();
    let known = session.criteria.clone();
    let criterion = |(n, known): (usize, &Criterion)| Criterion {
        id: id(format!("c{n}")),
        name: format!("{} {n}", known.name),
        ..known.clone()
    };
    session.criteria = (0..200).zip(known.iter().cycle()).map(criterion).collect();
    let note = |n: usize| Note {
        id: id(format!("n{n}")),
        criterion: session.criteria.get(n % 200).map(|c| c.id.clone()),
        side: None,
        author: "Backend".to_owned(),
        written: Timestamp::UNIX_EPOCH,
        edited: None,
        text: "The reports page was tried with both, and the numbers are in the wiki.".to_owned(),
    };
    session.notes = (0..1_000).map(note).collect();
    let person = |n| Participant {
        id: id(format!("p{n}")),
        name: format!("Person {n}"),
        role: String::new(),
        strength: Strength::ONE,
        present: true,
    };
    session.people = (0..500).map(person).collect();
    let points = |person: usize| -> BTreeMap<Id, Points> {
        let points = |at: usize| {
            Points::clamped(f64::from(u8::try_from((at * 7 + person) % 101).unwrap_or(0)))
        };
        session.criteria.iter().zip(0..).map(|(c, at)| (c.id.clone(), points(at))).collect()
    };
    let ballots = session.people.iter().zip(0..);
    let ballots = ballots.map(|(person, at)| Ballot::new(person.id.clone(), points(at))).collect();
    session.rounds = vec![Round {
        id: id("round-1".to_owned()),
        revealed: Some(Timestamp::UNIX_EPOCH),
        unnamed: None,
        ballots,
    }];
    session.log = vec![Entry {
        at: Timestamp::UNIX_EPOCH,
        event: Event::RoundRevealed(id("round-1".to_owned())),
    }];
    session
}
