//! What an unsaved session holds up: the question is asked once, and what was asked for goes on
//! when it is answered.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::PathBuf;

use egui::{Context, ViewportCommand};

use super::App;
use super::document::Document;
use super::editing::random_id;
use super::merging::Merging;
use super::recovering::Restored;
use crate::session::{Field, Id};
use crate::store::{Opened, OpenedBallot};
use crate::ui::widgets::field::field_id;
use crate::ui::{Focus, Modal, PathFor, Step};

/// What an unsaved session holds up.
#[derive(Debug)]
pub(super) enum Held {
    Close,
    Open(PathBuf),
    Import(PathBuf),
    Start(Option<Id>),
    Show(Box<Document>, Step),
    Ballot(Box<OpenedBallot>),
    LeaveBallot,
    Merge(Box<Merging>),
    Merged(Box<Opened>),
    Reload,
    Restore(Box<Restored>),
}

impl App {
    /// Does something that would replace the session, after asking when it is unsaved.
    pub(super) fn guard(&mut self, context: &Context, held: Held) {
        if self.unsaved() {
            self.hold(held);
        } else {
            self.go_on(context, held);
        }
    }

    /// Whether something of the user's is in this window only.
    pub(super) fn unsaved(&self) -> bool {
        self.document.dirty()
            || self.ballot_unsaved()
            || self.view.begun().is_some()
            || self.file.alone_here()
    }

    /// What of the user's is in the view alone, as a number that changes with it.
    pub(super) fn pending(&self) -> u64 {
        let mut hasher = DefaultHasher::new();
        for (about, draft) in &self.view.drafts {
            (about, &draft.text).hash(&mut hasher);
        }
        self.view.meeting.parking.hash(&mut hasher);
        let voting = self.view.voting.as_ref().map(|voting| &voting.paper);
        for paper in self.view.papers.values().chain(voting) {
            format!("{paper:?}").hash(&mut hasher);
        }
        hasher.finish()
    }

    /// Adds the notes that are still being written, and parks what is about to be.
    pub(super) fn keep_drafts(&mut self, context: &Context) {
        let drafts: Vec<_> = self.view.drafts.keys().cloned().collect();
        for about in drafts {
            self.add_note(context, about);
        }
        self.park(context);
    }

    pub(super) fn hold(&mut self, held: Held) {
        self.held = Some(held);
        self.view.modal = Some(Modal::Unsaved);
    }

    /// Drops what was held up once the user has turned away from the question.
    pub(super) fn let_go(&mut self) {
        let asking = matches!(
            self.view.modal,
            Some(
                Modal::Unsaved
                    | Modal::Loses(_)
                    | Modal::Replace(_)
                    | Modal::Reload
                    | Modal::Path(PathFor::Save, _)
            )
        );
        if !asking && !self.tasks.saving && !self.tasks.choosing {
            self.held = None;
        }
    }

    pub(super) fn go_on(&mut self, context: &Context, held: Held) {
        match held {
            Held::Close => {
                self.may_close = true;
                context.send_viewport_cmd(ViewportCommand::Close);
            }
            Held::Open(path) => {
                self.agreed = Some((self.document.stamp(), self.pending()));
                self.start_opening(path);
            }
            Held::Import(path) => {
                self.agreed = Some((self.document.stamp(), self.pending()));
                self.start_import(path);
            }
            Held::Start(preset) => {
                let preset = preset.and_then(|id| self.catalogue.preset(id.as_str()));
                let id = random_id(&mut self.random, preset.map_or("session", |p| p.id.as_str()));
                let session = match preset {
                    Some(preset) => self.catalogue.preset_session(preset, id),
                    None => self.catalogue.empty_session(id),
                };
                self.put(Document::new(session), Step::Frame);
                let title = field_id(self.session(), &Field::Title);
                self.view.focus = Some(Focus::on_all(title, &self.session().brief.title));
            }
            Held::Show(document, step) => self.put(*document, step),
            Held::Ballot(opened) => self.show_ballot(*opened),
            Held::LeaveBallot => self.leave_ballot(),
            Held::Merge(merging) => self.begin_merge(*merging),
            Held::Restore(restored) => self.restore(*restored),
            Held::Merged(opened) => self.put_merged(context, *opened),
            Held::Reload => self.reload(context),
        }
    }
}
