//! A card with everything: code of both sides, what they sent, how long they took, what a network
//! would add, and how to run it again.

use std::collections::BTreeMap;

use egui::{RichText, ScrollArea, Slider, Ui};

use super::card::said;
use super::{Found, axis, contest, measured, side_name, stale};
use crate::catalogue::Catalogue;
use crate::catalogue::evidence::{Glance, Span, counted, times};
use crate::session::evidence::{Card, Database, Lab, Seen, Style, Variant};
use crate::session::{CardRef, Id, Pair, Side};
use crate::ui::modal::{close, foot, lead};
use crate::ui::theme::{self, palette, size, space};
use crate::ui::widgets::basic::warning;
use crate::ui::widgets::code::{Language, code, laid_out, shortened};
use crate::ui::widgets::{basic, chip, columns, label, quiet, secondary};
use crate::ui::{Desk, Modal, Outbox, Request};

/// Wide enough for the sides beside each other, in points.
const WIDE: f32 = 700.0;

/// The longest network round trip that can be tried, in milliseconds.
const LONGEST: f64 = 20.0;

/// What is shown of a card.
#[derive(Debug)]
pub struct Sheet {
    /// The card.
    on: CardRef,
    /// Which way of writing it.
    style: Style,
    /// On which database.
    database: Database,
    /// Milliseconds that a statement takes over the network.
    round_trip: f64,
    /// Statements laid out, with how often each was sent.
    sql: BTreeMap<(Database, Id), Vec<(u32, String)>>,
}

impl Sheet {
    /// A card as it is opened: the idiomatic code, on the team’s database where it was seen there.
    #[must_use]
    pub fn of(on: CardRef, lab: &Lab, card: &Card, theirs: &[Database]) -> Self {
        let seen: Vec<Database> = lab.databases(&card.id).collect();
        let wanted = seen.iter().find(|database| theirs.contains(database)).or(seen.first());
        let mut sql = BTreeMap::new();
        for database in &seen {
            for row in lab.seen(&card.id, *database).iter().flat_map(|seen| &seen.seen) {
                let sent =
                    row.sql.iter().map(|sent| (sent.times, shortened(&laid_out(&sent.text))));
                sql.insert((*database, row.variant.clone()), sent.collect());
            }
        }
        Self {
            on,
            style: Style::Idiomatic,
            database: wanted.copied().unwrap_or(Database::Sqlite),
            round_trip: 1.0,
            sql,
        }
    }

    /// The variants that are shown of a side: those in the chosen style, else all that it has.
    fn variants<'a>(&self, card: &'a Card, side: Side) -> Vec<&'a Variant> {
        let chosen: Vec<&Variant> =
            card.of_side(side).filter(|variant| variant.style == self.style).collect();
        if chosen.is_empty() { card.of_side(side).take(1).collect() } else { chosen }
    }
}

/// Draws the card over the window.
pub fn show(ui: &mut Ui, desk: &Desk<'_>, out: &mut Outbox, sheet: &Sheet, height: f32) {
    let Some(found) = Found::find(desk, &sheet.on) else {
        close(out);
        return;
    };
    let card = found.card;
    quiet(ui, card.kind.question());
    basic::heading_of(ui, RichText::new(&card.question).font(theme::semibold(size::TITLE)));
    label(ui, &card.finding);
    switches(ui, out, sheet, found);
    ScrollArea::vertical().auto_shrink([false, true]).max_height(height - 230.0).show(ui, |ui| {
        ui.set_width(ui.available_width() - space::M);
        if let Some(objection) = desk.session.evidence.struck(&sheet.on) {
            warning(ui, &format!("Struck for this decision: {}", said(objection)));
        }
        beside(ui, "code", sheet, found, written);
        time(ui, sheet, found);
        network(ui, out, sheet, found);
        if !sheet.sql.values().all(Vec::is_empty) {
            ui.add_space(space::S);
            basic::title(ui, "What was sent");
            beside(ui, "sent", sheet, found, sent);
        }
        about(ui, desk, found);
    });
    foot(ui, out, |ui, out| {
        if lead(ui, "Close").clicked() {
            close(out);
        }
        if secondary(ui, "Contest…").clicked() {
            let contest = contest::begun(desk, found);
            out.view(move |view| view.modal = Some(Modal::Contest(Box::new(contest))));
        }
        if secondary(ui, "Copy the command").on_hover_text(command(card)).clicked() {
            out.ask(Request::Copy(command(card)));
        }
    });
}

/// What runs a card again.
fn command(card: &Card) -> String {
    format!("data/lab/run --only {}", card.id)
}

