//! A folder that ballots arrive in, read while others write into it: what counts, and why something
//! does not.
#![allow(
    clippy::expect_used,
    clippy::float_cmp,
    clippy::panic,
    reason = "a test fails by panicking, and exact results are compared exactly"
)]

mod common;

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::Write as _;
use std::path::Path;
use std::process::{Child, Command};
use std::time::{Duration, Instant};

use common::ballots::{answered, blank, collecting, collecting_from};
use common::disk::{folder, names, write};
use common::id;
use jiff::Timestamp;
use weighbridge::session::{Pair, Paper, Session};
use weighbridge::store::arrivals::{Arrival, Arrived, Folder, take_text};
use weighbridge::store::disk::RealDisk;
use weighbridge::store::{
    BALLOT_SUFFIX, Expect, MAX_BALLOT_BYTES, ballot_name, ballot_text, open_ballot, save_ballot,
    write_blanks,
};

/// A folder of ballots, and what is told of it look by look, a millisecond apart.
struct Looked {
    folder: tempfile::TempDir,
    reader: Folder,
    session: Session,
    now: Instant,
    arrivals: Vec<Arrival>,
}

impl Looked {
    fn new() -> Self {
        let folder = folder();
        let reader = Folder::new(folder.path().to_owned());
        let session = collecting();
        Self { folder, reader, session, now: Instant::now(), arrivals: Vec::new() }
    }

    fn put(&self, file: &str, text: impl AsRef<[u8]>) {
        write(&self.folder.path().join(file), text);
    }

    fn put_paper(&self, file: &str, paper: &Paper) {
        self.put(file, ballot_text(paper).expect("text"));
    }

    /// Looks after so many milliseconds; whether something is new.
    fn look(&mut self, later: u64) -> bool {
        self.now += Duration::from_millis(later);
        let new = self.reader.look(&self.session, self.now);
        let is_new = new.is_some();
        self.arrivals = new.unwrap_or_else(|| std::mem::take(&mut self.arrivals));
        is_new
    }

    fn state(&self, file: &str) -> &Arrived {
        let found = self.arrivals.iter().find(|arrival| arrival.file == file);
        &found.unwrap_or_else(|| panic!("no {file} in {:#?}", self.arrivals)).state
    }

    fn refused(&self, file: &str) -> &str {
        match self.state(file) {
            Arrived::Refused(reason) => reason,
            other => panic!("{file}: {other:?}"),
        }
    }

    fn counts(&self, file: &str) -> bool {
        matches!(self.state(file), Arrived::Ballot(_))
    }
}

#[test]
fn a_ballot_arrives_blank_then_answered_and_nothing_is_said_twice() {
    let mut looked = Looked::new();
    let session = looked.session.clone();
    assert!(looked.look(1) && looked.arrivals.is_empty());
    assert!(!looked.look(1), "an empty folder is said once");
    let papers = [blank("dana"), blank("sam")];
    let done = write_blanks(&RealDisk, looked.folder.path(), &papers).expect("written");
    assert_eq!(done.written, ["dana-round-1.ballot.ron", "sam-round-1.ballot.ron"]);
    assert!(looked.look(1));
    assert_eq!(looked.state("dana-round-1.ballot.ron"), &Arrived::Blank);
    assert_eq!(
        (looked.arrivals[0].person.clone(), &*looked.arrivals[0].name),
        (Some(id("dana")), "Dana")
    );
    assert!((0..20).all(|_| !looked.look(5_000)));

    let paper = answered(&session, "dana", 60.0);
    looked.put_paper("dana-round-1.ballot.ron", &paper);
    assert!(looked.look(1));
    assert_eq!(looked.state("dana-round-1.ballot.ron"), &Arrived::Ballot(Box::new(paper)));
    // The same again, under a new time: nothing has changed.
    looked.put_paper("dana-round-1.ballot.ron", &answered(&session, "dana", 60.0));
    assert!((0..20).all(|_| !looked.look(1)));
    fs::remove_file(looked.folder.path().join("dana-round-1.ballot.ron")).expect("removed");
    assert!(looked.look(1) && looked.arrivals.len() == 1);
    fs::remove_dir_all(looked.folder.path()).expect("removed");
    assert!(looked.look(1) && looked.arrivals.is_empty(), "a folder that is gone is empty");
}

