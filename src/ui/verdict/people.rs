//! Who sees it differently: each ballot's own margin on one line.

use egui::{Align2, Pos2, Rect, Sense, Stroke, Ui, Vec2};

use super::Scene;
use crate::analysis::{Agreement, Opinion, terms, words};
use crate::session::{Pool, Side};
use crate::ui::Outbox;
use crate::ui::theme::{self, palette, size, space};
use crate::ui::widgets::bar::{describe, fraction};
use crate::ui::widgets::place::part;
use crate::ui::widgets::{Cell, card, quiet, secondary, title, visible_rows};

/// Up to this many ballots there is room for initials.
const INITIALS: usize = 24;
/// From this width on a ballot and what it comes to stand in one line.
const ONE_LINE: f32 = 400.0;
const ROW: f32 = 26.0;
const TALL: f32 = 44.0;
/// The margin that the line shows at least.
const LEAST: f64 = 1.0;

/// Draws the card.
pub(super) fn show(ui: &mut Ui, scene: &Scene<'_>, out: &mut Outbox) {
    card(ui, |ui| {
        title(ui, "Who sees it differently");
        let Some(agreement) = &scene.verdict.agreement else {
            quiet(ui, "No ballots have been revealed in this session; the points are the team’s.");
            otherwise(ui, scene);
            return;
        };
        if !agreement.pooled_only {
            line(ui, scene, agreement);
        }
        let words = scene.verdict.agreement_words.join(" ");
        quiet(ui, &words).on_hover_ui(|ui| {
            ui.set_max_width(340.0);
            if let Some(w) = agreement.concordance {
                ui.label(format!("Kendall’s W is {w:.2}. {}", terms::CONCORDANCE.text()));
                ui.add_space(space::M);
            }
            ui.label(terms::SPREAD.text());
        });
        otherwise(ui, scene);
        everybody(ui, scene, agreement, out);
    });
}

/// Each ballot's own verdict, and the one without it, in words; behind a button where they are
/// many. Without names no ballot is told alone.
fn everybody(ui: &mut Ui, scene: &Scene<'_>, agreement: &Agreement, out: &mut Outbox) {
    const FEW: usize = 8;
    let people = agreement.singles();
    if people.is_empty() {
        return;
    }
    if people.len() > FEW {
        let shown = scene.desk.view.verdict.everybody;
        let name = if shown { "Hide the list" } else { "Show everybody" };
        if secondary(ui, name).clicked() {
            out.view(move |view| view.verdict.everybody = !shown);
        }
        if !shown {
            return;
        }
    }
    list(ui, scene, agreement);
}

/// A row a ballot, of which only those in sight are drawn.
fn list(ui: &mut Ui, scene: &Scene<'_>, agreement: &Agreement) {
    let row_height = if ui.available_width() < ONE_LINE { TALL } else { ROW };
    let palette = palette(ui);
    let sides = &scene.desk.session.sides;
    let people = agreement.singles();
    #[expect(clippy::cast_precision_loss, reason = "a session holds at most 500 people")]
    let upto = |count: usize| row_height * count as f32;
    // A row more, for what the columns say.
    let size = Vec2::new(ui.available_width(), upto(people.len() + 1));
    let (area, _) = ui.allocate_exact_size(size, Sense::hover());
    let row = |at: usize| {
        let top = area.top() + upto(at);
        Rect::from_x_y_ranges(area.x_range(), top..=top + row_height)
    };
    let column = |from: f32, to: f32| {
        let at = |share: f32| area.left() + area.width() * share;
        (at(from), at(to) - space::M)
    };
    // Where a line has no room for three columns, the name stands above the other two.
    let places = |row: Rect| {
        if row_height < TALL {
            return [(0.0, 0.34), (0.34, 0.67), (0.67, 1.0)].map(|(a, b)| part(row, column(a, b)));
        }
        let row = row.shrink2(Vec2::new(0.0, space::S));
        let (name, rest) = (row.with_max_y(row.center().y), row.with_min_y(row.center().y));
        [name, part(rest, column(0.0, 0.5)), part(rest, column(0.5, 1.0))]
    };
    let pooled = agreement.pool.plural();
    let quiet = theme::regular(size::QUIET);
    let heads = ["Ballot", "On its own", "Without it"];
    for (head, place) in heads.into_iter().zip(places(row(0))) {
        Cell::new(head, quiet.clone(), palette.quiet).show(ui, place);
    }
    let below = area.with_min_y(area.top() + row_height);
    for at in visible_rows(ui, below, row_height, people.len()) {
        let Some(opinion) = people.get(at) else { continue };
        let rect = row(at + 1);
        ui.painter().hline(rect.x_range(), rect.top(), Stroke::new(1.0, palette.line));
        let [name, own, without] = places(rect);
        let spoken = called(opinion);
        Cell::new(&opinion.name, theme::medium(size::QUIET), palette.ink)
            .named(&spoken)
            .show(ui, name);
        let words = words::lead(sides, opinion.margin);
        let color = opinion.side.map_or(palette.quiet, |side| palette.side(side));
        Cell::new(&words, quiet.clone(), color)
            .named(format!("{spoken}, on its own: {words}{}", aside(opinion)))
            .show(ui, own)
            .on_hover_text(terms::OWN_SIDE.text());
        let words = words::lead_without(sides, opinion.without);
        Cell::new(&words, quiet.clone(), palette.ink)
            .named(format!("{spoken}, the {pooled} without it: {words}"))
            .show(ui, without)
            .on_hover_text(terms::WITHOUT.text());
    }
}

