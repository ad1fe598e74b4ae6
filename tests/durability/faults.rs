//! Each system call of a save, made to fail in each way.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use weighbridge::store::{Expect, clean_stale, is_there};

use crate::common::disk::{folder, names, save};
use crate::saver::{Task, command, own_line, version, version_in};
use crate::strace::{self, Call, Traced};
use crate::times;

/// How a call fails: the process dies before it, or the system refuses it.
const KILL: &str = "KILL";
const ERRORS: [&str; 5] = ["EIO", "ENOSPC", "EACCES", "EROFS", "EDQUOT"];

/// What all calls of a save are among: those with a path or an open file.
const CALLS: &str = "%file,%desc";

/// A save, and how the system is.
pub struct Scene {
    pub name: &'static str,
    /// Whether there is a file before.
    pub replaces: bool,
    /// What the system never does, as strace takes it.
    pub never: &'static [&'static str],
}

pub const SCENES: [Scene; 3] = [
    Scene { name: "a file is replaced", replaces: true, never: &[] },
    Scene { name: "a new file", replaces: false, never: &[] },
    Scene {
        name: "replaced on a system without hard links and exchange",
        replaces: true,
        never: &["linkat:error=EPERM", "renameat2:error=EINVAL"],
    },
];

/// Names of the folder's files in these scenes.
const FILE: &str = "a.session.ron";
const BAK: &str = "a.session.ron.bak";

impl Scene {
    /// A folder as it is before the save: versions 0 and 1, and 2 is saved; or nothing, and 1 is.
    pub fn set(&self) -> (tempfile::TempDir, PathBuf) {
        let folder = folder();
        let path = folder.path().join(FILE);
        if self.replaces {
            save(&path, &version(0), Expect::Absent).expect("saved");
            save(&path, &version(1), Expect::Anything).expect("saved");
        }
        (folder, path)
    }

    fn old(&self) -> Option<usize> {
        self.replaces.then_some(1)
    }

    fn new_version(&self) -> usize {
        if self.replaces { 2 } else { 1 }
    }

    /// The calls of a save that nothing happens to.
    fn calls(&self) -> Vec<Call> {
        let (_folder, path) = self.set();
        let traced = strace::watch(&command(Task::Once, &path), CALLS, self.never);
        assert_eq!(version_in(&path), self.new_version());
        let never = |name: &str| self.never.iter().any(|one| one.starts_with(&format!("{name}:")));
        // What the allocator asks for is no part of the save.
        let left_out = |call: &&Call| !never(&call.name) && !call.name.starts_with("mmap");
        traced.of_the_save().iter().filter(left_out).cloned().collect()
    }
}

#[test]
fn whichever_system_call_of_a_save_fails_the_file_is_whole_and_nothing_false_is_said() {
    if !strace::works() {
        return;
    }
    let (mut runs, mut refused, mut killed) = (0, 0, 0);
    for scene in SCENES {
        let calls = scene.calls();
        let kinds: BTreeSet<_> = calls.iter().map(|call| call.name.as_str()).collect();
        for must in ["openat", "write", "read", "fsync"] {
            assert!(kinds.contains(must), "{must} is not among {kinds:?}");
        }
        // The short form: the calls that change something, deaths, and one error that goes round.
        let long = times(0, 1) == 1;
        for (at, call) in calls.iter().filter(|call| long || changes(call)).enumerate() {
            let step = if long { 1 } else { ERRORS.len() };
            let errors = ERRORS.iter().skip(at % step).step_by(step);
            for fault in errors.copied().chain([KILL]) {
                runs += 1;
                match attempt(&scene, call, fault) {
                    _ if fault == KILL => killed += 1,
                    Said::Refused => refused += 1,
                    Said::Saved | Said::Nothing => {}
                }
            }
        }
        println!("{}: {} calls ({kinds:?})", scene.name, calls.len());
    }
    println!(
        "{runs} saves with one call failing: 0 files corrupt, 0 falsely said to be saved or not, \
         0 files in the making left; {killed} killed, {refused} refused"
    );
    assert!(killed >= 20 && refused >= 10, "{killed} killed, {refused} refused");
}

/// Whether a call changes the disk, or asks what was changed onto it.
fn changes(call: &Call) -> bool {
    let changing = ["write", "fsync", "fchmod", "copy", "link", "rename", "unlink"];
    changing.iter().any(|name| call.name.starts_with(name)) || call.arguments.contains("O_CREAT")
}

#[derive(Debug, PartialEq, Eq)]
enum Said {
    Saved,
    Refused,
    Nothing,
}

