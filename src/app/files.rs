//! Opening, saving and importing, all on workers.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use egui::Context;

use super::dialogs::{self, Dialogs};
use super::document::{Document, Stamp};
use super::editing::random_id;
use super::merging::Merging;
use super::worker::Done;
use super::{App, Held, is_ballot_name, looking};
use crate::analysis::words::capital;
use crate::export::What;
use crate::session::{Criterion, Id, Session};
use crate::store::disk::RealDisk;
use crate::store::merge::read_unfinished;
use crate::store::open_ballot;
use crate::store::{self, Expect, Kind, OpenError, SESSION_SUFFIX, SaveError, Saved};
use crate::ui::view::Unread;
use crate::ui::{Focus, Modal, PathFor, Step, modal};

impl App {
    /// Lets the user choose a file; the choice arrives later.
    pub(super) fn choose(&mut self, context: &Context, frame: &eframe::Frame, purpose: PathFor) {
        if self.options.dialogs == Dialogs::Typed {
            self.type_path(purpose);
            return;
        }
        if self.tasks.choosing {
            self.toast(context, "A file dialog is open already");
            return;
        }
        let folder = self.own_path().and_then(Path::parent).map(Path::to_owned);
        let name = match purpose {
            PathFor::Report(what) => self.report_name(what),
            _ => self.suggested_name(),
        };
        let started = dialogs::choose(&mut self.workers, frame, purpose, folder.as_deref(), &name);
        self.tasks.choosing = self.started(started);
    }

    /// Lets the user choose again, from the file that it was not.
    pub(super) fn choose_another(
        &mut self,
        context: &Context,
        frame: &eframe::Frame,
        purpose: PathFor,
        path: &Path,
    ) {
        if self.options.dialogs == Dialogs::System {
            self.choose(context, frame, purpose);
            return;
        }
        let path = path.to_string_lossy().into_owned();
        self.view.focus = Some(Focus::at_end(modal::input_id("path"), &path));
        self.view.modal = Some(Modal::Path(purpose, path));
    }

    /// Lets the user type a path.
    pub(super) fn type_path(&mut self, purpose: PathFor) {
        let folder = self
            .own_path()
            .and_then(|path| path.parent().map(Path::to_owned))
            .or_else(|| std::env::current_dir().ok())
            .unwrap_or_default();
        let path = match (purpose, self.own_path()) {
            (PathFor::Save, Some(path)) => path.to_owned(),
            (PathFor::Save, None) => folder.join(self.suggested_name()),
            (PathFor::Report(What::Record), _) => folder.join("docs").join("decisions"),
            (PathFor::Report(what), _) if !what.wants_folder() => {
                folder.join(self.report_name(what))
            }
            // Ten files and more are not strewn among others.
            (PathFor::Report(What::Everything), _) => {
                folder.join(self.report_name(What::Everything))
            }
            _ => folder.join(""),
        };
        let path = path.to_string_lossy().into_owned();
        self.view.focus = Some(Focus::at_end(modal::input_id("path"), &path));
        self.view.modal = Some(Modal::Path(purpose, path));
    }

    /// The file of what is open.
    fn own_path(&self) -> Option<&Path> {
        let ballot = self.ballot.as_ref().map(|file| &file.path);
        ballot.or(self.document.path()).map(PathBuf::as_path)
    }

    fn suggested_name(&self) -> String {
        if let Some(name) = self.ballot_name() {
            return name;
        }
        format!("{}{SESSION_SUFFIX}", Id::from_name(self.session().title(), |_| false))
    }

    /// Reads a session file.
    pub(super) fn start_opening(&mut self, path: PathBuf) {
        let stamp = self.document.stamp();
        let (recents, about) = (self.recents.clone(), self.clock());
        let ours = self.file.open.then(|| self.session().id.clone());
        let started = self.workers.start(move || {
            if let Some(folder) = path.parent() {
                store::clean_stale(folder);
            }
            let known = |decision: &Id| recents.knows(&path, decision);
            match store::kind_of_file(&path) {
                Ok(Kind::Ballot) => match open_ballot(&path) {
                    Ok(opened) => {
                        // One for the session that is open is shown before it counts.
                        let of = &opened.paper.session;
                        let first = !known(of) && ours.as_ref() != Some(of);
                        let preview = first.then(|| looking::of_ballot(&opened, &about));
                        return looking::first(preview, Done::BallotOpened(Box::new(opened)));
                    }
                    Err(error) => return Done::Opened(stamp, path, Err(error)),
                },
                Ok(Kind::Merge) => match read_unfinished(&path) {
                    Ok(found) => {
                        let first = !known(&found.ours.id);
                        let preview = first.then(|| looking::of_merge(&found, &about));
                        let merging = Merging::new(found).map(Box::new);
                        return looking::first(preview, Done::MergeFound(stamp, merging));
                    }
                    Err(error) => return Done::Opened(stamp, path, Err(error)),
                },
                _ => {}
            }
            let opened = store::open(&path).map(Box::new);
            let preview = opened.as_ref().ok().filter(|opened| !known(&opened.session.id));
            let preview = preview.map(|opened| looking::of_session(opened, &about));
            looking::first(preview, Done::Opened(stamp, path, opened))
        });
        self.tasks.reading = self.started(started);
    }

