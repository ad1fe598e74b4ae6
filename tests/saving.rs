//! Saving: whatever fails, the file on disk stays whole, and nothing of anybody's is overwritten.
#![allow(
    clippy::expect_used,
    clippy::float_cmp,
    clippy::panic,
    reason = "a test fails by panicking, and exact results are compared exactly"
)]

mod common;

use std::fs::{self, File};
use std::io;
use std::path::Path;
use std::process::Command;
use std::sync::Mutex;
use std::time::Duration;

use common::disk::{Double, folder, names, save, write};
use common::{id, preset};
use weighbridge::session::{Edit, Field, Session};
use weighbridge::store::disk::RealDisk;
use weighbridge::store::{self, Expect, Fingerprint, SaveError, clean_stale, open};

#[test]
fn whatever_an_edit_lets_in_can_be_saved() {
    let mut session = preset("early-saas");
    let note = weighbridge::session::Note {
        id: id("n"),
        criterion: None,
        side: None,
        author: "\u{202e}Data".to_owned(),
        written: jiff::Timestamp::UNIX_EPOCH,
        edited: None,
        text: "left-to-right \u{200e} and \u{7} bell\r\nnext".to_owned(),
    };
    let insert = Edit::Insert(0, weighbridge::session::Item::Note(note));
    session.apply(insert).expect("fits");
    let folder = folder();
    save(&folder.path().join("a.ron"), &session, Expect::Absent).expect("saved");
    let long = Edit::Write(Field::Context, "x".repeat(20_001));
    let error = session.apply(long).expect_err("too long");
    assert_eq!(
        error.to_string(),
        "a text may hold 20000 characters, this one has 20001; nothing was changed"
    );
}

#[test]
fn a_session_that_could_not_be_read_again_is_not_saved() {
    let mut session = preset("early-saas");
    for n in 0..500 {
        session.notes.push(weighbridge::session::Note {
            id: id(&format!("n{n}")),
            criterion: None,
            side: None,
            author: String::new(),
            written: jiff::Timestamp::UNIX_EPOCH,
            edited: None,
            text: "x".repeat(20_000),
        });
    }
    let folder = folder();
    let path = folder.path().join("a.ron");
    let error = save(&path, &session, Expect::Absent).expect_err("too large");
    assert!(matches!(error, SaveError::TooLarge(_)), "{error}");
    assert!(names(folder.path()).is_empty());
}

#[test]
fn what_cannot_be_read_is_put_aside_only_when_the_save_goes_through() {
    for fails in ["exchange", "rename", "hard_link", "nothing"] {
        let folder = folder();
        let path = folder.path().join("a.session.ron");
        write(&path, "half of");
        write(&folder.path().join("a.session.ron.bak"), "good");
        let disk = Double(move |step: &'static str| {
            // Where files can be exchanged, nothing is renamed.
            if step == fails || (fails == "rename" && step == "exchange") {
                return Err(io::Error::from(io::ErrorKind::PermissionDenied));
            }
            Ok(true)
        });
        let expect = Expect::Unreadable(Fingerprint::of(b"half of"));
        let saved = store::save(&disk, &path, &preset("early-saas"), expect);
        let bak = fs::read(folder.path().join("a.session.ron.bak")).expect("there");
        assert_eq!(bak, b"good", "{fails}");
        if fails == "rename" {
            saved.expect_err("could not be put in place");
            assert_eq!(fs::read(&path).expect("there"), b"half of");
            assert_eq!(names(folder.path()), ["a.session.ron", "a.session.ron.bak"]);
        } else {
            let aside = saved.expect("saved").aside.expect("put aside");
            assert!(aside.ends_with("a.session.ron.unreadable"), "{}", aside.display());
            assert_eq!(fs::read(aside).expect("kept"), b"half of");
            assert_eq!(names(folder.path()).len(), 3, "{fails}");
        }
    }
    // Another content than the one that was agreed to is nobody's to replace.
    let folder = folder();
    let path = folder.path().join("a.session.ron");
    write(&path, "something else");
    let expect = Expect::Unreadable(Fingerprint::of(b"half of"));
    let error = save(&path, &preset("early-saas"), expect).expect_err("changed");
    assert!(matches!(error, SaveError::ChangedOutside(_)), "{error}");
    assert_eq!(names(folder.path()), ["a.session.ron"]);
}

