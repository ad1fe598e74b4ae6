//! Notes: listing, writing, changing and searching them.

use egui::{CornerRadius, Frame, Id, Key, Margin, Modifiers, RichText, Stroke, Ui};

use super::theme::{self, palette, size, space};
use super::widgets::basic::text_button;
use super::widgets::field::{area, input, session_input};
use super::widgets::{basic, chip, label, primary, quiet, secondary, title};
use super::{Desk, Focus, NoteDraft, Outbox, Request, Step, format};
use crate::session::{self, Edit, ItemRef, Note, Session, Side};

/// The field that a new note is written in. Salted with the session and the criterion, so that
/// its own undo never brings back another note's text.
pub fn draft_id(session: &Session, about: Option<&session::Id>) -> Id {
    Id::unique(("new note", session.id.as_str(), about.map(session::Id::as_str)))
}

/// The field that notes are searched with.
pub fn search_id() -> Id {
    Id::unique("search notes")
}

/// The notes on a criterion, or on the whole decision, with a field for another.
pub fn list(ui: &mut Ui, desk: &Desk<'_>, out: &mut Outbox, criterion: Option<&session::Id>) {
    title(ui, "Notes");
    let notes: Vec<&Note> = desk.session.notes_on(criterion).collect();
    let earlier = notes.len().saturating_sub(SHOWN);
    if earlier > 0 {
        quiet(ui, &format!("{earlier} earlier notes are left out here; Ctrl+F finds them."));
    }
    for note in notes.into_iter().skip(earlier) {
        ui.push_id(note.id.as_str(), |ui| card(ui, desk, out, note));
    }
    compose(ui, desk, out, criterion);
}

fn card(ui: &mut Ui, desk: &Desk<'_>, out: &mut Outbox, note: &Note) {
    let palette = palette(ui);
    let frame = Frame::new()
        .fill(palette.page)
        .stroke(Stroke::new(1.0, palette.line))
        .corner_radius(CornerRadius::same(theme::CARD_CORNER))
        .inner_margin(Margin::symmetric(12, 9));
    frame.show(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.spacing_mut().item_spacing.y = space::S;
        if desk.view.editing_note.as_ref() == Some(&note.id) {
            change(ui, desk, out, note);
        } else {
            read(ui, desk, out, note);
        }
    });
}

fn read(ui: &mut Ui, desk: &Desk<'_>, out: &mut Outbox, note: &Note) {
    if let Some(side) = note.side {
        let name = RichText::new(&desk.session.sides[side])
            .font(theme::semibold(size::QUIET))
            .color(palette(ui).side(side));
        ui.label(name);
    }
    label(ui, RichText::new(&note.text).size(size::BODY - 1.0));
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = space::S;
        quiet(ui, &byline(desk, note));
        let short: String = note.text.chars().take(40).collect();
        if text_button(ui, "Edit", &format!("Edit note: {short}")).clicked() {
            let id = note.id.clone();
            let field = Focus::at_end(text_id(desk.session, note), &note.text);
            out.view(move |view| {
                view.editing_note = Some(id);
                view.focus = Some(field);
            });
        }
        if text_button(ui, "Delete", &format!("Delete note: {short}")).clicked() {
            out.edit(Edit::Remove(ItemRef::Note(note.id.clone())));
        }
    });
}

fn text_id(session: &Session, note: &Note) -> Id {
    Id::unique(("note text", session.id.as_str(), note.id.as_str()))
}

fn change(ui: &mut Ui, desk: &Desk<'_>, out: &mut Outbox, note: &Note) {
    let revise = |side: Option<Side>, text: String| Edit::Revise {
        note: note.id.clone(),
        side,
        text,
        edited: Some(desk.now),
    };
    let mut text = note.text.clone();
    let id = text_id(desk.session, note);
    let response = session_input(ui, id, &mut text, 3, "").accessible_name("Text of the note");
    if response.changed() {
        out.edit(revise(note.side, text));
    }
    side_chips(ui, desk, note.side, |side| out.edit(revise(side, note.text.clone())));
    let done = ui.memory(|memory| memory.has_focus(id))
        && ui.input_mut(|input| input.consume_key(Modifiers::COMMAND, Key::Enter));
    if secondary(ui, "Done").on_hover_text("Ctrl+Enter").clicked() || done {
        out.view(|view| view.editing_note = None);
    }
}

/// Who said it and when: "Data, 22 November, edited 14:02".
fn byline(desk: &Desk<'_>, note: &Note) -> String {
    let at = format::moment(note.written, desk.now, desk.zone);
    let author = note.author.trim();
    let mut line = if author.is_empty() { at } else { format!("{author}, {at}") };
    if let Some(edited) = note.edited {
        line.push_str(", edited ");
        line.push_str(&format::moment(edited, desk.now, desk.zone));
    }
    line
}

/// Both sides and neither, to choose from; says what to do with a choice that is new.
fn side_chips(
    ui: &mut Ui,
    desk: &Desk<'_>,
    chosen: Option<Side>,
    choose: impl FnOnce(Option<Side>),
) {
    let mut new = None;
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = egui::vec2(space::S, space::S);
        ui.spacing_mut().button_padding = egui::vec2(8.0, 3.0);
        for side in [None, Some(Side::Left), Some(Side::Right)] {
            let name = side.map_or("Both", |side| desk.session.sides[side].as_str());
            if chip(ui, chosen == side, name, "About").clicked() && chosen != side {
                new = Some(side);
            }
        }
    });
    if let Some(side) = new {
        choose(side);
    }
}

