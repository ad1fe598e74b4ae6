//! The keys of a slide. They act plainly, without modifiers, as those of a remote control do.

use egui::{Event, Key, Modifiers, Ui};

use super::other;
use super::slides::{Place, Present, Slide, leave, turn_to};
use crate::command::Command;
use crate::ui::Outbox;

/// Takes this window's keys, and asks for what they mean.
pub(super) fn take(ui: &Ui, out: &mut Outbox, present: &Present, slides: &[Slide], at: usize) {
    let mut at = at;
    let last = slides.len().saturating_sub(1);
    for (key, repeat) in pressed(ui) {
        let to = match key {
            Key::ArrowRight | Key::ArrowDown | Key::Space | Key::PageDown | Key::Enter => at + 1,
            Key::ArrowLeft | Key::ArrowUp | Key::PageUp | Key::Backspace => at.saturating_sub(1),
            Key::Home => 0,
            Key::End => last,
            _ if repeat => continue,
            Key::Escape | Key::F5 => return out.view(leave),
            Key::F11 => {
                if let Place::Other { whole, .. } = present.place {
                    out.view(move |view| other::fill_screen(view, !whole));
                }
                continue;
            }
            Key::T => {
                out.command(Command::Theme);
                continue;
            }
            Key::N if matches!(slides.get(at), Some(Slide::Criterion(_))) => {
                return out.command(Command::AddNote);
            }
            _ => continue,
        };
        if let Some(slide) = slides.get(to).filter(|_| to != at) {
            let slide = slide.clone();
            out.view(|view| turn_to(view, slide));
            at = to;
        }
    }
}

/// The keys pressed without modifiers since the last frame, and whether each is a repeat.
fn pressed(ui: &Ui) -> Vec<(Key, bool)> {
    ui.input(|input| {
        let keys = input.events.iter().filter_map(|event| match event {
            Event::Key { key, pressed: true, repeat, modifiers, .. } => {
                // The table's keys for presenting end it in a second window too.
                let plain = *modifiers == Modifiers::NONE || *key == Key::F5;
                plain.then_some((*key, *repeat))
            }
            _ => None,
        });
        keys.collect()
    })
}
