//! Work off the window's thread. Every worker answers through one channel and wakes the window.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};

use egui::Context;

use super::answers::Worked;
use super::document::Stamp;
use crate::session::{Criterion, Session};
use crate::store::{OpenError, Opened, SaveError, Saved};
use crate::ui::PathFor;

/// What a worker brought.
pub enum Done {
    /// A session file was read, for a window that showed this document then.
    Opened(Stamp, PathBuf, Result<Box<Opened>, OpenError>),
    /// A decision matrix was read, for a window that showed this document then.
    Imported(Stamp, Result<Vec<Criterion>, OpenError>),
    /// A document was saved, or not.
    Saved(Stamp, Arc<Session>, Result<Saved, SaveError>),
    /// A file was chosen in a dialog, or none was.
    Chosen(PathFor, Option<PathBuf>),
    /// Verdicts were worked out.
    Worked(Box<Worked>),
    /// Something small was written, such as the list of recent files.
    Kept(Result<(), SaveError>),
}

/// Parsing recurses, so workers get more than the default stack.
const STACK: usize = 8 * 1024 * 1024;

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

    /// Starts a job.
    ///
    /// # Errors
    /// When the system gives no thread.
    pub fn start(&mut self, job: impl FnOnce() -> Done + Send + 'static) -> std::io::Result<()> {
        let sender = self.sender.clone();
        let context = self.context.clone();
        std::thread::Builder::new().name("worker".to_owned()).stack_size(STACK).spawn(
            move || {
                // The window may be gone by then; nobody is left to be told.
                let _ = sender.send(job());
                context.request_repaint();
            },
        )?;
        self.running += 1;
        Ok(())
    }

    /// What was brought since the last frame.
    pub fn take(&mut self) -> Vec<Done> {
        let done: Vec<Done> = self.receiver.try_iter().collect();
        self.running = self.running.saturating_sub(done.len());
        done
    }

    /// Whether a job is still running.
    #[must_use]
    pub const fn busy(&self) -> bool {
        self.running > 0
    }
}
