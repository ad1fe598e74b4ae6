//! The same jobs without a window.

mod compare;
mod evidence;
mod export;
mod merge;
mod readable;
mod report;
mod weights;

use std::ffi::OsString;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use clap::{Args, Parser, Subcommand, ValueEnum};
use serde::Serialize;

use crate::analysis::unsure::PAIRS;
use crate::analysis::{self, Sampled, words};
use crate::catalogue::Catalogue;
use crate::session::{Id, Session};
use crate::store::disk::RealDisk;
use crate::store::elicitation::Elicitation;
use crate::store::{self, Expect, OpenError};
use readable::readable;
use report::Report;
use weights::Elicited;

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
    /// Print who leads, how sure that is, what drives it and what would flip it
    Verdict {
        /// Session file
        file: PathBuf,
        /// Print one JSON object, numbers in full precision
        #[arg(long)]
        json: bool,
    },
    /// Write a report: summary, page, PDF, spreadsheet, charts, or all of them into one folder
    Export(export::Export),
    /// Tell what has changed since an earlier session, and what that did to the verdict
    Compare(compare::Compare),
    /// Print a built-in template of the summary, to make your own of it
    Template {
        /// Which one
        kind: export::TemplateName,
    },
    /// Tell what changed from one version of a session to another, in words
    Diff {
        /// The version before
        before: PathBuf,
        /// The version after
        after: PathBuf,
    },
    /// Merge two versions of a session; exits with 1 when both changed the same thing
    Merge(merge::Merge),
    /// Tell what the lab has measured on the criteria, or take a run of your own into a session
    Evidence(evidence::Evidence),
    /// Turn comparisons, a ranking, points or a budget into weights, and say how consistent
    Weights {
        /// RON file: `pairwise(…)`, `ranking(…)`, `points([…])` or `budget([…])`
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
        Some(Job::Export(wanted)) => export::export(&wanted, catalogue, out),
        Some(Job::Compare(wanted)) => compare::compare(&wanted, catalogue, out),
        Some(Job::Template { kind }) => export::print_template(kind, out),
        Some(Job::Diff { before, after }) => merge::diff(&before, &after, catalogue, out),
        Some(Job::Merge(job)) => return merge::merge(&job, out, err).map(Outcome::Exit),
        Some(Job::Evidence(wanted)) => evidence::evidence(&wanted, catalogue, out),
        Some(Job::Weights { file, json }) => print_weights(&file, json, out),
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
            Ok(opened) => {
                for warning in &opened.warnings {
                    writeln!(err, "warning: {warning}")?;
                }
                for lost in opened.loses.told() {
                    writeln!(err, "warning: {}: {lost}", file.display())?;
                }
                writeln!(out, "{}: ok, {}", file.display(), summary(&opened.session))?;
            }
            Err(error) => {
                writeln!(err, "{error}")?;
                code = 1;
            }
        }
    }
    Ok(code)
}

fn summary(session: &Session) -> String {
    let criteria = words::count(session.criteria.len(), "criterion", "criteria");
    format!("{criteria}, {}", words::count(session.notes.len(), "note", "notes"))
}

fn print_verdict(
    file: &Path,
    json: bool,
    catalogue: &Catalogue,
    out: &mut dyn Write,
) -> Result<(), Failure> {
    let session = store::open(file)?.session;
    let verdict = analysis::verdict(&session, catalogue);
    let both = Sampled::both_unsure(
        &session.criteria,
        &verdict.balance.weights,
        session.brief.closeness,
        PAIRS,
    );
    if json {
        return print_json(&Report::of(&session, &verdict, &both), out);
    }
    write!(out, "{}", readable(&session, &verdict, &both))?;
    Ok(())
}

fn print_weights(file: &Path, json: bool, out: &mut dyn Write) -> Result<(), Failure> {
    let elicitation = Elicitation::open(file)?;
    let elicited = Elicited::of(&elicitation)
        .map_err(|what| Failure::Job(format!("{what}: {}", file.display())))?;
    if json {
        return print_json(&elicited, out);
    }
    write!(out, "{}", elicited.readable())?;
    Ok(())
}

fn print_json(value: &impl Serialize, out: &mut dyn Write) -> Result<(), Failure> {
    let text = serde_json::to_string_pretty(value)
        .map_err(|error| Failure::Job(format!("the answer could not be written: {error}")))?;
    writeln!(out, "{text}")?;
    Ok(())
}
