//! Several people, one file: three clones of a repository, with Weighbridge as git's merge driver.
#![allow(
    clippy::expect_used,
    clippy::float_cmp,
    clippy::panic,
    reason = "a test fails by panicking, and exact results are compared exactly"
)]

mod common;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use common::disk::{folder, names, save, write};
use common::{criterion, id, preset};
use weighbridge::session::{
    AgendaItem, Ballot, Edit, FollowUp, Item, MAX_PEOPLE, Note, Origin, Parked, Participant,
    Points, Rating, Round, Session, Side, Strength,
};
use weighbridge::store::{self, Expect, OpenError};

const FILE: &str = "billing.session.ron";
const PROGRAM: &str = env!("CARGO_BIN_EXE_weighbridge");

/// A machine of its own: nobody's settings, nobody's name, no network.
struct Machine {
    folder: tempfile::TempDir,
}

impl Machine {
    /// None where git is not installed; where everything is to be tested, that is a failure.
    fn new() -> Option<Self> {
        if Command::new("git").arg("--version").output().is_err() {
            assert!(std::env::var_os("CI").is_none(), "git is not installed");
            #[expect(clippy::print_stderr, reason = "a test that is left out says so")]
            {
                eprintln!("skipped: git is not installed");
            }
            return None;
        }
        let machine = Self { folder: folder() };
        // Quoted, since a path may have spaces.
        let program = format!("\"{PROGRAM}\" merge %O %A %B");
        write(&machine.folder.path().join("gitconfig"), "");
        for (name, value) in [
            ("user.name", "Test"),
            ("user.email", "test@example.org"),
            ("init.defaultBranch", "main"),
            ("pull.rebase", "false"),
            ("merge.weighbridge.name", "Weighbridge"),
            ("merge.weighbridge.driver", program.as_str()),
        ] {
            machine.git_in(machine.folder.path(), &["config", "--global", name, value]);
        }
        Some(machine)
    }

    fn run(&self, folder: &Path, args: &[&str]) -> Output {
        let mut git = Command::new("git");
        git.current_dir(folder).args(args);
        for name in ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "XDG_CONFIG_HOME"] {
            git.env_remove(name);
        }
        git.env("HOME", self.folder.path())
            .env("GIT_CONFIG_GLOBAL", self.folder.path().join("gitconfig"))
            .env("GIT_CONFIG_NOSYSTEM", "1")
            .env("GIT_MERGE_AUTOEDIT", "no")
            .env("LC_ALL", "C")
            .output()
            .expect("git runs")
    }

    /// Runs git, which must succeed.
    fn git_in(&self, folder: &Path, args: &[&str]) {
        let output = self.run(folder, args);
        assert!(output.status.success(), "git {args:?}: {}", told(&output));
    }

    fn clone(&self, name: &str) -> Clone<'_> {
        self.git_in(self.folder.path(), &["clone", "-q", "all.git", name]);
        Clone { machine: self, folder: self.folder.path().join(name), name: name.to_owned() }
    }
}

fn told(output: &Output) -> String {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    format!("{}{}", text(&output.stdout), text(&output.stderr))
}

/// Somebody's copy of the repository.
struct Clone<'a> {
    machine: &'a Machine,
    folder: PathBuf,
    name: String,
}

impl Clone<'_> {
    fn file(&self) -> PathBuf {
        self.folder.join(FILE)
    }

    fn session(&self) -> Session {
        store::open(&self.file()).expect("opens").session
    }

    fn git(&self, args: &[&str]) {
        self.machine.git_in(&self.folder, args);
    }

    /// Changes the session and commits it.
    fn change(&self, what: impl FnOnce(&mut Session)) {
        let opened = store::open(&self.file()).expect("opens");
        let mut session = opened.session;
        what(&mut session);
        assert_eq!(session.fault(), None);
        save(&self.file(), &session, Expect::Unchanged(opened.fingerprint)).expect("saved");
        self.git(&["commit", "-qam", &format!("by {}", self.name)]);
    }

    /// Pulls what others have pushed, which must merge, and pushes.
    fn sync(&self) {
        self.git(&["pull", "-q", "--no-rebase"]);
        self.git(&["push", "-q"]);
        assert_eq!(self.left(), Vec::<String>::new(), "nothing is left beside the file");
    }

    /// Files beside the session that a merge might leave.
    fn left(&self) -> Vec<String> {
        let known = [".git", ".gitattributes", ".gitignore", FILE, "billing.session.ron.bak"];
        names(&self.folder).into_iter().filter(|name| !known.contains(&name.as_str())).collect()
    }
}

