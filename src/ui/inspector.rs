//! The panel beside the comparison: everything on the selected criterion.

use egui::{RichText, Separator, Ui};

use super::theme::{self, palette, size, space};
use super::widgets::place::row_with_end;
use super::widgets::{
    at, basic, chip, heading, label, number, primary, quiet, secondary, slider, text_field, title,
};
use super::{Desk, Modal, Outbox, evidence, is_narrow, notes};
use crate::catalogue::{Catalogue, Claim, CriterionInfo, Source};
use crate::session::{Confidence, Criterion, Edit, Field, ItemRef, Origin, Side};

/// Draws the panel.
pub fn show(ui: &mut Ui, desk: &Desk<'_>, out: &mut Outbox) {
    if is_narrow(ui) && secondary(ui, "Back to the table").clicked() {
        out.view(|view| view.panel_over = false);
    }
    let selected = desk.view.selected.as_ref().and_then(|id| desk.session.criterion(id));
    let Some(criterion) = selected else {
        quiet(ui, "Choose a criterion to see its definition, notes and sources.");
        return;
    };
    let known = desk.catalogue.criterion(&criterion.id);
    if desk.view.editing_words {
        words(ui, desk, out, criterion);
        return;
    }
    let name = RichText::new(&criterion.name).font(theme::semibold(size::TITLE));
    basic::heading_of(ui, name);
    if let Some(known) = known {
        label(ui, RichText::new(&known.question).font(theme::medium(size::BODY)));
    }
    if !criterion.definition.is_empty() {
        ui.add_space(-4.0);
        label(ui, RichText::new(&criterion.definition).color(palette(ui).quiet));
    }
    ratings(ui, desk, out, criterion);
    ui.add_space(space::M);
    notes::list(ui, desk, out, Some(&criterion.id));
    ui.add_space(space::M);
    evidence::show(ui, desk, out, criterion);
    anchors(ui, criterion);
    if let Some(known) = known {
        claims(ui, criterion, known);
        sources(ui, desk, out, known);
    }
    ui.add_space(space::M);
    if secondary(ui, "Change the words…").clicked() {
        out.view(|view| view.editing_words = true);
    }
}

fn ratings(ui: &mut Ui, desk: &Desk<'_>, out: &mut Outbox, criterion: &Criterion) {
    ui.add_space(space::S);
    title(ui, "Ratings");
    for side in Side::BOTH {
        ui.push_id(side, |ui| rating(ui, desk, out, criterion, side));
    }
    if let Some(confirm) = Edit::confirm(criterion)
        && secondary(ui, "Confirm the ratings").clicked()
    {
        out.edit(confirm);
    }
}

fn rating(ui: &mut Ui, desk: &Desk<'_>, out: &mut Outbox, criterion: &Criterion, side: Side) {
    let palette = palette(ui);
    let assessed = &criterion.sides[side];
    let side_name = &desk.session.sides[side];
    ui.horizontal_wrapped(|ui| {
        let name = RichText::new(side_name).font(theme::medium(size::BODY - 1.0));
        ui.label(name.color(palette.side(side)));
        if assessed.origin == Origin::Catalogue {
            quiet(ui, "starting rating, not confirmed");
        }
    });
    let (scale, end) = row_with_end(ui, 52.0);
    let spoken = format!("{}, {side_name}, rating on the scale", criterion.name);
    let scale = scale.shrink2(egui::vec2(0.0, 6.0));
    let slid = slider(ui, scale, assessed.rating, 0.5, &spoken);
    let spoken = format!("{}, {side_name}, rating, number", criterion.name);
    let typed = at(ui, end.with_min_x(end.left() + 10.0), |ui| {
        ui.spacing_mut().interact_size = egui::vec2(42.0, 28.0);
        number(ui, assessed.rating, 0.5, &spoken)
    });
    if let Some(rating) = slid.or(typed) {
        out.edit(Edit::Rate(criterion.id.clone(), side, rating, Origin::Team));
    }
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = egui::vec2(space::S, space::S);
        ui.spacing_mut().button_padding = egui::vec2(8.0, 3.0);
        for confidence in Confidence::ALL {
            let group = format!("{}, {side_name}, confidence", criterion.name);
            // Of a rating that nobody has confirmed nobody is sure.
            let confirmed = assessed.origin == Origin::Team;
            let chosen = confirmed && assessed.confidence == confidence;
            if chip(ui, chosen, confidence.word(), &group).clicked() && !chosen {
                let id = || criterion.id.clone();
                let sure = Edit::SetConfidence(id(), side, confidence);
                out.edit(if confirmed {
                    sure
                } else {
                    let name = format!("{side_name} on {}: {}", criterion.name, confidence.word());
                    let confirm = Edit::Rate(id(), side, assessed.rating, Origin::Team);
                    Edit::Batch(name, vec![confirm, sure])
                });
            }
        }
    });
    let why = format!("Why {} for {side_name}", assessed.rating);
    text_field(ui, desk, out, &Field::Reason(criterion.id.clone(), side), &why, 2);
    ui.add_space(space::S);
}

