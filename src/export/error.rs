//! Why something was not exported.

use std::path::PathBuf;

use thiserror::Error;

use crate::report::{Format, ReportError};
use crate::store::decisions::RecordError;
use crate::store::{OpenError, SaveError};

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
    /// A file could not be written; those before it have been, it and those after it have not.
    #[error("{}{}", unsaved(.error), halfway(.written, .missing))]
    Save {
        /// The files that have been written before.
        written: Vec<PathBuf>,
        /// The files that have not been written.
        missing: Vec<PathBuf>,
        /// Why.
        error: SaveError,
    },
    /// What is written would replace what it is made from. Nothing has been written.
    #[error(
        "nothing was written: this file is read for it; choose another name: {}", .0.display()
    )]
    Source(PathBuf),
    /// A file is named where a folder is needed. Nothing has been written.
    #[error(
        "nothing was written: this goes into a folder, where each file gets a name of its own; \
         name a folder instead of a file: {}", .0.display()
    )]
    WantsFolder(PathBuf),
    /// The file's name ends as another kind of file does. Nothing has been written.
    #[error(
        "nothing was written: {} is written to a file that ends in .{}, and by its ending this is \
         another kind of file: {}", .format.name(), .format.extension(), .path.display()
    )]
    OtherEnding {
        /// What was to be written.
        format: Format,
        /// Where to.
        path: PathBuf,
    },
    /// A folder is named where a file is needed. Nothing has been written.
    #[error("nothing was written: this is a folder; name a file in it: {}", .0.display())]
    IsFolder(PathBuf),
    /// Two of the files would have one name. Nothing has been written.
    #[error(
        "nothing was written: the decision record and another file would both have this name; \
         write the record into a folder of its own: {}", .0.display()
    )]
    SameName(PathBuf),
    /// What has changed is told in Markdown or on a page only. Nothing has been written.
    #[error(
        "nothing was written: what has changed is told in a file that ends in .md or .html; choose \
         such a name: {}", .0.display()
    )]
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

/// Why a file was not written. Of a session it would be said that what is on the disk stays.
fn unsaved(error: &SaveError) -> String {
    match error {
        SaveError::Failed { why, path } => format!("{why}: {}", path.display()),
        error => error.to_string(),
    }
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

/// Which files are there, and which are not, when a job of several ended before its end.
fn halfway(written: &[PathBuf], missing: &[PathBuf]) -> String {
    let names = |paths: &[PathBuf]| {
        let names = paths.iter().map(|path| path.file_name().unwrap_or(path.as_os_str()));
        names.map(|name| name.to_string_lossy().into_owned()).collect::<Vec<_>>().join(", ")
    };
    match (written, missing) {
        ([], [] | [_]) => String::new(),
        ([], _) => "\nNothing was written.".to_owned(),
        _ => format!("\nWritten: {}\nNot written: {}", names(written), names(missing)),
    }
}
