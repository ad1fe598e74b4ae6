//! Measured evidence on screen: cards under a criterion, a card with all its code, objections, and
//! what matters to the team.

mod axis;
mod card;
pub(super) mod contest;
pub(super) mod matters;
pub(super) mod sheet;

pub use sheet::Sheet;

use std::collections::BTreeMap;

use egui::{RichText, Ui};

use super::theme::{self, palette, size, space};
use super::widgets::basic::{text_button, warning};
use super::widgets::{label, quiet, title};
use super::{Desk, Modal, Outbox, format};
use crate::catalogue::evidence::{Reason, Relevance, needs, staleness};
use crate::session::evidence::{Card, Lab, Run, TeamRun};
use crate::session::{CardRef, Criterion, Id};

/// A card with where it comes from.
#[derive(Clone, Copy)]
pub(super) struct Found<'a> {
    /// The run that it is of; none for the built-in one.
    pub(super) run: Option<&'a TeamRun>,
    /// What that run found.
    pub(super) lab: &'a Lab,
    /// The card.
    pub(super) card: &'a Card,
}

impl<'a> Found<'a> {
    /// The card of that name.
    pub(super) fn find(desk: &Desk<'a>, on: &CardRef) -> Option<Self> {
        let run = match &on.run {
            None => None,
            Some(id) => Some(desk.session.evidence.run(id)?),
        };
        let lab = run.map_or(&desk.catalogue.evidence.lab, |run| &*run.lab);
        Some(Self { run, lab, card: lab.card(&on.card)? })
    }

    /// The cards on a criterion: the built-in ones, then those of the team's own runs.
    fn on(desk: &Desk<'a>, criterion: &Id) -> Vec<Self> {
        let built_in = std::iter::once((None, &desk.catalogue.evidence.lab));
        let own = desk.session.evidence.runs.iter().map(|run| (Some(run), &*run.lab));
        let of = |(run, lab): (Option<&'a TeamRun>, &'a Lab)| {
            lab.cards_on(criterion).into_iter().map(move |card| Self { run, lab, card })
        };
        built_in.chain(own).flat_map(of).collect()
    }

    pub(super) fn name(self) -> CardRef {
        CardRef { run: self.run.map(|run| run.id.clone()), card: self.card.id.clone() }
    }
}

/// Draws what is measured on a criterion.
pub(super) fn show(ui: &mut Ui, desk: &Desk<'_>, out: &mut Outbox, criterion: &Criterion) {
    let evidence = &desk.catalogue.evidence;
    let found = Found::on(desk, &criterion.id);
    let reason = evidence.unmeasured(&criterion.id);
    let claims: Vec<_> = evidence.claims_on(&criterion.id).collect();
    if found.is_empty() && reason.is_none() && claims.is_empty() {
        return;
    }
    title(ui, "Measured evidence");
    if let Some(reason) = reason {
        quiet(ui, &format!("Not measured: {reason}"));
    }
    if !found.is_empty() {
        quiet(ui, &measured(&evidence.lab.run));
        stale(ui, desk, &evidence.lab.run);
        cards(ui, desk, out, criterion, &found);
    }
    for claim in claims {
        let standing = claim.lab.words();
        label(ui, RichText::new("The article says").font(theme::medium(size::QUIET)));
        quiet(ui, &claim.article);
        label(
            ui,
            RichText::new(format!("The lab saw: {standing}")).font(theme::medium(size::QUIET)),
        );
        quiet(ui, &claim.saw);
    }
    ui.add_space(space::M);
}

fn cards(
    ui: &mut Ui,
    desk: &Desk<'_>,
    out: &mut Outbox,
    criterion: &Criterion,
    found: &[Found<'_>],
) {
    let matters = needs(&desk.session.evidence.matters, &desk.session.brief);
    let mut back: BTreeMap<Reason, Vec<Found<'_>>> = BTreeMap::new();
    for one in found {
        match Relevance::of(one.card, &matters) {
            Relevance::StepsBack(reason) => back.entry(reason).or_default().push(*one),
            Relevance::Applies => card::show(ui, desk, out, criterion, *one),
        }
    }
    for (reason, cards) in back {
        let words = reason.words(cards.len());
        let shown = desk.view.unfolded.contains(&criterion.id);
        let button = if shown { format!("Hide {words}") } else { words };
        if text_button(ui, &button, &button).clicked() {
            let id = criterion.id.clone();
            out.view(move |view| {
                if !view.unfolded.remove(&id) {
                    view.unfolded.insert(id);
                }
            });
        }
        if shown {
            for one in cards {
                card::show(ui, desk, out, criterion, one);
            }
        }
    }
    if text_button(ui, "What matters here…", "What matters of the evidence").clicked() {
        out.view(|view| view.modal = Some(Modal::Matters));
    }
}

/// When and with what a run was made.
fn measured(run: &Run) -> String {
    let version = |name: &str| run.versions.get(name).map(|version| format!("{name} {version}"));
    let database = |name: &str, version: &Option<String>| {
        version.as_ref().map(|version| format!("{name} {version}"))
    };
    let parts = [
        version("Django"),
        version("SQLAlchemy"),
        database("SQLite", &run.sqlite),
        database("PostgreSQL", &run.postgresql),
        Some(format::full_day(run.date)),
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

/// That a run is too old to be relied on, where it is.
fn stale(ui: &mut Ui, desk: &Desk<'_>, run: &Run) {
    let today = desk.now.to_zoned(desk.zone.clone()).date();
    for reason in staleness(run, today, &desk.session.evidence.versions) {
        warning(ui, &format!("Stale: {reason}"));
    }
}

/// A name in the colour of its side.
fn side_name(ui: &mut Ui, side: crate::session::Side) {
    let name = &crate::catalogue::Catalogue::side_names()[side];
    let name = RichText::new(name).font(theme::semibold(size::QUIET));
    ui.label(name.color(palette(ui).side(side)));
}
