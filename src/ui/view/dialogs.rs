//! The dialogs over the window, and what each of them shows.

use crate::analysis::agreement::Override;
use crate::analysis::words::sentence;
use crate::export::What;
use crate::report::Comparison;
use crate::session::Id;
use crate::store::decisions::Plan;
use crate::store::merge::{Conflict, Take};
use crate::store::recovery::{Contest, Key};
use crate::store::{Losses, OpenError};
use crate::ui::desk::Settle;
use crate::ui::evidence::Sheet;
use jiff::Timestamp;
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

/// A dialog over the window.
#[derive(Debug)]
pub enum Modal {
    /// The action finder, with what is typed and which match is chosen.
    Finder(String, usize),
    /// The list of keys.
    Shortcuts,
    /// What the workbench knows beyond the criteria.
    Guide,
    /// A path to type.
    Path(PathFor, String),
    /// A file that could not be read.
    Unread(Box<Unread>),
    /// Something that went wrong, in a sentence.
    Failure(String),
    /// The session could not be saved, with the reason in a sentence.
    NotSaved(String),
    /// A report could not be written there, with the reason in a sentence.
    NotExported(What, PathBuf, String),
    /// What the answers suggest, before it is taken.
    Suggestion,
    /// Unsaved changes hold something up; saving may be refused, so they are named.
    Unsaved,
    /// The file has what a save cannot keep.
    Loses(Losses),
    /// A file of that name exists.
    Replace(PathBuf),
    /// The result is about to be uncovered before the weights are agreed.
    Uncover,
    /// A round is about to be revealed while some who are here have not voted.
    Reveal,
    /// The weights are about to be agreed on with some set by hand: which, and the reasons by
    /// criterion.
    Agree(Vec<Override>, BTreeMap<Id, String>),
    /// The weights are about to be agreed though nobody has voted.
    AgreeWithoutBallots,
    /// A ballot is about to be given up.
    TakeBack(Id),
    /// Two versions of a session are made one.
    Merge(Box<MergeView>),
    /// A ballot is pasted as text, with what was wrong with it.
    PasteBallot(String, Option<String>),
    /// A card of measured evidence, whole.
    Card(Box<Sheet>),
    /// An objection to a card is being written, or settled.
    Contest(Box<Contest>),
    /// What matters of the evidence.
    Matters,
    /// A criterion with notes is about to be removed.
    RemoveCriterion(Id),
    /// Where the decision record goes, before it is written.
    Record(Box<Plan>),
    /// What has changed since an earlier session.
    Comparison(Arc<Comparison>),
    /// The versions that were kept.
    Earlier(Box<Earlier>),
    /// What the program wrote when it failed.
    Crash(String),
    /// Reports would take the place of these files.
    ReplaceReports(What, PathBuf, Vec<PathBuf>),
    /// The file is not what was loaded or saved last: what differs, and what can be done.
    Outside(Box<OutsideView>),
    /// Loading the file again would drop unsaved changes.
    Reload,
    /// The file is open in another window.
    OpenElsewhere,
    /// What a file is, before it is taken over.
    Preview(Box<Preview>),
    /// What there is to know of the open file.
    AboutFile,
}

/// What is shown of a file that could not be read.
#[derive(Clone, Debug)]
pub struct Unread {
    /// What could not be done.
    pub heading: String,
    /// Why not.
    pub said: String,
    /// The line in question with a mark under the place, and what to do about it.
    pub place: Option<(String, String)>,
    /// All of it in one text, to be copied.
    pub whole: String,
    /// What the file was for, and which it was.
    pub wanted: (PathFor, PathBuf),
}

impl Unread {
    /// A file that the store could not read.
    #[must_use]
    pub fn of(purpose: PathFor, path: PathBuf, error: OpenError) -> Self {
        match error {
            OpenError::Problem(problem) => {
                let said =
                    format!("Line {}, column {}: {}", problem.line, problem.column, problem.what);
                let (snippet, whole) = (problem.snippet(), problem.to_string());
                let place = Some((snippet, problem.fix));
                Self { place, whole, ..Self::plain(purpose, path, said) }
            }
            error => Self::plain(purpose, path, sentence(&error.to_string())),
        }
    }

    /// A file of which no place is in question.
    #[must_use]
    pub fn plain(purpose: PathFor, path: PathBuf, said: String) -> Self {
        let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy();
        let done = match purpose {
            PathFor::Template => "used as a template",
            PathFor::Import | PathFor::Run => "imported",
            PathFor::Earlier => "compared with",
            _ => "opened",
        };
        let heading = format!("{name} cannot be {done}");
        Self { heading, whole: said.clone(), said, place: None, wanted: (purpose, path) }
    }
}

