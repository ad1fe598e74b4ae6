//! The meeting around the decision, as the facilitator meets it: agenda and clock, parking lot,
//! follow-ups, and the log that nobody can take back.
#![allow(
    clippy::expect_used,
    clippy::float_cmp,
    clippy::panic,
    reason = "a test fails by panicking, and exact results are compared exactly"
)]

mod common;

use common::window::Window;
use common::{id, preset};
use egui::accesskit::Role;
use egui::{Key, Modifiers, OutputCommand, Theme, Vec2};
use egui_kittest::kittest::{AccessKitNode, NodeT as _, Queryable as _};
use jiff::civil::date;
use weighbridge::session::{Edit, Entry, Event, FollowUp, ItemRef, Parked, Session};
use weighbridge::store;

/// Something that happened on the day of the test, at this time.
fn happened(session: &mut Session, time: &str, event: Event) {
    let at = format!("2026-11-22T{time}:00Z").parse().expect("a time");
    session.log(Entry { at, event }).expect("fits");
}

/// A session whose second part began at this time; the clock of the tests stands at 14:02.
fn weighing_since(time: &str) -> Session {
    let mut session = preset("early-saas");
    let event = session.agenda[1].begin();
    happened(&mut session, time, event);
    session
}

fn ctrl_shift(window: &mut Window, key: Key) {
    let modifiers = Modifiers::CTRL | Modifiers::COMMAND | Modifiers::SHIFT;
    window.harness.key_press_modifiers(modifiers, key);
    window.settle();
}

fn find_action(window: &mut Window, words: &str) {
    window.ctrl(Key::K);
    window.type_here(words);
    window.key(Key::Enter);
}

/// The name of what has the keyboard.
fn focused(window: &Window) -> Option<String> {
    let nodes = window.harness.root().children_recursive();
    let mut nodes = nodes.map(|node| node.accesskit_node());
    nodes.find(AccessKitNode::is_focused).and_then(|node| node.label())
}

/// Presses Tab until a widget of that name has the keyboard.
fn tab_to(window: &mut Window, name: &str) {
    for _ in 0..250 {
        window.key(Key::Tab);
        if focused(window).as_deref() == Some(name) {
            return;
        }
    }
    panic!("Tab never comes to “{name}”");
}

fn words(session: &Session) -> Vec<String> {
    session.log.iter().map(|entry| entry.event.words(session)).collect()
}

/// The names of the agenda's parts.
fn parts(window: &Window) -> Vec<&str> {
    window.session().agenda.iter().map(|part| part.name.as_str()).collect()
}

/// Where on the screen some words begin, from above.
fn height_of(window: &Window, text: &str) -> f32 {
    let found = window.harness.query_all_by_label_contains(text).next();
    found.expect("on screen").rect().top()
}

#[test]
fn the_meeting_goes_through_its_parts_and_no_undo_takes_that_back() {
    let mut window = Window::showing(&preset("early-saas"));
    window.ctrl(Key::B);
    assert!(window.sees("Parking lot") && window.sees("90 min"));
    window.button("Start the meeting");
    assert!(window.sees("Agenda 1/5 · Frame the decision · 10 min left"));
    assert!(window.sees("Frame the decision is running: 0 of 10 min"));
    ctrl_shift(&mut window, Key::N);
    assert!(window.sees("Agenda 2/5 · Weigh the criteria · 25 min left"));
    assert!(window.sees("14:02: Agenda: Weigh the criteria, 25 min"));
    let log = window.session().log.clone();
    window.ctrl(Key::Z);
    window.ctrl(Key::Z);
    assert_eq!(window.session().log, log);

    // Any part can be begun, also one that was skipped.
    window.button("Begin part 5: Write the record");
    assert!(window.sees("Agenda 5/5 · Write the record · 15 min left"));
    window.ctrl(Key::K);
    window.type_here("next part");
    assert!(window.sees("This is the last part"));
    window.key(Key::Escape);
    window.button("End the meeting");
    assert!(!window.sees("Agenda 5/5") && window.sees("Start the meeting"));
    assert_eq!(words(window.session())[3], "The agenda was through");

    window.ctrl(Key::S);
    let saved = store::open(&window.path("test.session.ron")).expect("saved").session;
    assert_eq!(saved.log, window.session().log);
}

