//! What a screen may see, and what it may ask for.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::recovery::{Asked, Told};
use super::view::{PathFor, View};
use crate::analysis::Verdict;
use crate::catalogue::Catalogue;
use crate::command::Command;
use crate::export::What;
use crate::report::Summary;
use crate::session::{CardRef, Edit, Event, Id, Session};
use crate::store::Recents;
use crate::store::decisions::Plan;
use crate::store::merge::Take;
use crate::store::recovery::Contest;

/// Everything that a screen may see. Read-only: a screen changes nothing while it draws.
pub struct Desk<'a> {
    /// The session; an empty one while none is open.
    pub session: &'a Session,
    /// Its verdict.
    pub verdict: &'a Verdict,
    /// The verdict with the points that are tried out, while some are.
    pub what_if: Option<&'a Verdict>,
    /// The page that stakeholders receive, once somebody has looked at it.
    pub summary: Option<&'a Summary>,
    /// What the workbench knows.
    pub catalogue: &'a Catalogue,
    /// What is shown, and how.
    pub view: &'a View,
    /// Where the session is kept.
    pub file: &'a FileStatus,
    /// The files that were open lately.
    pub recents: &'a Recents,
    /// The ballot files that have come for the round being collected, each with how it stands.
    pub incoming: &'a [Incoming],
    /// The folder in which ballot files arrive, while it is looked into.
    pub ballots: Option<&'a Path>,
    /// Positions of the notes that the search finds, while it is open.
    pub found: &'a [usize],
    /// What is said of what is kept of this window, and of what others have left.
    pub recovery: &'a Told,
    /// Whether an earlier session has been compared with.
    pub compared: bool,
    /// What undo would take back.
    pub undo: Option<&'a str>,
    /// What redo would make again.
    pub redo: Option<&'a str>,
    /// The time of this frame.
    pub now: Timestamp,
    /// Where the user's clock stands.
    pub zone: &'a TimeZone,
}

/// Where the open session is kept, and how it stands there.
#[derive(Clone, Debug, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own, in any combination")]
pub struct FileStatus {
    /// Whether a session is open at all.
    pub open: bool,
    /// Whether a ballot file is answered here instead of a session.
    pub ballot: bool,
    /// Its file, once it has one.
    pub path: Option<PathBuf>,
    /// Whether it has changes that are not in the file.
    pub dirty: bool,
    /// Whether it was left by another window, and has not been saved since.
    pub restored: bool,
    /// When it was last saved.
    pub saved: Option<Timestamp>,
    /// What a worker is doing with a file right now: "Saving".
    pub busy: Option<&'static str>,
    /// What somebody should know of the file, in sentences.
    pub to_know: Vec<String>,
    /// The export that is running, and how far it is.
    pub exporting: Option<String>,
    /// What something else has done to the file, until that is settled.
    pub outside: Option<Outside>,
    /// Why nothing can be changed here.
    pub read_only: Option<ReadOnly>,
}

impl FileStatus {
    /// The file's name for titles; none for a session without a file.
    #[must_use]
    pub fn name(&self) -> Option<String> {
        Some(self.path.as_ref()?.file_name()?.to_string_lossy().into_owned())
    }

    /// Whether no file holds what this window has, though it was saved: the file is gone, or cannot
    /// be read any more.
    #[must_use]
    pub const fn alone_here(&self) -> bool {
        (self.open || self.ballot)
            && self.read_only.is_none()
            && matches!(self.outside, Some(Outside::Gone(_) | Outside::Broken { .. }))
    }

    /// Why a choice about what something else has done to the file cannot be made now, without a
    /// full stop; none when it can.
    #[must_use]
    pub const fn why_not(&self, choice: Settle) -> Option<&'static str> {
        match (choice, &self.outside) {
            (_, None) => Some("Nothing else has changed the file"),
            (_, Some(Outside::Gone(_))) => Some("The file is gone; saving writes it again"),
            (Settle::Merge, _) if self.ballot => {
                Some("A ballot is one person’s; reload it, or keep yours")
            }
            (Settle::KeepMine | Settle::Merge | Settle::Differences, _)
                if self.read_only.is_some() =>
            {
                Some("Read-only: the file is open in another window")
            }
            (Settle::Merge, Some(Outside::Another(_))) => Some("The file holds another decision"),
            (_, Some(Outside::Changed(_) | Outside::Another(_)))
            | (Settle::KeepMine, Some(Outside::Broken { known: true, .. })) => None,
            (_, Some(Outside::Broken { .. })) => Some("The file cannot be read now"),
        }
    }
}

/// What something else has done to the open file, and when that was noticed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outside {
    /// It holds another version.
    Changed(Timestamp),
    /// It holds another decision, which cannot be merged with this one.
    Another(Timestamp),
    /// It holds something that cannot be opened.
    Broken {
        /// When that was noticed.
        at: Timestamp,
        /// Why, in a line.
        reason: String,
        /// Whether it is known what is replaced when the session here is kept.
        known: bool,
    },
    /// It is not there any more.
    Gone(Timestamp),
}

/// Why a session can only be looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReadOnly {
    /// Another window has it.
    OpenElsewhere,
    /// Another window had it.
    ClosedElsewhere,
}

