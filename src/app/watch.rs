//! Looks into the ballots folder again and again on a thread of its own, and wakes the window only
//! when something has come, so that waiting costs no frames.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::time::{Duration, Instant};

use super::document::Stamp;
use super::worker::{Done, Reporter, STACK};
use crate::session::{Id, Session};
use crate::store::arrivals::Folder;

/// Names a round of a session, so that what was found for one is not counted in another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Round {
    session: Id,
    round: Id,
}

impl Round {
    /// The round of that id, of the session of that id.
    #[must_use]
    pub fn new(session: &Id, round: &Id) -> Self {
        Self { session: session.clone(), round: round.clone() }
    }
}

/// A folder that is being looked into. Dropping it ends the thread.
pub struct Watch {
    folder: PathBuf,
    round: Round,
    sender: Sender<Arc<Session>>,
    told: Option<Stamp>,
}

impl Watch {
    /// Begins to look. None when the system gives no thread; the next frame tries again.
    #[must_use]
    pub fn start(
        folder: PathBuf,
        round: Round,
        every: Duration,
        reporter: Reporter,
    ) -> Option<Self> {
        let (sender, receiver) = channel::<Arc<Session>>();
        let mut found = Folder::new(folder.clone());
        let of = round.clone();
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
                    reporter.tell(Done::Arrived(of.clone(), arrivals));
                }
            }
        };
        let thread = std::thread::Builder::new().name("ballots".to_owned()).stack_size(STACK);
        thread.spawn(look).ok()?;
        Some(Self { folder, round, sender, told: None })
    }

    /// The folder that is looked into.
    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// The round that it is looked into for.
    #[must_use]
    pub const fn round(&self) -> &Round {
        &self.round
    }

    /// Tells the thread what ballots are judged by, where that has changed. False when the thread
    /// has ended.
    #[must_use]
    pub fn tell(&mut self, stamp: Stamp, session: &Arc<Session>) -> bool {
        if self.told == Some(stamp) {
            return true;
        }
        self.told = Some(stamp);
        self.sender.send(Arc::clone(session)).is_ok()
    }
}
