//! The version on the desk and the one in its file, beside each other: what differs, and one made
//! of both.

use std::path::PathBuf;
use std::sync::Arc;

use egui::Context;

use super::App;
use super::document::Stamp;
use super::merging::Merging;
use super::outside::KEPT_EARLIER;
use super::worker::Done;
use crate::analysis::words::sentence;
use crate::session::Session;
use crate::store::Opened;
use crate::store::diff::changes;
use crate::store::look::Found;
use crate::ui::Modal;
use crate::ui::desk::Settle;
use crate::ui::format::count;
use crate::ui::view::OutsideView;

/// The version on the desk and the one in the file.
#[derive(Debug)]
pub struct Apart {
    /// The version on the desk, as of then.
    stamp: Stamp,
    /// Since what was loaded or saved last: what has changed in the file, and on the desk.
    changes: (Vec<String>, Vec<String>),
    /// Whose ballots are begun here and not cast.
    begun: Vec<String>,
    /// Whether it is known what was loaded or saved last.
    based: bool,
    /// Both made one, or why that cannot be.
    merging: Result<Merging, String>,
}

impl Apart {
    /// Compares the two. On a worker, since a session can be large.
    fn of(
        stamp: Stamp,
        base: Option<&Session>,
        (ours, begun): (&Session, Vec<String>),
        theirs: &Arc<Opened>,
        path: PathBuf,
    ) -> Self {
        let changes = match base {
            Some(base) => (changes(base, &theirs.session), changes(base, ours)),
            None => (changes(ours, &theirs.session), Vec::new()),
        };
        let merging = Merging::onto(stamp, base.cloned(), ours.clone(), Arc::clone(theirs), path);
        let merging = merging.map_err(|error| sentence(&error.to_string()));
        Self { stamp, changes, begun, based: base.is_some(), merging }
    }

    /// How much is left to choose, in a sentence.
    fn to_choose(&self, open: usize) -> String {
        match (self.based, open) {
            (true, 1) => " One thing has changed on both; you choose next.".to_owned(),
            (true, _) => format!(" {open} things have changed on both; you choose next."),
            (false, 1) => " That is one thing; you choose next.".to_owned(),
            (false, _) => format!(" These are {open} things; you choose next."),
        }
    }

    fn view(&self) -> OutsideView {
        let (there, here) = &self.changes;
        let told = |lines: &Vec<String>, none: &str| {
            if lines.is_empty() { vec![none.to_owned()] } else { lines.clone() }
        };
        let in_the_file = told(there, "Only how it is written: spaces, order or comments.");
        let lists = if self.based {
            let begun =
                self.begun.iter().map(|name| format!("The ballot of {name}, begun and not cast"));
            let here: Vec<String> = here.iter().cloned().chain(begun).collect();
            let here = told(&here, "Nothing.");
            vec![
                ("Changed in the file since it was loaded or saved here".to_owned(), in_the_file),
                ("Changed in this window, and not saved".to_owned(), here),
            ]
        } else {
            vec![("What the file says, against what this window has".to_owned(), in_the_file)]
        };
        let mut said = if self.based {
            "Merge takes what has changed on either side.".to_owned()
        } else {
            "What both versions began from is not known here, so Merge asks about everything in \
             which they differ."
                .to_owned()
        };
        let mut choices = vec![Settle::Merge, Settle::Reload, Settle::KeepMine];
        match &self.merging {
            Ok(merging) => match merging.conflicts() {
                0 => {}
                open => said.push_str(&self.to_choose(open)),
            },
            Err(reason) => {
                said.clone_from(reason);
                choices = vec![Settle::SaveAs, Settle::Reload, Settle::KeepMine];
            }
        }
        if !self.begun.is_empty() {
            said.push_str(
                " A ballot that is begun stays, unless the version that is taken does not ask for \
                 it.",
            );
        }
        let heading = "This file was changed by something else".to_owned();
        OutsideView { heading, said, lists, choices }
    }
}

