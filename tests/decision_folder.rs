//! Folders of decision records: told apart, numbered, added to and never harmed.
#![allow(clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use std::fs;
use std::path::Path;

use adrs_core::{AdrStatus, LinkKind, Parser};
use common::disk::{folder, names, write as put};
use common::report::{example, summary};
use jiff::civil::date;
use proptest::prelude::*;
use weighbridge::report::record::{self, Link, Links};
use weighbridge::session::{Profile, Status};
use weighbridge::store::decisions::{
    Decisions, Existing, Plan, RecordError, Wanted, file_name, write,
};
use weighbridge::store::disk::RealDisk;

mod common;

const DJANGO: &str = "0001-use-django-orm-for-the-order-service.md";

/// What people may have typed: it must not be read as the record's own lines.
const MARKUP: &str = "\n## Status\n\nRejected\n\n* Status: rejected\n* Date: 1999-01-01\n# Other\n\
                      ---\nstatus: rejected\n---\n<h1>Other</h1> ![x](http://x.y/z.png) ```\n\
                      Superseded by [9. Other](0009-other.md)\n1. one\n\ttab {{x}} <!-- x\n";

/// A copy of a folder that real programs were given.
fn case(name: &str) -> tempfile::TempDir {
    let from = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/adr").join(name);
    let copy = folder();
    for file in names(&from) {
        fs::copy(from.join(&file), copy.path().join(&file)).expect("copied");
    }
    copy
}

fn look(folder: &Path) -> Decisions {
    Decisions::look(folder).expect("a folder")
}

/// Where an accepted record goes.
fn wanted<'a>(title: &'a str, session: &'a str, supersedes: &'a str) -> Wanted<'a> {
    let day = date(2026, 11, 23);
    Wanted { title, session, status: Status::Accepted, day, supersedes, superseded_by: "" }
}

fn plan(found: &Decisions, title: &str, session: &str, supersedes: &str) -> Plan {
    found.plan(&wanted(title, session, supersedes)).expect("a place")
}

fn read(folder: &Path, file: &str) -> String {
    fs::read_to_string(folder.join(file)).expect("a record")
}

#[test]
fn a_folder_says_which_shape_its_readers_want() {
    let cases = [
        ("A-madr4", Profile::Madr4),
        ("B-madr2", Profile::Madr2),
        ("C-nygard", Profile::Nygard),
        ("G-final", Profile::Madr4),
        ("F-madr4plus", Profile::Madr4),
        ("P-proposed", Profile::Madr4),
        ("S-super", Profile::Madr4),
        ("B-super", Profile::Madr2),
        ("C-super", Profile::Nygard),
    ];
    for (name, profile) in cases {
        let found = look(case(name).path());
        assert_eq!(found.profile, profile, "{name}");
        assert!(found.why.contains("the newest record"), "{}", found.why);
    }
    let log4brains = case("A-madr4");
    put(&log4brains.path().join(".log4brains.yml"), "project:\n");
    assert_eq!(look(log4brains.path()).profile, Profile::Madr2);
    let empty = look(&folder().path().join("docs/decisions"));
    assert_eq!((empty.profile, empty.next, empty.records.len()), (Profile::Madr4, 1, 0));
}

#[test]
fn a_project_says_it_for_its_folder() {
    let project = folder();
    let records = project.path().join("doc/adr");
    fs::create_dir_all(&records).expect("made");
    put(&project.path().join(".adr-dir"), "doc/adr\n");
    assert_eq!(look(&records).profile, Profile::Nygard);
    put(&project.path().join(".adr-dir"), "elsewhere\n");
    assert_eq!(look(&records).profile, Profile::Madr4);
    put(&project.path().join(".log4brains.yml"), "");
    assert_eq!(look(&records).profile, Profile::Madr2);
    fs::create_dir(records.join(".git")).expect("made");
    assert_eq!(look(&records).profile, Profile::Madr4);
}

