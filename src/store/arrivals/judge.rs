//! Whether a ballot counts: for this session, for the round that is being collected, from somebody
//! who takes part, on the criteria there are, and the only one of theirs.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::ffi::OsString;

use super::name::{Copied, Name, shown};
use super::read::{Content, Seen};
use super::{Arrival, Arrived};
use crate::session::{Id, Paper, Session};
use crate::store::ballot::own_names;

/// What of a session a ballot is judged against.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Basis {
    session: Id,
    /// Every round, in order.
    rounds: Vec<Id>,
    /// Whether the last of them is being collected.
    collecting: bool,
    /// Whether it keeps the names of those who vote.
    named: bool,
    criteria: Vec<(Id, String)>,
    people: HashMap<Id, String>,
}

/// So many criteria are named in a sentence.
const NAMED: usize = 3;

impl Basis {
    pub(super) fn of(session: &Session) -> Self {
        let round = session.collecting();
        Self {
            session: session.id.clone(),
            rounds: session.rounds.iter().map(|round| round.id.clone()).collect(),
            collecting: round.is_some(),
            named: round.is_none_or(crate::session::Round::named),
            criteria: session.criteria.iter().map(|c| (c.id.clone(), shown(&c.name))).collect(),
            people: session.people.iter().map(|p| (p.id.clone(), shown(p.shown()))).collect(),
        }
    }

    /// Whether a ballot may be counted.
    ///
    /// # Errors
    /// Why not, in a sentence.
    pub(super) fn judge(&self, paper: &Paper) -> Result<(), String> {
        if paper.session != self.session {
            let title = shown(&paper.title);
            return Err(format!("for another session, “{title}” ({})", paper.session));
        }
        let its = self.rounds.iter().position(|id| *id == paper.round);
        let its = its.map_or(paper.number, |at| at + 1);
        if !self.collecting {
            return Err(format!("for round {its}; no ballots are being collected"));
        }
        let now = self.rounds.len();
        if self.rounds.last() != Some(&paper.round) {
            return Err(if its == now {
                format!("for another round {its} than the one being collected; export it again")
            } else {
                format!("for round {its}; round {now} is being collected")
            });
        }
        if !self.named {
            let vote = "a ballot as a file or text carries one: vote in the window";
            return Err(format!("this round does not store names, and {vote}"));
        }
        if !self.people.contains_key(&paper.person) {
            let person = &paper.person;
            return Err(format!("from “{person}”, who is no participant; add them first"));
        }
        self.same_criteria(paper)
    }

    fn same_criteria(&self, paper: &Paper) -> Result<(), String> {
        let ours: HashSet<&Id> = self.criteria.iter().map(|(id, _)| id).collect();
        let theirs: HashSet<&Id> = paper.lines.iter().map(|line| &line.criterion).collect();
        let missing = self.criteria.iter().filter(|(id, _)| !theirs.contains(id));
        let missing = listed(missing.map(|(id, name)| named(id, name)).collect());
        let extra = paper.lines.iter().filter(|line| !ours.contains(&line.criterion));
        let extra = listed(extra.map(|line| named(&line.criterion, &shown(&line.name))).collect());
        let differs = match (missing, extra) {
            (None, None) => return Ok(()),
            (Some(missing), None) => format!("it lacks {missing}"),
            (None, Some(extra)) => format!("it has {extra}, which the session has not"),
            (Some(missing), Some(extra)) => {
                format!("it lacks {missing}, and has {extra}, which the session has not")
            }
        };
        Err(format!("its criteria are not the session’s: {differs}; export it again"))
    }

    /// What became of each file.
    pub(super) fn arrivals(&self, seen: &BTreeMap<OsString, Seen>) -> Vec<Arrival> {
        let mut arrivals: Vec<Arrival> = seen.values().map(|seen| self.arrival(seen)).collect();
        let mut votes: BTreeMap<Id, Vec<usize>> = BTreeMap::new();
        for (at, arrival) in arrivals.iter().enumerate() {
            if let (Arrived::Ballot(_), Some(person)) = (&arrival.state, &arrival.person) {
                votes.entry(person.clone()).or_default().push(at);
            }
        }
        // As the system has them: what is shown of two names may be the same.
        let names: Vec<Option<&str>> = seen.keys().map(|name| name.to_str()).collect();
        for (person, files) in votes {
            let own = self.own_names(&person);
            let is_own = |at: &usize, own: &String| {
                names.get(*at).is_some_and(|name| *name == Some(own.as_str()))
            };
            let first = own.iter().find_map(|own| files.iter().copied().find(|at| is_own(at, own)));
            // One that says nothing, or is not theirs, stands in nobody's way.
            let unreadable = seen.iter().any(|(file, seen)| {
                let named = own.iter().any(|own| file.to_str() == Some(own));
                named && !matches!(seen.content, Content::Ballot(_))
            });
            let [preferred, ..] = &own;
            let theirs = Theirs { places: &files, first, unreadable, own: preferred };
            for (at, reason) in second_ballots(&arrivals, &theirs) {
                if let Some(arrival) = arrivals.get_mut(at) {
                    arrival.state = Arrived::Refused(reason);
                }
            }
        }
        arrivals
    }

