//! Text, cards and buttons.

use egui::{
    Align, Button, Checkbox, CornerRadius, Frame, InnerResponse, Label, Layout, Margin, Rect,
    Response, RichText, Role, Stroke, Ui, UiBuilder, WidgetInfo,
};

use crate::ui::theme::{self, palette, size, space};

/// The heading of a screen, with the role of one.
pub fn heading(ui: &mut Ui, text: &str) -> Response {
    heading_of(ui, RichText::new(text).font(theme::semibold(size::HEADING)))
}

/// The heading of a screen with the line under it, and something at its right end.
pub fn header(ui: &mut Ui, text: &str, line: &str, end: impl FnOnce(&mut Ui)) {
    let area = ui.available_rect_before_wrap();
    if area.width() < 480.0 {
        heading(ui, text);
        intro(ui, line);
        ui.horizontal(end);
        return;
    }
    // The end is drawn second, so that Tab comes to it after what the eye sees first.
    let used = ui
        .scope(|ui| {
            ui.set_max_width((area.width() - 190.0).max(200.0));
            heading(ui, text);
            intro(ui, line);
        })
        .response
        .rect;
    let rect =
        Rect::from_x_y_ranges(area.x_range(), used.y_range()).with_max_y(used.bottom() - 4.0);
    let layout = Layout::right_to_left(Align::BOTTOM);
    end(&mut ui.new_child(UiBuilder::new().max_rect(rect).layout(layout)));
}

/// The line under the heading of a screen.
pub fn intro(ui: &mut Ui, text: &str) -> Response {
    ui.add_space(-space::S);
    let response = label(ui, RichText::new(text).color(palette(ui).quiet));
    ui.add_space(space::S);
    response
}

/// The heading of a card or a panel, with the role of one.
pub fn title(ui: &mut Ui, text: &str) -> Response {
    heading_of(ui, RichText::new(text).font(theme::semibold(size::BODY)))
}

/// A heading in a type of the caller's choice.
pub fn heading_of(ui: &mut Ui, text: RichText) -> Response {
    let words = text.text().to_owned();
    let response = ui.add(Label::new(text.color(palette(ui).ink)).selectable(false).wrap());
    response.widget_info(|| WidgetInfo::labeled(Role::Heading, true, &words));
    response
}

/// Running text.
pub fn label(ui: &mut Ui, text: impl Into<RichText>) -> Response {
    ui.add(Label::new(text.into().line_height(Some(20.0))).wrap())
}

/// Text that steps back.
pub fn quiet(ui: &mut Ui, text: &str) -> Response {
    let text = RichText::new(text).font(theme::regular(size::QUIET)).color(palette(ui).quiet);
    ui.add(Label::new(text.line_height(Some(17.0))).wrap())
}

/// Text that asks to be looked at.
pub fn warning(ui: &mut Ui, text: &str) -> Response {
    let text = RichText::new(text).font(theme::medium(size::QUIET)).color(palette(ui).warn);
    ui.add(Label::new(text.line_height(Some(17.0))).wrap())
}

/// A card: a box with a hairline and round corners, as wide as there is room.
pub fn card<R>(ui: &mut Ui, content: impl FnOnce(&mut Ui) -> R) -> InnerResponse<R> {
    let palette = palette(ui);
    Frame::new()
        .fill(palette.card)
        .stroke(Stroke::new(1.0, palette.line))
        .corner_radius(CornerRadius::same(theme::CARD_CORNER))
        .inner_margin(Margin::same(16))
        .show(ui, |ui| {
            ui.set_width(ui.available_width());
            ui.spacing_mut().item_spacing.y = space::M;
            content(ui)
        })
}

/// A quiet box over the full width, for what has to be said before what follows.
pub fn band(ui: &mut Ui, content: impl FnOnce(&mut Ui)) {
    Frame::new()
        .fill(palette(ui).selected)
        .corner_radius(CornerRadius::same(theme::CORNER))
        .inner_margin(Margin::symmetric(12, 8))
        .show(ui, |ui| {
            ui.set_width(ui.available_width());
            ui.spacing_mut().item_spacing.y = space::S;
            content(ui);
        });
    ui.add_space(space::S);
}

/// The button for what one came to do.
pub fn primary(ui: &mut Ui, text: &str) -> Response {
    let palette = palette(ui);
    let words = RichText::new(text).font(theme::medium(size::BODY - 1.0)).color(palette.on_ink);
    ui.add(Button::new(words).fill(palette.ink).stroke(Stroke::NONE))
}

/// Any other button.
pub fn secondary(ui: &mut Ui, text: &str) -> Response {
    ui.add(Button::new(RichText::new(text).size(size::BODY - 1.0)))
}

/// One choice out of several; the chosen one is filled. `of` names what is chosen, for those
/// who cannot see the group.
pub fn chip(ui: &mut Ui, chosen: bool, text: &str, of: &str) -> Response {
    let palette = palette(ui);
    let words = RichText::new(text).size(size::BODY - 1.0);
    let button = if chosen {
        Button::new(words.color(palette.on_ink).font(theme::medium(size::BODY - 1.0)))
            .fill(palette.ink)
            .stroke(Stroke::new(1.0, palette.ink))
    } else {
        Button::new(words)
    };
    let response = ui.add(button);
    let name = if of.is_empty() { text.to_owned() } else { format!("{of}: {text}") };
    response
        .widget_info(|| WidgetInfo::selected(Role::RadioButton, ui.is_enabled(), chosen, &name));
    response
}

/// A small button within a line of text, underlined as a link is.
pub fn text_button(ui: &mut Ui, text: &str, name: &str) -> Response {
    let text = RichText::new(text).size(size::QUIET).color(palette(ui).quiet).underline();
    let button = Button::new(text).frame(false).min_size(egui::vec2(0.0, 20.0));
    ui.add(button).accessible_name(name)
}

/// A box to tick, with words or without. Its edge is all that shows an empty one, so it is drawn
/// as strongly as text.
pub fn tick_box(ui: &mut Ui, ticked: &mut bool, words: &str) -> Response {
    ui.scope(|ui| {
        ui.spacing_mut().icon_width = 20.0;
        ui.spacing_mut().icon_width_inner = 11.0;
        let (edge, held) = (palette(ui).quiet, palette(ui).ink);
        let widgets = &mut ui.visuals_mut().widgets;
        widgets.inactive.bg_stroke.color = edge;
        widgets.hovered.bg_stroke.color = held;
        for visuals in [&mut widgets.inactive, &mut widgets.hovered, &mut widgets.active] {
            visuals.corner_radius = CornerRadius::same(4);
            visuals.fg_stroke.width = 1.5;
        }
        let words = (!words.is_empty()).then(|| RichText::new(words).size(size::BODY - 1.0));
        match words {
            Some(words) => ui.add(Checkbox::new(ticked, words)),
            None => ui.add(Checkbox::without_text(ticked)),
        }
    })
    .inner
}

/// A small cross.
pub fn remove_button(ui: &mut Ui, name: &str) -> Response {
    let cross = RichText::new("×").size(16.0).color(palette(ui).quiet);
    ui.add(Button::new(cross).frame(false).min_size(egui::vec2(28.0, 28.0)))
        .accessible_name(name)
        .on_hover_text(name)
}
