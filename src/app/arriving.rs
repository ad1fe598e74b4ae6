//! The ballots folder while a round is collected: what arrives in it is counted, or says why not.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use egui::Context;

use super::App;
use super::document::Stamp;
use super::watch::{Round, Watch};
use crate::analysis::{Casting, words};
use crate::session::{Id, Paper, Way};
use crate::store::arrivals::{Arrival, Arrived};
use crate::ui::desk::{Incoming, Stands};

/// What is known of the ballots folder.
#[derive(Default)]
pub(super) struct Arriving {
    watch: Option<Watch>,
    /// What the folder held at the last look.
    found: Vec<Arrival>,
    /// For which state of the session that has been judged.
    judged: Option<Stamp>,
    /// By participant, the paper from the folder whose ballot is in the round.
    counted: BTreeMap<Id, Paper>,
    /// By participant, the paper from the folder whose ballot was taken back.
    given_up: BTreeMap<Id, Paper>,
    /// How each file stands.
    incoming: Vec<Incoming>,
}

impl Arriving {
    /// The folder, while it is looked into.
    pub(super) fn folder(&self) -> Option<&Path> {
        self.watch.as_ref().map(Watch::folder)
    }

    /// How each file stands.
    pub(super) fn incoming(&self) -> &[Incoming] {
        &self.incoming
    }

    /// Notes that a participant's ballot was taken back: the very same file does not count again.
    pub(super) fn give_up(&mut self, person: &Id) {
        if let Some(paper) = self.counted.remove(person) {
            self.given_up.insert(person.clone(), paper);
        }
    }
}

impl App {
    /// Where ballots arrive: in a folder beside the session's file.
    pub(super) fn ballots_folder(&self) -> Option<PathBuf> {
        Some(self.document.path()?.parent()?.join("ballots"))
    }

    /// Looks into the ballots folder while ballots are collected, and not otherwise.
    pub(super) fn watch_ballots(&mut self, context: &Context) {
        let session = self.document.session();
        let round = session.collecting().map(|round| Round::new(&session.id, &round.id));
        let round = round.filter(|_| !self.refuses_edits());
        let (Some(folder), Some(round)) = (self.ballots_folder(), round) else {
            self.arriving = Arriving::default();
            return;
        };
        let same = |watch: &Watch| watch.folder() == folder && *watch.round() == round;
        if !self.arriving.watch.as_ref().is_some_and(same) {
            let watch = Watch::start(folder, round, self.options.poll, self.workers.reporter());
            self.arriving = Arriving { watch, ..Arriving::default() };
        }
        let stamp = self.document.stamp();
        if let Some(watch) = &mut self.arriving.watch
            && !watch.tell(stamp, self.document.session())
        {
            // The thread has ended; another begins with the next frame.
            self.arriving.watch = None;
            context.request_repaint();
        }
        if self.arriving.judged.is_some_and(|judged| judged != stamp) {
            self.judge(context);
        }
    }

    /// Takes what a look into the folder found, unless it was for another round.
    pub(super) fn arrived(&mut self, context: &Context, round: &Round, arrivals: Vec<Arrival>) {
        if self.arriving.watch.as_ref().is_some_and(|watch| watch.round() == round) {
            self.arriving.found = arrivals;
            self.judge(context);
        }
    }

    /// Counts what can be counted, and says of everything else why it does not.
    fn judge(&mut self, context: &Context) {
        let found = std::mem::take(&mut self.arriving.found);
        let mut incoming = Vec::new();
        for Arrival { file, person, state, .. } in &found {
            let stands = match state {
                Arrived::Earlier => Stands::Earlier,
                // A blank of somebody who has voted otherwise is waited for by nobody.
                Arrived::Blank if person.as_ref().is_some_and(|id| self.has_voted(id)) => continue,
                Arrived::Blank => Stands::Blank,
                Arrived::Arriving => Stands::Arriving,
                Arrived::Refused(reason) => {
                    let still = person.as_ref().map_or("", |id| self.counts_still(id));
                    Stands::Refused(format!("{reason}{still}"))
                }
                Arrived::Ballot(paper) => self.take_arrival(context, paper),
            };
            incoming.push(Incoming { file: file.clone(), stands });
        }
        self.arriving.found = found;
        self.arriving.incoming = incoming;
        self.arriving.judged = Some(self.document.stamp());
    }

    /// What counts of somebody whose file does not, as the end of a sentence. After a restart only
    /// the session knows of it.
    fn counts_still(&self, person: &Id) -> &'static str {
        let round = self.session().collecting();
        let cast = round.and_then(|round| round.ballot_of(person));
        if self.arriving.counted.contains_key(person)
            || cast.is_some_and(|ballot| ballot.way == Way::File)
        {
            "; what it said before counts"
        } else if self.has_voted(person) {
            "; a ballot of theirs counts already"
        } else {
            ""
        }
    }

    fn has_voted(&self, person: &Id) -> bool {
        self.session().collecting().is_some_and(|round| round.has_voted(person))
    }

    /// Takes a ballot from the folder, also one that has changed since it was counted.
    fn take_arrival(&mut self, context: &Context, paper: &Paper) -> Stands {
        let Some(round) = self.session().collecting() else { return Stands::Blank };
        let (person, name) = (&paper.person, self.name_of(paper));
        if round.has_voted(person) {
            if self.arriving.counted.get(person) == Some(paper) {
                return Stands::Counted;
            }
            let earlier = round.ballot_of(person).filter(|ballot| ballot.way == Way::File);
            let same = earlier.is_some_and(|earlier| {
                Casting::of(paper).points.as_ref() == Ok(&earlier.points)
                    && earlier.comments == paper.comments()
            });
            if same {
                self.arriving.counted.insert(person.clone(), paper.clone());
                return Stands::Counted;
            }
            if !self.arriving.counted.contains_key(person) {
                return Stands::Refused(format!(
                    "{name} has voted here already; take that ballot back to count this file"
                ));
            }
        } else if self.arriving.given_up.get(person) == Some(paper) {
            let reason = "was taken back; it counts again once it says something else";
            return Stands::Refused(reason.to_owned());
        }
        match self.take_paper(paper, Way::File) {
            Ok(()) => {
                self.arriving.given_up.remove(person);
                self.arriving.counted.insert(person.clone(), paper.clone());
                self.toast(context, format!("The ballot of {name} has arrived."));
                Stands::Counted
            }
            Err(_) if Casting::of(paper).points.is_err() => {
                // Not by how much: what is left of a budget says something of what was given.
                Stands::Refused("is not answered to the end yet".to_owned())
            }
            Err(reason) => Stands::Refused(words::sentence(&reason)),
        }
    }
}
