//! Two versions that fit alone and hold too much together.

use serde_json::Value;

use super::MergeError;
use super::three::Versions;
use crate::session::evidence::{MAX_OBJECTIONS, MAX_RUNS};
use crate::session::{
    MAX_AGENDA, MAX_CRITERIA, MAX_LOG, MAX_MUST_HAVES, MAX_NOTES, MAX_PARKED, MAX_PEOPLE,
    MAX_ROUNDS,
};

/// How much a session may hold of what, by the field.
const CAPS: [(&str, &str, usize); 11] = [
    ("criteria", "criteria", MAX_CRITERIA),
    ("people", "participants", MAX_PEOPLE),
    ("notes", "notes", MAX_NOTES),
    ("must_haves", "must-haves", MAX_MUST_HAVES),
    ("rounds", "rounds", MAX_ROUNDS),
    ("agenda", "agenda items", MAX_AGENDA),
    ("parked", "parked items", MAX_PARKED),
    ("follow_ups", "follow-ups", MAX_PARKED),
    ("objections", "objections", MAX_OBJECTIONS),
    ("runs", "runs of the lab", MAX_RUNS),
    ("log", "log entries", MAX_LOG),
];

/// What there is too much of in a merged session, and what to do about it.
pub(super) fn exceeded(versions: Versions<'_>, tree: &Value) -> Option<MergeError> {
    let count = |tree: Option<&Value>, field: &str| {
        tree.and_then(|tree| tree.get(field)?.as_array()).map_or(0, Vec::len)
    };
    CAPS.into_iter().find_map(|(field, what, most)| {
        let all = count(Some(tree), field);
        let (ours, theirs) = (count(versions.ours, field), count(versions.theirs, field));
        (all > most).then(|| {
            MergeError::Misfit(format!(
                "together they have {all} {what}, and a session holds {most}: take {} out of \
                 the version here, which has {ours}, or out of the one there, which has \
                 {theirs}, and merge again",
                all - most
            ))
        })
    })
}
