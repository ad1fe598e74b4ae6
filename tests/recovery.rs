//! What is on the desk outlives the window, whatever ends that.
#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::print_stderr,
    clippy::print_stdout,
    reason = "a test fails by panicking, prints its figures, and reads what its child says"
)]

mod common;

use std::fs;
use std::io::{self, BufRead, BufReader, Write as _};
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use common::disk::{Double, folder, names};
use common::preset;
use common::window::{Window, put};
use egui::Key;
use egui::accesskit::Role;
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use weighbridge::session::{Edit, Field, Points, Session};
use weighbridge::store;
use weighbridge::store::recovery::{self, Facts, Keeper, Snapshot, State, Unfinished, left_behind};

const TITLE: &str = "Title";

fn renamed(name: &str) -> Session {
    let mut session = preset("early-saas");
    session.apply(Edit::Write(Field::Title, name.to_owned())).expect("an edit");
    session
}

/// A window with a change that is in no file.
fn changed() -> Window {
    let mut window = Window::showing(&renamed("Billing"));
    window.write(Role::TextInput, TITLE, " and more");
    assert!(window.sees("Unsaved changes"), "{}", window.everything());
    window
}

#[test]
fn what_was_not_saved_is_there_again_without_a_question() {
    let window = changed();
    let (title, file) = (window.session().title().to_owned(), window.path("test.session.ron"));
    let before = fs::read(&file).expect("the file");
    let mut window = window.restart(None);
    assert_eq!(window.session().title(), title);
    assert!(window.sees("Restored, unsaved"), "{}", window.everything());
    assert_eq!(fs::read(&file).expect("the file"), before, "the file is as it was");
    window.button("Save");
    assert_eq!(store::open(&file).expect("opens").session.title(), title, "saved to its file");
    let window = window.restart(None);
    assert!(!window.sees("Restored"), "what was saved is not restored: {}", window.everything());
}

#[test]
fn a_session_without_a_file_is_kept_too_and_so_is_a_note_that_is_being_written() {
    let mut window = Window::start();
    window.button("Early SaaS product");
    window.write(Role::TextInput, TITLE, "Untitled no more");
    window.button("Compare");
    window.write(Role::MultilineTextInput, "New note on Delivery speed", "Half a thought");
    let session = window.session().clone();
    let mut window = window.restart(None);
    assert_eq!(window.session(), &session);
    window.button("Compare");
    assert!(window.everything().contains("Half a thought"));
}

#[test]
fn a_ballot_that_is_being_filled_in_is_kept_unless_names_are_not_stored() {
    for named in [true, false] {
        let mut session = preset("early-saas");
        session.people.push(common::person("ana"));
        session.apply(Edit::StoreNames(named)).expect("fits");
        let at = "2026-11-22T14:00:00Z".parse().expect("a time");
        session.open_round(common::id("r"), at).expect("opens");
        let mut window = Window::showing(&session);
        window.button("Weigh");
        window.button("Vote as ANA");
        window.button("I am ANA, begin");
        window.button("Delivery speed is the largest swing");
        let mut window = window.restart(None);
        if named {
            window.button("Weigh");
            assert!(window.sees("ANA: has begun"), "{}", window.everything());
            window.command("Earlier versions…");
            window.wait_for("While you work");
            assert!(window.sees("Unfinished ballot of ANA"));
        } else {
            assert!(!recovery::folder_in(&window.path("state")).exists(), "nothing is kept");
        }
    }
}

#[test]
fn a_ballot_file_that_is_being_answered_is_kept_and_the_file_stays_as_it_is() {
    let mut session = preset("early-saas");
    session.people.push(common::person("ana"));
    let at = "2026-11-22T14:00:00Z".parse().expect("a time");
    session.open_round(common::id("r"), at).expect("opens");
    let text = store::ballot_text(&session.paper(&common::id("ana")).expect("one")).expect("text");
    let mut member = Window::on_ballot(&text);
    member.button("Delivery speed is the largest swing");

    let mut member = member.restart(None);
    assert!(member.sees("Your answers are restored, not saved yet."), "{}", member.everything());
    assert!(member.sees("ballot of ANA"));
    let path = member.path("mine.ballot.ron");
    assert_eq!(fs::read_to_string(&path).expect("there"), text);
    // What is told lies over the button for a while, so by keyboard.
    member.find(Role::Button, "Give the rest 0").focus();
    member.settle();
    member.key(Key::Enter);
    member.ctrl(Key::S);
    let saved = store::open_ballot(&path).expect("reads").paper;
    assert!(saved.lines.iter().all(|line| line.swing.is_some()));

    let member = member.restart(None);
    assert!(!member.sees("ballot of ANA"), "nothing is left to restore");

    let mut member = Window::on_ballot(&text);
    member.button("Delivery speed is the largest swing");
    let path = member.path("mine.ballot.ron");
    put(&path, &format!("{text}// seen by somebody else\n"));
    let mut member = member.restart(None);
    member.ctrl(Key::S);
    member.key(Key::Escape);
    assert!(member.sees("ballot of ANA"), "what was answered is still there");
    assert!(fs::read_to_string(&path).expect("there").contains("somebody else"));
}

