//! The session on a projector: one thing at a time, large, without anything around it, stepped
//! through by keys.

mod criterion;
mod keys;
mod opening;
mod other;
mod sheet;
mod slides;
mod verdict;

use egui::{CentralPanel, Frame, Rect, Role, Sense, Ui, WidgetInfo};

pub use other::{band, window};
pub use slides::{Place, Present, Slide, leave, turn_to};

use super::theme::{self, palette, slide};
use super::widgets::Cell;
use super::{Desk, Outbox};
use crate::analysis::aloud;
use sheet::{Sheet, inside};

/// Whether this window shows a slide in place of the workbench.
#[must_use]
pub fn is_here(desk: &Desk<'_>) -> bool {
    desk.view.present.as_ref().is_some_and(|present| present.place == Place::Here)
}

/// Draws the slide over the whole window, and takes the keys that step.
pub fn show(ui: &mut Ui, desk: &Desk<'_>, out: &mut Outbox) {
    let Some(present) = &desk.view.present else { return };
    let slides = Slide::all(desk.session, desk.verdict, desk.view.sort);
    let at = present.slide.place(&slides);
    let Some(shown) = slides.get(at) else { return };
    if desk.view.modal.is_none() {
        keys::take(ui, out, present, &slides, at);
    }
    let paper = Frame::new().fill(palette(ui).card);
    CentralPanel::default().frame(paper).show(ui, |ui| {
        let window = ui.max_rect();
        pointer(ui, out, present, &slides, at, window);
        let scale = Sheet::scale_of(window);
        let page = inside(window, scale);
        let line = slide::QUIET * slide::LEADING * scale;
        head(ui, desk, shown, &slides, page.with_max_y(page.top() + line), scale);
        foot(ui, desk, present, shown, page.with_min_y(page.bottom() - line), scale);
        let free = page.with_min_y(page.top() + line * 1.7).with_max_y(page.bottom() - line * 1.6);
        let larger = larger(ui, desk, shown, free, scale);
        write(ui, desk, shown, &mut Sheet::new(free, scale * larger));
    });
}

fn write(ui: &mut Ui, desk: &Desk<'_>, shown: &Slide, sheet: &mut Sheet) {
    match shown {
        Slide::Question => opening::show(ui, desk, sheet),
        Slide::Criterion(id) => criterion::show(ui, desk, id, sheet),
        Slide::Verdict => verdict::show(ui, desk, sheet),
        Slide::Decision => verdict::decision(ui, desk, sheet),
    }
}

/// How much larger type may be than the window asks for, so that a slide with little on it is not
/// empty below: as much as leaves everything whole.
fn larger(ui: &mut Ui, desk: &Desk<'_>, shown: &Slide, free: Rect, scale: f32) -> f32 {
    // Few steps, since each fills its part of the font's texture.
    const STEPS: [f32; 2] = [1.4, 1.2];
    for step in STEPS {
        let mut draft = Sheet::draft(free, scale * step);
        write(ui, desk, shown, &mut draft);
        if !draft.cut {
            return step;
        }
    }
    1.0
}

/// What decision this is, and how far one has come.
fn head(ui: &mut Ui, desk: &Desk<'_>, shown: &Slide, slides: &[Slide], at: Rect, scale: f32) {
    let (font, quiet) = (theme::regular(slide::QUIET * scale), palette(ui).quiet);
    let number = shown.number(slides).unwrap_or_default();
    let split = at.right() - at.width() * 0.2;
    if *shown != Slide::Question {
        Cell::new(desk.session.title(), font.clone(), quiet).show(ui, at.with_max_x(split));
    }
    if !number.is_empty() {
        Cell::new(&number, font, quiet).right().show(ui, at.with_min_x(split));
    }
}

/// The keys, and the part of the meeting that is running.
fn foot(ui: &mut Ui, desk: &Desk<'_>, on: &Present, shown: &Slide, at: Rect, scale: f32) {
    let (font, quiet) = (theme::regular(slide::QUIET * scale), palette(ui).quiet);
    let mut keys = vec!["← → step"];
    if matches!(shown, Slide::Criterion(_)) {
        keys.push("N note");
    }
    if on.place != Place::Here {
        keys.push("F11 fill the screen");
    }
    keys.push(if on.place == Place::Here { "Esc leave" } else { "Esc stop" });
    let split = at.left() + at.width() * 0.6;
    Cell::new(&keys.join("    "), font.clone(), quiet).show(ui, at.with_max_x(split));
    if let Some(running) = aloud::on_agenda(desk.session, desk.now) {
        Cell::new(&running, font, quiet).right().show(ui, at.with_min_x(split));
        let into = u64::try_from(desk.now.as_second().rem_euclid(60)).unwrap_or_default();
        ui.ctx().request_repaint_after(std::time::Duration::from_secs(60 - into));
    }
}

/// Clicks on the right and the left third step; in a second window a double click in between
/// fills its screen. Nothing shows where the pointer is.
fn pointer(
    ui: &Ui,
    out: &mut Outbox,
    present: &Present,
    slides: &[Slide],
    at: usize,
    window: Rect,
) {
    let third = window.width() / 3.0;
    let steps = [
        ("Previous slide", window.with_max_x(window.left() + third), at.checked_sub(1)),
        ("Next slide", window.with_min_x(window.right() - third), Some(at + 1)),
    ];
    let part = |name: &str, rect: Rect| {
        let response = ui.interact(rect, ui.scope_id().with(name), Sense::CLICK);
        response.widget_info(|| WidgetInfo::labeled(Role::Button, true, name));
        response
    };
    for (name, rect, to) in steps {
        let Some(to) = to.and_then(|to| slides.get(to)) else { continue };
        if part(name, rect).clicked() {
            let to = to.clone();
            out.view(|view| turn_to(view, to));
        }
    }
    if let Place::Other { whole, .. } = present.place {
        let middle = window.shrink2(egui::vec2(third, 0.0));
        if part("Fill the screen", middle).double_clicked() {
            out.view(move |view| other::fill_screen(view, !whole));
        }
    }
}
