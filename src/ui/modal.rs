//! Dialogs over the window. While one is open, no shortcut acts; Escape closes it.

mod comparison;
mod earlier;
mod finder;
mod guide;
mod merge;
mod outside;
mod report;
mod room;
mod suggestion;

use egui::{Id, Key, Modifiers, Popup, Response, RichText, ScrollArea, Ui, Vec2};

use super::desk::Outside;
use super::theme::{self, palette, size, space};
use super::view::Unread;
use super::widgets::field::input;
use super::widgets::place::row_of;
use super::widgets::{Cell, basic, columns, label, primary, quiet, secondary};
use super::{Desk, Modal, Outbox, PathFor, Request, View, evidence};
use crate::analysis::words;
use crate::command::{Command, Group, Shortcut};
use crate::session::{Edit, Event, Id as ItemId};
use crate::store::Losses;

/// The field of a dialog that is typed into.
pub fn input_id(dialog: &str) -> Id {
    Id::unique(("dialog input", dialog))
}

/// Draws the open dialog, if one is.
pub fn show(ui: &Ui, desk: &Desk<'_>, out: &mut Outbox) {
    let opened = Id::unique("dialog is open");
    let Some(modal) = &desk.view.modal else {
        ui.data_mut(|data| data.remove::<bool>(opened));
        return;
    };
    if ui.data_mut(|data| !std::mem::replace(data.get_temp_mut_or_default::<bool>(opened), true)) {
        // What had the keyboard is behind the dialog now, and so would be an open list.
        ui.memory_mut(|memory| memory.focused().map(|id| memory.surrender_focus(id)));
        Popup::close_all(ui.ctx());
    }
    let palette = palette(ui);
    let width: f32 = match modal {
        Modal::Finder(..) => 520.0,
        Modal::Shortcuts
        | Modal::Suggestion
        | Modal::Unread(_)
        | Modal::Agree(..)
        | Modal::AgreeWithoutBallots
        | Modal::PasteBallot(..) => 680.0,
        Modal::Outside(view) if !view.lists.is_empty() => 760.0,
        Modal::Preview(_) | Modal::AboutFile | Modal::Contest(_) | Modal::Matters => 600.0,
        Modal::Card(_) => 1180.0,
        Modal::Guide
        | Modal::Merge(_)
        | Modal::Comparison(_)
        | Modal::Earlier(_)
        | Modal::Crash(_) => 760.0,
        _ => 440.0,
    };
    let room = ui.ctx().content_rect().size() - Vec2::splat(64.0);
    let dialog = egui::Modal::new(Id::unique("dialog"))
        .backdrop_color(palette.veil)
        .frame(egui::Frame::window(ui.style()).inner_margin(egui::Margin::same(20)));
    let response = dialog.show(ui.ctx(), |ui| {
        ui.set_width(width.min(room.x));
        ui.set_max_height(room.y);
        match modal {
            Modal::Finder(query, chosen) => {
                finder::show(ui, desk, out, (query, *chosen), room.y - 100.0);
            }
            Modal::Shortcuts => shortcuts(ui, out, room.y),
            Modal::Guide => guide::show(ui, desk, out, room.y),
            Modal::Path(purpose, text) => path(ui, desk, out, *purpose, text),
            Modal::Unread(unread) => self::unread(ui, out, unread),
            Modal::Failure(text) => failure(ui, out, text, None),
            Modal::NotSaved(text) => failure(ui, out, text, Some(Command::SaveAs)),
            Modal::NotExported(what, path, text) => {
                report::refused(ui, out, *what, path, text);
            }
            Modal::Suggestion => suggestion::show(ui, desk, out, room.y),
            Modal::Unsaved => unsaved(ui, desk, out),
            Modal::Loses(loses) => loses_something(ui, desk, out, *loses),
            Modal::Replace(path) => replace(ui, out, path),
            Modal::Uncover => uncover(ui, out),
            Modal::Merge(merging) => merge::show(ui, out, merging, room.y),
            Modal::Reveal => room::reveal(ui, desk, out),
            Modal::AgreeWithoutBallots => room::agree_without_ballots(ui, out),
            Modal::Agree(rows, reasons) => room::agree(ui, desk, out, (rows, reasons), room.y),
            Modal::TakeBack(person) => room::take_back(ui, desk, out, person),
            Modal::PasteBallot(text, problem) => {
                room::paste(ui, out, text, problem.as_deref());
            }
            Modal::RemoveCriterion(id) => remove_criterion(ui, desk, out, id),
            Modal::Outside(view) => outside::apart(ui, out, view, room.y),
            Modal::Reload => outside::reload(ui, desk, out),
            Modal::OpenElsewhere => outside::elsewhere(ui, out),
            Modal::Preview(preview) => outside::preview(ui, out, preview, room.y),
            Modal::AboutFile => outside::about(ui, out, &desk.file.to_know, room.y),
            Modal::Record(plan) => report::record(ui, out, plan),
            Modal::Comparison(comparison) => comparison::show(ui, out, comparison, room.y),
            Modal::Earlier(list) => earlier::show(ui, desk, out, list, room.y),
            Modal::Card(sheet) => evidence::sheet::show(ui, desk, out, sheet, room.y),
            Modal::Contest(contest) => {
                evidence::contest::show(ui, desk, out, contest, room.y);
            }
            Modal::Matters => evidence::matters::show(ui, desk, out, room.y),
            Modal::Crash(report) => earlier::crash(ui, out, report, room.y),
            Modal::ReplaceReports(what, path, files) => {
                report::replace(ui, out, *what, path, files);
            }
        }
    });
    if response.should_close() {
        out.view(View::turn_away);
    }
}

