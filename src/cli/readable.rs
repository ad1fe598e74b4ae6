//! The verdict for a reader, in aligned columns.

use std::fmt::Write as _;

use crate::analysis::certainty::of_side;
use crate::analysis::{Agreement, Lead, Sampled, Sight, Verdict, words};
use crate::session::{Session, Side};

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

    /// The side that the probabilities are told of: the one that is ahead.
    fn told(&self) -> Side {
        if self.verdict.balance.margin < 0.0 { Side::Right } else { Side::Left }
    }

    fn head(&mut self) {
        if self.session.covered() {
            self.line(
                "The weights are not agreed yet: this is a look ahead, not the team’s answer.",
            );
        }
        let verdict = self.verdict;
        for notice in &verdict.notices {
            self.line(notice);
        }
        self.line(&verdict.headline);
        self.line(&verdict.summary);
        for contradiction in &verdict.contradictions {
            self.line(contradiction);
        }
        if verdict.balance.weights.stand_in {
            self.line("All points are 0, so every criterion weighs the same.");
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
        self.line("");
        for side in Side::BOTH {
            let total = words::score(verdict.balance.totals[side]);
            let out = if verdict.failed[side].is_empty() { "" } else { "  excluded" };
            self.line(&format!("{:<width$}  {total:>5}{out}", self.name(side)));
        }
        let margin = words::score(verdict.balance.margin.abs());
        self.line(&format!("{:<width$}  {margin:>5}", "Margin"));
    }

    fn certainty(&mut self, both: &Sampled) {
        let certainty = &self.verdict.certainty;
        let side = self.told();
        let excluded = matches!(self.verdict.lead, Lead::ByMustHave(_) | Lead::NeitherQualifies);
        let aside = if excluded { ", must-haves aside" } else { "" };
        self.line("");
        self.line(&format!("How sure is it that {} wins{aside}?", self.name(side)));
        let spread = words::percent(certainty.near_spread);
        let near = format!("Weights close to the team’s, an average one off by {spread}");
        let rows = [
            (near.as_str(), certainty.near),
            ("Only the order of the criteria is trusted", certainty.ranking),
            ("No agreement on weights at all", certainty.uniform),
            ("Every criterion keeps half of its weight or more", certainty.at_least_half),
            ("The team’s weights, ratings as sure as it says", certainty.ratings),
        ];
        let width = rows.iter().map(|(name, _)| name.chars().count()).max().unwrap_or(0);
        for (name, left_wins) in rows {
            let percent = words::percent(of_side(side, left_wins));
            self.line(&format!("{name:<width$}  {percent:>9}"));
        }
        let error = 100.0 * both.standard_error;
        self.line(&format!(
            "Weights and ratings in doubt at once: {} (sampled, ± {error:.1})",
            words::percent(of_side(side, both.left_wins))
        ));
        let sign = if side == Side::Left { 1.0 } else { -1.0 };
        let (low, high) = certainty.band;
        let (low, high) = if sign > 0.0 { (low, high) } else { (-high, -low) };
        self.line(&format!(
            "Nine times in ten the margin lies between {} and {}.",
            words::score(low),
            words::score(high)
        ));
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
        if !verdict.nearest.is_empty() {
            self.line(&format!("{:<width$}   Now  Flips at", "What would flip it"));
        }
        for &at in &verdict.nearest {
            let now = verdict.balance.weights.percents.get(at).copied().unwrap_or_default();
            let flip = verdict.flips.get(at).and_then(|flip| flip.weight);
            let flip = flip.map_or_else(String::new, words::percent);
            let name = self.criterion(at);
            self.line(&format!("{name:<width$}  {now:2} %  {flip:>8}"));
        }
        self.line(&verdict.change_words);
        self.line(&verdict.spread_words);
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
        let name = |id| {
            let person = self.session.people.iter().find(|p| &p.id == id);
            person.map_or("", |p| p.name.as_str())
        };
        let width = agreement.people.iter().map(|p| name(&p.person).chars().count()).max();
        let width = width.unwrap_or(0).max(7);
        let side = |margin: f64| match margin {
            m if m > 0.0 => format!("{} by {}", self.name(Side::Left), words::score(m)),
            m if m < 0.0 => format!("{} by {}", self.name(Side::Right), words::score(-m)),
            _ => "level".to_owned(),
        };
        let own = agreement.people.iter().map(|p| side(p.margin).chars().count()).max();
        let own = own.unwrap_or(0).max(8);
        let mut lines = vec![
            String::new(),
            format!("{:<width$}  {:<own$}  Without them", "Ballots", "Own side"),
        ];
        for person in &agreement.people {
            let adviser = if person.counts { "" } else { "  (adviser, not counted)" };
            lines.push(format!(
                "{:<width$}  {:<own$}  {}{adviser}",
                name(&person.person),
                side(person.margin),
                side(person.without)
            ));
        }
        lines.extend(self.verdict.agreement_words.iter().cloned());
        if let Some(w) = agreement.concordance {
            lines.push(format!("Kendall’s W {w:.2}."));
        }
        for line in lines {
            self.line(&line);
        }
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