/// Which way of writing it, and which database.
fn switches(ui: &mut Ui, out: &mut Outbox, sheet: &Sheet, found: Found<'_>) {
    let styles = [Style::Naive, Style::Idiomatic, Style::Expert];
    let has = |style: &Style| {
        found.card.variants.iter().any(|row| row.side.is_some() && row.style == *style)
    };
    ui.horizontal_wrapped(|ui| {
        for style in styles.into_iter().filter(has) {
            if chip(ui, style == sheet.style, style.words(), "Way of writing it").clicked() {
                change(out, move |sheet| sheet.style = style);
            }
        }
        ui.add_space(space::L);
        for database in found.lab.databases(&found.card.id) {
            if chip(ui, database == sheet.database, database.words(), "Database").clicked() {
                change(out, move |sheet| sheet.database = database);
            }
        }
    });
}

fn change(out: &mut Outbox, how: impl FnOnce(&mut Sheet) + 'static) {
    out.view(|view| {
        if let Some(Modal::Card(sheet)) = &mut view.modal {
            how(sheet);
        }
    });
}

/// The variants of both sides beside each other, or one below the other where there is no room.
fn beside(
    ui: &mut Ui,
    part: &str,
    sheet: &Sheet,
    found: Found<'_>,
    draw: fn(&mut Ui, &Sheet, Found<'_>, &Variant),
) {
    let one_side = |ui: &mut Ui, side: Side| {
        ui.push_id((part, side), |ui| {
            side_name(ui, side);
            let variants = sheet.variants(found.card, side);
            if variants.is_empty() {
                quiet(ui, "This side has no code here.");
            }
            for variant in variants {
                ui.push_id(&variant.id, |ui| draw(ui, sheet, found, variant));
            }
        });
    };
    if ui.available_width() < WIDE {
        for side in Side::BOTH {
            one_side(ui, side);
        }
    } else {
        columns(ui, 0.5, space::L, |left, right| {
            one_side(left, Side::Left);
            one_side(right, Side::Right);
        });
    }
}

/// What was seen of a variant on the chosen database.
fn seen_of<'a>(sheet: &Sheet, found: Found<'a>, variant: &Variant) -> Option<&'a Seen> {
    found.lab.seen(&found.card.id, sheet.database)?.of(&variant.id)
}

/// The code of a variant, and what came of it.
fn written(ui: &mut Ui, sheet: &Sheet, found: Found<'_>, variant: &Variant) {
    let style = variant.style.words();
    quiet(ui, &format!("{style}, by {}", variant.means.words()));
    if let Some(note) = &variant.note {
        quiet(ui, note);
    }
    code(ui, Language::Python, &variant.code);
    let lines = counted(variant.lines, "line", "lines");
    quiet(ui, &format!("{lines}, {}", counted(variant.tokens, "token", "tokens")));
    match seen_of(sheet, found, variant) {
        None => {
            quiet(ui, &format!("It was not run on {}.", sheet.database));
        }
        Some(seen) => happened(ui, seen),
    }
    ui.add_space(space::S);
}

/// What happened: whether it can be done, what was seen, and the proof.
fn happened(ui: &mut Ui, seen: &Seen) {
    let can = seen.can.map(|can| format!("Can it: {}", can.words()));
    let said = can.into_iter().chain(seen.says.clone()).collect::<Vec<_>>().join("; ");
    if !said.is_empty() {
        label(ui, RichText::new(said).font(theme::medium(size::BODY - 1.0)));
    }
    if let Some(count) = seen.statements {
        let words = counted(count, "statement", "statements");
        let control = seen.control.filter(|count| *count > 0);
        let control = control.map(|count| format!(", and {count} of transaction control"));
        let words = format!("{words}{}", control.unwrap_or_default());
        label(ui, RichText::new(words).font(theme::medium(size::BODY - 1.0)));
    }
    for fact in &seen.facts {
        quiet(ui, &format!("{}: {}", fact.name, fact.value));
    }
    if let Some(proof) = &seen.proof {
        code(ui, Language::Plain, proof);
    }
}

/// The statements that a variant sent.
fn sent(ui: &mut Ui, sheet: &Sheet, found: Found<'_>, variant: &Variant) {
    let key = (sheet.database, variant.id.clone());
    for (count, text) in sheet.sql.get(&key).into_iter().flatten() {
        quiet(ui, &format!("Sent {}", times(*count)));
        code(ui, Language::Sql, text);
    }
    let more = seen_of(sheet, found, variant).map_or(0, |seen| seen.more);
    if more > 0 {
        let more = counted(more, "other statement", "other statements");
        quiet(ui, &format!("And {more} that differ from these."));
    }
}

