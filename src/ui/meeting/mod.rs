//! The meeting around the decision, beside every step: what is on the agenda and how it stands,
//! what is put aside, who does what afterwards, and what happened.

mod agenda;
mod follow_ups;
mod log;
mod parked;
mod timer;
mod told;

use egui::{Align, Layout, Rect, RichText, Sense, Separator, Ui, Vec2};

use super::theme::{self, palette, size};
use super::widgets::field::field_id;
use super::widgets::{basic, keyed, secondary, visible_rows};
use super::{Desk, Outbox};
use crate::session::Field;

pub use parked::parking_id;
pub use timer::{Line, lines, timer};
pub use told::told;

/// Draws the panel.
pub fn show(ui: &mut Ui, desk: &Desk<'_>, out: &mut Outbox) {
    ui.horizontal(|ui| {
        basic::heading_of(ui, RichText::new("Meeting").font(theme::semibold(size::TITLE)));
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            if secondary(ui, "Close").accessible_name("Close the meeting panel").clicked() {
                out.view(super::View::close_meeting);
            }
        });
    });
    agenda::show(ui, desk, out);
    rule(ui);
    parked::show(ui, desk, out);
    rule(ui);
    follow_ups::show(ui, desk, out);
    rule(ui);
    log::show(ui, desk, out);
}

fn rule(ui: &mut Ui) {
    ui.add(Separator::default().spacing(20.0));
}

/// The heading of a part of the panel, with something at its right end.
fn heading(ui: &mut Ui, text: &str, end: impl FnOnce(&mut Ui)) {
    let size = Vec2::new(ui.available_width(), 28.0);
    ui.allocate_ui_with_layout(size, Layout::left_to_right(Align::Center), |ui| {
        ui.set_min_height(28.0);
        basic::title(ui, text);
        ui.with_layout(Layout::right_to_left(Align::Center), end);
    });
}

/// Text that steps back, at the right end of a heading.
fn aside(ui: &mut Ui, text: &str) {
    let text = RichText::new(text).font(theme::regular(size::QUIET)).color(palette(ui).quiet);
    ui.add(egui::Label::new(text).truncate().selectable(false));
}

/// The height of a field, and of a row that is one.
const FIELD: f32 = 32.0;

/// The width of what takes a row out.
const REMOVE: f32 = 28.0;

/// A small cross at the end of a row; says whether it was clicked.
fn remove(ui: &mut Ui, row: Rect, name: &str) -> bool {
    let place = row.with_min_x(row.right() - REMOVE);
    super::widgets::at(ui, place, |ui| {
        basic::remove_button(ui, &format!("Remove {name}")).clicked()
    })
}

/// Draws rows of one height: those that are seen, and the one whose field has the keyboard, so
/// that it does not lose it to a turn of the wheel.
fn rows(
    ui: &mut Ui,
    desk: &Desk<'_>,
    (salt, height): (&str, f32),
    fields: &[Field],
    mut row: impl FnMut(&mut Ui, usize, Rect),
) {
    let area = room_for(ui, height, fields.len());
    let seen = visible_rows(ui, area, height, fields.len());
    let kept = kept(ui, desk, fields).filter(|at| !seen.contains(at));
    let before = kept.filter(|at| *at < seen.start);
    let after = kept.filter(|at| *at >= seen.end);
    keyed(ui, area, salt, |ui| {
        for at in before.into_iter().chain(seen).chain(after) {
            row(ui, at, row_rect(area, height, at));
        }
    });
}

/// Which row has the keyboard in its text, or is about to get it.
fn kept(ui: &Ui, desk: &Desk<'_>, fields: &[Field]) -> Option<usize> {
    let focused = ui.memory(egui::Memory::focused);
    let wanted = [desk.view.focus.map(|focus| focus.id), focused];
    let is_wanted = |field: &Field| wanted.contains(&Some(field_id(desk.session, field)));
    fields.iter().position(is_wanted)
}

/// Takes the room for rows of one height.
fn room_for(ui: &mut Ui, height: f32, count: usize) -> Rect {
    let size = Vec2::new(ui.available_width(), rows_height(height, count));
    ui.allocate_exact_size(size, Sense::hover()).0
}

/// A row's place.
fn row_rect(area: Rect, height: f32, at: usize) -> Rect {
    let top = area.min + Vec2::new(0.0, rows_height(height, at));
    Rect::from_min_size(top, Vec2::new(area.width(), height))
}

#[expect(clippy::cast_precision_loss, reason = "a log holds at most 2,000 entries")]
fn rows_height(height: f32, count: usize) -> f32 {
    height * count as f32
}

/// The row that the keyboard is in, whatever of it has it.
fn row_with_keyboard(ui: &Ui, rects: impl IntoIterator<Item = Rect>) -> Option<usize> {
    let focused = ui.memory(egui::Memory::focused)?;
    let response = ui.ctx().read_response(focused)?;
    if response.layer_id != ui.layer_id() {
        return None;
    }
    rects.into_iter().position(|rect| rect.contains(response.rect.center()))
}
