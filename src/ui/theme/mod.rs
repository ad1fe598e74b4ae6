//! Colours, type and spacing: every token of the look, and nowhere else.

mod palette;

use std::sync::Arc;

use egui::epaint::text::{FontData, FontDefinitions, FontFamily};
use egui::style::{HandleShape, ScrollStyle, Selection, TextCursorStyle, WidgetVisuals};
use egui::{Context, CornerRadius, FontId, Margin, Shadow, Stroke, Style, TextStyle, Theme, Vec2};

use crate::report::fonts;
pub use palette::{DARK, LIGHT, Palette};

/// Type sizes in points.
pub mod size {
    /// The name of the program on the welcome screen.
    pub const DISPLAY: f32 = 30.0;
    /// The heading of a screen.
    pub const HEADING: f32 = 21.0;
    /// The heading of a panel.
    pub const TITLE: f32 = 17.0;
    /// Everything else.
    pub const BODY: f32 = 14.0;
    /// What steps back.
    pub const QUIET: f32 = 12.0;
}

/// Distances in points, in steps of 4.
pub mod space {
    /// Between things that belong together.
    pub const S: f32 = 4.0;
    /// Between things in a row.
    pub const M: f32 = 8.0;
    /// Inside a card, between cards.
    pub const L: f32 = 16.0;
    /// Around a screen.
    pub const XL: f32 = 24.0;
}

/// Type and distances of a slide, in points of a window of 960 × 720; a slide scales with its
/// window.
pub mod slide {
    /// What the slide is about.
    pub const NAME: f32 = 42.0;
    /// A total.
    pub const TOTAL: f32 = 34.0;
    /// The line under the name, the names of the sides.
    pub const LEAD: f32 = 24.0;
    /// Everything else.
    pub const BODY: f32 = 21.0;
    /// Head and foot.
    pub const QUIET: f32 = 17.0;
    /// The height of a line, by the size of its type.
    pub const LEADING: f32 = 1.36;
    /// Left and right of a slide.
    pub const MARGIN_X: f32 = 56.0;
    /// Above and below.
    pub const MARGIN_Y: f32 = 34.0;
    /// Between the two sides.
    pub const GAP: f32 = 36.0;
    /// The bar over a side.
    pub const BAR: f32 = 4.5;
    /// A ballot.
    pub const DOT: f32 = 9.0;
}

/// The corner of a card.
pub const CARD_CORNER: u8 = 10;
/// The corner of a button or a field.
pub const CORNER: u8 = 6;
/// The height of a row in a table.
pub const ROW: f32 = 48.0;

/// The weight between regular and semibold.
#[must_use]
pub fn medium(size: f32) -> FontId {
    FontId::new(size, FontFamily::Name("medium".into()))
}

/// The weight of headings and names.
#[must_use]
pub fn semibold(size: f32) -> FontId {
    FontId::new(size, FontFamily::Name("semibold".into()))
}

/// The weight of running text.
#[must_use]
pub const fn regular(size: f32) -> FontId {
    FontId::proportional(size)
}

/// The colours of the theme in use.
#[must_use]
pub fn palette(ui: &egui::Ui) -> &'static Palette {
    if ui.visuals().dark_mode { &DARK } else { &LIGHT }
}

/// Installs fonts and both themes.
pub fn install(ctx: &Context) {
    ctx.set_fonts(fonts());
    ctx.set_style_of(Theme::Light, style(Theme::Light, &LIGHT));
    ctx.set_style_of(Theme::Dark, style(Theme::Dark, &DARK));
}

fn fonts() -> FontDefinitions {
    let mut fonts = FontDefinitions::default();
    let fallback = fonts.families.get(&FontFamily::Proportional).cloned().unwrap_or_default();
    let inter: [(&str, &[u8], FontFamily); 3] = [
        ("Inter", fonts::REGULAR, FontFamily::Proportional),
        ("Inter Medium", fonts::MEDIUM, FontFamily::Name("medium".into())),
        ("Inter SemiBold", fonts::SEMIBOLD, FontFamily::Name("semibold".into())),
    ];
    for (name, bytes, family) in inter {
        fonts.font_data.insert(name.to_owned(), Arc::new(FontData::from_static(bytes)));
        let chain = [name.to_owned()].into_iter().chain(fallback.iter().cloned()).collect();
        fonts.families.insert(family, chain);
    }
    fonts
}

fn style(theme: Theme, palette: &Palette) -> Style {
    let mut style = theme.default_style();
    style.text_styles = [
        (TextStyle::Heading, semibold(size::HEADING)),
        (TextStyle::Body, regular(size::BODY)),
        (TextStyle::Button, regular(size::BODY)),
        (TextStyle::Small, regular(size::QUIET)),
        (TextStyle::Monospace, FontId::monospace(13.0)),
        (TextStyle::Name("rating".into()), semibold(15.0)),
    ]
    .into();
    style.drag_value_text_style = TextStyle::Body;
    style.animation_time = 0.12;
    style.url_in_tooltip = true;

    let spacing = &mut style.spacing;
    spacing.item_spacing = Vec2::new(space::M, space::M);
    spacing.button_padding = Vec2::new(12.0, 6.0);
    spacing.interact_size = Vec2::new(32.0, 28.0);
    spacing.menu_margin = Margin::same(6);
    spacing.window_margin = Margin::same(20);
    spacing.extra_text_line_spacing = 3.0;
    spacing.slider_rail_height = 4.0;
    spacing.tooltip_width = 340.0;
    spacing.scroll = ScrollStyle { floating_allocated_width: 0.0, ..ScrollStyle::thin() };

    let visuals = &mut style.visuals;
    visuals.override_text_color = None;
    visuals.weak_text_color = Some(palette.quiet);
    visuals.hyperlink_color = palette.ink;
    visuals.panel_fill = palette.page;
    visuals.window_fill = palette.card;
    visuals.window_stroke = Stroke::new(1.0, palette.line);
    visuals.window_corner_radius = CornerRadius::same(CARD_CORNER);
    visuals.menu_corner_radius = CornerRadius::same(8);
    visuals.window_shadow = Shadow::NONE;
    visuals.popup_shadow = Shadow::NONE;
    visuals.extreme_bg_color = palette.card;
    visuals.text_edit_bg_color = Some(palette.card);
    visuals.faint_bg_color = palette.selected;
    visuals.code_bg_color = palette.selected;
    visuals.warn_fg_color = palette.warn;
    visuals.error_fg_color = palette.warn;
    visuals.selection =
        Selection { bg_fill: palette.text_selection, stroke: Stroke::new(1.5, palette.focus) };
    visuals.text_cursor =
        TextCursorStyle { stroke: Stroke::new(1.5, palette.ink), ..visuals.text_cursor.clone() };
    visuals.handle_shape = HandleShape::Circle;
    visuals.disabled_alpha = 0.45;

    let widget = |fill, line, ink| WidgetVisuals {
        bg_fill: fill,
        weak_bg_fill: fill,
        bg_stroke: Stroke::new(1.0, line),
        corner_radius: CornerRadius::same(CORNER),
        fg_stroke: Stroke::new(1.0, ink),
        expansion: 0.0,
    };
    visuals.widgets.noninteractive = widget(palette.page, palette.line, palette.ink);
    visuals.widgets.inactive = widget(palette.card, palette.line, palette.ink);
    visuals.widgets.hovered = widget(palette.hover, palette.line_strong, palette.ink);
    visuals.widgets.active = widget(palette.selected, palette.line_strong, palette.ink);
    visuals.widgets.open = widget(palette.selected, palette.line_strong, palette.ink);
    style
}
