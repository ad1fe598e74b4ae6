//! Cards that are opened, and objections to them.

use egui::Context;

use super::App;
use super::editing::random_id;
use crate::session::evidence::{Lab, Objection, Ruling};
use crate::session::{CardRef, Edit, Entry, Id, Item};
use crate::ui::Modal;
use crate::ui::evidence::{Contest, Sheet};

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
            let empty = Contest { text: String::new(), ..contest };
            self.view.modal = Some(Modal::Contest(Box::new(empty)));
        }
        self.document.seal();
        self.report(context, result);
    }
}
