//! Text → ballot paper. The text may have been typed by hand, pasted from a mail, or sent to do
//! harm; what is wrong with it is said where it stands.

use std::borrow::Cow;
use std::collections::HashSet;
use std::ops::Range;

use ron::extensions::Extensions;
use serde::Deserialize;

use crate::session::{Comparison, Id, Line, MAX_CRITERIA, Method, Paper, Points};
use crate::store::explain::{explain, nearest};
use crate::store::problem::{self, LoadProblem};
use crate::store::v1::{Text, capped};
use crate::store::{probe, scan};

/// As many as 200 criteria have pairs.
const MAX_COMPARISONS: usize = MAX_CRITERIA * (MAX_CRITERIA - 1) / 2;

/// The furthest that one criterion may outweigh another.
const MOST: f64 = 100.0;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct BallotFile {
    #[serde(rename = "kind")]
    _kind: String,
    #[serde(rename = "format")]
    _format: u32,
    #[serde(default, rename = "needs")]
    _needs: Vec<String>,
    session: Id,
    #[serde(default)]
    title: Text,
    round: Id,
    #[serde(default)]
    number: usize,
    person: Id,
    #[serde(default)]
    name: Text,
    #[serde(default)]
    method: Method,
    #[serde(deserialize_with = "capped::<_, _, MAX_CRITERIA>")]
    criteria: Vec<Row>,
    #[serde(default, deserialize_with = "capped::<_, _, MAX_CRITERIA>")]
    order: Vec<Place>,
    #[serde(default, deserialize_with = "capped::<_, _, MAX_COMPARISONS>")]
    comparisons: Vec<(Id, Id, Ratio)>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    id: Id,
    #[serde(default)]
    name: Text,
    #[serde(default)]
    definition: Text,
    #[serde(default)]
    low: Text,
    #[serde(default)]
    high: Text,
    #[serde(default)]
    points: Option<Points>,
    #[serde(default)]
    share: Option<Points>,
    #[serde(default)]
    comment: Text,
}

#[derive(Deserialize)]
#[serde(transparent)]
struct Place(#[serde(deserialize_with = "capped::<_, _, MAX_CRITERIA>")] Vec<Id>);

#[derive(Clone, Copy, Deserialize)]
#[serde(try_from = "f64")]
struct Ratio(f64);

impl TryFrom<f64> for Ratio {
    type Error = String;

    fn try_from(number: f64) -> Result<Self, String> {
        if (MOST.recip()..=MOST).contains(&number) {
            return Ok(Self(number));
        }
        Err(format!("a comparison must be between 1/{MOST} and {MOST}, found {number}"))
    }
}

/// Reads a ballot.
pub(super) fn parse(text: &str) -> Result<Paper, Box<LoadProblem>> {
    let text = &*tidy(text);
    problem::sniff(text, &probe::BALLOT)?;
    probe::check(text, &probe::BALLOT)
        .and_then(|()| read(text))
        .map_err(|problem| problem::conflict(text).unwrap_or(problem))
}

fn read(text: &str) -> Result<Paper, Box<LoadProblem>> {
    // A person writes 60, not Some(60); both are read.
    let options = ron::Options::default().with_default_extension(Extensions::IMPLICIT_SOME);
    let file: BallotFile =
        options.from_str(text).map_err(|error| advise(text, explain(text, &error)))?;
    file.check(text)?;
    Ok(file.into_paper())
}

/// Takes off what programs put around a text that is sent through them: a byte-order mark, line
/// ends of other systems, the fences of a block of code.
fn tidy(text: &str) -> Cow<'_, str> {
    let mut text = Cow::Borrowed(text.strip_prefix('\u{feff}').unwrap_or(text));
    if text.contains('\r') {
        text = Cow::Owned(text.replace("\r\n", "\n").replace('\r', "\n"));
    }
    let body = text.trim();
    if body.starts_with("```") && body.ends_with("```") {
        // Signs are put over by spaces, so that lines and columns stay what they are.
        let blank = |line: &str| {
            if line.trim_start().starts_with("```") { " ".repeat(line.len()) } else { line.into() }
        };
        let lines: Vec<String> = text.split('\n').map(blank).collect();
        text = Cow::Owned(lines.join("\n"));
    }
    text
}

