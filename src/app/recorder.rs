//! Writes what the window holds on a thread of its own, which rests while there is nothing to write
//! and costs no frames. Getting it on the disk takes a thread beside that one, so that what is typed
//! meanwhile need not wait.

use std::io;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::{Builder, JoinHandle};
use std::time::{Duration, Instant};

use super::worker::{Done, Reporter, STACK};
use crate::session::Session;
use crate::store::Fingerprint;
use crate::store::recovery::{self, Keeper, Key, Snapshot, State, Sync};

/// How often what is written is made to get on the disk, at most.
const SYNC_EVERY: Duration = Duration::from_secs(1);

/// What could not be written is tried again after so long.
const RETRY: Duration = Duration::from_secs(5);

/// So long everything has to go well before a trouble is over.
const OVER: Duration = Duration::from_secs(5);

/// What the thread is to do.
#[derive(Debug)]
pub(super) enum Order {
    /// Keep this, of the document of that number.
    Keep(u64, Box<Snapshot>),
    /// Keep what the file of the document held when it was loaded or saved last.
    Base(Fingerprint, Arc<Session>),
    /// The user goes on without saving what was kept last.
    Discard,
    /// What is kept next takes the place of a version that another window has left.
    TakeOver(Key),
}

/// What has come for the thread.
#[derive(Default)]
struct Mail {
    orders: Vec<Order>,
    synced: Option<(Sync, io::Result<()>)>,
    closed: bool,
}

type Mailbox = Arc<(Mutex<Mail>, Condvar)>;

/// The thread. Dropping this waits until everything is written.
pub(super) struct Recorder {
    mailbox: Mailbox,
    thread: Option<JoinHandle<()>>,
}

impl Recorder {
    /// Begins to write.
    ///
    /// # Errors
    /// When the system gives no thread.
    pub(super) fn start(keeper: Keeper, reporter: Reporter) -> io::Result<Self> {
        let mailbox = Mailbox::default();
        let writing = Writing::new(keeper, reporter, Arc::clone(&mailbox));
        let thread = Builder::new().name("recovery".to_owned()).stack_size(STACK);
        let thread = Some(thread.spawn(move || writing.run())?);
        Ok(Self { mailbox, thread })
    }

    /// Tells the thread what to do. Of several states of one document that it has not come to, it
    /// gets the newest.
    pub(super) fn order(&self, order: Order) {
        let (mail, bell) = &*self.mailbox;
        let mut mail = open(mail);
        match (mail.orders.last_mut(), &order) {
            (Some(Order::Keep(earlier, older)), Order::Keep(document, newer))
                if earlier == document =>
            {
                older.clone_from(newer);
            }
            _ => mail.orders.push(order),
        }
        bell.notify_one();
    }
}

impl Drop for Recorder {
    fn drop(&mut self) {
        let (mail, bell) = &*self.mailbox;
        open(mail).closed = true;
        bell.notify_one();
        if let Some(thread) = self.thread.take() {
            // A thread that has failed has nothing left to wait for.
            let _ = thread.join();
        }
    }
}

/// A thread that failed while it held the mail has left it whole.
fn open(mail: &Mutex<Mail>) -> MutexGuard<'_, Mail> {
    mail.lock().unwrap_or_else(PoisonError::into_inner)
}

/// What the thread knows.
struct Writing {
    keeper: Keeper,
    reporter: Reporter,
    mailbox: Mailbox,
    /// What could not be written, to be tried again then.
    failed: Option<(u64, Box<Snapshot>)>,
    retry: Option<Instant>,
    /// What the window was told.
    trouble: Trouble,
    /// Versions that the next one takes the place of.
    taken: Vec<Key>,
    /// When the last file began to get on the disk.
    last_sync: Option<Instant>,
    /// Whether there is something that is not on the disk, or not on its way there.
    unsynced: bool,
    syncing: bool,
}

impl Writing {
    fn new(keeper: Keeper, reporter: Reporter, mailbox: Mailbox) -> Self {
        Self {
            keeper,
            reporter,
            mailbox,
            failed: None,
            retry: None,
            trouble: Trouble::default(),
            taken: Vec::new(),
            last_sync: None,
            unsynced: false,
            syncing: false,
        }
    }

    fn run(mut self) {
        loop {
            let Mail { orders, synced, closed } = self.wait();
            if let Some((sync, result)) = synced {
                self.synced(&sync, result);
            }
            for order in orders {
                self.obey(order);
            }
            if let Some((document, snapshot)) = self.failed.take_if(|_| is_past(self.retry)) {
                self.keep(document, snapshot);
            }
            if closed {
                self.close();
                return;
            }
            if self.trouble.ends(Instant::now()) {
                self.reporter.tell(Done::Recovery(None));
            }
            if self.unsynced && !self.syncing && is_past(self.next_sync()) {
                self.start_sync();
            }
        }
    }

    /// Rests until there is something to do.
    fn wait(&self) -> Mail {
        let until = [
            self.next_sync().filter(|_| self.unsynced && !self.syncing),
            self.retry.filter(|_| self.failed.is_some()),
            self.trouble.over(),
        ];
        let until = until.into_iter().flatten().min();
        let (mail, bell) = &*self.mailbox;
        let mut mail = open(mail);
        while mail.orders.is_empty() && mail.synced.is_none() && !mail.closed {
            mail = match until.map(|until| until.saturating_duration_since(Instant::now())) {
                None => bell.wait(mail).unwrap_or_else(PoisonError::into_inner),
                Some(Duration::ZERO) => break,
                Some(left) => {
                    bell.wait_timeout(mail, left).unwrap_or_else(PoisonError::into_inner).0
                }
            };
        }
        let closed = mail.closed;
        Mail { closed, ..std::mem::take(&mut *mail) }
    }

