//! One question as a card: what was found, what each side sent, how long they took.

use egui::{CornerRadius, Frame, Margin, RichText, Stroke, Ui};

use super::{Found, axis, contest, side_name};
use crate::catalogue::Catalogue;
use crate::catalogue::evidence::Glance;
use crate::session::evidence::{Objection, Ruling};
use crate::session::{Criterion, Side};
use crate::ui::theme::{self, palette, size, space};
use crate::ui::widgets::basic::{text_button, warning};
use crate::ui::widgets::{basic, label, quiet, secondary};
use crate::ui::{Desk, Focus, Modal, Outbox, Request, notes};

/// Draws a card.
pub(super) fn show(
    ui: &mut Ui,
    desk: &Desk<'_>,
    out: &mut Outbox,
    criterion: &Criterion,
    found: Found<'_>,
) {
    let palette = palette(ui);
    let frame = Frame::new()
        .fill(palette.page)
        .stroke(Stroke::new(1.0, palette.line))
        .corner_radius(CornerRadius::same(theme::CARD_CORNER))
        .inner_margin(Margin::symmetric(12, 9));
    let on = found.name();
    ui.push_id(("evidence", &on), |ui| {
        frame.show(ui, |ui| {
            ui.set_width(ui.available_width());
            ui.spacing_mut().item_spacing.y = space::S;
            head(ui, found);
            if let Some(objection) = desk.session.evidence.struck(&on) {
                struck(ui, objection);
            } else {
                body(ui, desk, found);
            }
            objections(ui, desk, found);
            ui.horizontal_wrapped(|ui| {
                let name = format!("Show code and SQL: {}", found.card.question);
                if secondary(ui, "Code and SQL…").accessible_name(name).clicked() {
                    let (on, criterion) = (on.clone(), criterion.id.clone());
                    out.ask(Request::OpenCard(on, criterion));
                }
                let name = format!("Cite in a note: {}", found.card.question);
                if text_button(ui, "Cite", &name).clicked() {
                    cite(desk, out, criterion, found);
                }
                let name = format!("Contest: {}", found.card.question);
                if text_button(ui, "Contest…", &name).clicked() {
                    let contest = contest::begun(desk, found);
                    out.view(move |view| view.modal = Some(Modal::Contest(Box::new(contest))));
                }
            });
        });
    });
}

/// Cites a card in the note that is being written on the criterion, and goes on writing there.
fn cite(desk: &Desk<'_>, out: &mut Outbox, criterion: &Criterion, found: Found<'_>) {
    let about = Some(criterion.id.clone());
    let field = notes::draft_id(desk.session, about.as_ref());
    let cited = format!("(evidence: {})", found.card.id);
    out.view(move |view| {
        let draft = view.draft(about);
        if !draft.text.is_empty() && !draft.text.ends_with(char::is_whitespace) {
            draft.text.push(' ');
        }
        draft.text.push_str(&cited);
        let text = draft.text.clone();
        view.focus = Some(Focus::at_end(field, &text));
    });
}

/// What kind of question it is, whose run it is of, the question and the finding.
fn head(ui: &mut Ui, found: Found<'_>) {
    let kind = found.card.kind.question();
    match found.run {
        None => quiet(ui, kind),
        Some(run) => quiet(ui, &format!("{kind} · from your own run “{}”", run.name)),
    };
    let question = RichText::new(&found.card.question).font(theme::semibold(size::BODY - 1.0));
    basic::heading_of(ui, question);
    label(ui, RichText::new(&found.card.finding).size(size::BODY - 1.0));
}

fn body(ui: &mut Ui, desk: &Desk<'_>, found: Found<'_>) {
    let names = Catalogue::side_names();
    let all = Glance::all(found.lab, found.card);
    // What the team runs on comes first.
    let theirs = &desk.session.evidence.matters.databases;
    let glance = all.iter().find(|glance| theirs.contains(&glance.database)).or(all.first());
    if let Some(glance) = glance {
        let same = if glance.same_answer == Some(true) { "same answer · " } else { "" };
        quiet(ui, &format!("{same}{}", glance.place()));
        for side in Side::BOTH {
            ui.horizontal_wrapped(|ui| {
                ui.spacing_mut().item_spacing = egui::vec2(space::S, 0.0);
                ui.spacing_mut().interact_size.y = 17.0;
                side_name(ui, side);
                quiet(ui, &glance.side(side));
            });
        }
        if let Some(time) = glance.time {
            axis::show(ui, time, &glance.place());
        }
    }
    for suggestion in &found.card.suggests {
        let (low, high, why) = (suggestion.low, suggestion.high, &suggestion.why);
        let name = &names[suggestion.side];
        quiet(ui, &format!("Speaks for {low} to {high} for {name}: {why}"));
    }
}

fn struck(ui: &mut Ui, objection: &Objection) {
    warning(ui, &format!("Struck for this decision: {}", said(objection)));
}

/// What is objected and not settled, or not accepted.
fn objections(ui: &mut Ui, desk: &Desk<'_>, found: Found<'_>) {
    let on = found.name();
    for objection in desk.session.evidence.objections_to(&on) {
        if objection.ruling != Ruling::Accepted {
            let ruling = objection.ruling.words();
            quiet(ui, &format!("Contested, {ruling}: {}", said(objection)));
        }
    }
}

/// An objection with whose it is: `“Nobody lists 200 orders.” (Dana)`.
pub(super) fn said(objection: &Objection) -> String {
    match objection.by.trim() {
        "" => format!("“{}”", objection.text),
        by => format!("“{}” ({by})", objection.text),
    }
}
