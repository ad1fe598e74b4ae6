//! The agenda: its parts with their minutes, and how the running one stands.

use egui::containers::menu::MenuButton;
use egui::{Button, DragValue, Key, Modifiers, Pos2, Rect, Response, RichText, Stroke, Ui, Vec2};

use super::{FIELD, REMOVE, aside, heading, kept, remove, row_with_keyboard};
use crate::command::{Command, Shortcut};
use crate::session::{AgendaItem, Edit, Field, ItemRef, MAX_MINUTES, OnAgenda};
use crate::ui::theme::{self, palette, size, space};
use crate::ui::widgets::field::bare_field;
use crate::ui::widgets::{Cell, at, keyed, primary, quiet, secondary};
use crate::ui::{Desk, Outbox, Request, format};

/// The height of a row with the gap below it.
const ROW: f32 = 38.0;

/// How much more the running part takes, for how it stands.
const STANDS: f32 = 22.0;

/// The width of a part's number.
const NUMBER: f32 = 32.0;

/// Draws the section.
pub(super) fn show(ui: &mut Ui, desk: &Desk<'_>, out: &mut Outbox) {
    let session = desk.session;
    let running = session.on_agenda();
    heading(ui, "Agenda", |ui| {
        if !session.agenda.is_empty() {
            aside(ui, &total(desk));
        }
    });
    if session.agenda.is_empty() {
        quiet(ui, "Name the parts of the meeting, and how many minutes each may take.");
    }
    if let Some(running) = running.filter(|running| running.place.is_none()) {
        let place = super::room_for(ui, 20.0, 1);
        Cell::new(&stands(desk, running), theme::regular(size::QUIET), palette(ui).quiet)
            .show(ui, place);
    }
    parts(ui, desk, out, running);
    ui.horizontal_wrapped(|ui| buttons(ui, desk, out, running));
}

/// The minutes of all parts, and when they are over at this pace.
fn total(desk: &Desk<'_>) -> String {
    let minutes = format!("{} min", desk.session.planned_minutes());
    match desk.session.ends(desk.now) {
        None => minutes,
        Some(end) => {
            let about = if end.open { "not before" } else { "about" };
            format!("{minutes} · ends {about} {}", format::clock(end.at, desk.zone))
        }
    }
}

fn buttons(ui: &mut Ui, desk: &Desk<'_>, out: &mut Outbox, running: Option<OnAgenda<'_>>) {
    let next = desk.session.next_part();
    let hint = Command::NextPart.info();
    match (running, next) {
        (None, None) => {}
        (None, Some(_)) => {
            if primary(ui, "Start the meeting").on_hover_text(hint.hint).clicked() {
                out.command(Command::NextPart);
            }
        }
        (Some(_), Some(next)) => {
            let keys = hint.shortcut.map(Shortcut::text).unwrap_or_default();
            let says = format!("{} ({keys})", next.shown());
            if primary(ui, "Next part").on_hover_text(says).clicked() {
                out.command(Command::NextPart);
            }
            if secondary(ui, "End the meeting").clicked() {
                out.command(Command::EndMeeting);
            }
        }
        (Some(_), None) => {
            if primary(ui, "End the meeting").clicked() {
                out.command(Command::EndMeeting);
            }
        }
    }
    if secondary(ui, "Add a part").clicked() {
        out.command(Command::AddAgendaItem);
    }
}

fn parts(ui: &mut Ui, desk: &Desk<'_>, out: &mut Outbox, running: Option<OnAgenda<'_>>) {
    let agenda = &desk.session.agenda;
    let here = running.and_then(|running| running.place);
    let more = |place: usize| if here.is_some_and(|here| here < place) { STANDS } else { 0.0 };
    let height = super::rows_height(ROW, agenda.len()) + more(agenda.len());
    let size = Vec2::new(ui.available_width(), height);
    let (area, _) = ui.allocate_exact_size(size, egui::Sense::hover());
    let rect = |place: usize| {
        let rect = super::row_rect(area, ROW, place).translate(Vec2::new(0.0, more(place)));
        rect.with_max_y(rect.top() + FIELD)
    };
    let fields: Vec<_> = agenda.iter().map(|item| Field::AgendaName(item.id.clone())).collect();
    let kept = kept(ui, desk, &fields);
    if let Some(place) = row_with_keyboard(ui, (0..agenda.len()).map(rect)) {
        move_by_keys(ui, out, agenda, place);
    }
    // A few beyond the edges are drawn too, so that Tab finds the next one.
    let near = ui.clip_rect().expand2(Vec2::new(0.0, ROW * 3.0));
    keyed(ui, area, "meeting: agenda", |ui| {
        for (place, item) in agenda.iter().enumerate() {
            if !near.intersects(rect(place)) && kept != Some(place) {
                continue;
            }
            let part = Part {
                item,
                place,
                rect: rect(place),
                running: running.filter(|_| here == Some(place)),
                last: place + 1 == agenda.len(),
            };
            keyed(ui, part.rect, item.id.as_str(), |ui| part.show(ui, desk, out));
        }
    });
}

