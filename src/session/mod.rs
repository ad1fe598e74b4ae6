//! The document: what one decision session holds, and the edits that change it.
//!
//! Plain data. No files, no clock, no screen: times and random ids are handed in by the caller.
//! A [`Session`] is changed only by [`Session::apply`], which keeps the invariants: ids are
//! unique, references resolve, numbers are on their scales and counts under their caps. What
//! happened in the meeting is added by [`Session::log`], and never taken back.

pub mod agenda;
pub mod brief;
pub mod criterion;
pub mod edit;
pub mod evidence;
mod fault;
pub mod field;
pub mod guard;
pub mod history;
pub mod kept;
pub mod log;
pub mod note;
pub mod pair;
pub mod paper;
pub mod people;
pub mod record;
pub mod round;
mod rows;
pub mod value;

pub use agenda::{AgendaItem, Ending, FollowUp, MAX_MINUTES, Parked};
pub use brief::{Brief, Closeness, MustHave, Outcome};
pub use criterion::{Assessment, Confidence, Criterion, Origin};
pub use edit::{Edit, EditError, Item, ItemRef};
pub use evidence::{CardRef, Dossier, EvidenceEdit, Lab, Needs, Objection, Ruling, TeamRun};
pub use field::{Field, RecordField};
pub use guard::{guarded, unguarded};
pub use history::{History, Step};
pub use kept::{Kept, Place};
pub use log::{Drift, Entry, Event, OnAgenda};
pub use note::Note;
pub use pair::{Pair, Side};
pub use paper::{Comparison, Line, Paper};
pub use people::Participant;
pub use record::{Profile, Record, Status};
pub use round::{Ballot, Method, Pool, Round, RoundError, Voter, Way};
pub use value::{Id, MAX_TEXT, Points, Rating, Strength, ValueError, clean_text, thousands};

/// The most criteria a session may hold.
pub const MAX_CRITERIA: usize = 200;
/// The most people a session may hold.
pub const MAX_PEOPLE: usize = 500;
/// The most notes a session may hold.
pub const MAX_NOTES: usize = 5_000;
/// The most must-haves a session may hold.
pub const MAX_MUST_HAVES: usize = 100;
/// The most rounds of ballots a session may hold.
pub const MAX_ROUNDS: usize = 20;
/// The most items an agenda may hold.
pub const MAX_AGENDA: usize = 50;
/// The most things that may be parked, and the most follow-ups there may be.
pub const MAX_PARKED: usize = 500;
/// The most entries the log of a session may hold.
pub const MAX_LOG: usize = 2_000;

/// One decision: the frame, the criteria with points and ratings, the people, the notes and
/// the record.
#[derive(Clone, Debug, PartialEq)]
pub struct Session {
    /// Names this session among others, so that a ballot cannot land in the wrong one.
    pub id: Id,
    /// The names of the two sides.
    pub sides: Pair<String>,
    /// What is being decided.
    pub brief: Brief,
    /// What the sides are compared on, in the team's order.
    pub criteria: Vec<Criterion>,
    /// Who takes part.
    pub people: Vec<Participant>,
    /// The rounds of ballots, first to last.
    pub rounds: Vec<Round>,
    /// The parts of the meeting, first to last.
    pub agenda: Vec<AgendaItem>,
    /// What is put aside for later.
    pub parked: Vec<Parked>,
    /// What is to be done after the meeting.
    pub follow_ups: Vec<FollowUp>,
    /// What was said, oldest first.
    pub notes: Vec<Note>,
    /// What is held of measured evidence.
    pub evidence: Dossier,
    /// The decision as it will be remembered.
    pub record: Record,
    /// What happened in the meeting, first to last.
    pub log: Vec<Entry>,
    /// What its file holds beyond all this, for the next save.
    pub kept: Kept,
}

impl Session {
    /// An empty session between two sides.
    #[must_use]
    pub fn new(id: Id, sides: Pair<String>) -> Self {
        Self {
            id,
            sides,
            brief: Brief::default(),
            criteria: Vec::new(),
            people: Vec::new(),
            rounds: Vec::new(),
            agenda: Vec::new(),
            parked: Vec::new(),
            follow_ups: Vec::new(),
            notes: Vec::new(),
            evidence: Dossier::default(),
            record: Record::default(),
            log: Vec::new(),
            kept: Kept::default(),
        }
    }

    /// The criterion of that id.
    #[must_use]
    pub fn criterion(&self, id: &Id) -> Option<&Criterion> {
        self.criteria.iter().find(|c| &c.id == id)
    }

    /// The note of that id.
    #[must_use]
    pub fn note(&self, id: &Id) -> Option<&Note> {
        self.notes.iter().find(|n| &n.id == id)
    }

    /// The notes on one criterion, or those on the whole decision, oldest first.
    pub fn notes_on<'a>(&'a self, criterion: Option<&'a Id>) -> impl Iterator<Item = &'a Note> {
        self.notes.iter().filter(move |n| n.criterion.as_ref() == criterion)
    }

    /// The title, or words that stand in for a missing one.
    #[must_use]
    pub fn title(&self) -> &str {
        match self.brief.title.trim() {
            "" => "Untitled decision",
            title => title,
        }
    }
}
