//! What a claim of the catalogue says that a card shows, in words that can be checked.

use serde::Deserialize;

use super::Span;
use crate::session::evidence::{Can, Card, Database, Lab, SeenCard};
use crate::session::{Id, Pair, Side};

/// A card that a claim rests on.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Citation {
    /// The card.
    pub card: Id,
    /// What it shows; none where the claim only points to it.
    #[serde(default)]
    pub shows: Option<Shows>,
    /// On which database; none for all on which it was seen.
    #[serde(default)]
    pub on: Option<Database>,
}

/// What can be checked of a card, for the two variants that stand for the sides.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Shows {
    /// Whether each side can do it.
    Can {
        /// Whether the left side can.
        left: Can,
        /// Whether the right side can.
        right: Can,
    },
    /// This side sends fewer statements.
    Fewer(Side),
    /// Both send as many.
    AsMany,
    /// This side takes less time, by more than what is about the same.
    Faster(Side),
    /// Both take about the same time.
    AsFast,
    /// This side has fewer lines of code.
    Shorter(Side),
    /// What was seen of this side has these words.
    Says(Side, String),
}

impl Citation {
    /// How the data contradicts what is claimed of it; none where it does not.
    #[must_use]
    pub fn contradiction(&self, lab: &Lab) -> Option<String> {
        let Some(card) = lab.card(&self.card) else {
            return Some(format!("there is no card “{}”", self.card));
        };
        let shows = self.shows.as_ref()?;
        let seen = lab.databases(&card.id).filter(|one| self.on.is_none_or(|on| on == *one));
        let seen: Vec<Database> = seen.collect();
        if seen.is_empty() {
            return Some(format!("“{}” was not seen there", card.id));
        }
        seen.into_iter().find_map(|database| {
            let seen = lab.seen(&card.id, database)?;
            let found = shows.found(lab, card, seen, database)?;
            Some(format!("“{}” on {database}: claimed {shows:?}, found {found}", card.id))
        })
    }
}

impl Shows {
    /// What was found instead.
    fn found(&self, lab: &Lab, card: &Card, seen: &SeenCard, database: Database) -> Option<String> {
        let Some(pair) = lab.headline(card) else { return Some("one side only".to_owned()) };
        let of = |side: Side| seen.of(&pair[side].id);
        match self {
            Self::Can { left, right } => {
                let found = Pair::from_fn(|side| of(side).and_then(|seen| seen.can));
                let fine = found == Pair::new(Some(*left), Some(*right));
                (!fine).then(|| format!("{:?} and {:?}", found.left, found.right))
            }
            Self::Fewer(_) | Self::AsMany => {
                let counts = Pair::from_fn(|side| of(side).and_then(|seen| seen.statements));
                let wanted = if let Self::Fewer(side) = self { Some(*side) } else { None };
                let fine = matches!(counts, Pair { left: Some(left), right: Some(right) }
                    if less(left, right) == wanted);
                (!fine).then(|| format!("{:?} and {:?} statements", counts.left, counts.right))
            }
            Self::Faster(_) | Self::AsFast => {
                let row = lab.times(&card.id, database).next();
                let Some(span) = row.and_then(|row| Span::of(card, row)) else {
                    return Some("no time".to_owned());
                };
                let wanted = if let Self::Faster(side) = self { Some(*side) } else { None };
                (span.faster() != wanted).then(|| format!("{span:?}"))
            }
            Self::Shorter(side) => {
                let lines = pair.map(|variant| variant.lines);
                let fine = less(lines.left, lines.right) == Some(*side);
                (!fine).then(|| format!("{} and {} lines", lines.left, lines.right))
            }
            Self::Says(side, words) => {
                let said = of(*side).and_then(|seen| seen.says.as_deref()).unwrap_or_default();
                (!said.contains(words)).then(|| format!("“{said}”"))
            }
        }
    }
}

fn less(left: u32, right: u32) -> Option<Side> {
    match left.cmp(&right) {
        std::cmp::Ordering::Less => Some(Side::Left),
        std::cmp::Ordering::Greater => Some(Side::Right),
        std::cmp::Ordering::Equal => None,
    }
}
