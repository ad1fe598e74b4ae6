//! What must hold of a run of the lab beyond the types of its parts.

use std::collections::HashSet;

use super::{Card, Lab, SeenCard, Timed};
use crate::session::{Id, MAX_TEXT, clean_text};

/// The most cards, variants of a card, and rows of any other list, that a run may hold.
const MAX_ROWS: usize = 500;

/// A step on the way to a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// Into a field.
    Field(&'static str),
    /// Into a list.
    Item(usize),
}

use Place::{Field, Item};

/// Something that does not hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Flaw {
    /// Where, from the outside in; lists are called as the fields of [`Lab`].
    pub place: Vec<Place>,
    /// What is wrong.
    pub what: String,
}

impl Flaw {
    fn at(place: impl IntoIterator<Item = Place>, what: impl Into<String>) -> Self {
        Self { place: place.into_iter().collect(), what: what.into() }
    }

    fn below(mut self, place: &[Place]) -> Self {
        self.place.splice(0..0, place.iter().copied());
        self
    }
}

impl Lab {
    /// The first thing that does not hold, where the criteria are those that are named.
    #[must_use]
    pub fn flaw(&self, known: impl Fn(&Id) -> bool) -> Option<Flaw> {
        let seen = [("sqlite", &self.sqlite), ("postgresql", &self.postgresql)];
        let lists = [("cards", self.cards.len()), ("times", self.times.len())];
        let lists = lists.into_iter().chain(seen.map(|(name, rows)| (name, rows.len())));
        for (name, count) in lists {
            if count > MAX_ROWS {
                let what = format!("there are {count} items here, at most {MAX_ROWS} are read");
                return Some(Flaw::at([Field(name)], what));
            }
        }
        let mut ids = HashSet::new();
        for (number, card) in self.cards.iter().enumerate() {
            let below = [Field("cards"), Item(number)];
            if !ids.insert(&card.id) {
                let what = format!("there are two cards “{}”", card.id);
                return Some(Flaw::at([Field("id")], what).below(&below));
            }
            if let Some(flaw) = card.flaw(&known) {
                return Some(flaw.below(&below));
            }
        }
        seen.into_iter()
            .find_map(|(name, rows)| self.flaw_seen(name, rows))
            .or_else(|| self.unseen())
            .or_else(|| {
                let flaw = |(number, row)| {
                    let flaw: Flaw = self.flaw_timed(row)?;
                    Some(flaw.below(&[Field("times"), Item(number)]))
                };
                self.times.iter().enumerate().find_map(flaw)
            })
    }

    fn unseen(&self) -> Option<Flaw> {
        let nowhere = |card: &Card| self.databases(&card.id).next().is_none();
        let number = self.cards.iter().position(nowhere)?;
        let what = format!("the card “{}” was seen on no database", self.cards[number].id);
        Some(Flaw::at([Field("cards"), Item(number), Field("id")], what))
    }

    fn flaw_seen(&self, list: &'static str, rows: &[SeenCard]) -> Option<Flaw> {
        let mut ids = HashSet::new();
        rows.iter().enumerate().find_map(|(number, row)| {
            let flaw = match self.card(&row.card) {
                None => Some(Flaw::at([Field("card")], no_card(&row.card))),
                Some(_) if !ids.insert(&row.card) => {
                    Some(Flaw::at([Field("card")], format!("“{}” is here twice", row.card)))
                }
                Some(card) => row.flaw(card),
            };
            Some(flaw?.below(&[Field(list), Item(number)]))
        })
    }

    fn flaw_timed(&self, row: &Timed) -> Option<Flaw> {
        let Some(card) = self.card(&row.card) else {
            return Some(Flaw::at([Field("card")], no_card(&row.card)));
        };
        let Some(seen) = self.seen(&row.card, row.database) else {
            let what = format!("“{}” was not seen on {}", row.card, row.database);
            return Some(Flaw::at([Field("database")], what));
        };
        for (field, id) in [("first", &row.first), ("second", &row.second)] {
            if card.variant(id).is_none() || seen.of(id).is_none() {
                return Some(Flaw::at([Field(field)], no_variant(card, id)));
            }
        }
        // Written so that a number that is none fails as well.
        let fine = |low: f64, high: f64| low > 0.0 && low <= high && high <= 1e6;
        if !(fine(row.low, row.ratio) && fine(row.ratio, row.high)) {
            let what = format!(
                "a ratio must lie in its interval, all over 0: found {} from {} to {}",
                row.ratio, row.low, row.high
            );
            return Some(Flaw::at([Field("ratio")], what));
        }
        (row.rounds == 0).then(|| Flaw::at([Field("rounds")], "a ratio of no rounds"))
    }

    /// The same with its texts as a session keeps them.
    #[must_use]
    pub fn cleaned(mut self) -> Self {
        self.texts(&mut |text| *text = clean_text(text));
        self
    }

    /// The length in characters of a text that is too long for a session.
    #[must_use]
    pub fn too_long(&mut self) -> Option<usize> {
        let mut found = None;
        self.texts(&mut |text| {
            // Bytes are counted first: they are never fewer than characters.
            if text.len() > MAX_TEXT {
                found = Some(text.chars().count()).filter(|count| *count > MAX_TEXT).or(found);
            }
        });
        found
    }

