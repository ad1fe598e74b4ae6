//! Sentences for a room: what a slide says, in words that are read from the back.

use jiff::Timestamp;

use super::agreement::{Agreement, Opinion, Spread, UNNAMED, rounded};
use super::headline::Lead;
use super::verdict::Verdict;
use super::words;
use crate::session::{Criterion, Method, Participant, Pool, Round, Session, Status};

/// Counts up to this are spelled out.
const SPELLED: [&str; 13] = [
    "No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten", "Eleven",
    "Twelve",
];

/// A count as the first word of a sentence: `Eight`, `13`.
#[must_use]
pub fn spelled(count: usize) -> String {
    SPELLED.get(count).map_or_else(|| count.to_string(), |word| (*word).to_owned())
}

/// What the ballots give one criterion. Advisers are heard, not counted. None where there is no
/// such criterion, or no ballot counts.
#[must_use]
pub fn ballots(agreement: &Agreement, criterion: usize, advisers: usize) -> Option<String> {
    let spread = agreement.criteria.get(criterion)?;
    let range = agreement.range(criterion);
    Some(of_spread(spread, range, agreement.pool, agreement.counted, advisers))
}

fn of_spread(
    spread: &Spread,
    range: Option<(f64, f64)>,
    pool: Pool,
    counted: usize,
    advisers: usize,
) -> String {
    let pooled = rounded(spread.pooled(pool));
    let of = if counted == 1 { "ballot" } else { "ballots" };
    let given = match range.map(|(low, high)| (rounded(low), rounded(high))) {
        None => format!("{} {pooled}", pool.word()),
        Some((low, _)) if counted == 1 => low.to_string(),
        Some((low, high)) if low == high => format!("all {low}"),
        Some((low, high)) => format!("from {low} to {high}, {} {pooled}", pool.word()),
    };
    let talk = if spread.dissent { " Worth a talk." } else { "" };
    let aside = match advisers {
        0 => String::new(),
        1 => " An adviser’s ballot is not counted.".to_owned(),
        more => format!(" {} advisers’ ballots are not counted.", spelled(more)),
    };
    format!("{} {of} on its weight: {given}.{talk}{aside}", spelled(counted))
}

/// Who gave a criterion the fewest points and who the most: `From 10 (Dana) to 90 (Eli), median 55.`
/// None where no ballot counts.
#[must_use]
pub fn apart(agreement: &Agreement, criterion: usize) -> Option<String> {
    let spread = agreement.criteria.get(criterion)?;
    let (fewest, most) = agreement.voices(criterion)?;
    let voice = |points: f64, voice: &Opinion| match voice.name.as_str() {
        UNNAMED => rounded(points).to_string(),
        name => format!("{} ({name})", rounded(points)),
    };
    let (word, pooled) = (agreement.pool.word(), rounded(spread.pooled(agreement.pool)));
    let Some((low, high)) = agreement.range(criterion) else {
        return Some(words::capital(&format!("{word} {pooled}.")));
    };
    Some(format!("From {} to {}, {word} {pooled}.", voice(low, fewest), voice(high, most)))
}

/// What the team has given a criterion, and why where its ballots say something else.
#[must_use]
pub fn given(session: &Session, criterion: &Criterion) -> String {
    let points = criterion.points;
    match (session.agreed().is_some(), session.reason_for(criterion)) {
        (true, Some(reason)) => format!("The team agreed on {points}: {}", words::sentence(reason)),
        (true, None) => format!("The team agreed on {points}."),
        (false, _) => format!("The team’s points are {points}."),
    }
}

/// How the ballots were given, where that was in more than one way: methods part ballots too.
#[must_use]
pub fn methods(round: &Round) -> Option<String> {
    let count = |method: Method| round.ballots.iter().filter(|b| b.method == method).count();
    let used = Method::ALL.into_iter().map(|method| (method, count(method)));
    let used: Vec<String> = used
        .filter(|(_, count)| *count > 0)
        .map(|(method, count)| format!("{count} by {}", method.name().to_lowercase()))
        .collect();
    (used.len() > 1).then(|| {
        format!(
            "Given in different ways ({}), which parts ballots too: an order or comparisons come \
             out steeper than points do.",
            used.join(", ")
        )
    })
}

/// How sure the verdict is; nothing where it does not hang on weights.
#[must_use]
pub fn sure(session: &Session, verdict: &Verdict) -> String {
    let aside = match verdict.lead {
        Lead::Nothing | Lead::CannotBeFlipped(_) => return String::new(),
        Lead::ByMustHave(_) | Lead::NeitherQualifies => "Must-haves aside, ",
        Lead::TooClose | Lead::Clear(_) | Lead::Narrow(_) => "",
    };
    let told = verdict.certainty.told_of(verdict.told);
    format!(
        "{aside}{} wins with {} of the weightings around the team’s, and with {} of all that \
         there are.",
        session.sides[verdict.told],
        words::percent(told.near),
        words::percent(told.uniform),
    )
}

