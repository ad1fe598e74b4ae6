//! Reports leave the window and the command line: written whole, never over a file unasked.
#![allow(clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod common;

use std::fs;
use std::path::Path;

use common::disk::{folder, names, write};
use common::report::example;
use common::window::Window;
use egui::Key;
use weighbridge::cli::{self, Outcome};
use weighbridge::export::{ExportError, Job, unwatched};
use weighbridge::report::{Format, Layout};
use weighbridge::session::{Edit, Field, RecordField};
use weighbridge::store::disk::RealDisk;

const EXAMPLE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/data/examples/saas-team.session.ron");

/// What the program prints, and whether it is content.
fn run(args: &[&str]) -> (String, String, bool) {
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let args = ["weighbridge"].iter().chain(args).map(Into::into);
    let outcome = cli::run(args, common::catalogue(), &mut out, &mut err).expect("output");
    let text = |bytes: Vec<u8>| String::from_utf8_lossy(&bytes).into_owned();
    (text(out), text(err), outcome == Outcome::Exit(0))
}

fn at(folder: &Path, name: &str) -> String {
    folder.join(name).to_string_lossy().into_owned()
}

#[test]
fn every_format_goes_into_one_folder() {
    let folder = folder();
    let to = at(folder.path(), "out");
    let (out, err, ok) = run(&["export", EXAMPLE, "--all", &to]);
    assert!(ok, "{err}");
    let written = names(Path::new(&to));
    for ending in [".md", ".html", ".pdf", ".xlsx", ".csv", "-drivers.svg", "-drivers.png"] {
        let name = format!("saas-team{ending}");
        assert!(written.contains(&name), "{name} is missing: {written:?}");
        assert!(out.contains(&name));
    }
}

#[test]
fn the_same_session_gives_the_same_bytes() {
    let summary = common::report::summary(&example("saas-team"));
    for format in Format::ALL {
        let made = || format.render(&summary, &Layout::default()).expect("a report");
        assert!(made() == made(), "{} differs", format.name());
    }
}

#[test]
fn what_is_there_is_replaced_only_when_asked_and_kept() {
    let folder = folder();
    let page = at(folder.path(), "page.md");
    write(page.as_ref(), "mine");
    let (_, err, ok) = run(&["export", EXAMPLE, "-f", "markdown", "-o", &page]);
    assert!(!ok && err.contains("there is already a file") && err.contains("--replace"), "{err}");
    assert_eq!(fs::read_to_string(&page).expect("it"), "mine");
    let (_, err, ok) = run(&["export", EXAMPLE, "-f", "markdown", "-o", &page, "--replace"]);
    assert!(ok, "{err}");
    assert_eq!(fs::read_to_string(format!("{page}.bak")).expect("the old one"), "mine");
}

#[test]
fn one_file_in_the_way_stops_all_before_any_is_written() {
    let folder = folder();
    write(&folder.path().join("team.pdf"), "mine");
    let summary = common::report::summary(&example("saas-team"));
    let layout = Layout::default();
    let job = Job { summary: &summary, layout: &layout, base: "team", replace: false };
    let formats = [Format::Markdown, Format::Pdf];
    let error = job.to_folder(&RealDisk, &formats, folder.path(), &mut unwatched);
    assert!(matches!(error, Err(ExportError::AlreadyThere(_))));
    assert_eq!(names(folder.path()), ["team.pdf"]);
}

#[test]
fn an_export_that_is_given_up_writes_nothing() {
    let folder = folder();
    let summary = common::report::summary(&example("saas-team"));
    let layout = Layout::default();
    let job = Job { summary: &summary, layout: &layout, base: "team", replace: false };
    let mut after_one = |done, _, _: &str| done < 1;
    let error = job.to_folder(&RealDisk, &Format::ALL, folder.path(), &mut after_one);
    assert!(matches!(error, Err(ExportError::Cancelled)));
    assert!(names(folder.path()).is_empty());
}

