//! What the team says of its decision. Where it has said nothing yet, a draft from the analysis
//! stands in the field, marked as one until somebody touches it.

use egui::{Response, RichText, Ui};

use crate::report::Summary;
use crate::report::summary::Passage;
use crate::session::{Edit, Field, Record, RecordField, Side, Status};
use crate::ui::theme::{self, palette, size, space};
use crate::ui::widgets::basic::{text_button, warning};
use crate::ui::widgets::day::Typed;
use crate::ui::widgets::field::{field_id, session_input};
use crate::ui::widgets::{chip, choose, day_field, quiet, text_field};
use crate::ui::{Desk, Outbox, format};

/// Draws the form.
pub fn show(ui: &mut Ui, desk: &Desk<'_>, out: &mut Outbox) {
    ui.spacing_mut().item_spacing.y = 10.0;
    let Record { status, .. } = desk.session.record;
    labelled(ui, "Status", |ui| self::status(ui, desk, out));
    if status == Status::Superseded {
        plain(ui, desk, out, RecordField::SupersededBy);
    }
    labelled(ui, "Chosen", |ui| choice(ui, desk, out));
    drafted(ui, desk, out, RecordField::Title, 1);
    drafted(ui, desk, out, RecordField::Because, 3);
    drafted(ui, desk, out, RecordField::Good, 3);
    drafted(ui, desk, out, RecordField::Bad, 3);
    drafted(ui, desk, out, RecordField::Dissent, 2);
    labelled(ui, "Review on", |ui| review(ui, desk, out));
    drafted(ui, desk, out, RecordField::ReviewTrigger, 1);
    drafted(ui, desk, out, RecordField::Confirmation, 2);
    drafted(ui, desk, out, RecordField::Deciders, 1);
    drafted(ui, desk, out, RecordField::Consulted, 1);
    plain(ui, desk, out, RecordField::Informed);
    plain(ui, desk, out, RecordField::Supersedes);
}

fn labelled(ui: &mut Ui, text: &str, content: impl FnOnce(&mut Ui)) {
    ui.vertical(|ui| {
        ui.spacing_mut().item_spacing.y = space::S;
        quiet(ui, text);
        content(ui);
    });
}

/// A text that nobody can draft.
fn plain(ui: &mut Ui, desk: &Desk<'_>, out: &mut Outbox, field: RecordField) {
    text_field(ui, desk, out, &Field::Record(field), field.name(), 1);
}

/// What the page says in a field.
fn passage(summary: &Summary, field: RecordField) -> &Passage {
    match field {
        RecordField::Title => &summary.title,
        RecordField::Because => &summary.because,
        RecordField::Good => &summary.good,
        RecordField::Bad => &summary.bad,
        RecordField::Dissent => &summary.dissent,
        RecordField::Deciders => &summary.deciders,
        RecordField::Consulted => &summary.consulted,
        RecordField::ReviewTrigger => &summary.review.trigger,
        RecordField::Confirmation => &summary.confirmation,
        RecordField::Informed | RecordField::Supersedes | RecordField::SupersededBy => {
            &summary.informed
        }
    }
}

/// A text with a draft in it until somebody touches it.
fn drafted(ui: &mut Ui, desk: &Desk<'_>, out: &mut Outbox, field: RecordField, rows: usize) {
    let open = desk.session.record.is_open(field);
    let draft = desk.summary.map(|summary| passage(summary, field)).filter(|p| open && p.draft);
    ui.vertical(|ui| {
        ui.spacing_mut().item_spacing.y = space::S;
        ui.horizontal(|ui| {
            // As high as the label alone, so that fields stay as far apart as the others.
            ui.spacing_mut().interact_size.y = 17.0;
            ui.spacing_mut().button_padding.y = 0.0;
            quiet(ui, field.name());
            if draft.is_some() {
                mark(ui);
            } else if !open && again(ui, field).clicked() {
                let name = format!("Draft again: {}", field.name());
                out.edit(Edit::Batch(name, vec![write(field, ""), Edit::LeaveEmpty(field, false)]));
            }
        });
        let own = desk.session.text(&Field::Record(field)).unwrap_or_default();
        let mut text = draft.map_or(own, |draft| draft.text.as_str()).to_owned();
        let id = field_id(desk.session, &Field::Record(field));
        let name = match draft {
            Some(_) => format!("{}, draft", field.name()),
            None => field.name().to_owned(),
        };
        if session_input(ui, id, &mut text, rows, "").accessible_name(name).changed() {
            out.edit(written(desk, field, &text));
        }
    });
}

