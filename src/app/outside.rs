//! What others do to the open file: told in a bar over the workbench, and settled there. Nothing is
//! replaced on either side before somebody has chosen.

use std::path::PathBuf;

use egui::Context;
use jiff::Timestamp;

use super::App;
use super::apart::Apart;
use super::document::Stamp;
use super::held::Held;
use super::lookout::Lookout;
use super::worker::Done;
use crate::session::Session;
use crate::store::look::{Found, Watched, in_line};
use crate::store::{self, Fingerprint, OpenError, Opened};
use crate::ui::Modal;
use crate::ui::desk::{Outside, ReadOnly, Settle};

/// Where to find what another version of the file has taken the place of.
pub(super) const KEPT_EARLIER: &str = " What was here before is under “Earlier versions…”.";

/// What is known of the open file beyond what was loaded or saved.
#[derive(Default)]
pub(super) struct OpenFile {
    lookout: Option<Lookout>,
    /// What the lookout was told last.
    told: Option<Told>,
    /// Tells what was found for this document from what was found for one before.
    watch: u64,
    /// What it found last, and when; none while that is what was loaded or saved.
    pub(super) found: Option<(Found, Timestamp)>,
    /// Why the file could not be loaded again, until that is settled. No save goes over it.
    pub(super) failed: Option<String>,
    /// Whether a save was refused, so that what the lookout finds is to be shown at once.
    refused: bool,
    /// How the document stands to another window.
    elsewhere: Option<Elsewhere>,
    /// Both versions beside each other, as the open dialog shows them.
    pub(super) apart: Option<Box<Apart>>,
}

/// What the lookout was told.
#[derive(Debug)]
struct Told {
    document: Stamp,
    path: PathBuf,
    fingerprint: Fingerprint,
}

/// A document that is open in another window too.
#[derive(Clone, Copy, Debug)]
struct Elsewhere {
    /// Whether it still is.
    open: bool,
    /// Whether this window only looks on.
    read_only: bool,
}

impl App {
    /// Tells the lookout what is open, and the screen how the file stands. Called once a frame.
    pub(super) fn keep_looking(&mut self, context: &Context) {
        self.brief(context);
        self.file.outside = self.stands();
        self.file.read_only =
            self.outside.elsewhere.filter(|on| on.read_only).map(|on| {
                if on.open { ReadOnly::OpenElsewhere } else { ReadOnly::ClosedElsewhere }
            });
    }

    fn brief(&mut self, context: &Context) {
        let stamp = self.document.stamp();
        let open = if let Some(file) = &self.ballot {
            Some((file.path.clone(), file.fingerprint))
        } else {
            let path = self.document.path().cloned().filter(|_| self.file.open);
            path.zip(self.document.fingerprint())
        };
        let ballot = self.ballot.is_some();
        let told = self.outside.told.as_ref();
        let Some((path, fingerprint)) = open else {
            if told.is_some() {
                let lookout = self.outside.lookout.take().filter(Lookout::rest);
                let watch = self.outside.watch + 1;
                self.outside = OpenFile { lookout, watch, ..OpenFile::default() };
            }
            return;
        };
        let kept = told.is_some_and(|told| told.document.same_document(stamp));
        if !(kept && told.is_some_and(|told| told.path == path)) {
            // The first save spells the path anew; what was answered is still the answer.
            let elsewhere = self.outside.elsewhere.filter(|on| kept && !on.read_only);
            let lookout = self.outside.lookout.take().or_else(|| self.start_lookout());
            let watch = self.outside.watch + 1;
            self.outside = OpenFile { lookout, watch, elsewhere, ..OpenFile::default() };
        }
        let OpenFile { lookout: Some(lookout), told, watch, .. } = &mut self.outside else {
            return;
        };
        let focused = |event: &egui::Event| matches!(event, egui::Event::WindowFocused(true));
        let alive = match told {
            None => {
                let watched = if ballot { Watched::ballot } else { Watched::new };
                lookout.watch(*watch, path.clone(), watched(path.clone(), fingerprint))
            }
            Some(told) if told.fingerprint != fingerprint => lookout.expect(fingerprint),
            Some(_) if context.input(|input| input.events.iter().any(focused)) => {
                lookout.look(false)
            }
            Some(_) => true,
        };
        *told = alive.then_some(Told { document: stamp, path, fingerprint });
        if !alive {
            // The thread has ended; another begins with the next frame.
            self.outside.lookout = None;
            context.request_repaint();
        }
    }

