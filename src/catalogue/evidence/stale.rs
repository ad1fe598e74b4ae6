//! When a measurement is too old to be relied on.

use std::collections::BTreeMap;

use jiff::ToSpan;
use jiff::civil::Date;

use crate::session::evidence::Run;

/// How long a run stands, in months.
const MONTHS: i32 = 6;

/// Why a run is stale on a day, each a sentence; nothing where it is not. `known` are versions that
/// exist or that a team uses, by package.
#[must_use]
pub fn staleness(run: &Run, today: Date, known: &BTreeMap<String, String>) -> Vec<String> {
    let mut reasons = Vec::new();
    if run.date.saturating_add(MONTHS.months()) < today {
        reasons.push(format!("Measured on {}, more than six months ago.", run.date));
    }
    for (package, newest) in known {
        let found = run.versions.iter().find(|(name, _)| name.eq_ignore_ascii_case(package));
        let Some((name, measured)) = found else { continue };
        if minor(newest) > minor(measured) {
            reasons.push(format!("Measured with {name} {measured}, and there is {newest}."));
        }
    }
    reasons
}

/// The first two numbers of a version.
fn minor(version: &str) -> Option<(u64, u64)> {
    let mut parts = version.trim().split('.').map(|part| {
        let digits: String = part.chars().take_while(char::is_ascii_digit).collect();
        digits.parse().ok()
    });
    Some((parts.next()??, parts.next().flatten().unwrap_or(0)))
}