#[test]
fn saving_keeps_the_version_before_as_bak_and_leaves_nothing_else() {
    let folder = folder();
    let path = folder.path().join("a.session.ron");
    let mut session = preset("early-saas");
    save(&path, &session, Expect::Absent).expect("saved");
    assert_eq!(names(folder.path()), ["a.session.ron"]);
    for n in 0..3 {
        let before = fs::read(&path).expect("there");
        let title = Edit::Write(Field::Title, format!("Title {n}"));
        session.apply(title).expect("fits");
        let expect = Expect::Unchanged(Fingerprint::of(&before));
        save(&path, &session, expect).expect("saved");
        assert_eq!(open(&path).expect("opens").session, session);
        assert_eq!(fs::read(folder.path().join("a.session.ron.bak")).expect("bak"), before);
        assert_eq!(names(folder.path()), ["a.session.ron", "a.session.ron.bak"]);
    }
}

#[test]
fn a_file_that_changed_outside_is_never_overwritten() {
    let folder = folder();
    let path = folder.path().join("a.session.ron");
    let saved = save(&path, &preset("early-saas"), Expect::Absent).expect("saved");
    write(&path, "somebody else’s work");
    let expect = Expect::Unchanged(saved.fingerprint);
    let error = save(&path, &preset("early-saas"), expect).expect_err("must be refused");
    assert!(matches!(error, SaveError::ChangedOutside(_)), "{error}");
    assert_eq!(fs::read_to_string(&path).expect("there"), "somebody else’s work");
    let error = save(&path, &preset("early-saas"), Expect::Absent).expect_err("exists");
    assert!(matches!(error, SaveError::Exists(_)), "{error}");
    assert_eq!(names(folder.path()), ["a.session.ron"]);
}

/// What a system may say to any step.
const REFUSALS: [io::ErrorKind; 6] = [
    io::ErrorKind::StorageFull,
    io::ErrorKind::QuotaExceeded,
    io::ErrorKind::ReadOnlyFilesystem,
    io::ErrorKind::PermissionDenied,
    io::ErrorKind::Unsupported,
    io::ErrorKind::TimedOut,
];

/// How often each of a disk's steps was made, in order, and which one fails how.
#[derive(Default)]
struct Steps {
    made: Mutex<Vec<&'static str>>,
    fails: Option<(usize, io::ErrorKind)>,
}

impl Steps {
    fn failing(at: usize, kind: io::ErrorKind) -> Self {
        Self { fails: Some((at, kind)), ..Self::default() }
    }

    fn step(&self, name: &'static str) -> io::Result<bool> {
        let mut made = self.made.lock().expect("no panic");
        made.push(name);
        match self.fails {
            Some((at, kind)) if made.len() == at + 1 => Err(io::Error::from(kind)),
            _ => Ok(true),
        }
    }

    fn names(&self) -> Vec<&'static str> {
        self.made.lock().expect("no panic").clone()
    }
}

fn temps(folder: &Path) -> usize {
    names(folder).iter().filter(|name| name.starts_with(".wb-")).count()
}

/// Saves with each step failing once, and gives what was refused and what went through with a
/// caution; `before` is what the file holds.
fn each_step_failing(before: Option<&Session>, kind: io::ErrorKind) -> (Vec<String>, Vec<String>) {
    let new = preset("backend-platform");
    let (mut refused, mut cautioned) = (Vec::new(), Vec::new());
    for at in 0.. {
        let folder = folder();
        let path = folder.path().join("a.session.ron");
        let expect = before.map_or(Expect::Absent, |old| {
            let saved = save(&path, old, Expect::Absent).expect("saved");
            Expect::Unchanged(saved.fingerprint)
        });
        let steps = Steps::failing(at, kind);
        let result = store::save(&Double(|name| steps.step(name)), &path, &new, expect);
        let made = steps.names();
        if made.len() <= at {
            return (refused, cautioned);
        }
        let what = format!("{} ({at}) {kind}", made[at]);
        let on_disk = store::is_there(&path).then(|| open(&path).expect("whole").session);
        match result {
            Ok(saved) => {
                assert_eq!(on_disk.as_ref(), Some(&new), "{what}: saved, but not there");
                cautioned.extend(saved.caution.map(|_| made[at].to_owned()));
            }
            Err(error) => {
                assert_eq!(on_disk.as_ref(), before, "{what}: {error}");
                assert!(error.to_string().contains("a.session.ron"), "{what}: {error}");
                refused.push(made[at].to_owned());
            }
        }
        let left = usize::from(made[at] == "remove");
        assert!(temps(folder.path()) <= left, "{what}: left something behind");
    }
    panic!("some save goes through")
}

