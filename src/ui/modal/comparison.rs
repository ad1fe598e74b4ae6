//! What has changed since an earlier session of the same decision.

use egui::{FontId, Rect, ScrollArea, Ui};

use super::{close, foot, lead, title};
use crate::command::Command;
use crate::report::Comparison;
use crate::report::comparison::{Change, Changed, Judged};
use crate::ui::theme::{self, palette, size, space};
use crate::ui::widgets::basic::{self, warning};
use crate::ui::widgets::{Cell, label, quiet, secondary};
use crate::ui::{Outbox, Request};

/// Draws the dialog.
pub(super) fn show(ui: &mut Ui, out: &mut Outbox, comparison: &Comparison, height: f32) {
    title(ui, "What has changed");
    let from = comparison.before.file.as_deref().unwrap_or("an earlier session");
    quiet(ui, &format!("Since {from}"));
    ScrollArea::vertical().auto_shrink([false, true]).max_height(height - 150.0).show(ui, |ui| {
        ui.set_width(ui.available_width() - space::M);
        for caution in &comparison.cautions {
            warning(ui, caution);
        }
        basic::band(ui, |ui| {
            basic::title(ui, &comparison.verdict);
            for said in &comparison.why {
                label(ui, said.as_str());
            }
        });
        let Comparison { answer, totals, lead, .. } = comparison;
        changes(ui, "Verdict and totals", [answer, &totals.left, &totals.right, lead].into_iter());
        must_haves(ui, comparison);
        criteria(ui, comparison);
        changes(ui, "Record", comparison.record.iter());
    });
    foot(ui, out, |ui, out| {
        if lead(ui, "Close").clicked() {
            close(out);
        }
        if secondary(ui, "Save as…").clicked() {
            close(out);
            out.command(Command::ExportComparison);
        }
        if secondary(ui, "Copy as Markdown").clicked() {
            out.ask(Request::CopyComparison);
        }
    });
}

/// Rows of what was and what is.
fn changes<'a>(ui: &mut Ui, heading: &str, rows: impl Iterator<Item = &'a Change>) {
    let mut rows = rows.peekable();
    if rows.peek().is_none() {
        return;
    }
    ui.add_space(space::S);
    basic::title(ui, heading);
    for Change { what, before, after } in rows {
        let shown =
            |text: &str| if text.is_empty() { "nothing".to_owned() } else { text.to_owned() };
        let said = if before == after {
            format!("{what}: {}, as before", shown(after))
        } else {
            format!("{what}: {} → {}", shown(before), shown(after))
        };
        label(ui, said);
    }
}

/// The must-haves of which something has changed.
fn must_haves(ui: &mut Ui, comparison: &Comparison) {
    if comparison.must_haves.is_empty() {
        return;
    }
    ui.add_space(space::S);
    basic::title(ui, "Must-haves");
    for Judged { name, sides } in &comparison.must_haves {
        let [left, right] =
            [&sides.left, &sides.right].map(|side| format!("{} {}", side.what, arrow(side)));
        label(ui, format!("{name}: {left}, {right}"));
    }
}

/// Each criterion that has changed, the strongest effect first.
fn criteria(ui: &mut Ui, comparison: &Comparison) {
    if comparison.criteria.is_empty() {
        return;
    }
    ui.add_space(space::S);
    basic::title(ui, "Criteria");
    let sides = &comparison.sides;
    let head = ["", "Weight", sides.left.as_str(), sides.right.as_str(), "Moved the margin by"];
    row(ui, head, &theme::medium(size::QUIET), "Heading");
    for changed in &comparison.criteria {
        let Changed { name, weight, ratings, effect_words, reasons, .. } = changed;
        let [weight, left, right] = [weight, &ratings.left, &ratings.right].map(arrow);
        let cells = [name.as_str(), &weight, &left, &right, effect_words];
        row(ui, cells, &theme::regular(size::BODY - 1.0), name);
        for reason in reasons {
            quiet(ui, reason);
        }
    }
}

/// `16 → 20 %`, or what it still is.
fn arrow(change: &Change) -> String {
    if change.before == change.after {
        return change.after.clone();
    }
    format!("{} → {}", change.before, change.after)
}

fn row(ui: &mut Ui, cells: [&str; 5], font: &FontId, name: &str) {
    let size = egui::vec2(ui.available_width(), 24.0);
    let (area, _) = ui.allocate_exact_size(size, egui::Sense::hover());
    let ends = [0.0, 0.30, 0.46, 0.60, 0.74, 1.0];
    let labels = ["criterion", "weight", "left", "right", "effect"];
    for ((cell, place), what) in cells.iter().zip(ends.windows(2)).zip(labels) {
        let [from, to] = place else { continue };
        let at = |share: f32| area.left() + area.width() * share;
        let rect = Rect::from_x_y_ranges(at(*from)..=at(*to) - 6.0, area.y_range());
        if !cell.is_empty() {
            let spoken = format!("{name}, {what}: {cell}");
            Cell::new(cell, font.clone(), palette(ui).ink).named(spoken).show(ui, rect);
        }
    }
}
