//! Two versions of a session: what differs, and both in one.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};

use super::Failure;
use super::readable::NOT_AGREED;
use crate::analysis::{self, Verdict, words};
use crate::catalogue::Catalogue;
use crate::session::Session;
use crate::store::diff::changes;
use crate::store::disk::RealDisk;
use crate::store::merge::{self, MergeError, Merged, Take};
use crate::store::{self, Expect, Fingerprint, LoadProblem, Losses, SaveError, Saved};

#[derive(Debug, Args)]
#[command(
    override_usage = "weighbridge merge BASE OURS THEIRS [-o OUT] [--take ours|theirs]\n       \
                            weighbridge merge UNFINISHED [-o OUT] [--take ours|theirs]\n       \
                            weighbridge merge UNFINISHED -o OUT --only base|ours|theirs"
)]
pub(super) struct Merge {
    /// The version that both began from (an empty file: none), or the file of an unfinished merge
    base: PathBuf,
    /// The version that is merged into, “here”
    #[arg(requires = "theirs")]
    ours: Option<PathBuf>,
    /// The version that is merged, “there”
    theirs: Option<PathBuf>,
    /// File to write instead of OURS; another existing file is never replaced
    #[arg(short, long)]
    out: Option<PathBuf>,
    /// Take this side wherever both changed the same thing
    #[arg(long)]
    take: Option<TakeName>,
    /// Merge nothing, and write one version out of an unfinished merge to OUT
    #[arg(long, requires = "out", conflicts_with_all = ["take", "ours"])]
    only: Option<VersionName>,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum TakeName {
    Ours,
    Theirs,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum VersionName {
    Base,
    Ours,
    Theirs,
}

/// What is merged, and where it goes.
struct Given {
    base: Option<Session>,
    ours: Session,
    theirs: Session,
    /// What of the files that were read cannot be kept.
    loses: Losses,
    /// What in the files is not known, and is kept.
    warnings: Vec<LoadProblem>,
    path: PathBuf,
    expect: Expect,
    /// Whether the result goes where the version “here” was read from.
    in_place: bool,
}

impl Given {
    fn read(job: &Merge) -> Result<Self, Failure> {
        let (Some(ours), Some(theirs)) = (&job.ours, &job.theirs) else {
            return Self::read_unfinished(job);
        };
        let base = merge::open_base(&job.base)?;
        let (ours, theirs) = (store::open(ours)?, store::open(theirs)?);
        let loses = ours.loses.and(theirs.loses);
        let warnings = ours.warnings.into_iter().chain(theirs.warnings).collect();
        let (path, expect) = place(ours.path, ours.fingerprint, job.out.as_deref());
        let in_place = matches!(expect, Expect::Unchanged(_));
        let (ours, theirs) = (ours.session, theirs.session);
        Ok(Self { base, ours, theirs, loses, warnings, path, expect, in_place })
    }

    fn read_unfinished(job: &Merge) -> Result<Self, Failure> {
        let read = merge::read_unfinished(&job.base)?;
        let (path, expect) = place(read.path, read.fingerprint, job.out.as_deref());
        let (base, ours, theirs) = (read.base, read.ours, read.theirs);
        let (loses, warnings) = (read.loses, read.warnings);
        Ok(Self { base, ours, theirs, loses, warnings, path, expect, in_place: false })
    }

    fn merge(&self, take: Option<TakeName>) -> Result<Merged, MergeError> {
        let (base, ours, theirs) = (self.base.as_ref(), &self.ours, &self.theirs);
        let taken = |take| {
            let session = merge::merge_taking(base, ours, theirs, take)?;
            Ok(Merged { session, conflicts: Vec::new() })
        };
        match take {
            None => merge::merge(base, ours, theirs, &BTreeMap::new()),
            Some(TakeName::Ours) => taken(Take::Ours),
            Some(TakeName::Theirs) => taken(Take::Theirs),
        }
    }

    const fn versions(&self) -> (Option<&Session>, &Session, &Session) {
        (self.base.as_ref(), &self.ours, &self.theirs)
    }

    /// One version as it is.
    const fn only(&self, version: VersionName) -> Option<&Session> {
        match version {
            VersionName::Base => self.base.as_ref(),
            VersionName::Ours => Some(&self.ours),
            VersionName::Theirs => Some(&self.theirs),
        }
    }

    /// Whether nothing was taken and the file says that already: it stays as somebody wrote it.
    fn is_there_already(&self, merged: &Merged) -> bool {
        self.in_place && merged.conflicts.is_empty() && merged.session == self.ours
    }

    fn save(&self, merged: &Merged) -> Result<Saved, SaveError> {
        if merged.conflicts.is_empty() {
            return store::save(&RealDisk, &self.path, &merged.session, self.expect);
        }
        let (versions, conflicts) = (self.versions(), &merged.conflicts);
        merge::save_unfinished(&RealDisk, &self.path, versions, conflicts, self.expect)
    }

    /// Keeps all versions in the file, since it is no version of theirs that goes on as if the
    /// others had not been.
    fn keep(&self, reason: &str) -> Failure {
        let kept = merge::save_misfit(&RealDisk, &self.path, self.versions(), reason, self.expect);
        let kept = kept.map_or_else(
            |error| error.to_string(),
            // Its name is git's own while git merges.
            |_| "All versions are kept in the file, with what to do.".to_owned(),
        );
        Failure::Job(format!("{reason}\n{kept}"))
    }
}

/// Where the result goes, and what is expected there: the file that was read, or none.
fn place(read: PathBuf, fingerprint: Fingerprint, out: Option<&Path>) -> (PathBuf, Expect) {
    match out {
        Some(out) if !store::is_same_file(out, &read) => (out.to_owned(), Expect::Absent),
        _ => (read, Expect::Unchanged(fingerprint)),
    }
}

/// Merges, writes what comes of it and says what was taken; gives the exit code.
pub(super) fn merge(job: &Merge, out: &mut dyn Write, err: &mut dyn Write) -> io::Result<u8> {
    match try_merge(job, out, err) {
        Ok(code) => Ok(code),
        Err(Failure::Output(error)) => Err(error),
        Err(Failure::Job(text)) => {
            writeln!(err, "{text}")?;
            Ok(1)
        }
    }
}

fn try_merge(job: &Merge, out: &mut dyn Write, err: &mut dyn Write) -> Result<u8, Failure> {
    let refused = |error: &dyn std::fmt::Display| Failure::Job(error.to_string());
    let given = Given::read(job)?;
    for warning in &given.warnings {
        writeln!(err, "warning: {warning}")?;
    }
    if let Some(version) = job.only {
        let session = given.only(version).ok_or_else(|| refused(&"there is no such version"))?;
        let saved = store::save(&RealDisk, &given.path, session, given.expect);
        saved.map_err(|error| refused(&error))?;
        return Ok(0);
    }
    let merged = match given.merge(job.take) {
        Ok(merged) => merged,
        Err(error @ MergeError::Misfit(_)) => return Err(given.keep(&error.to_string())),
        Err(error) => return Err(refused(&error)),
    };
    if given.is_there_already(&merged) {
        writeln!(out, "Nothing was taken")?;
        return Ok(0);
    }
    let saved = match given.save(&merged) {
        Ok(saved) => saved,
        // Both versions could be saved, and together they cannot.
        Err(SaveError::TooLarge(_)) if merged.conflicts.is_empty() => {
            return Err(given.keep(
                "together the versions are larger than a session may be: shorten or remove notes \
                 in one of them, and merge again",
            ));
        }
        Err(error) => return Err(refused(&error)),
    };
    if let Some(caution) = saved.caution {
        writeln!(err, "{caution}")?;
    }
    for said in given.loses.dropped() {
        writeln!(err, "{said}")?;
    }
    let taken = changes(&given.ours, &merged.session);
    for line in &taken {
        writeln!(out, "{line}")?;
    }
    if taken.is_empty() {
        writeln!(out, "Nothing was taken")?;
    }
    if merged.conflicts.is_empty() {
        return Ok(0);
    }
    let count = words::count(merged.conflicts.len(), "conflict", "conflicts");
    writeln!(err, "{count}, to be chosen in the window or with --take:")?;
    for conflict in &merged.conflicts {
        writeln!(err, "  {}", conflict.what)?;
    }
    Ok(1)
}

/// Tells what differs between two versions, and what that does to the verdict.
pub(super) fn diff(
    before: &Path,
    after: &Path,
    catalogue: &Catalogue,
    out: &mut dyn Write,
) -> Result<(), Failure> {
    let (before, after) = (store::open(before)?.session, store::open(after)?.session);
    if before == after {
        writeln!(out, "No difference")?;
        return Ok(());
    }
    for line in changes(&before, &after) {
        writeln!(out, "{line}")?;
    }
    writeln!(out)?;
    if after.agreed().is_none() {
        writeln!(out, "{NOT_AGREED}")?;
    }
    let verdicts = [&before, &after].map(|session| analysis::verdict(session, catalogue));
    let [old, new] = &verdicts;
    let lead =
        |session: &Session, verdict: &Verdict| words::lead(&session.sides, verdict.balance.margin);
    let (old_lead, new_lead) = (lead(&before, old), lead(&after, new));
    if old_lead == new_lead {
        writeln!(out, "Margin: {new_lead}, as before")?;
    } else {
        writeln!(out, "Margin: {old_lead} → {new_lead}")?;
    }
    if old.headline == new.headline {
        writeln!(out, "Verdict: {}, as before", new.headline)?;
    } else {
        writeln!(out, "Verdict before: {}", old.headline)?;
        writeln!(out, "Verdict after: {}", new.headline)?;
    }
    Ok(())
}
