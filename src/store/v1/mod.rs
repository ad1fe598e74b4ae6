//! Format 1, as it is on disk. The structs are this file's own, so that the session's can change
//! while these stay; values and small words (points, sides, outcomes …) are shared, and what they
//! are called is part of the format.

mod check;
mod convert;
mod evidence;
mod rounds;
mod shape;
mod tree;
mod unfinished;
mod unknown;
mod walk;

use std::collections::BTreeSet;
use std::fmt;

use jiff::Timestamp;
use jiff::civil::Date;
use ron::ser::PrettyConfig;
use serde::de::{Error as _, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};

pub(in crate::store) use check::locate;
pub(in crate::store) use evidence::flaw_of;
pub(super) use tree::{OF_LOG, from_tree, to_tree};
pub(super) use unfinished::{Versions, merge_warnings, parse_merge, write_merge};

use super::losses::Losses;
use super::problem::LoadProblem;
use crate::session::evidence::{MAX_OBJECTIONS, MAX_RUNS, MAX_VERSIONS};
use crate::session::{
    self, Id, Kept, MAX_AGENDA, MAX_CRITERIA, MAX_LOG, MAX_MINUTES, MAX_MUST_HAVES, MAX_NOTES,
    MAX_PARKED, MAX_PEOPLE, MAX_ROUNDS, MAX_TEXT, Needs, Origin, Outcome, Pair, Points, Pool,
    Rating, RecordField, Session, Side, Status, Strength, ValueError,
};
use evidence::{Objection, TeamRun};
use rounds::Round;
use unknown::{Known, put_back};

/// From this depth on a file is written in one line: a ballot, or the points agreed on, so that a
/// round of hundreds of ballots stays small and each of them is one line of a diff.
const ONE_ITEM_A_LINE: usize = 4;

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
    #[serde(default, skip_serializing_if = "is_default")]
    closeness: Closeness,
    #[serde(default, skip_serializing_if = "is_default")]
    pool: Pool,
    #[serde(default = "yes", skip_serializing_if = "is_yes")]
    names_stored: bool,
    #[serde(default, deserialize_with = "capped::<_, _, MAX_CRITERIA>")]
    criteria: Vec<Criterion>,
    #[serde(default, deserialize_with = "capped::<_, _, MAX_PEOPLE>")]
    people: Vec<Participant>,
    #[serde(
        default,
        deserialize_with = "capped::<_, _, MAX_ROUNDS>",
        skip_serializing_if = "Vec::is_empty"
    )]
    rounds: Vec<Round>,
    #[serde(
        default,
        deserialize_with = "capped::<_, _, MAX_AGENDA>",
        skip_serializing_if = "Vec::is_empty"
    )]
    agenda: Vec<AgendaItem>,
    #[serde(
        default,
        deserialize_with = "capped::<_, _, MAX_PARKED>",
        skip_serializing_if = "Vec::is_empty"
    )]
    parked: Vec<Parked>,
    #[serde(
        default,
        deserialize_with = "capped::<_, _, MAX_PARKED>",
        skip_serializing_if = "Vec::is_empty"
    )]
    follow_ups: Vec<FollowUp>,
    #[serde(default, deserialize_with = "capped::<_, _, MAX_NOTES>")]
    notes: Vec<Note>,
    #[serde(default, skip_serializing_if = "Needs::is_empty")]
    matters: Needs,
    #[serde(
        default,
        deserialize_with = "capped::<_, _, MAX_VERSIONS>",
        skip_serializing_if = "Vec::is_empty"
    )]
    versions: Vec<(Text, Text)>,
    #[serde(
        default,
        deserialize_with = "capped::<_, _, MAX_OBJECTIONS>",
        skip_serializing_if = "Vec::is_empty"
    )]
    objections: Vec<Objection>,
    #[serde(
        default,
        deserialize_with = "capped::<_, _, MAX_RUNS>",
        skip_serializing_if = "Vec::is_empty"
    )]
    runs: Vec<TeamRun>,
    #[serde(default)]
    record: Record,
    #[serde(
        default,
        deserialize_with = "capped::<_, _, MAX_LOG>",
        skip_serializing_if = "Vec::is_empty"
    )]
    log: Vec<Entry>,
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

/// [`session::Confidence`] in words that are RON identifiers.
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
    #[serde(default = "usual_strength", skip_serializing_if = "is_usual")]
    strength: Strength,
    #[serde(default = "yes", skip_serializing_if = "is_yes")]
    present: bool,
}

const fn yes() -> bool {
    true
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "the signature that serde asks for")]
const fn is_yes(value: &bool) -> bool {
    *value
}

const fn usual_strength() -> Strength {
    Strength::ONE
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "the signature that serde asks for")]
fn is_usual(strength: &Strength) -> bool {
    *strength == Strength::ONE
}

fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}

/// [`session::Closeness`] in words that are RON identifiers.
#[derive(Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Closeness {
    Loose,
    #[default]
    Close,
    VeryClose,
}

