//! What must hold of rounds when two versions come together: a round that was revealed is kept as
//! it was unless somebody says otherwise, nobody votes twice in one, and one at most is open.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};

use super::log::time;
use super::three::{Three, Versions, index};
use super::{Kind, OPEN, Take};
use crate::store::keys::{Keyed, key_of, keyed_or_absent, nothing};

/// The list of rounds.
const ROUNDS: &str = "rounds";
/// The ballots of a round.
pub(super) const BALLOTS: &str = "ballots";
/// Who has voted in a round without a name.
pub(super) const UNNAMED: &str = "unnamed";
/// When a round was revealed.
const REVEALED: &str = "revealed";

/// Whether a path is that of the rounds.
pub(super) fn are_rounds(path: &[String]) -> bool {
    path.len() == 1 && path.first().is_some_and(|name| name == ROUNDS)
}

/// Whether a path is that of one ballot.
pub(super) fn is_ballot(path: &[String]) -> bool {
    matches!(path, [rounds, _, ballots, _] if rounds == ROUNDS && ballots == BALLOTS)
}

/// Whether a path is that of one round.
pub(super) fn is_round(path: &[String]) -> bool {
    path.len() == 2 && path.first().is_some_and(|name| name == ROUNDS)
}

/// In which versions a round has been revealed.
#[derive(Clone, Copy)]
struct Revealed {
    base: bool,
    ours: bool,
    theirs: bool,
}

impl Revealed {
    fn of(versions: Versions<'_>) -> Self {
        let revealed = |round: Option<&Value>| round.is_some_and(|round| !is_open(round));
        let Versions { base, ours, theirs } = versions;
        Self { base: revealed(base), ours: revealed(ours), theirs: revealed(theirs) }
    }

    const fn anywhere(self) -> bool {
        self.base || self.ours || self.theirs
    }

    /// Whose ballots were shown, where the other side's were still being collected.
    const fn only(self) -> Option<Take> {
        match self {
            Self { base: false, ours: true, theirs: false } => Some(Take::Ours),
            Self { base: false, ours: false, theirs: true } => Some(Take::Theirs),
            _ => None,
        }
    }

    /// Whether something was not, or was not so, among the ballots that were shown.
    fn came_late<T: PartialEq>(self, base: &T, ours: &T, theirs: &T) -> bool {
        ours != theirs
            && match self.only() {
                Some(Take::Ours) => theirs != base,
                Some(Take::Theirs) => ours != base,
                None => true,
            }
    }
}

fn is_open(round: &Value) -> bool {
    nothing(round.get(REVEALED))
}

