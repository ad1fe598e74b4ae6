//! Step 4: who leads, how sure that is, what drives it and what would change it. Covered until
//! the weights are agreed.

mod beam;
mod before;
mod flips;
mod people;
mod sure;
mod tug;
mod what_if;
mod worth;

use egui::{RichText, Ui};

use super::theme::{self, size, space};
use super::widgets::basic::{band, intro, warning};
use super::widgets::{card, chip, columns, heading, label, primary, quiet, secondary};
use super::{Beside, Desk, Outbox, format};
use crate::analysis::{Lead, Verdict, aloud, terms};
use crate::command::Command;

/// What stands in place of the result while the weights are open.
pub(super) const COVERED: &str = "The result is covered until the weights are agreed";
/// Why.
pub(super) const WHY_COVERED: &str = "Whoever knows who leads weighs towards it or against it. So the weights come first, and the \
     result shows once the team has agreed on them.";

/// From this width on the cards stand in two columns.
const TWO_COLUMNS: f32 = 700.0;

/// What a card of this screen draws: the desk, and the verdict that is shown, which is that of
/// the points being tried while some are.
struct Scene<'a> {
    desk: &'a Desk<'a>,
    verdict: &'a Verdict,
}

/// Draws the screen.
pub fn show(ui: &mut Ui, desk: &Desk<'_>, out: &mut Outbox) {
    if desk.session.covered() {
        cover(ui, desk, out);
        return;
    }
    let scene = Scene { desk, verdict: desk.what_if.unwrap_or(desk.verdict) };
    bands(ui, &scene, out);
    let headline = heading(ui, &scene.verdict.headline);
    headline.on_hover_text(scene.verdict.lead.rule());
    intro(ui, &scene.verdict.summary).on_hover_text(terms::TOTAL.text());
    if desk.session.criteria.is_empty() {
        if primary(ui, "Add a criterion").clicked() {
            out.command(Command::AddCriterion);
        }
        return;
    }
    let narrow = super::is_narrow(ui);
    let tries = desk.view.verdict.beside == Beside::WhatIf;
    if narrow && tries {
        // Where there is no room beside the verdict, sliders come first: they were asked for.
        card(ui, |ui| beside(ui, desk, out));
    }
    if ui.available_width() < TWO_COLUMNS {
        beam::show(ui, &scene);
        sure::show(ui, &scene, out);
        flips::show(ui, &scene, out);
        people::show(ui, &scene, out);
        worth::show(ui, &scene);
        tug::show(ui, &scene, out);
    } else {
        columns(ui, 0.47, space::L, |left, right| {
            for ui in [&mut *left, &mut *right] {
                ui.spacing_mut().item_spacing.y = 14.0;
            }
            beam::show(left, &scene);
            tug::show(left, &scene, out);
            worth::show(left, &scene);
            sure::show(right, &scene, out);
            flips::show(right, &scene, out);
            people::show(right, &scene, out);
        });
    }
    if narrow && !tries {
        ui.add_space(space::L);
        beside(ui, desk, out);
    }
}

/// What stands in place of the result while the weights are open.
fn cover(ui: &mut Ui, desk: &Desk<'_>, out: &mut Outbox) {
    facts(ui, desk);
    if matches!(desk.verdict.lead, Lead::ByMustHave(_) | Lead::NeitherQualifies) {
        // Not a matter of weights, so there is nothing to cover.
        band(ui, |ui| {
            label(ui, RichText::new(&desk.verdict.headline).font(theme::medium(size::BODY)));
        });
    }
    heading(ui, COVERED);
    intro(ui, WHY_COVERED);
    card(ui, |ui| {
        let criteria = format::count(desk.session.criteria.len(), "criterion", "criteria");
        label(ui, format!("{criteria} to agree on."));
        ui.horizontal_wrapped(|ui| {
            if primary(ui, "Agree the weights").clicked() {
                out.command(Command::AgreeWeights);
            }
            if secondary(ui, "Back to the weights").clicked() {
                out.command(Command::Weigh);
            }
            if secondary(ui, "Uncover early…").clicked() {
                out.command(Command::Uncover);
            }
        });
        quiet(ui, "Uncovering early is possible; the session’s log will say that it was done.");
    });
}

/// What has to be said before the headline.
fn bands(ui: &mut Ui, scene: &Scene<'_>, out: &mut Outbox) {
    let session = scene.desk.session;
    if scene.desk.what_if.is_some() {
        band(ui, |ui| {
            label(
                ui,
                RichText::new(
                    "What if: this is the verdict with the points being tried. The session is \
                     unchanged.",
                )
                .font(theme::medium(size::BODY - 1.0)),
            );
            ui.horizontal_wrapped(|ui| what_if::buttons(ui, out));
        });
    }
    if session.agreed().is_none() {
        band(ui, |ui| {
            let text = "The weights are not agreed yet; the result was uncovered early.";
            label(ui, RichText::new(text).size(size::BODY - 1.0));
        });
    }
    let drift = session.drift();
    if !drift.is_empty() {
        band(ui, |ui| {
            let text = format!("Not as agreed any more: {}.", drift.words());
            label(ui, RichText::new(text).size(size::BODY - 1.0));
        });
    }
    if let Some(text) = aloud::unconfirmed(session, scene.verdict) {
        band(ui, |ui| {
            label(ui, RichText::new(text).size(size::BODY - 1.0));
        });
    }
    facts(ui, scene.desk);
}

/// What the answers to the questions of fact say, before any weight does.
fn facts(ui: &mut Ui, desk: &Desk<'_>) {
    let Verdict { notices, contradictions, .. } = desk.verdict;
    if notices.is_empty() && contradictions.is_empty() {
        return;
    }
    band(ui, |ui| {
        for notice in notices {
            label(ui, RichText::new(notice).size(size::BODY - 1.0));
        }
        for contradiction in contradictions {
            warning(ui, contradiction);
        }
    });
}

/// The panel beside the verdict.
pub fn beside(ui: &mut Ui, desk: &Desk<'_>, out: &mut Outbox) {
    let shown = desk.view.verdict.beside;
    ui.horizontal_wrapped(|ui| {
        for (panel, name) in
            [(Beside::BeforeYouDecide, "Before you decide"), (Beside::WhatIf, "What if")]
        {
            if chip(ui, panel == shown, name, "Panel").clicked() {
                out.view(move |view| view.verdict.beside = panel);
            }
        }
    });
    ui.add_space(space::S);
    let scene = Scene { desk, verdict: desk.what_if.unwrap_or(desk.verdict) };
    match shown {
        Beside::BeforeYouDecide => before::show(ui, &scene),
        Beside::WhatIf => what_if::show(ui, &scene, out),
    }
}
