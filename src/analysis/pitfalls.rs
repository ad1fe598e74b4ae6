//! The common mistakes, looked for in the session. Each rule says what it saw, whether it saw
//! the mistake or not, and never blocks anything.

mod plan;

use plan::Plan;

use super::balance::Balance;
use super::headline::Lead;
use super::weighting::as_f64;
use super::words::{count, list, percent};
use crate::catalogue::{BASE_POINTS, Catalogue};
use crate::session::{Criterion, Id, Session, Side};

/// Points this far from the suggested start want a reason.
const FAR_POINTS: f64 = 30.0;
/// A rating this far from the catalogue's wants a reason.
const FAR_RATING: f64 = 3.0;
/// A rating pushed this far under the catalogue's looks like a prejudice, unless explained.
const PUSHED: f64 = 2.0;
/// From this many unexplained moves on, they make a pattern.
const MANY: usize = 3;
/// Criteria of control hold a large share from this many times their equal share on.
const LARGE: f64 = 1.25;
/// A team up to this size is small, a release within this many months is near.
const FEW: f64 = 5.0;
const SOON: f64 = 6.0;

const CONTROL: [&str; 3] = ["query-expressiveness", "sql-control", "domain-separation"];
const DEPTH: [&str; 3] = ["query-expressiveness", "sql-control", "ageing"];
const CARE: [&str; 2] = ["transaction-safety", "learning-curve"];

/// Words that argue from popularity; whole words only.
const CROWD: [&str; 14] = [
    "everyone uses",
    "everybody uses",
    "everyone else",
    "everybody else",
    "most popular",
    "more popular",
    "industry standard",
    "big companies",
    "nobody uses",
    "no one uses",
    "trending",
    "hype",
    "hyped",
    "industry standards",
];

/// Words that show that somebody thought of sessions and transactions.
const UNIT_OF_WORK: [&str; 5] = [
    "unit of work",
    "unit-of-work",
    "session scope",
    "scope of a session",
    "sessions and transactions",
];

/// Whether a mistake was seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sight {
    /// The session shows it.
    Seen,
    /// The session was looked at, and does not.
    NotSeen,
    /// The session does not say what it takes to tell.
    CannotTell,
}

/// A mistake that was looked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sighting {
    /// The mistake's id in the catalogue.
    pub mistake: Id,
    /// Its name.
    pub name: String,
    /// Whether it was seen.
    pub sight: Sight,
    /// What was seen, in a sentence or two.
    pub evidence: String,
    /// What to do about it.
    pub advice: String,
}

/// Looks for every mistake that the catalogue knows. `lead` says which
/// side the verdict names, if it names one.
#[must_use]
pub fn look(
    session: &Session,
    catalogue: &Catalogue,
    balance: &Balance,
    lead: Lead,
) -> Vec<Sighting> {
    let by_must_have = matches!(lead, Lead::ByMustHave(_));
    let leads = if by_must_have { "is the only one left" } else { "leads" };
    let scene = Scene { session, catalogue, balance, ahead: lead.side(), leads };
    let mistakes = catalogue.guide.mistakes.iter();
    mistakes
        .filter_map(|mistake| {
            let (sight, evidence) = match mistake.id.as_str() {
                "power-for-merit" => scene.power_for_merit(),
                "simple-for-weak" => scene.simple_for_weak(),
                "lock-in-overlooked" => scene.lock_in(),
                "sessions-underestimated" => scene.sessions(),
                "following-the-crowd" => scene.crowd(),
                "complexity-too-early" => scene.too_early(),
                _ => return None,
            };
            Some(Sighting {
                mistake: mistake.id.clone(),
                name: mistake.name.clone(),
                sight,
                evidence,
                advice: mistake.advice.clone(),
            })
        })
        .collect()
}

/// What the rules look at.
struct Scene<'a> {
    session: &'a Session,
    catalogue: &'a Catalogue,
    balance: &'a Balance,
    ahead: Option<Side>,
    /// By what it is ahead: its weights, or a must-have.
    leads: &'static str,
}