#[test]
fn a_template_of_ones_own_starts_from_the_built_in_one() {
    let folder = folder();
    let (own, _, _) = run(&["template", "markdown"]);
    let template = at(folder.path(), "ours.md.j2");
    write(template.as_ref(), &own);
    let built_in = run(&["export", EXAMPLE, "-f", "markdown"]).0;
    let ours = run(&["export", EXAMPLE, "-f", "markdown", "--template", &template]);
    assert_eq!(ours.0, built_in);
    write(template.as_ref(), "Hello\n{{ titel.text }}\n");
    let (_, err, ok) = run(&["export", EXAMPLE, "-f", "markdown", "--template", &template]);
    assert!(
        !ok && err.contains("ours.md.j2:2:4:") && err.contains("Did you mean “title”?"),
        "{err}"
    );
}

#[test]
fn the_window_exports_asks_before_it_replaces_and_says_where() {
    let mut window = Window::showing(&example("saas-team"));
    window.button("Record");
    let page = window.path("page.html");
    window.button("Export as HTML…");
    window.path_is(&page);
    window.button("Export");
    window.wait_for("Written: ");
    assert!(fs::read_to_string(&page).expect("the page").contains("The team chose Django ORM"));
    write(page.as_ref(), "mine");
    window.button("Export as HTML…");
    window.path_is(&page);
    window.button("Export");
    window.wait_for("Replace this file?");
    assert_eq!(fs::read_to_string(&page).expect("the page"), "mine");
    window.button("Replace");
    window.wait_for("Written: ");
    assert_ne!(fs::read_to_string(&page).expect("the page"), "mine");
}

#[test]
fn a_covered_result_stays_covered_in_what_the_window_exports() {
    let mut session = example("saas-team");
    session.log.clear();
    let mut window = Window::showing(&session);
    window.button("Record");
    assert!(
        window.everything().contains("The weights are not agreed yet, so the result is covered")
    );
    let page = window.path("page.md");
    window.button("Export as Markdown…");
    window.path_is(&page);
    window.button("Export");
    window.wait_for("Written: ");
    let text = fs::read_to_string(&page).expect("the page");
    assert!(!text.contains("7.93") && text.contains("covered"), "{text}");
}

#[test]
fn an_earlier_session_is_compared_and_what_has_changed_can_be_saved() {
    let mut window = Window::showing(&example("saas-team"));
    window.command("Compare with an earlier session…");
    window.path_is(EXAMPLE.as_ref());
    window.button("Compare sessions");
    window.wait_for("What has changed");
    assert!(window.everything().contains("The verdict stands"));
    let page = window.path("changes.html");
    window.button("Save as…");
    window.path_is(&page);
    window.button("Export");
    window.wait_for("Written: ");
    assert!(fs::read_to_string(&page).expect("the page").contains("The verdict stands"));
}

/// A record as adr-tools writes them, that is to be superseded.
const EARLIER: &str = "# 3. Use raw SQL for reports\n\nDate: 2025-03-01\n\n## Status\n\n\
    Accepted\n\n## Context\n\nReports.\n\n## Decision\n\nRaw SQL.\n\n## Consequences\n\n\
    Fast.\n";

#[test]
fn a_record_takes_the_shape_and_the_next_number_of_its_folder() {
    let folder = folder();
    write(&folder.path().join("0003-use-raw-sql-for-reports.md"), EARLIER);
    let mut session = example("saas-team");
    session
        .apply(Edit::Write(Field::Record(RecordField::Supersedes), "0003".to_owned()))
        .expect("an edit");
    let mut window = Window::showing(&session);
    window.button("Record");
    window.button("Save record to folder…");
    window.path_is(folder.path());
    window.button("Look into it");
    window.wait_for("Write the record?");
    let said = window.everything();
    assert!(said.contains("Nygard, because"), "{said}");
    assert!(said.contains("0003-use-raw-sql-for-reports.md will say that it is superseded"));
    window.button("Write record");
    window.wait_for("written to");
    let name = "0004-use-django-orm-for-the-subscription-product.md";
    let new = fs::read_to_string(folder.path().join(name)).expect("the record");
    assert!(new.starts_with("# 4. Use Django ORM for the subscription product\n"), "{new}");
    let old = fs::read_to_string(folder.path().join("0003-use-raw-sql-for-reports.md"));
    assert!(old.expect("the earlier one").contains("Superseded by [4. Use Django ORM"));
    window.button("Save record to folder…");
    window.path_is(folder.path());
    window.button("Look into it");
    window.wait_for("Update the record?");
    window.button("Update record");
    window.settle();
    let records = names(folder.path())
        .into_iter()
        .filter(|name| name.contains(".md"))
        .filter(|name| !name.contains(".bak"))
        .count();
    assert_eq!(records, 2, "a second export takes no second number");
}

