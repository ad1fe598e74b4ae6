//! A ballot paper → text. Written by hand rather than by RON's writer, since people answer it by
//! hand: whole numbers without decimals, a place of a ranking on one line, and first what to do.

use std::fmt::{self, Write};

use super::MAX_BALLOT_BYTES;
use crate::session::{Comparison, Id, Line, Method, Paper, Points, clean_text};
use crate::store::probe::{BALLOT_FORMAT, BALLOT_KIND};

/// How long what describes the criteria may be, in characters: the first length is taken with
/// which the file is not too large.
const LENGTHS: [usize; 7] = [usize::MAX, 2_000, 1_000, 500, 200, 80, 20];

const SWING: [&str; 6] = [
    "// What matters how much? Answer in this file: any text editor will do.",
    "// Find the criterion whose way from its 0 to its 10 matters most to you, and give it 100.",
    "// Give the others points against it: 50 for half as much, 0 for what does not matter.",
    "// Write the number in place of None:                 points: 60,",
    "// What you want to say goes between the quotes:      comment: \"We rename a lot\",",
    "// Leave everything else as it is, and save the file as plain text under its name.",
];

const BUDGET: [&str; 5] = [
    "// What matters how much? Answer in this file: any text editor will do.",
    "// You have 100 points to share out. Give each criterion its share, 0 where it gets none.",
    "// Write the number in place of None:                 share: 15,",
    "// What you want to say goes between the quotes:      comment: \"We rename a lot\",",
    "// Leave everything else as it is, and save the file as plain text under its name.",
];

const RANKING: [&str; 5] = [
    "// What matters how much? Answer in this file: any text editor will do.",
    "// Put the ids of the criteria into order, at the end, the most important first:",
    "//     order: [[\"a\"], [\"b\", \"c\"]],                      b and c share a place",
    "// What you want to say goes between the quotes:      comment: \"We rename a lot\",",
    "// Leave everything else as it is, and save the file as plain text under its name.",
];

const PAIRWISE: [&str; 5] = [
    "// What matters how much? Answer in this file: any text editor will do.",
    "// Compare criteria two at a time, at the end: how many times as important is the first?",
    "//     comparisons: [(\"a\", \"b\", 3)],                   from 0.01 to 100, below 1 b is the more important",
    "// What you want to say goes between the quotes:      comment: \"We rename a lot\",",
    "// Leave everything else as it is, and save the file as plain text under its name.",
];

const fn guide(method: Method) -> &'static [&'static str] {
    match method {
        Method::Swing => &SWING,
        Method::Budget => &BUDGET,
        Method::Ranking => &RANKING,
        Method::Pairwise => &PAIRWISE,
    }
}

/// Whether a comment is one that is written here.
pub(super) fn is_guide(comment: &str) -> bool {
    Method::ALL.iter().any(|method| guide(*method).contains(&comment.trim_end()))
}

/// The text of a ballot, with descriptions as long as the largest file has room for.
pub(super) fn text(paper: &Paper) -> Result<String, fmt::Error> {
    let mut text = String::new();
    for longest in LENGTHS {
        text = at_length(paper, longest)?;
        if text.len() as u64 <= MAX_BALLOT_BYTES {
            break;
        }
    }
    Ok(text)
}

fn at_length(paper: &Paper, longest: usize) -> Result<String, fmt::Error> {
    let mut out = String::new();
    for line in guide(paper.method) {
        writeln!(out, "{line}")?;
    }
    let short = |text: &str| quoted(&shortened(text, longest));
    writeln!(out, "(\n    kind: \"{BALLOT_KIND}\",\n    format: {BALLOT_FORMAT},")?;
    writeln!(out, "    session: \"{}\",\n    title: {},", paper.session, short(&paper.title))?;
    writeln!(out, "    round: \"{}\",\n    number: {},", paper.round, paper.number)?;
    writeln!(out, "    person: \"{}\",\n    name: {},", paper.person, short(&paper.name))?;
    writeln!(out, "    method: {},\n    criteria: [", word(paper.method))?;
    for line in &paper.lines {
        criterion(&mut out, line, paper.method, longest)?;
    }
    writeln!(out, "    ],")?;
    let places: Vec<_> = paper.order.iter().filter(|place| !place.is_empty()).collect();
    if !places.is_empty() || paper.method == Method::Ranking {
        list(&mut out, "order", places.into_iter().map(|place| tied(place)))?;
    }
    if !paper.comparisons.is_empty() || paper.method == Method::Pairwise {
        list(&mut out, "comparisons", paper.comparisons.iter().map(compared))?;
    }
    writeln!(out, ")")?;
    Ok(out)
}

fn criterion(out: &mut String, line: &Line, method: Method, longest: usize) -> fmt::Result {
    writeln!(out, "        (\n            id: \"{}\",", line.criterion)?;
    let texts = [
        ("name", &line.name),
        ("definition", &line.definition),
        ("low", &line.low),
        ("high", &line.high),
    ];
    for (field, text) in
        texts.into_iter().filter(|(field, text)| *field == "name" || !text.is_empty())
    {
        writeln!(out, "            {field}: {},", quoted(&shortened(text, longest)))?;
    }
    let answers = [("points", line.swing, Method::Swing), ("share", line.share, Method::Budget)];
    for (field, answer, by) in answers {
        match answer.map(Points::get) {
            Some(number) => writeln!(out, "            {field}: {number},")?,
            None if by == method => writeln!(out, "            {field}: None,")?,
            None => {}
        }
    }
    writeln!(out, "            comment: {},\n        ),", quoted(&clean_text(&line.comment)))
}

/// A list with each thing on a line of its own.
fn list(out: &mut String, field: &str, rows: impl Iterator<Item = String>) -> fmt::Result {
    writeln!(out, "    {field}: [")?;
    for row in rows {
        writeln!(out, "        {row},")?;
    }
    writeln!(out, "    ],")
}

/// The criteria that share a place.
fn tied(place: &[Id]) -> String {
    let ids: Vec<String> = place.iter().map(|id| format!("\"{id}\"")).collect();
    format!("[{}]", ids.join(", "))
}

fn compared(comparison: &Comparison) -> String {
    let Comparison { first, second, ratio } = comparison;
    format!("(\"{first}\", \"{second}\", {ratio})")
}

/// The word for a method in the file.
const fn word(method: Method) -> &'static str {
    match method {
        Method::Swing => "swing",
        Method::Budget => "budget",
        Method::Ranking => "ranking",
        Method::Pairwise => "pairwise",
    }
}

/// A text of so many characters at most, with a mark where it was cut.
fn shortened(text: &str, longest: usize) -> String {
    let text = clean_text(text);
    match text.char_indices().nth(longest) {
        None => text,
        Some((end, _)) => format!("{}…", text[..end].trim_end()),
    }
}

/// A text as a RON string that a person can go on writing in.
fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}
