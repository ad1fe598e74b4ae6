//! Saving and what the system says of a file: links stay links, permissions, owner and group stay
//! what they are, and what may not be written is not.
#![cfg(unix)]
#![allow(clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod common;

use std::fs::{self, File, Permissions};
use std::io;
use std::os::unix::fs::{MetadataExt, PermissionsExt, chown, symlink};
use std::path::Path;

use common::disk::{Double, folder, names, save, write};
use common::preset;
use weighbridge::store::{self, Expect, SaveError, open};

fn mode(path: &Path) -> u32 {
    fs::metadata(path).expect("there").mode() & 0o7777
}

fn set_mode(path: &Path, mode: u32) {
    fs::set_permissions(path, Permissions::from_mode(mode)).expect("mode");
}

/// Whether this user may do what others may not, as in many containers.
fn is_root() -> bool {
    let folder = folder();
    fs::metadata(folder.path()).expect("there").uid() == 0
}

#[test]
fn a_symlink_stays_a_symlink_and_its_file_is_written() {
    let folder = folder();
    let inner = folder.path().join("inner");
    fs::create_dir(&inner).expect("a folder");
    let (real, one, two) =
        (inner.join("real.ron"), folder.path().join("one.ron"), folder.path().join("two.ron"));
    save(&real, &preset("early-saas"), Expect::Absent).expect("saved");
    symlink("inner/real.ron", &one).expect("link");
    symlink("one.ron", &two).expect("link");
    let saved = save(&two, &preset("backend-platform"), Expect::Anything).expect("saved");
    assert_eq!(saved.path, real.canonicalize().expect("there"));
    assert!(fs::symlink_metadata(&one).expect("link").is_symlink());
    assert!(fs::symlink_metadata(&two).expect("link").is_symlink());
    assert_eq!(open(&real).expect("opens").session, preset("backend-platform"));
    assert_eq!(names(folder.path()), ["inner", "one.ron", "two.ron"]);
    assert_eq!(names(&inner), ["real.ron", "real.ron.bak"]);

    // The file at their end was removed: it is written again, there.
    fs::remove_file(&real).expect("removed");
    for expect in [Expect::Absent, Expect::Unchanged(saved.fingerprint), Expect::Anything] {
        save(&two, &preset("early-saas"), expect).expect("saved");
        assert!(fs::symlink_metadata(&two).expect("link").is_symlink());
        assert_eq!(open(&real).expect("opens").session, preset("early-saas"));
        fs::remove_file(&real).expect("removed");
    }
}

#[test]
fn a_symlink_that_leads_to_itself_is_refused() {
    let folder = folder();
    let path = folder.path().join("a.ron");
    symlink("a.ron", &path).expect("link");
    let error = save(&path, &preset("early-saas"), Expect::Anything).expect_err("a circle");
    assert!(error.to_string().contains("save under another name"), "{error}");
    assert!(fs::symlink_metadata(&path).expect("link").is_symlink());
    assert_eq!(names(folder.path()), ["a.ron"]);
}

#[test]
fn permissions_stay_and_a_new_file_gets_the_usual_ones() {
    let folder = folder();
    let (path, plain) = (folder.path().join("a.ron"), folder.path().join("plain"));
    save(&path, &preset("early-saas"), Expect::Absent).expect("saved");
    File::create(&plain).expect("made");
    assert_eq!(mode(&path), mode(&plain), "what the user’s umask gives any program’s files");
    for wanted in [0o600, 0o640, 0o644, 0o664, 0o666, 0o2660, 0o755, 0o200] {
        set_mode(&path, wanted);
        if !is_root() && wanted & 0o400 == 0 {
            continue;
        }
        save(&path, &preset("backend-platform"), Expect::Anything).expect("saved");
        assert_eq!(mode(&path), wanted, "{wanted:o}");
        assert_eq!(mode(&folder.path().join("a.ron.bak")), wanted, "{wanted:o}");
    }
}

#[test]
fn what_is_being_written_beside_a_private_file_is_private() {
    let folder = folder();
    let path = folder.path().join("a.ron");
    save(&path, &preset("early-saas"), Expect::Absent).expect("saved");
    set_mode(&path, 0o640);
    let looked = std::sync::atomic::AtomicBool::new(false);
    let disk = Double(|name| {
        if name == "take_after" {
            let temp = names(folder.path()).into_iter().find(|name| name.starts_with(".wb-"));
            assert_eq!(mode(&folder.path().join(temp.expect("there"))), 0o600);
            looked.store(true, std::sync::atomic::Ordering::Relaxed);
        }
        Ok(true)
    });
    store::save(&disk, &path, &preset("backend-platform"), Expect::Anything).expect("saved");
    assert!(looked.into_inner());
}

