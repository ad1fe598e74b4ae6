//! Reports leave the window and the command line: written whole, never over a file unasked.
#![allow(clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod common;

use std::path::Path;
use std::sync::atomic::{AtomicU32, Ordering};
use std::{fs, io};

use common::disk::{Double, folder, names, save, write};
use common::report::example;
use common::window::Window;
use egui::Key;
use weighbridge::cli::{self, Outcome};
use weighbridge::export::{ExportError, Job, unwatched};
use weighbridge::report::{Format, Layout};
use weighbridge::session::{Edit, Field, RecordField, Session, Status};
use weighbridge::store::Expect;
use weighbridge::store::disk::{Disk, RealDisk};

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
    let job =
        Job { summary: &summary, layout: &layout, base: "team", replace: false, sources: &[] };
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
    let job =
        Job { summary: &summary, layout: &layout, base: "team", replace: false, sources: &[] };
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
    assert!(!text.contains("7.84") && text.contains("covered"), "{text}");
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
    window.wait_for("broken.md.j2 cannot be used as a template");
    assert!(window.sees("Line 2, column 4: ") && window.sees("Did you mean “title”?"));
    window.button("Copy the problem");
    // The way to another starts at the one that it was not.
    let gone = window.path("gone.md.j2");
    window.button("Choose another…");
    assert!(window.everything().contains("broken.md.j2"));
    window.path_is(&gone);
    window.button("Use it");
    window.wait_for("gone.md.j2 cannot be used as a template");
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

/// The example saved under this name, after an edit of its record.
fn saved(folder: &Path, name: &str, field: RecordField, text: &str) -> String {
    let mut session = example("saas-team");
    session.apply(Edit::Write(Field::Record(field), text.to_owned())).expect("an edit");
    let path = at(folder, name);
    save(path.as_ref(), &session, Expect::Absent).expect("saved");
    path
}

#[test]
fn where_the_record_is_refused_no_other_file_is_written() {
    let unclear = "# 3. Use raw SQL for reports\n\nNo status.\n";
    for (text, readonly, said) in
        [(unclear, false, "which line says the status"), (EARLIER, true, "is read-only")]
    {
        let folder = folder();
        let session = saved(folder.path(), "a.session.ron", RecordField::Supersedes, "0003");
        let to = folder.path().join("out");
        fs::create_dir(&to).expect("made");
        let earlier = to.join("0003-use-raw-sql-for-reports.md");
        write(&earlier, text);
        let mut permissions = fs::metadata(&earlier).expect("a record").permissions();
        permissions.set_readonly(readonly);
        fs::set_permissions(&earlier, permissions).expect("set");
        let (_, err, ok) = run(&["export", &session, "--all", &at(folder.path(), "out")]);
        assert!(!ok && err.contains("nothing was written") && err.contains(said), "{err}");
        assert_eq!(names(&to), ["0003-use-raw-sql-for-reports.md"]);
    }
}

#[test]
fn a_summary_that_has_the_name_of_the_record_is_refused_before_any_is_written() {
    let folder = folder();
    let name = "0001-Use-it.session.ron";
    let session = saved(folder.path(), name, RecordField::Title, "Use it");
    let (_, err, ok) = run(&["export", &session, "--all", &at(folder.path(), "out")]);
    assert!(!ok && err.contains("both have this name") && err.contains("0001-use-it.md"), "{err}");
    assert!(!folder.path().join("out").exists());
}

#[test]
fn everything_names_each_file_that_is_there_and_replaces_them_together() {
    let folder = folder();
    let to = at(folder.path(), "out");
    assert!(run(&["export", EXAMPLE, "--all", &to]).2);
    let (_, err, ok) = run(&["export", EXAMPLE, "--all", &to]);
    assert!(!ok && err.contains("saas-team.pdf") && err.contains("0001-use-django-orm"), "{err}");
    let (out, err, ok) = run(&["export", EXAMPLE, "--all", &to, "--replace"]);
    assert!(ok && out.contains("0001-use-django-orm"), "{err}");
    assert_eq!(
        names(Path::new(&to)).len(),
        23,
        "each with its .bak, but for the record, which is the same"
    );
}

