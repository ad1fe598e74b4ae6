//! A walk through the structs of a text of this format, and what is in them that it does not know.

use std::collections::HashSet;
use std::ops::Range;

use super::shape::{Inner, Shape};
use crate::session::Place;
use crate::store::cursor::{Cursor, bare};
use crate::store::keys::NAMING;

/// More fields that are not known than any later version will write.
const MAX_UNKNOWN: usize = 10_000;

/// A struct on the way.
pub(super) struct Visit {
    pub(super) place: Place,
    /// From its opening bracket to its closing one.
    pub(super) span: Range<usize>,
    /// Its fields that the format does not know.
    pub(super) unknown: Vec<Unknown>,
    /// Names of its fields that it does not have.
    pub(super) absent: Vec<&'static str>,
}

/// A field that the format does not know.
pub(super) struct Unknown {
    pub(super) name: Range<usize>,
    pub(super) value: Range<usize>,
    /// Where it ends, with a comma behind it.
    pub(super) end: usize,
}

/// What to look for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Wanted {
    /// Every struct.
    All,
    /// Those with fields that the format does not know.
    Unknown,
}

/// The structs of a text, inner ones first, and whether it could be understood to its end.
pub(super) fn walk(text: &str, shape: &'static Shape, wanted: Wanted) -> (Vec<Visit>, bool) {
    let cursor = Cursor::new(text);
    let mut walk = Walk { text, cursor, wanted, place: Vec::new(), visits: Vec::new(), unknown: 0 };
    let whole = walk.structure(shape).is_some();
    (walk.visits, whole)
}

struct Walk<'a> {
    text: &'a str,
    cursor: Cursor<'a>,
    wanted: Wanted,
    place: Place,
    visits: Vec<Visit>,
    /// How many fields that are not known there were so far.
    unknown: usize,
}

impl<'a> Walk<'a> {
    /// Steps over a struct and gives what it is known by, as it is written, or nothing where it
    /// does not say; none where the text is not to be understood.
    fn structure(&mut self, shape: &Shape) -> Option<&'a str> {
        if !self.cursor.open("(") {
            return self.cursor.value().map(|_| "");
        }
        let begin = self.cursor.at() - 1;
        let known = shape.fields.map(|fields| fields());
        let (mut unknown, mut seen, mut own) = (Vec::new(), HashSet::new(), [None; NAMING.len()]);
        while !self.cursor.eat(")") {
            let key = self.cursor.key()?;
            let name = bare(&self.text[key.clone()]);
            seen.insert(name);
            let mut stranger = None;
            if let Some(inner) = shape.inner(name) {
                self.place.push(name.to_owned());
                self.inner(inner)?;
                self.place.pop();
            } else {
                let value = self.cursor.value()?;
                if let Some(rank) = NAMING.iter().position(|naming| *naming == name) {
                    own[rank] = Some(&self.text[value.clone()]);
                }
                if known.is_some_and(|known| !known.contains(&name)) {
                    stranger = Some((key, value));
                }
            }
            let more = self.cursor.eat(",");
            if let Some((name, value)) = stranger {
                unknown.push(Unknown { name, value, end: self.cursor.at() });
                self.unknown += 1;
            }
            if self.unknown > MAX_UNKNOWN {
                return None;
            }
            if !more {
                self.cursor.eat(")").then_some(())?;
                break;
            }
        }
        if self.wanted == Wanted::All || !unknown.is_empty() {
            let absent = known.unwrap_or_default().iter().copied();
            self.visits.push(Visit {
                place: self.place.clone(),
                span: begin..self.cursor.at(),
                unknown,
                absent: absent.filter(|name| !seen.contains(name)).collect(),
            });
        }
        Some(own.into_iter().flatten().next().unwrap_or_default())
    }

    fn inner(&mut self, inner: Inner) -> Option<()> {
        match inner {
            Inner::One(shape) => self.structure(shape).map(drop),
            Inner::Named(shape) | Inner::Numbered(shape) => {
                if !self.cursor.eat("[") {
                    return self.cursor.value().map(drop);
                }
                for number in 0.. {
                    if self.cursor.eat("]") {
                        break;
                    }
                    let first = self.visits.len();
                    let depth = self.place.len();
                    self.place.push(number.to_string());
                    let name = self.structure(shape)?;
                    self.place.pop();
                    if let Inner::Named(_) = inner {
                        let name = ron::from_str::<String>(name).ok()?;
                        for visit in &mut self.visits[first..] {
                            visit.place[depth].clone_from(&name);
                        }
                    }
                    if !self.cursor.eat(",") {
                        self.cursor.eat("]").then_some(())?;
                        break;
                    }
                }
                Some(())
            }
            Inner::Words(words) => {
                let mut ahead = self.cursor;
                let word = ahead.word().map(|word| bare(&self.text[word]));
                match words.iter().find(|(known, _)| Some(*known) == word) {
                    Some((name, shape)) => {
                        self.place.push((*name).to_owned());
                        self.structure(shape)?;
                        self.place.pop();
                        Some(())
                    }
                    None => self.cursor.value().map(drop),
                }
            }
        }
    }
}
