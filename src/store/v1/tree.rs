//! A session of this format as a tree of plain values, for what works on every field alike. What
//! is not known is in it as it is written.

use std::collections::BTreeMap;

use serde::Deserialize as _;
use serde_json::{Map, Value};

use super::SessionFile;
use super::shape::{self, Inner, Shape};
use crate::session::{Kept, Place, Session};
use crate::store::keys::key_of;
use crate::store::probe::{FORMAT, SESSION_KIND};

/// What says that a text is a session, and is no part of one.
const HEAD: [&str; 3] = ["kind", "format", "needs"];

/// The field of a session whose entries are the same where they say the same. What is not known of
/// them is in a field of its own, by what they say.
const LOG: &str = "log";
pub(in crate::store) const OF_LOG: &str = "(log)";

/// The tree of a session. Numbers keep every digit; what is left out in a file is absent.
pub(in crate::store) fn to_tree(session: &Session) -> Value {
    // Only a key that is no text could fail, and the format has none.
    let mut tree = serde_json::to_value(SessionFile::of(session)).unwrap_or_default();
    if let Some(fields) = tree.as_object_mut() {
        fields.retain(|name, _| !HEAD.contains(&name.as_str()));
    }
    if !session.kept.is_empty() {
        let of_log = of_log(&tree, &session.kept);
        structs(&mut tree, &shape::SESSION, &mut Vec::new(), &mut |place, _, fields| {
            for (name, value) in session.kept.at(place) {
                fields.insert(name.clone(), value.as_str().into());
            }
        });
        if let (Some(fields), false) = (tree.as_object_mut(), of_log.is_empty()) {
            fields.insert(OF_LOG.to_owned(), of_log.into());
        }
    }
    tree
}

/// The session of a tree, or why it is none.
pub(in crate::store) fn from_tree(mut tree: Value) -> Result<Session, String> {
    let kept = take_kept(&mut tree);
    if let Some(fields) = tree.as_object_mut() {
        fields.insert("kind".to_owned(), SESSION_KIND.into());
        fields.insert("format".to_owned(), FORMAT.into());
    }
    let file = SessionFile::deserialize(&tree).map_err(|error| {
        let what = error.to_string();
        culprit(&tree, &what).map_or_else(|| what.clone(), |list| format!("{list}: {what}"))
    })?;
    file.into_sound_session(kept)
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

/// What is done at a place that has a shape, with the fields there.
type Act<'a> = dyn FnMut(&Place, &Shape, &mut Map<String, Value>) + 'a;

/// Goes through the structs of a tree, but for those of the log.
fn structs(value: &mut Value, shape: &Shape, place: &mut Place, act: &mut Act<'_>) {
    let Value::Object(fields) = value else { return };
    for (name, value) in fields.iter_mut() {
        place.push(name.clone());
        match (shape.inner(name), value) {
            (Some(Inner::One(shape)), value) => structs(value, shape, place, act),
            (Some(Inner::Named(shape)), Value::Array(rows)) => {
                for row in rows {
                    place.push(key_of(row).unwrap_or_default().to_owned());
                    structs(row, shape, place, act);
                    place.pop();
                }
            }
            (Some(Inner::Numbered(shape)), Value::Array(rows)) if name != LOG => {
                for (number, row) in rows.iter_mut().enumerate() {
                    place.push(number.to_string());
                    structs(row, shape, place, act);
                    place.pop();
                }
            }
            _ => {}
        }
        place.pop();
    }
    act(place, shape, fields);
}

/// What is kept of the log, by what its entries say.
fn of_log(tree: &Value, kept: &Kept) -> Map<String, Value> {
    let mut found = Map::new();
    for (place, fields) in kept.iter() {
        let [log, number, within @ ..] = place.as_slice() else { continue };
        let entry = number.parse::<usize>().ok().and_then(|number| tree.get(log)?.get(number));
        let (true, Some(entry)) = (log == LOG, entry) else { continue };
        let row = found.entry(entry.to_string()).or_insert_with(|| Map::new().into());
        for (name, value) in fields {
            let path = within.iter().chain([name]).map(String::as_str).collect::<Vec<_>>();
            row[path.join("/")] = value.as_str().into();
        }
    }
    found
}

/// Takes what is not known out of a tree.
fn take_kept(tree: &mut Value) -> Kept {
    let mut kept: BTreeMap<Place, Vec<(String, String)>> = BTreeMap::new();
    let of_log = tree.as_object_mut().and_then(|fields| fields.remove(OF_LOG));
    structs(tree, &shape::SESSION, &mut Vec::new(), &mut |place, shape, fields| {
        let known = shape.fields.map(|known| known()).unwrap_or_default();
        let (ours, strange) = std::mem::take(fields)
            .into_iter()
            .partition(|(name, _)| known.contains(&name.as_str()));
        *fields = ours;
        let strange: Map<String, Value> = strange;
        for (name, value) in strange {
            if let Value::String(value) = value {
                kept.entry(place.clone()).or_default().push((name, value));
            }
        }
    });
    let Some(Value::Object(mut of_log)) = of_log else { return Kept::new(kept) };
    let log = tree.get(LOG).and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    for (number, entry) in log.iter().enumerate() {
        // What says the same twice is told apart by nothing, so the first has it.
        let Some(Value::Object(fields)) = of_log.remove(&entry.to_string()) else { continue };
        for (path, value) in fields {
            let mut place = vec![LOG.to_owned(), number.to_string()];
            place.extend(path.split('/').map(str::to_owned));
            if let (Some(name), Value::String(value)) = (place.pop(), value) {
                kept.entry(place).or_default().push((name, value));
            }
        }
    }
    Kept::new(kept)
}

impl SessionFile {
    /// The session, unless it has a fault or could not be read again from a file.
    pub(super) fn into_sound_session(self, kept: Kept) -> Result<Session, String> {
        if let Some((_, what, _)) = self.repeated() {
            return Err(what);
        }
        if let Some(what) = self.muddle() {
            return Err(what);
        }
        let session = Session { kept, ..self.into_session() };
        if let Some(fault) = session.fault() {
            return Err(fault);
        }
        let text = super::write(&session).map_err(|error| error.to_string())?;
        match super::parse(&text) {
            Ok(read) if read.session == session => Ok(session),
            Ok(_) => Err("it would not be read as it was written".to_owned()),
            Err(problem) => Err(problem.what),
        }
    }
}
