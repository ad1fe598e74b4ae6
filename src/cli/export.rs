//! Reports, and what has changed between two sessions, written to files or printed.

use std::io::Write;
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use jiff::tz::TimeZone;

use super::Failure;
use crate::analysis;
use crate::catalogue::Catalogue;
use crate::export::{self, ExportError, Exported, Job, unwatched};
use crate::report::record::{self, Links};
use crate::report::{
    Comparison, Format, Layout, Origin, Paper, Source, Summary, Telling, Version, comparison,
    template,
};
use crate::session::Profile;
use crate::store::{self, disk::RealDisk};

/// Which report, and where to.
#[derive(Debug, Args)]
pub(super) struct Export {
    /// Session file
    file: PathBuf,
    #[command(flatten)]
    wanted: Wanted,
    /// File to write, or folder for charts and records; without it the report is printed
    #[arg(long, short, value_name = "PATH", conflicts_with = "all")]
    out: Option<PathBuf>,
    /// Replace files that are there already; they are kept as .bak
    #[arg(long)]
    replace: bool,
    /// Put everybody’s own ballot into the report
    #[arg(long)]
    ballots: bool,
    /// Paper of the PDF
    #[arg(long, value_enum, default_value_t = PaperName::A4)]
    paper: PaperName,
    /// Shape of the decision record; without it the folder’s own
    #[arg(long, value_enum)]
    profile: Option<ProfileName>,
    /// Your own template for Markdown or HTML; see weighbridge template
    #[arg(long, value_name = "FILE")]
    template: Option<PathBuf>,
}

#[derive(Debug, Args)]
#[group(required = true, multiple = false)]
struct Wanted {
    /// What to write
    #[arg(long, short, value_enum)]
    format: Option<FormatName>,
    /// Write every format into this folder
    #[arg(long, value_name = "DIR")]
    all: Option<PathBuf>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum FormatName {
    /// Summary as Markdown
    Markdown,
    /// One self-contained page
    Html,
    /// One page for stakeholders, and an appendix
    Pdf,
    /// Spreadsheet whose totals compute
    Xlsx,
    /// Table of criteria
    Csv,
    /// Charts as drawings, into a folder
    Svg,
    /// Charts as pixels, into a folder
    Png,
    /// Decision record, into a folder of such records
    Record,
}

/// The shape of a decision record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum ProfileName {
    Madr4,
    Madr2,
    Nygard,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum PaperName {
    A4,
    Letter,
}

/// Which of the built-in templates.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum TemplateName {
    Markdown,
    Html,
}

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

impl FormatName {
    /// The format; none for a record.
    const fn format(self) -> Option<Format> {
        Some(match self {
            Self::Markdown => Format::Markdown,
            Self::Html => Format::Html,
            Self::Pdf => Format::Pdf,
            Self::Xlsx => Format::Xlsx,
            Self::Csv => Format::Csv,
            Self::Svg => Format::Svg,
            Self::Png => Format::Png,
            Self::Record => return None,
        })
    }
}

/// Writes or prints a report.
pub(super) fn export(
    wanted: &Export,
    catalogue: &Catalogue,
    out: &mut dyn Write,
) -> Result<(), Failure> {
    let summary = summary(&wanted.file, wanted.ballots, catalogue)?;
    let layout = Layout {
        paper: match wanted.paper {
            PaperName::A4 => Paper::A4,
            PaperName::Letter => Paper::Letter,
        },
        template: wanted.template.as_deref().map(read_template).transpose()?,
    };
    let base = export::base_name(Some(&wanted.file), &summary.project);
    let job = Job { summary: &summary, layout: &layout, base: &base, replace: wanted.replace };
    let to = wanted.out.as_deref();
    let exported = match (&wanted.wanted.all, wanted.wanted.format.map(FormatName::format), to) {
        (Some(folder), ..) => job.everything(&RealDisk, folder, &mut unwatched),
        (None, Some(None), to) => return record(wanted, &summary, to, out),
        (None, Some(Some(format)), Some(path)) if format.is_several() => {
            job.to_folder(&RealDisk, &[format], path, &mut unwatched)
        }
        (None, Some(Some(format)), Some(path)) => {
            job.to_file(&RealDisk, format, path, &mut unwatched)
        }
        (None, Some(Some(format)), None) => return print(format, &summary, &layout, out),
        (None, None, _) => return Ok(()),
    };
    tell(exported.map_err(|error| refused(&error))?, out)
}

