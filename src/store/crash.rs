//! What is left of a panic: where in the program it was, and nothing of anybody's session.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use jiff::Timestamp;

use super::read_capped;
use super::recovery::{private_folder, put};

/// How the names of reports begin and end.
const NAME: (&str, &str) = ("crash-", ".txt");

/// How many reports are kept.
const KEPT: usize = 5;

/// The most that is read of a report, in bytes.
const MAX_BYTES: u64 = 256 * 1024;

/// A panic, as it is reported.
#[derive(Clone, Copy, Debug)]
pub struct Panic<'a> {
    /// When.
    pub at: Timestamp,
    /// The name of the thread.
    pub thread: &'a str,
    /// File, line and column in the program's source.
    pub place: &'a str,
    /// The message where it is part of the program. One that was put together may quote what
    /// somebody typed, and is left out.
    pub message: Option<&'static str>,
    /// The calls that led there.
    pub backtrace: &'a str,
}

/// Writes a report.
///
/// # Errors
/// When the folder cannot be written to.
pub fn write(state: &Path, panic: &Panic<'_>) -> std::io::Result<()> {
    let Panic { at, thread, place, message, backtrace } = panic;
    let (begin, end) = NAME;
    let mut text = String::new();
    // Writing to a text does not fail.
    let _ =
        writeln!(text, "Weighbridge {} stopped where it should not.", env!("CARGO_PKG_VERSION"));
    let _ = writeln!(text, "time: {at}");
    let _ = writeln!(text, "system: {} {}", std::env::consts::OS, std::env::consts::ARCH);
    let _ = writeln!(text, "thread: {thread}");
    let _ = writeln!(text, "place: {place}");
    let left_out = "left out, since it may quote what was typed";
    let _ = writeln!(text, "message: {}", message.unwrap_or(left_out));
    let _ = writeln!(text, "\n{backtrace}");
    private_folder(state)?;
    let name = format!("{begin}{:020}-{}{end}", at.as_millisecond(), std::process::id());
    put(&state.join(name), text.as_bytes(), true)
}

/// The newest report, if there is one; of older ones a few are kept.
#[must_use]
pub fn newest(state: &Path) -> Option<String> {
    let mut all = reports(state);
    all.sort();
    let surplus = all.len().saturating_sub(KEPT);
    for path in all.iter().take(surplus) {
        // Harmless where it stays.
        let _ = fs::remove_file(path);
    }
    let bytes = read_capped(all.last()?, MAX_BYTES).ok()?;
    Some(String::from_utf8_lossy(&bytes).into_owned())
}

/// Removes all reports.
pub fn remove_all(state: &Path) {
    for path in reports(state) {
        // One that stays is offered again at the next start.
        let _ = fs::remove_file(path);
    }
}

fn reports(state: &Path) -> Vec<PathBuf> {
    let (begin, end) = NAME;
    let ours = |entry: &fs::DirEntry| {
        let name = entry.file_name();
        name.to_str().is_some_and(|name| name.starts_with(begin) && name.ends_with(end))
    };
    let entries = fs::read_dir(state).into_iter().flatten().flatten();
    entries.filter(ours).map(|entry| entry.path()).collect()
}