/// Moves the row that the keyboard is in with Alt and the arrows.
fn move_by_keys(ui: &Ui, out: &mut Outbox, agenda: &[AgendaItem], place: usize) {
    for (key, to) in [(Key::ArrowUp, place.checked_sub(1)), (Key::ArrowDown, Some(place + 1))] {
        let pressed = ui.input_mut(|input| input.consume_key(Modifiers::ALT, key));
        let to = to.filter(|to| pressed && *to < agenda.len());
        if let Some((to, item)) = to.zip(agenda.get(place)) {
            out.edit(Edit::Move(ItemRef::Agenda(item.id.clone()), to));
        }
    }
}

/// How the running part stands: `12 of 25 min`, `28 of 25 min, 3 min over`.
fn stands(desk: &Desk<'_>, running: OnAgenda<'_>) -> String {
    if !running.is_live(desk.now) {
        let day = format::moment(running.since, desk.now, desk.zone);
        return format!("Begun {day}, never ended");
    }
    let elapsed = running.elapsed(desk.now);
    let words = match (running.minutes, running.over(desk.now)) {
        (0, _) => format!("{elapsed} min so far"),
        (minutes, None) => format!("{elapsed} of {minutes} min"),
        (minutes, Some(over)) => format!("{elapsed} of {minutes} min, {over} min over"),
    };
    if running.place.is_some() { words } else { format!("{}: {words}", running.name) }
}

/// A part as a row.
struct Part<'a> {
    item: &'a AgendaItem,
    place: usize,
    rect: Rect,
    running: Option<OnAgenda<'a>>,
    last: bool,
}

