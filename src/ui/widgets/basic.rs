//! Text, cards and buttons.

use egui::{
    Button, CornerRadius, Frame, InnerResponse, Label, Margin, Response, RichText, Role, Stroke,
    Ui, WidgetInfo, WidgetText,
};

use crate::ui::theme::{self, palette, size, space};

/// The heading of a screen, with the role of one.
pub fn heading(ui: &mut Ui, text: &str) -> Response {
    heading_of(ui, RichText::new(text).font(theme::semibold(size::HEADING)))
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
pub fn label(ui: &mut Ui, text: impl Into<WidgetText>) -> Response {
    ui.add(Label::new(text).wrap())
}

/// Text that steps back.
pub fn quiet(ui: &mut Ui, text: &str) -> Response {
    let text = RichText::new(text).font(theme::regular(size::QUIET)).color(palette(ui).quiet);
    ui.add(Label::new(text).wrap())
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