impl App {
    /// Shows what differs, and what can be done about it.
    pub(super) fn show_apart(&mut self, context: &Context) {
        match self.outside.found.clone() {
            Some((Found::Changed(theirs), _)) => {
                let Some(path) = self.document.path().cloned() else { return };
                let (stamp, base) = (self.document.stamp(), self.document.kept().cloned());
                let ours = Arc::clone(self.document.session());
                let begun = self.view.begun_ballots();
                let started = self.workers.start(move || {
                    let apart = Apart::of(stamp, base.as_deref(), (&ours, begun), &theirs, path);
                    Done::Apart(Box::new(apart))
                });
                self.started(started);
            }
            Some((Found::Ballot(theirs), _)) => self.show_ballots_apart(&theirs),
            Some((Found::Gone, _)) => {
                self.toast(context, "The file is gone; saving writes it again.");
            }
            Some((Found::Broken { reason, fingerprint }, _)) => {
                let reason = self.outside.failed.clone().unwrap_or(reason);
                self.show_broken(&reason, fingerprint.is_some());
            }
            Some((Found::Same, _)) | None => {
                if let Some(reason) = self.outside.failed.clone() {
                    self.show_broken(&reason, false);
                }
            }
        }
    }

    /// That nothing was saved over a file that cannot be read, and what can be done about it.
    fn show_broken(&mut self, reason: &str, known: bool) {
        let ballot = self.ballot.as_ref().map(|file| &file.path);
        let path = ballot.or(self.document.path());
        let name = path.and_then(|path| path.file_name()).unwrap_or_default();
        let mut said = format!(
            "Something else has put into “{}” what cannot be read: {} What you have here is whole, \
             but in this window only. Save it as another file",
            name.to_string_lossy(),
            sentence(reason)
        );
        let mut choices = vec![Settle::SaveAs];
        if known && !self.refuses_edits() {
            choices.push(Settle::KeepMine);
            said.push_str(
                ", or keep yours: the next save then puts what is there now aside, under a name \
                 of its own",
            );
        }
        said.push('.');
        let heading = "Nothing was saved: the file cannot be read".to_owned();
        let view = OutsideView { heading, said, lists: Vec::new(), choices };
        self.view.modal = Some(Modal::Outside(Box::new(view)));
    }

    /// Shows both versions beside each other, unless another document has come in between.
    pub(super) fn apart_found(&mut self, apart: Box<Apart>) {
        if apart.stamp.same_document(self.document.stamp()) {
            self.view.modal = Some(Modal::Outside(Box::new(apart.view())));
            self.outside.apart = Some(apart);
        }
    }

    /// Makes one of both versions: at once, or after what both have changed has been chosen.
    pub(super) fn merge_apart(&mut self, context: &Context) {
        let Some(apart) = self.outside.apart.take() else { return };
        if apart.stamp != self.document.stamp() {
            // The desk has moved on since, by a ballot that has arrived, say.
            self.show_apart(context);
            return;
        }
        match apart.merging {
            Ok(merging) => self.begin_merge_onto(context, merging),
            Err(reason) => self.view.modal = Some(Modal::Failure(reason)),
        }
    }

    /// Says what has come in from the file.
    pub(super) fn say_merged(&mut self, context: &Context, before: &Session) {
        let came = changes(before, self.session());
        let said = match came.as_slice() {
            [] => "Nothing new came in from the file.".to_owned(),
            [one] => format!("Came in from the file: {}", sentence(one)),
            [first, more @ ..] => {
                let more = count(more.len(), "other change", "other changes");
                format!("Came in from the file: {first}; and {more}.")
            }
        };
        self.toast_until_saved(context, said);
        if self.document.dirty() {
            let kept = self.recovering.told().trouble.is_none();
            let before = if kept { KEPT_EARLIER } else { "" };
            let said = format!("Save to put both into the file.{before}");
            self.toast_until_saved(context, said);
        }
    }
}