#[test]
fn what_is_torn_is_arriving_until_it_has_been_still_for_two_seconds() {
    let mut looked = Looked::new();
    let text = ballot_text(&answered(&looked.session, "dana", 60.0)).expect("text");
    looked.put("dana-round-1.ballot.ron", "");
    assert!(looked.look(1));
    assert_eq!(looked.state("dana-round-1.ballot.ron"), &Arrived::Arriving);
    assert!(!looked.look(1_900));
    looked.put("dana-round-1.ballot.ron", &text[..text.len() / 2]);
    looked.look(1_900);
    assert_eq!(looked.state("dana-round-1.ballot.ron"), &Arrived::Arriving);
    assert!(!looked.look(1_999));
    assert!(looked.look(1));
    let reason = looked.refused("dana-round-1.ballot.ron");
    assert!(reason.starts_with("line ") && reason.contains("the file ends too early"), "{reason}");
    assert!(!looked.look(60_000));
    looked.put("dana-round-1.ballot.ron", &text);
    assert!(looked.look(1) && looked.counts("dana-round-1.ballot.ron"));
}

#[test]
fn a_change_that_keeps_size_and_time_is_found_all_the_same() {
    let mut looked = Looked::new();
    let session = looked.session.clone();
    let path = looked.folder.path().join("dana-round-1.ballot.ron");
    let time = std::time::UNIX_EPOCH;
    let put = |number: f64| {
        write(&path, ballot_text(&answered(&session, "dana", number)).expect("text"));
        let file = File::options().write(true).open(&path).expect("opens");
        file.set_modified(time).expect("set");
    };
    put(60.0);
    assert!(looked.look(1));
    put(70.0);
    assert_eq!((0..10).filter(|_| looked.look(1)).count(), 1, "within a few looks, and once");
    let expected = answered(&session, "dana", 70.0);
    assert_eq!(looked.state("dana-round-1.ballot.ron"), &Arrived::Ballot(Box::new(expected)));
}

#[test]
fn a_ballot_that_does_not_fit_says_why() {
    let mut looked = Looked::new();
    let session = looked.session.clone();
    let mut cases: Vec<(&str, String, Paper)> = Vec::new();
    let base = answered(&session, "dana", 60.0);
    let mut case = |file: &'static str, reason: &str, change: &dyn Fn(&mut Paper)| {
        let mut paper = base.clone();
        change(&mut paper);
        cases.push((file, reason.to_owned(), paper));
    };
    case("a.ballot.ron", "for another session, “Old\u{fffd} times” (old-1)", &|paper| {
        paper.session = id("old-1");
        paper.title = "Old\u{202e}\n times".to_owned();
    });
    case("b.ballot.ron", "for round 4; round 1 is being collected", &|paper| {
        paper.round = id("round-4");
        paper.number = 4;
    });
    let again = "for another round 1 than the one being collected; export it again";
    case("c.ballot.ron", again, &|paper| paper.round = id("r"));
    let stranger = "from “zed”, who is no participant; add them first";
    case("d.ballot.ron", stranger, &|paper| paper.person = id("zed"));
    let names: Vec<String> = base.lines.iter().map(|line| format!("“{}”", line.name)).collect();
    let lacks = format!(
        "its criteria are not the session’s: it lacks {}, {}, {} and {} more; export it again",
        names[0],
        names[1],
        names[2],
        names.len() - 3
    );
    case("e.ballot.ron", &lacks, &|paper| paper.lines.clear());
    let extra = format!(
        "its criteria are not the session’s: it lacks {}, and has “Own”, which the session has \
         not; export it again",
        names[1]
    );
    case("f.ballot.ron", &extra, &|paper| {
        paper.lines[1].criterion = id("own");
        paper.lines[1].name = "Own".to_owned();
    });
    for (file, _, paper) in &cases {
        looked.put_paper(file, paper);
    }
    looked.look(1);
    for (file, reason, paper) in &cases {
        assert_eq!(looked.refused(file), reason);
        let text = ballot_text(paper).expect("text");
        assert_eq!(take_text(&text, &session).expect_err("refused"), *reason);
    }
}

