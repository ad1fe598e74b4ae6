//! One person's ballot, and nothing else in the window: by swing points, a budget, a ranking or
//! comparisons. What is answered here is seen by nobody before the round is revealed.

mod lines;
mod pairwise;
mod ranking;

use egui::{Align, Layout, Margin, Rect, RichText, Stroke, Ui, UiBuilder, Vec2};

use super::theme::{self, palette, size, space};
use super::view::Voting;
use super::widgets::basic::heading_of;
use super::widgets::{chip, label, page, primary, quiet, secondary};
use super::{Desk, Outbox, Request};
use crate::analysis::words::sentence;
use crate::command::Command;
use crate::session::{Method, Paper};

/// No wider than this, so that a row is read at one glance.
const WIDTH: f32 = 1080.0;

/// Draws the ballot that fills the window.
pub fn show(ui: &mut Ui, desk: &Desk<'_>, out: &mut Outbox) {
    let Some(voting) = &desk.view.voting else { return };
    let side = ((ui.available_width() - WIDTH) / 2.0).max(16.0);
    let narrow = ui.available_width() < WIDTH * 0.75;
    // Margins of egui are too small for wide screens, so the middle is cut out by hand.
    let area = ui.available_rect_before_wrap().shrink2(Vec2::new(side, 0.0));
    let foot_height = match (voting.begun, narrow) {
        (false, _) => 0.0,
        (true, false) => 72.0,
        (true, true) => 108.0,
    };
    let (area, below) = area.split_top_bottom_at_y(area.bottom() - foot_height);
    let part = |ui: &mut Ui, rect, what| {
        let layout = Layout::top_down(Align::LEFT);
        let scope = voting.scope().with(what);
        ui.new_child(UiBuilder::new().max_rect(rect).layout(layout).scope_id(scope))
    };
    // The scroll bar stands beside the rows, not on them.
    let inside = Margin { left: 2, right: 14, top: 28, bottom: 20 };
    let area = area.with_max_x(area.right() + 12.0);
    let looks_on = desk.file.read_only.is_some();
    page(&mut part(ui, area, "page"), voting.paper.person.as_str(), inside, |ui| {
        if looks_on {
            ui.disable();
        }
        if voting.begun { answer(ui, voting, out) } else { hand_over(ui, voting, out) }
    });
    if voting.begun {
        ui.painter().hline(below.x_range(), below.top(), Stroke::new(1.0, palette(ui).line));
        let part = &mut part(ui, below.shrink2(Vec2::new(2.0, 14.0)), "foot");
        foot(part, voting, out, narrow, looks_on);
    }
}

/// Changes the paper.
fn change(out: &mut Outbox, change: impl FnOnce(&mut Paper) + 'static) {
    out.view(move |view| {
        if let Some(voting) = &mut view.voting {
            voting.change(change);
        }
    });
}

/// Before the person has taken the keyboard.
fn hand_over(ui: &mut Ui, voting: &Voting, out: &mut Outbox) {
    let name = &voting.paper.name;
    ui.add_space((ui.available_height() * 0.24).max(0.0));
    quiet(ui, &format!("Round {}", voting.paper.number));
    let text = format!("Pass the keyboard to {name}");
    heading_of(ui, RichText::new(text).font(theme::semibold(size::DISPLAY)));
    label(
        ui,
        "What is given here stays covered until the round is revealed. Everybody else looks away, \
         and the projector is best switched off.",
    );
    ui.add_space(space::L);
    ui.horizontal_wrapped(|ui| {
        let begin = primary(ui, &format!("I am {name}, begin"));
        if ui.memory(|memory| memory.focused().is_none()) {
            begin.request_focus();
        }
        if begin.clicked() {
            out.view(|view| view.voting.iter_mut().for_each(|voting| voting.begun = true));
        }
        if let Some(earlier) = voting.earlier.clone().filter(|_| voting.paper.is_blank()) {
            let response = secondary(ui, "Begin with my last ballot");
            if response.on_hover_text("The points of the last round, to be changed").clicked() {
                out.view(move |view| {
                    if let Some(voting) = &mut view.voting {
                        voting.begun = true;
                        voting.change(|paper| paper.start_from(&earlier));
                    }
                });
            }
        }
        if secondary(ui, "Not now").clicked() {
            out.ask(Request::PutAside);
        }
    });
}

/// The ballot itself.
fn answer(ui: &mut Ui, voting: &Voting, out: &mut Outbox) {
    let paper = &voting.paper;
    quiet(ui, &format!("{} · Round {} · ballot of {}", paper.title, paper.number, paper.name));
    let (heading, line) = words(voting);
    heading_of(ui, RichText::new(heading).font(theme::semibold(size::HEADING)));
    ui.add_space(-space::S);
    label(ui, RichText::new(line).color(palette(ui).quiet));
    ui.add_space(space::S);
    match paper.method {
        Method::Swing | Method::Budget => lines::show(ui, voting, out),
        Method::Ranking => ranking::show(ui, voting, out),
        Method::Pairwise => pairwise::show(ui, voting, out),
    }
}

