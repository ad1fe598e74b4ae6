//! The open session with its history and its place on disk.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use jiff::Timestamp;

use super::looking;
use crate::report::Origin;
use crate::session::{Edit, EditError, Entry, History, RoundError, Session};
use crate::store::{self, Expect, Fingerprint, Losses, Opened, Saved};

/// Names one state of one document, so that a worker's answer that comes late can be told from
/// one that still fits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stamp {
    document: u64,
    revision: u64,
}

impl Stamp {
    /// Whether both are of the same document, in whatever state.
    #[must_use]
    pub const fn same_document(self, other: Self) -> bool {
        self.document == other.document
    }

    /// The number of the document among those of this process.
    #[must_use]
    pub const fn document(self) -> u64 {
        self.document
    }

    /// Whether this is the same document in the same state as the other, or in a later one.
    #[must_use]
    pub const fn catches_up_with(self, other: Self) -> bool {
        self.document == other.document && self.revision >= other.revision
    }
}

/// The open session, how it came to be as it is, and what its file holds.
#[derive(Debug)]
pub struct Document {
    number: u64,
    session: Arc<Session>,
    history: History,
    /// Grows with every change; what is derived from the session is stale when it has.
    revision: u64,
    /// What the file holds, or what a preset gives at any time; none when only this window has
    /// what is in the session.
    kept: Option<Arc<Session>>,
    dirty: bool,
    /// What a save cannot keep of the file.
    loses: Losses,
    /// Whether somebody has agreed to that.
    agreed: bool,
    /// What somebody should know of the file, in sentences.
    to_know: Vec<String>,
    path: Option<PathBuf>,
    fingerprint: Option<Fingerprint>,
    /// Whether what the file holds cannot be read.
    unreadable: bool,
    saved: Option<Timestamp>,
}

impl Document {
    /// A session that has no file yet and holds nothing of the user's.
    #[must_use]
    pub fn new(session: Session) -> Self {
        static NUMBER: AtomicU64 = AtomicU64::new(0);
        let session = Arc::new(session);
        Self {
            number: NUMBER.fetch_add(1, Ordering::Relaxed),
            kept: Some(Arc::clone(&session)),
            session,
            history: History::default(),
            revision: 0,
            dirty: false,
            loses: Losses::default(),
            agreed: false,
            to_know: Vec::new(),
            path: None,
            fingerprint: None,
            unreadable: false,
            saved: None,
        }
    }

    /// A session made of what the user brought; it has no file yet.
    #[must_use]
    pub fn imported(session: Session) -> Self {
        Self { kept: None, dirty: true, ..Self::new(session) }
    }

    /// A session as it was read from its file.
    #[must_use]
    pub fn opened(opened: Opened) -> Self {
        let to_know = looking::to_know(&opened);
        let mut document = Self { to_know, ..Self::new(opened.session) };
        document.path = Some(opened.path);
        document.fingerprint = Some(opened.fingerprint);
        document.loses = opened.loses;
        document
    }

    /// A session made of two versions, which its file does not hold yet.
    #[must_use]
    pub fn merged(opened: Opened) -> Self {
        Self { kept: None, dirty: true, ..Self::opened(opened) }
    }

    /// A session that was not saved when its window went, with its place as it was then. `held` is
    /// what the file holds, where that is still the same and can be read; otherwise what it held then,
    /// where that is known.
    #[must_use]
    pub fn restored(
        session: Session,
        path: Option<PathBuf>,
        fingerprint: Option<Fingerprint>,
        (held, base): (Option<Opened>, Option<Session>),
        unreadable: bool,
    ) -> Self {
        let loses = held.as_ref().map(|held| held.loses).unwrap_or_default();
        let to_know = held.as_ref().map(looking::to_know).unwrap_or_default();
        // What the file held then may be in no file any more.
        let elsewhere = held.is_none();
        let kept = held.map(|held| held.session).or(base).map(Arc::new);
        let document = Self::imported(session);
        let dirty = elsewhere || kept.as_ref() != Some(&document.session);
        Self { kept, dirty, loses, to_know, path, fingerprint, unreadable, ..document }
    }

    /// An earlier state of this document, as a document of its own with the same file.
    #[must_use]
    pub fn put_back(&self, session: Session) -> Self {
        let Self { kept, loses, agreed, path, fingerprint, unreadable, saved, .. } = self;
        let document = Self::new(session);
        Self {
            dirty: kept.as_ref() != Some(&document.session),
            kept: kept.clone(),
            loses: *loses,
            agreed: *agreed,
            to_know: self.to_know.clone(),
            path: path.clone(),
            fingerprint: *fingerprint,
            unreadable: *unreadable,
            saved: *saved,
            ..document
        }
    }

    /// This document in the state that it is in.
    #[must_use]
    pub const fn stamp(&self) -> Stamp {
        Stamp { document: self.number, revision: self.revision }
    }

    /// What the next save cannot keep of the file, and nobody has agreed to yet.
    #[must_use]
    pub fn loses(&self) -> Losses {
        if self.agreed { Losses::default() } else { self.loses }
    }

    /// Notes that the user has been told what is lost.
    pub const fn let_go(&mut self) {
        self.agreed = true;
    }

    /// What somebody should know of the file, in sentences.
    #[must_use]
    pub fn to_know(&self) -> &[String] {
        &self.to_know
    }

    /// The session as it stands.
    #[must_use]
    pub const fn session(&self) -> &Arc<Session> {
        &self.session
    }

