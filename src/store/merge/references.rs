//! What refers to what: a note to its criterion, a ballot to its participant. What is referred to
//! stays, though one side has removed it.

use serde_json::Value;

use super::Kind;
use super::three::{Clash, Versions};
use crate::store::keys::{at, key_of};

/// Fields that hold the id of something or a list of ids, and the list that it is in. The points of
/// a ballot and the log are left out: they are kept as they were, whatever has left the session
/// since.
const REFERENCES: [(&str, &str); 3] =
    [("criterion", "criteria"), ("person", "people"), ("unnamed", "people")];

/// The fields in which nothing is looked for: what a run of the lab found stays as it was as well.
const LEFT_OUT: [&str; 2] = ["log", "runs"];

/// A field that refers to something.
struct Reference {
    /// The list and the id of what it refers to.
    to: Vec<String>,
    /// Where the field is.
    from: Vec<String>,
}

/// What is referred to and not there any more, though one of the sides still has it.
pub(super) fn missed(versions: Versions<'_>, tree: &Value, clashes: &[Clash]) -> Vec<Vec<String>> {
    let has = |side: Option<&Value>, path: &[String]| side.is_some_and(|s| at(s, path).is_some());
    let referred = all(tree, clashes).into_iter().map(|reference| reference.to);
    referred
        .filter(|to| !has(Some(tree), to))
        .filter(|to| has(versions.ours, to) || has(versions.theirs, to))
        .collect()
}

/// Marks what one side has removed and the other has changed, where it is also referred to: it
/// stays whatever is chosen.
pub(super) fn mark(tree: &Value, clashes: &mut [Clash]) {
    let referred: Vec<Vec<String>> = all(tree, clashes).into_iter().map(|found| found.to).collect();
    for clash in clashes.iter_mut().filter(|clash| clash.kind == Kind::Removed) {
        if referred.contains(&clash.path) {
            clash.kind = Kind::Kept;
        }
    }
}

/// Where the first reference to something is, if anything refers to it.
pub(super) fn referrer(tree: &Value, clashes: &[Clash], to: &[String]) -> Option<Vec<String>> {
    all(tree, clashes).into_iter().find(|reference| reference.to == to).map(|found| found.from)
}

/// Every reference in a tree, and in what might still be chosen.
fn all(tree: &Value, clashes: &[Clash]) -> Vec<Reference> {
    let mut found = Vec::new();
    collect(tree, &mut Vec::new(), &mut found);
    for clash in clashes {
        for value in [&clash.ours, &clash.theirs].into_iter().flatten() {
            collect(value, &mut clash.path.clone(), &mut found);
        }
    }
    found
}

fn collect(value: &Value, path: &mut Vec<String>, found: &mut Vec<Reference>) {
    match value {
        Value::String(id) => {
            let list = path.last().and_then(|name| {
                REFERENCES.iter().find(|(field, _)| field == name).map(|(_, list)| *list)
            });
            if let Some(list) = list {
                let to = vec![list.to_owned(), id.clone()];
                found.push(Reference { to, from: path.clone() });
            }
        }
        Value::Object(fields) => {
            for (name, value) in
                fields.iter().filter(|(name, _)| !LEFT_OUT.contains(&name.as_str()))
            {
                path.push(name.clone());
                collect(value, path, found);
                path.pop();
            }
        }
        Value::Array(list) => {
            for row in list {
                if row.is_string() {
                    collect(row, path, found);
                    continue;
                }
                path.push(key_of(row).unwrap_or_default().to_owned());
                collect(row, path, found);
                path.pop();
            }
        }
        _ => {}
    }
}