#[test]
fn the_command_line_writes_a_record_and_says_its_shape() {
    let folder = folder();
    let to = at(folder.path(), "docs/decisions");
    let (out, err, ok) = run(&["export", EXAMPLE, "-f", "record", "-o", &to]);
    assert!(ok && out.contains("MADR 4, because"), "{out}{err}");
    let again = run(&["export", EXAMPLE, "-f", "record", "-o", &to]);
    assert!(!again.2 && again.1.contains("--replace"), "{}", again.1);
    assert!(run(&["export", EXAMPLE, "-f", "record", "-o", &to, "--replace"]).2);
    let asked = run(&["export", EXAMPLE, "-f", "record", "--profile", "nygard"]);
    assert!(asked.0.contains("\n## Status\n"), "{}", asked.0);
}

#[test]
fn what_could_not_be_exported_there_is_exported_to_another_place() {
    let mut window = Window::showing(&example("saas-team"));
    window.command("Export as Markdown…");
    window.path_is(&window.path("nowhere").join("page.md"));
    window.button("Export");
    window.wait_for("Nothing was exported");
    window.button("Another place…");
    let page = window.path("page.md");
    window.path_is(&page);
    window.button("Export");
    window.wait_for("Written: ");
    assert!(fs::read_to_string(&page).expect("the page").contains("The team chose"));
}

#[test]
fn actions_that_have_nothing_to_act_on_say_so_and_switches_say_how_they_stand() {
    let mut window = Window::showing(&example("saas-team"));
    window.ctrl(Key::K);
    window.type_here("export");
    assert!(!window.can("Cancel the export") && !window.can("Export what has changed…"));
    window.key(Key::Escape);
    window.ctrl(Key::K);
    window.type_here("single");
    assert!(window.can("Single ballots in reports: no"));
    window.key(Key::Escape);
    window.command("Single ballots in reports");
    window.ctrl(Key::K);
    window.type_here("single");
    assert!(window.can("Single ballots in reports: yes"));
    window.key(Key::Escape);
    window.ctrl(Key::K);
    window.type_here("paper");
    assert!(window.can("Paper of the PDF: A4"));
}

#[test]
fn the_window_lays_reports_out_with_the_teams_own_template_or_says_where_it_is_broken() {
    let mut window = Window::showing(&example("saas-team"));
    let use_it = |window: &mut Window, name: &str, text: &str| {
        let path = window.path(name);
        write(&path, text);
        window.command("Your own template…");
        window.path_is(&path);
        window.button("Use it");
    };
    use_it(&mut window, "broken.md.j2", "# {{ title }}\n{{ titel }}\n");
    window.wait_for("broken.md.j2:2:");
    window.button("Close");
    use_it(&mut window, "ours.md.j2", "OURS: {{ title }}\n");
    window.wait_for("Markdown is laid out by ours.md.j2.");
    for (command, name) in [("Export as Markdown…", "a.md"), ("Export as HTML…", "a.html")] {
        window.command(command);
        let page = window.path(name);
        window.path_is(&page);
        window.button("Export");
        window.settle();
        let text = fs::read_to_string(&page).expect("the page");
        assert_eq!(text.starts_with("OURS: "), name == "a.md", "{text}");
    }
    window.command("Use the built-in templates");
    window.ctrl(Key::K);
    window.type_here("built-in");
    assert!(!window.can("Use the built-in templates"));
}
