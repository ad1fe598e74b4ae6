//! Two versions of one session into one, given the version that both began from. What only one
//! side changed is taken; what both changed differently is a conflict, for somebody to choose.
//!
//! It works on the fields of the format as such and names none of them, but for those in the
//! tables of `keys` and `references`; so what the format gets later merges as well.

mod caps;
mod log;
mod order;
mod references;
mod rounds;
mod three;
mod unfinished;
mod words;

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;
use thiserror::Error;

use super::v1;
use crate::session::Session;
use three::{Clash, Three, Versions};

pub(super) use unfinished::parse;
pub use unfinished::{
    MAX_MERGE_BYTES, Unfinished, open_base, parse_unfinished, read_unfinished, save_misfit,
    save_unfinished, unfinished_text,
};

/// The last step of the path of a conflict about the order of a list.
pub const ORDER: &str = "(order)";

/// The last step of the path of a conflict about which round is open.
pub const OPEN: &str = "(open)";

/// Which of two versions to take.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Take {
    /// The one that is merged into: “here”.
    Ours,
    /// The one that is merged: “there”.
    Theirs,
}

/// What a merge comes to.
#[derive(Clone, Debug, PartialEq)]
pub struct Merged {
    /// The session. Where there is a conflict it holds what is here.
    pub session: Session,
    /// What both changed, and nobody has chosen between.
    pub conflicts: Vec<Conflict>,
}

/// What a conflict is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Both sides have changed a value.
    Values,
    /// One side has removed what the other has changed. Until somebody chooses, it is kept.
    Removed,
    /// One side has removed what the other still refers to. Whatever is chosen, it is kept: a
    /// choice only says that somebody knows.
    Kept,
    /// Both sides have changed the order of a list.
    Order,
    /// Ballots of a round that was revealed without them, or with others. Until somebody chooses,
    /// they are kept.
    Late,
    /// Somebody has voted in both versions of a round, each time without a name. The ballots of
    /// the round are taken whole from one of them.
    Twice,
    /// Both sides have opened a round. Until somebody chooses, both are kept.
    Open,
}

/// Something that both sides changed, each in its own way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Conflict {
    /// Where: names of fields and ids, from the outside in. Choices go by it.
    pub path: Vec<String>,
    /// What it is about.
    pub kind: Kind,
    /// What it was, as it is shown; none where it was not there.
    pub base: Option<String>,
    /// What it is here, as it is shown; none where it is not there.
    pub ours: Option<String>,
    /// What it is there, as it is shown; none where it is not there.
    pub theirs: Option<String>,
    /// What it is about, in one line of the user's words.
    pub what: String,
}

/// Why two versions cannot be merged at all.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum MergeError {
    /// They are no versions of one session.
    #[error(
        "these are different decisions, “{0}” and “{1}”, and no versions of one; nothing was merged"
    )]
    Strangers(String, String),
    /// What both add up to is no session.
    #[error("the two versions do not fit together ({0}); nothing was merged")]
    Misfit(String),
}

/// Merges two versions of a session. Without a base, whatever is not the same on both sides is a
/// conflict, unless only one of them has it.
///
/// A conflict whose path is among the choices is settled and not told again.
///
/// # Errors
/// A [`MergeError`] when the three are not versions of one session, or do not fit together: more
/// people than a session may hold, for one.
pub fn merge(
    base: Option<&Session>,
    ours: &Session,
    theirs: &Session,
    choices: &BTreeMap<Vec<String>, Take>,
) -> Result<Merged, MergeError> {
    merge_by(base, ours, theirs, &|path| choices.get(path).copied())
}

/// Merges two versions and takes one side wherever there is a conflict.
///
/// # Errors
/// As [`merge`].
pub fn merge_taking(
    base: Option<&Session>,
    ours: &Session,
    theirs: &Session,
    take: Take,
) -> Result<Session, MergeError> {
    Ok(merge_by(base, ours, theirs, &|_| Some(take))?.session)
}

fn merge_by(
    base: Option<&Session>,
    ours: &Session,
    theirs: &Session,
    choice: &dyn Fn(&[String]) -> Option<Take>,
) -> Result<Merged, MergeError> {
    Prepared::new(base, ours, theirs)?.merge_by(choice)
}

/// Versions that are merged again and again while somebody chooses.
#[derive(Clone, Debug)]
pub struct Prepared {
    base: Option<Value>,
    ours: Value,
    theirs: Value,
}

impl Prepared {
    /// Lays the versions side by side.
    ///
    /// # Errors
    /// [`MergeError::Strangers`] when they are no versions of one session.
    pub fn new(
        base: Option<&Session>,
        ours: &Session,
        theirs: &Session,
    ) -> Result<Self, MergeError> {
        if let Some(other) = base.into_iter().chain([theirs]).find(|other| other.id != ours.id) {
            return Err(MergeError::Strangers(ours.id.to_string(), other.id.to_string()));
        }
        let base = base.map(v1::to_tree);
        Ok(Self { base, ours: v1::to_tree(ours), theirs: v1::to_tree(theirs) })
    }

