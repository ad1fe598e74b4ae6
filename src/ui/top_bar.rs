//! The bar at the top: which decision this is, how it stands on disk, and what is always at
//! hand.

use egui::{Align, Button, Layout, Pos2, Rect, RichText, Stroke, Ui, UiBuilder, Vec2};

use super::desk::Outside;
use super::theme::{self, palette, size, space};
use super::widgets::{Cell, primary};
use super::{Desk, FileStatus, Outbox, format, meeting, menu};
use crate::command::Command;

/// Draws the bar.
pub fn show(ui: &mut Ui, desk: &Desk<'_>, out: &mut Outbox) {
    let area = ui.available_rect_before_wrap();
    let wide = area.width() > 960.0;
    let find = if area.width() > 720.0 { "Find action  Ctrl+K" } else { "Find" };
    // In the narrowest window the menu has the rest.
    let narrow = area.width() < 480.0;
    let present = "Present  F5";
    // The first to go where there is little room.
    let presents = area.width() > 880.0;
    let words: &[&str] = match (narrow, presents) {
        (true, _) => &["Menu", "Save"],
        (_, false) => &["Menu", "Undo", "Redo", find, "Save"],
        (_, true) => &["Menu", "Undo", "Redo", find, present, "Save"],
    };
    let buttons = area.with_min_x((area.right() - width_of(ui, words)).max(area.left()));
    let rest = meeting::timer(ui, desk, out, area.with_max_x(buttons.left() - space::L));
    title(ui, rest, desk, wide);

    let layout = Layout::left_to_right(Align::Center);
    ui.scope_builder(UiBuilder::new().max_rect(buttons).layout(layout), |ui| {
        menu::button(ui, desk, out);
        let steps = [(Command::Undo, desk.undo), (Command::Redo, desk.redo)];
        for (command, step) in steps.into_iter().filter(|_| !narrow) {
            let name = command.info().name;
            let button = Button::new(RichText::new(name).size(size::BODY - 1.0));
            let response = ui.add_enabled(step.is_some(), button);
            let nothing = format!("Nothing to {}", name.to_lowercase());
            let response =
                response.on_hover_text(menu::label(desk, command)).on_disabled_hover_text(nothing);
            if response.clicked() {
                out.command(command);
            }
        }
        let others = [(find, Command::FindAction, !narrow), (present, Command::Present, presents)];
        for (words, command, _) in others.into_iter().filter(|(.., shown)| *shown) {
            let button = Button::new(RichText::new(words).size(size::BODY - 1.0));
            let info = command.info();
            let response = ui.add(button).accessible_name(info.name);
            if response.on_hover_text(info.hint).clicked() {
                out.command(command);
            }
        }
        if primary(ui, "Save").on_hover_text("Save the session to its file (Ctrl+S)").clicked() {
            out.command(Command::Save);
        }
    });
}

/// The width that buttons with these words take in a row.
fn width_of(ui: &Ui, words: &[&str]) -> f32 {
    let padding = ui.spacing().button_padding.x * 2.0;
    let gap = ui.spacing().item_spacing.x;
    let words: f32 = words
        .iter()
        .map(|word| {
            let font = theme::medium(size::BODY - 1.0);
            let galley = ui.painter().layout_no_wrap((*word).to_owned(), font, palette(ui).ink);
            galley.size().x + padding + gap
        })
        .sum();
    words - gap
}

fn title(ui: &mut Ui, area: Rect, desk: &Desk<'_>, wide: bool) {
    let palette = palette(ui);
    // Draws a text where the last one ended, and gives its right end.
    let word = |ui: &mut Ui, (left, end): (f32, f32), text: &str, font: egui::FontId, color| {
        let width = ui.painter().layout_no_wrap(text.to_owned(), font.clone(), color).size().x;
        let right = (left + width + 1.0).min(end).max(left);
        Cell::new(text, font, color).show(ui, area.with_min_x(left).with_max_x(right));
        right
    };
    let mut left = area.left();
    if wide {
        logo(ui, Pos2::new(left + 8.0, area.center().y));
        left = word(
            ui,
            (left + 22.0, area.right()),
            "Weighbridge",
            theme::semibold(15.0),
            palette.ink,
        ) + 12.0;
        left =
            word(ui, (left, area.right()), "/", theme::regular(size::BODY), palette.quiet) + 12.0;
    }
    let (status, small) = (status(desk.file, desk), theme::regular(size::QUIET - 1.0));
    let status_width =
        ui.painter().layout_no_wrap(status.clone(), small.clone(), palette.quiet).size().x;
    // How the session stands on disk is never cut; its title is where there is not room for both.
    let end = (area.right() - status_width - 34.0).max(left);
    let font = theme::semibold(size::BODY - 1.0);
    left = word(ui, (left, end), desk.session.title(), font, palette.ink) + 24.0;
    if left < area.right() - 30.0 {
        let right = word(ui, (left, area.right()), &status, small, palette.quiet);
        let pill = Rect::from_min_max(
            Pos2::new(left - 9.0, area.center().y - 10.0),
            Pos2::new(right + 9.0, area.center().y + 10.0),
        );
        let path = desk.file.path.as_ref().map(|path| path.display().to_string());
        let id = ui.scope_id().with("status");
        let response = ui.interact(pill, id, egui::Sense::hover());
        response.on_hover_text(path.unwrap_or_else(|| "This session has no file yet".to_owned()));
        ui.painter().rect_stroke(
            pill,
            10.0,
            Stroke::new(1.0, palette.line),
            egui::StrokeKind::Inside,
        );
    }
}

/// How the session stands on disk, in a few words.
fn status(file: &FileStatus, desk: &Desk<'_>) -> String {
    if let Some(busy) = file.busy {
        return format!("{busy}…");
    }
    let begun = desk.view.begun();
    let words = match (file.dirty, &file.path, &file.outside, file.saved) {
        (true, ..) if file.restored => "Restored, unsaved",
        (true, None, ..) => "Not saved yet",
        (true, ..) => "Unsaved changes",
        // What was saved is there no more.
        (_, _, Some(Outside::Broken { .. }), _) => "File cannot be read",
        (_, _, Some(Outside::Gone(_)), _) => "File is gone",
        (_, _, Some(Outside::Changed(_) | Outside::Another(_)), _) => "File has changed",
        // Everything else is saved, but that is not, and nothing may look as if it were.
        _ if begun.is_some() => begun.unwrap_or_default(),
        (.., Some(at)) => return format!("Saved {}", format::moment(at, desk.now, desk.zone)),
        (_, Some(_), ..) => "Saved",
        (_, None, ..) => "New",
    };
    words.to_owned()
}

/// A pair of scales, drawn.
pub fn logo(ui: &Ui, center: Pos2) {
    let stroke = Stroke::new(1.5, palette(ui).ink);
    let at = |x: f32, y: f32| center + Vec2::new(x, y);
    let painter = ui.painter();
    painter.line_segment([at(0.0, -7.0), at(0.0, 6.0)], stroke);
    painter.line_segment([at(-4.0, 6.5), at(4.0, 6.5)], stroke);
    painter.line_segment([at(-7.0, -4.5), at(7.0, -4.5)], stroke);
    for x in [-5.5, 5.5] {
        painter.line(vec![at(x - 2.5, 2.0), at(x, -4.0), at(x + 2.5, 2.0)], stroke);
        painter.line_segment([at(x - 3.0, 2.2), at(x + 3.0, 2.2)], stroke);
    }
}
