//! Format 1, as it is on disk. The structs are this file's own, so that the session's can change
//! while these stay; values and small words (points, sides, outcomes …) are shared, and what they
//! are called is part of the format.

use std::collections::HashSet;
use std::fmt;

use jiff::Timestamp;
use jiff::civil::Date;
use ron::ser::PrettyConfig;
use serde::de::{Error as _, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};

use super::probe::{FORMAT, SESSION_KIND};
use super::problem::LoadProblem;
use super::scan;
use crate::session::{
    self, Assessment, Brief, Confidence, Id, MAX_CRITERIA, MAX_MUST_HAVES, MAX_NOTES, MAX_PEOPLE,
    MAX_TEXT, Origin, Outcome, Pair, Points, Rating, Session, Side, Status, ValueError,
};

/// More answers than any catalogue asks questions.
const MAX_ANSWERS: usize = 100;

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct SessionFile {
    kind: String,
    format: u32,
    #[serde(default)]
    needs: Vec<String>,
    id: Id,
    sides: Pair<Text>,
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    title: Text,
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    question: Text,
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    context: Text,
    #[serde(default, deserialize_with = "capped::<_, _, MAX_ANSWERS>")]
    answers: Vec<(Id, Id)>,
    #[serde(default, deserialize_with = "capped::<_, _, MAX_MUST_HAVES>")]
    must_haves: Vec<MustHave>,
    #[serde(default, deserialize_with = "capped::<_, _, MAX_CRITERIA>")]
    criteria: Vec<Criterion>,
    #[serde(default, deserialize_with = "capped::<_, _, MAX_PEOPLE>")]
    people: Vec<Participant>,
    #[serde(default, deserialize_with = "capped::<_, _, MAX_NOTES>")]
    notes: Vec<Note>,
    #[serde(default)]
    record: Record,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct MustHave {
    id: Id,
    name: Text,
    #[serde(default)]
    left: Outcome,
    #[serde(default)]
    right: Outcome,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Criterion {
    id: Id,
    name: Text,
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    definition: Text,
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    low: Text,
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    high: Text,
    points: Points,
    left: Assessed,
    right: Assessed,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Assessed {
    rating: Rating,
    #[serde(default)]
    origin: Origin,
    #[serde(default)]
    confidence: Sureness,
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    claim: Text,
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    reason: Text,
}

/// [`Confidence`] in words that are RON identifiers.
#[derive(Clone, Copy, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Sureness {
    Guess,
    #[default]
    FairlySure,
    Sure,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Participant {
    id: Id,
    name: Text,
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    role: Text,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Note {
    id: Id,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    criterion: Option<Id>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    side: Option<Side>,
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    author: Text,
    written: Timestamp,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    edited: Option<Timestamp>,
    text: Text,
}

#[derive(Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Record {
    status: Status,
    #[serde(skip_serializing_if = "Option::is_none")]
    decided_on: Option<Date>,
    #[serde(skip_serializing_if = "Option::is_none")]
    choice: Option<Side>,
    #[serde(skip_serializing_if = "Text::is_empty")]
    title: Text,
    #[serde(skip_serializing_if = "Text::is_empty")]
    because: Text,
    #[serde(skip_serializing_if = "Text::is_empty")]
    good: Text,
    #[serde(skip_serializing_if = "Text::is_empty")]
    bad: Text,
    #[serde(skip_serializing_if = "Text::is_empty")]
    dissent: Text,
    #[serde(skip_serializing_if = "Text::is_empty")]
    deciders: Text,
    #[serde(skip_serializing_if = "Text::is_empty")]
    consulted: Text,
    #[serde(skip_serializing_if = "Text::is_empty")]
    informed: Text,
    #[serde(skip_serializing_if = "Option::is_none")]
    review_on: Option<Date>,
    #[serde(skip_serializing_if = "Text::is_empty")]
    review_trigger: Text,
    #[serde(skip_serializing_if = "Text::is_empty")]
    supersedes: Text,
    #[serde(skip_serializing_if = "Text::is_empty")]
    confirmation: Text,
}

/// A text that has been cleaned and is not too long.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
struct Text(String);

impl Text {
    fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    fn of(text: &str) -> Self {
        Self(text.to_owned())
    }
}

impl TryFrom<String> for Text {
    type Error = ValueError;

    fn try_from(text: String) -> Result<Self, ValueError> {
        let found = text.chars().count();
        if found > MAX_TEXT {
            return Err(ValueError::Text { found });
        }
        Ok(Self(session::clean_text(&text)))
    }
}

impl From<Text> for String {
    fn from(text: Text) -> Self {
        text.0
    }
}

/// A list that stops being read at its cap, so that a hostile file cannot fill the memory.
fn capped<'de, D, T, const MAX: usize>(deserializer: D) -> Result<Vec<T>, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de>,
{
    struct Capped<T, const MAX: usize>(std::marker::PhantomData<T>);

    impl<'de, T: Deserialize<'de>, const MAX: usize> Visitor<'de> for Capped<T, MAX> {
        type Value = Vec<T>;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            write!(f, "a list of at most {MAX} items")
        }

        fn visit_seq<A: SeqAccess<'de>>(self, mut rows: A) -> Result<Vec<T>, A::Error> {
            let mut list = Vec::new();
            while let Some(row) = rows.next_element()? {
                if list.len() == MAX {
                    return Err(A::Error::custom(format!("there are more than {MAX} items here")));
                }
                list.push(row);
            }
            Ok(list)
        }
    }

    deserializer.deserialize_seq(Capped::<T, MAX>(std::marker::PhantomData))
}

