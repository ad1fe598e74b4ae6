//! Undo and redo, with each step named in the user's words.

use super::criterion::Origin;
use super::edit::{Edit, EditError, Item, ItemRef};
use super::{Id, Participant, Session, Side};

/// The most steps kept; the oldest are dropped first.
const MAX_STEPS: usize = 1_000;

/// A change that can be undone or redone.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    /// What it did: "Points for Migrations: 50 → 60".
    pub label: String,
    edit: Edit,
}

/// What was done and what was undone.
#[derive(Debug, Default)]
pub struct History {
    past: Vec<Step>,
    future: Vec<Step>,
    /// Whether the newest step may still grow.
    open: bool,
}

impl History {
    /// Changes the session and remembers how to undo it. An edit that goes on with the newest
    /// step, before [`History::seal`], becomes part of it. An edit that changes nothing leaves
    /// no step.
    ///
    /// # Errors
    /// As [`Session::apply`]; nothing is changed or remembered then.
    pub fn apply(&mut self, session: &mut Session, edit: Edit) -> Result<(), EditError> {
        let forward = edit.clone();
        let undo = session.apply(edit)?;
        if undo == forward {
            return Ok(());
        }
        self.future.clear();
        match self.past.last_mut() {
            Some(step) if self.open && forward.continues(&step.edit) => {
                step.label = label(session, &step.edit, &forward);
                if step.edit == forward {
                    // The gesture ended where it began.
                    self.past.pop();
                }
            }
            _ => {
                let label = label(session, &undo, &forward);
                self.past.push(Step { label, edit: undo });
                let surplus = self.past.len().saturating_sub(MAX_STEPS);
                self.past.drain(..surplus);
            }
        }
        self.open = true;
        Ok(())
    }

    /// Ends the newest step: the gesture is over, and what follows is a step of its own.
    pub fn seal(&mut self) {
        self.open = false;
    }

    /// What would be undone next.
    #[must_use]
    pub fn undo_label(&self) -> Option<&str> {
        self.past.last().map(|step| step.label.as_str())
    }

    /// What would be redone next.
    #[must_use]
    pub fn redo_label(&self) -> Option<&str> {
        self.future.last().map(|step| step.label.as_str())
    }

    /// Undoes the newest step and gives its label, or `None` when there is nothing to undo.
    ///
    /// # Errors
    /// As [`Session::apply`]: while ballots are collected, and for people who have voted since.
    pub fn undo(&mut self, session: &mut Session) -> Result<Option<String>, EditError> {
        Self::step(session, &mut self.past, &mut self.future, &mut self.open)
    }

    /// Redoes what was undone last and gives its label, or `None` when there is nothing to redo.
    ///
    /// # Errors
    /// As [`History::undo`].
    pub fn redo(&mut self, session: &mut Session) -> Result<Option<String>, EditError> {
        Self::step(session, &mut self.future, &mut self.past, &mut self.open)
    }

    fn step(
        session: &mut Session,
        from: &mut Vec<Step>,
        to: &mut Vec<Step>,
        open: &mut bool,
    ) -> Result<Option<String>, EditError> {
        *open = false;
        let Some(Step { label, edit }) = from.pop() else {
            return Ok(None);
        };
        let edit = match session.apply(edit.clone()) {
            Ok(inverse) => inverse,
            Err(error) => {
                // It may fit again later, once a round of ballots is over.
                from.push(Step { label, edit });
                return Err(error);
            }
        };
        to.push(Step { label: label.clone(), edit });
        Ok(Some(label))
    }
}

