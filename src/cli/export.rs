//! Reports, written to files or printed.

use std::io::Write;
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use jiff::tz::TimeZone;

use super::Failure;
use crate::analysis;
use crate::catalogue::Catalogue;
use crate::export::{self, ExportError, Exported, Job, unwatched};
use crate::report::record::{self, Links};
use crate::report::{Format, Layout, Origin, Paper, Source, Summary, Telling, template};
use crate::session::Profile;
use crate::store::decisions::Plan;
use crate::store::{self, disk::RealDisk};

/// What is said where files are to be replaced and none is named.
pub(super) const WITHOUT_FILE: &str = "nothing was written: --replace is for a file that is \
                                       written, and none is named; name one with --out, or leave \
                                       it out";

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
    /// Paper of the PDF; A4 when it is not given
    #[arg(long, value_enum)]
    paper: Option<PaperName>,
    /// Shape of the decision record; without it the folder’s own
    #[arg(long, value_enum)]
    profile: Option<ProfileName>,
    /// Your own template for Markdown or, when it is called .html.j2, for HTML; see weighbridge
    /// template
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
    #[value(alias = "md")]
    #[value(alias = "md")]
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

impl Export {
    /// That every option does something for what is wanted.
    fn check(&self) -> Result<(), Failure> {
        use FormatName::{Html, Markdown, Pdf, Record, Xlsx};
        let refuse = |option: &str, formats: &str| {
            let error = format!(
                "nothing was written: --{option} is for --format {formats}, and for --all; leave \
                 it out, or ask for one of these"
            );
            Err(Failure::Job(error))
        };
        if self.replace && self.out.is_none() && self.wanted.all.is_none() {
            return Err(Failure::Job(WITHOUT_FILE.to_owned()));
        }
        // Everything has something for every option.
        let Some(format) = self.wanted.format else { return Ok(()) };
        let is_for = |formats: &[FormatName]| formats.contains(&format);
        if self.template.is_some() && !is_for(&[Markdown, Html]) {
            return refuse("template", "markdown and html");
        }
        if self.profile.is_some() && !is_for(&[Record]) {
            return refuse("profile", "record");
        }
        if self.paper.is_some() && !is_for(&[Pdf]) {
            return refuse("paper", "pdf");
        }
        if self.ballots && !is_for(&[Markdown, Html, Pdf, Xlsx]) {
            return refuse("ballots", "markdown, html, pdf and xlsx");
        }
        let kinds = self.template.as_deref().zip(format.format().and_then(Format::template_kind));
        match kinds.map(|(path, kind)| (path, kind, template::Kind::of(&name_of(path)))) {
            Some((path, template::Kind::Html, template::Kind::Markdown)) => {
                Err(other_kind(path, "Markdown", "one for HTML is called like ours.html.j2"))
            }
            Some((path, template::Kind::Markdown, template::Kind::Html)) => {
                Err(other_kind(path, "HTML", "one for Markdown is called like ours.md.j2"))
            }
            _ => Ok(()),
        }
    }

    /// The shape that is asked for.
    fn profile(&self) -> Option<Profile> {
        self.profile.map(|name| match name {
            ProfileName::Madr4 => Profile::Madr4,
            ProfileName::Madr2 => Profile::Madr2,
            ProfileName::Nygard => Profile::Nygard,
        })
    }
}

/// That a template's name says that it makes something else.
fn other_kind(path: &Path, makes: &str, name: &str) -> Failure {
    Failure::Job(format!(
        "nothing was written: by its name this template makes {makes}, and {name}: {}",
        path.display()
    ))
}

