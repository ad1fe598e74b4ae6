//! Type on a slide: it scales with the window and grows into the room that is left, shrinks where a text is long, and is cut with “…”
//! before it would run over.

use std::sync::Arc;

use egui::epaint::text::{Galley, LayoutJob, TextFormat, TextWrapping};
use egui::{Color32, FontId, Pos2, Rect, Role, Sense, Ui, WidgetInfo, vec2};

use crate::ui::theme::{self, slide};

/// How a text is set, in points of a window of 960 × 720.
#[derive(Clone, Copy)]
pub(super) struct Type {
    font: fn(f32) -> FontId,
    color: Color32,
    size: f32,
    least: f32,
    rows: usize,
    role: Role,
}

impl Type {
    /// Running text of a colour, in at most three lines.
    pub(super) fn body(color: Color32) -> Self {
        Self {
            font: theme::regular,
            color,
            size: slide::BODY,
            least: slide::BODY,
            rows: 3,
            role: Role::Label,
        }
    }

    /// What a slide is about.
    pub(super) fn name(color: Color32) -> Self {
        let (size, least) = (slide::NAME, slide::LEAD);
        Self {
            font: theme::semibold,
            size,
            least,
            rows: 2,
            role: Role::Heading,
            ..Self::body(color)
        }
    }

    /// The line under it.
    pub(super) fn lead(color: Color32) -> Self {
        Self { size: slide::LEAD, ..Self::body(color) }
    }

    /// A number that matters.
    pub(super) fn total(color: Color32) -> Self {
        let (size, least) = (slide::TOTAL, slide::BODY);
        Self { size, least, rows: 1, ..Self::body(color).bold() }
    }

    /// In bold.
    pub(super) fn bold(self) -> Self {
        Self { font: theme::semibold, ..self }
    }

    /// In at most so many lines.
    pub(super) fn rows(self, rows: usize) -> Self {
        Self { rows, ..self }
    }
}

/// The part of a slide between head and foot, filled from above.
pub(super) struct Sheet {
    /// What is still free.
    pub(super) area: Rect,
    /// How much larger than in a window of 960 × 720 type is.
    pub(super) scale: f32,
    /// Whether nothing is painted: it is tried out whether all fits at this scale.
    pub(super) draft: bool,
    /// Whether something was cut, made smaller, or left out.
    pub(super) cut: bool,
}

impl Sheet {
    /// A sheet to write on.
    pub(super) const fn new(area: Rect, scale: f32) -> Self {
        Self { area, scale, draft: false, cut: false }
    }

    /// The same, to try out what fits.
    pub(super) const fn draft(area: Rect, scale: f32) -> Self {
        Self { draft: true, ..Self::new(area, scale) }
    }

    /// A part of it.
    pub(super) const fn part(&self, area: Rect) -> Self {
        Self { area, scale: self.scale, draft: self.draft, cut: false }
    }

    /// How large type is in a window, at the least.
    pub(super) fn scale_of(window: Rect) -> f32 {
        (window.height() / 720.0).min(window.width() / 960.0).max(0.4)
    }

    /// A distance at this scale.
    pub(super) fn scaled(&self, points: f32) -> f32 {
        points * self.scale
    }

    /// Leaves some room.
    pub(super) fn space(&mut self, points: f32) {
        self.area.min.y += self.scaled(points);
    }

    /// Two columns of what is free.
    pub(super) fn columns(&self) -> [Self; 2] {
        let (area, half) = (self.area, self.scaled(slide::GAP) / 2.0);
        let middle = area.center().x;
        let parts = [area.with_max_x(middle - half), area.with_min_x(middle + half)];
        parts.map(|area| self.part(area))
    }

    /// Goes on below whatever of these columns is the longest.
    pub(super) fn below(&mut self, columns: &[Self]) {
        let longest = columns.iter().map(|column| column.area.top());
        self.area.min.y = longest.fold(self.area.top(), f32::max);
        self.cut |= columns.iter().any(|column| column.cut);
    }

    /// A text in the width that is there, as large as it fits into its lines.
    pub(super) fn lay_out(&self, ui: &Ui, text: &str, kind: &Type) -> Arc<Galley> {
        let width = self.area.width().max(1.0);
        // Few sizes, since each fills its part of the font's texture with large letters.
        let set = |size| lay_out(ui, text, kind, self.scaled(size), width);
        let fits = |galley: &Arc<Galley>| !galley.elided && galley.size().x <= width + 0.5;
        let largest = set(kind.size);
        if self.draft || kind.least >= kind.size || fits(&largest) {
            return largest;
        }
        let middle = set((kind.size * kind.least).sqrt());
        if fits(&middle) { middle } else { set(kind.least) }
    }

    /// Writes a text if there is room for it; says whether there was.
    pub(super) fn write(&mut self, ui: &mut Ui, text: &str, kind: &Type) -> bool {
        if text.trim().is_empty() {
            return true;
        }
        let galley = self.lay_out(ui, text, kind);
        if galley.size().y > self.area.height() + 0.5 {
            self.cut = true;
            return false;
        }
        self.cut |= galley.elided || galley.size().x > self.area.width() + 0.5;
        let rect = self.place(ui, self.area.min, galley, kind, text);
        self.area.min.y = rect.bottom();
        true
    }

    /// Paints a text and names it.
    pub(super) fn place(
        &self,
        ui: &mut Ui,
        at: Pos2,
        galley: Arc<Galley>,
        kind: &Type,
        name: &str,
    ) -> Rect {
        let rect = Rect::from_min_size(at, galley.size());
        if self.draft {
            return rect;
        }
        ui.painter().galley(at, galley, kind.color);
        let id = ui.next_auto_id();
        ui.skip_ahead_auto_ids(1);
        let response = ui.interact(rect, id, Sense::hover());
        response.widget_info(|| WidgetInfo::labeled(kind.role, true, name));
        rect
    }
}

fn lay_out(ui: &Ui, text: &str, kind: &Type, size: f32, width: f32) -> Arc<Galley> {
    // Whole sizes, for the same reason.
    let size = size.round().max(1.0);
    let format = TextFormat {
        font_id: (kind.font)(size),
        color: kind.color,
        line_height: Some((size * slide::LEADING).round()),
        ..TextFormat::default()
    };
    // A number keeps its sign.
    let text = text.replace(" %", "\u{a0}%");
    let mut job = LayoutJob::single_section(text, format);
    job.wrap = TextWrapping { max_rows: kind.rows, ..TextWrapping::wrap_at_width(width) };
    ui.painter().layout_job(job)
}

/// The part of a window that slides write on.
pub(super) fn inside(window: Rect, scale: f32) -> Rect {
    window.shrink2(vec2(slide::MARGIN_X, slide::MARGIN_Y) * scale)
}