/// The edit that takes over what is in the field now. What is emptied stays empty: a draft that
/// comes back at once could not be got rid of.
fn written(desk: &Desk<'_>, field: RecordField, text: &str) -> Edit {
    if text.trim().is_empty() && !desk.session.record.left_empty.contains(&field) {
        let name = format!("Leave empty: {}", field.name());
        return Edit::Batch(name, vec![write(field, ""), Edit::LeaveEmpty(field, true)]);
    }
    write(field, text)
}

fn write(field: RecordField, text: &str) -> Edit {
    Edit::Write(Field::Record(field), text.to_owned())
}

/// That a text is a draft.
fn mark(ui: &mut Ui) {
    let text = RichText::new("draft from the analysis").font(theme::medium(size::QUIET - 1.0));
    ui.label(text.color(palette(ui).warn)).on_hover_text(
        "Nobody has touched this text yet. It follows the analysis until somebody does.",
    );
}

fn again(ui: &mut Ui, field: RecordField) -> Response {
    text_button(ui, "Draft again", &format!("Draft again: {}", field.name()))
        .on_hover_text("Give up this text for what the analysis would write")
}

fn status(ui: &mut Ui, desk: &Desk<'_>, out: &mut Outbox) {
    let Record { status, decided_on, .. } = desk.session.record;
    let choices = Status::ALL.map(|status| (status, status.word()));
    if let Some(status) = choose(ui, "status", "Status", (status, status.word()), choices, 160.0) {
        let today = desk.now.to_zoned(desk.zone.clone()).date();
        let day = status.is_decided().then(|| decided_on.unwrap_or(today));
        out.edit(Edit::SetStatus(status, day));
    }
}

fn choice(ui: &mut Ui, desk: &Desk<'_>, out: &mut Outbox) {
    ui.horizontal_wrapped(|ui| {
        for side in [Some(Side::Left), Some(Side::Right), None] {
            let name = side.map_or("Neither yet", |side| desk.session.sides[side].as_str());
            let chosen = desk.session.record.choice == side;
            if chip(ui, chosen, name, "Chosen").clicked() && !chosen {
                out.edit(Edit::Choose(side));
            }
        }
    });
    let failed = desk.session.record.choice.map(|side| (side, &desk.verdict.failed[side]));
    if let Some((side, failed)) = failed.filter(|(_, failed)| !failed.is_empty()) {
        let must = if failed.len() == 1 { "a must-have" } else { "must-haves" };
        let side = &desk.session.sides[side];
        warning(ui, &format!("{side} fails {must}: {}.", failed.join(", ")));
    }
}

/// The review date: typed as 2027-06-01; what is no date yet stays in the field.
fn review(ui: &mut Ui, desk: &Desk<'_>, out: &mut Outbox) {
    let day = desk.session.record.review_on;
    let id = egui::Id::unique((desk.session.id.as_str(), "review on"));
    let draft = desk.view.review_draft.as_ref();
    match day_field(ui, id, day, draft, "Review on").1 {
        Some(Typed::Day(day)) => {
            out.view(|view| view.review_draft = None);
            out.edit(Edit::SetReview(day));
        }
        Some(Typed::NotYet(text)) => out.view(move |view| view.review_draft = Some(text)),
        None => {}
    }
    if let Some(typed) = &desk.view.review_draft {
        warning(ui, &format!("“{typed}” is no day and is not saved. Write it as 2027-06-01."));
    } else if let Some(day) = day {
        quiet(ui, &format::full_day(day));
    }
}
