//! What a folder of ballots holds, judged against a session. Others write into that folder while
//! it is read, from other machines, by any program: nothing in it counts before it is whole and
//! fits, and what does not count says why.

mod judge;
mod name;
mod read;

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use super::{MAX_BALLOT_BYTES, parse_ballot};
use crate::session::{Id, Paper, Session};
use judge::Basis;
use read::{Listing, Seen};

/// What does not parse is taken to be on its way until it has been still for so long.
pub const STILL: Duration = Duration::from_secs(2);

/// At most so many entries of a folder are looked at.
pub const MAX_ENTRIES: usize = 2_000;

/// A file among the ballots.
#[derive(Clone, Debug, PartialEq)]
pub struct Arrival {
    /// The file's name; that of the folder where the folder itself is at fault.
    pub file: String,
    /// Whose it is, as far as that can be told: somebody who takes part in the session.
    pub person: Option<Id>,
    /// Their name, or what the ballot or the file gives in its place.
    pub name: String,
    /// What became of it.
    pub state: Arrived,
}

/// What became of a file among the ballots.
#[derive(Clone, Debug, PartialEq)]
pub enum Arrived {
    /// It fits this session and this round, and something has been answered. Whether all has been
    /// is for others to say.
    Ballot(Box<Paper>),
    /// It fits, and nothing has been answered yet.
    Blank,
    /// For a round of this session that is over.
    Earlier,
    /// It cannot be read, and may be on its way still.
    Arriving,
    /// It does not count; why, and what to do about it.
    Refused(String),
}

/// A folder that ballots are put into. Looking at it again costs little where nothing changes.
#[derive(Debug)]
pub struct Folder {
    path: PathBuf,
    seen: BTreeMap<OsString, Seen>,
    /// What the last look was judged against; none where the folder was at fault.
    basis: Option<Basis>,
    more: bool,
    last: Option<Vec<Arrival>>,
}

impl Folder {
    /// A folder that has not been looked at yet. It need not be there.
    #[must_use]
    pub const fn new(path: PathBuf) -> Self {
        Self { path, seen: BTreeMap::new(), basis: None, more: false, last: None }
    }

    /// Where it is.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// What it holds, sorted by file name; none when that is what it held at the last look.
    ///
    /// `now` is a clock that only goes forward: what cannot be read is refused once it has been
    /// still for [`STILL`].
    pub fn look(&mut self, session: &Session, now: Instant) -> Option<Vec<Arrival>> {
        let basis = Basis::of(session);
        let arrivals = match read::look(&self.path, &mut self.seen, now) {
            Err(fault) => {
                self.basis = None;
                vec![self.of_folder(fault)]
            }
            Ok(Listing { changed, more }) => {
                let same = !changed && more == self.more && self.basis.as_ref() == Some(&basis);
                if same && self.seen.values().all(Seen::is_settled) {
                    return None;
                }
                self.more = more;
                let arrivals = self.judged(&basis, now);
                self.basis = Some(basis);
                arrivals
            }
        };
        if self.last.as_ref() == Some(&arrivals) {
            return None;
        }
        self.last = Some(arrivals.clone());
        Some(arrivals)
    }

    fn judged(&mut self, basis: &Basis, now: Instant) -> Vec<Arrival> {
        for seen in self.seen.values_mut() {
            seen.settle(now);
        }
        let mut arrivals = basis.arrivals(&self.seen);
        if self.more {
            arrivals.push(self.of_folder(format!(
                "it holds more than {MAX_ENTRIES} files, and the rest was not looked at; take out \
                 what is no ballot"
            )));
        }
        arrivals
    }

    /// What is wrong with the folder itself.
    fn of_folder(&self, fault: String) -> Arrival {
        let name = self.path.file_name().unwrap_or(self.path.as_os_str()).to_string_lossy();
        let file = name::shown(&name);
        Arrival { name: file.clone(), file, person: None, state: Arrived::Refused(fault) }
    }
}

/// Reads a ballot that came as text, and judges it as one that came as a file.
///
/// # Errors
/// Why it does not count, in a sentence, with line and column where it cannot be read.
pub fn take_text(text: &str, session: &Session) -> Result<Paper, String> {
    if text.len() as u64 > MAX_BALLOT_BYTES {
        return Err(read::too_large());
    }
    let paper = parse_ballot(text).map_err(|problem| read::in_one_line(&problem))?;
    Basis::of(session).judge(&paper)?;
    if paper.is_blank() {
        return Err("nothing has been answered on it yet; write numbers in place of None".into());
    }
    Ok(paper)
}
