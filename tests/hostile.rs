//! Files that are broken, or sent to do harm: each is refused at its place and with its reason, or
//! read and written so that it reads the same, quickly and in little memory.
#![allow(clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod common;

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use common::disk::{folder, names, write};
use weighbridge::store::{
    BALLOT_SUFFIX, MAX_BALLOT_BYTES, MAX_SESSION_BYTES, OpenError, ballot_text, open, open_ballot,
    parse_ballot, parse_session, session_text,
};

const INDEX: &str = include_str!("hostile/index.txt");

fn corpus() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/hostile")
}

/// Opens a file as what it is, and holds it to be the same once it is saved and loaded.
fn read(path: &Path) -> Result<(), OpenError> {
    if path.to_string_lossy().ends_with(BALLOT_SUFFIX) {
        let paper = open_ballot(path)?.paper;
        let text = ballot_text(&paper).expect("text");
        assert_eq!(parse_ballot(&text).expect("reads"), paper, "{}", path.display());
    } else {
        let session = open(path)?.session;
        let text = session_text(&session).expect("text");
        assert_eq!(parse_session(&text).expect("reads"), session, "{}", path.display());
    }
    Ok(())
}

/// Where a file is refused, and why.
fn told(path: &Path) -> (String, String) {
    match read(path) {
        Ok(()) => ("ok".to_owned(), String::new()),
        Err(OpenError::Problem(problem)) => {
            assert!(!problem.fix.is_empty(), "{problem}");
            (format!("{}:{}", problem.line, problem.column), problem.to_string())
        }
        Err(error) => ("-".to_owned(), error.to_string()),
    }
}