impl Three<'_> {
    /// One round that both versions have.
    pub(super) fn round(&mut self, versions: Versions<'_>) -> Option<Value> {
        let (Some(Value::Object(ours)), Some(Value::Object(theirs))) =
            (versions.ours, versions.theirs)
        else {
            return self.value(versions);
        };
        if ours == theirs {
            return versions.ours.cloned();
        }
        let cast = [BALLOTS, UNNAMED];
        let without = |fields: &Map<String, Value>| -> Map<String, Value> {
            let rest = fields.iter().filter(|(name, _)| !cast.contains(&name.as_str()));
            rest.map(|(name, value)| (name.clone(), value.clone())).collect()
        };
        let mut merged = self.object(versions, &without(ours), &without(theirs));
        merged.extend(self.cast(versions));
        Some(Value::Object(merged))
    }

    /// The ballots of a round, and who has cast them where that is kept apart.
    fn cast(&mut self, versions: Versions<'_>) -> Map<String, Value> {
        let unnamed = |round: Option<&Value>| round.is_some_and(|r| !nothing(r.get(UNNAMED)));
        match (unnamed(versions.ours), unnamed(versions.theirs)) {
            (false, false) => self.named(versions),
            (true, true) => self.slips(versions),
            _ => {
                let (_, ours, theirs) = ballots_of(versions);
                self.whole(Kind::Twice, None, ours, theirs, None)
            }
        }
    }

    /// Ballots under names: those that came late for a round are asked about one by one.
    fn named(&mut self, versions: Versions<'_>) -> Map<String, Value> {
        let inner = versions.step(|round| round.get(BALLOTS));
        let revealed = Revealed::of(versions);
        let lists = (
            keyed_or_absent(inner.base),
            keyed_or_absent(inner.ours),
            keyed_or_absent(inner.theirs),
        );
        let (true, (Some(base), Some(ours), Some(theirs))) = (revealed.anywhere(), lists) else {
            let ballots = self.at(BALLOTS, |three| three.value(inner));
            return ballots.map(|ballots| (BALLOTS.to_owned(), ballots)).into_iter().collect();
        };
        let (in_base, in_ours, in_theirs) = (index(&base), index(&ours), index(&theirs));
        let more = theirs.iter().filter(|(key, _)| !in_ours.contains_key(key));
        let mut ballots = Vec::new();
        for (key, _) in ours.iter().chain(more) {
            let of = |rows: &BTreeMap<&str, &'_ Value>| rows.get(key).map(|row| (*row).clone());
            let (base, ours, theirs) = (of(&in_base), of(&in_ours), of(&in_theirs));
            let ballot = if revealed.came_late(&base, &ours, &theirs) {
                let row =
                    Versions { base: base.as_ref(), ours: ours.as_ref(), theirs: theirs.as_ref() };
                let take =
                    self.at(BALLOTS, |three| three.at(key, |three| three.clash(Kind::Late, row)));
                take.map_or(row.ours.or(row.theirs), |take| row.of(take)).cloned()
            } else if revealed.only() == Some(Take::Theirs) {
                theirs
            } else {
                ours
            };
            ballots.extend(ballot);
        }
        Map::from_iter([(BALLOTS.to_owned(), Value::Array(ballots))])
    }

    /// Ballots without names. Nobody knows which is whose, so where not all of them can stay, they
    /// are taken whole from one version.
    fn slips(&mut self, versions: Versions<'_>) -> Map<String, Value> {
        let revealed = Revealed::of(versions);
        let (base, ours, theirs) = ballots_of(versions);
        if !revealed.anywhere() {
            let before = self.clashes.len();
            let mut merged = Map::new();
            for name in [UNNAMED, BALLOTS] {
                let inner = versions.step(|round| round.get(name));
                let list = self.at(name, |three| three.value(inner));
                merged.extend(list.map(|list| (name.to_owned(), list)));
            }
            if count(&merged, UNNAMED) == count(&merged, BALLOTS) {
                return merged;
            }
            self.clashes.truncate(before);
            return self.whole(Kind::Twice, base, ours, theirs, None);
        }
        let known = base.clone().unwrap_or_default();
        if !revealed.came_late(&known, &ours, &theirs) {
            return if revealed.only() == Some(Take::Theirs) { theirs } else { ours };
        }
        let both = together(&known, &ours, &theirs);
        match (revealed.only(), &both) {
            // What the other side has was all among what was shown.
            (Some(Take::Ours), Some(both)) if same(both, &ours) => ours,
            (Some(Take::Theirs), Some(both)) if same(both, &theirs) => theirs,
            (Some(Take::Ours), Some(both)) => {
                self.whole(Kind::Late, base, ours, both.clone(), Some(both))
            }
            (Some(Take::Theirs), Some(both)) => {
                self.whole(Kind::Late, base, both.clone(), theirs, Some(both))
            }
            _ => self.whole(Kind::Late, base, ours, theirs, both.as_ref()),
        }
    }

    /// All ballots of a round from one version. Until somebody chooses, as many as can stay.
    fn whole(
        &mut self,
        kind: Kind,
        base: Option<Map<String, Value>>,
        ours: Map<String, Value>,
        theirs: Map<String, Value>,
        both: Option<&Map<String, Value>>,
    ) -> Map<String, Value> {
        let (base, here, there) =
            (base.map(Value::Object), Value::Object(ours.clone()), Value::Object(theirs.clone()));
        let versions = Versions { base: base.as_ref(), ours: Some(&here), theirs: Some(&there) };
        match self.at(BALLOTS, |three| three.clash(kind, versions)) {
            Some(Take::Ours) => ours,
            Some(Take::Theirs) => theirs,
            None => both.cloned().unwrap_or(ours),
        }
    }

    /// Puts the rounds in the order in which they were revealed, where both sides keep it, and the
    /// one that is open last. Where each side has opened one, somebody has to choose.
    pub(super) fn one_open(
        &mut self,
        ours: &Keyed<'_>,
        theirs: &Keyed<'_>,
        rounds: &mut Vec<Value>,
    ) {
        let shown = |round: &Value| (is_open(round), round.get(REVEALED).and_then(time));
        if [ours, theirs].into_iter().all(|side| side.is_sorted_by_key(|(_, round)| shown(round))) {
            rounds.sort_by_key(shown);
        }
        let here = collecting(ours, theirs, rounds);
        let there = collecting(theirs, ours, rounds);
        let to_end = |rounds: &mut Vec<Value>, id: &str| {
            if let Some(at) = place_of(rounds, id) {
                let round = rounds.remove(at);
                rounds.push(round);
            }
        };
        match (here, there) {
            (Some(here), Some(there)) if here != there => {
                let find = |id: &str| rounds.iter().find(|round| key_of(round) == Some(id));
                let versions = Versions { base: None, ours: find(here), theirs: find(there) };
                if let Some(take) = self.at(OPEN, |three| three.clash(Kind::Open, versions)) {
                    let (stays, goes) =
                        if take == Take::Ours { (here, there) } else { (there, here) };
                    rounds.retain(|round| key_of(round) != Some(goes));
                    to_end(rounds, stays);
                } else {
                    to_end(rounds, there);
                    to_end(rounds, here);
                }
            }
            (Some(id), _) | (None, Some(id)) => to_end(rounds, id),
            (None, None) => {}
        }
    }
}

