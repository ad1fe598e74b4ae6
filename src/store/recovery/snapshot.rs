//! A version as a text: the session as it would be saved, under three lines of comment. Whoever
//! opens the file by hand finds a session in it.
//!
//! ```text
//! // weighbridge-recovery 1, SHA-256 of what follows: 9f86d0…
//! // (at:"2026-11-22T14:02:00Z",serial:7,title:"Data layer",file:Some("/home/…"),holds:Some("…"),state:Unsaved)
//! // (drafts:[],parking:"")
//! (
//!     kind: "weighbridge-session",
//! ```

use std::path::PathBuf;
use std::sync::Arc;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::session::{CardRef, Id, Paper, Session, Side};
use crate::store::{Fingerprint, parse_session, session_text};

/// How the first line begins.
const HEAD: &str = "// weighbridge-recovery 1, SHA-256 of what follows: ";

/// So much of a title is kept beside the session, in characters.
const TITLE: usize = 200;

/// Whether somebody would lose something without this version.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum State {
    /// It is in no file.
    Unsaved,
    /// It is in its file, or held nothing of the user's.
    Saved,
    /// The user went on without saving it.
    Discarded,
    /// Another window has taken it over.
    Restored,
}

/// What a version is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Facts {
    /// When it was as it is here.
    pub at: Timestamp,
    /// The decision's title.
    pub title: String,
    /// The session's file, once it has one.
    pub file: Option<PathBuf>,
    /// What that file held.
    pub holds: Option<Fingerprint>,
    /// Whether it was saved.
    pub state: State,
}

/// A note that was being written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draft {
    /// The criterion that it is about; none for the whole decision.
    pub about: Option<Id>,
    /// The side that it is about.
    pub side: Option<Side>,
    /// What it says.
    pub text: String,
}

/// An objection to a card of evidence that is being written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contest {
    /// The card.
    pub on: CardRef,
    /// Its question.
    pub question: String,
    /// What is objected.
    pub text: String,
    /// By whom.
    pub by: String,
}

/// What was being written and is not in the session yet.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Unfinished {
    /// The notes.
    pub drafts: Vec<Draft>,
    /// What was about to be parked.
    pub parking: String,
    /// The ballots that were begun and not cast. Of a round without names there are none: a file
    /// would say whose they are.
    #[serde(default, with = "ballots", skip_serializing_if = "Vec::is_empty")]
    pub ballots: Vec<Paper>,
    /// The objections.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub contests: Vec<Contest>,
}

impl Unfinished {
    /// Whether there is nothing.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        let Self { drafts, parking, ballots, contests } = self;
        drafts.is_empty() && parking.is_empty() && ballots.is_empty() && contests.is_empty()
    }
}

/// A version: a session at a moment, and what belongs to it.
#[derive(Clone, Debug, PartialEq)]
pub struct Snapshot {
    /// What it is.
    pub facts: Facts,
    /// What was being written.
    pub unfinished: Unfinished,
    /// The session.
    pub session: Arc<Session>,
}

/// The facts as they are written.
#[derive(Serialize, Deserialize)]
struct Line {
    at: Timestamp,
    /// Grows with every write, to tell the newer of two files.
    serial: u64,
    title: String,
    file: Option<String>,
    /// The path where it is not UTF-8, which cannot be written as a RON text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    file_bytes: Option<Vec<u8>>,
    holds: Option<String>,
    state: State,
}

/// A path as it was, of bytes that were kept since they are no UTF-8; none where paths are not of
/// bytes.
fn from_bytes(bytes: Vec<u8>) -> Option<PathBuf> {
    #[cfg(unix)]
    let path = Some(<std::ffi::OsString as std::os::unix::ffi::OsStringExt>::from_vec(bytes));
    #[cfg(not(unix))]
    let path = String::from_utf8(bytes).ok();
    path.map(PathBuf::from)
}

/// Ballots as the texts of their files.
mod ballots {
    use serde::de::Deserialize as _;
    use serde::ser::{Error as _, Serialize as _};
    use serde::{Deserializer, Serializer};

    use crate::session::Paper;
    use crate::store::{ballot_text, parse_ballot};

