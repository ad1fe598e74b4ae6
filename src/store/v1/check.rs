//! What the parser cannot know of a session: that ids are used once, and name what is there.

use std::collections::HashSet;

use super::rounds::Round;
use super::{Event, SessionFile};
use crate::session::Id;
use crate::store::cursor::{Step, find};
use crate::store::explain::nearest;
use crate::store::probe;
use crate::store::problem::LoadProblem;

/// A problem at the place of a value.
pub(in crate::store) type Located = (Vec<Step>, String, String);

/// A problem that is located in a text, below a path.
pub(in crate::store) fn locate(
    text: &str,
    below: &[Step],
    (path, what, fix): Located,
) -> Box<LoadProblem> {
    // What was left out cannot be pointed at; what it is missing from can.
    let path: Vec<Step> = below.iter().copied().chain(path).collect();
    let place = (0..=path.len()).rev().find_map(|length| find(text, &path[..length]));
    let place = place.unwrap_or(0..0);
    LoadProblem::at(text, place.start, place.end, &what, &fix)
}

/// Why an id that is not there was refused, with the one that may be meant.
pub(super) fn name_one<'a>(wrong: &Id, known: impl IntoIterator<Item = &'a Id>) -> String {
    let known: Vec<&str> = known.into_iter().map(Id::as_str).collect();
    nearest(wrong.as_str(), &known).map_or_else(
        || "Name only ids that exist in this file.".to_owned(),
        |near| format!("Did you mean “{near}”?"),
    )
}

/// The number of the first id that was there before.
pub(super) fn again<'a>(ids: impl IntoIterator<Item = &'a Id>) -> Option<(usize, &'a Id)> {
    let mut seen = HashSet::new();
    ids.into_iter().enumerate().find(|(_, id)| !seen.insert(*id))
}

impl SessionFile {
    /// What is wrong with it, at its place below a path in the text.
    pub(super) fn check(&self, text: &str, below: &[Step]) -> Result<(), Box<LoadProblem>> {
        let found = self.lacking().or_else(|| self.misvoted()).or_else(|| self.repeated());
        let found = found.or_else(|| self.dangling()).or_else(|| self.mismeasured());
        found.map_or(Ok(()), |located| Err(locate(text, below, located)))
    }

    /// A feature that it needs and this version does not have.
    fn lacking(&self) -> Option<Located> {
        let lacks = |need: &String| !probe::FEATURES.contains(&need.as_str());
        let number = self.needs.iter().position(lacks)?;
        let (what, fix) = probe::lacking(&self.needs[number]);
        Some((vec![Step::Field("needs"), Step::Item(number)], what, fix.to_owned()))
    }

    /// What is wrong with a round.
    fn misvoted(&self) -> Option<Located> {
        let people: HashSet<&Id> = self.people.iter().map(|person| &person.id).collect();
        self.rounds.iter().enumerate().find_map(|(number, round)| {
            let (path, what, fix) = round.fault(&people)?;
            let below = [Step::Field("rounds"), Step::Item(number)];
            Some((below.into_iter().chain(path).collect(), what, fix))
        })
    }

    /// An id that two items of one kind share.
    pub(super) fn repeated(&self) -> Option<Located> {
        let named = |list: &'static str, ids: &mut dyn Iterator<Item = &Id>| {
            let (number, id) = again(ids)?;
            let path = vec![Step::Field(list), Step::Item(number), Step::Field("id")];
            Some(twice(path, id))
        };
        named("criteria", &mut self.criteria.iter().map(|row| &row.id))
            .or_else(|| named("must_haves", &mut self.must_haves.iter().map(|row| &row.id)))
            .or_else(|| named("people", &mut self.people.iter().map(|row| &row.id)))
            .or_else(|| named("notes", &mut self.notes.iter().map(|row| &row.id)))
            .or_else(|| named("rounds", &mut self.rounds.iter().map(|row| &row.id)))
            .or_else(|| named("agenda", &mut self.agenda.iter().map(|row| &row.id)))
            .or_else(|| named("parked", &mut self.parked.iter().map(|row| &row.id)))
            .or_else(|| named("follow_ups", &mut self.follow_ups.iter().map(|row| &row.id)))
            .or_else(|| named("objections", &mut self.objections.iter().map(|row| &row.id)))
            .or_else(|| named("runs", &mut self.runs.iter().map(|row| &row.id)))
            .or_else(|| {
                let (number, id) = again(self.answers.iter().map(|(question, _)| question))?;
                let path = vec![Step::Field("answers"), Step::Item(number), Step::Item(0)];
                Some(twice(path, id))
            })
            .or_else(|| self.agreed_twice())
    }

    /// A criterion that has points twice where the weights were agreed.
    fn agreed_twice(&self) -> Option<Located> {
        self.log.iter().enumerate().find_map(|(entry, row)| {
            let Event::WeightsAgreed(points) = &row.event else { return None };
            let (number, id) = again(points.iter().map(|(id, _)| id))?;
            let path = vec![
                Step::Field("log"),
                Step::Item(entry),
                Step::Field("event"),
                Step::Item(0),
                Step::Item(number),
                Step::Item(0),
            ];
            Some(twice(path, id))
        })
    }

    /// A note about what is not there.
    fn dangling(&self) -> Option<Located> {
        let ids: HashSet<&Id> = self.criteria.iter().map(|row| &row.id).collect();
        let about = self.notes.iter().map(|note| note.criterion.as_ref());
        let (number, id) =
            about.enumerate().find_map(|(n, id)| Some((n, id.filter(|id| !ids.contains(id))?)))?;
        let path =
            vec![Step::Field("notes"), Step::Item(number), Step::Field("criterion"), Step::Item(0)];
        let what = format!("a note is about “{id}”, which is no criterion of this session");
        Some((path, what, name_one(id, ids)))
    }

    /// What is wrong with a run of the lab, or a version that is stated twice.
    fn mismeasured(&self) -> Option<Located> {
        let mut packages = HashSet::new();
        let again = self.versions.iter().position(|(package, _)| !packages.insert(&package.0));
        if let Some(number) = again {
            let what = format!("the version of “{}” is stated twice", self.versions[number].0.0);
            let path = vec![Step::Field("versions"), Step::Item(number)];
            return Some((path, what, "Keep one of the two.".to_owned()));
        }
        self.runs.iter().enumerate().find_map(|(number, run)| {
            let (path, what, fix) = run.flaw()?;
            let below = [Step::Field("runs"), Step::Item(number)];
            Some((below.into_iter().chain(path).collect(), what, fix))
        })
    }

    /// What is wrong with a round that is read from elsewhere than a text.
    pub(super) fn muddle(&self) -> Option<String> {
        self.rounds.iter().find_map(Round::muddle)
    }
}

fn twice(path: Vec<Step>, id: &Id) -> Located {
    let what = format!("the id “{id}” is used twice");
    (path, what, "Give each item an id of its own, and name only ids that exist.".to_owned())
}