/// The round that one side is collecting ballots in, and that is still open once merged. One that
/// the other side has open as well, but not as its last, was left open before and stays so.
fn collecting<'a>(side: &Keyed<'a>, other: &Keyed<'_>, merged: &[Value]) -> Option<&'a str> {
    let (id, _) = side.last()?;
    let left_open = other.iter().rev().skip(1).any(|(key, round)| key == id && is_open(round));
    let open = place_of(merged, id).and_then(|at| merged.get(at)).is_some_and(is_open);
    (open && !left_open).then_some(id)
}

fn place_of(rounds: &[Value], id: &str) -> Option<usize> {
    rounds.iter().position(|round| key_of(round) == Some(id))
}

/// What was cast in a round, in each version of it.
fn ballots_of(versions: Versions<'_>) -> Cast {
    let of = |round: Option<&Value>| -> Option<Map<String, Value>> {
        let fields = round?.as_object()?.iter();
        let fields = fields.filter(|(name, _)| [BALLOTS, UNNAMED].contains(&name.as_str()));
        Some(fields.map(|(name, value)| (name.clone(), value.clone())).collect())
    };
    let Versions { base, ours, theirs } = versions;
    (of(base), of(ours).unwrap_or_default(), of(theirs).unwrap_or_default())
}

/// What was cast in a round: before, here and there.
type Cast = (Option<Map<String, Value>>, Map<String, Value>, Map<String, Value>);

fn list<'a>(cast: &'a Map<String, Value>, name: &str) -> &'a [Value] {
    cast.get(name).and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default()
}

fn count(cast: &Map<String, Value>, name: &str) -> usize {
    list(cast, name).len()
}

/// Who has voted without a name.
pub(super) fn voters(cast: &Value) -> BTreeSet<&str> {
    let voted = cast.get(UNNAMED).and_then(Value::as_array).into_iter().flatten();
    voted.filter_map(Value::as_str).collect()
}

/// The ballots without names of both sides, where all of them can stay.
fn together(
    base: &Map<String, Value>,
    ours: &Map<String, Value>,
    theirs: &Map<String, Value>,
) -> Option<Map<String, Value>> {
    let mut both = ours.clone();
    for name in [UNNAMED, BALLOTS] {
        let (base, ours, theirs) = (list(base, name), list(ours, name), list(theirs, name));
        // Nothing has been taken out or changed since on either side.
        if ![ours, theirs].into_iter().all(|side| base.iter().all(|row| side.contains(row))) {
            return None;
        }
        let mut rows = ours.to_vec();
        for row in theirs.iter().filter(|row| !ours.contains(row)) {
            if rows.iter().any(|other| key_of(other) == key_of(row)) {
                return None;
            }
            rows.push(row.clone());
        }
        // By their keys, so that no place tells who came later.
        rows.sort_by(|one, other| key_of(one).cmp(&key_of(other)));
        both.insert(name.to_owned(), Value::Array(rows));
    }
    (count(&both, UNNAMED) == count(&both, BALLOTS)).then_some(both)
}

/// Whether two hold the same, in whatever order.
fn same(one: &Map<String, Value>, other: &Map<String, Value>) -> bool {
    [UNNAMED, BALLOTS].into_iter().all(|name| {
        let (one, other) = (list(one, name), list(other, name));
        one.len() == other.len() && one.iter().all(|row| other.contains(row))
    })
}
