//! The command table's keys, as egui knows them.

use egui::{Context, Event, Modifiers};

use super::widgets::field::types_into_session;
use crate::command::{Command, Key, Shortcut};

/// Takes the commands whose keys were pressed out of this frame's input. With a dialog open only
/// those act that change nothing but how it looks; with a text field focused, its own keys are left to it, but for undo and redo
/// where the text is the session's; while somebody votes, only those act that change nothing of
/// the session.
pub fn pressed(ctx: &Context, dialog_open: bool, voting: bool) -> Vec<Command> {
    let typing = ctx.text_edit_focused();
    let into_session = typing && types_into_session(ctx);
    let mut commands = Vec::new();
    ctx.input_mut(|input| {
        input.events.retain(|event| {
            let Event::Key { key, physical_key, pressed: true, repeat, modifiers } = event else {
                return true;
            };
            let acts = |command: &Command| {
                (!voting || command.fits_ballot()) && (!dialog_open || command.is_of_the_look())
            };
            let found = Command::ALL.into_iter().filter(acts).find(|command| {
                command.info().shortcut.is_some_and(|shortcut| {
                    let undoes = matches!(command, Command::Undo | Command::Redo);
                    let left = typing && shortcut.belongs_to_text();
                    !(left && !(into_session && undoes))
                        && fits(shortcut, *key, *physical_key, *modifiers)
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

/// Whether a pressed key is a shortcut, with exactly its modifiers. Digits also count by their
/// place on the keyboard, since with Shift, or on a French one, they give other signs.
fn fits(
    shortcut: Shortcut,
    key: egui::Key,
    physical: Option<egui::Key>,
    modifiers: Modifiers,
) -> bool {
    let digit = matches!(shortcut.key, Key::Char('0'..='9'));
    let pressed = known(key) == Some(shortcut.key)
        || (digit && physical.and_then(known) == Some(shortcut.key));
    // The plus key is Shift and `=` on many keyboards.
    let shift = modifiers.shift && shortcut.key != Key::Plus;
    pressed && shortcut.ctrl == modifiers.command && shortcut.shift == shift && !modifiers.alt
}

/// The table's name of a key.
fn known(key: egui::Key) -> Option<Key> {
    Some(match key {
        egui::Key::ArrowUp => Key::Up,
        egui::Key::ArrowDown => Key::Down,
        egui::Key::Plus | egui::Key::Equals => Key::Plus,
        egui::Key::Minus => Key::Minus,
        egui::Key::F1 => Key::Function(1),
        egui::Key::F2 => Key::Function(2),
        egui::Key::F5 => Key::Function(5),
        key => {
            let mut name = key.symbol_or_name().chars();
            let first = name.next().filter(|_| name.next().is_none())?;
            Key::Char(first.to_ascii_uppercase())
        }
    })
}
