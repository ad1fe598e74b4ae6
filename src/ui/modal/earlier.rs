//! The versions that were kept: to look at, and to go back to.

use egui::{RichText, ScrollArea, Ui};

use super::{close, foot, lead, title};
use crate::ui::recovery::Asked;
use crate::ui::theme::{self, palette, size, space};
use crate::ui::view::{Earlier, EarlierRow};
use crate::ui::widgets::{label, quiet, secondary};
use crate::ui::{Desk, Modal, Outbox, Request, format};

/// So many differences are told of a version in the list.
const FEW: usize = 2;

/// Draws the dialog.
pub(super) fn show(ui: &mut Ui, desk: &Desk<'_>, out: &mut Outbox, list: &Earlier, height: f32) {
    if list.deleting {
        delete(ui, out, list);
    } else if let Some(row) = list.looked_at() {
        look(ui, desk, out, row, height);
    } else {
        rows(ui, desk, out, list, height);
    }
}

fn rows(ui: &mut Ui, desk: &Desk<'_>, out: &mut Outbox, list: &Earlier, height: f32) {
    title(ui, "Earlier versions");
    quiet(
        ui,
        "What was on the desk is kept on this computer, at most once a minute for each decision. \
         The newest 20 stay, and what was never saved.",
    );
    if list.rows.is_empty() {
        label(ui, "Nothing has been kept yet: versions begin with the first change.");
    }
    ScrollArea::vertical().auto_shrink([false, true]).max_height(height - 170.0).show(ui, |ui| {
        ui.set_width(ui.available_width() - space::M);
        for (place, row) in list.rows.iter().enumerate() {
            ui.push_id(place, |ui| version(ui, desk, out, row, place));
        }
    });
    foot(ui, out, |ui, out| {
        if lead(ui, "Close").clicked() {
            close(out);
        }
        if !list.rows.is_empty() && secondary(ui, "Delete all…").clicked() {
            change(out, |list| list.deleting = true);
        }
    });
}

/// When a version was kept, with the seconds: several may be from one minute.
fn when(desk: &Desk<'_>, row: &EarlierRow) -> String {
    let Some(at) = row.at else { return "a version that cannot be read".to_owned() };
    let zoned = at.to_zoned(desk.zone.clone());
    let today = zoned.date() == desk.now.to_zoned(desk.zone.clone()).date();
    let time = zoned.strftime("%H:%M:%S");
    if today {
        time.to_string()
    } else {
        format!("{}, {time}", format::moment(at, desk.now, desk.zone))
    }
}

fn version(ui: &mut Ui, desk: &Desk<'_>, out: &mut Outbox, row: &EarlierRow, place: usize) {
    let when = when(desk, row);
    ui.separator();
    if let Some(reason) = &row.refused {
        label(ui, format!("A version that cannot be read, and stays as it is: {reason}"));
        return;
    }
    let head = format!("{when}   {}", row.title);
    ui.add(egui::Label::new(RichText::new(head).font(theme::semibold(size::BODY))).wrap());
    let file = row.file.as_deref().unwrap_or("no file yet");
    quiet(ui, &format!("{file}; {}", row.holds));
    match &row.changes {
        None => {
            quiet(ui, "Another decision than the one that is open");
        }
        Some(changes) if changes.is_empty() => {
            quiet(ui, "As it is now");
        }
        Some(changes) => {
            for change in changes.iter().take(FEW) {
                label(ui, RichText::new(change).size(size::QUIET));
            }
            let more = changes.len().saturating_sub(FEW);
            if more > 0 {
                quiet(ui, &format!("and {}", format::count(more, "other change", "other changes")));
            }
        }
    }
    ui.horizontal_wrapped(|ui| {
        if row.changes.as_ref().is_some_and(|changes| !changes.is_empty()) {
            let button = secondary(ui, "Look").accessible_name(format!("Look at {when}"));
            if button.on_hover_text("See everything that has changed since").clicked() {
                change(out, move |list| list.looking = Some(place));
            }
        }
        go_back(ui, out, row, &when);
    });
    ui.add_space(space::S);
}

/// The button that goes back. Nothing is saved by that.
fn go_back(ui: &mut Ui, out: &mut Outbox, row: &EarlierRow, when: &str) {
    let button = secondary(ui, "Go back to this one").accessible_name(format!("Go back to {when}"));
    let hint = "Show this version, not saved yet. What is here now stays in the list.";
    if button.on_hover_text(hint).clicked() {
        close(out);
        out.ask(Request::Recovery(Asked::GoBack(row.key.clone())));
    }
}

fn look(ui: &mut Ui, desk: &Desk<'_>, out: &mut Outbox, row: &EarlierRow, height: f32) {
    let when = when(desk, row);
    title(ui, &format!("Since {when}"));
    quiet(
        ui,
        &format!("What has changed from that version of “{}” to what is here now", row.title),
    );
    ScrollArea::vertical().auto_shrink([false, true]).max_height(height - 150.0).show(ui, |ui| {
        ui.set_width(ui.available_width() - space::M);
        for change in row.changes.iter().flatten() {
            label(ui, change);
        }
    });
    foot(ui, out, |ui, out| {
        if lead(ui, "Back to the list").clicked() {
            change(out, |list| list.looking = None);
        }
        go_back(ui, out, row, &when);
    });
}

fn delete(ui: &mut Ui, out: &mut Outbox, list: &Earlier) {
    title(ui, "Delete all earlier versions?");
    let count = format::count(list.rows.len(), "version", "versions");
    label(
        ui,
        format!(
            "{count} and what was being written go from this computer, also what was left unsaved \
             and has not been opened yet. Session files stay as they are, and so does what an open \
             window has not saved. This cannot be undone."
        ),
    );
    foot(ui, out, |ui, out| {
        if lead(ui, "Keep them").clicked() {
            change(out, |list| list.deleting = false);
        }
        let words = RichText::new("Delete them").size(size::BODY - 1.0).color(palette(ui).warn);
        if ui.add(egui::Button::new(words)).clicked() {
            close(out);
            out.ask(Request::Recovery(Asked::DeleteAll));
        }
    });
}

fn change(out: &mut Outbox, how: impl FnOnce(&mut Earlier) + 'static) {
    out.view(|view| {
        if let Some(Modal::Earlier(list)) = &mut view.modal {
            how(list);
        }
    });
}

/// Draws the report of a failure.
pub(super) fn crash(ui: &mut Ui, out: &mut Outbox, report: &str, height: f32) {
    title(ui, "What the program wrote when it stopped");
    quiet(
        ui,
        "Nothing of your sessions is in it: no text, no name, no number that somebody typed. It \
         stays on this computer; copy it into a report if you want to make one.",
    );
    egui::Frame::new().fill(palette(ui).page).inner_margin(egui::Margin::same(10)).show(ui, |ui| {
        ScrollArea::both().auto_shrink([false, true]).max_height(height - 190.0).show(ui, |ui| {
            let text = RichText::new(report).monospace().size(size::QUIET);
            ui.add(egui::Label::new(text).extend());
        });
    });
    foot(ui, out, |ui, out| {
        if lead(ui, "Close").clicked() {
            close(out);
        }
        if secondary(ui, "Copy").clicked() {
            out.ask(Request::Copy(report.to_owned()));
        }
        if secondary(ui, "Remove").clicked() {
            close(out);
            out.ask(Request::Recovery(Asked::RemoveReport));
        }
    });
}