#[test]
fn what_the_file_held_is_known_after_a_restart_so_that_a_merge_asks_nothing() {
    let mut window = Window::showing(&preset("early-saas"));
    window.button("Weigh");
    window.type_points("Async fit", "77");
    let path = window.path("test.session.ron");
    let mut theirs = store::open(&path).expect("opens").session;
    for criterion in ["delivery-speed", "learning-curve", "migrations"] {
        let points = Points::clamped(11.0);
        let edit = Edit::SetPoints(common::id(criterion), points);
        theirs.apply(edit).expect("fits");
    }
    put(&path, &store::session_text(&theirs).expect("a text"));
    let mut window = window.restart(None);
    window.wait_for("This file was changed by something else");
    window.button("Merge…");
    window.wait_for("Changed in this window, and not saved");
    assert!(!window.sees("changed on both"), "{}", window.everything());
    window.button("Merge");
    let merged = window.session();
    let points =
        |criterion: &str| merged.criterion(&common::id(criterion)).expect("one").points.get();
    assert!(
        (points("async-fit") - 77.0).abs() < 1e-9 && (points("learning-curve") - 11.0).abs() < 1e-9
    );
}

#[test]
fn what_the_file_held_goes_with_the_versions_that_need_it() {
    let mut window = Window::showing(&preset("early-saas"));
    window.button("Weigh");
    window.type_points("Async fit", "77");
    let folder = recovery::folder_in(&window.path("state"));
    let mut window = window.restart(None);
    let bases = || {
        let entries = fs::read_dir(&folder).expect("there").flatten();
        let names = entries.map(|entry| entry.file_name().to_string_lossy().into_owned());
        names.filter(|name| name.ends_with(".base.ron")).count()
    };
    assert_eq!(bases(), 1);
    window.ctrl(Key::S);
    window.command("Earlier versions…");
    window.button("Delete all…");
    window.button("Delete them");
    assert_eq!(bases(), 0);
}

#[test]
fn without_what_the_file_held_a_merge_says_that_it_asks_about_everything() {
    let mut window = Window::showing(&preset("early-saas"));
    window.button("Weigh");
    window.type_points("Async fit", "77");
    let path = window.path("test.session.ron");
    let folder = recovery::folder_in(&window.path("state"));
    let mut theirs = store::open(&path).expect("opens").session;
    let points = Points::clamped(11.0);
    let edit = Edit::SetPoints(common::id("learning-curve"), points);
    theirs.apply(edit).expect("fits");
    put(&path, &store::session_text(&theirs).expect("a text"));
    let window = window.restart(Some("none.txt"));
    for entry in fs::read_dir(&folder).expect("there").flatten() {
        if entry.file_name().to_string_lossy().ends_with(".base.ron") {
            fs::remove_file(entry.path()).expect("removed");
        }
    }
    let mut window = window.restart(None);
    window.wait_for("This file was changed by something else");
    window.button("Merge…");
    assert!(window.sees("What both versions began from is not known here"));
    assert!(window.sees("These are 2 things; you choose next."), "{}", window.everything());
}

#[test]
fn what_is_only_begun_is_not_shown_as_saved() {
    let mut window = Window::showing(&preset("early-saas"));
    window.button("Compare");
    window.write(Role::MultilineTextInput, "New note on Delivery speed", "Half a thought");
    window.ctrl(Key::S);
    assert!(window.sees("Note not added yet"), "{}", window.everything());
    let window = window.restart(None);
    assert!(window.sees("What was being written here is restored."), "{}", window.everything());
    assert!(window.sees("Note not added yet"));
}