/// Writes or prints a report.
pub(super) fn export(
    wanted: &Export,
    catalogue: &Catalogue,
    out: &mut dyn Write,
) -> Result<(), Failure> {
    wanted.check()?;
    let summary = summary(&wanted.file, wanted.ballots, catalogue)?;
    let layout = Layout {
        paper: match wanted.paper {
            Some(PaperName::Letter) => Paper::Letter,
            Some(PaperName::A4) | None => Paper::A4,
        },
        template: wanted.template.as_deref().map(read_template).transpose()?,
        profile: wanted.profile(),
    };
    let base = export::base_name(Some(&wanted.file), &summary.project);
    let sources: Vec<PathBuf> =
        std::iter::once(&wanted.file).chain(&wanted.template).cloned().collect();
    let (summary, layout, replace) = (&summary, &layout, wanted.replace);
    let job = Job { summary, layout, base: &base, replace, sources: &sources };
    let to = wanted.out.as_deref();
    let exported = match (&wanted.wanted.all, wanted.wanted.format.map(FormatName::format), to) {
        (Some(folder), ..) => return everything(&job, folder, out),
        (None, Some(None), to) => return record(wanted, summary, to, out),
        (None, Some(Some(format)), Some(path)) if format.is_several() => {
            job.to_folder(&RealDisk, &[format], path, &mut unwatched)
        }
        (None, Some(Some(format)), Some(path)) => {
            job.to_file(&RealDisk, format, path, &mut unwatched)
        }
        (None, Some(Some(format)), None) => return print(format, summary, layout, out),
        (None, None, _) => return Ok(()),
    };
    tell(exported.map_err(|error| refused(&error))?, out)
}

/// That a job was refused, and what helps where files are in the way.
pub(super) fn refused(error: &ExportError) -> Failure {
    let hint = match error {
        ExportError::AlreadyThere(files) if files.len() == 1 => {
            "\nWith --replace it is replaced and kept as .bak."
        }
        ExportError::AlreadyThere(_) => "\nWith --replace they are replaced and kept as .bak.",
        _ => "",
    };
    Failure::Job(format!("{error}{hint}"))
}

/// Writes every format and the decision record into a folder.
fn everything(job: &Job<'_>, folder: &Path, out: &mut dyn Write) -> Result<(), Failure> {
    let plan = export::plan(job.summary, folder, job.layout.profile);
    let plan = plan.map_err(|error| refused(&error))?;
    warn(&plan, out)?;
    let mut exported =
        job.everything(&RealDisk, folder, &mut unwatched).map_err(|error| refused(&error))?;
    exported.cautions.retain(|caution| Some(caution) != plan.caution.as_ref());
    tell(exported, out)
}

/// Writes the decision record into a folder, or prints it.
fn record(
    wanted: &Export,
    summary: &Summary,
    folder: Option<&Path>,
    out: &mut dyn Write,
) -> Result<(), Failure> {
    let Some(folder) = folder else {
        let profile = wanted.profile().unwrap_or_default();
        let text = record::record(summary, profile, 1, &Links::default());
        write!(out, "{text}")?;
        return Ok(());
    };
    let plan = export::plan(summary, folder, wanted.profile()).map_err(|error| refused(&error))?;
    if plan.updates.is_some() && !wanted.replace {
        return Err(Failure::Job(format!(
            "nothing was written: this session has a record there already: {}\n\
             With --replace it is updated: it keeps its number, and what it says now is kept as \
             .bak.",
            folder.join(&plan.file).display()
        )));
    }
    writeln!(out, "{}", export::shape_words(&plan))?;
    warn(&plan, out)?;
    let written = export::write_record(&RealDisk, &plan, summary, wanted.replace);
    let mut written = written.map_err(|error| refused(&error))?;
    written.cautions.retain(|caution| Some(caution) != plan.caution.as_ref());
    tell(written, out)
}

/// Says what somebody should know before a record is written.
fn warn(plan: &Plan, out: &mut dyn Write) -> Result<(), Failure> {
    if let Some(caution) = &plan.caution {
        writeln!(out, "{caution}")?;
    }
    Ok(())
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
    Ok((name_of(path), store::read_text(path)?))
}

fn name_of(path: &Path) -> String {
    path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
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
pub(super) fn tell(exported: Exported, out: &mut dyn Write) -> Result<(), Failure> {
    for file in exported.files {
        writeln!(out, "{}", file.display())?;
    }
    for caution in exported.cautions {
        writeln!(out, "{caution}")?;
    }
    Ok(())
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
