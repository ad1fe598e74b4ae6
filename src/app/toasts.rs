//! The messages that come up at the foot of the window and go by themselves.

use std::time::Duration;

use egui::Context;

use super::App;
use crate::ui::Toast;

/// How long a message stays, in seconds.
const TOAST_TIME: f64 = 4.0;

impl App {
    pub(super) fn toast(&mut self, context: &Context, text: impl Into<String>) {
        self.add_toast(context, text.into(), false);
    }

    /// Says what holds until the next save.
    pub(super) fn toast_until_saved(&mut self, context: &Context, text: impl Into<String>) {
        self.add_toast(context, text.into(), true);
    }

    fn add_toast(&mut self, context: &Context, text: String, until_saved: bool) {
        let until = context.input(|input| input.time) + TOAST_TIME;
        self.view.toasts.push(Toast { text, until, until_saved });
        let surplus = self.view.toasts.len().saturating_sub(3);
        self.view.toasts.drain(..surplus);
    }

    /// Asks for a frame when the next message goes. Any frame that comes before has dropped what
    /// was asked for, so it is asked for again in each of them.
    pub(super) fn wait_for_toasts(&self, context: &Context) {
        let first = self.view.toasts.iter().map(|toast| toast.until).reduce(f64::min);
        if let Some(until) = first {
            let wait = (until - context.input(|input| input.time)).max(0.0) + 0.1;
            context.request_repaint_after(Duration::from_secs_f64(wait));
        }
    }
}
