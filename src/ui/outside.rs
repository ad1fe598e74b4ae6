//! The bars under the top bar that say what others do to the open file, and what can be done about
//! it.

use egui::{Frame, Margin, Panel, RichText, Ui};

use super::desk::{Outside, ReadOnly, Settle};
use super::theme::{self, palette, size};
use super::view::AboutFile;
use super::widgets::{label, secondary};
use super::{Desk, Modal, Outbox, Request, format};
use crate::analysis::words::sentence;
use crate::command::Command;

/// Draws the bars, if there is something to say.
pub fn show(ui: &mut Ui, desk: &Desk<'_>, out: &mut Outbox) {
    // Whoever is typing below goes on typing when a bar comes or goes: without it, what follows has
    // the same ids.
    match desk.file.read_only {
        Some(why) => read_only(ui, out, why),
        None => ui.skip_ahead_auto_ids(1),
    }
    match &desk.file.outside {
        Some(outside) => changed(ui, desk, out, outside),
        None => ui.skip_ahead_auto_ids(1),
    }
    if desk.file.to_know.is_empty() || desk.view.about_file == AboutFile::Seen {
        ui.skip_ahead_auto_ids(1);
    } else {
        to_know(ui, desk, out);
    }
}

/// What there is to know of the file, until somebody has seen it: one thing here, more in a dialog.
fn to_know(ui: &mut Ui, desk: &Desk<'_>, out: &mut Outbox) {
    let said = match desk.file.to_know.as_slice() {
        [one] => one.clone(),
        more => format!("There are {} things to know about this file.", more.len()),
    };
    let several = desk.file.to_know.len() > 1;
    bar(ui, "to know", &said, |ui| {
        if several && secondary(ui, "Show…").accessible_name("Show what to know").clicked() {
            out.view(|view| {
                view.about_file = AboutFile::Seen;
                view.modal = Some(Modal::AboutFile);
            });
        }
        if secondary(ui, "Understood").clicked() {
            out.view(|view| view.about_file = AboutFile::Seen);
        }
    });
}

fn read_only(ui: &mut Ui, out: &mut Outbox, why: ReadOnly) {
    let said = match why {
        ReadOnly::OpenElsewhere => "Read-only: open in another window of Weighbridge.",
        ReadOnly::ClosedElsewhere => "Read-only: another window had this file, and let it go.",
    };
    bar(ui, "read-only", said, |ui| {
        choice(ui, out, Settle::EditAnyway, "Edit here");
        choice(ui, out, Settle::SaveAs, "Save as…");
    });
}

fn changed(ui: &mut Ui, desk: &Desk<'_>, out: &mut Outbox, outside: &Outside) {
    let time = |at| format::moment(at, desk.now, desk.zone);
    let edits = desk.file.read_only.is_none();
    let said = match outside {
        Outside::Changed(at) => {
            format!("This file was changed by something else at {}.", time(*at))
        }
        Outside::Another(at) => {
            format!("Something else has put another decision into this file at {}.", time(*at))
        }
        Outside::Broken { at, reason, .. } => format!(
            "This file was changed by something else at {}, and cannot be read now: {}",
            time(*at),
            sentence(reason)
        ),
        Outside::Gone(at) => {
            format!("The file is gone since {}; saving writes it again.", time(*at))
        }
    };
    bar(ui, "outside", &said, |ui| match outside {
        Outside::Changed(_) => {
            choice(ui, out, Settle::Reload, "Reload");
            if edits {
                choice(ui, out, Settle::KeepMine, "Keep mine");
                let name = if desk.file.ballot { "Differences…" } else { "Merge…" };
                choice(ui, out, Settle::Differences, name);
            }
        }
        Outside::Another(_) => {
            choice(ui, out, Settle::SaveAs, "Save as…");
            choice(ui, out, Settle::Reload, "Reload");
            if edits {
                choice(ui, out, Settle::KeepMine, "Keep mine");
            }
        }
        // Loading it again would fail; once it can be read, the bar says so.
        Outside::Broken { known, .. } => {
            if *known && edits {
                let button = secondary(ui, "Keep mine");
                if button.on_hover_text(KEEP_OVER_BROKEN).clicked() {
                    out.ask(Request::Settle(Settle::KeepMine));
                }
            }
            choice(ui, out, Settle::SaveAs, "Save as…");
        }
        Outside::Gone(_) => {
            if edits && secondary(ui, "Write it again").clicked() {
                out.command(Command::Save);
            }
            choice(ui, out, Settle::SaveAs, "Save as…");
        }
    });
}

fn bar(ui: &mut Ui, id: &'static str, said: &str, choices: impl FnOnce(&mut Ui)) {
    let fill = Frame::new().fill(palette(ui).warn_pale).inner_margin(Margin::symmetric(16, 4));
    Panel::top(id).resizable(false).frame(fill).show(ui, |ui| {
        ui.horizontal_wrapped(|ui| {
            let text = RichText::new(said).font(theme::medium(size::BODY - 1.0));
            label(ui, text.color(palette(ui).ink));
            choices(ui);
        });
    });
}

/// A button that settles it.
fn choice(ui: &mut Ui, out: &mut Outbox, settle: Settle, name: &str) {
    if secondary(ui, name).on_hover_text(hint(settle)).clicked() {
        out.ask(Request::Settle(settle));
    }
}

/// What keeping one's own does to a file that cannot be read.
const KEEP_OVER_BROKEN: &str =
    "The next save puts what cannot be read aside, under a name of its own";

/// What a choice does.
pub(super) const fn hint(settle: Settle) -> &'static str {
    match settle {
        Settle::Differences => "Show what differs, and make one of both versions",
        Settle::Merge => "Make one of both versions",
        Settle::Reload => "Take the version in the file",
        Settle::KeepMine => "The next save replaces what the file holds, and keeps it as .bak",
        Settle::SaveAs => "Save what is here to another file",
        Settle::LookOnly => "Nothing can be changed here",
        Settle::EditAnyway => "Make changes here too; whoever saves second is told",
    }
}
