//! Conflicts in the user's words: what is ours is “here”, what is theirs is “there”.

use serde_json::Value;

use super::three::{Clash, Versions};
use super::{Conflict, Kind, references};
use crate::store::diff::{Names, differences, is_long, shown};
use crate::store::keys::content;

/// How many changes to something that was removed are named.
const FEW: usize = 3;

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
        Kind::Kept => {
            let by = references::referrer(tree, clashes, path);
            let by = by.and_then(|from| from.get(..2).map(|item| names.item(item)));
            let by = by.unwrap_or_else(|| "something".to_owned());
            format!("{}: {}, where it is needed for: {by}", names.item(path), gone(clash, "kept"))
        }
    };
    Conflict {
        path: path.clone(),
        kind: *kind,
        base: show(base),
        ours: show(ours),
        theirs: show(theirs),
        what,
    }
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
    let show = |value| shown(names, path, value).unwrap_or_else(|| "nothing".to_owned());
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
