//! What the workbench knows beyond the criteria: the difference, signs for each side, mistakes
//! that teams make, and what people ask.

use egui::{CollapsingHeader, RichText, ScrollArea, Ui};

use super::{Desk, Outbox, close_button, title};
use crate::analysis::terms;
use crate::session::Side;
use crate::ui::theme::{self, palette, size, space};
use crate::ui::widgets::{basic, columns, label, quiet};

/// Draws the guide.
pub(super) fn show(ui: &mut Ui, desk: &Desk<'_>, out: &mut Outbox, height: f32) {
    let guide = &desk.catalogue.guide;
    title(ui, "Guide");
    ScrollArea::vertical().auto_shrink([false, true]).max_height(height - 130.0).show(ui, |ui| {
        ui.set_width(ui.available_width() - space::L);
        label(ui, &guide.difference);
        ui.add_space(space::M);
        columns(ui, 0.5, space::XL, |left, right| {
            signs(left, desk, Side::Left);
            signs(right, desk, Side::Right);
        });
        if desk.file.open && desk.session.covered() {
            quiet(ui, "What this session shows is ticked once its weights are agreed.");
        } else if desk.file.open {
            quiet(ui, "A filled dot: this session’s answers or weights show it.");
        }
        ui.add_space(space::L);
        basic::title(ui, "Mistakes that teams make");
        for mistake in &guide.mistakes {
            entry(ui, &mistake.name, &format!("{} {}", mistake.what, mistake.advice));
        }
        ui.add_space(space::L);
        basic::title(ui, "What the numbers mean");
        for term in terms::ALL {
            entry(ui, term.label, &term.text());
        }
        ui.add_space(space::L);
        basic::title(ui, "What people ask");
        for question in &guide.questions {
            entry(ui, &question.question, &question.answer);
        }
    });
    close_button(ui, out);
}

/// The signs that speak for a side, ticked where the session shows them.
fn signs(ui: &mut Ui, desk: &Desk<'_>, side: Side) {
    let name = RichText::new(&crate::catalogue::Catalogue::side_names()[side])
        .font(theme::semibold(size::BODY))
        .color(palette(ui).side(side));
    ui.label(name);
    let shown = &desk.verdict.signs[side];
    for (at, sign) in desk.catalogue.guide.choose_if[side].iter().enumerate() {
        // Weights are among what is ticked, and would tell who leads.
        let tells = desk.file.open && !desk.session.covered();
        let ticked = tells && shown.get(at).copied().unwrap_or_default();
        let mark = if ticked { "●" } else { "○" };
        label(ui, RichText::new(format!("{mark}  {}", sign.text)).size(size::BODY - 1.0));
    }
}

fn entry(ui: &mut Ui, head: &str, text: &str) {
    let head = RichText::new(head).font(theme::medium(size::BODY - 1.0));
    CollapsingHeader::new(head).id_salt(text).show(ui, |ui| {
        label(ui, RichText::new(text).size(size::BODY - 1.0));
    });
}
