//! Looks into the ballots folder again and again on a thread of its own, and wakes the window only
//! when something has come, so that waiting costs no frames.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::time::{Duration, Instant};

use super::document::Stamp;
use super::worker::{Done, Reporter};
use crate::session::Session;
use crate::store::arrivals::Folder;

/// A folder that is being looked into. Dropping it ends the thread.
pub struct Watch {
    folder: PathBuf,
    sender: Sender<Arc<Session>>,
    told: Option<Stamp>,
}

impl Watch {
    /// Begins to look. None when the system gives no thread; the next frame tries again.
    #[must_use]
    pub fn start(folder: PathBuf, every: Duration, reporter: Reporter) -> Option<Self> {
        let (sender, receiver) = channel::<Arc<Session>>();
        let mut found = Folder::new(folder.clone());
        let look = move || {
            let mut session: Option<Arc<Session>> = None;
            loop {
                match receiver.recv_timeout(every) {
                    // Only the newest state counts.
                    Ok(newer) => session = Some(receiver.try_iter().last().unwrap_or(newer)),
                    Err(RecvTimeoutError::Timeout) => {}
                    Err(RecvTimeoutError::Disconnected) => return,
                }
                let Some(session) = &session else { continue };
                if let Some(arrivals) = found.look(session, Instant::now()) {
                    reporter.tell(Done::Arrived(arrivals));
                }
            }
        };
        std::thread::Builder::new().name("ballots".to_owned()).spawn(look).ok()?;
        Some(Self { folder, sender, told: None })
    }

    /// The folder that is looked into.
    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Tells the thread what ballots are judged by, where that has changed.
    pub fn tell(&mut self, stamp: Stamp, session: &Arc<Session>) {
        if self.told != Some(stamp) {
            // A thread that has ended cannot be told; the watch is started anew with the round.
            let _ = self.sender.send(Arc::clone(session));
            self.told = Some(stamp);
        }
    }
}