/// What to do about what the parser says, in terms of what a person does with a ballot.
fn advise(text: &str, mut problem: Box<LoadProblem>) -> Box<LoadProblem> {
    let line = text.lines().nth(problem.line.saturating_sub(1)).unwrap_or_default();
    let before: String = line.chars().take(problem.column.saturating_sub(1)).collect();
    let field = before.trim_start().split(':').next().unwrap_or_default();
    let fix = match field {
        _ if problem.what.starts_with("unknown field") || problem.what.contains("is missing") => {
            return problem;
        }
        _ if problem.what == "the file ends too early" => {
            "It was cut off, or a quote or bracket in it is never closed."
        }
        "" if problem.what.contains("comma") => "Write a comma at the end of the line above.",
        "points" | "share" => {
            "Write a number from 0 to 100, with a point for decimals and a comma after it: \
             points: 60,"
        }
        "comment" => {
            "Write it between straight quotes, with a comma after them, and \\\" for a quote \
             within: comment: \"It is \\\"fine\\\"\","
        }
        "order" | "comparisons" => {
            "Write ids from above in quotes: order: [[\"a\"], [\"b\", \"c\"]], or comparisons: \
             [(\"a\", \"b\", 3)],"
        }
        _ => return problem,
    };
    fix.clone_into(&mut problem.fix);
    problem.what = match problem.what.as_str() {
        // 12,5 as some languages write it.
        what if what.contains("name of a field") && matches!(field, "points" | "share") => {
            "the number ends at the comma".to_owned()
        }
        what => what.to_owned(),
    };
    problem
}

impl BallotFile {
    /// What RON cannot know: that each criterion is there once, and that answers name criteria.
    fn check(&self, text: &str) -> Result<(), Box<LoadProblem>> {
        let problem = |place: Option<Range<usize>>, what: String, fix: &str| {
            let place = place.unwrap_or(0..0);
            Err(LoadProblem::at(text, place.start, place.end, &what, fix))
        };
        let mut ids = HashSet::new();
        for (number, row) in self.criteria.iter().enumerate() {
            if !ids.insert(&row.id) {
                let place = scan::values(text, "id").nth(number);
                let what = format!("the criterion “{}” is here twice", row.id);
                return problem(place, what, "Keep one of the two.");
            }
        }
        let unknown = |field: &str, number: usize, id: &Id| {
            let known: Vec<&str> = self.criteria.iter().map(|row| row.id.as_str()).collect();
            let fix = nearest(id.as_str(), &known).map_or_else(
                || "Name criteria by the ids that they have on this ballot.".to_owned(),
                |near| format!("Did you mean “{near}”?"),
            );
            let what = format!("“{id}” is no criterion of this ballot");
            problem(scan::string_in(text, field, number), what, &fix)
        };
        let mut placed = HashSet::new();
        for (number, id) in self.order.iter().flat_map(|place| &place.0).enumerate() {
            if !ids.contains(id) {
                return unknown("order", number, id);
            }
            if !placed.insert(id) {
                let place = scan::string_in(text, "order", number);
                return problem(place, format!("“{id}” has two places"), "Keep one of the two.");
            }
        }
        let mut compared = HashSet::new();
        for (number, (first, second, _)) in self.comparisons.iter().enumerate() {
            let place = |half: usize| scan::string_in(text, "comparisons", 2 * number + half);
            for (half, id) in [first, second].into_iter().enumerate() {
                if !ids.contains(id) {
                    return unknown("comparisons", 2 * number + half, id);
                }
            }
            if first == second {
                let what = format!("“{first}” is compared with itself");
                return problem(place(1), what, "Take the comparison out.");
            }
            if !compared.insert(if first < second { (first, second) } else { (second, first) }) {
                let what = format!("“{first}” and “{second}” are compared twice");
                return problem(place(0), what, "Keep one of the two comparisons.");
            }
        }
        Ok(())
    }

    fn into_paper(self) -> Paper {
        let comparison =
            |(first, second, ratio): (Id, Id, Ratio)| Comparison { first, second, ratio: ratio.0 };
        let places = self.order.into_iter().map(|place| place.0);
        Paper {
            session: self.session,
            title: self.title.into(),
            round: self.round,
            number: self.number,
            person: self.person,
            name: self.name.into(),
            method: self.method,
            lines: self.criteria.into_iter().map(Row::into_line).collect(),
            order: places.filter(|place| !place.is_empty()).collect(),
            comparisons: self.comparisons.into_iter().map(comparison).collect(),
        }
    }
}

impl Row {
    fn into_line(self) -> Line {
        Line {
            criterion: self.id,
            name: self.name.into(),
            definition: self.definition.into(),
            low: self.low.into(),
            high: self.high.into(),
            swing: self.points,
            share: self.share,
            comment: self.comment.into(),
        }
    }
}
