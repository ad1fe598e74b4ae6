//! Work off the window's thread. Every worker answers through one channel and wakes the window.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};

use egui::Context;

use super::answers::Worked;
use super::apart::Apart;
use super::comparing::Uncompared;
use super::document::Stamp;
use super::merging::Merging;
use super::recovering::News;
use super::watch::Round;
use crate::export::{ExportError, Exported, What};
use crate::report::Comparison;
use crate::session::{Criterion, Paper, Session, TeamRun};
use crate::store::OpenedBallot;
use crate::store::arrivals::Arrival;
use crate::store::decisions::Plan;
use crate::store::look::Found;
use crate::store::merge::MergeError;
use crate::store::{OpenError, Opened, SaveError, Saved, Written};
use crate::ui::PathFor;
use crate::ui::view::{Preview, Unread};

/// What a worker brought.
pub enum Done {
    /// A session file was read, for a window that showed this document then.
    Opened(Stamp, PathBuf, Result<Box<Opened>, OpenError>),
    /// A decision matrix was read, for a window that showed this document then.
    Imported(Stamp, PathBuf, Result<Vec<Criterion>, OpenError>),
    /// A run of the lab was read for this document, or could not be.
    Run(Stamp, PathBuf, Result<Box<TeamRun>, OpenError>),
    /// A document was saved, or not.
    Saved(Stamp, Arc<Session>, Result<Saved, SaveError>),
    /// A file was chosen in a dialog, or none was.
    Chosen(PathFor, Option<PathBuf>),
    /// Verdicts were worked out.
    Worked(Box<Worked>),
    /// An unfinished merge was read.
    MergeFound(Stamp, Result<Box<Merging>, MergeError>),
    /// A ballot file was read.
    BallotOpened(Box<OpenedBallot>),
    /// A ballot file was saved, or not.
    BallotSaved(Stamp, Box<Paper>, Result<Saved, SaveError>),
    /// Blank ballots were written to a folder, or not.
    Blanks(Result<Written, SaveError>, PathBuf),
    /// What the ballots folder holds has changed, looked into for this round.
    Arrived(Round, Vec<Arrival>),
    /// How far an export is: how many formats are done, of how many, and which comes next.
    Exporting(usize, usize, String),
    /// Reports were written, or not.
    Exported(What, PathBuf, Result<Exported, ExportError>),
    /// A folder of records was looked at for where this document's goes, or could not be.
    Planned(PathBuf, Result<Box<Plan>, ExportError>),
    /// An earlier session was read and compared with this document, or could not be.
    Compared(Stamp, PathBuf, Result<Box<Comparison>, Uncompared>),
    /// A template was read with its name and tried, or something is wrong with it.
    TemplateRead(Result<(String, String), Box<Unread>>),
    /// The open file is not what was loaded or saved last, or is again; for which watch of it.
    Outside(u64, Found),
    /// Whether the open file is open in another window; for which watch of it.
    Elsewhere(u64, bool),
    /// The open file was loaded again, or could not be, for a window that showed this then.
    Reloaded(Stamp, Result<Box<Opened>, OpenError>),
    /// The open file and the desk beside each other.
    Apart(Box<Apart>),
    /// Something was read that has never been open here: what it is, and what is to be done once
    /// somebody has seen that.
    Unknown(Box<Preview>, Box<Self>),
    /// What was kept of earlier windows was looked at.
    Recovered(News),
    /// What this window holds cannot be kept, for that reason; or it can again.
    Recovery(Option<String>),
    /// Something small was written, such as the list of recent files.
    Kept(Result<(), SaveError>),
}

impl Done {
    /// Whether it comes from what goes on beside the window, and no job ends with it.
    const fn goes_on(&self) -> bool {
        matches!(
            self,
            Self::Arrived(..)
                | Self::Exporting(..)
                | Self::Outside(..)
                | Self::Elsewhere(..)
                | Self::Recovery(_)
        )
    }
}

/// Parsing recurses, so workers get more than the default stack.
pub(super) const STACK: usize = 8 * 1024 * 1024;

/// The workers' side door.
pub struct Workers {
    context: Context,
    sender: Sender<Done>,
    receiver: Receiver<Done>,
    running: usize,
}

impl Workers {
    /// Workers that wake this window.
    #[must_use]
    pub fn new(context: Context) -> Self {
        let (sender, receiver) = channel();
        Self { context, sender, receiver, running: 0 }
    }

    /// A way to report for what is no job: something that goes on beside the window.
    #[must_use]
    pub fn reporter(&self) -> Reporter {
        Reporter { context: self.context.clone(), sender: self.sender.clone() }
    }

    /// Starts a job.
    ///
    /// # Errors
    /// When the system gives no thread.
    pub fn start(&mut self, job: impl FnOnce() -> Done + Send + 'static) -> std::io::Result<()> {
        let reporter = self.reporter();
        std::thread::Builder::new().name("worker".to_owned()).stack_size(STACK).spawn(
            move || {
                reporter.tell(job());
            },
        )?;
        self.running += 1;
        Ok(())
    }

    /// What was brought since the last frame.
    pub fn take(&mut self) -> Vec<Done> {
        let done: Vec<Done> = self.receiver.try_iter().collect();
        // These report again and again; nothing ends with them.
        let ended = done.iter().filter(|done| !done.goes_on()).count();
        self.running = self.running.saturating_sub(ended);
        done
    }

    /// Whether a job is still running.
    #[must_use]
    pub const fn busy(&self) -> bool {
        self.running > 0
    }
}

/// Reports to the window and wakes it.
pub struct Reporter {
    context: Context,
    sender: Sender<Done>,
}

impl Reporter {
    /// Reports.
    pub fn tell(&self, done: Done) {
        // The window may be gone by then; nobody is left to be told.
        let _ = self.sender.send(done);
        self.context.request_repaint();
    }
}