/// What is shown of a file that is not what was loaded or saved last.
#[derive(Clone, Debug)]
pub struct OutsideView {
    /// What has happened.
    pub heading: String,
    /// What that means.
    pub said: String,
    /// What differs, each list with its heading.
    pub lists: Vec<(String, Vec<String>)>,
    /// What can be done about it, the best first.
    pub choices: Vec<Settle>,
}

/// What a file is, before it is taken over.
#[derive(Clone, Debug, Default)]
pub struct Preview {
    /// The question.
    pub heading: String,
    /// What is known of it: names and values.
    pub rows: Vec<(String, String)>,
    /// What somebody should know of it first.
    pub warnings: Vec<String>,
    /// What taking it over is called.
    pub action: &'static str,
}

/// The versions that were kept.
#[derive(Debug, Default)]
pub struct Earlier {
    /// The versions, the newest first.
    pub rows: Vec<EarlierRow>,
    /// The place of the one that is looked at.
    pub looking: Option<usize>,
    /// Whether the user is being asked about deleting them.
    pub deleting: bool,
}

impl Earlier {
    /// A list of which nothing is looked at yet.
    #[must_use]
    pub fn of(rows: Vec<EarlierRow>) -> Self {
        Self { rows, ..Self::default() }
    }

    /// The version that is looked at.
    #[must_use]
    pub fn looked_at(&self) -> Option<&EarlierRow> {
        self.rows.get(self.looking?)
    }

    /// Whether something else than the list is shown.
    #[must_use]
    pub const fn is_within(&self) -> bool {
        self.deleting || self.looking.is_some()
    }

    /// How many versions are kept by windows that run, and how many are not.
    #[must_use]
    pub fn in_use_and_not(&self) -> (usize, usize) {
        let in_use = self.rows.iter().filter(|row| row.in_use).count();
        (in_use, self.rows.len() - in_use)
    }
}

/// A version that was kept.
#[derive(Debug)]
pub struct EarlierRow {
    /// Its name.
    pub key: Key,
    /// When it was kept.
    pub at: Option<Timestamp>,
    /// The decision's title.
    pub title: String,
    /// The session's file, once it has one.
    pub file: Option<String>,
    /// How much is in it, and whether it was saved.
    pub holds: String,
    /// How it stands beside what is open.
    pub beside: BesideOpen,
    /// What was being written in it: what that is, and the text.
    pub unfinished: Vec<(String, String)>,
    /// Whether a window that runs is keeping it.
    pub in_use: bool,
    /// Why it cannot be read, in a sentence.
    pub refused: Option<String>,
}

impl EarlierRow {
    /// A version of that name, of which nothing else is known.
    #[must_use]
    pub fn of(key: Key) -> Self {
        Self {
            key,
            at: None,
            title: String::new(),
            file: None,
            holds: String::new(),
            beside: BesideOpen::Same,
            unfinished: Vec::new(),
            in_use: false,
            refused: None,
        }
    }
}

/// How a version that was kept stands beside what is open.
#[derive(Debug)]
pub enum BesideOpen {
    /// It is what is open, with what is being written.
    Same,
    /// What going back to it would change, which is nothing where only what was being written is
    /// another.
    Changes(Vec<String>),
    /// It is of another decision than the one that is open, or none is: what it is, in names and
    /// values.
    Another(Vec<(String, String)>),
}

/// What is shown of two versions of a session that are being made one.
#[derive(Clone, Debug)]
pub struct MergeView {
    /// What the decision is called.
    pub decision: String,
    /// What both have changed, whether it has been chosen or not.
    pub rows: Vec<MergeRow>,
    /// How many of them are left to choose.
    pub open: usize,
    /// Why the last choice was not taken, in a sentence.
    pub problem: Option<String>,
    /// Whether the open file is merged into what is on the desk, and not two versions in a file.
    pub onto_desk: bool,
}

/// Something that both versions have changed.
#[derive(Clone, Debug)]
pub struct MergeRow {
    /// What it is, with both versions as they are shown.
    pub conflict: Conflict,
    /// Which was chosen.
    pub chosen: Option<Take>,
}

/// What a typed path is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PathFor {
    /// Opening a session.
    Open,
    /// Saving the session.
    Save,
    /// Reading a decision matrix.
    Import,
    /// Reading a team's own run of the lab.
    Run,
    /// Writing blank ballots into a folder.
    Blanks,
    /// Writing a report.
    Report(What),
    /// Reading an earlier session to compare with.
    Earlier,
    /// Reading a template for reports.
    Template,
}
