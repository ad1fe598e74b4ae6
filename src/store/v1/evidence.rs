//! Measured evidence in format 1. What a run of the lab found is written as the lab writes it, so
//! its structs are shared.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::check::Located;
use super::{Text, is_default, plain};
use crate::session::evidence::{Card, Flaw, Lab, Place, Run, SeenCard, Timed};
use crate::session::{self, CardRef, Dossier, Id, MAX_TEXT, Needs, Ruling};
use crate::store::cursor::Step;

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Objection {
    pub(super) id: Id,
    #[serde(default, with = "plain", skip_serializing_if = "Option::is_none")]
    run: Option<Id>,
    card: Id,
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    question: Text,
    text: Text,
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    by: Text,
    raised: Timestamp,
    #[serde(default, skip_serializing_if = "is_default")]
    ruling: Ruling,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct TeamRun {
    pub(super) id: Id,
    name: Text,
    cards: Vec<Card>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    sqlite: Vec<SeenCard>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    postgresql: Vec<SeenCard>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    times: Vec<Timed>,
    run: Run,
}

/// The four fields of a session, read.
pub(super) struct Parts {
    pub(super) matters: Needs,
    pub(super) versions: Vec<(Text, Text)>,
    pub(super) objections: Vec<Objection>,
    pub(super) runs: Vec<TeamRun>,
}

impl Parts {
    pub(super) fn of(dossier: &Dossier) -> Self {
        let version =
            |(package, version): (&String, &String)| (Text::of(package), Text::of(version));
        Self {
            matters: dossier.matters.clone(),
            versions: dossier.versions.iter().map(version).collect(),
            objections: dossier.objections.iter().map(Objection::of).collect(),
            runs: dossier.runs.iter().map(TeamRun::of).collect(),
        }
    }

    pub(super) fn into_session(self) -> Dossier {
        let versions = self.versions.into_iter().map(|(package, version)| (package.0, version.0));
        Dossier {
            matters: self.matters.in_order(),
            versions: versions.collect::<BTreeMap<_, _>>(),
            objections: self.objections.into_iter().map(Objection::into_session).collect(),
            runs: self.runs.into_iter().map(TeamRun::into_session).collect(),
        }
    }
}

impl Objection {
    fn of(row: &session::Objection) -> Self {
        Self {
            id: row.id.clone(),
            run: row.on.run.clone(),
            card: row.on.card.clone(),
            question: Text::of(&row.question),
            text: Text::of(&row.text),
            by: Text::of(&row.by),
            raised: row.raised,
            ruling: row.ruling,
        }
    }

    fn into_session(self) -> session::Objection {
        session::Objection {
            id: self.id,
            on: CardRef { run: self.run, card: self.card },
            question: self.question.0,
            text: self.text.0,
            by: self.by.0,
            raised: self.raised,
            ruling: self.ruling,
        }
    }
}

impl TeamRun {
    fn of(row: &session::TeamRun) -> Self {
        let Lab { cards, sqlite, postgresql, times, run } = (*row.lab).clone();
        let name = Text::of(&row.name);
        Self { id: row.id.clone(), name, cards, sqlite, postgresql, times, run }
    }

    fn into_session(self) -> session::TeamRun {
        let Self { id, name, cards, sqlite, postgresql, times, run } = self;
        let lab = Lab { cards, sqlite, postgresql, times, run };
        session::TeamRun { id, name: name.0, lab: Arc::new(lab.cleaned()) }
    }

    /// What is wrong with it.
    pub(super) fn flaw(&self) -> Option<Located> {
        let Self { cards, sqlite, postgresql, times, run, .. } = self;
        let lab = Lab {
            cards: cards.clone(),
            sqlite: sqlite.clone(),
            postgresql: postgresql.clone(),
            times: times.clone(),
            run: run.clone(),
        };
        // A team may take a criterion out that its run speaks of.
        flaw_of(lab, |_| true)
    }
}

/// What is wrong with what a run found, where the criteria are those that are known.
pub(in crate::store) fn flaw_of(mut lab: Lab, known: impl Fn(&Id) -> bool) -> Option<Located> {
    if let Some(found) = lab.too_long() {
        let what = format!("a text may hold {MAX_TEXT} characters, one here has {found}");
        return Some((Vec::new(), what, "Shorten it, or leave its card out.".to_owned()));
    }
    let Flaw { place, what } = lab.flaw(known)?;
    let step = |place: Place| match place {
        Place::Field(name) => Step::Field(name),
        Place::Item(number) => Step::Item(number),
    };
    let fix = "Export it from the lab once more; a change by hand does not count as measured.";
    Some((place.into_iter().map(step).collect(), what, fix.to_owned()))
}
