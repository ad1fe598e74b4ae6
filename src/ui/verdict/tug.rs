//! The tug of war: what pulls which way, from the strongest pull left to the strongest right.

use egui::{Align2, CornerRadius, Pos2, Rect, Role, Sense, Stroke, Ui, Vec2, WidgetInfo};

use super::Scene;
use crate::analysis::terms;
use crate::session::Side;
use crate::ui::theme::{self, palette, size, space};
use crate::ui::widgets::{Cell, card, title, visible_rows};
use crate::ui::{Outbox, Step, format};

const ROW: f32 = 23.0;

/// Draws the card.
pub(super) fn show(ui: &mut Ui, scene: &Scene<'_>, out: &mut Outbox) {
    card(ui, |ui| {
        title(ui, "What drives it");
        let session = scene.desk.session;
        let contributions = &scene.verdict.balance.contributions;
        let value = |i: usize| contributions.get(i).copied().unwrap_or_default();
        let order = &scene.verdict.tug;
        let strongest = scene.verdict.drivers.first().map_or(0.0, |&i| value(i).abs());

        let width = ui.available_width();
        #[expect(clippy::cast_precision_loss, reason = "a session holds at most 200 criteria")]
        let height = ROW * order.len() as f32;
        let (area, _) = ui.allocate_exact_size(Vec2::new(width, height), Sense::hover());
        let names = (width * 0.43).clamp(168.0_f32.min(width * 0.55), 200.0);
        let bars = area.with_min_x(area.left() + names + space::M);
        let spine = bars.center().x;
        ui.painter().vline(spine, bars.y_range(), Stroke::new(1.0, palette(ui).line_strong));

        for at in visible_rows(ui, area, ROW, order.len()) {
            let Some((i, criterion)) =
                order.get(at).and_then(|&i| Some((i, session.criteria.get(i)?)))
            else {
                continue;
            };
            #[expect(clippy::cast_precision_loss, reason = "a session holds at most 200 criteria")]
            let top = area.top() + ROW * at as f32;
            let row = Rect::from_min_size(Pos2::new(area.left(), top), Vec2::new(width, ROW));
            let contribution = value(i);
            let number = format::score(contribution.abs());
            let towards = match contribution {
                c if c > 0.0 => session.sides.left.as_str(),
                c if c < 0.0 => session.sides.right.as_str(),
                _ => "neither side",
            };
            let name = row.with_max_x(area.left() + names);
            let id = ui.scope_id().with(("tug", criterion.id.as_str()));
            let response = ui.interact(row, id, Sense::click());
            let spoken = format!("{}, pulls towards {towards} by {number}", criterion.name);
            response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &spoken));
            if response.hovered() {
                ui.painter().rect_filled(row.expand2(Vec2::new(6.0, 0.0)), 4.0, palette(ui).hover);
            }
            Cell::new(&criterion.name, theme::regular(size::BODY - 1.0), palette(ui).ink)
                .right()
                .show(ui, name);
            pull(ui, row.with_min_x(bars.left()), spine, contribution, strongest, &number);
            let hint =
                format!("{}\n\nClick to show it in the comparison", terms::CONTRIBUTION.text());
            if response.on_hover_text(hint).clicked() {
                let id = criterion.id.clone();
                out.view(move |view| {
                    view.selected = Some(id);
                    view.go(Step::Compare);
                    view.open_panel();
                });
            }
        }
    });
}

fn pull(ui: &Ui, row: Rect, spine: f32, contribution: f64, strongest: f64, number: &str) {
    let palette = palette(ui);
    let room = row.width() / 2.0 - 36.0;
    #[expect(clippy::cast_possible_truncation, reason = "drawing is in f32")]
    let part = (contribution.abs() / strongest.max(f64::MIN_POSITIVE)).min(1.0) as f32;
    let length = part * room;
    let y = row.center().y;
    let (from, to, side, at, align) = if contribution > 0.0 {
        let from = spine - length;
        (from, spine, Side::Left, from - 6.0, Align2::RIGHT_CENTER)
    } else {
        let to = spine + length;
        (spine, to, Side::Right, to + 6.0, Align2::LEFT_CENTER)
    };
    let bar = Rect::from_min_max(Pos2::new(from, y - 6.5), Pos2::new(to, y + 6.5));
    ui.painter().rect_filled(bar, CornerRadius::same(2), palette.side(side));
    let font = theme::regular(size::QUIET - 0.5);
    ui.painter().text(Pos2::new(at, y), align, number, font, palette.quiet);
}
