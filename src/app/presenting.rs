//! Presenting: where it begins, in which window, and what ends it.

use egui::{Context, Vec2, ViewportCommand, ViewportId};

use super::App;
use crate::command::Command;
use crate::session::Id;
use crate::ui::present::{Place, Present, Slide, leave, turn_to};

impl App {
    /// Begins to present in this window or in another; ends it where that is what it does
    /// already.
    pub(super) fn present(&mut self, context: &Context, frame: &eframe::Frame, other: bool) {
        let now = self.view.present.as_ref().map(|present| present.place);
        if matches!((now, other), (Some(_), false) | (Some(Place::Other { .. }), true)) {
            leave(&mut self.view);
            return;
        }
        let place = if other { second_window(context, frame) } else { Place::Here };
        if let Some(present) = &mut self.view.present {
            present.place = place;
            return;
        }
        let slides = Slide::all(self.session(), self.answers.verdict(), self.view.sort);
        let slide = Slide::first(&self.view, &slides);
        self.view.present = Some(Present { slide: slide.clone(), place });
        turn_to(&mut self.view, slide);
        if place == Place::Here {
            // What had the keyboard is not on the slide.
            context.memory_mut(|memory| memory.focused().map(|id| memory.surrender_focus(id)));
        }
    }

    /// Before a command that a slide would hide: gives the window back to the workbench.
    pub(super) fn make_way(&mut self, context: &Context, command: Command) {
        let place = self.view.present.as_ref().map(|present| present.place);
        match place {
            Some(Place::Here) if !shows_on_a_slide(command) => leave(&mut self.view),
            Some(Place::Other { .. }) if command == Command::AddNote => {
                // The key may have been pressed in the other window.
                context.send_viewport_cmd_to(ViewportId::ROOT, ViewportCommand::Focus);
            }
            _ => {}
        }
    }

    /// Turns the slides of a second window to the criterion that has been selected.
    pub(super) fn follow(&mut self, before: Option<&Id>) {
        let presents = self.view.present.as_ref().is_some_and(|p| p.place != Place::Here);
        if let Some(id) = self.view.selected.clone().filter(|id| presents && Some(id) != before) {
            turn_to(&mut self.view, Slide::Criterion(id));
        }
    }

    /// Lets a slide in this window fill the screen, and gives it back afterwards.
    pub(super) fn fill_screen(&mut self, context: &Context) {
        let here = self.view.present.as_ref().is_some_and(|p| p.place == Place::Here);
        match (here, self.whole_before) {
            (true, None) => {
                let before = context.input(|input| input.viewport().fullscreen);
                self.whole_before = Some(before.unwrap_or(false));
                context.send_viewport_cmd(ViewportCommand::Fullscreen(true));
            }
            (false, Some(before)) => {
                self.whole_before = None;
                context.send_viewport_cmd(ViewportCommand::Fullscreen(before));
            }
            _ => {}
        }
    }
}

/// Where a second window opens: on the first screen that this window is not on, or as an ordinary
/// window where there is no other, below the bar and the band of this one. Where windows cannot be opened, the slides stay here.
fn second_window(context: &Context, frame: &eframe::Frame) -> Place {
    if context.embed_viewports() {
        return Place::Here;
    }
    let monitor = frame.winit_window().and_then(|window| {
        let own = window.current_monitor()?;
        window.available_monitors().position(|monitor| monitor != own)
    });
    let own = context.input(|input| input.viewport().inner_rect).filter(|_| monitor.is_none());
    let at = own.map(|own| own.min + BESIDE_THE_BAND).map(|at| (whole(at.x), whole(at.y)));
    Place::Other { monitor, whole: monitor.is_some(), at }
}

/// From the corner of this window to that of a second one, so that what steps the slides stays in
/// sight.
const BESIDE_THE_BAND: Vec2 = Vec2::new(210.0, 100.0);

#[expect(clippy::cast_possible_truncation, reason = "a place on a screen")]
const fn whole(points: f32) -> i16 {
    points as i16
}

/// Whether a command can be done, and seen to be done, while a slide fills the window.
const fn shows_on_a_slide(command: Command) -> bool {
    matches!(
        command,
        Command::Present
            | Command::PresentOther
            | Command::Theme
            | Command::Undo
            | Command::Redo
            | Command::Save
            | Command::AgreeWeights
            | Command::NextPart
            | Command::EndMeeting
            | Command::ZoomIn
            | Command::ZoomOut
            | Command::ZoomReset
            | Command::FindAction
            | Command::Shortcuts
            | Command::Quit
    )
}
