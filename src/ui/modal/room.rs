//! What the rounds of ballots ask before they go on.

use std::collections::BTreeMap;

use egui::{
    CornerRadius, CursorIcon, Event, Key, Modifiers, Role, ScrollArea, Sense, Stroke, StrokeKind,
    Ui, Vec2, WidgetInfo,
};

use super::{close, foot, input_id, lead, title};
use crate::analysis::Override;
use crate::session::{Id, Participant};
use crate::ui::theme::{self, palette, size, space};
use crate::ui::widgets::basic::warning;
use crate::ui::widgets::field::input;
use crate::ui::widgets::{label, primary, quiet, secondary};
use crate::ui::{Desk, Modal, Outbox, Request, format};

/// Somebody who is here has not voted.
pub(super) fn reveal(ui: &mut Ui, desk: &Desk<'_>, out: &mut Outbox) {
    const FEW: usize = 6;
    if desk.session.collecting().is_none() {
        close(out);
        return;
    }
    title(ui, "Reveal without them?");
    let missing: Vec<&str> = desk.session.missing().map(Participant::shown).collect();
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

/// Nobody has voted on the weights that are about to be agreed.
pub(super) fn agree_without_ballots(ui: &mut Ui, out: &mut Outbox) {
    title(ui, "Agree without ballots?");
    label(
        ui,
        "Nobody has voted: the points are what was set at the sliders. The log will say that the \
         team agrees on them, and the result shows to everybody in the room.",
    );
    foot(ui, out, |ui, out| {
        if lead(ui, "Not yet").clicked() {
            close(out);
        }
        if secondary(ui, "Agree without ballots").clicked() {
            close(out);
            out.ask(Request::Agree(BTreeMap::new()));
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
    let (mut ready, mut entered) = (true, false);
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
            entered |= field.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
            if ui.memory(|memory| memory.focused().is_none()) {
                field.request_focus();
            }
            if field.changed() {
                let criterion = criterion.id.clone();
                out.view(move |view| {
                    if let Some(Modal::Agree(_, reasons)) = &mut view.modal {
                        reasons.insert(criterion.clone(), text.clone());
                    }
                    view.reasons.insert(criterion, text);
                });
            }
        }
    });
    foot(ui, out, |ui, out| {
        let agree = ui.add_enabled_ui(ready, |ui| primary(ui, "Agree with these reasons")).inner;
        let agree = agree.on_disabled_hover_text("Each of them needs a reason");
        if agree.clicked() || (ready && entered) {
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
    quiet(
        ui,
        "The text of a ballot file, as somebody sent it. It is taken in covered: nothing of it is \
         shown here.",
    );
    let ready = !text.trim().is_empty();
    slot(ui, out, text);
    if let Some(problem) = problem {
        warning(ui, problem);
    }
    foot(ui, out, |ui, out| {
        let take = ui.add_enabled_ui(ready, |ui| primary(ui, "Take the ballot")).inner;
        let take = take.on_hover_text("Ctrl+Enter").on_disabled_hover_text("Paste a ballot first");
        let keys = ui.input_mut(|input| input.consume_key(Modifiers::COMMAND, Key::Enter));
        if take.clicked() || (ready && keys) {
            out.ask(Request::TakeBallot(text.to_owned()));
        }
        if secondary(ui, "Cancel").clicked() {
            close(out);
        }
    });
}

/// Takes what is pasted or typed, and shows no letter of it: only how much it is. What is pasted
/// takes the place of what was there. There is no undo in it that could bring anything back.
fn slot(ui: &mut Ui, out: &mut Outbox, text: &str) {
    let palette = palette(ui);
    let (rect, _) = ui.allocate_exact_size(Vec2::new(ui.available_width(), 64.0), Sense::hover());
    let response = ui.interact(rect, input_id("ballot"), Sense::click());
    let response = response.on_hover_cursor(CursorIcon::Text);
    let words = match text.chars().count() {
        0 => "Press Ctrl+V".to_owned(),
        1 => "1 character pasted".to_owned(),
        many => format!("{} characters pasted", format::thousands(many)),
    };
    let spoken = format!("Ballot as text: {words}");
    response.widget_info(|| WidgetInfo::labeled(Role::PasswordInput, true, &spoken));
    ui.ctx().accesskit_node_builder(response.id, |node| {
        node.set_description("What is pasted is not shown. Delete empties it.");
    });
    if response.clicked() || ui.memory(|memory| memory.focused().is_none()) {
        response.request_focus();
    }
    let stroke = Stroke::new(1.0, palette.line_strong);
    let corner = CornerRadius::same(theme::CORNER);
    ui.painter().rect(rect, corner, palette.page, stroke, StrokeKind::Inside);
    let color = if text.is_empty() { palette.quiet } else { palette.ink };
    let galley = ui.painter().layout_no_wrap(words, theme::medium(size::BODY), color);
    ui.painter().galley(rect.center() - galley.size() / 2.0, galley, color);

    let typing = response.has_focus();
    let mut now = text.to_owned();
    ui.input(|input| {
        for event in &input.events {
            match event {
                Event::Paste(pasted) => now.clone_from(pasted),
                Event::Text(typed) if typing => now.push_str(typed),
                Event::Key { key: Key::Delete | Key::Backspace, pressed: true, .. } if typing => {
                    now.clear();
                }
                _ => {}
            }
        }
    });
    if now != text {
        out.view(move |view| view.modal = Some(Modal::PasteBallot(now, None)));
    }
}