#[test]
fn whichever_step_of_a_save_fails_the_old_file_stays_or_the_new_one_is_whole() {
    for kind in REFUSALS {
        let (refused, cautioned) = each_step_failing(Some(&preset("early-saas")), kind);
        let must = [
            "canonicalize",
            "metadata",
            "may_write",
            "read",
            "create",
            "write",
            "take_after",
            "sync",
            "rename",
        ];
        for step in must {
            assert!(refused.iter().any(|name| name == step), "{kind}: {step} in {refused:?}");
        }
        assert_eq!(cautioned, ["sync_folder"], "an unconfirmed folder is said");
    }
}

#[test]
fn whichever_step_of_a_first_save_fails_there_is_no_file_or_a_whole_one() {
    for kind in REFUSALS {
        let (refused, cautioned) = each_step_failing(None, kind);
        for step in ["canonicalize", "create", "write", "sync", "read"] {
            assert!(refused.iter().any(|name| name == step), "{kind}: {step} in {refused:?}");
        }
        assert_eq!(cautioned, ["sync_folder"], "an unconfirmed folder is said");
    }
}

#[test]
fn a_file_is_asked_onto_the_disk_once_whatever_comes_of_it() {
    let folder = folder();
    let path = folder.path().join("a.ron");
    let steps = Steps::default();
    let disk = Double(|name| match name {
        "sync" => steps.step(name).and(Err(io::Error::from(io::ErrorKind::StorageFull))),
        name => steps.step(name),
    });
    store::save(&disk, &path, &preset("early-saas"), Expect::Absent).expect_err("not synced");
    assert_eq!(steps.names().iter().filter(|name| **name == "sync").count(), 1);
    assert!(names(folder.path()).is_empty());
}

#[test]
fn a_save_syncs_the_file_before_its_name_and_the_folder_after() {
    let folder = folder();
    let path = folder.path().join("a.ron");
    let saved = save(&path, &preset("early-saas"), Expect::Absent).expect("saved");
    let steps = Steps::default();
    let disk = Double(|name| steps.step(name));
    let expect = Expect::Unchanged(saved.fingerprint);
    store::save(&disk, &path, &preset("backend-platform"), expect).expect("saved");
    let made = steps.names();
    let at = |step| made.iter().position(|name| *name == step).expect(step);
    let order = ["create", "write", "take_after", "sync", "hard_link", "exchange", "sync_folder"];
    for pair in order.windows(2) {
        assert!(at(pair[0]) < at(pair[1]), "{pair:?} in {made:?}");
    }
}

#[test]
fn a_file_in_the_making_that_could_not_be_removed_goes_when_its_process_is_gone() {
    let folder = folder();
    let path = folder.path().join("a.ron");
    let disk = Double(|name| match name {
        "sync" | "remove" => Err(io::Error::from(io::ErrorKind::StorageFull)),
        _ => Ok(true),
    });
    store::save(&disk, &path, &preset("early-saas"), Expect::Absent).expect_err("not synced");
    let [left] = &names(folder.path())[..] else { panic!("{:?}", names(folder.path())) };
    // Its process, this one, lives: nobody takes it away.
    clean_stale(folder.path());
    assert_eq!(names(folder.path()), [left.as_str()]);
    if cfg!(target_os = "linux") {
        let mut child = Command::new("true").spawn().expect("a process");
        let (own, dead) = (format!("-{}-", std::process::id()), format!("-{}-", child.id()));
        child.wait().expect("ended");
        let (left, orphan) = (folder.path().join(left), left.replace(&own, &dead));
        fs::rename(left, folder.path().join(orphan)).expect("renamed");
        clean_stale(folder.path());
        assert!(names(folder.path()).is_empty(), "{:?}", names(folder.path()));
    }
}

