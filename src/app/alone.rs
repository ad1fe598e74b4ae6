//! A ballot file that is answered in a window of its own, in place of a session.

use std::path::PathBuf;
use std::sync::Arc;

use egui::Context;

use super::document::{Document, Stamp};
use super::editing::random_id;
use super::worker::Done;
use super::{App, is_ballot_name};
use crate::analysis::words;
use crate::session::{Line, Paper};
use crate::store::look::Found;
use crate::store::{
    BALLOT_SUFFIX, Expect, Fingerprint, Losses, OpenedBallot, SaveError, Saved, ballot_name,
    is_same_file, save_ballot,
};
use crate::ui::desk::Settle;
use crate::ui::view::{OutsideView, Voting};
use crate::ui::{Modal, Screen};

/// A ballot file that is answered in this window.
#[derive(Debug)]
pub(super) struct BallotFile {
    pub(super) path: PathBuf,
    pub(super) fingerprint: Fingerprint,
    /// What the file holds; none where that is not known.
    kept: Option<Paper>,
    /// Whether what the file holds cannot be read.
    unreadable: bool,
    /// What a save cannot keep of the file, and nobody has agreed to yet.
    loses: Losses,
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
    /// Notes that the user has been told what is lost.
    pub(super) fn let_go(&mut self) {
        self.loses = Losses::default();
    }

    /// Notes that the file holds something else than what was loaded, and that the next save may
    /// replace it. What that is is not known where it cannot be read.
    pub(super) fn keep_over(&mut self, fingerprint: Fingerprint, theirs: Option<&OpenedBallot>) {
        self.fingerprint = fingerprint;
        self.kept = theirs.map(|theirs| theirs.paper.clone());
        self.unreadable = theirs.is_none();
        self.loses = theirs.map(|theirs| theirs.loses).unwrap_or_default();
    }

    /// What a save has to find in the file.
    const fn expect(&self) -> Expect {
        if self.unreadable {
            Expect::Unreadable(self.fingerprint)
        } else {
            Expect::Unchanged(self.fingerprint)
        }
    }
}

impl App {
    /// Whether a ballot file is open with answers that are not in it.
    pub(super) fn ballot_unsaved(&self) -> bool {
        let answered = self.view.voting.as_ref().filter(|voting| voting.alone);
        let kept = self.ballot.as_ref().and_then(|file| file.kept.as_ref());
        answered.is_some_and(|voting| Some(&voting.paper) != kept)
    }

    /// Puts a ballot file on the desk, in place of any session.
    pub(super) fn show_ballot(&mut self, opened: OpenedBallot) {
        let OpenedBallot { paper, path, fingerprint, loses } = opened;
        self.remember_as(&path, &called(&paper), &paper.session);
        let kept = Some(paper.clone());
        self.put_ballot(paper, BallotFile { path, fingerprint, kept, unreadable: false, loses });
    }

    /// Puts a ballot on the desk that was being answered when the program ended. Its file may hold
    /// something else by now, or be gone; that is told as for any open file.
    pub(super) fn restore_ballot(&mut self, paper: Paper, path: PathBuf, was: BallotWas) {
        let BallotWas { fingerprint, there } = was;
        let loses = there.as_ref().map(|opened| opened.loses).unwrap_or_default();
        let kept = there.map(|opened| opened.paper);
        self.put_ballot(paper, BallotFile { path, fingerprint, kept, unreadable: false, loses });
        self.file.restored = true;
    }

    fn put_ballot(&mut self, paper: Paper, file: BallotFile) {
        let id = random_id(&mut self.random, "session");
        self.put(Document::new(self.catalogue.empty_session(id)), crate::ui::Step::Frame);
        self.file.open = false;
        self.file.ballot = true;
        self.ballot = Some(file);
        self.view.voting = Some(Voting::new(paper, true, None));
        self.view.screen = Screen::Ballot;
    }

    /// Goes back from a ballot file to the start.
    pub(super) fn leave_ballot(&mut self) {
        self.ballot = None;
        self.file.ballot = false;
        self.view.voting = None;
        self.view.screen = Screen::Welcome;
    }

    /// The name under which a ballot that is answered alone is saved.
    pub(super) fn ballot_name(&self) -> Option<String> {
        let voting = self.view.voting.as_ref().filter(|_| self.ballot.is_some())?;
        Some(ballot_name(&voting.paper))
    }

    /// Saves the ballot file that is open.
    pub(super) fn save_ballot(&mut self, context: &Context) {
        if self.saving_waits(context) {
            return;
        }
        let Some(file) = &self.ballot else { return };
        if !file.loses.is_none() {
            self.view.modal = Some(Modal::Loses(file.loses));
            return;
        }
        let (path, expect) = (file.path.clone(), file.expect());
        self.start_saving_ballot(context, path, expect);
    }

