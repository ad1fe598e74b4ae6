//! Files: reading what may be hostile, writing so that nothing is lost.
//!
//! The only room that touches the file system. Everything here may block, so the window calls
//! it from workers.

pub mod arrivals;
mod ballot;
pub mod crash;
mod cursor;
pub mod decisions;
pub mod diff;
pub mod disk;
pub mod elicitation;
pub mod evidence;
mod explain;
pub mod facts;
mod keys;
pub mod lock;
pub mod look;
mod losses;
pub mod merge;
pub mod preferences;
mod probe;
pub mod problem;
pub mod recents;
pub mod recovery;
mod safe_save;
mod scan;
pub mod table;
mod v1;

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};
use thiserror::Error;

pub use ballot::{
    BALLOT_SUFFIX, MAX_BALLOT_BYTES, OpenedBallot, Written, ballot_name, ballot_text, open_ballot,
    parse_ballot, save_ballot, write_blanks,
};
pub use losses::Losses;
pub use probe::{Kind, kind_of};
pub use problem::LoadProblem;
pub use recents::{Recent, Recents};
pub use safe_save::{Expect, SaveError, Saved, clean_stale, safe_save};

use crate::session::Session;
use disk::Disk;
use v1::Parsed;

/// How a session file's name ends.
pub const SESSION_SUFFIX: &str = ".session.ron";

/// The largest session file that is read, in bytes.
pub const MAX_SESSION_BYTES: u64 = 8 * 1024 * 1024;

/// What a file held, to notice when something else changes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fingerprint([u8; 32]);

impl Fingerprint {
    /// In hexadecimal digits, as `sha256sum` prints it.
    #[must_use]
    pub fn hex(&self) -> String {
        let digit = |half: u8| char::from_digit(half.into(), 16).unwrap_or('0');
        self.0.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
    }

    /// From what [`Fingerprint::hex`] gave.
    #[must_use]
    pub fn from_hex(hex: &str) -> Option<Self> {
        let digit = |byte: u8| char::from(byte).to_digit(16).and_then(|d| u8::try_from(d).ok());
        let bytes = hex.as_bytes().chunks(2).map(|pair| match pair {
            [high, low] => Some(digit(*high)? << 4 | digit(*low)?),
            _ => None,
        });
        Some(Self(bytes.collect::<Option<Vec<u8>>>()?.try_into().ok()?))
    }

    /// The SHA-256 of some bytes.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Self {
        Self(Sha256::digest(bytes).into())
    }
}

/// A session that was read from a file.
#[derive(Debug)]
pub struct Opened {
    /// The session.
    pub session: Session,
    /// Where it came from.
    pub path: PathBuf,
    /// What the file held.
    pub fingerprint: Fingerprint,
    /// What a save cannot keep of it.
    pub loses: Losses,
    /// What in it this version does not know: it is kept, and nothing is read from it.
    pub warnings: Vec<LoadProblem>,
}

/// Why a file was not opened. The file itself is never touched.
#[derive(Debug, Error)]
pub enum OpenError {
    /// There is no such file.
    #[error("there is no such file; check the name: {}", path.display())]
    Missing {
        /// Which file.
        path: PathBuf,
    },
    /// The system would not give it.
    #[error("{what}: {}", path.display())]
    Unreadable {
        /// What went wrong and what to do.
        what: String,
        /// Which file.
        path: PathBuf,
    },
    /// It is a merge that somebody has to finish.
    #[error(
        "this is an unfinished merge with {conflicts} {}: open it in the window to choose, \
         or run weighbridge merge FILE --take ours (or theirs): {}",
        if *.conflicts == 1 { "conflict" } else { "conflicts" }, path.display()
    )]
    Unfinished {
        /// How many conflicts are left.
        conflicts: usize,
        /// Which file.
        path: PathBuf,
    },
    /// It could be read, but is not a session that this version understands.
    #[error("{0}")]
    Problem(Box<LoadProblem>),
}