#[test]
fn read_only_files_and_folders_and_what_is_no_file_are_refused_with_a_way_out() {
    let folder = folder();
    let path = folder.path().join("a.ron");
    save(&path, &preset("early-saas"), Expect::Absent).expect("saved");
    for wanted in [0o444, 0o440, 0o400] {
        set_mode(&path, wanted);
        let error =
            save(&path, &preset("backend-platform"), Expect::Anything).expect_err("refused");
        assert!(matches!(error, SaveError::ReadOnly(_)), "{error}");
        assert!(error.to_string().starts_with("this file is read-only; save under another name"));
        assert_eq!(mode(&path), wanted);
    }
    assert_eq!(open(&path).expect("opens").session, preset("early-saas"));
    let error = save(folder.path(), &preset("early-saas"), Expect::Anything).expect_err("folder");
    assert!(matches!(error, SaveError::NotAFile(_)), "{error}");
    let error = save(Path::new("/dev/null"), &preset("early-saas"), Expect::Anything);
    assert!(matches!(error, Err(SaveError::NotAFile(_))), "{error:?}");
    assert_eq!(names(folder.path()), ["a.ron"]);

    if is_root() {
        // Nobody keeps this user from writing; other users are tried in tests/durability.
        return;
    }
    set_mode(&path, 0o644);
    set_mode(folder.path(), 0o555);
    let refused = [
        save(&path, &preset("backend-platform"), Expect::Anything),
        save(&folder.path().join("b.ron"), &preset("backend-platform"), Expect::Absent),
    ];
    set_mode(folder.path(), 0o755);
    for error in refused.map(|result| result.expect_err("refused").to_string()) {
        assert!(error.contains("you may not write in this folder; save in another"), "{error}");
    }
    assert_eq!(open(&path).expect("opens").session, preset("early-saas"));
    assert_eq!(names(folder.path()), ["a.ron"]);
}

#[test]
fn owner_and_group_stay_where_the_system_allows_it() {
    if !is_root() {
        eprintln!("skipped: only root may give files to others");
        return;
    }
    let folder = folder();
    let path = folder.path().join("a.ron");
    save(&path, &preset("early-saas"), Expect::Absent).expect("saved");
    chown(&path, Some(1234), Some(2345)).expect("given away");
    set_mode(&path, 0o2660);
    let saved = save(&path, &preset("backend-platform"), Expect::Anything).expect("saved");
    assert_eq!(saved.caution, None);
    let now = fs::metadata(&path).expect("there");
    assert_eq!((now.uid(), now.gid(), mode(&path)), (1234, 2345, 0o2660));
}

#[test]
fn other_names_of_a_file_keep_the_old_version_and_that_is_said() {
    let folder = folder();
    let (path, other) = (folder.path().join("a.ron"), folder.path().join("other.ron"));
    let saved = save(&path, &preset("early-saas"), Expect::Absent).expect("saved");
    assert_eq!(saved.caution, None);
    fs::hard_link(&path, &other).expect("linked");
    let saved = save(&path, &preset("backend-platform"), Expect::Anything).expect("saved");
    let caution = saved.caution.expect("said");
    assert_eq!(
        caution,
        "Saved, but other names of the file (hard links) still lead to the old version"
    );
    assert_eq!(open(&other).expect("opens").session, preset("early-saas"));
    assert_eq!(open(&path).expect("opens").session, preset("backend-platform"));
    // It is its own file from now on.
    let saved = save(&path, &preset("early-saas"), Expect::Anything).expect("saved");
    assert_eq!(saved.caution, None);

    // What a save that was killed has left is no other name.
    let bak = folder.path().join("a.ron.bak");
    fs::remove_file(&bak).expect("removed");
    fs::hard_link(&path, &bak).expect("linked");
    let saved = save(&path, &preset("backend-platform"), Expect::Anything).expect("saved");
    assert_eq!(saved.caution, None);
    assert_eq!(open(&bak).expect("opens").session, preset("early-saas"));
    assert_eq!(names(folder.path()), ["a.ron", "a.ron.bak", "other.ron"]);
}

#[test]
fn a_folder_that_cannot_be_confirmed_is_said_in_plain_words() {
    let folder = folder();
    let path = folder.path().join("a.ron");
    let disk = Double(|name| match name {
        "sync_folder" => Err(io::Error::from(io::ErrorKind::StorageFull)),
        _ => Ok(true),
    });
    let saved = store::save(&disk, &path, &preset("early-saas"), Expect::Absent).expect("saved");
    assert_eq!(
        saved.caution.as_deref(),
        Some("Saved, but the system did not confirm that it is on the disk (the disk is full)")
    );
}

#[test]
fn an_old_bak_is_replaced_whole_and_is_never_something_else() {
    let folder = folder();
    let (path, bak) = (folder.path().join("a.ron"), folder.path().join("a.ron.bak"));
    write(&path, "one");
    fs::create_dir(&bak).expect("a folder in the way");
    let error = save(&path, &preset("early-saas"), Expect::Anything).expect_err("refused");
    assert!(error.to_string().contains("kept as .bak"), "{error}");
    assert_eq!(fs::read_to_string(&path).expect("there"), "one");
    assert_eq!(names(folder.path()), ["a.ron", "a.ron.bak"]);

    // Where a symlink is in the way it goes, and not what it leads to.
    fs::remove_dir(&bak).expect("removed");
    write(&folder.path().join("mine.txt"), "mine");
    symlink("mine.txt", &bak).expect("link");
    save(&path, &preset("early-saas"), Expect::Anything).expect("saved");
    assert_eq!(fs::read_to_string(&bak).expect("there"), "one");
    assert_eq!(fs::read_to_string(folder.path().join("mine.txt")).expect("there"), "mine");
}
