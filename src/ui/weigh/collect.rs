//! A round that is being collected: who has voted is in sight, what they voted is not.

use std::collections::{HashMap, HashSet};

use egui::{Rect, Sense, Ui, Vec2};

use crate::command::Command;
use crate::session::{Id, Participant, Round};
use crate::ui::desk::Stands;
use crate::ui::theme::{self, palette, size, space};
use crate::ui::widgets::basic::warning;
use crate::ui::widgets::place::part;
use crate::ui::widgets::{
    Cell, at, card, keyed, label, primary, quiet, secondary, title, visible_rows,
};
use crate::ui::{Desk, Modal, Outbox, Request, format, is_narrow};

/// The height of a participant's row.
const ROW: f32 = 44.0;
/// The width of what can be done for a participant.
const BUTTON: f32 = 104.0;

/// Draws the collection.
pub(super) fn show(ui: &mut Ui, desk: &Desk<'_>, out: &mut Outbox, round: &Round) {
    let number = desk.session.rounds.len();
    card(ui, |ui| {
        let ballots = format::count(round.ballots.len(), "ballot", "ballots");
        title(ui, &format!("Round {number} is being collected, {ballots} in"));
        label(ui, waiting(desk, round));
        quiet(
            ui,
            if round.named() {
                "Nobody sees anybody’s points before the round is revealed, and the result is \
                 covered meanwhile."
            } else {
                "Names are not stored: a ballot is kept without its name, is shown once there are \
                 three of them, and cannot be changed after it was cast."
            },
        );
        ui.add_space(space::S);
        if desk.session.people.is_empty() {
            warning(ui, "Nobody takes part yet.");
            if secondary(ui, "Add a participant").clicked() {
                out.command(Command::AddPerson);
            }
        }
        people(ui, desk, out, round);
        arrivals(ui, desk, out);
        ui.add_space(space::M);
        buttons(ui, out, round);
    });
    weighed(ui, desk);
}

/// Whom the round waits for.
fn waiting(desk: &Desk<'_>, round: &Round) -> String {
    const FEW: usize = 4;
    let missing: Vec<&str> = desk.session.missing().map(Participant::shown).collect();
    match missing.as_slice() {
        [] if round.ballots.is_empty() => "Nobody has voted yet.".to_owned(),
        [] => "Everybody who is here has voted.".to_owned(),
        [only] => format!("Waiting for {only}."),
        [first @ .., last] if missing.len() <= FEW => {
            format!("Waiting for {} and {last}.", first.join(", "))
        }
        _ => format!("Waiting for {} people.", missing.len()),
    }
}

fn people(ui: &mut Ui, desk: &Desk<'_>, out: &mut Outbox, round: &Round) {
    let people = &desk.session.people;
    let names = Names::of(people);
    let voted = round.voted();
    #[expect(clippy::cast_precision_loss, reason = "a session holds at most 500 people")]
    let height = |count: usize| ROW * count as f32;
    let (area, _) = ui
        .allocate_exact_size(Vec2::new(ui.available_width(), height(people.len())), Sense::hover());
    for place in visible_rows(ui, area, ROW, people.len()) {
        let Some(person) = people.get(place) else { continue };
        let top = area.top() + height(place);
        let rect = Rect::from_x_y_ranges(area.x_range(), top..=top + ROW);
        let line = egui::Stroke::new(1.0, palette(ui).line);
        ui.painter().hline(rect.x_range(), rect.top(), line);
        let name = names.apart(place, person);
        keyed(ui, rect, person.id.as_str(), |ui| {
            row(ui, desk, out, &Row { round, person, name: &name, voted: &voted }, rect);
        });
    }
}

/// How often each name is there, to tell those apart who share one.
struct Names<'a> {
    people: &'a [Participant],
    count: HashMap<&'a str, usize>,
}

impl<'a> Names<'a> {
    fn of(people: &'a [Participant]) -> Self {
        let mut count = HashMap::new();
        for person in people {
            *count.entry(person.shown()).or_default() += 1;
        }
        Self { people, count }
    }

    /// A name that nobody else goes by: where several share it, with the role, and where they share
    /// that too, with a number.
    fn apart(&self, place: usize, person: &Participant) -> String {
        let name = person.shown();
        if self.count.get(name).is_none_or(|count| *count < 2) {
            return name.to_owned();
        }
        let alike = |other: &&Participant| other.shown() == name;
        let role = person.role.trim();
        let roles = self.people.iter().filter(alike).filter(|other| other.role.trim() == role);
        if !role.is_empty() && roles.count() == 1 {
            return format!("{name} ({role})");
        }
        let number = self.people.iter().take(place + 1).filter(alike).count();
        format!("{name} ({number})")
    }
}