#[test]
fn titles_numbers_and_what_is_superseded_are_read() {
    for name in ["B-super", "C-super", "S-super"] {
        let found = look(case(name).path());
        let [first, second] = found.records.as_slice() else { panic!("{found:?}") };
        assert_eq!(first.title, "Use Django ORM for the order service");
        assert!((first.number, second.number, found.next) == (1, 2, 3));
        assert!(first.superseded.is_some() && second.superseded.is_none(), "{name}");
    }
}

#[test]
fn the_next_number_is_after_the_highest() {
    let place = folder();
    for file in ["0009-nine.md", "0012-twelve.md", "20261120-a-day.md", "0040-other.txt", "50-.md"]
    {
        put(&place.path().join(file), "# x\n");
    }
    let found = look(place.path());
    assert_eq!((found.next, found.width, found.records.len()), (13, 4, 2));
    put(&place.path().join("00100-wide.md"), "");
    assert_eq!(plan(&look(place.path()), "Wide", "s", "").file, "00101-wide.md");
}

#[test]
fn a_folder_of_days_is_continued_by_days() {
    let place = folder();
    let first = "20261120-use-raw-sql.md";
    put(&place.path().join(".log4brains.yml"), "project:\n");
    assert_eq!(plan(&look(place.path()), "First", "s", "").file, "20261123-first.md");
    put(&place.path().join(first), "# Use raw SQL\n\n* Status: accepted\n* Date: 2026-11-20\n");
    put(&place.path().join("README.md"), "# Records\n");
    put(&place.path().join("99999999-no-day.md"), "# No day\n");
    put(&place.path().join("0000-before-log4brains.md"), "# Before log4brains\n");
    let found = look(place.path());
    assert!(found.dated);
    assert_eq!(found.records.len(), 2);
    for typed in [first, "20261120-use-raw-sql", "Use raw SQL", "20261120"] {
        assert_eq!(found.find(typed).map(|record| record.file.as_str()), Some(first), "{typed}");
    }
    let plan = plan(&found, "Use Django ORM", "s", "Use raw SQL");
    assert_eq!((plan.profile, plan.file.as_str()), (Profile::Madr2, "20261123-use-django-orm.md"));
    write(&RealDisk, &plan, "# Use Django ORM\n\n* Status: accepted\n", false).expect("written");
    assert!(
        read(place.path(), first).contains(
            "* Status: superseded by [20261123-use-django-orm](20261123-use-django-orm.md)"
        ),
        "{}",
        read(place.path(), first)
    );
}

#[test]
fn a_name_that_a_day_has_already_is_not_taken_again() {
    let place = folder();
    put(&place.path().join("20261123-use-sql.md"), "# Use SQL\n\n* Status: accepted\n");
    let again = plan(&look(place.path()), "Use SQL", "s", "").file;
    assert_eq!(again, "20261123-use-sql-2.md");
    put(&place.path().join(again), "# Use SQL\n\n* Status: accepted\n");
    assert_eq!(plan(&look(place.path()), "Use SQL", "s", "").file, "20261123-use-sql-3.md");
}

#[test]
fn a_record_is_found_by_what_people_type() {
    let place = case("B-super");
    let found = look(place.path());
    for typed in [
        "0001",
        "1",
        "ADR-0001",
        "adr-1",
        "0001 Use Django ORM for the order service",
        "1. Use Django ORM for the order service",
        "ADR-0001: use django orm for the order service",
        "Use Django ORM for the order service",
        "use-django-orm-for-the-order-service",
        DJANGO,
    ] {
        assert_eq!(found.find(typed).map(|record| record.number), Some(1), "{typed}");
    }
    for typed in ["", "3", "ADR-", "0001 Use raw SQL", "1 1", "Use", "99999999999999", "—"] {
        assert_eq!(found.find(typed), None, "{typed}");
    }
    put(&place.path().join("0001-another.md"), "# Another\n");
    assert_eq!(look(place.path()).find("1"), None, "two records have that number");
}

#[test]
fn names_are_plain_short_and_never_empty() {
    let cases = [
        ("Use Django ORM", "0007-use-django-orm.md"),
        ("Größe & “café” naïve: don’t!", "0007-groesse-cafe-naive-dont.md"),
        ("../../etc/passwd", "0007-etc-passwd.md"),
        ("日本語", "0007-decision.md"),
        ("", "0007-decision.md"),
    ];
    for (title, name) in cases {
        assert_eq!(file_name(7, title), name);
    }
    assert!(file_name(7, &"long words ".repeat(40)).len() <= 80);
}

