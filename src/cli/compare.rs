//! What has changed between two sessions, written to a file or printed.

use std::io::Write;
use std::path::{Path, PathBuf};

use clap::Args;

use super::Failure;
use super::export::{WITHOUT_FILE, refused, tell};
use crate::analysis;
use crate::catalogue::Catalogue;
use crate::export;
use crate::report::{Comparison, Origin, Version, comparison};
use crate::store::{self, disk::RealDisk};

/// Two versions of a decision.
#[derive(Debug, Args)]
pub(super) struct Compare {
    /// The earlier session
    before: PathBuf,
    /// The later session
    after: PathBuf,
    /// File to write, called .md or .html; without it Markdown is printed
    #[arg(long, short, value_name = "PATH")]
    out: Option<PathBuf>,
    /// Replace the file when it is there already; it is kept as .bak
    #[arg(long)]
    replace: bool,
}

/// Writes or prints what has changed from one session to another.
pub(super) fn compare(
    wanted: &Compare,
    catalogue: &Catalogue,
    out: &mut dyn Write,
) -> Result<(), Failure> {
    let read = |path: &Path| {
        let opened = store::open(path)?;
        let verdict = analysis::verdict(&opened.session, catalogue);
        let origin = Origin::of_file(path, opened.fingerprint.hex());
        Ok::<_, Failure>((opened.session, verdict, origin))
    };
    if wanted.replace && wanted.out.is_none() {
        return Err(Failure::Job(WITHOUT_FILE.to_owned()));
    }
    if let Some(path) = &wanted.out {
        let sources = [wanted.before.clone(), wanted.after.clone()];
        export::check_sources(path, &sources).map_err(|error| refused(&error))?;
    }
    let (before, after) = (read(&wanted.before)?, read(&wanted.after)?);
    let comparison = Comparison::of(
        Version { session: &before.0, verdict: &before.1, origin: &before.2 },
        Version { session: &after.0, verdict: &after.1, origin: &after.2 },
    )
    .map_err(|error| Failure::Job(error.to_string()))?;
    let Some(path) = &wanted.out else {
        let text = comparison::markdown(&comparison);
        let text = text.map_err(|error| Failure::Job(error.to_string()))?;
        write!(out, "{text}")?;
        return Ok(());
    };
    let written = export::comparison_to_file(&RealDisk, &comparison, path, wanted.replace);
    tell(written.map_err(|error| refused(&error))?, out)
}
