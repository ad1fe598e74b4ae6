//! What the rounds of ballots ask before they go on.

use std::collections::BTreeMap;

use egui::{ScrollArea, Ui};

use super::{close, foot, input_id, lead, title};
use crate::analysis::Override;
use crate::session::{Id, Participant};
use crate::ui::theme::space;
use crate::ui::widgets::basic::warning;
use crate::ui::widgets::field::{area, input};
use crate::ui::widgets::{label, primary, quiet, secondary};
use crate::ui::{Desk, Modal, Outbox, Request};

/// Somebody who is here has not voted.
pub(super) fn reveal(ui: &mut Ui, desk: &Desk<'_>, out: &mut Outbox) {
    const FEW: usize = 6;
    let Some(round) = desk.session.collecting() else {
        close(out);
        return;
    };
    title(ui, "Reveal without them?");
    let here = desk.session.people.iter().filter(|person| person.present);
    let missing: Vec<&str> =
        here.filter(|p| !round.has_voted(&p.id)).map(Participant::shown).collect();
    let more = missing.len().saturating_sub(FEW);
    let names = missing.iter().take(FEW).copied().collect::<Vec<_>>().join(", ");
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    label(
        ui,
        format!(
            "Not voted yet: {names}{more}. Once the ballots are revealed, no other can come into \
             this round."
        ),
    );
    foot(ui, out, |ui, out| {
        if lead(ui, "Wait for them").clicked() {
            close(out);
        }
        if secondary(ui, "Reveal").clicked() {
            close(out);
            out.ask(Request::Reveal);
        }
    });
}

/// Some points are not what the ballots come to: the log wants to know why.
pub(super) fn agree(
    ui: &mut Ui,
    desk: &Desk<'_>,
    out: &mut Outbox,
    (rows, reasons): (&[Override], &BTreeMap<Id, String>),
    height: f32,
) {
    title(ui, "Agree on points that were set by hand?");
    let pool = desk.session.brief.pool.word();
    label(
        ui,
        "Say why they are not what the ballots come to. The log and the record keep the reasons.",
    );
    let mut ready = true;
    ScrollArea::vertical().auto_shrink([false, true]).max_height(height - 190.0).show(ui, |ui| {
        for row in rows {
            let Some(criterion) = desk.session.criteria.get(row.criterion) else { continue };
            ui.add_space(space::S);
            let name = &criterion.name;
            label(
                ui,
                format!("{name}: {} points, where the {pool} is {}", row.points, row.ballots),
            );
            let mut text = reasons.get(&criterion.id).cloned().unwrap_or_default();
            let id = input_id(criterion.id.as_str());
            let field =
                input(ui, id, &mut text, 1, "Because …").accessible_name(format!("{name}, reason"));
            ready &= !text.trim().is_empty();
            if ui.memory(|memory| memory.focused().is_none()) {
                field.request_focus();
            }
            if field.changed() {
                let criterion = criterion.id.clone();
                out.view(move |view| {
                    if let Some(Modal::Agree(_, reasons)) = &mut view.modal {
                        reasons.insert(criterion, text);
                    }
                });
            }
        }
    });
    foot(ui, out, |ui, out| {
        let agree = ui.add_enabled_ui(ready, |ui| primary(ui, "Agree with these reasons")).inner;
        if agree.on_disabled_hover_text("Each of them needs a reason").clicked() {
            close(out);
            out.ask(Request::Agree(reasons.clone()));
        }
        if secondary(ui, "Cancel").clicked() {
            close(out);
        }
    });
}

/// A ballot that was cast is about to be given up.
pub(super) fn take_back(ui: &mut Ui, desk: &Desk<'_>, out: &mut Outbox, person: &Id) {
    let name = desk.session.person(person).map_or("somebody", Participant::shown);
    title(ui, &format!("Give up the ballot of {name}?"));
    label(
        ui,
        format!(
            "What {name} has given is gone then, and undo does not bring it back. They can vote \
             again, and the log says that the ballot was taken back."
        ),
    );
    foot(ui, out, |ui, out| {
        if lead(ui, "Keep it").clicked() {
            close(out);
        }
        if secondary(ui, "Take it back").clicked() {
            close(out);
            out.ask(Request::Withdraw(person.clone()));
        }
    });
}

/// A ballot as text.
pub(super) fn paste(ui: &mut Ui, out: &mut Outbox, text: &str, problem: Option<&str>) {
    title(ui, "Paste a ballot");
    quiet(ui, "The text of a ballot file, as somebody sent it. It is taken in covered.");
    let mut typed = text.to_owned();
    ScrollArea::vertical().max_height(260.0).show(ui, |ui| {
        let field =
            area(ui, input_id("ballot"), &mut typed, 10, "(kind: \"weighbridge-ballot\", …")
                .accessible_name("Ballot as text");
        if field.changed() {
            let typed = typed.clone();
            out.view(move |view| view.modal = Some(Modal::PasteBallot(typed, None)));
        }
    });
    if let Some(problem) = problem {
        warning(ui, problem);
    }
    foot(ui, out, |ui, out| {
        let ready = !typed.trim().is_empty();
        let take = ui.add_enabled_ui(ready, |ui| primary(ui, "Take the ballot")).inner;
        if take.on_disabled_hover_text("Paste a ballot first").clicked() {
            out.ask(Request::TakeBallot(typed.clone()));
        }
        if secondary(ui, "Cancel").clicked() {
            close(out);
        }
    });
}
