//! Session and verdict → [`Summary`].

mod ballots;
mod measured;
mod numbers;
mod standing;

use std::collections::BTreeMap;

use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::{Evidence, FollowUp, Logged, MustHave, Note, Person, Rated, Review, Row, Summary};
use crate::analysis::{Passage, Verdict, words};
use crate::catalogue::Catalogue;
use crate::report::Origin;
use crate::session::{
    self, Criterion, Entry, Id, Origin as Standing, Outcome, Participant, RecordField, Session,
    Side, Status,
};

/// What a summary is made of, and how.
#[derive(Clone, Copy)]
pub struct Source<'a> {
    /// The session.
    pub session: &'a Session,
    /// Its verdict.
    pub verdict: &'a Verdict,
    /// What the claims rest on.
    pub catalogue: &'a Catalogue,
    /// The time zone in which the meeting's days and hours are told.
    pub zone: &'a TimeZone,
    /// The file that it came from.
    pub origin: &'a Origin,
    /// How it is told.
    pub telling: Telling,
}

/// How a summary is told.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Telling {
    /// Whether everybody's own ballot is in it.
    pub ballots: bool,
    /// Whether the result is told even while the session covers it.
    pub uncovered: bool,
}

impl Summary {
    /// Makes the summary.
    #[must_use]
    pub fn of(source: Source<'_>) -> Self {
        Maker(source).summary()
    }
}

/// A day with its year: `1 June 2027`.
fn day(date: Date) -> String {
    date.strftime("%-d %B %Y").to_string()
}

struct Maker<'a>(Source<'a>);

