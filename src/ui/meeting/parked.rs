//! The parking lot: what must not derail the meeting and must not be lost either.

use egui::{Id, Key, Rect, Ui};

use super::{FIELD, REMOVE, heading, remove, rows};
use crate::session::{Edit, Field, ItemRef, Parked, Session};
use crate::ui::theme::space;
use crate::ui::widgets::field::{bare_field, input};
use crate::ui::widgets::{at, basic, keyed, quiet};
use crate::ui::{Desk, Focus, Outbox, Request};

/// The height of a row with the gap below it.
const ROW: f32 = 38.0;

/// The width of the tick before a text.
pub(super) const TICK: f32 = 30.0;

/// The field for what is to be parked.
pub fn parking_id(session: &Session) -> Id {
    Id::unique(("park", session.id.as_str()))
}

/// Draws the section.
pub(super) fn show(ui: &mut Ui, desk: &Desk<'_>, out: &mut Outbox) {
    let parked = &desk.session.parked;
    heading(ui, "Parking lot", |ui| {
        if !parked.is_empty() {
            super::aside(ui, &format!("{} open", desk.session.parked_open()));
        }
    });
    if parked.is_empty() {
        quiet(ui, "What must not derail the meeting, and must not be lost either.");
    }
    let fields: Vec<Field> = parked.iter().map(|row| Field::Parked(row.id.clone())).collect();
    ui.scope(|ui| {
        ui.spacing_mut().item_spacing.y = space::S;
        rows(ui, desk, ("meeting: parked", ROW), &fields, |ui, place, rect| {
            let Some(row) = parked.get(place) else { return };
            let rect = rect.with_max_y(rect.top() + FIELD);
            keyed(ui, rect, row.id.as_str(), |ui| {
                self::row(ui, desk, out, &format!("Parked {}", place + 1), (row, rect));
            });
        });
        park(ui, desk, out);
    });
}

fn row(ui: &mut Ui, desk: &Desk<'_>, out: &mut Outbox, name: &str, (row, rect): (&Parked, Rect)) {
    let item = || ItemRef::Parked(row.id.clone());
    if let Some(done) = tick(ui, rect, row.done, name) {
        out.edit(Edit::SetDone(item(), done));
    }
    let place = rect.with_min_x(rect.left() + TICK).with_max_x(rect.right() - REMOVE);
    at(ui, place, |ui| {
        let field = Field::Parked(row.id.clone());
        let response = bare_field(ui, desk, out, &field, name, "");
        whole(response, &row.text);
    });
    if remove(ui, rect, name) {
        out.edit(Edit::Remove(item()));
    }
}

/// Shows a text under the pointer that is likely to be longer than its field.
pub(super) fn whole(response: egui::Response, text: &str) {
    const FITS: usize = 32;
    if text.chars().nth(FITS).is_some() && !response.has_focus() {
        response.on_hover_text(text);
    }
}

/// Whether a row is done; gives what is new.
pub(super) fn tick(ui: &mut Ui, row: Rect, done: bool, name: &str) -> Option<bool> {
    let mut ticked = done;
    // A checkbox has a margin of its own.
    let place = row.with_max_x(row.left() + TICK).translate(egui::vec2(-4.0, 0.0));
    let response = at(ui, place, |ui| basic::tick_box(ui, &mut ticked, ""));
    let response = response.accessible_name(format!("{name}, done"));
    let changed = response.changed();
    response.on_hover_text(if done { "Done" } else { "Not done yet" });
    changed.then_some(ticked)
}

/// The field for what is to be parked. Enter parks it and leaves the keyboard there.
fn park(ui: &mut Ui, desk: &Desk<'_>, out: &mut Outbox) {
    let mut text = desk.view.meeting.parking.clone();
    let id = parking_id(desk.session);
    let response = input(ui, id, &mut text, 1, "Park something…").accessible_name("Park something");
    if response.changed() {
        out.view(move |view| view.meeting.parking = text);
    }
    if response.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter)) {
        out.ask(Request::Park);
        out.view(move |view| view.focus = Some(Focus::on(id)));
    }
}
