//! Drafts for the decision record: what the analysis would write where nobody has written yet.
//! Every draft reads as sentences, names what it rests on, and says nothing of a result that is
//! still covered.

use serde::Serialize;

use super::agreement::UNNAMED;
use super::headline::{Lead, undecided};
use super::turning::Turn;
use super::verdict::Verdict;
use super::words;
use crate::session::round::FEWEST_UNNAMED;
use crate::session::{Criterion, Participant, Record, RecordField, Session, Side, Status};

/// So many criteria are named in a draft.
const NAMED: usize = 3;

/// The text of the record's field: the team's own words, or the draft that stands in for them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Passage {
    /// The words.
    pub text: String,
    /// Whether nobody has touched them yet.
    pub draft: bool,
}

impl Passage {
    /// What a reader of the record sees in a field.
    #[must_use]
    pub fn of(session: &Session, verdict: &Verdict, field: RecordField) -> Self {
        if session.record.is_open(field) {
            let text = draft(session, verdict, field);
            return Self { draft: !text.is_empty(), text };
        }
        Self { text: field.of(&session.record).trim().to_owned(), draft: false }
    }

    /// The lines that hold something.
    pub fn lines(&self) -> impl Iterator<Item = &str> {
        self.text.lines().map(str::trim).filter(|line| !line.is_empty())
    }

    /// Whether there is nothing to read.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.text.is_empty()
    }
}

/// What the analysis would write; empty where it has nothing to say.
#[must_use]
pub fn draft(session: &Session, verdict: &Verdict, field: RecordField) -> String {
    let speaker = Speaker { session, verdict };
    match field {
        RecordField::Title => speaker.title(),
        RecordField::Deciders => speaker.deciders(),
        RecordField::Consulted => speaker.consulted(),
        RecordField::Informed | RecordField::Supersedes | RecordField::SupersededBy => {
            String::new()
        }
        _ if session.covered() || session.criteria.is_empty() => String::new(),
        RecordField::Because => speaker.because(),
        RecordField::Good => speaker.good(),
        RecordField::Bad => speaker.bad(),
        RecordField::Dissent => speaker.dissent(),
        RecordField::ReviewTrigger => speaker.review_trigger(),
        RecordField::Confirmation => speaker.confirmation(),
    }
}

struct Speaker<'a> {
    session: &'a Session,
    verdict: &'a Verdict,
}

