//! Step 1: the question, the project's shape, must-haves and people.

use egui::{Rect, RichText, Separator, Ui};

use super::theme::{self, palette, size, space};
use super::widgets::basic::{intro, remove_button, tick_box, warning};
use super::widgets::field::{bare_field, number as number_field};
use super::widgets::place::{row_of, row_with_end};
use super::widgets::{
    Cell, at, card, chip, choose, columns, heading, keyed, label, primary, quiet, secondary,
    text_field, title, visible_rows,
};
use super::{Desk, Modal, Outbox, notes};
use crate::analysis::Lead;
use crate::catalogue::Question;
use crate::command::Command;
use crate::session::{Edit, Field, ItemRef, MustHave, Outcome, Participant, Session, Side};

/// Draws the screen.
pub fn show(ui: &mut Ui, desk: &Desk<'_>, out: &mut Outbox) {
    heading(ui, "Frame the decision");
    intro(ui, "What is being decided, by whom, and what kind of project it is for");
    if ui.available_width() < 760.0 {
        brief(ui, desk, out);
        shape(ui, desk, out);
        suggestion(ui, desk, out);
        must_haves(ui, desk, out);
        people(ui, desk, out);
        whole_notes(ui, desk, out);
        return;
    }
    columns(ui, 0.555, space::L, |left, right| {
        for ui in [&mut *left, &mut *right] {
            ui.spacing_mut().item_spacing.y = 14.0;
        }
        brief(left, desk, out);
        shape(left, desk, out);
        suggestion(right, desk, out);
        must_haves(right, desk, out);
        people(right, desk, out);
        whole_notes(right, desk, out);
    });
}

fn brief(ui: &mut Ui, desk: &Desk<'_>, out: &mut Outbox) {
    card(ui, |ui| {
        text_field(ui, desk, out, &Field::Title, "Title", 1);
        text_field(ui, desk, out, &Field::Question, "Question", 1);
        text_field(ui, desk, out, &Field::Context, "Context", 3);
        ui.columns(2, |columns| {
            for (ui, side) in columns.iter_mut().zip(Side::BOTH) {
                let name = if side == Side::Left { "Left side" } else { "Right side" };
                text_field(ui, desk, out, &Field::SideName(side), name, 1);
            }
        });
    });
}

fn shape(ui: &mut Ui, desk: &Desk<'_>, out: &mut Outbox) {
    card(ui, |ui| {
        title(ui, "Two questions of fact first");
        for entry in &desk.catalogue.gates {
            question(ui, desk, out, entry);
        }
        ui.add_space(space::M);
        title(ui, "Shape of the project");
        for entry in &desk.catalogue.shape {
            question(ui, desk, out, entry);
        }
    });
}

fn question(ui: &mut Ui, desk: &Desk<'_>, out: &mut Outbox, question: &Question) {
    ui.add(Separator::default().spacing(6.0));
    let text = RichText::new(&question.text).font(theme::medium(size::BODY));
    label(ui, text).on_hover_text(&question.why);
    let given = desk.session.brief.answers.get(&question.id);
    ui.horizontal_wrapped(|ui| {
        for answer in &question.answers {
            let chosen = given == Some(&answer.id);
            let response = chip(ui, chosen, &answer.label, &question.text);
            if response.clicked() {
                // A second click takes the answer back.
                let answer = (!chosen).then(|| answer.id.clone());
                out.edit(Edit::Answer { question: question.id.clone(), answer });
            }
        }
    });
}

/// What starting points would take the place of, once the team has weighed.
#[must_use]
pub(super) fn weighed(session: &Session) -> Option<&'static str> {
    if session.agreed().is_some() {
        Some("The weights are agreed. Starting points would take the place of what was agreed on.")
    } else if session.revealed().is_some() {
        Some("The team has voted. Starting points would take the place of what the ballots say.")
    } else {
        None
    }
}

