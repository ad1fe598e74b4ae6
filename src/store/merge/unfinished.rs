//! The file of a merge with conflicts, as long as nobody has chosen: all three versions, and in
//! front of them what is to be decided.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use super::Conflict;
use crate::session::Session;
use crate::store::disk::Disk;
use crate::store::{
    Expect, Fingerprint, LoadProblem, Losses, MAX_SESSION_BYTES, OpenError, SaveError, Saved,
    is_same, probe, problem, read_capped, safe_save, v1,
};

/// What stands over the conflicts of a merge, and under them.
const CONFLICTS: (&str, &str) = (
    "Two versions of this session were merged, and both had changed:",
    "Open this file in Weighbridge and choose, or take one side for all of it:\n\
     weighbridge merge FILE --take ours    (what is “here”)\n\
     weighbridge merge FILE --take theirs  (what is “there”)\n\
     All else is merged either way.",
);

/// What stands over the reason why a merge cannot be finished, and under it.
const MISFIT: (&str, &str) = (
    "Two versions of this session were to be merged, and it could not be done:",
    "Nothing is lost: this file holds both versions, and what they began from if that is\n\
     known. To get one of them into a file of its own and change it there:\n\
     weighbridge merge FILE --only ours -o OUT    (what is “here”)\n\
     weighbridge merge FILE --only theirs -o OUT  (what is “there”)\n\
     weighbridge merge FILE --only base -o OUT    (what both began from)\n\
     Then merge again: weighbridge merge BASE OURS THEIRS",
);

/// Whether a comment is one of those that the program writes in front of a merge.
fn is_own(comment: &str) -> bool {
    let line = comment.trim_end();
    let texts = [CONFLICTS, MISFIT].into_iter().flat_map(|(head, foot)| [head, foot]);
    let known = |own: &str| line.strip_prefix("// ") == Some(own);
    line == "//" || line.starts_with("//   ") || texts.flat_map(str::lines).any(known)
}

/// The largest unfinished merge that is read, in bytes: three sessions.
pub const MAX_MERGE_BYTES: u64 = 3 * MAX_SESSION_BYTES;

/// A merge that somebody has to finish, as it was read from a file.
#[derive(Debug)]
pub struct Unfinished {
    /// What both versions began from; none where both were begun apart.
    pub base: Option<Session>,
    /// The version that was merged into.
    pub ours: Session,
    /// The version that was merged.
    pub theirs: Session,
    /// Where it came from.
    pub path: PathBuf,
    /// What the file held.
    pub fingerprint: Fingerprint,
    /// What of it is not kept.
    pub loses: Losses,
    /// What in it this version does not know: it is kept, and nothing is read from it.
    pub warnings: Vec<LoadProblem>,
}

/// Reads an unfinished merge.
///
/// # Errors
/// An [`OpenError`] that says what is wrong, where, and what to do about it.
pub fn read_unfinished(path: &Path) -> Result<Unfinished, OpenError> {
    let bytes = read_capped(path, MAX_MERGE_BYTES)?;
    let fingerprint = Fingerprint::of(&bytes);
    let text = problem::decode(path, bytes, problem::SESSION)?;
    let versions = parse(&text).map_err(|found| OpenError::Problem(found.in_file(path)))?;
    let v1::Versions { base, ours, theirs } = versions;
    let warnings = v1::merge_warnings(&text).into_iter();
    let warnings = warnings.map(|warning| *Box::new(warning).in_file(path)).collect();
    let loses = Losses::of(&text, is_own);
    Ok(Unfinished { base, ours, theirs, path: path.to_owned(), fingerprint, loses, warnings })
}

/// Reads what two versions began from; none where the file is empty, as git gives it when both
/// sides have added a file of their own.
///
/// # Errors
/// As [`crate::store::open`].
pub fn open_base(path: &Path) -> Result<Option<Session>, OpenError> {
    let bytes = read_capped(path, MAX_MERGE_BYTES)?;
    if bytes.trim_ascii().is_empty() {
        return Ok(None);
    }
    match crate::store::open(path) {
        Ok(opened) => Ok(Some(opened.session)),
        // Where two branches have two versions in common, git merges those first, and what both
        // changed is undecided in what comes of it. What they began from is decided.
        Err(OpenError::Unfinished { .. }) => Ok(read_unfinished(path)?.base),
        Err(error) => Err(error),
    }
}

