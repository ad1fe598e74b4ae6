//! The quiet clock: how the running part stands, in the bar at the top and under the steps.

use egui::{Button, Color32, FontId, Rect, RichText, Ui};

use crate::session::OnAgenda;
use crate::ui::theme::{self, palette, size, space};
use crate::ui::widgets::at;
use crate::ui::{Desk, Outbox, View};

/// The part that is running now.
fn running<'a>(desk: &Desk<'a>) -> Option<OnAgenda<'a>> {
    desk.session.on_agenda().filter(|running| running.is_live(desk.now))
}

/// Draws how the running part stands at the right end of `area`, in as many words as there is
/// room for; a click opens the meeting. Gives the room that is left.
pub fn timer(ui: &mut Ui, desk: &Desk<'_>, out: &mut Outbox, area: Rect) -> Rect {
    let Some(running) = running(desk) else { return area };
    let words = running.words(desk.now);
    let number = match running.place {
        Some(place) => format!("Agenda {}/{}", place + 1, desk.session.agenda.len()),
        None => "Agenda".to_owned(),
    };
    let whole = format!("{number} · {} · {words}", running.name);
    let named = format!("{number} · {} · {words}", cut(running.name));
    let short = format!("{number} · {words}");
    let font = theme::medium(size::QUIET);
    // With what the title needs beside each.
    let ways = [(named, 440.0), (short, 400.0), (words, 200.0)];
    let fits = ways.into_iter().find_map(|(text, title)| {
        let width = width_of(ui, &text, &font) + 4.0;
        (area.width() - width - space::XL >= title).then_some((text, width))
    });
    let Some((text, width)) = fits else { return area };

    let color = if running.over(desk.now).is_some() { palette(ui).warn } else { palette(ui).quiet };
    let place = area.with_min_x(area.right() - width);
    let response = at(ui, place, |ui| {
        ui.spacing_mut().button_padding = egui::vec2(2.0, 4.0);
        ui.add(Button::new(RichText::new(text).font(font).color(color)).frame(false))
    });
    let response =
        response.accessible_name(&whole).on_hover_text(format!("{whole}\nOpen the meeting"));
    if response.clicked() {
        out.view(View::open_meeting);
    }
    area.with_max_x(place.left() - space::XL)
}

/// A name that leaves room for the minutes.
fn cut(name: &str) -> String {
    const MOST: usize = 30;
    if name.chars().nth(MOST).is_none() {
        return name.to_owned();
    }
    let cut: String = name.chars().take(MOST - 1).collect();
    format!("{}…", cut.trim_end())
}

fn width_of(ui: &Ui, text: &str, font: &FontId) -> f32 {
    ui.painter().layout_no_wrap(text.to_owned(), font.clone(), palette(ui).ink).size().x
}

/// A line under the steps.
pub struct Line {
    /// What it says.
    pub text: String,
    /// The same for those who do not see where it stands.
    pub spoken: String,
    /// In which type.
    pub font: FontId,
    /// In which colour.
    pub color: Color32,
}

/// What stands under the steps: the running part and how it stands, in two lines.
pub fn lines(ui: &Ui, desk: &Desk<'_>) -> Vec<Line> {
    let Some(running) = running(desk) else { return Vec::new() };
    let palette = palette(ui);
    let words = running.words(desk.now);
    let over = running.over(desk.now).is_some();
    vec![
        Line {
            text: running.name.to_owned(),
            spoken: format!("Now on the agenda: {}", running.name),
            font: theme::medium(size::QUIET),
            color: palette.ink,
        },
        Line {
            spoken: format!("{}: {words}", running.name),
            text: words,
            font: theme::regular(size::QUIET),
            color: if over { palette.warn } else { palette.quiet },
        },
    ]
}