#[test]
fn what_another_machine_is_writing_in_a_shared_folder_is_left_alone_for_a_while() {
    let folder = folder();
    let theirs = [".wb-0a1b2c3d-1-0.tmp", ".wb-0-1-0.tmp", ".wb-1-0.tmp", ".wb-.tmp"];
    for name in theirs {
        write(&folder.path().join(name), "in the making");
    }
    write(&folder.path().join(".wb-notes.txt"), "somebody’s own");
    save(&folder.path().join("a.ron"), &preset("early-saas"), Expect::Absent).expect("saved");
    assert_eq!(names(folder.path()).len(), theirs.len() + 2);
    for name in names(folder.path()) {
        let file = File::options().write(true).open(folder.path().join(name)).expect("opens");
        let age = Duration::from_hours(1);
        let then = file.metadata().and_then(|found| found.modified()).expect("a time") - age;
        file.set_modified(then).expect("aged");
    }
    clean_stale(folder.path());
    assert_eq!(names(folder.path()), [".wb-notes.txt", "a.ron"]);
}

#[test]
fn each_refusal_of_the_system_is_said_in_plain_words_with_what_to_do() {
    let folder = folder();
    let path = folder.path().join("a.ron");
    let said = |step: &'static str, kind: io::ErrorKind| {
        let refuse = move |name| if name == step { Err(io::Error::from(kind)) } else { Ok(true) };
        let saved = store::save(&Double(refuse), &path, &preset("early-saas"), Expect::Absent);
        let error = saved.expect_err("refused").to_string();
        let [_, why, file] = error.splitn(3, ": ").collect::<Vec<_>>()[..] else {
            panic!("{error}")
        };
        assert_eq!(file, path.display().to_string(), "{error}");
        assert!(error.starts_with("not saved, what is on the disk stays: "), "{error}");
        why.to_owned()
    };
    assert_eq!(
        said("write", io::ErrorKind::StorageFull),
        "the disk is full; make room, or save on another disk"
    );
    assert_eq!(
        said("write", io::ErrorKind::QuotaExceeded),
        "your share of this disk is used up; remove what you do not need, or save on another disk"
    );
    assert_eq!(
        said("create", io::ErrorKind::ReadOnlyFilesystem),
        "the file system is read-only; save on another disk"
    );
    assert_eq!(
        said("create", io::ErrorKind::PermissionDenied),
        "you may not write in this folder; save in another folder"
    );
    assert_eq!(
        said("sync", io::ErrorKind::TimedOut),
        "the network folder does not answer; try again, or save on this machine"
    );
    assert!(said("sync", io::ErrorKind::BrokenPipe).starts_with(
        "it could not be put safely on the disk (broken pipe); try again, or save under another"
    ));
    let nowhere = folder.path().join("nowhere").join("a.ron");
    let error = save(&nowhere, &preset("early-saas"), Expect::Absent).expect_err("no folder");
    assert!(error.to_string().contains("the folder is not there; check its name"), "{error}");
    let long = folder.path().join("a".repeat(300));
    let error = save(&long, &preset("early-saas"), Expect::Absent).expect_err("long name");
    assert!(error.to_string().contains("choose another, or a shorter one"), "{error}");
}

/// Saves over a file while somebody else does something to it before one step.
fn save_while(
    at: &'static str,
    other: impl Fn(&Path) + Send + Sync,
) -> (tempfile::TempDir, Result<store::Saved, SaveError>) {
    let folder = folder();
    let path = folder.path().join("a.ron");
    let saved = save(&path, &preset("early-saas"), Expect::Absent).expect("saved");
    let done = Mutex::new(false);
    let disk = Double(|name| {
        if name == at && !std::mem::replace(&mut *done.lock().expect("no panic"), true) {
            other(&path);
        }
        Ok(true)
    });
    let expect = Expect::Unchanged(saved.fingerprint);
    let result = store::save(&disk, &path, &preset("backend-platform"), expect);
    (folder, result)
}

