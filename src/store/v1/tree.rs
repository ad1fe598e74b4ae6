//! A session of this format as a tree of plain values, for what works on every field alike.

use serde::Deserialize as _;
use serde_json::Value;

use super::SessionFile;
use super::rounds::Round;
use crate::session::Session;
use crate::store::probe::{FORMAT, SESSION_KIND};

/// What says that a text is a session, and is no part of one.
const HEAD: [&str; 3] = ["kind", "format", "needs"];

/// The tree of a session. Numbers keep every digit; what is left out in a file is absent.
pub(in crate::store) fn to_tree(session: &Session) -> Value {
    // Only a key that is no text could fail, and the format has none.
    let mut tree = serde_json::to_value(SessionFile::of(session)).unwrap_or_default();
    if let Some(fields) = tree.as_object_mut() {
        fields.retain(|name, _| !HEAD.contains(&name.as_str()));
    }
    tree
}

/// The session of a tree, or why it is none.
pub(in crate::store) fn from_tree(mut tree: Value) -> Result<Session, String> {
    if let Some(fields) = tree.as_object_mut() {
        fields.insert("kind".to_owned(), SESSION_KIND.into());
        fields.insert("format".to_owned(), FORMAT.into());
    }
    let file = SessionFile::deserialize(&tree).map_err(|error| {
        let what = error.to_string();
        culprit(&tree, &what).map_or_else(|| what.clone(), |list| format!("{list}: {what}"))
    })?;
    file.into_sound_session()
}

/// The list that a problem is in: without it, the problem would be another or none.
fn culprit(tree: &Value, what: &str) -> Option<String> {
    let lists = tree.as_object()?.iter().filter(|(_, value)| value.is_array());
    let gone = |name: &str| {
        let mut rest = tree.clone();
        rest.as_object_mut()?.insert(name.to_owned(), Value::Array(Vec::new()));
        SessionFile::deserialize(&rest).err().map(|error| error.to_string())
    };
    let found = lists.map(|(name, _)| name).find(|name| gone(name).as_deref() != Some(what))?;
    Some(found.replace('_', "-"))
}

impl SessionFile {
    /// The session, unless it has a fault or could not be read again from a file.
    pub(super) fn into_sound_session(self) -> Result<Session, String> {
        if let Some(id) = self.repeated() {
            return Err(format!("the id “{id}” is used twice"));
        }
        if let Some((what, _)) = self.rounds.iter().find_map(Round::muddle) {
            return Err(what);
        }
        let session = self.into_session();
        if let Some(fault) = session.fault() {
            return Err(fault);
        }
        let text = super::write(&session).map_err(|error| error.to_string())?;
        match super::parse(&text) {
            Ok(read) if read == session => Ok(session),
            Ok(_) => Err("it would not be read as it was written".to_owned()),
            Err(problem) => Err(problem.what),
        }
    }
}
