//! What one frame of each step costs, without a renderer: layout, drawing and tessellation.
//!
//! Each is also given as a ratio to one frame of a plain list of labels, all of them laid out:
//! as many as the session has criteria, for the search as many as it has notes. Both are measured
//! in turn, in one run, so that a busy machine slows both. `cargo bench --bench frames`
#![allow(
    clippy::expect_used,
    clippy::print_stdout,
    reason = "a benchmark fails by panicking and prints what it finds"
)]

use std::collections::BTreeMap;
use std::hint::black_box;
use std::time::{Duration, Instant};

use criterion::Criterion;
use egui::{Context, RawInput, Rect, Theme, Vec2};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use weighbridge::analysis::{Verdict, verdict};
use weighbridge::catalogue::Catalogue;
use weighbridge::report::{Origin, Source, Summary, Telling};
use weighbridge::session::{Ballot, Entry, Id, Note, Participant, Points, Round, Session};
use weighbridge::store::Recents;
use weighbridge::ui::present::{Place, Present, Slide};
use weighbridge::ui::recovery::Told;
use weighbridge::ui::view::Voting;
use weighbridge::ui::{self, Desk, FileStatus, Outbox, Screen, Step, View, theme};

/// What a frame may take.
const BUDGET: Duration = Duration::from_millis(4);
/// How many frames of each kind the ratios rest on.
const ROUNDS: usize = 200;

fn id(text: String) -> Id {
    Id::new(text).expect("an id")
}

/// The early team of the presets, with a few notes.
fn example(catalogue: &Catalogue) -> Session {
    let preset = catalogue.preset("early-saas").expect("a preset");
    let mut session = catalogue.preset_session(preset, id("example".to_owned()));
    let about: Vec<Id> = session.criteria.iter().map(|c| c.id.clone()).collect();
    add_notes(&mut session, &about, 8);
    agree(&mut session);
    session
}

/// 200 criteria, 500 people whose ballots go far apart and say something on three, and 500 notes, all of them on the criterion
/// that the inspector shows.
fn large(catalogue: &Catalogue) -> Session {
    let mut session = example(catalogue);
    session.notes.clear();
    let some = session.criteria.clone();
    session.criteria = (0..200)
        .zip(some.iter().cycle())
        .map(|(n, criterion)| {
            let mut criterion = criterion.clone();
            criterion.id = id(format!("c{n}"));
            criterion
        })
        .collect();
    let person = session.people[0].clone();
    let people = (0..500).map(|n| Participant { id: id(format!("p{n}")), ..person.clone() });
    session.people = people.collect();
    add_notes(&mut session, &[id("c0".to_owned())], 500);
    agree(&mut session);
    session
}

/// Agrees on the weights, so that the result is shown, each participant having voted.
fn agree(session: &mut Session) {
    let points = |person: usize| -> BTreeMap<Id, Points> {
        let spread = |n: usize| f64::from(u8::try_from((person * 37 + n * 17) % 101).unwrap_or(0));
        let given = session.criteria.iter().zip(0..);
        given.map(|(c, n)| (c.id.clone(), Points::clamped(spread(n)))).collect()
    };
    let comments = |person: usize| -> BTreeMap<Id, String> {
        let said = "What somebody has to say on this one, in a sentence or two of their own.";
        let about = (0..3).map(|n| (person * 7 + n * 61) % session.criteria.len());
        about.map(|at| (session.criteria[at].id.clone(), said.to_owned())).collect()
    };
    let cast = |(person, n): (&Participant, usize)| Ballot {
        comments: comments(n),
        ..Ballot::new(person.id.clone(), points(n))
    };
    let ballots = session.people.iter().zip(0..).map(cast).collect();
    let revealed = Some(Timestamp::UNIX_EPOCH);
    session.rounds = vec![Round { id: id("round".to_owned()), revealed, unnamed: None, ballots }];
    let event = session.agreeing();
    session.log(Entry { at: Timestamp::UNIX_EPOCH, event }).expect("logged");
}

/// The same session with a round open, in which half of the people have voted.
fn collecting(session: &Session) -> Session {
    let mut session = session.clone();
    let ballots = session.rounds[0].ballots.clone();
    session.open_round(id("next".to_owned()), Timestamp::UNIX_EPOCH).expect("opened");
    for (person, ballot) in session.people.clone().iter().zip(ballots).step_by(2) {
        session.cast(&person.id, id("slip".to_owned()), ballot).expect("cast");
    }
    session
}

fn add_notes(session: &mut Session, about: &[Id], count: usize) {
    for (n, criterion) in (0..count).zip(about.iter().cycle()) {
        session.notes.push(Note {
            id: id(format!("n{n}")),
            criterion: Some(criterion.clone()),
            side: None,
            author: "Backend".to_owned(),
            written: Timestamp::UNIX_EPOCH,
            edited: None,
            text: "What was said about this criterion, in a sentence or two.".to_owned(),
        });
    }
}

/// A context with the fonts and the theme of the window.
fn context() -> Context {
    let context = Context::default();
    theme::install(&context);
    context.set_theme(Theme::Light);
    context
}

fn frame(context: &Context, draw: impl FnMut(&mut egui::Ui)) {
    let input = RawInput {
        screen_rect: Some(Rect::from_min_size(egui::Pos2::ZERO, Vec2::new(1440.0, 900.0))),
        ..RawInput::default()
    };
    let output = context.run_ui(input, draw);
    black_box(context.tessellate(output.shapes, output.pixels_per_point));
}

/// What is measured: the five steps, a round that is being collected, a ballot, a slide, and the
/// search over all notes.
#[derive(Clone, Copy, PartialEq)]
enum Case {
    Step(Step),
    Collecting,
    Ballot,
    Slide,
    Search,
}

