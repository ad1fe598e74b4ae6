//! The last slides: who leads, or that it is covered, and what the team chose.

use egui::Ui;

use super::opening::bar;
use super::sheet::{Sheet, Type};
use crate::analysis::aloud;
use crate::session::Side;
use crate::ui::theme::palette;
use crate::ui::verdict::{COVERED, WHY_COVERED};
use crate::ui::{Desk, format};

/// Writes the verdict. While it is covered, there is nothing of it here.
pub(super) fn show(ui: &mut Ui, desk: &Desk<'_>, sheet: &mut Sheet) {
    let (session, verdict, palette) = (desk.session, desk.verdict, palette(ui));
    if session.covered() {
        sheet.area.min.y += sheet.area.height() * 0.22;
        sheet.write(ui, COVERED, &Type::name(palette.ink));
        sheet.space(8.0);
        sheet.write(ui, WHY_COVERED, &Type::lead(palette.quiet));
        return;
    }
    sheet.write(ui, &verdict.headline, &Type::name(palette.ink).rows(3));
    if session.criteria.is_empty() {
        return;
    }
    sheet.space(20.0);
    let mut columns = sheet.columns();
    for (side, column) in Side::BOTH.into_iter().zip(&mut columns) {
        bar(ui, side, column);
        let color = palette.side(side);
        column.write(ui, &session.sides[side], &Type::lead(color).bold().rows(2));
        let total = format::score(verdict.balance.totals[side]);
        let excluded = !verdict.failed[side].is_empty();
        let total = if excluded { format!("{total}, excluded") } else { total };
        column.write(ui, &total, &Type::total(if excluded { palette.quiet } else { color }));
    }
    sheet.below(&columns);
    sheet.space(22.0);
    for said in [aloud::sure(session, verdict), verdict.change_words.clone()] {
        sheet.write(ui, &said, &Type::body(palette.ink));
        sheet.space(8.0);
    }
    for said in aloud::provisos(session, verdict) {
        sheet.write(ui, &said, &Type::body(palette.quiet));
        sheet.space(8.0);
    }
}

/// Writes what the team chose.
pub(super) fn decision(ui: &mut Ui, desk: &Desk<'_>, sheet: &mut Sheet) {
    let (session, palette) = (desk.session, palette(ui));
    let Some(said) = aloud::decision(session) else { return };
    sheet.area.min.y += sheet.area.height() * 0.22;
    sheet.write(ui, &said, &Type::name(palette.ink).rows(3));
    sheet.space(8.0);
    sheet.write(ui, &session.record.title, &Type::lead(palette.quiet));
}
