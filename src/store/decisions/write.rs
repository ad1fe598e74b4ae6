//! Writing a record into its folder, without harm to the others.

use std::path::{Path, PathBuf};

use thiserror::Error;

use super::plan::{Plan, StillSuperseded};
use super::shape;
use crate::session::Profile;
use crate::store::disk::Disk;
use crate::store::{
    Expect, Fingerprint, OpenError, SaveError, is_same_file, read_capped, safe_save,
};

/// The largest record whose status is changed, in bytes.
const MAX_RECORD_BYTES: u64 = 4 * 1024 * 1024;

/// Why no record was written, or not all of it.
#[derive(Debug, Error)]
pub enum RecordError {
    /// The session has a record here already.
    #[error("this session has a record there already; agree to replace it: {}", .0.display())]
    OwnExists(PathBuf),
    /// Several records say that they are this session's.
    #[error(
        "nothing was written: several records there say that they are of this session; take the \
         line “Weighbridge session: …” out of all but one: {}", listed(.0)
    )]
    SeveralOwn(Vec<PathBuf>),
    /// What is to be replaced is no longer this session's record.
    #[error("not replaced, this is no longer the record of this session: {}", .0.display())]
    NotOwn(PathBuf),
    /// The highest number is there already.
    #[error(
        "nothing was written: no number is left for a record; give the one with the highest number \
         a lower one: {}", .0.display()
    )]
    NoNumber(PathBuf),
    /// The record to supersede has no line for its status, or several.
    #[error(
        "nothing was written: it is not clear which line says the status of the record to \
         supersede; edit that record by hand: {}", .0.display()
    )]
    NoStatus(PathBuf),
    /// The record to supersede may not be written.
    #[error(
        "nothing was written: the record to supersede is read-only; allow writing to it, or leave \
         out what this decision supersedes: {}", .0.display()
    )]
    ReadOnly(PathBuf),
    /// The record is a link to a file elsewhere.
    #[error(
        "nothing was written: this record is a link to a file outside of the folder of records; \
         put the record itself there: {}", .0.display()
    )]
    Elsewhere(PathBuf),
    /// A record could not be read.
    #[error("nothing was written: {0}")]
    Unread(OpenError),
    /// The folder could not be made.
    #[error("nothing was written, the folder could not be made ({error}): {}", folder.display())]
    NoFolder {
        /// What the system said.
        error: String,
        /// Which folder.
        folder: PathBuf,
    },
    /// The record could not be saved.
    #[error("{0}")]
    Save(SaveError),
    /// The record is there, but the one that it replaces does not say so.
    #[error("the record is written ({}), but the one it replaces does not say so: {error}", written.display())]
    Half {
        /// The record that was written.
        written: PathBuf,
        /// Why the other was not changed.
        error: SaveError,
    },
}

fn listed(paths: &[PathBuf]) -> String {
    paths.iter().map(|path| path.display().to_string()).collect::<Vec<_>>().join(", ")
}

/// A file that is ready to be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Write {
    /// Where.
    pub path: PathBuf,
    /// What.
    pub bytes: Vec<u8>,
    /// What has to be there before.
    pub expect: Expect,
}

/// Looks at everything that a record needs before it is written, and writes nothing: gives the
/// record, then the one that it replaces where that has to say so.
///
/// # Errors
/// A [`RecordError`].
pub fn prepare(
    disk: &dyn Disk,
    plan: &Plan,
    text: &str,
    replace_own: bool,
) -> Result<Vec<Write>, RecordError> {
    let path = plan.folder.join(&plan.file);
    let mut bytes = text.as_bytes().to_vec();
    let expect = match old(plan, &path, replace_own)? {
        None => Expect::Absent,
        Some(old) => {
            if let Some(still) = &plan.still {
                bytes = still_superseded(&bytes, &old, still).unwrap_or(bytes);
            }
            Expect::Unchanged(Fingerprint::of(&old))
        }
    };
    let own = Write { path, bytes, expect };
    Ok(std::iter::once(own).chain(superseded(disk, plan)?).collect())
}

/// Writes a record where the plan says, then has the record that it replaces say so. Gives the
/// files that were written.
///
/// # Errors
/// A [`RecordError`]; but for [`RecordError::Half`], everything is then as it was.
pub fn write(
    disk: &dyn Disk,
    plan: &Plan,
    text: &str,
    replace_own: bool,
) -> Result<Vec<PathBuf>, RecordError> {
    let writes = prepare(disk, plan, text, replace_own)?;
    disk.create_folder(&plan.folder).map_err(|error| RecordError::NoFolder {
        error: error.to_string(),
        folder: plan.folder.clone(),
    })?;
    let mut written = Vec::new();
    for Write { path, bytes, expect } in writes {
        match (safe_save(disk, &path, &bytes, expect, &|_| true), written.first()) {
            (Ok(saved), _) => written.push(saved.path),
            (Err(error), None) => return Err(RecordError::Save(error)),
            (Err(error), Some(first)) => {
                return Err(RecordError::Half { written: PathBuf::clone(first), error });
            }
        }
    }
    Ok(written)
}

