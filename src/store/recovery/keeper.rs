//! Writes what one window holds.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};

use super::snapshot::{Snapshot, State, in_state, write};
use super::{Key, Slot, base, list, lock, private_folder, put};
use crate::session::Session;
use crate::store::Fingerprint;
use crate::store::disk::{Disk, RealDisk};

/// A version of a document takes in what follows it for so long.
const STEP: SignedDuration = SignedDuration::from_mins(1);

/// Keeps what one window holds. Dropping it lets other windows take over what is unsaved.
#[derive(Debug)]
pub struct Keeper {
    folder: PathBuf,
    window: String,
    /// Locked for as long as it is open.
    lock: Option<File>,
    /// How often something was written.
    serial: u64,
    /// How many versions there were.
    number: u32,
    current: Option<Current>,
    /// The version before, of which more than one file is left.
    before: Option<Key>,
}

/// The version that is being written.
#[derive(Debug)]
struct Current {
    key: Key,
    /// When the first state was kept in it.
    began: Timestamp,
    state: State,
    /// The file that was written last.
    slot: Slot,
    /// The file that is known to be on the disk.
    synced: Option<Slot>,
    /// The file that is on its way there.
    syncing: Option<Slot>,
}

/// A file that is to get on the disk. That takes its time, in which others can be written.
#[derive(Debug)]
pub struct Sync {
    path: PathBuf,
    key: Key,
    slot: Slot,
}

impl Sync {
    /// Waits until the file is on the disk.
    ///
    /// # Errors
    /// When the system does not say so.
    pub fn wait(&self) -> io::Result<()> {
        // Windows flushes only what may be written to.
        RealDisk.sync(&fs::OpenOptions::new().write(true).open(&self.path)?)?;
        RealDisk.sync_folder(self.path.parent().unwrap_or(Path::new(".")))
    }
}

impl Keeper {
    /// A keeper for a window of that name, which no other window has. Touches nothing yet.
    #[must_use]
    pub const fn new(folder: PathBuf, window: String) -> Self {
        Self { folder, window, lock: None, serial: 0, number: 0, current: None, before: None }
    }

    /// Where versions are kept.
    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Keeps a version; a killed process does not take it along from then on. One that is saved is
    /// not kept, unless an earlier state of the document was. With another document than the last,
    /// that one is given up: what was unsaved of it counts as discarded.
    ///
    /// # Errors
    /// When it could not be written; what was kept before is still there then.
    pub fn keep(&mut self, snapshot: &Snapshot, document: u64) -> io::Result<()> {
        if self.current.as_ref().is_some_and(|current| current.key.document != document) {
            self.discard()?;
        }
        let (at, state) = (snapshot.facts.at, snapshot.facts.state);
        if self.current.is_none() && state != State::Unsaved {
            return Ok(());
        }
        self.prepare()?;
        self.serial += 1;
        let text = write(snapshot, self.serial).map_err(io::Error::other)?;
        let old =
            |current: &Current| at < current.began || at.duration_since(current.began) >= STEP;
        if let Some(current) = self.current.as_mut().filter(|current| !old(current)) {
            let slot = current.free();
            put(&current.key.file(&self.folder, slot), text.as_bytes(), false)?;
            (current.slot, current.state) = (slot, state);
            return Ok(());
        }
        let number = self.number + 1;
        let key = Key { window: self.window.clone(), document, number };
        put(&key.file(&self.folder, Slot::A), text.as_bytes(), false)?;
        self.leave();
        self.number = number;
        let (synced, syncing) = (None, None);
        self.current = Some(Current { key, began: at, state, slot: Slot::A, synced, syncing });
        list::thin(&self.folder);
        Ok(())
    }

    /// Keeps what the file of a document holds, for as long as a version of it is kept.
    ///
    /// # Errors
    /// When it could not be written.
    pub fn keep_base(&self, held: Fingerprint, session: &Arc<Session>) -> io::Result<()> {
        base::keep(&self.folder, held, session)
    }

    /// What has to get on the disk yet. Nothing, while something is on its way there.
    #[must_use]
    pub fn to_sync(&mut self) -> Option<Sync> {
        let current = self.current.as_mut()?;
        if current.syncing.is_some() || current.synced == Some(current.slot) {
            return None;
        }
        current.syncing = Some(current.slot);
        let (key, slot) = (current.key.clone(), current.slot);
        Some(Sync { path: key.file(&self.folder, slot), key, slot })
    }

    /// Notes what has become of a file that was to get on the disk.
    pub fn synced(&mut self, sync: &Sync, done: bool) {
        if let Some(current) = self.current.as_mut().filter(|current| current.key == sync.key) {
            current.syncing = None;
            if done {
                current.synced = Some(sync.slot);
            }
        }
    }

    /// Notes that the user has gone on without saving what was kept last: it is not restored, but
    /// stays a version of its own.
    ///
    /// # Errors
    /// When that could not be written.
    pub fn discard(&mut self) -> io::Result<()> {
        let unsaved = |current: &&Current| current.state == State::Unsaved;
        if let Some(Current { key, slot, .. }) = self.current.as_ref().filter(unsaved) {
            let path = key.file(&self.folder, *slot);
            let text = list::text_of(&path).and_then(|text| in_state(&text, State::Discarded));
            // One that has been deleted meanwhile is discarded as well.
            if let Some(text) = text {
                put(&path, text.as_bytes(), true)?;
                RealDisk.sync_folder(&self.folder)?;
                // The older ones must not be found in its stead.
                for other in Slot::ALL.into_iter().filter(|other| other != slot) {
                    let _ = fs::remove_file(key.file(&self.folder, other));
                }
            }
        }
        self.leave();
        Ok(())
    }

    /// Ends the version: what follows gets files of its own. Of the version that was ended before,
    /// which has got on the disk meanwhile, only the newest file stays.
    fn leave(&mut self) {
        let ended = self.current.take().map(|current| current.key);
        if let Some(key) = std::mem::replace(&mut self.before, ended) {
            list::trim(&self.folder, &key);
        }
    }

    /// Makes the folder and takes the lock.
    fn prepare(&mut self) -> io::Result<()> {
        private_folder(&self.folder)?;
        if self.lock.is_none() {
            self.lock = lock(&self.folder, &self.window)?;
        }
        Ok(())
    }
}

impl Current {
    /// A file that may be replaced: no other one is newer and safe.
    fn free(&self) -> Slot {
        let used = [self.synced, self.syncing];
        Slot::ALL.into_iter().find(|slot| !used.contains(&Some(*slot))).unwrap_or(self.slot)
    }
}
