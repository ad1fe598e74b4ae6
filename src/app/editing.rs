//! Changes to the session that the screens ask for.

use egui::Context;

use super::App;
use crate::session::{Edit, EditError, Id, Item, ItemRef, Note, Origin, Side};

impl App {
    /// Makes a change. What it removes can be brought back, which is said.
    pub(super) fn edit(&mut self, context: &Context, edit: Edit) {
        let whom = match &edit {
            Edit::Remove(ItemRef::Person(_)) => Some("them"),
            Edit::Remove(_) => Some("it"),
            _ => None,
        };
        let result = self.document.edit(self.without_starting_reason(edit));
        let whom = whom.filter(|_| result.is_ok());
        self.report(context, result);
        if let Some((whom, step)) = whom.zip(self.document.undo_label()) {
            let done = match step.split_once(' ') {
                Some(("Remove", what)) => format!("Removed {what}"),
                Some(("Delete", what)) => format!("Deleted {what}"),
                _ => step.to_owned(),
            };
            self.toast(context, format!("{done}. Ctrl+Z brings {whom} back."));
        }
    }

    /// The catalogue gives its reason for its own starting rating: with another rating it goes.
    fn without_starting_reason(&self, edit: Edit) -> Edit {
        let Edit::Rate(id, side, rating, Origin::Team) = &edit else { return edit };
        let (criterion, known) = (self.session().criterion(id), self.catalogue.criterion(id));
        let Some((assessed, known)) = criterion.map(|row| &row.sides[*side]).zip(known) else {
            return edit;
        };
        let starting = Side::BOTH.iter().any(|of| known.claims[*of].reason == assessed.reason);
        if starting && !assessed.reason.is_empty() && assessed.rating != *rating {
            Edit::rate_anew(id.clone(), *side, *rating)
        } else {
            edit
        }
    }

    /// A gesture ends when the pointer is let go or the keyboard moves on.
    pub(super) fn end_gestures(&mut self, context: &Context) {
        let focused = context.memory(egui::Memory::focused);
        if context.input(|input| input.pointer.any_pressed()) || focused != self.focused {
            self.document.seal();
        }
        self.focused = focused;
    }

    pub(super) fn report(&mut self, context: &Context, result: Result<(), EditError>) {
        if let Err(error) = result {
            self.toast(context, error.to_string());
        }
    }

    pub(super) fn add_note(&mut self, context: &Context, criterion: Option<Id>) {
        let draft = self.view.drafts.remove(&criterion).unwrap_or_default();
        if draft.text.trim().is_empty() {
            return;
        }
        // What was written on a criterion that is gone is a note on the whole decision.
        let gone = |id: &Id| self.session().criterion(id).is_none();
        let about = criterion.clone().filter(|id| !gone(id));
        let note = Note {
            id: random_id(&mut self.random, "note"),
            criterion: about,
            side: draft.side,
            author: self.view.author.trim().to_owned(),
            written: self.now(),
            edited: None,
            text: draft.text.trim().to_owned(),
        };
        let result = self.document.edit(Edit::Insert(usize::MAX, Item::Note(note)));
        if result.is_err() {
            // What was written is not lost with the refusal.
            self.view.drafts.insert(criterion, draft);
        }
        self.document.seal();
        self.report(context, result);
    }
}

/// A readable id that nobody else will have: `note-k3x9q2w8`.
pub(super) fn random_id(random: &mut fastrand::Rng, prefix: &str) -> Id {
    let tail: String = (0..8).map(|_| random.alphanumeric().to_ascii_lowercase()).collect();
    Id::from_name(&format!("{prefix}-{tail}"), |_| false)
}
