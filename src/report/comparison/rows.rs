//! What has changed, in rows.

use super::told::Moved;
use super::{Both, Change, Changed, Judged};
use crate::analysis::change::{Effect, is_something};
use crate::analysis::words;
use crate::session::{Criterion, MustHave, Outcome, Pair, RecordField, Side};

/// What stands for something that is not in one of the versions.
const NOT_THERE: &str = "not there";

/// So many decimals are shown at most to tell two numbers apart.
const MOST_DECIMALS: usize = 6;

impl Both<'_> {
    /// Both totals of a side.
    pub(super) fn total(&self, side: Side) -> Change {
        Change {
            what: self.side(side),
            before: words::totals(&self.before.balance)[side].clone(),
            after: words::totals(&self.after.balance)[side].clone(),
        }
    }

    /// What a side is called, and was where that is not the same.
    fn side(&self, side: Side) -> String {
        match (self.before.name(side), self.after.name(side)) {
            (was, is) if was == is => is.to_owned(),
            (was, is) => format!("{is} (before: {was})"),
        }
    }

    /// Who leads by how much.
    pub(super) fn lead(&self) -> Change {
        let what = if self.is_any_excluded() { "Lead, must-haves aside" } else { "Lead" };
        Change { what: what.to_owned(), before: self.before.aside(), after: self.after.aside() }
    }

    /// The must-haves of which something has changed: those of now in their order, then those that
    /// have left.
    pub(super) fn must_haves(&self) -> Vec<Judged> {
        let [old, new] = [&self.before, &self.after].map(|told| &told.session.brief.must_haves);
        let find = |all: &[MustHave], one: &MustHave| all.iter().position(|m| m.id == one.id);
        let stayed_or_new =
            new.iter().map(|is| (find(old, is).and_then(|at| old.get(at)), Some(is)));
        let gone = old.iter().filter(|was| find(new, was).is_none()).map(|was| (Some(was), None));
        let pairs = stayed_or_new.chain(gone).filter(|(was, is)| was != is);
        pairs.map(|(was, is)| self.judged(was, is)).collect()
    }

    fn judged(&self, was: Option<&MustHave>, is: Option<&MustHave>) -> Judged {
        let name =
            |must_have: Option<&MustHave>| must_have.map_or("", |m| m.name.trim()).to_owned();
        let outcome = |must_have: Option<&MustHave>, side: Side| {
            must_have.map_or(NOT_THERE, |m| Outcome::word(m.outcome[side])).to_owned()
        };
        Judged {
            name: match (name(was), name(is)) {
                (was, is) if was == is || was.is_empty() => is,
                (was, is) if is.is_empty() => was,
                (was, is) => format!("{is} (before: {was})"),
            },
            sides: Pair::from_fn(|side| Change {
                what: self.after.name(side).to_owned(),
                before: outcome(was, side),
                after: outcome(is, side),
            }),
        }
    }

    /// The criteria of which something has changed, the strongest effect first.
    pub(super) fn criteria(&self, effects: &[Effect], moved: &Moved) -> Vec<Changed> {
        let mut strongest: Vec<(usize, &Effect)> = effects.iter().enumerate().collect();
        strongest.sort_by(|a, b| b.1.total().abs().total_cmp(&a.1.total().abs()));
        let rows = strongest.into_iter().filter_map(|(at, effect)| {
            let row = self.row(effect, moved.by(at));
            let counts = moved.by(at) != 0.0 || self.is_changed(effect) || !row.reasons.is_empty();
            counts.then_some(row)
        });
        rows.collect()
    }

    fn both(&self, effect: &Effect) -> (Option<&Criterion>, Option<&Criterion>) {
        let was = effect.before.and_then(|at| self.before.session.criteria.get(at));
        let is = effect.after.and_then(|at| self.after.session.criteria.get(at));
        (was, is)
    }

    /// Whether somebody has changed a criterion itself, and not only what others weigh beside it.
    fn is_changed(&self, effect: &Effect) -> bool {
        let (Some(was), Some(is)) = self.both(effect) else { return true };
        let ratings = |c: &Criterion| c.sides.as_ref().map(|side| side.rating);
        let (before, after) = self.weights(effect);
        ratings(was) != ratings(is) || (was.points != is.points && is_something(after - before))
    }

    fn weights(&self, effect: &Effect) -> (f64, f64) {
        let weight = |values: &[f64], at: Option<usize>| at.and_then(|at| values.get(at).copied());
        let (before, after) = (&self.before.balance.weights, &self.after.balance.weights);
        (
            weight(&before.values, effect.before).unwrap_or_default(),
            weight(&after.values, effect.after).unwrap_or_default(),
        )
    }

    /// What a criterion is called, or was when it left.
    pub(super) fn name_of(&self, effect: &Effect) -> String {
        let (was, is) = self.both(effect);
        is.or(was).map_or_else(String::new, |c| c.name.clone())
    }

    fn row(&self, effect: &Effect, shown: f64) -> Changed {
        let total = effect.total();
        Changed {
            name: self.name_of(effect),
            effect: total,
            effect_words: match shown {
                0.0 if !is_something(total) => "nothing".to_owned(),
                0.0 => {
                    let side = if total > 0.0 { Side::Left } else { Side::Right };
                    format!("under 0.01 towards {}", self.after.name(side))
                }
                shown => self.towards(shown),
            },
            weight: self.weight(effect),
            ratings: Pair::from_fn(|side| self.rating(effect, side)),
            reasons: self.reasons(effect),
        }
    }

    /// The weight as whole percent, with decimals where those do not tell what has changed.
    fn weight(&self, effect: &Effect) -> Change {
        let percent = |percents: &[u8], at: usize| percents.get(at).copied().unwrap_or_default();
        let before = &self.before.balance.weights.percents;
        let after = &self.after.balance.weights.percents;
        let was = effect.before.map(|at| percent(before, at));
        let is = effect.after.map(|at| percent(after, at));
        let (exact_was, exact_is) = self.weights(effect);
        let stays = !is_something(exact_is - exact_was);
        let (before, after) = match (was, is) {
            // Whole percents add up to 100, so they may differ where the weight does not.
            (Some(_), Some(is)) if stays => (format!("{is} %"), format!("{is} %")),
            (Some(was), Some(is)) if was == is => {
                let decimals = |share: f64, digits: usize| format!("{:.digits$} %", share * 100.0);
                told_apart(exact_was, exact_is, 1, decimals)
            }
            (was, is) => {
                let text = |percent: u8| format!("{percent} %");
                (was.map_or(NOT_THERE.to_owned(), text), is.map_or(NOT_THERE.to_owned(), text))
            }
        };
        Change { what: "Weight".to_owned(), before, after }
    }

    fn rating(&self, effect: &Effect, side: Side) -> Change {
        let of = |criterion: &Criterion| criterion.sides[side].rating;
        let (before, after) = match self.both(effect) {
            (Some(was), Some(is)) if of(was).to_string() == of(is).to_string() => {
                let decimals = |rating: f64, digits: usize| match digits {
                    0 => of(is).to_string(),
                    digits => format!("{rating:.digits$}"),
                };
                told_apart(of(was).get(), of(is).get(), 0, decimals)
            }
            (was, is) => {
                let text = |c: Option<&Criterion>| {
                    c.map_or_else(|| NOT_THERE.to_owned(), |c| of(c).to_string())
                };
                (text(was), text(is))
            }
        };
        Change { what: self.after.name(side).to_owned(), before, after }
    }

    /// What is said now of why, where it was not said before.
    fn reasons(&self, effect: &Effect) -> Vec<String> {
        let (was, is) = self.both(effect);
        let Some(is) = is else { return Vec::new() };
        let new = |before: &str, now: &str| !now.is_empty() && now != before;
        let reason = |side: Side| {
            let now = is.sides[side].reason.trim();
            let before = was.map_or("", |c| c.sides[side].reason.trim());
            new(before, now).then(|| format!("{}: {}", self.after.name(side), words::sentence(now)))
        };
        let before = was.and_then(|c| self.before.session.reason_for(c)).unwrap_or_default();
        let by_hand = self.after.session.reason_for(is).filter(|now| new(before, now));
        let by_hand = by_hand.map(|reason| format!("By hand: {}", words::sentence(reason)));
        Side::BOTH.into_iter().filter_map(reason).chain(by_hand).collect()
    }

    /// What is said otherwise in the record.
    pub(super) fn record(&self) -> Vec<Change> {
        let (before, after) = (&self.before.session.record, &self.after.session.record);
        let day = |day: Option<jiff::civil::Date>| {
            day.map_or_else(|| "no day".to_owned(), |day| day.strftime("%-d %B %Y").to_string())
        };
        let change = |what: &str, before: String, after: String| Change {
            what: what.to_owned(),
            before,
            after,
        };
        let chosen = |side: Option<Side>, name: fn(&Self, Side) -> &str| {
            side.map_or("none", |side| name(self, side)).to_owned()
        };
        // A side that is called otherwise is still the one that was chosen.
        let choice = (before.choice != after.choice).then(|| {
            let was = chosen(before.choice, |both, side| both.before.name(side));
            change("Chosen", was, chosen(after.choice, |both, side| both.after.name(side)))
        });
        let fixed = [
            change("Status", before.status.word().to_owned(), after.status.word().to_owned()),
            change("Review on", day(before.review_on), day(after.review_on)),
        ];
        let texts = RecordField::ALL.into_iter().map(|field| {
            let text = |record| field.of(record).trim().to_owned();
            change(field.name(), text(before), text(after))
        });
        let others = fixed.into_iter().chain(texts).filter(|change| change.before != change.after);
        choice.into_iter().chain(others).collect()
    }
}

/// Two numbers with as many decimals as it takes to tell them apart.
fn told_apart(
    before: f64,
    after: f64,
    fewest: usize,
    text: impl Fn(f64, usize) -> String,
) -> (String, String) {
    let told = |digits: usize| (text(before, digits), text(after, digits));
    let apart = (fewest..=MOST_DECIMALS).map(told).find(|(before, after)| before != after);
    apart.unwrap_or_else(|| told(fewest))
}
