//! Ballots that come from elsewhere, pasted or dropped, and blank ones that go out.

use std::path::{Path, PathBuf};

use egui::Context;

use super::App;
use super::held::Held;
use super::worker::Done;
use crate::session::{Id, Paper, Participant, Session, Way};
use crate::store::arrivals;
use crate::store::disk::RealDisk;
use crate::store::{OpenedBallot, SaveError, Written, ballot_text, write_blanks};
use crate::ui::{Focus, Modal, PathFor, modal};

impl App {
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
}

/// Blank papers for everybody who has not voted.
fn blanks(session: &Session) -> Vec<Paper> {
    let voted = |id: &Id| session.collecting().is_some_and(|round| round.has_voted(id));
    let missing = session.people.iter().filter(|person| !voted(&person.id));
    missing.filter_map(|person| session.paper(&person.id).ok()).collect()
}
