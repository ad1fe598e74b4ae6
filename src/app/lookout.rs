//! Looks at the open file again and again on a thread of its own, and wakes the window only with
//! news, so that waiting costs no frames. The same thread holds the lock that tells other windows,
//! so that letting go of one file and taking the next happen in order.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::Duration;

use super::worker::{Done, Reporter, STACK};
use crate::store::Fingerprint;
use crate::store::lock::{Lock, SideFile};
use crate::store::look::Watched;

/// What the window tells the thread.
enum Order {
    /// Another document is open, at this place. What is told of it carries the number.
    Watch(u64, PathBuf, Watched),
    /// The file is to hold this from now on.
    Expect(Fingerprint),
    /// No file is open.
    Rest,
    /// Look now; `true` to tell whatever there is.
    Look(bool),
}

/// The thread. Dropping this ends it.
pub struct Lookout {
    sender: Sender<Order>,
    looks: Arc<AtomicU64>,
}

impl Lookout {
    /// Begins to look, with side files in this folder if any. None when the system gives no thread.
    #[must_use]
    pub fn start(locks: Option<PathBuf>, every: Duration, reporter: Reporter) -> Option<Self> {
        let (sender, receiver) = channel();
        let mut looking = Looking {
            locks,
            reporter,
            number: 0,
            path: PathBuf::new(),
            watched: None,
            side: None,
            lock: None,
        };
        let looks = Arc::default();
        let counted = Arc::clone(&looks);
        let look = move || looking.run(&receiver, every, &counted);
        let thread = std::thread::Builder::new().name("open file".to_owned()).stack_size(STACK);
        thread.spawn(look).ok()?;
        Some(Self { sender, looks })
    }

    /// How many looks are done; what they found was told before.
    pub fn looks(&self) -> u64 {
        self.looks.load(Ordering::Acquire)
    }

    /// Tells of another document. False when the thread has ended, as for all that follow.
    pub fn watch(&self, number: u64, path: PathBuf, watched: Watched) -> bool {
        self.sender.send(Order::Watch(number, path, watched)).is_ok()
    }

    /// Tells what the file is to hold from now on.
    pub fn expect(&self, fingerprint: Fingerprint) -> bool {
        self.sender.send(Order::Expect(fingerprint)).is_ok()
    }

    /// Tells that no file is open any more.
    pub fn rest(&self) -> bool {
        self.sender.send(Order::Rest).is_ok()
    }

    /// Asks for a look at once, and with `tell` for what it finds, news or not.
    pub fn look(&self, tell: bool) -> bool {
        self.sender.send(Order::Look(tell)).is_ok()
    }
}

/// What the thread knows.
struct Looking {
    locks: Option<PathBuf>,
    reporter: Reporter,
    number: u64,
    path: PathBuf,
    watched: Option<Watched>,
    side: Option<SideFile>,
    lock: Option<Lock>,
}

impl Looking {
    fn run(&mut self, orders: &Receiver<Order>, every: Duration, looks: &AtomicU64) {
        loop {
            match orders.recv_timeout(every) {
                Ok(order) => {
                    self.obey(order);
                    for order in orders.try_iter() {
                        self.obey(order);
                    }
                }
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => return,
            }
            if let Some(watched) = &mut self.watched
                && let Some(found) = watched.look()
            {
                self.reporter.tell(Done::Outside(self.number, found));
            }
            if self.side.is_some() && self.lock.is_none() && self.claim() {
                self.tell(false);
            }
            looks.fetch_add(1, Ordering::Release);
        }
    }

    fn obey(&mut self, order: Order) {
        match order {
            Order::Watch(number, path, watched) => {
                self.number = number;
                self.path = path;
                let side = self.side_file();
                self.watched = Some(watched);
                if self.lock.is_none() || self.side != side {
                    self.lock = None;
                    self.side = side;
                    if !self.claim() && self.side.is_some() {
                        self.tell(true);
                    }
                }
            }
            Order::Expect(fingerprint) => {
                if let Some(watched) = &mut self.watched {
                    watched.expect(fingerprint);
                }
                // A file that was not there has no lock until it is written.
                if self.watched.is_some() && self.side.is_none() {
                    self.side = self.side_file();
                    if self.side.is_some() && !self.claim() {
                        self.tell(true);
                    }
                }
            }
            Order::Rest => (self.watched, self.lock, self.side) = (None, None, None),
            Order::Look(tell) => {
                if let Some(watched) = self.watched.as_mut().filter(|_| tell) {
                    watched.ask();
                }
            }
        }
    }

    fn side_file(&self) -> Option<SideFile> {
        self.locks.as_ref().and_then(|folder| SideFile::of(folder, &self.path))
    }

    /// Takes the lock if no other window has it.
    fn claim(&mut self) -> bool {
        match self.side.as_ref().map(SideFile::lock) {
            Some(Ok(lock)) => self.lock = lock,
            // Where there are no locks nothing can be told of other windows.
            Some(Err(_)) | None => self.side = None,
        }
        self.lock.is_some()
    }

    /// Tells whether the file is open elsewhere.
    fn tell(&self, elsewhere: bool) {
        self.reporter.tell(Done::Elsewhere(self.number, elsewhere));
    }
}