    /// How many looks at the open file are done, for whoever has to know that one was.
    #[must_use]
    pub fn looks(&self) -> u64 {
        self.outside.lookout.as_ref().map_or(0, Lookout::looks)
    }

    fn start_lookout(&self) -> Option<Lookout> {
        let locks = self.options.state_folder.as_ref().map(|folder| folder.join("open"));
        Lookout::start(locks, self.options.poll, self.workers.reporter())
    }

    /// How the file stands beside what was loaded or saved last.
    fn stands(&self) -> Option<Outside> {
        let (found, at) = self.outside.found.as_ref()?;
        let ballot = self.ballot.as_ref().map(|file| file.fingerprint);
        let known = ballot.or(self.document.fingerprint());
        match found {
            // A save that is running may have put it there.
            _ if self.tasks.saving => None,
            Found::Same => None,
            Found::Changed(theirs) if Some(theirs.fingerprint) == known => None,
            Found::Ballot(theirs) if Some(theirs.fingerprint) == known => None,
            Found::Changed(theirs) if theirs.session.id != self.session().id => {
                Some(Outside::Another(*at))
            }
            Found::Changed(_) | Found::Ballot(_) => Some(Outside::Changed(*at)),
            Found::Broken { fingerprint, .. } if fingerprint.is_some() && *fingerprint == known => {
                None
            }
            Found::Broken { reason, fingerprint } => Some(Outside::Broken {
                at: *at,
                reason: self.outside.failed.clone().unwrap_or_else(|| reason.clone()),
                known: fingerprint.is_some(),
            }),
            Found::Gone => Some(Outside::Gone(*at)),
        }
    }

    /// Takes what the lookout has found.
    pub(super) fn outside_found(&mut self, context: &Context, watch: u64, found: Found) {
        if watch != self.outside.watch {
            return;
        }
        let same = matches!(found, Found::Same);
        if !matches!(found, Found::Broken { .. }) {
            self.outside.failed = None;
        }
        self.outside.found = Some((found, self.now())).filter(|_| !same);
        if std::mem::take(&mut self.outside.refused) {
            if same {
                self.toast(context, "The file is as it was loaded again. Save once more.");
            } else {
                self.show_apart(context);
            }
        }
    }

    /// A save found another version in the file: shows what there is to choose from.
    pub(super) fn save_refused(&mut self, context: &Context, reason: String) {
        if self.stands().is_some() {
            self.show_apart(context);
        } else if self.outside.lookout.as_ref().is_some_and(|lookout| lookout.look(true)) {
            self.outside.refused = true;
        } else {
            self.view.modal = Some(Modal::NotSaved(reason));
        }
    }

    /// Whether the file has to be settled before anything is saved over it; shows how, then.
    pub(super) fn saving_waits(&mut self, context: &Context) -> bool {
        if self.refuses_edits() {
            self.say_read_only(context);
            return true;
        }
        if self.outside.failed.is_none() {
            return false;
        }
        self.show_apart(context);
        true
    }

    /// Does what somebody has chosen by its name, or says why it cannot be done.
    pub(super) fn settle_if_it_applies(&mut self, context: &Context, choice: Settle) {
        match self.file.why_not(choice) {
            Some(why) => self.toast(context, format!("{why}.")),
            None => self.settle(context, choice),
        }
    }

    /// Does what somebody has chosen.
    pub(super) fn settle(&mut self, context: &Context, choice: Settle) {
        match choice {
            Settle::Merge | Settle::KeepMine if self.refuses_edits() => self.say_read_only(context),
            Settle::Differences => self.show_apart(context),
            Settle::Merge => self.merge_apart(context),
            Settle::Reload
                if self.document.dirty()
                    || self.ballot_unsaved()
                    || !self.view.begun_ballots().is_empty() =>
            {
                self.held = Some(Held::Reload);
                self.view.modal = Some(Modal::Reload);
            }
            Settle::Reload => self.reload(context),
            Settle::KeepMine => self.keep_mine(context),
            Settle::SaveAs => self.outbox.command(crate::command::Command::SaveAs),
            Settle::LookOnly => {
                if let Some(on) = &mut self.outside.elsewhere {
                    on.read_only = true;
                }
            }
            Settle::EditAnyway => {
                if let Some(on) = &mut self.outside.elsewhere {
                    on.read_only = false;
                }
            }
        }
    }

