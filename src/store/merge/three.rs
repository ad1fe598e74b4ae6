//! The merge itself, on plain values.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};

use super::order::{Order, by_own_rule, order, place};
use super::rounds::{are_rounds, is_ballot, is_round};
use super::{Kind, ORDER, Take, log};
use crate::store::keys::{Keyed, content, keyed_or_absent, nothing, pair};

/// The field of a session that only grows.
const LOG: &str = "log";
/// The field that says when something was changed last. The later time holds.
const EDITED: &str = "edited";

/// One place in the three versions.
#[derive(Clone, Copy)]
pub(super) struct Versions<'a> {
    pub(super) base: Option<&'a Value>,
    pub(super) ours: Option<&'a Value>,
    pub(super) theirs: Option<&'a Value>,
}

impl<'a> Versions<'a> {
    /// A place further in.
    pub(super) fn step(self, into: impl Fn(&'a Value) -> Option<&'a Value>) -> Self {
        Self {
            base: self.base.and_then(&into),
            ours: self.ours.and_then(&into),
            theirs: self.theirs.and_then(&into),
        }
    }

    pub(super) fn of(self, take: Take) -> Option<&'a Value> {
        match take {
            Take::Ours => self.ours,
            Take::Theirs => self.theirs,
        }
    }

    /// Whose version holds where at most one side has changed something.
    fn undisputed(self) -> Option<Take> {
        if self.ours == self.theirs || self.base == self.theirs {
            Some(Take::Ours)
        } else if self.base == self.ours {
            Some(Take::Theirs)
        } else {
            None
        }
    }

    /// The entries of both, where both have added some.
    fn log(self) -> Option<Value> {
        let list = |value: Option<&'a Value>| {
            value.and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default()
        };
        let (base, ours, theirs) = (list(self.base), list(self.ours), list(self.theirs));
        // An entry that somebody has taken out by hand stays: the log only grows.
        let grown = |entries: &[Value]| base.iter().all(|entry| entries.contains(entry));
        if let Some(take) = self.undisputed().filter(|_| grown(ours) && grown(theirs)) {
            return self.of(take).cloned();
        }
        Some(Value::Array(log::union(&log::union(base, ours), theirs)))
    }

    /// Whether the versions are different words that carry something, such as `person("a")` and
    /// `slip("b")`: their fields do not mix.
    fn are_different_words(self) -> bool {
        let words = [self.base, self.ours, self.theirs].into_iter().flatten().filter_map(|value| {
            let fields = value.as_object().filter(|fields| fields.len() == 1)?;
            fields.keys().next()
        });
        words.collect::<BTreeSet<_>>().len() > 1
    }
}

/// A conflict as it is found.
pub(super) struct Clash {
    pub(super) path: Vec<String>,
    pub(super) kind: Kind,
    pub(super) base: Option<Value>,
    pub(super) ours: Option<Value>,
    pub(super) theirs: Option<Value>,
}

/// A merge under way.
pub(super) struct Three<'a> {
    /// What somebody has chosen, by path.
    choice: &'a dyn Fn(&[String]) -> Option<Take>,
    /// What is kept though one side has removed it, since something refers to it.
    kept: &'a BTreeSet<Vec<String>>,
    /// Where it is.
    path: Vec<String>,
    /// What nobody has chosen between.
    pub(super) clashes: Vec<Clash>,
}

impl<'a> Three<'a> {
    pub(super) fn new(
        choice: &'a dyn Fn(&[String]) -> Option<Take>,
        kept: &'a BTreeSet<Vec<String>>,
    ) -> Self {
        Self { choice, kept, path: Vec::new(), clashes: Vec::new() }
    }

    /// Merges one place; none where nothing is left of it.
    pub(super) fn value(&mut self, versions: Versions<'_>) -> Option<Value> {
        let to_keep = self.kept.iter().any(|path| path.starts_with(&self.path));
        // What came late for a round is asked about, even where one side only has changed it.
        let to_see = are_rounds(&self.path) && versions.ours != versions.theirs;
        if !to_keep
            && !to_see
            && let Some(take) = versions.undisputed()
        {
            return versions.of(take).cloned();
        }
        let Versions { ours, theirs, .. } = versions;
        match (ours, theirs) {
            (Some(Value::Object(ours)), Some(Value::Object(theirs)))
                if !versions.are_different_words() =>
            {
                Some(Value::Object(self.object(versions, ours, theirs)))
            }
            (Some(Value::Array(_)), _) | (_, Some(Value::Array(_))) => {
                self.list(versions).or_else(|| self.scalar(versions))
            }
            (Some(Value::Object(_)), gone) | (gone, Some(Value::Object(_))) if nothing(gone) => {
                self.removed(Kind::Removed, versions)
            }
            _ => self.scalar(versions),
        }
    }

    pub(super) fn at<T>(&mut self, step: &str, what: impl FnOnce(&mut Self) -> T) -> T {
        self.path.push(step.to_owned());
        let result = what(self);
        self.path.pop();
        result
    }

    pub(super) fn object(
        &mut self,
        versions: Versions<'_>,
        ours: &Map<String, Value>,
        theirs: &Map<String, Value>,
    ) -> Map<String, Value> {
        let more = theirs.keys().filter(|name| !ours.contains_key(*name));
        let mut merged = Map::new();
        for name in ours.keys().chain(more) {
            let inner = versions.step(|value| value.get(name));
            let value = self.at(name, |three| match name.as_str() {
                LOG if three.path.len() == 1 => inner.log(),
                EDITED => three.edited(inner),
                _ => three.value(inner),
            });
            if let Some(value) = value {
                merged.insert(name.clone(), value);
            }
        }
        merged
    }

