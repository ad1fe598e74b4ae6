//! Reads the first fields of a file before anything else, even where the rest is broken or
//! comes from a newer version: what kind of file it is, in which format, and what it needs.

use std::ops::Range;

use super::problem::LoadProblem;
use super::scan::{Piece, pieces};

/// What a session file says it is.
pub(super) const SESSION_KIND: &str = "weighbridge-session";

/// The format that this version reads and writes.
pub(super) const FORMAT: u32 = 1;

/// Features that a file may need and this version has. None beyond the format itself yet.
const FEATURES: [&str; 0] = [];

/// A value of the head, with its place.
struct Found<'a> {
    key: &'a str,
    value: &'a str,
    at: Range<usize>,
}

/// Refuses what is no session, or one that this version must not touch.
pub(super) fn check(text: &str) -> Result<(), Box<LoadProblem>> {
    let head = head(text);
    let get = |key: &str| head.iter().find(|found| found.key == key);
    let problem = |at: &Range<usize>, what: &str, fix: &str| {
        Err(LoadProblem::at(text, at.start, at.end, what, fix))
    };
    match get("kind") {
        None => {
            let what = "this is not a Weighbridge session";
            let fix = format!("A session begins with (kind: \"{SESSION_KIND}\", format: {FORMAT}.");
            return problem(&(0..1), what, &fix);
        }
        Some(found) if found.value.trim_matches('"') != SESSION_KIND => {
            let what = format!("this file is a {}, not a session", found.value.trim_matches('"'));
            return problem(&found.at, &what, "Choose a file that ends in .session.ron.");
        }
        Some(_) => {}
    }
    match get("format").map(|found| (found.value.parse::<u32>(), found)) {
        None => {
            let fix = format!("Add format: {FORMAT} after kind.");
            return problem(&(0..1), "the file does not say which format it has", &fix);
        }
        Some((Ok(FORMAT), _)) => {}
        Some((Ok(format), found)) if format > FORMAT => {
            let what = format!("the file has format {format}, this version reads up to {FORMAT}");
            let fix = "Open it with a newer Weighbridge. The file was left as it is.";
            return problem(&found.at, &what, fix);
        }
        Some((_, found)) => {
            let what = format!("{} is no format of a session", found.value);
            return problem(&found.at, &what, &format!("The format is {FORMAT}."));
        }
    }
    if let Some(found) = get("needs") {
        let mut needs = found.value.split(['[', ']', ',', '"']).map(str::trim);
        if let Some(need) = needs.find(|need| !need.is_empty() && !FEATURES.contains(need)) {
            let what = format!("the file needs the feature “{need}”, which this version lacks");
            let fix = "Open it with a newer Weighbridge. The file was left as it is.";
            return problem(&found.at, &what, fix);
        }
    }
    Ok(())
}

/// The leading fields out of kind, format and needs, in whatever order they come.
fn head(text: &str) -> Vec<Found<'_>> {
    let mut pieces = pieces(text)
        .filter(|(piece, _)| *piece != Piece::Comment)
        .map(|(_, range)| range)
        .skip_while(|range| &text[range.clone()] != "(")
        .skip(1);
    let mut found = Vec::new();
    while let Some(key) = up_to(&mut pieces, text, ":")
        && ["kind", "format", "needs"].contains(&&text[key.clone()])
        && let Some(at) = up_to(&mut pieces, text, ",")
    {
        found.push(Found { key: &text[key], value: &text[at.clone()], at });
    }
    found
}

/// The stretch up to a sign that stands outside square brackets, or up to a closing bracket.
fn up_to(
    pieces: &mut impl Iterator<Item = Range<usize>>,
    text: &str,
    sign: &str,
) -> Option<Range<usize>> {
    let mut span: Option<Range<usize>> = None;
    let mut depth = 0_usize;
    for range in pieces {
        match &text[range.clone()] {
            piece if depth == 0 && (piece == sign || piece == ")") => break,
            "[" => depth += 1,
            "]" => depth = depth.saturating_sub(1),
            _ => {}
        }
        span = Some(span.map_or(range.start, |span| span.start)..range.end);
    }
    span
}
