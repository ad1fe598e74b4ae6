//! Short messages in the lower right corner of the window, away from the buttons at the foot of a
//! page. They go by themselves and take no keyboard.

use egui::{
    Align, Align2, Area, CornerRadius, Frame, Id, Label, Layout, Margin, Order, RichText, Ui, Vec2,
};

use super::theme::{self, palette, size, space};
use super::{Desk, Screen, present};

/// The widest that a message gets.
const WIDTH: f32 = 340.0;

/// Draws the messages, but not over a slide: what it shows is for the room.
pub fn show(ui: &Ui, desk: &Desk<'_>) {
    if desk.view.toasts.is_empty() || present::is_here(desk) {
        return;
    }
    let palette = palette(ui);
    // Above the foot of a ballot.
    let lift = if desk.view.screen == Screen::Ballot { 124.0 } else { 20.0 };
    Area::new(Id::unique("toasts"))
        .order(Order::Foreground)
        .anchor(Align2::RIGHT_BOTTOM, Vec2::new(-20.0, -lift))
        .interactable(false)
        .show(ui.ctx(), |ui| {
            ui.spacing_mut().item_spacing.y = space::M;
            let width = WIDTH.min(ui.ctx().content_rect().width() - 40.0);
            ui.set_max_width(width);
            ui.with_layout(Layout::top_down(Align::Max), |ui| {
                for toast in &desk.view.toasts {
                    Frame::new()
                        .fill(palette.ink)
                        .corner_radius(CornerRadius::same(theme::CORNER))
                        .inner_margin(Margin::symmetric(14, 9))
                        .show(ui, |ui| {
                            ui.set_max_width(width - 28.0);
                            let text = RichText::new(&toast.text).size(size::BODY - 1.0);
                            ui.add(Label::new(text.color(palette.on_ink)).selectable(false).wrap());
                        });
                }
            });
        });
}
