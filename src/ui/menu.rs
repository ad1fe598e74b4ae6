//! The menu, made from the command table.

use egui::{Button, RichText, Ui};

use super::desk::Settle;
use super::theme::{palette, size};
use super::{Desk, Outbox};
use crate::command::{Command, Group, Shortcut};

/// The menu button.
pub fn button(ui: &mut Ui, desk: &Desk<'_>, out: &mut Outbox) {
    ui.menu_button(RichText::new("Menu").size(size::BODY - 1.0), |ui| {
        ui.set_min_width(180.0);
        for group in Group::ALL {
            ui.menu_button(group.name(), |ui| {
                ui.set_min_width(280.0);
                for command in Command::ALL.into_iter().filter(|c| c.info().group == group) {
                    item(ui, desk, out, command);
                }
            });
        }
    });
}

fn item(ui: &mut Ui, desk: &Desk<'_>, out: &mut Outbox, command: Command) {
    let info = command.info();
    let keys = info.shortcut.map(Shortcut::text).unwrap_or_default();
    let keys = RichText::new(keys).size(size::QUIET).color(palette(ui).quiet);
    let name = label(desk, command);
    let response = ui
        .add_enabled(why_not(desk, command).is_none(), Button::new(&name).shortcut_text(keys))
        .accessible_name(&name)
        .on_hover_text(info.hint)
        .on_disabled_hover_text(why_not(desk, command).unwrap_or_default());
    if response.clicked() {
        out.command(command);
        ui.close();
    }
}

/// The action's name, with what it would undo or redo, or how what it switches stands.
pub fn label(desk: &Desk<'_>, command: Command) -> String {
    let name = command.info().name;
    match (command, desk.undo, desk.redo) {
        (Command::Undo, Some(step), _) | (Command::Redo, _, Some(step)) => {
            format!("{name}: {step}")
        }
        (Command::ReportBallots, ..) => {
            let told = if desk.view.report.telling.ballots { "yes" } else { "no" };
            format!("{name}: {told}")
        }
        (Command::ReportPaper, ..) => format!("{name}: {}", desk.view.report.layout.paper.word()),
        (Command::ReportTemplate, ..) => match &desk.view.report.layout.template {
            Some((file, _)) => format!("{name}: {file}"),
            None => name.to_owned(),
        },
        _ => name.to_owned(),
    }
}

/// Why an action cannot be done now; `None` when it can.
pub fn why_not(desk: &Desk<'_>, command: Command) -> Option<&'static str> {
    match command {
        _ if command.needs_session() && !desk.file.open => Some("Open or start a session first"),
        Command::Undo if desk.undo.is_none() => Some("Nothing to undo"),
        Command::Redo if desk.redo.is_none() => Some("Nothing to redo"),
        Command::CancelExport if desk.file.exporting.is_none() => Some("No export is running"),
        Command::ExportComparison if !desk.compared => {
            Some("Compare with an earlier session first")
        }
        Command::BuiltInTemplates if desk.view.report.layout.template.is_none() => {
            Some("They are in use")
        }
        Command::Reload => desk.file.why_not(Settle::Reload),
        Command::KeepMine => desk.file.why_not(Settle::KeepMine),
        Command::Differences => desk.file.why_not(Settle::Differences),
        Command::AboutFile if desk.file.to_know.is_empty() => {
            Some("There is nothing to know of it")
        }
        Command::NextPart if desk.session.agenda.is_empty() => Some("The agenda is empty"),
        Command::NextPart if desk.session.next_part().is_none() => Some("This is the last part"),
        Command::EndMeeting if desk.session.on_agenda().is_none() => {
            Some("No part of the agenda is running")
        }
        _ => None,
    }
}
