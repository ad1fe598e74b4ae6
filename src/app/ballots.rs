//! Ballots that come from elsewhere: pasted, dropped, or arriving in a folder; blank ones that go
//! out; and a ballot file that is answered in a window of its own.

use std::path::{Path, PathBuf};

use egui::Context;

use super::document::Document;
use super::held::Held;
use super::worker::Done;
use super::{App, random_id};
use crate::analysis::words;
use crate::session::{Id, Paper, Participant, Session, Way};
use crate::store::arrivals;
use crate::store::disk::RealDisk;
use crate::store::{
    Expect, Fingerprint, OpenedBallot, SaveError, Saved, Written, ballot_text, save_ballot,
    write_blanks,
};
use crate::ui::view::Voting;
use crate::ui::{Focus, Modal, PathFor, Screen, modal};

/// A ballot file that is answered in this window.
#[derive(Debug)]
pub(super) struct BallotFile {
    pub(super) path: PathBuf,
    pub(super) fingerprint: Fingerprint,
    /// What the file holds; none where that is not known.
    kept: Option<Paper>,
    /// Whether the next save drops comments from the file.
    drops_comments: bool,
}

/// The file of a ballot that was being answered when the program ended.
#[derive(Debug)]
pub(super) struct BallotWas {
    /// What it held then.
    pub(super) fingerprint: Fingerprint,
    /// What it holds now, if that can be read.
    pub(super) there: Option<OpenedBallot>,
}

impl BallotFile {
    /// Notes that the user has been told of the comments.
    pub(super) const fn let_comments_go(&mut self) {
        self.drops_comments = false;
    }
}

impl App {
    /// Whether a ballot file is open with answers that are not in it.
    pub(super) fn ballot_unsaved(&self) -> bool {
        let answered = self.view.voting.as_ref().filter(|voting| voting.alone);
        let kept = self.ballot.as_ref().and_then(|file| file.kept.as_ref());
        answered.is_some_and(|voting| Some(&voting.paper) != kept)
    }

    /// Whether somebody has begun a ballot that no file keeps.
    pub(super) fn ballot_unfinished(&self) -> bool {
        let open = self.view.voting.as_ref().filter(|voting| !voting.alone);
        !self.view.papers.is_empty() || open.is_some_and(|voting| !voting.paper.is_blank())
    }

    /// Asks for a ballot as text. What was pasted when the dialog was turned away from is still
    /// there.
    pub(super) fn ask_for_text(&mut self, context: &Context) {
        if self.session().collecting().is_none() {
            self.toast(context, "No ballots are being collected; open a round first.");
            return;
        }
        let text = std::mem::take(&mut self.view.pasted);
        self.view.modal = Some(Modal::PasteBallot(text, None));
        self.view.focus = Some(Focus::on(modal::input_id("ballot")));
    }

    /// Takes a ballot that was pasted as text.
    pub(super) fn take_pasted(&mut self, context: &Context, text: &str) {
        let taken = arrivals::take_text(text, self.session());
        let taken = taken.and_then(|paper| self.take_once(&paper, Way::Pasted).map(|()| paper));
        match taken {
            Ok(paper) => {
                self.view.modal = None;
                self.toast(context, format!("The ballot of {} is taken in.", self.name_of(&paper)));
            }
            Err(problem) => {
                self.view.modal = Some(Modal::PasteBallot(text.to_owned(), Some(problem)));
            }
        }
    }

    /// Takes a paper unless its person has voted already.
    pub(super) fn take_once(&mut self, paper: &Paper, way: Way) -> Result<(), String> {
        self.has_not_voted(paper)?;
        self.take_paper(paper, way)
    }

    fn has_not_voted(&self, paper: &Paper) -> Result<(), String> {
        if self.session().collecting().is_some_and(|round| round.has_voted(&paper.person)) {
            let name = self.name_of(paper);
            return Err(format!("{name} has voted already; take that ballot back first."));
        }
        Ok(())
    }

    /// The name that the session has for whoever filled a paper in.
    pub(super) fn name_of(&self, paper: &Paper) -> String {
        let person = self.session().person(&paper.person);
        person.map_or(paper.name.as_str(), Participant::shown).to_owned()
    }

    /// Copies the ballot that fills the window as text.
    pub(super) fn copy_ballot(&mut self, context: &Context) {
        let Some(voting) = &self.view.voting else { return };
        match ballot_text(&voting.paper) {
            Ok(text) => {
                context.copy_text(text);
                self.toast(context, "The ballot is copied. Send it to whoever leads the meeting.");
            }
            Err(error) => self.toast(context, format!("The ballot could not be written: {error}")),
        }
    }

    /// Asks where the blank ballots are to be written.
    pub(super) fn ask_for_blanks(&mut self, context: &Context) {
        if self.session().collecting().is_none() {
            self.toast(context, "No ballots are being collected; open a round first.");
            return;
        }
        let folder = self
            .ballots_folder()
            .unwrap_or_else(|| std::env::current_dir().unwrap_or_default().join("ballots"));
        let folder = folder.to_string_lossy().into_owned();
        self.view.focus = Some(Focus::at_end(modal::input_id("path"), &folder));
        self.view.modal = Some(Modal::Path(PathFor::Blanks, folder));
    }

