//! Whether the verdict stands and why, in sentences.

use super::{Both, Change};
use crate::analysis::change::{Effect, hundredths, is_something};
use crate::analysis::{Lead, words};
use crate::session::{MustHave, Side};

/// So many criteria are named in a sentence.
const NAMED: usize = 3;

/// What moved the margin, as it is read: in whole hundredths, and so that parts add up.
pub(super) struct Moved {
    /// From the margin that is read before to the one that is read now.
    whole: f64,
    /// What each criterion did.
    criteria: Vec<f64>,
    /// What other weights, other ratings, and criteria that came or left did.
    kinds: [f64; 3],
}

impl Moved {
    pub(super) fn of(both: &Both<'_>, effects: &[Effect]) -> Self {
        // The number that stands on the page, so that nobody who reckons it over finds another.
        let read = |margin: f64| format!("{margin:.2}").parse().unwrap_or(margin);
        let whole: f64 = read(both.after.balance.margin) - read(both.before.balance.margin);
        let sum = |of: fn(&Effect) -> f64| effects.iter().map(of).sum::<f64>();
        let kinds = [sum(|e| e.weight), sum(|e| e.ratings), sum(|e| e.coming)];
        let totals: Vec<f64> = effects.iter().map(Effect::total).collect();
        let mut rounded = hundredths(&kinds, whole).into_iter();
        Self {
            whole: (whole * 100.0).round() / 100.0,
            criteria: hundredths(&totals, whole),
            kinds: kinds.map(|_| rounded.next().unwrap_or_default()),
        }
    }

    /// What the criterion at this place of the effects did; 0 where that is under a hundredth.
    pub(super) fn by(&self, at: usize) -> f64 {
        self.criteria.get(at).copied().unwrap_or_default()
    }
}