/// What somebody chooses for a file that others have or change as well.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Settle {
    /// Show what differs.
    Differences,
    /// Make one of the version here and the one in the file.
    Merge,
    /// Take the version in the file.
    Reload,
    /// Let the next save replace what is in the file.
    KeepMine,
    /// Save under another name.
    SaveAs,
    /// Change nothing here, since another window has the file.
    LookOnly,
    /// Make changes here although another window has the file.
    EditAnyway,
}

/// A ballot file that has come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Incoming {
    /// Its name.
    pub file: String,
    /// How it stands.
    pub stands: Stands,
}

/// How a ballot file stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Stands {
    /// Its ballot is in the round.
    Counted,
    /// Nothing has been answered yet.
    Blank,
    /// It is for a round that is over.
    Earlier,
    /// It is still being written.
    Arriving,
    /// It does not count, and why.
    Refused(String),
}

/// What a screen asks for; done once, after drawing.
pub enum Request {
    /// Change the session.
    Edit(Edit),
    /// Do an action.
    Command(Command),
    /// Write into the session's log that something happens now.
    Log(Event),
    /// Change what is shown.
    View(Box<dyn FnOnce(&mut View)>),
    /// Open a file.
    OpenFile(PathBuf),
    /// Read a decision matrix.
    ImportFile(PathBuf),
    /// Read a team's own run of the lab.
    ImportRun(PathBuf),
    /// Choose another file than this one for the same purpose.
    ChooseAnother(PathFor, PathBuf),
    /// Save to a file; `true` when the user agreed to replace what is there.
    SaveTo(PathBuf, bool),
    /// Start a session from a preset, or an empty one.
    Start(Option<Id>),
    /// Show a card of measured evidence, which is looked at on a criterion.
    OpenCard(CardRef, Id),
    /// Add the objection that was written.
    Object(Box<Contest>),
    /// Add the note being written on a criterion, or on the whole decision.
    AddNote(Option<Id>),
    /// Give a participant the ballot that fills the window.
    Vote(Id),
    /// Cast the ballot that fills the window.
    Cast,
    /// Put the ballot that fills the window aside, to go on with it later.
    PutAside,
    /// Give up the ballot that a participant has cast.
    Withdraw(Id),
    /// Reveal the round, whoever is missing.
    Reveal,
    /// Agree on the weights, with the reasons for those that were set by hand.
    Agree(BTreeMap<Id, String>),
    /// Write blank ballots into a folder.
    WriteBlanks(PathBuf),
    /// Write a report to a file or into a folder; `true` when the user agreed to replace what is
    /// there.
    Report(What, PathBuf, bool),
    /// Write the decision record that was planned.
    WriteRecord(Box<Plan>),
    /// Read a template for reports.
    Template(PathBuf),
    /// Read an earlier session to compare with.
    CompareWith(PathBuf),
    /// Copy what has changed since the earlier session.
    CopyComparison,
    /// Take these versions where two have changed the same, by the paths of the conflicts.
    ChooseMerge(Vec<(Vec<String>, Take)>),
    /// Take over the merge of which everything has been chosen.
    FinishMerge,
    /// Do this about a file that others have or change as well.
    Settle(Settle),
    /// Take over what was shown first.
    TakeOver,
    /// Something about what is kept of windows.
    Recovery(Asked),
    /// Go back from a ballot file to the start.
    LeaveBallot,
    /// Take a ballot that was pasted as text.
    TakeBallot(String),
    /// Park what is written in the field for it.
    Park,
    /// Go on with what an unsaved session held up.
    Proceed,
    /// Add the notes that are still being written.
    KeepDrafts,
    /// Save, now that it is known that comments in the file are dropped.
    SaveWithoutComments,
    /// Copy text to the clipboard.
    Copy(String),
    /// Show an address in the browser.
    OpenUrl(String),
}

impl Request {
    /// Whether it changes the session.
    #[must_use]
    pub const fn edits(&self) -> bool {
        match self {
            Self::Edit(_)
            | Self::Log(_)
            | Self::AddNote(_)
            | Self::Object(_)
            | Self::Vote(_)
            | Self::Cast
            | Self::Withdraw(_)
            | Self::Reveal
            | Self::Agree(_)
            | Self::TakeBallot(_)
            | Self::ImportRun(_)
            | Self::KeepDrafts
            | Self::Park => true,
            Self::Command(command) => command.edits(),
            _ => false,
        }
    }
}

/// The way from a screen to the application.
#[derive(Default)]
pub struct Outbox {
    requests: Vec<Request>,
}

impl Outbox {
    /// Asks for a change of the session.
    pub fn edit(&mut self, edit: Edit) {
        self.requests.push(Request::Edit(edit));
    }

    /// Asks for an action.
    pub fn command(&mut self, command: Command) {
        self.requests.push(Request::Command(command));
    }

    /// Asks for a change of what is shown.
    pub fn view(&mut self, change: impl FnOnce(&mut View) + 'static) {
        self.requests.push(Request::View(Box::new(change)));
    }

    /// Asks for something else.
    pub fn ask(&mut self, request: Request) {
        self.requests.push(request);
    }

    /// Takes out everything that was asked for.
    #[must_use]
    pub fn take(&mut self) -> Vec<Request> {
        std::mem::take(&mut self.requests)
    }
}