    pub(super) fn serialize<S: Serializer>(papers: &[Paper], to: S) -> Result<S::Ok, S::Error> {
        let texts: Result<Vec<_>, _> = papers.iter().map(ballot_text).collect();
        texts.map_err(S::Error::custom)?.serialize(to)
    }

    /// One that cannot be read must not take the rest with it.
    pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<Paper>, D::Error> {
        let texts = Vec::<String>::deserialize(from)?;
        Ok(texts.iter().filter_map(|text| parse_ballot(text).ok()).collect())
    }
}

/// The text of a version.
///
/// # Errors
/// Only when the RON writer itself fails.
pub(super) fn write(snapshot: &Snapshot, serial: u64) -> Result<String, ron::Error> {
    let Snapshot { facts, unfinished, session } = snapshot;
    let file = facts.file.as_ref().and_then(|path| path.to_str()).map(str::to_owned);
    let odd = facts.file.as_ref().filter(|_| file.is_none());
    let file_bytes = odd.map(|path| path.as_os_str().as_encoded_bytes().to_vec());
    let has_file = file.is_some() || file_bytes.is_some();
    let line = Line {
        at: facts.at,
        serial,
        title: facts.title.chars().take(TITLE).collect(),
        holds: facts.holds.filter(|_| has_file).map(|holds| holds.hex()),
        file,
        file_bytes,
        state: facts.state,
    };
    let below = format!("// {}\n{}", ron::to_string(unfinished)?, session_text(session)?);
    sealed(&line, &below)
}

/// Puts the first two lines over the rest.
fn sealed(line: &Line, below: &str) -> Result<String, ron::Error> {
    let below = format!("// {}\n{below}", ron::to_string(line)?);
    Ok(format!("{HEAD}{}\n{below}", Fingerprint::of(below.as_bytes()).hex()))
}

/// The parts of a text that is what was written: the facts, and what is below them.
fn parts(text: &str) -> Result<(Line, &str), String> {
    let broken = || "it is not as it was written".to_owned();
    let (head, below) = text.split_once('\n').ok_or_else(broken)?;
    let sum = head.strip_prefix(HEAD).ok_or_else(|| {
        "it does not say what it is, or comes from another version of Weighbridge".to_owned()
    })?;
    if Fingerprint::of(below.as_bytes()).hex() != sum {
        return Err(broken());
    }
    let (line, rest) = below.split_once('\n').ok_or_else(broken)?;
    let line = line.strip_prefix("// ").ok_or_else(broken)?;
    Ok((ron::from_str(line).map_err(|_| broken())?, rest))
}

/// Reads a version, and its serial number.
///
/// # Errors
/// Why not, as the end of a sentence that names the file.
pub(super) fn read(text: &str) -> Result<(Snapshot, u64), String> {
    let broken = || "it is not as it was written".to_owned();
    let (line, rest) = parts(text)?;
    let (unfinished, session) = rest.split_once('\n').ok_or_else(broken)?;
    let unfinished = unfinished.strip_prefix("// ").ok_or_else(broken)?;
    let unfinished = ron::from_str(unfinished).map_err(|_| broken())?;
    let session = parse_session(session).map_err(|problem| {
        format!("line {}, column {}: {}", problem.line, problem.column, problem.what)
    })?;
    let file = line.file.map(PathBuf::from).or_else(|| from_bytes(line.file_bytes?));
    let facts = Facts {
        at: line.at,
        title: line.title,
        holds: line.holds.and_then(|hex| Fingerprint::from_hex(&hex)),
        file,
        state: line.state,
    };
    Ok((Snapshot { facts, unfinished, session: Arc::new(session) }, line.serial))
}

/// When a version was as it is there, in what state, and the serial number; cheaper than all of it.
pub(super) fn read_line(text: &str) -> Option<(Timestamp, State, u64)> {
    let line = text.lines().nth(1)?.strip_prefix("// ")?;
    let line: Line = ron::from_str(line).ok()?;
    Some((line.at, line.state, line.serial))
}

/// The same version in another state. None when the text is not what was written.
pub(super) fn in_state(text: &str, state: State) -> Option<String> {
    let (line, below) = parts(text).ok()?;
    sealed(&Line { state, ..line }, below).ok()
}
