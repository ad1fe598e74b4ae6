//! A folder of decision records: what is in it, which shape its readers want, and how a record
//! comes into it without harm to the others.
//!
//! The records may be anybody's, so what is read is bounded and nothing in them is believed beyond
//! what this needs: a number, a title, a status line, and the session a record came from.

mod name;
mod shape;

use std::fs::File;
use std::io::{self, Read as _, Seek as _, SeekFrom};
use std::path::{Path, PathBuf};

use thiserror::Error;

pub use name::file_name;

use super::disk::Disk;
use super::{Expect, Fingerprint, HEAD, OpenError, SaveError, read_capped, read_up_to, safe_save};
use crate::session::Profile;
use name::{WIDTH, name_of, slug};

/// So many records of a folder are read, those with the highest numbers.
const MAX_RECORDS: usize = 2_000;

/// So many names of a folder are looked at.
const MAX_NAMES: usize = 100_000;

/// So much of the end of a long record is read, where it says which session it came from.
const TAIL: u64 = 1024;

/// The largest record whose status is changed, in bytes.
const MAX_RECORD_BYTES: u64 = 4 * 1024 * 1024;

/// A number with more digits is a day: `20261120-use-raw-sql.md`.
const MAX_DIGITS: usize = 5;

/// So far up from the records a project may keep the file that says how it writes them.
const MAX_LEVELS: usize = 5;

/// The records of a folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decisions {
    /// The folder; it need not be there.
    pub folder: PathBuf,
    /// The shape in which its readers want a record.
    pub profile: Profile,
    /// Why that shape, in words.
    pub why: String,
    /// What is there, by number.
    pub records: Vec<Existing>,
    /// The next free number.
    pub next: u32,
    /// How many digits a number has at least.
    pub width: usize,
}

/// A record that is in the folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Existing {
    /// Its number.
    pub number: u32,
    /// Its title.
    pub title: String,
    /// Its file's name, without the folder.
    pub file: String,
    /// The id of the session that it was written from, where it was written by this program.
    pub session: Option<String>,
    /// The line in which it says that another record has replaced it.
    pub superseded: Option<String>,
}

/// Where a record goes and what else it changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    /// The folder; it is made where it is not there.
    pub folder: PathBuf,
    /// The shape of the record.
    pub profile: Profile,
    /// Why that shape, in words.
    pub why: String,
    /// Its number.
    pub number: u32,
    /// Its title, as the record that it replaces will name it.
    pub title: String,
    /// Its file's name.
    pub file: String,
    /// The same session's earlier record, which this one takes the place of.
    pub updates: Option<Existing>,
    /// The record that will say that this one has replaced it.
    pub supersedes: Option<Existing>,
    /// What somebody should know before it is written.
    pub caution: Option<String>,
}

/// Why no record was written, or not all of it.
#[derive(Debug, Error)]
pub enum RecordError {
    /// The session has a record here already.
    #[error("this session has a record there already; agree to replace it: {}", .0.display())]
    OwnExists(PathBuf),
    /// What is to be replaced is no longer this session's record.
    #[error("not replaced, this is no longer the record of this session: {}", .0.display())]
    NotOwn(PathBuf),
    /// The record to supersede has no line for its status, or several.
    #[error(
        "nothing was written: it is not clear which line says the status of the record to \
         supersede; edit that record by hand: {}", .0.display()
    )]
    NoStatus(PathBuf),
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

impl Decisions {
    /// Looks at a folder; one that is not there is empty.
    ///
    /// # Errors
    /// An [`OpenError`] when it is no folder or cannot be read.
    pub fn look(folder: &Path) -> Result<Self, OpenError> {
        let mut names = names(folder)?;
        names.sort();
        let next = names.last().map_or(1, |(number, _)| number.saturating_add(1));
        let digits = |name: &str| name.bytes().take_while(u8::is_ascii_digit).count();
        let width = names.last().map_or(WIDTH, |(_, name)| digits(name));
        let read = names.split_off(names.len().saturating_sub(MAX_RECORDS));
        let mut newest = None;
        let mut records = Vec::with_capacity(read.len());
        for (number, file) in read {
            // A record that cannot be read still has its number.
            let text = ends_of(&folder.join(&file)).unwrap_or_default();
            newest = shape::profile(&text).map(|profile| (profile, file.clone())).or(newest);
            let title = shape::title(&text).unwrap_or_else(|| titled(&file));
            let (session, superseded) = (shape::session(&text), shape::superseded(&text));
            records.push(Existing { number, title, file, session, superseded });
        }
        let (profile, why) = profile(folder, newest);
        Ok(Self { folder: folder.to_owned(), profile, why, records, next, width })
    }