impl Part<'_> {
    fn show(&self, ui: &mut Ui, desk: &Desk<'_>, out: &mut Outbox) {
        const MINUTES: f32 = 64.0;
        const MENU: f32 = 24.0;
        let Self { item, rect, .. } = *self;
        let name = &format!("Part {}", self.place + 1);
        if let Some(running) = self.running {
            self.mark(ui, desk, running);
        }
        self.number(ui, out, rect.with_max_x(rect.left() + NUMBER));
        let menu = rect.right() - REMOVE - MENU;
        let minutes = menu - MINUTES;
        let field = rect.with_min_x(rect.left() + NUMBER).with_max_x(minutes - space::S);
        at(ui, field, |ui| {
            let field = Field::AgendaName(item.id.clone());
            bare_field(ui, desk, out, &field, &format!("{name}, name"), "What it is about");
        });
        let field = rect.with_min_x(minutes).with_max_x(menu - space::S);
        if let Some(minutes) = minutes_field(ui, field, item.minutes, &format!("{name}, minutes")) {
            out.edit(Edit::SetMinutes(item.id.clone(), minutes));
        }
        self.menu(ui, out, rect.with_min_x(menu).with_max_x(menu + MENU));
        if remove(ui, rect, name) {
            out.edit(Edit::Remove(ItemRef::Agenda(item.id.clone())));
        }
    }

    /// The band behind the running part, and how it stands.
    fn mark(&self, ui: &mut Ui, desk: &Desk<'_>, running: OnAgenda<'_>) {
        let palette = palette(ui);
        let below =
            self.rect.translate(Vec2::new(0.0, FIELD)).with_max_y(self.rect.bottom() + 18.0);
        let band = self.rect.union(below).expand2(Vec2::new(8.0, 4.0));
        ui.painter().rect_filled(band, theme::CORNER, palette.selected);
        let late = running.is_live(desk.now) && running.over(desk.now).is_some();
        let color = if late { palette.warn } else { palette.quiet };
        let text = stands(desk, running);
        Cell::new(&text, theme::medium(size::QUIET), color)
            .named(format!("{} is running: {text}", self.item.shown()))
            .show(ui, below.with_min_x(below.left() + NUMBER + 10.0));
    }

    /// The part's number in a circle, as on the rail; a click begins the part.
    fn number(&self, ui: &mut Ui, out: &mut Outbox, rect: Rect) {
        let palette = palette(ui);
        let center = Pos2::new(rect.left() + 11.0, rect.center().y);
        let (painter, font) = (ui.painter().clone(), theme::medium(size::QUIET));
        let number = (self.place + 1).to_string();
        let write = |color| {
            painter.text(center, egui::Align2::CENTER_CENTER, &number, font.clone(), color);
        };
        if self.running.is_some() {
            painter.circle_filled(center, 11.0, palette.ink);
            write(palette.on_ink);
            return;
        }
        let place = Rect::from_center_size(center, Vec2::splat(24.0));
        let id = ui.scope_id().with("begin");
        let response = ui.interact(place, id, egui::Sense::click());
        let begin = format!("Begin part {number}: {}", self.item.shown());
        response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, true, &begin));
        if response.hovered() || response.has_focus() {
            painter.circle(center, 10.5, palette.hover, Stroke::new(1.0, palette.ink));
            let tip = |x: f32, y: f32| center + Vec2::new(x, y);
            let shape = vec![tip(-2.5, -4.5), tip(5.0, 0.0), tip(-2.5, 4.5)];
            painter.add(egui::Shape::convex_polygon(shape, palette.ink, Stroke::NONE));
        } else {
            painter.circle_stroke(center, 10.5, Stroke::new(1.0, palette.quiet));
            write(palette.quiet);
        }
        if response.on_hover_text("Begin this part").clicked() {
            out.ask(Request::Log(self.item.begin()));
        }
    }

    /// What else can be done with a part.
    fn menu(&self, ui: &mut Ui, out: &mut Outbox, rect: Rect) {
        let shift = |to: usize| Edit::Move(ItemRef::Agenda(self.item.id.clone()), to);
        let name = format!("Part {}, more", self.place + 1);
        let response = at(ui, rect, |ui| {
            ui.spacing_mut().button_padding = Vec2::ZERO;
            let button = Button::new("").frame(false).min_size(rect.size());
            let (response, _) = MenuButton::from_button(button).ui(ui, |ui| {
                ui.spacing_mut().button_padding = Vec2::new(10.0, 6.0);
                ui.set_min_width(190.0);
                if entry(ui, "Begin this part", "", self.running.is_none()) {
                    out.ask(Request::Log(self.item.begin()));
                }
                if entry(ui, "Move up", "Alt+Up", self.place > 0) {
                    out.edit(shift(self.place.saturating_sub(1)));
                }
                if entry(ui, "Move down", "Alt+Down", !self.last) {
                    out.edit(shift(self.place + 1));
                }
            });
            response.accessible_name(&name).on_hover_text("Begin, move up or down")
        });
        dots(ui, &response);
    }
}

fn dots(ui: &Ui, response: &Response) {
    let palette = palette(ui);
    let color = if response.hovered() { palette.ink } else { palette.quiet };
    for y in [-5.0, 0.0, 5.0] {
        let center = response.rect.center() + Vec2::new(0.0, y);
        ui.painter().circle_filled(center, 1.4, color);
    }
}

fn entry(ui: &mut Ui, name: &str, keys: &str, enabled: bool) -> bool {
    let keys = RichText::new(keys).size(size::QUIET).color(palette(ui).quiet);
    let button = Button::new(name).shortcut_text(keys);
    let clicked = ui.add_enabled(enabled, button).accessible_name(name).clicked();
    if clicked {
        ui.close();
    }
    clicked
}

/// Minutes, to drag, to step with the arrows or to type; gives what is new.
fn minutes_field(ui: &mut Ui, rect: Rect, minutes: u16, name: &str) -> Option<u16> {
    let mut new = minutes;
    let speed = if ui.input(|input| input.pointer.any_down()) { 0.2 } else { 1.0 };
    let response = at(ui, rect, |ui| {
        ui.spacing_mut().button_padding.x = 6.0;
        ui.spacing_mut().interact_size = rect.size();
        let field = DragValue::new(&mut new)
            .range(0..=MAX_MINUTES)
            .speed(speed)
            .suffix(" min")
            .custom_formatter(|minutes, _| {
                if minutes < 1.0 { "–".to_owned() } else { format!("{minutes:.0}") }
            })
            .custom_parser(|typed| typed.trim_end_matches("min").trim().parse().ok())
            .clip_text(true);
        ui.add(field)
    });
    let hint = if minutes == 0 { "As long as it takes" } else { "0 is for as long as it takes" };
    let changed = response.changed();
    response.accessible_name(name).on_hover_text(hint);
    (changed && new != minutes).then_some(new.min(MAX_MINUTES))
}
