//! The decision as plain data: everything that any page says, made once from session and verdict.

mod build;

pub use build::{Source, Telling};

use jiff::civil::Date;
use serde::Serialize;

use super::Origin;
pub use crate::analysis::Passage;
use crate::session::{Pair, Side, Status};

/// Everything that a page can say of a decision. Texts are finished sentences and may hold
/// anything that people typed: a format escapes them, always.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Summary {
    /// The session's id, by which its records are known again.
    pub id: String,
    /// The decision's own title: `Use Django ORM for the billing platform`.
    pub title: Passage,
    /// What the decision is about: `Billing platform data layer`.
    pub project: String,
    /// The question that was put to the team.
    pub question: String,
    /// What anyone must know to weigh it.
    pub context: String,
    /// How far the decision has come.
    pub status: Status,
    /// The status as a word: `Accepted`, `Superseded by 0012 …`.
    pub status_words: String,
    /// The day it was decided, else the last day that the session's log knows.
    pub date: Option<Date>,
    /// The same as it is read: `22 November 2026`, `not decided yet`.
    pub date_words: String,
    /// The names of the two sides.
    pub sides: Pair<String>,
    /// The side that was chosen.
    pub choice: Option<Side>,
    /// What was chosen over what, in a sentence.
    pub decision: String,
    /// How sure that is, in a sentence with its numbers. Empty while the result is covered.
    pub sureness: String,
    /// The standing in a few words: `clear lead`, `close call`, `chosen against the verdict`. Empty
    /// while covered.
    pub standing: String,
    /// The side whose colour the decision takes; none of a close call, or where the numbers speak
    /// against the choice.
    pub colour: Option<Side>,
    /// That most of the ratings are not the team’s own, to be said beside the standing; the same
    /// sentence is among the cautions. Empty otherwise.
    pub reservation: String,
    /// What has to be said wherever one of the numbers stands, a sentence each: that the weights
    /// are not agreed, or a must-have excludes a side.
    pub provisos: Vec<String>,
    /// What has to be said of a number that stands alone, on a picture or in a table, a sentence each:
    /// the provisos, that nothing is decided yet or the sides are level, and the reservation.
    pub beside_numbers: Vec<String>,
    /// What has to be known before the rest is believed, a sentence each; the provisos first.
    pub cautions: Vec<String>,
    /// What answers to questions of fact say before any weight does, a sentence each.
    pub notices: Vec<String>,
    /// Why.
    pub because: Passage,
    /// What gets better, a consequence a line.
    pub good: Passage,
    /// What gets harder, a consequence a line.
    pub bad: Passage,
    /// Who saw it differently.
    pub dissent: Passage,
    /// Who decided.
    pub deciders: Passage,
    /// Who was asked.
    pub consulted: Passage,
    /// Who is told.
    pub informed: Passage,
    /// How we will know that it was right.
    pub confirmation: Passage,
    /// When it is looked at again.
    pub review: Review,
    /// The earlier decision that this one replaces, as it was typed.
    pub supersedes: String,
    /// The later decision that replaced this one, as it was typed.
    pub superseded_by: String,
    /// The must-haves and how the sides meet them.
    pub must_haves: Vec<MustHave>,
    /// What the numbers say; none while they are covered.
    pub numbers: Option<Numbers>,
    /// What was compared, in the session's order.
    pub criteria: Vec<Row>,
    /// How the weights came about, a sentence each.
    pub weighing: Vec<String>,
    /// How the numbers are worked out, in one paragraph.
    pub method: String,
    /// Who took part.
    pub people: Vec<Person>,
    /// What has to be known of the ballots together: who is not counted, or that too few are to
    /// tell anything. Empty where that is nothing.
    pub ballots_note: String,
    /// Everybody's ballot of the round revealed last, in the order of the people; empty unless it
    /// was asked for.
    pub ballots: Vec<Ballot>,
    /// What was said, by criterion in the session's order, the whole decision first.
    pub notes: Vec<Note>,
    /// What the claims on the compared criteria rest on.
    pub evidence: Vec<Evidence>,
    /// What was objected to measured evidence, a sentence each; what is accepted strikes a card.
    pub contested: Vec<String>,
    /// What is still to be done, and what was done.
    pub follow_ups: Vec<FollowUp>,
    /// What was put aside and is still open.
    pub parked: Vec<String>,
    /// What happened in the meeting, first to last.
    pub log: Vec<Logged>,
    /// The time zone of every day and hour that is told of the meeting: `Europe/Berlin`.
    pub zone: String,
    /// Where all this comes from.
    pub origin: Origin,
    /// The version of the program that wrote it.
    pub version: &'static str,
}

/// When a decision is looked at again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Review {
    /// The day.
    pub on: Option<Date>,
    /// What would make us look earlier.
    pub trigger: Passage,
    /// Both in a sentence: `1 June 2027, or earlier if …`. Empty where neither is said; without a
    /// day it says so.
    pub words: String,
}

/// A condition that a side has to meet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct MustHave {
    /// The condition.
    pub name: String,
    /// `pass`, `fail` or `open`.
    pub outcome: Pair<&'static str>,
    /// Whether some side fails it.
    pub failed: bool,
}