    /// What became of a file, apart from all others.
    fn arrival(&self, seen: &Seen) -> Arrival {
        let Name { shown: file, stem, .. } = &seen.name;
        let by_name = self.begins_with(stem);
        let copy = seen.name.copied(by_name);
        let paper = match &seen.content {
            Content::Ballot(paper) if copy.is_none() => Some(paper),
            _ => None,
        };
        let person = paper.map_or(by_name, |paper| Some(&paper.person));
        let known = person.and_then(|person| self.people.get_key_value(person));
        let name = known.map_or_else(
            || paper.map_or_else(|| shown(stem), |paper| shown(&paper.name)),
            |(_, name)| name.clone(),
        );
        let state = match (&seen.content, copy) {
            (_, Some(copy)) => Arrived::Refused(copied(copy, by_name.map(|id| self.own_names(id)))),
            (Content::Ballot(paper), None) if self.is_of_earlier_round(paper) => Arrived::Earlier,
            (Content::Ballot(paper), None) => match self.judge(paper) {
                Err(reason) => Arrived::Refused(reason),
                Ok(()) if paper.is_blank() => Arrived::Blank,
                Ok(()) => Arrived::Ballot(paper.clone()),
            },
            (Content::Broken(_), None) if !seen.still => Arrived::Arriving,
            (Content::Broken(what) | Content::Never(what), None) => Arrived::Refused(what.clone()),
        };
        Arrival { file: file.clone(), person: known.map(|(id, _)| id.clone()), name, state }
    }

    /// Whether a ballot was for a round of this session that is over.
    fn is_of_earlier_round(&self, paper: &Paper) -> bool {
        let over = self.rounds.len() - usize::from(self.collecting);
        let mut earlier = self.rounds.iter().take(over);
        paper.session == self.session && earlier.any(|id| *id == paper.round)
    }

    /// The names that somebody's own ballot may have.
    fn own_names(&self, person: &Id) -> [String; 3] {
        let name = self.people.get(person).map_or(person.as_str(), String::as_str);
        own_names(name, person, self.rounds.len())
    }

    /// The participant whose name or id a file's name begins with.
    fn begins_with(&self, stem: &str) -> Option<&Id> {
        let apart = |rest: &str| !rest.starts_with(|c: char| c.is_ascii_alphanumeric());
        let length = |(id, name): (&Id, &String)| {
            let slug = Id::from_name(name, |_| false);
            let fits = |own: &&str| stem.strip_prefix(*own).is_some_and(apart);
            [id.as_str(), slug.as_str()].into_iter().filter(fits).map(str::len).max()
        };
        let fitting = self.people.iter().filter_map(|(id, name)| Some((length((id, name))?, id)));
        fitting.max().map(|(_, id)| id)
    }
}

/// One person's ballots for the round.
struct Theirs<'a> {
    /// Their places among all that has arrived.
    places: &'a [usize],
    /// The one that has their own name.
    first: Option<usize>,
    /// Whether there is a file with their own name that cannot be read.
    unreadable: bool,
    /// The name that theirs should have.
    own: &'a str,
}

/// Which of one person's ballots do not count, and why: the one with their own name does, and
/// without that none of several.
fn second_ballots(arrivals: &[Arrival], theirs: &Theirs<'_>) -> Vec<(usize, String)> {
    let Theirs { places: files, first, unreadable, own } = *theirs;
    let all = || files.iter().filter_map(|at| arrivals.get(*at).map(|arrival| (*at, arrival)));
    if files.len() < 2 && !unreadable {
        return Vec::new();
    }
    let reason = |at: usize, name: &str| {
        if let Some(first) = first.and_then(|first| arrivals.get(first)) {
            let own = &first.file;
            return format!(
                "a second ballot from {name}; “{own}” is the one that counts: take this one out"
            );
        }
        if unreadable {
            return format!(
                "a second ballot from {name}; “{own}”, which would count, cannot be read: mend it \
                 or take it out"
            );
        }
        let others = all().filter(|(other, _)| *other != at);
        let others = listed(others.map(|(_, other)| format!("“{}”", other.file)).collect());
        let others = others.unwrap_or_default();
        format!(
            "one of several ballots from {name}, beside {others}, and none counts: keep one under \
             the name “{own}”"
        )
    };
    let seconds = all().filter(|(at, _)| Some(*at) != first);
    seconds.map(|(at, arrival)| (at, reason(at, &arrival.name))).collect()
}

fn copied(copy: Copied, own: Option<[String; 3]>) -> String {
    let own = own.map_or_else(|| "that".to_owned(), |[own, ..]| format!("“{own}”"));
    match copy {
        Copied::Conflict => format!(
            "a conflict copy, made because the ballot was changed in two places; it never counts: \
             keep one of the two under the name {own}"
        ),
        Copied::Twice => {
            format!("a copy of a ballot, which never counts; if it is meant, name it {own}")
        }
    }
}

fn named(id: &Id, name: &str) -> String {
    if name.is_empty() { format!("“{id}”") } else { format!("“{name}”") }
}

/// The first few of some names, and how many more there are; none where there are none.
fn listed(mut names: Vec<String>) -> Option<String> {
    let more = names.len().saturating_sub(NAMED);
    names.truncate(NAMED);
    if more > 0 {
        names.push(format!("{more} more"));
    }
    let last = names.pop()?;
    Some(if names.is_empty() { last } else { format!("{} and {last}", names.join(", ")) })
}
