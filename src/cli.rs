//! The same jobs without a window.

use std::ffi::OsString;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use clap::{Args, Parser, Subcommand, ValueEnum};
use serde::Serialize;

use crate::analysis::{self, Verdict};
use crate::catalogue::Catalogue;
use crate::session::{Id, Pair, Session, Side};
use crate::store::disk::RealDisk;
use crate::store::{self, Expect, OpenError};

/// Decide between Django ORM and SQLAlchemy, together, and leave with the reasons.
#[derive(Debug, Parser)]
#[command(name = "weighbridge", version, args_conflicts_with_subcommands = true)]
struct Cli {
    /// Session to open in the window; without one, the window offers a start
    file: Option<OsString>,

    #[command(subcommand)]
    job: Option<Job>,
}

#[derive(Debug, Subcommand)]
enum Job {
    /// Write a new session file
    New(New),
    /// Check session files; exits with 1 when one has a problem
    Check {
        /// Session files
        #[arg(required = true)]
        files: Vec<PathBuf>,
    },
    /// Print who leads and what drives it
    Verdict {
        /// Session file
        file: PathBuf,
        /// Print one JSON object, numbers in full precision
        #[arg(long)]
        json: bool,
    },
}

#[derive(Debug, Args)]
struct New {
    #[command(flatten)]
    start: Start,
    /// File to write; an existing one is never replaced
    out: PathBuf,
}

#[derive(Debug, Args)]
#[group(required = true, multiple = false)]
struct Start {
    /// Team to start from
    #[arg(long)]
    preset: Option<PresetName>,
    /// CSV table with the columns criterion, points, left, right and, if wanted, reason
    #[arg(long, value_name = "TABLE.csv")]
    from: Option<PathBuf>,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum PresetName {
    EarlySaas,
    BackendPlatform,
    Empty,
}

/// What the command line asks for, once its own jobs are done.
#[derive(Debug, PartialEq, Eq)]
pub enum Outcome {
    /// A job is done; the process ends with this code.
    Exit(u8),
    /// The window is wanted, with a file or without.
    Window(Option<OsString>),
}

/// Runs a command line. What it finds goes to `out`, what went wrong to `err`.
///
/// # Errors
/// Only when `out` or `err` cannot be written to.
pub fn run(
    args: impl IntoIterator<Item = OsString>,
    catalogue: &Catalogue,
    out: &mut dyn Write,
    err: &mut dyn Write,
) -> io::Result<Outcome> {
    let cli = match Cli::try_parse_from(args) {
        Ok(cli) => cli,
        Err(error) => {
            if error.use_stderr() {
                write!(err, "{error}")?;
                return Ok(Outcome::Exit(2));
            }
            write!(out, "{error}")?;
            return Ok(Outcome::Exit(0));
        }
    };
    let done = match cli.job {
        None => return Ok(Outcome::Window(cli.file)),
        Some(Job::New(new)) => create(&new, catalogue, out),
        Some(Job::Check { files }) => return check(&files, out, err).map(Outcome::Exit),
        Some(Job::Verdict { file, json }) => print_verdict(&file, json, catalogue, out),
    };
    match done {
        Ok(()) => Ok(Outcome::Exit(0)),
        Err(Failure::Output(error)) => Err(error),
        Err(Failure::Job(text)) => {
            writeln!(err, "{text}")?;
            Ok(Outcome::Exit(1))
        }
    }
}

/// Whether there is a display to open a window on, as far as can be told beforehand.
#[must_use]
pub fn has_display() -> bool {
    let set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    cfg!(any(target_os = "windows", target_os = "macos"))
        || set("WAYLAND_DISPLAY")
        || set("WAYLAND_SOCKET")
        || set("DISPLAY")
}

/// What is said when no window can be opened.
#[must_use]
pub fn no_window(reason: &dyn std::fmt::Display) -> String {
    format!(
        "No window could be opened: {reason}\n\
         Without a display, use the command line: weighbridge verdict FILE, weighbridge check \
         FILE, weighbridge new --preset early-saas OUT (weighbridge --help tells all).\n\
         With a display but no OpenGL, build with: cargo run --release --features wgpu"
    )
}

enum Failure {
    /// The job itself failed; the text says why.
    Job(String),
    /// The output is gone.
    Output(io::Error),
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        Self::Output(error)
    }
}

impl From<OpenError> for Failure {
    fn from(error: OpenError) -> Self {
        Self::Job(error.to_string())
    }
}

fn create(new: &New, catalogue: &Catalogue, out: &mut dyn Write) -> Result<(), Failure> {
    let id = |prefix: &str| {
        let tail: String = (0..8).map(|_| fastrand::alphanumeric().to_ascii_lowercase()).collect();
        Id::from_name(&format!("{prefix}-{tail}"), |_| false)
    };
    let preset = |name: &str| {
        let missing = || Failure::Job(format!("this build has no preset {name}"));
        Ok::<_, Failure>(
            catalogue.preset_session(catalogue.preset(name).ok_or_else(missing)?, id(name)),
        )
    };
    let session = match (&new.start.from, new.start.preset) {
        (Some(table), _) => {
            let mut session = catalogue.empty_session(id("import"));
            session.criteria = store::table::open_table(table, catalogue)?;
            session
        }
        (None, Some(PresetName::EarlySaas)) => preset("early-saas")?,
        (None, Some(PresetName::BackendPlatform)) => preset("backend-platform")?,
        (None, Some(PresetName::Empty) | None) => catalogue.empty_session(id("session")),
    };
    let saved = store::save(&RealDisk, &new.out, &session, Expect::Absent)
        .map_err(|error| Failure::Job(error.to_string()))?;
    if let Some(caution) = saved.caution {
        writeln!(out, "{caution}")?;
    }
    writeln!(out, "{}: {}", new.out.display(), summary(&session))?;
    Ok(())
}

