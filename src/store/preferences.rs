//! How a user likes the window, kept in their state folder.

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::disk::Disk;
use super::{Expect, SaveError, read_capped, safe_save};

/// The most that is read, in bytes.
const MAX_BYTES: u64 = 16 * 1024;

/// The smallest and the largest zoom that is taken from a file.
const ZOOMS: (f32, f32) = (0.5, 3.0);

/// A light or a dark window.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Tone {
    /// Dark on light.
    Light,
    /// Light on dark.
    Dark,
}

/// How a user likes the window.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Preferences {
    /// What they have chosen; none follows the system.
    pub tone: Option<Tone>,
    /// How much larger than usual everything is.
    pub zoom: f32,
}

impl Default for Preferences {
    fn default() -> Self {
        Self { tone: None, zoom: 1.0 }
    }
}

impl Preferences {
    /// Reads them. Those that are missing or cannot be read count as never chosen.
    #[must_use]
    pub fn load(folder: &Path) -> Self {
        let bytes = read_capped(&file(folder), MAX_BYTES).ok();
        let text = bytes.and_then(|bytes| String::from_utf8(bytes).ok());
        let read: Self = text.and_then(|text| ron::from_str(&text).ok()).unwrap_or_default();
        let zoom = if read.zoom.is_finite() { read.zoom.clamp(ZOOMS.0, ZOOMS.1) } else { 1.0 };
        Self { zoom, ..read }
    }

    /// Writes them.
    ///
    /// # Errors
    /// As [`safe_save()`], and when the folder cannot be made.
    pub fn store(&self, disk: &dyn Disk, folder: &Path) -> Result<(), SaveError> {
        let path = file(folder);
        let text = ron::ser::to_string_pretty(self, ron::ser::PrettyConfig::new())
            .map_err(|error| SaveError::failed(&path, "written as RON", &error))?;
        std::fs::create_dir_all(folder)
            .map_err(|error| SaveError::refused(&path, "put in that folder", &error))?;
        safe_save(disk, &path, text.as_bytes(), Expect::Anything, &|_| true).map(|_| ())
    }
}

fn file(folder: &Path) -> PathBuf {
    folder.join("preferences.ron")
}