/// A participant, as the round has them.
struct Row<'a> {
    round: &'a Round,
    person: &'a Participant,
    name: &'a str,
    voted: &'a HashSet<&'a Id>,
}

fn row(ui: &mut Ui, desk: &Desk<'_>, out: &mut Outbox, row: &Row<'_>, rect: Rect) {
    let palette = palette(ui);
    let Row { round, person, name, voted } = row;
    let voted = voted.contains(&person.id);
    let narrow = is_narrow(ui);
    let names = (rect.left(), rect.left() + rect.width() * if narrow { 0.34 } else { 0.22 });
    let button = (rect.right() - BUTTON, rect.right());
    let state = (button.0 - 170.0, button.0 - space::M);
    let font = theme::semibold(size::BODY - 1.0);
    let adviser = if person.is_adviser() { " (adviser)" } else { "" };
    Cell::new(&format!("{name}{adviser}"), font, palette.ink).show(ui, part(rect, names));
    if !narrow {
        let role = (names.1 + space::M, state.0 - space::M);
        let font = theme::regular(size::BODY - 1.0);
        Cell::new(&person.role, font, palette.quiet).show(ui, part(rect, role));
    }
    let words = match (voted, person.present) {
        (true, _) => "has voted",
        (false, true) if desk.view.papers.contains_key(&person.id) => "has begun",
        (false, true) => "not yet",
        (false, false) => "not here",
    };
    // A full dot or a ring, so that the room sees from afar who is missing.
    let place = part(rect, state);
    let dot = egui::pos2(place.left() + 6.0, place.center().y);
    let (color, font) = if voted {
        ui.painter().circle_filled(dot, 4.5, palette.ink);
        (palette.ink, theme::medium(size::BODY - 1.0))
    } else {
        ui.painter().circle_stroke(dot, 4.0, egui::Stroke::new(1.0, palette.quiet));
        (palette.quiet, theme::regular(size::BODY - 1.0))
    };
    Cell::new(words, font, color)
        .named(format!("{name}: {words}"))
        .show(ui, place.with_min_x(place.left() + 18.0));
    at(ui, part(rect, button), |ui| {
        let id = person.id.clone();
        if !voted {
            let response = secondary(ui, "Vote").accessible_name(format!("Vote as {name}"));
            if desk.view.collect.next.as_ref() == Some(&id) {
                response.request_focus();
                out.view(|view| view.collect.next = None);
            }
            if response.clicked() {
                out.ask(Request::Vote(id));
            }
        } else if round.named() {
            let response = secondary(ui, "Take back")
                .accessible_name(format!("Take back the ballot of {name}"))
                .on_hover_text("Gives the ballot up, so that they can vote again");
            if response.clicked() {
                out.view(move |view| view.modal = Some(Modal::TakeBack(id)));
            }
        }
    });
}

/// Files that came: how many count, and of the others why they do not.
fn arrivals(ui: &mut Ui, desk: &Desk<'_>, out: &mut Outbox) {
    let Some(folder) = desk.ballots else {
        quiet(
            ui,
            "Save the session, and ballot files in a folder “ballots” beside it are counted as they come.",
        );
        return;
    };
    ui.add_space(space::S);
    let count = |wanted: &Stands| desk.incoming.iter().filter(|i| i.stands == *wanted).count();
    let words = match (count(&Stands::Counted), count(&Stands::Blank)) {
        (0, 0) => "none for this round yet".to_owned(),
        (counted, 0) => format!("{counted} counted"),
        (counted, blank) => format!("{counted} counted, {blank} not answered yet"),
    };
    quiet(ui, &format!("Ballot files in {}: {words}.", folder.display()));
    refused(ui, desk, out);
}

