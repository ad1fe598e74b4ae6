//! Who does what after the meeting, and until when.

use egui::containers::menu::MenuButton;
use egui::{Button, Rect, ScrollArea, Shape, Stroke, Ui, Vec2};

use super::parked::{TICK, tick, whole};
use super::{FIELD, REMOVE, heading, remove, rows};
use crate::command::Command;
use crate::session::{Edit, Field, FollowUp, ItemRef, Session};
use crate::ui::theme::{self, palette, size, space};
use crate::ui::widgets::day::Typed;
use crate::ui::widgets::field::{bare_field, field_id};
use crate::ui::widgets::{Cell, at, day_field, keyed, quiet, secondary};
use crate::ui::{Desk, Focus, Outbox, format};

/// The height of a row with the gap below it: what, who and when, and how it stands.
const ROW: f32 = 2.0 * FIELD + space::S + 20.0 + 10.0;

/// Draws the section.
pub(super) fn show(ui: &mut Ui, desk: &Desk<'_>, out: &mut Outbox) {
    let tasks = &desk.session.follow_ups;
    heading(ui, "Follow-ups", |ui| {
        if !tasks.is_empty() {
            let open = tasks.iter().filter(|task| !task.done).count();
            super::aside(ui, &format!("{open} open"));
        }
    });
    if tasks.is_empty() {
        quiet(ui, "Who does what after the meeting, and until when.");
    }
    let fields: Vec<Field> = tasks.iter().map(|row| Field::FollowUp(row.id.clone())).collect();
    rows(ui, desk, ("meeting: follow-ups", ROW), &fields, |ui, place, rect| {
        let Some(task) = tasks.get(place) else { return };
        let name = format!("Follow-up {}", place + 1);
        keyed(ui, rect, task.id.as_str(), |ui| row(ui, desk, out, &name, (task, rect)));
    });
    if secondary(ui, Command::AddFollowUp.info().name).clicked() {
        out.command(Command::AddFollowUp);
    }
}

fn row(
    ui: &mut Ui,
    desk: &Desk<'_>,
    out: &mut Outbox,
    name: &str,
    (task, rect): (&FollowUp, Rect),
) {
    const DAY: f32 = 112.0;
    let line = |top: f32, height: f32| {
        let top = rect.top() + top;
        rect.with_min_y(top).with_max_y(top + height)
    };
    let item = || ItemRef::FollowUp(task.id.clone());
    let first = line(0.0, FIELD);
    if let Some(done) = tick(ui, first, task.done, name) {
        out.edit(Edit::SetDone(item(), done));
    }
    let inner = first.with_min_x(first.left() + TICK).with_max_x(first.right() - REMOVE);
    at(ui, inner, |ui| {
        let field = Field::FollowUp(task.id.clone());
        whole(bare_field(ui, desk, out, &field, name, "What is to be done"), &task.text);
    });

    let second = line(FIELD + space::S, FIELD).with_min_x(inner.left()).with_max_x(inner.right());
    let split = second.right() - DAY;
    owner(ui, desk, out, name, (task, second.with_max_x(split - space::M)));
    let draft = desk.view.meeting.due_drafts.get(&task.id);
    let typed = at(ui, second.with_min_x(split), |ui| {
        let id = egui::Id::unique((desk.session.id.as_str(), "due", task.id.as_str()));
        day_field(ui, id, task.due, draft, &format!("{name}, due")).1
    });
    if let Some(typed) = typed {
        due(out, task, typed);
    }

    let third = line(2.0 * FIELD + space::S, 20.0).with_min_x(inner.left());
    let (text, late) = stands(desk, task);
    let palette = palette(ui);
    let (font, color) = if late {
        (theme::medium(size::QUIET), palette.warn)
    } else {
        (theme::regular(size::QUIET), palette.quiet)
    };
    Cell::new(&text, font, color).named(format!("{name}: {text}")).show(ui, third);
    // Last, so that Tab comes to the fields before it comes to this.
    if remove(ui, first, name) {
        out.edit(Edit::Remove(item()));
    }
}