/// A disk on which there is room for so many files only.
fn disk_with_room_for(files: u32) -> impl Disk {
    let room = AtomicU32::new(files);
    let take =
        move || room.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |n| n.checked_sub(1));
    Double(move |step| match step {
        "create" if take().is_err() => Err(io::Error::from(io::ErrorKind::StorageFull)),
        _ => Ok(true),
    })
}

#[test]
fn a_job_that_ends_halfway_says_what_is_there_and_what_is_not() {
    let folder = folder();
    let summary = common::report::summary(&example("saas-team"));
    let layout = Layout::default();
    let job =
        Job { summary: &summary, layout: &layout, base: "team", replace: false, sources: &[] };
    let disk = disk_with_room_for(2);
    let error = job.everything(&disk, folder.path(), &mut unwatched).expect_err("no room");
    let said = error.to_string();
    let lines: Vec<&str> = said.lines().collect();
    assert!(lines[0].contains("team.pdf"), "{said}");
    assert_eq!(lines[1], "Written: team.md, team.html");
    assert!(lines[2].starts_with("Not written: team.pdf, team.xlsx, team.csv, "), "{said}");
    assert!(lines[2].ends_with("0001-use-django-orm-for-the-subscription-product.md"), "{said}");
    assert_eq!(names(folder.path()), ["team.html", "team.md"]);
    let none = disk_with_room_for(0);
    let job = Job { base: "other", ..job };
    let error = job.everything(&none, folder.path(), &mut unwatched).expect_err("no room");
    assert!(error.to_string().ends_with("\nNothing was written."), "{error}");
}

#[test]
fn a_template_is_for_the_format_that_its_name_says() {
    let folder = folder();
    let (markdown, page) = (at(folder.path(), "m.j2"), at(folder.path(), "p.html.j2"));
    write(markdown.as_ref(), "OUR TEXT\n");
    write(page.as_ref(), "OUR PAGE\n");
    for (format, template, kind) in [("html", &markdown, "Markdown"), ("markdown", &page, "HTML")] {
        let (out, err, ok) = run(&["export", EXAMPLE, "-f", format, "--template", template]);
        assert!(!ok && out.is_empty(), "{out}");
        assert!(err.contains(&format!("by its name this template makes {kind}")), "{err}");
    }
    let all = |template: &str, to: &str| {
        let to = at(folder.path(), to);
        let (_, err, ok) = run(&["export", EXAMPLE, "--all", &to, "--template", template]);
        assert!(ok, "{err}");
        let read = |name: &str| fs::read_to_string(Path::new(&to).join(name)).expect("a report");
        (read("saas-team.md"), read("saas-team.html"))
    };
    let (text, html) = all(&markdown, "a");
    assert!(text == "OUR TEXT\n" && html.starts_with("<!DOCTYPE html>"), "{text}{html}");
    let (text, html) = all(&page, "b");
    assert!(text.starts_with("# ") && html == "OUR PAGE\n", "{text}{html}");
}

#[test]
fn an_option_that_would_do_nothing_is_refused() {
    let folder = folder();
    let out = at(folder.path(), "out");
    let cases = [
        (
            ["--template", "t.j2"].as_slice(),
            ["pdf", "record", "svg"].as_slice(),
            "markdown and html",
        ),
        (&["--profile", "nygard"], &["markdown", "csv"], "record"),
        (&["--paper", "letter"], &["markdown", "record", "png"], "pdf"),
        (&["--paper", "a4"], &["html"], "pdf"),
        (&["--ballots"], &["csv", "svg", "record"], "markdown, html, pdf and xlsx"),
    ];
    for (option, formats, wanted) in cases {
        for format in formats {
            let args = ["export", EXAMPLE, "-f", format, "-o", &out];
            let (_, err, ok) = run(&[args.as_slice(), option].concat());
            let said = format!("{} is for --format {wanted}", option[0]);
            assert!(!ok && err.contains(&said), "{format}: {err}");
        }
    }
    assert!(names(folder.path()).is_empty());
    let (_, err, ok) = run(&["export", EXAMPLE, "--all", &out, "--profile", "nygard"]);
    assert!(ok, "{err}");
    let record = "0001-use-django-orm-for-the-subscription-product.md";
    let record = fs::read_to_string(Path::new(&out).join(record)).expect("the record");
    assert!(record.contains("\n## Status\n"), "{record}");
}