    const fn versions(&self) -> Versions<'_> {
        let Self { base, ours, theirs } = self;
        Versions { base: base.as_ref(), ours: Some(ours), theirs: Some(theirs) }
    }

    /// What is left to choose. No session is made of it, so that this is quick.
    ///
    /// # Errors
    /// [`MergeError::Misfit`] when nothing is left to choose and the versions hold too much
    /// together.
    pub fn conflicts(
        &self,
        choices: &BTreeMap<Vec<String>, Take>,
    ) -> Result<Vec<Conflict>, MergeError> {
        let versions = self.versions();
        let (tree, clashes) = settle(versions, &|path| choices.get(path).copied());
        match caps::exceeded(versions, &tree) {
            Some(error) if clashes.is_empty() => Err(error),
            _ => Ok(words::tell(versions, &tree, &clashes)),
        }
    }

    /// Merges the versions.
    ///
    /// # Errors
    /// [`MergeError::Misfit`] when what they add up to is no session.
    pub fn merge(&self, choices: &BTreeMap<Vec<String>, Take>) -> Result<Merged, MergeError> {
        self.merge_by(&|path| choices.get(path).copied())
    }

    fn merge_by(&self, choice: &dyn Fn(&[String]) -> Option<Take>) -> Result<Merged, MergeError> {
        let versions = self.versions();
        let (tree, clashes) = settle(versions, choice);
        if let Some(error) = caps::exceeded(versions, &tree) {
            return Err(error);
        }
        let conflicts = words::tell(versions, &tree, &clashes);
        let session = v1::from_tree(tree).map_err(MergeError::Misfit)?;
        Ok(Merged { session, conflicts })
    }
}

/// Merges again and again, each time keeping what would be missed, until nothing is.
fn settle(
    versions: Versions<'_>,
    choice: &dyn Fn(&[String]) -> Option<Take>,
) -> (Value, Vec<Clash>) {
    let mut kept = BTreeSet::new();
    loop {
        let mut three = Three::new(choice, &kept);
        let tree = three.value(versions).unwrap_or_default();
        let mut clashes = three.clashes;
        let missed: Vec<_> = references::missed(versions, &tree, &clashes)
            .into_iter()
            .filter(|path| !kept.contains(path))
            .collect();
        if missed.is_empty() {
            references::mark(&tree, &mut clashes);
            return (tree, clashes);
        }
        kept.extend(missed);
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn settled(base: &Value, ours: &Value, theirs: &Value) -> (Value, Vec<Clash>) {
        let (base, ours, theirs) = (Some(base), Some(ours), Some(theirs));
        settle(Versions { base, ours, theirs }, &|_| None)
    }

    #[test]
    fn fields_that_nobody_has_heard_of_merge_as_well() {
        let base = json!({
            "people": [{ "id": "p1", "present": true }],
            "rounds": [{ "id": "r1", "ballots": [{ "slip": "k3", "points": [["c", 1.0]] }] }],
        });
        let ours = json!({
            "people": [{ "id": "p1", "present": false }],
            "rounds": [{ "id": "r1", "ballots": [
                { "slip": "k3", "points": [["c", 2.0]] },
                { "voter": { "person": "p1" }, "method": "budget" },
            ] }],
            "agenda": [{ "id": "a", "minutes": 5.0 }],
        });
        let theirs = json!({
            "people": [{ "id": "p1", "present": true, "late": true }],
            "rounds": [{ "id": "r1", "ballots": [
                { "slip": "k3", "points": [["c", 1.0]] },
            ] }],
            "parked": [{ "id": "x", "topic": "Hosting" }],
        });
        let (tree, clashes) = settled(&base, &ours, &theirs);
        let wanted = json!({
            "people": [{ "id": "p1", "present": false, "late": true }],
            "rounds": [{ "id": "r1", "ballots": [
                { "slip": "k3", "points": [["c", 2.0]] },
                { "voter": { "person": "p1" }, "method": "budget" },
            ] }],
            "agenda": [{ "id": "a", "minutes": 5.0 }],
            "parked": [{ "id": "x", "topic": "Hosting" }],
        });
        assert_eq!(tree, wanted);
        assert!(clashes.is_empty());
    }

    #[test]
    fn lists_without_keys_and_different_words_are_taken_whole() {
        let base =
            json!({ "sizes": [1.0], "tags": ["a"], "twice": [{ "id": "a" }], "method": "points" });
        let ours = json!({
            "sizes": [1.0, 2.0], "tags": ["a", "b"], "twice": [{ "id": "a" }, { "id": "a" }],
            "method": { "budget": 100.0 },
        });
        let theirs = json!({
            "sizes": [3.0], "tags": ["a", "c"], "twice": [{ "id": "b" }], "method": { "ranking": ["x"] },
        });
        let (tree, clashes) = settled(&base, &ours, &theirs);
        let mut wanted = ours.clone();
        // Words that are there once each are a set, as those who have voted without a name are.
        wanted["tags"] = json!(["a", "b", "c"]);
        assert_eq!(tree, wanted);
        let paths: Vec<_> = clashes.iter().map(|clash| clash.path.concat()).collect();
        assert_eq!(paths, ["sizes", "twice", "method"]);
    }
}