impl Case {
    fn all() -> impl Iterator<Item = Self> {
        Step::ALL.into_iter().map(Self::Step).chain([
            Self::Collecting,
            Self::Ballot,
            Self::Slide,
            Self::Search,
        ])
    }

    fn name(self) -> &'static str {
        match self {
            Self::Step(step) => step.name(),
            Self::Collecting => "Collecting",
            Self::Ballot => "Ballot",
            Self::Slide => "Slide",
            Self::Search => "Search",
        }
    }

    /// How many rows the plain list has that it is held against.
    fn rows(self, session: &Session) -> usize {
        match self {
            Self::Step(_) | Self::Ballot | Self::Slide => session.criteria.len(),
            Self::Collecting => session.people.len(),
            Self::Search => session.notes.len(),
        }
    }
}

/// A window on a session.
struct Shown<'a> {
    context: Context,
    session: &'a Session,
    verdict: Verdict,
    summary: Summary,
    catalogue: &'a Catalogue,
    view: View,
    file: FileStatus,
    recents: Recents,
    found: Vec<usize>,
}

impl<'a> Shown<'a> {
    fn new(session: &'a Session, catalogue: &'a Catalogue, case: Case) -> Self {
        let verdict = verdict(session, catalogue);
        let screen = match case {
            Case::Step(step) => Screen::Step(step),
            Case::Ballot => Screen::Ballot,
            Case::Collecting | Case::Slide | Case::Search => Screen::Step(Step::Weigh),
        };
        let selected = session.criteria.first().map(|c| c.id.clone());
        let paper = session.people.first().and_then(|person| session.paper(&person.id).ok());
        let paper = paper.filter(|_| case == Case::Ballot).map(|mut paper| {
            paper.lines[0].swing = Some(Points::clamped(100.0));
            Voting::new(paper, true, None)
        });
        let slide = selected.clone().filter(|_| case == Case::Slide);
        Self {
            context: context(),
            session,
            summary: Summary::of(Source {
                session,
                verdict: &verdict,
                catalogue,
                zone: &TimeZone::UTC,
                origin: &Origin::default(),
                telling: Telling { uncovered: true, ..Telling::default() },
            }),
            verdict,
            catalogue,
            view: View {
                screen,
                inspector: true,
                selected,
                voting: paper,
                present: slide
                    .map(|id| Present { slide: Slide::Criterion(id), place: Place::Here }),
                search: (case == Case::Search).then(|| "criterion".to_owned()),
                ..View::default()
            },
            file: FileStatus { open: true, ..FileStatus::default() },
            recents: Recents::default(),
            found: (0..session.notes.len()).collect(),
        }
    }

    fn draw(&self) {
        let mut out = Outbox::default();
        let desk = Desk {
            session: self.session,
            what_if: None,
            summary: Some(&self.summary),
            verdict: &self.verdict,
            catalogue: self.catalogue,
            view: &self.view,
            file: &self.file,
            recents: &self.recents,
            incoming: &[],
            compared: false,
            recovery: &Told::default(),
            ballots: None,
            found: &self.found,
            undo: None,
            redo: None,
            now: Timestamp::UNIX_EPOCH,
            zone: &TimeZone::UTC,
        };
        frame(&self.context, |ui| ui::show(ui, &desk, &mut out));
        black_box(out.take());
    }
}

fn plain_list(context: &Context, rows: usize) {
    frame(context, |ui| {
        egui::ScrollArea::vertical().show(ui, |ui| {
            for _ in 0..rows {
                ui.label("The name of a criterion");
            }
        });
    });
}

fn time(work: impl FnOnce()) -> Duration {
    let start = Instant::now();
    work();
    start.elapsed()
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort();
    times.get(times.len() / 2).copied().unwrap_or_default()
}

fn main() {
    let catalogue = Catalogue::built_in().expect("the catalogue parses");
    let sessions = [("example", example(catalogue)), ("large", large(catalogue))];
    let mut criterion = Criterion::default().configure_from_args().sample_size(50);
    let mut rows = Vec::new();
    for (name, session) in &sessions {
        let open = collecting(session);
        let mut group = criterion.benchmark_group(*name);
        for case in Case::all() {
            let (list, count) = (context(), case.rows(session));
            let session =
                if matches!(case, Case::Collecting | Case::Ballot) { &open } else { session };
            let shown = Shown::new(session, catalogue, case);
            shown.draw();
            group.bench_function(case.name(), |b| b.iter(|| shown.draw()));

            let (mut plain, mut ours) = (Vec::new(), Vec::new());
            for _ in 0..ROUNDS {
                plain.push(time(|| plain_list(&list, count)));
                ours.push(time(|| shown.draw()));
            }
            rows.push((*name, case, median(ours), median(plain)));
        }
        group.finish();
    }
    criterion.final_summary();

    println!(
        "\n{:<9} {:<10} {:>10} {:>12} {:>7}",
        "session", "screen", "frame", "plain list", "ratio"
    );
    let mut slow = Vec::new();
    for (name, case, ours, plain) in rows {
        let ms = |time: Duration| format!("{:.3} ms", time.as_secs_f64() * 1e3);
        let ratio = ours.as_secs_f64() / plain.as_secs_f64();
        let case = case.name();
        if ours >= BUDGET {
            slow.push(format!("{case} ({name}, {})", ms(ours)));
        }
        println!("{name:<9} {case:<10} {:>10} {:>12} {ratio:>6.1}×", ms(ours), ms(plain));
    }
    println!();
    if slow.is_empty() {
        println!("All under {} ms", BUDGET.as_millis());
    } else {
        println!("Not under {} ms: {}", BUDGET.as_millis(), slow.join(", "));
    }
}