/// A shared repository with a session in it, and three clones.
fn repository(machine: &Machine) -> [Clone<'_>; 3] {
    machine.git_in(machine.folder.path(), &["init", "-q", "--bare", "all.git"]);
    let first = machine.clone("ada");
    write(&first.folder.join(".gitattributes"), "*.session.ron merge=weighbridge\n");
    write(&first.folder.join(".gitignore"), "*.bak\n");
    let mut session = preset("early-saas");
    for name in ["ada", "bo", "cy"] {
        let (id, name) = (id(name), name.to_owned());
        let person =
            Participant { id, name, role: String::new(), strength: Strength::ONE, present: true };
        session.apply(Edit::Insert(9, Item::Person(person))).expect("fits");
    }
    session.rounds.push(Round::new(id("round-1"), true));
    session.rounds.push(Round::new(id("round-2"), false));
    save(&first.file(), &session, Expect::Absent).expect("saved");
    first.git(&["add", "-A"]);
    first.git(&["commit", "-qm", "Start"]);
    first.git(&["push", "-q", "origin", "HEAD"]);
    [first, machine.clone("bo"), machine.clone("cy")]
}

fn add_note(session: &mut Session, author: &str, number: u8) {
    let note = Note {
        id: id(&format!("note-{author}-{number}")),
        criterion: Some(id("migrations")),
        side: None,
        author: author.to_owned(),
        written: jiff::Timestamp::from_second(1_800_000_000 + i64::from(number)).expect("a time"),
        edited: None,
        text: format!("Note {number} of {author}"),
    };
    session.apply(Edit::Insert(usize::MAX, Item::Note(note))).expect("fits");
}

fn vote(session: &mut Session, person: &str, points: f64) {
    let points = [(id("migrations"), Points::clamped(points))].into();
    session.rounds[0].ballots.push(Ballot::new(id(person), points));
}

/// A ballot in the open round, which stores no names.
fn vote_unnamed(session: &mut Session, person: &str) {
    let (person, slip) = (id(person), id(&format!("k{person}")));
    let ballot = Ballot::new(person.clone(), [(id("migrations"), Points::clamped(50.0))].into());
    session.cast(&person, slip, ballot).expect("cast");
}

/// A part of the meeting, something parked and something to do.
fn add_meeting(session: &mut Session, name: &str) {
    let new = |kind: &str| (id(&format!("{kind}-{name}")), format!("{kind} of {name}"));
    let ((item, part), (parked, topic), (task, text)) = (new("part"), new("topic"), new("task"));
    let owner = name.to_owned();
    for item in [
        Item::Agenda(AgendaItem { id: item, name: part, minutes: 5 }),
        Item::Parked(Parked { id: parked, text: topic, done: false }),
        Item::FollowUp(FollowUp { id: task, text, owner, due: None, done: false }),
    ] {
        session.apply(Edit::Insert(usize::MAX, item)).expect("fits");
    }
}

