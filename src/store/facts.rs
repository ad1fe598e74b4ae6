//! What can be told of a file before anybody takes it over.

use std::collections::BTreeSet;
use std::path::Path;

use jiff::Timestamp;
use serde_json::Value;

use super::v1;
use crate::session::Session;

/// What the file system knows of a file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Facts {
    /// Its size, in bytes.
    pub bytes: u64,
    /// When it was written last, where the system tells.
    pub modified: Option<Timestamp>,
    /// Whether it may not be written.
    pub read_only: bool,
}

impl Facts {
    /// Of a file; nothing where the system does not tell.
    #[must_use]
    pub fn of(path: &Path) -> Self {
        let Ok(metadata) = path.metadata() else { return Self::default() };
        let modified = metadata.modified().ok().and_then(|time| Timestamp::try_from(time).ok());
        Self { bytes: metadata.len(), modified, read_only: metadata.permissions().readonly() }
    }

    /// The size as it is read: `12 kB`.
    #[must_use]
    pub fn size(&self) -> String {
        const KILO: u64 = 1000;
        match self.bytes {
            bytes if bytes < KILO => format!("{bytes} bytes"),
            bytes if bytes < KILO * KILO => format!("{} kB", bytes.div_ceil(KILO)),
            bytes => format!("{} MB", bytes.div_ceil(KILO * KILO)),
        }
    }
}

/// What the texts of a session have in them that somebody should know of first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Oddities {
    /// Where links lead to, each host once.
    pub hosts: BTreeSet<String>,
    /// How many texts held characters that disguise what is written; a mark stands for each.
    pub disguised: usize,
}

impl Oddities {
    /// Of every text of a session.
    #[must_use]
    pub fn of(session: &Session) -> Self {
        let mut found = Self::default();
        found.take(&v1::to_tree(session));
        found
    }

    fn take(&mut self, value: &Value) {
        match value {
            Value::String(text) => {
                self.hosts.extend(hosts(text));
                self.disguised += usize::from(text.contains(char::REPLACEMENT_CHARACTER));
            }
            Value::Array(rows) => rows.iter().for_each(|row| self.take(row)),
            Value::Object(fields) => fields.values().for_each(|field| self.take(field)),
            Value::Null | Value::Bool(_) | Value::Number(_) => {}
        }
    }
}

/// The hosts of the links in a text.
fn hosts(text: &str) -> impl Iterator<Item = String> {
    let afters = text.match_indices("://").filter_map(|(at, found)| text.get(at + found.len()..));
    afters.filter_map(|after| {
        let ends = |c: char| c.is_whitespace() || "/?#\"'<>()[]\\,;".contains(c);
        let authority = after.split(ends).next().unwrap_or_default();
        // What stands before an @ is no host, however much it looks like one.
        let host = authority.rsplit('@').next().unwrap_or_default();
        let host = host.trim_end_matches(['.', ':']).to_lowercase();
        (!host.is_empty()).then_some(host)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_leads_to_what_stands_after_the_at() {
        let text = "See https://good.example@bad.example/x, (http://Wiki.example:8080?q) and a://";
        let found: Vec<_> = hosts(text).collect();
        assert_eq!(found, ["bad.example", "wiki.example:8080"]);
    }
}