    /// Reads a decision matrix.
    pub(super) fn start_import(&mut self, path: PathBuf) {
        let (catalogue, stamp, about) = (self.catalogue, self.document.stamp(), self.clock());
        let read = move || {
            let criteria = store::table::open_table(&path, catalogue);
            let preview = criteria.as_ref().ok();
            let preview = preview.map(|rows| looking::of_table(rows, &path, catalogue, &about));
            looking::first(preview, Done::Imported(stamp, path, criteria))
        };
        let started = self.workers.start(read);
        self.tasks.reading = self.started(started);
    }

    /// Saves to the session's file, if it has one.
    pub(super) fn save(&mut self, context: &Context, frame: &eframe::Frame) {
        match self.document.path().cloned() {
            _ if self.view.voting.as_ref().is_some_and(|voting| voting.alone) => {
                self.save_ballot(context);
            }
            None => self.choose(context, frame, PathFor::Save),
            Some(path) => self.save_own(context, path),
        }
    }

    /// Saves to the session's own file, once nothing speaks against it.
    fn save_own(&mut self, context: &Context, path: PathBuf) {
        if self.saving_waits(context) {
            return;
        }
        if self.document.loses().is_none() {
            self.start_saving(context, path, self.document.expect());
        } else {
            self.view.modal = Some(Modal::Loses(self.document.loses()));
        }
    }

    /// Saves to a file of the user's choice.
    pub(super) fn save_to(&mut self, context: &Context, path: PathBuf, replace: bool) {
        if self.ballot.is_some() {
            self.save_ballot_to(context, path, replace);
            return;
        }
        let named = path.extension().is_some_and(|end| end.eq_ignore_ascii_case("ron"))
            && !is_ballot_name(&path);
        let path = if named {
            path
        } else {
            let mut name = path.into_os_string();
            name.push(SESSION_SUFFIX);
            PathBuf::from(name)
        };
        let own = self.document.path().cloned();
        let own = own.filter(|own| *own == path || store::is_same_file(own, &path));
        match own {
            // Whoever agreed to replace the open file did not know what else has been put into it.
            Some(own) => self.save_own(context, own),
            None if replace && named => self.start_saving(context, path, Expect::Anything),
            None => self.start_saving(context, path, Expect::Absent),
        }
    }

    fn start_saving(&mut self, context: &Context, path: PathBuf, expect: Expect) {
        self.go_on_after_save = self.held.is_some();
        if self.tasks.saving {
            self.toast(context, "A save is running already");
            return;
        }
        let (session, stamp) = (Arc::clone(self.document.session()), self.document.stamp());
        let disk = Arc::clone(&self.options.disk);
        let started = self.workers.start(move || {
            let result = store::save(&*disk, &path, &session, expect);
            Done::Saved(stamp, session, result)
        });
        self.tasks.saving = self.started(started);
    }

    /// Whether a job has started; says so when it has not.
    pub(super) fn started(&mut self, started: std::io::Result<()>) -> bool {
        let failed = started
            .err()
            .map(|error| format!("The system gave no thread to work on ({error}). Try again."));
        let ok = failed.is_none();
        if let Some(text) = failed {
            self.view.modal = Some(Modal::Failure(text));
        }
        ok
    }