/// Plans and writes a record that supersedes another, and gives the plan.
fn supersede(folder: &Path, typed: &str) -> Result<Plan, RecordError> {
    let plan = plan(&look(folder), "Use SQLAlchemy [now]", "session-1", typed);
    let link = |record: &Existing| Link {
        number: record.number,
        title: record.title.clone(),
        file: record.file.clone(),
    };
    let links = Links { supersedes: plan.supersedes.as_ref().map(link) };
    let mut summary = summary(&example("saas-team"));
    "session-1".clone_into(&mut summary.id);
    plan.title.clone_into(&mut summary.title.text);
    let text = record::record(&summary, plan.profile, plan.number, &links);
    write(&RealDisk, &plan, &text, false).map(|_| plan)
}

#[test]
fn a_superseded_record_changes_in_one_line_only() {
    let cases = [
        ("G-final", "status: accepted", "status: superseded by ADR-0002"),
        ("A-madr4", "status: \"accepted\"", "status: superseded by ADR-0002"),
        (
            "B-madr2",
            "* Status: accepted",
            "* Status: superseded by [0002-use-sqlalchemy-now](0002-use-sqlalchemy-now.md)",
        ),
        (
            "C-nygard",
            "## Status\n\nAccepted",
            "## Status\n\nSuperseded by [2. Use SQLAlchemy (now)](0002-use-sqlalchemy-now.md)",
        ),
    ];
    for (name, from, to) in cases {
        for line_end in ["\n", "\r\n"] {
            let place = case(name);
            let crlf = |text: &str| text.replace('\n', line_end);
            let old = crlf(&read(place.path(), DJANGO));
            let mut bytes = old.clone().into_bytes();
            bytes.extend(b"\xff not UTF-8");
            put(&place.path().join(DJANGO), &bytes);
            supersede(place.path(), "ADR-0001").expect("written");
            let mut expected = old.replacen(&crlf(from), &crlf(to), 1).into_bytes();
            expected.extend(b"\xff not UTF-8");
            let new = fs::read(place.path().join(DJANGO)).expect("a record");
            assert!(new == expected && new != bytes, "{name}: {}", String::from_utf8_lossy(&new));
            assert!(look(place.path()).records[0].superseded.is_some());
        }
    }
}

#[test]
fn adrs_reads_both_records() {
    for (name, by_link) in [("G-final", false), ("C-nygard", true)] {
        let place = case(name);
        let plan = supersede(place.path(), "1").expect("written");
        let parser = Parser::new();
        let old = parser.parse_file(&place.path().join(DJANGO)).expect("read");
        let new = parser.parse_file(&place.path().join(&plan.file)).expect("read");
        assert_eq!((new.number, new.status), (2, AdrStatus::Accepted));
        if by_link {
            assert_eq!(old.status, AdrStatus::Superseded);
            assert!((old.links[0].target, &old.links[0].kind) == (2, &LinkKind::SupersededBy));
            assert!((new.links[0].target, &new.links[0].kind) == (1, &LinkKind::Supersedes));
        } else {
            assert_eq!(old.status, AdrStatus::Custom("superseded by ADR-0002".to_owned()));
        }
    }
}

#[test]
fn nothing_is_written_where_the_status_is_not_clear() {
    let unclear = [
        "# T\n\nno status\n",
        "# T\n\n* Status: accepted\n* Status: proposed\n",
        "# T\n\n* Status: accepted\n\n## Status\n\nAccepted\n",
        "# T\n\n## Status\n\nAccepted\n\nSuperseded by [3. X](0003-x.md)\n",
        "# T\n\n```\n## Status\n\nAccepted\n```\n",
        "---\nstatus: >\n  accepted\n---\n# T\n",
        "---\nstatus: accepted\nstatus: proposed\n---\n# T\n",
        "---\nstatus: accepted\n# T\n",
    ];
    for text in unclear {
        let place = folder();
        put(&place.path().join("0001-t.md"), text);
        let error = supersede(place.path(), "1").expect_err("refused");
        assert!(matches!(error, RecordError::NoStatus(_)), "{error} {text:?}");
        assert_eq!(names(place.path()), ["0001-t.md"]);
        assert_eq!(read(place.path(), "0001-t.md"), text);
    }
}

