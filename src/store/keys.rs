//! What the things in a list are known by, so that two versions of a list can be laid side by
//! side, whatever the list is of.

use serde_json::Value;

/// A list by what its things are known by, each once.
pub(super) type Keyed<'a> = Vec<(&'a str, &'a Value)>;

/// The fields that name a thing among others, and the first that is there counts.
pub(super) const NAMING: [&str; 4] = ["id", "person", "slip", "voter"];

/// What a thing is known by: its id, or whose it is, or the first half of a pair, or itself.
pub(super) fn key_of(value: &Value) -> Option<&str> {
    match value {
        Value::Object(fields) => {
            let name = NAMING.iter().find_map(|name| fields.get(*name))?;
            name.as_str().or_else(|| key_of(name))
        }
        Value::Array(_) => pair(value).map(|(key, _)| key),
        // A list of ids or words, each once, is a set.
        Value::String(word) => Some(word),
        _ => None,
    }
}

/// The halves of a pair such as `("migrations", 50)`.
pub(super) fn pair(value: &Value) -> Option<(&str, &Value)> {
    match value.as_array().map(Vec::as_slice) {
        Some([Value::String(key), value]) => Some((key, value)),
        _ => None,
    }
}

/// What a thing in a list is, without the name that it goes by there.
pub(super) fn content(value: &Value) -> &Value {
    pair(value).map_or(value, |(_, value)| value)
}

/// A list by keys; none where something has no key, or two things have the same.
pub(super) fn keyed(list: &[Value]) -> Option<Keyed<'_>> {
    let rows: Keyed<'_> =
        list.iter().map(|row| key_of(row).map(|key| (key, row))).collect::<Option<_>>()?;
    let mut seen = std::collections::HashSet::new();
    rows.iter().all(|(key, _)| seen.insert(*key)).then_some(rows)
}

/// The same for a list that may be left out, which is an empty one; none for what is no list.
pub(super) fn keyed_or_absent(value: Option<&Value>) -> Option<Keyed<'_>> {
    match value {
        None => Some(Vec::new()),
        Some(Value::Array(list)) => keyed(list),
        Some(_) => None,
    }
}

/// Whether there is nothing: a field that is left out, or holds nothing.
pub(super) fn nothing(value: Option<&Value>) -> bool {
    value.is_none_or(Value::is_null)
}

/// The value at a path of field names and keys.
pub(super) fn at<'a>(tree: &'a Value, path: &[String]) -> Option<&'a Value> {
    path.iter().try_fold(tree, |value, step| match value {
        Value::Object(fields) => fields.get(step),
        Value::Array(list) => list.iter().find(|row| key_of(row) == Some(step)).map(content),
        _ => None,
    })
}