#[test]
fn a_session_whose_file_goes_is_kept_though_nothing_was_changed() {
    for cut in [false, true] {
        let mut window = Window::showing(&preset("early-saas"));
        let path = window.path("test.session.ron");
        if cut {
            put(&path, "(kind: \"weighbridge-session\", for");
            window.wait_for("and cannot be read now: ");
        } else {
            fs::remove_file(&path).expect("removed");
            window.wait_for("The file is gone since 14:02");
        }
        let window = window.restart(None);
        assert_eq!(window.session(), &preset("early-saas"));
        assert!(window.sees("Restored, unsaved"), "{}", window.everything());
    }
}

#[test]
fn what_windows_that_are_gone_have_left_can_be_deleted_though_it_was_never_saved() {
    let mut window = Window::start();
    window.button("Early SaaS product");
    window.write(Role::TextInput, TITLE, "Left behind");
    let other = store::session_text(&preset("backend-platform")).expect("text");
    put(&window.path("other.session.ron"), &other);
    let mut window = window.restart(Some("other.session.ron"));
    window.key(Key::Enter);
    window.command("Earlier versions…");
    window.wait_for("While you work");
    window.button("Delete all…");
    window.button("Delete them");
    window.wait_for("deleted");
    assert!(left_behind(&recovery::folder_in(&window.path("state"))).unsaved.is_empty());
}

#[test]
fn a_path_that_is_not_utf_8_is_kept_as_it_is() {
    use std::os::unix::ffi::OsStringExt as _;
    let folder = folder();
    let name = std::ffi::OsString::from_vec(b"odd-\xff.session.ron".to_vec());
    let facts = Facts {
        at: "2026-11-22T14:02:00Z".parse().expect("a time"),
        title: "Billing".to_owned(),
        file: Some(PathBuf::from("/somewhere").join(name)),
        holds: Some(store::Fingerprint::of(b"it held this")),
        state: State::Unsaved,
    };
    let (unfinished, session) = (Unfinished::default(), Arc::new(renamed("Billing")));
    let snapshot = Snapshot { facts: facts.clone(), unfinished, session };
    let mut keeper = Keeper::new(folder.path().to_owned(), "window".to_owned());
    keeper.keep(&snapshot, 0).expect("kept");
    drop(keeper);
    let left = left_behind(folder.path());
    assert_eq!(left.unsaved.first().expect("found").1.facts, facts);
}

#[test]
fn what_holds_nothing_of_the_users_leaves_nothing() {
    let mut window = Window::start();
    window.button("Early SaaS product");
    let window = window.restart(None);
    assert!(!window.sees("Restored"));
    assert!(!recovery::folder_in(&window.path("state")).exists());
}

#[test]
fn a_start_with_another_file_offers_what_was_left() {
    let window = changed();
    let title = window.session().title().to_owned();
    common::disk::save(&window.path("other.session.ron"), &renamed("Other"), store::Expect::Absent)
        .expect("saved");
    let mut window = window.restart(Some("other.session.ron"));
    // A file that was never open here is shown first.
    window.key(Key::Enter);
    assert_eq!(window.session().title(), "Other");
    assert!(window.sees("was left without being saved"), "{}", window.everything());
    window.button(&format!("Open {title}"));
    assert_eq!(window.session().title(), title, "{}", window.everything());
    assert!(window.sees("Restored, unsaved"));
}

#[test]
fn an_outside_change_since_is_not_saved_over() {
    let window = changed();
    let file = window.path("test.session.ron");
    common::disk::save(&file, &renamed("Somebody else’s"), store::Expect::Anything).expect("saved");
    let mut window = window.restart(None);
    assert!(window.sees("Restored, unsaved"));
    window.ctrl(Key::S);
    assert_eq!(store::open(&file).expect("opens").session.title(), "Somebody else’s");
}

#[test]
fn a_window_leaves_alone_what_another_window_is_at() {
    let mut first = changed();
    let second = first.another(None);
    assert!(!second.sees("Restored") && !second.sees("left without being saved"));
    first.write(Role::TextInput, TITLE, "!");
    assert!(first.session().title().ends_with('!'));
}

/// A window with a version of its own that is not saved, and one before it that is.
fn with_an_earlier_version() -> Window {
    let mut window = changed();
    window.ctrl(Key::S);
    let mut window = window.restart(Some("test.session.ron"));
    window.write(Role::TextInput, TITLE, ", later");
    window.command("Earlier versions…");
    window.wait_for("While you work");
    window
}

