//! Reading a folder again and again: a file is read when its size or time has changed, and now and
//! then all the same, since neither can be relied on across a network.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fs::{self, DirEntry, Metadata};
use std::io;
use std::path::Path;
use std::time::{Instant, SystemTime};

use super::name::Name;
use super::{MAX_ENTRIES, STILL};
use crate::session::Paper;
use crate::store::{
    Fingerprint, LoadProblem, MAX_BALLOT_BYTES, OpenError, parse_ballot, problem, read_capped, size,
};

/// After so many looks a file is read again, whatever its size and time say.
const READ_AGAIN: usize = 5;

/// A file as it was seen last.
#[derive(Debug)]
pub(super) struct Seen {
    pub(super) name: Name,
    pub(super) content: Content,
    /// Whether what cannot be read has been still for long enough.
    pub(super) still: bool,
    stamp: Option<Stamp>,
    print: Option<Fingerprint>,
    /// When this content was seen for the first time.
    since: Instant,
    /// Looks since it was read.
    looks: usize,
}

/// What a file holds.
#[derive(Debug, PartialEq)]
pub(super) enum Content {
    /// A ballot.
    Ballot(Box<Paper>),
    /// Nothing that can be read, for now; what is wrong.
    Broken(String),
    /// Nothing that will ever be read; why.
    Never(String),
}

/// What cheaply tells that a file may have changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Stamp {
    length: u64,
    modified: Option<SystemTime>,
}

/// What a look at a folder has brought.
pub(super) struct Listing {
    /// Whether a file has come, gone or changed.
    pub(super) changed: bool,
    /// Whether there are more entries than are looked at.
    pub(super) more: bool,
}

impl Seen {
    /// Whether time alone does not change what is said of it.
    pub(super) const fn is_settled(&self) -> bool {
        self.still || !matches!(self.content, Content::Broken(_))
    }

    /// Notes whether it has been still for long enough.
    pub(super) fn settle(&mut self, now: Instant) {
        self.still = now.saturating_duration_since(self.since) >= STILL;
    }
}

impl Stamp {
    fn of(metadata: &Metadata) -> Self {
        Self { length: metadata.len(), modified: metadata.modified().ok() }
    }
}

