//! What weights and ratings come to, in numbers and as they are read.

use super::Maker;
use crate::analysis::{balance::Balance, terms, words};
use crate::report::summary::{Driver, Flip, Numbers, Sure};
use crate::session::Side;

/// So many single weights that would turn it are told in sentences.
const NEAREST: usize = 2;

impl Maker<'_> {
    pub(super) fn numbers(&self) -> Numbers {
        let verdict = self.0.verdict;
        let balance = &verdict.balance;
        let told = verdict.certainty.told_of(verdict.told);
        let sure = [
            (terms::NEAR, told.near),
            (terms::RANKING, told.ranking),
            (terms::UNIFORM, told.uniform),
            (terms::FLOOR, told.at_least_half),
            (terms::RATINGS, told.ratings),
        ];
        let sure = sure.map(|(term, share)| Sure {
            label: term.label,
            share,
            words: words::percent(share),
        });
        let flips = self.flips();
        let drivers: Vec<Driver> = verdict.drivers.iter().map(|at| self.driver(*at)).collect();
        Numbers {
            headline: verdict.headline.clone(),
            summary: verdict.summary.clone(),
            totals: balance.totals,
            totals_words: words::totals(balance),
            margin: balance.margin,
            margin_words: words::score(balance.margin.abs()),
            told: verdict.told,
            wins: self.wins(),
            sure: sure.into(),
            rounding: rounding(balance, &drivers).to_owned(),
            drivers,
            changes: self.changes(&flips),
            flips,
        }
    }

    fn wins(&self) -> String {
        let name = self.name(self.0.verdict.told);
        if self.0.verdict.is_by_must_have() {
            format!("{name} would win, must-haves aside")
        } else {
            format!("{name} wins")
        }
    }

    fn driver(&self, at: usize) -> Driver {
        let contributions = &self.0.verdict.balance.contributions;
        let contribution = contributions.get(at).copied().unwrap_or_default();
        Driver {
            criterion: at,
            name: self.criterion(at),
            contribution,
            words: words::score(contribution.abs()),
            towards: match contribution {
                tip if tip > 0.0 => Some(Side::Left),
                tip if tip < 0.0 => Some(Side::Right),
                _ => None,
            },
        }
    }

    /// None where a must-have decides or nobody is ahead: there is nothing then that a weight alone
    /// would turn.
    fn flips(&self) -> Vec<Flip> {
        let verdict = self.0.verdict;
        if verdict.is_by_must_have() || verdict.is_level() {
            return Vec::new();
        }
        let flip = |at: &usize| {
            let turn = verdict.turn(*at)?;
            Some(Flip {
                criterion: *at,
                name: self.criterion(*at),
                now: *verdict.balance.weights.values.get(*at)?,
                at: verdict.flips.get(*at)?.weight?,
                now_words: turn.now,
                at_words: turn.at,
            })
        };
        verdict.nearest.iter().filter_map(flip).collect()
    }

    fn changes(&self, flips: &[Flip]) -> Vec<String> {
        let verdict = self.0.verdict;
        let mut said: Vec<String> = self.behind().into_iter().collect();
        if verdict.is_by_must_have() {
            said.extend(verdict.must_have_words.iter().cloned());
            return said;
        }
        // What reads as the same number is no change that anybody could look for.
        let told = flips.iter().filter(|flip| flip.now_words != flip.at_words);
        said.extend(told.take(NEAREST).map(|flip| {
            let way = if flip.at > flip.now { "rising" } else { "falling" };
            let Flip { name, now_words, at_words, .. } = flip;
            format!("{name} {way} from {now_words} to {at_words} of the weight.")
        }));
        if !verdict.change_words.is_empty() {
            said.push(verdict.change_words.clone());
        }
        said
    }
}

/// That what the criteria add does not come to the margin as it is shown; nothing where it does.
fn rounding(balance: &Balance, drivers: &[Driver]) -> &'static str {
    // In hundredths, as they are shown.
    let shown = |value: f64| (value * 100.0).round();
    let parts: f64 = drivers.iter().map(|driver| shown(driver.contribution)).sum();
    if (parts - shown(balance.margin)).abs() > 0.5 {
        "The numbers are rounded, so the parts shown may add up to a hundredth or two more or less."
    } else {
        ""
    }
}
