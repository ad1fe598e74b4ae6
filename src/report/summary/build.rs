//! Session and verdict → [`Summary`].

use std::collections::BTreeMap;

use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::{
    Ballot, Driver, Evidence, Flip, FollowUp, Logged, MustHave, Note, Numbers, Person, Rated,
    Review, Row, Summary, Sure,
};
use crate::analysis::headline::concordance_words;
use crate::analysis::{Lead, Opinion, Passage, Verdict, aloud, terms, words};
use crate::catalogue::Catalogue;
use crate::report::Origin;
use crate::session::{
    self, Criterion, Entry, Id, Origin as Standing, Outcome, Participant, RecordField, Session,
    Side, Status,
};

/// What is said first of a result that the session still covers.
const LOOK_AHEAD: &str =
    "The weights are not agreed yet: this is a look ahead, not the team’s answer.";

/// So many single weights that would turn it are told in sentences.
const NEAREST: usize = 2;

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
            standing: told(self.standing().to_owned()),
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
            ballots: self.ballots(),
            notes: self.notes(),
            evidence: self.evidence(),
            follow_ups: self.follow_ups(),
            parked: session.parked.iter().filter(|p| !p.done).map(|p| p.text.clone()).collect(),
            log: session.log.iter().map(|entry| self.logged(entry)).collect(),
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
        let score = |side: Side| words::score(verdict.balance.totals[side]);
        let Some(side) = session.record.choice else {
            let open = "No side is chosen yet.";
            if self.covered() {
                return open.to_owned();
            }
            return format!("{open} By the numbers: {}.", verdict.headline);
        };
        let scored = !self.covered() && !session.criteria.is_empty();
        let named = |side: Side| {
            let score = if scored { format!(" ({})", score(side)) } else { String::new() };
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

    /// A margin within reach of other weights is no winner, but a close call.
    const fn standing(&self) -> &'static str {
        match self.0.verdict.lead {
            Lead::Nothing => "nothing weighed yet",
            Lead::NeitherQualifies => "neither side qualifies",
            Lead::ByMustHave(_) => "decided by a must-have",
            Lead::TooClose | Lead::Narrow(_) => "close call",
            Lead::CannotBeFlipped(_) => "cannot be flipped",
            Lead::Clear(_) => "clear lead",
        }
    }

    fn sureness(&self) -> String {
        let Source { session, verdict, .. } = self.0;
        let near = words::percent(verdict.certainty.told_of(verdict.told).near);
        let name = self.name(verdict.told);
        match verdict.lead {
            Lead::Nothing => String::new(),
            Lead::TooClose => format!(
                "It is a close call: {name} is ahead with {near} of the weightings close to the \
                 team’s."
            ),
            Lead::Narrow(_) => format!(
                "It is a close call: the lead of {name} is narrow and holds for {near} of the \
                 weightings close to the team’s."
            ),
            Lead::Clear(_) => format!(
                "The lead of {name} is clear: it holds for {near} of the weightings close to the \
                 team’s."
            ),
            Lead::CannotBeFlipped(_) => {
                format!("{name} is at least as good on every criterion, so no weighting turns it.")
            }
            Lead::ByMustHave(_) | Lead::NeitherQualifies => aloud::sure(session, verdict),
        }
    }

    fn cautions(&self) -> Vec<String> {
        let Source { session, verdict, .. } = self.0;
        let mut said = Vec::new();
        if self.covered() {
            said.push("The weights are not agreed yet, so the result is covered.".to_owned());
        } else {
            let ahead = session.covered() && !session.criteria.is_empty();
            said.extend(ahead.then(|| LOOK_AHEAD.to_owned()));
            // What was uncovered early is told so; a file is open without that.
            let early = aloud::provisos(session, verdict);
            said.extend(early.into_iter().skip(usize::from(session.covered())));
        }
        if let Some(side) = session.record.choice {
            if !self.covered() && verdict.lead.side() == Some(side.other()) {
                let (name, other) = (self.name(side), self.name(side.other()));
                said.push(format!("{name} was chosen although the verdict is for {other}."));
            }
            let failed = &verdict.failed[side];
            if !failed.is_empty() {
                let must = if failed.len() == 1 { "a must-have" } else { "must-haves" };
                said.push(format!("{} fails {must}: {}.", self.name(side), failed.join(", ")));
            }
        }
        said.extend(verdict.contradictions.iter().cloned());
        if verdict.unconfirmed > 0 {
            let are = if verdict.unconfirmed == 1 { "is" } else { "are" };
            said.push(format!(
                "{} of {} ratings {are} a starting value that the team has not confirmed.",
                verdict.unconfirmed,
                2 * session.criteria.len()
            ));
        }
        said
    }

    fn review(&self) -> Review {
        let on = self.0.session.record.review_on;
        let trigger = self.passage(RecordField::ReviewTrigger);
        let words = match (on, trigger.text.trim_end_matches('.')) {
            (None, "") => String::new(),
            (Some(on), "") => format!("{}.", day(on)),
            (Some(on), text) => format!("{}, or earlier if: {text}.", day(on)),
            (None, text) => format!("If: {text}."),
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

    fn numbers(&self) -> Numbers {
        let verdict = self.0.verdict;
        let balance = &verdict.balance;
        let told = verdict.certainty.told_of(verdict.told);
        let sure = [
            (terms::NEAR, told.near),
            (terms::RANKING, told.ranking),
            (terms::UNIFORM, told.uniform),
            (terms::FLOOR, told.at_least_half),
            (terms::RATINGS, told.ratings),
        ];
        let sure = sure.map(|(term, share)| Sure {
            label: term.label,
            share,
            words: words::percent(share),
        });
        let flips = self.flips();
        Numbers {
            headline: verdict.headline.clone(),
            summary: verdict.summary.clone(),
            totals: balance.totals,
            totals_words: balance.totals.map(words::score),
            margin: balance.margin,
            margin_words: words::score(balance.margin.abs()),
            told: verdict.told,
            sure: sure.into(),
            drivers: verdict.drivers.iter().map(|at| self.driver(*at)).collect(),
            changes: self.changes(&flips),
            flips,
        }
    }

    fn driver(&self, at: usize) -> Driver {
        let contributions = &self.0.verdict.balance.contributions;
        let contribution = contributions.get(at).copied().unwrap_or_default();
        Driver {
            criterion: at,
            name: self.criterion(at),
            contribution,
            words: words::score(contribution.abs()),
            towards: match contribution {
                tip if tip > 0.0 => Some(Side::Left),
                tip if tip < 0.0 => Some(Side::Right),
                _ => None,
            },
        }
    }

    fn flips(&self) -> Vec<Flip> {
        let verdict = self.0.verdict;
        let flip = |at: &usize| {
            let percent = *verdict.balance.weights.percents.get(*at)?;
            let turns = verdict.flips.get(*at)?.weight?;
            Some(Flip {
                criterion: *at,
                name: self.criterion(*at),
                now: *verdict.balance.weights.values.get(*at)?,
                at: turns,
                now_words: format!("{percent} %"),
                at_words: words::percent(turns),
            })
        };
        verdict.nearest.iter().filter_map(flip).collect()
    }

    fn changes(&self, flips: &[Flip]) -> Vec<String> {
        let verdict = self.0.verdict;
        let mut said: Vec<String> = Vec::new();
        if let Lead::ByMustHave(side) = verdict.lead {
            let (other, failed) = (side.other(), words::list(&verdict.failed[side.other()]));
            said.push(format!("{} meeting its must-have after all: {failed}.", self.name(other)));
        }
        // What reads as the same number is no change that anybody could look for.
        let told = flips.iter().filter(|flip| flip.now_words != flip.at_words);
        said.extend(told.take(NEAREST).map(|flip| {
            let way = if flip.at > flip.now { "rising" } else { "falling" };
            let Flip { name, now_words, at_words, .. } = flip;
            format!("{name} {way} from {now_words} to {at_words} of the weight.")
        }));
        if !verdict.change_words.is_empty() {
            said.push(verdict.change_words.clone());
        }
        said
    }

    fn row(&self, at: usize, criterion: &Criterion) -> Row {
        let Source { session, verdict, .. } = self.0;
        let weights = &verdict.balance.weights;
        let ballots = verdict.agreement.as_ref().and_then(|agreement| {
            let spread = agreement.criteria.get(at).filter(|_| agreement.counted > 0)?;
            let advisers = agreement.people.len() - agreement.counted;
            Some(aloud::ballots(spread, agreement.pool, agreement.counted, advisers))
        });
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
                confidence: side.confidence.word(),
                claim: side.claim.trim().to_owned(),
                reason: side.reason.trim().to_owned(),
            }),
            ballots: ballots.unwrap_or_default(),
            override_reason: session.reason_for(criterion).unwrap_or_default().to_owned(),
        }
    }

    /// How the weights came about.
    fn weighing(&self) -> Vec<String> {
        let Source { session, verdict, .. } = self.0;
        let mut said = Vec::new();
        let rounds = session.rounds.iter().filter(|r| r.revealed.is_some()).count();
        match session.revealed() {
            None => said.push("The points were set without ballots.".to_owned()),
            Some(last) => {
                said.push(format!(
                    "The weights come from {} of ballots, with {} in the last; the team’s points \
                     are the {} by strength.",
                    words::count(rounds, "round", "rounds"),
                    words::count(last.ballots.len(), "ballot", "ballots"),
                    session.brief.pool.word()
                ));
                said.extend(aloud::methods(last));
            }
        }
        if let Some((at, _)) = session.agreed() {
            let at = at.to_zoned(self.0.zone.clone());
            said.push(format!("They were agreed on {}.", at.strftime("%-d %B %Y at %H:%M")));
        }
        said.extend(verdict.overrides.iter().filter_map(|row| {
            let criterion = session.criteria.get(row.criterion)?;
            let reason = match session.reason_for(criterion) {
                Some(reason) => words::sentence(reason),
                None => "no reason is on record.".to_owned(),
            };
            Some(format!(
                "{} was given {} points by hand, where the ballots say {}: {reason}",
                criterion.name, row.points, row.ballots
            ))
        }));
        if let Some(w) = verdict.agreement.as_ref().and_then(|a| a.concordance) {
            said.push(concordance_words(Some(w)));
        }
        said.extend(verdict.movement.iter().filter_map(|m| m.words.first()).cloned());
        said
    }

    fn ballots(&self) -> Vec<Ballot> {
        let Source { session, verdict, telling, .. } = self.0;
        let (Some(round), Some(agreement)) =
            (session.revealed().filter(|_| telling.ballots), &verdict.agreement)
        else {
            return Vec::new();
        };
        let names: BTreeMap<&Id, &str> =
            session.criteria.iter().map(|c| (&c.id, c.name.as_str())).collect();
        let comment = |(id, text): (&Id, &String)| {
            let name = names.get(id).copied().unwrap_or(id.as_str());
            (name.to_owned(), text.clone())
        };
        let one = |(ballot, opinion): (&session::Ballot, &Opinion)| Ballot {
            name: ballot.person().map(|_| opinion.name.clone()),
            counts: opinion.counts,
            points: session
                .criteria
                .iter()
                .map(|c| ballot.points.get(&c.id).map(|points| points.get()))
                .collect(),
            lead: words::lead(&session.sides, opinion.margin),
            comments: ballot.comments.iter().map(comment).collect(),
        };
        round.ballots.iter().zip(&agreement.people).map(one).collect()
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

    /// The catalogue's sources of the criteria that are compared here, where the team weighs them.
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
        evidence.collect()
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
         The probabilities say in how many of the weightings under one doubt the same side wins; \
         between two sides they can be worked out exactly.",
        session.sides.left, session.sides.right
    )
}