#[test]
fn the_clock_is_quiet_and_says_when_a_part_takes_too_long() {
    let window = Window::showing(&weighing_since("13:49"));
    assert!(window.sees("Agenda 2/5 · Weigh the criteria · 12 min left"));
    assert!(window.sees("Weigh the criteria: 12 min left"), "under the steps too");

    let mut window = Window::showing(&weighing_since("13:34"));
    assert!(!window.sees("Parking lot"));
    window.button("Agenda 2/5 · Weigh the criteria · 3 min over");
    assert!(window.sees("Parking lot"), "a click opens the panel");
    assert!(window.sees("Weigh the criteria is running: 28 of 25 min, 3 min over"));
    // 14:02, and 25, 15 and 15 minutes to come.
    assert!(window.sees("90 min · ends about 14:57"));

    let mut session = weighing_since("13:44");
    session.agenda[1].minutes = 0;
    let mut window = Window::showing(&session);
    assert!(window.sees("Agenda 2/5 · Weigh the criteria · 18 min"));
    window.ctrl(Key::B);
    assert!(window.sees("Weigh the criteria is running: 18 min so far"));
    assert!(window.sees("65 min · ends not before 14:57"));
}

#[test]
fn a_meeting_that_nobody_ended_does_not_go_on_for_ever() {
    let mut session = preset("early-saas");
    let event = session.agenda[1].begin();
    let at = "2026-11-20T10:00:00Z".parse().expect("a time");
    session.log(Entry { at, event }).expect("fits");
    let mut window = Window::showing(&session);
    assert!(!window.sees("Agenda 2/5"));
    window.ctrl(Key::B);
    assert!(window.sees("Weigh the criteria is running: Begun 20 November, never ended"));
    assert!(window.sees("20 November, 10:00: Agenda: Weigh the criteria, 25 min"));
    window.button("Next part");
    assert!(window.sees("Agenda 3/5 · Compare the two · 25 min left"));
}

#[test]
fn the_agenda_is_changed_where_it_stands() {
    let mut window = Window::showing(&weighing_since("13:49"));
    window.ctrl(Key::B);
    // More time for the running part counts at once.
    window.find(Role::SpinButton, "Part 2, minutes").focus();
    window.settle();
    window.ctrl(Key::A);
    window.type_here("40");
    window.key(Key::Enter);
    assert_eq!(window.session().agenda[1].minutes, 40);
    assert!(window.sees("Agenda 2/5 · Weigh the criteria · 27 min left"));
    window.find(Role::SpinButton, "Part 2, minutes").focus();
    window.settle();
    window.ctrl(Key::A);
    window.type_here("9999");
    window.key(Key::Tab);
    assert_eq!(window.session().agenda[1].minutes, 600);

    // In the text, Alt and the arrows move the part.
    window.find(Role::TextInput, "Part 2, name").focus();
    window.settle();
    for key in [Key::ArrowDown, Key::ArrowDown, Key::ArrowUp] {
        window.harness.key_press_modifiers(Modifiers::ALT, key);
        window.settle();
    }
    assert_eq!(focused(&window).as_deref(), Some("Part 3, name"), "the keyboard goes along");
    assert_eq!(parts(&window)[1..3], ["Compare the two", "Weigh the criteria"]);
    assert!(window.sees("Agenda 3/5 · Weigh the criteria"));
    window.button("Part 1, more");
    window.button("Move down");
    assert_eq!(parts(&window)[..2], ["Compare the two", "Frame the decision"]);
    window.ctrl(Key::Z);
    assert_eq!(parts(&window)[0], "Frame the decision");

    // In the minutes as well, where the arrows alone would change them.
    window.find(Role::SpinButton, "Part 2, minutes").focus();
    window.settle();
    window.harness.key_press_modifiers(Modifiers::ALT, Key::ArrowUp);
    window.settle();
    assert_eq!(parts(&window)[0], "Compare the two");
    assert_eq!(window.session().agenda[0].minutes, 25);

    window.button("Remove Part 3");
    assert!(!parts(&window).contains(&"Weigh the criteria"));
    assert!(window.sees("Agenda · Weigh the criteria · 12 min left"), "it goes on all the same");
    window.button("Add a part");
    window.type_here("Break");
    assert_eq!(parts(&window)[4], "Break");
    assert_eq!(focused(&window).as_deref(), Some("Part 5, name"));
}

