//! Fields for text and numbers, each with a full accessible name.

use egui::{
    ComboBox, DragValue, Rect, Response, RichText, Slider, SliderClamping, Stroke, TextEdit, Ui,
};

use crate::session::value::Scale;
use crate::session::{Edit, Field, Session};
use crate::ui::theme::{self, palette, size, space};
use crate::ui::widgets::at;
use crate::ui::{Desk, Outbox};

/// The widget of a text. Salted with the session, so that a field's own undo never reaches into
/// another session.
pub fn field_id(session: &Session, field: &Field) -> egui::Id {
    egui::Id::unique((session.id.as_str(), field))
}

/// A field whose text is the session's: undo and redo are the session's in it, so that what they
/// bring back is a step of the session and no text that only the field remembers.
#[derive(Clone, Copy)]
struct OfSession;

/// A field that shows a text of the session, as [`input`] draws it.
pub fn session_input(
    ui: &mut Ui,
    id: egui::Id,
    text: &mut String,
    rows: usize,
    hint: &str,
) -> Response {
    ui.data_mut(|data| data.insert_temp(id, OfSession));
    input(ui, id, text, rows, hint)
}

/// Whether the keyboard is in a field whose text is the session's.
pub fn types_into_session(context: &egui::Context) -> bool {
    let focused = context.memory(egui::Memory::focused);
    focused.is_some_and(|id| context.data(|data| data.get_temp::<OfSession>(id).is_some()))
}

/// A session's text with its label above; asks for an edit with every change.
pub fn text_field(
    ui: &mut Ui,
    desk: &Desk<'_>,
    out: &mut Outbox,
    field: &Field,
    label: &str,
    rows: usize,
) -> Response {
    let id = field_id(desk.session, field);
    ui.vertical(|ui| {
        ui.spacing_mut().item_spacing.y = space::S;
        let quiet = palette(ui).quiet;
        ui.label(RichText::new(label).size(size::QUIET).color(quiet));
        let mut text = desk.session.text(field).unwrap_or_default().to_owned();
        // What belongs to a criterion says to which.
        let name = match field {
            Field::CriterionName(_)
            | Field::Definition(_)
            | Field::Low(_)
            | Field::High(_)
            | Field::Claim(..)
            | Field::Reason(..) => desk.session.field_name(field),
            _ => label.to_owned(),
        };
        let response = session_input(ui, id, &mut text, rows, "").accessible_name(name);
        if response.changed() {
            out.edit(Edit::Write(field.clone(), text));
        }
        response
    })
    .inner
}

/// A session's text without a visible label, for rows of a list.
pub fn bare_field(
    ui: &mut Ui,
    desk: &Desk<'_>,
    out: &mut Outbox,
    field: &Field,
    name: &str,
    hint: &str,
) -> Response {
    let id = field_id(desk.session, field);
    let mut text = desk.session.text(field).unwrap_or_default().to_owned();
    let response = session_input(ui, id, &mut text, 1, hint).accessible_name(name);
    if response.changed() {
        out.edit(Edit::Write(field.clone(), text));
    }
    response
}

/// A field for a line or, with more rows than one, for a text.
pub fn input(ui: &mut Ui, id: egui::Id, text: &mut String, rows: usize, hint: &str) -> Response {
    if rows > 1 {
        return area(ui, id, text, rows, hint);
    }
    styled(ui, TextEdit::singleline(text), id, hint)
}

/// A field for a text of any number of lines that begins with this many.
pub fn area(ui: &mut Ui, id: egui::Id, text: &mut String, rows: usize, hint: &str) -> Response {
    styled(ui, TextEdit::multiline(text).desired_rows(rows), id, hint)
}

/// A text input in the look of the house, as wide as there is room.
fn styled(ui: &mut Ui, edit: TextEdit<'_>, id: egui::Id, hint: &str) -> Response {
    let hint = RichText::new(hint).color(palette(ui).quiet);
    ui.add(
        edit.id(id)
            .hint_text(hint)
            .desired_width(f32::INFINITY)
            .margin(egui::Margin::symmetric(10, 7))
            .font(theme::regular(size::BODY)),
    )
}

