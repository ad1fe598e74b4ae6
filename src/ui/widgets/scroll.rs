//! Scrolling pages that follow the keyboard, and lists that draw only what is seen.

use std::ops::Range;

use egui::{CornerRadius, Id, Key, Margin, Rect, ScrollArea, Stroke, StrokeKind, Ui, Vec2};

use crate::ui::theme::{self, palette};

/// A page that scrolls, with the margins of a screen; what gets the keyboard is scrolled into
/// view.
pub fn page<R>(ui: &mut Ui, salt: &str, margin: Margin, content: impl FnOnce(&mut Ui) -> R) -> R {
    ScrollArea::vertical()
        .id_salt(salt)
        .auto_shrink(false)
        .show(ui, |ui| {
            egui::Frame::new()
                .inner_margin(margin)
                .show(ui, |ui| {
                    ui.set_width(ui.available_width());
                    let result = content(ui);
                    reveal_focus(ui, salt);
                    turn_pages(ui);
                    result
                })
                .inner
        })
        .inner
}

/// Scrolls by almost a screen with the page keys: the page under the pointer, or any page while the
/// pointer is over none.
fn turn_pages(ui: &Ui) {
    let pointer = ui.input(|input| input.pointer.hover_pos());
    let elsewhere = pointer.is_some_and(|at| !ui.clip_rect().contains(at));
    if elsewhere || ui.ctx().text_edit_focused() {
        return;
    }
    let step = ui.clip_rect().height() * 0.9;
    for (key, by) in [(Key::PageDown, -step), (Key::PageUp, step)] {
        if ui.input(|input| input.key_pressed(key)) {
            ui.scroll_with_delta(Vec2::new(0.0, by));
        }
    }
}

/// Scrolls to the widget that has just got the keyboard, when it is one of this page's.
fn reveal_focus(ui: &Ui, salt: &str) {
    let focused = ui.memory(egui::Memory::focused);
    // Pages side by side share their scope.
    let memory = ui.scope_id().with(("last focused", salt));
    let last = ui.data(|data| data.get_temp::<Option<Id>>(memory).flatten());
    if focused == last {
        return;
    }
    ui.data_mut(|data| data.insert_temp(memory, focused));
    let response = focused.and_then(|id| ui.ctx().read_response(id));
    if let Some(response) =
        response.filter(|r| r.layer_id == ui.layer_id() && ui.min_rect().contains(r.rect.center()))
    {
        ui.scroll_to_rect(response.rect.expand(24.0), None);
    }
}

/// Draws a ring around what has the keyboard. Text fields show it by themselves.
pub fn focus_ring(ui: &Ui) {
    let Some(response) = ui.memory(egui::Memory::focused).and_then(|id| ui.ctx().read_response(id))
    else {
        return;
    };
    let seen = response.interact_rect;
    if ui.ctx().text_edit_focused() || !seen.is_positive() {
        return;
    }
    let painter = ui.ctx().layer_painter(response.layer_id).with_clip_rect(seen.expand(4.0));
    painter.rect_stroke(
        response.rect.expand(2.0),
        CornerRadius::same(theme::CORNER + 2),
        Stroke::new(2.0, palette(ui).focus),
        StrokeKind::Inside,
    );
}

/// Which of `count` rows of one height have to be drawn, when the first begins at the top of
/// `area`. A few beyond the edges are drawn too, so that Tab finds the next one.
pub fn visible_rows(ui: &Ui, area: Rect, height: f32, count: usize) -> Range<usize> {
    const BEYOND: f32 = 3.0;
    let clip = ui.clip_rect();
    let first = ((clip.top() - area.top()) / height - BEYOND).floor();
    let last = ((clip.bottom() - area.top()) / height + BEYOND).ceil();
    row(first).min(count)..row(last).min(count)
}

/// The same for rows of their own heights: `tops` says where each begins below the top of `area`,
/// and where the last one ends.
pub fn visible_between(ui: &Ui, area: Rect, tops: &[f32]) -> Range<usize> {
    const BEYOND: usize = 3;
    let clip = ui.clip_rect();
    let begun = |y: f32| tops.partition_point(|top| area.top() + top <= y);
    let last = (begun(clip.bottom()) + BEYOND).min(tops.len().saturating_sub(1));
    begun(clip.top()).saturating_sub(1 + BEYOND).min(last)..last
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a row number from a coordinate; clamped to what a list can hold"
)]
fn row(at: f32) -> usize {
    at.clamp(0.0, 1.0e6) as usize
}