/// What is asked, and how it is answered.
fn words(voting: &Voting) -> (&'static str, String) {
    let paper = &voting.paper;
    match paper.method {
        Method::Swing => match lines::largest(voting) {
            None => (
                "Which swing matters most to you?",
                "Picture a project that sits at 0 on everything. Which one would you raise to a \
                 10 first? It counts 100."
                    .to_owned(),
            ),
            Some(line) => (
                "How much does each swing matter to you?",
                format!(
                    "Your largest swing is {}: it counts 100. Give the others against it.",
                    line.name
                ),
            ),
        },
        Method::Budget => (
            "How would you share out 100 points?",
            "The more a criterion’s way from 0 to 10 matters to you, the more of the 100 it gets."
                .to_owned(),
        ),
        Method::Ranking => (
            "In which order do the swings matter to you?",
            "Choose the one that matters most, then the next. Drag or use the arrow keys to move \
             one; = ties it with the one above."
                .to_owned(),
        ),
        Method::Pairwise => (
            "Which of the two matters more to you?",
            "Compare the ways from 0 to 10, two at a time. You are asked no more than is needed."
                .to_owned(),
        ),
    }
}

/// How far the ballot has come.
fn count(ui: &mut Ui, voting: &Voting, rect: Rect) {
    let casting = &voting.casting;
    let (text, over) = match voting.paper.method {
        Method::Budget if casting.left < -0.005 => {
            (format!("{} too many", points(-casting.left)), true)
        }
        Method::Budget => (format!("{} of 100 left", points(casting.left)), false),
        Method::Pairwise => (format!("{} of {} answers", casting.given, casting.of), false),
        Method::Swing | Method::Ranking => {
            (format!("{} of {} given", casting.given, casting.of), false)
        }
    };
    let palette = palette(ui);
    let (font, color) = if over {
        (theme::semibold(size::BODY), palette.warn)
    } else {
        (theme::medium(size::BODY), palette.ink)
    };
    super::widgets::Cell::new(&text, font, color).right().show(ui, rect);
}

/// Points without needless decimals.
fn points(value: f64) -> String {
    crate::session::Points::clamped(value).to_string()
}

/// The methods at the left, at the right what becomes of the ballot, and how far it has come, which
/// stays in sight however far the page is scrolled.
fn foot(ui: &mut Ui, voting: &Voting, out: &mut Outbox, narrow: bool, looks_on: bool) {
    let (row, _) = super::widgets::place::row_of(ui, 32.0, 0.0);
    let methods = |ui: &mut Ui, out: &mut Outbox| {
        if looks_on {
            ui.disable();
        }
        for method in Method::ALL {
            let chosen = voting.paper.method == method;
            if chip(ui, chosen, method.name(), "Method").clicked() && !chosen {
                change(out, move |paper| paper.method = method);
            }
        }
    };
    super::widgets::at(ui, row, |ui| methods(ui, out));
    let end = if narrow { super::widgets::place::row_of(ui, 32.0, 0.0).0 } else { row };
    let after = row.with_min_x(row.left() + 364.0);
    let open = voting.casting.points.as_ref().err().map(|open| sentence(&open.to_string()));
    let width = if voting.alone { 318.0 } else { 303.0 };
    let buttons = end.with_min_x((end.right() - width).max(end.left()));
    let words = if narrow { end } else { after };
    super::widgets::at(ui, buttons, |ui| {
        if voting.alone { alone(ui, out) } else { hand_back(ui, out, open.as_deref()) }
    });
    let why = match (&open, voting.alone) {
        (Some(open), _) => open.as_str(),
        (None, true) => "Everything is answered.",
        (None, false) => voting.casting.remark.as_deref().unwrap_or_default(),
    };
    let mut room = words.with_max_x(buttons.left() - space::L);
    let mut counted = if narrow { after } else { room };
    if !narrow && !why.is_empty() {
        (counted, room) = room.expand2(Vec2::new(0.0, 3.0)).split_top_bottom_at_fraction(0.5);
    }
    count(ui, voting, counted);
    if room.width() > 60.0 && !why.is_empty() {
        let font = theme::regular(size::QUIET);
        super::widgets::Cell::new(why, font, palette(ui).quiet).right().show(ui, room);
    }
}

/// What becomes of a ballot that is a file of its own.
fn alone(ui: &mut Ui, out: &mut Outbox) {
    if secondary(ui, "Leave").clicked() {
        out.ask(Request::LeaveBallot);
    }
    if secondary(ui, "Copy as text").clicked() {
        out.command(Command::CopyBallot);
    }
    if primary(ui, "Save the ballot").clicked() {
        out.command(Command::Save);
    }
}

/// What becomes of a ballot of the session in this window; `open` says why it cannot be cast yet.
fn hand_back(ui: &mut Ui, out: &mut Outbox, open: Option<&str>) {
    let later = secondary(ui, "Finish later");
    if later.on_hover_text("Kept in this window only, until the round is revealed").clicked() {
        out.ask(Request::PutAside);
    }
    let cast = ui.add_enabled_ui(open.is_none(), |ui| primary(ui, "Cast and hand back covered"));
    if cast.inner.on_disabled_hover_text(open.unwrap_or_default()).clicked() {
        out.ask(Request::Cast);
    }
}
