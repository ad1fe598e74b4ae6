//! The command table's keys, as egui knows them.

use egui::{Context, Event, Modifiers};

use crate::command::{Command, Key, Shortcut};

/// Takes the commands whose keys were pressed out of this frame's input. With a dialog open
/// there are none; with a text field focused, its own keys are left to it.
pub fn pressed(ctx: &Context, dialog_open: bool) -> Vec<Command> {
    if dialog_open {
        return Vec::new();
    }
    let typing = ctx.text_edit_focused();
    let mut commands = Vec::new();
    ctx.input_mut(|input| {
        input.events.retain(|event| {
            let Event::Key { key, pressed: true, repeat, modifiers, .. } = event else {
                return true;
            };
            let found = Command::ALL.into_iter().find(|command| {
                command.info().shortcut.is_some_and(|shortcut| {
                    !(typing && shortcut.belongs_to_text()) && fits(shortcut, *key, *modifiers)
                })
            });
            let Some(command) = found else {
                return true;
            };
            let repeats = matches!(
                command,
                Command::Undo | Command::Redo | Command::NextCriterion | Command::PreviousCriterion
            );
            if !repeat || repeats {
                commands.push(command);
            }
            false
        });
    });
    commands
}

/// Whether a pressed key is a shortcut, with exactly its modifiers.
fn fits(shortcut: Shortcut, key: egui::Key, modifiers: Modifiers) -> bool {
    let pressed = match key {
        egui::Key::ArrowUp => Key::Up,
        egui::Key::ArrowDown => Key::Down,
        egui::Key::Plus | egui::Key::Equals => Key::Plus,
        egui::Key::Minus => Key::Minus,
        egui::Key::F1 => Key::Function(1),
        key => match key.symbol_or_name().chars().collect::<Vec<_>>()[..] {
            [c] => Key::Char(c.to_ascii_uppercase()),
            _ => return false,
        },
    };
    // The plus key is Shift and `=` on many keyboards.
    let shift = modifiers.shift && pressed != Key::Plus;
    shortcut.key == pressed
        && shortcut.ctrl == modifiers.command
        && shortcut.shift == shift
        && !modifiers.alt
}
