//! What a session's file held when it was loaded or saved last, kept beside what is unsaved. Without it
//! nobody could tell after a restart on which side something was changed, when the file has changed too.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use jiff::Timestamp;

use super::list::{files, head_of, text_of};
use super::snapshot::{Facts, Snapshot, State, Unfinished, read, write};
use super::{BASE, keys, put};
use crate::session::Session;
use crate::store::Fingerprint;

fn file(folder: &Path, held: Fingerprint) -> PathBuf {
    folder.join(format!("{}{BASE}", held.hex()))
}

/// Keeps what a file of that fingerprint holds, unless that is kept already.
///
/// # Errors
/// When it could not be written.
pub(super) fn keep(folder: &Path, held: Fingerprint, session: &Arc<Session>) -> io::Result<()> {
    let path = file(folder, held);
    if path.is_file() {
        return Ok(());
    }
    let facts = Facts {
        at: Timestamp::UNIX_EPOCH,
        title: String::new(),
        file: None,
        holds: None,
        state: State::Saved,
    };
    let snapshot =
        Snapshot { facts, unfinished: Unfinished::default(), session: Arc::clone(session) };
    let text = write(&snapshot, 0).map_err(io::Error::other)?;
    // Where a power cut takes it, a merge asks about more than it would.
    put(&path, text.as_bytes(), false)
}

/// What a file of that fingerprint held, if that was kept and is whole.
#[must_use]
pub fn base(folder: &Path, held: Fingerprint) -> Option<Session> {
    let (snapshot, _) = read(&text_of(&file(folder, held))?).ok()?;
    Some(Arc::unwrap_or_clone(snapshot.session))
}

/// Removes those that no version needs any more.
pub(super) fn clean(folder: &Path) {
    let name = |path: &Path| path.file_name().map(|name| name.to_string_lossy().into_owned());
    let bases = files(folder).into_iter().filter_map(|path| {
        let hex = name(&path)?.strip_suffix(BASE)?.to_owned();
        Some((path, hex))
    });
    let bases: Vec<_> = bases.collect();
    if bases.is_empty() {
        return;
    }
    let keys = keys(folder);
    let heads: Vec<String> = keys
        .iter()
        .flat_map(|(key, slots)| slots.iter().filter_map(|slot| head_of(folder, key, *slot)))
        .collect();
    for (path, hex) in bases {
        if !heads.iter().any(|head| head.contains(&hex)) {
            // One that cannot be removed is tried again.
            let _ = std::fs::remove_file(path);
        }
    }
}
