//! Comparing with an earlier session of the same decision.

use std::path::PathBuf;
use std::sync::Arc;

use egui::Context;

use super::App;
use super::document::Stamp;
use super::worker::Done;
use crate::analysis::{self, words};
use crate::report::{Comparison, ComparisonError, Origin, Version, comparison};
use crate::store::{self, OpenError};
use crate::ui::view::Unread;
use crate::ui::{Modal, PathFor};

/// Why an earlier session could not be compared.
pub enum Uncompared {
    /// It could not be read.
    Unread(OpenError),
    /// It is of other things.
    Apart(ComparisonError),
}

impl App {
    /// Reads an earlier session and finds what has changed since.
    pub(super) fn compare_with(&mut self, context: &Context, path: PathBuf) {
        if self.session().covered() {
            self.toast(context, "The result is covered until the weights are agreed.");
            return;
        }
        let (session, stamp) = (Arc::clone(self.document.session()), self.document.stamp());
        let (catalogue, origin) = (self.catalogue, self.document.origin());
        let started = self.workers.start(move || {
            let compared = store::open(&path).map_err(Uncompared::Unread).and_then(|earlier| {
                let old = analysis::verdict(&earlier.session, catalogue);
                let new = analysis::verdict(&session, catalogue);
                let from = Origin::of_file(&path, earlier.fingerprint.hex());
                let compared = Comparison::of(
                    Version { session: &earlier.session, verdict: &old, origin: &from },
                    Version { session: &session, verdict: &new, origin: &origin },
                );
                compared.map(Box::new).map_err(Uncompared::Apart)
            });
            Done::Compared(stamp, path, compared)
        });
        self.started(started);
    }

    /// Shows what has changed, unless another document has come in between.
    pub(super) fn compared(
        &mut self,
        context: &Context,
        stamp: Stamp,
        path: PathBuf,
        compared: Result<Box<Comparison>, Uncompared>,
    ) {
        match compared {
            Err(Uncompared::Unread(error)) => self.unread(PathFor::Earlier, path, error),
            Err(Uncompared::Apart(error)) => {
                let said = words::sentence(&error.to_string());
                let unread = Unread::plain(PathFor::Earlier, path, said);
                self.view.modal = Some(Modal::Unread(Box::new(unread)));
            }
            Ok(_) if !stamp.same_document(self.document.stamp()) => {
                self.toast(context, "Another session was opened in between; compare again.");
            }
            Ok(comparison) => {
                let comparison = Arc::<Comparison>::from(comparison);
                self.comparison = Some(Arc::clone(&comparison));
                self.view.modal = Some(Modal::Comparison(comparison));
            }
        }
    }

    /// Copies what has changed as Markdown.
    pub(super) fn copy_comparison(&mut self, context: &Context) {
        let Some(comparison) = &self.comparison else { return };
        match comparison::markdown(comparison) {
            Ok(text) => {
                context.copy_text(text);
                self.toast(context, "Copied as Markdown");
            }
            Err(error) => {
                self.view.modal = Some(Modal::Failure(words::capital(&error.to_string())));
            }
        }
    }
}
