//! Questions about reports.

use std::path::{Path, PathBuf};

use egui::Ui;

use super::{close, foot, input_id, lead, title};
use crate::export::{What, shape_words};
use crate::report::Format;
use crate::store::decisions::Plan;
use crate::ui::widgets::basic::warning;
use crate::ui::widgets::{label, quiet, secondary};
use crate::ui::{Focus, Modal, Outbox, PathFor, Request};

/// So many files are named in a question.
const NAMED: usize = 6;

/// The heading over a typed path, and the word on its button.
pub(super) const fn path_words(purpose: PathFor) -> (&'static str, &'static str) {
    match purpose {
        PathFor::Open => ("Open a session", "Open"),
        PathFor::Save => ("Save the session as", "Save file"),
        PathFor::Import => ("Import a decision matrix", "Import"),
        PathFor::Run => ("Import a run of the lab", "Look at it"),
        PathFor::Blanks => ("Write blank ballots into a folder", "Write"),
        PathFor::Earlier => ("Compare with an earlier session", "Compare sessions"),
        PathFor::Template => ("Lay reports out with a template", "Use it"),
        PathFor::Report(What::Record) => ("The folder of decision records", "Look into it"),
        PathFor::Report(What::Everything) => ("Export everything into a folder", "Export"),
        PathFor::Report(What::Comparison) => ("Export what has changed, as .md or .html", "Export"),
        PathFor::Report(What::One(format)) => match format {
            Format::Markdown => ("Export as Markdown", "Export"),
            Format::Html => ("Export as HTML", "Export"),
            Format::Pdf => ("Export as PDF", "Export"),
            Format::Xlsx => ("Export as spreadsheet", "Export"),
            Format::Csv => ("Export the criteria as CSV", "Export"),
            Format::Svg => ("Export the charts as SVG into a folder", "Export"),
            Format::Png => ("Export the charts as PNG into a folder", "Export"),
        },
    }
}

/// Where the decision record goes, what shape it has and why, and what else it changes.
pub(super) fn record(ui: &mut Ui, out: &mut Outbox, plan: &Plan) {
    title(ui, if plan.updates.is_some() { "Update the record?" } else { "Write the record?" });
    label(ui, plan.folder.join(&plan.file).display().to_string());
    label(ui, format!("Shape: {}", shape_words(plan)));
    if let Some(own) = &plan.updates {
        let name = &own.file;
        label(
            ui,
            format!(
                "This session has written {name} before. It keeps its number; what it says now is kept beside it."
            ),
        );
    }
    if let Some(earlier) = &plan.supersedes {
        label(ui, format!("{} will say that it is superseded by this one.", earlier.file));
    }
    if let Some(caution) = &plan.caution {
        warning(ui, caution);
    }
    foot(ui, out, |ui, out| {
        let action = if plan.updates.is_some() { "Update record" } else { "Write record" };
        if lead(ui, action).clicked() {
            close(out);
            out.ask(Request::WriteRecord(Box::new(plan.clone())));
        }
        if secondary(ui, "Cancel").clicked() {
            close(out);
        }
    });
}

/// Why a report was not written there, and the way to another place.
pub(super) fn refused(ui: &mut Ui, out: &mut Outbox, what: What, path: &Path, text: &str) {
    title(ui, "Nothing was exported");
    label(ui, text);
    foot(ui, out, |ui, out| {
        if lead(ui, "Another place…").clicked() {
            let path = path.to_string_lossy().into_owned();
            let focus = Focus::at_end(input_id("path"), &path);
            out.view(move |view| {
                view.focus = Some(focus);
                view.modal = Some(Modal::Path(PathFor::Report(what), path));
            });
        }
        if secondary(ui, "Close").clicked() {
            close(out);
        }
    });
}

/// Files of these names are there already.
pub(super) fn replace(ui: &mut Ui, out: &mut Outbox, what: What, path: &Path, files: &[PathBuf]) {
    let (question, told) = if files.len() == 1 {
        ("Replace this file?", "It is there already. What it holds now is kept beside it as .bak.")
    } else {
        (
            "Replace these files?",
            "They are there already. What they hold now is kept beside them as .bak.",
        )
    };
    title(ui, question);
    label(ui, told);
    for file in files.iter().take(NAMED) {
        quiet(ui, &file.display().to_string());
    }
    if let Some(more) = files.len().checked_sub(NAMED).filter(|more| *more > 0) {
        quiet(ui, &format!("and {more} more"));
    }
    foot(ui, out, |ui, out| {
        if lead(ui, "Keep what is there").clicked() {
            close(out);
        }
        if secondary(ui, "Replace").clicked() {
            close(out);
            out.ask(Request::Report(what, path.to_owned(), true));
        }
    });
}
