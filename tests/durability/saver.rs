//! The process that saves: this test program once more, with one test that is told what to do.
//! What it has done is on its lines: `loaded`, `saved`, or `refused` with the reason.

use std::io::{self, BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, Stdio};

use weighbridge::session::{Edit, Field, Session};
use weighbridge::store::disk::{Disk, RealDisk};
use weighbridge::store::{self, Expect, clean_stale, open};

use crate::common::disk::Double;
use crate::common::preset;

const TASK: &str = "WEIGHBRIDGE_SAVER";
const FILE: &str = "WEIGHBRIDGE_SAVER_FILE";
const NOT_WAITING: &str = "WEIGHBRIDGE_SAVER_NOT_WAITING";

/// What is looked for to mark in a log where a save begins and ends. No such file is there.
pub const BEGINS: &str = "/weighbridge-save-begins";
pub const ENDS: &str = "/weighbridge-save-ends";

/// The session of one version, so that what a file holds tells which it is.
pub fn version(number: usize) -> Session {
    let mut session = preset("early-saas");
    let title = Edit::Write(Field::Title, format!("Version {number}"));
    session.apply(title).expect("fits");
    session
}

/// Which version a file holds; it has to be that, whole.
pub fn version_in(path: &Path) -> usize {
    let session = open(path).unwrap_or_else(|error| panic!("torn: {error}")).session;
    let title = session.title().strip_prefix("Version ").expect("a version").to_owned();
    let number = title.parse().expect("a number");
    assert!(session == version(number), "{} is not version {number}", path.display());
    number
}

/// What the process is to do.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Task {
    /// Open the file, if it is there, and save the next version.
    Once,
    /// Open the file, and save one version after the other.
    Forever,
    /// Open and save the file of each line that comes in.
    Each,
}

/// The command of a process that saves.
pub fn command(task: Task, file: &Path) -> Command {
    command_of(&std::env::current_exe().expect("this program"), task, file)
}

/// The command of a process that saves, by a copy of this program.
pub fn command_of(program: &Path, task: Task, file: &Path) -> Command {
    let mut command = Command::new(program);
    command.args(["--exact", "saver::child", "--nocapture", "--test-threads=1"]);
    let task = match task {
        Task::Once => "once",
        Task::Forever => "forever",
        Task::Each => "each",
    };
    command.env(TASK, task).env(FILE, file).env_remove(NOT_WAITING);
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

/// Lets a process not wait for the disk where it should: at `sync` or `sync_folder`.
pub fn not_waiting<'a>(command: &'a mut Command, step: &str) -> &'a mut Command {
    command.env(NOT_WAITING, step)
}

/// A process that saves, and its lines.
pub struct Saver {
    pub child: Child,
    lines: io::Lines<BufReader<ChildStdout>>,
}

impl Saver {
    pub fn start(task: Task, file: &Path) -> Self {
        let mut command = command(task, file);
        let mut child = command.stderr(Stdio::null()).spawn().expect("a process");
        let lines = BufReader::new(child.stdout.take().expect("its lines")).lines();
        Self { child, lines }
    }

    /// The next line of the saver's own; none when it has ended.
    pub fn line(&mut self) -> Option<String> {
        let own = |line: &String| {
            ["loaded", "saved", "refused"].iter().any(|word| line.starts_with(word))
        };
        self.lines.by_ref().map_while(Result::ok).find(own)
    }
}

/// The lines of a process that has ended that are the saver's own.
pub fn own_line<'a>(output: &'a str, word: &str) -> Option<&'a str> {
    output.lines().find_map(|line| line.strip_prefix(word)).map(str::trim)
}

#[test]
fn child() {
    let Some(task) = std::env::var_os(TASK) else { return };
    let file = PathBuf::from(std::env::var_os(FILE).expect("a file"));
    // What the frame of tests has printed so far is on a line of its own.
    say("");
    if task == "each" {
        for line in io::stdin().lines() {
            load_and_save(Path::new(&line.expect("a path")), false);
        }
        return;
    }
    if task == "once" {
        go_ahead(&file);
    }
    load_and_save(&file, task == "forever");
}

/// Makes many calls of each kind that the frame of tests makes in its own thread. strace counts
/// each thread’s calls by themselves: from here on, no number is one that the other comes to.
fn go_ahead(file: &Path) {
    for _ in 0..40 {
        say("");
        clean_stale(file.parent().expect("a folder"));
        let program = Path::new("/proc/self/cmdline");
        RealDisk.canonicalize(program).expect("there");
        RealDisk.read(program, 64).expect("read");
        RealDisk.may_write(Path::new("/dev/null")).expect("written");
    }
}

/// Says something at once.
fn say(line: &str) {
    let mut out = io::stdout();
    out.write_all(format!("{line}\n").as_bytes()).and_then(|()| out.flush()).expect("said");
}

fn load_and_save(file: &Path, forever: bool) {
    let not_waiting = std::env::var(NOT_WAITING).ok();
    let disk = Double(|step| Ok(not_waiting.as_deref() != Some(step)));
    clean_stale(file.parent().expect("a folder"));
    let opened = store::is_there(file).then(|| open(file).expect("opens"));
    let mut number = opened.as_ref().map_or(0, |_| version_in(file));
    let mut expect = opened.map_or(Expect::Absent, |found| Expect::Unchanged(found.fingerprint));
    say("loaded");
    loop {
        number += 1;
        let session = version(number);
        let _ = store::is_there(Path::new(BEGINS));
        let result = store::save(&disk, file, &session, expect);
        let _ = store::is_there(Path::new(ENDS));
        match result {
            Ok(saved) => {
                expect = Expect::Unchanged(saved.fingerprint);
                say(&format!("saved {number} {}", saved.caution.unwrap_or_default()));
            }
            Err(error) => say(&format!("refused {error}")),
        }
        if !forever {
            return;
        }
    }
}
