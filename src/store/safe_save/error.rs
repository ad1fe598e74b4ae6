//! Why a save did not go through, in words that help.

use std::fmt::Display;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use thiserror::Error;

use crate::store::{MAX_BALLOT_BYTES, MAX_SESSION_BYTES};

/// What could not be done: the steps that need the folder rather than the file.
pub(super) const CREATED: &str = "created";
pub(super) const PUT_IN_PLACE: &str = "put in place";
pub(super) const KEPT_AS_BAK: &str = "kept as .bak";
pub(super) const PUT_ASIDE: &str = "put aside as .unreadable";
pub(super) const IN_FOLDER: &str = "put in that folder";

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
    /// A step did not go through.
    #[error("not saved, what is on the disk stays: {why}: {}", path.display())]
    Failed {
        /// What went wrong, and what to do about it.
        why: String,
        /// Which file.
        path: PathBuf,
    },
}

impl SaveError {
    /// That something could not be "written", "read back" and so on, for a reason of our own.
    pub(in crate::store) fn failed(path: &Path, step: &str, error: &dyn Display) -> Self {
        Self::Failed { why: unknown(step, error), path: path.to_owned() }
    }

    /// That the system refused a step, in plain words where they are known.
    pub(in crate::store) fn refused(path: &Path, step: &str, error: &io::Error) -> Self {
        let why = plain(step, error).map_or_else(|| unknown(step, error), str::to_owned);
        Self::Failed { why, path: path.to_owned() }
    }
}

/// What the system said, for a bracket in a sentence.
pub(super) fn in_short(error: &io::Error) -> String {
    let plain = plain("", error).and_then(|text| text.split(';').next());
    plain.map_or_else(|| error.to_string(), str::to_owned)
}

fn unknown(step: &str, error: &dyn Display) -> String {
    format!("it could not be {step} ({error}); try again, or save under another name")
}

/// What the system's refusals mean to somebody who wants to save, and what to do.
fn plain(step: &str, error: &io::Error) -> Option<&'static str> {
    /// The number of an input or output error on every Unix.
    const FAULT: i32 = 5;
    /// Windows: somebody else has the file open, or a part of it locked.
    const HELD: [i32; 2] = [32, 33];
    let within_folder = [CREATED, PUT_IN_PLACE, KEPT_AS_BAK, PUT_ASIDE].contains(&step);
    Some(match (error.kind(), error.raw_os_error()) {
        (ErrorKind::StorageFull, _) => "the disk is full; make room, or save on another disk",
        (ErrorKind::QuotaExceeded, _) => {
            "your share of this disk is used up; remove what you do not need, or save on another \
             disk"
        }
        (ErrorKind::ReadOnlyFilesystem, _) => "the file system is read-only; save on another disk",
        (ErrorKind::PermissionDenied, _) if within_folder => {
            "you may not write in this folder; save in another folder"
        }
        (ErrorKind::PermissionDenied, _) => {
            "the system does not allow it; have the permissions changed, or save in another folder"
        }
        (ErrorKind::NotFound, _) if [IN_FOLDER, CREATED, PUT_IN_PLACE].contains(&step) => {
            "the folder is not there; check its name, or save in another folder"
        }
        (ErrorKind::NotFound, _) => "the file was removed meanwhile; save again",
        (ErrorKind::FileTooLarge, _) => {
            "the system does not take a file of this size here; save on another disk"
        }
        (ErrorKind::InvalidFilename, _) => {
            "the system does not take this name; choose another, or a shorter one"
        }
        (
            ErrorKind::StaleNetworkFileHandle
            | ErrorKind::TimedOut
            | ErrorKind::HostUnreachable
            | ErrorKind::NetworkUnreachable
            | ErrorKind::NetworkDown,
            _,
        ) => "the network folder does not answer; try again, or save on this machine",
        (_, Some(FAULT)) if cfg!(unix) => {
            "the disk reports a fault; save on another disk, and have this one looked at"
        }
        (_, Some(number)) if cfg!(windows) && HELD.contains(&number) => {
            "another program holds the file; close it there, and save again"
        }
        _ => return None,
    })
}