    /// Whether there are changes that are not in the file.
    #[must_use]
    pub const fn dirty(&self) -> bool {
        self.dirty
    }

    /// The session's file, once it has one.
    #[must_use]
    pub const fn path(&self) -> Option<&PathBuf> {
        self.path.as_ref()
    }

    /// What the session's file held when it was last read or written.
    #[must_use]
    pub const fn holds(&self) -> Option<Fingerprint> {
        self.fingerprint
    }

    /// When it was last saved from here.
    #[must_use]
    pub const fn saved(&self) -> Option<Timestamp> {
        self.saved
    }

    /// What undo would take back.
    #[must_use]
    pub fn undo_label(&self) -> Option<&str> {
        self.history.undo_label()
    }

    /// What redo would make again.
    #[must_use]
    pub fn redo_label(&self) -> Option<&str> {
        self.history.redo_label()
    }

    /// What was loaded or saved last, where that is known.
    #[must_use]
    pub const fn kept(&self) -> Option<&Arc<Session>> {
        self.kept.as_ref()
    }

    /// What the file held when it was loaded or saved last.
    #[must_use]
    pub const fn fingerprint(&self) -> Option<Fingerprint> {
        self.fingerprint
    }

    /// What a save has to find in the file.
    #[must_use]
    pub fn expect(&self) -> Expect {
        match self.fingerprint {
            Some(fingerprint) if self.unreadable => Expect::Unreadable(fingerprint),
            Some(fingerprint) => Expect::Unchanged(fingerprint),
            None => Expect::Absent,
        }
    }

    /// Where a report of this session comes from, as it stands.
    #[must_use]
    pub fn origin(&self) -> Origin {
        let name = self.path.as_ref().and_then(|path| path.file_name());
        let kept = self.fingerprint.filter(|_| !self.dirty);
        Origin {
            file: name.map(|name| name.to_string_lossy().into_owned()),
            sha256: kept.map(|fingerprint| fingerprint.hex()),
        }
    }

    /// Ends the newest step of undo.
    pub fn seal(&mut self) {
        self.history.seal();
    }

    /// Changes the session.
    ///
    /// # Errors
    /// As [`Session::apply`]; nothing is changed then.
    pub fn edit(&mut self, edit: Edit) -> Result<(), EditError> {
        self.history.apply(Arc::make_mut(&mut self.session), edit)?;
        self.changed();
        Ok(())
    }

    /// Writes into the session's log, which no undo takes back.
    ///
    /// # Errors
    /// As [`Session::log`]; nothing is changed then.
    pub fn log(&mut self, entry: Entry) -> Result<(), EditError> {
        Arc::make_mut(&mut self.session).log(entry)?;
        self.history.seal();
        self.changed();
        Ok(())
    }

    /// Does something that belongs to the meeting, which no undo takes back.
    ///
    /// # Errors
    /// As what is done; nothing is changed then.
    pub fn meet(
        &mut self,
        step: impl FnOnce(&mut Session) -> Result<(), RoundError>,
    ) -> Result<(), RoundError> {
        step(Arc::make_mut(&mut self.session))?;
        self.history.seal();
        self.changed();
        Ok(())
    }

    /// Takes the newest step back and gives its label.
    ///
    /// # Errors
    /// As [`History::undo`].
    pub fn undo(&mut self) -> Result<Option<String>, EditError> {
        let label = self.history.undo(Arc::make_mut(&mut self.session))?;
        self.changed();
        Ok(label)
    }

    /// Makes the step again that was undone last and gives its label.
    ///
    /// # Errors
    /// As [`History::redo`].
    pub fn redo(&mut self) -> Result<Option<String>, EditError> {
        let label = self.history.redo(Arc::make_mut(&mut self.session))?;
        self.changed();
        Ok(label)
    }

    /// Notes that a save went through. Changes made since it began stay unsaved.
    pub fn was_saved(&mut self, written: Arc<Session>, saved: Saved, at: Timestamp) {
        self.kept = Some(written);
        // A link stays the path, so that it is seen where it leads from now on.
        let through = self.path.take().filter(|path| store::is_same_file(path, &saved.path));
        self.path = Some(through.unwrap_or(saved.path));
        self.fingerprint = Some(saved.fingerprint);
        self.unreadable = false;
        self.saved = Some(at);
        let lost = std::mem::take(&mut self.loses).told();
        self.to_know.retain(|text| !lost.contains(text));
        self.dirty = self.kept.as_ref() != Some(&self.session);
    }

    /// Takes over another version of the file: what becomes of it here, and what the file holds.
    /// No undo goes back over it, since ballots and the log may have come with it.
    pub fn take_version(&mut self, session: Session, file: &Opened) {
        self.session = Arc::new(session);
        self.history = History::default();
        self.keep_over(file.fingerprint, Some(file));
    }

    /// Notes that the file holds something else than what was loaded, and that the next save may
    /// replace it. What that is is not known where it cannot be read.
    pub fn keep_over(&mut self, fingerprint: Fingerprint, file: Option<&Opened>) {
        self.fingerprint = Some(fingerprint);
        self.kept = file.map(|file| Arc::new(file.session.clone()));
        self.unreadable = file.is_none();
        self.loses = file.map(|file| file.loses).unwrap_or_default();
        self.agreed = false;
        self.to_know = file.map(looking::to_know).unwrap_or_default();
        self.changed();
    }

    fn changed(&mut self) {
        self.revision += 1;
        self.dirty = self.kept.as_ref() != Some(&self.session);
    }
}
