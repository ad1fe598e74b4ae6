//! Dialogs about a file that others have or change as well, and about one that nobody here knows.

use egui::{ScrollArea, Ui};

use super::{close, foot, lead, title};
use crate::analysis::words;
use crate::ui::desk::{Outside, Settle};
use crate::ui::outside::hint;
use crate::ui::theme::{self, palette, size, space};
use crate::ui::view::{OutsideView, Preview};
use crate::ui::widgets::basic::{self, warning};
use crate::ui::widgets::{label, quiet, secondary};
use crate::ui::{Desk, Outbox, Request};

/// What differs, and what can be done about it.
pub(super) fn apart(ui: &mut Ui, out: &mut Outbox, view: &OutsideView, height: f32) {
    title(ui, &view.heading);
    label(ui, view.said.as_str());
    if !view.lists.is_empty() {
        let rows = ScrollArea::vertical().auto_shrink([false, true]).max_height(height - 200.0);
        rows.show(ui, |ui| {
            ui.set_width(ui.available_width() - space::M);
            for (heading, lines) in &view.lists {
                ui.add_space(space::S);
                basic::title(ui, heading);
                for line in lines {
                    label(ui, line.as_str());
                }
            }
        });
    }
    foot(ui, out, |ui, out| {
        for (at, choice) in view.choices.iter().enumerate() {
            let name = match choice {
                Settle::Merge => "Merge",
                Settle::Reload => "Reload",
                Settle::KeepMine => "Keep mine",
                Settle::SaveAs => "Save as…",
                Settle::Differences | Settle::LookOnly | Settle::EditAnyway => continue,
            };
            let button = if at == 0 { lead(ui, name) } else { secondary(ui, name) };
            if button.on_hover_text(hint(*choice)).clicked() {
                close(out);
                out.ask(Request::Settle(*choice));
            }
        }
        if secondary(ui, "Cancel").clicked() {
            close(out);
        }
    });
}

/// What is only in this window, and would be dropped by loading the file again.
pub(super) fn reload(ui: &mut Ui, desk: &Desk<'_>, out: &mut Outbox) {
    let alone = desk.view.voting.as_ref().filter(|voting| voting.alone);
    let another = matches!(desk.file.outside, Some(Outside::Another(_)));
    let lost = "They are lost then, as recovery is not being kept.";
    let drops = alone.is_some() || desk.file.dirty;
    let question = "Reload and drop the changes here?";
    title(ui, if drops { question } else { "Reload beside a ballot that is begun?" });
    let mut said = match (alone, &desk.recovery.trouble) {
        (Some(voting), trouble) => {
            let kept = "Only Earlier versions has them then, on this computer, once the ballot is \
                        left.";
            format!(
                "The ballot of {} has changes in this window that are not in the file. Loading \
                 the file again drops them here. {} Differences… shows what they are.",
                voting.paper.name,
                if trouble.is_none() { kept } else { lost }
            )
        }
        (None, _) if !desk.file.dirty => String::new(),
        (None, trouble) => {
            let kept = "Only Earlier versions (Ctrl+Shift+H) has them then, on this computer.";
            format!(
                "“{}” has changes in this window that are not in the file. Loading the file again \
                 drops them here. {}{}",
                desk.session.title(),
                if trouble.is_none() { kept } else { lost },
                if another { "" } else { " Merging keeps both." }
            )
        }
    };
    let begun = desk.view.begun_ballots();
    if !begun.is_empty() {
        let who = format!("A ballot of {} is begun and not cast.", words::list(&begun));
        let named = desk.session.collecting().is_some_and(crate::session::Round::named);
        let goes = if named && desk.recovery.trouble.is_none() {
            "It goes on if the version in the file still asks for it; otherwise only Earlier \
             versions (Ctrl+Shift+H) has it."
        } else {
            "It goes on if the version in the file still asks for it, and is lost otherwise."
        };
        let space = if said.is_empty() { "" } else { " " };
        said = format!("{said}{space}{who} {goes}");
    }
    label(ui, said);
    foot(ui, out, |ui, out| {
        let (safe, instead) = match (another, alone) {
            (true, _) => ("Save as…", Settle::SaveAs),
            (false, Some(_)) => ("Differences…", Settle::Differences),
            (false, None) => ("Merge…", Settle::Differences),
        };
        if lead(ui, safe).clicked() {
            close(out);
            out.ask(Request::Settle(instead));
        }
        if secondary(ui, "Reload").clicked() {
            close(out);
            out.ask(Request::Proceed);
        }
        if secondary(ui, "Cancel").clicked() {
            close(out);
        }
    });
}

/// Another window has the file.
pub(super) fn elsewhere(ui: &mut Ui, out: &mut Outbox) {
    title(ui, "Open in another window of Weighbridge");
    label(
        ui,
        "Look on here without changing anything, or edit in both: then whoever saves second is \
         told, and can choose.",
    );
    foot(ui, out, |ui, out| {
        if lead(ui, "Look only").clicked() {
            close(out);
            out.ask(Request::Settle(Settle::LookOnly));
        }
        if secondary(ui, "Edit all the same").clicked() {
            close(out);
            out.ask(Request::Settle(Settle::EditAnyway));
        }
    });
}

/// What a file is, before it is taken over.
pub(super) fn preview(ui: &mut Ui, out: &mut Outbox, preview: &Preview, height: f32) {
    title(ui, &preview.heading);
    let rows = ScrollArea::vertical().auto_shrink([false, true]).max_height(height - 130.0);
    rows.show(ui, |ui| {
        ui.set_width(ui.available_width() - space::M);
        ui.spacing_mut().item_spacing.y = space::S;
        for (name, value) in &preview.rows {
            fact(ui, name, value);
        }
        for text in &preview.warnings {
            warning(ui, text);
        }
    });
    foot(ui, out, |ui, out| {
        if lead(ui, preview.action).clicked() {
            close(out);
            out.ask(Request::TakeOver);
        }
        if secondary(ui, "Not now").clicked() {
            close(out);
        }
        quiet(ui, "Nothing is changed until then.");
    });
}

/// What there is to know of the open file.
pub(super) fn about(ui: &mut Ui, out: &mut Outbox, to_know: &[String], height: f32) {
    title(ui, "About this file");
    let rows = ScrollArea::vertical().auto_shrink([false, true]).max_height(height - 130.0);
    rows.show(ui, |ui| {
        ui.set_width(ui.available_width() - space::M);
        ui.spacing_mut().item_spacing.y = space::S;
        for text in to_know {
            label(ui, text);
        }
    });
    foot(ui, out, |ui, out| {
        if lead(ui, "Close").clicked() {
            close(out);
        }
    });
}

/// A name and a value, side by side.
pub(super) fn fact(ui: &mut Ui, name: &str, value: &str) {
    const NAMES: f32 = 130.0;
    ui.horizontal_top(|ui| {
        ui.allocate_ui_with_layout(
            egui::vec2(NAMES, 20.0),
            egui::Layout::left_to_right(egui::Align::Min),
            |ui| {
                ui.set_width(NAMES);
                let text = egui::RichText::new(name).font(theme::regular(size::QUIET));
                ui.add(
                    egui::Label::new(text.color(palette(ui).quiet).line_height(Some(20.0))).wrap(),
                );
            },
        );
        ui.vertical(|ui| label(ui, value));
    });
}
