//! Step 5: the decision as it will be remembered.

use egui::{CornerRadius, Frame, Margin, RichText, Stroke, Ui};

use super::theme::{self, palette, size, space};
use super::widgets::basic::{intro, warning};
use super::widgets::day::Typed;
use super::widgets::{basic, chip, choose, columns, day_field, heading, label, quiet, text_field};
use super::{Desk, Outbox, format, meeting};
use crate::session::{Edit, Field, Record, RecordField, Side, Status};

/// Draws the screen.
pub fn show(ui: &mut Ui, desk: &Desk<'_>, out: &mut Outbox) {
    heading(ui, "Record the decision");
    intro(ui, "What somebody who was not there will read");
    if ui.available_width() < 760.0 {
        form(ui, desk, out);
        ui.add_space(space::L);
        page(ui, desk);
        meeting::told(ui, desk);
        return;
    }
    columns(ui, 0.465, 22.0, |left, right| {
        form(left, desk, out);
        page(right, desk);
    });
    meeting::told(ui, desk);
}

fn form(ui: &mut Ui, desk: &Desk<'_>, out: &mut Outbox) {
    ui.spacing_mut().item_spacing.y = 10.0;
    labelled(ui, "Status", |ui| status(ui, desk, out));
    labelled(ui, "Chosen", |ui| choice(ui, desk, out));
    let write = |ui: &mut Ui, out: &mut Outbox, field: RecordField, rows: usize| {
        text_field(ui, desk, out, &Field::Record(field), field.name(), rows);
    };
    write(ui, out, RecordField::Title, 1);
    write(ui, out, RecordField::Because, 3);
    write(ui, out, RecordField::Good, 2);
    write(ui, out, RecordField::Bad, 2);
    write(ui, out, RecordField::Dissent, 2);
    labelled(ui, "Review on", |ui| review(ui, desk, out));
    write(ui, out, RecordField::ReviewTrigger, 1);
    write(ui, out, RecordField::Confirmation, 2);
    write(ui, out, RecordField::Deciders, 1);
    write(ui, out, RecordField::Consulted, 1);
    write(ui, out, RecordField::Informed, 1);
    write(ui, out, RecordField::Supersedes, 1);
}

fn labelled(ui: &mut Ui, text: &str, content: impl FnOnce(&mut Ui)) {
    ui.vertical(|ui| {
        ui.spacing_mut().item_spacing.y = space::S;
        quiet(ui, text);
        content(ui);
    });
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
    if let Some(against) = against(desk) {
        warning(ui, &against);
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

/// The page as a stakeholder would read it.
fn page(ui: &mut Ui, desk: &Desk<'_>) {
    let palette = palette(ui);
    let record = &desk.session.record;
    Frame::new()
        .fill(palette.card)
        .stroke(Stroke::new(1.0, palette.line))
        .corner_radius(CornerRadius::same(6))
        .inner_margin(Margin::symmetric(34, 32))
        .show(ui, |ui| {
            ui.set_width(ui.available_width());
            ui.set_min_height(620.0);
            ui.spacing_mut().item_spacing.y = 6.0;
            let day = record.decided_on.map_or("not decided yet".to_owned(), format::full_day);
            let line = format!("Decision record · {} · {day}", record.status.word());
            quiet(ui, &line.to_uppercase());
            let heading = match (record.title.trim(), record.choice) {
                ("", Some(side)) => format!("Use {}", desk.session.sides[side]),
                ("", None) => "No decision yet".to_owned(),
                (title, _) => title.to_owned(),
            };
            let heading = RichText::new(heading).font(theme::semibold(size::HEADING - 1.0));
            basic::heading_of(ui, heading);
            label(ui, RichText::new(sentence(desk)).size(size::BODY - 1.0));
            if let Some(against) = against(desk) {
                warning(ui, &against);
            }
            ui.add_space(space::S);
            strongest(ui, desk);
            for (name, text) in [
                ("Why", &record.because),
                ("What gets better", &record.good),
                ("What gets harder", &record.bad),
                ("Dissent", &record.dissent),
                ("How we will know", &record.confirmation),
            ] {
                section(ui, name, text);
            }
            let day = record.review_on.map(format::full_day);
            let review = match (day, record.review_trigger.trim()) {
                (Some(day), "") => day,
                (Some(day), trigger) => format!("{day}, or earlier if: {trigger}"),
                (None, trigger) => trigger.to_owned(),
            };
            section(ui, "Review", &review);
            section(ui, "Decided by", &record.deciders);
            section(ui, "Replaces", &record.supersedes);
        });
}

/// What was chosen and what the numbers said.
fn sentence(desk: &Desk<'_>) -> String {
    let sides = &desk.session.sides;
    let total = |side: Side| format::score(desk.verdict.balance.totals[side]);
    match desk.session.record.choice {
        _ if desk.session.covered() => {
            "The weights are not agreed yet, so the numbers are covered.".to_owned()
        }
        Some(side) => {
            let other = side.other();
            let (chosen, rest) = (total(side), total(other));
            format!("The team chose {} ({chosen}) over {} ({rest}).", sides[side], sides[other])
        }
        None if desk.session.agreed().is_none() => format!(
            "The workbench’s verdict, looked at before the weights were agreed: {}.",
            desk.verdict.headline
        ),
        None => format!("The workbench’s verdict: {}.", desk.verdict.headline),
    }
}

/// What the choice has to answer for: a must-have that it fails.
fn against(desk: &Desk<'_>) -> Option<String> {
    let side = desk.session.record.choice?;
    let name = &desk.session.sides[side];
    match desk.verdict.failed[side].as_slice() {
        [] => None,
        [one] => Some(format!("{name} fails a must-have: {one}.")),
        more => Some(format!("{name} fails must-haves: {}.", more.join(", "))),
    }
}

/// The five criteria that tip the balance most.
fn strongest(ui: &mut Ui, desk: &Desk<'_>) {
    if desk.session.covered() {
        return;
    }
    let balance = &desk.verdict.balance;
    let scale = desk.verdict.drivers.first().and_then(|&i| balance.contributions.get(i));
    let scale = scale.map_or(0.0, |c| c.abs());
    for &i in desk.verdict.drivers.iter().take(5) {
        let (Some(criterion), Some(&contribution)) =
            (desk.session.criteria.get(i), balance.contributions.get(i))
        else {
            continue;
        };
        let size = egui::vec2(ui.available_width(), 20.0);
        let (row, _) = ui.allocate_exact_size(size, egui::Sense::hover());
        let names = (row.width() * 0.3).min(160.0);
        let font = theme::regular(size::QUIET);
        super::widgets::Cell::new(&criterion.name, font, palette(ui).ink)
            .right()
            .show(ui, row.with_max_x(row.left() + names));
        let bars = row.with_min_x(row.left() + names + space::M).with_max_x(row.right() - 40.0);
        let spoken = format!("{}, contribution", criterion.name);
        super::widgets::difference_bar(ui, bars, contribution, scale, &spoken);
    }
}

fn section(ui: &mut Ui, name: &str, text: &str) {
    if text.trim().is_empty() {
        return;
    }
    ui.add_space(space::S);
    label(ui, RichText::new(name).font(theme::semibold(size::BODY - 1.0)));
    ui.add_space(-4.0);
    label(ui, RichText::new(text).size(size::BODY - 1.0));
}
