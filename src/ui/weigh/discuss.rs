//! What a revealed round gives to talk about: where it is far apart, who stands where, and what
//! has moved since the round before. Nothing here tells who leads.

use egui::{RichText, Ui};

use crate::analysis::{Agreement, aloud, headline, terms};
use crate::session::{Ballot, Criterion, Points, Round};
use crate::ui::theme::{self, palette, size, space};
use crate::ui::widgets::{card, heading, label, quiet, title};
use crate::ui::{Desk, Outbox, format};

/// The most criteria that are named to be talked about.
const FEW: usize = 8;

/// Draws the panel beside the weights.
pub fn show(ui: &mut Ui, desk: &Desk<'_>, _out: &mut Outbox) {
    let Some(round) = desk.session.revealed() else { return };
    heading(ui, "Talk about first");
    let Some(agreement) = &desk.verdict.agreement else {
        quiet(ui, "No ballot of this round counts, so there is nothing to compare.");
        return;
    };
    first(ui, desk, round, agreement);
    together(ui, desk, agreement);
    by_hand(ui, desk);
    said(ui, desk, round);
}

/// The criteria on which the ballots are far apart, the widest first.
fn first(ui: &mut Ui, desk: &Desk<'_>, round: &Round, agreement: &Agreement) {
    let order = &desk.verdict.talk_first;
    if order.is_empty() {
        label(ui, "The ballots are close together on every criterion.");
    }
    for at in order.iter().take(FEW) {
        let Some(criterion) = desk.session.criteria.get(*at) else { continue };
        let Some(words) = aloud::apart(agreement, *at) else { continue };
        card(ui, |ui| {
            ui.spacing_mut().item_spacing.y = space::S;
            title(ui, &criterion.name);
            quiet(ui, &words);
            for ballot in &round.ballots {
                comment(ui, desk, round, ballot, criterion);
            }
        });
    }
    if order.len() > FEW {
        quiet(ui, &format!("… and {} more, marked in the table.", order.len() - FEW));
    }
}

/// How far the ballots agree, and what has moved.
fn together(ui: &mut Ui, desk: &Desk<'_>, agreement: &Agreement) {
    ui.add_space(space::S);
    title(ui, "How far apart the ballots are");
    let words = headline::concordance_words(agreement.concordance);
    label(ui, RichText::new(words).size(size::BODY - 1.0)).on_hover_text(terms::CONCORDANCE.text());
    if let Some(movement) = &desk.verdict.movement {
        ui.add_space(space::S);
        title(ui, "What has moved");
        // Who moved most is the first of the list.
        let said = if movement.people.is_empty() { movement.words.len() } else { 1 };
        for words in movement.words.iter().take(said) {
            label(ui, RichText::new(words).size(size::BODY - 1.0));
        }
        for moved in movement.people.iter().take(FEW) {
            let by = format!("{:.1}", moved.by);
            let most = moved.most.and_then(|(at, from, to)| {
                let name = &desk.session.criteria.get(at)?.name;
                let [from, to] = [from, to].map(Points::clamped);
                Some(format!("; most on {name}, {from} → {to}"))
            });
            let adviser = if moved.counts { "" } else { " (adviser)" };
            let most = most.unwrap_or_default();
            quiet(ui, &format!("{}{adviser}: {by} points on average{most}", moved.name));
        }
        if movement.people.len() > FEW {
            quiet(ui, &format!("… and {} more.", movement.people.len() - FEW));
        }
    }
}

/// Where the team's points are not what its ballots come to.
fn by_hand(ui: &mut Ui, desk: &Desk<'_>) {
    if desk.verdict.overrides.is_empty() {
        return;
    }
    ui.add_space(space::S);
    title(ui, "Set by hand");
    let plural = desk.session.brief.pool.word();
    for row in desk.verdict.overrides.iter().take(FEW) {
        if let Some(criterion) = desk.session.criteria.get(row.criterion) {
            let name = &criterion.name;
            quiet(ui, &format!("{name}: {}, where the {plural} is {}", row.points, row.ballots));
        }
    }
    quiet(ui, "Agreeing on the weights asks for the reasons, and the log keeps them.");
}

/// What was written on the ballots about other criteria.
fn said(ui: &mut Ui, desk: &Desk<'_>, round: &Round) {
    let comments: usize = round.ballots.iter().map(|ballot| ballot.comments.len()).sum();
    if comments == 0 {
        return;
    }
    ui.add_space(space::S);
    title(ui, &format::count(comments, "comment on the ballots", "comments on the ballots"));
    let shown = desk.verdict.talk_first.iter().take(FEW);
    let shown: Vec<usize> = shown.copied().collect();
    for (at, criterion) in desk.session.criteria.iter().enumerate() {
        if shown.contains(&at) {
            continue;
        }
        let about = |ballot: &&Ballot| ballot.comments.contains_key(&criterion.id);
        for (n, ballot) in round.ballots.iter().filter(about).enumerate() {
            if n == 0 {
                label(ui, RichText::new(&criterion.name).font(theme::medium(size::BODY - 1.0)));
            }
            comment(ui, desk, round, ballot, criterion);
        }
    }
}

/// What a ballot says on a criterion, if it says something.
fn comment(ui: &mut Ui, desk: &Desk<'_>, _round: &Round, ballot: &Ballot, criterion: &Criterion) {
    let Some(text) = ballot.comments.get(&criterion.id) else { return };
    let person = ballot.person().and_then(|id| desk.session.person(id));
    let name = person.map_or("Somebody", |person| person.shown());
    let points = ballot.points.get(&criterion.id).copied().unwrap_or_default();
    let text = RichText::new(format!("{name}, {points}: “{text}”"));
    let text = text.font(theme::regular(size::QUIET)).color(palette(ui).ink);
    ui.add(egui::Label::new(text.line_height(Some(17.0))).wrap());
}
