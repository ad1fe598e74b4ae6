//! The last slides: who leads, or that it is covered, and what the team chose.

use egui::{Align2, Pos2, Rect, Stroke, Ui};

use super::opening::bar;
use super::sheet::{Sheet, Type};
use crate::analysis::{Lead, aloud};
use crate::session::Side;
use crate::ui::theme::{self, palette, slide};
use crate::ui::verdict::{COVERED, WHY_COVERED};
use crate::ui::widgets::Cell;
use crate::ui::widgets::bar::fraction;
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
    let totals = format::totals(&verdict.balance);
    for (side, column) in Side::BOTH.into_iter().zip(&mut columns) {
        bar(ui, side, column);
        let color = palette.side(side);
        column.write(ui, &session.sides[side], &Type::lead(color).bold().rows(2));
        let total = &totals[side];
        let excluded = !verdict.failed[side].is_empty();
        let total = if excluded { format!("{total}, excluded") } else { total.clone() };
        column.write(ui, &total, &Type::total(if excluded { palette.quiet } else { color }));
    }
    sheet.below(&columns);
    sheet.space(22.0);
    let turns = match verdict.must_have_words.as_slice() {
        [] => verdict.change_words.clone(),
        said => said.join(" "),
    };
    for said in [aloud::sure(session, verdict), turns] {
        sheet.write(ui, &said, &Type::body(palette.ink));
        sheet.space(8.0);
    }
    let unconfirmed = aloud::unconfirmed(session, verdict);
    for said in aloud::provisos(session, verdict).into_iter().chain(unconfirmed) {
        sheet.write(ui, &said, &Type::body(palette.quiet));
        sheet.space(8.0);
    }
    if !matches!(verdict.lead, Lead::ByMustHave(_) | Lead::NeitherQualifies) {
        drivers(ui, desk, sheet);
    }
}

/// What tips the balance most, the strongest first: bars from the middle towards the side that each
/// is for. As many as there is room for; below two, none.
fn drivers(ui: &mut Ui, desk: &Desk<'_>, sheet: &mut Sheet) {
    const MOST: usize = 5;
    const ROW: f32 = 36.0;
    let contributions = &desk.verdict.balance.contributions;
    let value = |at: usize| contributions.get(at).copied().unwrap_or_default();
    let drivers = desk.verdict.drivers.iter().map(|at| (*at, value(*at)));
    let drivers: Vec<_> = drivers.filter(|(_, by)| by.abs() > 0.0).take(MOST).collect();
    let Some((_, strongest)) = drivers.first().copied() else { return };
    let row = sheet.scaled(ROW);
    sheet.space(10.0);
    if sheet.area.height() < row * 2.0 {
        sheet.cut = true;
        return;
    }
    for (at, by) in drivers {
        let Some(criterion) = desk.session.criteria.get(at) else { continue };
        if sheet.area.height() < row {
            sheet.cut = true;
            return;
        }
        if !sheet.draft {
            let place = sheet.area.with_max_y(sheet.area.top() + row);
            driver(ui, desk, &criterion.name, (by, by / strongest.abs()), (place, sheet.scale));
        }
        sheet.area.min.y += row;
    }
}

/// One of them: the name, and a bar that fills its half where nothing is stronger.
fn driver(
    ui: &mut Ui,
    desk: &Desk<'_>,
    name: &str,
    (by, part): (f64, f64),
    (row, scale): (Rect, f32),
) {
    let palette = palette(ui);
    let side = if by > 0.0 { Side::Left } else { Side::Right };
    let number = format::score(by.abs());
    let spoken = format!("{name}, pulls towards {} by {number}", desk.session.sides[side]);
    let split = row.left() + row.width() * 0.34;
    Cell::new(name, theme::regular(slide::BODY * scale), palette.ink)
        .named(spoken)
        .show(ui, row.with_max_x(split - 16.0 * scale));
    let (bars, end) = (row.with_min_x(split), 72.0 * scale);
    let spine = bars.center().x;
    let stroke = Stroke::new(scale, palette.line_strong);
    ui.painter().vline(spine, row.y_range(), stroke);
    let length = fraction(part.abs()) * (bars.width() / 2.0 - end).max(0.0);
    let (tip, towards, align) = match side {
        Side::Left => (spine - length, -8.0 * scale, Align2::RIGHT_CENTER),
        Side::Right => (spine + length, 8.0 * scale, Align2::LEFT_CENTER),
    };
    let reach = 9.0 * scale;
    let ends = [Pos2::new(spine, row.center().y - reach), Pos2::new(tip, row.center().y + reach)];
    ui.painter().rect_filled(Rect::from_points(&ends), 3.0 * scale, palette.side(side));
    let font = theme::regular(slide::QUIET * scale);
    let at = Pos2::new(tip + towards, row.center().y);
    ui.painter().text(at, align, number, font, palette.quiet);
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