/// What weights and ratings come to.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Numbers {
    /// The verdict in one sentence.
    pub headline: String,
    /// The sentences under it.
    pub summary: String,
    /// Each side's total, 0 to 10.
    pub totals: Pair<f64>,
    /// The totals as they are read: `7.17`.
    pub totals_words: Pair<String>,
    /// Left total less right total, −10 to 10.
    pub margin: f64,
    /// How far apart, as it is read: `0.38`.
    pub margin_words: String,
    /// The side that the probabilities are told of.
    pub told: Side,
    /// What they are the probabilities of: `SQLAlchemy wins`; where a must-have decides, `SQLAlchemy
    /// would win, must-haves aside`.
    pub wins: String,
    /// How sure, by doubt.
    pub sure: Vec<Sure>,
    /// What drives it, the strongest first.
    pub drivers: Vec<Driver>,
    /// That what is shown does not add up to the last digit. Empty where it does.
    pub rounding: String,
    /// What would change it, a sentence each, the nearest first; never empty.
    pub changes: Vec<String>,
    /// The single weights that would turn it, the nearest first.
    pub flips: Vec<Flip>,
}

/// The probability that the side told of wins, under one doubt.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Sure {
    /// The doubt: `Weights close to the team’s`.
    pub label: &'static str,
    /// 0 to 1.
    pub share: f64,
    /// As it is read: `75 %`.
    pub words: String,
}

/// What one criterion adds to the margin.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Driver {
    /// Its place among the summary's criteria.
    pub criterion: usize,
    /// Its name.
    pub name: String,
    /// Weight × difference of ratings; positive is towards left.
    pub contribution: f64,
    /// As it is read, without a sign: `0.42`.
    pub words: String,
    /// The side it speaks for.
    pub towards: Option<Side>,
}

/// A weight at which the sides are level while the other weights keep their proportions.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Flip {
    /// The criterion's place.
    pub criterion: usize,
    /// Its name.
    pub name: String,
    /// Its weight now, 0 to 1.
    pub now: f64,
    /// The weight at which it turns, 0 to 1.
    pub at: f64,
    /// Both as they are read: `12 %`.
    pub now_words: String,
    /// See `now_words`.
    pub at_words: String,
}

/// A criterion.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Row {
    /// Its name.
    pub name: String,
    /// What it measures.
    pub definition: String,
    /// Its points, 0 to 100.
    pub points: f64,
    /// Its weight, 0 to 1.
    pub weight: f64,
    /// The weight in whole percent; all of them add up to 100.
    pub percent: u8,
    /// How each side does.
    pub sides: Pair<Rated>,
    /// What the ballots say of it, in a sentence that names nobody; empty where fewer than two
    /// count.
    pub ballots: String,
    /// Why it was given other points than the ballots come to; empty where it was not.
    pub override_reason: String,
}

/// How a side does on a criterion.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Rated {
    /// 0 to 10.
    pub rating: f64,
    /// As it is read: `7`, `7.5`.
    pub words: String,
    /// Whether the team stands behind it; otherwise it is the catalogue's.
    pub confirmed: bool,
    /// How sure the team is of it: `a guess`.
    pub confidence: &'static str,
    /// The side's claim in one line.
    pub claim: String,
    /// Why it is rated so.
    pub reason: String,
}

/// Somebody who took part.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Person {
    /// Name or role.
    pub name: String,
    /// What they stand for.
    pub role: String,
    /// What their ballot counts for; 0 for an adviser.
    pub strength: f64,
    /// Whether they were there.
    pub present: bool,
}

/// One person's ballot.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Ballot {
    /// Whose; none where names are not stored.
    pub name: Option<String>,
    /// Whether it counts; an adviser's does not.
    pub counts: bool,
    /// Points by criterion, in the order of the summary's criteria; none where it says nothing.
    pub points: Vec<Option<f64>>,
    /// Which side these weights reach alone, as it is read: `SQLAlchemy by 0.41`.
    pub lead: String,
    /// What was written on it: the criterion's name and the words.
    pub comments: Vec<(String, String)>,
}

/// Something that was said.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Note {
    /// The criterion's name; empty for the whole decision.
    pub about: String,
    /// The side, where it is about one.
    pub side: Option<Side>,
    /// Who said it; may be empty.
    pub author: String,
    /// The day it was written.
    pub day: Date,
    /// What was said.
    pub text: String,
}

/// What a claim rests on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Evidence {
    /// Its title.
    pub title: String,
    /// The product and version, or the year, that it speaks of.
    pub version: String,
    /// Its address, http or https; none for a measurement of our own.
    pub address: Option<String>,
    /// The criteria whose claims rest on it.
    pub criteria: Vec<String>,
}

/// Something that somebody does afterwards.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FollowUp {
    /// What.
    pub text: String,
    /// Who; may be empty.
    pub owner: String,
    /// Until when.
    pub due: Option<Date>,
    /// The same as it is read; empty without a day.
    pub due_words: String,
    /// Whether it is done.
    pub done: bool,
}

/// Something that happened in the meeting.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Logged {
    /// When, as it is read: `22 November 2026, 14:02`.
    pub when: String,
    /// What, in the past tense.
    pub what: String,
}
