//! The dialog in which a team says which databases, frameworks and features matter to it, and which
//! versions it uses: cards that do not apply step back, and those of other versions grow stale.

use egui::{ScrollArea, Ui};

use crate::analysis::words::count;
use crate::catalogue::evidence::needs;
use crate::command::Command;
use crate::session::evidence::{Database, Feature, Framework, Needs};
use crate::session::{Edit, EvidenceEdit, ItemRef};
use crate::ui::modal::{close, foot, input_id, lead, title};
use crate::ui::theme::space;
use crate::ui::widgets::field::input;
use crate::ui::widgets::{basic, quiet};
use crate::ui::{Desk, Outbox};

/// Packages of which a version may be stated.
const PACKAGES: [&str; 3] = ["Django", "SQLAlchemy", "Alembic"];

/// Draws the dialog.
pub fn show(ui: &mut Ui, desk: &Desk<'_>, out: &mut Outbox, height: f32) {
    title(ui, "What matters here");
    quiet(
        ui,
        "Cards that do not apply step back. Where nothing is chosen, all of them matter; the \
         framework follows from the frame until it is said here.",
    );
    ScrollArea::vertical().auto_shrink([false, true]).max_height(height - 170.0).show(ui, |ui| {
        ui.set_width(ui.available_width() - space::M);
        let said = &desk.session.evidence.matters;
        let shown = needs(said, &desk.session.brief);
        basic::title(ui, "Databases");
        choices(ui, out, Database::ALL, &shown.databases, |databases| Needs {
            databases,
            ..said.clone()
        });
        basic::title(ui, "Frameworks");
        choices(ui, out, Framework::ALL, &shown.frameworks, |frameworks| Needs {
            frameworks,
            ..said.clone()
        });
        basic::title(ui, "Features that are needed");
        choices(ui, out, Feature::ALL, &shown.features, |features| Needs {
            features,
            ..said.clone()
        });
        basic::title(ui, "Versions in use");
        quiet(ui, "A card measured with an older minor version is marked as stale.");
        versions(ui, desk, out);
        ui.add_space(space::S);
        basic::title(ui, "The team’s own runs of the lab");
        runs(ui, desk, out);
    });
    foot(ui, out, |ui, out| {
        if lead(ui, "Close").clicked() {
            close(out);
        }
    });
}

/// Boxes to tick, one a word.
fn choices<T: Copy + PartialEq + std::fmt::Display>(
    ui: &mut Ui,
    out: &mut Outbox,
    all: &[T],
    chosen: &[T],
    with: impl Fn(Vec<T>) -> Needs,
) {
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = egui::vec2(space::L, space::S);
        for one in all {
            let mut ticked = chosen.contains(one);
            if basic::tick_box(ui, &mut ticked, &one.to_string()).changed() {
                let stays =
                    |other: &&T| if *other == one { ticked } else { chosen.contains(other) };
                let list = all.iter().filter(stays).copied().collect();
                out.edit(Edit::Evidence(EvidenceEdit::Matters(with(list))));
            }
        }
    });
    ui.add_space(space::S);
}

/// The runs that were taken over, and the way to another.
fn runs(ui: &mut Ui, desk: &Desk<'_>, out: &mut Outbox) {
    let runs = &desk.session.evidence.runs;
    if runs.is_empty() {
        quiet(ui, "None. Their cards stand beside the built-in ones, marked as the team’s.");
    }
    for run in runs {
        ui.horizontal(|ui| {
            let cards = count(run.lab.cards.len(), "card", "cards");
            let day = run.lab.run.date.strftime("%-d %B %Y");
            basic::label(ui, format!("{}, {cards}, {day}", run.name));
            if basic::remove_button(ui, &format!("Remove {}", run.name)).clicked() {
                out.edit(Edit::Remove(ItemRef::Run(run.id.clone())));
            }
        });
    }
    if basic::secondary(ui, "Import a run…").clicked() {
        close(out);
        out.command(Command::ImportRun);
    }
    ui.add_space(space::S);
}

fn versions(ui: &mut Ui, desk: &Desk<'_>, out: &mut Outbox) {
    for package in PACKAGES {
        let stated = desk.session.evidence.versions.get(package);
        let mut text = stated.cloned().unwrap_or_default();
        quiet(ui, package);
        let response = input(ui, input_id(package), &mut text, 1, "not stated")
            .accessible_name(format!("Version of {package} in use"));
        if response.changed() {
            let version = Some(text).filter(|text| !text.trim().is_empty());
            let edit = EvidenceEdit::Version(package.to_owned(), version);
            out.edit(Edit::Evidence(edit));
        }
    }
}