#[test]
fn nothing_is_written_where_the_other_record_may_not_be() {
    let place = case("G-final");
    let path = place.path().join(DJANGO);
    let mut permissions = fs::metadata(&path).expect("a record").permissions();
    permissions.set_readonly(true);
    fs::set_permissions(&path, permissions).expect("set");
    let error = supersede(place.path(), "1").expect_err("refused");
    assert!(error.to_string().contains("read-only"), "{error}");
    assert_eq!(names(place.path()), [DJANGO]);
}

#[test]
fn a_session_has_one_record_and_replaces_it_only_when_asked() {
    let place = folder();
    let records = place.path().join("docs/decisions");
    let first = supersede(&records, "").expect("written, with the folders");
    assert_eq!((first.number, &first.updates), (1, &None));
    let again = plan(&look(&records), "Another title", "session-1", "");
    assert_eq!(again.file, first.file);
    let own = again.updates.as_ref().expect("its own");
    assert_eq!(own.title, "Use SQLAlchemy [now]");
    let old = read(&records, &first.file);
    let refused = write(&RealDisk, &again, "# New\n", false).expect_err("refused");
    assert!(matches!(refused, RecordError::OwnExists(_)));
    assert_eq!(read(&records, &first.file), old);
    write(&RealDisk, &again, "# New\n", true).expect("replaced");
    assert_eq!(read(&records, &first.file), "# New\n");
    let gone = write(&RealDisk, &again, "# Newer\n", true).expect_err("no longer its own");
    assert!(matches!(gone, RecordError::NotOwn(_)));
    let other = plan(&look(&records), "Use SQLAlchemy [now]", "session-2", "");
    assert_eq!((other.number, other.updates), (2, None));
}

#[test]
fn a_record_that_came_meanwhile_is_left_alone() {
    let place = case("G-final");
    let plan = plan(&look(place.path()), "Use raw SQL", "session-1", "1");
    put(&place.path().join(&plan.file), "mine");
    let old = read(place.path(), DJANGO);
    write(&RealDisk, &plan, "# New\n", true).expect_err("there is a file");
    assert_eq!(read(place.path(), &plan.file), "mine");
    assert_eq!(read(place.path(), DJANGO), old);
}

#[test]
fn somebody_is_told_what_is_not_as_they_think() {
    let place = case("S-super");
    let found = look(place.path());
    let caution = |typed| plan(&found, "T", "s", typed).caution.unwrap_or_default();
    assert!(caution("0009 Use raw SQL").contains("“0009 Use raw SQL”"));
    assert!(caution("1").contains("superseded already"));
    assert_eq!(caution("2"), "");
    let file = folder();
    put(&file.path().join("file"), "");
    let error = Decisions::look(&file.path().join("file")).expect_err("no folder");
    assert!(error.to_string().starts_with("this is a file; name a folder"), "{error}");
}

#[test]
fn a_folder_whose_records_have_no_known_shape_is_not_called_empty() {
    let place = folder();
    assert!(look(place.path()).why.starts_with("no numbered record is there yet"));
    put(&place.path().join("0001-t.md"), "# T\n");
    assert!(look(place.path()).why.starts_with("the record there has no shape that is known"));
    put(&place.path().join("0002-u.md"), "# U\n");
    assert!(look(place.path()).why.starts_with("the records there have no shape that is known"));
}