    /// The record that somebody means by `0003`, `3`, `ADR-0003`, `0003 Use raw SQL`, a title or
    /// the name of a file; none when that could be several.
    #[must_use]
    pub fn find(&self, typed: &str) -> Option<&Existing> {
        let typed = typed.trim();
        let wanted = slug(typed.strip_suffix(".md").unwrap_or(typed));
        let named = |record: &&Existing| {
            let same = wanted == slug(&record.title) || wanted == stem(record);
            record.title == typed || (same && !wanted.is_empty())
        };
        let numbered = |record: &&Existing| is_numbered(record, &wanted);
        only(self.records.iter().filter(named))
            .or_else(|| only(self.records.iter().filter(numbered)))
    }

    /// Where a session's record of this title goes.
    #[must_use]
    pub fn plan(&self, title: &str, session_id: &str, supersedes_typed: &str) -> Plan {
        let own = |record: &&Existing| record.session.as_deref() == Some(session_id);
        let updates = self.records.iter().rev().find(own).cloned();
        let (number, file) = match &updates {
            Some(own) => (own.number, own.file.clone()),
            None => (self.next, name_of(self.next, self.width, title)),
        };
        let found = self.find(supersedes_typed).filter(|found| found.file != file).cloned();
        let caution = caution((number, &file), supersedes_typed, updates.as_ref(), found.as_ref());
        Plan {
            folder: self.folder.clone(),
            profile: self.profile,
            why: self.why.clone(),
            number,
            title: title.split_whitespace().collect::<Vec<_>>().join(" "),
            file,
            updates,
            supersedes: found,
            caution,
        }
    }
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
    let path = plan.folder.join(&plan.file);
    let expect = expected(plan, &path, replace_own)?;
    let superseded = superseded(disk, plan)?;
    disk.create_folder(&plan.folder).map_err(|error| RecordError::NoFolder {
        error: error.to_string(),
        folder: plan.folder.clone(),
    })?;
    let whole = |_: &[u8]| true;
    let saved =
        safe_save(disk, &path, text.as_bytes(), expect, &whole).map_err(RecordError::Save)?;
    let mut written = vec![saved.path];
    if let Some(Superseded { path, bytes, expect }) = superseded {
        match safe_save(disk, &path, &bytes, expect, &whole) {
            Ok(saved) => written.push(saved.path),
            Err(error) => return Err(RecordError::Half { written: written.remove(0), error }),
        }
    }
    Ok(written)
}

/// What has to be at the record's place before it is written.
fn expected(plan: &Plan, path: &Path, replace_own: bool) -> Result<Expect, RecordError> {
    let Some(own) = &plan.updates else { return Ok(Expect::Absent) };
    if !replace_own {
        return Err(RecordError::OwnExists(path.to_owned()));
    }
    let bytes = read_capped(path, MAX_RECORD_BYTES).map_err(RecordError::Unread)?;
    if shape::session(&String::from_utf8_lossy(&bytes)) != own.session {
        return Err(RecordError::NotOwn(path.to_owned()));
    }
    Ok(Expect::Unchanged(Fingerprint::of(&bytes)))
}

/// A record with its status changed.
struct Superseded {
    path: PathBuf,
    bytes: Vec<u8>,
    expect: Expect,
}

/// What the record that is replaced becomes; none where nothing changes.
fn superseded(disk: &dyn Disk, plan: &Plan) -> Result<Option<Superseded>, RecordError> {
    let Some(record) = &plan.supersedes else { return Ok(None) };
    let path = plan.folder.join(&record.file);
    let old = read_capped(&path, MAX_RECORD_BYTES).map_err(RecordError::Unread)?;
    if disk.metadata(&path).is_ok_and(|found| found.permissions().readonly()) {
        return Err(RecordError::Save(SaveError::ReadOnly(path)));
    }
    let Some(bytes) = with_status(&old, plan) else { return Err(RecordError::NoStatus(path)) };
    let expect = Expect::Unchanged(Fingerprint::of(&old));
    Ok((bytes != old).then_some(Superseded { path, bytes, expect }))
}

/// A record that says that the planned one replaces it, every other byte as it was.
fn with_status(old: &[u8], plan: &Plan) -> Option<Vec<u8>> {
    let place = shape::place(&String::from_utf8_lossy(old))?;
    let mut new = Vec::with_capacity(old.len() + plan.file.len());
    for (at, line) in old.split_inclusive(|byte| *byte == b'\n').enumerate() {
        if at != place.line {
            new.extend(line);
            continue;
        }
        let text = line.strip_suffix(b"\n").unwrap_or(line);
        let text = text.strip_suffix(b"\r").unwrap_or(text);
        new.extend(status_line(place.profile, &String::from_utf8_lossy(text), plan)?.bytes());
        new.extend(line.get(text.len()..)?);
    }
    Some(new)
}

