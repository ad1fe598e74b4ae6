//! Ratios as they are read: in words, and without more precision than they have.

use crate::session::evidence::{Card, Timed};
use crate::session::{Pair, Side};

/// Two runs of the lab an hour apart differ by this much and more: what is less is no difference.
const SAME: f64 = 1.3;

/// An interval that reaches into this band around 1 is no difference either.
const BAND: f64 = 1.15;

/// Time of the left side over time of the right, with its 95 % interval.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Span {
    /// The ratio, over 1 where the left side took longer.
    pub ratio: f64,
    /// Lower end of the interval.
    pub low: f64,
    /// Upper end of the interval.
    pub high: f64,
}

impl Span {
    /// The band in which two times are about the same.
    pub const BAND: (f64, f64) = (1.0 / BAND, BAND);

    /// The ratio of a row, the left side over the right; none where it does not compare the sides.
    #[must_use]
    pub fn of(card: &Card, row: &Timed) -> Option<Self> {
        let side = |id| card.variant(id)?.side;
        match (side(&row.first)?, side(&row.second)?) {
            (Side::Left, Side::Right) => {
                Some(Self { ratio: row.ratio, low: row.low, high: row.high })
            }
            (Side::Right, Side::Left) => Some(Self {
                ratio: row.ratio.recip(),
                low: row.high.recip(),
                high: row.low.recip(),
            }),
            _ => None,
        }
    }

    /// Who took less time; none where it is about the same.
    #[must_use]
    pub fn faster(self) -> Option<Side> {
        let (low, high) = Self::BAND;
        let touches = self.low <= high && self.high >= low;
        if touches || self.factor() < SAME {
            None
        } else if self.ratio > 1.0 {
            Some(Side::Right)
        } else {
            Some(Side::Left)
        }
    }

    /// How many times as long the slower side took, 1 or more.
    #[must_use]
    pub fn factor(self) -> f64 {
        self.ratio.max(self.ratio.recip())
    }

    /// The ratio in words: `SQLAlchemy took about half the time`.
    #[must_use]
    pub fn words(self, names: &Pair<String>) -> String {
        let Some(faster) = self.faster() else {
            return "Both took about the same time".to_owned();
        };
        let name = &names[faster];
        let part = match self.factor() {
            f if f < 1.4 => "three quarters of the time",
            f if f < 1.75 => "two thirds of the time",
            f if f < 2.5 => "half the time",
            f if f < 3.5 => "a third of the time",
            f if f < 4.5 => "a quarter of the time",
            f if f < 5.5 => "a fifth of the time",
            f => return format!("{} took about {f:.0} times as long", names[faster.other()]),
        };
        format!("{name} took about {part}")
    }

    /// The numbers behind the words: `Django ORM ÷ SQLAlchemy 1.90, from 1.67 to 2.19`.
    #[must_use]
    pub fn numbers(self, names: &Pair<String>) -> String {
        let Pair { left, right } = names;
        let Self { ratio, low, high } = self;
        format!("{left} ÷ {right} {ratio:.2}, from {low:.2} to {high:.2}")
    }
}

/// How often, in words: `once`, `twice`, `200 times`.
#[must_use]
pub fn times(count: u32) -> String {
    match count {
        1 => "once".to_owned(),
        2 => "twice".to_owned(),
        more => format!("{more} times"),
    }
}