#[test]
fn what_counts_follows_the_session() {
    let mut looked = Looked::new();
    let paper = answered(&looked.session, "dana", 60.0);
    looked.put_paper("dana-round-1.ballot.ron", &paper);
    looked.look(1);
    assert!(looked.counts("dana-round-1.ballot.ron"));
    let text = ballot_text(&paper).expect("text");
    let before = looked.session.clone();

    let ballot = weighbridge::session::Ballot::new(id("dana"), BTreeMap::new());
    looked.session.cast(&id("dana"), id("slip"), ballot).expect("cast");
    assert!(!looked.look(1), "what does not bear on ballots is no news");
    looked.session.reveal(Timestamp::UNIX_EPOCH).expect("revealed");
    assert!(looked.look(1));
    // In the folder it lies quietly; whoever brings it now is told why it comes too late.
    assert_eq!(looked.state("dana-round-1.ballot.ron"), &Arrived::Earlier);
    let closed = "for round 1; no ballots are being collected";
    assert_eq!(take_text(&text, &looked.session).expect_err("closed"), closed);
    looked.session.open_round(id("round-2"), Timestamp::UNIX_EPOCH).expect("opens");
    looked.look(1);
    assert_eq!(looked.state("dana-round-1.ballot.ron"), &Arrived::Earlier);
    let reason = "for round 1; round 2 is being collected";
    assert_eq!(take_text(&text, &looked.session).expect_err("too late"), reason);

    looked.session = before.clone();
    assert!(looked.look(1) && looked.counts("dana-round-1.ballot.ron"));
    let unnamed = looked.session.rounds.last_mut().expect("a round");
    unnamed.unnamed = Some(std::collections::BTreeSet::new());
    looked.look(1);
    assert!(looked.refused("dana-round-1.ballot.ron").contains("does not store names"));
    looked.session = Session::new(id("test"), Pair::new("L".to_owned(), "R".to_owned()));
    looked.look(1);
    assert!(looked.refused("dana-round-1.ballot.ron").contains("no ballots are being collected"));
}

#[test]
fn of_two_ballots_from_one_person_the_one_with_their_name_counts_or_none() {
    let mut looked = Looked::new();
    let session = looked.session.clone();
    looked.put_paper("my-weights.ballot.ron", &answered(&session, "dana", 60.0));
    looked.look(1);
    assert!(looked.counts("my-weights.ballot.ron"), "alone it counts under any name");
    looked.put_paper("dana-2.ballot.ron", &answered(&session, "dana", 70.0));
    looked.look(1);
    assert_eq!(
        looked.refused("dana-2.ballot.ron"),
        "one of several ballots from Dana, beside “my-weights.ballot.ron”, and none counts: keep \
         one under the name “dana-round-1.ballot.ron”"
    );
    assert!(looked.refused("my-weights.ballot.ron").contains("beside “dana-2.ballot.ron”"));

    looked.put("dana-round-1.ballot.ron", "(kind: \"weigh");
    looked.look(1);
    let reason = looked.refused("dana-2.ballot.ron");
    assert!(reason.contains("which would count, cannot be read"), "{reason}");
    looked.put_paper("dana-round-1.ballot.ron", &answered(&session, "dana", 80.0));
    looked.look(1);
    assert!(looked.counts("dana-round-1.ballot.ron"));
    for file in ["dana-2.ballot.ron", "my-weights.ballot.ron"] {
        assert_eq!(
            looked.refused(file),
            "a second ballot from Dana; “dana-round-1.ballot.ron” is the one that counts: take this one \
             out"
        );
    }
    // A blank says nothing, so it is in nobody's way.
    looked.put_paper("dana-round-1.ballot.ron", &blank("dana"));
    fs::remove_file(looked.folder.path().join("my-weights.ballot.ron")).expect("removed");
    looked.look(1);
    assert_eq!(looked.state("dana-round-1.ballot.ron"), &Arrived::Blank);
    assert!(looked.counts("dana-2.ballot.ron"));
    // Somebody else's ballot under Dana's name does not stand for Dana either.
    looked.put_paper("dana-round-1.ballot.ron", &answered(&session, "sam", 5.0));
    looked.look(1);
    assert!(looked.counts("dana-2.ballot.ron") && looked.counts("dana-round-1.ballot.ron"));
}

