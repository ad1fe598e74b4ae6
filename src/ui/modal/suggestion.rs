//! What the answers would change, shown before it is taken.

use egui::{Grid, RichText, ScrollArea, Ui};

use super::{Desk, Outbox, close, foot, lead, title};
use crate::session::{Edit, Id};
use crate::ui::frame::weighed;
use crate::ui::theme::{self, palette, size};
use crate::ui::widgets::basic::warning;
use crate::ui::widgets::{label, quiet, secondary};

/// Draws the dialog.
pub(super) fn show(ui: &mut Ui, desk: &Desk<'_>, out: &mut Outbox, height: f32) {
    title(ui, "What the answers suggest");
    let Some(edit) = &desk.verdict.suggestion else {
        label(ui, "The team’s points are already what the answers suggest.");
        foot(ui, out, |ui, out| {
            if lead(ui, "Close").clicked() {
                close(out);
            }
        });
        return;
    };
    quiet(ui, "Every criterion starts at 50 points; each answer moves some of them.");
    ScrollArea::vertical().auto_shrink([false, true]).max_height((height - 170.0).max(120.0)).show(
        ui,
        |ui| {
            if let Edit::Batch(_, edits) = edit {
                Grid::new("changes").num_columns(3).spacing([16.0, 10.0]).show(ui, |ui| {
                    for change in edits {
                        row(ui, desk, change);
                    }
                });
            }
        },
    );
    let weighed = weighed(desk.session);
    if let Some(words) = weighed {
        warning(ui, words);
    }
    foot(ui, out, |ui, out| {
        const USE: &str = "Use as starting points";
        const KEEP: &str = "Keep the team’s points";
        // What one came for stands first.
        let (used, kept) = if weighed.is_some() {
            let kept = lead(ui, KEEP).clicked();
            (secondary(ui, USE).clicked(), kept)
        } else {
            let used = lead(ui, USE).clicked();
            (used, secondary(ui, KEEP).clicked())
        };
        if used {
            out.edit(edit.clone());
        }
        if used || kept {
            close(out);
        }
    });
}

/// The width of the reasons, beside the names and the points.
const REASONS: f32 = 360.0;

fn row(ui: &mut Ui, desk: &Desk<'_>, change: &Edit) {
    let Edit::SetPoints(id, points) = change else { return };
    let Some(criterion) = desk.session.criterion(id) else { return };
    ui.label(RichText::new(&criterion.name).font(theme::medium(size::BODY - 1.0)));
    ui.label(format!("{} → {points}", criterion.points));
    ui.vertical(|ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        ui.set_width(REASONS);
        for (by, reason) in reasons(desk, id) {
            let text = RichText::new(format!("{by:+}: {reason}"));
            label(ui, text.size(size::QUIET).color(palette(ui).quiet));
        }
    });
    ui.end_row();
}

/// What each given answer does to a criterion, and why.
fn reasons<'a>(desk: &'a Desk<'_>, id: &'a Id) -> impl Iterator<Item = (f64, &'a str)> {
    desk.catalogue
        .given(&desk.session.brief.answers)
        .flat_map(|(_, answer)| &answer.shifts)
        .filter(move |shift| &shift.criterion == id)
        .map(|shift| (shift.by, shift.reason.as_str()))
}
