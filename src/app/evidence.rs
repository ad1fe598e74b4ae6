//! Cards that are opened, objections to them, and a team’s own runs of the lab.

use std::path::PathBuf;
use std::sync::Arc;

use egui::Context;

use super::document::Stamp;
use super::editing::random_id;
use super::worker::Done;
use super::{App, looking};
use crate::analysis::words::count;
use crate::session::evidence::{Lab, Objection, Ruling};
use crate::session::{CardRef, Edit, Entry, Id, Item, TeamRun};
use crate::store::evidence::open_evidence;
use crate::store::recovery::Contest;
use crate::ui::Modal;
use crate::ui::evidence::Sheet;

impl App {
    /// Shows a card. The log keeps when it was looked at first, and what was rated by then.
    pub(super) fn open_card(&mut self, context: &Context, on: CardRef, criterion: &Id) {
        let session = self.document.session();
        let lab: Option<&Lab> = match &on.run {
            None => Some(&self.catalogue.evidence.lab),
            Some(run) => session.evidence.run(run).map(|run| &*run.lab),
        };
        let Some((lab, card)) = lab.and_then(|lab| Some((lab, lab.card(&on.card)?))) else {
            return;
        };
        let event = session.opening(&on, &card.question, criterion);
        let sheet = Sheet::of(on, lab, card, &session.evidence.matters.databases);
        self.view.modal = Some(Modal::Card(Box::new(sheet)));
        // Whoever may only look leaves no trace.
        if let Some(event) = event.filter(|_| !self.refuses_edits()) {
            let entry = Entry { at: self.now(), event };
            let result = self.document.log(entry);
            self.report(context, result);
        }
    }

    /// Reads a team's own run of the lab, to be looked at before it is taken over.
    pub(super) fn read_run(&mut self, path: PathBuf) {
        let (session, stamp) = (Arc::clone(self.document.session()), self.document.stamp());
        let clock = self.clock();
        let read = move || {
            let run = open_evidence(&path, &session).map(Box::new);
            let new = run.as_ref().ok().filter(|run| session.evidence.run(&run.id).is_none());
            let preview = new.map(|run| looking::of_run(run, &path, &clock));
            looking::first(preview, Done::Run(stamp, path, run))
        };
        let started = self.workers.start(read);
        self.tasks.reading = self.started(started);
    }

    /// Takes over a run that was read for the document that is still on the desk.
    pub(super) fn take_run(&mut self, context: &Context, stamp: Stamp, run: TeamRun) {
        if !stamp.same_document(self.document.stamp()) {
            self.toast(context, "The run was read for another session, and is not taken over.");
            return;
        }
        if self.session().evidence.run(&run.id).is_some() {
            self.toast(context, format!("The run “{}” is in this session already.", run.name));
            return;
        }
        let said = format!(
            "{} from {} beside the built-in ones. Ctrl+Z takes them out.",
            count(run.lab.cards.len(), "card", "cards"),
            run.name
        );
        self.document.seal();
        let result = self.document.edit(Edit::Insert(usize::MAX, Item::Run(run)));
        self.document.seal();
        if result.is_ok() {
            self.toast(context, said);
        }
        self.report(context, result);
    }

    /// Adds an objection, and leaves the dialog open for what becomes of it.
    pub(super) fn object(&mut self, context: &Context, contest: Contest) {
        let objection = Objection {
            id: random_id(&mut self.random, "objection"),
            on: contest.on.clone(),
            question: contest.question.clone(),
            text: contest.text.trim().to_owned(),
            by: contest.by.trim().to_owned(),
            raised: self.now(),
            ruling: Ruling::Open,
        };
        self.document.seal();
        let result = self.document.edit(Edit::Insert(usize::MAX, Item::Objection(objection)));
        if result.is_ok() {
            self.view.contests.retain(|begun| begun.on != contest.on);
            let empty = Contest { text: String::new(), ..contest };
            self.view.modal = Some(Modal::Contest(Box::new(empty)));
        }
        self.document.seal();
        self.report(context, result);
    }
}
