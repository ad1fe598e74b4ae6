//! The page that the record shows, and what leaves the session: reports on workers, with progress,
//! and copies for the clipboard.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use egui::Context;

use super::App;
use super::document::Stamp;
use super::worker::Done;
use crate::analysis::{self, words};
use crate::command::Command;
use crate::export::{self, ExportError, Exported, Job, What};
use crate::report::{
    Format, Origin, Paper, Source, Summary, Telling, html, markdown, record,
    template::{self, TemplateError},
};
use crate::store::decisions::Plan;
use crate::store::disk::RealDisk;
use crate::store::{self, OpenError};
use crate::ui::view::Unread;
use crate::ui::{Modal, PathFor, Screen, Step};

/// The page, and what it was made of.
#[derive(Default)]
pub(super) struct Page {
    summary: Option<Box<Summary>>,
    of: Option<(Stamp, Stamp, Origin, Telling)>,
}

impl Page {
    /// The page, once somebody has looked at it.
    pub(super) fn summary(&self) -> Option<&Summary> {
        self.summary.as_deref()
    }
}

/// An export that is running.
pub(super) struct Exporting {
    cancelled: Arc<AtomicBool>,
    told: String,
}

/// What a command writes.
const fn what(command: Command) -> Option<What> {
    Some(match command {
        Command::ExportMarkdown => What::One(Format::Markdown),
        Command::ExportHtml => What::One(Format::Html),
        Command::ExportPdf => What::One(Format::Pdf),
        Command::ExportSheet => What::One(Format::Xlsx),
        Command::ExportCsv => What::One(Format::Csv),
        Command::ExportSvg => What::One(Format::Svg),
        Command::ExportPng => What::One(Format::Png),
        Command::ExportRecord => What::Record,
        Command::ExportComparison => What::Comparison,
        Command::ExportAll => What::Everything,
        _ => return None,
    })
}

impl App {
    /// Does a command of what leaves the session.
    pub(super) fn export_command(
        &mut self,
        context: &Context,
        frame: &eframe::Frame,
        command: Command,
    ) {
        match command {
            Command::CopySummary => self.copy_summary(context),
            Command::CopyStatement => self.copy_statement(context),
            Command::ReportBallots => self.switch_ballots(context),
            Command::ReportPaper => self.switch_paper(context),
            Command::ReportTemplate => self.choose(context, frame, PathFor::Template),
            Command::BuiltInTemplates => {
                self.view.report.layout.template = None;
                self.toast(context, "Markdown and HTML are laid out by the built-in templates.");
            }
            Command::CancelExport => self.cancel_export(context),
            Command::ExportComparison if self.comparison.is_none() => {
                self.toast(context, "Compare with an earlier session first.");
            }
            _ => {
                if let Some(what) = what(command) {
                    self.choose(context, frame, PathFor::Report(what));
                }
            }
        }
    }

    /// Brings the page up to date while it is looked at.
    pub(super) fn refresh_page(&mut self) {
        self.file.exporting = self.export.as_ref().map(|export| export.told.clone());
        if self.view.screen != Screen::Step(Step::Record) {
            return;
        }
        let telling = self.view.report.telling;
        let of =
            Some((self.document.stamp(), self.answers.stamp(), self.document.origin(), telling));
        if self.page.of != of {
            self.page = Page { summary: Some(Box::new(self.summary())), of };
        }
    }

    fn summary(&self) -> Summary {
        Summary::of(Source {
            session: self.session(),
            verdict: self.answers.verdict(),
            catalogue: self.catalogue,
            zone: &self.options.zone,
            origin: &self.document.origin(),
            telling: self.view.report.telling,
        })
    }

    /// What a report is called when nobody has named it.
    pub(super) fn report_name(&self, what: What) -> String {
        let base = self.report_base();
        match what {
            What::One(format) => format!("{base}.{}", format.extension()),
            What::Comparison => format!("{base}-changes.md"),
            What::Record | What::Everything => base,
        }
    }

    fn report_base(&self) -> String {
        export::base_name(self.document.path().map(PathBuf::as_path), self.session().title())
    }