#[test]
fn an_empty_agenda_says_what_to_do_next() {
    let mut session = preset("early-saas");
    session.agenda.clear();
    let mut window = Window::showing(&session);
    ctrl_shift(&mut window, Key::N);
    assert!(window.sees("The agenda is empty"));
    window.ctrl(Key::B);
    assert!(window.sees("Name the parts of the meeting"));
    window.button("Add a part");
    window.type_here("All of it");
    window.button("Start the meeting");
    assert_eq!(words(window.session()), ["Agenda: All of it, 10 min"]);
}

#[test]
fn something_is_parked_and_ticked_off_by_keyboard_alone() {
    let mut window = Window::showing(&preset("early-saas"));
    window.ctrl(Key::P);
    for text in ["Name of the service", "  ", "Who pays for it?"] {
        window.type_here(text);
        window.key(Key::Enter);
    }
    let texts: Vec<_> = window.session().parked.iter().map(|p| p.text.as_str()).collect();
    assert_eq!(texts, ["Name of the service", "Who pays for it?"]);
    assert_eq!(focused(&window).as_deref(), Some("Park something"), "it is ready for another");
    assert!(window.sees("2 parked") && window.sees("2 open"));
    tab_to(&mut window, "Parked 1, done");
    window.key(Key::Space);
    assert!(window.session().parked[0].done);
    assert!(window.sees("1 parked"));
    window.key(Key::Tab);
    window.ctrl(Key::A);
    window.type_here("The service’s name");
    assert_eq!(window.session().parked[0].text, "The service’s name");
    tab_to(&mut window, "Remove Parked 2");
    window.key(Key::Enter);
    assert_eq!(window.session().parked.len(), 1);
    window.ctrl(Key::Z);
    assert_eq!(window.session().parked.len(), 2);
}

#[test]
fn what_is_about_to_be_parked_is_not_lost() {
    let mut window = Window::showing(&preset("early-saas"));
    window.ctrl(Key::P);
    window.type_here("Half a thought");
    window.ctrl(Key::B);
    window.ctrl(Key::N);
    window.button("Empty session");
    assert!(window.sees("Save the changes first?"));
    window.button("Save");
    let saved = store::open(&window.path("test.session.ron")).expect("saved").session;
    assert_eq!(saved.parked[0].text, "Half a thought");
}

#[test]
fn a_follow_up_has_an_owner_and_a_day() {
    let mut session = preset("early-saas");
    session.people[0].name = "Dana".to_owned();
    let mut window = Window::showing(&session);
    find_action(&mut window, "follow-up");
    window.type_here("Try it on real data");
    let task = |window: &Window| window.session().follow_ups[0].clone();
    assert_eq!(task(&window).text, "Try it on real data");
    assert!(window.sees("Follow-up 1: Due on no day yet"));

    window.button("Follow-up 1, owner, choose");
    window.button("Dana");
    assert_eq!(task(&window).owner, "Dana");
    // Somebody who is not in the session can do it as well.
    assert_eq!(focused(&window).as_deref(), Some("Follow-up 1, owner"));
    window.ctrl(Key::A);
    window.type_here("The hosting team");
    assert_eq!(task(&window).owner, "The hosting team");

    let field = "Follow-up 1, due, year-month-day";
    tab_to(&mut window, field);
    window.type_here("next week");
    assert_eq!(window.find(Role::TextInput, field).value().as_deref(), Some("next week"));
    assert!(window.sees("Follow-up 1: No day, and not saved. Write it as 2027-06-01."));
    assert_eq!(task(&window).due, None);
    window.ctrl(Key::A);
    window.type_here("2026-11-20");
    assert_eq!(task(&window).due, Some(date(2026, 11, 20)));
    assert!(window.sees("Follow-up 1: 2 days overdue"));
    window.ctrl(Key::A);
    window.type_here("2027-06-01");
    assert!(window.sees("Follow-up 1: Due 1 June 2027"));
    window.click(Role::CheckBox, "Follow-up 1, done");
    assert!(task(&window).done && window.sees("Follow-up 1: Done"));
}

/// A session with something in every part of the panel.
fn after_the_meeting() -> Session {
    let mut session = weighing_since("13:30");
    happened(&mut session, "13:52", Event::UncoveredEarly);
    happened(&mut session, "13:55", Event::AgendaEnded);
    session.parked = vec![
        Parked { id: id("p1"), text: "Who pays for it?".to_owned(), done: false },
        Parked { id: id("p2"), text: "Lunch".to_owned(), done: true },
    ];
    let task = |name: &str, done| FollowUp {
        id: id(name),
        text: format!("Task {name}"),
        owner: "Dana".to_owned(),
        due: Some(date(2026, 11, 20)),
        done,
    };
    session.follow_ups = vec![task("f1", false), task("f2", true)];
    session
}

