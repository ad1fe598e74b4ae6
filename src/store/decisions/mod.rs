//! A folder of decision records: what is in it, which shape its readers want, and how a record
//! comes into it without harm to the others.
//!
//! The records may be anybody's, so what is read is bounded and nothing in them is believed beyond
//! what this needs: a number, a title, a status line, and the session a record came from.

mod name;
mod plan;
mod shape;
mod write;

use std::fs::File;
use std::io::{self, Read as _, Seek as _, SeekFrom};
use std::path::{Path, PathBuf};

pub use name::file_name;
pub use plan::{Plan, StillSuperseded, Wanted};
pub use write::{RecordError, Write, prepare, write};

use jiff::civil::Date;

use super::{HEAD, OpenError, read_up_to};
use crate::session::Profile;
use name::{WIDTH, slug};

/// So many records of a folder are read, those with the highest numbers.
const MAX_RECORDS: usize = 2_000;

/// So many names of a folder are looked at.
const MAX_NAMES: usize = 100_000;

/// So much of the end of a long record is read, where it says which session it came from.
const TAIL: u64 = 1024;

/// The most digits of a number. With one more it is a day: `20261120-use-raw-sql.md`.
const MAX_DIGITS: usize = 7;

/// The digits of a day.
const DAY_DIGITS: usize = 8;

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
    /// Whether records are named by their day instead, as log4brains names them:
    /// `20261120-use-raw-sql.md`. The day is then what is called their number.
    pub dated: bool,
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

impl Decisions {
    /// Looks at a folder; one that is not there is empty.
    ///
    /// # Errors
    /// An [`OpenError`] when it is no folder or cannot be read.
    pub fn look(folder: &Path) -> Result<Self, OpenError> {
        let set_up = set_up(folder);
        let mut names = names(folder)?;
        names.sort();
        let days = names.iter().filter(|(number, _)| is_day(*number)).count();
        let dated = match set_up {
            Some(SetUp::Log4brains) => days > 0 || names.is_empty(),
            _ => days > 0 && days == names.len(),
        };
        // Among numbered records a day is not the highest number.
        names.retain(|(number, _)| dated || !is_day(*number));
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
        let (profile, why) = profile(set_up, newest, records.len());
        Ok(Self { folder: folder.to_owned(), profile, why, records, next, width, dated })
    }

    /// The record that somebody means by `0003`, `3`, `ADR-0003`, `0003 Use raw SQL`, a title or
    /// the name of a file; none when that could be several.
    #[must_use]
    pub fn find(&self, typed: &str) -> Option<&Existing> {
        let typed = typed.trim();
        // A file may be named with its folder; a title may have a slash of its own.
        let name = match typed.strip_suffix(".md") {
            Some(path) => path.rsplit(['/', '\\']).next().unwrap_or(path),
            None => typed,
        };
        let wanted = slug(name);
        let named = |record: &&Existing| {
            let same = wanted == slug(&record.title) || wanted == stem(record);
            record.title == typed || (same && !wanted.is_empty())
        };
        let numbered = |record: &&Existing| is_numbered(record, &wanted);
        only(self.records.iter().filter(named))
            .or_else(|| only(self.records.iter().filter(numbered)))
    }
}

/// The records of a folder that have a number or a day.
fn names(folder: &Path) -> Result<Vec<(u32, String)>, OpenError> {
    let refuse = |what: String| OpenError::Unreadable { what, path: folder.to_owned() };
    let entries = match std::fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) if error.kind() == io::ErrorKind::NotADirectory => {
            return Err(refuse("this is a file; name a folder of decision records".to_owned()));
        }
        Err(error) => return Err(refuse(format!("the folder could not be read ({error})"))),
    };
    let names = entries.take(MAX_NAMES).flatten();
    let names = names.filter_map(|entry| {
        let name = entry.file_name().to_str()?.to_owned();
        Some((number_of(&name)?, name))
    });
    Ok(names.collect())
}

/// The number in a record's name, 7 of `0007-use-raw-sql.md`, or its day, 20261120 of
/// `20261120-use-raw-sql.md`.
fn number_of(name: &str) -> Option<u32> {
    let (digits, rest) = name.split_at_checked(name.find(|c: char| !c.is_ascii_digit())?)?;
    let words = rest.strip_prefix('-')?.strip_suffix(".md")?;
    let number = digits.parse().ok()?;
    let is_number = digits.len() <= MAX_DIGITS || (digits.len() == DAY_DIGITS && is_day(number));
    (is_number && !words.is_empty()).then_some(number)
}

/// Whether a number is a day in the calendar: 20261120.
fn is_day(number: u32) -> bool {
    let part = |number: u32| i8::try_from(number % 100).ok();
    let year = i16::try_from(number / 10_000).ok().filter(|year| *year >= 1000);
    let day = year.zip(part(number / 100)).zip(part(number));
    day.is_some_and(|((year, month), day)| Date::new(year, month, day).is_ok())
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

/// A program that a project has set up for its records.
#[derive(Clone, Copy, PartialEq, Eq)]
enum SetUp {
    Log4brains,
    AdrTools,
}

/// Which program is set up for a folder of records, here or further up in the project.
fn set_up(folder: &Path) -> Option<SetUp> {
    let here = std::path::absolute(folder).unwrap_or_else(|_| folder.to_owned());
    for above in here.ancestors().take(MAX_LEVELS) {
        if above.join(".log4brains.yml").is_file() {
            return Some(SetUp::Log4brains);
        }
        if is_adr_dir(above, &here) {
            return Some(SetUp::AdrTools);
        }
        // What is above a project says nothing of it.
        if above.join(".git").exists() {
            break;
        }
    }
    None
}

/// The shape that a folder's readers want, and why.
fn profile(
    set_up: Option<SetUp>,
    newest: Option<(Profile, String)>,
    records: usize,
) -> (Profile, String) {
    match (set_up, newest) {
        (Some(SetUp::Log4brains), _) => {
            (Profile::Madr2, "log4brains is set up here, and this is what it reads".to_owned())
        }
        (Some(SetUp::AdrTools), _) => {
            (Profile::Nygard, "adr-tools is set up here, and this is what it reads".to_owned())
        }
        (None, Some((profile, file))) => {
            (profile, format!("{file}, the newest record, is written so"))
        }
        (None, None) => {
            let there = match records {
                0 => "no numbered record is there yet",
                1 => "the record there has no shape that is known",
                _ => "the records there have no shape that is known",
            };
            (Profile::Madr4, format!("{there}, and most programs read this"))
        }
    }
}

/// Whether adr-tools keeps the records of a project in this folder.
fn is_adr_dir(project: &Path, folder: &Path) -> bool {
    let Ok(bytes) = read_up_to(&project.join(".adr-dir"), TAIL) else { return false };
    let named = String::from_utf8_lossy(&bytes);
    project == folder || project.join(named.trim()).components().eq(folder.components())
}