fn buttons(window: &Window, with: &str) -> usize {
    let found = window.harness.query_all_by_role(Role::Button);
    found
        .filter(|button| button.accesskit_node().label().is_some_and(|name| name.contains(with)))
        .count()
}

#[test]
fn earlier_versions_say_what_going_back_would_change_and_are_gone_back_to() {
    let mut window = with_an_earlier_version();
    let later = window.session().title().to_owned();
    let title = later.trim_end_matches(", later").to_owned();
    assert!(window.sees("As it is now"), "{}", window.everything());
    // What is here now comes before the arrow.
    let change = format!("Title: “{later}” → “{title}”");
    assert!(window.sees("Going back would change:") && window.sees(&change));
    assert_eq!(buttons(&window, "Go back to"), 1, "nothing goes back to what is here now");
    assert_eq!(buttons(&window, "Look at"), 2);
    let look = window.harness.query_all_by_label("Look at 14:02:00").last().expect("the older");
    look.click();
    window.settle();
    assert!(window.sees("from what is here now → to what was here then"));
    assert!(window.sees(&change));
    window.key(Key::Escape);
    assert!(window.sees("While you work"), "one step back leads to the list");
    window.button("Go back to 14:02:00");
    if window.sees("Save the changes first?") {
        window.button("Go on without saving");
    }
    assert_eq!(window.session().title(), title);
    window.command("Earlier versions…");
    window.wait_for("While you work");
    assert!(window.everything().contains(&later), "what was here is in the list");
    window.key(Key::Escape);
    assert!(!window.sees("While you work"));
}

#[test]
fn as_many_versions_are_deleted_as_was_said() {
    let mut window = with_an_earlier_version();
    window.button("Delete all…");
    assert!(window.sees("Delete 1 earlier version?"), "{}", window.everything());
    assert!(window.sees("One version stays: it has what is open now and not saved yet."));
    window.key(Key::Escape);
    assert!(window.sees("While you work"), "one step back leads to the list");
    window.button("Delete all…");
    window.button("Delete them");
    window.wait_for("1 version deleted; what is not saved yet stays.");
    window.command("Earlier versions…");
    window.wait_for("While you work");
    assert!(window.sees("As it is now") && buttons(&window, "Delete all") == 0);
}

#[test]
fn restarts_do_not_repeat_a_version() {
    let mut window = changed();
    for _ in 0..4 {
        window = window.restart(None);
        assert!(window.sees("Restored"), "{}", window.everything());
    }
    window.command("Earlier versions…");
    window.wait_for("While you work");
    assert_eq!(buttons(&window, "Look at"), 1, "{}", window.everything());
    let files = names(&recovery::folder_in(&window.path("state")));
    let versions = files.iter().filter(|name| name.ends_with(".recovery.ron")).count();
    // What the last restart has taken over goes with the next version.
    assert!(versions <= 2, "{files:?}");
}

#[test]
fn a_version_of_another_decision_can_be_looked_at_and_opened() {
    let mut window = changed();
    window.button("Compare");
    window.write(Role::MultilineTextInput, "New note on Delivery speed", "Half a thought");
    let title = window.session().title().to_owned();
    let mut other = preset("backend-platform");
    other.id = common::id("another");
    common::disk::save(&window.path("other.session.ron"), &other, store::Expect::Absent)
        .expect("saved");
    let mut window = window.restart(Some("other.session.ron"));
    window.key(Key::Enter);
    window.command("Earlier versions…");
    window.wait_for("While you work");
    assert!(window.sees("Another decision or file; opening it closes what is open"));
    window.button("Look at 14:02:00");
    assert!(window.sees("Rounds of ballots") && window.sees("Half a thought"));
    assert!(window.sees("Unfinished note on Delivery speed"), "{}", window.everything());
    window.button(&format!("Open {title} of 14:02:00"));
    assert_eq!(window.session().title(), title);

    // Where nothing is open, nothing is said of what would be closed.
    let mut window = window.another(None);
    window.command("Earlier versions…");
    window.wait_for("While you work");
    assert!(!window.sees("Another decision"), "{}", window.everything());
    window.button("Look at 14:02:00");
    assert!(window.sees("Half a thought"));
}

#[test]
fn what_is_kept_is_private() {
    let window = changed();
    let folder = recovery::folder_in(&window.path("state"));
    let window = window.restart(None);
    let mode = |path: &Path| fs::metadata(path).expect("there").permissions().mode() & 0o777;
    assert_eq!(mode(&folder), 0o700);
    let files: Vec<String> = names(&folder);
    assert!(files.iter().any(|name| name.ends_with(".recovery.ron")), "{files:?}");
    for name in files {
        assert_eq!(mode(&folder.join(&name)), 0o600, "{name}");
    }
    drop(window);
}