    /// Saves the ballot to another file.
    pub(super) fn save_ballot_to(&mut self, context: &Context, path: PathBuf, replace: bool) {
        // By its name it is known for a ballot again.
        let named = is_ballot_name(&path);
        let mut name = path.into_os_string();
        if !named {
            name.push(BALLOT_SUFFIX);
        }
        let path = PathBuf::from(name);
        let own = |open: &PathBuf| *open == path || is_same_file(open, &path);
        if self.ballot.as_ref().is_some_and(|file| own(&file.path)) {
            self.save_ballot(context);
        } else {
            let expect = if replace && named { Expect::Anything } else { Expect::Absent };
            self.start_saving_ballot(context, path, expect);
        }
    }

    fn start_saving_ballot(&mut self, context: &Context, path: PathBuf, expect: Expect) {
        if self.tasks.saving {
            self.toast(context, "A save is running already");
            return;
        }
        let Some(voting) = &self.view.voting else { return };
        let (paper, stamp) = (voting.paper.clone(), self.document.stamp());
        let disk = Arc::clone(&self.options.disk);
        self.go_on_after_save = self.held.is_some();
        let started = self.workers.start(move || {
            let saved = save_ballot(&*disk, &path, &paper, expect);
            Done::BallotSaved(stamp, Box::new(paper), saved)
        });
        self.tasks.saving = self.started(started);
    }

    /// Notes that the ballot file was saved, or says why not.
    pub(super) fn ballot_saved(
        &mut self,
        context: &Context,
        stamp: Stamp,
        paper: Paper,
        saved: Result<Saved, SaveError>,
    ) {
        let go_on = std::mem::take(&mut self.go_on_after_save);
        match saved {
            Ok(Saved { path, fingerprint, caution, aside }) => {
                self.remember_as(&path, &called(&paper), &paper.session);
                // It may have been left while it was being saved.
                let same = stamp.same_document(self.document.stamp());
                if let Some(file) = self.ballot.as_mut().filter(|_| same) {
                    let (kept, loses) = (Some(paper), Losses::default());
                    *file = BallotFile { path, fingerprint, kept, unreadable: false, loses };
                }
                self.toast(
                    context,
                    "The ballot is saved. Send the file back, or leave it in its folder.",
                );
                self.say_of_save(context, caution, aside.as_deref());
                if go_on && let Some(held) = self.held.take() {
                    self.guard(context, held);
                }
            }
            Err(SaveError::Exists(path)) => self.view.modal = Some(Modal::Replace(path)),
            Err(error) => {
                self.held = None;
                let text = words::sentence(&error.to_string());
                let text = format!("{text} What was answered can also be copied as text.");
                if matches!(error, SaveError::ChangedOutside(_)) {
                    self.save_refused(context, text);
                } else {
                    self.view.modal = Some(Modal::NotSaved(text));
                }
            }
        }
    }

    /// Takes the version of the ballot that its file holds now.
    pub(super) fn reload_ballot(&mut self, context: &Context) {
        let Some((Found::Ballot(theirs), _)) = self.outside.found.clone() else { return };
        self.outside.found = None;
        if self.ballot_unsaved() {
            self.discard_recovery();
        }
        self.show_ballot(OpenedBallot::clone(&theirs));
        self.toast(context, "Loaded again from the file.");
    }

    /// Shows in what the ballot here and the one in its file differ.
    pub(super) fn show_ballots_apart(&mut self, theirs: &OpenedBallot) {
        let Some(voting) = &self.view.voting else { return };
        let heading = "This ballot was changed by something else".to_owned();
        let said =
            "A ballot is one person’s: take what the file holds, or keep what is here.".to_owned();
        let lists =
            vec![("Answered otherwise".to_owned(), otherwise(&voting.paper, &theirs.paper))];
        let choices = vec![Settle::Reload, Settle::KeepMine, Settle::SaveAs];
        let view = OutsideView { heading, said, lists, choices };
        self.view.modal = Some(Modal::Outside(Box::new(view)));
    }
}

/// What a ballot is called among the files that were open lately.
fn called(paper: &Paper) -> String {
    format!("Ballot of {}, {}", paper.name, paper.title)
}

/// On what two ballots of one person differ.
fn otherwise(ours: &Paper, theirs: &Paper) -> Vec<String> {
    let in_theirs = |line: &&Line| {
        theirs.lines.iter().any(|other| other.criterion == line.criterion && other == *line)
    };
    let lines = ours.lines.iter().filter(|line| !in_theirs(line));
    let mut said: Vec<String> = lines.map(|line| line.name.clone()).collect();
    if ours.method != theirs.method {
        let (here, there) = (ours.method.name(), theirs.method.name());
        said.push(format!("The method: {there} in the file, {here} here"));
    }
    if ours.comparisons != theirs.comparisons {
        said.push("Comparisons".to_owned());
    }
    if said.is_empty() {
        said.push("Only how it is written, or what describes the criteria.".to_owned());
    }
    said
}
