//! Saving so that at every moment the file on disk is whole: the old one or the new one.
//!
//! Write beside, wait for the disk, read back, keep the old version as `.bak`, rename over,
//! wait for the folder. Whatever fails before the rename leaves the file as it was.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};

use thiserror::Error;

use super::disk::Disk;
use super::merge::MAX_MERGE_BYTES;
use super::{Fingerprint, MAX_BALLOT_BYTES, MAX_SESSION_BYTES};

/// What the file is expected to hold before it is replaced.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Expect {
    /// The user has agreed to replace whatever is there.
    Anything,
    /// Nothing: the file must not exist.
    Absent,
    /// What was read from it, or written to it, last.
    Unchanged(Fingerprint),
}

/// A save that went through.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Saved {
    /// The file that was written, symlinks followed.
    pub path: PathBuf,
    /// What it holds now.
    pub fingerprint: Fingerprint,
    /// Something the user should know all the same.
    pub caution: Option<String>,
}

/// A save that did not go through. The file on disk is what it was.
#[derive(Debug, Error)]
pub enum SaveError {
    /// The file holds something else than when it was opened.
    #[error(
        "this file was changed by something else since it was opened; \
         save under another name, or open it again: {}", .0.display()
    )]
    ChangedOutside(PathBuf),
    /// There is a file already.
    #[error("there is already a file of that name; choose another name: {}", .0.display())]
    Exists(PathBuf),
    /// The file may not be written.
    #[error("this file is read-only; save under another name: {}", .0.display())]
    ReadOnly(PathBuf),
    /// It is a folder or a device.
    #[error("this is not a regular file; save under another name: {}", .0.display())]
    NotAFile(PathBuf),
    /// It would be larger than what is read.
    #[error(
        "not saved, the session is larger than the {} MB that a file may have; \
         shorten or remove notes: {}", MAX_SESSION_BYTES / (1024 * 1024), .0.display()
    )]
    TooLarge(PathBuf),
    /// It would be larger than what is read of a ballot.
    #[error(
        "not saved, the ballot is larger than the {} kB that a ballot may have; \
         shorten the comments: {}", MAX_BALLOT_BYTES / 1024, .0.display()
    )]
    BallotTooLarge(PathBuf),
    /// The bytes that arrived on the disk are not the ones that were sent.
    #[error(
        "what was written could not be read back whole; the old file was kept, \
         save on another disk: {}", .0.display()
    )]
    NotReadBack(PathBuf),
    /// The system refused a step.
    #[error("not saved, what is on the disk stays: it could not be {step} ({error}): {}", path.display())]
    Failed {
        /// What could not be done: "written", "renamed".
        step: &'static str,
        /// What the system said.
        error: String,
        /// Which file.
        path: PathBuf,
    },
}

impl SaveError {
    pub(super) fn failed(path: &Path, step: &'static str, error: &dyn std::fmt::Display) -> Self {
        Self::Failed { step, error: error.to_string(), path: path.to_owned() }
    }
}

/// How the names of files in the making begin and end.
const TEMP: (&str, &str) = (".wb-", ".tmp");

/// How the names of the files begin that git hands to a merge driver and takes away afterwards.
const OF_GIT: &str = ".merge_file_";

/// Files in the making that are older than this belong to a process that died.
const STALE: std::time::Duration = std::time::Duration::from_mins(1);

/// Replaces a file's content, or makes a new file.
///
/// `read_back` is given what arrived on the disk and says whether it is right.
///
/// # Errors
/// A [`SaveError`]; the file is then what it was, and nothing is left beside it.
pub fn safe_save(
    disk: &dyn Disk,
    path: &Path,
    bytes: &[u8],
    expect: Expect,
    read_back: &dyn Fn(&[u8]) -> bool,
) -> Result<Saved, SaveError> {
    let target = resolve(disk, path)?;
    let failed = |step| move |error: io::Error| SaveError::failed(path, step, &error);
    let Target { path: target, folder, permissions } = target;
    check_expected(disk, &target, permissions.is_some(), expect)?;

    // What replaces a file is private until it has that file's own permissions.
    let create = |path: &Path| disk.create(path, permissions.is_some());
    let (mut file, temp) = Temp::new(disk, &folder, create).map_err(failed("created"))?;
    disk.write(&mut file, bytes).map_err(failed("written"))?;
    if let Some(permissions) = permissions.clone() {
        disk.set_permissions(&file, permissions).map_err(failed("given its permissions"))?;
    }
    disk.sync(&file).map_err(failed("put safely on the disk"))?;
    drop(file);
    let written = disk.read(&temp.path, bytes.len() as u64 + 1).map_err(failed("read back"))?;
    if written != bytes || !read_back(&written) {
        return Err(SaveError::NotReadBack(path.to_owned()));
    }

    if permissions.is_some() && !is_of_git(&target) {
        keep_old(disk, &target, &folder).map_err(failed("kept as .bak"))?;
    }
    match expect {
        Expect::Absent => put_new(disk, &temp.path, &target, path)?,
        Expect::Anything | Expect::Unchanged(_) => {
            disk.rename(&temp.path, &target).map_err(failed("put in place"))?;
        }
    }

    let caution = disk.sync_folder(&folder).err().map(|error| {
        format!("Saved, but the system did not confirm that it is on the disk ({error})")
    });
    Ok(Saved { path: target, fingerprint: Fingerprint::of(bytes), caution })
}

/// The file to replace, with symlinks followed.
struct Target {
    path: PathBuf,
    folder: PathBuf,
    /// Of the file that is there; none for a new file.
    permissions: Option<std::fs::Permissions>,
}

