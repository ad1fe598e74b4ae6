//! What happened, and when: the session's log as a list that draws only what is seen.

use std::fmt::Write as _;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;

use egui::{Color32, FontId, Galley, Pos2, Rect, Role, Sense, Ui, Vec2, WidgetInfo};

use super::heading;
use crate::session::{Entry, Event};
use crate::ui::theme::{self, palette, size};
use crate::ui::widgets::{keyed, quiet, secondary, visible_between};
use crate::ui::{Desk, Outbox, Request, format};

/// Draws the section, newest first.
pub(super) fn show(ui: &mut Ui, desk: &Desk<'_>, out: &mut Outbox) {
    heading(ui, "Log", |ui| {
        if !desk.session.log.is_empty() && secondary(ui, "Copy the log").clicked() {
            out.ask(Request::Copy(text(desk)));
        }
    });
    if desk.session.log.is_empty() {
        quiet(ui, "Nothing has happened yet. What the team agrees on is written here, and stays.");
    }
    entries(ui, desk, Order::NewestFirst);
}

/// The whole log as text, oldest first.
fn text(desk: &Desk<'_>) -> String {
    let mut text = format!("{}\n", desk.session.title());
    for entry in &desk.session.log {
        let at = entry.at.to_zoned(desk.zone.clone()).strftime("%Y-%m-%d %H:%M");
        // Writing to a string cannot fail.
        let _ = writeln!(text, "{at}  {}", entry.event.words(desk.session));
    }
    text
}

/// Which end of the log comes first.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Order {
    /// The last entry on top.
    NewestFirst,
    /// As it happened.
    OldestFirst,
}

impl Order {
    /// Both may be in sight, beside the record and in it.
    const fn salt(self) -> &'static str {
        match self {
            Self::NewestFirst => "log: newest first",
            Self::OldestFirst => "log: oldest first",
        }
    }
}

/// From this width on an entry is meant for one line; below it, for two.
const WIDE: f32 = 480.0;

/// How the entries are set.
#[derive(Clone, Copy)]
struct Setting {
    wide: bool,
    /// The width of the times.
    when: f32,
    /// The width of what happened.
    words: f32,
}

impl Setting {
    /// The height of an entry whose words fit into the lines it is meant for.
    const fn row(self) -> f32 {
        if self.wide { 26.0 } else { 40.0 }
    }

    /// The height of an entry with words of this height.
    fn row_of(self, words: f32) -> f32 {
        if words <= self.row() { self.row() } else { words + 2.0 * ABOVE }
    }
}

/// Above words that are higher than the row they are meant for.
const ABOVE: f32 = 3.0;

/// The entries as rows.
pub(super) fn entries(ui: &mut Ui, desk: &Desk<'_>, order: Order) {
    let log = &desk.session.log;
    let wide = ui.available_width() >= WIDE;
    // Times only grow, so the first entry says whether any is of another day.
    let days = log.first().is_some_and(|first| day(desk, first).is_some());
    let when = match (wide, days) {
        (true, true) => 150.0,
        (false, true) => 74.0,
        (_, false) => 48.0,
    };
    let setting = Setting { wide, when, words: ui.available_width() - when };
    let tops = tops(ui, desk, order, setting);
    let size = Vec2::new(ui.available_width(), tops.last().copied().unwrap_or_default());
    let (area, _) = ui.allocate_exact_size(size, Sense::hover());
    keyed(ui, area, order.salt(), |ui| {
        for at in visible_between(ui, area, &tops) {
            let rows = tops.get(at).zip(tops.get(at + 1));
            if let Some(((top, bottom), entry)) = rows.zip(entry(desk, order, at)) {
                let rect = area.with_max_y(area.top() + bottom).with_min_y(area.top() + top);
                row(ui, desk, entry, rect, setting);
            }
        }
    });
}

/// The entry that stands at a place of the list.
fn entry<'a>(desk: &'a Desk<'_>, order: Order, at: usize) -> Option<&'a Entry> {
    let log = &desk.session.log;
    match order {
        Order::NewestFirst => log.get(log.len().checked_sub(at + 1)?),
        Order::OldestFirst => log.get(at),
    }
}