fn anchors(ui: &mut Ui, criterion: &Criterion) {
    if criterion.low.is_empty() && criterion.high.is_empty() {
        return;
    }
    title(ui, "What a 0 and a 10 look like");
    for (number, text) in [("0", &criterion.low), ("10", &criterion.high)] {
        if !text.is_empty() {
            quiet(ui, &format!("{number}: {text}"));
        }
    }
    ui.add_space(space::M);
}

fn claims(ui: &mut Ui, criterion: &Criterion, known: &CriterionInfo) {
    // The catalogue speaks of its own two sides, whatever the session's are called.
    title(ui, "What the catalogue says");
    let sides = Catalogue::side_names();
    for side in Side::BOTH {
        let name = RichText::new(&sides[side])
            .font(theme::medium(size::BODY - 1.0))
            .color(palette(ui).side(side));
        ui.label(name);
        let Claim { paragraph, rating, reason, .. } = &known.claims[side];
        label(ui, RichText::new(paragraph).size(size::BODY - 1.0));
        if Side::BOTH.iter().all(|of| criterion.sides[*of].reason != *reason) {
            quiet(ui, &format!("Starting rating {rating}: {reason}"));
        }
        ui.add_space(space::S);
    }
    quiet(ui, &known.excludes);
    ui.add_space(space::M);
}

fn sources(ui: &mut Ui, desk: &Desk<'_>, out: &mut Outbox, known: &CriterionInfo) {
    title(ui, "Sources");
    let ids =
        [&known.claims.left, &known.claims.right].into_iter().flat_map(|c: &Claim| &c.sources);
    let mut seen = std::collections::BTreeSet::new();
    let sources = ids.filter(|id| seen.insert(*id)).filter_map(|id| desk.catalogue.source(id));
    ui.scope(|ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        ui.spacing_mut().button_padding.y = space::S;
        for source in sources {
            self::source(ui, out, source);
        }
    });
}

/// A line of the list of sources, as high with a link as without.
fn source(ui: &mut Ui, out: &mut Outbox, source: &Source) {
    let text = format!("{} · {}", source.title, source.version);
    if let Some(url) = &source.url {
        let link = RichText::new(text).size(size::QUIET).underline();
        let button = egui::Button::new(link).frame(false).wrap();
        if ui.add(button).on_hover_text(url).clicked() {
            out.ask(super::Request::OpenUrl(url.clone()));
        }
    } else {
        let margin = egui::Margin::symmetric(0, 4);
        egui::Frame::new().inner_margin(margin).show(ui, |ui| quiet(ui, &text));
    }
}

/// The words of a criterion as fields.
fn words(ui: &mut Ui, desk: &Desk<'_>, out: &mut Outbox, criterion: &Criterion) {
    let id = || criterion.id.clone();
    heading(ui, "The words");
    text_field(ui, desk, out, &Field::CriterionName(id()), "Name", 1);
    text_field(ui, desk, out, &Field::Definition(id()), "What is measured", 3);
    text_field(ui, desk, out, &Field::Low(id()), "What a 0 looks like", 2);
    text_field(ui, desk, out, &Field::High(id()), "What a 10 looks like", 2);
    for side in Side::BOTH {
        ui.add(Separator::default());
        let side_name = &desk.session.sides[side];
        let claim = format!("{side_name}, claim in one line");
        text_field(ui, desk, out, &Field::Claim(id(), side), &claim, 1);
    }
    ui.add_space(space::M);
    let at = desk.session.criteria.iter().position(|c| c.id == criterion.id).unwrap_or(0);
    let shift = |to: usize| Edit::Move(ItemRef::Criterion(id()), to);
    ui.horizontal_wrapped(|ui| {
        if primary(ui, "Done").clicked() {
            out.view(|view| view.editing_words = false);
        }
        let up = ui.add_enabled_ui(at > 0, |ui| secondary(ui, "Move up")).inner;
        if up.on_disabled_hover_text("It is the first already").clicked() {
            out.edit(shift(at.saturating_sub(1)));
        }
        let last = at + 1 >= desk.session.criteria.len();
        let down = ui.add_enabled_ui(!last, |ui| secondary(ui, "Move down")).inner;
        if down.on_disabled_hover_text("It is the last already").clicked() {
            out.edit(shift(at + 1));
        }
        if secondary(ui, "Remove…").clicked() {
            let id = id();
            out.view(move |view| view.modal = Some(Modal::RemoveCriterion(id)));
        }
    });
}
