//! How sure it is: the probability that the leader wins, under different doubts.

use egui::{CornerRadius, Rect, Ui, Vec2};

use super::Scene;
use crate::analysis::certainty::of_side;
use crate::analysis::terms::{self, Term};
use crate::analysis::words;
use crate::session::{Closeness, Edit, Side};
use crate::ui::theme::{self, palette, size, space};
use crate::ui::widgets::bar::describe;
use crate::ui::widgets::place::row_of;
use crate::ui::widgets::{Cell, card, choose, title};
use crate::ui::{Outbox, format};

/// Draws the card.
pub(super) fn show(ui: &mut Ui, scene: &Scene<'_>, out: &mut Outbox) {
    let certainty = &scene.verdict.certainty;
    let side = if scene.verdict.balance.margin < 0.0 { Side::Right } else { Side::Left };
    card(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        title(ui, &format!("How sure is it that {} wins?", scene.desk.session.sides[side]));
        ui.add_space(space::M);
        let spread = words::percent(certainty.near_spread);
        let near = format!("Exact, for an average weight that is off by {spread} of itself");
        let bars = [
            ("Weights close to the team’s", near.as_str(), certainty.near, terms::NEAR),
            (
                "Only the order of the criteria is trusted",
                "Exact, over every weighting with this order",
                certainty.ranking,
                terms::RANKING,
            ),
            (
                "No agreement on weights at all",
                "Exact, over all possible weightings",
                certainty.uniform,
                terms::UNIFORM,
            ),
        ];
        for (name, how, left_wins, term) in bars {
            bar(ui, name, how, (side, left_wins), &term);
        }
        let fact = |ui: &mut Ui, name: &str, value: &str, term: &Term| {
            let (row, end) = row_of(ui, 19.0, 110.0);
            let quiet = palette(ui).quiet;
            Cell::new(name, theme::regular(size::QUIET), quiet).show(ui, row);
            Cell::new(value, theme::medium(size::QUIET), palette(ui).ink)
                .right()
                .named(format!("{name}: {value}"))
                .show(ui, end);
            let whole = row.union(end);
            describe(ui, whole, name, name).on_hover_text(term.text());
        };
        let chance = |left_wins: f64| words::percent(of_side(side, left_wins));
        let ratings = chance(certainty.ratings);
        fact(ui, "Ratings only as sure as the team says", &ratings, &terms::RATINGS);
        let floor = chance(certainty.at_least_half);
        fact(ui, "Every criterion keeps half its weight", &floor, &terms::FLOOR);
        let (low, high) = certainty.band;
        let (low, high) = if side == Side::Left { (low, high) } else { (-high, -low) };
        let band = format!("{} to {}", format::score(low), format::score(high));
        fact(ui, "Margin, nine times in ten", &band, &terms::BAND);
        closeness(ui, scene, out);
    });
}

/// A probability as a bar between the two sides.
fn bar(ui: &mut Ui, name: &str, how: &str, (side, left_wins): (Side, f64), term: &Term) {
    let palette = palette(ui);
    let percent = words::percent(of_side(side, left_wins));
    let (row, end) = row_of(ui, 20.0, 76.0);
    Cell::new(name, theme::regular(size::BODY - 1.0), palette.ink).show(ui, row);
    Cell::new(&percent, theme::semibold(size::BODY), palette.side(side))
        .right()
        .named(format!("{name}: {percent}"))
        .show(ui, end);
    let (line, _) = row_of(ui, 10.0, 0.0);
    let track = Rect::from_center_size(line.center(), Vec2::new(line.width(), 7.0));
    let split = track.left() + share(left_wins) * track.width();
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
        Cell::new("The team means its weights", theme::regular(size::QUIET), quiet).show(ui, row);
        let name = "How closely the team means its weights";
        if let Some(new) = choose(ui, "closeness", name, (now, now.word()), choices, 110.0) {
            out.edit(Edit::SetCloseness(new));
        }
    });
}

#[expect(clippy::cast_possible_truncation, reason = "drawing is in f32")]
fn share(value: f64) -> f32 {
    value.clamp(0.0, 1.0) as f32
}
