//! Reports into files: what the window and the command line do alike.
//!
//! Everything is made in memory first and written afterwards, each file whole or not at all, so
//! that a job that fails or is given up leaves nothing behind that looks like a result.

mod records;

use std::path::{Path, PathBuf};

pub use records::{plan, shape_words, write as write_record};
use thiserror::Error;

use crate::report::{Comparison, Format, Layout, Rendered, ReportError, Summary, comparison};
use crate::store::decisions::RecordError;
use crate::store::{self, Expect, OpenError, SESSION_SUFFIX, SaveError, disk::Disk};

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

/// Why nothing, or not everything, was exported.
#[derive(Debug, Error)]
pub enum ExportError {
    /// Files would have been replaced. None has been written.
    #[error("{}", already_there(.0))]
    AlreadyThere(Vec<PathBuf>),
    /// A format could not be made. None has been written.
    #[error("{format} could not be made: {error}")]
    Report {
        /// Which.
        format: &'static str,
        /// Why.
        error: Box<ReportError>,
    },
    /// A file could not be written; those before it have been.
    #[error("{}{error}", written_before(.written))]
    Save {
        /// The files that have been written before.
        written: Vec<PathBuf>,
        /// Why.
        error: SaveError,
    },
    /// What is written would replace what it is made from.
    #[error(
        "this file is read for this report, so nothing was written over it; choose another name: {}",
        .0.display()
    )]
    Source(PathBuf),
    /// What has changed is told in Markdown or on a page only.
    #[error("what has changed is written as .md or .html; choose a name that ends so: {}", .0.display())]
    Ending(PathBuf),
    /// The folder could not be made.
    #[error("the folder could not be made ({error}); choose another: {}", folder.display())]
    Folder {
        /// What the system said.
        error: std::io::Error,
        /// Which folder.
        folder: PathBuf,
    },
    /// The folder of records could not be read.
    #[error("{0}")]
    Unread(Box<OpenError>),
    /// The record could not be written, or not all of it.
    #[error("{0}")]
    Record(Box<RecordError>),
    /// It was given up. None has been written.
    #[error("the export was cancelled; nothing was written")]
    Cancelled,
}

fn already_there(files: &[PathBuf]) -> String {
    let names: Vec<String> = files.iter().map(|path| path.display().to_string()).collect();
    match names.as_slice() {
        [one] => format!("there is already a file of that name; nothing was written: {one}"),
        many => format!(
            "there are already files of these names; nothing was written: {}",
            many.join(", ")
        ),
    }
}

fn written_before(files: &[PathBuf]) -> String {
    match files.len() {
        0 => String::new(),
        1 => "one file was written, then: ".to_owned(),
        count => format!("{count} files were written, then: "),
    }
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
    let made = Rendered { ending: String::new(), bytes: text.into_bytes(), caution: None };
    write(disk, vec![(path.to_owned(), made)], replace)
}

/// That none of these files, which a report is made from, is where it would be written.
///
/// # Errors
/// [`ExportError::Source`] with the one that is.
pub fn check_sources<'a>(
    out: &Path,
    sources: impl IntoIterator<Item = &'a Path>,
) -> Result<(), ExportError> {
    let same = sources.into_iter().any(|source| store::is_same_file(out, source));
    if same { Err(ExportError::Source(out.to_owned())) } else { Ok(()) }
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
        let made = self.make(&[format], watch)?;
        let files = made.into_iter().map(|rendered| (path.to_owned(), rendered)).collect();
        write(disk, files, self.replace)
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
        let made = self.make(formats, watch)?;
        disk.create_folder(folder)
            .map_err(|error| ExportError::Folder { error, folder: folder.to_owned() })?;
        let place = |rendered: Rendered| {
            (folder.join(format!("{}{}", self.base, rendered.ending)), rendered)
        };
        write(disk, made.into_iter().map(place).collect(), self.replace)
    }

    fn make(&self, formats: &[Format], watch: Watch<'_>) -> Result<Vec<Rendered>, ExportError> {
        let mut made = Vec::new();
        for (format, done) in formats.iter().zip(0..) {
            if !watch(done, formats.len(), format.name()) {
                return Err(ExportError::Cancelled);
            }
            match format.render(self.summary, self.layout) {
                Ok(rendered) => made.extend(rendered),
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

/// Writes files, none of them where one would be replaced unasked.
fn write(
    disk: &dyn Disk,
    files: Vec<(PathBuf, Rendered)>,
    replace: bool,
) -> Result<Exported, ExportError> {
    let there: Vec<PathBuf> = files
        .iter()
        .filter(|(path, _)| !replace && store::is_there(path))
        .map(|(path, _)| path.clone())
        .collect();
    if !there.is_empty() {
        return Err(ExportError::AlreadyThere(there));
    }
    let expect = if replace { Expect::Anything } else { Expect::Absent };
    let mut exported = Exported::default();
    for (path, rendered) in files {
        match store::save_report(disk, &path, &rendered.bytes, expect) {
            Ok(saved) => {
                exported.files.push(saved.path);
                exported.cautions.extend(rendered.caution);
                exported.cautions.extend(saved.caution);
            }
            Err(SaveError::Exists(path)) if exported.files.is_empty() => {
                return Err(ExportError::AlreadyThere(vec![path]));
            }
            Err(error) => {
                return Err(ExportError::Save { written: exported.files, error });
            }
        }
    }
    Ok(exported)
}