/// Reads a session file.
///
/// # Errors
/// An [`OpenError`] that says what is wrong, where, and what to do about it.
pub fn open(path: &Path) -> Result<Opened, OpenError> {
    let bytes = read_up_to(path, merge::MAX_MERGE_BYTES + 1)?;
    let fingerprint = Fingerprint::of(&bytes);
    let length = bytes.len() as u64;
    let text = problem::decode(path, bytes, problem::SESSION)?;
    let cap = match kind_of(&text) {
        Kind::Merge => merge::MAX_MERGE_BYTES,
        _ => MAX_SESSION_BYTES,
    };
    if length > cap {
        return Err(too_large(path, cap));
    }
    if kind_of(&text) == Kind::Merge {
        return Err(unfinished(path, &text));
    }
    let Parsed { session, warnings, loses } =
        read(&text).map_err(|p| OpenError::Problem(p.in_file(path)))?;
    let warnings = warnings.into_iter().map(|warning| *Box::new(warning).in_file(path)).collect();
    Ok(Opened { session, path: path.to_owned(), fingerprint, loses, warnings })
}

/// That a file is an unfinished merge, or what is wrong with it as one.
fn unfinished(path: &Path, text: &str) -> OpenError {
    let merged = merge::parse(text).map(|versions| {
        let v1::Versions { base, ours, theirs } = versions;
        merge::merge(base.as_ref(), &ours, &theirs, &BTreeMap::new())
    });
    match merged {
        Ok(Ok(merged)) => {
            OpenError::Unfinished { conflicts: merged.conflicts.len(), path: path.to_owned() }
        }
        Ok(Err(error)) => OpenError::Unreadable { what: error.to_string(), path: path.to_owned() },
        Err(problem) => OpenError::Problem(problem.in_file(path)),
    }
}

/// Reads a session from text.
///
/// # Errors
/// A [`LoadProblem`] with line, column and excerpt.
pub fn parse_session(text: &str) -> Result<Session, Box<LoadProblem>> {
    read(text).map(|parsed| parsed.session)
}

/// Reads a session from text, and says what in it is not known.
fn read(text: &str) -> Result<Parsed, Box<LoadProblem>> {
    problem::sniff(text, &probe::SESSION)?;
    // Notes may quote the marks of a git conflict; they explain only what cannot be read.
    probe::check(text, &probe::SESSION)
        .and_then(|()| v1::parse(text))
        .map_err(|problem| problem::conflict(text).unwrap_or(problem))
}

/// The text of a session file: RON with `\n` line ends and a stable order.
///
/// # Errors
/// Only when the RON writer itself fails.
pub fn session_text(session: &Session) -> Result<String, ron::Error> {
    v1::write(session)
}

/// Saves a session and reads it back before the old file is given up.
///
/// # Errors
/// A [`SaveError`]; the file on disk is then what it was.
pub fn save(
    disk: &dyn Disk,
    path: &Path,
    session: &Session,
    expect: Expect,
) -> Result<Saved, SaveError> {
    let text = session_text(session).map_err(|e| SaveError::failed(path, "written as RON", &e))?;
    if text.len() as u64 > MAX_SESSION_BYTES {
        return Err(SaveError::TooLarge(path.to_owned()));
    }
    safe_save(disk, path, text.as_bytes(), expect, &|bytes| {
        let written = std::str::from_utf8(bytes).ok().and_then(|text| parse_session(text).ok());
        written.is_some_and(|written| is_same(&written, session))
    })
}

/// Whether two sessions are the same in a file. What was kept for a thing that has been deleted
/// since is in none.
fn is_same(one: &Session, other: &Session) -> bool {
    one == other || v1::to_tree(one) == v1::to_tree(other)
}

/// Writes a report. Reports can be made again at any time, but what is there already may be
/// somebody's own, so it is kept as `.bak` where it is replaced.
///
/// # Errors
/// A [`SaveError`]; the file on disk is then what it was.
pub fn save_report(
    disk: &dyn Disk,
    path: &Path,
    bytes: &[u8],
    expect: Expect,
) -> Result<Saved, SaveError> {
    safe_save(disk, path, bytes, expect, &|written| written == bytes)
}

