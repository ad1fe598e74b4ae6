//! Measured evidence as plain data: what a run of the lab found. The built-in run is the
//! catalogue's; a session may hold runs of its team.

pub mod card;
mod check;
pub mod dossier;
pub mod seen;

pub use card::{
    Card, Database, Feature, Framework, Kind, Means, Needs, Style, Suggestion, Variant,
};
pub use check::{Flaw, Place};
pub use dossier::{
    CardRef, Dossier, EvidenceEdit, MAX_OBJECTIONS, MAX_RUNS, MAX_VERSIONS, Objection, Ruling,
    TeamRun,
};
pub use seen::{Can, Clock, Fact, Run, Seen, SeenCard, Sent, Timed};

use super::{Id, Pair, Side};

/// What one run of the lab found.
#[derive(Clone, Debug, PartialEq)]
pub struct Lab {
    /// What was asked.
    pub cards: Vec<Card>,
    /// What was seen on `SQLite`.
    pub sqlite: Vec<SeenCard>,
    /// What was seen on `PostgreSQL`.
    pub postgresql: Vec<SeenCard>,
    /// How long one variant took beside another.
    pub times: Vec<Timed>,
    /// When, on what, with which versions.
    pub run: Run,
}

impl Lab {
    /// The card of that id.
    #[must_use]
    pub fn card(&self, id: &Id) -> Option<&Card> {
        self.cards.iter().find(|card| &card.id == id)
    }

    /// The cards that speak to a criterion, in the order of their kinds; of a kind, those that are
    /// on it first.
    #[must_use]
    pub fn cards_on(&self, criterion: &Id) -> Vec<&Card> {
        let speaks = |card: &&Card| &card.criterion == criterion || card.also.contains(criterion);
        let mut cards: Vec<&Card> = self.cards.iter().filter(speaks).collect();
        cards.sort_by_key(|card| (card.kind, &card.criterion != criterion));
        cards
    }

    /// Everything that was seen on a database.
    #[must_use]
    pub fn seen_on(&self, database: Database) -> &[SeenCard] {
        match database {
            Database::Sqlite => &self.sqlite,
            Database::Postgresql => &self.postgresql,
        }
    }

    /// What was seen of a card on a database.
    #[must_use]
    pub fn seen(&self, card: &Id, database: Database) -> Option<&SeenCard> {
        self.seen_on(database).iter().find(|seen| &seen.card == card)
    }

    /// The databases on which a card was seen.
    pub fn databases<'a>(&'a self, card: &'a Id) -> impl Iterator<Item = Database> + 'a {
        Database::ALL.iter().copied().filter(|database| self.seen(card, *database).is_some())
    }

    /// The version of a database.
    #[must_use]
    pub fn version_of(&self, database: Database) -> Option<&str> {
        match database {
            Database::Sqlite => self.run.sqlite.as_deref(),
            Database::Postgresql => self.run.postgresql.as_deref(),
        }
    }

    /// The ratios of a card on a database, the headline first.
    pub fn times<'a>(
        &'a self,
        card: &'a Id,
        database: Database,
    ) -> impl Iterator<Item = &'a Timed> + 'a {
        self.times.iter().filter(move |row| &row.card == card && row.database == database)
    }

    /// The two variants that stand for the sides: those of the first timed pair, else the first
    /// that is idiomatic, else the first.
    #[must_use]
    pub fn headline<'a>(&'a self, card: &'a Card) -> Option<Pair<&'a Variant>> {
        let timed = self.times.iter().filter(|row| row.card == card.id);
        let timed = timed
            .filter_map(|row| card.both(&row.first, &row.second))
            .find(|pair| Side::BOTH.iter().all(|side| pair[*side].side == Some(*side)));
        timed.or_else(|| {
            let of = |side| card.of(side, Style::Idiomatic).or_else(|| card.first(side));
            Some(Pair::new(of(Side::Left)?, of(Side::Right)?))
        })
    }
}

impl SeenCard {
    /// What was seen of a variant.
    #[must_use]
    pub fn of(&self, variant: &Id) -> Option<&Seen> {
        self.seen.iter().find(|seen| &seen.variant == variant)
    }
}

impl Card {
    /// The variant of that id.
    #[must_use]
    pub fn variant(&self, id: &Id) -> Option<&Variant> {
        self.variants.iter().find(|variant| &variant.id == id)
    }

    /// A side's first variant in a style.
    #[must_use]
    pub fn of(&self, side: Side, style: Style) -> Option<&Variant> {
        self.of_side(side).find(|variant| variant.style == style)
    }

    /// A side's variants.
    pub fn of_side(&self, side: Side) -> impl Iterator<Item = &Variant> {
        self.variants.iter().filter(move |variant| variant.side == Some(side))
    }

    fn first(&self, side: Side) -> Option<&Variant> {
        self.of_side(side).next()
    }

    /// Two variants by id, in the order of the sides where they are of both.
    fn both(&self, first: &Id, second: &Id) -> Option<Pair<&Variant>> {
        let pair = Pair::new(self.variant(first)?, self.variant(second)?);
        Some(if pair.left.side == Some(Side::Right) { pair.swapped() } else { pair })
    }
}