/// Reads a session of this format.
pub(super) fn parse(text: &str) -> Result<Session, Box<LoadProblem>> {
    let file: SessionFile = ron::from_str(text).map_err(|error| explain(text, &error))?;
    if let Some(repeated) = file.repeated() {
        return Err(point_at(text, &repeated, 1, &format!("the id “{repeated}” is used twice")));
    }
    let ids: HashSet<&Id> = file.criteria.iter().map(|c| &c.id).collect();
    for id in file.notes.iter().filter_map(|note| note.criterion.as_ref()) {
        if !ids.contains(id) {
            let what = format!("a note is about “{id}”, which is no criterion of this session");
            return Err(point_at(text, id, 0, &what));
        }
    }
    Ok(file.into_session())
}

/// The text of a session in this format.
pub(super) fn write(session: &Session) -> Result<String, ron::Error> {
    // Without escapes, a note of several lines stays one of several lines in the file.
    let pretty = PrettyConfig::new().new_line("\n").escape_strings(false);
    let mut text = ron::ser::to_string_pretty(&SessionFile::of(session), pretty)?;
    text.push('\n');
    Ok(text)
}

/// A problem with an id, at its occurrence after `skip` earlier ones.
fn point_at(text: &str, id: &Id, skip: usize, what: &str) -> Box<LoadProblem> {
    let place = scan::strings(text, id.as_str()).nth(skip).unwrap_or(0..0);
    let fix = "Give each item an id of its own, and name only ids that exist.";
    LoadProblem::at(text, place.start, place.end, what, fix)
}

