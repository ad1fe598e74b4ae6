//! How long the sides took beside each other, on a logarithmic axis.

use egui::{Pos2, Rect, Role, Sense, Stroke, Ui, Vec2, WidgetInfo};

use crate::catalogue::Catalogue;
use crate::catalogue::evidence::Span;
use crate::session::Side;
use crate::session::evidence::Clock;
use crate::ui::theme::{self, palette, size};
use crate::ui::widgets::{Cell, label, quiet};

/// How far the axis reaches: the first that holds the whole interval, with some room.
const REACH: [f64; 4] = [4.0, 20.0, 100.0, 10_000.0];

/// What is said of a ratio that is no difference.
const SAME: &str =
    "Too small a difference to argue from: under 1.3 times, or not surely beyond ±15 %.";

/// Draws the axis, and says in words what it shows.
pub(super) fn show(ui: &mut Ui, (span, clock): (Span, Clock), place: &str) {
    let names = Catalogue::side_names();
    let words = span.words(&names);
    let numbers = format!("{} · {} · {place}", span.numbers(&names), clock.words());
    let palette = palette(ui);
    let (area, response) =
        ui.allocate_exact_size(Vec2::new(ui.available_width(), 40.0), Sense::hover());
    let spoken = format!("{words}. {numbers}");
    response.widget_info(|| WidgetInfo::labeled(Role::Image, true, &spoken));

    let line =
        Rect::from_min_size(area.min, Vec2::new(area.width(), 20.0)).shrink2(Vec2::new(8.0, 0.0));
    let reach = REACH.into_iter().find(|reach| span.high.max(span.low.recip()) * 1.2 <= *reach);
    let reach = reach.unwrap_or(REACH[REACH.len() - 1]).ln();
    #[expect(clippy::cast_possible_truncation, reason = "drawing is in f32")]
    let x = |ratio: f64| {
        let part = (ratio.ln() / reach).clamp(-1.0, 1.0) as f32;
        egui::lerp(line.x_range(), f32::midpoint(part, 1.0))
    };
    let (y, painter) = (line.center().y, ui.painter());
    let (low, high) = Span::BAND;
    let band = Rect::from_x_y_ranges(x(low)..=x(high), line.y_range());
    painter.rect_filled(band, 2.0, palette.track);
    painter.hline(line.x_range(), y, Stroke::new(1.0, palette.line_strong));
    painter.vline(x(1.0), line.y_range(), Stroke::new(1.0, palette.line_strong));
    let color = span.faster().map_or(palette.quiet, |side| palette.side(side));
    painter.hline(x(span.low)..=x(span.high), y, Stroke::new(3.0, color));
    painter.circle(Pos2::new(x(span.ratio), y), 5.0, color, Stroke::new(1.5, palette.card));

    let below = area.with_min_y(line.bottom());
    let half = below.center().x;
    for side in Side::BOTH {
        let text = format!("{} faster", names[side]);
        let cell = Cell::new(&text, theme::regular(size::QUIET - 1.0), palette.side(side));
        match side {
            Side::Left => cell.show(ui, below.with_max_x(half)),
            Side::Right => cell.right().show(ui, below.with_min_x(half)),
        };
    }
    label(ui, egui::RichText::new(words).font(theme::medium(size::BODY - 1.0)));
    quiet(ui, &numbers);
    if span.faster().is_none() {
        quiet(ui, SAME);
    }
}
