//! What everybody gave one criterion: a dot a ballot on a line from 0 to 100, and a tick where
//! they come together.

use egui::{Pos2, Rect, Response, Shape, Stroke, Ui, pos2};

use super::bar::{describe, fraction};
use crate::session::value::Scale;
use crate::ui::theme::palette;

/// Where dots on the same spot go, in radii off the line, so that five do not look like one. What
/// comes after them is not drawn: with so many ballots a pile says enough.
const PILE: [f32; 5] = [0.0, -1.3, 1.3, -2.6, 2.6];

/// One ballot's points.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Dot {
    /// From 0 to 100.
    pub points: f64,
    /// Whether the ballot counts; an adviser's is drawn hollow.
    pub counts: bool,
}

/// A strip of dots in a rectangle.
pub struct Strip<'a> {
    name: &'a str,
    radius: f32,
    tick: Option<f64>,
}

impl<'a> Strip<'a> {
    /// A strip whose content this sentence says, for those who cannot see it.
    #[must_use]
    pub const fn new(name: &'a str) -> Self {
        Self { name, radius: 5.5, tick: None }
    }

    /// The size of a dot; line and tick follow it.
    #[must_use]
    pub const fn radius(mut self, radius: f32) -> Self {
        self.radius = radius;
        self
    }

    /// Where the ballots come together.
    #[must_use]
    pub const fn tick(mut self, points: Option<f64>) -> Self {
        self.tick = points;
        self
    }

    /// Draws the strip in the vertical middle of the rectangle. The widget is keyed by its
    /// sentence and by where it stands.
    pub fn show(self, ui: &Ui, rect: Rect, dots: impl IntoIterator<Item = Dot>) -> Response {
        let Self { name, radius, tick } = self;
        let palette = palette(ui);
        let middle = rect.center().y;
        let line = rect.x_range().shrink(radius.min(rect.width() / 2.0));
        let at = |points: f64| -> Pos2 {
            let part = fraction(points / Scale::<100>::MAX);
            pos2(egui::lerp(line.min..=line.max, part), middle)
        };
        let painter = ui.painter().with_clip_rect(ui.clip_rect().intersect(rect.expand(1.0)));
        painter.hline(line, middle, Stroke::new((radius * 0.28).max(1.0), palette.line));

        let mut piles = [0_u8; 101];
        let ring = Stroke::new((radius * 0.22).max(1.0), palette.quiet);
        painter.extend(dots.into_iter().filter_map(|dot| {
            let pile = piles.get_mut(spot(dot.points))?;
            let off = PILE.get(usize::from(*pile)).copied();
            *pile = pile.saturating_add(1);
            let off = off.map(|off| off * radius)?;
            let fits = off.abs() + radius <= rect.height() / 2.0;
            let center = at(dot.points) + egui::vec2(0.0, if fits { off } else { 0.0 });
            Some(if dot.counts {
                Shape::circle_filled(center, radius, palette.dot)
            } else {
                Shape::circle_stroke(center, radius - ring.width / 2.0, ring)
            })
        }));
        if let Some(points) = tick {
            let reach = (radius * 2.0).min(rect.height() / 2.0);
            let x = at(points).x;
            let stroke = Stroke::new((radius * 0.36).max(2.0), palette.ink);
            painter.vline(x, middle - reach..=middle + reach, stroke);
        }
        describe(ui, rect, ("strip", name), name)
    }
}

/// The whole point that some points are nearest to.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "clamped to what the scale holds"
)]
fn spot(points: f64) -> usize {
    points.clamp(0.0, 100.0).round() as usize
}
