//! What happened, and when: the session's log as a list that draws only what is seen.

use std::fmt::Write as _;

use egui::epaint::text::{LayoutJob, TextFormat, TextWrapping};
use egui::{Pos2, Rect, Role, Sense, Ui, WidgetInfo};

use super::{heading, room_for, row_rect};
use crate::session::Entry;
use crate::ui::theme::{self, palette, size};
use crate::ui::widgets::{keyed, quiet, secondary, visible_rows};
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

/// From this width on an entry takes one line.
const WIDE: f32 = 480.0;

/// The entries as rows.
pub(super) fn entries(ui: &mut Ui, desk: &Desk<'_>, order: Order) {
    let log = &desk.session.log;
    let wide = ui.available_width() >= WIDE;
    let height = if wide { 26.0 } else { 40.0 };
    // Times only grow, so the first entry says whether any is of another day.
    let days = log.first().is_some_and(|first| day(desk, first).is_some());
    let when = match (wide, days) {
        (true, true) => 150.0,
        (false, true) => 74.0,
        (_, false) => 48.0,
    };
    let area = room_for(ui, height, log.len());
    let seen = visible_rows(ui, area, height, log.len());
    keyed(ui, area, order.salt(), |ui| {
        for at in seen {
            let place = match order {
                Order::NewestFirst => log.len() - 1 - at,
                Order::OldestFirst => at,
            };
            if let Some(entry) = log.get(place) {
                row(ui, desk, entry, row_rect(area, height, at), when, wide);
            }
        }
    });
}

/// The day of an entry, where it is not today.
fn day(desk: &Desk<'_>, entry: &Entry) -> Option<String> {
    let date = |at: jiff::Timestamp| at.to_zoned(desk.zone.clone()).date();
    let (at, now) = (date(entry.at), date(desk.now));
    (at != now).then(|| format::day(at, now))
}

fn row(ui: &mut Ui, desk: &Desk<'_>, entry: &Entry, rect: Rect, when: f32, wide: bool) {
    let palette = palette(ui);
    let words = entry.event.words(desk.session);
    let clock = format::clock(entry.at, desk.zone);
    let day = day(desk, entry);
    let spoken = match &day {
        Some(day) => format!("{day}, {clock}: {words}"),
        None => format!("{clock}: {words}"),
    };
    let stamp = match day {
        Some(day) if wide => format!("{day}, {clock}"),
        Some(day) => format!("{clock}\n{}", short(&day)),
        None => clock,
    };
    let lines = if wide { 1 } else { 2 };
    let left = rect.with_max_x(rect.left() + when - 8.0);
    paint(ui, &stamp, (theme::regular(size::QUIET), palette.quiet), left, lines);
    let font = (theme::regular(size::BODY - 1.0), palette.ink);
    let elided = paint(ui, &words, font, rect.with_min_x(rect.left() + when), lines);

    let id = ui.next_auto_id();
    ui.skip_ahead_auto_ids(1);
    let response = ui.interact(rect, id, Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, &spoken));
    if elided {
        response.on_hover_text(words);
    }
}

/// A day in few letters: `24 Nov`.
fn short(day: &str) -> String {
    let mut words = day.split(' ');
    let number = words.next().unwrap_or_default();
    let month: String = words.next().unwrap_or_default().chars().take(3).collect();
    let year = words.next().map(|year| format!(" {year}")).unwrap_or_default();
    format!("{number} {month}{year}")
}

/// Writes text of at most so many lines in the vertical middle; says whether it was cut.
fn paint(
    ui: &Ui,
    text: &str,
    (font_id, color): (egui::FontId, egui::Color32),
    rect: Rect,
    lines: usize,
) -> bool {
    let format = TextFormat { font_id, color, ..TextFormat::default() };
    let mut job = LayoutJob::single_section(text.to_owned(), format);
    job.wrap = TextWrapping {
        max_width: rect.width(),
        max_rows: lines,
        break_anywhere: lines == 1,
        ..TextWrapping::default()
    };
    let galley = ui.painter().layout_job(job);
    let elided = galley.elided;
    let at = Pos2::new(rect.left(), rect.center().y - galley.size().y / 2.0);
    ui.painter().galley(at, galley, color);
    elided
}
