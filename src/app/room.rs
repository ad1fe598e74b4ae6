//! What happens in the room: rounds of ballots and the agreement. None of it is taken back by
//! undo.

use std::collections::BTreeMap;

use egui::Context;

use super::App;
use super::editing::random_id;
use crate::analysis::agreement::{Override, overrides, take_pooled};
use crate::analysis::{Agreement, Casting, words};
use crate::session::{
    Ballot, Entry, Event, Id, MAX_TEXT, Paper, Round, RoundError, Session, Way, clean_text,
};
use crate::ui::view::Voting;
use crate::ui::{Modal, Screen, Step};

impl App {
    /// Opens a round of ballots.
    pub(super) fn open_round(&mut self, context: &Context) {
        let (now, number) = (self.now(), self.session().rounds.len() + 1);
        // Two people may each open a round in their own copy, and a file of one that was cancelled
        // must not count in the next: so the id is one that nobody else makes.
        let id = random_id(&mut self.random, &format!("round-{number}"));
        let result = self.document.meet(|session| session.open_round(id, now));
        if result.is_ok() {
            self.close_the_box();
            self.view.verdict.what_if.clear();
            self.view.go(Step::Weigh);
            self.view.collect.next = self.next_voter();
            self.toast(context, format!("Round {number} is open, and the result is covered."));
        }
        self.report_round(context, result);
    }

    /// Takes a round back that nobody has voted in.
    pub(super) fn cancel_round(&mut self, context: &Context) {
        let now = self.now();
        let result = self.document.meet(|session| session.cancel_round(now));
        if result.is_ok() {
            self.close_the_box();
        }
        self.report_round(context, result);
    }

    /// Reveals the round, after asking when somebody who is here has not voted.
    pub(super) fn ask_to_reveal(&mut self, context: &Context) {
        let session = self.session();
        let voted = session.collecting().is_some_and(|round| !round.ballots.is_empty());
        if voted && session.missing().next().is_some() {
            self.view.modal = Some(Modal::Reveal);
        } else {
            self.reveal(context);
        }
    }

    /// Reveals the round, and gives the criteria the points that its ballots come to.
    pub(super) fn reveal(&mut self, context: &Context) {
        let now = self.now();
        let result = self.document.meet(|session| session.reveal(now));
        if result.is_ok() {
            self.close_the_box();
            self.view.go(Step::Weigh);
            // What was said of ballots that are covered is over.
            self.view.toasts.clear();
            if self.take_pooled(context) {
                let plural = self.session().brief.pool.plural();
                self.toast(
                    context,
                    format!(
                        "The team’s points are the ballots’ {plural} now; Ctrl+Z takes them back."
                    ),
                );
            }
        }
        self.report_round(context, result);
    }

    /// Nothing that was begun or pasted can come into another round.
    pub(super) fn close_the_box(&mut self) {
        self.view.papers.clear();
        self.view.pasted.clear();
    }

    /// Lets go of the ballots that are begun and cannot be cast any more, and says so.
    pub(super) fn keep_open_ballots(&mut self, context: &Context) {
        let open = self.document.session().collecting();
        let castable = |paper: &Paper| {
            open.is_some_and(|round| round.id == paper.round && !round.has_voted(&paper.person))
        };
        let (kept, gone): (BTreeMap<_, _>, BTreeMap<_, _>) =
            std::mem::take(&mut self.view.papers).into_iter().partition(|(_, p)| castable(p));
        self.view.papers = kept;
        if !gone.is_empty() {
            let names: Vec<String> = gone.values().map(|paper| paper.name.clone()).collect();
            let (ballot, was) =
                if names.len() == 1 { ("ballot", "was") } else { ("ballots", "were") };
            let who = words::list(&names);
            self.toast_until_saved(
                context,
                format!(
                    "The {ballot} of {who} {was} begun here, and cannot be cast any more: the \
                     version in the file does not ask for it."
                ),
            );
        }
    }

    /// Gives the criteria the points that the ballots of the revealed round come to; says whether
    /// any had others.
    pub(super) fn take_pooled(&mut self, context: &Context) -> bool {
        let session = self.session();
        let Some(edit) = self.agreement().and_then(|agreement| take_pooled(session, &agreement))
        else {
            return false;
        };
        self.document.seal();
        let result = self.document.edit(edit);
        let taken = result.is_ok();
        self.document.seal();
        self.report(context, result);
        taken
    }

    /// The ballots as they stand now. The verdict's own may be a moment behind.
    fn agreement(&self) -> Option<Agreement> {
        let Session { people, criteria, brief, .. } = &**self.document.session();
        Agreement::of(self.session().revealed()?, people, criteria, None, brief.pool)
    }

    /// The points that are not what the ballots come to.
    fn overrides(&self) -> Vec<Override> {
        let agreement = self.agreement();
        agreement.map(|agreement| overrides(self.session(), &agreement)).unwrap_or_default()
    }

