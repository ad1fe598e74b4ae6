//! The verdicts that the window shows: that of the session, and that of the points being tried.
//! Worked out when something they depend on has changed; off the window's thread where that
//! would be felt.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::document::{Document, Stamp};
use super::worker::{Done, Workers};
use crate::analysis::{self, Verdict};
use crate::catalogue::Catalogue;
use crate::session::{Id, Points, Session};

/// From this many points on ballots, a verdict takes some milliseconds and goes to a worker.
const MANY: usize = 20_000;

/// Points that are tried out, by criterion.
type Tried = BTreeMap<Id, Points>;

/// Both verdicts, and what they were worked out for.
pub struct Answers {
    verdict: Verdict,
    of: Stamp,
    /// The criteria in the order in which the verdict has them.
    criteria: Vec<Id>,
    what_if: Option<Verdict>,
    tried: Tried,
    /// What a worker is at.
    working: Option<Stamp>,
}

/// What a worker has worked out.
pub struct Worked {
    /// None when only the points being tried have changed.
    verdict: Option<Verdict>,
    what_if: Option<Verdict>,
    tried: Tried,
    of: Stamp,
}

impl Answers {
    /// The answers for a document, with nothing tried.
    #[must_use]
    pub fn of(document: &Document, catalogue: &Catalogue) -> Self {
        let session = document.session();
        Self {
            verdict: analysis::verdict(session, catalogue),
            of: document.stamp(),
            criteria: session.criteria.iter().map(|c| c.id.clone()).collect(),
            what_if: None,
            tried: Tried::new(),
            working: None,
        }
    }

    /// The session's verdict.
    #[must_use]
    pub const fn verdict(&self) -> &Verdict {
        &self.verdict
    }

    /// The state of the session that the verdict is of.
    #[must_use]
    pub const fn stamp(&self) -> Stamp {
        self.of
    }

    /// The verdict with the points being tried, while some are.
    #[must_use]
    pub const fn what_if(&self) -> Option<&Verdict> {
        self.what_if.as_ref()
    }

    /// Brings both up to date, or has a worker do so.
    pub fn refresh(
        &mut self,
        document: &Document,
        tried: &Tried,
        catalogue: &'static Catalogue,
        workers: &mut Workers,
    ) {
        let (session, of) = (document.session(), document.stamp());
        // Points that are the session's own are not tried.
        let tried: Tried = session
            .criteria
            .iter()
            .filter_map(|c| Some((c, *tried.get(&c.id)?)))
            .filter(|(c, points)| *points != c.points)
            .map(|(c, points)| (c.id.clone(), points))
            .collect();
        if self.of == of && self.tried == tried {
            return;
        }
        let work = {
            let (session, anew) = (Arc::clone(session), self.of != of);
            move || Worked::of(&session, of, tried, anew, catalogue)
        };
        if !self.fits(session, of) || !is_large(session) {
            self.take(work());
            self.criteria = session.criteria.iter().map(|c| c.id.clone()).collect();
        } else if self.working.is_none() {
            // Without a thread to be had, the window stands still for a moment instead.
            self.working = Some(of);
            let again = work.clone();
            if workers.start(move || Done::Worked(Box::new(work()))).is_err() {
                self.take(again());
            }
        }
    }

    /// Takes what a worker brought, unless another document or a later answer has come in between.
    pub fn take(&mut self, worked: Worked) {
        if self.working == Some(worked.of) {
            self.working = None;
        }
        if worked.of.catches_up_with(self.of) {
            let Worked { verdict, what_if, tried, of } = worked;
            (self.what_if, self.tried, self.of) = (what_if, tried, of);
            if let Some(verdict) = verdict {
                self.verdict = verdict;
            }
        }
    }

    /// Whether the verdict is about these very criteria, in this order.
    fn fits(&self, session: &Session, of: Stamp) -> bool {
        self.of.same_document(of) && self.criteria.iter().eq(session.criteria.iter().map(|c| &c.id))
    }
}

impl Worked {
    fn of(session: &Session, of: Stamp, tried: Tried, anew: bool, catalogue: &Catalogue) -> Self {
        let what_if = (!tried.is_empty()).then(|| {
            let mut copy = session.clone();
            for criterion in &mut copy.criteria {
                criterion.points = tried.get(&criterion.id).copied().unwrap_or(criterion.points);
            }
            analysis::verdict(&copy, catalogue)
        });
        let verdict = anew.then(|| analysis::verdict(session, catalogue));
        Self { verdict, what_if, tried, of }
    }
}

fn is_large(session: &Session) -> bool {
    let ballots = session.revealed().map_or(0, |round| round.ballots.len());
    session.criteria.len() * ballots >= MANY
}
