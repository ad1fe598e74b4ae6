//! Saving so that at every moment the file on disk is whole: the old one or the new one.
//!
//! Write beside, wait for the disk, read back, keep the old version as `.bak`, take its place,
//! wait for the folder. An old version that cannot be read is put aside as `.unreadable` instead, so
//! that the `.bak` stays good. Whatever fails before that leaves the file as it was.
//!
//! # Somebody else writes at the same time
//! The old and the new file are exchanged in one step, and what comes out is compared with what
//! was expected: a version that came however late is put back, and the save is refused. What a
//! program writes into a file that it opened before, after that comparison, is in the `.bak`, until
//! the next save. Two things can still lose a version of somebody else's. Where the system cannot
//! exchange (Windows, most network shares), one that arrives between the last comparison and the
//! rename, some microseconds. And where it can, one that is exchanged while this program is killed
//! before it has compared: it is under the name of a file in the making, which is cleaned up.
//!
//! # What a save does not keep
//! The new version is a new file. It has the owner, the group and the permissions of the old one
//! as far as the system allows, and says so where it does not. Other names (hard links) of the old
//! file keep the old version, and that is said as well. Access control lists and extended
//! attributes are not kept.

mod error;
mod temp;

use std::fs::{File, Metadata};
use std::io;
use std::path::{Path, PathBuf};

use super::Fingerprint;
use super::disk::{Disk, Kept, names_of};
use super::merge::MAX_MERGE_BYTES;
pub use error::SaveError;
use error::{CREATED, IN_FOLDER, KEPT_AS_BAK, PUT_ASIDE, PUT_IN_PLACE, in_short};
pub(super) use temp::Temp;
pub use temp::clean_stale;

/// What the file is expected to hold before it is replaced.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Expect {
    /// The user has agreed to replace whatever is there.
    Anything,
    /// Nothing: the file must not exist.
    Absent,
    /// What was read from it, or written to it, last.
    Unchanged(Fingerprint),
    /// Something that cannot be read, which the user has agreed to replace. It is put aside under a
    /// name of its own, so that `.bak` stays the last version that could be read.
    Unreadable(Fingerprint),
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
    /// Where what could not be read was put aside.
    pub aside: Option<PathBuf>,
}

/// What follows the name of a file under which its content is put aside that cannot be read.
const UNREADABLE: &str = ".unreadable";

/// How the names of the files begin that git hands to a merge driver and takes away afterwards.
const OF_GIT: &str = ".merge_file_";

/// Replaces a file's content, or makes a new file. Removes what dead processes have left beside
/// it.
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
    let place = Place::find(disk, path)?;
    clean_stale(&place.folder);
    place.check(expect)?;
    let fingerprint = Fingerprint::of(bytes);
    let there = place.old.is_some();
    if there && matches!(expect, Expect::Unchanged(holds) if holds == fingerprint) {
        // Written again, it would only push what the .bak holds out of it.
        return Ok(Saved { path: place.path, fingerprint, caution: None, aside: None });
    }
    let (temp, kept) = place.write_beside(bytes, read_back)?;
    let (aside, other_names) = match expect {
        Expect::Unreadable(_) => (place.put_aside(kept)?, false),
        _ => (None, place.keep_old(kept)?),
    };
    if let Err(error) = place.put(&temp, fingerprint, expect) {
        if let Some(aside) = &aside {
            // What it holds is still in its place.
            let _ = disk.remove(aside);
        }
        return Err(error);
    }
    drop(temp);

    let mut but = Vec::new();
    if let Err(error) = disk.sync_folder(&place.folder) {
        let why = in_short(&error);
        but.push(format!("the system did not confirm that it is on the disk ({why})"));
    }
    if !kept.owner {
        but.push("the file belongs to you now, and no more to somebody else".to_owned());
    }
    if !kept.group {
        but.push("the file belongs to another group now".to_owned());
    }
    if other_names {
        but.push("other names of the file (hard links) still lead to the old version".to_owned());
    }
    let caution = (!but.is_empty()).then(|| format!("Saved, but {}", but.join("; ")));
    Ok(Saved { path: place.path, fingerprint, caution, aside })
}

/// Where a save goes, with symlinks followed.
struct Place<'a> {
    disk: &'a dyn Disk,
    /// The path as it was given, for messages.
    given: &'a Path,
    path: PathBuf,
    folder: PathBuf,
    /// The file that is there; none for a new file.
    old: Option<Metadata>,
}