pub(super) fn close(out: &mut Outbox) {
    out.view(|view| view.modal = None);
}

pub(super) fn title(ui: &mut Ui, text: &str) {
    basic::heading_of(ui, RichText::new(text).font(theme::semibold(size::TITLE)));
    ui.add_space(space::S);
}

/// The button that one came for. It has the keyboard, unless something in the dialog has.
pub(super) fn lead(ui: &mut Ui, text: &str) -> Response {
    let response = primary(ui, text);
    if ui.memory(|memory| memory.focused().is_none()) {
        response.request_focus();
    }
    response
}

/// Buttons at the foot: the first is what one came for, the last gives up.
pub(super) fn foot(ui: &mut Ui, out: &mut Outbox, content: impl FnOnce(&mut Ui, &mut Outbox)) {
    ui.add_space(space::M);
    ui.horizontal_wrapped(|ui| content(ui, out));
}

fn shortcuts(ui: &mut Ui, out: &mut Outbox, height: f32) {
    title(ui, "Keyboard shortcuts");
    quiet(
        ui,
        "Tab moves between fields, arrows within tables and sliders, Page Down scrolls. Enter \
         chooses, Escape closes.",
    );
    ScrollArea::vertical().auto_shrink([false, true]).max_height(height - 148.0).show(ui, |ui| {
        ui.set_width(ui.available_width() - space::M);
        if ui.available_width() < 560.0 {
            for group in Group::ALL {
                keys_of(ui, group);
            }
        } else {
            columns(ui, 0.5, 32.0, |left, right| {
                for group in [Group::File, Group::Export, Group::Edit, Group::Room] {
                    keys_of(left, group);
                }
                for group in [Group::Go, Group::View, Group::Help] {
                    keys_of(right, group);
                }
            });
        }
    });
    close_button(ui, out);
}

fn close_button(ui: &mut Ui, out: &mut Outbox) {
    foot(ui, out, |ui, out| {
        if lead(ui, "Close").clicked() {
            close(out);
        }
    });
}