/// Saves with one call failing in one way, and checks everything.
fn attempt(scene: &Scene, call: &Call, fault: &str) -> Said {
    let (folder, path) = scene.set();
    let number = call.number;
    let how = if fault == KILL { "signal=KILL".to_owned() } else { format!("error={fault}") };
    let inject = format!("{}:{how}:when={number}", call.name);
    let mut injections = scene.never.to_vec();
    injections.push(&inject);
    let calls = format!("{},linkat,renameat2", call.name);
    let traced = strace::watch(&command(Task::Once, &path), &calls, &injections);
    let what = format!("{}: {}({}) {fault}", scene.name, call.name, call.arguments);
    let hit = if fault == KILL { "killed by SIGKILL" } else { "(INJECTED)" };
    let hits = traced.log.lines().filter(|line| line.contains(hit));
    let hits = hits.filter(|line| line.contains(&format!("{}(", call.name)) || fault == KILL);
    assert!(hits.count() > 0, "{what}: did not happen\n{}", traced.log);

    let said = said(&traced, &what);
    let now = is_there(&path).then(|| version_in(&path));
    match said {
        Said::Saved => assert_eq!(now, Some(scene.new_version()), "{what}: falsely saved"),
        Said::Refused => assert_eq!(now, scene.old(), "{what}: falsely not saved"),
        Said::Nothing => {
            assert!(now == scene.old() || now == Some(scene.new_version()), "{what}: {now:?}");
        }
    }
    if said == Said::Nothing && fault != KILL {
        // Rust’s own library gives up there; no system refuses that.
        let why = String::from_utf8_lossy(&traced.output.stderr);
        assert!(why.contains("error during closedir"), "{what}: {why}\n{}", traced.log);
    }
    if scene.replaces {
        let before = version_in(&folder.path().join(BAK));
        assert!(before <= 1, "{what}: .bak is {before}");
    }
    let removing = call.name.starts_with("unlink");
    if fault != KILL && !removing {
        assert_eq!(in_the_making(folder.path()), 0, "{what}");
    }
    clean_stale(folder.path());
    assert_eq!(in_the_making(folder.path()), 0, "{what}");
    said
}

fn said(traced: &Traced, what: &str) -> Said {
    let lines = String::from_utf8_lossy(&traced.output.stdout);
    match (own_line(&lines, "saved"), own_line(&lines, "refused")) {
        (Some(_), None) => Said::Saved,
        (None, Some(why)) => {
            assert!(!why.contains("os error"), "{what}: not in plain words: {why}");
            assert!(why.contains("; "), "{what}: does not say what to do: {why}");
            Said::Refused
        }
        (None, None) => Said::Nothing,
        both => panic!("{what}: {both:?}"),
    }
}

fn in_the_making(folder: &Path) -> usize {
    names(folder).iter().filter(|name| *name != FILE && *name != BAK).count()
}

/// What happens once to the write of the new version or its sync, and what has to come of it.
#[test]
fn writes_that_are_interrupted_or_lie_are_noticed() {
    if !strace::works() {
        return;
    }
    let scene = &SCENES[0];
    let calls = scene.calls();
    let write = calls.iter().find(|call| call.name == "write").expect("a write");
    let sync = calls.iter().find(|call| call.name == "fsync").expect("a sync");
    let attempts = [
        (write, "error=EINTR", "saved", 2),
        (sync, "error=EINTR", "saved", 2),
        // The system says that it wrote, and did not, or not all.
        (write, "retval=100", "could not be read back whole", 1),
    ];
    for (call, how, expected, holds) in attempts {
        let (_folder, path) = scene.set();
        let inject = format!("{}:{how}:when={}", call.name, call.number);
        let traced = strace::watch(&command(Task::Once, &path), &call.name, &[&inject]);
        let lines = String::from_utf8_lossy(&traced.output.stdout);
        assert!(lines.contains(expected), "{how}: {lines}");
        assert_eq!(version_in(&path), holds, "{how}");
    }
}

#[test]
fn a_sync_that_failed_is_not_tried_again_on_the_same_file() {
    if !strace::works() {
        return;
    }
    let scene = &SCENES[0];
    let (_folder, path) = scene.set();
    // Every one fails, however often it is tried.
    let traced = strace::watch(&command(Task::Once, &path), CALLS, &["fsync:error=EIO"]);
    let syncs = traced.of_the_save().iter().filter(|call| call.name == "fsync").count();
    assert_eq!(syncs, 1);
    assert_eq!(version_in(&path), 1);
}

/// A disk with room for a part of the file: the first write is short, the second fails.
#[test]
fn a_disk_that_fills_up_while_writing_leaves_the_old_file() {
    let scene = &SCENES[0];
    let (folder, path) = scene.set();
    let saver = command(Task::Once, &path);
    let mut shell = std::process::Command::new("bash");
    // In blocks of 1,024 bytes; without the signal, the write fails with “file too large”.
    shell.args(["-c", "trap '' XFSZ; ulimit -f 4; exec \"$0\" \"$@\""]);
    shell.arg(saver.get_program()).args(saver.get_args());
    shell.envs(saver.get_envs().filter_map(|(name, value)| Some((name, value?))));
    let output = shell.output().expect("bash runs");
    let lines = String::from_utf8_lossy(&output.stdout);
    let why = own_line(&lines, "refused").unwrap_or_else(|| panic!("not refused: {lines}"));
    assert!(why.contains("does not take a file of this size here; save on another disk"), "{why}");
    assert_eq!(version_in(&path), 1);
    assert_eq!(names(folder.path()), [FILE, BAK]);
}