/// A value that is there or not, written without `Some(…)` around it.
pub(super) mod plain {
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    #[expect(clippy::ref_option, reason = "the signature that serde asks for")]
    pub fn serialize<T: Serialize, S: Serializer>(
        value: &Option<T>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        match value {
            Some(value) => value.serialize(serializer),
            None => serializer.serialize_unit(),
        }
    }

    pub fn deserialize<'de, T: Deserialize<'de>, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Option<T>, D::Error> {
        T::deserialize(deserializer).map(Some)
    }
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct AgendaItem {
    id: Id,
    name: Text,
    #[serde(default)]
    minutes: Minutes,
}

/// Minutes that a part of the agenda may take.
#[derive(Clone, Copy, Default, Serialize, Deserialize)]
#[serde(try_from = "f64", into = "u16")]
struct Minutes(u16);

impl TryFrom<f64> for Minutes {
    type Error = String;

    fn try_from(number: f64) -> Result<Self, String> {
        // Adding zero turns -0.0 into 0.0.
        let same = |minutes: &u16| f64::from(*minutes).total_cmp(&(number + 0.0)).is_eq();
        (0..=MAX_MINUTES).find(same).map(Self).ok_or_else(|| {
            format!("minutes must be a whole number from 0 to {MAX_MINUTES}, found {number}")
        })
    }
}

impl From<Minutes> for u16 {
    fn from(minutes: Minutes) -> Self {
        minutes.0
    }
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Parked {
    id: Id,
    text: Text,
    #[serde(default, skip_serializing_if = "is_default")]
    done: bool,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct FollowUp {
    id: Id,
    text: Text,
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    owner: Text,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    due: Option<Date>,
    #[serde(default, skip_serializing_if = "is_default")]
    done: bool,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    at: Timestamp,
    event: Event,
}

/// [`session::Event`] in words that are RON identifiers.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Event {
    WeightsAgreed(#[serde(deserialize_with = "capped::<_, _, MAX_CRITERIA>")] Vec<(Id, Points)>),
    WeightsReopened,
    UncoveredEarly,
    RoundOpened(Id),
    RoundRevealed(Id),
    RoundCancelled,
    BallotTakenBack(Id),
    Overridden {
        criterion: Id,
        ballots: Points,
        points: Points,
        reason: Text,
    },
    AgendaStarted {
        item: Id,
        name: Text,
        #[serde(default)]
        minutes: Minutes,
    },
    AgendaEnded,
    CardOpened {
        #[serde(default, with = "plain", skip_serializing_if = "Option::is_none")]
        run: Option<Id>,
        card: Id,
        #[serde(default, skip_serializing_if = "Text::is_empty")]
        question: Text,
        criterion: Id,
        #[serde(default, with = "plain", skip_serializing_if = "Option::is_none")]
        left: Option<Rating>,
        #[serde(default, with = "plain", skip_serializing_if = "Option::is_none")]
        right: Option<Rating>,
    },
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
    superseded_by: Text,
    #[serde(skip_serializing_if = "Text::is_empty")]
    confirmation: Text,
    #[serde(skip_serializing_if = "BTreeSet::is_empty")]
    left_empty: BTreeSet<RecordField>,
}

/// A text that has been cleaned and is not too long.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub(super) struct Text(String);

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
pub(super) fn capped<'de, D, T, const MAX: usize>(deserializer: D) -> Result<Vec<T>, D::Error>
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

/// A session as it was read.
pub(super) struct Parsed {
    pub(super) session: Session,
    /// What in the text is not known, and is kept.
    pub(super) warnings: Vec<LoadProblem>,
    /// What a save cannot keep.
    pub(super) loses: Losses,
}

/// Reads a session of this format, and says what in it is not known.
pub(super) fn parse(text: &str) -> Result<Parsed, Box<LoadProblem>> {
    let known = Known::of(text, &shape::SESSION)?;
    let file: SessionFile = known.read()?;
    file.check(text, &[]).map_err(|problem| known.misspelt().unwrap_or(problem))?;
    let session = Session { kept: Kept::new(known.kept()), ..file.into_session() };
    Ok(Parsed { session, warnings: known.warnings(), loses: known.loses() })
}

/// The text of a session in this format.
pub(super) fn write(session: &Session) -> Result<String, ron::Error> {
    let mut text = ron::ser::to_string_pretty(
        &SessionFile::of(session).in_columns(),
        pretty(ONE_ITEM_A_LINE),
    )?;
    text.push('\n');
    Ok(put_back(text, &shape::SESSION, &session.kept))
}

/// How texts are laid out: what is deeper than this is in one line.
fn pretty(depth: usize) -> PrettyConfig {
    // Without escapes, a note of several lines stays one of several lines in the file.
    PrettyConfig::new().new_line("\n").escape_strings(false).depth_limit(depth)
}

impl SessionFile {
    /// The same as small as it is written.
    fn in_columns(mut self) -> Self {
        self.rounds = self.rounds.into_iter().map(Round::in_columns).collect();
        self
    }
}
