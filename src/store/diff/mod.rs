//! What differs between two versions of a session, in the user's words.
//!
//! As the merge, it works on the fields of the format as such. A field that nobody has found
//! words for yet is told by its name.

mod name;
mod shown;

use std::collections::{BTreeMap, HashSet};

use serde_json::Value;

use super::keys::{Keyed, content, keyed_or_absent, pair};
use super::v1;
use crate::session::{Entry, Session};

pub(super) use name::Names;
pub(super) use shown::{in_line, is_long, line, shown};

/// The field of a session that only grows.
const LOG: &str = "log";

/// How long the path of the ballots of a round is.
const BALLOTS: usize = 3;

/// More than this many things that have moved are told as one.
const FEW_MOVES: usize = 3;

/// What changed from one version of a session to another, a line each, in the order of the file.
/// Nothing is told from ballots that have not been revealed, but that they changed.
#[must_use]
pub fn changes(before: &Session, after: &Session) -> Vec<String> {
    let (old, new) = (v1::to_tree(before), v1::to_tree(after));
    let mut walk = Walk::new(Names::of(&[&new, &old]));
    walk.value(Some(&old), Some(&new));
    let mut lines = walk.lines;
    lines.extend(logged(&before.log, after, ""));
    lines.extend(logged(&after.log, before, " (not in the log any more)"));
    lines
}

/// The entries of a log that another does not have.
fn logged(without: &[Entry], with: &Session, remark: &str) -> Vec<String> {
    let mut known: Vec<&Entry> = without.iter().collect();
    let mut told = Vec::new();
    for entry in &with.log {
        if let Some(at) = known.iter().position(|other| *other == entry) {
            known.remove(at);
        } else {
            let at = entry.at.strftime("%Y-%m-%d %H:%M");
            told.push(format!("Log, {at} UTC: {}{remark}", entry.event.words(with)));
        }
    }
    told
}

/// What differs at one place, in the words of the trees that the names are from.
pub(super) fn differences(
    names: &Names<'_>,
    path: &[String],
    before: &Value,
    after: &Value,
) -> Vec<String> {
    let mut walk = Walk::new(names.clone());
    walk.path = path.to_vec();
    walk.value(Some(before), Some(after));
    walk.lines
}

/// A walk over two trees at once.
struct Walk<'a> {
    names: Names<'a>,
    path: Vec<String>,
    lines: Vec<String>,
}

impl<'a> Walk<'a> {
    fn new(names: Names<'a>) -> Self {
        Self { names, path: Vec::new(), lines: Vec::new() }
    }

    fn step(&mut self, name: &str, what: impl FnOnce(&mut Self)) {
        self.path.push(name.to_owned());
        what(self);
        self.path.pop();
    }

    fn value(&mut self, before: Option<&Value>, after: Option<&Value>) {
        if before == after {
            return;
        }
        if self.path.len() == BALLOTS && self.names.is_nameless(&self.path) {
            self.nameless(before, after);
            return;
        }
        // Who has voted may be told, and that a ballot changed.
        if self.path.len() > BALLOTS && self.names.is_covered(&self.path) {
            self.lines.push(format!("{} changed", self.names.title(&self.path)));
            return;
        }
        match (before, after) {
            (Some(Value::Object(old)), Some(Value::Object(new))) => {
                let gone = old.keys().filter(|name| !new.contains_key(*name));
                let names = new.keys().chain(gone);
                let top = self.path.is_empty();
                for name in names.filter(|name| !(top && *name == LOG)) {
                    self.step(name, |walk| walk.value(old.get(name), new.get(name)));
                }
            }
            (Some(Value::Array(_)), _) | (_, Some(Value::Array(_))) => {
                match (keyed_or_absent(before), keyed_or_absent(after)) {
                    (Some(old), Some(new)) => self.list(&old, &new),
                    _ => self.line(before, after),
                }
            }
            _ => self.line(before, after),
        }
    }

    /// How many ballots came, went or changed in a round that stores no names.
    fn nameless(&mut self, before: Option<&Value>, after: Option<&Value>) {
        let rows = |value| keyed_or_absent(value).unwrap_or_default();
        let (old, new): (BTreeMap<&str, &Value>, BTreeMap<&str, &Value>) =
            (rows(before).into_iter().collect(), rows(after).into_iter().collect());
        let other = |one: &BTreeMap<&str, &Value>, from: &BTreeMap<&str, &Value>| {
            from.keys().filter(|key| !one.contains_key(*key)).count()
        };
        let both = old.iter().filter_map(|(key, row)| Some((row, new.get(key)?)));
        let changed = both.filter(|(was, is)| was != is).count();
        let round = self.path.get(..2).map(|path| self.names.called(path)).unwrap_or_default();
        let told = [
            (other(&old, &new), "came in"),
            (other(&new, &old), "taken out of"),
            (changed, "changed in"),
        ];
        for (count, what) in told.into_iter().filter(|(count, _)| *count > 0) {
            let ballots = if count == 1 { "ballot" } else { "ballots" };
            self.lines.push(format!("{count} {ballots} {what} {round}"));
        }
    }

