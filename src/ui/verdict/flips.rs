//! What would flip it: one weight at a time, and all of them together.

use egui::{Pos2, Rect, Sense, Shape, Stroke, Ui, Vec2};

use super::Scene;
use crate::analysis::{Flip, Turn, terms, words};
use crate::session::{Criterion, Points, Side};
use crate::ui::theme::{self, palette, size, space};
use crate::ui::widgets::bar::{describe, fraction};
use crate::ui::widgets::place::part;
use crate::ui::widgets::{Cell, card, label, quiet, secondary, title, visible_rows};
use crate::ui::{Outbox, format};

const ROW: f32 = 26.0;
/// How many criteria are listed at first.
const FEW: usize = 6;

/// Where the columns stand.
struct Columns {
    name: (f32, f32),
    now: (f32, f32),
    flip: (f32, f32),
    scale: (f32, f32),
}

impl Columns {
    fn of(area: Rect) -> Self {
        let scale = (area.width() * 0.36 - 60.0).clamp(56.0, 110.0);
        let scale = (area.right() - scale, area.right() - 6.0);
        let flip = (scale.0 - 66.0, scale.0 - space::M);
        let now = (flip.0 - 42.0, flip.0 - space::S);
        Self { name: (area.left(), now.0 - space::S), now, flip, scale }
    }
}

/// Draws the card.
pub(super) fn show(ui: &mut Ui, scene: &Scene<'_>, out: &mut Outbox) {
    card(ui, |ui| {
        title(ui, "What would flip it");
        let nearest = &scene.verdict.nearest;
        let level = scene.verdict.is_level();
        for said in &scene.verdict.must_have_words {
            label(ui, egui::RichText::new(said).size(size::BODY - 1.0));
        }
        if scene.verdict.is_by_must_have() {
            quiet(ui, "Must-haves aside:");
        }
        if !nearest.is_empty() && !level {
            table(ui, scene, out);
        }
        let others = scene.desk.session.criteria.len().saturating_sub(nearest.len());
        if others > 0 && !nearest.is_empty() && !level {
            let others = format::count(others, "other weight", "other weights");
            quiet(ui, &format!("{others} alone cannot.")).on_hover_text(
                "Whatever one of these weighs, with the others in proportion, the other side does \
                 not get ahead.",
            );
        }
        let joint =
            label(ui, egui::RichText::new(&scene.verdict.change_words).size(size::BODY - 1.0));
        let term = if scene.verdict.dominance.is_some() { terms::DOMINANCE } else { terms::JOINT };
        joint.on_hover_text(term.text());
        if !scene.verdict.spread_words.is_empty() {
            quiet(ui, &scene.verdict.spread_words).on_hover_text(terms::NEAREST.text());
        }
    });
}

fn table(ui: &mut Ui, scene: &Scene<'_>, out: &mut Outbox) {
    let palette = palette(ui);
    let nearest = &scene.verdict.nearest;
    let all = scene.desk.view.verdict.all_flips;
    // One more than a few is no reason for a button.
    let few = if nearest.len() <= FEW + 1 { nearest.len() } else { FEW };
    let shown = if all { nearest.len() } else { few };
    #[expect(clippy::cast_precision_loss, reason = "a session holds at most 200 criteria")]
    let height = ROW * (shown + 1) as f32;
    let size = Vec2::new(ui.available_width(), height);
    let (area, _) = ui.allocate_exact_size(size, Sense::hover());
    let columns = Columns::of(area);
    let head = area.with_max_y(area.top() + ROW);
    let font = theme::regular(size::QUIET);
    Cell::new("Criterion", font.clone(), palette.quiet).show(ui, part(head, columns.name));
    Cell::new("now", font.clone(), palette.quiet).right().show(ui, part(head, columns.now));
    Cell::new("flips at", font, palette.quiet).right().show(ui, part(head, columns.flip));

    let rows = area.with_min_y(head.bottom());
    let scale = full_scale(scene, shown);
    let ends = format!("0 to {}", words::percent(scale));
    Cell::new(&ends, theme::regular(size::QUIET), palette.quiet)
        .right()
        .named(format!("The scales run from {ends}"))
        .show(ui, part(head, (columns.flip.1 + space::S, columns.scale.1)));
    for at in visible_rows(ui, rows, ROW, shown) {
        let Some((i, criterion)) =
            nearest.get(at).and_then(|&i| Some((i, scene.desk.session.criteria.get(i)?)))
        else {
            continue;
        };
        #[expect(clippy::cast_precision_loss, reason = "a session holds at most 200 criteria")]
        let top = rows.top() + ROW * at as f32;
        let rect = Rect::from_min_size(Pos2::new(rows.left(), top), Vec2::new(rows.width(), ROW));
        row(ui, scene, criterion, i, rect, &columns, scale);
    }
    if nearest.len() > few {
        let text =
            if all { "Show fewer".to_owned() } else { format!("Show all {}", nearest.len()) };
        if secondary(ui, &text).clicked() {
            out.view(|view| view.verdict.all_flips = !view.verdict.all_flips);
        }
    }
}