#[test]
fn copies_that_syncs_and_file_managers_make_never_count() {
    let mut looked = Looked::new();
    looked.session.people[1].id = id("sam-k");
    let paper = answered(&looked.session, "dana", 60.0);
    let conflicts = [
        "dana.ballot.sync-conflict-20261122-120000-ABCDEFG.ron",
        "dana.sync-conflict-20261122-120000-ABCDEFG.ballot.ron",
        "dana.ballot (Dana's conflicted copy 2026-11-22).ron",
        "dana (conflicted copy 2026-11-22 120000).ballot.ron",
        "dana.ballot (conflicted copy 2026-11-22 120000).ron",
        "dana.ballot-DESKTOP-4K2.ron",
        "dana-DESKTOP-4K2.ballot.ron",
    ];
    let copies = [
        "dana (1).ballot.ron",
        "dana.ballot (1).ron",
        "dana.ballot - Copy.ron",
        "dana.ballot - Copy (2).ron",
        "dana copy.ballot.ron",
        "dana.ballot copy 2.ron",
        "dana.ballot - Kopie.ron",
        "dana.BALLOT (3).RON",
    ];
    let ignored = [
        ".dana-round-1.ballot.ron.swp",
        "._dana.ballot.ron",
        ".wb-12-0.tmp",
        "dana-round-1.ballot.ron.bak",
        "dana-round-1.ballot.ron~",
        "team.session.ron",
        "dana.ballots.ron",
        "notes.txt",
        ".ballot.ron",
    ];
    for file in conflicts.iter().chain(&copies).chain(&ignored) {
        looked.put_paper(file, &paper);
    }
    looked.look(1);
    assert_eq!(looked.arrivals.len(), conflicts.len() + copies.len(), "{:#?}", looked.arrivals);
    for file in conflicts {
        let reason = looked.refused(file);
        assert!(reason.starts_with("a conflict copy, made because"), "{file}: {reason}");
        assert!(reason.ends_with("the name “dana-round-1.ballot.ron”"), "{file}: {reason}");
    }
    for file in copies {
        let reason = looked.refused(file);
        assert!(reason.starts_with("a copy of a ballot, which never counts"), "{file}: {reason}");
    }
    assert!(looked.arrivals.iter().all(|arrival| arrival.person == Some(id("dana"))));
    // A hyphen in an id is none of these.
    let paper = answered(&looked.session, "sam-k", 60.0);
    looked.put_paper("sam-k.ballot.ron", &paper);
    looked.put_paper("Kim (Backend).ballot.ron", &answered(&looked.session, "kim", 1.0));
    looked.look(1);
    assert!(looked.counts("sam-k.ballot.ron") && looked.counts("Kim (Backend).ballot.ron"));
}

#[test]
fn a_folder_that_cannot_be_read_says_so_in_one_entry() {
    let mut looked = Looked::new();
    looked.put("in-the-way", "x");
    let path = looked.folder.path().join("in-the-way");
    let mut reader = Folder::new(path.clone());
    let arrivals = reader.look(&looked.session, looked.now).expect("new");
    assert_eq!(arrivals.len(), 1);
    assert_eq!(arrivals[0].file, "in-the-way");
    let Arrived::Refused(reason) = &arrivals[0].state else { panic!("{arrivals:?}") };
    assert!(reason.starts_with("this is a file, not a folder"), "{reason}");
    assert_eq!(reader.look(&looked.session, looked.now), None);
    // Mended, it is a folder like any other.
    fs::remove_file(&path).expect("removed");
    let paper = answered(&looked.session, "dana", 60.0);
    write_blanks(&RealDisk, &path, &[paper]).expect("made and written");
    assert_eq!(reader.look(&looked.session, looked.now).expect("new").len(), 1);

    for n in 0..2_001 {
        looked.put(&format!("{n}.txt"), "");
    }
    looked.look(1);
    let last = looked.arrivals.last().expect("a remark");
    let Arrived::Refused(reason) = &last.state else { panic!("{last:?}") };
    assert!(reason.contains("more than 2000 files"), "{reason}");
}

