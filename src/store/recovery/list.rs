//! What windows have left, looked at by another.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use jiff::Timestamp;

use super::snapshot::{Snapshot, State, Unfinished, in_state, read, read_line};
use super::{BASE, ENDING, KEPT, Key, LOCK, Slot, base, keys, lock, put};
use crate::session::{Id, Session};
use crate::store::{Fingerprint, MAX_SESSION_BYTES, read_capped, read_up_to};

/// The most that is read of a version, in bytes: what is being written may be larger than what
/// can be saved.
const MAX_BYTES: u64 = 4 * MAX_SESSION_BYTES;

/// So much of a file is read to tell when it was written, in bytes.
const HEAD: u64 = 16 * 1024;

/// A version that was kept, or why it cannot be read.
#[derive(Debug)]
pub struct Version {
    /// Its name.
    pub key: Key,
    /// What it holds; otherwise why that cannot be read, as the end of a sentence.
    pub snapshot: Result<Snapshot, String>,
    /// Whether a window that runs is keeping it now, and has saved it nowhere else.
    pub in_use: bool,
}

/// A window that is gone, taken over. As long as this lives, no other window finds what it left.
#[derive(Debug)]
pub struct Claim {
    window: String,
    _lock: File,
}

impl Claim {
    /// The window that is gone.
    #[must_use]
    pub fn window(&self) -> &str {
        &self.window
    }
}

/// What windows that are gone have left behind.
#[derive(Debug, Default)]
pub struct Left {
    /// What was unsaved, the newest first.
    pub unsaved: Vec<(Key, Snapshot)>,
    /// The names of files that cannot be read, with the reason.
    pub refused: Vec<(String, String)>,
    /// The locks of those windows: as long as they are held, no other window takes over the same.
    pub claims: Vec<Claim>,
}

/// What was deleted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Deleted {
    /// How many of the versions that [`versions`] lists are gone.
    pub gone: usize,
    /// How many stay, since a window that runs is keeping them.
    pub in_use: usize,
    /// How many could not be removed.
    pub stuck: usize,
}

pub(super) fn text_of(path: &Path) -> Option<String> {
    String::from_utf8(read_capped(path, MAX_BYTES).ok()?).ok()
}

/// Reads a version from the newest of its files that is whole.
fn load(folder: &Path, key: &Key, slots: &[Slot]) -> Result<Snapshot, String> {
    load_from(folder, key, slots).map(|(snapshot, _)| snapshot)
}

/// The same, with the file that it is from.
fn load_from(folder: &Path, key: &Key, slots: &[Slot]) -> Result<(Snapshot, Slot), String> {
    let mut found: Option<(Snapshot, Slot, u64)> = None;
    let gone = || "it is gone, or the system does not give it".to_owned();
    let mut reason = gone();
    for slot in slots.iter().filter(|slot| key.file(folder, **slot).is_file()) {
        let text = text_of(&key.file(folder, *slot));
        match text.ok_or_else(gone).and_then(|text| read(&text)) {
            Ok((snapshot, serial)) if found.as_ref().is_none_or(|(.., last)| serial > *last) => {
                found = Some((snapshot, *slot, serial));
            }
            Ok(_) => {}
            Err(why) => reason = why,
        }
    }
    found.map(|(snapshot, slot, _)| (snapshot, slot)).ok_or(reason)
}

/// Removes the files of a version that a newer one has made needless.
pub(super) fn trim(folder: &Path, key: &Key) {
    let Ok((_, newest)) = load_from(folder, key, &Slot::ALL) else { return };
    for slot in Slot::ALL.into_iter().filter(|slot| *slot != newest) {
        // There may be none.
        let _ = fs::remove_file(key.file(folder, slot));
    }
}

