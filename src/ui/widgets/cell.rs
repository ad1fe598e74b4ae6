//! A line of text at a place of its own, as tables need it: cut with “…” where it does not
//! fit, then whole in the tooltip, and named for those who cannot see the column.

use egui::epaint::text::{LayoutJob, TextFormat, TextWrapping};
use egui::{Align, Color32, FontId, Pos2, Rect, Response, Role, Sense, Ui, WidgetInfo};

/// One line of text in a rectangle.
pub struct Cell<'a> {
    text: &'a str,
    font: FontId,
    color: Color32,
    align: Align,
    name: Option<String>,
}

impl<'a> Cell<'a> {
    /// A cell, set left.
    pub fn new(text: &'a str, font: FontId, color: Color32) -> Self {
        Self { text, font, color, align: Align::LEFT, name: None }
    }

    /// Set right.
    #[must_use]
    pub fn right(mut self) -> Self {
        self.align = Align::RIGHT;
        self
    }

    /// Set in the middle.
    #[must_use]
    pub fn center(mut self) -> Self {
        self.align = Align::Center;
        self
    }

    /// The accessible name, where the text alone does not say its row and column.
    #[must_use]
    pub fn named(mut self, name: impl Into<String>) -> Self {
        self.name = Some(name.into());
        self
    }

    /// Draws the cell, in the vertical middle of the rectangle.
    pub fn show(self, ui: &mut Ui, rect: Rect) -> Response {
        let Self { text, font, color, align, name } = self;
        let mut job = LayoutJob::single_section(
            text.to_owned(),
            TextFormat { font_id: font, color, ..TextFormat::default() },
        );
        job.wrap = TextWrapping::truncate_at_width(rect.width());
        job.halign = align;
        let galley = ui.painter().layout_job(job);
        let x = match align {
            Align::Min => rect.left(),
            Align::Center => rect.center().x,
            Align::Max => rect.right(),
        };
        let elided = galley.elided;
        let at = Pos2::new(x, rect.center().y - galley.size().y / 2.0);
        ui.painter().with_clip_rect(ui.clip_rect()).galley(at, galley, color);

        let id = ui.next_auto_id();
        ui.skip_ahead_auto_ids(1);
        let response = ui.interact(rect, id, Sense::hover());
        let name = name.unwrap_or_else(|| text.to_owned());
        response.widget_info(|| WidgetInfo::labeled(Role::Label, true, &name));
        if elided { response.on_hover_text(text) } else { response }
    }
}
