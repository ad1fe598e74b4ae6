//! Light or dark, and how large: as the user has chosen, now and at the next start.

use egui::{Context, Theme, ThemePreference};

use super::App;
use super::worker::Done;
use crate::command::Command;
use crate::store::disk::RealDisk;
use crate::store::preferences::{Preferences, Tone};

/// The sizes that zooming steps through.
const ZOOMS: [f32; 11] = [0.6, 0.75, 0.9, 1.0, 1.1, 1.25, 1.5, 1.75, 2.0, 2.5, 3.0];

/// Makes the window as its user likes it.
pub(super) fn take(context: &Context, preferences: Preferences) {
    // Light where the system does not tell, for projectors.
    context.options_mut(|options| options.fallback_theme = Theme::Light);
    context.set_theme(match preferences.tone {
        Some(Tone::Light) => ThemePreference::Light,
        Some(Tone::Dark) => ThemePreference::Dark,
        None => ThemePreference::System,
    });
    context.set_zoom_factor(preferences.zoom);
}

impl App {
    /// Does a command that changes how everything looks, and remembers that.
    pub(super) fn change_look(&mut self, context: &Context, command: Command) {
        let Preferences { tone, zoom } = &mut self.preferences;
        match command {
            Command::Theme if context.theme() == Theme::Dark => *tone = Some(Tone::Light),
            Command::Theme => *tone = Some(Tone::Dark),
            Command::ZoomIn => *zoom = stepped(context, 1),
            Command::ZoomOut => *zoom = stepped(context, -1),
            _ => *zoom = 1.0,
        }
        take(context, self.preferences);
        let Some(folder) = self.options.state_folder.clone() else { return };
        let preferences = self.preferences;
        // What is not remembered only costs a key; there is nothing to tell.
        let _ = self.workers.start(move || Done::Kept(preferences.store(&RealDisk, &folder)));
    }
}

/// The size that follows, or the one before.
fn stepped(context: &Context, step: isize) -> f32 {
    let now = context.zoom_factor();
    let near = |zoom: &f32| (zoom - now).abs();
    let at = ZOOMS.iter().enumerate().min_by(|(_, a), (_, b)| near(a).total_cmp(&near(b)));
    let to = at.map_or(3, |(at, _)| at.saturating_add_signed(step));
    *ZOOMS.get(to).unwrap_or(&now)
}
