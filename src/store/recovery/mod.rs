//! What a window holds, kept in the state folder from frame to frame, so that nothing is lost when
//! the program or the machine dies.
//!
//! A version is a file of its own: the session as it would be saved, under three lines of comment
//! that say what it is ([`snapshot`]). A [`Keeper`] writes them for one window. It holds a lock
//! meanwhile, so that another window can tell what is being kept from what was left behind.
//!
//! Which are kept: the newest [`KEPT`], of which no two are from the same minute of one document,
//! and beyond them what was left unsaved, for as long as nobody has decided on it.

mod base;
mod keeper;
mod list;
pub mod snapshot;

use std::collections::BTreeMap;
use std::fs::{self, File, OpenOptions, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

pub use base::base;
pub use keeper::{Keeper, Sync};
pub use list::{
    Claim, Deleted, Left, Version, delete_all, left_behind, mark, read_version, versions,
};
pub use snapshot::{Contest, Draft, Facts, Snapshot, State, Unfinished};

use super::disk::{Disk, RealDisk};
use super::safe_save::Temp;

/// How many versions are kept in all.
pub const KEPT: usize = 20;

/// The folder within the state folder.
const FOLDER: &str = "recovery";

/// How the names of versions end.
const ENDING: &str = ".recovery.ron";

/// How the names end under which it is kept what a file held.
const BASE: &str = ".base.ron";

/// How the names of locks end.
const LOCK: &str = ".lock";

/// Names a version: which window kept which of its documents, and the how-manieth of it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Key {
    /// The window.
    pub window: String,
    /// The document, by a number within the window.
    pub document: u64,
    /// The number of the version within the document.
    pub number: u32,
}

/// The files that a version has by turns: one that is safely on the disk, one that is on its way
/// there, and one that is replaced meanwhile.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Slot {
    A,
    B,
    C,
}

impl Slot {
    const ALL: [Self; 3] = [Self::A, Self::B, Self::C];

    const fn letter(self) -> &'static str {
        match self {
            Self::A => "a",
            Self::B => "b",
            Self::C => "c",
        }
    }
}

impl Key {
    fn file(&self, folder: &Path, slot: Slot) -> PathBuf {
        let Self { window, document, number } = self;
        folder.join(format!("{window}.{document}.{number}.{}{ENDING}", slot.letter()))
    }

    fn of(name: &str) -> Option<(Self, Slot)> {
        let mut parts = name.strip_suffix(ENDING)?.split('.');
        let (window, document) = (parts.next()?, parts.next()?);
        let (number, slot) = (parts.next()?, parts.next()?);
        let slot = Slot::ALL.into_iter().find(|known| known.letter() == slot)?;
        let key = Self {
            window: window.to_owned(),
            document: document.parse().ok()?,
            number: number.parse().ok()?,
        };
        parts.next().is_none().then_some((key, slot))
    }
}

/// Where versions are kept.
#[must_use]
pub fn folder_in(state: &Path) -> PathBuf {
    state.join(FOLDER)
}

/// The versions in a folder, each with its files.
fn keys(folder: &Path) -> BTreeMap<Key, Vec<Slot>> {
    let mut found: BTreeMap<Key, Vec<Slot>> = BTreeMap::new();
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        if let Some((key, slot)) = entry.file_name().to_str().and_then(Key::of) {
            found.entry(key).or_default().push(slot);
        }
    }
    found
}

/// Makes a folder that nobody else may look into.
///
/// # Errors
/// As [`fs::DirBuilder::create`].
pub(super) fn private_folder(folder: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)?;
    #[cfg(unix)]
    {
        // It may be one that something else has made.
        use std::os::unix::fs::PermissionsExt as _;
        let permissions = fs::metadata(folder)?.permissions();
        if permissions.mode() & 0o077 != 0 {
            fs::set_permissions(folder, fs::Permissions::from_mode(0o700))?;
        }
    }
    Ok(())
}

/// Puts a file in place in one step, for its owner alone. With `wait`, it is on the disk before
/// it takes the place of another.
pub(super) fn put(path: &Path, bytes: &[u8], wait: bool) -> io::Result<()> {
    let folder = path.parent().unwrap_or(Path::new("."));
    let (mut file, temp) = Temp::new(&RealDisk, folder, |path| RealDisk.create(path, true))?;
    RealDisk.write(&mut file, bytes)?;
    if wait {
        RealDisk.sync(&file)?;
    }
    drop(file);
    RealDisk.rename(&temp.path, path)
}

/// The lock of a window; none while that window runs. The system lets go of it when the process
/// ends, in whatever way.
fn lock(folder: &Path, window: &str) -> io::Result<Option<File>> {
    let path = folder.join(format!("{window}{LOCK}"));
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(false);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let file = options.open(path)?;
    match file.try_lock() {
        Err(TryLockError::WouldBlock) => Ok(None),
        // Where there are no locks, versions are offered to every window, and each works on a
        // copy: nothing is lost by that.
        Ok(()) | Err(TryLockError::Error(_)) => Ok(Some(file)),
    }
}