fn suggestion(ui: &mut Ui, desk: &Desk<'_>, out: &mut Outbox) {
    let answered = desk.catalogue.given(&desk.session.brief.answers).count();
    card(ui, |ui| {
        title(ui, "What the answers suggest");
        if answered == 0 {
            label(ui, "Answer the questions, and they suggest how many points to start from.");
            return;
        }
        for contradiction in &desk.verdict.contradictions {
            warning(ui, contradiction);
        }
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing.x = 0.0;
            match desk.verdict.suggested {
                _ if desk.session.covered() => {
                    ui.label("The answers suggest starting points. Which side they lean to ");
                    ui.label("shows once the weights are agreed.");
                }
                Lead::CannotBeFlipped(side)
                | Lead::Clear(side)
                | Lead::Narrow(side)
                | Lead::ByMustHave(side) => {
                    ui.label("The starting points lean towards ");
                    let name = RichText::new(&desk.session.sides[side])
                        .font(theme::semibold(size::BODY))
                        .color(palette(ui).side(side));
                    ui.label(name);
                    ui.label(". They are a start, not a verdict.");
                }
                Lead::TooClose | Lead::Nothing | Lead::NeitherQualifies => {
                    ui.label("The starting points lean towards neither side. They are a start, ");
                    ui.label("not a verdict.");
                }
            }
        });
        let Some(suggestion) = &desk.verdict.suggestion else {
            quiet(ui, "The team’s points are what the answers suggest.");
            return;
        };
        // What the team has weighed is not to be lost to a click: the dialog says what changes.
        let weighed = weighed(desk.session);
        if let Some(words) = weighed {
            quiet(ui, words);
        }
        ui.horizontal_wrapped(|ui| {
            if weighed.is_none() && primary(ui, "Use as starting points").clicked() {
                out.edit(suggestion.clone());
            }
            if secondary(ui, "See the changes").clicked() {
                out.view(|view| view.modal = Some(Modal::Suggestion));
            }
        });
    });
}

fn must_haves(ui: &mut Ui, desk: &Desk<'_>, out: &mut Outbox) {
    card(ui, |ui| {
        title(ui, "Must-haves");
        if desk.session.brief.must_haves.is_empty() {
            quiet(
                ui,
                "A condition that excludes the side that fails it, whatever the weights say.",
            );
        }
        for (number, row) in (1..).zip(&desk.session.brief.must_haves) {
            ui.push_id(row.id.as_str(), |ui| must_have(ui, desk, out, number, row));
        }
        if secondary(ui, "Add a must-have").clicked() {
            out.command(Command::AddMustHave);
        }
    });
}

fn must_have(ui: &mut Ui, desk: &Desk<'_>, out: &mut Outbox, number: usize, row: &MustHave) {
    let name = &format!("Must-have {number}");
    let (rect, end) = row_with_end(ui, REMOVE);
    at(ui, rect, |ui| {
        let field = Field::MustHave(row.id.clone());
        bare_field(ui, desk, out, &field, name, "A condition for either side");
    });
    let (outcomes, _) = row_with_end(ui, REMOVE);
    let half = outcomes.width().min(420.0) / 2.0 - space::S;
    for (side, left) in [(Side::Left, 0.0), (Side::Right, half + space::M)] {
        let left = outcomes.left() + left;
        let place = outcomes.with_min_x(left).with_max_x(left + half);
        outcome(ui, desk, out, row, (side, place), name);
    }
    // Last, so that Tab comes to the outcomes before it comes to this.
    remove(ui, out, end, name, ItemRef::MustHave(row.id.clone()));
    ui.add_space(space::S);
}

fn outcome(
    ui: &mut Ui,
    desk: &Desk<'_>,
    out: &mut Outbox,
    row: &MustHave,
    (side, place): (Side, Rect),
    name: &str,
) {
    const LIST: f32 = 92.0;
    let side_name = &desk.session.sides[side];
    let font = theme::medium(size::QUIET);
    let label = place.with_max_x((place.right() - LIST).max(place.left()));
    Cell::new(side_name, font, palette(ui).side(side)).show(ui, label);
    let now = row.outcome[side];
    let name = format!("{name}, {side_name}, outcome");
    let choices = Outcome::ALL.map(|outcome| (outcome, outcome.word()));
    let new = at(ui, place.with_min_x(label.right()), |ui| {
        choose(ui, ("outcome", side), &name, (now, now.word()), choices, 68.0)
    });
    if let Some(outcome) = new {
        out.edit(Edit::Judge(row.id.clone(), side, outcome));
    }
}

