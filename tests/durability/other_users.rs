//! Files and folders of other users. Only root can set that scene, so it is skipped for others.

use std::fs::{self, Permissions};
use std::os::unix::fs::{MetadataExt, PermissionsExt, chown};
use std::os::unix::process::CommandExt;
use std::path::Path;

use weighbridge::store::Expect;

use crate::common::disk::{folder, names, save};
use crate::saver::{Task, command_of, own_line, version, version_in};

/// The user nobody, and somebody else.
const NOBODY: u32 = 65534;
const OTHER: u32 = 1234;

fn set_mode(path: &Path, mode: u32) {
    fs::set_permissions(path, Permissions::from_mode(mode)).expect("mode");
}

/// What nobody is told who saves a file of somebody else's, and which version it holds then.
fn save_of_other(program: &Path, mode: u32, folder_mode: u32, check: impl Fn(&Path, &str, usize)) {
    let folder = folder();
    let path = folder.path().join("a.session.ron");
    save(&path, &version(0), Expect::Absent).expect("saved");
    chown(&path, Some(OTHER), Some(OTHER)).expect("given away");
    set_mode(&path, mode);
    set_mode(folder.path(), folder_mode);
    let mut command = command_of(program, Task::Once, &path);
    let output = command.uid(NOBODY).gid(NOBODY).current_dir("/").output().expect("runs");
    let lines = String::from_utf8_lossy(&output.stdout).into_owned();
    let what = format!("{mode:o} in {folder_mode:o}: {lines}");
    assert!(lines.contains("loaded"), "{what} {}", String::from_utf8_lossy(&output.stderr));
    assert!(!names(folder.path()).iter().any(|name| name.starts_with(".wb-")), "{what}");
    check(&path, &lines, version_in(&path));
}

#[test]
fn files_of_others_are_written_where_that_is_allowed_and_it_is_said_whose_they_are_then() {
    if fs::metadata(folder().path()).expect("there").uid() != 0 {
        eprintln!("SKIPPED: only root can give files to others");
        return;
    }
    // Where this program was built nobody else may look.
    let open_to_all = folder();
    set_mode(open_to_all.path(), 0o755);
    let program = open_to_all.path().join("saver");
    fs::copy(std::env::current_exe().expect("this program"), &program).expect("copied");
    save_of_other(&program, 0o644, 0o777, |path, lines, version| {
        let why = own_line(lines, "refused").expect("refused");
        assert!(why.starts_with("this file is read-only; save under another name"), "{why}");
        assert_eq!((version, fs::metadata(path).expect("there").uid()), (0, OTHER));
    });
    save_of_other(&program, 0o666, 0o755, |_, lines, version| {
        let why = own_line(lines, "refused").expect("refused");
        assert!(why.contains("you may not write in this folder; save in another"), "{why}");
        assert_eq!(version, 0);
    });
    // As in /tmp: others' files may be written there, not replaced.
    save_of_other(&program, 0o666, 0o1777, |path, lines, version| {
        let why = own_line(lines, "refused").expect("refused");
        assert!(why.contains("you may not write in this folder; save in another"), "{why}");
        assert_eq!((version, fs::metadata(path).expect("there").uid()), (0, OTHER));
    });
    save_of_other(&program, 0o4676, 0o777, |path, lines, version| {
        let said = own_line(lines, "saved").expect("saved");
        assert!(said.contains("the file belongs to you now"), "{said}");
        assert!(said.contains("the file belongs to another group now"), "{said}");
        let now = fs::metadata(path).expect("there");
        // The other group has what everybody has, and nobody becomes the new owner by running it.
        assert_eq!((version, now.uid(), now.mode() & 0o7777), (1, NOBODY, 0o666));
    });
}
