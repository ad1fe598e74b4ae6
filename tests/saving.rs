//! Saving: whatever fails, the file on disk stays whole, and nothing of anybody's is overwritten.
#![allow(
    clippy::expect_used,
    clippy::float_cmp,
    clippy::panic,
    reason = "a test fails by panicking, and exact results are compared exactly"
)]

mod common;

use std::fs::{self, File, Metadata, Permissions};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};

use common::disk::{folder, names, save, write};
use common::{id, preset};
use weighbridge::session::{Edit, Field};
use weighbridge::store::disk::{Disk, RealDisk};
use weighbridge::store::{self, Expect, Fingerprint, SaveError, open};

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

#[cfg(unix)]
#[test]
fn links_and_permissions_stay_what_they_are() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let folder = folder();
    let (real, link) = (folder.path().join("real.ron"), folder.path().join("link.ron"));
    save(&real, &preset("early-saas"), Expect::Absent).expect("saved");
    fs::set_permissions(&real, Permissions::from_mode(0o640)).expect("mode");
    symlink(&real, &link).expect("link");
    save(&link, &preset("backend-platform"), Expect::Anything).expect("saved");
    assert!(fs::symlink_metadata(&link).expect("link").is_symlink());
    assert_eq!(open(&real).expect("opens").session, preset("backend-platform"));
    assert_eq!(fs::metadata(&real).expect("real").permissions().mode() & 0o777, 0o640);

    fs::set_permissions(&real, Permissions::from_mode(0o440)).expect("mode");
    let error = save(&real, &preset("early-saas"), Expect::Anything).expect_err("read-only");
    assert!(matches!(error, SaveError::ReadOnly(_)), "{error}");
    let error = save(folder.path(), &preset("early-saas"), Expect::Anything).expect_err("folder");
    assert!(matches!(error, SaveError::NotAFile(_)), "{error}");
}

/// A disk whose operation of one number fails, after doing nothing or half of it.
struct FailingDisk {
    operation: AtomicU32,
    fails: u32,
}

impl FailingDisk {
    fn step(&self) -> io::Result<()> {
        if self.operation.fetch_add(1, Ordering::Relaxed) == self.fails {
            return Err(io::Error::from(io::ErrorKind::StorageFull));
        }
        Ok(())
    }
}

impl Disk for FailingDisk {
    fn canonicalize(&self, path: &Path) -> io::Result<PathBuf> {
        self.step().and_then(|()| RealDisk.canonicalize(path))
    }
    fn metadata(&self, path: &Path) -> io::Result<Metadata> {
        self.step().and_then(|()| RealDisk.metadata(path))
    }
    fn read(&self, path: &Path, cap: u64) -> io::Result<Vec<u8>> {
        self.step().and_then(|()| RealDisk.read(path, cap))
    }
    fn create(&self, path: &Path, private: bool) -> io::Result<File> {
        self.step().and_then(|()| RealDisk.create(path, private))
    }
    fn write(&self, file: &mut File, bytes: &[u8]) -> io::Result<()> {
        let failed = self.step();
        let part = if failed.is_ok() { bytes.len() } else { bytes.len() / 2 };
        RealDisk.write(file, &bytes[..part])?;
        failed
    }
    fn set_permissions(&self, file: &File, permissions: Permissions) -> io::Result<()> {
        self.step().and_then(|()| RealDisk.set_permissions(file, permissions))
    }
    fn sync(&self, file: &File) -> io::Result<()> {
        self.step().and_then(|()| RealDisk.sync(file))
    }
    fn hard_link(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.step().and_then(|()| RealDisk.hard_link(from, to))
    }
    fn copy(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.step().and_then(|()| RealDisk.copy(from, to))
    }
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.step().and_then(|()| RealDisk.rename(from, to))
    }
    fn remove(&self, path: &Path) -> io::Result<()> {
        RealDisk.remove(path)
    }
    fn sync_folder(&self, path: &Path) -> io::Result<()> {
        self.step().and_then(|()| RealDisk.sync_folder(path))
    }
}

#[test]
fn whichever_step_of_a_save_fails_the_old_file_stays_or_the_new_one_is_whole() {
    let (old, new) = (preset("early-saas"), preset("backend-platform"));
    let (mut refused, mut cautioned, mut through) = (0, 0, false);
    for fails in 0.. {
        let folder = folder();
        let path = folder.path().join("a.session.ron");
        let saved = save(&path, &old, Expect::Absent).expect("saved");
        let disk = FailingDisk { operation: AtomicU32::new(0), fails };
        let result = store::save(&disk, &path, &new, Expect::Unchanged(saved.fingerprint));
        let on_disk = open(&path).expect("whole").session;
        match result {
            Ok(saved) => {
                assert_eq!(on_disk, new, "operation {fails}: saved, but not there");
                cautioned += u32::from(saved.caution.is_some());
                through = disk.operation.load(Ordering::Relaxed) <= fails;
            }
            Err(error) => {
                refused += 1;
                assert_eq!(on_disk, old, "operation {fails}: {error}");
                assert!(error.to_string().contains("a.session.ron"), "{error}");
            }
        }
        let temps = names(folder.path()).into_iter().filter(|n| n.starts_with(".wb-")).count();
        assert_eq!(temps, 0, "operation {fails} left something behind");
        if through {
            break;
        }
    }
    assert!(refused >= 8, "only {refused} operations were refused");
    assert_eq!(cautioned, 1, "an unconfirmed folder is said");
}

#[test]
fn whichever_step_of_a_first_save_fails_there_is_no_file_or_a_whole_one() {
    let session = preset("early-saas");
    let mut refused = 0;
    for fails in 0.. {
        let folder = folder();
        let path = folder.path().join("a.session.ron");
        let disk = FailingDisk { operation: AtomicU32::new(0), fails };
        let result = store::save(&disk, &path, &session, Expect::Absent);
        match result {
            Ok(_) => assert_eq!(open(&path).expect("whole").session, session),
            Err(error) => {
                refused += 1;
                assert!(names(folder.path()).is_empty(), "operation {fails}: {error}");
            }
        }
        let temps = names(folder.path()).into_iter().filter(|n| n.starts_with(".wb-")).count();
        assert_eq!(temps, 0, "operation {fails} left something behind");
        if disk.operation.load(Ordering::Relaxed) <= fails {
            break;
        }
    }
    assert!(refused >= 5, "only {refused} operations were refused");
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