impl Both<'_> {
    /// Whether the verdict stands; the headline is the later one's.
    pub(super) fn verdict(&self, headline: &str) -> String {
        let (was, is) = (|side| self.before.name(side), |side| self.after.name(side));
        let because = match self.after.lead {
            Lead::ByMustHave(side) => {
                let other = side.other();
                let failed: Vec<String> = self.after.failed(other).map(named).collect();
                format!("{} fails {}", is(other), words::list(&failed))
            }
            _ => self.after.aside(),
        };
        let sides = (self.before.lead.side(), self.after.lead.side());
        if self.before.session.id != self.after.session.id {
            let open = || "leaves it open".to_owned();
            let first = sides.0.map_or_else(open, |side| format!("is for {}", was(side)));
            return match sides.1 {
                Some(side) if sides.0.map(was) == Some(is(side)) => {
                    format!("Both are for {}.", is(side))
                }
                Some(side) => {
                    format!("The first {first}, the second is for {} ({because}).", is(side))
                }
                None if sides.0.is_none() => {
                    format!("Both leave it open; of the second it says: {headline}.")
                }
                None => format!("The first {first}, the second leaves it open: {headline}."),
            };
        }
        match sides {
            (Some(before), Some(after)) if before == after => {
                format!("The verdict stands: it is {} still ({because}).", is(after))
            }
            (Some(before), Some(after)) => {
                format!("The verdict has turned from {} to {} ({because}).", was(before), is(after))
            }
            (Some(before), None) => {
                format!("The verdict was {}, and is open now: {headline}.", was(before))
            }
            (None, Some(after)) => {
                format!("The verdict was open, and is {} now ({because}).", is(after))
            }
            (None, None) => format!("The verdict was open and still is: {headline}."),
        }
    }

    /// What has become of the choice on record, and whether it goes with the verdict of now; nothing
    /// where it is the same.
    pub(super) fn choice(&self) -> Option<String> {
        let (before, after) = (self.before.session.record.choice, self.after.session.record.choice);
        let (was, is) = (|side| self.before.name(side), |side| self.after.name(side));
        let against = after.is_some_and(|side| self.after.lead.side() == Some(side.other()));
        let against = if against { ", against the verdict" } else { "" };
        match (before, after) {
            (before, after) if before == after => None,
            (Some(before), Some(after)) => Some(format!(
                "The choice on record has changed from {} to {}{against}.",
                was(before),
                is(after)
            )),
            (None, Some(after)) => {
                Some(format!("The choice on record is {} now{against}; it was open.", is(after)))
            }
            (Some(before), None) => {
                Some(format!("The choice on record was {}, and is open now.", was(before)))
            }
            (None, None) => None,
        }
    }

    /// Which side the verdict named and names.
    pub(super) fn answer(&self) -> Change {
        let [before, after] = [&self.before, &self.after].map(|told| match told.lead {
            Lead::ByMustHave(side) => format!("{}, by a must-have", told.name(side)),
            Lead::NeitherQualifies => "neither qualifies".to_owned(),
            lead => lead.side().map_or("open", |side| told.name(side)).to_owned(),
        });
        Change { what: "Verdict".to_owned(), before, after }
    }

    /// Why, in sentences.
    pub(super) fn why(
        &self,
        effects: &[Effect],
        moved: &Moved,
        other_must_haves: bool,
    ) -> Vec<String> {
        let mut said = self.by_must_haves(other_must_haves);
        said.extend(self.by_weights(effects, moved));
        said
    }

    /// What must-haves did to the verdict.
    fn by_must_haves(&self, others: bool) -> Vec<String> {
        let mut said = Vec::new();
        for side in Side::BOTH {
            said.extend(self.now_fails(side));
            said.extend(self.fails_no_longer(side));
        }
        if others && said.is_empty() {
            said.push("The must-haves have changed, but not what either side fails.".to_owned());
        }
        if self.is_any_excluded() {
            let (was, is) = (self.before.aside(), self.after.aside());
            said.push(if was == is {
                format!("Must-haves aside, it is {is}, as it was.")
            } else {
                format!("Must-haves aside, it was {was}, and is {is}.")
            });
        }
        said
    }

    /// Whether a must-have excludes a side before or now.
    pub(super) fn is_any_excluded(&self) -> bool {
        [&self.before, &self.after].iter().any(|told| {
            let excluded = told.excluded();
            excluded.left || excluded.right
        })
    }

    fn now_fails(&self, side: Side) -> Option<String> {
        let before: Vec<_> = self.before.failed(side).map(|must| &must.id).collect();
        let new = self.after.failed(side).filter(|must| !before.contains(&&must.id));
        let new: Vec<String> = new.map(named).collect();
        let (name, fails) = (self.after.name(side), words::list(&new));
        match (new.is_empty(), before.is_empty()) {
            (true, _) => None,
            (false, true) => Some(format!("{name} fails {fails} now, which excludes it.")),
            (false, false) => Some(format!("{name} fails {fails} now; it was excluded before.")),
        }
    }

    fn fails_no_longer(&self, side: Side) -> Option<String> {
        let now: Vec<_> = self.after.failed(side).collect();
        let met = self.before.failed(side).filter(|must| now.iter().all(|n| n.id != must.id));
        let met: Vec<String> = met.map(named).collect();
        let (name, met_words) = (self.after.name(side), words::list(&met));
        match (met.is_empty(), now.as_slice()) {
            (true, _) => None,
            (false, []) => {
                Some(format!("{name} fails {met_words} no longer, and is not excluded any more."))
            }
            (false, still) => {
                let still: Vec<String> = still.iter().copied().map(named).collect();
                Some(format!(
                    "{name} fails {met_words} no longer, but stays excluded: it fails {}.",
                    words::list(&still)
                ))
            }
        }
    }

    /// What moved the margin.
    fn by_weights(&self, effects: &[Effect], moved: &Moved) -> Vec<String> {
        if !effects.iter().any(Effect::is_something) {
            return vec!["Nothing that moves the margin has changed.".to_owned()];
        }
        let (before, after) = (&self.before, &self.after);
        let change = after.balance.margin - before.balance.margin;
        let mut said = vec![match moved.whole {
            0.0 if is_something(change) => "The margin has moved by less than 0.01.".to_owned(),
            0.0 => "The margin is what it was: what has changed cancels out.".to_owned(),
            whole => format!("The margin has moved by {}.", self.towards(whole)),
        }];
        let is_other = before.lead.side() != after.lead.side();
        if moved.whole == 0.0 && is_other && before.excluded() == after.excluded() {
            said.push("Small as that is, it makes the verdict another.".to_owned());
        }
        let kinds = ["other weights", "other ratings", "criteria that came or left"];
        let parts = kinds.iter().zip(moved.kinds).filter(|(_, amount)| *amount != 0.0);
        let parts: Vec<String> =
            parts.map(|(what, amount)| format!("{} by {what}", self.towards(amount))).collect();
        if !parts.is_empty() {
            said.push(format!("That is {}.", words::list(&parts)));
        }
        said.extend(self.due_to(effects, moved));
        said
    }

    /// Which criteria moved the margin to where it went, the strongest first, and which held
    /// against that.
    fn due_to(&self, effects: &[Effect], moved: &Moved) -> Vec<String> {
        let named = |direction: f64| {
            let mut pulled: Vec<(f64, String)> = effects
                .iter()
                .enumerate()
                .filter(|(at, _)| moved.by(*at) * direction > 0.0)
                .map(|(at, effect)| {
                    let name = self.name_of(effect);
                    (effect.total().abs(), format!("{name} ({})", self.towards(moved.by(at))))
                })
                .collect();
            pulled.sort_by(|a, b| b.0.total_cmp(&a.0));
            let most: Vec<String> = pulled.into_iter().take(NAMED).map(|(_, text)| text).collect();
            (!most.is_empty()).then(|| words::list(&most))
        };
        let there = named(moved.whole).map(|most| format!("It is due most of all to {most}."));
        let back = named(-moved.whole).map(|most| format!("What held most against it is {most}."));
        there.into_iter().chain(back).collect()
    }

    /// An amount of the margin, with the side that it is towards.
    pub(super) fn towards(&self, amount: f64) -> String {
        let side = if amount > 0.0 { Side::Left } else { Side::Right };
        format!("{} towards {}", words::score(amount.abs()), self.after.name(side))
    }
}

fn named(must_have: &MustHave) -> String {
    format!("“{}”", must_have.name.trim())
}
