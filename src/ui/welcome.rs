//! The first screen: choose a start.

use egui::{
    Align, CornerRadius, Layout, Margin, Pos2, Rect, RichText, Role, Sense, Stroke, Ui, Vec2,
    WidgetInfo,
};

use super::theme::{self, palette, size, space};
use super::widgets::{self, basic, quiet, secondary};
use super::{Desk, Outbox, Request, Screen, Step, format};
use crate::command::Command;

/// The widest that the content gets.
const WIDTH: f32 = 980.0;

/// Draws the screen.
pub fn show(ui: &mut Ui, desk: &Desk<'_>, out: &mut Outbox) {
    let side = ((ui.available_width() - WIDTH) / 2.0).max(24.0);
    let tall = ui.available_height() > 760.0;
    #[expect(clippy::cast_possible_truncation, reason = "a margin; clamped to what fits")]
    let side = side.min(127.0 * 8.0) as i32;
    let inner = f32::from(i16::try_from(side).unwrap_or(24));
    let margin = Margin { left: 0, right: 0, top: if tall { 76 } else { 28 }, bottom: 24 };
    widgets::page(ui, "welcome", margin, |ui| {
        let width = ui.available_width() - 2.0 * inner;
        ui.horizontal_top(|ui| {
            ui.add_space(inner);
            ui.vertical(|ui| {
                ui.set_width(width);
                content(ui, desk, out);
            });
        });
    });
}

fn content(ui: &mut Ui, desk: &Desk<'_>, out: &mut Outbox) {
    ui.spacing_mut().item_spacing.y = space::M;
    basic::heading_of(ui, RichText::new("Weighbridge").font(theme::semibold(size::DISPLAY)));
    let [left, right] = ["Django ORM", "SQLAlchemy"];
    let line = format!("Decide between {left} and {right}, together, and leave with the reasons");
    ui.label(RichText::new(line).size(16.0).color(palette(ui).quiet));
    ui.add_space(space::L);
    starts(ui, desk, out);
    ui.add_space(space::XL);
    if desk.file.open {
        let words = format!("Back to {}", desk.session.title());
        if secondary(ui, &words).clicked() {
            out.view(|view| view.screen = Screen::Step(Step::Frame));
        }
        ui.add_space(space::L);
    }
    recents(ui, desk, out);
}

/// The cards to start from.
fn starts(ui: &mut Ui, desk: &Desk<'_>, out: &mut Outbox) {
    let mut cards: Vec<(&str, &str, Request)> = desk
        .catalogue
        .presets
        .iter()
        .map(|p| (p.name.as_str(), p.summary.as_str(), Request::Start(Some(p.id.clone()))))
        .collect();
    cards.push((
        "Empty session",
        "Thirteen criteria, equal weights. Neither side leads.",
        Request::Start(None),
    ));
    cards.push((
        "Import a matrix",
        "A CSV table of criterion, points and two ratings.",
        Request::Command(Command::Import),
    ));

    let gap = 14.0;
    let columns: u8 = if ui.available_width() > 800.0 { 4 } else { 2 };
    let width = (ui.available_width() - gap * f32::from(columns - 1)) / f32::from(columns);
    let height = if columns == 4 { 158.0 } else { 132.0 };
    let mut cards = cards.into_iter().peekable();
    while cards.peek().is_some() {
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = gap;
            for (name, text, request) in cards.by_ref().take(usize::from(columns)) {
                if start_card(ui, Vec2::new(width, height), name, text) {
                    out.ask(request);
                }
            }
        });
        ui.add_space(gap - space::M);
    }
}

/// A card that is a button.
fn start_card(ui: &mut Ui, size: Vec2, name: &str, text: &str) -> bool {
    let palette = palette(ui);
    let (rect, response) = ui.allocate_exact_size(size, Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, name));
    ui.ctx().accesskit_node_builder(response.id, |node| node.set_description(text));
    let (fill, line) = if response.hovered() {
        (palette.hover, palette.line_strong)
    } else {
        (palette.card, palette.line)
    };
    ui.painter().rect(
        rect,
        CornerRadius::same(theme::CARD_CORNER),
        fill,
        Stroke::new(1.0, line),
        egui::StrokeKind::Inside,
    );
    let inner = rect.shrink(22.0);
    let name =
        ui.painter().layout(name.to_owned(), theme::semibold(16.0), palette.ink, inner.width());
    let format = egui::TextFormat {
        font_id: theme::regular(size::BODY),
        color: palette.quiet,
        line_height: Some(20.0),
        ..egui::TextFormat::default()
    };
    let mut job = egui::text::LayoutJob::single_section(text.to_owned(), format);
    job.wrap.max_width = inner.width();
    let text = ui.painter().layout_job(job);
    let below = inner.min + Vec2::new(0.0, name.size().y + 8.0);
    ui.painter().galley(inner.min, name, palette.ink);
    ui.painter().with_clip_rect(rect.shrink(8.0)).galley(below, text, palette.quiet);
    response.clicked()
}

fn recents(ui: &mut Ui, desk: &Desk<'_>, out: &mut Outbox) {
    let row = ui.available_rect_before_wrap();
    let row = row.with_max_y(row.top() + 32.0);
    ui.scope_builder(egui::UiBuilder::new().max_rect(row), |ui| {
        ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
            basic::heading_of(ui, RichText::new("Recent").font(theme::semibold(16.0)));
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                if secondary(ui, "Open…").clicked() {
                    out.command(Command::Open);
                }
            });
        });
    });
    ui.add_space(space::S);
    if desk.recents.iter().next().is_none() {
        quiet(
            ui,
            "Sessions that you open or save are listed here. A file can also be dropped on the window.",
        );
    }
    for recent in desk.recents.iter() {
        let when = format::moment(recent.used, desk.now, desk.zone);
        let path = recent.path.to_string_lossy();
        if recent_row(ui, &recent.title, &path, &when) {
            out.ask(Request::OpenFile(recent.path.clone()));
        }
    }
}

fn recent_row(ui: &mut Ui, title: &str, path: &str, when: &str) -> bool {
    let palette = palette(ui);
    let size = Vec2::new(ui.available_width(), 38.0);
    let (rect, response) = ui.allocate_exact_size(size, Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, format!("{title}, {path}")));
    if response.hovered() {
        ui.painter().rect_filled(rect, CornerRadius::same(4), palette.hover);
    }
    ui.painter().hline(rect.x_range(), rect.top() - 4.0, Stroke::new(1.0, palette.line));
    let font = theme::semibold(size::BODY - 1.0);
    let whole = ui.painter().layout_no_wrap(title.to_owned(), font.clone(), palette.ink);
    // A long title leaves room for the path, which tells copies apart.
    let right = rect.left() + whole.size().x.min((rect.width() - 120.0) * 0.6);
    let name = rect.with_max_x(right + 1.0);
    widgets::Cell::new(title, font, palette.ink).show(ui, name);
    let left = right + 12.0;
    let line = |ui: &mut Ui, text: &str, from: f32, to: f32, right: bool| {
        let rect = Rect::from_min_max(Pos2::new(from, rect.top()), Pos2::new(to, rect.bottom()));
        let cell = widgets::Cell::new(text, theme::regular(size::BODY - 1.0), palette.quiet);
        if right {
            cell.right().show(ui, rect)
        } else {
            cell.show(ui, rect)
        };
    };
    line(ui, path, left, rect.right() - 120.0, false);
    line(ui, when, rect.right() - 110.0, rect.right(), true);
    response.clicked()
}