#[cfg(unix)]
#[test]
fn what_a_report_is_made_from_is_never_replaced() {
    let folder = folder();
    let path = |name: &str| at(folder.path(), name);
    let text = fs::read_to_string(EXAMPLE).expect("the example");
    write(path("a.session.ron").as_ref(), &text);
    std::os::unix::fs::symlink(path("a.session.ron"), path("link.md")).expect("a link");
    write(path("a.md").as_ref(), "OUR TEXT\n");
    for format in ["markdown", "html", "pdf", "xlsx", "csv"] {
        for out in ["a.session.ron", "link.md"] {
            let args = ["export", &path("a.session.ron"), "-f", format, "--replace", "-o"];
            let (_, err, ok) = run(&[args.as_slice(), &[&path(out)]].concat());
            assert!(!ok && err.contains("this file is read for it"), "{err}");
        }
    }
    let session = path("a.session.ron");
    let template = path("a.md");
    let to = at(folder.path(), "");
    let args = ["export", &session, "--all", &to, "--replace", "--template", &template];
    let (_, err, ok) = run(&args);
    assert!(!ok && err.contains("this file is read for it"), "{err}");
    assert_eq!(names(folder.path()), ["a.md", "a.session.ron", "link.md"]);
    assert_eq!(fs::read_to_string(session).expect("it"), text);
}

#[test]
fn the_window_does_not_write_over_the_session_that_it_shows() {
    let mut window = Window::showing(&example("saas-team"));
    let session = window.path("test.session.ron");
    let text = fs::read_to_string(&session).expect("it");
    window.button("Record");
    window.button("Export as Markdown…");
    window.path_is(&session);
    window.button("Export");
    window.wait_for("this file is read for it");
    assert_eq!(fs::read_to_string(&session).expect("it"), text);
}

#[test]
fn a_file_and_a_folder_are_told_apart() {
    let folder = folder();
    let path = |name: &str| at(folder.path(), name);
    write(path("file").as_ref(), "mine");
    let cases = [
        ("svg", path("chart.svg"), "name a folder instead of a file"),
        ("png", path("chart.PNG"), "name a folder instead of a file"),
        ("svg", path("file"), "name a folder instead of a file"),
        ("record", path("file"), "name a folder instead of a file"),
        ("record", path("0001-x.md"), "name a folder instead of a file"),
        ("pdf", path("."), "this is a folder; name a file in it"),
        ("markdown", path(""), "this is a folder; name a file in it"),
    ];
    for (format, out, said) in cases {
        for replace in [["--replace"].as_slice(), &[]] {
            let args = ["export", EXAMPLE, "-f", format, "-o", &out];
            let (_, err, ok) = run(&[args.as_slice(), replace].concat());
            assert!(!ok && err.contains(said) && err.contains("nothing was written"), "{err}");
        }
    }
    let (_, err, ok) = run(&["export", EXAMPLE, "--all", &path("file")]);
    assert!(!ok && err.contains("name a folder instead of a file"), "{err}");
    assert_eq!(names(folder.path()), ["file"]);
}