/// Every version that is kept, the newest first; those that cannot be read come last. Of several
/// in a row of one file of a decision that hold the same, the newest stands for all.
#[must_use]
pub fn versions(folder: &Path) -> Vec<Version> {
    let keys = keys(folder);
    let mut all: Vec<Version> = keys
        .iter()
        .map(|(key, slots)| Version {
            snapshot: load(folder, key, slots),
            in_use: in_use(folder, &keys, key, slots),
            key: key.clone(),
        })
        .collect();
    let at = |version: &Version| version.snapshot.as_ref().ok().map(|snapshot| snapshot.facts.at);
    all.sort_by(|a, b| (at(b), b.in_use, &b.key).cmp(&(at(a), a.in_use, &a.key)));
    // Copies of a file are one decision, and yet not one and the same.
    let mut newer: BTreeMap<(Id, Option<PathBuf>), (Arc<Session>, Unfinished)> = BTreeMap::new();
    all.retain(|version| {
        let Ok(Snapshot { facts, unfinished, session }) = &version.snapshot else { return true };
        let held = (Arc::clone(session), unfinished.clone());
        let before = newer.insert((session.id.clone(), facts.file.clone()), held.clone());
        version.in_use || before.as_ref() != Some(&held)
    });
    all
}

/// Whether a version is what a window that runs has not saved: the last of that window.
fn in_use(folder: &Path, keys: &BTreeMap<Key, Vec<Slot>>, key: &Key, slots: &[Slot]) -> bool {
    let later = keys.keys().any(|other| other.window == key.window && other > key);
    let unsaved = || matches!(glance(folder, key, slots), Some((_, State::Unsaved)));
    // The lock is given back at once.
    !later && matches!(lock(folder, &key.window), Ok(None)) && unsaved()
}

/// Reads one version.
///
/// # Errors
/// Why not, as the end of a sentence.
pub fn read_version(folder: &Path, key: &Key) -> Result<Snapshot, String> {
    load(folder, key, &Slot::ALL)
}

/// Looks for what windows that are gone have left unsaved. Such a window is claimed, so that no
/// other window finds the same.
#[must_use]
pub fn left_behind(folder: &Path) -> Left {
    let mut left = Left::default();
    let mut windows: BTreeMap<String, Vec<(Key, Vec<Slot>)>> = BTreeMap::new();
    for (key, slots) in keys(folder) {
        windows.entry(key.window.clone()).or_default().push((key, slots));
    }
    for (window, keys) in windows {
        let Ok(Some(claim)) = lock(folder, &window) else { continue };
        // By document, its versions from first to last.
        let mut documents: BTreeMap<u64, Vec<(Key, Vec<Slot>)>> = BTreeMap::new();
        for (key, slots) in keys {
            documents.entry(key.document).or_default().push((key, slots));
        }
        for versions in documents.into_values() {
            for (key, slots) in versions.into_iter().rev() {
                match load(folder, &key, &slots) {
                    Ok(snapshot) if snapshot.facts.state == State::Unsaved => {
                        left.unsaved.push((key, snapshot));
                        break;
                    }
                    Ok(_) => break,
                    // The version before it is better than none.
                    Err(reason) => left.refused.push((name(&key, &slots), reason)),
                }
            }
        }
        left.claims.push(Claim { window, _lock: claim });
    }
    left.unsaved.sort_by_key(|(_, snapshot)| std::cmp::Reverse(snapshot.facts.at));
    clean_locks(folder);
    left
}

fn name(key: &Key, slots: &[Slot]) -> String {
    let path = slots.first().map(|slot| key.file(Path::new(""), *slot)).unwrap_or_default();
    path.to_string_lossy().into_owned()
}

/// Notes what has become of a version.
///
/// # Errors
/// When that could not be written.
pub fn mark(folder: &Path, key: &Key, state: State) -> std::io::Result<()> {
    for slot in Slot::ALL {
        let path = key.file(folder, slot);
        if let Some(text) = text_of(&path).and_then(|text| in_state(&text, state)) {
            put(&path, text.as_bytes(), true)?;
        }
    }
    Ok(())
}

/// When a version was kept and in what state; none when its head cannot be read.
fn glance(folder: &Path, key: &Key, slots: &[Slot]) -> Option<(Timestamp, State)> {
    let heads = slots.iter().filter_map(|slot| read_line(&head_of(folder, key, *slot)?));
    heads.max_by_key(|(_, _, serial)| *serial).map(|(at, state, _)| (at, state))
}

/// The beginning of a version's file.
pub(super) fn head_of(folder: &Path, key: &Key, slot: Slot) -> Option<String> {
    let head = read_up_to(&key.file(folder, slot), HEAD).ok()?;
    Some(String::from_utf8_lossy(&head).into_owned())
}