/// Where each row begins below the first, and where the last one ends. Long words wrap, so that
/// each row has its own height; all are measured once, and again when what they say may have
/// changed.
fn tops(ui: &Ui, desk: &Desk<'_>, order: Order, setting: Setting) -> Arc<[f32]> {
    let (id, now) = (ui.scope_id().with(order.salt()), state(ui, desk, setting));
    let known = ui.data(|data| data.get_temp::<(u64, Arc<[f32]>)>(id));
    if let Some((_, tops)) = known.filter(|(then, _)| *then == now) {
        return tops;
    }
    let mut bottom = 0.0;
    let rows = (0..desk.session.log.len()).filter_map(|at| entry(desk, order, at)).map(|entry| {
        let words = entry.event.words(desk.session);
        bottom += setting.row_of(lay_out(ui, &words, words_in(ui), setting.words).size().y);
        bottom
    });
    let tops: Arc<[f32]> = std::iter::once(0.0).chain(rows).collect();
    ui.data_mut(|data| data.insert_temp(id, (now, Arc::clone(&tops))));
    tops
}

/// A number that changes with whatever the rows say, and how they are set.
fn state(ui: &Ui, desk: &Desk<'_>, setting: Setting) -> u64 {
    let session = desk.session;
    let mut hasher = DefaultHasher::new();
    let Setting { wide, words, .. } = setting;
    (wide, words.to_bits(), ui.pixels_per_point().to_bits()).hash(&mut hasher);
    (&session.id, session.log.len(), session.rounds.len()).hash(&mut hasher);
    for entry in &session.log {
        entry.at.as_second().hash(&mut hasher);
        match &entry.event {
            Event::Overridden { reason: text, .. } | Event::AgendaStarted { name: text, .. } => {
                text.hash(&mut hasher);
            }
            _ => {}
        }
    }
    for criterion in &session.criteria {
        (&criterion.id, &criterion.name).hash(&mut hasher);
    }
    for person in &session.people {
        (&person.id, &person.name, person.is_adviser()).hash(&mut hasher);
    }
    hasher.finish()
}

/// How what happened is set.
fn words_in(ui: &Ui) -> (FontId, Color32) {
    (theme::regular(size::BODY - 1.0), palette(ui).ink)
}

/// The day of an entry, where it is not today.
fn day(desk: &Desk<'_>, entry: &Entry) -> Option<String> {
    let date = |at: jiff::Timestamp| at.to_zoned(desk.zone.clone()).date();
    let (at, now) = (date(entry.at), date(desk.now));
    (at != now).then(|| format::day(at, now))
}

fn row(ui: &mut Ui, desk: &Desk<'_>, entry: &Entry, rect: Rect, setting: Setting) {
    let words = entry.event.words(desk.session);
    let clock = format::clock(entry.at, desk.zone);
    let day = day(desk, entry);
    let spoken = match &day {
        Some(day) => format!("{day}, {clock}: {words}"),
        None => format!("{clock}: {words}"),
    };
    let stamp = match day {
        Some(day) if setting.wide => format!("{day}, {clock}"),
        Some(day) => format!("{clock}\n{}", short(&day)),
        None => clock,
    };
    // In the middle of a row; what is higher goes on below it.
    let paint = |galley: Arc<Galley>, left: f32| {
        let above = ((setting.row() - galley.size().y) / 2.0).max(ABOVE);
        ui.painter().galley(Pos2::new(left, rect.top() + above), galley, palette(ui).ink);
    };
    let quiet = (theme::regular(size::QUIET), palette(ui).quiet);
    paint(lay_out(ui, &stamp, quiet, setting.when - 8.0), rect.left());
    paint(lay_out(ui, &words, words_in(ui), setting.words), rect.left() + setting.when);

    let id = ui.next_auto_id();
    ui.skip_ahead_auto_ids(1);
    let response = ui.interact(rect, id, Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, &spoken));
}

/// A day in few letters: `24 Nov`.
fn short(day: &str) -> String {
    let mut words = day.split(' ');
    let number = words.next().unwrap_or_default();
    let month: String = words.next().unwrap_or_default().chars().take(3).collect();
    let year = words.next().map(|year| format!(" {year}")).unwrap_or_default();
    format!("{number} {month}{year}")
}

/// Text in as many lines as it takes.
fn lay_out(ui: &Ui, text: &str, (font, color): (FontId, Color32), width: f32) -> Arc<Galley> {
    ui.painter().layout(text.to_owned(), font, color, width)
}