#[test]
fn blanks_replace_nothing() {
    let looked = Looked::new();
    let path = looked.folder.path().join("in/a/new/folder");
    let papers = [blank("dana"), blank("sam")];
    write_blanks(&RealDisk, &path, &papers[..1]).expect("written");
    let answered = ballot_text(&answered(&looked.session, "dana", 60.0)).expect("text");
    write(&path.join("dana-round-1.ballot.ron"), &answered);
    let done = write_blanks(&RealDisk, &path, &papers).expect("written");
    assert_eq!(
        (done.written, done.there),
        (vec!["sam-round-1.ballot.ron".to_owned()], vec!["dana-round-1.ballot.ron".to_owned()])
    );
    assert_eq!(fs::read_to_string(path.join("dana-round-1.ballot.ron")).expect("there"), answered);
    assert_eq!(names(&path), ["dana-round-1.ballot.ron", "sam-round-1.ballot.ron"]);
    assert!(write_blanks(&RealDisk, &path.join("sam-round-1.ballot.ron"), &papers).is_err());
}

#[test]
fn pasted_text_is_judged_like_a_file() {
    let session = collecting();
    let paper = answered(&session, "dana", 60.0);
    let text = ballot_text(&paper).expect("text");
    assert_eq!(take_text(&format!("```\n{text}\n```"), &session).expect("taken"), paper);
    let blank = ballot_text(&blank("dana")).expect("text");
    assert!(take_text(&blank, &session).expect_err("blank").contains("nothing has been answered"));
    let wrong = text.replacen("\n            points: 60", "\n            points: 160", 1);
    let line = wrong.lines().position(|line| line.contains("160")).expect("there") + 1;
    assert_eq!(
        take_text(&wrong, &session).expect_err("refused"),
        format!(
            "line {line}, column 21: points must be between 0 and 100. Write a number \
             from 0 to 100, with a point for decimals and a comma after it: points: 60,"
        )
    );
    let large = " ".repeat(usize::try_from(MAX_BALLOT_BYTES).expect("fits") + 1);
    assert!(take_text(&large, &session).expect_err("large").contains("256 kB"));
}

// Eight processes write into one folder while it is read.

const PEOPLE: usize = 48;
/// How often a ballot is changed and saved again.
const VERSIONS: usize = 3;
/// What a writer is told: which one it is, and where it writes.
const WRITER: [&str; 2] = ["WEIGHBRIDGE_TEST_WRITER", "WEIGHBRIDGE_TEST_FOLDER"];

fn crowd() -> Session {
    collecting_from((0..PEOPLE).map(|n| format!("p-{n}")))
}

/// The points that a person gives in the end.
fn last_points(person: usize) -> f64 {
    f64::from(u32::try_from(person % 50 + VERSIONS).expect("small"))
}