/// The weight at the right end of the scales: a little beyond everything that is shown.
fn full_scale(scene: &Scene<'_>, shown: usize) -> f64 {
    let verdict = scene.verdict;
    let ends = verdict.nearest.iter().take(shown).map(|&i| {
        let weight = verdict.balance.weights.values.get(i).copied().unwrap_or_default();
        let flip = verdict.flips.get(i).and_then(|flip| flip.weight).unwrap_or_default();
        weight.max(flip)
    });
    (ends.fold(0.0, f64::max) * 1.1).clamp(0.05, 1.0)
}

fn row(
    ui: &mut Ui,
    scene: &Scene<'_>,
    criterion: &Criterion,
    i: usize,
    rect: Rect,
    columns: &Columns,
    scale: f64,
) {
    let palette = palette(ui);
    let verdict = scene.verdict;
    let flip = verdict.flips.get(i).copied().unwrap_or_default();
    let weight = verdict.balance.weights.values.get(i).copied().unwrap_or_default();
    let flips_at = flip.weight.unwrap_or(weight);
    let Some(Turn { now, at: then, .. }) = verdict.turn(i) else { return };
    let name = &criterion.name;

    Cell::new(name, theme::regular(size::BODY - 1.0), palette.ink)
        .show(ui, part(rect, columns.name));
    Cell::new(&now, theme::regular(size::BODY - 1.0), palette.ink)
        .right()
        .named(format!("{name}, weight now: {now}"))
        .show(ui, part(rect, columns.now));
    Cell::new(&then, theme::semibold(size::BODY - 1.0), palette.ink)
        .right()
        .named(format!("{name}, flips at: {then}"))
        .show(ui, part(rect, columns.flip));

    let line = part(rect, columns.scale);
    let x = |weight: f64| line.left() + fraction(weight / scale) * line.width();
    let y = line.center().y;
    let painter = ui.painter();
    painter.hline(line.x_range(), y, Stroke::new(4.0, palette.rail));
    let (from, to) = (x(weight.min(flips_at)), x(weight.max(flips_at)));
    painter.hline(from..=to, y, Stroke::new(4.0, palette.pale[Side::Right]));
    painter.circle_filled(Pos2::new(x(weight), y), 5.0, palette.ink);
    let tip = Pos2::new(x(flips_at), y);
    let corner = |x: f32, y: f32| tip + Vec2::new(x, y);
    painter.add(Shape::convex_polygon(
        vec![corner(0.0, -6.5), corner(6.5, 0.0), corner(0.0, 6.5), corner(-6.5, 0.0)],
        palette.warn,
        Stroke::new(1.5, palette.card),
    ));
    let spoken = format!("{name}, from {now} to {then}");
    describe(ui, rect, ("flip", criterion.id.as_str()), &spoken).on_hover_text(format!(
        "{}\n\n{}\n\nIn points: {}\nIn ratings: {}",
        terms::FLIP_WEIGHT.text(),
        elsewhere(scene, criterion, flip),
        terms::FLIP_POINTS.source,
        terms::FLIP_RATING.source
    ));
}

/// The same flip in points, and in ratings.
fn elsewhere(scene: &Scene<'_>, criterion: &Criterion, flip: Flip) -> String {
    let points = flip.points.filter(|points| *points <= Points::MAX).map(|points| {
        format!("{} → {points:.1} points, while the others keep theirs", criterion.points)
    });
    let ratings = Side::BOTH.map(|side| {
        let (name, now) = (&scene.desk.session.sides[side], criterion.sides[side].rating);
        Some(format!("{name} rated {now} → {:.1}", flip.ratings[side]?))
    });
    let ways: Vec<String> = std::iter::once(points).chain(ratings).flatten().collect();
    match ways.as_slice() {
        [] => "Its points cannot do it on a scale that ends at 100, while the others keep theirs, \
               and neither can another rating."
            .to_owned(),
        ways => format!("It would also flip at: {}.", ways.join("; or ")),
    }
}
