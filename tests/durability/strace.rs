//! System calls, watched and made to fail by strace.

use std::collections::HashMap;
use std::fs;
use std::process::{Command, Output};

use crate::common::disk::folder;
use crate::saver::{BEGINS, ENDS};

/// A system call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Call {
    pub name: String,
    /// As strace prints them.
    pub arguments: String,
    /// What it gave; none of a process that was killed in it.
    pub result: Option<String>,
    /// The how many-th of its name it is in its thread.
    pub number: usize,
}

impl Call {
    /// The paths that it names.
    pub fn paths(&self) -> Vec<&str> {
        self.arguments.split('"').skip(1).step_by(2).collect()
    }

    /// The number that it gave, unless it failed.
    pub fn given(&self) -> Option<usize> {
        self.result.as_ref()?.split_whitespace().next()?.parse().ok()
    }
}

/// What a process did under strace.
pub struct Traced {
    pub output: Output,
    pub calls: Vec<Call>,
    /// As strace wrote it.
    pub log: String,
}

impl Traced {
    /// The calls of the save.
    pub fn of_the_save(&self) -> &[Call] {
        let at = |marker| self.calls.iter().position(|call| call.arguments.contains(marker));
        let (begins, ends) = (at(BEGINS).expect("a save"), at(ENDS).expect("to its end"));
        &self.calls[begins + 1..ends]
    }
}

/// Whether processes can be watched here. Says so loudly where they cannot, and fails where that
/// is required.
pub fn works() -> bool {
    let watched = Command::new("strace").args(["-f", "-o", "/dev/null", "true"]).output();
    let works = watched.is_ok_and(|output| output.status.success());
    if !works {
        eprintln!("SKIPPED: strace is not here, or may not watch processes; nothing was proven");
        let required = std::env::var_os("WEIGHBRIDGE_STRACE").is_some_and(|it| it == "required");
        assert!(!required, "strace is required here: install it, and allow ptrace");
    }
    works
}

/// Runs a command and watches the calls of a set, with some of them `inject`ed.
pub fn watch(command: &Command, calls: &str, inject: &[&str]) -> Traced {
    let place = folder();
    let log = place.path().join("log");
    let mut strace = Command::new("strace");
    strace.args(["-f", "-s", "0", "-e", &format!("trace={calls}"), "-o"]);
    strace.arg(&log);
    for one in inject {
        strace.args(["-e", &format!("inject={one}")]);
    }
    strace.arg(command.get_program()).args(command.get_args());
    for (name, value) in command.get_envs() {
        match value {
            Some(value) => strace.env(name, value),
            None => strace.env_remove(name),
        };
    }
    let output = strace.output().expect("strace runs");
    let log = fs::read_to_string(log).expect("a log");
    Traced { output, calls: read(&log), log }
}

/// The calls of a log, numbered by thread and name.
fn read(log: &str) -> Vec<Call> {
    let lines = whole(log);
    let mut numbers = HashMap::new();
    lines.iter().filter_map(|line| call(line, &mut numbers)).collect()
}

/// The lines of a log, each with the whole of its call: where another thread comes in between,
/// strace writes the rest of a call on a line further down.
fn whole(log: &str) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut unfinished = HashMap::new();
    for line in log.lines() {
        let (thread, rest) = line.split_once(' ').unwrap_or((line, ""));
        let resumed = rest.trim_start().strip_prefix("<... ");
        if let Some(begun) = line.strip_suffix("<unfinished ...>") {
            unfinished.insert(thread, lines.len());
            lines.push(begun.trim_end().to_owned());
        } else if let Some((_, end)) = resumed.and_then(|rest| rest.split_once(" resumed>")) {
            let begun = unfinished.remove(thread).expect("what is resumed was begun");
            lines[begun].push_str(end);
        } else {
            lines.push(line.to_owned());
        }
    }
    lines
}

fn call<'a>(line: &'a str, numbers: &mut HashMap<(&'a str, &'a str), usize>) -> Option<Call> {
    let (thread, rest) = line.split_once(' ')?;
    let (name, rest) = rest.trim_start().split_once('(')?;
    // What is not a call: signals and ends.
    if !name.chars().all(|sign| sign.is_ascii_alphanumeric() || sign == '_') {
        return None;
    }
    let number = numbers.entry((thread, name)).or_default();
    *number += 1;
    let (arguments, result) = match rest.rsplit_once(") = ").or_else(|| rest.rsplit_once(" = ")) {
        Some((arguments, result)) => (arguments, Some(result.trim().to_owned())),
        None => (rest, None),
    };
    Some(Call {
        name: name.to_owned(),
        arguments: arguments.trim_end().trim_end_matches(')').to_owned(),
        result: result.filter(|result| result != "?"),
        number: *number,
    })
}

#[test]
fn a_log_is_read_as_it_is_written() {
    let log = "7 openat(AT_FDCWD, \"/a b/c\", O_WRONLY|O_CREAT, 0600) = 5\n\
               7 write(5, \"\"..., 210)             = 210\n\
               8 write(1, \"\"..., 3 <unfinished ...>\n\
               7 write(5, \"\"..., 7) = -1 ENOSPC (No space left on device) (INJECTED)\n\
               8 <... write resumed>) = 3\n\
               7 fsync(5)  = ?\n\
               7 +++ killed by SIGKILL +++\n";
    let calls = read(log);
    let seen: Vec<_> = calls.iter().map(|c| (c.name.as_str(), c.number, c.given())).collect();
    let write = "write";
    assert_eq!(
        seen,
        [
            ("openat", 1, Some(5)),
            (write, 1, Some(210)),
            (write, 1, Some(3)),
            (write, 2, None),
            ("fsync", 1, None)
        ]
    );
    assert_eq!(calls[0].paths(), ["/a b/c"]);
    assert_eq!(calls[4].result, None);
}