/// A process of its own writes; this is where it begins.
#[test]
#[ignore = "a writer, which the test of eight processes starts"]
fn writer() {
    let [Ok(writer), Ok(folder)] = WRITER.map(std::env::var) else { return };
    let folder = Path::new(&folder);
    let session = crowd();
    let text = |person: usize, number: f64| {
        ballot_text(&answered(&session, &format!("p-{person}"), number)).expect("text")
    };
    match writer.as_str() {
        // Blank, then changed again and again, always saved safely.
        "0" | "1" => save_safely(folder, &session, if writer == "0" { 0..12 } else { 12..24 }),
        // Written where it stands, in pieces, and whole in the end.
        "2" => {
            for person in 24..36 {
                let mut file =
                    File::create(folder.join(format!("p-{person}.ballot.ron"))).expect("made");
                for piece in text(person, last_points(person)).as_bytes().chunks(100) {
                    file.write_all(piece).and_then(|()| file.sync_data()).expect("written");
                }
            }
        }
        // Half of each, and no more.
        "3" => {
            for person in 36..40 {
                let text = text(person, 50.0);
                let mut file =
                    File::create(folder.join(format!("p-{person}.ballot.ron"))).expect("made");
                let end = text.len() * (person - 35) / 5;
                file.write_all(&text.as_bytes()[..end]).and_then(|()| file.flush()).expect("half");
            }
        }
        "4" => {
            write(
                &folder.join("p-0.ballot.sync-conflict-20261122-120000-ABCDEFG.ron"),
                text(0, 99.0),
            );
            write(&folder.join("p-40.ballot (conflicted copy 2026-11-22).ron"), text(40, 99.0));
        }
        "5" => {
            write(&folder.join("p-1-again.ballot.ron"), text(1, 99.0));
            write(&folder.join("one.ballot.ron"), text(41, 98.0));
            write(&folder.join("two.ballot.ron"), text(41, 99.0));
        }
        "6" => {
            let mut paper = answered(&session, "p-42", 99.0);
            paper.session = id("another");
            write(&folder.join("p-42.ballot.ron"), ballot_text(&paper).expect("text"));
            let mut paper = answered(&session, "p-43", 99.0);
            paper.round = id("round-0");
            paper.number = 7;
            write(&folder.join("p-43.ballot.ron"), ballot_text(&paper).expect("text"));
            let mut paper = answered(&session, "p-44", 99.0);
            paper.person = id("nobody");
            write(&folder.join("nobody.ballot.ron"), ballot_text(&paper).expect("text"));
        }
        _ => write_harm(folder, &text(45, 99.0)),
    }
}

fn save_safely(folder: &Path, session: &Session, people: std::ops::Range<usize>) {
    let name = |person: usize| format!("p-{person}");
    let papers = people.clone().map(|p| session.paper(&id(&name(p))).expect("a paper"));
    write_blanks(&RealDisk, folder, &papers.collect::<Vec<_>>()).expect("written");
    for version in (0..VERSIONS).rev() {
        for person in people.clone() {
            let number = last_points(person) - f64::from(u32::try_from(version).expect("small"));
            let paper = answered(session, &name(person), number);
            let path = folder.join(ballot_name(&paper));
            let last = open_ballot(&path).expect("opens").fingerprint;
            save_ballot(&RealDisk, &path, &paper, Expect::Unchanged(last)).expect("saved");
        }
    }
}

fn write_harm(folder: &Path, text: &str) {
    write(&folder.join("huge.ballot.ron"), vec![b'('; 3_000_000]);
    write(&folder.join("nul.ballot.ron"), text.replace("P-45", "\0"));
    write(&folder.join("deep.ballot.ron"), text.replace("criteria: [", &"[".repeat(50_000)));
    fs::create_dir_all(folder.join("folder.ballot.ron")).expect("made");
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink("nowhere", folder.join("link.ballot.ron")).expect("linked");
        let made = Command::new("mkfifo").arg(folder.join("p-46.ballot.ron")).status();
        assert!(made.expect("mkfifo").success());
    }
}

fn start_writer(number: usize, folder: &Path) -> Child {
    let mut command = Command::new(std::env::current_exe().expect("this test"));
    command.args(["writer", "--exact", "--ignored", "--quiet"]);
    command.env(WRITER[0], number.to_string()).env(WRITER[1], folder);
    command.stdout(std::process::Stdio::null()).spawn().expect("started")
}

/// That whatever counts is one of the versions that its owner has written, from their own file.
fn counted(arrivals: &[Arrival]) -> usize {
    let mut count = 0;
    for arrival in arrivals {
        let Arrived::Ballot(paper) = &arrival.state else { continue };
        let person: usize = paper.person.as_str()[2..].parse().expect("a number");
        // Until its twin has come, the first of two is the only one of theirs.
        let twin = person == 41;
        assert!(person < 36 || twin, "{} counts", arrival.file);
        assert!(
            twin || arrival.file == ballot_name(paper)
                || arrival.file == format!("{}{BALLOT_SUFFIX}", paper.person)
                || arrival.file == "p-1-again.ballot.ron"
        );
        let given = paper.lines[0].swing.expect("points");
        assert!(
            paper.lines.iter().all(|line| line.swing == Some(given)),
            "{} is mixed",
            arrival.file
        );
        count += 1;
    }
    count
}