#[test]
fn the_log_is_read_newest_first_beside_the_work_and_oldest_first_in_the_record() {
    let mut window = Window::showing(&after_the_meeting());
    let first = "13:30: Agenda: Weigh the criteria, 25 min";
    let last = "13:55: The agenda was through";
    window.ctrl(Key::B);
    assert!(height_of(&window, last) < height_of(&window, first));
    window.ctrl(Key::B);

    let mut window =
        Window::with(Vec2::new(1440.0, 2000.0), Theme::Light, Some(&after_the_meeting()));
    window.button("Record");
    assert!(window.sees("How the meeting went"));
    assert!(height_of(&window, first) < height_of(&window, last));
    assert!(window.sees("Task f1") && !window.sees("Task f2"), "what is still open");
    assert!(window.sees("Dana, overdue since 20 November"));
    assert!(window.sees("Who pays for it?") && !window.sees("Lunch"));
}

#[test]
fn nothing_is_said_of_a_meeting_that_has_not_been() {
    let mut window = Window::showing(&preset("early-saas"));
    window.button("Record");
    assert!(!window.sees("How the meeting went"));
    window.ctrl(Key::B);
    assert!(window.sees("Nothing has happened yet."));
}

#[test]
fn the_whole_log_can_be_copied() {
    let size = Vec2::new(1440.0, 2000.0);
    let mut window = Window::with(size, Theme::Light, Some(&after_the_meeting()));
    window.ctrl(Key::B);
    window.find(Role::Button, "Copy the log").click();
    let mut copied = None;
    for _ in 0..4 {
        window.harness.step();
        for command in &window.harness.output().platform_output.commands {
            if let OutputCommand::CopyText(text) = command {
                copied = Some(text.clone());
            }
        }
    }
    assert_eq!(
        copied.as_deref(),
        Some(
            "Subscription product data layer\n\
             2026-11-22 13:30  Agenda: Weigh the criteria, 25 min\n\
             2026-11-22 13:52  The result was uncovered before the weights were agreed\n\
             2026-11-22 13:55  The agenda was through\n"
        )
    );
}

#[test]
fn a_reason_is_read_to_its_end_in_the_log() {
    let reason = "Two new colleagues start in May and know neither of the two; ".repeat(6);
    let mut session = after_the_meeting();
    let criterion = session.criteria[0].id.clone();
    let [ballots, points] = [40.0, 75.0].map(weighbridge::session::Points::clamped);
    let event = Event::Overridden { criterion, ballots, points, reason };
    happened(&mut session, "13:56", event);
    happened(&mut session, "13:57", Event::WeightsReopened);
    let rows = |window: &Window| {
        ["The agenda was through", "was given 75 points", "The weights were opened again"]
            .map(|text| window.harness.get_by_label_contains(text).rect())
    };
    let mut panel = Window::showing(&session);
    panel.ctrl(Key::B);
    let [before, long, after] = rows(&panel);
    assert_eq!((before.height(), after.height()), (40.0, 40.0));
    // A line of the panel takes some forty letters.
    assert!(long.height() > 8.0 * 16.0, "{long}");
    assert!(after.bottom() <= long.top() && long.bottom() <= before.top());

    let size = Vec2::new(1440.0, 2000.0);
    let mut record = Window::with(size, Theme::Light, Some(&session));
    record.button("Record");
    let [before, long, after] = rows(&record);
    assert!(long.height() > 2.0 * before.height(), "{long}");
    assert!(before.bottom() <= long.top() && long.bottom() <= after.top());
}

#[test]
fn a_long_meeting_draws_only_what_is_seen() {
    let mut session = after_the_meeting();
    let entry = session.log[1].clone();
    session.log.resize(2_000, entry);
    session.parked = (0..500)
        .map(|n| Parked { id: id(&format!("p{n}")), text: format!("Thing {n}"), done: false })
        .collect();
    let mut window = Window::showing(&session);
    window.ctrl(Key::P);
    window.type_here("One more");
    assert_eq!(focused(&window).as_deref(), Some("Park something"));
    let count = |window: &Window| window.harness.root().children_recursive().count();
    let with_panel = count(&window);
    window.ctrl(Key::B);
    assert!(with_panel < count(&window) + 400, "{with_panel}");
    window.button("Record");
    let long = count(&window);
    let mut short = Window::showing(&after_the_meeting());
    short.button("Record");
    assert!(long < count(&short) + 200, "{long}");
}

