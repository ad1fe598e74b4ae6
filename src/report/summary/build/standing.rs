//! How far the result can be relied on, and what has to be known first.

use super::{Maker, Source};
use crate::analysis::{Lead, aloud, words};
use crate::session::{Record, Side, Status};

/// What is said first of a result that the session still covers.
const LOOK_AHEAD: &str =
    "The weights are not agreed yet: this is a look ahead, not the team’s answer.";

/// What is said where neither side is ahead.
const LEVEL: &str = "The two sides are level: nobody is ahead.";

impl Maker<'_> {
    /// A margin within reach of other weights is no winner, but a close call. A must-have may speak
    /// against the side that was chosen, which no word beside the choice may hide.
    pub(super) fn standing(&self) -> String {
        let verdict = self.0.verdict;
        let against = self.chosen().filter(|(side, _)| verdict.lead.side() == Some(side.other()));
        if let Some((_, chosen)) = against {
            let what = if verdict.is_by_must_have() { "a must-have" } else { "the verdict" };
            return format!("{chosen} against {what}");
        }
        let standing = match verdict.lead {
            Lead::Nothing => "nothing weighed yet",
            Lead::NeitherQualifies => "neither side qualifies",
            Lead::ByMustHave(_) => "decided by a must-have",
            Lead::TooClose => "too close to call",
            Lead::Narrow(_) => "close call",
            Lead::CannotBeFlipped(_) => "cannot be flipped",
            Lead::Clear(_) => "clear lead",
        };
        standing.to_owned()
    }

    /// The side that is chosen, or would be, and how far that has come. A proposal that was turned
    /// down chooses neither.
    fn chosen(&self) -> Option<(Side, &'static str)> {
        let record = &self.0.session.record;
        let chosen = match record.status {
            Status::Draft => "about to be chosen",
            Status::Proposed => "proposed",
            Status::Rejected => return None,
            Status::Accepted | Status::Deprecated | Status::Superseded => "chosen",
        };
        Some((record.choice?, chosen))
    }

    /// The same in a sentence: `SQLAlchemy was chosen`.
    fn was_chosen(&self) -> Option<(Side, String)> {
        let (side, chosen) = self.chosen()?;
        let verb = if chosen == "chosen" { "was" } else { "is" };
        Some((side, format!("{} {verb} {chosen}", self.name(side))))
    }

    /// The side whose colour the decision takes: neither side's where the result is a close call, or
    /// speaks against the choice.
    pub(super) fn colour(&self) -> Option<Side> {
        let choice = self.0.session.record.choice?;
        let close = matches!(self.0.verdict.lead, Lead::Narrow(_));
        let named = !close && self.0.verdict.lead.side() == Some(choice);
        // Which of both it is would tell a result that is covered.
        (named || self.covered()).then_some(choice)
    }

    /// That the choice is behind or excluded, so that what would turn that would bear it out.
    pub(super) fn behind(&self) -> Option<String> {
        let verdict = self.0.verdict;
        let (side, was_chosen) = self.was_chosen()?;
        let (although, what) = match verdict.lead {
            Lead::NeitherQualifies => return None,
            Lead::ByMustHave(by) if by == side => return None,
            Lead::ByMustHave(_) => ("it is excluded".to_owned(), "lift that"),
            _ if verdict.told == side || verdict.is_level() => return None,
            _ => (format!("{} is ahead", self.name(side.other())), "turn the numbers"),
        };
        Some(format!(
            "{was_chosen} although {although}, so it rests on its reason: what would {what} would \
             bear the choice out, not change it."
        ))
    }

    pub(super) fn sureness(&self) -> String {
        let verdict = self.0.verdict;
        let told = verdict.certainty.told_of(verdict.told);
        let (near, off) = (words::percent(told.near), words::percent(told.near_spread));
        let name = self.name(verdict.told);
        let cases = format!("{near} of cases with weights typically off by {off}");
        match verdict.lead {
            Lead::Nothing => String::new(),
            Lead::TooClose if verdict.is_level() => LEVEL.to_owned(),
            Lead::TooClose => format!(
                "It is too close to call: {name} is ahead by {}, and stays ahead in {cases}.",
                words::score(verdict.balance.margin.abs())
            ),
            Lead::Narrow(_) => {
                format!("It is a close call: the lead of {name} is narrow and holds in {cases}.")
            }
            Lead::Clear(_) => {
                format!("The lead of {name} is clear: it holds in {cases}.")
            }
            Lead::CannotBeFlipped(_) => {
                format!("{name} is at least as good on every criterion, so no weighting turns it.")
            }
            Lead::ByMustHave(_) | Lead::NeitherQualifies => {
                format!("Must-haves aside, {name} would win in {cases}.")
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
        let level = matches!(verdict.lead, Lead::TooClose) && verdict.is_level();
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
        aloud::unconfirmed(session, verdict).filter(|_| most && !self.covered()).unwrap_or_default()
    }

    /// That the title speaks of the side that is not the choice, as after a change of mind.
    fn other_in_title(&self) -> Option<String> {
        let Record { choice, ref title, .. } = self.0.session.record;
        let side = choice?;
        let (chosen, other) = (self.name(side), self.name(side.other()));
        let names = |name: &str| !name.trim().is_empty() && title.contains(name);
        (names(other) && !names(chosen))
            .then(|| format!("The title names {other}, but the choice on record is {chosen}."))
    }

    pub(super) fn cautions(&self) -> Vec<String> {
        let Source { session, verdict, .. } = self.0;
        let mut said = self.provisos();
        if let Some((side, was_chosen)) = self.was_chosen()
            && !self.covered()
            && verdict.lead.side() == Some(side.other())
        {
            let other = self.name(side.other());
            said.push(format!("{was_chosen} although the verdict is for {other}."));
        }
        // A covered result tells of the chosen side alone.
        let chosen = session.record.choice.filter(|_| self.covered());
        said.extend(chosen.and_then(|side| self.excluded(side)));
        if session.record.status == Status::Accepted && session.record.choice.is_none() {
            said.push("The decision is called accepted, but no side is chosen.".to_owned());
        }
        said.extend(self.other_in_title());
        said.extend(verdict.contradictions.iter().cloned());
        said.extend(self.weighed_by_hand());
        said.extend(self.moved_apart());
        said.extend(aloud::unconfirmed(session, verdict));
        said
    }
}
