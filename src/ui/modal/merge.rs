//! Two versions of one session, changed apart: what both changed is chosen here, one by one.

use egui::{ScrollArea, Separator, Ui};

use super::{close, foot, title};
use crate::store::merge::{Conflict, Kind, Take};
use crate::ui::theme::space;
use crate::ui::view::Merging;
use crate::ui::widgets::{chip, label, primary, quiet, secondary};
use crate::ui::{Modal, Outbox, Request, format};

/// Draws the dialog.
pub(super) fn show(ui: &mut Ui, out: &mut Outbox, merging: &Merging, height: f32) {
    title(ui, "Make one of two versions");
    let decision = merging.versions.ours.title();
    label(
        ui,
        format!(
            "“{decision}” was changed in two places. What only one of them changed is taken; for \
             what both changed, say which holds. “Here” is the version that was merged into."
        ),
    );
    let open = merging.merged.conflicts.len();
    ui.horizontal_wrapped(|ui| {
        for (take, name) in
            [(Take::Ours, "Take all from here"), (Take::Theirs, "Take all from there")]
        {
            if secondary(ui, name).clicked() {
                let all: Vec<_> = merging.seen.iter().map(|c| (c.path.clone(), take)).collect();
                choose(out, all);
            }
        }
    });
    let rows = ScrollArea::vertical().auto_shrink([false, true]).max_height(height - 260.0);
    rows.show(ui, |ui| {
        ui.set_width(ui.available_width() - space::M);
        for conflict in &merging.seen {
            ui.add(Separator::default().spacing(10.0));
            ui.push_id(&conflict.path, |ui| row(ui, out, merging, conflict));
        }
    });
    foot(ui, out, |ui, out| {
        let finish = ui.add_enabled_ui(open == 0, |ui| primary(ui, "Finish the merge")).inner;
        let left = format!("{} to choose", format::count(open, "thing is left", "things are left"));
        if finish.on_disabled_hover_text(&left).clicked() {
            out.ask(Request::FinishMerge);
        }
        if secondary(ui, "Cancel").clicked() {
            close(out);
        }
        quiet(ui, if open == 0 { "Everything is chosen." } else { &left });
    });
}

fn row(ui: &mut Ui, out: &mut Outbox, merging: &Merging, conflict: &Conflict) {
    label(ui, &conflict.what);
    let chosen = merging.choices.get(&conflict.path);
    ui.horizontal_wrapped(|ui| {
        if conflict.kind == Kind::Kept {
            // Either choice keeps it; what is wanted is that somebody has seen it.
            if chip(ui, chosen.is_some(), "I have seen it, it stays", &conflict.what).clicked() {
                choose(out, vec![(conflict.path.clone(), Take::Ours)]);
            }
            return;
        }
        for (take, name, value) in
            [(Take::Ours, "Here", &conflict.ours), (Take::Theirs, "There", &conflict.theirs)]
        {
            let shown = match (conflict.kind, value) {
                (Kind::Order, _) => "this order",
                (_, Some(value)) => value.as_str(),
                (_, None) => "removed",
            };
            let text = format!("{name}: {}", short(shown));
            let response = chip(ui, chosen == Some(&take), &text, &conflict.what);
            if response.on_hover_text(shown).clicked() {
                choose(out, vec![(conflict.path.clone(), take)]);
            }
        }
    });
}

/// The beginning of a long text.
fn short(text: &str) -> String {
    const MOST: usize = 60;
    let line = text.replace('\n', " ");
    if line.chars().count() <= MOST {
        return line;
    }
    let begin: String = line.chars().take(MOST).collect();
    format!("{begin}…")
}

fn choose(out: &mut Outbox, choices: Vec<(Vec<String>, Take)>) {
    out.view(move |view| {
        if let Some(Modal::Merge(merging)) = &mut view.modal {
            merging.choose(choices);
        }
    });
}