    fn line(&mut self, before: Option<&Value>, after: Option<&Value>) {
        self.lines.push(line(&self.names, &self.path, before, after));
    }

    fn list(&mut self, before: &Keyed<'_>, after: &Keyed<'_>) {
        let old: BTreeMap<&str, &Value> = before.iter().copied().collect();
        let new: BTreeMap<&str, &Value> = after.iter().copied().collect();
        for (key, row) in before.iter().filter(|(key, _)| !new.contains_key(key)) {
            self.step(key, |walk| match pair(row) {
                Some((_, value)) => walk.value(Some(value), None),
                None => walk.lines.push(format!("{} removed", walk.names.item(&walk.path))),
            });
        }
        for (key, row) in after {
            self.step(key, |walk| match (old.get(key), pair(row)) {
                (Some(old), _) => walk.value(Some(content(old)), Some(content(row))),
                (None, Some((_, value))) => walk.value(None, Some(value)),
                (None, None) => walk.lines.push(walk.names.added(&walk.path, row)),
            });
        }
        let stay = |rows: &Keyed<'_>, other: &BTreeMap<&str, &Value>| -> Vec<String> {
            let both = rows.iter().filter(|(key, _)| other.contains_key(key));
            both.map(|(key, _)| (*key).to_owned()).collect()
        };
        let moved = moved(&stay(before, &new), &stay(after, &old));
        if moved.len() > FEW_MOVES {
            self.lines.push(format!("{} changed", self.names.order(&self.path)));
            return;
        }
        for key in moved {
            let place = after.iter().position(|(other, _)| *other == key).unwrap_or_default() + 1;
            self.step(&key, |walk| {
                walk.lines
                    .push(format!("{} moved to place {place}", walk.names.called(&walk.path)));
            });
        }
    }
}

/// The fewest things that have to be moved to get from one order to another, in the new order.
fn moved(before: &[String], after: &[String]) -> Vec<String> {
    let places: BTreeMap<&String, usize> =
        before.iter().enumerate().map(|(at, key)| (key, at)).collect();
    let places: Vec<usize> = after.iter().filter_map(|key| places.get(key).copied()).collect();
    let stay: HashSet<usize> = longest_rise(&places).into_iter().collect();
    let both = after.iter().zip(&places);
    both.filter(|(_, place)| !stay.contains(place)).map(|(key, _)| key.clone()).collect()
}

/// The longest rising run of different numbers, not necessarily side by side.
fn longest_rise(numbers: &[usize]) -> Vec<usize> {
    // For each length of a run, the place of the smallest number that one ends with.
    let mut ends: Vec<usize> = Vec::new();
    let mut before: Vec<Option<usize>> = Vec::with_capacity(numbers.len());
    let number = |at: &usize| numbers.get(*at).copied().unwrap_or_default();
    for (at, value) in numbers.iter().enumerate() {
        let length = ends.partition_point(|end| number(end) < *value);
        before.push(length.checked_sub(1).and_then(|last| ends.get(last).copied()));
        match ends.get_mut(length) {
            Some(end) => *end = at,
            None => ends.push(at),
        }
    }
    let mut run = Vec::new();
    let mut at = ends.last().copied();
    while let Some(place) = at {
        run.push(number(&place));
        at = before.get(place).copied().flatten();
    }
    run
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn fields_without_words_of_their_own_are_told_by_their_names() {
        let before = json!({
            "people": [{ "id": "p1", "name": "Dana", "late": true }],
            "stages": [{ "id": "a1", "topic": "Warm-up", "minutes": 5.0 }],
            "rounds": [{ "id": "r1", "revealed": "2026-11-22T13:40:00Z", "ballots": [
                { "voter": { "person": "p1" }, "asides": [["hiring", "No."]] },
            ] }],
            "criteria": [{ "id": "hiring", "name": "Hiring" }],
        });
        let after = json!({
            "people": [{ "id": "p1", "name": "Dana", "late": false }],
            "stages": [
                { "id": "a1", "topic": "Warm-up", "minutes": 10.0 },
                { "id": "a2", "topic": "Weigh" },
            ],
            "rounds": [{ "id": "r1", "revealed": "2026-11-22T13:40:00Z", "ballots": [
                { "voter": { "person": "p1" }, "asides": [["hiring", "Yes."]] },
            ] }],
            "criteria": [{ "id": "hiring", "name": "Hiring" }],
            "box": { "slips": 3.0 },
        });
        let mut walk = Walk::new(Names::of(&[&after, &before]));
        walk.value(Some(&before), Some(&after));
        let wanted = [
            "People, Dana, late: yes → no",
            "Stages, “Warm-up”, minutes: 5 → 10",
            "Stages, “Weigh” added",
            "Round 1, ballot of Dana, asides, Hiring: “No.” → “Yes.”",
            "Box: nothing → slips: 3",
        ];
        assert_eq!(walk.lines, wanted);
    }
}
