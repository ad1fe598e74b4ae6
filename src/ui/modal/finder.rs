//! The action finder: any action by a few letters of its name.

use egui::{Id, Key, Modifiers, Response, Role, ScrollArea, Sense, Ui, Vec2, WidgetInfo};

use super::{Desk, Modal, Outbox, close, enter, input, input_id};
use crate::command::{Command, Shortcut};
use crate::ui::menu;
use crate::ui::theme::{self, palette, size};
use crate::ui::widgets::{Cell, quiet};

/// Draws the finder.
pub(super) fn show(
    ui: &mut Ui,
    desk: &Desk<'_>,
    out: &mut Outbox,
    (query, chosen): (&str, usize),
    height: f32,
) {
    let found: Vec<Command> =
        Command::ALL.into_iter().filter(|command| command.matches(query)).collect();
    let chosen = chosen.min(found.len().saturating_sub(1));

    // Before the field sees them: the arrows choose, Enter does.
    let arrow = |key| ui.input_mut(|input| input.consume_key(Modifiers::NONE, key));
    let step = |to: usize| {
        let query = query.to_owned();
        move |view: &mut crate::ui::View| view.modal = Some(Modal::Finder(query, to))
    };
    if arrow(Key::ArrowDown) {
        out.view(step((chosen + 1).min(found.len().saturating_sub(1))));
    } else if arrow(Key::ArrowUp) {
        out.view(step(chosen.saturating_sub(1)));
    }
    let go = enter(ui);

    let mut text = query.to_owned();
    let response = input(ui, input_id("find"), &mut text, 1, "What do you want to do?")
        .accessible_name("Find action");
    if response.changed() {
        out.view(move |view| view.modal = Some(Modal::Finder(text, 0)));
    }
    let brought = newly_chosen(ui, query, chosen);
    ScrollArea::vertical().auto_shrink([false, true]).max_height(height.clamp(96.0, 432.0)).show(
        ui,
        |ui| {
            ui.spacing_mut().item_spacing.y = 2.0;
            for (at, command) in found.iter().enumerate() {
                let why_not = menu::why_not(desk, *command);
                let response = row(ui, desk, *command, at == chosen, why_not);
                if brought && at == chosen {
                    response.scroll_to_me(None);
                }
                let picked = response.clicked() || (go && at == chosen);
                if picked && why_not.is_none() {
                    close(out);
                    out.command(*command);
                }
            }
            if found.is_empty() {
                quiet(ui, "No action has these words.");
            }
        },
    );
}

/// Whether another row is chosen than in the frame before. Only then is it brought into view, so
/// that the list can be scrolled away from it, and comes to rest.
fn newly_chosen(ui: &Ui, query: &str, chosen: usize) -> bool {
    let now = (query.to_owned(), chosen);
    ui.data_mut(|data| {
        let before = data.get_temp_mut_or_default::<Option<(String, usize)>>(Id::unique("finder"));
        before.replace(now.clone()) != Some(now)
    })
}

fn row(
    ui: &mut Ui,
    desk: &Desk<'_>,
    command: Command,
    chosen: bool,
    why_not: Option<&'static str>,
) -> Response {
    let palette = palette(ui);
    let info = command.info();
    let size = Vec2::new(ui.available_width(), 46.0);
    let (rect, response) = ui.allocate_exact_size(size, Sense::CLICK);
    let name = menu::label(desk, command);
    response.widget_info(|| WidgetInfo::selected(Role::Button, why_not.is_none(), chosen, &name));
    if chosen || response.hovered() {
        ui.painter().rect_filled(rect, theme::CORNER, palette.selected);
    }
    let inner = rect.shrink2(Vec2::new(10.0, 4.0));
    let keys = info.shortcut.map(Shortcut::text).unwrap_or_default();
    let ink = if why_not.is_none() { palette.ink } else { palette.quiet };
    let keys_from = inner.right() - 90.0;
    let words = inner.with_max_x(keys_from);
    let (above, below) = (words.with_max_y(inner.center().y), words.with_min_y(inner.center().y));
    Cell::new(&name, theme::medium(size::BODY - 1.0), ink).show(ui, above);
    let hint = why_not.unwrap_or(info.hint);
    Cell::new(hint, theme::regular(size::QUIET), palette.quiet).show(ui, below);
    let keys = Cell::new(&keys, theme::regular(size::QUIET), palette.quiet).right();
    keys.show(ui, inner.with_min_x(keys_from));
    response
}
