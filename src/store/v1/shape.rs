//! Which fields format 1 has where, for what it does not know: the names of fields come from the
//! structs themselves, and the table says only what stands in what.

use serde::de::value::Error;
use serde::de::{Deserialize, Deserializer, Error as _, Visitor};
use serde::forward_to_deserialize_any;

use super::rounds::{Ballot, Round};
use super::{
    AgendaItem, Assessed, Criterion, Entry, FollowUp, MustHave, Note, Objection, Parked,
    Participant, Record, SessionFile, TeamRun,
};
use crate::session::Pair;
use crate::session::evidence::{
    Card, Fact, Needs, Run, Seen, SeenCard, Sent, Suggestion, Timed, Variant,
};

/// What a struct looks like.
pub(super) struct Shape {
    /// The names of its fields; none where those that are not known are not to be kept.
    pub(super) fields: Option<fn() -> &'static [&'static str]>,
    /// Fields that hold structs.
    inner: &'static [(&'static str, Inner)],
}

/// What a field holds.
#[derive(Clone, Copy)]
pub(super) enum Inner {
    /// A struct.
    One(&'static Shape),
    /// Structs that are known by a name of their own.
    Named(&'static Shape),
    /// Structs that are known by their number.
    Numbered(&'static Shape),
    /// Words, some of which are followed by fields.
    Words(&'static [(&'static str, Shape)]),
}

impl Shape {
    /// What a field holds, where that is more than a value.
    pub(super) fn inner(&self, field: &str) -> Option<Inner> {
        self.inner.iter().find(|(name, _)| *name == field).map(|(_, inner)| *inner)
    }
}

const fn plain(fields: fn() -> &'static [&'static str]) -> Shape {
    Shape { fields: Some(fields), inner: &[] }
}

static CRITERION: Shape = Shape {
    fields: Some(names::<Criterion>),
    inner: &[("left", Inner::One(&ASSESSED)), ("right", Inner::One(&ASSESSED))],
};
static ASSESSED: Shape = plain(names::<Assessed>);
static MUST_HAVE: Shape = plain(names::<MustHave>);
static PERSON: Shape = plain(names::<Participant>);
static ROUND: Shape =
    Shape { fields: Some(names::<Round>), inner: &[("ballots", Inner::Named(&BALLOT))] };
static BALLOT: Shape = plain(names::<Ballot>);
static AGENDA_ITEM: Shape = plain(names::<AgendaItem>);
static PARKED: Shape = plain(names::<Parked>);
static FOLLOW_UP: Shape = plain(names::<FollowUp>);
static NOTE: Shape = plain(names::<Note>);
static NEEDS: Shape = plain(names::<Needs>);
static OBJECTION: Shape = plain(names::<Objection>);
static TEAM_RUN: Shape = Shape {
    fields: Some(names::<TeamRun>),
    inner: &[
        ("cards", Inner::Named(&CARD)),
        ("sqlite", Inner::Numbered(&SEEN_CARD)),
        ("postgresql", Inner::Numbered(&SEEN_CARD)),
        ("times", Inner::Numbered(&TIMED)),
        ("run", Inner::One(&RUN)),
    ],
};
static CARD: Shape = Shape {
    fields: Some(names::<Card>),
    inner: &[
        ("applies", Inner::One(&NEEDS)),
        ("suggests", Inner::Numbered(&SUGGESTION)),
        ("variants", Inner::Named(&VARIANT)),
    ],
};
static SUGGESTION: Shape = plain(names::<Suggestion>);
static VARIANT: Shape = plain(names::<Variant>);
static SEEN_CARD: Shape =
    Shape { fields: Some(names::<SeenCard>), inner: &[("seen", Inner::Numbered(&SEEN))] };
static SEEN: Shape = Shape {
    fields: Some(names::<Seen>),
    inner: &[("sql", Inner::Numbered(&SENT)), ("facts", Inner::Numbered(&FACT))],
};
static SENT: Shape = plain(names::<Sent>);
static FACT: Shape = plain(names::<Fact>);
static TIMED: Shape = plain(names::<Timed>);
static RUN: Shape = plain(names::<Run>);
static RECORD: Shape = plain(names::<Record>);
static SIDES: Shape = plain(names::<Pair<String>>);
static ENTRY: Shape =
    Shape { fields: Some(names::<Entry>), inner: &[("event", Inner::Words(&EVENTS))] };
