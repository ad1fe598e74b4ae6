//! Bars that show a number, each with a name that says it.

use egui::{Color32, CornerRadius, Rect, Role, Sense, Stroke, StrokeKind, Ui, WidgetInfo};

use crate::session::Side;
use crate::ui::theme::{palette, size};
use crate::ui::widgets::Cell;
use crate::ui::{format, theme};

/// A rating as a bar. The left side's grows leftwards, so that the two mirror each other; a
/// rating that nobody has confirmed is hollow.
pub fn rating_bar(ui: &Ui, rect: Rect, side: Side, rating: f64, confirmed: bool, track: Color32) {
    let palette = palette(ui);
    let corner = CornerRadius::same(3);
    ui.painter().rect_filled(rect, corner, track);
    let part = fraction(rating / 10.0) * rect.width();
    let filled = match side {
        Side::Left => Rect::from_min_max(rect.right_top() - egui::vec2(part, 0.0), rect.max),
        Side::Right => Rect::from_min_size(rect.min, egui::vec2(part, rect.height())),
    };
    if confirmed {
        ui.painter().rect_filled(filled, corner, palette.side(side));
    } else {
        ui.painter().rect(
            filled,
            corner,
            palette.pale[side],
            Stroke::new(1.0, palette.side(side)),
            StrokeKind::Inside,
        );
    }
}

/// How far a criterion tips the balance: a bar from the spine towards the side it favours,
/// with its number. `scale` is the contribution that fills half the width.
pub fn difference_bar(ui: &mut Ui, rect: Rect, contribution: f64, scale: f64, name: &str) {
    let palette = palette(ui);
    let spine = rect.center().x;
    ui.painter().vline(
        spine,
        rect.shrink2(egui::vec2(0.0, 6.0)).y_range(),
        Stroke::new(1.0, palette.line_strong),
    );
    // Room for the number at either end.
    let room = (rect.width() / 2.0 - 40.0).max(8.0);
    let length = fraction(contribution.abs() / scale.max(f64::MIN_POSITIVE)) * room;
    let height = 14.0;
    let y = rect.center().y;
    let (bar, text, color) = if contribution > 0.0 {
        let bar = Rect::from_min_max(
            egui::pos2(spine - length, y - height / 2.0),
            egui::pos2(spine, y + height / 2.0),
        );
        let text = Rect::from_min_max(
            egui::pos2(rect.left(), rect.top()),
            egui::pos2(bar.left() - 6.0, rect.bottom()),
        );
        (bar, text, palette.side(Side::Left))
    } else {
        let bar = Rect::from_min_max(
            egui::pos2(spine, y - height / 2.0),
            egui::pos2(spine + length, y + height / 2.0),
        );
        let text = Rect::from_min_max(
            egui::pos2(bar.right() + 6.0, rect.top()),
            egui::pos2(rect.right(), rect.bottom()),
        );
        (bar, text, palette.side(Side::Right))
    };
    ui.painter().rect_filled(bar, CornerRadius::same(2), color);
    let number = format::score(contribution.abs());
    let cell = Cell::new(&number, theme::regular(size::QUIET), palette.quiet).named(name);
    if contribution > 0.0 {
        cell.right().show(ui, text)
    } else {
        cell.show(ui, text)
    };
}

/// A share from 0 to 1 as a bar on a track.
pub fn share_bar(ui: &Ui, rect: Rect, share: f64, color: Color32) {
    let corner = CornerRadius::same(2);
    ui.painter().rect_filled(rect, corner, palette(ui).track);
    let filled =
        Rect::from_min_size(rect.min, egui::vec2(fraction(share) * rect.width(), rect.height()));
    ui.painter().rect_filled(filled, corner, color);
}

/// Gives a painted area a name in the accessibility tree.
pub fn describe(ui: &Ui, rect: Rect, salt: impl egui::AsIdSalt, name: &str) -> egui::Response {
    let response = ui.interact(rect, ui.scope_id().with(salt), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, name));
    response
}

/// A number from 0 to 1 for drawing.
#[expect(clippy::cast_possible_truncation, reason = "drawing is in f32")]
pub fn fraction(value: f64) -> f32 {
    value.clamp(0.0, 1.0) as f32
}
