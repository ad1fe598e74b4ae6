//! Ballot files: one person's ballot paper as a text that can be answered in any editor.

mod read;
mod write;

use std::collections::HashSet;
use std::io;
use std::path::{Path, PathBuf};

use super::disk::Disk;
use super::{
    Expect, Fingerprint, LoadProblem, Losses, OpenError, SaveError, Saved, problem, read_capped,
    safe_save,
};
use crate::session::{Id, Paper};

/// How a ballot file's name ends.
pub const BALLOT_SUFFIX: &str = ".ballot.ron";

/// The largest ballot file that is read, in bytes.
pub const MAX_BALLOT_BYTES: u64 = 256 * 1024;

/// A ballot that was read from a file.
#[derive(Clone, Debug)]
pub struct OpenedBallot {
    /// The ballot paper.
    pub paper: Paper,
    /// Where it came from.
    pub path: PathBuf,
    /// What the file held.
    pub fingerprint: Fingerprint,
    /// What a save cannot keep of it.
    pub loses: Losses,
}

/// Reads a ballot file.
///
/// # Errors
/// An [`OpenError`] that says what is wrong, where, and what to do about it.
pub fn open_ballot(path: &Path) -> Result<OpenedBallot, OpenError> {
    let bytes = read_capped(path, MAX_BALLOT_BYTES)?;
    let fingerprint = Fingerprint::of(&bytes);
    let text = problem::decode(path, bytes, problem::BALLOT)?;
    let paper = parse_ballot(&text).map_err(|p| OpenError::Problem(p.in_file(path)))?;
    let loses = Losses::of(&text, write::is_guide);
    Ok(OpenedBallot { paper, path: path.to_owned(), fingerprint, loses })
}

/// Reads a ballot from text.
///
/// # Errors
/// A [`LoadProblem`] with line, column and excerpt.
pub fn parse_ballot(text: &str) -> Result<Paper, Box<LoadProblem>> {
    read::parse(text)
}

/// The text of a ballot file: how to answer it, then the ballot as RON with `\n` line ends.
///
/// What describes the criteria is shortened where the file would otherwise be larger than
/// [`MAX_BALLOT_BYTES`]; what was answered never is.
///
/// # Errors
/// Only when the text cannot be put together at all.
pub fn ballot_text(paper: &Paper) -> Result<String, ron::Error> {
    Ok(write::text(paper)?)
}

/// The name that a ballot file has by rights: `dana.ballot.ron`.
#[must_use]
pub fn ballot_name(paper: &Paper) -> String {
    let [own, ..] = own_names(&paper.name, &paper.person, paper.number);
    own
}

/// The names under which somebody's own ballot for a round may lie, the one that is written first:
/// by their name, which everybody finds; with their id, where two are called the same; or by their
/// id alone.
pub(super) fn own_names(name: &str, person: &Id, round: usize) -> [String; 3] {
    let slug = Id::from_name(name, |_| false);
    [
        format!("{slug}-round-{round}{BALLOT_SUFFIX}"),
        format!("{slug}-{person}-round-{round}{BALLOT_SUFFIX}"),
        format!("{person}{BALLOT_SUFFIX}"),
    ]
}

/// Saves a ballot and reads it back before the old file is given up.
///
/// # Errors
/// A [`SaveError`]; the file on disk is then what it was.
pub fn save_ballot(
    disk: &dyn Disk,
    path: &Path,
    paper: &Paper,
    expect: Expect,
) -> Result<Saved, SaveError> {
    let text = ballot_text(paper).map_err(|e| SaveError::failed(path, "written as RON", &e))?;
    if text.len() as u64 > MAX_BALLOT_BYTES {
        return Err(SaveError::BallotTooLarge(path.to_owned()));
    }
    let sent = parse_ballot(&text)
        .map_err(|p| SaveError::failed(path, "written as a ballot that can be read", &p.what))?;
    safe_save(disk, path, text.as_bytes(), expect, &|bytes| {
        let written = std::str::from_utf8(bytes).ok().and_then(|text| parse_ballot(text).ok());
        written.as_ref() == Some(&sent)
    })
}

/// What became of blank ballots that were to be written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Written {
    /// Names of the files that were written.
    pub written: Vec<String>,
    /// Names of files that were there already, and were left alone.
    pub there: Vec<String>,
}

/// Writes ballots into a folder, each under its own name, and makes the folder where there is
/// none. A file that is there already is never replaced.
///
/// # Errors
/// A [`SaveError`] at the first that could not be written; those before it are there.
pub fn write_blanks(
    disk: &dyn Disk,
    folder: &Path,
    papers: &[Paper],
) -> Result<Written, SaveError> {
    let failed = |error: io::Error| SaveError::refused(folder, "made as a folder", &error);
    disk.create_folder(folder).map_err(failed)?;
    let mut done = Written::default();
    let mut used = HashSet::new();
    for paper in papers {
        let [own, longer, _] = own_names(&paper.name, &paper.person, paper.number);
        let name = if used.insert(own.clone()) { own } else { longer };
        match save_ballot(disk, &folder.join(&name), paper, Expect::Absent) {
            Ok(_) => done.written.push(name),
            Err(SaveError::Exists(_) | SaveError::NotAFile(_) | SaveError::ReadOnly(_)) => {
                done.there.push(name);
            }
            Err(error) => return Err(error),
        }
    }
    Ok(done)
}
