//! The order of a merged list.

use std::collections::HashSet;

use serde_json::Value;

use super::Take;
use super::log::time;
use crate::store::keys::Keyed;

/// The field that tells when a thing came about. A list that both sides keep by it stays so.
const WRITTEN: &str = "written";
/// The field that tells a ballot without a name from the others.
const SLIP: &str = "slip";

/// Whose order holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Order {
    /// This side's.
    Of(Take),
    /// Both have changed it, each in its own way.
    Torn,
}

/// Whose order of the things that both sides have holds. Without a base, nobody knows who has
/// changed it.
pub(super) fn order(base: Option<&[&str]>, ours: &[&str], theirs: &[&str]) -> Order {
    let (in_ours, in_theirs) = (set(ours), set(theirs));
    let shared = |keys: &[&'_ str]| -> Vec<String> {
        let both = keys.iter().filter(|key| in_ours.contains(*key) && in_theirs.contains(*key));
        both.map(|key| (*key).to_owned()).collect()
    };
    let (ours, theirs) = (shared(ours), shared(theirs));
    if ours == theirs {
        return Order::Of(Take::Ours);
    }
    let Some(base) = base.map(shared) else { return Order::Torn };
    let known: HashSet<&String> = base.iter().collect();
    let old = |keys: &[String]| -> Vec<String> {
        keys.iter().filter(|key| known.contains(key)).cloned().collect()
    };
    let (ours, theirs) = (old(&ours), old(&theirs));
    if ours == base && theirs != base {
        Order::Of(Take::Theirs)
    } else if theirs == base || ours == theirs {
        // New things of one key may stand elsewhere on either side; that is no reason to ask.
        Order::Of(Take::Ours)
    } else {
        Order::Torn
    }
}

fn set<'a>(keys: &[&'a str]) -> HashSet<&'a str> {
    keys.iter().copied().collect()
}

/// The order of one side, with what only the other has put after what it followed there.
pub(super) fn place<'a>(first: &[&'a str], other: &[&'a str]) -> Vec<&'a str> {
    let (in_first, in_other) = (set(first), set(other));
    let mut placed = first.to_vec();
    let mut before: Option<&str> = None;
    for key in other {
        if !in_first.contains(key) {
            let from = before.and_then(|key| placed.iter().position(|other| *other == key));
            let from = from.map_or(0, |at| at + 1);
            // What the first side has put in the same place comes first.
            let own = placed.iter().skip(from).take_while(|key| !in_other.contains(*key)).count();
            placed.insert(from + own, key);
        }
        before = Some(key);
    }
    placed
}

/// Puts a list into the order that both sides keep it in: notes oldest first, and ballots without
/// names by their slips, so that no place tells whose one is.
pub(super) fn by_own_rule(rows: &mut [Value], ours: &Keyed<'_>, theirs: &Keyed<'_>) {
    let written = |row: &Value| row.get(WRITTEN).and_then(time);
    let slip = |row: &Value| row.get(SLIP).and_then(Value::as_str).map(str::to_owned);
    if both_by(ours, theirs, &written) {
        rows.sort_by_key(written);
    } else if both_by(ours, theirs, &slip) {
        rows.sort_by_key(slip);
    }
}

/// Whether both sides have a list in the order of something that all in it have.
fn both_by<T: Ord>(
    ours: &Keyed<'_>,
    theirs: &Keyed<'_>,
    rule: &impl Fn(&Value) -> Option<T>,
) -> bool {
    [ours, theirs].into_iter().all(|side| {
        side.iter().all(|(_, row)| rule(row).is_some())
            && side.is_sorted_by_key(|(_, row)| rule(row))
    })
}
