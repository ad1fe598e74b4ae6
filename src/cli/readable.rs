//! The verdict for a reader, in aligned columns.

use std::fmt::Write as _;

use crate::analysis::certainty::of_side;
use crate::analysis::{
    Agreement, Lead, Override, Sampled, Sight, Turn, Verdict, aloud, terms, words,
};
use crate::session::{Session, Side};

/// What is said first of a session whose weights are not agreed.
pub(super) const NOT_AGREED: &str =
    "The weights are not agreed yet: this is a look ahead, not the team’s answer.";

/// Up to so many criteria are named in a sentence; more are counted.
const NAMED: usize = 3;

/// The whole text.
pub(super) fn readable(session: &Session, verdict: &Verdict, both: &Sampled) -> String {
    let mut page = Page { session, verdict, text: String::new() };
    page.head();
    if !session.criteria.is_empty() {
        page.totals();
        page.certainty(both);
        page.drivers();
        page.flips();
        page.worth();
        if let Some(agreement) = &verdict.agreement {
            page.ballots(agreement);
        }
        page.mistakes();
    }
    page.text
}

struct Page<'a> {
    session: &'a Session,
    verdict: &'a Verdict,
    text: String,
}

impl Page<'_> {
    fn line(&mut self, line: &str) {
        // Writing to a string cannot fail.
        let _ = writeln!(self.text, "{}", line.trim_end());
    }

    fn name(&self, side: Side) -> &str {
        &self.session.sides[side]
    }

    fn criterion(&self, at: usize) -> &str {
        self.session.criteria.get(at).map_or("", |c| c.name.as_str())
    }

    /// The width of the longest criterion.
    fn names(&self) -> usize {
        let names = self.session.criteria.iter().map(|c| c.name.chars().count());
        names.max().unwrap_or(0).max(9)
    }

    fn head(&mut self) {
        if self.session.agreed().is_none() {
            self.line(NOT_AGREED);
        }
        let verdict = self.verdict;
        for notice in &verdict.notices {
            self.line(notice);
        }
        self.line(&verdict.headline);
        self.line(&verdict.summary);
        if let Some(unconfirmed) = aloud::unconfirmed(self.session, verdict) {
            self.line(&unconfirmed);
        }
        for contradiction in &verdict.contradictions {
            self.line(contradiction);
        }
        let drift = self.session.drift();
        if !drift.is_empty() {
            self.line(&format!("Not as agreed any more: {}.", drift.words()));
        }
    }

    fn totals(&mut self) {
        let verdict = self.verdict;
        let width = Side::BOTH.map(|side| self.name(side).chars().count());
        let width = width.into_iter().max().unwrap_or(0).max(6);
        let totals = words::totals(&verdict.balance);
        self.line("");
        for side in Side::BOTH {
            let total = &totals[side];
            let out = if verdict.failed[side].is_empty() { "" } else { "  excluded" };
            self.line(&format!("{:<width$}  {total:>5}{out}", self.name(side)));
        }
        let margin = words::score(verdict.balance.margin.abs());
        self.line(&format!("{:<width$}  {margin:>5}", "Margin"));
    }

    fn certainty(&mut self, both: &Sampled) {
        let side = self.verdict.told;
        let told = self.verdict.certainty.told_of(side);
        self.line("");
        self.line(&format!("How sure is it that {} wins{}?", self.name(side), self.aside()));
        let rows = [
            (terms::NEAR, told.near),
            (terms::RANKING, told.ranking),
            (terms::UNIFORM, told.uniform),
            (terms::FLOOR, told.at_least_half),
            (terms::RATINGS, told.ratings),
        ];
        let width = rows.iter().map(|(term, _)| term.label.chars().count()).max().unwrap_or(0);
        for (term, wins) in rows {
            let (name, percent) = (term.label, words::percent(wins));
            self.line(&format!("{name:<width$}  {percent:>9}"));
        }
        let spread = words::percent(told.near_spread);
        self.line(&format!("Close means that an average weight is typically off by {spread}."));
        let error = 100.0 * both.standard_error;
        self.line(&format!(
            "{}: {} (sampled; standard error {error:.1} percentage points)",
            terms::BOTH.label,
            words::percent(of_side(side, both.left_wins))
        ));
        let (low, high) = (words::score(told.band.0), words::score(told.band.1));
        self.line(&format!("{}: {low} to {high}", terms::BAND.label));
    }

    /// That a side which a must-have excludes is spoken of all the same.
    fn aside(&self) -> &'static str {
        match self.verdict.lead {
            Lead::ByMustHave(_) | Lead::NeitherQualifies => ", must-haves aside",
            _ => "",
        }
    }

    fn drivers(&mut self) {
        let verdict = self.verdict;
        let width = self.names();
        self.line("");
        self.line(&format!("{:<width$}  Weight  What drives it", "Criterion"));
        for &at in &verdict.drivers {
            let weight = verdict.balance.weights.percents.get(at).copied().unwrap_or_default();
            let tip = verdict.balance.contributions.get(at).copied().unwrap_or_default();
            let towards = match tip {
                tip if tip > 0.0 => self.name(Side::Left),
                tip if tip < 0.0 => self.name(Side::Right),
                _ => "neither side",
            };
            let tip = words::score(tip.abs());
            let name = self.criterion(at);
            self.line(&format!("{name:<width$}  {weight:4} %  {tip} towards {towards}"));
        }
    }

    fn flips(&mut self) {
        let verdict = self.verdict;
        let width = self.names();
        self.line("");
        if !verdict.must_have_words.is_empty() {
            self.line("What would flip it");
            verdict.must_have_words.iter().for_each(|said| self.line(said));
            self.line("");
        }
        let turns: Vec<_> =
            verdict.nearest.iter().filter_map(|at| Some((*at, verdict.turn(*at)?))).collect();
        if !turns.is_empty() && !verdict.is_level() {
            let what =
                if verdict.is_by_must_have() { "Must-haves aside" } else { "What would flip it" };
            self.line(&format!("{what:<width$}     Now  Flips at"));
            for (at, Turn { now, at: flip, .. }) in turns {
                let name = self.criterion(at);
                self.line(&format!("{name:<width$}  {now:>6}  {flip:>8}"));
            }
        }
        self.line(&verdict.change_words);
        if !verdict.spread_words.is_empty() {
            self.line(&verdict.spread_words);
        }
    }

    fn worth(&mut self) {
        let verdict = self.verdict;
        self.line("");
        if verdict.worth.is_empty() {
            self.line("Worth finding out: no single rating is unsure enough to turn this.");
            return;
        }
        let width = self.names().max(17);
        self.line(&format!("{:<width$}  Chance to turn it", "Worth finding out"));
        for &at in &verdict.worth {
            let chance = verdict.findings.get(at).map_or(0.0, |finding| finding.chance);
            let name = self.criterion(at);
            self.line(&format!("{name:<width$}  {:>8}", words::percent(chance)));
        }
    }

    fn ballots(&mut self, agreement: &Agreement) {
        let sides = &self.session.sides;
        let width =
            |texts: Vec<usize>, least: usize| texts.into_iter().max().unwrap_or(0).max(least);
        let (people, pooled) = (agreement.singles(), agreement.pool.plural());
        let names = width(people.iter().map(|p| p.name.chars().count()).collect(), 7);
        let lead = |margin| words::lead(sides, margin);
        let own = width(people.iter().map(|p| lead(p.margin).chars().count()).collect(), 8);
        let mut lines = vec![String::new(), self.cast(agreement)];
        if !people.is_empty() {
            let heads = ("Ballots", "Own side");
            lines
                .push(format!("{:<names$}  {:<own$}  The {pooled} without them", heads.0, heads.1));
        }
        for person in people {
            let adviser = if person.counts { "" } else { "  (adviser, not counted)" };
            let without = words::lead_without(sides, person.without);
            let (name, own_side) = (&person.name, lead(person.margin));
            lines.push(format!("{name:<names$}  {own_side:<own$}  {without}{adviser}"));
        }
        lines.extend(self.verdict.agreement_words.iter().cloned());
        if let Some(w) = agreement.concordance {
            lines.push(format!("Kendall’s W {w:.2}."));
        }
        lines.extend(self.verdict.movement.iter().flat_map(|movement| movement.words.clone()));
        lines.extend(self.by_hand());
        for line in lines {
            self.line(&line);
        }
    }

    /// Which round it is that is told of, and how many have voted in it.
    fn cast(&self, agreement: &Agreement) -> String {
        let round = self.session.revealed().and_then(|r| self.session.round_number(&r.id));
        let advisers = agreement.people.iter().filter(|person| !person.counts).count();
        let counted = words::count(agreement.counted, "counts", "count");
        let said = match (agreement.counted, advisers) {
            (0, _) => "none counts".to_owned(),
            (_, 0) => counted,
            (_, 1) => format!("{counted}, that of an adviser does not"),
            (_, more) => format!("{counted}, those of {more} advisers do not"),
        };
        format!("Ballots of round {}: {said}.", round.unwrap_or_default())
    }

    /// Where the points are not those of the ballots; none where they are.
    fn by_hand(&self) -> Option<String> {
        let overrides = &self.verdict.overrides;
        let told = |row: &Override| {
            format!("{} {} ({})", self.criterion(row.criterion), row.points, row.ballots)
        };
        let mut told: Vec<String> = overrides.iter().take(NAMED).map(told).collect();
        match overrides.len().saturating_sub(NAMED) {
            0 => {}
            more => told.push(format!("{more} more")),
        }
        let pool = self.session.brief.pool.plural();
        (!told.is_empty())
            .then(|| format!("Set by hand (the {pool} beside them): {}.", words::list(&told)))
    }

    fn mistakes(&mut self) {
        let mistakes = &self.verdict.mistakes;
        self.line("");
        self.line("Common mistakes, looked for in this session");
        for mistake in mistakes {
            let mark = match mistake.sight {
                Sight::Seen => "seen",
                Sight::NotSeen => "not seen",
                Sight::CannotTell => "cannot tell",
            };
            self.line(&format!("{}: {mark}. {}", mistake.name, mistake.evidence));
        }
    }
}