/// A group of the command table with its keys.
fn keys_of(ui: &mut Ui, group: Group) {
    ui.spacing_mut().item_spacing.y = 2.0;
    basic::title(ui, group.name());
    for command in Command::ALL.into_iter().filter(|c| c.info().group == group) {
        let info = command.info();
        let Some(keys) = info.shortcut.map(Shortcut::text) else { continue };
        let (row, end) = row_of(ui, 24.0, 120.0);
        let font = theme::regular(size::BODY - 1.0);
        Cell::new(info.name, font, palette(ui).ink).show(ui, row);
        Cell::new(&keys, theme::medium(size::BODY - 1.0), palette(ui).quiet).right().show(ui, end);
    }
    ui.add_space(space::M);
}

fn path(ui: &mut Ui, desk: &Desk<'_>, out: &mut Outbox, purpose: PathFor, text: &str) {
    let (heading, action) = report::path_words(purpose);
    let of_ballot = desk.file.ballot && purpose == PathFor::Save;
    title(ui, if of_ballot { "Save the ballot as" } else { heading });
    if purpose == PathFor::Blanks {
        quiet(
            ui,
            "A file for each person who has not voted. Files that are there already stay as they \
             are. Answered ballots are counted when they lie in the folder “ballots” beside the \
             session’s file.",
        );
    }
    if purpose == PathFor::Import {
        quiet(
            ui,
            "A CSV file whose first row names the columns criterion, points, left, right and, \
             if wanted, reason.",
        );
    }
    if purpose == PathFor::Run {
        quiet(ui, "A file that the lab has exported: data/lab/run --export FILE.");
    }
    if purpose == PathFor::Template {
        quiet(
            ui,
            "A file that ends in .md.j2 lays out Markdown, one in .html.j2 HTML. The command \
             “weighbridge template” prints the built-in ones to start from.",
        );
    }
    let mut typed = text.to_owned();
    let response = input(ui, input_id("path"), &mut typed, 1, "Path").accessible_name("Path");
    let enter = response.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
    if response.changed() {
        let typed = typed.clone();
        out.view(move |view| view.modal = Some(Modal::Path(purpose, typed)));
    }
    foot(ui, out, |ui, out| {
        let ready = !typed.trim().is_empty();
        let button = ui.add_enabled_ui(ready, |ui| primary(ui, action)).inner;
        let button = button.on_disabled_hover_text("Type a path first");
        if secondary(ui, "Cancel").clicked() {
            close(out);
        } else if (button.clicked() || enter) && ready {
            let path = std::path::PathBuf::from(typed.trim());
            close(out);
            out.ask(match purpose {
                PathFor::Open => Request::OpenFile(path),
                PathFor::Save => Request::SaveTo(path, false),
                PathFor::Import => Request::ImportFile(path),
                PathFor::Run => Request::ImportRun(path),
                PathFor::Blanks => Request::WriteBlanks(path),
                PathFor::Report(what) => Request::Report(what, path, false),
                PathFor::Earlier => Request::CompareWith(path),
                PathFor::Template => Request::Template(path),
            });
        }
    });
}

/// Why a file could not be read, where in it, and the way to another one.
fn unread(ui: &mut Ui, out: &mut Outbox, unread: &Unread) {
    title(ui, &unread.heading);
    label(ui, &unread.said);
    if let Some((snippet, fix)) = &unread.place {
        egui::Frame::new()
            .fill(palette(ui).page)
            .corner_radius(theme::CORNER)
            .inner_margin(egui::Margin::same(10))
            .show(ui, |ui| {
                ScrollArea::horizontal().show(ui, |ui| {
                    ui.add(egui::Label::new(RichText::new(snippet).monospace()).extend());
                });
            });
        label(ui, fix);
        quiet(ui, "The file was left as it is.");
    }
    let (purpose, path) = &unread.wanted;
    foot(ui, out, |ui, out| {
        let other = if *purpose == PathFor::Open { "Open another…" } else { "Choose another…" };
        if lead(ui, other).clicked() {
            close(out);
            out.ask(Request::ChooseAnother(*purpose, path.clone()));
        }
        if unread.place.is_some() && secondary(ui, "Copy the problem").clicked() {
            out.ask(Request::Copy(unread.whole.clone()));
        }
        if secondary(ui, "Close").clicked() {
            close(out);
        }
    });
}

