//! A decision record into a folder of such records.

use std::path::{Path, PathBuf};

use super::{ExportError, Exported, Job, Watch};
use crate::report::Format;
use crate::report::Summary;
use crate::report::record::{Link, Links, record};
use crate::session::Profile;
use crate::store::decisions::{self, Decisions, Plan, RecordError};
use crate::store::{self, disk::Disk};

/// Where a summary's record goes, and in which shape: the folder's own, unless one is asked for.
///
/// # Errors
/// When the folder cannot be read.
pub fn plan(summary: &Summary, folder: &Path, asked: Option<Profile>) -> Result<Plan, ExportError> {
    let decisions =
        Decisions::look(folder).map_err(|error| ExportError::Unread(Box::new(error)))?;
    let mut plan = decisions.plan(&summary.title.text, &summary.id, &summary.supersedes);
    if let Some(profile) = asked {
        plan.profile = profile;
        "it was asked for".clone_into(&mut plan.why);
    }
    Ok(plan)
}

/// Writes the record that was planned; in place of the session's earlier one only where that is
/// agreed to.
///
/// # Errors
/// An [`ExportError`] that says what has been written.
pub fn write(
    disk: &dyn Disk,
    plan: &Plan,
    summary: &Summary,
    replace: bool,
) -> Result<Exported, ExportError> {
    let supersedes = plan.supersedes.as_ref().map(|earlier| Link {
        number: earlier.number,
        title: earlier.title.clone(),
        file: earlier.file.clone(),
    });
    let text = record(summary, plan.profile, plan.number, &Links { supersedes });
    match decisions::write(disk, plan, &text, replace) {
        Ok(files) => Ok(Exported { files, cautions: plan.caution.iter().cloned().collect() }),
        Err(RecordError::OwnExists(path)) => Err(ExportError::AlreadyThere(vec![path])),
        Err(error) => Err(ExportError::Record(Box::new(error))),
    }
}

/// What a plan comes to, in a sentence: `MADR 4, because …`.
#[must_use]
pub fn shape_words(plan: &Plan) -> String {
    format!("{}, because {}.", plan.profile.name(), plan.why.trim_end_matches('.'))
}

impl Job<'_> {
    /// Writes every format and a decision record into one folder.
    ///
    /// # Errors
    /// An [`ExportError`] that says what has been written.
    pub fn everything(
        &self,
        disk: &dyn Disk,
        folder: &Path,
        watch: Watch<'_>,
    ) -> Result<Exported, ExportError> {
        let plan = plan(self.summary, folder, None)?;
        let own: PathBuf = folder.join(&plan.file);
        if !self.replace && store::is_there(&own) {
            return Err(ExportError::AlreadyThere(vec![own]));
        }
        let mut exported = self.to_folder(disk, &Format::ALL, folder, watch)?;
        let recorded = write(disk, &plan, self.summary, self.replace)?;
        exported.files.extend(recorded.files);
        exported.cautions.extend(recorded.cautions);
        Ok(exported)
    }
}