    /// When the disk may be waited for again.
    fn next_sync(&self) -> Option<Instant> {
        self.last_sync.map_or_else(|| Some(Instant::now()), |last| last.checked_add(SYNC_EVERY))
    }

    fn obey(&mut self, order: Order) {
        match order {
            Order::Keep(document, snapshot) => self.keep(document, snapshot),
            // Without it a merge asks about more, which is no trouble to tell of.
            Order::Base(held, session) => drop(self.keeper.keep_base(held, &session)),
            Order::TakeOver(key) => self.taken.push(key),
            Order::Discard => {
                self.failed = None;
                let result = self.keeper.discard();
                self.unsynced = true;
                self.tell(result.err());
            }
        }
    }

    fn keep(&mut self, document: u64, snapshot: Box<Snapshot>) {
        let result = self.keeper.keep(&snapshot, document);
        if result.is_ok() {
            (self.failed, self.unsynced) = (None, true);
            for key in std::mem::take(&mut self.taken) {
                // One that is not marked is offered again at the next start, which loses nothing.
                let _ = recovery::mark(self.keeper.folder(), &key, State::Restored);
            }
        } else {
            self.failed = Some((document, snapshot));
            self.retry = Instant::now().checked_add(RETRY);
        }
        // That it was written is not yet that it is on the disk.
        self.tell(result.err());
    }

    /// Begins to get on the disk what was written last.
    fn start_sync(&mut self) {
        self.unsynced = false;
        let Some(sync) = self.keeper.to_sync() else { return };
        (self.last_sync, self.syncing) = (Some(Instant::now()), true);
        let mailbox = Arc::clone(&self.mailbox);
        let wait = move || {
            let result = sync.wait();
            let (mail, bell) = &*mailbox;
            open(mail).synced = Some((sync, result));
            bell.notify_one();
        };
        if let Err(error) = Builder::new().name("recovery disk".to_owned()).spawn(wait) {
            (self.syncing, self.unsynced) = (false, true);
            self.tell(Some(error));
        }
    }

    fn synced(&mut self, sync: &Sync, result: io::Result<()>) {
        self.syncing = false;
        let result = result.or_else(without_deleted);
        self.keeper.synced(sync, result.is_ok());
        // What was written meanwhile is next, and what did not get there is tried again.
        self.unsynced = true;
        match result {
            Ok(()) if self.failed.is_none() => self.trouble.went_well(Instant::now()),
            Ok(()) => {}
            Err(error) => self.tell(Some(error)),
        }
    }

    /// Gets on the disk what was written last, before the window goes.
    fn close(mut self) {
        if self.syncing {
            let (mail, bell) = &*self.mailbox;
            let mut mail = open(mail);
            while mail.synced.is_none() {
                mail = bell.wait(mail).unwrap_or_else(PoisonError::into_inner);
            }
            if let Some((sync, result)) = mail.synced.take() {
                self.keeper.synced(&sync, result.or_else(without_deleted).is_ok());
            }
        }
        if let Some(sync) = self.keeper.to_sync() {
            // Nobody is left to be told.
            let _ = sync.wait();
        }
    }

    /// Tells the window once that something goes wrong.
    fn tell(&mut self, error: Option<io::Error>) {
        if let Some(error) = error
            && self.trouble.begins()
        {
            self.reporter.tell(Done::Recovery(Some(error.to_string())));
        }
    }
}

/// Whether the window was told of a trouble, which is over once everything has gone well for a
/// while: what fails every other time would otherwise come and go on screen.
#[derive(Debug, Default)]
struct Trouble {
    told: bool,
    /// Since when everything goes well.
    well: Option<Instant>,
}

impl Trouble {
    /// Notes that something went wrong; says whether that has to be told.
    const fn begins(&mut self) -> bool {
        self.well = None;
        !std::mem::replace(&mut self.told, true)
    }

    /// Notes that something got on the disk.
    const fn went_well(&mut self, now: Instant) {
        if self.told && self.well.is_none() {
            self.well = Some(now);
        }
    }

    /// When it is over, unless something goes wrong before.
    fn over(&self) -> Option<Instant> {
        self.well?.checked_add(OVER)
    }

    /// Whether it is over now, which is said once.
    fn ends(&mut self, now: Instant) -> bool {
        let ends = self.over().is_some_and(|over| over <= now);
        if ends {
            *self = Self::default();
        }
        ends
    }
}

fn is_past(moment: Option<Instant>) -> bool {
    moment.is_some_and(|moment| moment <= Instant::now())
}

/// A file that somebody has deleted need not get on the disk.
fn without_deleted(error: io::Error) -> io::Result<()> {
    if error.kind() == io::ErrorKind::NotFound { Ok(()) } else { Err(error) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_trouble_is_told_once_and_is_over_after_a_while_without_another() {
        let begin = Instant::now();
        let at = |seconds| begin + Duration::from_secs(seconds);
        let mut trouble = Trouble::default();
        trouble.went_well(at(0));
        assert!(!trouble.ends(at(100)), "there is none");
        assert!(trouble.begins() && !trouble.begins());
        assert!(!trouble.ends(at(100)), "nothing has gone well since");
        // It fails every other second.
        for second in 0..20 {
            trouble.went_well(at(2 * second));
            assert!(!trouble.ends(at(2 * second + 1)));
            assert!(!trouble.begins(), "it was told");
        }
        trouble.went_well(at(40));
        trouble.went_well(at(44));
        assert!(!trouble.ends(at(44)) && trouble.ends(at(45)) && !trouble.ends(at(46)));
        assert!(trouble.begins(), "a new one");
    }
}
