//! The beam, tilted by the margin.

use egui::{Align2, Painter, Pos2, Rect, Sense, Shape, Stroke, Ui, Vec2};

use super::Scene;
use crate::analysis::terms;
use crate::session::Side;
use crate::ui::theme::{self, palette, size};
use crate::ui::widgets::bar::describe;
use crate::ui::widgets::{Cell, card, quiet};
use crate::ui::{format, theme::Palette};

/// As tall as the card beside it.
const HEIGHT: f32 = 280.0;
/// The margin that tilts the beam as far as it goes.
const FULL_TILT: f64 = 3.0;

/// Draws the card.
pub(super) fn show(ui: &mut Ui, scene: &Scene<'_>) {
    card(ui, |ui| {
        let size = Vec2::new(ui.available_width(), HEIGHT);
        let (rect, _) = ui.allocate_exact_size(size, Sense::hover());
        let palette = palette(ui);
        let balance = &scene.verdict.balance;
        let totals = format::totals(balance);
        let [left, right] = Side::BOTH.map(|side| {
            let excluded = if scene.verdict.failed[side].is_empty() { "" } else { " (excluded)" };
            let total = &totals[side];
            format!("{}{excluded} {total}", scene.desk.session.sides[side])
        });
        let margin = format::score(balance.margin.abs());
        let spoken = format!("Beam: {left}, {right}, margin {margin}");
        let term = format!("{}\n\n{}", terms::TOTAL.text(), terms::MARGIN.text());
        describe(ui, rect, "beam", &spoken).on_hover_text(term);

        let pivot = Pos2::new(rect.center().x, rect.top() + 112.0);
        let arm = (rect.width() * 0.36).min(170.0);
        #[expect(clippy::cast_possible_truncation, reason = "drawing is in f32")]
        let tilt = (balance.margin / FULL_TILT).clamp(-1.0, 1.0) as f32 * 0.26;
        let along = Vec2::angled(-tilt) * arm;
        let painter = ui.painter().clone();
        stand(&painter, palette, pivot, along);

        let mut names = Vec::new();
        for (side, end) in [(Side::Left, -along), (Side::Right, along)] {
            let radius = 21.0;
            let center = pivot + end * 0.84 - Vec2::new(0.0, radius + 2.0);
            let excluded = !scene.verdict.failed[side].is_empty();
            let color = if excluded { palette.line_strong } else { palette.side(side) };
            painter.circle_filled(center, radius, color);
            let total = totals[side].clone();
            let font = theme::semibold(size::BODY - 1.0);
            let ink = if excluded { palette.ink } else { palette.card };
            painter.text(center, Align2::CENTER_CENTER, total, font, ink);
            names.push((side, pivot.x + end.x * 0.84, excluded));
        }
        let foot = Pos2::new(pivot.x, rect.bottom() - 12.0);
        let text = format!("Margin {margin}");
        painter.text(foot, Align2::CENTER_CENTER, text, theme::medium(size::BODY), palette.ink);
        for (side, x, excluded) in names {
            name(ui, scene, side, rect, x, excluded);
        }
        if balance.weights.stand_in {
            quiet(ui, "All points are 0: every criterion weighs the same until one gets points.");
        }
    });
}

/// A side's name under its end of the beam, as wide as its half has room.
fn name(ui: &mut Ui, scene: &Scene<'_>, side: Side, card: Rect, x: f32, excluded: bool) {
    let palette = palette(ui);
    let half = match side {
        Side::Left => x - card.left(),
        Side::Right => card.right() - x,
    };
    let room = half.min((card.center().x - x).abs() - 4.0);
    let line =
        Rect::from_center_size(Pos2::new(x, card.bottom() - 56.0), Vec2::new(room * 2.0, 20.0));
    let color = if excluded { palette.quiet } else { palette.side(side) };
    let words = &scene.desk.session.sides[side];
    Cell::new(words, theme::semibold(size::BODY), color).center().show(ui, line);
    if excluded {
        let below = line.translate(Vec2::new(0.0, 16.0));
        Cell::new("excluded", theme::regular(size::QUIET), palette.quiet).center().show(ui, below);
    }
}

fn stand(painter: &Painter, palette: &Palette, pivot: Pos2, along: Vec2) {
    let ink = Stroke::new(5.0, palette.ink);
    painter.line_segment([pivot - along, pivot + along], ink);
    painter.add(Shape::convex_polygon(
        vec![
            pivot + Vec2::new(0.0, 3.0),
            pivot + Vec2::new(17.0, 42.0),
            pivot + Vec2::new(-17.0, 42.0),
        ],
        palette.ink,
        Stroke::NONE,
    ));
    let foot = pivot + Vec2::new(0.0, 43.0);
    painter.line_segment([foot - Vec2::new(44.0, 0.0), foot + Vec2::new(44.0, 0.0)], ink);
}
