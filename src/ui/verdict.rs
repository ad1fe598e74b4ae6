//! Step 4: who leads, and what drives it.

use egui::{
    Align2, CornerRadius, Pos2, Rect, RichText, Role, Sense, Shape, Stroke, Ui, Vec2, WidgetInfo,
};

use super::theme::{self, palette, size, space};
use super::widgets::bar::describe;
use super::widgets::basic::{intro, warning};
use super::widgets::{Cell, basic, card, columns, heading, label, quiet, title, visible_rows};
use super::{Desk, Outbox, Step, format};
use crate::session::{Outcome, Side};

/// Draws the screen.
pub fn show(ui: &mut Ui, desk: &Desk<'_>, out: &mut Outbox) {
    notices(ui, desk);
    heading(ui, &desk.verdict.headline);
    intro(ui, &desk.verdict.summary);
    if desk.session.criteria.is_empty() {
        return;
    }
    if ui.available_width() < 700.0 {
        balance(ui, desk);
        totals(ui, desk);
        drivers(ui, desk, out);
    } else {
        columns(ui, 0.47, space::L, |left, right| {
            left.spacing_mut().item_spacing.y = 14.0;
            balance(left, desk);
            totals(left, desk);
            drivers(right, desk, out);
        });
    }
    if super::is_narrow(ui) {
        ui.add_space(space::L);
        before_you_decide(ui, desk);
    }
}

/// What the answers to the questions of fact say, before any weight does.
fn notices(ui: &mut Ui, desk: &Desk<'_>) {
    if desk.verdict.notices.is_empty() && desk.verdict.contradictions.is_empty() {
        return;
    }
    let palette = palette(ui);
    let frame = egui::Frame::new()
        .fill(palette.selected)
        .corner_radius(CornerRadius::same(theme::CORNER))
        .inner_margin(egui::Margin::symmetric(12, 8));
    frame.show(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.spacing_mut().item_spacing.y = space::S;
        for notice in &desk.verdict.notices {
            label(ui, RichText::new(notice).size(size::BODY - 1.0));
        }
        for contradiction in &desk.verdict.contradictions {
            warning(ui, contradiction);
        }
    });
    ui.add_space(space::S);
}

/// The beam, tilted by the margin.
fn balance(ui: &mut Ui, desk: &Desk<'_>) {
    card(ui, |ui| {
        let size = Vec2::new(ui.available_width(), 186.0);
        let (rect, _) = ui.allocate_exact_size(size, Sense::hover());
        let palette = palette(ui);
        let totals = desk.verdict.balance.totals;
        let [left, right] = Side::BOTH.map(|side| {
            let total = format::score(totals[side]);
            format!("{} {total}", desk.session.sides[side])
        });
        describe(ui, rect, "beam", &format!("Beam: {left}, {right}"));

        let pivot = Pos2::new(rect.center().x, rect.top() + 84.0);
        let arm = (rect.width() * 0.36).min(170.0);
        // Three points of margin tilt it as far as it goes.
        #[expect(clippy::cast_possible_truncation, reason = "drawing is in f32")]
        let tilt = (desk.verdict.balance.margin / 3.0).clamp(-1.0, 1.0) as f32 * 0.26;
        let along = Vec2::angled(-tilt) * arm;
        let painter = ui.painter();
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

        for (side, end) in [(Side::Left, -along), (Side::Right, along)] {
            let radius = 21.0;
            let center = pivot + end * 0.84 - Vec2::new(0.0, radius + 2.0);
            let excluded = !desk.verdict.failed[side].is_empty();
            let color = if excluded { palette.line_strong } else { palette.side(side) };
            painter.circle_filled(center, radius, color);
            let total = format::score(totals[side]);
            let font = theme::semibold(size::BODY - 1.0);
            painter.text(center, Align2::CENTER_CENTER, total, font, palette.card);
            let name = Pos2::new(pivot.x + end.x * 0.84, rect.bottom() - 24.0);
            let color = if excluded { palette.quiet } else { palette.side(side) };
            let font = theme::semibold(size::BODY);
            painter.text(name, Align2::CENTER_CENTER, &desk.session.sides[side], font, color);
            if excluded {
                let below = name + Vec2::new(0.0, 16.0);
                let font = theme::regular(size::QUIET);
                painter.text(below, Align2::CENTER_CENTER, "excluded", font, palette.quiet);
            }
        }
    });
}

fn totals(ui: &mut Ui, desk: &Desk<'_>) {
    card(ui, |ui| {
        title(ui, "The numbers");
        let balance = &desk.verdict.balance;
        let line = |ui: &mut Ui, name: &str, value: &str, color| {
            let (rect, _) =
                ui.allocate_exact_size(Vec2::new(ui.available_width(), 22.0), Sense::hover());
            Cell::new(name, theme::regular(size::BODY), palette(ui).ink).show(ui, rect);
            Cell::new(value, theme::semibold(size::BODY), color)
                .right()
                .named(format!("{name}: {value}"))
                .show(ui, rect);
        };
        for side in Side::BOTH {
            let total = format::score(balance.totals[side]);
            let color = palette(ui).side(side);
            let excluded = !desk.verdict.failed[side].is_empty();
            let name = &desk.session.sides[side];
            let name = if excluded { format!("{name} (excluded)") } else { name.clone() };
            line(ui, &name, &total, color);
        }
        let margin = format::score(balance.margin.abs());
        line(ui, "Margin", &margin, palette(ui).ink);
        quiet(
            ui,
            "A total is the weighted mean of a side’s ratings, 0 to 10. The margin is their \
             difference.",
        );
        if balance.weights.stand_in {
            quiet(ui, "All points are 0: every criterion weighs the same until one gets points.");
        }
    });
}