#[test]
fn the_panel_shares_its_place_with_the_others() {
    let mut window = Window::showing(&preset("early-saas"));
    window.button("Compare");
    window.ctrl(Key::B);
    assert!(window.sees("Parking lot") && !window.sees("Confirm the ratings"));
    window.ctrl(Key::F);
    assert!(!window.sees("Parking lot") && window.sees("Search notes"));
    window.key(Key::Escape);
    assert!(window.sees("Parking lot"), "it is still open under the search");
    window.ctrl(Key::E);
    assert!(!window.sees("Parking lot") && window.sees("Confirm the ratings"));
    window.ctrl(Key::B);
    window.ctrl(Key::M);
    assert!(!window.sees("Parking lot"), "a note is written on the criterion");
    window.ctrl(Key::B);
    window.ctrl(Key::B);
    assert!(window.sees("Confirm the ratings"));
}

#[test]
fn a_small_window_gives_the_meeting_the_whole_place() {
    for size in [Vec2::new(800.0, 600.0), Vec2::new(720.0, 450.0), Vec2::new(1000.0, 700.0)] {
        let mut session = after_the_meeting();
        let event = session.agenda[2].begin();
        happened(&mut session, "13:58", event);
        session.agenda[2].name = "A part whose name is longer than any bar is wide".repeat(3);
        let mut window = Window::with(size, Theme::Dark, Some(&session));
        window.button("Verdict");
        window.ctrl(Key::B);
        for node in window.harness.root().children_recursive() {
            let inner = node.accesskit_node();
            let acts = matches!(
                inner.role(),
                Role::Button | Role::TextInput | Role::CheckBox | Role::SpinButton
            );
            if acts && let Some(bounds) = inner.raw_bounds() {
                let right = f64::from(size.x) + 0.5;
                let name = inner.label().unwrap_or_default();
                assert!(bounds.x1 <= right && bounds.x0 >= -0.5, "{size:?}: {name}");
            }
        }
        for name in ["Remove Part 5", "Remove Parked 1", "Add a follow-up", "Copy the log"] {
            window.find(Role::Button, name).focus();
            window.settle();
            let rect = window.find(Role::Button, name).rect();
            assert_eq!(focused(&window).as_deref(), Some(name), "{size:?}");
            assert!(rect.top() >= 52.0 && rect.bottom() <= size.y, "{size:?}: {name} at {rect:?}");
        }
    }
    let size = Vec2::new(800.0, 600.0);
    let mut window = Window::with(size, Theme::Light, Some(&weighing_since("13:34")));
    assert!(window.sees("Agenda 2/5 · Weigh the criteria · 3 min over"), "by name at least");
    window.ctrl(Key::B);
    assert!(window.sees("Parking lot") && !window.sees("Frame the decision: "));
    window.button("Weigh");
    assert!(!window.sees("Parking lot"), "a step takes its place back");
    window.ctrl(Key::B);
    assert!(window.sees("Parking lot"));
    window.button("Close the meeting panel");
    assert!(!window.sees("Parking lot"));
}

#[test]
fn what_is_done_in_the_meeting_is_undone_in_the_users_words() {
    let mut session = after_the_meeting();
    let before = session.clone();
    session.apply(Edit::Remove(ItemRef::Parked(id("p1")))).expect("fits");
    let mut window = Window::showing(&before);
    window.ctrl(Key::B);
    window.button("Remove Parked 1");
    assert_eq!(window.session().parked, session.parked);
    assert!(window.sees("Removed what was put aside. Ctrl+Z brings it back."));
    window.ctrl(Key::Z);
    assert_eq!(*window.session(), before);
}

#[test]
fn what_was_removed_is_named_when_it_is_said_how_to_bring_it_back() {
    let mut session = after_the_meeting();
    session.people = vec![common::person("ada")];
    let mut window = Window::showing(&session);
    window.button("Frame");
    window.button("Remove Participant 1");
    assert!(window.sees("Removed ADA. Ctrl+Z brings them back."), "{}", window.everything());
    window.ctrl(Key::Z);
    assert_eq!(*window.session(), session);
}
