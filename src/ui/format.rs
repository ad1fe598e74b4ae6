//! Numbers, times and counts as they are read.

use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::analysis::Weights;
pub use crate::analysis::words::{count, score, totals};
pub use crate::session::thousands;

/// A criterion's weight as a whole percent: `16 %`.
#[must_use]
pub fn percent(weights: &Weights, criterion: usize) -> String {
    format!("{} %", weights.percents.get(criterion).copied().unwrap_or_default())
}

/// A moment: the time on the same day, else the day: `14:02`, `12 October`, `3 May 2025`.
#[must_use]
pub fn moment(at: Timestamp, now: Timestamp, zone: &TimeZone) -> String {
    let (at, now) = (at.to_zoned(zone.clone()), now.to_zoned(zone.clone()));
    if at.date() == now.date() {
        at.strftime("%H:%M").to_string()
    } else {
        day(at.date(), now.date())
    }
}

/// The time of day: `14:02`.
#[must_use]
pub fn clock(at: Timestamp, zone: &TimeZone) -> String {
    at.to_zoned(zone.clone()).strftime("%H:%M").to_string()
}

/// A day; the year only where it is another.
#[must_use]
pub fn day(at: jiff::civil::Date, now: jiff::civil::Date) -> String {
    let format = if at.year() == now.year() { "%-d %B" } else { "%-d %B %Y" };
    at.strftime(format).to_string()
}

/// A day with its year: `1 June 2027`.
#[must_use]
pub fn full_day(at: jiff::civil::Date) -> String {
    at.strftime("%-d %B %Y").to_string()
}