#[test]
fn two_records_never_get_one_number() {
    let place = folder();
    put(&place.path().join("99999-last-of-five.md"), "# x\n");
    put(&place.path().join("20261120-a-day.md"), "# x\n");
    for (session, number) in [("a", 100_000), ("b", 100_001), ("c", 100_002)] {
        let plan = plan(&look(place.path()), "More", session, "");
        assert_eq!((plan.number, plan.file), (number, format!("{number}-more.md")));
        put(&place.path().join(format!("{number}-more.md")), "# More\n");
    }
    assert_eq!(look(place.path()).find("ADR-100001").map(|record| record.number), Some(100_001));
    put(&place.path().join("9999999-last.md"), "# x\n");
    let error = look(place.path()).plan(&wanted("More", "d", "")).expect_err("none is left");
    assert!(matches!(error, RecordError::NoNumber(_)), "{error}");
}

#[test]
fn records_of_one_session_are_named_and_none_is_guessed() {
    let place = folder();
    for file in ["0001-one.md", "0002-two.md"] {
        put(&place.path().join(file), "# T\n\nWeighbridge session: session-1\n");
    }
    let error = look(place.path()).plan(&wanted("T", "session-1", "")).expect_err("refused");
    let said = error.to_string();
    assert!(said.contains("0001-one.md") && said.contains("0002-two.md"), "{said}");
    assert_eq!(plan(&look(place.path()), "T", "session-2", "").number, 3);
}

#[test]
fn a_record_is_found_by_the_path_of_its_file() {
    let place = folder();
    put(&place.path().join("0003-use-raw-sql.md"), "# Use raw SQL for A/B\n");
    let found = look(place.path());
    for typed in ["docs/0003-use-raw-sql.md", "..\\adr\\0003-use-raw-sql.md", "Use raw SQL for A/B"]
    {
        assert_eq!(found.find(typed).map(|record| record.number), Some(3), "{typed}");
    }
    assert_eq!(found.find("0003-use-raw-sql/other.md"), None);
}

#[cfg(unix)]
#[test]
fn nothing_outside_of_the_folder_is_changed() {
    let elsewhere = case("G-final");
    let old = read(elsewhere.path(), DJANGO);
    let place = folder();
    let link = place.path().join(DJANGO);
    std::os::unix::fs::symlink(elsewhere.path().join(DJANGO), &link).expect("a link");
    let error = supersede(place.path(), "1").expect_err("refused");
    assert!(matches!(error, RecordError::Elsewhere(_)), "{error}");
    assert_eq!(names(place.path()), [DJANGO]);
    // Its own record no less.
    let own = format!("{old}\nWeighbridge session: session-1\n");
    put(&elsewhere.path().join(DJANGO), &own);
    let again = plan(&look(place.path()), "T", "session-1", "");
    let error = write(&RealDisk, &again, "# New\n", true).expect_err("refused");
    assert!(matches!(error, RecordError::Elsewhere(_)), "{error}");
    assert_eq!(read(elsewhere.path(), DJANGO), own);
}

#[test]
fn a_superseded_record_stays_so_unless_its_session_says_otherwise() {
    for profile in Profile::ALL {
        let place = folder();
        let mut first = summary(&example("saas-team"));
        first.status = Status::Accepted;
        let text =
            |plan: &Plan| record::record(&first, plan.profile, plan.number, &Links::default());
        let mut began = plan(&look(place.path()), "Use Django ORM", &first.id, "");
        began.profile = profile;
        write(&RealDisk, &began, &text(&began), false).expect("written");
        supersede(place.path(), "1").expect("written");
        let superseded = look(place.path()).records[0].superseded.clone().expect("superseded");
        let again = plan(&look(place.path()), "Use Django ORM", &first.id, "");
        let caution = again.caution.clone().unwrap_or_default();
        assert!(caution.ends_with("and will go on to say so."), "{caution}");
        write(&RealDisk, &again, &text(&again), true).expect("written");
        let stays = look(place.path()).records[0].superseded.clone();
        assert_eq!(stays, Some(superseded), "{profile:?}");
        // In another shape it says so in the words of that.
        for other in Profile::ALL {
            let mut again = plan(&look(place.path()), "Use Django ORM", &first.id, "");
            again.profile = other;
            write(&RealDisk, &again, &text(&again), true).expect("written");
            let line = look(place.path()).records[0].superseded.clone().expect("superseded");
            let named = line.contains("ADR-0002") || line.contains("0002-use-sqlalchemy-now.md");
            assert!(named, "{other:?}: {line}");
            assert_eq!(plan(&look(place.path()), "T", "session-1", "1").caution, None);
        }
        let otherwise =
            Wanted { status: Status::Deprecated, ..wanted("Use Django ORM", &first.id, "") };
        let takes_back = look(place.path()).plan(&otherwise).expect("a place");
        assert!(takes_back.caution.as_ref().is_some_and(|said| said.contains("takes that back")));
        write(&RealDisk, &takes_back, &text(&takes_back), true).expect("written");
        assert_eq!(look(place.path()).records[0].superseded, None);
    }
}