type Found = (Sight, String);

impl<'a> Scene<'a> {
    fn name(&self, side: Side) -> &'a str {
        &self.session.sides[side]
    }

    /// The answer to a question, if the catalogue knows it.
    fn answer(&self, question: &str) -> Option<&'a str> {
        let mut given = self.catalogue.given(&self.session.brief.answers);
        given.find(|(q, _)| q.id.as_str() == question).map(|(_, answer)| answer.id.as_str())
    }

    fn answered(&self, question: &str, answers: &[&str]) -> bool {
        self.answer(question).is_some_and(|answer| answers.contains(&answer))
    }

    fn unanswered(&self, question: &str) -> bool {
        self.answer(question).is_none()
    }

    /// The given answers among these, as they are read: “Mostly CRUD”.
    fn labels(&self, wanted: &[(&str, &str)]) -> Vec<String> {
        let given = self.catalogue.given(&self.session.brief.answers);
        given
            .filter(|(q, a)| wanted.contains(&(q.id.as_str(), a.id.as_str())))
            .map(|(_, answer)| format!("“{}”", answer.label))
            .collect()
    }

    /// Those of these criteria that the session has, with their weights.
    fn weighed(&self, ids: &[&str]) -> Vec<(&'a Criterion, f64)> {
        let rows = self.session.criteria.iter().zip(&self.balance.weights.values);
        rows.filter(|(c, _)| ids.contains(&c.id.as_str())).map(|(c, w)| (c, *w)).collect()
    }

    fn equal_share(&self) -> f64 {
        1.0 / as_f64(self.session.criteria.len().max(1))
    }

    /// Whether somebody said why a side is rated as it is: in a reason of the team's own, or in
    /// a note on the criterion.
    fn explained(&self, criterion: &Criterion, side: Side) -> bool {
        let known = self.catalogue.criterion(&criterion.id);
        let given = criterion.sides[side].reason.trim();
        let own = !given.is_empty() && known.is_none_or(|k| k.claims[side].reason != given);
        own || self.session.notes_on(Some(&criterion.id)).next().is_some()
    }

    fn power_for_merit(&self) -> Found {
        let held = self.weighed(&CONTROL);
        if held.is_empty() {
            return cannot_tell("This session has none of the criteria of control.");
        }
        let calm = [("queries", "crud"), ("structure", "strong"), ("experience", "mixed")];
        let answers = self.labels(&calm);
        let share: f64 = held.iter().map(|(_, w)| w).sum();
        let equal = self.equal_share() * as_f64(held.len());
        let names: Vec<&str> = held.iter().map(|(c, _)| c.name.as_str()).collect();
        let verb = if held.len() == 1 { "holds" } else { "hold" };
        let saw = format!(
            "{} {verb} {} of the weight; an equal share would be {}",
            list(&names),
            percent(share),
            percent(equal)
        );
        if share <= LARGE * equal {
            return (Sight::NotSeen, format!("{saw}."));
        }
        if !answers.is_empty() {
            return (Sight::Seen, format!("{saw}, and the answers say {}.", list(&answers)));
        }
        if calm.iter().all(|(question, _)| self.unanswered(question)) {
            return cannot_tell(&format!("{saw}. The questions that would justify it are open."));
        }
        (Sight::NotSeen, format!("{saw}, and no answer speaks against it."))
    }

    fn simple_for_weak(&self) -> Found {
        let rows = self.weighed(&DEPTH);
        let pushed: Vec<String> = rows
            .iter()
            .filter_map(|(criterion, _)| {
                let known = self.catalogue.criterion(&criterion.id)?.claims.left.rating.get();
                let rating = criterion.sides.left.rating;
                let far = known - rating.get() >= PUSHED;
                (far && !self.explained(criterion, Side::Left))
                    .then(|| format!("{} ({rating}, starting rating {known})", criterion.name))
            })
            .collect();
        let left = self.name(Side::Left);
        if rows.is_empty() {
            return cannot_tell("This session has none of the criteria that would show it.");
        }
        if pushed.is_empty() {
            let names: Vec<&str> = rows.iter().map(|(c, _)| c.name.as_str()).collect();
            let saw = format!(
                "{left} is not rated far below its starting rating without a reason on {}.",
                list(&names)
            );
            return (Sight::NotSeen, saw);
        }
        let saw = format!("{left} is rated down without a reason or a note: {}.", list(&pushed));
        (Sight::Seen, saw)
    }

    fn lock_in(&self) -> Found {
        let outside = [("django", "partly"), ("django", "no"), ("framework", "ruled-out")];
        let answers = self.labels(&outside);
        if answers.is_empty() {
            if self.unanswered("django") && !self.answered("framework", &["chosen"]) {
                return cannot_tell("Nobody has answered yet whether Django is part of the plan.");
            }
            let saw = "The answers put no program outside Django.";
            return (Sight::NotSeen, saw.to_owned());
        }
        let answers = list(&answers);
        let without =
            self.answered("django", &["no"]) || self.answered("framework", &["ruled-out"]);
        if without && self.ahead == Some(Side::Left) {
            let left = self.name(Side::Left);
            let leads = self.leads;
            return (Sight::Seen, format!("Django is answered {answers}, yet {left} {leads}."));
        }
        let Some((criterion, weight)) = self.weighed(&["framework-neutrality"]).pop() else {
            let saw = format!("Django is answered {answers}, and no criterion weighs neutrality.");
            return (Sight::Seen, saw);
        };
        let saw = format!(
            "Django is answered {answers}, and {} weighs {}; an average criterion weighs {}.",
            criterion.name,
            percent(weight),
            percent(self.equal_share())
        );
        (seen(weight < self.equal_share() - 1e-12), saw)
    }

    fn sessions(&self) -> Found {
        let right = self.name(Side::Right);
        if self.ahead != Some(Side::Right) {
            return (Sight::NotSeen, format!("{right} does not lead."));
        }
        if self.unanswered("experience") {
            let saw =
                format!("{right} {}, and nobody has said how experienced the team is.", self.leads);
            return cannot_tell(&saw);
        }
        if !self.answered("experience", &["mixed"]) {
            let leads = self.leads;
            let saw = format!("{right} {leads}, and the team knows databases well.");
            return (Sight::NotSeen, saw);
        }
        let care = self.weighed(&CARE);
        let light =
            care.is_empty() || care.iter().any(|(_, weight)| *weight < self.equal_share() - 1e-12);
        let named = self.session.notes.iter().any(|note| {
            let text = note.text.to_lowercase();
            UNIT_OF_WORK.iter().any(|words| text.contains(words))
        });
        let weights: Vec<String> =
            care.iter().map(|(c, w)| format!("{} {}", c.name, percent(*w))).collect();
        let note = if named {
            "a note speaks of the unit of work"
        } else {
            "no note says who knows the unit of work"
        };
        let weighs = if weights.is_empty() {
            "no criterion weighs how hard it is to misuse".to_owned()
        } else {
            format!("{} of the weight", list(&weights))
        };
        let saw = format!(
            "{right} {}, and the team’s experience is mixed; {weighs}, and {note}.",
            self.leads
        );
        (seen(light || !named), saw)
    }

    fn crowd(&self) -> Found {
        if let Some(words) = self.popularity() {
            return (Sight::Seen, words);
        }
        let suggested = self.catalogue.starting_points(&self.session.brief.answers);
        let mut moved = Vec::new();
        for criterion in &self.session.criteria {
            let known = self.catalogue.criterion(&criterion.id);
            let noted = self.session.notes_on(Some(&criterion.id)).next().is_some();
            let start = suggested.get(&criterion.id).map(|points| points.get());
            // Points that nobody has touched since the questions were answered were not moved.
            let from = |start: f64| (criterion.points.get() - start).abs() >= FAR_POINTS;
            let far = start.is_some_and(|start| from(start) && from(BASE_POINTS));
            if far && !noted {
                moved.push(format!("the weight of {}", criterion.name));
            }
            for side in Side::BOTH {
                let start = known.map_or(5.0, |k| k.claims[side].rating.get());
                let far = (criterion.sides[side].rating.get() - start).abs() >= FAR_RATING;
                if far && !self.explained(criterion, side) {
                    moved.push(format!("{} on {}", self.name(side), criterion.name));
                }
            }
        }
        let number = count(moved.len(), "weight or rating is", "weights or ratings are");
        if moved.len() >= MANY {
            let first: Vec<&String> = moved.iter().take(MANY).collect();
            let more = if moved.len() > MANY { ", among others" } else { "" };
            let saw = format!(
                "{number} far from the start without a reason or a note: {}{more}.",
                list(&first)
            );
            return (Sight::Seen, saw);
        }
        let saw = match moved.len() {
            0 => "Every weight and rating far from its start carries a reason or a note".to_owned(),
            _ => format!("{number} far from the start without a reason, which is no pattern"),
        };
        (Sight::NotSeen, format!("{saw}, and no note argues from what others use."))
    }

    /// The first text that argues from popularity, in words.
    fn popularity(&self) -> Option<String> {
        let found = |text: &str| {
            let text = text.to_lowercase();
            let whole = |words: &&str| {
                let letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
                text.match_indices(*words).any(|(at, _)| {
                    let (before, after) = (text.get(..at), text.get(at + words.len()..));
                    !letter(before.and_then(|t| t.chars().next_back()))
                        && !letter(after.and_then(|t| t.chars().next()))
                })
            };
            CROWD.iter().copied().find(whole)
        };
        let in_notes = self.session.notes.iter().find_map(|note| {
            let words = found(&note.text)?;
            let author = note.author.trim();
            let by = if author.is_empty() { String::new() } else { format!(" by {author}") };
            Some(format!("A note{by} argues from what others use: “{words}”."))
        });
        let in_reasons = || {
            self.session.criteria.iter().find_map(|criterion| {
                Side::BOTH.into_iter().find_map(|side| {
                    let words = found(&criterion.sides[side].reason)?;
                    let (side, on) = (self.name(side), &criterion.name);
                    Some(format!("The reason for {side} on {on} is popularity: “{words}”."))
                })
            })
        };
        in_notes.or_else(in_reasons)
    }

    fn too_early(&self) -> Found {
        let wanted = [("life", "complex"), ("queries", "reporting")];
        let answers = self.labels(&wanted);
        if answers.len() < wanted.len() {
            let open = |(question, answer): &(&str, &str)| {
                self.unanswered(question) || self.answered(question, &[*answer])
            };
            if wanted.iter().all(open) {
                return cannot_tell(
                    "The questions about queries and lifetime are not both answered.",
                );
            }
            let saw = "The answers do not ask for both unusual queries and a long, complex life.";
            return (Sight::NotSeen, saw.to_owned());
        }
        let Plan { team, months } = Plan::read(&self.session.brief.context);
        let answers = list(&answers);
        let Some((team, months)) = team.zip(months) else {
            let missing = match (team, months) {
                (None, None) => "neither the team’s size nor a release date",
                (None, _) => "no size of the team",
                _ => "no release date",
            };
            return cannot_tell(&format!(
                "The answers say {answers}; the context names {missing}."
            ));
        };
        let time = match months.round() {
            m if m < 1.0 => "less than a month".to_owned(),
            m if m < 2.0 => "a month".to_owned(),
            m => format!("{m:.0} months"),
        };
        let saw = format!(
            "The answers say {answers}; the context speaks of a team of {team} and {time} of time."
        );
        (seen(team <= FEW && months.round() <= SOON), saw)
    }
}

const fn seen(seen: bool) -> Sight {
    if seen { Sight::Seen } else { Sight::NotSeen }
}

fn cannot_tell(why: &str) -> Found {
    (Sight::CannotTell, why.to_owned())
}