    /// Writes a report to a file or into a folder.
    pub(super) fn start_export(&mut self, what: What, path: PathBuf, replace: bool) {
        if self.export.is_some() {
            self.view.modal =
                Some(Modal::Failure("An export is running already; wait for it.".to_owned()));
            return;
        }
        if what == What::Comparison {
            self.export_comparison(path, replace);
            return;
        }
        if what == What::Record {
            let make = self.maker();
            let started = self.workers.start(move || {
                let plan = export::plan(&make(), &path, None).map(Box::new);
                Done::Planned(path, plan)
            });
            self.started(started);
            return;
        }
        let cancelled = Arc::new(AtomicBool::new(false));
        let (make, base) = (self.maker(), self.report_base());
        let layout = self.view.report.layout.clone();
        let sources: Vec<PathBuf> = self.document.path().cloned().into_iter().collect();
        let (reporter, stop) = (self.workers.reporter(), Arc::clone(&cancelled));
        let started = self.workers.start(move || {
            let summary = make();
            let (summary, layout, base) = (&summary, &layout, &base);
            let job = Job { summary, layout, base, replace, sources: &sources };
            let mut watch = |done, of, what: &str| {
                reporter.tell(Done::Exporting(done, of, what.to_owned()));
                !stop.load(Ordering::Relaxed)
            };
            let result = match what {
                What::One(format) if format.is_several() => {
                    job.to_folder(&RealDisk, &[format], &path, &mut watch)
                }
                What::One(format) => job.to_file(&RealDisk, format, &path, &mut watch),
                What::Record | What::Everything | What::Comparison => {
                    job.everything(&RealDisk, &path, &mut watch)
                }
            };
            Done::Exported(what, path, result)
        });
        if self.started(started) {
            self.export = Some(Exporting { cancelled, told: "Exporting…".to_owned() });
        }
    }

    /// Reads a template, and tries it on the session before it is taken.
    pub(super) fn read_template(&mut self, path: PathBuf) {
        let make = self.maker();
        let started = self.workers.start(move || {
            let read = || {
                let text = store::read_text(&path).map_err(|error| unread(&path, error))?;
                let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
                template::render(&text, &name, template::Kind::of(&name), &make())
                    .map_err(|error| broken(&path, &error))?;
                Ok((name, text))
            };
            Done::TemplateRead(read())
        });
        self.started(started);
    }

    /// Takes a template, or says where it is broken.
    pub(super) fn template_read(
        &mut self,
        context: &Context,
        read: Result<(String, String), Box<Unread>>,
    ) {
        match read {
            Ok((name, text)) => {
                let format = match template::Kind::of(&name) {
                    template::Kind::Html => "HTML",
                    template::Kind::Markdown => "Markdown",
                };
                self.toast(context, format!("{format} is laid out by {name}."));
                self.view.report.layout.template = Some((name, text));
            }
            Err(unread) => self.view.modal = Some(Modal::Unread(unread)),
        }
    }