/// Replaces a file as other programs do that save safely.
fn replace(path: &Path) {
    let beside = path.with_extension("theirs");
    write(&beside, "somebody else’s work");
    fs::rename(beside, path).expect("renamed");
}

#[test]
fn a_version_that_comes_at_the_last_moment_is_put_back() {
    for at in ["create", "sync", "hard_link", "exchange"] {
        for other in [replace as fn(&Path), |path| write(path, "somebody else’s work")] {
            let (folder, result) = save_while(at, other);
            let error = result.expect_err("must be refused");
            assert!(matches!(error, SaveError::ChangedOutside(_)), "{at}: {error}");
            let there = fs::read_to_string(folder.path().join("a.ron")).expect("there");
            assert_eq!(there, "somebody else’s work", "{at}");
            assert_eq!(temps(folder.path()), 0, "{at}");
        }
    }
}

#[test]
fn a_file_that_was_removed_meanwhile_is_written_again_or_the_save_is_refused() {
    let remove = |path: &Path| fs::remove_file(path).expect("removed");
    for at in ["create", "hard_link", "exchange"] {
        let (folder, result) = save_while(at, remove);
        match result {
            Ok(saved) => {
                assert_eq!(open(&saved.path).expect("whole").session, preset("backend-platform"));
            }
            Err(error) => {
                assert!(error.to_string().contains("removed meanwhile; save again"), "{error}");
            }
        }
        assert_eq!(temps(folder.path()), 0, "{at}");
    }
}

#[test]
fn where_files_cannot_be_exchanged_a_change_is_seen_all_the_same() {
    let folder = folder();
    let path = folder.path().join("a.ron");
    let saved = save(&path, &preset("early-saas"), Expect::Absent).expect("saved");
    let expect = Expect::Unchanged(saved.fingerprint);
    let cannot = |name: &'static str| match name {
        "exchange" | "hard_link" => Err(io::Error::from(io::ErrorKind::Unsupported)),
        _ => Ok(true),
    };
    let seen = Double(|name| {
        if name == "exchange" {
            replace(&path);
        }
        cannot(name)
    });
    let error = store::save(&seen, &path, &preset("backend-platform"), expect);
    assert!(matches!(error, Err(SaveError::ChangedOutside(_))), "{error:?}");
    assert_eq!(fs::read_to_string(&path).expect("there"), "somebody else’s work");

    let expect = Expect::Unchanged(Fingerprint::of("somebody else’s work".as_bytes()));
    store::save(&Double(cannot), &path, &preset("backend-platform"), expect).expect("saved");
    assert_eq!(open(&path).expect("whole").session, preset("backend-platform"));
    let bak = fs::read_to_string(folder.path().join("a.ron.bak")).expect("bak");
    assert_eq!(bak, "somebody else’s work");
    assert_eq!(names(folder.path()), ["a.ron", "a.ron.bak"]);
}

#[test]
fn a_file_that_appears_where_one_was_removed_is_not_overwritten() {
    let folder = folder();
    let path = folder.path().join("a.ron");
    let appear = Double(|name| {
        if name == "hard_link" {
            write(&path, "somebody else’s work");
        }
        Ok(true)
    });
    let expect = Expect::Unchanged(Fingerprint::of(b"removed"));
    let error = store::save(&appear, &path, &preset("early-saas"), expect).expect_err("refused");
    assert!(matches!(error, SaveError::ChangedOutside(_)), "{error}");
    assert_eq!(fs::read_to_string(&path).expect("there"), "somebody else’s work");
}

#[test]
fn what_cannot_be_read_back_is_not_put_in_place() {
    let folder = folder();
    let path = folder.path().join("a.ron");
    write(&path, "old");
    let result = store::safe_save(&RealDisk, &path, b"new", Expect::Anything, &|_| false);
    assert!(matches!(result, Err(SaveError::NotReadBack(_))));
    assert_eq!(fs::read_to_string(&path).expect("there"), "old");
}
