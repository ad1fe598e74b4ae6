//! Which cards matter to a team.

use crate::session::Brief;
use crate::session::evidence::{Card, Framework, Needs};

/// Whether a card matters to a team.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Relevance {
    /// It does, as far as the team has said.
    Applies,
    /// It does not, and why.
    StepsBack(Reason),
}

/// Why a card steps back.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reason {
    /// It does not apply to what the team has.
    Elsewhere(String),
    /// It is about what the team does not need.
    About(String),
}

impl Reason {
    /// What is said of so many cards: `3 more that do not apply to PostgreSQL`.
    #[must_use]
    pub fn words(&self, count: usize) -> String {
        match (self, count) {
            (Self::Elsewhere(what), 1) => format!("1 more that does not apply to {what}"),
            (Self::Elsewhere(what), _) => format!("{count} more that do not apply to {what}"),
            (Self::About(what), 1) => format!("1 more that is about {what}"),
            (Self::About(what), _) => format!("{count} more that are about {what}"),
        }
    }
}

impl Relevance {
    /// Whether a card matters where this matters.
    #[must_use]
    pub fn of(card: &Card, needs: &Needs) -> Self {
        let Needs { databases, frameworks, features } = &card.applies;
        let reason = apart(databases, &needs.databases)
            .map(|(_, wanted)| Reason::Elsewhere(joined(&wanted)))
            .or_else(|| {
                let (_, wanted) = apart(frameworks, &needs.frameworks)?;
                Some(Reason::Elsewhere(joined(&wanted)))
            })
            .or_else(|| {
                let (card, _) = apart(features, &needs.features)?;
                Some(Reason::About(joined(&card)))
            });
        reason.map_or(Self::Applies, Self::StepsBack)
    }

    /// Whether it applies.
    #[must_use]
    pub fn applies(&self) -> bool {
        *self == Self::Applies
    }
}

/// What matters to a team: what it has said, and what follows from whether Django is its framework.
#[must_use]
pub fn needs(said: &Needs, brief: &Brief) -> Needs {
    let mut needs = said.clone();
    if needs.frameworks.is_empty() {
        let answer = |question: &str| {
            let found = brief.answers.iter().find(|(id, _)| id.as_str() == question);
            found.map(|(_, answer)| answer.as_str())
        };
        needs.frameworks = match answer("framework") {
            Some("chosen") => vec![Framework::Django],
            Some("ruled-out") => vec![Framework::Asgi, Framework::Other],
            _ => Vec::new(),
        };
    }
    needs
}

/// Both lists in words, where both say something and nothing is in both.
fn apart<T: Copy + PartialEq + ToString>(
    card: &[T],
    team: &[T],
) -> Option<(Vec<String>, Vec<String>)> {
    let words = |list: &[T]| list.iter().map(ToString::to_string).collect();
    let said = !card.is_empty() && !team.is_empty();
    (said && !card.iter().any(|one| team.contains(one))).then(|| (words(card), words(team)))
}

/// `one`, `one or two`, `one, two or three`.
fn joined(words: &[String]) -> String {
    match words {
        [] => String::new(),
        [one] => one.clone(),
        [rest @ .., last] => format!("{} or {last}", rest.join(", ")),
    }
}
