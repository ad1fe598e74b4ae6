//! The one constructor of a window under test: fixed size, scale, theme, system, clock and ids.

use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::sync::Arc;
use std::time::{Duration, Instant};

use egui::accesskit::Role;
use egui::{Key, Modifiers, Theme, Vec2};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use egui_kittest::{Harness, Node};
use jiff::tz::TimeZone;
use weighbridge::app::dialogs::Dialogs;
use weighbridge::app::{App, Options};
use weighbridge::session::Session;
use weighbridge::store::disk::{Disk, RealDisk};
use weighbridge::store::{self, Expect, Recents};

use super::{catalogue, id};

/// After how long what has not come will not come: a time that no machine needs, however busy.
const PATIENCE: Duration = Duration::from_mins(1);

/// A window with a folder of its own for files and state.
pub struct Window {
    pub harness: Harness<'static, App>,
    folder: Rc<tempfile::TempDir>,
}

impl Window {
    /// A window as it first starts.
    pub fn start() -> Self {
        Self::with(Vec2::new(1440.0, 900.0), Theme::Light, None)
    }

    /// A window with a session in it.
    pub fn showing(session: &Session) -> Self {
        Self::with(Vec2::new(1440.0, 900.0), Theme::Light, Some(session))
    }

    /// A window of this size and theme, with a session or without.
    pub fn with(size: Vec2, theme: Theme, session: Option<&Session>) -> Self {
        let folder = new_folder();
        let file = session.map(|session| saved_in(&folder, session));
        Self::open_known(size, theme, folder, file)
    }

    /// A window on a session that was never open here.
    pub fn on_unknown(session: &Session) -> Self {
        let folder = new_folder();
        let file = saved_in(&folder, session);
        Self::open(Vec2::new(1440.0, 900.0), Theme::Light, folder, Some(file))
    }

    /// A window on a file of this text that was never open here.
    pub fn on_unknown_text(text: &str) -> Self {
        let folder = new_folder();
        let path = folder.path().join("test.session.ron");
        put(&path, text);
        Self::open(Vec2::new(1440.0, 900.0), Theme::Light, folder, Some(path))
    }

    /// Another window on the file of this one, by the same user.
    pub fn beside(&self) -> Self {
        let file = self.path("test.session.ron");
        Self::open(Vec2::new(1440.0, 900.0), Theme::Light, Rc::clone(&self.folder), Some(file))
    }

    /// A window on a file of this text.
    pub fn on_text(text: &str) -> Self {
        let folder = new_folder();
        let path = folder.path().join("test.session.ron");
        put(&path, text);
        Self::open_known(Vec2::new(1440.0, 900.0), Theme::Light, folder, Some(path))
    }

    /// A window on a ballot file of this text.
    pub fn on_ballot(text: &str) -> Self {
        let mut window = Self::on_unknown_ballot(text);
        window.key(Key::Enter);
        window
    }

    /// A window on a ballot file of this text that was never open here.
    pub fn on_unknown_ballot(text: &str) -> Self {
        let folder = new_folder();
        let path = folder.path().join("mine.ballot.ron");
        put(&path, text);
        Self::open(Vec2::new(1440.0, 900.0), Theme::Light, folder, Some(path))
    }

    /// A window on a file that was open here before; for a merge, which opens without trace, it is
    /// agreed to open it.
    fn open_known(
        size: Vec2,
        theme: Theme,
        folder: Rc<tempfile::TempDir>,
        file: Option<PathBuf>,
    ) -> Self {
        remember(&folder, file.as_deref());
        let mut window = Self::open(size, theme, folder, file);
        if window.sees("Finish the merge of") {
            window.key(Key::Enter);
        }
        window
    }

    /// Another window of the same user, on a file of this one's folder or on none.
    pub fn another(&self, file: Option<&str>) -> Self {
        let file = file.map(|name| self.path(name));
        Self::open(Vec2::new(1440.0, 900.0), Theme::Light, Rc::clone(&self.folder), file)
    }

    /// This window is gone, as if it had been killed, and the user starts the next one.
    pub fn restart(self, file: Option<&str>) -> Self {
        let Self { harness, folder } = self;
        drop(harness);
        let file = file.map(|name| folder.path().join(name));
        Self::open(Vec2::new(1440.0, 900.0), Theme::Light, folder, file)
    }

