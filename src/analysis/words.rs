//! Numbers as they are read aloud. Every face of the program says them with these, so that they
//! never differ between a screen, a page and a terminal.

use super::balance::Balance;
use crate::session::{Pair, Rating};

/// A total, a margin or a contribution: two decimals, a true minus sign, never `−0.00`.
#[must_use]
pub fn score(value: f64) -> String {
    let text = format!("{:.2}", value.abs());
    if value < 0.0 && text != "0.00" { format!("−{text}") } else { text }
}

/// Both totals as they are read beside the margin between them, so that a reader who takes one from
/// the other finds that margin. Rounded one by one they may miss it by a hundredth; then the one that
/// is nearer to its next hundredth is shown as that, less than a hundredth off.
#[must_use]
pub fn totals(balance: &Balance) -> Pair<String> {
    // Whole hundredths of the numbers as they are printed.
    let hundredths = |value: f64| {
        let printed: f64 = format!("{value:.2}").parse().unwrap_or(value);
        (printed * 100.0).round()
    };
    let exact = balance.totals;
    let Pair { left, right } = exact.map(hundredths);
    let off = left - right - hundredths(balance.margin);
    let away = |shown: f64, exact: f64| {
        let most = hundredths(Rating::MAX);
        if (0.0..=most).contains(&shown) { (shown / 100.0 - exact).abs() } else { f64::INFINITY }
    };
    let (other_left, other_right) = (left - off, right + off);
    let shown = if away(other_left, exact.left) <= away(other_right, exact.right) {
        Pair::new(other_left, right)
    } else {
        Pair::new(left, other_right)
    };
    shown.map(|hundredths| score(hundredths / 100.0))
}

/// A share of 1 as whole percent. Only what is certain is said to be 0 or 100 %.
#[must_use]
pub fn percent(share: f64) -> String {
    let percent = (share * 100.0).round();
    match share {
        s if s <= 0.0 => "0 %".to_owned(),
        s if s >= 1.0 => "100 %".to_owned(),
        _ if percent < 1.0 => "under 1 %".to_owned(),
        _ if percent > 99.0 => "over 99 %".to_owned(),
        _ => format!("{percent:.0} %"),
    }
}

/// Some weight as a share of all there is, rounded up, so that what is said to be enough is enough:
/// `7 % of all weight`.
#[must_use]
pub fn weight(share: f64) -> String {
    // What rounding left above a whole number is not a reason for one more.
    match (share * 100.0 - 1e-9).ceil() {
        percent if percent <= 1.0 => "1 % of all weight".to_owned(),
        percent => format!("{percent:.0} % of all weight"),
    }
}

/// Which side a margin speaks for, and by how much: `SQLAlchemy by 1.22`.
#[must_use]
pub fn lead(sides: &Pair<String>, margin: f64) -> String {
    match margin {
        m if m > 0.0 => format!("{} by {}", sides.left, score(m)),
        m if m < 0.0 => format!("{} by {}", sides.right, score(-m)),
        _ => "level".to_owned(),
    }
}

/// The same for a ballot left out, which may leave nobody.
#[must_use]
pub fn lead_without(sides: &Pair<String>, margin: Option<f64>) -> String {
    margin.map_or_else(|| "nobody is left".to_owned(), |margin| lead(sides, margin))
}

/// A number with at most two decimals, and none that are 0: `3`, `0.33`.
#[must_use]
pub fn plain(value: f64) -> String {
    let text = format!("{value:.2}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// A count with its noun: `1 note`, `9 notes`.
#[must_use]
pub fn count(number: usize, one: &str, many: &str) -> String {
    if number == 1 { format!("1 {one}") } else { format!("{number} {many}") }
}

/// A reason as a sentence, with a capital letter and a full stop.
#[must_use]
pub fn sentence(text: &str) -> String {
    let end = if text.ends_with(['.', '!', '?', '…']) { "" } else { "." };
    format!("{}{end}", capital(text))
}

/// A text that begins with a capital letter.
#[must_use]
pub fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |c| c.to_uppercase().chain(chars).collect())
}

/// A sentence that goes on another one. Only words that are no names lose their capital.
#[must_use]
pub fn going_on(text: &str) -> String {
    const PLAIN: [&str; 41] = [
        "A", "All", "Although", "An", "As", "At", "Because", "Both", "By", "Each", "Every", "For",
        "From", "If", "In", "It", "Its", "Most", "Neither", "No", "Nobody", "None", "Nothing",
        "On", "One", "Only", "Our", "Some", "That", "The", "Their", "There", "These", "They",
        "This", "Those", "Too", "We", "When", "While", "With",
    ];
    let first = text.split(char::is_whitespace).next().unwrap_or_default();
    if !PLAIN.contains(&first) {
        return text.to_owned();
    }
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |c| c.to_lowercase().chain(chars).collect())
}

/// A list as it is said: `a`, `a and b`, `a, b and c`.
#[must_use]
pub fn list<T: AsRef<str>>(items: &[T]) -> String {
    match items {
        [] => String::new(),
        [one] => one.as_ref().to_owned(),
        [most @ .., last] => {
            let most: Vec<&str> = most.iter().map(AsRef::as_ref).collect();
            format!("{} and {}", most.join(", "), last.as_ref())
        }
    }
}

/// How much the rankings of a team have in common, by Kendall's W.
#[must_use]
pub const fn concordance(w: f64) -> &'static str {
    match w {
        w if w >= 0.9 => "nearly the same order",
        w if w >= 0.7 => "much the same order",
        w if w >= 0.5 => "a similar order",
        w if w >= 0.3 => "only partly the same order",
        _ => "hardly the same order",
    }
}

/// How far judgements in pairs contradict each other, by Saaty's consistency ratio.
#[must_use]
pub fn consistency(ratio: Option<f64>) -> &'static str {
    match ratio {
        None => "there are too few comparisons to contradict each other",
        Some(r) if r <= 1e-9 => "the comparisons do not contradict each other at all",
        Some(r) if r <= super::pairwise::CONSISTENT => "the comparisons are consistent enough",
        Some(r) if r <= 2.0 * super::pairwise::CONSISTENT => {
            "some comparisons contradict each other; look at the first ones below again"
        }
        Some(_) => "the comparisons contradict each other too much to rely on",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reason_becomes_a_sentence_once() {
        assert_eq!(sentence("nothing is given"), "Nothing is given.");
        assert_eq!(sentence("It is."), "It is.");
    }
}
