//! How far the result can be relied on, and what has to be known first.

use super::{Maker, Source};
use crate::analysis::{Lead, Verdict, aloud, words};
use crate::session::{Side, Status};

/// What is said first of a result that the session still covers.
const LOOK_AHEAD: &str =
    "The weights are not agreed yet: this is a look ahead, not the team’s answer.";

/// What is said where neither side is ahead.
const LEVEL: &str = "The two sides are level: nobody is ahead.";

/// Whether neither side is ahead by anything that is told.
fn is_level(verdict: &Verdict) -> bool {
    words::score(verdict.balance.margin.abs()) == "0.00"
}

impl Maker<'_> {
    /// A margin within reach of other weights is no winner, but a close call. A must-have may speak
    /// against the side that was chosen, which no word beside the choice may hide.
    pub(super) fn standing(&self) -> &'static str {
        let choice = self.0.session.record.choice;
        match self.0.verdict.lead {
            Lead::ByMustHave(side) if choice == Some(side.other()) => "chosen against a must-have",
            Lead::Nothing => "nothing weighed yet",
            Lead::NeitherQualifies => "neither side qualifies",
            Lead::ByMustHave(_) => "decided by a must-have",
            Lead::TooClose | Lead::Narrow(_) => "close call",
            Lead::CannotBeFlipped(_) => "cannot be flipped",
            Lead::Clear(_) => "clear lead",
        }
    }

    pub(super) fn sureness(&self) -> String {
        let verdict = self.0.verdict;
        let near = words::percent(verdict.certainty.told_of(verdict.told).near);
        let name = self.name(verdict.told);
        let close = "weights that differ a little from the team’s";
        match verdict.lead {
            Lead::Nothing => String::new(),
            Lead::TooClose if is_level(verdict) => LEVEL.to_owned(),
            Lead::TooClose => format!(
                "It is a close call: {name} is ahead by {}, and stays ahead with {near} of the \
                 {close}.",
                words::score(verdict.balance.margin.abs())
            ),
            Lead::Narrow(_) => format!(
                "It is a close call: the lead of {name} is narrow and holds for {near} of the \
                 {close}."
            ),
            Lead::Clear(_) => {
                format!("The lead of {name} is clear: it holds for {near} of the {close}.")
            }
            Lead::CannotBeFlipped(_) => {
                format!("{name} is at least as good on every criterion, so no weighting turns it.")
            }
            Lead::ByMustHave(_) | Lead::NeitherQualifies => {
                format!("Must-haves aside, {name} would win with {near} of the {close}.")
            }
        }
    }

    /// What has to be said wherever a number stands.
    pub(super) fn provisos(&self) -> Vec<String> {
        let Source { session, verdict, .. } = self.0;
        if self.covered() {
            return vec!["The weights are not agreed yet, so the result is covered.".to_owned()];
        }
        let mut said = Vec::new();
        let ahead = session.covered() && !session.criteria.is_empty();
        said.extend(ahead.then(|| LOOK_AHEAD.to_owned()));
        // What was uncovered early is told so; a file is open without that.
        let early = aloud::provisos(session, verdict);
        said.extend(early.into_iter().skip(usize::from(session.covered())));
        said.extend(Side::BOTH.into_iter().filter_map(|side| self.excluded(side)));
        said
    }

    /// What has to be said of a number that stands without the page around it.
    pub(super) fn beside_numbers(&self) -> Vec<String> {
        let Source { session, verdict, .. } = self.0;
        let mut said = self.provisos();
        said.extend(match session.record.status {
            Status::Draft => Some("This is a draft: nothing is decided yet.".to_owned()),
            Status::Proposed => Some("This is a proposal: nothing is decided yet.".to_owned()),
            _ => None,
        });
        let level = matches!(verdict.lead, Lead::TooClose) && is_level(verdict);
        said.extend((level && !self.covered()).then(|| LEVEL.to_owned()));
        said.extend(Some(self.reservation()).filter(|said| !said.is_empty()));
        said
    }

    /// That a side fails a must-have, whatever the weights say.
    fn excluded(&self, side: Side) -> Option<String> {
        let failed = &self.0.verdict.failed[side];
        let must = if failed.len() == 1 { "a must-have" } else { "must-haves" };
        (!failed.is_empty())
            .then(|| format!("{} fails {must}: {}.", self.name(side), failed.join(", ")))
    }

    /// That most of what the verdict rests on is not the team’s own.
    pub(super) fn reservation(&self) -> String {
        let Source { session, verdict, .. } = self.0;
        let most = verdict.unconfirmed > session.criteria.len();
        self.unconfirmed().filter(|_| most && !self.covered()).unwrap_or_default()
    }

    /// How many ratings are nobody’s.
    fn unconfirmed(&self) -> Option<String> {
        let Source { session, verdict, .. } = self.0;
        let all = 2 * session.criteria.len();
        let are = match verdict.unconfirmed {
            0 => return None,
            1 => format!("1 of {all} ratings is a starting value"),
            every if every == all => format!("All {all} ratings are starting values"),
            some => format!("{some} of {all} ratings are starting values"),
        };
        Some(format!("{are} that the team has not confirmed."))
    }

    pub(super) fn cautions(&self) -> Vec<String> {
        let Source { session, verdict, .. } = self.0;
        let mut said = self.provisos();
        if let Some(side) = session.record.choice {
            if !self.covered() && verdict.lead.side() == Some(side.other()) {
                let (name, other) = (self.name(side), self.name(side.other()));
                said.push(format!("{name} was chosen although the verdict is for {other}."));
            }
            // A covered result tells of the chosen side alone.
            said.extend(self.excluded(side).filter(|_| self.covered()));
        }
        said.extend(verdict.contradictions.iter().cloned());
        said.extend(self.weighed_by_hand());
        said.extend(self.moved_apart());
        said.extend(self.unconfirmed());
        said
    }
}
