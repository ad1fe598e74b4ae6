//! Files and folders for tests.

use std::fs::{self, File};
use std::io::Write as _;
use std::path::Path;

use weighbridge::session::Session;
use weighbridge::store::disk::RealDisk;
use weighbridge::store::{self, Expect, SaveError};

/// A folder that goes when it is dropped.
pub fn folder() -> tempfile::TempDir {
    tempfile::tempdir().expect("a folder")
}

/// Writes a file as some other program would.
pub fn write(path: &Path, text: impl AsRef<[u8]>) {
    File::create(path).and_then(|mut file| file.write_all(text.as_ref())).expect("written");
}

/// Saves to the machine's own file system.
///
/// # Errors
/// As the save.
pub fn save(path: &Path, session: &Session, expect: Expect) -> Result<store::Saved, SaveError> {
    store::save(&RealDisk, path, session, expect)
}

/// Names in a folder, sorted.
pub fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).expect("a folder");
    let mut names: Vec<_> = entries
        .map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    names
}
