//! The system's file dialogs, one at a time, awaited off the window's thread.

use std::path::{Path, PathBuf};

use rfd::{AsyncFileDialog, FileHandle};

use super::worker::{Done, Workers};
use crate::store;
use crate::ui::PathFor;

/// Which dialogs are used to choose files.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dialogs {
    /// The system's own.
    System,
    /// Our own field for a path, where the system has none.
    Typed,
}

impl Dialogs {
    /// What this machine can show. On Linux dialogs come from a portal on the session bus, or
    /// from zenity; without both they would just never appear.
    #[must_use]
    pub fn available() -> Self {
        if cfg!(any(target_os = "windows", target_os = "macos")) {
            return Self::System;
        }
        let portal = store::finds(
            "XDG_DATA_DIRS",
            "/usr/local/share:/usr/share",
            "dbus-1/services/org.freedesktop.portal.Desktop.service",
        );
        let bus = std::env::var_os("DBUS_SESSION_BUS_ADDRESS").is_some();
        let zenity = store::finds("PATH", "/usr/bin", "zenity");
        if (bus && portal) || zenity { Self::System } else { Self::Typed }
    }
}

/// Shows a system dialog; the choice arrives like any other news of a worker.
///
/// # Errors
/// When the system gives no thread to wait on.
pub fn choose(
    workers: &mut Workers,
    frame: &eframe::Frame,
    purpose: PathFor,
    folder: Option<&Path>,
    name: &str,
) -> std::io::Result<()> {
    let mut dialog = AsyncFileDialog::new().set_parent(frame);
    if let Some(folder) = folder {
        dialog = dialog.set_directory(folder);
    }
    let sessions = |dialog: AsyncFileDialog| dialog.add_filter("Weighbridge file", &["ron"]);
    // The future is built here, on the window's thread, as some systems demand.
    let chosen: std::pin::Pin<Box<dyn Future<Output = Option<FileHandle>> + Send>> = match purpose {
        PathFor::Open => Box::pin(sessions(dialog).set_title("Open a session").pick_file()),
        PathFor::Save => {
            let dialog = sessions(dialog).set_title("Save as").set_file_name(name);
            Box::pin(dialog.save_file())
        }
        PathFor::Import => {
            let dialog = dialog.add_filter("CSV table", &["csv"]);
            Box::pin(dialog.set_title("Import a decision matrix").pick_file())
        }
        PathFor::Run => Box::pin(sessions(dialog).set_title("Import a run of the lab").pick_file()),
        PathFor::Earlier => {
            Box::pin(sessions(dialog).set_title("Compare with an earlier session").pick_file())
        }
        PathFor::Template => {
            let dialog = dialog.add_filter("Template", &["j2", "jinja", "jinja2", "md", "html"]);
            Box::pin(dialog.set_title("Lay reports out with a template").pick_file())
        }
        PathFor::Report(what) if what.wants_folder() => {
            Box::pin(dialog.set_title("Choose the folder to write into").pick_folder())
        }
        PathFor::Report(_) => {
            let dialog = dialog.set_title("Export the summary as").set_file_name(name);
            Box::pin(dialog.save_file())
        }
        PathFor::Blanks => {
            Box::pin(dialog.set_title("Write blank ballots into a folder").pick_folder())
        }
    };
    workers.start(move || {
        let path: Option<PathBuf> = pollster::block_on(chosen).map(|file| file.path().to_owned());
        Done::Chosen(purpose, path)
    })
}