    /// The later of two times, so that a text that both changed is one conflict and not two.
    fn edited(&mut self, versions: Versions<'_>) -> Option<Value> {
        if let Some(take) = versions.undisputed() {
            return versions.of(take).cloned();
        }
        let later = [versions.ours, versions.theirs].into_iter().flatten();
        match later.max_by_key(|value| log::time(value)) {
            Some(value) if log::time(value).is_some() => Some(value.clone()),
            _ => self.value(versions),
        }
    }

    /// A list of things that have keys; none for any other.
    fn list(&mut self, versions: Versions<'_>) -> Option<Value> {
        let base = if versions.base.is_some_and(Value::is_array) { versions.base } else { None };
        let base = keyed_or_absent(base)?;
        let ours = keyed_or_absent(versions.ours)?;
        let theirs = keyed_or_absent(versions.theirs)?;
        let (in_base, in_ours, in_theirs) = (index(&base), index(&ours), index(&theirs));
        let more = theirs.iter().filter(|(key, _)| !in_ours.contains_key(key));
        let mut merged = BTreeMap::new();
        for (key, _) in ours.iter().chain(more) {
            let row = Versions {
                base: in_base.get(key).copied(),
                ours: in_ours.get(key).copied(),
                theirs: in_theirs.get(key).copied(),
            };
            if let Some(row) = self.at(key, |three| three.row(row)) {
                merged.insert(*key, row);
            }
        }
        let rows = self.in_order(versions, [&base, &ours, &theirs], &merged);
        let mut rows: Vec<Value> = rows.into_iter().filter_map(|key| merged.remove(key)).collect();
        by_own_rule(&mut rows, &ours, &theirs);
        if are_rounds(&self.path) {
            self.one_open(&ours, &theirs, &mut rows);
        }
        Some(Value::Array(rows))
    }

    /// One thing of a list.
    fn row(&mut self, versions: Versions<'_>) -> Option<Value> {
        match (versions.ours, versions.theirs) {
            (Some(_), Some(_)) if is_round(&self.path) => self.round(versions),
            // What somebody has cast is one thing: of two ballots no third is made.
            (Some(_), Some(_)) if is_ballot(&self.path) => match versions.undisputed() {
                Some(take) => versions.of(take).cloned(),
                None => self.scalar(versions),
            },
            (Some(ours), Some(_)) => {
                let value = self.value(versions.step(|row| Some(content(row))));
                match pair(ours) {
                    Some((key, _)) => Some(Value::Array(vec![key.into(), value?])),
                    None => value,
                }
            }
            (Some(there), None) | (None, Some(there)) => {
                if versions.base.is_none() {
                    Some(there.clone())
                } else if self.kept.contains(&self.path) {
                    // Without it the session would refer to nothing. It is told even where the
                    // other side has left it as it was, since a removal is not carried out.
                    self.removed(Kind::Kept, versions);
                    Some(there.clone())
                } else if versions.base == Some(there) {
                    None
                } else {
                    self.removed(Kind::Removed, versions)
                }
            }
            (None, None) => None,
        }
    }

    /// The keys of a merged list in order.
    fn in_order<'k>(
        &mut self,
        versions: Versions<'_>,
        [base, ours, theirs]: [&Keyed<'k>; 3],
        merged: &BTreeMap<&'k str, Value>,
    ) -> Vec<&'k str> {
        let keys = |rows: &Keyed<'k>| -> Vec<&'k str> {
            rows.iter().map(|(key, _)| *key).filter(|key| merged.contains_key(key)).collect()
        };
        let (base, ours, theirs) = (keys(base), keys(ours), keys(theirs));
        let given = versions.base.is_some();
        let take = match order(given.then_some(base.as_slice()), &ours, &theirs) {
            Order::Of(take) => take,
            Order::Torn => self.at(ORDER, |three| {
                let list = |keys: &[&str]| Some(Value::from(keys));
                let (ours, theirs) = (list(&ours), list(&theirs));
                let base = if given { list(&base) } else { None };
                let versions =
                    Versions { base: base.as_ref(), ours: ours.as_ref(), theirs: theirs.as_ref() };
                three.clash(Kind::Order, versions).unwrap_or(Take::Ours)
            }),
        };
        match take {
            Take::Ours => place(&ours, &theirs),
            Take::Theirs => place(&theirs, &ours),
        }
    }

    /// What one side has removed and the other has not: kept, unless somebody has chosen.
    fn removed(&mut self, kind: Kind, versions: Versions<'_>) -> Option<Value> {
        let there = if nothing(versions.ours) { versions.theirs } else { versions.ours };
        self.clash(kind, versions).map_or(there, |take| versions.of(take)).cloned()
    }

    /// What both sides have changed: what is here, unless somebody has chosen.
    fn scalar(&mut self, versions: Versions<'_>) -> Option<Value> {
        let take = self.clash(Kind::Values, versions).unwrap_or(Take::Ours);
        versions.of(take).cloned()
    }

    /// Notes a conflict that nobody has chosen in, or says what was chosen.
    pub(super) fn clash(&mut self, kind: Kind, versions: Versions<'_>) -> Option<Take> {
        let chosen = (self.choice)(&self.path);
        if chosen.is_none() {
            let Versions { base, ours, theirs } = versions;
            let (base, ours, theirs) = (base.cloned(), ours.cloned(), theirs.cloned());
            self.clashes.push(Clash { path: self.path.clone(), kind, base, ours, theirs });
        }
        chosen
    }
}

/// A list by the keys of its things.
pub(super) fn index<'a>(rows: &Keyed<'a>) -> BTreeMap<&'a str, &'a Value> {
    rows.iter().copied().collect()
}
