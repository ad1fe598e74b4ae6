//! What is worth finding out before deciding.

use egui::Ui;

use super::Scene;
use crate::analysis::{terms, words};
use crate::ui::theme::{self, palette, size};
use crate::ui::widgets::bar::describe;
use crate::ui::widgets::place::row_of;
use crate::ui::widgets::{Cell, card, label, quiet, title};

/// How many criteria are named.
const FEW: usize = 5;

/// Draws the card.
pub(super) fn show(ui: &mut Ui, scene: &Scene<'_>) {
    card(ui, |ui| {
        title(ui, "Worth finding out");
        let verdict = scene.verdict;
        if verdict.worth.is_empty() {
            let text = "No single rating is unsure enough to turn this.";
            label(ui, egui::RichText::new(text).size(size::BODY - 1.0))
                .on_hover_text(terms::WORTH.text());
        } else {
            quiet(ui, "How likely the verdict turns once a criterion’s ratings are known");
        }
        for &at in verdict.worth.iter().take(FEW) {
            let (Some(criterion), Some(finding)) =
                (scene.desk.session.criteria.get(at), verdict.findings.get(at))
            else {
                continue;
            };
            let (row, end) = row_of(ui, 20.0, 70.0);
            let chance = words::percent(finding.chance);
            let name = &criterion.name;
            Cell::new(name, theme::regular(size::BODY - 1.0), palette(ui).ink).show(ui, row);
            Cell::new(&chance, theme::semibold(size::BODY - 1.0), palette(ui).ink)
                .right()
                .named(format!("{name}, chance to turn the verdict: {chance}"))
                .show(ui, end);
            let spoken = format!("{name}, worth finding out");
            describe(ui, row.union(end), ("worth", criterion.id.as_str()), &spoken)
                .on_hover_text(terms::WORTH.text());
        }
    });
}