/// What went wrong, and a way out where there is one.
fn failure(ui: &mut Ui, out: &mut Outbox, text: &str, instead: Option<Command>) {
    title(ui, "This could not be done");
    label(ui, text);
    foot(ui, out, |ui, out| {
        if let Some(command) = instead {
            if lead(ui, command.info().name).clicked() {
                close(out);
                out.command(command);
            }
            if secondary(ui, "Close").clicked() {
                close(out);
            }
        } else if lead(ui, "Close").clicked() {
            close(out);
        }
    });
}

/// Whose ballots were begun and not cast, and where they are.
fn unfinished(desk: &Desk<'_>) -> (&'static str, String) {
    let names = desk.view.begun_ballots();
    let who = words::list(&names);
    let many = names.len() > 1;
    let kept = desk.recovery.trouble.is_none()
        && desk.session.collecting().is_some_and(crate::session::Round::named);
    let (question, begun) = if many {
        ("Leave unfinished ballots?", format!("The ballots of {who} were begun and not cast."))
    } else {
        ("Leave an unfinished ballot?", format!("The ballot of {who} was begun and not cast."))
    };
    let where_it_is = match (kept, many) {
        (true, true) => "Only Earlier versions (Ctrl+Shift+H) has them, on this computer.",
        (true, false) => "Only Earlier versions (Ctrl+Shift+H) has it, on this computer.",
        (false, true) => "This window alone has them, and no file keeps them.",
        (false, false) => "This window alone has it, and no file keeps it.",
    };
    (question, format!("{begun} {where_it_is}"))
}

fn unsaved(ui: &mut Ui, desk: &Desk<'_>, out: &mut Outbox) {
    let title_of = desk.session.title();
    let note = desk.view.drafts.values().any(|draft| !draft.text.trim().is_empty());
    let alone = desk.view.voting.as_ref().filter(|voting| voting.alone);
    let (question, text, can_save) = if let Some(voting) = alone {
        let name = &voting.paper.name;
        let what = if desk.file.alone_here() { "is in no file" } else { HAS_ANSWERS };
        ("Save the ballot first?", format!("The ballot of {name} {what}."), true)
    } else if desk.file.dirty {
        let without = if desk.recovery.trouble.is_none() {
            "Without saving, only Earlier versions (Ctrl+Shift+H) has them, on this computer."
        } else {
            "Without saving they are lost."
        };
        let text = format!("“{title_of}” has changes that are not in its file. {without}");
        ("Save the changes first?", text, true)
    } else if note {
        let text = format!("A note in “{title_of}” has not been added yet. Saving adds it.");
        ("Save the changes first?", text, true)
    } else if !desk.view.meeting.parking.trim().is_empty() {
        let text = format!("Something in “{title_of}” has not been parked yet. Saving parks it.");
        ("Save the changes first?", text, true)
    } else if desk.file.alone_here() {
        let text = format!("No file holds what is open here, “{title_of}”.");
        ("Save it again first?", text, true)
    } else {
        let (question, text) = unfinished(desk);
        (question, text, false)
    };
    title(ui, question);
    label(ui, text);
    let read_only = desk.file.read_only.is_some() && alone.is_none();
    let there = desk.file.outside.as_ref().filter(|_| can_save && !read_only);
    if can_save && read_only {
        label(ui, "This window is read-only; saving as another file keeps what is here.");
    }
    match there {
        Some(Outside::Gone(_)) => {
            label(ui, "The file itself is not there any more; saving writes it again.");
        }
        Some(Outside::Broken { .. }) => {
            label(ui, "The file itself cannot be read any more; saving shows what can be done.");
        }
        Some(Outside::Changed(_) | Outside::Another(_)) => {
            label(ui, "Something else has changed the file; saving shows what can be done.");
        }
        None => {}
    }
    foot(ui, out, |ui, out| {
        let (save, saving) =
            if read_only { ("Save as…", Command::SaveAs) } else { ("Save", Command::Save) };
        if can_save && lead(ui, save).clicked() {
            close(out);
            out.ask(Request::KeepDrafts);
            out.command(saving);
        }
        let go_on = if can_save { "Go on without saving" } else { "Go on without it" };
        if secondary(ui, go_on).clicked() {
            close(out);
            out.ask(Request::Proceed);
        }
        if secondary(ui, "Cancel").clicked() {
            close(out);
        }
    });
}