impl Speaker<'_> {
    /// The side that the record is about: the chosen one, or the one that leads.
    fn side(&self) -> Option<Side> {
        self.session.record.choice.or_else(|| self.verdict.lead.side())
    }

    /// Whether the side that was proposed was turned down.
    fn is_turned_down(&self) -> bool {
        let record = &self.session.record;
        record.status == Status::Rejected && record.choice.is_some()
    }

    fn name(&self, side: Side) -> &str {
        &self.session.sides[side]
    }

    /// The criteria that speak for a side, the strongest first.
    fn speaking_for(&self, side: Side) -> Vec<&Criterion> {
        let contributions = &self.verdict.balance.contributions;
        let towards = |at: &&usize| {
            let tip = contributions.get(**at).copied().unwrap_or_default();
            match side {
                Side::Left => tip > 0.0,
                Side::Right => tip < 0.0,
            }
        };
        let places = self.verdict.drivers.iter().filter(towards);
        places.filter_map(|at| self.session.criteria.get(*at)).take(NAMED).collect()
    }

    fn title(&self) -> String {
        let Record { choice, .. } = self.session.record;
        match (choice, self.session.brief.title.trim()) {
            (Some(side), "") => format!("Use {}", self.name(side)),
            (Some(side), title) => format!("{title}: use {}", self.name(side)),
            (None, "") => "No decision yet".to_owned(),
            (None, title) => format!("{title}: no decision yet"),
        }
    }

    fn because(&self) -> String {
        let verdict = self.verdict;
        let Some(side) = self.side() else { return format!("{}.", verdict.headline) };
        if self.is_turned_down() {
            return self.against(side);
        }
        let (name, other) = (self.name(side), self.name(side.other()));
        let speaks = self.speak_for(side).unwrap_or_default();
        let totals = words::totals(&verdict.balance);
        let (own, its) = (&totals[side], &totals[side.other()]);
        let said = match verdict.lead {
            Lead::ByMustHave(by) if by == side => {
                let failed = words::list(&verdict.failed[side.other()]);
                format!("{other} fails a must-have: {}", words::sentence(&failed))
            }
            Lead::NeitherQualifies => {
                "Neither side meets every must-have, so the choice needs a reason of its own."
                    .to_owned()
            }
            Lead::ByMustHave(_) => {
                let failed = words::list(&verdict.failed[side]);
                format!(
                    "{name} is chosen although it fails a must-have: {}",
                    words::sentence(&failed)
                )
            }
            lead if lead.side() == Some(side.other()) => {
                format!("{name} is chosen although {other} scores higher, {its} against {own}.")
            }
            Lead::TooClose | Lead::Nothing => {
                format!("The scores are too close to call, {own} against {its}.")
            }
            _ => format!("It scores {own} against {its}."),
        };
        let parts = match verdict.lead {
            Lead::ByMustHave(_) | Lead::NeitherQualifies => [said, speaks],
            lead if lead.side() == Some(side) => [speaks, said],
            _ => [said, speaks],
        };
        let parts: Vec<&str> =
            parts.iter().map(String::as_str).filter(|part| !part.is_empty()).collect();
        parts.join(" ")
    }

    /// What speaks against a side that was turned down.
    fn against(&self, side: Side) -> String {
        let totals = words::totals(&self.verdict.balance);
        let (name, other) = (self.name(side), self.name(side.other()));
        let (own, its) = (&totals[side], &totals[side.other()]);
        let mut said = Vec::new();
        if !self.verdict.failed[side].is_empty() {
            let failed = words::list(&self.verdict.failed[side]);
            said.push(format!("{name} fails a must-have: {}", words::sentence(&failed)));
        }
        said.push(format!("{name} scores {own} against {its} for {other}."));
        said.extend(self.speak_for(side.other()));
        said.join(" ")
    }

    /// Which criteria speak most for a side, in a sentence.
    fn speak_for(&self, side: Side) -> Option<String> {
        let name = self.name(side);
        let strongest: Vec<&str> =
            self.speaking_for(side).into_iter().map(|c| c.name.as_str()).collect();
        match strongest.as_slice() {
            [] => None,
            [one] => Some(format!("{one} speaks for {name}.")),
            several => Some(format!("{} speak most for {name}.", words::list(several))),
        }
    }

    /// One consequence a line: `Django ORM does better on Migrations, rated 8 against 6. …`
    fn good(&self) -> String {
        let Some(side) = self.side() else { return String::new() };
        lines(self.speaking_for(side).into_iter().map(|c| self.consequence(c, side, "")))
    }

    /// In what a side does better, and why.
    fn consequence(&self, criterion: &Criterion, side: Side, aside: &str) -> String {
        let (own, its) = (&criterion.sides[side], criterion.sides[side.other()].rating);
        let (name, on) = (self.name(side), &criterion.name);
        let better =
            format!("{name} does better on {on}, rated {} against {its}{aside}", own.rating);
        match (own.claim.trim(), own.reason.trim()) {
            ("", "") => format!("{better}."),
            ("", reason) => format!("{better}. {}", words::sentence(reason)),
            // A claim is a few words, and no sentence of its own.
            (claim, _) => format!("{better}: “{}”.", claim.trim_end_matches('.')),
        }
    }

    /// What is given up with the other side, the strongest of what speaks for it first.
    fn bad(&self) -> String {
        let Some(side) = self.side() else { return String::new() };
        let aside = format!(", which choosing {} gives up", self.name(side));
        let other = side.other();
        lines(self.speaking_for(other).into_iter().map(|c| self.consequence(c, other, &aside)))
    }

    fn dissent(&self) -> String {
        let (Some(agreement), Some(side)) = (&self.verdict.agreement, self.side()) else {
            return String::new();
        };
        let other = self.name(side.other());
        // A ballot is judged as the verdict is: a small margin speaks for neither side.
        let against = |counts: bool| {
            let people = agreement.people.iter().filter(move |p| p.counts == counts);
            let against = people.filter(|p| p.side == Some(side.other()));
            against.map(|p| p.name.as_str()).collect::<Vec<_>>()
        };
        let (voters, advisers) = (against(true), against(false));
        let mut said = Vec::new();
        let unnamed = voters.contains(&UNNAMED);
        match voters.len() {
            0 if agreement.counted > 1 => said.push(format!(
                "None of the {} ballots that count, taken alone, reaches {other}.",
                agreement.counted
            )),
            0 => {}
            few if few <= NAMED && !unnamed => {
                let verb = if few == 1 { "weighs" } else { "weigh" };
                said.push(format!("{} {verb} it towards {other}.", words::list(&voters)));
            }
            many => {
                let (all, reach) = (agreement.counted, if many == 1 { "reaches" } else { "reach" });
                said.push(format!(
                    "{many} of {all} ballots that count, taken alone, {reach} {other}."
                ));
            }
        }
        said.extend(undecided(agreement));
        match advisers.len() {
            0 => {}
            few if few < FEWEST_UNNAMED && !agreement.named => {}
            1 => said
                .push(format!("{}, heard but not counted, leans to {other}.", advisers.concat())),
            few if few <= NAMED && !advisers.contains(&UNNAMED) => said.push(format!(
                "{}, heard but not counted, lean to {other}.",
                words::list(&advisers)
            )),
            many => said.push(format!("{many} advisers, not counted, lean to {other}.")),
        }
        said.join(" ")
    }

    fn deciders(&self) -> String {
        self.people(|person| person.present && !person.is_adviser())
    }

    fn consulted(&self) -> String {
        self.people(Participant::is_adviser)
    }

    fn people(&self, wanted: impl Fn(&Participant) -> bool) -> String {
        let people = self.session.people.iter().filter(|person| wanted(person));
        people.map(Participant::shown).collect::<Vec<_>>().join(", ")
    }

    /// What would turn the choice, in words of what would have happened: a must-have where those
    /// decide, else the nearest change of one weight. Where the numbers speak against the choice,
    /// other weights would only bear it out.
    fn review_trigger(&self) -> String {
        let verdict = self.verdict;
        let chosen = self.side();
        match (verdict.lead, chosen) {
            (Lead::NeitherQualifies, _) => {
                return format!("{}, or {}", self.met(Side::Left), self.met(Side::Right));
            }
            (Lead::ByMustHave(by), Some(side)) if by != side => {
                let failed = words::list(&verdict.failed[side]);
                return format!(
                    "what {} fails to meet stands in the way: {failed}",
                    self.name(side)
                );
            }
            (Lead::ByMustHave(by), _) => {
                let met = self.met(by.other());
                let alone = verdict.told == by.other() && !verdict.is_level();
                let more = if alone { "" } else { ", and the numbers come to speak for it" };
                return format!("{met}{more}");
            }
            _ => {}
        }
        let for_it = chosen.is_none_or(|side| (verdict.told == side) != self.is_turned_down());
        if !for_it && !verdict.is_level() {
            return "the reason for deciding against the numbers no longer holds".to_owned();
        }
        let Some(at) = verdict.nearest.first().filter(|_| !verdict.is_level()) else {
            return String::new();
        };
        let (Some(criterion), Some(turn)) = (self.session.criteria.get(*at), verdict.turn(*at))
        else {
            return String::new();
        };
        let way = if turn.rises { "more" } else { "less" };
        let Turn { now, at, .. } = turn;
        format!(
            "{} comes to matter {way}, with {at} of the weight instead of {now}",
            criterion.name
        )
    }

    /// That a side comes to meet what it fails.
    fn met(&self, side: Side) -> String {
        let failed = &self.verdict.failed[side];
        let must = if failed.len() == 1 { "the must-have" } else { "the must-haves" };
        format!("{} comes to meet {must} {}", self.name(side), words::list(failed))
    }

    fn confirmation(&self) -> String {
        let Some(side) = self.side() else { return String::new() };
        let name = |at: &usize| self.session.criteria.get(*at).map(|c| c.name.as_str());
        let unsure: Vec<&str> = self.verdict.worth.iter().filter_map(name).take(2).collect();
        let strongest: Vec<&str> =
            self.speaking_for(side).into_iter().map(|c| c.name.as_str()).take(2).collect();
        let (about, why) = match (unsure.as_slice(), strongest.as_slice()) {
            ([], []) => return String::new(),
            ([], strongest) => (words::list(strongest), "on which the choice rests"),
            (unsure, _) => (words::list(unsure), "the ratings that could still turn it"),
        };
        format!("At the review, rate {about} again from what was seen, {why}.")
    }
}

fn lines(lines: impl Iterator<Item = String>) -> String {
    lines.collect::<Vec<_>>().join("\n")
}
