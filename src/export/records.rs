//! A decision record into a folder of such records.

use std::path::{Path, PathBuf};

use super::files::{Made, check, check_folder, make_folder, write_all};
use super::{ExportError, Exported, Job, Watch};
use crate::report::Format;
use crate::report::Summary;
use crate::report::record::{Link, Links, record};
use crate::session::Profile;
use crate::store::decisions::{self, Decisions, Plan, RecordError, Wanted};
use crate::store::disk::{Disk, RealDisk};
use crate::store::is_same_file;

/// Where a summary's record goes, and in which shape: the folder's own, unless one is asked for.
///
/// # Errors
/// When the folder cannot be read, or no place in it is this record's.
pub fn plan(summary: &Summary, folder: &Path, asked: Option<Profile>) -> Result<Plan, ExportError> {
    check_folder(&RealDisk, folder, &["md"])?;
    let decisions =
        Decisions::look(folder).map_err(|error| ExportError::Unread(Box::new(error)))?;
    let wanted = Wanted {
        title: &summary.title.text,
        session: &summary.id,
        status: summary.status,
        // A session that knows no day is recorded on the day on which that is done.
        day: summary.date.unwrap_or_else(|| jiff::Zoned::now().date()),
        supersedes: &summary.supersedes,
        superseded_by: &summary.superseded_by,
    };
    let mut plan = decisions.plan(&wanted).map_err(unwritten)?;
    if let Some(profile) = asked {
        plan.profile = profile;
        "it was asked for".clone_into(&mut plan.why);
    }
    Ok(plan)
}

fn unwritten(error: RecordError) -> ExportError {
    match error {
        RecordError::OwnExists(path) => ExportError::AlreadyThere(vec![path]),
        error => ExportError::Record(Box::new(error)),
    }
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
    let files = decisions::write(disk, plan, &text(plan, summary), replace).map_err(unwritten)?;
    let changed = changed(plan, &files);
    Ok(Exported { files, cautions: plan.caution.iter().cloned().chain(changed).collect() })
}

/// That the record which this one replaces has been changed, where that is so.
fn changed(plan: &Plan, files: &[PathBuf]) -> Option<String> {
    let earlier = plan.folder.join(&plan.supersedes.as_ref()?.file);
    files.iter().find(|file| is_same_file(file, &earlier)).map(|file| {
        format!("{} was changed: it says now that {} replaces it.", file.display(), plan.file)
    })
}

/// The text of the record that was planned.
fn text(plan: &Plan, summary: &Summary) -> String {
    let supersedes = plan.supersedes.as_ref().map(|earlier| Link {
        number: earlier.number,
        title: earlier.title.clone(),
        file: earlier.file.clone(),
    });
    record(summary, plan.profile, plan.number, &Links { supersedes })
}

/// What a plan comes to, in a sentence: `MADR 4, because …`.
#[must_use]
pub fn shape_words(plan: &Plan) -> String {
    format!("{}, because {}.", plan.profile.name(), plan.why.trim_end_matches('.'))
}

impl Job<'_> {
    /// Writes every format and a decision record into one folder. Everything is looked at before
    /// the first of them is written.
    ///
    /// # Errors
    /// An [`ExportError`] that says what has been written.
    pub fn everything(
        &self,
        disk: &dyn Disk,
        folder: &Path,
        watch: Watch<'_>,
    ) -> Result<Exported, ExportError> {
        check_folder(disk, folder, &[])?;
        let plan = plan(self.summary, folder, self.layout.profile)?;
        // Whether the session's own record may be replaced is asked together with the rest.
        let text = text(&plan, self.summary);
        let records = decisions::prepare(disk, &plan, &text, true).map_err(unwritten)?;
        let mut made = self.make(&Format::ALL, watch, |ending| self.within(folder, ending))?;
        made.extend(records.into_iter().map(|write| Made { write, caution: None }));
        let own = plan.updates.as_ref().filter(|_| !self.replace).map(|own| folder.join(&own.file));
        match (check(disk, &made, self.sources), own) {
            (Err(ExportError::AlreadyThere(mut there)), own) => {
                there.extend(own);
                return Err(ExportError::AlreadyThere(there));
            }
            (Ok(()), Some(own)) => return Err(ExportError::AlreadyThere(vec![own])),
            (checked, _) => checked?,
        }
        make_folder(disk, folder)?;
        let mut exported = write_all(disk, &made)?;
        exported.cautions.extend(changed(&plan, &exported.files));
        exported.cautions.extend(plan.caution);
        Ok(exported)
    }
}