/// What a ballot has that is not saved.
const HAS_ANSWERS: &str = "has answers that are not in its file";

/// The first button has the keyboard, and loses nothing.
fn loses_something(ui: &mut Ui, desk: &Desk<'_>, out: &mut Outbox, loses: Losses) {
    let comments = loses.disguised == 0;
    title(ui, if comments { "Drop the comments?" } else { "Save what can be kept?" });
    let alone = desk.view.voting.as_ref().is_some_and(|voting| voting.alone);
    for said in loses.told() {
        label(ui, said);
    }
    let other = if alone { "" } else { " Saving as another file leaves this one as it is." };
    label(
        ui,
        format!(
            "The file as it is stays as the .bak beside it, until the save after this one.{other}"
        ),
    );
    foot(ui, out, |ui, out| {
        if !alone && lead(ui, "Save as…").clicked() {
            close(out);
            out.command(Command::SaveAs);
        }
        if alone && lead(ui, "Cancel").clicked() {
            close(out);
        }
        let save = if comments { "Save without comments" } else { "Save all the same" };
        if secondary(ui, save).clicked() {
            close(out);
            out.ask(Request::SaveWithoutComments);
        }
        if !alone && secondary(ui, "Cancel").clicked() {
            close(out);
        }
    });
}

fn replace(ui: &mut Ui, out: &mut Outbox, path: &std::path::Path) {
    title(ui, "Replace the file?");
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    label(ui, format!("There is already a file “{name}”. Its old content is kept as {name}.bak."));
    foot(ui, out, |ui, out| {
        if lead(ui, "Replace").clicked() {
            close(out);
            out.ask(Request::SaveTo(path.to_owned(), true));
        }
        if secondary(ui, "Save under another name…").clicked() {
            close(out);
            out.command(Command::SaveAs);
        }
        if secondary(ui, "Cancel").clicked() {
            close(out);
        }
    });
}

fn uncover(ui: &mut Ui, out: &mut Outbox) {
    title(ui, "Uncover the result early?");
    label(
        ui,
        "The weights are not agreed yet. Whoever sees who leads will weigh towards it or against \
         it, and the session’s log will say that the result was looked at before they were.",
    );
    foot(ui, out, |ui, out| {
        if lead(ui, "Keep it covered").clicked() {
            close(out);
        }
        if secondary(ui, "Uncover it").clicked() {
            close(out);
            out.ask(Request::Log(Event::UncoveredEarly));
        }
    });
}

fn remove_criterion(ui: &mut Ui, desk: &Desk<'_>, out: &mut Outbox, id: &ItemId) {
    let Some(criterion) = desk.session.criterion(id) else {
        close(out);
        return;
    };
    title(ui, &format!("Remove {}?", criterion.name));
    let notes = desk.session.notes_on(Some(id)).count();
    label(
        ui,
        match notes {
            0 => "It leaves the comparison. Undo brings it back.".to_owned(),
            _ => format!(
                "It leaves the comparison together with {}. Undo brings it all back.",
                super::format::count(notes, "note", "notes")
            ),
        },
    );
    foot(ui, out, |ui, out| {
        if lead(ui, "Remove").clicked() {
            close(out);
            out.edit(Edit::remove_criterion(desk.session, id));
            out.view(|view| view.editing_words = false);
        }
        if secondary(ui, "Cancel").clicked() {
            close(out);
        }
    });
}

/// Whether Enter was pressed, and takes it.
fn enter(ui: &Ui) -> bool {
    ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Enter))
}
