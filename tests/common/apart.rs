//! What tests of files that others change as well share: the file of the window under test, what is in
//! it, and a session that was changed here.

use std::path::{Path, PathBuf};

use weighbridge::session::{Edit, Points, Session};
use weighbridge::store;

use super::window::Window;
use super::{id, preset};

/// What the bar says of a file that holds another version.
pub const CHANGED: &str = "This file was changed by something else at 14:02.";

/// The file of the window under test.
pub fn file(window: &Window) -> PathBuf {
    window.path("test.session.ron")
}

pub fn points(criterion: &str, number: f64) -> Edit {
    Edit::SetPoints(id(criterion), Points::clamped(number))
}

/// The session of the window under test, with these changes.
pub fn with(edits: impl IntoIterator<Item = Edit>) -> Session {
    let mut session = preset("early-saas");
    for edit in edits {
        session.apply(edit).expect("fits");
    }
    session
}

pub fn on_disk(path: &Path) -> Session {
    store::open(path).expect("opens").session
}

pub fn points_of(session: &Session, criterion: &str) -> f64 {
    session.criterion(&id(criterion)).expect("there").points.get()
}

/// Lets the window look at its file once more and take what was found.
pub fn let_it_look(window: &mut Window) {
    // One look may have begun before.
    wait_for_looks(window, 2);
    window.settle();
}

/// Waits, without drawing, until the file was looked at so often.
pub fn wait_for_looks(window: &Window, count: u64) {
    let before = looks(window);
    window.wait_until("the file is looked at", |window| looks(window) >= before + count);
}

fn looks(window: &Window) -> u64 {
    window.harness.state().looks()
}

/// A window in which a criterion has other points, unsaved.
pub fn changed_here() -> Window {
    let mut window = Window::showing(&preset("early-saas"));
    window.button("Weigh");
    window.type_points("Async fit", "1");
    window
}