#[test]
fn a_record_that_is_there_is_told_by_name_and_a_superseded_one_before_it_is_written() {
    let folder = folder();
    let to = at(folder.path(), "docs");
    assert!(run(&["export", EXAMPLE, "-f", "record", "-o", &to]).2);
    let own = "0001-use-django-orm-for-the-subscription-product.md";
    let (_, err, ok) = run(&["export", EXAMPLE, "-f", "record", "-o", &to]);
    assert!(!ok && err.contains("this session has a record there already") && err.contains(own));
    assert!(err.contains("With --replace it is updated") && !err.contains("hey are"), "{err}");
    let path = Path::new(&to).join(own);
    let text = fs::read_to_string(&path).expect("the record");
    let superseded = text.replace("status: accepted", "status: superseded by ADR-0009");
    write(&path, &superseded);
    for args in [["-f", "record", "-o", &to].as_slice(), &["--all", &to]] {
        let (out, err, ok) = run(&[&["export", EXAMPLE, "--replace"], args].concat());
        assert!(ok, "{err}");
        let said = out.find("will go on to say so").expect("told");
        assert!(said < out.find(&format!("/{own}")).expect("written"), "{out}");
        assert_eq!(out.matches("will go on to say so").count(), 1, "{out}");
        assert_eq!(fs::read_to_string(&path).expect("the record"), superseded);
    }
}

#[test]
fn a_record_that_is_changed_by_another_is_named() {
    let folder = folder();
    let to = at(folder.path(), "docs");
    fs::create_dir(&to).expect("made");
    for (way, file) in [(["-f", "record", "-o"], "0001-old.md"), (["--replace", "--all", ""], "")] {
        if !file.is_empty() {
            let old = Path::new(&to).join(file);
            write(
                &old,
                "---\nstatus: accepted\n---\n# Old\n\n## Context and Problem Statement\n\nx\n",
            );
        }
        let text = "0001".to_owned();
        let path = at(folder.path(), "a.session.ron");
        let mut session: Session = example("saas-team");
        session.record.supersedes = text;
        save(path.as_ref(), &session, Expect::Anything).expect("saved");
        let way: Vec<&str> = way.into_iter().filter(|word| !word.is_empty()).collect();
        let (out, err, ok) = run(&[&["export", &path], way.as_slice(), &[to.as_str()]].concat());
        assert!(ok, "{err}");
        // The second time it says so already, and is not changed.
        let said = out.contains("0001-old.md was changed: it says now that 0002-");
        assert_eq!(said, !file.is_empty(), "{out}");
    }
}

#[test]
fn a_file_that_ends_as_another_format_is_refused() {
    let folder = folder();
    for (format, name, ending) in [
        ("pdf", "p.html", ".pdf"),
        ("html", "p.MD", ".html"),
        ("markdown", "p.pdf", ".md"),
        ("csv", "p.xlsx", ".csv"),
        ("xlsx", "p.session.ron", ".xlsx"),
    ] {
        let path = at(folder.path(), name);
        let (_, err, ok) = run(&["export", EXAMPLE, "-f", format, "-o", &path]);
        assert!(!ok && err.contains(&format!("ends in {ending}")), "{format}: {err}");
    }
    assert!(names(folder.path()).is_empty());
    for (format, name) in [("html", "p.htm"), ("csv", "p.txt"), ("markdown", "README")] {
        let path = at(folder.path(), name);
        let (_, err, ok) = run(&["export", EXAMPLE, "-f", format, "-o", &path]);
        assert!(ok, "{format}: {err}");
    }
}

#[test]
fn replacing_asks_for_a_file() {
    for args in [["export", EXAMPLE, "-f", "pdf"].as_slice(), &["compare", EXAMPLE, EXAMPLE]] {
        let (out, err, ok) = run(&[args, &["--replace"]].concat());
        assert!(!ok && out.is_empty() && err.contains("name one with --out"), "{err}");
    }
}

#[test]
fn a_draft_is_not_said_to_be_less_than_its_status() {
    let folder = folder();
    let mut draft: Session = example("saas-team");
    draft.apply(Edit::SetStatus(Status::Draft, None)).expect("an edit");
    let path = at(folder.path(), "a.session.ron");
    save(path.as_ref(), &draft, Expect::Absent).expect("saved");
    let (record, err, ok) = run(&["export", &path, "-f", "record"]);
    assert!(ok && record.contains("\nstatus: proposed\n"), "{err}");
    assert!(record.contains("This record is a draft: nothing has been decided yet."), "{record}");
}
