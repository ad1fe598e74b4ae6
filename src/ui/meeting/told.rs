//! How the meeting went, for those who read the record.

use egui::{Rect, Ui};
use jiff::civil::Date;

use super::log::{Order, entries};
use super::{room_for, row_rect};
use crate::session::{Criterion, FollowUp};
use crate::ui::theme::{self, palette, size, space};
use crate::ui::widgets::{Cell, card, columns, quiet, title, visible_rows};
use crate::ui::{Desk, format};

/// The log, and what is still open. Nothing while there is none of it.
pub fn told(ui: &mut Ui, desk: &Desk<'_>) {
    let session = desk.session;
    let tasks: Vec<&FollowUp> = session.follow_ups.iter().filter(|task| !task.done).collect();
    let parked: Vec<&str> =
        session.parked.iter().filter(|p| !p.done).map(|p| p.text.as_str()).collect();
    let open = !tasks.is_empty() || !parked.is_empty();
    if session.log.is_empty() && !open {
        return;
    }
    ui.add_space(space::L);
    card(ui, |ui| {
        title(ui, "How the meeting went");
        by_hand(ui, desk);
        if !open {
            log(ui, desk);
        } else if ui.available_width() < 760.0 {
            log(ui, desk);
            ui.add_space(space::S);
            left_open(ui, desk, &tasks, &parked);
        } else {
            columns(ui, 0.56, 32.0, |left, right| {
                log(left, desk);
                left_open(right, desk, &tasks, &parked);
            });
        }
    });
}

fn log(ui: &mut Ui, desk: &Desk<'_>) {
    if desk.session.log.is_empty() {
        quiet(ui, "The log is empty.");
    }
    entries(ui, desk, Order::OldestFirst);
}

/// Weights that are not what the ballots came to, with their reasons in full.
fn by_hand(ui: &mut Ui, desk: &Desk<'_>) {
    for criterion in &desk.session.criteria {
        if let Some(reason) = desk.session.reason_for(criterion) {
            let Criterion { name, points, .. } = criterion;
            quiet(ui, &format!("{name} was set to {points} points by hand: {reason}"));
        }
    }
}

fn left_open(ui: &mut Ui, desk: &Desk<'_>, tasks: &[&FollowUp], parked: &[&str]) {
    if !tasks.is_empty() {
        title(ui, "Open follow-ups");
        let today = desk.now.to_zoned(desk.zone.clone()).date();
        lines(ui, tasks.len(), |ui, at, rect| {
            let Some(task) = tasks.get(at) else { return };
            let end = rect.with_min_x(rect.right() - rect.width() * 0.45);
            let palette = palette(ui);
            let late = task.overdue(today).is_some();
            let ink = if late { palette.warn } else { palette.quiet };
            let whose = whose(task, today);
            let font = theme::regular(size::QUIET);
            Cell::new(&task.text, theme::regular(size::BODY - 1.0), palette.ink)
                .show(ui, rect.with_max_x(end.left() - space::M));
            Cell::new(&whose, font, ink).right().show(ui, end);
        });
    }
    if !tasks.is_empty() && !parked.is_empty() {
        ui.add_space(space::S);
    }
    if !parked.is_empty() {
        title(ui, "Still parked");
        lines(ui, parked.len(), |ui, at, rect| {
            let text = parked.get(at).copied().unwrap_or_default();
            Cell::new(text, theme::regular(size::BODY - 1.0), palette(ui).ink).show(ui, rect);
        });
    }
}

/// Who does it, until when, and whether that has gone by.
fn whose(task: &FollowUp, today: Date) -> String {
    let day = task.due.map(|day| format::day(day, today));
    let due = match (day, task.overdue(today).is_some()) {
        (Some(day), true) => format!("overdue since {day}"),
        (Some(day), false) => format!("until {day}"),
        (None, _) => String::new(),
    };
    match (task.owner.trim(), due.as_str()) {
        ("", due) => due.to_owned(),
        (owner, "") => owner.to_owned(),
        (owner, due) => format!("{owner}, {due}"),
    }
}

fn lines(ui: &mut Ui, count: usize, mut line: impl FnMut(&mut Ui, usize, Rect)) {
    const LINE: f32 = 26.0;
    let area = room_for(ui, LINE, count);
    for at in visible_rows(ui, area, LINE, count) {
        line(ui, at, row_rect(area, LINE, at));
    }
}