impl<'a> Place<'a> {
    fn find(disk: &'a dyn Disk, given: &'a Path) -> Result<Self, SaveError> {
        let refused = |step| move |error: io::Error| SaveError::refused(given, step, &error);
        let path = match disk.canonicalize(given) {
            Ok(path) => path,
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                return Self::find_new(disk, given);
            }
            Err(error) => return Err(refused("found")(error)),
        };
        let old = disk.metadata(&path).map_err(refused("looked at"))?;
        if !old.is_file() {
            return Err(SaveError::NotAFile(given.to_owned()));
        }
        disk.may_write(&path).map_err(|error| match error.kind() {
            io::ErrorKind::PermissionDenied => SaveError::ReadOnly(given.to_owned()),
            _ => refused("written")(error),
        })?;
        Ok(Self { disk, given, folder: folder_of(&path), path, old: Some(old) })
    }

    /// Where a file will be that is not there: at the end of the symlinks, where there are some.
    fn find_new(disk: &'a dyn Disk, given: &'a Path) -> Result<Self, SaveError> {
        // The system follows no more than these either.
        const LINKS: usize = 40;
        let mut path = given.to_owned();
        for _ in 0..LINKS {
            let Ok(to) = disk.read_link(&path) else { break };
            path = folder_of(&path).join(to);
        }
        let name = path.file_name().ok_or_else(|| SaveError::NotAFile(given.to_owned()))?;
        let folder = disk
            .canonicalize(&folder_of(&path))
            .map_err(|error| SaveError::refused(given, IN_FOLDER, &error))?;
        Ok(Self { disk, given, path: folder.join(name), folder, old: None })
    }

    fn refused(&self, step: &'static str) -> impl Fn(io::Error) -> SaveError {
        move |error| SaveError::refused(self.given, step, &error)
    }

    /// Whether what is there is what is expected.
    fn check(&self, expect: Expect) -> Result<(), SaveError> {
        match (expect, &self.old) {
            (Expect::Absent, Some(_)) => Err(SaveError::Exists(self.path.clone())),
            (Expect::Unchanged(fingerprint) | Expect::Unreadable(fingerprint), Some(_)) => {
                let now = self.fingerprint_of(&self.path).map_err(self.refused("compared"))?;
                if now == fingerprint { Ok(()) } else { Err(self.changed_outside()) }
            }
            // A file that someone else removed is written again: that loses nothing.
            (Expect::Anything, _) | (_, None) => Ok(()),
        }
    }

    fn fingerprint_of(&self, path: &Path) -> io::Result<Fingerprint> {
        self.disk.read(path, MAX_MERGE_BYTES + 1).map(|bytes| Fingerprint::of(&bytes))
    }

    fn changed_outside(&self) -> SaveError {
        SaveError::ChangedOutside(self.path.clone())
    }

    /// Writes the new version beside the old one, safely onto the disk and read back.
    fn write_beside(
        &self,
        bytes: &[u8],
        read_back: &dyn Fn(&[u8]) -> bool,
    ) -> Result<(Temp<'a>, Kept), SaveError> {
        let disk = self.disk;
        // What replaces a file is private until it has that file's own permissions.
        let create = |path: &Path| disk.create(path, self.old.is_some());
        let made = Temp::new(disk, &self.folder, create).map_err(self.refused(CREATED))?;
        let (mut file, temp): (File, _) = made;
        disk.write(&mut file, bytes).map_err(self.refused("written"))?;
        let kept = match &self.old {
            Some(old) => disk.take_after(&file, old).map_err(self.refused("given permissions"))?,
            None => Kept { owner: true, group: true },
        };
        // Once: a system that could not write forgets that it could not, and confirms the second
        // time what is not there.
        disk.sync(&file).map_err(self.refused("put safely on the disk"))?;
        drop(file);
        let written = disk.read(&temp.path, bytes.len() as u64 + 1);
        let written = written.map_err(self.refused("read back"))?;
        if written != bytes || !read_back(&written) {
            return Err(SaveError::NotReadBack(self.given.to_owned()));
        }
        Ok((temp, kept))
    }

    fn bak(&self) -> PathBuf {
        let mut name = self.path.file_name().unwrap_or_default().to_owned();
        name.push(".bak");
        self.folder.join(name)
    }

    /// Gives the old version the name `.bak`, in one step, so that there is always one. Says
    /// whether it has still other names.
    ///
    /// Git takes its files away, and a `.bak` beside one would be left for good; git has the
    /// version before in its history.
    fn keep_old(&self, kept: Kept) -> Result<bool, SaveError> {
        let name = self.path.file_name().unwrap_or_default().to_string_lossy();
        if self.old.is_none() || name.starts_with(OF_GIT) {
            return Ok(false);
        }
        // A copy does as well where there are no hard links, and where the file is somebody else's:
        // in a folder like /tmp a second name of that could not be removed any more.
        let copy = |temp: &Path| self.disk.copy(&self.path, temp);
        let link = |temp: &Path| match self.disk.hard_link(&self.path, temp) {
            Err(error) if error.kind() != io::ErrorKind::AlreadyExists => copy(temp),
            result => result,
        };
        let keep = |temp: &Path| if kept.owner { link(temp) } else { copy(temp) };
        let made = Temp::new(self.disk, &self.folder, keep);
        let ((), temp) = made.map_err(self.refused(KEPT_AS_BAK))?;
        self.disk.rename(&temp.path, &self.bak()).map_err(self.refused(KEPT_AS_BAK))?;
        // When both names are one file already, a rename leaves the first in place: this takes it
        // away.
        drop(temp);
        // Besides its own and `.bak`, where that is one of its names.
        let own = if kept.owner { 2 } else { 1 };
        Ok(self.disk.metadata(&self.path).is_ok_and(|old| names_of(&old) > own))
    }

    /// Gives what cannot be read a name that nothing else has, and says which; none where there is
    /// nothing any more.
    fn put_aside(&self, kept: Kept) -> Result<Option<PathBuf>, SaveError> {
        // More than anybody will let pile up.
        const NAMES: usize = 1000;
        if self.old.is_none() {
            return Ok(None);
        }
        for number in 1..=NAMES {
            let mut name = self.path.file_name().unwrap_or_default().to_owned();
            name.push(UNREADABLE);
            if number > 1 {
                name.push(format!("-{number}"));
            }
            let aside = self.folder.join(name);
            let copy = || self.disk.copy(&self.path, &aside);
            // As for `.bak`: of somebody else's file no second name, but a copy.
            let made = match kept.owner.then(|| self.disk.hard_link(&self.path, &aside)) {
                Some(Err(error)) if error.kind() != io::ErrorKind::AlreadyExists => copy(),
                Some(result) => result,
                None => copy(),
            };
            match made {
                Ok(()) => return Ok(Some(aside)),
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
                Err(error) => return Err(self.refused(PUT_ASIDE)(error)),
            }
        }
        Err(self.refused(PUT_ASIDE)(io::Error::from(io::ErrorKind::AlreadyExists)))
    }

    /// Puts the new version in its place.
    fn put(&self, temp: &Temp, new: Fingerprint, expect: Expect) -> Result<(), SaveError> {
        match (expect, &self.old) {
            (Expect::Anything, _) => self.put_over(temp),
            (Expect::Unchanged(fingerprint) | Expect::Unreadable(fingerprint), Some(_)) => {
                self.put_for(temp, new, fingerprint)
            }
            (Expect::Absent, _) => self.put_new(temp, SaveError::Exists),
            (Expect::Unchanged(_) | Expect::Unreadable(_), None) => {
                self.put_new(temp, SaveError::ChangedOutside)
            }
        }
    }

    fn put_over(&self, temp: &Temp) -> Result<(), SaveError> {
        self.disk.rename(&temp.path, &self.path).map_err(self.refused(PUT_IN_PLACE))
    }

    /// Gives a new file its name, unless something else has taken that meanwhile.
    fn put_new(&self, temp: &Temp, taken: fn(PathBuf) -> SaveError) -> Result<(), SaveError> {
        match self.disk.hard_link(&temp.path, &self.path) {
            Ok(()) => Ok(()),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
                Err(taken(self.path.clone()))
            }
            // Some file systems have no hard links.
            Err(_) => self.put_over(temp),
        }
    }

    /// Replaces the old version, unless it is not the expected one.
    fn put_for(
        &self,
        temp: &Temp,
        new: Fingerprint,
        expected: Fingerprint,
    ) -> Result<(), SaveError> {
        if self.disk.exchange(&temp.path, &self.path).is_err() {
            // Not every system can. What comes between these two lines is lost.
            self.check(Expect::Unchanged(expected))?;
            return self.put_over(temp);
        }
        let came_out = self.fingerprint_of(&temp.path);
        if came_out.as_ref().is_ok_and(|found| *found == expected) {
            return Ok(());
        }
        // Put back what came out. What comes out instead is the new version; should it be anything
        // else, it is somebody's, and is kept.
        let back = self.disk.exchange(&temp.path, &self.path);
        let own = |found: Fingerprint| found == new;
        if back.is_err() || !self.fingerprint_of(&temp.path).is_ok_and(own) {
            let _ = self.disk.rename(&temp.path, &self.bak());
        }
        Err(came_out.map_or_else(self.refused("compared"), |_| self.changed_outside()))
    }
}

/// The folder that a path is in.
fn folder_of(path: &Path) -> PathBuf {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder.to_owned(),
        _ => PathBuf::from("."),
    }
}