/// Reads what both began from, if that is known, what is here and what is there from the text of
/// an unfinished merge.
///
/// # Errors
/// A [`LoadProblem`] with line, column and excerpt.
pub fn parse_unfinished(
    text: &str,
) -> Result<(Option<Session>, Session, Session), Box<LoadProblem>> {
    parse(text).map(|v1::Versions { base, ours, theirs }| (base, ours, theirs))
}

/// The versions in the text of an unfinished merge.
pub(in crate::store) fn parse(text: &str) -> Result<v1::Versions<Session>, Box<LoadProblem>> {
    problem::sniff(text, &probe::MERGE)?;
    probe::check(text, &probe::MERGE).and_then(|()| v1::parse_merge(text))
}

/// The text of an unfinished merge: RON, with the conflicts as comments in front.
///
/// # Errors
/// Only when the RON writer itself fails.
pub fn unfinished_text(
    base: Option<&Session>,
    ours: &Session,
    theirs: &Session,
    conflicts: &[Conflict],
) -> Result<String, ron::Error> {
    let whats: Vec<&str> = conflicts.iter().map(|conflict| conflict.what.as_str()).collect();
    text(CONFLICTS, &whats, &v1::Versions { base, ours, theirs })
}

/// The text of a merge that cannot be finished as it is, with the reason in front.
fn misfit_text(versions: &v1::Versions<&Session>, reason: &str) -> Result<String, ron::Error> {
    text(MISFIT, &[reason], versions)
}

/// The versions, with comments in front.
fn text(
    (head, foot): (&str, &str),
    reasons: &[&str],
    versions: &v1::Versions<&Session>,
) -> Result<String, ron::Error> {
    let mut text = String::new();
    // Writing to a string cannot fail.
    let _ = writeln!(text, "// {head}\n//");
    for reason in reasons {
        // A line end in a name must not end the comment.
        let words: Vec<&str> = reason.split_whitespace().collect();
        let _ = writeln!(text, "//   {}", words.join(" "));
    }
    let _ = writeln!(text, "//");
    for line in foot.lines() {
        let indent = if line.starts_with("weighbridge ") { "  " } else { "" };
        let _ = writeln!(text, "// {indent}{line}");
    }
    text.push_str(&v1::write_merge(versions)?);
    Ok(text)
}

/// Saves an unfinished merge and reads it back before the old file is given up.
///
/// # Errors
/// A [`SaveError`]; the file on disk is then what it was.
pub fn save_unfinished(
    disk: &dyn Disk,
    path: &Path,
    (base, ours, theirs): (Option<&Session>, &Session, &Session),
    conflicts: &[Conflict],
    expect: Expect,
) -> Result<Saved, SaveError> {
    let text = unfinished_text(base, ours, theirs, conflicts);
    save(disk, path, &v1::Versions { base, ours, theirs }, text, expect)
}

/// Saves two versions that do not fit together, so that neither is lost, with the reason.
///
/// # Errors
/// A [`SaveError`]; the file on disk is then what it was.
pub fn save_misfit(
    disk: &dyn Disk,
    path: &Path,
    (base, ours, theirs): (Option<&Session>, &Session, &Session),
    reason: &str,
    expect: Expect,
) -> Result<Saved, SaveError> {
    let versions = v1::Versions { base, ours, theirs };
    let text = misfit_text(&versions, reason);
    save(disk, path, &versions, text, expect)
}

fn save(
    disk: &dyn Disk,
    path: &Path,
    versions: &v1::Versions<&Session>,
    text: Result<String, ron::Error>,
    expect: Expect,
) -> Result<Saved, SaveError> {
    let text = text.map_err(|error| SaveError::failed(path, "written as RON", &error))?;
    if text.len() as u64 > MAX_MERGE_BYTES {
        return Err(SaveError::TooLarge(path.to_owned()));
    }
    safe_save(disk, path, text.as_bytes(), expect, &|bytes| {
        let read = std::str::from_utf8(bytes).ok().and_then(|text| parse(text).ok());
        read.is_some_and(|read| {
            let same_base = match (&read.base, versions.base) {
                (Some(read), Some(base)) => is_same(read, base),
                (read, base) => read.is_none() && base.is_none(),
            };
            same_base
                && is_same(&read.ours, versions.ours)
                && is_same(&read.theirs, versions.theirs)
        })
    })
}