fn people(ui: &mut Ui, desk: &Desk<'_>, out: &mut Outbox) {
    card(ui, |ui| {
        title(ui, "People");
        if desk.session.people.is_empty() {
            quiet(ui, "Who takes part, by name or by role, and what they stand for.");
        }
        let people = &desk.session.people;
        if !people.is_empty() {
            people_head(ui);
        }
        #[expect(clippy::cast_precision_loss, reason = "a session holds at most 500 people")]
        let height = PERSON * people.len() as f32;
        let size = egui::vec2(ui.available_width(), height);
        let (area, _) = ui.allocate_exact_size(size, egui::Sense::hover());
        for at in visible_rows(ui, area, PERSON, people.len()) {
            let Some(row) = people.get(at) else { continue };
            #[expect(clippy::cast_precision_loss, reason = "a session holds at most 500 people")]
            let top = area.top() + PERSON * at as f32;
            let rect =
                Rect::from_min_size(egui::pos2(area.left(), top), egui::vec2(area.width(), 32.0));
            keyed(ui, rect, row.id.as_str(), |ui| person(ui, desk, out, at + 1, row));
        }
        if secondary(ui, "Add a participant").clicked() {
            out.command(Command::AddPerson);
        }
    });
}

/// The height of a participant's row with the gap below it.
const PERSON: f32 = 40.0;

/// The widths of what stands between a participant's role and the end of the row.
const STRENGTH: f32 = 44.0;
const HERE: f32 = 34.0;

fn person(ui: &mut Ui, desk: &Desk<'_>, out: &mut Outbox, number: usize, row: &Participant) {
    let name = &format!("Participant {number}");
    let (rect, end) = split(ui.max_rect(), REMOVE);
    let (rect, here) = split(rect, HERE);
    let (rect, strength) = split(rect, STRENGTH);
    let half = rect.left() + (rect.width() - space::M) * 0.4;
    at(ui, rect.with_max_x(half), |ui| {
        let field = Field::PersonName(row.id.clone());
        bare_field(ui, desk, out, &field, &format!("{name}, name"), "Name or role");
    });
    at(ui, rect.with_min_x(half + space::M).with_max_x(rect.right() - space::M), |ui| {
        let field = Field::PersonRole(row.id.clone());
        bare_field(ui, desk, out, &field, &format!("{name}, stands for"), "Stands for");
    });
    let given = at(ui, strength, |ui| {
        ui.spacing_mut().interact_size = egui::vec2(STRENGTH - space::M, 30.0);
        number_field(ui, row.strength, 1.0, &format!("{name}, strength"))
    });
    if let Some(strength) = given {
        out.edit(Edit::SetStrength(row.id.clone(), strength));
    }
    let mut present = row.present;
    let toggled = at(ui, here.with_min_x(here.left() + space::S), |ui| {
        tick_box(ui, &mut present, "").accessible_name(format!("{name}, is here")).changed()
    });
    if toggled {
        out.edit(Edit::SetPresent(row.id.clone(), present));
    }
    remove(ui, out, end, name, ItemRef::Person(row.id.clone()));
}

/// The last part of a row, this wide, and what is left of it.
fn split(rect: Rect, width: f32) -> (Rect, Rect) {
    let at = (rect.right() - width).max(rect.left());
    (rect.with_max_x(at), rect.with_min_x(at))
}

/// What the last two columns of the participants are.
fn people_head(ui: &mut Ui) {
    let (row, _) = row_of(ui, 18.0, REMOVE);
    let font = theme::regular(size::QUIET - 0.5);
    let quiet = palette(ui).quiet;
    let (row, here) = split(row, HERE);
    let (_, strength) = split(row, STRENGTH);
    Cell::new("Here", font.clone(), quiet)
        .show(ui, here)
        .on_hover_text("Who is not here is not waited for, and may still send a ballot.");
    Cell::new("Counts", font, quiet).show(ui, strength).on_hover_text(
        "How much a ballot counts beside the others’, 0 to 9. With 0 it is an adviser’s: heard, \
         shown, and not counted.",
    );
}

/// The width of what takes a row out.
const REMOVE: f32 = 34.0;

fn remove(ui: &mut Ui, out: &mut Outbox, at_end: Rect, name: &str, item: ItemRef) {
    let response = at(ui, at_end.with_min_x(at_end.left() + 6.0), |ui| {
        remove_button(ui, &format!("Remove {name}"))
    });
    if response.clicked() {
        out.edit(Edit::Remove(item));
    }
}

fn whole_notes(ui: &mut Ui, desk: &Desk<'_>, out: &mut Outbox) {
    card(ui, |ui| notes::list(ui, desk, out, None));
}