/// Whose ballot it is, and whether it counts.
fn called(opinion: &Opinion) -> String {
    let adviser = if opinion.counts { "" } else { " (adviser, not counted)" };
    format!("{}{adviser}", opinion.name)
}

/// That a ballot alone reaches neither side, in words, since a grey number does not say it aloud.
fn aside(opinion: &Opinion) -> &'static str {
    if opinion.side.is_none() { ", too close to call" } else { "" }
}

/// What somebody who prefers the other side holds important.
fn otherwise(ui: &mut Ui, scene: &Scene<'_>) {
    if !scene.verdict.otherwise_words.is_empty() {
        quiet(ui, &scene.verdict.otherwise_words).on_hover_text(terms::CENTRAL.text());
    }
}

fn line(ui: &mut Ui, scene: &Scene<'_>, agreement: &Agreement) {
    let palette = palette(ui);
    let radius = if agreement.people.len() > INITIALS { 4.0 } else { 10.0 };
    let size = Vec2::new(ui.available_width(), 74.0);
    let (area, _) = ui.allocate_exact_size(size, Sense::hover());
    let widest = agreement.people.iter().map(|p| p.margin.abs()).fold(LEAST, f64::max);
    let axis = area.shrink2(Vec2::new(radius + 2.0, 0.0)).with_max_y(area.bottom() - 18.0);
    let place =
        |margin: f64| egui::lerp(axis.right()..=axis.left(), fraction(0.5 + margin / widest / 2.0));

    ui.painter().vline(axis.center().x, axis.y_range(), Stroke::new(1.5, palette.line_strong));
    let foot = area.with_min_y(area.bottom() - 16.0);
    for side in Side::BOTH {
        let font = theme::medium(size::QUIET);
        let cell = Cell::new(&scene.desk.session.sides[side], font, palette.side(side));
        match side {
            Side::Left => cell.show(ui, foot.with_max_x(area.center().x - space::M)),
            Side::Right => cell.right().show(ui, foot.with_min_x(area.center().x + space::M)),
        };
    }

    // From left to right, each dot takes the first row whose last one it does not cover.
    let mut rows: Vec<(f32, f32)> = stack(axis, radius).map(|y| (y, f32::NEG_INFINITY)).collect();
    let mut order: Vec<&Opinion> = agreement.people.iter().collect();
    order.sort_by(|a, b| b.margin.total_cmp(&a.margin));
    for opinion in order {
        let x = place(opinion.margin);
        let mut y = axis.center().y;
        if let Some((row, last)) = rows.iter_mut().find(|(_, last)| x - *last >= radius * 2.0) {
            (y, *last) = (*row, x);
        }
        dot(ui, scene, (agreement.pool, opinion), Pos2::new(x, y), radius);
    }
}

/// The heights at which a dot may stand, the middle first.
fn stack(axis: Rect, radius: f32) -> impl Iterator<Item = f32> {
    let middle = axis.center().y;
    let step = radius * 1.7;
    let steps = [0.0, 1.0, -1.0, 2.0, -2.0, 3.0, -3.0];
    let rows = steps.into_iter().map(move |n| middle + n * step);
    rows.filter(move |y| *y - radius >= axis.top() && *y + radius <= axis.bottom())
}

fn dot(ui: &mut Ui, scene: &Scene<'_>, (pool, opinion): (Pool, &Opinion), at: Pos2, radius: f32) {
    let palette = palette(ui);
    let name = &opinion.name;
    let color = opinion.side.map_or(palette.quiet, |side| palette.side(side));
    let ring = Stroke::new(1.5, palette.card);
    if opinion.counts {
        ui.painter().circle(at, radius, color, ring);
    } else {
        // An adviser is heard, not counted: hollow.
        ui.painter().circle(at, radius, palette.card, Stroke::new(1.5, color));
    }
    if radius > 6.0 {
        let initial: String = name.chars().take(1).flat_map(char::to_uppercase).collect();
        let ink = if opinion.counts { palette.card } else { color };
        let font = theme::medium(size::QUIET - 1.5);
        ui.painter().text(at, Align2::CENTER_CENTER, initial, font, ink);
    }
    let sides = &scene.desk.session.sides;
    let spoken =
        format!("{}: {}{}", called(opinion), words::lead(sides, opinion.margin), aside(opinion));
    let rect = Rect::from_center_size(at, Vec2::splat(radius * 2.0));
    describe(ui, rect, ("ballot", opinion.person.as_str()), &spoken).on_hover_ui(|ui| {
        let (pooled, without) = (pool.plural(), words::lead_without(sides, opinion.without));
        ui.set_max_width(340.0);
        ui.label(format!(
            "{spoken}. The {pooled} without this ballot: {without}.\n\n{}\n\n{}",
            terms::OWN_SIDE.text(),
            terms::WITHOUT.text()
        ));
    });
}