#[test]
fn a_version_that_is_damaged_is_said_to_be_and_stays() {
    let window = changed();
    let folder = recovery::folder_in(&window.path("state"));
    let file = window.path("test.session.ron");
    let mut damaged = Vec::new();
    let mut window = {
        // Kept when the window goes.
        let window = window.restart(Some("test.session.ron"));
        for name in names(&folder).into_iter().filter(|name| name.ends_with(".recovery.ron")) {
            let path = folder.join(name);
            let text = fs::read_to_string(&path).expect("text").replace("Billing", "Bilking");
            common::disk::write(&path, &text);
            damaged.push((path, text));
        }
        window.restart(None)
    };
    assert!(!damaged.is_empty());
    assert!(!window.sees("Restored"), "{}", window.everything());
    assert!(window.sees("cannot be read, and stays as it is"), "{}", window.everything());
    for (path, text) in damaged {
        assert_eq!(fs::read_to_string(path).expect("there"), text);
    }
    window.button("Understood");
    assert_eq!(store::open(&file).expect("opens").session.title(), "Billing");
}

#[test]
fn whichever_step_of_a_save_fails_the_work_is_still_on_the_desk_and_kept() {
    let mut failed = 0;
    for at in 0.. {
        let steps = AtomicUsize::new(0);
        let fails = AtomicUsize::new(usize::MAX);
        let counters = Arc::new((steps, fails));
        let seen = Arc::clone(&counters);
        let disk = Double(move |_: &'static str| {
            let step = seen.0.fetch_add(1, Ordering::Relaxed);
            if step == seen.1.load(Ordering::Relaxed) {
                return Err(io::Error::from(io::ErrorKind::StorageFull));
            }
            Ok(true)
        });
        let mut window = Window::on_disk(&renamed("Billing"), Arc::new(disk));
        window.write(Role::TextInput, TITLE, " and more");
        let (title, file) = (window.session().title().to_owned(), window.path("test.session.ron"));
        counters.0.store(0, Ordering::Relaxed);
        counters.1.store(at, Ordering::Relaxed);
        window.button("Save");
        let made = counters.0.load(Ordering::Relaxed);
        let on_disk = store::open(&file).expect("whole").session;
        if made <= at {
            assert_eq!(on_disk.title(), title, "saved");
            break;
        }
        if on_disk.title() == "Billing" {
            failed += 1;
            window.key(Key::Escape);
            assert!(window.sees("Unsaved changes"), "step {at}: {}", window.everything());
            let window = window.restart(None);
            assert_eq!(window.session().title(), title, "step {at} is not restored");
        } else {
            assert_eq!(on_disk.title(), title, "step {at}: the file is the old or the new one");
        }
    }
    println!("{failed} steps of a save failed, each time the work was kept");
    assert!(failed >= 5, "{failed}");
}

#[test]
fn that_nothing_can_be_kept_is_said_and_does_not_stop_the_work() {
    let window = Window::showing(&renamed("Billing"));
    // A file in the way of the folder: even root cannot write there.
    common::disk::write(&recovery::folder_in(&window.path("state")), "in the way");
    let mut window = window.restart(Some("test.session.ron"));
    window.write(Role::TextInput, TITLE, " and more");
    window.wait_for("Recovery is not being kept");
    window.button("Save");
    let saved = store::open(&window.path("test.session.ron")).expect("opens").session;
    assert_eq!(&saved, window.session());
}

/// Where a child works that others kill.
const CHILD: &str = "WEIGHBRIDGE_TEST_CHILD";

fn child(role: &str, folder: &Path) -> Child {
    Command::new(std::env::current_exe().expect("this program"))
        .args(["--exact", role, "--ignored", "--nocapture"])
        .env(CHILD, folder)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("starts")
}

/// A folder that stays when the child ends.
fn folder_of_child() -> tempfile::TempDir {
    let parent = std::env::var_os(CHILD).expect("started by another test");
    let mut folder = tempfile::tempdir_in(parent).expect("a folder");
    folder.disable_cleanup(true);
    folder
}

/// The state folder of the child that worked in this folder.
fn state_of_child(folder: &Path) -> PathBuf {
    folder.join(&names(folder)[0]).join("state")
}