#[test]
fn a_long_record_is_known_by_its_end_and_a_forged_line_is_not() {
    let place = folder();
    let long = format!(
        "# T\n\nWeighbridge session: forged\n\n{}\n\nWeighbridge session: own\n",
        "x ".repeat(60_000)
    );
    put(&place.path().join("0001-t.md"), long);
    assert_eq!(look(place.path()).records[0].session.as_deref(), Some("own"));
}

/// Writes what `tests/tools/check-records` gives to the programs themselves.
#[test]
fn a_folder_of_each_shape_is_written_for_other_programs() {
    let kept = std::env::var_os("RECORDS_TO").map(std::path::PathBuf::from);
    let place = folder();
    let root = kept.as_deref().unwrap_or(place.path());
    for (name, profile) in [
        ("madr4", Profile::Madr4),
        ("madr2", Profile::Madr2),
        ("nygard", Profile::Nygard),
        ("days", Profile::Madr2),
    ] {
        let records = root.join(name);
        fs::create_dir_all(&records).expect("a folder");
        if name == "days" {
            put(&records.join(".log4brains.yml"), "project:\n");
        }
        let ids = [("first", "Use raw SQL", ""), ("second", "Use Django ORM", "Use raw SQL")];
        for (id, title, replaces) in ids {
            let mut plan = plan(&look(&records), title, id, replaces);
            plan.profile = profile;
            let link = plan.supersedes.as_ref().map(|record| Link {
                number: record.number,
                title: record.title.clone(),
                file: record.file.clone(),
            });
            let mut summary = summary(&example("saas-team"));
            id.clone_into(&mut summary.id);
            title.clone_into(&mut summary.title.text);
            for text in [&mut summary.context, &mut summary.because.text, &mut summary.good.text] {
                text.push_str(MARKUP);
            }
            for note in &mut summary.notes {
                note.text.push_str(MARKUP);
            }
            let links = Links { supersedes: link };
            let text = record::record(&summary, profile, plan.number, &links);
            write(&RealDisk, &plan, &text, false).expect("written");
        }
        let found = look(&records);
        assert_eq!(found.profile, profile);
        let old = found.find("Use raw SQL").expect("the first").clone();
        let superseded = found.records.iter().filter(|record| record.superseded.is_some());
        assert_eq!(superseded.collect::<Vec<_>>(), [&old]);
        let again = plan(&found, "x", "second", "Use raw SQL");
        assert_eq!(again.caution, None, "it says so of this record");
    }
}

proptest! {
    #[test]
    fn whatever_a_record_holds_it_is_read_and_changed_in_one_line(
        lines in prop::collection::vec(
            prop::sample::select(vec![
                "---", "status: accepted", "status:", "# T", "## Status", "Accepted", "", "\u{feff}---",
                "* Status: x", "- status : y", "```", "Superseded by [1. x](y)", " more", "\\", "\u{fffd}",
            ]),
            0..12,
        ),
        title in ".*",
    ) {
        let place = folder();
        let old = lines.join("\n");
        put(&place.path().join("0001-t.md"), &old);
        let plan = plan(&look(place.path()), &title, "s", "1");
        prop_assert!(plan.file.len() <= 80);
        if write(&RealDisk, &plan, "# New\n", false).is_ok() {
            let new = read(place.path(), "0001-t.md");
            let pairs = old.split('\n').zip(new.split('\n'));
            prop_assert_eq!(old.split('\n').count(), new.split('\n').count());
            prop_assert!(pairs.filter(|(old, new)| old != new).count() <= 1);
        }
    }
}