#[test]
fn eight_processes_write_into_the_folder_and_only_whole_ballots_count() {
    let folder = folder();
    let session = crowd();
    let mut reader = Folder::new(folder.path().to_owned());
    let mut writers: Vec<Child> = (0..8).map(|n| start_writer(n, folder.path())).collect();
    let (mut now, mut arrivals) = (Instant::now(), Vec::new());
    let (mut looks, mut news, mut on_their_way) = (0, 0, 0);
    loop {
        let running = writers.iter_mut().any(|writer| writer.try_wait().expect("asked").is_none());
        now += Duration::from_millis(1);
        looks += 1;
        if let Some(new) = reader.look(&session, now) {
            news += 1;
            on_their_way += new.iter().filter(|a| a.state == Arrived::Arriving).count();
            counted(&new);
            arrivals = new;
        }
        if !running {
            break;
        }
    }
    for mut writer in writers {
        assert!(writer.wait().expect("ended").success(), "a writer failed");
    }
    for _ in 0..5 {
        now += Duration::from_secs(2);
        arrivals = reader.look(&session, now).unwrap_or(arrivals);
    }
    let states: BTreeMap<&str, &Arrived> =
        arrivals.iter().map(|arrival| (&*arrival.file, &arrival.state)).collect();
    for person in 0..36 {
        let expected = answered(&session, &format!("p-{person}"), last_points(person));
        // Those that were written where they stand have their old-fashioned name, by id alone.
        let round = if person < 24 { "-round-1" } else { "" };
        let state = states.get(&*format!("p-{person}{round}.ballot.ron")).copied();
        assert_eq!(state, Some(&Arrived::Ballot(Box::new(expected))), "p-{person}");
    }
    let refused = refusals();
    for (file, reason) in &refused {
        let Some(Arrived::Refused(said)) = states.get(file) else {
            panic!("{file}: {:?}", states.get(file))
        };
        assert!(said.contains(reason), "{file}: {said}");
    }
    assert_eq!(counted(&arrivals), 36);
    assert_eq!(arrivals.len(), 36 + refused.len());
    println!(
        "8 writers, {looks} looks, {news} with news, {on_their_way} sights of a file on its way; \
         36 ballots counted, {} files refused, 0 wrong",
        refused.len()
    );
}

/// What each file that does not count is refused with.
fn refusals() -> Vec<(&'static str, &'static str)> {
    let mut refused = vec![
        ("p-36.ballot.ron", "line "),
        ("p-37.ballot.ron", "the file ends too early"),
        ("p-38.ballot.ron", "line "),
        ("p-39.ballot.ron", "line "),
        ("p-0.ballot.sync-conflict-20261122-120000-ABCDEFG.ron", "a conflict copy"),
        ("p-40.ballot (conflicted copy 2026-11-22).ron", "a conflict copy"),
        ("p-1-again.ballot.ron", "“p-1-round-1.ballot.ron” is the one that counts"),
        ("one.ballot.ron", "beside “two.ballot.ron”, and none counts"),
        ("two.ballot.ron", "beside “one.ballot.ron”, and none counts"),
        ("p-42.ballot.ron", "for another session"),
        ("p-43.ballot.ron", "for round 7; round 1 is being collected"),
        ("nobody.ballot.ron", "from “nobody”, who is no participant"),
        ("huge.ballot.ron", "larger than the 256 kB"),
        ("nul.ballot.ron", "zero bytes"),
        ("deep.ballot.ron", "line "),
        ("folder.ballot.ron", "this is no file, but a folder"),
    ];
    if cfg!(unix) {
        refused.push(("link.ballot.ron", "leads to no file"));
        refused.push(("p-46.ballot.ron", "a pipe or a device"));
    }
    refused
}
