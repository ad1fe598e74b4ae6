//! Files on their way to the disk: looked at all together before the first is written.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use super::{ExportError, Exported};
use crate::store::decisions::Write;
use crate::store::{self, Expect, SaveError, disk::Disk};

/// A file that is made and not yet written.
pub(super) struct Made {
    pub(super) write: Write,
    /// What somebody should know once it is.
    pub(super) caution: Option<String>,
}

/// What has to be at a report's place before it is written.
pub(super) const fn expected(replace: bool) -> Expect {
    if replace { Expect::Anything } else { Expect::Absent }
}

/// That none of these files, which something is made from, is where it would be written.
///
/// # Errors
/// [`ExportError::Source`] with the one that is.
pub fn check_sources(out: &Path, sources: &[PathBuf]) -> Result<(), ExportError> {
    if sources.iter().any(|source| store::is_same_file(out, source)) {
        return Err(ExportError::Source(out.to_owned()));
    }
    Ok(())
}

/// That all of these files can be written, as far as can be told beforehand.
pub(super) fn check(
    disk: &dyn Disk,
    made: &[Made],
    sources: &[PathBuf],
) -> Result<(), ExportError> {
    let mut names = BTreeSet::new();
    let mut there = Vec::new();
    for Made { write: Write { path, expect, .. }, .. } in made {
        check_sources(path, sources)?;
        // Some file systems know no capitals.
        if !names.insert(path.to_string_lossy().to_lowercase()) {
            return Err(ExportError::SameName(path.clone()));
        }
        match disk.metadata(path) {
            Ok(found) if found.is_dir() => return Err(ExportError::IsFolder(path.clone())),
            _ if *expect == Expect::Absent && store::is_there(path) => there.push(path.clone()),
            Ok(found) if found.permissions().readonly() => {
                return Err(not_saved(made, 0, SaveError::ReadOnly(path.clone())));
            }
            _ => {}
        }
    }
    if there.is_empty() { Ok(()) } else { Err(ExportError::AlreadyThere(there)) }
}

/// That a folder is named where one is needed: no file that is there, and nothing that is called
/// like a file of these endings.
pub(super) fn check_folder(
    disk: &dyn Disk,
    folder: &Path,
    endings: &[&str],
) -> Result<(), ExportError> {
    let ending = folder.extension().map(|end| end.to_string_lossy().to_lowercase());
    let is_folder = match disk.metadata(folder) {
        Ok(found) => found.is_dir(),
        Err(_) => !ending.is_some_and(|ending| endings.contains(&ending.as_str())),
    };
    if is_folder { Ok(()) } else { Err(ExportError::WantsFolder(folder.to_owned())) }
}

/// Makes a folder where it is missing.
pub(super) fn make_folder(disk: &dyn Disk, folder: &Path) -> Result<(), ExportError> {
    let made = disk.create_folder(folder);
    made.map_err(|error| ExportError::Folder { error, folder: folder.to_owned() })
}

/// Writes files one after the other, until one cannot be.
pub(super) fn write_all(disk: &dyn Disk, made: &[Made]) -> Result<Exported, ExportError> {
    let mut exported = Exported::default();
    for (at, Made { write, caution }) in made.iter().enumerate() {
        match store::save_report(disk, &write.path, &write.bytes, write.expect) {
            Ok(saved) => {
                exported.files.push(saved.path);
                exported.cautions.extend(caution.clone());
                exported.cautions.extend(saved.caution);
            }
            Err(SaveError::Exists(path)) if at == 0 => {
                return Err(ExportError::AlreadyThere(vec![path]));
            }
            Err(error) => return Err(not_saved(made, at, error)),
        }
    }
    Ok(exported)
}

/// That the file at a place, and those after it, have not been written.
fn not_saved(made: &[Made], at: usize, error: SaveError) -> ExportError {
    let (written, missing) = made.split_at_checked(at).unwrap_or((made, &[]));
    let paths = |made: &[Made]| made.iter().map(|made| made.write.path.clone()).collect();
    ExportError::Save { written: paths(written), missing: paths(missing), error }
}
