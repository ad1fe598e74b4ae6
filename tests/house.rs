//! The house: imports go down only, and what belongs to one room stays there.
#![allow(
    clippy::expect_used,
    clippy::float_cmp,
    clippy::panic,
    reason = "a test fails by panicking, and exact results are compared exactly"
)]

use std::fs;
use std::path::{Path, PathBuf};

/// Rooms from the ground up; `analysis` and `store` may see everything before them.
const ROOMS: [&str; 11] = [
    "session",
    "catalogue",
    "analysis",
    "store",
    "report",
    "export",
    "command",
    "ui",
    "app",
    "cli",
    "main",
];

/// Rooms that stand beside each other and must not see each other either.
const APART: [(&str, &str); 5] = [
    ("store", "analysis"),
    ("report", "store"),
    ("cli", "ui"),
    ("cli", "app"),
    ("command", "store"),
];

fn sources() -> Vec<(PathBuf, String)> {
    fn walk(folder: &Path, found: &mut Vec<(PathBuf, String)>) {
        for entry in fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                walk(&path, found);
            } else if path.extension().is_some_and(|end| end == "rs") {
                found.push((path.clone(), fs::read_to_string(&path).expect("a source")));
            }
        }
    }
    let mut found = Vec::new();
    walk(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut found);
    assert!(found.len() > 30, "the sources were not found");
    found
}

/// The room that a file is in.
fn room(path: &Path) -> String {
    let inside = path.strip_prefix(Path::new(env!("CARGO_MANIFEST_DIR")).join("src"));
    let first = inside.expect("in src").components().next().expect("a name");
    first.as_os_str().to_string_lossy().trim_end_matches(".rs").to_owned()
}

fn rank(room: &str) -> Option<usize> {
    ROOMS.iter().position(|r| *r == room)
}

/// The rooms that a source names, with the line.
fn imports(text: &str) -> Vec<(String, String)> {
    let code = text.lines().filter(|line| !line.trim_start().starts_with("//"));
    code.flat_map(|line| {
        line.match_indices("crate::").map(move |(at, found)| {
            let rest = &line[at + found.len()..];
            let name = rest.split(|c: char| !c.is_alphanumeric() && c != '_').next();
            (name.unwrap_or_default().to_owned(), line.trim().to_owned())
        })
    })
    .collect()
}

#[test]
fn imports_go_down_only() {
    for (path, text) in sources() {
        let here = room(&path);
        let Some(level) = rank(&here) else { continue };
        let other_ways = ["super::super::super", "use std::{"];
        let found = other_ways.iter().find(|way| text.contains(**way));
        assert_eq!(found, None, "{}: name each room and module plainly", path.display());
        for (named, line) in imports(&text) {
            assert!(!named.is_empty(), "{}: list each room by itself: {line}", path.display());
            let Some(other) = rank(&named) else { continue };
            assert!(other <= level, "{}: {here} must not see {named}: {line}", path.display());
            let apart = APART.iter().any(|(a, b)| here == *a && named == *b);
            assert!(!apart, "{}: {here} must not see {named}: {line}", path.display());
        }
    }
}

#[test]
fn each_outside_thing_is_named_in_its_rooms_only() {
    let rules: [(&str, &[&str]); 17] = [
        ("egui::", &["ui", "app"]),
        ("eframe::", &["app"]),
        ("rfd::", &["app"]),
        ("std::fs", &["store"]),
        ("File::open", &["store"]),
        (".is_file()", &["store"]),
        (".exists()", &["store"]),
        ("Timestamp::now", &["app"]),
        ("clap::", &["cli"]),
        ("csv::", &["store", "report"]),
        // What is merged and told apart whatever the format holds, and the verdict as JSON.
        ("serde_json::", &["store", "cli"]),
        ("fastrand", &["app", "cli"]),
        ("rust_xlsxwriter::", &["report"]),
        ("resvg::", &["report"]),
        ("minijinja::", &["report"]),
        ("krilla::", &["report"]),
        ("parley::", &["report"]),
    ];
    for (path, text) in sources() {
        let here = room(&path);
        for (name, rooms) in rules {
            let used = text
                .lines()
                .filter(|line| !line.trim_start().starts_with("//"))
                .any(|line| line.contains(name));
            assert!(
                !used || rooms.contains(&here.as_str()),
                "{}: {name} belongs to {rooms:?}",
                path.display()
            );
        }
    }
}

#[test]
fn colours_are_made_in_the_theme_only() {
    for (path, text) in sources() {
        let theme = path.components().any(|part| part.as_os_str() == "theme");
        let made = text.contains("Color32::from_") || text.contains("hex_color!");
        assert!(theme || !made, "{}: a colour outside the theme", path.display());
    }
}

#[test]
fn an_import_that_climbs_would_be_found() {
    let found = imports("    use crate::ui::Desk; // crate::app\nlet x = crate::store::open(y);");
    let rooms: Vec<_> = found.iter().map(|(room, _)| room.as_str()).collect();
    assert_eq!(rooms, ["ui", "app", "store"]);
    assert!(rank("ui") > rank("store") && rank("session") < rank("analysis"));
}