#[test]
fn three_people_work_on_one_file_and_nothing_is_lost() {
    let Some(machine) = Machine::new() else { return };
    let clones = repository(&machine);
    let everybody_syncs = || {
        // Each merges what the others have pushed before, and then gets what came after.
        for clone in clones.iter().chain(&clones) {
            clone.sync();
        }
    };
    for (at, clone) in clones.iter().enumerate() {
        clone.change(|session| {
            vote(session, &clone.name, 20.0 * f64::from(u8::try_from(at).expect("small")));
            vote_unnamed(session, &clone.name);
            add_meeting(session, &clone.name);
            for number in 0..3 {
                add_note(session, &clone.name, number);
            }
        });
    }
    everybody_syncs();
    clones[0].change(|session| {
        session.rounds[0].revealed = Some(jiff::Timestamp::UNIX_EPOCH);
        session.reveal(jiff::Timestamp::UNIX_EPOCH).expect("revealed");
    });
    everybody_syncs();
    for (at, clone) in clones.iter().enumerate() {
        clone.change(|session| {
            let own = criterion(&format!("own-{}", clone.name), 10.0, 5.0, 5.0);
            session.apply(Edit::Insert(at, Item::Criterion(Box::new(own)))).expect("fits");
            let rated = session.criteria[6 + at].id.clone();
            let rate = Edit::Rate(rated, Side::Right, Rating::clamped(1.5), Origin::Team);
            session.apply(rate).expect("fits");
            for number in 3..6 {
                add_note(session, &clone.name, number);
            }
        });
    }
    everybody_syncs();
    let results = clones.each_ref().map(Clone::session);
    let [result, ..] = &results;
    assert!(results.iter().all(|other| other == result), "all have the same in the end");
    assert_eq!(result.criteria.len(), 13 + 3);
    assert_eq!(result.rounds[0].ballots.len(), 3);
    let round = &result.rounds[1];
    assert_eq!((round.ballots.len(), round.revealed.is_some()), (3, true));
    assert_eq!(round.unnamed.as_ref().map_or(0, std::collections::BTreeSet::len), 3);
    let lists = [result.agenda.len(), result.parked.len(), result.follow_ups.len()];
    let before = preset("early-saas").agenda.len();
    assert_eq!(lists, [before + 3, 3, 3]);
    let changed = result.criteria.iter().filter(|c| c.sides.right.rating.get() == 1.5).count();
    assert_eq!(changed, 3);
    for name in ["ada", "bo", "cy"] {
        assert!(result.criterion(&id(&format!("own-{name}"))).is_some());
        let notes = result.notes.iter().filter(|note| note.author == name).count();
        assert_eq!(notes, 6);
    }
}

#[test]
fn a_real_conflict_is_told_by_git_and_can_be_resolved() {
    let Some(machine) = Machine::new() else { return };
    let [ada, bo, _] = repository(&machine);
    let set = |number| Edit::SetPoints(id("migrations"), Points::clamped(number));
    ada.change(|session| {
        session.apply(set(60.0)).expect("fits");
        add_note(session, "ada", 1);
    });
    ada.git(&["push", "-q"]);
    bo.change(|session| {
        session.apply(set(70.0)).expect("fits");
        add_note(session, "bo", 1);
    });
    let before = fs::read(bo.file()).expect("read");
    let pull = machine.run(&bo.folder, &["pull", "--no-rebase"]);
    assert!(!pull.status.success());
    let said = told(&pull);
    assert!(said.contains("CONFLICT (content): Merge conflict in billing.session.ron"), "{said}");
    assert!(said.contains("→ 70 here, → 60 there"), "{said}");
    assert_eq!(bo.left(), Vec::<String>::new());

    let error = store::open(&bo.file()).expect_err("unfinished");
    assert!(matches!(error, OpenError::Unfinished { conflicts: 1, .. }), "{error}");
    let read = store::merge::read_unfinished(&bo.file()).expect("reads");
    assert_eq!(store::session_text(&read.ours).expect("text").into_bytes(), before);
    assert_eq!(read.theirs, ada.session());

    let path = bo.file();
    let take = Command::new(PROGRAM).arg("merge").arg(path).args(["--take", "theirs"]).output();
    let take = take.expect("runs");
    assert!(take.status.success(), "{}", told(&take));
    bo.git(&["commit", "-qam", "Merged"]);
    bo.git(&["push", "-q"]);
    ada.sync();
    for clone in [&ada, &bo] {
        let session = clone.session();
        assert_eq!(session.criterion(&id("migrations")).expect("there").points.get(), 60.0);
        assert_eq!(session.notes.len(), 2);
    }
}

#[test]
fn two_who_add_the_same_file_are_merged_without_a_base() {
    let Some(machine) = Machine::new() else { return };
    let [ada, bo, _] = repository(&machine);
    let path = |clone: &Clone<'_>| clone.folder.join("second.session.ron");
    for clone in [&ada, &bo] {
        let mut session = preset("backend-platform");
        add_note(&mut session, &clone.name, 1);
        save(&path(clone), &session, Expect::Absent).expect("saved");
        clone.git(&["add", "-A"]);
        clone.git(&["commit", "-qm", "Second"]);
    }
    ada.git(&["push", "-q"]);
    bo.git(&["pull", "-q", "--no-rebase"]);
    assert_eq!(store::open(&path(&bo)).expect("opens").session.notes.len(), 2);
}