/// The parser's error in a user's words.
fn explain(text: &str, error: &ron::error::SpannedError) -> Box<LoadProblem> {
    use ron::Error;

    let offset = |position: ron::error::Position| {
        let lines: usize =
            text.split_inclusive('\n').take(position.line.saturating_sub(1)).map(str::len).sum();
        let rest = text.get(lines..).unwrap_or_default();
        lines + rest.chars().take(position.col.saturating_sub(1)).map(char::len_utf8).sum::<usize>()
    };
    let start = offset(error.span.start);
    let end = offset(error.span.end);
    let (what, fix) = match &error.code {
        Error::NoSuchStructField { expected, found, .. } => {
            let near = nearest(found, expected);
            let fix = near.map_or_else(
                || format!("The fields here are {}.", expected.join(", ")),
                |near| format!("Did you mean `{near}`?"),
            );
            (format!("unknown field `{found}`"), fix)
        }
        Error::NoSuchEnumVariant { expected, found, .. } => {
            let near = nearest(found, expected);
            let fix = near.map_or_else(
                || format!("It is one of {}.", expected.join(", ")),
                |near| format!("Did you mean `{near}`?"),
            );
            (format!("`{found}` is no value here"), fix)
        }
        Error::MissingStructField { field, .. } => {
            (format!("the field `{field}` is missing"), format!("Add `{field}` before this place."))
        }
        Error::DuplicateStructField { field, .. } => {
            (format!("the field `{field}` is here twice"), "Keep one of the two.".to_owned())
        }
        Error::Message(message) => {
            (message.clone(), "Correct the value and open the file again.".to_owned())
        }
        Error::Eof => {
            let fix = "The file was cut off; a .bak beside it is the version before.".to_owned();
            ("the file ends too early".to_owned(), fix)
        }
        code => {
            let fix = "Check the brackets, commas and quotes around this place.".to_owned();
            (lower_first(&code.to_string()), fix)
        }
    };
    LoadProblem::at(text, start, end, &what, &fix)
}

fn nearest<'a>(found: &str, expected: &[&'a str]) -> Option<&'a str> {
    let scored = expected.iter().map(|name| (strsim::damerau_levenshtein(found, name), *name));
    scored.min().filter(|(distance, _)| *distance <= 2).map(|(_, name)| name)
}

fn lower_first(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |c| c.to_lowercase().chain(chars).collect())
}

impl SessionFile {
    /// An id that two items of one kind share.
    fn repeated(&self) -> Option<Id> {
        fn twice<'a>(ids: impl Iterator<Item = &'a Id>) -> Option<Id> {
            let mut seen = HashSet::new();
            ids.into_iter().find(|id| !seen.insert(*id)).cloned()
        }
        twice(self.criteria.iter().map(|row| &row.id))
            .or_else(|| twice(self.must_haves.iter().map(|row| &row.id)))
            .or_else(|| twice(self.people.iter().map(|row| &row.id)))
            .or_else(|| twice(self.notes.iter().map(|row| &row.id)))
            .or_else(|| twice(self.answers.iter().map(|(question, _)| question)))
    }

    fn of(session: &Session) -> Self {
        let Session { id, sides, brief, criteria, people, notes, record } = session;
        Self {
            kind: SESSION_KIND.to_owned(),
            format: FORMAT,
            needs: Vec::new(),
            id: id.clone(),
            sides: sides.as_ref().map(|name| Text::of(name)),
            title: Text::of(&brief.title),
            question: Text::of(&brief.question),
            context: Text::of(&brief.context),
            answers: brief
                .answers
                .iter()
                .map(|(question, answer)| (question.clone(), answer.clone()))
                .collect(),
            must_haves: brief.must_haves.iter().map(MustHave::of).collect(),
            criteria: criteria.iter().map(Criterion::of).collect(),
            people: people.iter().map(Participant::of).collect(),
            notes: notes.iter().map(Note::of).collect(),
            record: Record::of(record),
        }
    }

    fn into_session(self) -> Session {
        Session {
            id: self.id,
            sides: self.sides.map(|name| name.0),
            brief: Brief {
                title: self.title.0,
                question: self.question.0,
                context: self.context.0,
                answers: self.answers.into_iter().collect(),
                must_haves: self.must_haves.into_iter().map(MustHave::into_session).collect(),
            },
            criteria: self.criteria.into_iter().map(Criterion::into_session).collect(),
            people: self.people.into_iter().map(Participant::into_session).collect(),
            notes: self.notes.into_iter().map(Note::into_session).collect(),
            record: self.record.into_session(),
        }
    }
}