fn due(out: &mut Outbox, task: &FollowUp, typed: Typed) {
    let id = task.id.clone();
    match typed {
        Typed::Day(day) => {
            out.edit(Edit::SetDue(id.clone(), day));
            out.view(move |view| drop(view.meeting.due_drafts.remove(&id)));
        }
        Typed::NotYet(text) => out.view(move |view| drop(view.meeting.due_drafts.insert(id, text))),
    }
}

/// How a follow-up stands, and whether somebody should look at it.
fn stands(desk: &Desk<'_>, task: &FollowUp) -> (String, bool) {
    let today = desk.now.to_zoned(desk.zone.clone()).date();
    if desk.view.meeting.due_drafts.contains_key(&task.id) {
        return ("No day, and not saved. Write it as 2027-06-01.".to_owned(), true);
    }
    match (task.overdue(today), task.due) {
        (Some(1), _) => ("1 day overdue".to_owned(), true),
        (Some(days), _) => (format!("{days} days overdue"), true),
        (None, _) if task.done => ("Done".to_owned(), false),
        (None, Some(day)) if day == today => ("Due today".to_owned(), false),
        (None, Some(day)) => (format!("Due {}", format::full_day(day)), false),
        (None, None) => ("Due on no day yet".to_owned(), false),
    }
}

/// Who does it: any text, with the people of the session to choose from.
fn owner(
    ui: &mut Ui,
    desk: &Desk<'_>,
    out: &mut Outbox,
    name: &str,
    (task, rect): (&FollowUp, Rect),
) {
    const CHOOSER: f32 = 24.0;
    let field = Field::FollowUpOwner(task.id.clone());
    let people = named(desk.session);
    let chooser = if people.is_empty() { 0.0 } else { CHOOSER };
    let split = rect.right() - chooser;
    let owner = format!("{name}, owner");
    at(ui, rect.with_max_x(split), |ui| {
        bare_field(ui, desk, out, &field, &owner, "Who does it");
    });
    if people.is_empty() {
        return;
    }
    let place = rect.with_min_x(split);
    let (response, chosen) = at(ui, place, |ui| {
        ui.spacing_mut().button_padding = Vec2::ZERO;
        let button = Button::new("").frame(false).min_size(place.size());
        MenuButton::from_button(button).ui(ui, |ui| choose(ui, &people, &task.owner))
    });
    let response = response.accessible_name(format!("{owner}, choose"));
    let response = response.on_hover_text("Choose one of the participants");
    let color = if response.hovered() { palette(ui).ink } else { palette(ui).quiet };
    let tip = |x: f32, y: f32| response.rect.center() + Vec2::new(x, y);
    let shape = vec![tip(-4.0, -2.0), tip(4.0, -2.0), tip(0.0, 3.0)];
    ui.painter().add(Shape::convex_polygon(shape, color, Stroke::NONE));
    if let Some(person) = chosen.and_then(|chosen| chosen.inner) {
        let focus = Focus::at_end(field_id(desk.session, &field), person);
        out.edit(Edit::Write(field, person.to_owned()));
        out.view(move |view| view.focus = Some(focus));
    }
}

/// Those participants who have a name.
fn named(session: &Session) -> Vec<&str> {
    session.people.iter().map(|person| person.name.trim()).filter(|name| !name.is_empty()).collect()
}

/// The participants as a list; gives the one that was chosen.
fn choose<'a>(ui: &mut Ui, people: &[&'a str], owner: &str) -> Option<&'a str> {
    const LINE: f32 = 28.0;
    ui.spacing_mut().button_padding = Vec2::new(10.0, 6.0);
    ui.spacing_mut().item_spacing.y = 2.0;
    ui.set_width(200.0);
    let palette = palette(ui);
    ui.visuals_mut().selection.bg_fill = palette.selected;
    ui.visuals_mut().selection.stroke.color = palette.ink;
    let mut chosen = None;
    ScrollArea::vertical().max_height(LINE * 9.0).show_rows(ui, LINE, people.len(), |ui, seen| {
        for person in people.get(seen).unwrap_or_default() {
            let button = Button::selectable(*person == owner.trim(), *person);
            if ui.add(button.min_size(Vec2::new(ui.available_width(), LINE)).truncate()).clicked() {
                chosen = Some(*person);
                ui.close();
            }
        }
    });
    chosen
}
