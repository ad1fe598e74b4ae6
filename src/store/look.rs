//! A file that is open, looked at again and again: whether it still holds what was loaded or saved
//! last. Contents are compared and never times, which stand still on some shares, are as coarse as
//! two seconds on others, and are set back by whatever copies files with their times.

use std::path::PathBuf;
use std::sync::Arc;

use super::merge::MAX_MERGE_BYTES;
use super::{
    Fingerprint, LoadProblem, MAX_BALLOT_BYTES, OpenError, Opened, OpenedBallot, open, open_ballot,
    read_up_to,
};

/// What a look found.
#[derive(Clone, Debug)]
pub enum Found {
    /// What was loaded or saved last.
    Same,
    /// Another version.
    Changed(Arc<Opened>),
    /// Another version of a ballot.
    Ballot(Arc<OpenedBallot>),
    /// Something that cannot be opened.
    Broken {
        /// Why, without the file's name.
        reason: String,
        /// What it held; none when the system did not give it.
        fingerprint: Option<Fingerprint>,
    },
    /// No file.
    Gone,
}

/// What a look sees before it is read as a session.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Sight {
    Holds(Fingerprint),
    Refused(String),
    Gone,
}

/// A file that is looked at.
#[derive(Debug)]
pub struct Watched {
    path: PathBuf,
    /// Whether it is a ballot instead of a session.
    ballot: bool,
    expected: Fingerprint,
    /// What it held at the last look, so that only what has changed is hashed.
    bytes: Vec<u8>,
    holds: Option<Fingerprint>,
    last: Option<Sight>,
    /// What was told last; none for what was expected.
    told: Option<Sight>,
    /// Whether somebody waits to be told, news or not.
    asked: bool,
}

impl Watched {
    /// A session's file and what it held when it was loaded or saved last.
    #[must_use]
    pub const fn new(path: PathBuf, expected: Fingerprint) -> Self {
        Self {
            path,
            ballot: false,
            expected,
            bytes: Vec::new(),
            holds: None,
            last: None,
            told: None,
            asked: false,
        }
    }

    /// The same of a ballot's file.
    #[must_use]
    pub fn ballot(path: PathBuf, expected: Fingerprint) -> Self {
        Self { ballot: true, ..Self::new(path, expected) }
    }

    /// Notes what the file is to hold from now on.
    pub const fn expect(&mut self, expected: Fingerprint) {
        self.expected = expected;
    }

    /// The next look tells what it finds even when that is nothing new.
    pub const fn ask(&mut self) {
        self.asked = true;
    }

    /// Looks, and tells what it finds when that is news. A file that is gone or cannot be read is
    /// told of at the second look that finds it so: it may be in the middle of being replaced.
    #[must_use]
    pub fn look(&mut self) -> Option<Found> {
        let sight = self.sight();
        let still = self.last.replace(sight.clone()).as_ref() == Some(&sight);
        let asked = self.asked;
        if sight == Sight::Holds(self.expected) {
            let news = self.told.take().is_some() || asked;
            self.asked = false;
            return news.then_some(Found::Same);
        }
        if self.told.as_ref() == Some(&sight) && !asked {
            return None;
        }
        let found = match &sight {
            Sight::Holds(fingerprint) => match self.open() {
                Ok((there, found)) if there == *fingerprint => found,
                // It has changed again since; the next look tells.
                Ok(_) => return None,
                Err(error) => {
                    Found::Broken { reason: in_line(&error), fingerprint: Some(*fingerprint) }
                }
            },
            Sight::Refused(reason) => Found::Broken { reason: reason.clone(), fingerprint: None },
            Sight::Gone => Found::Gone,
        };
        if !still && !matches!(found, Found::Changed(_) | Found::Ballot(_)) {
            return None;
        }
        self.told = Some(sight);
        self.asked = false;
        Some(found)
    }

    /// What the file holds now.
    fn open(&self) -> Result<(Fingerprint, Found), OpenError> {
        if self.ballot {
            let opened = open_ballot(&self.path)?;
            return Ok((opened.fingerprint, Found::Ballot(Arc::new(opened))));
        }
        let opened = open(&self.path)?;
        Ok((opened.fingerprint, Found::Changed(Arc::new(opened))))
    }

    fn sight(&mut self) -> Sight {
        let most = if self.ballot { MAX_BALLOT_BYTES } else { MAX_MERGE_BYTES };
        match read_up_to(&self.path, most + 1) {
            Ok(bytes) => {
                let fingerprint = match self.holds {
                    Some(fingerprint) if bytes == self.bytes => fingerprint,
                    _ => Fingerprint::of(&bytes),
                };
                (self.bytes, self.holds) = (bytes, Some(fingerprint));
                Sight::Holds(fingerprint)
            }
            Err(OpenError::Missing { .. }) => Sight::Gone,
            Err(error) => Sight::Refused(in_line(&error)),
        }
    }
}

/// Why a file was not opened, in a line without its name.
#[must_use]
pub fn in_line(error: &OpenError) -> String {
    match error {
        OpenError::Missing { .. } => "there is no such file".to_owned(),
        OpenError::Unreadable { what, .. } => what.clone(),
        OpenError::Unfinished { .. } => "it is a merge that somebody has to finish".to_owned(),
        OpenError::Problem(problem) => {
            let LoadProblem { line, column, what, fix, .. } = &**problem;
            format!("line {line}, column {column}: {what}. {}", fix.trim_end_matches('.'))
        }
    }
}
