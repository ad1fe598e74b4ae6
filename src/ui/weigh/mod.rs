//! Step 2: how much each criterion matters. Rounds of ballots are opened, collected under cover,
//! revealed and talked about, until the team agrees.

mod collect;
mod discuss;
mod table;

use egui::{RichText, Ui};

use super::theme::size;
use super::widgets::basic::{band, header};
use super::widgets::{chip, label, primary, quiet, secondary};
use super::{Desk, Outbox, format, is_narrow};
use crate::command::Command;
use crate::session::{Edit, Pool};

pub use discuss::show as discuss;

/// Draws the screen.
pub fn show(ui: &mut Ui, desk: &Desk<'_>, out: &mut Outbox) {
    let collecting = desk.session.collecting();
    header(
        ui,
        "Weigh the criteria",
        "How much would going from a 0 to a 10 on each criterion matter? Give the largest swing \
         the most points, and the others against it.",
        |ui| {
            if collecting.is_none() && secondary(ui, "Add a criterion").clicked() {
                out.command(Command::AddCriterion);
            }
        },
    );
    if desk.session.criteria.is_empty() {
        quiet(ui, "There is nothing to weigh yet. Add a criterion, or start from a preset.");
        return;
    }
    if let Some(round) = collecting {
        collect::show(ui, desk, out, round);
        return;
    }
    standing(ui, desk, out);
    table::show(ui, desk, out);
    ui.add_space(super::theme::space::S);
    quiet(
        ui,
        if desk.verdict.balance.weights.stand_in {
            "All points are 0, so every criterion weighs the same until one gets points."
        } else {
            "Weight is a criterion’s share of all points. Drag, type a number, or use the arrow keys."
        },
    );
    if is_narrow(ui) && desk.session.revealed().is_some() {
        ui.add_space(super::theme::space::L);
        discuss(ui, desk);
    }
}

/// How the weights stand, and what can be done about it.
fn standing(ui: &mut Ui, desk: &Desk<'_>, out: &mut Outbox) {
    let session = desk.session;
    let drift = session.drift();
    band(ui, |ui| {
        ui.horizontal_wrapped(|ui| {
            let open = session.agreed().is_none();
            let discussing = session.revealed().is_some();
            let round = format!("Open round {}", session.rounds.len() + 1);
            // Before the first round it is the ballots that one comes for, after it the agreement.
            if open && !discussing && primary(ui, &round).clicked() {
                out.command(Command::OpenRound);
            }
            let agree = if open { "Agree the weights" } else { "Agree again" };
            if open && !discussing {
                if secondary(ui, agree).clicked() {
                    out.command(Command::AgreeWeights);
                }
            } else if (open || !drift.is_empty()) && primary(ui, agree).clicked() {
                out.command(Command::AgreeWeights);
            }
            if open && discussing && secondary(ui, &round).clicked() {
                out.command(Command::OpenRound);
            }
            let back = if open { "Cover the result again" } else { "Reopen the weights" };
            if !session.covered() && secondary(ui, back).clicked() {
                out.command(Command::ReopenWeights);
            }
        });
        label(ui, RichText::new(words(desk)).size(size::BODY - 1.0));
        if session.agreed().is_none() {
            pooling(ui, desk, out);
        }
    });
}

/// How the weights stand, in a sentence or two.
fn words(desk: &Desk<'_>) -> String {
    let session = desk.session;
    let drift = session.drift();
    let revealed = session.revealed().and_then(|round| {
        let number = session.round_number(&round.id)?;
        let ballots = format::count(round.ballots.len(), "ballot", "ballots");
        Some(format!("Round {number} is revealed, with {ballots}. "))
    });
    let revealed = revealed.unwrap_or_default();
    match session.agreed() {
        None if session.covered() => format!(
            "{revealed}The weights are open, and the result is covered until the team agrees on them."
        ),
        None => format!("{revealed}The weights are open; the result was uncovered early."),
        Some((at, _)) if drift.is_empty() => {
            format!("Agreed, {}.", format::moment(at, desk.now, desk.zone))
        }
        Some((at, _)) => format!(
            "Agreed, {}. Not as agreed any more: {}.",
            format::moment(at, desk.now, desk.zone),
            drift.words()
        ),
    }
}

/// How ballots become the team's points, and whether they keep names.
fn pooling(ui: &mut Ui, desk: &Desk<'_>, out: &mut Outbox) {
    let brief = &desk.session.brief;
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().button_padding = egui::vec2(8.0, 3.0);
        quiet(ui, "Team points are the");
        for pool in Pool::ALL {
            let chosen = brief.pool == pool;
            if chip(ui, chosen, pool.word(), "Team points are the").clicked() && !chosen {
                out.edit(Edit::SetPool(pool));
            }
        }
        quiet(ui, "of the ballots. In the next round, names are");
        for (stored, word) in [(true, "stored"), (false, "not stored")] {
            let chosen = brief.names_stored == stored;
            let response = chip(ui, chosen, word, "In the next round, names are");
            let response = response.on_hover_text(if stored {
                "Each ballot says whose it is, so that one can ask, and see who has moved."
            } else {
                "A ballot is kept without its name, is shown once there are three, and cannot be \
                 changed after it was cast. It is not secret: whoever watches the file can tell."
            });
            if response.clicked() && !chosen {
                out.edit(Edit::StoreNames(stored));
            }
        }
        if desk.verdict.pooled.is_some() {
            let name = format!("Take the {}", brief.pool.plural());
            if secondary(ui, &name).clicked() {
                out.command(Command::TakePooled);
            }
        }
    });
}