static EVENTS: [(&str, Shape); 3] = [
    ("overridden", plain(|| &["criterion", "ballots", "points", "reason"])),
    ("agenda_started", plain(|| &["item", "name", "minutes"])),
    ("card_opened", plain(|| &["run", "card", "question", "criterion", "left", "right"])),
];

/// Of a session.
pub(super) static SESSION: Shape = Shape {
    fields: Some(names::<SessionFile>),
    inner: &[
        ("sides", Inner::One(&SIDES)),
        ("must_haves", Inner::Named(&MUST_HAVE)),
        ("criteria", Inner::Named(&CRITERION)),
        ("people", Inner::Named(&PERSON)),
        ("rounds", Inner::Named(&ROUND)),
        ("agenda", Inner::Named(&AGENDA_ITEM)),
        ("parked", Inner::Named(&PARKED)),
        ("follow_ups", Inner::Named(&FOLLOW_UP)),
        ("notes", Inner::Named(&NOTE)),
        ("matters", Inner::One(&NEEDS)),
        ("objections", Inner::Named(&OBJECTION)),
        ("runs", Inner::Named(&TEAM_RUN)),
        ("record", Inner::One(&RECORD)),
        ("log", Inner::Numbered(&ENTRY)),
    ],
};

/// Of an unfinished merge, which has only what is written here around its versions.
pub(super) static MERGE: Shape = Shape {
    fields: None,
    inner: &[
        ("base", Inner::One(&SESSION)),
        ("ours", Inner::One(&SESSION)),
        ("theirs", Inner::One(&SESSION)),
    ],
};

/// A place in the user's words.
pub(super) fn called(place: &[String]) -> String {
    let place: Vec<&str> = place.iter().map(String::as_str).collect();
    match place.as_slice() {
        [] => "the session".to_owned(),
        [version @ ("base" | "ours" | "theirs"), rest @ ..] => {
            let rest: Vec<String> = rest.iter().map(|step| (*step).to_owned()).collect();
            format!("{} of the version `{version}`", called(&rest))
        }
        [one] => format!("`{one}`"),
        ["rounds", round, "ballots", voter] => format!("ballot `{voter}` of round `{round}`"),
        ["log", number, ..] => {
            format!("entry {} of the log", number.parse().map_or(0, |n: usize| n + 1))
        }
        [list, id] => {
            let one = match *list {
                "must_haves" => "must-have",
                "criteria" => "criterion",
                "people" => "participant",
                "rounds" => "round",
                "agenda" => "agenda item",
                "parked" => "parked item",
                "follow_ups" => "follow-up",
                "notes" => "note",
                "objections" => "objection",
                "runs" => "run of the lab",
                list => list,
            };
            format!("{one} `{id}`")
        }
        [list, id, side, ..] => {
            format!("`{side}` of {}", called(&[(*list).to_owned(), (*id).to_owned()]))
        }
    }
}

/// The names that serde knows the fields of a struct by.
fn names<'de, T: Deserialize<'de>>() -> &'static [&'static str] {
    let mut found: &[&str] = &[];
    // It is only asked what it wants, and given nothing.
    let _ = T::deserialize(Asked(&mut found));
    found
}

struct Asked<'a>(&'a mut &'static [&'static str]);

impl<'de> Deserializer<'de> for Asked<'_> {
    type Error = Error;

    fn deserialize_any<V: Visitor<'de>>(self, _: V) -> Result<V::Value, Error> {
        Err(Error::custom("no struct"))
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        fields: &'static [&'static str],
        _: V,
    ) -> Result<V::Value, Error> {
        *self.0 = fields;
        Err(Error::custom("asked"))
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option
        unit unit_struct newtype_struct seq tuple tuple_struct map enum identifier ignored_any
    }
}