impl MustHave {
    fn of(row: &session::MustHave) -> Self {
        Self {
            id: row.id.clone(),
            name: Text::of(&row.name),
            left: row.outcome.left,
            right: row.outcome.right,
        }
    }

    fn into_session(self) -> session::MustHave {
        session::MustHave {
            id: self.id,
            name: self.name.0,
            outcome: Pair::new(self.left, self.right),
        }
    }
}

impl Criterion {
    fn of(row: &session::Criterion) -> Self {
        Self {
            id: row.id.clone(),
            name: Text::of(&row.name),
            definition: Text::of(&row.definition),
            low: Text::of(&row.low),
            high: Text::of(&row.high),
            points: row.points,
            left: Assessed::of(&row.sides.left),
            right: Assessed::of(&row.sides.right),
        }
    }

    fn into_session(self) -> session::Criterion {
        session::Criterion {
            id: self.id,
            name: self.name.0,
            definition: self.definition.0,
            low: self.low.0,
            high: self.high.0,
            points: self.points,
            sides: Pair::new(self.left, self.right).map(Assessed::into_session),
        }
    }
}

impl Assessed {
    fn of(row: &Assessment) -> Self {
        Self {
            rating: row.rating,
            origin: row.origin,
            confidence: match row.confidence {
                Confidence::Guess => Sureness::Guess,
                Confidence::FairlySure => Sureness::FairlySure,
                Confidence::Sure => Sureness::Sure,
            },
            claim: Text::of(&row.claim),
            reason: Text::of(&row.reason),
        }
    }

    fn into_session(self) -> Assessment {
        Assessment {
            rating: self.rating,
            origin: self.origin,
            confidence: match self.confidence {
                Sureness::Guess => Confidence::Guess,
                Sureness::FairlySure => Confidence::FairlySure,
                Sureness::Sure => Confidence::Sure,
            },
            claim: self.claim.0,
            reason: self.reason.0,
        }
    }
}

impl Participant {
    fn of(row: &session::Participant) -> Self {
        Self { id: row.id.clone(), name: Text::of(&row.name), role: Text::of(&row.role) }
    }

    fn into_session(self) -> session::Participant {
        session::Participant { id: self.id, name: self.name.0, role: self.role.0 }
    }
}

impl Note {
    fn of(row: &session::Note) -> Self {
        Self {
            id: row.id.clone(),
            criterion: row.criterion.clone(),
            side: row.side,
            author: Text::of(&row.author),
            written: row.written,
            edited: row.edited,
            text: Text::of(&row.text),
        }
    }

    fn into_session(self) -> session::Note {
        session::Note {
            id: self.id,
            criterion: self.criterion,
            side: self.side,
            author: self.author.0,
            written: self.written,
            edited: self.edited,
            text: self.text.0,
        }
    }
}

impl Record {
    fn of(row: &session::Record) -> Self {
        Self {
            status: row.status,
            decided_on: row.decided_on,
            choice: row.choice,
            review_on: row.review_on,
            title: Text::of(&row.title),
            because: Text::of(&row.because),
            good: Text::of(&row.good),
            bad: Text::of(&row.bad),
            dissent: Text::of(&row.dissent),
            deciders: Text::of(&row.deciders),
            consulted: Text::of(&row.consulted),
            informed: Text::of(&row.informed),
            review_trigger: Text::of(&row.review_trigger),
            supersedes: Text::of(&row.supersedes),
            confirmation: Text::of(&row.confirmation),
        }
    }

    fn into_session(self) -> session::Record {
        session::Record {
            status: self.status,
            decided_on: self.decided_on,
            choice: self.choice,
            review_on: self.review_on,
            title: self.title.0,
            because: self.because.0,
            good: self.good.0,
            bad: self.bad.0,
            dissent: self.dissent.0,
            deciders: self.deciders.0,
            consulted: self.consulted.0,
            informed: self.informed.0,
            review_trigger: self.review_trigger.0,
            supersedes: self.supersedes.0,
            confirmation: self.confirmation.0,
        }
    }
}