#[test]
fn each_file_says_what_it_must() {
    let mut wrong = String::new();
    let mut listed = BTreeSet::from([".gitattributes", "index.txt"].map(str::to_owned));
    for row in INDEX.lines().filter(|line| !line.starts_with('#')) {
        let mut parts = row.splitn(3, '|').map(str::trim);
        let mut part = || parts.next().unwrap_or_default();
        let (name, place, words) = (part(), part(), part());
        listed.insert(name.to_owned());
        let (found, said) = told(&corpus().join(name));
        if found != place || !said.contains(words) || (place != "ok" && words.is_empty()) {
            let _ = writeln!(wrong, "{row}\n    {found} | {}", said.lines().next().unwrap_or(""));
        }
        // Words of the parser's makers are no help to anybody.
        for word in ["`ron::", "Identifier", "deserializ", "recursion", "serde"] {
            assert!(!said.contains(word), "{name}: {said}");
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
    let there: BTreeSet<String> = names(&corpus()).into_iter().collect();
    assert_eq!(there, listed);
}

/// Files that would be too large to keep, by name.
fn large() -> Vec<(&'static str, Vec<u8>)> {
    let head = "(kind: \"weighbridge-session\", format: 1, id: \"s\", sides: (left: \"L\", right: \"R\"), ";
    let most = usize::try_from(MAX_SESSION_BYTES).expect("fits") - 2048;
    let filled = |piece: &str, end: &str| {
        let count = (most - head.len()) / piece.len();
        format!("{head}{}{end}", piece.repeat(count)).into_bytes()
    };
    let strange: Vec<String> = (0..most / 12).map(|n| format!("z{n}: 1, ")).collect();
    let criterion = |n: usize| {
        format!("(id: \"c{n}\", name: \"C\", points: 1, left: (rating: 5), right: (rating: 5)), ")
    };
    let criteria: Vec<String> = (0..201).map(criterion).collect();
    let people: Vec<String> = (0..501).map(|n| format!("(id: \"p{n}\", name: \"P\"), ")).collect();
    vec![
        ("spaces", filled(" ", ")")),
        ("open-brackets", filled("(", "")),
        ("open-lists", filled("[", "")),
        ("comments", filled("/**/", ")")),
        ("open-comments", filled("/*", "")),
        ("one-text", filled("title: \"", &format!("{}\")", "x".repeat(1000)))),
        ("one-word", [head.as_bytes(), "z".repeat(most - 200).as_bytes(), b": 1)"].concat()),
        (
            "long-value",
            [head.as_bytes(), b"z: [", "1,".repeat(most / 2 - 200).as_bytes(), b"])"].concat(),
        ),
        ("unknown-fields", format!("{head}{})", strange.concat()).into_bytes()),
        ("empty-criteria", filled("criteria: [", &"(),".repeat(100))),
        (
            "many-empty",
            [head.as_bytes(), b"notes: [", "(),".repeat(most / 3 - 200).as_bytes(), b"])"].concat(),
        ),
        ("long-title", format!("{head}title: \"{}\")", "x".repeat(20_001)).into_bytes()),
        ("criteria-201", format!("{head}criteria: [{}])", criteria.concat()).into_bytes()),
        ("people-501", format!("{head}people: [{}])", people.concat()).into_bytes()),
        ("zeros", vec![0; most]),
        ("too-large", vec![b' '; most + 4096]),
    ]
}

#[test]
fn large_files_are_refused_as_well() {
    let folder = folder();
    for (name, bytes) in large() {
        let path = folder.path().join(format!("{name}.session.ron"));
        write(&path, bytes);
        let (place, said) = told(&path);
        assert!(said.chars().count() < 2000, "{name}: too much to read");
        match name {
            "spaces" | "comments" | "long-value" | "one-word" => {
                assert_eq!(place, "ok", "{name}: {said}");
            }
            "too-large" => assert!(said.contains("larger than the 8 MB"), "{said}"),
            "long-title" => assert!(said.contains("a text may hold 20000"), "{said}"),
            "criteria-201" => assert!(said.contains("more than 200 items"), "{said}"),
            "people-501" => assert!(said.contains("more than 500 items"), "{said}"),
            _ => assert!(place.contains(':'), "{name}: {said}"),
        }
    }
    let path = folder.path().join("x.ballot.ron");
    write(&path, vec![b' '; usize::try_from(MAX_BALLOT_BYTES).expect("fits") + 1]);
    assert!(told(&path).1.contains("larger than the 256 kB"));
}

#[cfg(unix)]
#[test]
fn what_is_no_file_is_refused_and_never_waited_for() {
    use std::os::unix::fs::symlink;
    use std::os::unix::net::UnixListener;
    use std::process::Command;

    let folder = folder();
    let at = |name: &str| folder.path().join(name);
    symlink(at("b.session.ron"), at("a.session.ron")).expect("a link");
    symlink(at("a.session.ron"), at("b.session.ron")).expect("a link");
    symlink(at("nowhere"), at("dangling.session.ron")).expect("a link");
    symlink(folder.path(), at("folder.session.ron")).expect("a link");
    let _listener = UnixListener::bind(at("socket.session.ron")).expect("a socket");
    let made = Command::new("mkfifo").arg(at("fifo.session.ron")).status();
    assert!(made.expect("runs").success());
    for (name, what) in [
        ("a.session.ron", "could not be read"),
        ("dangling.session.ron", "there is no such file"),
        ("folder.session.ron", "this is a folder"),
        ("socket.session.ron", "not a regular file"),
        ("fifo.session.ron", "not a regular file"),
    ] {
        let (place, said) = told(&at(name));
        assert_eq!(place, "-");
        assert!(said.contains(what), "{name}: {said}");
    }
    assert!(told(Path::new("/dev/zero")).1.contains("not a regular file"));
}

/// The program reads each within 256 MB of addresses, and none keeps it busy: far above what any
/// takes, which is printed, the system ends it.
#[cfg(target_os = "linux")]
#[test]
fn each_is_read_quickly_and_in_little_memory() {
    use std::process::Command;

    let folder = folder();
    let mut files: Vec<PathBuf> = names(&corpus()).iter().map(|name| corpus().join(name)).collect();
    for (name, bytes) in large() {
        let path = folder.path().join(format!("{name}.session.ron"));
        write(&path, bytes);
        files.push(path);
    }
    // The shipped program where it is given; the one that was built for the tests takes longer.
    let shipped = std::env::var_os("WEIGHBRIDGE_PROGRAM");
    let processor_seconds = if shipped.is_some() { 10 } else { 120 };
    let limited =
        format!("ulimit -v 262144 && ulimit -t {processor_seconds} && exec \"$0\" check \"$1\"");
    let program = shipped.unwrap_or_else(|| env!("CARGO_BIN_EXE_weighbridge").into());
    let mut worst = (Duration::ZERO, PathBuf::new());
    for path in &files {
        let begin = Instant::now();
        let output = Command::new("sh")
            .args(["-c", &limited])
            .arg(&program)
            .arg(path)
            .output()
            .expect("runs");
        let took = begin.elapsed();
        assert!(matches!(output.status.code(), Some(0 | 1)), "{}: {output:?}", path.display());
        if took > worst.0 {
            worst = (took, path.clone());
        }
    }
    let name = worst.1.file_name().unwrap_or_default().to_string_lossy();
    eprintln!("{} files, each within 256 MB, the slowest {:?} ({name})", files.len(), worst.0);
}
