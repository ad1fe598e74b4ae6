//! What if: sliders over a copy of the points. The session changes only when they are applied.

use egui::{Pos2, Rect, Sense, Ui, Vec2};

use super::Scene;
use crate::analysis::terms;
use crate::command::Command;
use crate::session::Criterion;
use crate::ui::theme::{self, palette, size, space};
use crate::ui::widgets::{Cell, keyed, primary, quiet, secondary, slider, visible_rows};
use crate::ui::{Outbox, format};

const ROW: f32 = 50.0;

/// Draws the panel.
pub(super) fn show(ui: &mut Ui, scene: &Scene<'_>, out: &mut Outbox) {
    quiet(
        ui,
        "Try other points. The verdict moves with them, and the session stays as it is until you \
         apply them.",
    );
    let tried = scene.desk.what_if.is_some();
    ui.horizontal_wrapped(|ui| {
        ui.add_enabled_ui(tried, |ui| buttons(ui, out))
            .response
            .on_disabled_hover_text("Move a slider first");
    });
    ui.add_space(space::S);

    let criteria = &scene.desk.session.criteria;
    #[expect(clippy::cast_precision_loss, reason = "a session holds at most 200 criteria")]
    let height = ROW * criteria.len() as f32;
    let size = Vec2::new(ui.available_width(), height);
    let (area, _) = ui.allocate_exact_size(size, Sense::hover());
    for at in visible_rows(ui, area, ROW, criteria.len()) {
        let Some(criterion) = criteria.get(at) else { continue };
        #[expect(clippy::cast_precision_loss, reason = "a session holds at most 200 criteria")]
        let top = area.top() + ROW * at as f32;
        let rect = Rect::from_min_size(Pos2::new(area.left(), top), Vec2::new(area.width(), ROW));
        keyed(ui, rect, criterion.id.as_str(), |ui| row(ui, scene, out, criterion, at, rect));
    }
}

/// Taking over what was tried, or not.
pub(super) fn buttons(ui: &mut Ui, out: &mut Outbox) {
    if primary(ui, "Apply to the session").clicked() {
        out.command(Command::ApplyWhatIf);
    }
    if secondary(ui, "Drop it").clicked() {
        out.command(Command::DropWhatIf);
    }
}

fn row(
    ui: &mut Ui,
    scene: &Scene<'_>,
    out: &mut Outbox,
    criterion: &Criterion,
    at: usize,
    rect: Rect,
) {
    let palette = palette(ui);
    let name = &criterion.name;
    let points = *scene.desk.view.verdict.what_if.get(&criterion.id).unwrap_or(&criterion.points);
    let moved = points != criterion.points;
    let percent = format::percent(&scene.verdict.balance.weights, at);
    let (head, foot) = (rect.with_max_y(rect.top() + 22.0), rect.with_min_y(rect.top() + 22.0));
    let numbers = head.with_min_x(head.right() - 112.0);
    let font =
        if moved { theme::semibold(size::BODY - 1.0) } else { theme::regular(size::BODY - 1.0) };
    Cell::new(name, font.clone(), palette.ink).show(ui, head.with_max_x(numbers.left() - space::S));
    let change = if moved {
        format!("{} → {points} · {percent}", criterion.points)
    } else {
        format!("{points} · {percent}")
    };
    let spoken = format!("{name}, tried points and weight: {change}");
    Cell::new(&change, font, palette.quiet)
        .right()
        .named(spoken)
        .show(ui, numbers)
        .on_hover_text(terms::WEIGHT.text());
    let rail = foot.with_max_y(foot.top() + 20.0);
    if let Some(new) = slider(ui, rail, points, 1.0, &format!("{name}, points to try")) {
        let (id, own) = (criterion.id.clone(), criterion.points);
        out.view(move |view| {
            if new == own {
                view.verdict.what_if.remove(&id);
            } else {
                view.verdict.what_if.insert(id, new);
            }
        });
    }
}