    /// A window in a folder of the caller's, which stays.
    pub fn in_folder(folder: tempfile::TempDir) -> Self {
        Self::open(Vec2::new(1440.0, 900.0), Theme::Light, Rc::new(folder), None)
    }

    /// A window that saves to a file system of the caller's.
    pub fn on_disk(session: &Session, disk: Arc<dyn Disk>) -> Self {
        let folder = new_folder();
        let path = saved_in(&folder, session);
        remember(&folder, Some(&path));
        Self::open_on(disk, Vec2::new(1440.0, 900.0), Theme::Light, folder, Some(path))
    }

    fn open(
        size: Vec2,
        theme: Theme,
        folder: Rc<tempfile::TempDir>,
        file: Option<PathBuf>,
    ) -> Self {
        Self::open_on(Arc::new(RealDisk), size, theme, folder, file)
    }

    fn open_on(
        disk: Arc<dyn Disk>,
        size: Vec2,
        theme: Theme,
        folder: Rc<tempfile::TempDir>,
        file: Option<PathBuf>,
    ) -> Self {
        let options = Options {
            file,
            state_folder: Some(folder.path().join("state")),
            disk,
            dialogs: Dialogs::Typed,
            fixed_time: Some("2026-11-22T14:02:00Z".parse().expect("a time")),
            zone: TimeZone::UTC,
            author: "Facilitator".to_owned(),
            formatted_copies: false,
            poll: Duration::from_millis(5),
            seed: Some(7),
        };
        let harness = Harness::builder()
            .with_size(size)
            .with_pixels_per_point(1.0)
            .with_theme(theme)
            .with_os(egui::os::OperatingSystem::Nix)
            .with_max_steps(12)
            .with_render_cursor(false)
            .build_eframe(|cc| App::new(&cc.egui_ctx, catalogue(), options));
        let mut window = Self { harness, folder };
        window.settle();
        window
    }

    /// Runs until the window rests and no worker is at it. Threads beside the window ask for
    /// frames whenever they have news, on a slow machine between any two of them, so that no
    /// number of frames is too many; only a window that does not rest at all is told.
    pub fn settle(&mut self) {
        let begin = Instant::now();
        while begin.elapsed() < PATIENCE {
            if self.harness.run_ok().is_some() && !self.harness.state().is_busy() {
                return;
            }
            std::thread::yield_now();
        }
        self.harness.run();
        panic!("a worker does not end; there is: {}", self.everything());
    }

    /// A path in the window's folder.
    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// The session as it stands.
    pub fn session(&self) -> &Session {
        self.harness.state().session()
    }

    /// The widget of a role and an accessible name.
    pub fn find<'a>(&'a self, role: Role, name: &'a str) -> Node<'a> {
        self.harness.get_by_role_and_label(role, name)
    }

    /// Whether some text is on screen, as a label or a part of one.
    pub fn sees(&self, text: &str) -> bool {
        self.harness.query_all_by_label_contains(text).next().is_some()
    }

    /// Every word that a screen reader could reach.
    pub fn everything(&self) -> String {
        let nodes = self.harness.query_all_by(|_| true);
        let words = nodes.flat_map(|node| {
            let node = node.accesskit_node();
            [node.label(), node.value(), node.description()].into_iter().flatten()
        });
        words.collect::<Vec<_>>().join("\n")
    }

    /// Waits, without drawing, for what a thread does.
    pub fn wait_until(&self, what: &str, mut done: impl FnMut(&Self) -> bool) {
        let begin = Instant::now();
        while !done(self) {
            assert!(begin.elapsed() < PATIENCE, "it never happens that {what}");
            std::thread::yield_now();
        }
    }

    /// Runs until some text is on screen that a thread brings.
    pub fn wait_for(&mut self, text: &str) {
        self.draw_until(|window| window.sees(text), &format!("{text:?} did not come"));
    }

    /// Runs until some text has gone that a thread takes away.
    pub fn wait_until_gone(&mut self, text: &str) {
        self.draw_until(|window| !window.sees(text), &format!("{text:?} is still there"));
    }

