//! Putting things where they belong: columns, rows, and parts of a row.

use egui::{Align, Layout, Pos2, Rect, Sense, Ui, UiBuilder, Vec2};

/// Draws in a rectangle without moving on; the caller has taken the space already.
pub fn at<R>(ui: &mut Ui, rect: Rect, content: impl FnOnce(&mut Ui) -> R) -> R {
    let layout = Layout::left_to_right(Align::Center);
    content(&mut ui.new_child(UiBuilder::new().max_rect(rect).layout(layout)))
}

/// Draws in a rectangle like [`at`], with widgets keyed by `salt` instead of their position, so
/// that they keep the keyboard when rows before them come or go. No other `salt` of the screens
/// that are shown may be the same.
pub fn keyed<R>(ui: &mut Ui, rect: Rect, salt: &str, content: impl FnOnce(&mut Ui) -> R) -> R {
    let layout = Layout::left_to_right(Align::Center);
    let id = ui.scope_id().with(salt);
    content(&mut ui.new_child(UiBuilder::new().max_rect(rect).layout(layout).scope_id(id)))
}

/// A column's part of a row.
#[must_use]
pub fn part(row: Rect, (left, right): (f32, f32)) -> Rect {
    Rect::from_min_max(Pos2::new(left, row.top()), Pos2::new(right.max(left), row.bottom()))
}

/// Two columns, the left one taking `share` of the width.
pub fn columns(ui: &mut Ui, share: f32, gap: f32, content: impl FnOnce(&mut Ui, &mut Ui)) {
    let area = ui.available_rect_before_wrap();
    let left = area.left() + (area.width() - gap) * share;
    let mut column = |rect: Rect| {
        let layout = Layout::top_down(Align::LEFT);
        ui.new_child(UiBuilder::new().max_rect(rect).layout(layout))
    };
    let mut left_ui = column(area.with_max_x(left));
    let mut right_ui = column(area.with_min_x(left + gap));
    content(&mut left_ui, &mut right_ui);
    ui.advance_cursor_after_rect(left_ui.min_rect().union(right_ui.min_rect()));
}

/// A row of the full width and the height of a field, ending in a part of `end` points.
pub fn row_with_end(ui: &mut Ui, end: f32) -> (Rect, Rect) {
    row_of(ui, 32.0, end)
}

/// A row of the full width and this height, ending in a part of `end` points.
pub fn row_of(ui: &mut Ui, height: f32, end: f32) -> (Rect, Rect) {
    let size = Vec2::new(ui.available_width(), height);
    let (rect, _) = ui.allocate_exact_size(size, Sense::hover());
    let split = rect.right() - end;
    (rect.with_max_x(split), rect.with_min_x(split))
}