    /// Makes the summary of the session as it stands, on whichever thread.
    fn maker(&self) -> impl FnOnce() -> Summary + Send + 'static {
        let session = Arc::clone(self.document.session());
        let (catalogue, zone) = (self.catalogue, self.options.zone.clone());
        let (origin, telling) = (self.document.origin(), self.view.report.telling);
        move || {
            Summary::of(Source {
                session: &session,
                verdict: &analysis::verdict(&session, catalogue),
                catalogue,
                zone: &zone,
                origin: &origin,
                telling,
            })
        }
    }

    /// Writes the decision record that was planned.
    pub(super) fn write_record(&mut self, plan: Plan) {
        let make = self.maker();
        let started = self.workers.start(move || {
            let result = export::write_record(&RealDisk, &plan, &make(), plan.updates.is_some());
            Done::Exported(What::Record, plan.folder, result)
        });
        self.started(started);
    }

    fn export_comparison(&mut self, path: PathBuf, replace: bool) {
        let Some(comparison) = self.comparison.clone() else { return };
        let started = self.workers.start(move || {
            let result = export::comparison_to_file(&RealDisk, &comparison, &path, replace);
            Done::Exported(What::Comparison, path, result)
        });
        self.started(started);
    }

    /// Notes how far the export is.
    pub(super) fn exporting(&mut self, done: usize, of: usize, what: &str) {
        if let Some(export) = &mut self.export {
            export.told = format!("Exporting {what}, {} of {of}…", done + 1);
        }
    }

    /// Gives the running export up, as soon as it can be.
    pub(super) fn cancel_export(&mut self, context: &Context) {
        match &self.export {
            Some(export) => export.cancelled.store(true, Ordering::Relaxed),
            None => self.toast(context, "No export is running."),
        }
    }

    /// Says what has been written, or why nothing was.
    pub(super) fn exported(
        &mut self,
        context: &Context,
        what: What,
        path: PathBuf,
        result: Result<Exported, ExportError>,
    ) {
        self.export = None;
        match result {
            Ok(Exported { files, cautions }) => {
                let written = match files.as_slice() {
                    [one] => format!("Written: {}", one.display()),
                    many => format!(
                        "{} written to {}",
                        words::count(many.len(), "file", "files"),
                        path.display()
                    ),
                };
                self.toast(context, written);
                for caution in cautions {
                    self.toast(context, caution);
                }
            }
            Err(ExportError::AlreadyThere(files)) => {
                self.view.modal = Some(Modal::ReplaceReports(what, path, files));
            }
            Err(ExportError::Cancelled) => {
                self.toast(context, "The export was cancelled; nothing was written.");
            }
            Err(error) => self.not_exported(what, path, &error),
        }
    }

    /// Says why nothing was written there, and offers another place.
    pub(super) fn not_exported(&mut self, what: What, path: PathBuf, error: &ExportError) {
        let told = words::capital(&error.to_string());
        self.view.modal = Some(Modal::NotExported(what, path, told));
    }

    /// Copies the summary: formatted where the system takes that, as Markdown where not.
    pub(super) fn copy_summary(&mut self, context: &Context) {
        let summary = self.summary();
        let text = match markdown::summary(&summary) {
            Ok(text) => text,
            Err(error) => {
                self.view.modal = Some(Modal::Failure(words::capital(&error.to_string())));
                return;
            }
        };
        let formatted = html::page(&summary).ok().filter(|_| self.options.formatted_copies);
        if formatted.is_some_and(|page| copy_formatted(&page, &text)) {
            self.toast(context, "Copied, formatted and as Markdown");
        } else {
            context.copy_text(text);
            self.toast(context, "Copied as Markdown");
        }
    }

    /// Copies the decision as one sentence.
    pub(super) fn copy_statement(&mut self, context: &Context) {
        context.copy_text(record::y_statement(&self.summary()));
        self.toast(context, "Copied");
    }

    /// Switches whether reports hold everybody's own ballot.
    pub(super) fn switch_ballots(&mut self, context: &Context) {
        let ballots = !self.view.report.telling.ballots;
        self.view.report.telling.ballots = ballots;
        let said = if ballots {
            "Reports now hold everybody’s own ballot."
        } else {
            "Reports hold no single ballots."
        };
        self.toast(context, said);
    }

    /// Switches the paper of the PDF.
    pub(super) fn switch_paper(&mut self, context: &Context) {
        let paper = match self.view.report.layout.paper {
            Paper::A4 => Paper::Letter,
            Paper::Letter => Paper::A4,
        };
        self.view.report.layout.paper = paper;
        self.toast(context, format!("The PDF is laid out for {}.", paper.word()));
    }
}

/// That a template could not be read.
fn unread(path: &Path, error: OpenError) -> Box<Unread> {
    Box::new(Unread::of(PathFor::Template, path.to_owned(), error))
}

/// Where a template is broken.
fn broken(path: &Path, error: &TemplateError) -> Box<Unread> {
    let said = format!("Line {}, column {}: {}", error.line, error.column, error.what);
    let place = Some((error.snippet(), error.fix.to_string()));
    let plain = Unread::plain(PathFor::Template, path.to_owned(), said);
    Box::new(Unread { place, whole: error.to_string(), ..plain })
}

/// Gives the clipboard a page with its text beside it. Not every system takes that.
fn copy_formatted(page: &str, text: &str) -> bool {
    let copied = arboard::Clipboard::new()
        .and_then(|mut clipboard| clipboard.set().html(page.to_owned(), Some(text.to_owned())));
    copied.is_ok()
}