    fn draw_until(&mut self, done: impl Fn(&Self) -> bool, otherwise: &str) {
        let begin = Instant::now();
        self.harness.step();
        while !done(self) {
            assert!(begin.elapsed() < PATIENCE, "{otherwise}; there is: {}", self.everything());
            std::thread::yield_now();
            self.harness.step();
        }
        self.settle();
    }

    /// Clicks a widget.
    pub fn click(&mut self, role: Role, name: &str) {
        self.find(role, name).click();
        self.settle();
    }

    /// Clicks a button.
    pub fn button(&mut self, name: &str) {
        self.click(Role::Button, name);
    }

    /// Does a command by its name, through the action finder.
    pub fn command(&mut self, name: &str) {
        self.ctrl(Key::K);
        self.type_here(name);
        self.key(Key::Enter);
    }

    /// Puts a path into the field for it, in place of what is there.
    pub fn path_is(&mut self, path: &Path) {
        self.find(Role::TextInput, "Path").focus();
        self.settle();
        self.ctrl(Key::A);
        self.type_here(&path.to_string_lossy());
    }

    /// Writes into a text field, after what is there.
    pub fn write(&mut self, role: Role, name: &str, text: &str) {
        self.find(role, name).focus();
        self.settle();
        self.find(role, name).type_text(text);
        self.settle();
    }

    /// Types where the keyboard is.
    pub fn type_here(&mut self, text: &str) {
        self.harness.event(egui::Event::Text(text.to_owned()));
        self.settle();
    }

    /// Pastes where the keyboard is.
    pub fn paste(&mut self, text: &str) {
        self.harness.event(egui::Event::Paste(text.to_owned()));
        self.settle();
    }

    /// Whether a button can be pressed.
    pub fn can(&self, name: &str) -> bool {
        !self.find(Role::Button, name).accesskit_node().is_disabled()
    }

    /// Presses a key.
    pub fn key(&mut self, key: Key) {
        self.harness.key_press(key);
        self.settle();
    }

    /// Presses a key with Ctrl.
    pub fn ctrl(&mut self, key: Key) {
        self.harness.key_press_modifiers(Modifiers::CTRL | Modifiers::COMMAND, key);
        self.settle();
    }

    /// The points of a criterion.
    pub fn points(&self, criterion: &str) -> f64 {
        self.session().criterion(&id(criterion)).expect("there").points.get()
    }

    /// Sets a criterion's points by typing a number.
    pub fn type_points(&mut self, name: &str, number: &str) {
        self.find(Role::SpinButton, &format!("{name}, points, number")).focus();
        self.settle();
        self.ctrl(Key::A);
        self.type_here(number);
        self.key(Key::Enter);
    }

    /// Answers the path dialog.
    pub fn path_dialog(&mut self, path: &Path, action: &str) {
        self.harness.key_press_modifiers(Modifiers::CTRL | Modifiers::COMMAND, Key::A);
        self.settle();
        self.type_here(&path.to_string_lossy());
        self.button(action);
    }
}

fn new_folder() -> Rc<tempfile::TempDir> {
    Rc::new(tempfile::tempdir().expect("a folder"))
}

fn saved_in(folder: &Rc<tempfile::TempDir>, session: &Session) -> PathBuf {
    let path = folder.path().join("test.session.ron");
    store::save(&RealDisk, &path, session, Expect::Absent).expect("saved");
    path
}

/// Notes that a file was open here before.
fn remember(folder: &tempfile::TempDir, file: Option<&Path>) {
    if let Some(Ok(opened)) = file.map(store::open) {
        let mut recents = Recents::default();
        let used = "2026-11-21T10:00:00Z".parse().expect("a time");
        recents.remember(&opened.path, opened.session.title(), &opened.session.id, used);
        recents.store(&RealDisk, &folder.path().join("state")).expect("stored");
    }
}

/// Writes a file as another program would.
pub fn put(path: &Path, text: &str) {
    use std::io::Write as _;
    let mut file = std::fs::File::create(path).expect("created");
    file.write_all(text.as_bytes()).expect("written");
}