    /// Every text, for what has to be done to all of them.
    fn texts(&mut self, each: &mut dyn FnMut(&mut String)) {
        for card in &mut self.cards {
            card.texts(each);
        }
        for row in self.sqlite.iter_mut().chain(&mut self.postgresql) {
            row.texts(each);
        }
        let run = &mut self.run;
        [&mut run.revision, &mut run.machine, &mut run.python].into_iter().for_each(&mut *each);
        let optional = [&mut run.sqlite, &mut run.postgresql, &mut run.load];
        optional.into_iter().flatten().for_each(&mut *each);
        run.limits.iter_mut().chain(run.versions.values_mut()).for_each(each);
    }
}

impl Card {
    fn flaw(&self, known: &impl Fn(&Id) -> bool) -> Option<Flaw> {
        let unknown = |id: &Id| format!("“{id}” is no criterion");
        if !known(&self.criterion) {
            return Some(Flaw::at([Field("criterion")], unknown(&self.criterion)));
        }
        if let Some(number) = self.also.iter().position(|id| !known(id)) {
            return Some(Flaw::at([Field("also"), Item(number)], unknown(&self.also[number])));
        }
        let texts =
            [("question", &self.question), ("finding", &self.finding), ("method", &self.method)];
        if let Some((field, _)) = texts.into_iter().find(|(_, text)| text.trim().is_empty()) {
            return Some(Flaw::at([Field(field)], format!("the {field} is empty")));
        }
        if self.limits.iter().all(|limit| limit.trim().is_empty()) {
            return Some(Flaw::at([Field("limits")], "a card must say what it does not show"));
        }
        if let Some(number) = self.suggests.iter().position(|s| s.low > s.high) {
            let place = [Field("suggests"), Item(number), Field("low")];
            return Some(Flaw::at(place, "a range must run from low to high"));
        }
        self.flaw_of_variants()
    }

    fn flaw_of_variants(&self) -> Option<Flaw> {
        if self.variants.is_empty() || self.variants.len() > MAX_ROWS {
            let what = format!("a card has 1 to {MAX_ROWS} variants");
            return Some(Flaw::at([Field("variants")], what));
        }
        let mut ids = HashSet::new();
        self.variants.iter().enumerate().find_map(|(number, variant)| {
            let found = |field, what: String| {
                Some(Flaw::at([Field("variants"), Item(number), Field(field)], what))
            };
            if !ids.insert(&variant.id) {
                return found("id", format!("there are two variants “{}”", variant.id));
            }
            if variant.lines == 0 || variant.tokens == 0 {
                let field = if variant.lines == 0 { "lines" } else { "tokens" };
                return found(field, format!("code of no {field}"));
            }
            None
        })
    }

    fn texts(&mut self, each: &mut dyn FnMut(&mut String)) {
        [&mut self.question, &mut self.finding, &mut self.method].into_iter().for_each(&mut *each);
        self.limits.iter_mut().chain(&mut self.changed).for_each(&mut *each);
        self.suggests.iter_mut().for_each(|row| each(&mut row.why));
        for variant in &mut self.variants {
            each(&mut variant.code);
            variant.note.iter_mut().for_each(&mut *each);
        }
    }
}

impl SeenCard {
    fn flaw(&self, card: &Card) -> Option<Flaw> {
        if self.seen.is_empty() || self.seen.len() > MAX_ROWS {
            return Some(Flaw::at([Field("seen")], "nothing was seen, or too much"));
        }
        let mut ids = HashSet::new();
        for (number, row) in self.seen.iter().enumerate() {
            let found =
                |what| Some(Flaw::at([Field("seen"), Item(number), Field("variant")], what));
            if card.variant(&row.variant).is_none() {
                return found(no_variant(card, &row.variant));
            }
            if !ids.insert(&row.variant) {
                return found(format!("“{}” is here twice", row.variant));
            }
            if row.sql.len() + row.facts.len() > MAX_ROWS {
                return found("too much was seen of this variant".to_owned());
            }
        }
        self.differs()
    }

    /// A card is void where its variants do not answer alike.
    fn differs(&self) -> Option<Flaw> {
        let mut answers = self.seen.iter().filter_map(|row| row.answer.as_ref());
        let first = answers.next();
        let alike = answers.all(|answer| Some(answer) == first);
        let fine = match self.same_answer {
            Some(same) => same && alike,
            None => first.is_none(),
        };
        let what = format!("the variants of “{}” do not give the same answer", self.card);
        (!fine).then(|| Flaw::at([Field("same_answer")], what))
    }

    fn texts(&mut self, each: &mut dyn FnMut(&mut String)) {
        for row in &mut self.seen {
            let optional = [&mut row.says, &mut row.proof, &mut row.answer];
            optional.into_iter().flatten().for_each(&mut *each);
            row.sql.iter_mut().for_each(|sent| each(&mut sent.text));
            for fact in &mut row.facts {
                each(&mut fact.name);
                each(&mut fact.value);
            }
        }
    }
}

fn no_card(id: &Id) -> String {
    format!("there is no card “{id}”")
}

fn no_variant(card: &Card, id: &Id) -> String {
    format!("there is no variant “{id}” of “{}” here", card.id)
}