/// The session's earlier record, where this one takes its place.
fn old(plan: &Plan, path: &Path, replace_own: bool) -> Result<Option<Vec<u8>>, RecordError> {
    let Some(own) = &plan.updates else { return Ok(None) };
    if !replace_own {
        return Err(RecordError::OwnExists(path.to_owned()));
    }
    let bytes = read_capped(path, MAX_RECORD_BYTES).map_err(RecordError::Unread)?;
    if shape::session(&String::from_utf8_lossy(&bytes)) != own.session {
        return Err(RecordError::NotOwn(path.to_owned()));
    }
    check_in_folder(plan, path)?;
    Ok(Some(bytes))
}

/// That a record is a file of its folder, and no link to one elsewhere.
fn check_in_folder(plan: &Plan, path: &Path) -> Result<(), RecordError> {
    let file = path.canonicalize().ok();
    match file.as_deref().and_then(Path::parent) {
        Some(folder) if is_same_file(folder, &plan.folder) => Ok(()),
        _ => Err(RecordError::Elsewhere(path.to_owned())),
    }
}

/// What the record that is replaced becomes; none where nothing changes.
fn superseded(disk: &dyn Disk, plan: &Plan) -> Result<Option<Write>, RecordError> {
    let Some(record) = &plan.supersedes else { return Ok(None) };
    let path = plan.folder.join(&record.file);
    let old = read_capped(&path, MAX_RECORD_BYTES).map_err(RecordError::Unread)?;
    check_in_folder(plan, &path)?;
    if disk.metadata(&path).is_ok_and(|found| found.permissions().readonly()) {
        return Err(RecordError::ReadOnly(path));
    }
    let by = By { number: plan.number, file: &plan.file, title: &plan.title };
    let new = with_status(&old, |profile, old| status_line(profile, old, by));
    let Some(bytes) = new else { return Err(RecordError::NoStatus(path)) };
    let expect = Expect::Unchanged(Fingerprint::of(&old));
    Ok((bytes != old).then_some(Write { path, bytes, expect }))
}

/// A record that goes on to say that it is superseded, as the one before it did; none where either
/// has no line for its status.
fn still_superseded(new: &[u8], old: &[u8], still: &StillSuperseded) -> Option<Vec<u8>> {
    let old = String::from_utf8_lossy(old);
    let place = shape::place(&old)?;
    let line = old.split('\n').nth(place.line)?.trim_end();
    with_status(new, |profile, own| match &still.by {
        _ if profile == place.profile => Some(line.to_owned()),
        Some(by) => {
            status_line(profile, own, By { number: by.number, file: &by.file, title: &by.title })
        }
        None => Some(match profile {
            Profile::Madr4 => "status: superseded".to_owned(),
            Profile::Madr2 => format!("{} superseded", shape::status_item(own)?),
            Profile::Nygard => "Superseded".to_owned(),
        }),
    })
}

/// A record with another status, every other byte as it was.
fn with_status(old: &[u8], status: impl Fn(Profile, &str) -> Option<String>) -> Option<Vec<u8>> {
    let place = shape::place(&String::from_utf8_lossy(old))?;
    let mut new = Vec::with_capacity(old.len());
    for (at, line) in old.split_inclusive(|byte| *byte == b'\n').enumerate() {
        if at != place.line {
            new.extend(line);
            continue;
        }
        let text = line.strip_suffix(b"\n").unwrap_or(line);
        let text = text.strip_suffix(b"\r").unwrap_or(text);
        new.extend(status(place.profile, &String::from_utf8_lossy(text))?.bytes());
        new.extend(line.get(text.len()..)?);
    }
    Some(new)
}

/// The record that replaces another.
#[derive(Clone, Copy)]
struct By<'a> {
    number: u32,
    file: &'a str,
    title: &'a str,
}

fn status_line(profile: Profile, old: &str, by: By<'_>) -> Option<String> {
    let By { number, file, title } = by;
    Some(match profile {
        Profile::Madr4 => format!("status: superseded by ADR-{number:04}"),
        Profile::Madr2 => {
            let slug = file.strip_suffix(".md").unwrap_or(file);
            format!("{} superseded by [{slug}]({slug}.md)", shape::status_item(old)?)
        }
        Profile::Nygard => format!("Superseded by [{number}. {}]({file})", link_text(title)),
    })
}

/// A title within the brackets of a link. Some readers stop at the first bracket, escaped or not.
fn link_text(title: &str) -> String {
    let mut text = String::with_capacity(title.len());
    for c in title.chars() {
        match c {
            '[' => text.push('('),
            ']' => text.push(')'),
            '\\' | '`' | '*' | '_' | '<' | '|' => text.extend(['\\', c]),
            c => text.push(c),
        }
    }
    if text.is_empty() { "Untitled decision".to_owned() } else { text }
}