    /// Takes what a worker brought.
    pub(super) fn take_done(&mut self, context: &Context, done: Done) {
        match &done {
            Done::Opened(..)
            | Done::Imported(..)
            | Done::Run(..)
            | Done::BallotOpened(_)
            | Done::MergeFound(..)
            | Done::Reloaded(..)
            | Done::Unknown(..) => {
                self.tasks.reading = false;
            }
            Done::Saved(..) | Done::BallotSaved(..) => self.tasks.saving = false,
            Done::Chosen(..) => self.tasks.choosing = false,
            Done::Kept(_)
            | Done::Recovered(_)
            | Done::Recovery(_)
            | Done::Worked(_)
            | Done::Outside(..)
            | Done::Elsewhere(..)
            | Done::Apart(_)
            | Done::Blanks(..)
            | Done::Arrived(..)
            | Done::Exporting(..)
            | Done::Compared(..)
            | Done::Planned(..)
            | Done::TemplateRead(_)
            | Done::Exported(..) => {}
        }
        match done {
            Done::Opened(stamp, path, Ok(opened)) => {
                self.show(context, stamp, Document::opened(*opened), Step::Frame);
                self.remember(&path);
            }
            Done::Opened(_, path, Err(error)) => {
                if matches!(error, OpenError::Missing { .. }) {
                    self.forget(&path);
                }
                self.unread(PathFor::Open, path, error);
            }
            Done::Imported(stamp, _, Ok(criteria)) => self.imported(context, stamp, criteria),
            Done::Imported(_, path, Err(error)) => self.unread(PathFor::Import, path, error),
            Done::Run(stamp, _, Ok(run)) => self.take_run(context, stamp, *run),
            Done::Run(_, path, Err(error)) => self.unread(PathFor::Run, path, error),
            Done::Saved(stamp, session, result) => self.saved(context, stamp, session, result),
            Done::Chosen(_, None) => self.held = None,
            Done::Chosen(PathFor::Open, Some(path)) => {
                self.outbox.ask(crate::ui::Request::OpenFile(path));
            }
            Done::Chosen(PathFor::Save, Some(path)) => self.save_to(context, path, true),
            Done::Chosen(PathFor::Import, Some(path)) => {
                self.outbox.ask(crate::ui::Request::ImportFile(path));
            }
            Done::Chosen(PathFor::Run, Some(path)) => self.read_run(path),
            Done::Chosen(PathFor::Blanks, Some(path)) => self.write_blanks(path),
            Done::Chosen(PathFor::Earlier, Some(path)) => self.compare_with(context, path),
            // A system's dialog has asked whether to replace the file that was chosen.
            Done::Chosen(PathFor::Report(what), Some(path)) => {
                self.start_export(what, path, !what.wants_folder());
            }
            Done::Chosen(PathFor::Template, Some(path)) => self.read_template(path),
            Done::TemplateRead(read) => self.template_read(context, read),
            Done::Compared(stamp, path, compared) => {
                self.compared(context, stamp, path, compared);
            }
            Done::Planned(_, Ok(plan)) => self.view.modal = Some(Modal::Record(plan)),
            Done::Planned(path, Err(error)) => self.not_exported(What::Record, path, &error),
            Done::Exporting(done, of, what) => self.exporting(done, of, &what),
            Done::Exported(what, path, result) => self.exported(context, what, path, result),
            Done::MergeFound(stamp, merging) => self.merge_found(context, stamp, merging),
            Done::BallotOpened(opened) => self.ballot_opened(context, *opened),
            Done::BallotSaved(stamp, paper, saved) => {
                self.ballot_saved(context, stamp, *paper, saved);
            }
            Done::Blanks(written, folder) => self.blanks_written(context, &folder, written),
            Done::Arrived(round, arrivals) => self.arrived(context, &round, arrivals),
            Done::Outside(watch, found) => self.outside_found(context, watch, found),
            Done::Elsewhere(watch, open) => self.open_elsewhere(watch, open),
            Done::Reloaded(stamp, loaded) => self.reloaded(context, stamp, loaded),
            Done::Apart(apart) => self.apart_found(apart),
            Done::Unknown(preview, done) => self.show_first(*preview, *done),
            Done::Worked(worked) => self.answers.take(*worked),
            Done::Recovered(news) => self.recovered(context, news),
            Done::Recovery(trouble) => self.recovery_fails(trouble.as_deref()),
            Done::Kept(Ok(())) => {}
            Done::Kept(Err(_)) => {
                let folder = self.options.state_folder.as_deref().unwrap_or(Path::new(""));
                let said = format!(
                    "The list of recent files, theme and zoom are not remembered: {} cannot be \
                     written to.",
                    folder.display()
                );
                if self.view.toasts.iter().all(|toast| toast.text != said) {
                    self.toast(context, said);
                }
            }
        }
    }