/// Looks at a folder, and reads what may have changed.
///
/// # Errors
/// Why the folder cannot be read, in a sentence. One that is not there is empty.
pub(super) fn look(
    path: &Path,
    seen: &mut BTreeMap<OsString, Seen>,
    now: Instant,
) -> Result<Listing, String> {
    let entries: Vec<DirEntry> = match fs::read_dir(path) {
        Ok(entries) => {
            entries.take(MAX_ENTRIES + 1).collect::<io::Result<_>>().map_err(|e| unreadable(&e))?
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => Vec::new(),
        Err(error) => return Err(unreadable(&error)),
    };
    let mut before = std::mem::take(seen);
    let known = before.len();
    let mut changed = false;
    for (number, entry) in entries.iter().take(MAX_ENTRIES).enumerate() {
        let file = entry.file_name();
        let Some(name) = Name::of(&file.to_string_lossy()) else { continue };
        let last = before.remove(&file);
        let (next, differs) = match read(entry, last.as_ref()) {
            Read::Gone => {
                changed |= last.is_some();
                continue;
            }
            Read::Same { stamp, looks } => (last.map(|seen| Seen { stamp, looks, ..seen }), false),
            Read::As { stamp, print, content } => match last {
                // What cannot be read has nothing but its reason to be known by.
                Some(seen) if seen.print == print && seen.content == content => (Some(seen), false),
                _ => {
                    // Not all in the same look.
                    let looks = number % READ_AGAIN;
                    let still = false;
                    (Some(Seen { name, content, still, stamp, print, since: now, looks }), true)
                }
            },
        };
        changed |= differs;
        seen.extend(next.map(|next| (file, next)));
    }
    changed |= seen.len() != known;
    Ok(Listing { changed, more: entries.len() > MAX_ENTRIES })
}

/// What a look at one file has brought.
enum Read {
    /// It went away meanwhile.
    Gone,
    /// It is what it was, as far as can be seen; it was read so many looks ago.
    Same { stamp: Option<Stamp>, looks: usize },
    /// It was read.
    As { stamp: Option<Stamp>, print: Option<Fingerprint>, content: Content },
}

fn read(entry: &DirEntry, last: Option<&Seen>) -> Read {
    let path = entry.path();
    let broken =
        |what: String| Read::As { stamp: None, print: None, content: Content::Broken(what) };
    let never = |what: String| Read::As { stamp: None, print: None, content: Content::Never(what) };
    let metadata = match fs::metadata(&path) {
        Ok(metadata) => metadata,
        Err(error) if error.kind() != io::ErrorKind::NotFound => return broken(refusal(&error)),
        Err(_) if entry.file_type().is_ok_and(|kind| kind.is_symlink()) => {
            return broken("the link leads to no file; put the ballot itself here".to_owned());
        }
        Err(_) => return Read::Gone,
    };
    if !metadata.is_file() {
        return never("this is no file, but a folder, a pipe or a device; take it out".to_owned());
    }
    if metadata.len() > MAX_BALLOT_BYTES {
        return never(too_large());
    }
    let stamp = Some(Stamp::of(&metadata));
    if let Some(last) = last.filter(|last| last.stamp == stamp && last.looks + 1 < READ_AGAIN) {
        return Read::Same { stamp, looks: last.looks + 1 };
    }
    let bytes = match read_capped(&path, MAX_BALLOT_BYTES) {
        Ok(bytes) => bytes,
        Err(OpenError::Missing { .. }) => return Read::Gone,
        Err(OpenError::Unreadable { what, .. }) => return broken(what),
        Err(OpenError::Problem(problem)) => return broken(in_one_line(&problem)),
        Err(error @ OpenError::Unfinished { .. }) => return broken(error.to_string()),
    };
    if fs::metadata(&path).ok().map(|metadata| Stamp::of(&metadata)) != stamp {
        return broken("it is being written all the time; save it once and leave it".to_owned());
    }
    let print = Some(Fingerprint::of(&bytes));
    if last.is_some_and(|last| last.print == print) {
        return Read::Same { stamp, looks: 0 };
    }
    let content = match parsed(&path, bytes) {
        Ok(paper) => Content::Ballot(Box::new(paper)),
        Err(problem) => Content::Broken(problem),
    };
    Read::As { stamp, print, content }
}

fn parsed(path: &Path, bytes: Vec<u8>) -> Result<Paper, String> {
    match problem::decode(path, bytes, problem::BALLOT) {
        Ok(text) => parse_ballot(&text).map_err(|problem| in_one_line(&problem)),
        Err(OpenError::Problem(problem)) => Err(in_one_line(&problem)),
        Err(error) => Err(error.to_string()),
    }
}

/// A problem and its place in a sentence, which is read while ballots are covered: it says of what
/// kind the problem is, and not what stands there.
pub(super) fn in_one_line(problem: &LoadProblem) -> String {
    let LoadProblem { line, column, what, fix, .. } = problem;
    format!("line {line}, column {column}: {}. {fix}", covered(what))
}

/// What is wrong, without the value that was found.
fn covered(what: &str) -> String {
    let quoted = what.starts_with("invalid ");
    let wanted = what.split_once(", expected ").filter(|_| quoted);
    let what = wanted.map_or_else(|| what.to_owned(), |(_, wanted)| format!("expected {wanted}"));
    let found = [", found ", " but found "].iter().filter_map(|words| what.find(words)).min();
    found.and_then(|at| what.get(..at)).unwrap_or(&what).to_owned()
}

pub(super) fn too_large() -> String {
    format!("it is larger than the {} that a ballot may have", size(MAX_BALLOT_BYTES))
}

fn refusal(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::PermissionDenied => {
            "the system does not allow reading it; check its permissions".to_owned()
        }
        _ => format!("it could not be read ({error})"),
    }
}

fn unreadable(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotADirectory => {
            "this is a file, not a folder; choose the folder that the ballots are put into"
                .to_owned()
        }
        io::ErrorKind::PermissionDenied => {
            "the system does not allow reading this folder; check its permissions".to_owned()
        }
        _ => format!("the folder could not be read ({error}); no ballot in it was looked at"),
    }
}
