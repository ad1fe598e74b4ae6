//! How sure it is: the probability that the leader wins, under different doubts.

use egui::{CornerRadius, Rect, Ui, Vec2};

use super::Scene;
use crate::analysis::terms::{self, Term};
use crate::analysis::{Lead, words};
use crate::session::{Closeness, Edit, Side};
use crate::ui::Outbox;
use crate::ui::theme::{self, palette, size, space};
use crate::ui::widgets::bar::{describe, fraction};
use crate::ui::widgets::place::row_of;
use crate::ui::widgets::{Cell, card, choose, title};

/// Draws the card.
pub(super) fn show(ui: &mut Ui, scene: &Scene<'_>, out: &mut Outbox) {
    let side = scene.verdict.told;
    let told = scene.verdict.certainty.told_of(side);
    card(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        let aside = match scene.verdict.lead {
            Lead::ByMustHave(_) | Lead::NeitherQualifies => ", must-haves aside",
            _ => "",
        };
        let name = &scene.desk.session.sides[side];
        title(ui, &format!("How sure is it that {name} wins{aside}?"));
        ui.add_space(space::M);
        let spread = words::percent(told.near_spread);
        let near = format!("Exact; weights typically off by {spread}, in any order");
        let order = "Exact, over every weighting that keeps this order";
        bar(ui, &near, (side, told.near), &terms::NEAR);
        bar(ui, order, (side, told.ranking), &terms::RANKING);
        bar(ui, "Exact, over all possible weightings", (side, told.uniform), &terms::UNIFORM);
        fact(ui, &words::percent(told.ratings), &terms::RATINGS);
        fact(ui, &words::percent(told.at_least_half), &terms::FLOOR);
        let (low, high) = told.band;
        fact(ui, &format!("{} to {}", words::score(low), words::score(high)), &terms::BAND);
        closeness(ui, scene, out);
    });
}

/// A figure in a line.
fn fact(ui: &mut Ui, value: &str, term: &Term) {
    let (row, end) = row_of(ui, 19.0, 110.0);
    let (name, quiet) = (term.label, palette(ui).quiet);
    Cell::new(name, theme::regular(size::QUIET), quiet).show(ui, row);
    Cell::new(value, theme::medium(size::QUIET), palette(ui).ink)
        .right()
        .named(format!("{name}: {value}"))
        .show(ui, end);
    describe(ui, row.union(end), name, name).on_hover_text(term.text());
}

/// A probability as a bar between the two sides.
fn bar(ui: &mut Ui, how: &str, (side, wins): (Side, f64), term: &Term) {
    let palette = palette(ui);
    let (name, percent) = (term.label, words::percent(wins));
    let (row, end) = row_of(ui, 20.0, 76.0);
    Cell::new(name, theme::regular(size::BODY - 1.0), palette.ink).show(ui, row);
    Cell::new(&percent, theme::semibold(size::BODY), palette.side(side))
        .right()
        .named(format!("{name}: {percent}"))
        .show(ui, end);
    let (line, _) = row_of(ui, 10.0, 0.0);
    let track = Rect::from_center_size(line.center(), Vec2::new(line.width(), 7.0));
    // The left side's part stands left.
    let part = fraction(wins) * track.width();
    let split = if side == Side::Left { track.left() + part } else { track.right() - part };
    let corner = CornerRadius::same(3);
    for (part, side) in
        [(track.with_max_x(split - 1.0), Side::Left), (track.with_min_x(split + 1.0), Side::Right)]
    {
        if part.width() > 0.0 {
            ui.painter().rect_filled(part, corner, palette.side(side));
        }
    }
    let (foot, _) = row_of(ui, 20.0, 0.0);
    Cell::new(how, theme::regular(size::QUIET), palette.quiet).show(ui, foot);
    let whole = row.union(end).union(foot);
    describe(ui, whole, name, name).on_hover_text(term.text());
    ui.add_space(space::S);
}

/// How closely the team means its weights.
fn closeness(ui: &mut Ui, scene: &Scene<'_>, out: &mut Outbox) {
    let now = scene.desk.session.brief.closeness;
    let choices = Closeness::ALL.map(|closeness| (closeness, closeness.word()));
    ui.add_space(space::M);
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = space::M;
        let (row, _) = ui.allocate_exact_size(Vec2::new(172.0, 26.0), egui::Sense::hover());
        let quiet = palette(ui).quiet;
        Cell::new("The team means its weights", theme::regular(size::QUIET), quiet)
            .show(ui, row)
            .on_hover_text(
                "How firmly the team stands behind its weights: how far they are scattered for \
                 the first of these figures and for the margin’s band.",
            );
        let name = "How closely the team means its weights";
        if let Some(new) = choose(ui, "closeness", name, (now, now.word()), choices, 110.0) {
            out.edit(Edit::SetCloseness(new));
        }
    });
}