/// The known word that may be meant by one that is not known: one or two slips away.
#[must_use]
pub fn meant<'a>(found: &str, known: &[&'a str]) -> Option<&'a str> {
    explain::nearest(found, known)
}

/// Whether there is something at a path, even a link that leads nowhere.
#[must_use]
pub fn is_there(path: &Path) -> bool {
    path.symlink_metadata().is_ok()
}

/// Whether two paths lead to one file.
#[must_use]
pub fn is_same_file(one: &Path, other: &Path) -> bool {
    matches!((one.canonicalize(), other.canonicalize()), (Ok(one), Ok(other)) if one == other)
}

/// Whether a file is found in one of the folders that an environment variable lists, or that are
/// usual where it is not set.
#[must_use]
pub fn finds(variable: &str, usual: &str, file: &str) -> bool {
    let folders = std::env::var_os(variable).unwrap_or_else(|| usual.into());
    std::env::split_paths(&folders).any(|folder| folder.join(file).is_file())
}

/// The largest text that is read besides sessions and ballots, in bytes.
const MAX_TEXT_BYTES: u64 = 1024 * 1024;

/// Reads a small text file, such as a template.
///
/// # Errors
/// An [`OpenError`] when it cannot be read, is too large, or is no text.
pub fn read_text(path: &Path) -> Result<String, OpenError> {
    let bytes = read_capped(path, MAX_TEXT_BYTES)?;
    String::from_utf8(bytes).map_err(|_| OpenError::Unreadable {
        what: "this is no text in UTF-8; save it as that".to_owned(),
        path: path.to_owned(),
    })
}

/// So much of a file is read to tell what it is, in bytes.
const HEAD: u64 = 64 * 1024;

/// What a file says it is, without reading more of it than its head.
///
/// # Errors
/// An [`OpenError`] when it cannot be read.
pub fn kind_of_file(path: &Path) -> Result<Kind, OpenError> {
    let head = read_up_to(path, HEAD)?;
    Ok(kind_of(&String::from_utf8_lossy(&head)))
}

/// Reads a whole file, unless it is no regular file or larger than `cap` bytes.
fn read_capped(path: &Path, cap: u64) -> Result<Vec<u8>, OpenError> {
    let bytes = read_up_to(path, cap + 1)?;
    if bytes.len() as u64 > cap {
        return Err(too_large(path, cap));
    }
    Ok(bytes)
}

fn too_large(path: &Path, cap: u64) -> OpenError {
    let what = format!("the file is larger than the {} that are read", size(cap));
    OpenError::Unreadable { what, path: path.to_owned() }
}

/// A cap as it is read aloud.
fn size(cap: u64) -> String {
    const KILO: u64 = 1024;
    if cap < KILO * KILO {
        format!("{} kB", cap / KILO)
    } else {
        format!("{} MB", cap / KILO / KILO)
    }
}

/// Reads the first bytes of a file, unless it is no regular file.
fn read_up_to(path: &Path, most: u64) -> Result<Vec<u8>, OpenError> {
    let refuse = |what: String| OpenError::Unreadable { what, path: path.to_owned() };
    let system = |error: io::Error| match error.kind() {
        io::ErrorKind::NotFound => OpenError::Missing { path: path.to_owned() },
        io::ErrorKind::PermissionDenied => {
            refuse("the system does not allow reading this file; check its permissions".to_owned())
        }
        _ => refuse(format!("the file could not be read ({error})")),
    };
    // A FIFO or a device would make the next call hang, so the kind is asked first.
    let metadata = std::fs::metadata(path).map_err(system)?;
    if metadata.is_dir() {
        return Err(refuse("this is a folder; choose a file in it".to_owned()));
    }
    if !metadata.is_file() {
        return Err(refuse("this is not a regular file; choose another".to_owned()));
    }
    let mut bytes = Vec::new();
    let file = File::open(path).map_err(system)?;
    file.take(most).read_to_end(&mut bytes).map_err(system)?;
    Ok(bytes)
}
