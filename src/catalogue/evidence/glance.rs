//! A card at a glance on one database: what each side did, and how the two compare.

use super::Span;
use crate::session::evidence::{Can, Card, Clock, Database, Lab, Seen, Variant};
use crate::session::{Pair, Side, thousands};

/// A card on one database, by the two variants that stand for the sides.
#[derive(Clone, Debug)]
pub struct Glance<'a> {
    /// The database.
    pub database: Database,
    /// Its version.
    pub version: Option<&'a str>,
    /// Whether all variants gave the same answer; none where they are not asked for one.
    pub same_answer: Option<bool>,
    /// What each side did.
    pub sides: Pair<(&'a Variant, Option<&'a Seen>)>,
    /// How long they took beside each other, and by which clock.
    pub time: Option<(Span, Clock)>,
}

impl<'a> Glance<'a> {
    /// A card on each database on which it was seen.
    #[must_use]
    pub fn all(lab: &'a Lab, card: &'a Card) -> Vec<Self> {
        let Some(pair) = lab.headline(card) else { return Vec::new() };
        let of = |database: Database| {
            let seen = lab.seen(&card.id, database)?;
            let time = lab.times(&card.id, database).next();
            let time = time.and_then(|row| Some((Span::of(card, row)?, row.clock)));
            Some(Self {
                database,
                version: lab.version_of(database),
                same_answer: seen.same_answer,
                sides: pair.map(|variant| (variant, seen.of(&variant.id))),
                time,
            })
        };
        Database::ALL.iter().filter_map(|database| of(*database)).collect()
    }

    /// The database with its version: `SQLite 3.40.1`.
    #[must_use]
    pub fn place(&self) -> String {
        let version = self.version.map(|version| format!(" {version}")).unwrap_or_default();
        format!("{}{version}", self.database)
    }

    /// What a side did, in short: `by other means (SQL by hand), 16 lines, 1 statement`.
    #[must_use]
    pub fn side(&self, side: Side) -> String {
        let (variant, seen) = self.sides[side];
        let mut parts = Vec::new();
        if let Some(seen) = seen {
            parts.extend(seen.can.map(|can| can.words().to_owned()));
            parts.extend(seen.says.clone());
        }
        // What cannot be done has no length; its code is what was tried.
        if seen.is_none_or(|seen| seen.can != Some(Can::No)) {
            parts.push(counted(variant.lines, "line", "lines"));
        }
        if let Some(statements) = seen.and_then(|seen| seen.statements) {
            parts.push(counted(statements, "statement", "statements"));
        }
        parts.join(", ")
    }
}

/// A count with its noun.
#[must_use]
pub fn counted(count: u32, one: &str, many: &str) -> String {
    let noun = if count == 1 { one } else { many };
    format!("{} {noun}", thousands(count))
}