/// That a job was refused, and what helps where files are in the way.
fn refused(error: &ExportError) -> Failure {
    let there = matches!(error, ExportError::AlreadyThere(_));
    let hint = if there { "\nWith --replace they are replaced and kept as .bak." } else { "" };
    Failure::Job(format!("{error}{hint}"))
}

/// Writes the decision record into a folder, or prints it.
fn record(
    wanted: &Export,
    summary: &Summary,
    folder: Option<&Path>,
    out: &mut dyn Write,
) -> Result<(), Failure> {
    let asked = wanted.profile.map(|name| match name {
        ProfileName::Madr4 => Profile::Madr4,
        ProfileName::Madr2 => Profile::Madr2,
        ProfileName::Nygard => Profile::Nygard,
    });
    let Some(folder) = folder else {
        let text = record::record(summary, asked.unwrap_or_default(), 1, &Links::default());
        write!(out, "{text}")?;
        return Ok(());
    };
    let plan = export::plan(summary, folder, asked).map_err(|error| refused(&error))?;
    let written = export::write_record(&RealDisk, &plan, summary, wanted.replace);
    let written = written.map_err(|error| refused(&error))?;
    writeln!(out, "{}", export::shape_words(&plan))?;
    tell(written, out)
}

fn summary(file: &Path, ballots: bool, catalogue: &Catalogue) -> Result<Summary, Failure> {
    let opened = store::open(file)?;
    let verdict = analysis::verdict(&opened.session, catalogue);
    Ok(Summary::of(Source {
        session: &opened.session,
        verdict: &verdict,
        catalogue,
        zone: &TimeZone::system(),
        origin: &Origin::of_file(file, opened.fingerprint.hex()),
        // A file is open to whoever has it, so nothing is covered; the report says what is not agreed.
        telling: Telling { ballots, uncovered: true },
    }))
}

fn read_template(path: &Path) -> Result<(String, String), Failure> {
    let text = store::read_text(path)?;
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned());
    Ok((name.unwrap_or_default(), text))
}

/// Prints a format that is one file.
fn print(
    format: Format,
    summary: &Summary,
    layout: &Layout,
    out: &mut dyn Write,
) -> Result<(), Failure> {
    if format.is_several() {
        return Err(Failure::Job("several files are made; name a folder with --out".to_owned()));
    }
    let made = format.render(summary, layout).map_err(|error| Failure::Job(error.to_string()))?;
    for rendered in made {
        out.write_all(&rendered.bytes)?;
    }
    Ok(())
}

/// Says what has been written.
fn tell(exported: Exported, out: &mut dyn Write) -> Result<(), Failure> {
    for file in exported.files {
        writeln!(out, "{}", file.display())?;
    }
    for caution in exported.cautions {
        writeln!(out, "{caution}")?;
    }
    Ok(())
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
    if let Some(path) = &wanted.out {
        let sources = [wanted.before.as_path(), &wanted.after];
        export::check_sources(path, sources).map_err(|error| refused(&error))?;
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

/// Prints a built-in template, to make one’s own of it.
pub(super) fn print_template(name: TemplateName, out: &mut dyn Write) -> Result<(), Failure> {
    let kind = match name {
        TemplateName::Markdown => template::Kind::Markdown,
        TemplateName::Html => template::Kind::Html,
    };
    write!(out, "{}", template::built_in(kind))?;
    Ok(())
}