/// How long the variants that are shown took beside each other, or those that stand for the sides.
fn time(ui: &mut Ui, sheet: &Sheet, found: Found<'_>) {
    let shown = Pair::from_fn(|side| sheet.variants(found.card, side));
    let is_shown = |id: &Id| Side::BOTH.iter().any(|side| shown[*side].iter().any(|v| &v.id == id));
    let rows = found.lab.times(&found.card.id, sheet.database);
    let row = rows.filter(|row| is_shown(&row.first) && is_shown(&row.second));
    let spans = row.filter_map(|row| Some((Span::of(found.card, row)?, row.clock)));
    let place = |database: Database| {
        let version = found.lab.version_of(database).unwrap_or_default();
        format!("{database} {version}")
    };
    for time in spans {
        ui.add_space(space::S);
        basic::title(ui, "How long");
        axis::show(ui, time, &place(sheet.database));
    }
}

/// What the statements would add over a network: computed, and said so.
fn network(ui: &mut Ui, out: &mut Outbox, sheet: &Sheet, found: Found<'_>) {
    let seen = found.lab.seen(&found.card.id, sheet.database);
    let round_trips = |side: Side| {
        let variant = *sheet.variants(found.card, side).first()?;
        let seen = seen?.of(&variant.id)?;
        Some(seen.statements? + seen.control.unwrap_or_default())
    };
    let Pair { left: Some(left), right: Some(right) } = Pair::from_fn(round_trips) else { return };
    ui.add_space(space::S);
    basic::title(ui, "Over a network");
    quiet(
        ui,
        "Computed, not measured: statements × round trip. The lab’s database is on the same machine.",
    );
    let mut round_trip = sheet.round_trip;
    let slider = Slider::new(&mut round_trip, 0.0..=LONGEST).step_by(0.5).suffix(" ms");
    let rail = palette(ui).rail;
    let response = ui.scope(|ui| {
        let widgets = &mut ui.visuals_mut().widgets;
        for visuals in [&mut widgets.inactive, &mut widgets.hovered, &mut widgets.active] {
            visuals.bg_fill = rail;
        }
        ui.spacing_mut().slider_width = 240.0;
        ui.add(slider)
    });
    let response = response.inner.accessible_name("Network round trip per statement, milliseconds");
    if response.changed() {
        change(out, move |sheet| sheet.round_trip = round_trip);
    }
    let names = Catalogue::side_names();
    for (side, count) in [(Side::Left, left), (Side::Right, right)] {
        let wait = f64::from(count) * round_trip;
        let words = counted(count, "statement", "statements");
        let name = &names[side];
        label(
            ui,
            RichText::new(format!("{name}: {words} × {round_trip} ms = {}", duration(wait)))
                .size(size::BODY - 1.0)
                .color(palette(ui).side(side)),
        );
    }
}

/// Milliseconds as they are read.
fn duration(ms: f64) -> String {
    if ms < 1000.0 { format!("{ms} ms") } else { format!("{:.1} s", ms / 1000.0) }
}

/// How it was done, what it does not show, when, with what, and how to do it again.
fn about(ui: &mut Ui, desk: &Desk<'_>, found: Found<'_>) {
    let Found { card, lab, run: own } = found;
    ui.add_space(space::S);
    basic::title(ui, "How it was done");
    label(ui, RichText::new(&card.method).size(size::BODY - 1.0));
    if Glance::all(lab, card).iter().any(|glance| glance.same_answer == Some(true)) {
        quiet(ui, "All variants gave the same answer; otherwise there would be no card.");
    }
    ui.add_space(space::S);
    basic::title(ui, "What it does not show");
    for limit in card.limits.iter().chain(&lab.run.limits) {
        quiet(ui, limit);
    }
    ui.add_space(space::S);
    basic::title(ui, "When, and with what");
    if let Some(own) = own {
        quiet(ui, &format!("From your own run “{}”.", own.name));
    }
    quiet(ui, &measured(&lab.run));
    let run = &lab.run;
    quiet(ui, &format!("{} · Python {} · lab {}", run.machine, run.python, run.revision));
    let others =
        run.versions.iter().filter(|(name, _)| !["Django", "SQLAlchemy"].contains(&name.as_str()));
    let others: Vec<String> = others.map(|(name, version)| format!("{name} {version}")).collect();
    quiet(ui, &others.join(" · "));
    if let Some(changed) = &card.changed {
        quiet(ui, &format!("Last changed: {changed}"));
    }
    stale(ui, desk, run);
    basic::title(ui, "Run it again");
    code(ui, Language::Plain, &command(card));
    for claim in desk.catalogue.evidence.claims.iter().filter(|row| row.cards.contains(&card.id)) {
        basic::title(ui, "The article says");
        quiet(ui, &claim.article);
        quiet(ui, &format!("The lab saw ({}): {}", claim.lab.words(), claim.saw));
    }
}