/// What the driver leaves where both cannot be one as they are.
fn pull_in_vain(bo: &Clone<'_>) -> String {
    let pull = bo.machine.run(&bo.folder, &["pull", "--no-rebase"]);
    assert!(!pull.status.success());
    let said = told(&pull);
    assert!(said.contains("CONFLICT (content): Merge conflict in billing.session.ron"), "{said}");
    said
}

fn program(args: &[&str], file: &Path) -> Output {
    Command::new(PROGRAM).arg("merge").arg(file).args(args).output().expect("runs")
}

#[test]
fn one_who_voted_twice_without_a_name_is_a_conflict_with_a_way_out() {
    let Some(machine) = Machine::new() else { return };
    let [ada, bo, _] = repository(&machine);
    let cast = |session: &mut Session, person: &str, slip: &str| {
        let points = [(id("migrations"), Points::clamped(50.0))].into();
        let ballot = Ballot::new(id(person), points);
        session.cast(&id(person), id(slip), ballot).expect("cast");
    };
    ada.change(|session| cast(session, "cy", "k1"));
    ada.git(&["push", "-q"]);
    bo.change(|session| {
        cast(session, "cy", "k2");
        cast(session, "bo", "k3");
    });
    let said = pull_in_vain(&bo);
    assert!(said.contains("cy voted in both versions of round 2 without a name"), "{said}");
    assert!(!said.contains("k1") && !said.contains("k2"), "{said}");
    let taken = program(&["--take", "ours"], &bo.file());
    assert!(taken.status.success(), "{}", told(&taken));
    bo.git(&["commit", "-qam", "Merged"]);
    assert_eq!(bo.session().rounds[1].ballots.len(), 2);
}

#[test]
fn more_than_fits_together_is_kept_in_the_file_with_the_reason() {
    let Some(machine) = Machine::new() else { return };
    let [ada, bo, _] = repository(&machine);
    let crowd = |session: &mut Session, prefix: &str| {
        for number in 0..MAX_PEOPLE / 2 {
            let (id, name) = (id(&format!("{prefix}{number}")), format!("{prefix} {number}"));
            let role = String::new();
            let person = Participant { id, name, role, strength: Strength::ONE, present: true };
            session.apply(Edit::Insert(usize::MAX, Item::Person(person))).expect("fits");
        }
    };
    ada.change(|session| crowd(session, "a"));
    ada.git(&["push", "-q"]);
    bo.change(|session| crowd(session, "b"));
    let own = bo.session();
    let said = pull_in_vain(&bo);
    assert!(said.contains("together they have 507 participants"), "{said}");
    // Both versions are in the file, and so is what to do.
    let text = fs::read_to_string(bo.file()).expect("read");
    assert!(text.contains("//   the two versions do not fit together"), "{text:.600}");
    let error = store::open(&bo.file()).expect_err("unfinished").to_string();
    assert!(error.contains("take 7 out of the version here"), "{error}");
    let read = store::merge::read_unfinished(&bo.file()).expect("reads");
    assert_eq!((&read.ours, &read.theirs), (&own, &ada.session()));

    // Each can be had by itself, changed there and merged again.
    let outside = machine.folder.path();
    let versions = ["base", "ours", "theirs"].map(|name| {
        let path = outside.join(format!("{name}.session.ron"));
        let out = path.to_string_lossy().into_owned();
        let written = program(&["--only", name, "-o", &out], &bo.file());
        assert!(written.status.success(), "{}", told(&written));
        path
    });
    let opened = store::open(&versions[2]).expect("opens");
    let mut fewer = opened.session;
    fewer.people.truncate(200);
    save(&versions[2], &fewer, Expect::Unchanged(opened.fingerprint)).expect("saved");
    let merged = Command::new(PROGRAM).arg("merge").args(&versions).output().expect("runs");
    assert!(merged.status.success(), "{}", told(&merged));
    assert_eq!(
        store::open(&versions[1]).expect("opens").session.people.len(),
        200 + 250,
        "the first 7 are in both"
    );
    // Taking a side does not help, and loses nothing either.
    let before = fs::read(bo.file()).expect("read");
    assert!(!program(&["--take", "theirs"], &bo.file()).status.success());
    assert_eq!(fs::read(bo.file()).expect("read"), before);
}