    /// Shows what was read, unless the window has moved on since: then it asks first.
    fn show(&mut self, context: &Context, stamp: Stamp, document: Document, step: Step) {
        // What the user has agreed to lose is what was there when they were asked.
        let agreed = self.agreed.take() == Some((stamp, self.pending()));
        let moved_on = self.unsaved() && !(agreed && stamp == self.document.stamp());
        let held = Held::Show(Box::new(document), step);
        if moved_on { self.hold(held) } else { self.go_on(context, held) }
    }

    fn imported(&mut self, context: &Context, stamp: Stamp, criteria: Vec<Criterion>) {
        let count = crate::ui::format::count(criteria.len(), "criterion", "criteria");
        let known = criteria.iter().filter(|c| self.catalogue.criterion(&c.id).is_some()).count();
        let known = match known {
            0 => String::new(),
            known => format!(", {known} of them with the catalogue’s claims"),
        };
        let id = random_id(&mut self.random, "import");
        let mut session = self.catalogue.empty_session(id);
        session.criteria = criteria;
        self.show(context, stamp, Document::imported(session), Step::Weigh);
        self.toast(context, format!("Imported {count}{known}"));
    }

    fn saved(
        &mut self,
        context: &Context,
        stamp: Stamp,
        session: Arc<Session>,
        result: Result<Saved, SaveError>,
    ) {
        let go_on = std::mem::take(&mut self.go_on_after_save);
        match result {
            Ok(saved) => {
                let path = saved.path.clone();
                self.say_of_save(context, saved.caution.clone(), saved.aside.as_deref());
                self.view.toasts.retain(|toast| !toast.until_saved);
                self.remember_as(&path, session.title(), &session.id);
                let own = |open: &PathBuf| *open == path || store::is_same_file(open, &path);
                if !self.document.path().is_some_and(own) {
                    let name = path.file_name().unwrap_or_default().to_string_lossy();
                    self.toast(context, format!("Saved as {name}"));
                }
                if stamp.same_document(self.document.stamp()) {
                    let now = self.now();
                    self.document.was_saved(session, saved, now);
                }
                if go_on && let Some(held) = self.held.take() {
                    // Asks again when there were changes while it was being saved.
                    self.guard(context, held);
                }
            }
            Err(SaveError::Exists(path)) => self.view.modal = Some(Modal::Replace(path)),
            Err(error @ SaveError::ChangedOutside(_)) => {
                self.held = None;
                self.save_refused(context, capital(&error.to_string()));
            }
            Err(error) => {
                self.held = None;
                self.view.modal = Some(Modal::NotSaved(capital(&error.to_string())));
            }
        }
    }

    /// Says what else there is to know of a save that went through.
    pub(super) fn say_of_save(
        &mut self,
        context: &Context,
        caution: Option<String>,
        aside: Option<&Path>,
    ) {
        if let Some(caution) = caution {
            self.toast(context, caution);
        }
        if let Some(name) = aside.and_then(Path::file_name) {
            let name = name.to_string_lossy();
            let said = format!("Saved. What could not be read is beside it as “{name}”.");
            self.toast(context, said);
        }
    }

    /// Says why the open file could not be read again.
    pub(super) fn refused(&mut self, error: OpenError) {
        let path = self.document.path().cloned().unwrap_or_default();
        self.unread(PathFor::Open, path, error);
    }

    /// Says why a file could not be read, and offers another.
    pub(super) fn unread(&mut self, purpose: PathFor, path: PathBuf, error: OpenError) {
        self.view.modal = Some(Modal::Unread(Box::new(Unread::of(purpose, path, error))));
    }

    fn remember(&mut self, path: &Path) {
        let session = Arc::clone(self.document.session());
        self.remember_as(path, session.title(), &session.id);
    }

    /// Puts a file of this title, which belongs to this decision, on the recent list.
    pub(super) fn remember_as(&mut self, path: &Path, title: &str, decision: &Id) {
        // Relative paths would mean another file from another folder.
        let path = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
        self.recents.remember(&path, title, decision, self.now());
        self.store_recents();
    }

    /// Takes a file off the recent list.
    pub(super) fn forget(&mut self, path: &Path) {
        self.recents.forget(path);
        self.store_recents();
    }

    fn store_recents(&mut self) {
        let Some(folder) = self.options.state_folder.clone() else { return };
        let recents = self.recents.clone();
        // A list that is not stored only costs typing; there is nothing to tell.
        let _ = self.workers.start(move || Done::Kept(recents.store(&RealDisk, &folder)));
    }
}
