//! The files that were open lately, kept in the user's state folder.

use std::path::{Path, PathBuf};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::disk::Disk;
use super::{Expect, SaveError, is_same_file, read_capped, safe_save};
use crate::session::Id;

/// How many files are remembered.
const MAX: usize = 10;

/// The most that is read of the list, in bytes.
const MAX_BYTES: u64 = 256 * 1024;

/// A file that was open lately.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recent {
    /// Where it is.
    pub path: PathBuf,
    /// The decision's title when it was last open.
    pub title: String,
    /// The decision that it held then, by its id; none in lists of earlier versions.
    #[serde(default)]
    pub decision: Option<Id>,
    /// When it was last opened or saved.
    pub used: Timestamp,
}

/// The list of recent files, newest first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Recents(Vec<Recent>);

impl Recents {
    /// Reads the list. One that is missing or cannot be read counts as empty: it only saves
    /// typing.
    #[must_use]
    pub fn load(folder: &Path) -> Self {
        let text =
            read_capped(&file(folder), MAX_BYTES).ok().and_then(|b| String::from_utf8(b).ok());
        let mut list: Vec<Recent> =
            text.and_then(|text| ron::from_str(&text).ok()).unwrap_or_default();
        list.truncate(MAX);
        Self(list)
    }

    /// The files, newest first.
    pub fn iter(&self) -> impl Iterator<Item = &Recent> {
        self.0.iter()
    }

    /// Whether a file is on the list with this decision, however its path is spelt. Another
    /// decision in its place is something that nobody here has seen.
    #[must_use]
    pub fn knows(&self, path: &Path, decision: &Id) -> bool {
        let held = |recent: &&Recent| recent.decision.as_ref() == Some(decision);
        self.0.iter().filter(held).any(|recent| is_same_file(&recent.path, path))
    }

    /// Puts a file at the head of the list.
    pub fn remember(&mut self, path: &Path, title: &str, decision: &Id, used: Timestamp) {
        self.forget(path);
        let (path, title, decision) = (path.to_owned(), title.to_owned(), Some(decision.clone()));
        self.0.insert(0, Recent { path, title, decision, used });
        self.0.truncate(MAX);
    }

    /// Takes a file off the list.
    pub fn forget(&mut self, path: &Path) {
        self.0.retain(|recent| recent.path != path);
    }

    /// Writes the list.
    ///
    /// # Errors
    /// As [`safe_save()`], and when the folder cannot be made.
    pub fn store(&self, disk: &dyn Disk, folder: &Path) -> Result<(), SaveError> {
        let path = file(folder);
        // A path that is not UTF-8 cannot be written as RON and is left out.
        let list: Vec<_> = self.0.iter().filter(|r| r.path.to_str().is_some()).collect();
        let text = ron::ser::to_string_pretty(&list, ron::ser::PrettyConfig::new())
            .map_err(|error| SaveError::failed(&path, "written as RON", &error))?;
        std::fs::create_dir_all(folder)
            .map_err(|error| SaveError::refused(&path, "put in that folder", &error))?;
        safe_save(disk, &path, text.as_bytes(), Expect::Anything, &|_| true).map(|_| ())
    }
}

fn file(folder: &Path) -> PathBuf {
    folder.join("recent.ron")
}