/// Removes what is more than is kept. What cannot be read stays.
pub(super) fn thin(folder: &Path) {
    let mut all: Vec<(Timestamp, State, Key)> = Vec::new();
    for (key, slots) in keys(folder) {
        if let Some((at, state)) = glance(folder, &key, &slots) {
            all.push((at, state, key));
        }
    }
    all.sort_by(|a, b| (b.0, &b.2).cmp(&(a.0, &a.2)));
    drop_repeated(folder, &mut all);
    for (place, (_, state, key)) in all.iter().enumerate().skip(KEPT) {
        let same = |other: &Key| other.window == key.window && other.document == key.document;
        let newest = !all.iter().take(place).any(|(_, _, other)| same(other));
        if *state != State::Unsaved || !newest {
            // One that cannot be removed is tried again with the next version.
            let _ = remove(folder, key);
        }
    }
    base::clean(folder);
}

/// Removes what another window has taken over and kept as it was: otherwise each restart would
/// leave the same once more. The newest comes first.
fn drop_repeated(folder: &Path, all: &mut Vec<(Timestamp, State, Key)>) {
    if all.iter().all(|(_, state, _)| *state != State::Restored) {
        return;
    }
    let held: Vec<_> = all.iter().map(|(.., key)| content(folder, key)).collect();
    let mut stays = vec![true; all.len()];
    for (place, (at, state, key)) in all.iter().enumerate() {
        let repeats = |other: usize| {
            let newer = all.get(other).is_some_and(|(then, ..)| then >= at);
            other != place && stays[other] && newer && held[other] == held[place]
        };
        if *state == State::Restored && held[place].is_some() && (0..all.len()).any(repeats) {
            stays[place] = remove(folder, key).is_err();
        }
    }
    let mut stays = stays.into_iter();
    all.retain(|_| stays.next().unwrap_or(true));
}

/// What the newest file of a version holds, without when and how it was kept.
fn content(folder: &Path, key: &Key) -> Option<Fingerprint> {
    let texts = Slot::ALL.into_iter().filter_map(|slot| text_of(&key.file(folder, slot)));
    let newest = texts.max_by_key(|text| read_line(text).map(|(.., serial)| serial))?;
    Some(Fingerprint::of(newest.splitn(3, '\n').nth(2)?.as_bytes()))
}

fn remove(folder: &Path, key: &Key) -> std::io::Result<()> {
    for slot in Slot::ALL {
        match fs::remove_file(key.file(folder, slot)) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
    }
    Ok(())
}

/// Deletes everything that is kept, but for what a window that runs has not saved.
#[must_use]
pub fn delete_all(folder: &Path) -> Deleted {
    let mut deleted = Deleted::default();
    let listed: BTreeSet<Key> = versions(folder).into_iter().map(|version| version.key).collect();
    let keys = keys(folder);
    for (key, slots) in &keys {
        if in_use(folder, &keys, key, slots) {
            deleted.in_use += 1;
            continue;
        }
        match remove(folder, key) {
            Ok(()) => deleted.gone += usize::from(listed.contains(key)),
            Err(_) => deleted.stuck += 1,
        }
    }
    base::clean(folder);
    clean_locks(folder);
    deleted
}

/// Removes the locks of windows that are gone and have left nothing.
fn clean_locks(folder: &Path) {
    // One that is just being made is not locked yet.
    const OLD: std::time::Duration = std::time::Duration::from_mins(1);
    let keys = keys(folder);
    for path in files(folder) {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let Some(window) = name.strip_suffix(LOCK) else { continue };
        let age = path.metadata().and_then(|m| m.modified()).map(|time| time.elapsed());
        let old = matches!(age, Ok(Ok(age)) if age > OLD);
        let empty = !keys.keys().any(|key| key.window == window);
        if old && empty && matches!(lock(folder, window), Ok(Some(_))) {
            // Harmless where it stays.
            let _ = fs::remove_file(&path);
        }
    }
}

/// The files of a folder that belong here.
pub(super) fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let ours = |name: &str| [ENDING, BASE, LOCK].iter().any(|ending| name.ends_with(ending));
    entries
        .filter(|entry| entry.file_name().to_str().is_some_and(ours))
        .map(|entry| entry.path())
        .collect()
}
