//! The log of a merged session: everything that is in either, in order of time.

use std::collections::{BTreeMap, VecDeque};

use jiff::Timestamp;
use serde_json::Value;

/// The time that a value is.
pub(super) fn time(value: &Value) -> Option<Timestamp> {
    value.as_str()?.parse().ok()
}

/// When an entry was made.
fn made(entry: &Value) -> Option<Timestamp> {
    entry.get("at").and_then(time)
}

/// All entries of both, those that are in both once. Each side's own order stays, since what holds
/// follows from it even where a clock was wrong; between entries that both have, time decides.
pub(super) fn union(ours: &[Value], theirs: &[Value]) -> Vec<Value> {
    let shared = shared(ours, theirs);
    let only_theirs: Vec<bool> = {
        let mut only = vec![true; theirs.len()];
        for at in shared.iter().flatten() {
            if let Some(only) = only.get_mut(*at) {
                *only = false;
            }
        }
        only
    };
    let places: Vec<usize> = shared.iter().flatten().copied().collect();
    if !places.is_sorted() {
        let new =
            theirs.iter().zip(&only_theirs).filter(|(_, only)| **only).map(|(entry, _)| entry);
        let mut all: Vec<Value> = ours.iter().chain(new).cloned().collect();
        all.sort_by_key(made);
        return all;
    }
    let mut all = Vec::new();
    let mut from = 0;
    let mut waiting: VecDeque<&Value> = VecDeque::new();
    for (entry, place) in ours.iter().zip(&shared) {
        match place {
            None => waiting.push_back(entry),
            Some(to) => {
                zip_by_time(&mut all, &mut waiting, theirs.get(from..*to).unwrap_or_default());
                all.push(entry.clone());
                from = to + 1;
            }
        }
    }
    zip_by_time(&mut all, &mut waiting, theirs.get(from..).unwrap_or_default());
    all
}

/// Where each of our entries is among theirs, each of which is taken once.
fn shared(ours: &[Value], theirs: &[Value]) -> Vec<Option<usize>> {
    let mut places: BTreeMap<String, VecDeque<usize>> = BTreeMap::new();
    for (at, entry) in theirs.iter().enumerate() {
        places.entry(entry.to_string()).or_default().push_back(at);
    }
    let find = |entry: &Value| places.get_mut(&entry.to_string())?.pop_front();
    ours.iter().map(find).collect()
}

/// Adds what waits on our side and a stretch of theirs, the earlier first.
fn zip_by_time(all: &mut Vec<Value>, ours: &mut VecDeque<&Value>, theirs: &[Value]) {
    for entry in theirs {
        while let Some(own) = ours.pop_front_if(|own| made(own) <= made(entry)) {
            all.push(own.clone());
        }
        all.push(entry.clone());
    }
    all.extend(ours.drain(..).cloned());
}
