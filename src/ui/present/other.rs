//! The slides in a second window, with the workbench left to the facilitator.

use egui::{
    Align, Button, Frame, Layout, Margin, Panel, RichText, Ui, ViewportBuilder, ViewportId,
};

use super::slides::{Place, Slide, leave, turn_to};
use crate::ui::theme::{self, palette, size, space};
use crate::ui::widgets::{Cell, secondary};
use crate::ui::{Desk, Outbox, View};

/// The size of the second window where it does not fill a screen.
const SIZE: [f32; 2] = [960.0, 720.0];
/// The same on the workbench's own screen, of which it is to leave something.
const SMALL: [f32; 2] = [800.0, 600.0];

/// Shows the slides in a second window, if they are presented there.
pub fn window(ui: &Ui, desk: &Desk<'_>, out: &mut Outbox) {
    let Some(present) = &desk.view.present else { return };
    let Place::Other { monitor, whole, at } = present.place else { return };
    let mut builder = ViewportBuilder::default()
        .with_title(format!("{} – presented by Weighbridge", desk.session.title()))
        .with_app_id("weighbridge")
        .with_inner_size(if at.is_some() { SMALL } else { SIZE })
        .with_min_inner_size([320.0, 240.0])
        .with_fullscreen(whole);
    if let Some(monitor) = monitor {
        builder = builder.with_monitor(monitor);
    }
    if let Some((x, y)) = at {
        builder = builder.with_position([f32::from(x), f32::from(y)]);
    }
    let id = ViewportId::from_hash_of("presenting");
    ui.ctx().show_viewport_immediate(id, builder, |ui, _| {
        super::show(ui, desk, out);
        if ui.input(|input| input.viewport().close_requested()) {
            out.view(leave);
        }
    });
}

/// Lets the second window fill its screen, or not any more.
pub(super) fn fill_screen(view: &mut View, fill: bool) {
    if let Some(Place::Other { whole, .. }) = view.present.as_mut().map(|p| &mut p.place) {
        *whole = fill;
    }
}

/// The band over the workbench that says what the second window shows.
pub fn band(ui: &mut Ui, desk: &Desk<'_>, out: &mut Outbox) {
    let Some(present) = desk.view.present.as_ref().filter(|p| p.place != Place::Here) else {
        return;
    };
    let slides = Slide::all(desk.session, desk.verdict, desk.view.sort);
    let at = present.slide.place(&slides);
    let Some(shown) = slides.get(at) else { return };
    let elsewhere = matches!(present.place, Place::Other { monitor: Some(_), .. });
    let place = if elsewhere { "on another screen" } else { "in a second window" };
    let mut text = format!("Presenting {place}: {}", shown.name(desk.session));
    if let Some(number) = shown.number(&slides) {
        text = format!("{text}, {number}");
    }
    let fill = Frame::new().fill(palette(ui).selected).inner_margin(Margin::symmetric(16, 4));
    Panel::top("presenting").exact_size(38.0).resizable(false).frame(fill).show(ui, |ui| {
        let area = ui.available_rect_before_wrap();
        let split = area.right() - 150.0;
        let (font, ink) = (theme::medium(size::BODY - 1.0), palette(ui).ink);
        Cell::new(&text, font, ink).show(ui, area.with_max_x(split - space::M));
        let layout = Layout::right_to_left(Align::Center);
        let buttons = egui::UiBuilder::new().max_rect(area.with_min_x(split)).layout(layout);
        ui.scope_builder(buttons, |ui| {
            let stop = secondary(ui, "Stop").accessible_name("Stop presenting");
            if stop.on_hover_text("Close the second window").clicked() {
                out.view(leave);
            }
            step(ui, out, "›", "Next slide", slides.get(at + 1));
            let before = at.checked_sub(1).and_then(|at| slides.get(at));
            step(ui, out, "‹", "Previous slide", before);
        });
    });
}

fn step(ui: &mut Ui, out: &mut Outbox, sign: &str, name: &str, to: Option<&Slide>) {
    let button = Button::new(RichText::new(sign).size(size::TITLE));
    let response = ui.add_enabled(to.is_some(), button).accessible_name(name);
    let response = response.on_hover_text(name).on_disabled_hover_text("There is none");
    if let Some(to) = to.filter(|_| response.clicked()) {
        let to = to.clone();
        out.view(|view| turn_to(view, to));
    }
}