    /// The next save may replace what something else has put into the file.
    fn keep_mine(&mut self, context: &Context) {
        let said = match self.outside.found.take() {
            Some((Found::Ballot(theirs), _)) => {
                if let Some(file) = &mut self.ballot {
                    file.keep_over(theirs.fingerprint, Some(&theirs));
                }
                "The next save replaces what the file holds now, and keeps that as .bak."
            }
            Some((Found::Changed(theirs), _)) => {
                self.document.keep_over(theirs.fingerprint, Some(&theirs));
                "The next save replaces what the file holds now, and keeps that as .bak."
            }
            Some((Found::Broken { fingerprint: Some(fingerprint), .. }, _)) => {
                match &mut self.ballot {
                    Some(file) => file.keep_over(fingerprint, None),
                    None => self.document.keep_over(fingerprint, None),
                }
                "The next save puts what cannot be read aside, and leaves the .bak as it is."
            }
            other => {
                self.outside.found = other;
                return;
            }
        };
        self.outside.failed = None;
        self.toast(context, said);
    }

    /// Loads the file again.
    pub(super) fn reload(&mut self, context: &Context) {
        if self.ballot.is_some() {
            self.reload_ballot(context);
            return;
        }
        let Some(path) = self.document.path().cloned() else { return };
        let stamp = self.document.stamp();
        let started =
            self.workers.start(move || Done::Reloaded(stamp, store::open(&path).map(Box::new)));
        self.tasks.reading = self.started(started);
    }

    /// Puts on the desk what was loaded again. Nothing is saved over a file for which that failed.
    pub(super) fn reloaded(
        &mut self,
        context: &Context,
        stamp: Stamp,
        loaded: Result<Box<Opened>, OpenError>,
    ) {
        if !stamp.same_document(self.document.stamp()) {
            return;
        }
        match loaded {
            Ok(_) if stamp != self.document.stamp() => {
                let said = "Something has changed here in between; reload once more.";
                self.toast(context, said);
            }
            Ok(file) => {
                let other = file.session.id != self.session().id;
                let kept = self.recovering.told().trouble.is_none();
                let before = if kept { KEPT_EARLIER } else { "" };
                self.take_version(context, file.session.clone(), &file);
                let what = if other { " It is another decision." } else { "" };
                self.toast(context, format!("Loaded again from the file.{what}{before}"));
            }
            Err(error) => {
                self.outside.failed = Some(in_line(&error));
                // Whether it is still so is told by the next look.
                self.outside.refused = false;
                if let Some(lookout) = &self.outside.lookout {
                    lookout.look(true);
                }
                self.refused(error);
            }
        }
    }

    /// Puts another version of the open file on the desk. Where one is stays as it is, and so do the
    /// ballots that are begun, while they can still be cast.
    pub(super) fn take_version(&mut self, context: &Context, session: Session, file: &Opened) {
        let round = |app: &Self| app.session().collecting().map(|round| round.id.clone());
        let before = round(self);
        self.put_aside();
        self.keep_replaced();
        self.document.take_version(session, file);
        if round(self) != before {
            self.view.pasted.clear();
        }
        self.keep_open_ballots(context);
        if self.session().covered() {
            self.view.verdict.what_if.clear();
        }
        let session = self.document.session();
        let gone = |id: &crate::session::Id| session.criterion(id).is_none();
        if self.view.selected.as_ref().is_none_or(gone) {
            self.view.selected = session.criteria.first().map(|c| c.id.clone());
        }
        self.outside.failed = None;
    }

    /// Notes whether the open file is open in another window.
    pub(super) fn open_elsewhere(&mut self, watch: u64, open: bool) {
        if watch != self.outside.watch {
            return;
        }
        match &mut self.outside.elsewhere {
            Some(on) => on.open = open,
            None if open => {
                self.outside.elsewhere = Some(Elsewhere { open, read_only: true });
                self.view.modal = Some(Modal::OpenElsewhere);
            }
            None => {}
        }
    }

    /// Whether this window only looks on.
    pub(super) fn refuses_edits(&self) -> bool {
        self.outside.elsewhere.is_some_and(|on| on.read_only)
    }

    /// Says why nothing was changed.
    pub(super) fn say_read_only(&mut self, context: &Context) {
        const SAID: &str =
            "Read-only: the file is open in another window. “Save as…” makes a copy.";
        if self.view.toasts.iter().all(|toast| toast.text != SAID) {
            self.toast(context, SAID);
        }
    }
}