    /// Writes a blank ballot for each person who has not voted.
    pub(super) fn write_blanks(&mut self, folder: PathBuf) {
        let papers = blanks(self.session());
        let started = self
            .workers
            .start(move || Done::Blanks(write_blanks(&RealDisk, &folder, &papers), folder));
        self.started(started);
    }

    /// Says what was written.
    pub(super) fn blanks_written(
        &mut self,
        context: &Context,
        folder: &Path,
        written: Result<Written, SaveError>,
    ) {
        let folder = folder.display();
        match written {
            Ok(Written { written, there }) => {
                let count = crate::ui::format::count(written.len(), "ballot", "ballots");
                let there = match there.len() {
                    0 => String::new(),
                    left => format!("; {left} were there already and stay as they are"),
                };
                self.toast(context, format!("{count} written to {folder}{there}."));
            }
            Err(error) => {
                self.view.modal = Some(Modal::Failure(format!("No ballots were written: {error}")));
            }
        }
    }

    /// Shows a ballot file alone, or takes it into the round of the session that it is for.
    pub(super) fn ballot_opened(&mut self, context: &Context, opened: OpenedBallot) {
        let ours = self.file.open && self.session().id == opened.paper.session;
        if !ours {
            self.guard(context, Held::Ballot(Box::new(opened)));
            return;
        }
        if self.refuses_edits() {
            self.say_read_only(context);
            return;
        }
        let text = ballot_text(&opened.paper).unwrap_or_default();
        let taken = arrivals::take_text(&text, self.session());
        match taken.and_then(|paper| self.has_not_voted(&paper).map(|()| paper)) {
            Ok(paper) => self.show_ballot_first(paper, &opened.path),
            Err(reason) => self.view.modal = Some(Modal::Failure(reason)),
        }
    }

    /// Puts a ballot file on the desk, in place of any session.
    pub(super) fn show_ballot(&mut self, opened: OpenedBallot) {
        let OpenedBallot { paper, path, fingerprint, has_comments } = opened;
        let kept = Some(paper.clone());
        self.put_ballot(
            paper,
            BallotFile { path, fingerprint, kept, drops_comments: has_comments },
        );
    }

    /// Puts a ballot on the desk that was being answered when the program ended. Its file may hold
    /// something else by now, or be gone; then a save says so.
    pub(super) fn restore_ballot(&mut self, paper: Paper, path: PathBuf, was: BallotWas) {
        let BallotWas { fingerprint, there } = was;
        let drops_comments = there.as_ref().is_some_and(|opened| opened.has_comments);
        let kept = there.map(|opened| opened.paper);
        self.put_ballot(paper, BallotFile { path, fingerprint, kept, drops_comments });
        self.file.restored = true;
    }

    fn put_ballot(&mut self, paper: Paper, file: BallotFile) {
        let id = random_id(&mut self.random, "session");
        self.put(Document::new(self.catalogue.empty_session(id)), crate::ui::Step::Frame);
        self.file.open = false;
        self.ballot = Some(file);
        self.view.voting = Some(Voting::new(paper, true, None));
        self.view.screen = Screen::Ballot;
    }

    /// Goes back from a ballot file to the start.
    pub(super) fn leave_ballot(&mut self) {
        self.ballot = None;
        self.view.voting = None;
        self.view.screen = Screen::Welcome;
    }

    /// Saves the ballot file that is open.
    pub(super) fn save_ballot(&mut self, context: &Context) {
        if self.tasks.saving {
            self.toast(context, "A save is running already");
            return;
        }
        let (Some(file), Some(voting)) = (&self.ballot, &self.view.voting) else { return };
        if file.drops_comments {
            self.view.modal = Some(Modal::DropComments);
            return;
        }
        let (path, paper) = (file.path.clone(), voting.paper.clone());
        let expect = Expect::Unchanged(file.fingerprint);
        self.go_on_after_save = self.held.is_some();
        let started = self.workers.start(move || {
            let saved = save_ballot(&RealDisk, &path, &paper, expect);
            Done::BallotSaved(path, Box::new(paper), saved)
        });
        self.tasks.saving = self.started(started);
    }

    /// Notes that the ballot file was saved, or says why not.
    pub(super) fn ballot_saved(
        &mut self,
        context: &Context,
        path: &Path,
        paper: Paper,
        saved: Result<Saved, SaveError>,
    ) {
        let go_on = std::mem::take(&mut self.go_on_after_save);
        match saved {
            Ok(saved) => {
                // It may have been left while it was being saved.
                if let Some(file) = self.ballot.as_mut().filter(|file| file.path == path) {
                    let Saved { path, fingerprint, .. } = saved;
                    let kept = Some(paper);
                    *file = BallotFile { path, fingerprint, kept, drops_comments: false };
                }
                self.toast(
                    context,
                    "The ballot is saved. Send the file back, or leave it in its folder.",
                );
                if go_on && let Some(held) = self.held.take() {
                    self.guard(context, held);
                }
            }
            Err(error) => {
                self.held = None;
                let text = words::sentence(&error.to_string());
                self.view.modal = Some(Modal::Failure(format!(
                    "{text} What was answered can still be copied as text."
                )));
            }
        }
    }
}

/// Blank papers for everybody who has not voted.
fn blanks(session: &Session) -> Vec<Paper> {
    let voted = |id: &Id| session.collecting().is_some_and(|round| round.has_voted(id));
    let missing = session.people.iter().filter(|person| !voted(&person.id));
    missing.filter_map(|person| session.paper(&person.id).ok()).collect()
}