/// A number on a scale, to drag, to step with the arrows, or to type; gives the new value. What is
/// typed counts with every key, so that no save and no restart misses it.
pub fn number<const MAX: u8>(
    ui: &mut Ui,
    value: Scale<MAX>,
    step: f64,
    name: &str,
) -> Option<Scale<MAX>> {
    let mut number = value.get();
    // egui steps by the drag's speed when a key or a screen reader asks; one step then, and a
    // slow drag under the pointer.
    let speed = if ui.input(|input| input.pointer.any_down()) { step / 8.0 } else { step };
    let response = ui
        .add(
            DragValue::new(&mut number)
                .range(0.0..=Scale::<MAX>::MAX)
                .speed(speed)
                .custom_formatter(|value, _| Scale::<MAX>::clamped(value).to_string()),
        )
        .accessible_name(name);
    // A drag moves in steps; a typed number is taken as it is, at the scale's precision.
    let number = if response.dragged() { (number / step).round() * step } else { number };
    let new = Scale::clamped(number);
    (response.changed() && new != value).then_some(new)
}

/// A choice from a list that opens; gives a choice that is new.
pub fn choose<T: Copy + PartialEq>(
    ui: &mut Ui,
    salt: impl egui::AsIdSalt,
    name: &str,
    (chosen, shown): (T, &str),
    choices: impl IntoIterator<Item = (T, &'static str)>,
    width: f32,
) -> Option<T> {
    let palette = palette(ui);
    let mut new = None;
    let response = ComboBox::from_id_salt(salt)
        .selected_text(RichText::new(shown).size(size::BODY - 1.0))
        .width(width)
        .show_ui(ui, |ui| {
            let visuals = ui.visuals_mut();
            visuals.selection.bg_fill = palette.selected;
            visuals.selection.stroke.color = palette.ink;
            for (choice, word) in choices {
                if ui.selectable_label(choice == chosen, word).clicked() {
                    new = Some(choice);
                    // A key does not close the list by itself, as the pointer does.
                    ui.close();
                }
            }
        })
        .response
        .accessible_name(name);
    if new.is_some() {
        response.request_focus();
    }
    new.filter(|choice| *choice != chosen)
}

/// A number on a scale as a ring on a thin rail that fills `rect`; gives the new value.
pub fn slider<const MAX: u8>(
    ui: &mut Ui,
    rect: Rect,
    value: Scale<MAX>,
    step: f64,
    name: &str,
) -> Option<Scale<MAX>> {
    let palette = palette(ui);
    let mut number = value.get();
    let response = at(ui, rect, |ui| {
        let widgets = &mut ui.visuals_mut().widgets;
        for visuals in [&mut widgets.inactive, &mut widgets.hovered, &mut widgets.active] {
            visuals.bg_fill = palette.rail;
            visuals.fg_stroke = Stroke::NONE;
        }
        ui.spacing_mut().slider_width = rect.width();
        ui.spacing_mut().interact_size.y = rect.height();
        // Without `Edits`, egui would round what is there to a step, just by showing it.
        let slider = Slider::new(&mut number, 0.0..=Scale::<MAX>::MAX);
        ui.add(slider.step_by(step).show_value(false).clamping(SliderClamping::Edits))
    })
    .accessible_name(name);
    if response.drag_started() || response.clicked() {
        // So that the arrow keys go on where the pointer left off.
        response.request_focus();
    }
    // egui paints handle and rail in one colour, so the ring is painted over its handle.
    let inset = response.rect.height() / 2.5;
    #[expect(clippy::cast_possible_truncation, reason = "drawing is in f32")]
    let part = (number / Scale::<MAX>::MAX) as f32;
    let x = egui::lerp(response.rect.x_range().shrink(inset), part);
    let center = egui::pos2(x, response.rect.center().y);
    let fill = if response.hovered() { palette.selected } else { palette.card };
    ui.painter().circle(center, 7.0, fill, Stroke::new(2.0, palette.ink));

    let new = Scale::clamped(number);
    (response.changed() && new != value).then_some(new)
}
