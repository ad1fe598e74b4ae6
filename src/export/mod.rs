//! Reports into files: what the window and the command line do alike.
//!
//! Everything is made in memory first and written afterwards, each file whole or not at all, so
//! that a job that fails or is given up leaves nothing behind that looks like a result.

mod error;
mod files;
mod records;

use std::path::{Path, PathBuf};

pub use error::ExportError;
pub use files::check_sources;
use files::{Made, check, check_folder, expected, make_folder, write_all};
pub use records::{plan, shape_words, write as write_record};

use crate::report::{Comparison, Format, Layout, ReportError, Summary, comparison};
use crate::store::decisions::Write;
use crate::store::{SESSION_SUFFIX, disk::Disk};

/// What is exported, and how.
pub struct Job<'a> {
    /// What it says.
    pub summary: &'a Summary,
    /// How it is laid out.
    pub layout: &'a Layout,
    /// What the names of files begin with: the session's own, without its ending.
    pub base: &'a str,
    /// Whether files that are there already are replaced.
    pub replace: bool,
    /// The files that it is made from, which are never replaced.
    pub sources: &'a [PathBuf],
}

/// What somebody can ask for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    /// One format.
    One(Format),
    /// A decision record, in a folder of such records.
    Record,
    /// Every format, in one folder.
    Everything,
    /// What has changed since an earlier session, as Markdown or HTML.
    Comparison,
}

impl What {
    /// Whether it goes into a folder instead of a file.
    #[must_use]
    pub const fn wants_folder(self) -> bool {
        match self {
            Self::One(format) => format.is_several(),
            Self::Record | Self::Everything => true,
            Self::Comparison => false,
        }
    }
}

/// What has been written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Exported {
    /// The files, in the order of writing.
    pub files: Vec<PathBuf>,
    /// What somebody should know all the same.
    pub cautions: Vec<String>,
}

/// Is told before each format how many are done, of how many, and which comes next; says whether
/// to go on.
pub type Watch<'a> = &'a mut dyn FnMut(usize, usize, &str) -> bool;

/// Goes on, whatever happens.
pub fn unwatched(_: usize, _: usize, _: &str) -> bool {
    true
}

/// What the files of a session's reports are called: the session file's name without its ending,
/// else the title as a name.
#[must_use]
pub fn base_name(file: Option<&Path>, title: &str) -> String {
    let name = file.and_then(Path::file_name).map(|name| name.to_string_lossy().into_owned());
    let stem = name.as_deref().map(|name| {
        name.strip_suffix(SESSION_SUFFIX).or_else(|| name.strip_suffix(".ron")).unwrap_or(name)
    });
    match stem {
        Some(stem) if !stem.is_empty() => stem.to_owned(),
        _ => crate::session::Id::from_name(title, |_| false).to_string(),
    }
}

/// Writes what has changed between two sessions, as the file's ending says: `.md` or `.html`.
///
/// # Errors
/// An [`ExportError`]; the file is then as it was.
pub fn comparison_to_file(
    disk: &dyn Disk,
    comparison: &Comparison,
    path: &Path,
    replace: bool,
) -> Result<Exported, ExportError> {
    let ending = path.extension().map(|end| end.to_string_lossy().to_lowercase());
    let text = match ending.as_deref() {
        Some("md") => comparison::markdown(comparison),
        Some("html") => comparison::html(comparison),
        _ => return Err(ExportError::Ending(path.to_owned())),
    };
    let text = text.map_err(|error| ExportError::Report {
        format: "The comparison",
        error: Box::new(ReportError::Template(error)),
    })?;
    let write =
        Write { path: path.to_owned(), bytes: text.into_bytes(), expect: expected(replace) };
    let made = vec![Made { write, caution: None }];
    check(disk, &made, &[])?;
    write_all(disk, &made)
}

impl Job<'_> {
    /// Writes one format to a file.
    ///
    /// # Errors
    /// An [`ExportError`]; the file is then as it was.
    pub fn to_file(
        &self,
        disk: &dyn Disk,
        format: Format,
        path: &Path,
        watch: Watch<'_>,
    ) -> Result<Exported, ExportError> {
        check_sources(path, self.sources)?;
        let ending = path.extension().map(|ending| ending.to_string_lossy());
        if ending.is_some_and(|ending| !format.may_end(&ending)) {
            return Err(ExportError::OtherEnding { format, path: path.to_owned() });
        }
        let made = self.make(&[format], watch, |_| path.to_owned())?;
        check(disk, &made, self.sources)?;
        write_all(disk, &made)
    }

    /// Writes these formats into a folder, which is made where it is missing.
    ///
    /// # Errors
    /// An [`ExportError`] that says what has been written.
    pub fn to_folder(
        &self,
        disk: &dyn Disk,
        formats: &[Format],
        folder: &Path,
        watch: Watch<'_>,
    ) -> Result<Exported, ExportError> {
        let endings: Vec<&str> = formats.iter().map(|format| format.extension()).collect();
        check_folder(disk, folder, &endings)?;
        let made = self.make(formats, watch, |ending| self.within(folder, ending))?;
        check(disk, &made, self.sources)?;
        make_folder(disk, folder)?;
        write_all(disk, &made)
    }

    /// Where a file of this ending goes in a folder.
    fn within(&self, folder: &Path, ending: &str) -> PathBuf {
        folder.join(format!("{}{ending}", self.base))
    }

    /// Makes the files of these formats; each goes where `place` says for its ending.
    fn make(
        &self,
        formats: &[Format],
        watch: Watch<'_>,
        place: impl Fn(&str) -> PathBuf,
    ) -> Result<Vec<Made>, ExportError> {
        let mut made = Vec::new();
        for (format, done) in formats.iter().zip(0..) {
            if !watch(done, formats.len(), format.name()) {
                return Err(ExportError::Cancelled);
            }
            match format.render(self.summary, self.layout) {
                Ok(rendered) => made.extend(rendered.into_iter().map(|rendered| {
                    let (path, expect) = (place(&rendered.ending), expected(self.replace));
                    let write = Write { path, bytes: rendered.bytes, expect };
                    Made { write, caution: rendered.caution }
                })),
                // A covered result has no pictures; among other formats that is no reason to stop.
                Err(ReportError::NoPictures) if formats.len() > 1 => {}
                Err(error) => {
                    let error = Box::new(error);
                    return Err(ExportError::Report { format: format.name(), error });
                }
            }
        }
        Ok(made)
    }
}
