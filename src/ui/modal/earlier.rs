//! The versions that were kept: to look at, and to go back to.

use egui::{RichText, ScrollArea, Ui};

use super::outside::fact;
use super::{close, foot, lead, title};
use crate::ui::recovery::Asked;
use crate::ui::theme::{self, palette, size, space};
use crate::ui::view::{BesideOpen, Earlier, EarlierRow};
use crate::ui::widgets::basic;
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
        "While you work, Weighbridge keeps versions on this computer, at most one a minute. The \
         newest 20 stay, and so does what a window left unsaved when it was ended.",
    );
    if list.rows.is_empty() {
        label(ui, "There are none yet. The first comes with your first change.");
    }
    ScrollArea::vertical().auto_shrink([false, true]).max_height(height - 170.0).show(ui, |ui| {
        ui.set_width(ui.available_width() - space::M);
        for (place, row) in list.rows.iter().enumerate() {
            ui.push_id(place, |ui| version(ui, desk, out, row, place));
        }
    });
    let (_, others) = list.in_use_and_not();
    foot(ui, out, |ui, out| {
        if lead(ui, "Close").clicked() {
            close(out);
        }
        if others > 0 && secondary(ui, "Delete all…").clicked() {
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
    match &row.beside {
        BesideOpen::Same => {
            quiet(ui, "As it is now");
        }
        BesideOpen::Another(_) if desk.file.open => {
            quiet(ui, "Another decision or file; opening it closes what is open");
        }
        BesideOpen::Another(_) => {}
        BesideOpen::Changes(changes) => few(ui, changes),
    }
    for (what, _) in &row.unfinished {
        quiet(ui, what);
    }
    ui.horizontal_wrapped(|ui| {
        let button = secondary(ui, "Look").accessible_name(format!("Look at {when}"));
        if button.on_hover_text("See what is in it").clicked() {
            change(out, move |list| list.looking = Some(place));
        }
        go_back(ui, out, row, &when);
    });
    ui.add_space(space::S);
}

/// The first of what going back would change.
fn few(ui: &mut Ui, changes: &[String]) {
    if changes.is_empty() {
        return;
    }
    quiet(ui, "Going back would change:");
    for change in changes.iter().take(FEW) {
        label(ui, RichText::new(change).size(size::QUIET));
    }
    let more = changes.len().saturating_sub(FEW);
    if more > 0 {
        quiet(ui, &format!("and {}", format::count(more, "other thing", "other things")));
    }
}

/// The button that goes back, unless that would change nothing. Nothing is saved by it.
fn go_back(ui: &mut Ui, out: &mut Outbox, row: &EarlierRow, when: &str) {
    let (words, name, hint) = match row.beside {
        BesideOpen::Same => return,
        BesideOpen::Changes(_) => (
            "Go back to this one",
            format!("Go back to {when}"),
            "Show this version, without saving it. What is here now stays in the list.",
        ),
        BesideOpen::Another(_) => (
            "Open this one",
            format!("Open {} of {when}", row.title),
            "Open this version, without saving it",
        ),
    };
    if secondary(ui, words).accessible_name(name).on_hover_text(hint).clicked() {
        close(out);
        out.ask(Request::Recovery(Asked::GoBack(row.key.clone())));
    }
}

fn look(ui: &mut Ui, desk: &Desk<'_>, out: &mut Outbox, row: &EarlierRow, height: f32) {
    let when = when(desk, row);
    title(ui, &format!("{}, as it was at {when}", row.title));
    ScrollArea::vertical().auto_shrink([false, true]).max_height(height - 150.0).show(ui, |ui| {
        ui.set_width(ui.available_width() - space::M);
        match &row.beside {
            BesideOpen::Same => {
                label(ui, "This is what is open now.");
            }
            BesideOpen::Changes(changes) if changes.is_empty() => {
                label(ui, "Only what was being written is different.");
            }
            BesideOpen::Changes(changes) => {
                quiet(
                    ui,
                    "Going back would change, from what is here now → to what was here then:",
                );
                for change in changes {
                    label(ui, change);
                }
            }
            BesideOpen::Another(facts) => {
                for (name, value) in facts {
                    fact(ui, name, value);
                }
            }
        }
        for (what, text) in &row.unfinished {
            ui.add_space(space::S);
            basic::title(ui, what);
            label(ui, text);
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
    let (in_use, others) = list.in_use_and_not();
    title(ui, &format!("Delete {}?", format::count(others, "earlier version", "earlier versions")));
    label(
        ui,
        "They go from this computer, with what was being written in them, and also where they were \
         never saved. Session files stay as they are. This cannot be undone.",
    );
    let stays = match in_use {
        0 => None,
        1 => Some("One version stays: it has what is open now and not saved yet.".to_owned()),
        more => {
            Some(format!("{more} versions stay: they have what is open now and not saved yet."))
        }
    };
    if let Some(stays) = stays {
        quiet(ui, &stays);
    }
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
