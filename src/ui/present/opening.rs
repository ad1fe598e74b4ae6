//! The first slide: what is being decided, between what, by whom.

use egui::Ui;

use super::sheet::{Sheet, Type};
use crate::analysis::{aloud, words};
use crate::session::Side;
use crate::ui::Desk;
use crate::ui::theme::{palette, slide};

/// Writes the slide.
pub(super) fn show(ui: &mut Ui, desk: &Desk<'_>, sheet: &mut Sheet) {
    let (session, palette) = (desk.session, palette(ui));
    sheet.write(ui, session.title(), &Type::name(palette.ink));
    sheet.space(6.0);
    sheet.write(ui, &session.brief.question, &Type::lead(palette.ink));
    sheet.space(28.0);
    let mut columns = sheet.columns();
    for (side, column) in Side::BOTH.into_iter().zip(&mut columns) {
        bar(ui, side, column);
        column.write(ui, &session.sides[side], &Type::total(palette.side(side)).rows(2));
    }
    sheet.below(&columns);
    sheet.space(28.0);
    if session.criteria.is_empty() {
        sheet.write(ui, "There is nothing to compare yet.", &Type::body(palette.quiet));
    } else {
        let criteria = words::count(session.criteria.len(), "criterion", "criteria");
        sheet.write(ui, &format!("{criteria} to weigh and compare"), &Type::body(palette.ink));
    }
    sheet.space(8.0);
    sheet.write(ui, &aloud::taking_part(session), &Type::body(palette.quiet).rows(5));
}

/// The bar in a side's colour over its column.
pub(super) fn bar(ui: &Ui, side: Side, column: &mut Sheet) {
    let bar = column.area.with_max_y(column.area.top() + column.scaled(slide::BAR));
    if !column.draft {
        ui.painter().rect_filled(bar, 0.0, palette(ui).side(side));
    }
    column.space(slide::BAR + 12.0);
}
