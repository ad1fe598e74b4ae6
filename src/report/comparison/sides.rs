//! Which side of one version is which of the other, and what has to be known of both before what
//! has changed between them is believed.

use super::ComparisonError;
use crate::analysis::Balance;
use crate::session::{Session, Side};

/// Whether the sides have changed places: a side is known by its name wherever it stands.
///
/// # Errors
/// When there is no side in common by name: nothing tells then which is which.
pub(super) fn swapped(before: &Session, after: &Session) -> Result<bool, ComparisonError> {
    let kept = |other: fn(Side) -> Side| {
        let same = |side: &Side| is_same(&before.sides[*side], &after.sides[other(*side)]);
        Side::BOTH.iter().filter(|side| same(side)).count()
    };
    let (in_place, crossed) = (kept(|side| side), kept(Side::other));
    if in_place == 0 && crossed == 0 {
        let about = |session: &Session| {
            format!("“{}”, {} or {}", session.title(), session.sides.left, session.sides.right)
        };
        return Err(ComparisonError::Apart(about(before), about(after)));
    }
    Ok(crossed > in_place)
}

/// Whether two names are one, but for capitals and spaces.
fn is_same(one: &str, other: &str) -> bool {
    let plain = |name: &str| name.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
    !one.trim().is_empty() && plain(one) == plain(other)
}

/// What has to be known first. The sides of the earlier version stand where those of the later do.
pub(super) fn cautions(before: &Session, after: &Session, swapped: bool) -> Vec<String> {
    let mut said = Vec::new();
    if before.id != after.id {
        said.push(format!(
            "These are two sessions, not two versions of one: “{}” ({}) before, “{}” ({}) now. \
             What differs between them need not have changed.",
            before.title(),
            before.id,
            after.title(),
            after.id
        ));
    }
    if swapped {
        said.push(
            "The sides have changed places since; each is compared with itself, where it stands \
             now."
                .to_owned(),
        );
    }
    for side in Side::BOTH {
        let (was, is) = (&before.sides[side], &after.sides[side]);
        if !is_same(was, is) {
            said.push(format!("{was} before and {is} now are taken for the same side."));
        }
    }
    said.extend(standing(before, &BEFORE));
    said.extend(standing(after, &NOW));
    said
}

/// What is said of weights that are not the team's answer.
struct Standing {
    ahead: &'static str,
    early: &'static str,
    drifted: &'static str,
    level: &'static str,
}

const BEFORE: Standing = Standing {
    ahead: "The weights before were not agreed yet: that was a look ahead, not the team’s answer.",
    early: "The weights before were not agreed yet; the result was uncovered early.",
    drifted: "The weights before were not those agreed on",
    level: "Nobody had given points before, so every criterion weighed the same.",
};

const NOW: Standing = Standing {
    ahead: "The weights now are not agreed yet: this is a look ahead, not the team’s answer.",
    early: "The weights now are not agreed yet; the result was uncovered early.",
    drifted: "The weights now are not those agreed on any more",
    level: "Nobody has given points now, so every criterion weighs the same.",
};

/// Why the weights of a version are not the team's answer, as far as they are not.
fn standing(session: &Session, words: &Standing) -> Vec<String> {
    let mut said = Vec::new();
    if session.agreed().is_none() {
        said.push(if session.covered() { words.ahead } else { words.early }.to_owned());
    }
    let drift = session.drift();
    if !drift.is_empty() {
        said.push(format!("{}: {}.", words.drifted, drift.words()));
    }
    if Balance::of(&session.criteria).weights.stand_in {
        said.push(words.level.to_owned());
    }
    said
}
