//! Measured evidence that a decision rests on: the cards that were looked at or cited, and those
//! that were contested.

use super::{Maker, day};
use crate::report::summary::Evidence;
use crate::session::evidence::{Card, Lab, Ruling};
use crate::session::{CardRef, Criterion, Id, Objection};

impl Maker<'_> {
    /// The cards that were opened on a criterion or cited in a note, in the order of the lab; one
    /// that is struck is not evidence any more.
    pub(super) fn measured(&self) -> Vec<Evidence> {
        let session = self.0.session;
        let built_in = std::iter::once((None, &self.0.catalogue.evidence.lab));
        let own = session.evidence.runs.iter().map(|run| (Some(run), &*run.lab));
        let mut rows = Vec::new();
        for (run, lab) in built_in.chain(own) {
            for card in &lab.cards {
                let on = CardRef { run: run.map(|run| run.id.clone()), card: card.id.clone() };
                let criteria = self.used_on(&on, card);
                if criteria.is_empty() || session.evidence.struck(&on).is_some() {
                    continue;
                }
                let whose = run.map(|run| format!(" (own run “{}”)", run.name)).unwrap_or_default();
                rows.push(Evidence {
                    title: format!("Measured{whose}: {} {}", card.question, card.finding),
                    version: version(lab),
                    address: None,
                    criteria,
                });
            }
        }
        rows
    }

    /// The names of the criteria on which a card was opened, or is cited in a note.
    fn used_on(&self, on: &CardRef, card: &Card) -> Vec<String> {
        let session = self.0.session;
        let used = |criterion: &&Criterion| {
            let opened =
                session.cards_opened().any(|(at, card, _)| at == &criterion.id && card == on);
            let speaks = card.criterion == criterion.id || card.also.contains(&criterion.id);
            let mut notes = session.notes_on(Some(&criterion.id));
            opened || (speaks && notes.any(|note| cites(&note.text, &card.id)))
        };
        session.criteria.iter().filter(used).map(|criterion| criterion.name.clone()).collect()
    }

    /// What was objected to cards, a sentence each, with what became of it.
    pub(super) fn contested(&self) -> Vec<String> {
        self.0.session.evidence.objections.iter().map(|row| self.objected(row)).collect()
    }

    fn objected(&self, objection: &Objection) -> String {
        let by = match objection.by.trim() {
            "" => String::new(),
            by => format!(", {by}"),
        };
        let on = day(objection.raised.to_zoned(self.0.zone.clone()).date());
        let ruling = match objection.ruling {
            Ruling::Open => "Contested and not settled",
            Ruling::Accepted => "Struck for this decision",
            Ruling::Rejected => "Contested, and not accepted",
        };
        let Objection { question, text, .. } = objection;
        format!("{ruling}: “{question}” – {} ({on}{by})", text.trim())
    }
}

/// Whether a note cites a card, as `evidence: order-list`.
fn cites(text: &str, card: &Id) -> bool {
    text.split("evidence:").skip(1).any(|rest| {
        let named = rest.trim_start().strip_prefix(card.as_str());
        let ends = |rest: &str| !rest.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '-');
        named.is_some_and(ends)
    })
}

/// With what and when a run was made.
fn version(lab: &Lab) -> String {
    let of = |name: &str| lab.run.versions.get(name).map(|version| format!("{name} {version}"));
    let parts = [of("Django"), of("SQLAlchemy"), Some(day(lab.run.date))];
    parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
}
