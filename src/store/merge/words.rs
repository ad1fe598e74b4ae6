//! Conflicts in the user's words: what is ours is “here”, what is theirs is “there”.

use serde_json::Value;

use super::rounds::{BALLOTS, voters};
use super::three::{Clash, Versions};
use super::{Conflict, Kind, references};
use crate::store::diff::{Names, differences, in_line, is_long, shown};
use crate::store::keys::content;

/// How many changes to something that was removed are named.
const FEW: usize = 3;

/// How many of those who have voted are named.
const FEW_NAMES: usize = 12;

/// The conflicts as they are told.
pub(super) fn tell(versions: Versions<'_>, tree: &Value, clashes: &[Clash]) -> Vec<Conflict> {
    let trees: Vec<&Value> =
        [versions.ours, versions.theirs, versions.base].into_iter().flatten().collect();
    let names = Names::of(&trees);
    clashes.iter().map(|clash| conflict(&names, tree, clashes, clash)).collect()
}

fn conflict(names: &Names<'_>, tree: &Value, clashes: &[Clash], clash: &Clash) -> Conflict {
    let Clash { path, kind, base, ours, theirs } = clash;
    let (list, _) = path.split_at(path.len().saturating_sub(1));
    let show = |value: &Option<Value>| match (kind, value) {
        (Kind::Twice | Kind::Late, Some(cast)) if is_whole(path) => Some(ballots_of(names, cast)),
        (Kind::Late, Some(_)) if names.is_covered(path) => Some(names.item(path)),
        (Kind::Open, Some(round)) => Some(format!("the round with {}", ballots(round))),
        (Kind::Order, Some(Value::Array(keys))) => Some(in_order(names, list, keys)),
        (Kind::Removed | Kind::Kept, Some(_)) => Some(names.item(path)),
        (_, value) => shown(names, path, value.as_ref()),
    };
    let what = match kind {
        Kind::Values => values(names, clash),
        Kind::Order => format!("{}: changed here and, differently, there", names.order(list)),
        Kind::Removed => {
            let there = theirs.as_ref().or(ours.as_ref());
            let changes = base
                .as_ref()
                .zip(there)
                .map(|(base, there)| differences(names, path, content(base), content(there)));
            let mut changes = changes.unwrap_or_default();
            changes.truncate(FEW);
            format!("{}: {} ({})", names.item(path), gone(clash, "changed"), changes.join("; "))
        }
        Kind::Late if is_whole(path) => {
            let round = names.item(list);
            format!(
                "{round} was revealed, and ballots without names are not the same in it here and there"
            )
        }
        Kind::Late => late(names, clash),
        Kind::Twice => twice(names, clash),
        Kind::Open => "One round of ballots was opened here and another there, and only one can \
                       go on: the other is left out with its ballots"
            .to_owned(),
        Kind::Kept => {
            let by = references::referrer(tree, clashes, path);
            let by = by.and_then(|from| from.get(..2).map(|item| names.item(item)));
            let by = by.unwrap_or_else(|| "something".to_owned());
            format!("{}: {}, where it is needed for: {by}", names.item(path), gone(clash, "kept"))
        }
    };
    let (mut shown_ours, mut shown_theirs) = (show(ours), show(theirs));
    if *kind == Kind::Values
        && shown_ours == shown_theirs
        && !names.is_covered(path)
        && let (Some(ours), Some(theirs)) = (ours, theirs)
    {
        // Numbers that differ beyond what is usually shown.
        (shown_ours, shown_theirs) = (Some(ours.to_string()), Some(theirs.to_string()));
    }
    Conflict {
        path: path.clone(),
        kind: *kind,
        base: show(base),
        ours: shown_ours,
        theirs: shown_theirs,
        what,
    }
}

/// Whether a path is that of all ballots of a round.
fn is_whole(path: &[String]) -> bool {
    path.last().is_some_and(|name| name == BALLOTS)
}