impl Maker<'_> {
    fn summary(&self) -> Summary {
        let session = self.0.session;
        let (record, brief) = (&session.record, &session.brief);
        let date = record.decided_on.or_else(|| self.last_day());
        let told = |said: String| if self.covered() { String::new() } else { said };
        Summary {
            id: session.id.to_string(),
            title: self.passage(RecordField::Title),
            project: brief.title.trim().to_owned(),
            question: brief.question.trim().to_owned(),
            context: brief.context.trim().to_owned(),
            status: record.status,
            status_words: self.status(),
            date,
            date_words: match (record.decided_on, date) {
                (Some(decided), _) => day(decided),
                (None, Some(last)) => format!("not decided yet, as of {}", day(last)),
                (None, None) => "not decided yet".to_owned(),
            },
            sides: session.sides.clone(),
            choice: record.choice,
            decision: self.decision(),
            sureness: told(self.sureness()),
            standing: told(self.standing()),
            colour: self.colour(),
            reservation: self.reservation(),
            provisos: self.provisos(),
            beside_numbers: self.beside_numbers(),
            cautions: self.cautions(),
            notices: self.0.verdict.notices.clone(),
            because: self.passage(RecordField::Because),
            good: self.passage(RecordField::Good),
            bad: self.passage(RecordField::Bad),
            dissent: self.passage(RecordField::Dissent),
            deciders: self.passage(RecordField::Deciders),
            consulted: self.passage(RecordField::Consulted),
            informed: self.passage(RecordField::Informed),
            confirmation: self.passage(RecordField::Confirmation),
            review: self.review(),
            supersedes: record.supersedes.trim().to_owned(),
            superseded_by: record.superseded_by.trim().to_owned(),
            must_haves: self.must_haves(),
            numbers: (!self.covered() && !session.criteria.is_empty()).then(|| self.numbers()),
            criteria: session.criteria.iter().enumerate().map(|(at, c)| self.row(at, c)).collect(),
            weighing: self.weighing(),
            method: method(session),
            people: session.people.iter().map(person).collect(),
            ballots_note: self.ballots_note(),
            ballots: self.ballots(),
            notes: self.notes(),
            evidence: self.evidence(),
            contested: self.contested(),
            follow_ups: self.follow_ups(),
            parked: session.parked.iter().filter(|p| !p.done).map(|p| p.text.clone()).collect(),
            log: session.log.iter().map(|entry| self.logged(entry)).collect(),
            zone: self.zone(),
            origin: self.0.origin.clone(),
            version: env!("CARGO_PKG_VERSION"),
        }
    }

    fn covered(&self) -> bool {
        self.0.session.covered() && !self.0.telling.uncovered
    }

    fn passage(&self, field: RecordField) -> Passage {
        Passage::of(self.0.session, self.0.verdict, field)
    }

    fn name(&self, side: Side) -> &str {
        &self.0.session.sides[side]
    }

    fn last_day(&self) -> Option<Date> {
        let last = self.0.session.log.iter().map(|entry| entry.at).max()?;
        Some(last.to_zoned(self.0.zone.clone()).date())
    }

    fn status(&self) -> String {
        let record = &self.0.session.record;
        match (record.status, record.superseded_by.trim()) {
            (Status::Superseded, by) if !by.is_empty() => format!("Superseded by {by}"),
            (status, _) => status.word().to_owned(),
        }
    }

    fn decision(&self) -> String {
        let Source { session, verdict, .. } = self.0;
        let totals = words::totals(&verdict.balance);
        let Some(side) = session.record.choice else {
            let open = "No side is chosen yet.";
            if self.covered() {
                return open.to_owned();
            }
            return format!("{open} By the numbers, {}.", words::going_on(&verdict.headline));
        };
        let scored = !self.covered() && !session.criteria.is_empty();
        let named = |side: Side| {
            let score = if scored { format!(" ({})", totals[side]) } else { String::new() };
            format!("{}{score}", self.name(side))
        };
        let (chosen, other) = (named(side), named(side.other()));
        match session.record.status {
            Status::Draft => format!("The team is about to choose {chosen} over {other}."),
            Status::Proposed => format!("The team proposes {chosen} over {other}."),
            Status::Rejected => {
                format!("The proposal to choose {chosen} over {other} was turned down.")
            }
            Status::Accepted | Status::Deprecated | Status::Superseded => {
                format!("The team chose {chosen} over {other}.")
            }
        }
    }

    fn review(&self) -> Review {
        let on = self.0.session.record.review_on;
        let trigger = self.passage(RecordField::ReviewTrigger);
        let words = match (on, trigger.text.trim_end_matches('.')) {
            (None, "") => String::new(),
            (Some(on), "") => format!("{}.", day(on)),
            (Some(on), text) => format!("{}, or earlier if {text}.", day(on)),
            (None, text) => format!("No day is set; look again when {text}."),
        };
        Review { on, trigger, words }
    }

    fn must_haves(&self) -> Vec<MustHave> {
        let rows = self.0.session.brief.must_haves.iter();
        rows.map(|row| MustHave {
            name: row.name.clone(),
            outcome: row.outcome.map(Outcome::word),
            failed: row.outcome.left == Outcome::Fail || row.outcome.right == Outcome::Fail,
        })
        .collect()
    }

    fn criterion(&self, at: usize) -> String {
        self.0.session.criteria.get(at).map_or_else(String::new, |c| c.name.clone())
    }

    fn row(&self, at: usize, criterion: &Criterion) -> Row {
        let Source { session, verdict, .. } = self.0;
        let weights = &verdict.balance.weights;
        Row {
            name: criterion.name.clone(),
            definition: criterion.definition.clone(),
            points: criterion.points.get(),
            weight: weights.values.get(at).copied().unwrap_or_default(),
            percent: weights.percents.get(at).copied().unwrap_or_default(),
            sides: criterion.sides.as_ref().map(|side| Rated {
                rating: side.rating.get(),
                words: side.rating.to_string(),
                confirmed: side.origin == Standing::Team,
                confidence: match side.origin {
                    Standing::Team => side.confidence.word(),
                    Standing::Catalogue => "not confirmed",
                },
                claim: side.claim.trim().to_owned(),
                reason: side.reason.trim().to_owned(),
            }),
            ballots: self.ballots_on(at),
            override_reason: session.reason_for(criterion).unwrap_or_default().to_owned(),
        }
    }

    fn notes(&self) -> Vec<Note> {
        let session = self.0.session;
        let places: BTreeMap<&Id, usize> =
            session.criteria.iter().map(|c| &c.id).zip(1..).collect();
        let place = |id: Option<&Id>| id.and_then(|id| places.get(id)).copied().unwrap_or_default();
        let mut notes: Vec<&session::Note> = session.notes.iter().collect();
        notes.sort_by_key(|note| place(note.criterion.as_ref()));
        let told = |note: &session::Note| {
            let about = place(note.criterion.as_ref()).checked_sub(1);
            Note {
                about: about.map(|at| self.criterion(at)).unwrap_or_default(),
                side: note.side,
                author: note.author.clone(),
                day: note.written.to_zoned(self.0.zone.clone()).date(),
                text: note.text.clone(),
            }
        };
        notes.into_iter().map(told).collect()
    }

    /// The cards that were looked at, then the catalogue's sources of the criteria that are compared here, where the team weighs them.
    fn evidence(&self) -> Vec<Evidence> {
        let Source { session, catalogue, .. } = self.0;
        let mut cited: BTreeMap<&Id, Vec<String>> = BTreeMap::new();
        for info in &catalogue.criteria {
            let weighed = session.criterion(&info.id).filter(|c| c.points.get() > 0.0);
            let Some(criterion) = weighed else { continue };
            for source in info.claims.left.sources.iter().chain(&info.claims.right.sources) {
                let names = cited.entry(source).or_default();
                if names.last() != Some(&criterion.name) {
                    names.push(criterion.name.clone());
                }
            }
        }
        let evidence = catalogue.sources.iter().filter_map(|source| {
            Some(Evidence {
                title: source.title.clone(),
                version: source.version.clone(),
                address: source.url.clone(),
                criteria: cited.remove(&source.id)?,
            })
        });
        self.measured().into_iter().chain(evidence).collect()
    }

    fn follow_ups(&self) -> Vec<FollowUp> {
        let rows = self.0.session.follow_ups.iter();
        rows.map(|row| FollowUp {
            text: row.text.clone(),
            owner: row.owner.clone(),
            due: row.due,
            due_words: row.due.map(day).unwrap_or_default(),
            done: row.done,
        })
        .collect()
    }

    /// The zone in which days and hours are told, by its name or else by its distance from UTC.
    fn zone(&self) -> String {
        let Source { session, zone, .. } = self.0;
        let last = session.log.iter().map(|entry| entry.at).max().unwrap_or_default();
        match zone.iana_name() {
            Some("Etc/UTC") => "UTC".to_owned(),
            Some(name) => name.to_owned(),
            None => format!("UTC{}", zone.to_offset(last)),
        }
    }

    fn logged(&self, entry: &Entry) -> Logged {
        let at = entry.at.to_zoned(self.0.zone.clone());
        Logged {
            when: at.strftime("%-d %B %Y, %H:%M").to_string(),
            what: entry.event.words(self.0.session),
        }
    }
}

fn person(person: &Participant) -> Person {
    Person {
        name: person.shown().to_owned(),
        role: person.role.trim().to_owned(),
        strength: person.strength.get(),
        present: person.present,
    }
}

/// How the numbers are worked out, for somebody who was not there.
fn method(session: &Session) -> String {
    format!(
        "Each criterion has points from 0 to 100 for how much the whole step from the worst to the \
         best rating on it matters; its weight is its share of all points. {} and {} are rated \
         from 0 to 10 on every criterion. A total is the sum of weight times rating, the margin is \
         the difference of the two totals, and a contribution is what one criterion adds to it. \
         The probabilities say how often the same side wins when the weights are others, as far as \
         one doubt lets them; between two sides they can be worked out exactly.",
        session.sides.left, session.sides.right
    )
}