/// The field for a new note. Ctrl+Enter adds it.
fn compose(ui: &mut Ui, desk: &Desk<'_>, out: &mut Outbox, criterion: Option<&session::Id>) {
    let about = criterion.cloned();
    let draft = desk.view.drafts.get(&about).cloned().unwrap_or_default();
    let mut text = draft.text.clone();
    let rows = if text.is_empty() { 1 } else { 3 };
    let id = draft_id(desk.session, criterion);
    let response = area(ui, id, &mut text, rows, "Add a note…").accessible_name(
        match criterion.and_then(|id| desk.session.criterion(id)) {
            Some(criterion) => format!("New note on {}", criterion.name),
            None => "New note on the whole decision".to_owned(),
        },
    );
    let enter = response.has_focus()
        && ui.input_mut(|input| input.consume_key(Modifiers::COMMAND, Key::Enter));
    if response.changed() && !enter {
        let about = about.clone();
        out.view(move |view| view.draft(about).text = text);
    }
    let begun = !draft.text.is_empty();
    let memory = ui.scope_id().with("begun");
    let had_begun = ui.data_mut(|data| {
        let had = data.get_temp::<bool>(memory);
        data.insert_temp(memory, begun);
        had
    });
    if !begun {
        return;
    }
    let controls = ui.scope(|ui| controls(ui, desk, out, (about, &draft), enter)).response;
    if had_begun == Some(false) {
        // They have just appeared, perhaps below the edge.
        controls.scroll_to_me(None);
    }
}

/// What belongs to a note that is being written: the side, the author, and adding it.
fn controls(
    ui: &mut Ui,
    desk: &Desk<'_>,
    out: &mut Outbox,
    (about, draft): (Option<session::Id>, &NoteDraft),
    enter: bool,
) {
    let empty = draft.text.trim().is_empty();
    side_chips(ui, desk, draft.side, |side| {
        let about = about.clone();
        out.view(move |view| view.draft(about).side = side);
    });
    ui.horizontal(|ui| {
        let mut author = desk.view.author.clone();
        let width = (ui.available_width() - 92.0).max(80.0);
        let response = ui
            .scope(|ui| {
                ui.set_max_width(width);
                input(ui, Id::unique("note author"), &mut author, 1, "Who says it")
            })
            .inner
            .accessible_name("Author of the note");
        if response.changed() {
            out.view(move |view| view.author = author);
        }
        let add = ui
            .add_enabled_ui(!empty, |ui| primary(ui, "Add note"))
            .inner
            .on_hover_text("Add the note (Ctrl+Enter)");
        if (add.clicked() || enter) && !empty {
            out.ask(Request::AddNote(about));
        }
    });
}

/// How many notes are drawn in one place: enough to read, and cheap to draw.
const SHOWN: usize = 50;

/// The search over all notes.
pub fn search(ui: &mut Ui, desk: &Desk<'_>, out: &mut Outbox) {
    let query = desk.view.search.clone().unwrap_or_default();
    ui.horizontal(|ui| {
        basic::heading_of(ui, RichText::new("Search notes").font(theme::semibold(size::TITLE)));
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            if secondary(ui, "Close").accessible_name("Close the search").clicked() {
                out.view(|view| view.search = None);
            }
        });
    });
    let mut text = query.clone();
    let response = input(ui, search_id(), &mut text, 1, "Words in a note or its author")
        .accessible_name("Search notes");
    if response.changed() {
        out.view(move |view| view.search = Some(text));
    }
    let dialog = desk.view.modal.is_some();
    if !dialog && ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Escape)) {
        out.view(|view| view.search = None);
    }
    let found: Vec<&Note> =
        desk.found.iter().filter_map(|&at| desk.session.notes.get(at)).collect();
    quiet(
        ui,
        &match (desk.session.notes.len(), found.len()) {
            (0, _) => {
                "There are no notes yet. Write the first on a criterion under Compare.".to_owned()
            }
            (_, 0) => "No note has these words.".to_owned(),
            (all, some) if all == some => format::count(all, "note", "notes"),
            (all, some) => format!("{some} of {}", format::count(all, "note", "notes")),
        },
    );
    if response.lost_focus()
        && ui.input(|input| input.key_pressed(Key::Enter))
        && let Some(first) = found.first()
    {
        go_to(out, first);
    }
    for note in found.iter().take(SHOWN) {
        ui.push_id(note.id.as_str(), |ui| hit(ui, desk, out, note));
    }
    if found.len() > SHOWN {
        quiet(ui, &format!("The first {SHOWN} are shown; another word narrows them down."));
    }
}

/// Shows a note where it was written.
fn go_to(out: &mut Outbox, note: &Note) {
    let criterion = note.criterion.clone();
    out.view(move |view| {
        view.search = None;
        if criterion.is_some() {
            view.selected = criterion;
            view.go(Step::Compare);
            view.open_panel();
        } else {
            view.go(Step::Frame);
        }
    });
}

fn hit(ui: &mut Ui, desk: &Desk<'_>, out: &mut Outbox, note: &Note) {
    let place = match note.criterion.as_ref().and_then(|id| desk.session.criterion(id)) {
        Some(criterion) => criterion.name.as_str(),
        None => "Whole decision",
    };
    ui.add_space(space::S);
    let link = RichText::new(place).font(theme::semibold(size::BODY - 1.0)).underline();
    let button = egui::Button::new(link).frame(false);
    if ui.add(button).on_hover_text("Go to this note").clicked() {
        go_to(out, note);
    }
    label(ui, RichText::new(&note.text).size(size::BODY - 1.0));
    quiet(ui, &byline(desk, note));
}
