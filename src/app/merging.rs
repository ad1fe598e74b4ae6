//! Two versions of a session that are made one in this window: what is chosen, and when the
//! result is put on the desk.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use egui::Context;

use super::App;
use super::document::{Document, Stamp};
use super::held::Held;
use crate::analysis::words::sentence;
use crate::session::Session;
use crate::store::merge::{Conflict, MergeError, Prepared, Take, Unfinished};
use crate::store::{Fingerprint, LoadProblem, Losses, Opened};
use crate::ui::view::{MergeRow, MergeView};
use crate::ui::{Modal, Step};

/// A merge that is being finished.
#[derive(Debug)]
pub struct Merging {
    /// What is merged, as often as somebody chooses.
    versions: Prepared,
    /// What the decision is called.
    title: String,
    /// The file that the versions are in, and what it held.
    path: PathBuf,
    fingerprint: Fingerprint,
    /// What of that is not kept, and what in it is not known.
    loses: Losses,
    warnings: Vec<LoadProblem>,
    /// What has been chosen, by the path of the conflict.
    choices: BTreeMap<Vec<String>, Take>,
    /// What is left to choose.
    left: Vec<Conflict>,
    /// Every conflict that there has been, chosen ones too, so that a choice can be changed.
    seen: Vec<Conflict>,
    /// Why the last choice was not taken, or the merge not finished.
    problem: Option<String>,
    /// Whether another dialog stands before this one.
    behind: bool,
    /// The version of the open file that is merged into what is on the desk; none for a file that
    /// holds both versions.
    onto: Option<Onto>,
}

/// A version of the open file, to be merged into what is on the desk.
#[derive(Debug)]
struct Onto {
    /// The desk that it is merged into.
    stamp: Stamp,
    base: Option<Session>,
    theirs: Arc<Opened>,
}

impl Merging {
    /// A merge of which nothing has been chosen yet.
    ///
    /// # Errors
    /// As [`Prepared::conflicts`].
    pub(super) fn new(found: Unfinished) -> Result<Self, MergeError> {
        let Unfinished { base, ours, theirs, path, fingerprint, loses, warnings } = found;
        let versions = Prepared::new(base.as_ref(), &ours, &theirs)?;
        let left = versions.conflicts(&BTreeMap::new())?;
        Ok(Self {
            versions,
            title: ours.title().to_owned(),
            path,
            fingerprint,
            loses,
            warnings,
            choices: BTreeMap::new(),
            seen: left.clone(),
            left,
            problem: None,
            behind: false,
            onto: None,
        })
    }

    /// A merge of the open file into what is on the desk.
    ///
    /// # Errors
    /// As [`Merging::new`].
    pub(super) fn onto(
        stamp: Stamp,
        base: Option<Session>,
        ours: Session,
        theirs: Arc<Opened>,
        path: PathBuf,
    ) -> Result<Self, MergeError> {
        let fingerprint = theirs.fingerprint;
        let (kept, there) = (base.clone(), theirs.session.clone());
        // What there is to know of the open file is told of that file.
        let (loses, warnings) = (Losses::default(), Vec::new());
        let found = Unfinished { base, ours, theirs: there, path, fingerprint, loses, warnings };
        let merging = Self::new(found)?;
        Ok(Self { onto: Some(Onto { stamp, base: kept, theirs }), ..merging })
    }

    /// How many things are left to choose.
    pub(super) const fn conflicts(&self) -> usize {
        self.left.len()
    }

    /// Chooses. What does not fit together then is not chosen, and the reason is shown.
    fn choose(&mut self, choices: Vec<(Vec<String>, Take)>) {
        let mut all = self.choices.clone();
        all.extend(choices);
        match self.versions.conflicts(&all) {
            Ok(left) => {
                for conflict in &left {
                    if self.seen.iter().all(|seen| seen.path != conflict.path) {
                        self.seen.push(conflict.clone());
                    }
                }
                (self.choices, self.left, self.problem) = (all, left, None);
            }
            Err(error) => self.problem = Some(sentence(&error.to_string())),
        }
    }

    /// The session that was chosen; none while something is left to choose, or with the reason.
    fn finish(&mut self) -> Option<Opened> {
        if !self.left.is_empty() {
            return None;
        }
        match self.versions.merge(&self.choices) {
            Ok(merged) => Some(Opened {
                session: merged.session,
                path: self.path.clone(),
                fingerprint: self.fingerprint,
                loses: self.loses,
                warnings: std::mem::take(&mut self.warnings),
            }),
            Err(error) => {
                self.problem = Some(sentence(&error.to_string()));
                None
            }
        }
    }