fn status_line(profile: Profile, old: &str, plan: &Plan) -> Option<String> {
    let Plan { number, file, title, .. } = plan;
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

/// What somebody should know before a record is written.
fn caution(
    (number, file): (u32, &str),
    typed: &str,
    updates: Option<&Existing>,
    found: Option<&Existing>,
) -> Option<String> {
    let by_this = |line: &str| {
        let stem = file.strip_suffix(".md").unwrap_or(file);
        line.contains(stem) || line.ends_with(&format!("ADR-{number:04}"))
    };
    let mut said = Vec::new();
    if updates.is_some_and(|own| own.superseded.is_some()) {
        said.push(format!("{file} says that it is superseded; writing it again takes that back."));
    }
    match found {
        Some(found) if found.superseded.as_deref().is_some_and(|line| !by_this(line)) => {
            let file = &found.file;
            said.push(format!("{file} is superseded already; it will name this record instead."));
        }
        None if !typed.trim().is_empty() => said.push(format!(
            "No single record in the folder is “{}”, so none is marked as superseded.",
            typed.trim()
        )),
        _ => {}
    }
    (!said.is_empty()).then(|| said.join(" "))
}

/// The numbered records of a folder.
fn names(folder: &Path) -> Result<Vec<(u32, String)>, OpenError> {
    let refuse = |what: String| OpenError::Unreadable { what, path: folder.to_owned() };
    let entries = match std::fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(refuse(format!("the folder could not be read ({error})"))),
    };
    let names = entries.take(MAX_NAMES).flatten();
    let names = names.filter_map(|entry| {
        let name = entry.file_name().to_str()?.to_owned();
        Some((number_of(&name)?, name))
    });
    Ok(names.collect())
}

/// The number in a record's name: 7 of `0007-use-raw-sql.md`.
fn number_of(name: &str) -> Option<u32> {
    let (digits, rest) = name.split_at_checked(name.find(|c: char| !c.is_ascii_digit())?)?;
    let words = rest.strip_prefix('-')?.strip_suffix(".md")?;
    let is_record = !words.is_empty() && digits.len() <= MAX_DIGITS;
    digits.parse().ok().filter(|_| is_record)
}

/// A title made from a file's name, where the record has none.
fn titled(file: &str) -> String {
    let words = file.trim_start_matches(|c: char| c.is_ascii_digit());
    words.trim_end_matches(".md").replace('-', " ").trim().to_owned()
}

fn stem(record: &Existing) -> String {
    slug(record.file.strip_suffix(".md").unwrap_or(&record.file))
}

/// Whether a typed text is a record's number, or its number and its title.
fn is_numbered(record: &Existing, wanted: &str) -> bool {
    let wanted = wanted.strip_prefix("adr-").unwrap_or(wanted);
    let end = wanted.find(|c: char| !c.is_ascii_digit()).unwrap_or(wanted.len());
    let Some((digits, rest)) = wanted.split_at_checked(end) else { return false };
    let rest = rest.trim_start_matches('-');
    let same_words = rest == slug(&record.title) || rest == slug(&titled(&record.file));
    digits.parse() == Ok(record.number) && (rest.is_empty() || same_words)
}

fn only<'a>(mut found: impl Iterator<Item = &'a Existing>) -> Option<&'a Existing> {
    let first = found.next()?;
    found.next().is_none().then_some(first)
}

/// The beginning of a record, and the end of a long one, as text whatever it holds.
fn ends_of(path: &Path) -> Option<String> {
    let mut bytes = read_up_to(path, HEAD).ok()?;
    if bytes.len() as u64 == HEAD {
        let mut file = File::open(path).ok()?;
        let length = file.metadata().ok()?.len();
        file.seek(SeekFrom::Start(length.saturating_sub(TAIL).max(HEAD))).ok()?;
        file.take(TAIL).read_to_end(&mut bytes).ok()?;
    }
    Some(String::from_utf8_lossy(&bytes).into_owned())
}

/// The shape that a folder's readers want, and why.
fn profile(folder: &Path, newest: Option<(Profile, String)>) -> (Profile, String) {
    let here = std::path::absolute(folder).unwrap_or_else(|_| folder.to_owned());
    for above in here.ancestors().take(MAX_LEVELS) {
        if above.join(".log4brains.yml").is_file() {
            let why = "log4brains is set up here, and this is what it reads".to_owned();
            return (Profile::Madr2, why);
        }
        if is_adr_dir(above, &here) {
            return (
                Profile::Nygard,
                "adr-tools is set up here, and this is what it reads".to_owned(),
            );
        }
        // What is above a project says nothing of it.
        if above.join(".git").exists() {
            break;
        }
    }
    match newest {
        Some((profile, file)) => (profile, format!("{file}, the newest record, is written so")),
        None => (Profile::Madr4, "no record is there yet, and most programs read this".to_owned()),
    }
}

/// Whether adr-tools keeps the records of a project in this folder.
fn is_adr_dir(project: &Path, folder: &Path) -> bool {
    let Ok(bytes) = read_up_to(&project.join(".adr-dir"), TAIL) else { return false };
    let named = String::from_utf8_lossy(&bytes);
    project == folder || project.join(named.trim()).components().eq(folder.components())
}
