//! Where a session's record goes in its folder, and what else it changes.

use std::path::PathBuf;

use jiff::civil::Date;

use super::name::{WIDTH, name_of, short, slug};
use super::write::RecordError;
use super::{Decisions, Existing, MAX_DIGITS};
use crate::session::{Profile, Status};

/// What is asked of a folder of records.
#[derive(Clone, Copy, Debug)]
pub struct Wanted<'a> {
    /// The title of the record.
    pub title: &'a str,
    /// The id of the session that it is written from.
    pub session: &'a str,
    /// The status that the session gives it.
    pub status: Status,
    /// Its day, by which it is named where records are named so.
    pub day: Date,
    /// The record that it replaces, as it was typed; may be empty.
    pub supersedes: &'a str,
    /// The record that replaces it, as it was typed; may be empty.
    pub superseded_by: &'a str,
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
    /// That the earlier record is superseded, which this one goes on to say.
    pub still: Option<StillSuperseded>,
    /// The record that will say that this one has replaced it.
    pub supersedes: Option<Existing>,
    /// What somebody should know before it is written.
    pub caution: Option<String>,
}

/// That another record has replaced a session's own, which its own goes on to say when it is
/// written again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StillSuperseded {
    /// The other record, where it is in the folder.
    pub by: Option<Existing>,
}

impl Wanted<'_> {
    /// Whether the session itself says what else than in force its record is.
    fn says_otherwise(&self) -> bool {
        match self.status {
            Status::Draft | Status::Proposed | Status::Accepted => false,
            Status::Superseded => !self.superseded_by.trim().is_empty(),
            Status::Rejected | Status::Deprecated => true,
        }
    }
}

impl Decisions {
    /// Where a session's record goes.
    ///
    /// # Errors
    /// A [`RecordError`] when several records say that they are this session's, or no number is
    /// left.
    pub fn plan(&self, wanted: &Wanted<'_>) -> Result<Plan, RecordError> {
        let own = |record: &&Existing| record.session.as_deref() == Some(wanted.session);
        let owned: Vec<&Existing> = self.records.iter().filter(own).collect();
        let updates = match owned.as_slice() {
            [] => None,
            [one] => Some((*one).clone()),
            several => {
                let paths = several.iter().map(|record| self.folder.join(&record.file));
                return Err(RecordError::SeveralOwn(paths.collect()));
            }
        };
        let (number, file) = match &updates {
            Some(own) => (own.number, own.file.clone()),
            None if self.dated => self.named_by(wanted.day, wanted.title),
            None if self.next.to_string().len() > MAX_DIGITS => {
                return Err(RecordError::NoNumber(self.folder.clone()));
            }
            None => (self.next, name_of(self.next, self.width, wanted.title)),
        };
        let still = updates.as_ref().and_then(|own| {
            let line = own.superseded.as_deref()?;
            let by = self.records.iter().find(|other| names(line, other.number, &other.file));
            (!wanted.says_otherwise()).then(|| StillSuperseded { by: by.cloned() })
        });
        let found = self.find(wanted.supersedes).filter(|found| found.file != file).cloned();
        let mut plan = Plan {
            folder: self.folder.clone(),
            profile: self.profile,
            why: self.why.clone(),
            number,
            title: wanted.title.split_whitespace().collect::<Vec<_>>().join(" "),
            file,
            updates,
            still,
            supersedes: found,
            caution: None,
        };
        plan.caution = plan.cautions(wanted.supersedes.trim());
        Ok(plan)
    }

    /// A day as a number, and a name with it that no record has.
    fn named_by(&self, day: Date, title: &str) -> (u32, String) {
        let number = day.strftime("%Y%m%d").to_string().parse().unwrap_or_default();
        let name = |again: usize| match again {
            1 => name_of(number, WIDTH, title),
            again => name_of(number, WIDTH, &format!("{} {again}", short(title))),
        };
        let free = |file: &String| self.records.iter().all(|record| &record.file != file);
        // Of so many names one is free.
        let mut names = (1..=self.records.len() + 1).map(name);
        let file = names.find(free).unwrap_or_else(|| name(1));
        (number, file)
    }
}

impl Plan {
    /// What somebody should know first.
    fn cautions(&self, typed: &str) -> Option<String> {
        let Self { number, file, .. } = self;
        let mut said = Vec::new();
        if self.updates.as_ref().is_some_and(|own| own.superseded.is_some()) {
            said.push(match &self.still {
                Some(_) => format!("{file} says that it is superseded, and will go on to say so."),
                None => format!(
                    "{file} says that it is superseded; writing it again takes that back, as this \
                     session says otherwise."
                ),
            });
        }
        match &self.supersedes {
            Some(found) if is_by_another(found, *number, file) => said.push(format!(
                "{} is superseded already; it will name this record instead.",
                found.file
            )),
            None if !typed.is_empty() => said.push(format!(
                "No single record in the folder is “{typed}”, so none is marked as superseded."
            )),
            _ => {}
        }
        (!said.is_empty()).then(|| said.join(" "))
    }
}

/// Whether a record says that another one than this has replaced it.
fn is_by_another(record: &Existing, number: u32, file: &str) -> bool {
    record.superseded.as_deref().is_some_and(|line| !names(line, number, file))
}

/// Whether a line that says what a record is superseded by names this one.
fn names(line: &str, number: u32, file: &str) -> bool {
    let stem = file.strip_suffix(".md").unwrap_or(file);
    let by_number =
        line.rsplit(' ').next().is_some_and(|last| slug(last) == slug(&format!("ADR-{number:04}")));
    line.contains(stem) || by_number
}
