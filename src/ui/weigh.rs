//! Step 2: how much each criterion matters.

use egui::{CornerRadius, Pos2, Rect, Stroke, StrokeKind, Ui, Vec2};

use super::theme::{self, palette, size, space};
use super::widgets::bar::share_bar;
use super::widgets::basic::{band, header};
use super::widgets::place::part;
use super::widgets::{
    Cell, at, keyed, label, number, primary, quiet, secondary, slider, visible_rows,
};
use super::{Desk, Outbox, format};
use crate::analysis::terms;
use crate::command::Command;
use crate::session::{Criterion, Edit, Points};

/// From this width on there is room to say what the worst and the best case are.
const SWING_FITS: f32 = 860.0;

/// Where the columns of the table stand.
struct Columns {
    name: (f32, f32),
    slider: (f32, f32),
    number: (f32, f32),
    /// Missing in a narrow window.
    swing: Option<(f32, f32)>,
    weight: (f32, f32),
    /// The weight that fills a bar.
    heaviest: f64,
}

impl Columns {
    fn of(area: Rect, heaviest: f64) -> Self {
        let (left, right) = (area.left() + space::L, area.right() - space::L);
        let width = right - left;
        if width < SWING_FITS {
            let name = (width * 0.3).clamp(110.0, 200.0);
            let weight = right - 52.0;
            let number = weight - 60.0;
            return Self {
                name: (left, left + name),
                slider: (left + name + space::M, number - space::M),
                number: (number, weight - space::S),
                swing: None,
                weight: (weight, right),
                heaviest,
            };
        }
        let name = (width * 0.18).clamp(168.0, 210.0);
        let slider = left + name + space::M;
        let number = slider + (width * 0.17).clamp(120.0, 190.0) + space::M;
        let swing = number + 60.0 + space::M;
        let weight = right - 108.0;
        Self {
            name: (left, left + name),
            slider: (slider, number - space::M),
            number: (number, number + 52.0),
            swing: Some((swing, weight - space::L)),
            weight: (weight, right),
            heaviest,
        }
    }
}

/// Draws the screen.
pub fn show(ui: &mut Ui, desk: &Desk<'_>, out: &mut Outbox) {
    header(
        ui,
        "Weigh the criteria",
        "How much would going from a 0 to a 10 on each criterion matter? Give the largest swing \
         the most points, and the others against it.",
        |ui| {
            if secondary(ui, "Add a criterion").clicked() {
                out.command(Command::AddCriterion);
            }
        },
    );
    if desk.session.criteria.is_empty() {
        quiet(ui, "There is nothing to weigh yet. Add a criterion, or start from a preset.");
        return;
    }
    agreement(ui, desk, out);
    table(ui, desk, out);
    ui.add_space(space::S);
    quiet(
        ui,
        if desk.verdict.balance.weights.stand_in {
            "All points are 0, so every criterion weighs the same until one gets points."
        } else {
            "Weight is a criterion’s share of all points. Drag, type a number, or use the arrow keys."
        },
    );
}

/// Whether the weights are agreed, and what can be done about it.
fn agreement(ui: &mut Ui, desk: &Desk<'_>, out: &mut Outbox) {
    let session = desk.session;
    let drift = session.drift();
    let text = match session.agreed() {
        None if session.covered() => {
            "The weights are open, and the result is covered until the team agrees on them."
                .to_owned()
        }
        None => "The weights are open; the result was uncovered early.".to_owned(),
        Some((at, _)) if drift.is_empty() => {
            format!("Agreed, {}.", format::moment(at, desk.now, desk.zone))
        }
        Some((at, _)) => format!(
            "Agreed, {}. Not as agreed any more: {}.",
            format::moment(at, desk.now, desk.zone),
            drift.words()
        ),
    };
    band(ui, |ui| {
        ui.horizontal_wrapped(|ui| {
            let open = session.agreed().is_none();
            if open && primary(ui, "Agree the weights").clicked() {
                out.command(Command::AgreeWeights);
            }
            if !open && !drift.is_empty() && primary(ui, "Agree again").clicked() {
                out.command(Command::AgreeWeights);
            }
            let back = if open { "Cover the result again" } else { "Reopen the weights" };
            if !session.covered() && secondary(ui, back).clicked() {
                out.command(Command::ReopenWeights);
            }
            ui.add_space(space::S);
            label(ui, egui::RichText::new(text).size(size::BODY - 1.0));
        });
    });
}

