//! Short messages at the foot of the window. They go by themselves and take no keyboard.

use egui::{Align2, Area, CornerRadius, Frame, Id, Label, Margin, Order, RichText, Ui, Vec2};

use super::theme::{self, palette, size, space};
use super::{Desk, Screen};

/// Draws the messages.
pub fn show(ui: &Ui, desk: &Desk<'_>) {
    if desk.view.toasts.is_empty() {
        return;
    }
    let palette = palette(ui);
    // Above the foot of a ballot.
    let lift = if desk.view.screen == Screen::Ballot { 124.0 } else { 20.0 };
    Area::new(Id::unique("toasts"))
        .order(Order::Foreground)
        .anchor(Align2::CENTER_BOTTOM, Vec2::new(0.0, -lift))
        .interactable(false)
        .show(ui.ctx(), |ui| {
            ui.spacing_mut().item_spacing.y = space::M;
            ui.set_max_width(560.0);
            ui.vertical_centered(|ui| {
                for toast in &desk.view.toasts {
                    Frame::new()
                        .fill(palette.ink)
                        .corner_radius(CornerRadius::same(theme::CORNER))
                        .inner_margin(Margin::symmetric(14, 9))
                        .show(ui, |ui| {
                            ui.set_max_width(520.0);
                            let text = RichText::new(&toast.text).size(size::BODY - 1.0);
                            ui.add(Label::new(text.color(palette.on_ink)).selectable(false).wrap());
                        });
                }
            });
        });
}
