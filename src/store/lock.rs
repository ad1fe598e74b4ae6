//! Which files are open in which window, so that a second window can say so.
//!
//! A lock on the document itself would be lost at the first save, which puts another file in its
//! place. So each open document has an empty side file in the state folder, and that is locked.
//! The system lets go of the lock when its process ends, in whatever way, so none can be stale.

use std::ffi::OsStr;
use std::fs::{self, File, OpenOptions, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

use super::Fingerprint;

/// How the names of side files end.
const ENDING: &str = "lock";

/// The file that is locked for the moment in which side files come and go. Without it, one window
/// could lock a name that another is just removing.
const GATE: &str = "gate";

/// A document's side file, by which every window names the same document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SideFile {
    folder: PathBuf,
    path: PathBuf,
}

/// A locked side file. Dropping it lets go and removes the file.
#[derive(Debug)]
pub struct Lock {
    side: SideFile,
    /// Locked for as long as it is open.
    _file: File,
}

impl SideFile {
    /// The side file of a document, in a folder for nothing but side files. None when the document
    /// cannot be found.
    #[must_use]
    pub fn of(folder: &Path, document: &Path) -> Option<Self> {
        // However the path is spelt, it is one document.
        let whole = document.canonicalize().ok()?;
        let name = Fingerprint::of(whole.as_os_str().as_encoded_bytes()).hex();
        let path = folder.join(name).with_extension(ENDING);
        Some(Self { folder: folder.to_owned(), path })
    }

    /// Locks it; none when another window has it.
    ///
    /// # Errors
    /// When the state folder cannot be written to, or knows no locks.
    pub fn lock(&self) -> io::Result<Option<Lock>> {
        fs::create_dir_all(&self.folder)?;
        let _gate = gate(&self.folder)?;
        clean(&self.folder, &self.path);
        let file = open(&self.path)?;
        match file.try_lock() {
            Ok(()) => Ok(Some(Lock { side: self.clone(), _file: file })),
            Err(TryLockError::WouldBlock) => Ok(None),
            Err(TryLockError::Error(error)) => Err(error),
        }
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        let SideFile { folder, path } = &self.side;
        let Ok(_gate) = gate(folder) else { return };
        // One that cannot be removed is empty and free: the next window takes it, or cleans it up.
        let _ = fs::remove_file(path);
    }
}

/// Waits until no other window takes or removes a side file. They do so within microseconds.
fn gate(folder: &Path) -> io::Result<File> {
    let gate = open(&folder.join(GATE))?;
    gate.lock()?;
    Ok(gate)
}

fn open(path: &Path) -> io::Result<File> {
    OpenOptions::new().write(true).create(true).truncate(false).open(path)
}

/// Removes side files that no process holds, which is what one that was killed leaves.
fn clean(folder: &Path, but: &Path) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path == but || path.extension() != Some(OsStr::new(ENDING)) {
            continue;
        }
        if open(&path).is_ok_and(|file| file.try_lock().is_ok()) {
            let _ = fs::remove_file(&path);
        }
    }
}
