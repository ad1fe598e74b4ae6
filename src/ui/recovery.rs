//! Quiet bars at the head of the window: what the last window has left, and that what is done here
//! is not being kept.

use egui::{Align, Frame, Layout, Margin, Panel, RichText, Ui};
use jiff::Timestamp;

use super::theme::{self, palette, size};
use super::widgets::{label, secondary};
use super::{Desk, Modal, Outbox, Request, format};
use crate::store::recovery::Key;

/// What is said of what is kept, and of what was.
#[derive(Debug, Default)]
pub struct Told {
    /// Why nothing is being kept, in sentences.
    pub trouble: Option<String>,
    /// What other windows have left unsaved.
    pub offers: Vec<Offer>,
    /// In sentences, what cannot be read.
    pub refused: Vec<String>,
    /// What the program wrote when it failed.
    pub report: Option<String>,
}

/// An unsaved version that another window has left.
#[derive(Debug)]
pub struct Offer {
    /// The decision's title.
    pub title: String,
    /// The name of its file, once it has one.
    pub file: Option<String>,
    /// When it was kept.
    pub at: Timestamp,
    /// Whether a note or a ballot was being written, which may be all that was not saved.
    pub begun: bool,
}

/// What can be asked for about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Asked {
    /// Open the offer at that place.
    Open(usize),
    /// Say no more of it until the next start.
    NotNow(usize),
    /// Say no more of what cannot be read.
    Understood,
    /// Remove the reports of failures.
    RemoveReport,
    /// Go back to a version.
    GoBack(Key),
    /// Delete all versions.
    DeleteAll,
}

/// Draws the bars, if there is something to say.
pub fn show(ui: &mut Ui, desk: &Desk<'_>, out: &mut Outbox) {
    let Told { trouble, offers, refused, report } = desk.recovery;
    if let Some(trouble) = trouble {
        bar(ui, "recovery trouble", trouble, |_| {});
    }
    for (place, Offer { title, file, at, begun }) in offers.iter().enumerate() {
        let file = file.as_ref().map(|file| format!(" ({file})")).unwrap_or_default();
        let when = format::moment(*at, desk.now, desk.zone);
        let how = if *begun { "with something being written" } else { "without being saved" };
        let said = format!("“{title}”{file} was left {how}, {when}.");
        bar(ui, ("offer", place), &said, |ui| {
            let open = secondary(ui, "Open it").accessible_name(format!("Open {title}"));
            if open.on_hover_text("Open it as it was left, without saving anything").clicked() {
                out.ask(Request::Recovery(Asked::Open(place)));
            }
            let later = secondary(ui, "Not now").accessible_name(format!("Not now: {title}"));
            if later.on_hover_text("Keep it, and offer it again at the next start").clicked() {
                out.ask(Request::Recovery(Asked::NotNow(place)));
            }
        });
    }
    if let Some(first) = refused.first() {
        let more = match refused.len() {
            1 => String::new(),
            more => format!(" {} more cannot be read either.", more - 1),
        };
        bar(ui, "recovery refused", &format!("{first}{more}"), |ui| {
            if secondary(ui, "Understood").clicked() {
                out.ask(Request::Recovery(Asked::Understood));
            }
        });
    }
    if let Some(report) = report {
        let said = "Weighbridge stopped unexpectedly last time, and has left a report.";
        bar(ui, "crash report", said, |ui| {
            if secondary(ui, "Show report").clicked() {
                let report = report.clone();
                out.view(|view| view.modal = Some(Modal::Crash(report)));
            }
            if secondary(ui, "Copy").accessible_name("Copy report").clicked() {
                out.ask(Request::Copy(report.clone()));
            }
            if secondary(ui, "Remove").accessible_name("Remove report").clicked() {
                out.ask(Request::Recovery(Asked::RemoveReport));
            }
        });
    }
}

fn bar(
    ui: &mut Ui,
    id: impl std::hash::Hash + std::fmt::Debug,
    said: &str,
    choices: impl FnOnce(&mut Ui),
) {
    let fill = Frame::new().fill(palette(ui).selected).inner_margin(Margin::symmetric(16, 4));
    Panel::top(egui::Id::unique(id)).resizable(false).frame(fill).show(ui, |ui| {
        ui.with_layout(Layout::left_to_right(Align::Center).with_main_wrap(true), |ui| {
            let text = RichText::new(said).font(theme::medium(size::BODY - 1.0));
            label(ui, text.color(palette(ui).ink));
            choices(ui);
        });
    });
}