    /// Fills the window with a participant's ballot.
    pub(super) fn vote(&mut self, context: &Context, person: &Id) {
        // One that fills the window already is put aside, not overwritten.
        self.put_aside();
        match self.session().paper(person) {
            Ok(blank) => {
                let paper = self.view.papers.remove(person).unwrap_or(blank);
                // Points that were shown under a name would tell whose an unnamed ballot is.
                let named = self.session().collecting().is_some_and(Round::named);
                let earlier = self.session().earlier_ballot(person).filter(|_| named).cloned();
                self.view.voting = Some(Voting::new(paper, false, earlier));
                self.view.screen = Screen::Ballot;
                // What was said to the room is not for who votes next.
                self.view.toasts.clear();
            }
            Err(error) => self.toast(context, error.to_string()),
        }
    }

    /// Fills the window with the ballot of the next who is here and has not voted.
    pub(super) fn vote_next(&mut self, context: &Context) {
        if self.session().collecting().is_none() {
            self.toast(context, "No round is open.");
            return;
        }
        match self.next_voter() {
            Some(person) => self.vote(context, &person),
            None => self.toast(context, "Everybody who is here has voted."),
        }
    }

    fn next_voter(&self) -> Option<Id> {
        let next = self.session().missing().next()?;
        Some(next.id.clone())
    }

    /// Casts the ballot that fills the window, and hands back covered.
    pub(super) fn cast(&mut self, context: &Context) {
        let Some(voting) = self.view.voting.take_if(|voting| !voting.alone) else { return };
        let result = self.take_paper(&voting.paper, Way::Here);
        match result {
            Ok(()) => {
                self.view.go(Step::Weigh);
                self.view.collect.next = self.next_voter();
                let name = &voting.paper.name;
                self.toast(context, format!("The ballot of {name} is cast, and stays covered."));
            }
            Err(error) => {
                self.view.voting = Some(voting);
                self.toast(context, error);
            }
        }
    }

    /// Puts the ballot that fills the window aside.
    pub(super) fn put_aside(&mut self) {
        let Some(Voting { paper, .. }) = self.view.voting.take_if(|voting| !voting.alone) else {
            return;
        };
        self.view.collect.next = Some(paper.person.clone());
        if !paper.is_blank() {
            self.view.papers.insert(paper.person.clone(), paper);
        }
        self.view.go(Step::Weigh);
    }

    /// Takes an answered paper into the round that is being collected.
    pub(super) fn take_paper(&mut self, paper: &Paper, way: Way) -> Result<(), String> {
        let session = self.session();
        let round = session.collecting().map(|round| &round.id);
        if paper.session != session.id || round != Some(&paper.round) {
            return Err("this ballot is for another round".to_owned());
        }
        let casting = Casting::of(paper);
        let points = casting.points.map_err(|open| open.to_string())?;
        let slip = random_id(&mut self.random, "slip");
        let ballot = Ballot {
            method: paper.method,
            comments: paper.comments(),
            way,
            ..Ballot::new(paper.person.clone(), points)
        };
        let cast = self.document.meet(|session| session.cast(&paper.person, slip, ballot));
        cast.map_err(|error| error.to_string())?;
        self.view.papers.remove(&paper.person);
        Ok(())
    }

    /// Gives up the ballot that a participant has cast.
    pub(super) fn withdraw(&mut self, context: &Context, person: &Id) {
        let now = self.now();
        let result = self.document.meet(|session| session.withdraw(person, now));
        if result.is_ok() {
            self.arriving.give_up(person);
        }
        self.report_round(context, result);
    }

    /// Agrees on the weights, after asking for the reasons where some were set by hand.
    pub(super) fn ask_to_agree(&mut self, context: &Context) {
        let session = self.session();
        if session.criteria.is_empty() {
            self.toast(context, "There is nothing to agree on yet: add a criterion.");
        } else if session.collecting().is_some() {
            self.toast(context, "Ballots are being collected; reveal them first.");
        } else if session.agreed().is_some() && session.drift().is_empty() {
            self.toast(context, "The weights are agreed already.");
        } else {
            let overrides = self.overrides();
            if session.revealed().is_none() && session.agreed().is_none() {
                self.view.modal = Some(Modal::AgreeWithoutBallots);
            } else if overrides.is_empty() {
                self.agree(context, &BTreeMap::new());
            } else {
                let begun = self.view.reasons.clone();
                self.view.modal = Some(Modal::Agree(overrides, begun));
            }
        }
    }

    /// Agrees on the weights. What was set by hand goes into the log with its reason.
    pub(super) fn agree(&mut self, context: &Context, reasons: &BTreeMap<Id, String>) {
        let overrides = self.overrides();
        let session = self.session();
        let overridden: Vec<Event> = overrides
            .iter()
            .filter_map(|row| {
                let criterion = session.criteria.get(row.criterion)?.id.clone();
                let reason = clean_text(reasons.get(&criterion)?.trim());
                let reason = reason.chars().take(MAX_TEXT).collect();
                let (ballots, points) = (row.ballots, row.points);
                Some(Event::Overridden { criterion, ballots, points, reason })
            })
            .collect();
        let at = self.now();
        for event in overridden {
            if let Err(error) = self.document.log(Entry { at, event }) {
                self.toast(context, error.to_string());
                return;
            }
        }
        self.view.reasons.clear();
        let event = self.session().agreeing();
        self.log(context, event);
    }

    fn report_round(&mut self, context: &Context, result: Result<(), RoundError>) {
        if let Err(error) = result {
            self.toast(context, words::sentence(&error.to_string()));
        }
    }
}