/// What has to be said before a verdict is believed.
#[must_use]
pub fn provisos(session: &Session, verdict: &Verdict) -> Vec<String> {
    let mut said = Vec::new();
    if session.agreed().is_none() {
        said.push("The weights are not agreed yet; the result was uncovered early.".to_owned());
    }
    let drift = session.drift();
    if !drift.is_empty() {
        said.push(format!("Not as agreed any more: {}.", drift.words()));
    }
    if verdict.balance.weights.stand_in && !session.criteria.is_empty() {
        said.push("Nobody has given points yet, so every criterion weighs the same.".to_owned());
    }
    said
}

/// How many of the ratings are nobody’s; nothing once the team stands behind each.
#[must_use]
pub fn unconfirmed(session: &Session, verdict: &Verdict) -> Option<String> {
    let all = 2 * session.criteria.len();
    let are = match verdict.unconfirmed {
        0 => return None,
        1 => format!("1 of {all} ratings is a starting value"),
        every if every == all => format!("All {all} ratings are starting values"),
        some => format!("{some} of {all} ratings are starting values"),
    };
    Some(format!("{are} that the team has not confirmed."))
}

/// Who takes part; nothing while nobody does.
#[must_use]
pub fn taking_part(session: &Session) -> String {
    let name = |person: &Participant| match person.role.trim() {
        "" => person.shown().to_owned(),
        role => format!("{} ({role})", person.shown()),
    };
    let names: Vec<String> = session.people.iter().map(name).collect();
    let verb = match names.len() {
        0 => return String::new(),
        1 => "takes",
        _ => "take",
    };
    format!("{} {verb} part: {}.", spelled(names.len()), words::list(&names))
}

/// The decision in one sentence, once a side is chosen. A record that is not accepted yet says so:
/// nothing has been decided then.
#[must_use]
pub fn decision(session: &Session) -> Option<String> {
    let side = session.record.choice?;
    let (chosen, other) = (&session.sides[side], &session.sides[side.other()]);
    let not_yet = match session.record.status {
        Status::Draft => Some("draft"),
        Status::Proposed => Some("proposed"),
        _ => None,
    };
    if let Some(status) = not_yet {
        return Some(format!("The team is about to choose {chosen} over {other} ({status})."));
    }
    Some(match session.record.decided_on {
        Some(day) => {
            let day = day.strftime("%-d %B %Y");
            format!("The team chose {chosen} over {other} on {day}.")
        }
        None => format!("The team chose {chosen} over {other}."),
    })
}

/// The part of the meeting that is running, and its time: `Compare · 12 min left`.
#[must_use]
pub fn on_agenda(session: &Session, now: Timestamp) -> Option<String> {
    let running = session.on_agenda().filter(|running| running.is_live(now))?;
    let name = match running.name.trim() {
        "" => "Agenda",
        name => name,
    };
    Some(match running.left(now) {
        None => name.to_owned(),
        Some(left) if left < 0 => format!("{name} · {} min over", -left),
        Some(left) => format!("{name} · {left} min left"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spread(low: f64, high: f64, median: f64, dissent: bool) -> Spread {
        Spread { median, mean: median, low, high, fewest: 0, most: 0, spread: 0.0, dissent }
    }

    #[test]
    fn ballots_are_said_in_one_breath() {
        let wide = spread(8.0, 92.0, 55.0, true);
        assert_eq!(
            of_spread(&wide, Some((8.0, 92.0)), Pool::Median, 8, 0),
            "Eight ballots on its weight: from 8 to 92, median 55. Worth a talk."
        );
        let same = spread(40.0, 40.0, 40.0, false);
        assert_eq!(
            of_spread(&same, Some((40.0, 40.0)), Pool::Median, 13, 0),
            "13 ballots on its weight: all 40."
        );
        assert_eq!(
            of_spread(&same, Some((40.0, 40.0)), Pool::Median, 1, 1),
            "One ballot on its weight: 40. An adviser’s ballot is not counted."
        );
        assert_eq!(
            of_spread(&wide, None, Pool::Median, 3, 0),
            "Three ballots on its weight: median 55. Worth a talk."
        );
        assert!(
            of_spread(&wide, Some((8.0, 92.0)), Pool::Median, 2, 3)
                .ends_with(" Three advisers’ ballots are not counted.")
        );
    }
}
