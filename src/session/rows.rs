//! Lists of things with ids: finding, adding, taking out and moving, without losing any.

use super::edit::EditError;
use super::{
    AgendaItem, Criterion, FollowUp, Id, MustHave, Note, Objection, Parked, Participant, Round,
    TeamRun,
};

/// Something with an id that a session holds in a list.
pub(super) trait Row {
    fn id(&self) -> &Id;
}

macro_rules! rows {
    ($($kind:ty),*) => {
        $(impl Row for $kind {
            fn id(&self) -> &Id {
                &self.id
            }
        })*
    };
}
rows!(
    Criterion,
    MustHave,
    Participant,
    Round,
    AgendaItem,
    Parked,
    FollowUp,
    Note,
    Objection,
    TeamRun
);

pub(super) fn find_mut<'a, T: Row>(rows: &'a mut [T], id: &Id) -> Result<&'a mut T, EditError> {
    rows.iter_mut().find(|row| row.id() == id).ok_or_else(|| missing(id))
}

pub(super) fn missing(id: &Id) -> EditError {
    EditError::Missing(format!("“{id}”"))
}

pub(super) fn insert<T: Row>(
    rows: &mut Vec<T>,
    at: usize,
    row: T,
    what: &'static str,
    max: usize,
) -> Result<(), EditError> {
    if rows.iter().any(|other| other.id() == row.id()) {
        return Err(EditError::Taken(row.id().clone()));
    }
    if rows.len() >= max {
        return Err(EditError::Full { what, max });
    }
    rows.insert(at.min(rows.len()), row);
    Ok(())
}

pub(super) fn take<T: Row>(rows: &mut Vec<T>, id: &Id) -> Result<(usize, T), EditError> {
    let at = rows.iter().position(|row| row.id() == id).ok_or_else(|| missing(id))?;
    Ok((at, rows.remove(at)))
}

pub(super) fn shift<T: Row>(rows: &mut Vec<T>, id: &Id, to: usize) -> Result<usize, EditError> {
    let (from, row) = take(rows, id)?;
    rows.insert(to.min(rows.len()), row);
    Ok(from)
}

/// An id that occurs twice, in words.
pub(super) fn repeated<T: Row>(rows: &[T]) -> Option<String> {
    let mut seen = std::collections::HashSet::new();
    rows.iter()
        .find(|row| !seen.insert(row.id()))
        .map(|row| format!("the id “{}” is used twice", row.id()))
}