/// The tug of war: what pulls which way, from the strongest pull left to the strongest right.
fn drivers(ui: &mut Ui, desk: &Desk<'_>, out: &mut Outbox) {
    const ROW: f32 = 23.0;
    card(ui, |ui| {
        title(ui, "What drives it");
        let contributions = &desk.verdict.balance.contributions;
        let value = |i: usize| contributions.get(i).copied().unwrap_or_default();
        let order = &desk.verdict.tug;
        let strongest = desk.verdict.drivers.first().map_or(0.0, |&i| value(i).abs());

        let width = ui.available_width();
        #[expect(clippy::cast_precision_loss, reason = "a session holds at most 200 criteria")]
        let height = ROW * order.len() as f32;
        let (area, _) = ui.allocate_exact_size(Vec2::new(width, height), Sense::hover());
        let names = (width * 0.43).clamp(168.0_f32.min(width * 0.5), 200.0);
        let bars = area.with_min_x(area.left() + names + space::M);
        let spine = bars.center().x;
        ui.painter().vline(spine, bars.y_range(), Stroke::new(1.0, palette(ui).line_strong));

        for at in visible_rows(ui, area, ROW, order.len()) {
            let Some((i, criterion)) =
                order.get(at).and_then(|&i| Some((i, desk.session.criteria.get(i)?)))
            else {
                continue;
            };
            #[expect(clippy::cast_precision_loss, reason = "a session holds at most 200 criteria")]
            let top = area.top() + ROW * at as f32;
            let row = Rect::from_min_size(Pos2::new(area.left(), top), Vec2::new(width, ROW));
            let contribution = value(i);
            let number = format::score(contribution.abs());
            let towards = match contribution {
                c if c > 0.0 => desk.session.sides.left.as_str(),
                c if c < 0.0 => desk.session.sides.right.as_str(),
                _ => "neither side",
            };
            let name = row.with_max_x(area.left() + names);
            let id = ui.scope_id().with(criterion.id.as_str());
            let response = ui.interact(row, id, Sense::click());
            let spoken = format!("{}, pulls towards {towards} by {number}", criterion.name);
            response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &spoken));
            if response.hovered() {
                ui.painter().rect_filled(row.expand2(Vec2::new(6.0, 0.0)), 4.0, palette(ui).hover);
            }
            Cell::new(&criterion.name, theme::regular(size::BODY - 1.0), palette(ui).ink)
                .right()
                .show(ui, name);
            pull(ui, row.with_min_x(bars.left()), spine, contribution, strongest, &number);
            if response.on_hover_text("Show it in the comparison").clicked() {
                let id = criterion.id.clone();
                out.view(move |view| {
                    view.selected = Some(id);
                    view.go(Step::Compare);
                    view.open_panel();
                });
            }
        }
    });
}

fn pull(ui: &Ui, row: Rect, spine: f32, contribution: f64, strongest: f64, number: &str) {
    let palette = palette(ui);
    let room = row.width() / 2.0 - 36.0;
    #[expect(clippy::cast_possible_truncation, reason = "drawing is in f32")]
    let part = (contribution.abs() / strongest.max(f64::MIN_POSITIVE)).min(1.0) as f32;
    let length = part * room;
    let y = row.center().y;
    let (from, to, side, at, align) = if contribution > 0.0 {
        let from = spine - length;
        (from, spine, Side::Left, from - 6.0, Align2::RIGHT_CENTER)
    } else {
        let to = spine + length;
        (spine, to, Side::Right, to + 6.0, Align2::LEFT_CENTER)
    };
    let bar = Rect::from_min_max(Pos2::new(from, y - 6.5), Pos2::new(to, y + 6.5));
    ui.painter().rect_filled(bar, CornerRadius::same(2), palette.side(side));
    let font = theme::regular(size::QUIET - 0.5);
    ui.painter().text(Pos2::new(at, y), align, number, font, palette.quiet);
}

/// The panel beside the verdict: what to look at before anyone decides.
pub fn before_you_decide(ui: &mut Ui, desk: &Desk<'_>) {
    let text = RichText::new("Before you decide").font(theme::semibold(size::TITLE));
    basic::heading_of(ui, text);
    quiet(ui, "What this session leaves open, and the rule of thumb to hold it against");

    let session = desk.session;
    card(ui, |ui| {
        title(ui, "Must-haves");
        if session.brief.must_haves.is_empty() {
            quiet(ui, "None are named. Anything that would exclude a side belongs under Frame.");
        }
        for row in &session.brief.must_haves {
            let word =
                |side: Side| format!("{}: {}", session.sides[side], row.outcome[side].word());
            label(ui, RichText::new(&row.name).font(theme::medium(size::BODY - 1.0)));
            let open = Side::BOTH.iter().any(|side| row.outcome[*side] == Outcome::Open);
            let mut line = format!("{} · {}", word(Side::Left), word(Side::Right));
            if open {
                line.push_str(" (not looked at yet)");
            }
            quiet(ui, &line);
        }
    });
    card(ui, |ui| {
        title(ui, "Ratings");
        let ratings = session.criteria.len() * 2;
        let open = desk.verdict.unconfirmed;
        quiet(
            ui,
            &match open {
                0 => "The team stands behind every rating.".to_owned(),
                _ => format!("{open} of {ratings} are starting ratings that nobody has confirmed."),
            },
        );
    });
    card(ui, |ui| {
        title(ui, "Rule of thumb");
        for side in Side::BOTH {
            let name = RichText::new(&session.sides[side])
                .font(theme::medium(size::BODY - 1.0))
                .color(palette(ui).side(side));
            ui.label(name);
            quiet(ui, &desk.catalogue.guide.rule_of_thumb[side]);
        }
        quiet(ui, &desk.catalogue.guide.thesis);
    });
}