/// The files that do not count, and why, and after them those that are on their way.
fn refused(ui: &mut Ui, desk: &Desk<'_>, out: &mut Outbox) {
    const FEW: usize = 12;
    let told = desk.incoming.iter().filter_map(|incoming| match &incoming.stands {
        Stands::Refused(reason) => Some((format!("{}: {reason}", incoming.file), true)),
        Stands::Arriving => Some((format!("{}: is arriving …", incoming.file), false)),
        Stands::Counted | Stands::Blank | Stands::Earlier => None,
    });
    let mut told: Vec<(String, bool)> = told.collect();
    told.sort_by_key(|(_, refused)| !refused);
    let all = desk.view.collect.all_files;
    if told.len() > FEW && all {
        rows(ui, &told);
    } else {
        for (text, refused) in told.iter().take(FEW) {
            if *refused {
                warning(ui, text)
            } else {
                quiet(ui, text)
            };
        }
    }
    if told.len() > FEW {
        let name = if all { "Show fewer files" } else { "Show the other files" };
        let more = told.len() - FEW;
        let name = if all { name.to_owned() } else { format!("{name}, {more} more") };
        if secondary(ui, &name).clicked() {
            out.view(move |view| view.collect.all_files = !all);
        }
    }
}

/// A line for each file, cut where it does not fit, and then whole in the tooltip.
fn rows(ui: &mut Ui, told: &[(String, bool)]) {
    const HEIGHT: f32 = 22.0;
    #[expect(clippy::cast_precision_loss, reason = "a folder is read up to 2,000 files")]
    let upto = |count: usize| HEIGHT * count as f32;
    let size = Vec2::new(ui.available_width(), upto(told.len()));
    let (area, _) = ui.allocate_exact_size(size, Sense::hover());
    let palette = palette(ui);
    for place in visible_rows(ui, area, HEIGHT, told.len()) {
        let Some((text, refused)) = told.get(place) else { continue };
        let top = area.top() + upto(place);
        let rect = Rect::from_x_y_ranges(area.x_range(), top..=top + HEIGHT);
        let (font, color) = if *refused {
            (theme::medium(size::QUIET), palette.warn)
        } else {
            (theme::regular(size::QUIET), palette.quiet)
        };
        Cell::new(text, font, color).show(ui, rect);
    }
}

fn buttons(ui: &mut Ui, out: &mut Outbox, round: &Round) {
    ui.horizontal_wrapped(|ui| {
        let ready = !round.ballots.is_empty();
        let reveal = ui.add_enabled_ui(ready, |ui| primary(ui, "Reveal the ballots")).inner;
        if reveal.on_disabled_hover_text("No ballot has been cast yet").clicked() {
            out.command(Command::Reveal);
        }
        // A file or a text carries a name, which a round without names must not take.
        ui.add_enabled_ui(round.named(), |ui| {
            const NAMED: &str = "In a round without names everybody votes in this window";
            let paste = secondary(ui, "Paste a ballot…").on_disabled_hover_text(NAMED);
            if paste.clicked() {
                out.command(Command::PasteBallot);
            }
            let blanks = secondary(ui, "Write blank ballots…")
                .on_hover_text("A file for each person who has not voted, to answer elsewhere")
                .on_disabled_hover_text(NAMED);
            if blanks.clicked() {
                out.command(Command::WriteBlanks);
            }
        });
        if round.can_be_cancelled() {
            let response = secondary(ui, "Cancel the round");
            if response
                .on_hover_text("Before anybody has voted, or too few to show anything of it")
                .clicked()
            {
                out.command(Command::CancelRound);
            }
        }
    });
}

/// What is weighed, without a number that anybody could lean on.
fn weighed(ui: &mut Ui, desk: &Desk<'_>) {
    const HEIGHT: f32 = 42.0;
    ui.add_space(space::M);
    card(ui, |ui| {
        title(ui, "What is weighed: the way from a 0 to a 10");
        let criteria = &desk.session.criteria;
        #[expect(clippy::cast_precision_loss, reason = "a session holds at most 200 criteria")]
        let height = |count: usize| HEIGHT * count as f32;
        let size = Vec2::new(ui.available_width(), height(criteria.len()));
        let (area, _) = ui.allocate_exact_size(size, Sense::hover());
        for place in visible_rows(ui, area, HEIGHT, criteria.len()) {
            let Some(criterion) = criteria.get(place) else { continue };
            let top = area.top() + height(place);
            let line =
                |from: f32| Rect::from_x_y_ranges(area.x_range(), top + from..=top + from + 19.0);
            let font = theme::medium(size::BODY - 1.0);
            Cell::new(&criterion.name, font, palette(ui).ink)
                .show(ui, line(0.0))
                .on_hover_text(&criterion.definition);
            let swing = format!("0: {} · 10: {}", criterion.low, criterion.high);
            let font = theme::regular(size::QUIET);
            Cell::new(&swing, font, palette(ui).quiet).show(ui, line(19.0));
        }
    });
}