    /// What the dialog shows of it.
    fn view(&self) -> MergeView {
        let is_left = |path: &Vec<String>| self.left.iter().any(|conflict| &conflict.path == path);
        let rows = self.seen.iter().filter_map(|conflict| {
            let chosen = self.choices.get(&conflict.path).copied();
            // Another choice may have settled it.
            let shown = chosen.is_some() || is_left(&conflict.path);
            shown.then(|| MergeRow { conflict: conflict.clone(), chosen })
        });
        MergeView {
            decision: self.title.clone(),
            rows: rows.collect(),
            open: self.left.len(),
            problem: self.problem.clone(),
            onto_desk: self.onto.is_some(),
        }
    }
}

impl App {
    /// Shows a merge that was read, unless the window has moved on since: then it asks first.
    pub(super) fn merge_found(
        &mut self,
        context: &Context,
        stamp: Stamp,
        merging: Result<Box<Merging>, MergeError>,
    ) {
        match merging {
            Ok(merging) => {
                let moved_on = stamp != self.document.stamp() && self.unsaved();
                let held = Held::Merge(merging);
                if moved_on { self.hold(held) } else { self.go_on(context, held) }
            }
            Err(error) => self.view.modal = Some(Modal::Failure(sentence(&error.to_string()))),
        }
    }

    /// Begins to choose, once no other dialog is open.
    pub(super) fn begin_merge(&mut self, merging: Merging) {
        self.merging = Some(Merging { behind: true, ..merging });
        self.keep_merging();
    }

    /// Chooses, and shows what is left.
    pub(super) fn choose_merge(&mut self, choices: Vec<(Vec<String>, Take)>) {
        if let Some(merging) = &mut self.merging {
            merging.choose(choices);
            self.view.modal = Some(Modal::Merge(Box::new(merging.view())));
        }
    }

    /// Puts a merge on the desk of which everything has been chosen; it still has to be saved.
    pub(super) fn finish_merge(&mut self, context: &Context) {
        if self.merging.as_ref().is_some_and(|merging| merging.onto.is_some()) {
            self.finish_onto(context);
            return;
        }
        let Some(merging) = &mut self.merging else { return };
        match merging.finish() {
            Some(opened) => self.guard(context, Held::Merged(Box::new(opened))),
            None => self.view.modal = Some(Modal::Merge(Box::new(merging.view()))),
        }
    }

    /// Begins to merge the open file into what is on the desk; where there is nothing to choose,
    /// it is done at once.
    pub(super) fn begin_merge_onto(&mut self, context: &Context, merging: Merging) {
        let chooses = merging.conflicts() > 0;
        self.begin_merge(merging);
        if !chooses {
            self.finish_onto(context);
        }
    }

    /// Merges the open file into what is on the desk, as it is now.
    fn finish_onto(&mut self, context: &Context) {
        let Some(mut merging) = self.merging.take() else { return };
        match self.renewal(&merging) {
            Some(Ok(renewed)) => merging = renewed,
            Some(Err(error)) => {
                self.view.modal = Some(Modal::Failure(sentence(&error.to_string())));
                return;
            }
            None => {}
        }
        let merged = merging.finish();
        let theirs = merging.onto.as_ref().map(|onto| Arc::clone(&onto.theirs));
        if let Some((merged, theirs)) = merged.zip(theirs) {
            let before = Arc::clone(self.document.session());
            self.view.modal = None;
            self.take_version(context, merged.session, &theirs);
            self.say_merged(context, &before);
        } else {
            self.view.modal = Some(Modal::Merge(Box::new(merging.view())));
            self.merging = Some(merging);
        }
    }

    /// The same merge onto what is on the desk now, where something has come in since it began: a
    /// ballot from its folder, say. What was chosen stays chosen.
    fn renewal(&self, merging: &Merging) -> Option<Result<Merging, MergeError>> {
        let now = self.document.stamp();
        let Onto { base, theirs, .. } = merging.onto.as_ref().filter(|onto| onto.stamp != now)?;
        let ours = (**self.document.session()).clone();
        let (base, path) = (base.clone(), merging.path.clone());
        Some(Merging::onto(now, base, ours, Arc::clone(theirs), path).map(|mut renewed| {
            renewed.choose(merging.choices.clone().into_iter().collect());
            renewed
        }))
    }

    /// Shows what was chosen in place of what was on the desk.
    pub(super) fn put_merged(&mut self, context: &Context, opened: Opened) {
        self.remember_as(&opened.path, opened.session.title(), &opened.session.id);
        self.put(Document::merged(opened), Step::Frame);
        self.toast(context, "The two versions are one now. Save it to finish the merge.");
    }

    /// Keeps what was chosen while another dialog stands before it, and lets it go when the user
    /// has turned away.
    pub(super) fn keep_merging(&mut self) {
        let Some(merging) = &mut self.merging else { return };
        match &self.view.modal {
            Some(Modal::Merge(_)) => merging.behind = false,
            Some(_) => merging.behind = true,
            None if merging.behind && self.held.is_none() => {
                self.view.modal = Some(Modal::Merge(Box::new(merging.view())));
                merging.behind = false;
            }
            None if merging.behind => {}
            None => self.merging = None,
        }
    }
}
