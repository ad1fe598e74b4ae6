//! The dialog in which a card is contested, and in which objections are settled.

use egui::{RichText, ScrollArea, Ui};

use super::Found;
use super::card::said;
use crate::session::evidence::Ruling;
use crate::session::{Edit, EvidenceEdit, ItemRef};
use crate::store::recovery::Contest;
use crate::ui::modal::{close, foot, input_id, title};
use crate::ui::theme::{self, size, space};
use crate::ui::widgets::basic::text_button;
use crate::ui::widgets::field::input;
use crate::ui::widgets::{chip, label, primary, quiet, secondary};
use crate::ui::{Desk, Modal, Outbox, Request};

/// The objection to a card that was begun, or a new one by whoever writes notes.
pub(super) fn begun(desk: &Desk<'_>, found: Found<'_>) -> Contest {
    let begun = desk.view.contests.iter().find(|begun| begun.on == found.name());
    begun.cloned().unwrap_or_else(|| Contest {
        on: found.name(),
        question: found.card.question.clone(),
        text: String::new(),
        by: desk.view.author.clone(),
    })
}

/// Draws the dialog.
pub fn show(ui: &mut Ui, desk: &Desk<'_>, out: &mut Outbox, contest: &Contest, height: f32) {
    title(ui, "Contest this card");
    label(ui, RichText::new(&contest.question).font(theme::medium(size::BODY)));
    quiet(
        ui,
        "An objection stays with the session. Once it is accepted, the card is struck for this \
         decision, and the record says why.",
    );
    ScrollArea::vertical().auto_shrink([false, true]).max_height(height - 330.0).show(ui, |ui| {
        ui.set_width(ui.available_width() - space::M);
        settle(ui, desk, out, contest);
    });
    let (mut text, mut by) = (contest.text.clone(), contest.by.clone());
    quiet(ui, "Objection");
    let typed = input(ui, input_id("objection"), &mut text, 3, "What is unfair or wrong about it")
        .accessible_name("Objection");
    quiet(ui, "By whom");
    let named = input(ui, input_id("objector"), &mut by, 1, "").accessible_name("By whom");
    if typed.changed() || named.changed() {
        let contest = Contest { text: text.clone(), by: by.clone(), ..contest.clone() };
        out.view(move |view| {
            view.contests.retain(|other| other.on != contest.on);
            view.contests.push(contest.clone());
            view.modal = Some(Modal::Contest(Box::new(contest)));
        });
    }
    foot(ui, out, |ui, out| {
        let ready = !text.trim().is_empty();
        let button = ui.add_enabled_ui(ready, |ui| primary(ui, "Add the objection")).inner;
        let button = button.on_disabled_hover_text("Write what is wrong with it first");
        if button.clicked() && ready {
            let contest = Contest { text, by, ..contest.clone() };
            out.ask(Request::Object(Box::new(contest)));
        }
        if secondary(ui, "Close").clicked() {
            close(out);
        }
    });
}

/// The objections that there are, each with what becomes of it.
fn settle(ui: &mut Ui, desk: &Desk<'_>, out: &mut Outbox, contest: &Contest) {
    for objection in desk.session.evidence.objections_to(&contest.on) {
        ui.push_id(&objection.id, |ui| {
            label(ui, said(objection));
            ui.horizontal_wrapped(|ui| {
                ui.spacing_mut().item_spacing = egui::vec2(space::S, space::S);
                ui.spacing_mut().button_padding = egui::vec2(8.0, 3.0);
                let group = format!("Objection {}", said(objection));
                for ruling in Ruling::ALL {
                    let chosen = objection.ruling == ruling;
                    if chip(ui, chosen, ruling.words(), &group).clicked() && !chosen {
                        let id = objection.id.clone();
                        out.edit(Edit::Evidence(EvidenceEdit::Rule(id, ruling)));
                    }
                }
                let name = format!("Remove the objection {}", said(objection));
                if text_button(ui, "Remove", &name).clicked() {
                    out.edit(Edit::Remove(ItemRef::Objection(objection.id.clone())));
                }
            });
        });
    }
}