#[test]
#[ignore = "started and killed by another test"]
fn child_types() {
    let mut window = Window::in_folder(folder_of_child());
    window.button("Early SaaS product");
    window.find(Role::TextInput, TITLE).focus();
    window.settle();
    for count in 1.. {
        window.harness.event(egui::Event::Text(format!(" {count}")));
        window.harness.step();
        window.harness.step();
        let mut out = io::stdout().lock();
        writeln!(out, "typed {count}").and_then(|()| out.flush()).expect("told");
    }
}

/// How many words of the title there are: how far the typing had come.
fn last_word(title: &str) -> usize {
    title.split(' ').next_back().and_then(|word| word.parse().ok()).unwrap_or(0)
}

#[test]
fn a_killed_window_has_kept_what_was_typed() {
    let kills = if std::env::var_os("WEIGHBRIDGE_LONG").is_some() { 100 } else { 20 };
    let (mut lags, mut words, mut kept_words) = (Vec::new(), 0, 0);
    let mut random = fastrand::Rng::with_seed(3);
    for kill in 0..kills {
        let folder = folder();
        let mut child = child("child_types", folder.path());
        let mut lines = BufReader::new(child.stdout.take().expect("piped")).lines();
        // When each word was on the desk.
        let mut typed: Vec<Instant> = Vec::new();
        let enough = random.usize(2..60);
        while typed.len() < enough {
            let line = lines.next().expect("goes on").expect("a line");
            if line.starts_with("typed ") {
                typed.push(Instant::now());
            }
        }
        child.kill().expect("killed");
        let killed = Instant::now();
        child.wait().expect("gone");
        // What it had said before it was killed, and was not read yet.
        typed.extend(
            lines.map_while(Result::ok).filter(|l| l.starts_with("typed ")).map(|_| killed),
        );
        let left = left_behind(&recovery::folder_in(&state_of_child(folder.path())));
        assert!(left.refused.is_empty(), "kill {kill}: {:?}", left.refused);
        let (_, snapshot) = left.unsaved.first().expect("something was kept");
        let kept = last_word(snapshot.session.title());
        words += typed.len();
        kept_words += kept.min(typed.len());
        // The oldest word that is lost was on the desk for so long.
        let lag = typed.get(kept).map_or(Duration::ZERO, |lost| killed.duration_since(*lost));
        lags.push(lag);
    }
    lags.sort();
    let (median, worst) = (lags[lags.len() / 2], lags[lags.len() - 1]);
    println!("{kills} kills while {words} words were typed: 0 versions damaged or lost;");
    println!(
        "{} words were lost, typed {median:?} before (median), {worst:?} (worst)",
        words - kept_words
    );
    // How many depends on how busy the machine is; a thread that seldom writes would lose most.
    assert!(kept_words * 2 > words, "{kept_words} of {words} words were kept");
}

#[test]
#[ignore = "started by another test"]
fn child_panics() {
    let folder = folder_of_child();
    let state = folder.path().join("state");
    weighbridge::app::panics::report_panics(state);
    let secret = std::env::args().map(|_| "what somebody has typed").collect::<String>();
    assert!(secret.is_empty(), "it is about {secret}");
}

#[test]
fn a_panic_leaves_a_report_without_anything_of_the_session_and_the_next_start_offers_it() {
    let outer = folder();
    let mut child = child("child_panics", outer.path());
    child.wait().expect("gone");
    let window = Window::start();
    let state = window.path("state");
    let from = state_of_child(outer.path());
    let report =
        names(&from).into_iter().find(|name| name.starts_with("crash-")).expect("a report");
    let text = fs::read_to_string(from.join(&report)).expect("a text");
    assert!(!text.contains("somebody has typed"), "{text}");
    for said in [env!("CARGO_PKG_VERSION"), std::env::consts::OS, "recovery.rs", "child_panics"] {
        assert!(text.contains(said), "{said}: {text}");
    }
    let mode = fs::metadata(from.join(&report)).expect("there").permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    fs::create_dir_all(&state).expect("a folder");
    fs::copy(from.join(&report), state.join(&report)).expect("copied");
    let mut window = window.restart(None);
    assert!(window.sees("Weighbridge stopped unexpectedly last time"));
    window.button("Show report");
    assert!(window.everything().contains("place: "));
    window.key(Key::Escape);
    window.button("Remove report");
    assert!(!window.sees("stopped unexpectedly"));
    assert!(!state.join(&report).exists());
}
