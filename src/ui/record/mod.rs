//! Step 5: the decision as it will be remembered, and the page that stakeholders receive.

mod form;
mod page;

use egui::{Align, Layout, Rect, Ui, UiBuilder};

use super::theme::space;
use super::widgets::basic::intro;
use super::widgets::{basic, columns, heading, primary, secondary};
use super::{Desk, Outbox, meeting};
use crate::command::Command;

/// What the page can be had as, in the order of the buttons.
const EXPORTS: [(Command, &str); 4] = [
    (Command::ExportMarkdown, "Markdown"),
    (Command::ExportHtml, "HTML"),
    (Command::ExportPdf, "PDF"),
    (Command::ExportSheet, "Spreadsheet"),
];

/// From this width on the page stands beside the form.
const SIDE_BY_SIDE: f32 = 760.0;

/// The words on the button that one came for.
const TO_FOLDER: &str = "Save record to folder…";

/// Draws the screen.
pub fn show(ui: &mut Ui, desk: &Desk<'_>, out: &mut Outbox) {
    let wide = ui.available_width() > 940.0;
    head(ui, out, wide);
    if let Some(exporting) = &desk.file.exporting {
        basic::band(ui, |ui| {
            ui.horizontal_wrapped(|ui| {
                basic::label(ui, exporting.as_str());
                if secondary(ui, "Cancel the export").clicked() {
                    out.command(Command::CancelExport);
                }
            });
        });
    }
    if ui.available_width() < SIDE_BY_SIDE {
        form::show(ui, desk, out);
        ui.add_space(space::L);
        page::show(ui, desk);
    } else {
        columns(ui, 0.465, 22.0, |left, right| {
            form::show(left, desk, out);
            page::show(right, desk);
        });
    }
    meeting::told(ui, desk);
}

/// The heading, with the exports at its right end where there is room, and under it where not.
fn head(ui: &mut Ui, out: &mut Outbox, wide: bool) {
    let area = ui.available_rect_before_wrap();
    let used = ui
        .scope(|ui| {
            heading(ui, "Record the decision");
            let place = if ui.available_width() < SIDE_BY_SIDE { "below" } else { "on the right" };
            intro(ui, &format!("The page {place} is what stakeholders receive"));
        })
        .response
        .rect;
    if wide {
        let rect = Rect::from_x_y_ranges(area.x_range(), used.y_range());
        let layout = Layout::right_to_left(Align::BOTTOM);
        let mut end = ui.new_child(UiBuilder::new().max_rect(rect).layout(layout));
        // From right to left, but Tab goes the way that is read.
        to_folder(&mut end, out);
        for (command, words) in EXPORTS.into_iter().rev() {
            export(&mut end, out, command, words);
        }
        return;
    }
    ui.horizontal_wrapped(|ui| {
        for (command, words) in EXPORTS {
            export(ui, out, command, words);
        }
        to_folder(ui, out);
    });
    ui.add_space(space::S);
}

fn export(ui: &mut Ui, out: &mut Outbox, command: Command, words: &str) {
    let info = command.info();
    let response = secondary(ui, words).accessible_name(info.name).on_hover_text(info.hint);
    if response.clicked() {
        out.command(command);
    }
}

fn to_folder(ui: &mut Ui, out: &mut Outbox) {
    let info = Command::ExportRecord.info();
    if primary(ui, TO_FOLDER).on_hover_text(info.hint).clicked() {
        out.command(Command::ExportRecord);
    }
}