fn check(files: &[PathBuf], out: &mut dyn Write, err: &mut dyn Write) -> io::Result<u8> {
    let mut code = 0;
    for file in files {
        match store::open(file) {
            Ok(opened) => writeln!(out, "{}: ok, {}", file.display(), summary(&opened.session))?,
            Err(error) => {
                writeln!(err, "{error}")?;
                code = 1;
            }
        }
    }
    Ok(code)
}

fn summary(session: &Session) -> String {
    let count = |number: usize, one: &str, many: &str| match number {
        1 => format!("1 {one}"),
        _ => format!("{number} {many}"),
    };
    let criteria = count(session.criteria.len(), "criterion", "criteria");
    format!("{criteria}, {}", count(session.notes.len(), "note", "notes"))
}

fn print_verdict(
    file: &Path,
    json: bool,
    catalogue: &Catalogue,
    out: &mut dyn Write,
) -> Result<(), Failure> {
    let session = store::open(file)?.session;
    let verdict = analysis::verdict(&session, catalogue);
    if json {
        let text = serde_json::to_string_pretty(&Report::of(&session, &verdict))
            .map_err(|error| Failure::Job(format!("the verdict could not be written: {error}")))?;
        writeln!(out, "{text}")?;
    } else {
        write!(out, "{}", readable(&session, &verdict))?;
    }
    Ok(())
}

/// The verdict as one JSON object. The README documents it; names and meanings stay.
#[derive(Serialize)]
struct Report<'a> {
    headline: &'a str,
    notices: &'a [String],
    sides: &'a Pair<String>,
    totals: Pair<f64>,
    margin: f64,
    weights: Vec<Weighed<'a>>,
    contributions: Vec<Contribution<'a>>,
    failed_must_haves: &'a Pair<Vec<String>>,
}

#[derive(Serialize)]
struct Weighed<'a> {
    criterion: &'a Id,
    points: f64,
    weight: f64,
}

#[derive(Serialize)]
struct Contribution<'a> {
    criterion: &'a Id,
    contribution: f64,
}

impl<'a> Report<'a> {
    fn of(session: &'a Session, verdict: &'a Verdict) -> Self {
        let balance = &verdict.balance;
        Self {
            headline: &verdict.headline,
            notices: &verdict.notices,
            sides: &session.sides,
            totals: balance.totals,
            margin: balance.margin,
            weights: session
                .criteria
                .iter()
                .zip(&balance.weights.values)
                .map(|(c, &weight)| Weighed { criterion: &c.id, points: c.points.get(), weight })
                .collect(),
            contributions: session
                .criteria
                .iter()
                .zip(&balance.contributions)
                .map(|(c, &contribution)| Contribution { criterion: &c.id, contribution })
                .collect(),
            failed_must_haves: &verdict.failed,
        }
    }
}

/// The verdict for a reader, in aligned columns.
fn readable(session: &Session, verdict: &Verdict) -> String {
    use std::fmt::Write as _;

    let balance = &verdict.balance;
    let width = |text: &str| text.chars().count();
    let names = session.criteria.iter().map(|c| width(&c.name)).max().unwrap_or(0).max(9);
    let sides = Side::BOTH.map(|side| width(&session.sides[side])).into_iter().max().unwrap_or(0);

    let mut text = String::new();
    for notice in &verdict.notices {
        let _ = writeln!(text, "{notice}");
    }
    let _ = writeln!(text, "{}\n", verdict.headline);
    if balance.weights.stand_in {
        let _ = writeln!(text, "All points are 0, so every criterion weighs the same.\n");
    }
    for side in Side::BOTH {
        let _ = writeln!(text, "{:<sides$}  {:5.2}", session.sides[side], balance.totals[side]);
    }
    let _ = writeln!(text, "{:<sides$}  {:5.2}\n", "Margin", balance.margin.abs());

    let _ = writeln!(text, "{:<names$}  Weight  Contribution", "Criterion");
    for &i in &verdict.drivers {
        let (Some(criterion), Some(weight), Some(&tip)) = (
            session.criteria.get(i),
            balance.weights.percents.get(i),
            balance.contributions.get(i),
        ) else {
            continue;
        };
        let towards = match tip {
            tip if tip > 0.0 => session.sides.left.as_str(),
            tip if tip < 0.0 => session.sides.right.as_str(),
            _ => "neither side",
        };
        let (name, tip) = (&criterion.name, tip.abs());
        let _ = writeln!(text, "{name:<names$}  {weight:4} %  {tip:.2} towards {towards}");
    }
    text
}