fn resolve(disk: &dyn Disk, path: &Path) -> Result<Target, SaveError> {
    let failed = |step| move |error: io::Error| SaveError::failed(path, step, &error);
    let folder_of = |path: &Path| match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder.to_owned(),
        _ => PathBuf::from("."),
    };
    match disk.canonicalize(path) {
        Ok(target) => {
            let metadata = disk.metadata(&target).map_err(failed("looked at"))?;
            if !metadata.is_file() {
                return Err(SaveError::NotAFile(path.to_owned()));
            }
            if metadata.permissions().readonly() {
                return Err(SaveError::ReadOnly(path.to_owned()));
            }
            let permissions = Some(metadata.permissions());
            Ok(Target { folder: folder_of(&target), path: target, permissions })
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            let folder = folder_of(path);
            let folder = disk.canonicalize(&folder).map_err(|error| {
                let step = match error.kind() {
                    io::ErrorKind::NotFound => "put in a folder that is not there",
                    _ => "put in that folder",
                };
                SaveError::failed(path, step, &error)
            })?;
            let name = path.file_name().ok_or_else(|| SaveError::NotAFile(path.to_owned()))?;
            Ok(Target { path: folder.join(name), folder, permissions: None })
        }
        Err(error) => Err(failed("found")(error)),
    }
}

fn check_expected(
    disk: &dyn Disk,
    target: &Path,
    exists: bool,
    expect: Expect,
) -> Result<(), SaveError> {
    match expect {
        Expect::Absent if exists => Err(SaveError::Exists(target.to_owned())),
        // A file that someone else removed is written again: that loses nothing.
        Expect::Unchanged(fingerprint) if exists => {
            let now = disk
                .read(target, MAX_MERGE_BYTES + 1)
                .map_err(|error| SaveError::failed(target, "compared", &error))?;
            if Fingerprint::of(&now) == fingerprint {
                Ok(())
            } else {
                Err(SaveError::ChangedOutside(target.to_owned()))
            }
        }
        Expect::Anything | Expect::Absent | Expect::Unchanged(_) => Ok(()),
    }
}

/// Gives a new file its name, unless something else has taken that meanwhile.
fn put_new(disk: &dyn Disk, temp: &Path, target: &Path, path: &Path) -> Result<(), SaveError> {
    let failed = |error: io::Error| SaveError::failed(path, "put in place", &error);
    match disk.hard_link(temp, target) {
        Ok(()) => Ok(()),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
            Err(SaveError::Exists(target.to_owned()))
        }
        // Some file systems have no hard links.
        Err(_) => disk.rename(temp, target).map_err(failed),
    }
}

/// Whether git will take this file away, so that a `.bak` beside it would be left for good. Git
/// has the version before in its history.
fn is_of_git(target: &Path) -> bool {
    target.file_name().is_some_and(|name| name.to_string_lossy().starts_with(OF_GIT))
}

/// Gives the old version the name `.bak`, in one step, so that there is always one.
fn keep_old(disk: &dyn Disk, target: &Path, folder: &Path) -> io::Result<()> {
    let mut name = target.file_name().unwrap_or_default().to_owned();
    name.push(".bak");
    // Some file systems have no hard links; a copy does as well.
    let link = |temp: &Path| match disk.hard_link(target, temp) {
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists => disk.copy(target, temp),
        result => result,
    };
    let ((), temp) = Temp::new(disk, folder, link)?;
    // When both names are one file already, a rename leaves the first in place: the drop of
    // `temp` takes it away.
    disk.rename(&temp.path, &folder.join(name))
}

/// A file in the making. Whatever of it is left when this is dropped is removed.
struct Temp<'a> {
    disk: &'a dyn Disk,
    path: PathBuf,
}

impl<'a> Temp<'a> {
    /// Makes a file under a name that nothing else has.
    fn new<T>(
        disk: &'a dyn Disk,
        folder: &Path,
        make: impl Fn(&Path) -> io::Result<T>,
    ) -> io::Result<(T, Self)> {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        // More names than processes will ever meet in one folder.
        const NAMES: usize = 64;
        let (begin, end) = TEMP;
        for _ in 0..NAMES {
            let count = COUNT.fetch_add(1, Ordering::Relaxed);
            let path = folder.join(format!("{begin}{}-{count}{end}", std::process::id()));
            match make(&path) {
                Ok(made) => return Ok((made, Self { disk, path })),
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
                Err(error) => {
                    // A copy may have been begun.
                    drop(Self { disk, path });
                    return Err(error);
                }
            }
        }
        Err(io::Error::from(io::ErrorKind::AlreadyExists))
    }
}

impl Drop for Temp<'_> {
    fn drop(&mut self) {
        // After a rename there is nothing left; a leftover that cannot be removed waits for the
        // next start, which cleans up.
        let _ = self.disk.remove(&self.path);
    }
}

/// Removes what processes that died while saving have left in a folder.
pub fn clean_stale(folder: &Path) {
    let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    let (begin, end) = TEMP;
    let stale = |entry: &std::fs::DirEntry| {
        let name = entry.file_name();
        let name = name.to_string_lossy();
        let age = entry.metadata().and_then(|m| m.modified()).map(|time| time.elapsed());
        name.starts_with(begin) && name.ends_with(end) && matches!(age, Ok(Ok(age)) if age > STALE)
    };
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten().filter(stale) {
        // A leftover that cannot be removed harms nobody; the next start tries again.
        let _ = std::fs::remove_file(entry.path());
    }
}