/// `1 ballot`, `3 ballots`: how many there are in a round.
fn ballots(round: &Value) -> String {
    match round.get(BALLOTS).and_then(Value::as_array).map_or(0, Vec::len) {
        1 => "1 ballot".to_owned(),
        count => format!("{count} ballots"),
    }
}

/// All that was cast in a round, by those who have.
fn ballots_of(names: &Names<'_>, cast: &Value) -> String {
    let voters = voters(cast);
    if voters.is_empty() {
        return ballots(cast);
    }
    format!("{}, of {}", ballots(cast), people(names, voters))
}

fn people<'a>(names: &Names<'_>, ids: impl IntoIterator<Item = &'a str>) -> String {
    let path = |id: &str| ["people".to_owned(), id.to_owned()];
    let mut called: Vec<String> = ids.into_iter().map(|id| names.called(&path(id))).collect();
    let more = called.len().saturating_sub(FEW_NAMES);
    called.truncate(FEW_NAMES);
    match (more, called.as_slice()) {
        (0, [first @ .., last]) if !first.is_empty() => format!("{} and {last}", first.join(", ")),
        (0, all) => all.join(", "),
        (_, all) => format!("{} and {more} more", all.join(", ")),
    }
}

/// A ballot that was not among those that were revealed.
fn late(names: &Names<'_>, clash: &Clash) -> String {
    let item = names.item(&clash.path);
    match (&clash.base, &clash.ours, &clash.theirs) {
        (_, Some(_), Some(_)) => {
            format!("{item}: not the same here and there, in a round that was revealed")
        }
        (None, ours, _) => {
            let side = if ours.is_some() { "here" } else { "there" };
            format!("{item}: cast {side} only, in a round that was revealed without it")
        }
        (Some(_), ours, _) => {
            let side = if ours.is_some() { "there" } else { "here" };
            format!("{item}: taken out {side}, in a round that was revealed with it")
        }
    }
}

/// Somebody who voted in both versions, each time without a name.
fn twice(names: &Names<'_>, clash: &Clash) -> String {
    let Clash { path, base, ours, theirs, .. } = clash;
    let voted = |cast: &Option<Value>| -> Vec<String> {
        cast.iter().flat_map(voters).map(str::to_owned).collect()
    };
    let (before, here, there) = (voted(base), voted(ours), voted(theirs));
    let both: Vec<&str> = here
        .iter()
        .filter(|id| there.contains(id) && !before.contains(id))
        .map(String::as_str)
        .collect();
    let round = path.get(..2).map(|round| names.called(round)).unwrap_or_default();
    if both.is_empty() {
        return format!(
            "The ballots here and there do not fit together in {round}: one side's stay"
        );
    }
    format!(
        "{} voted in both versions of {round} without a name: all of its ballots stay as they are \
         here, or all as they are there",
        people(names, both)
    )
}

/// Which side has removed something, and what the other did with it.
fn gone(clash: &Clash, other: &str) -> String {
    if clash.ours.is_none() {
        format!("removed here, {other} there")
    } else {
        format!("{other} here, removed there")
    }
}

/// `Points for Schema migrations: 50 → 60 here, → 70 there`.
fn values(names: &Names<'_>, clash: &Clash) -> String {
    let Clash { path, base, ours, theirs, .. } = clash;
    let title = names.title(path);
    let versions = [base, ours, theirs].map(Option::as_ref);
    let show = |value| in_line(names, path, value);
    let [base, ours, theirs] = versions.map(show);
    if names.is_covered(path) {
        format!("{title}: changed here and, differently, there")
    } else if versions.into_iter().any(is_long) {
        format!("{title}: rewritten here and, differently, there")
    } else if clash.base.is_some() {
        format!("{title}: {base} → {ours} here, → {theirs} there")
    } else {
        format!("{title}: {ours} here, {theirs} there")
    }
}

/// The names of things in their order.
fn in_order(names: &Names<'_>, list: &[String], keys: &[Value]) -> String {
    let named = keys.iter().filter_map(Value::as_str).map(|key| {
        let mut path = list.to_vec();
        path.push(key.to_owned());
        names.called(&path)
    });
    named.collect::<Vec<_>>().join(", ")
}