/// Says what a change did. `undo` holds the old values, `forward` the new ones; `session` is
/// as it stands after the change.
fn label(session: &Session, undo: &Edit, forward: &Edit) -> String {
    let name = |id: &Id| session.criterion(id).map_or_else(|| id.to_string(), |c| c.name.clone());
    let person =
        |id: &Id| session.person(id).map_or("a participant", Participant::shown).to_owned();
    let side = |side: Side| session.sides[side].as_str();
    let part = |edit| Edit::as_rate(edit).unwrap_or(edit);
    match (part(undo), part(forward)) {
        (Edit::SetPoints(_, old), Edit::SetPoints(id, new)) => {
            format!("Points for {}: {old} → {new}", name(id))
        }
        (Edit::Rate(_, _, old, _), Edit::Rate(id, on, new, origin)) if old == new => {
            let verb = if *origin == Origin::Team { "Confirm" } else { "Unconfirm" };
            format!("{verb} rating of {} on {}: {new}", side(*on), name(id))
        }
        (Edit::Rate(_, _, old, _), Edit::Rate(id, on, new, _)) => {
            format!("Rating of {} on {}: {old} → {new}", side(*on), name(id))
        }
        (Edit::SetConfidence(_, _, old), Edit::SetConfidence(id, on, new)) => {
            let (old, new) = (old.word(), new.word());
            format!("Confidence in {} on {}: {old} → {new}", side(*on), name(id))
        }
        (_, Edit::Write(field, _)) => session.field_name(field),
        (_, Edit::Answer { answer: Some(_), .. }) => "Answer a question".to_owned(),
        (_, Edit::Answer { answer: None, .. }) => "Take back an answer".to_owned(),
        (_, Edit::Judge(_, on, outcome)) => {
            format!("Must-have, {}: {}", side(*on), outcome.word())
        }
        (_, Edit::Revise { .. }) => "Change a note".to_owned(),
        (_, Edit::SetCloseness(how)) => format!("Weights meant {}", how.word()),
        (_, Edit::SetPool(pool)) => format!("Team points are the {}", pool.plural()),
        (_, Edit::StoreNames(true)) => "Store names with ballots".to_owned(),
        (_, Edit::StoreNames(false)) => "Store no names with ballots".to_owned(),
        (_, Edit::SetStrength(id, strength)) => format!("Strength of {}: {strength}", person(id)),
        (_, Edit::SetPresent(id, true)) => format!("{} is here", person(id)),
        (_, Edit::SetPresent(id, false)) => format!("{} is not here", person(id)),
        (_, Edit::SetMinutes(_, minutes)) => format!("Agenda: {minutes} min"),
        (_, Edit::SetDone(_, done)) => if *done { "Done" } else { "Not done" }.to_owned(),
        (_, Edit::SetDue(_, Some(day))) => format!("Follow-up due on {day}"),
        (_, Edit::SetDue(_, None)) => "Follow-up due on no day".to_owned(),
        (_, Edit::SetStatus(status, _)) => format!("Status: {}", status.word()),
        (_, Edit::Choose(Some(on))) => format!("Choose {}", side(*on)),
        (_, Edit::Choose(None)) => "Choose no side".to_owned(),
        (_, Edit::LeaveEmpty(field, true)) => format!("Leave “{}” empty", field.name()),
        (_, Edit::LeaveEmpty(field, false)) => format!("Draft “{}” again", field.name()),
        (_, Edit::SetReview(Some(day))) => format!("Review on {day}"),
        (_, Edit::SetReview(None)) => "Review on no day".to_owned(),
        (_, Edit::Evidence(edit)) => edit.label(),
        (_, Edit::Insert(_, Item::Criterion(row))) => format!("Add {}", row.name),
        (_, Edit::Insert(_, Item::Note(_))) => "Add a note".to_owned(),
        (_, Edit::Insert(_, Item::MustHave(_))) => "Add a must-have".to_owned(),
        (_, Edit::Insert(_, Item::Person(_))) => "Add a participant".to_owned(),
        (_, Edit::Insert(_, Item::Agenda(_))) => "Add to the agenda".to_owned(),
        (_, Edit::Insert(_, Item::Parked(_))) => "Put something aside".to_owned(),
        (_, Edit::Insert(_, Item::FollowUp(_))) => "Add a follow-up".to_owned(),
        (_, Edit::Insert(_, Item::Objection(_))) => "Contest a card".to_owned(),
        (_, Edit::Insert(_, Item::Run(row))) => format!("Import {}", row.name),
        (_, Edit::Remove(ItemRef::Criterion(id))) => format!("Remove {}", name(id)),
        (_, Edit::Remove(ItemRef::Note(_))) => "Delete a note".to_owned(),
        (_, Edit::Remove(ItemRef::MustHave(_))) => "Remove a must-have".to_owned(),
        (Edit::Insert(_, Item::Person(gone)), Edit::Remove(_)) => {
            format!("Remove {}", gone.shown())
        }
        (Edit::Insert(_, Item::Agenda(gone)), Edit::Remove(_)) => {
            format!("Remove {} from the agenda", gone.shown())
        }
        (_, Edit::Remove(ItemRef::Person(_))) => "Remove a participant".to_owned(),
        (_, Edit::Remove(ItemRef::Agenda(_))) => "Remove a part of the agenda".to_owned(),
        (_, Edit::Remove(ItemRef::Parked(_))) => "Remove what was put aside".to_owned(),
        (_, Edit::Remove(ItemRef::FollowUp(_))) => "Remove a follow-up".to_owned(),
        (_, Edit::Remove(ItemRef::Objection(_))) => "Remove an objection".to_owned(),
        (_, Edit::Remove(ItemRef::Run(_))) => "Remove a run of the lab".to_owned(),
        (_, Edit::Move(ItemRef::Criterion(id), _)) => format!("Move {}", name(id)),
        (_, Edit::Move(..)) => "Change the order".to_owned(),
        (_, Edit::Batch(name, _)) => name.clone(),
        // A change and its inverse are always of one kind, so only mismatches are left.
        (_, Edit::SetPoints(..) | Edit::Rate(..) | Edit::SetConfidence(..)) => "Change".to_owned(),
    }
}