fn table(ui: &mut Ui, desk: &Desk<'_>, out: &mut Outbox) {
    const HEAD: f32 = 42.0;
    let palette = palette(ui);
    let criteria = &desk.session.criteria;
    let height = HEAD + rows_height(criteria.len());
    let (area, _) =
        ui.allocate_exact_size(Vec2::new(ui.available_width(), height), egui::Sense::hover());
    ui.painter().rect(
        area,
        CornerRadius::same(theme::CARD_CORNER),
        palette.card,
        Stroke::new(1.0, palette.line),
        StrokeKind::Inside,
    );
    let columns = Columns::of(area, desk.verdict.balance.weights.largest());
    let head = Rect::from_min_size(area.min, Vec2::new(area.width(), HEAD));
    let font = theme::regular(size::BODY);
    Cell::new("Criterion", font.clone(), palette.quiet).show(ui, part(head, columns.name));
    let points = part(head, (columns.slider.0, columns.number.1));
    Cell::new("Team points", font.clone(), palette.quiet).show(ui, points);
    if let Some(swing) = columns.swing {
        Cell::new("From 0 to 10", font.clone(), palette.quiet).show(ui, part(head, swing));
    }
    Cell::new("Weight", font, palette.quiet).right().show(ui, part(head, columns.weight));

    let rows = area.with_min_y(area.top() + HEAD);
    for at in visible_rows(ui, rows, theme::ROW, criteria.len()) {
        let Some(criterion) = criteria.get(at) else { continue };
        let weights = &desk.verdict.balance.weights;
        let weight = weights.values.get(at).copied().unwrap_or_default();
        let percent = format::percent(weights, at);
        let rect = Rect::from_min_size(
            Pos2::new(rows.left(), rows.top() + rows_height(at)),
            Vec2::new(rows.width(), theme::ROW),
        );
        ui.painter().hline(rect.x_range(), rect.top(), Stroke::new(1.0, palette.line));
        keyed(ui, rect, criterion.id.as_str(), |ui| {
            row(ui, out, criterion, (weight, &percent), &columns, rect);
        });
    }
}

#[expect(clippy::cast_precision_loss, reason = "a session holds at most 200 criteria")]
fn rows_height(count: usize) -> f32 {
    theme::ROW * count as f32
}

/// What is weighed, for the tooltip.
fn swing(criterion: &Criterion) -> String {
    let Criterion { definition, low, high, .. } = criterion;
    if low.is_empty() && high.is_empty() {
        return definition.clone();
    }
    format!("{definition}\n\n0: {low}\n10: {high}")
}

fn row(
    ui: &mut Ui,
    out: &mut Outbox,
    criterion: &Criterion,
    (weight, percent): (f64, &str),
    columns: &Columns,
    rect: Rect,
) {
    let palette = palette(ui);
    let name = &criterion.name;
    Cell::new(name, theme::semibold(size::BODY - 1.0), palette.ink)
        .show(ui, part(rect, columns.name))
        .on_hover_text(swing(criterion));

    let set = |out: &mut Outbox, points: Points| {
        out.edit(Edit::SetPoints(criterion.id.clone(), points));
    };
    let area = part(rect, columns.slider).shrink2(Vec2::new(0.0, 14.0));
    if let Some(points) = slider(ui, area, criterion.points, 1.0, &format!("{name}, points")) {
        set(out, points);
    }
    let field = part(rect, columns.number).shrink2(Vec2::new(0.0, 10.0));
    at(ui, field, |ui| {
        ui.spacing_mut().interact_size = field.size();
        let name = format!("{name}, points, number");
        if let Some(points) = number(ui, criterion.points, 1.0, &name) {
            set(out, points);
        }
    });

    if let Some(swing) = columns.swing {
        let area = part(rect, swing);
        let font = theme::regular(size::QUIET - 0.5);
        let line = |top: f32| {
            Rect::from_min_size(area.min + Vec2::new(0.0, top), Vec2::new(area.width(), 16.0))
        };
        for (text, prefix, top) in [(&criterion.low, "0", 7.0), (&criterion.high, "10", 25.0)] {
            if !text.is_empty() {
                let spoken = format!("{name}, what a {prefix} looks like: {text}");
                let number = line(top).with_max_x(area.left() + 16.0);
                ui.painter().text(
                    number.right_center(),
                    egui::Align2::RIGHT_CENTER,
                    prefix,
                    theme::medium(size::QUIET - 0.5),
                    palette.quiet,
                );
                let rest = line(top).with_min_x(area.left() + 24.0);
                Cell::new(text, font.clone(), palette.quiet).named(spoken).show(ui, rest);
            }
        }
    }

    let area = part(rect, columns.weight);
    Cell::new(percent, theme::semibold(size::BODY - 1.0), palette.ink)
        .right()
        .named(format!("{name}, weight: {percent}"))
        .show(ui, area)
        .on_hover_text(terms::WEIGHT.text());
    if columns.swing.is_some() {
        let bar = Rect::from_min_size(
            Pos2::new(area.left(), area.center().y - 2.0),
            Vec2::new(56.0, 4.0),
        );
        share_bar(ui, bar, weight / columns.heaviest, palette.quiet);
    }
}
