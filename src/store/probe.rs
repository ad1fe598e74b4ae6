//! Reads the first fields of a file before anything else, even where the rest is broken or
//! comes from a newer version: what kind of file it is, in which format, and what it needs.

use std::ops::Range;

use super::explain::nearest;
use super::problem::LoadProblem;
use super::scan::{Piece, pieces};

/// What a session file says it is.
pub(super) const SESSION_KIND: &str = "weighbridge-session";

/// What the file of a merge says it is, as long as somebody has to finish it.
pub(super) const MERGE_KIND: &str = "weighbridge-merge";

/// What a ballot file says it is.
pub(super) const BALLOT_KIND: &str = "weighbridge-ballot";

/// What the file of a run of the lab says it is.
pub(super) const EVIDENCE_KIND: &str = "weighbridge-evidence";

/// The format of a session that this version reads and writes.
pub(super) const FORMAT: u32 = 1;

/// The format of a ballot that this version reads and writes.
pub(super) const BALLOT_FORMAT: u32 = 1;

/// The format of a run of the lab that this version reads.
pub(super) const EVIDENCE_FORMAT: u32 = 1;

/// Features that a file may need and this version has. None beyond the format itself yet.
pub(super) const FEATURES: [&str; 0] = [];

/// A value of the head, with its place.
struct Found<'a> {
    key: &'a str,
    value: &'a str,
    at: Range<usize>,
}

/// What a file says it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A decision.
    Session,
    /// One person's ballot.
    Ballot,
    /// Versions of a decision whose merge somebody has to finish.
    Merge,
    /// What a run of the lab found.
    Evidence,
    /// Nothing that this version knows.
    Other,
}

/// What is said of a kind of file that is written here.
pub(super) struct Traits {
    kind: Kind,
    /// The value of the field `kind`.
    word: &'static str,
    /// The highest format that is read.
    format: u32,
    /// What it is called in a sentence.
    pub(super) name: &'static str,
    /// What to do where another kind of file was given.
    pub(super) choose: &'static str,
    /// What to do with it where another kind was wanted.
    instead: &'static str,
}

/// Of sessions.
pub(super) const SESSION: Traits = Traits {
    kind: Kind::Session,
    word: SESSION_KIND,
    format: FORMAT,
    name: "session",
    choose: "Choose a file that ends in .session.ron.",
    instead: "Open it as a session, and choose a file that ends in .ballot.ron here.",
};

/// Of ballots.
pub(super) const BALLOT: Traits = Traits {
    kind: Kind::Ballot,
    word: BALLOT_KIND,
    format: BALLOT_FORMAT,
    name: "ballot",
    choose: "Choose a file that ends in .ballot.ron.",
    instead: "Open the session that it is for, and put the ballot into its folder of ballots.",
};

/// Of merges that somebody has to finish.
pub(super) const MERGE: Traits = Traits {
    kind: Kind::Merge,
    word: MERGE_KIND,
    format: FORMAT,
    name: "merge with conflicts",
    choose: "Choose the file that the merge has left.",
    instead: "Open it in the window and choose, or run weighbridge merge FILE --take ours.",
};

/// Of runs of the lab.
pub(super) const EVIDENCE: Traits = Traits {
    kind: Kind::Evidence,
    word: EVIDENCE_KIND,
    format: EVIDENCE_FORMAT,
    name: "run of the lab",
    choose: "Choose a file that the lab has exported.",
    instead: "Take it into a session: Import a run of the lab… in the window, or weighbridge \
              evidence --import FILE SESSION.",
};

/// Every kind that can be told.
const KNOWN: [Traits; 4] = [SESSION, BALLOT, MERGE, EVIDENCE];

/// What a text says it is, whether or not the rest of it can be read.
#[must_use]
pub fn kind_of(text: &str) -> Kind {
    let head = head(text.trim_start_matches('\u{feff}'));
    let said = head.iter().find(|found| found.key == "kind").map(Found::text);
    KNOWN.iter().find(|known| said == Some(known.word)).map_or(Kind::Other, |known| known.kind)
}

impl<'a> Found<'a> {
    /// A string's text.
    fn text(&self) -> &'a str {
        self.value.trim_matches('"')
    }
}

/// Refuses what is not of this kind, or what this version must not touch.
pub(super) fn check(text: &str, wanted: &Traits) -> Result<(), Box<LoadProblem>> {
    let Traits { word, format: newest, name, .. } = *wanted;
    let head = head(text);
    let get = |key: &str| head.iter().find(|found| found.key == key);
    let problem = |at: &Range<usize>, what: &str, fix: &str| {
        Err(LoadProblem::at(text, at.start, at.end, what, fix))
    };
    match get("kind") {
        None => {
            let what = format!("this is not a Weighbridge {name}");
            let fix = format!("A {name} begins with (kind: \"{word}\", format: {newest}.");
            return problem(&(0..1), &what, &fix);
        }
        Some(found) if found.text() != word => {
            let known = KNOWN.iter().find(|known| known.word == found.text());
            if known.is_none()
                && let Some(near) = nearest(found.text(), &KNOWN.map(|known| known.word))
            {
                let what = format!("there is no kind of file “{}”", found.text());
                return problem(&found.at, &what, &format!("Did you mean “{near}”?"));
            }
            let (is, fix) =
                known.map_or((found.text(), wanted.choose), |known| (known.name, known.instead));
            let fix = if is_own_tools(wanted.kind) { wanted.choose } else { fix };
            return problem(&found.at, &format!("this file is a {is}, not a {name}"), fix);
        }
        Some(_) => {}
    }
    match get("format").map(|found| (found.value.parse::<u32>(), found)) {
        None => {
            let fix = format!("Add format: {newest} after kind.");
            return problem(&(0..1), "the file does not say which format it has", &fix);
        }
        Some((Ok(format), found)) if format > newest => {
            let what = format!("the file has format {format}, this version reads up to {newest}");
            let fix = "Open it with a newer Weighbridge. The file was left as it is.";
            return problem(&found.at, &what, fix);
        }
        Some((Ok(format), _)) if format == newest => {}
        Some((_, found)) => {
            let what = format!("{} is no format of a {name}", found.value);
            return problem(&found.at, &what, &format!("The format is {newest}."));
        }
    }
    if let Some(found) = get("needs") {
        let mut needs = found.value.split(['[', ']', ',', '"']).map(str::trim);
        if let Some(need) = needs.find(|need| !need.is_empty() && !FEATURES.contains(need)) {
            let (what, fix) = lacking(need);
            return problem(&found.at, &what, fix);
        }
    }
    Ok(())
}

/// Whether files of a kind come from one tool each, so that it is clear what was meant.
const fn is_own_tools(kind: Kind) -> bool {
    matches!(kind, Kind::Merge | Kind::Evidence)
}

/// That a file needs a feature which this version does not have, and what to do about it.
pub(super) fn lacking(need: &str) -> (String, &'static str) {
    let what = format!("the file needs the feature “{need}”, which this version lacks");
    (what, "Open it with a newer Weighbridge. The file was left as it is.")
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
