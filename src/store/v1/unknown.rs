//! Fields that this version does not know. They are taken out before a text is parsed, so that the
//! parser sees what it knows, and put back as they were where the session is written again.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashSet};
use std::fmt::Write as _;

use ron::error::{Error, SpannedError};
use ron::value::RawValue;
use serde::de::DeserializeOwned;

use super::shape::{Shape, called};
use super::walk::{Unknown, Visit, Wanted, walk};
use crate::session::{Kept, Place};
use crate::store::cursor::bare;
use crate::store::explain::{explain, nearest, offset};
use crate::store::losses::Losses;
use crate::store::problem::LoadProblem;

/// So many unknown fields are told one by one.
const TOLD: usize = 20;

/// A text and what is in it that is not known.
pub(super) struct Known<'a> {
    text: &'a str,
    /// The same with spaces in place of what is not known.
    lean: Cow<'a, str>,
    visits: Vec<Visit>,
    /// Whether the text was understood to its end.
    whole: bool,
}

impl<'a> Known<'a> {
    /// Finds what is not known.
    ///
    /// # Errors
    /// Where it is no RON, or is there twice.
    pub(super) fn of(text: &'a str, shape: &'static Shape) -> Result<Self, Box<LoadProblem>> {
        let (visits, whole) = walk(text, shape, Wanted::Unknown);
        for visit in &visits {
            let mut seen = HashSet::new();
            for field in &visit.unknown {
                let name = &text[field.name.clone()];
                if !seen.insert(bare(name)) {
                    let what = format!("the field `{name}` is here twice");
                    let (start, end) = (field.name.start, field.name.end);
                    return Err(LoadProblem::at(text, start, end, &what, "Keep one of the two."));
                }
                sound(text, field)?;
            }
        }
        let lean = without(text, visits.iter().flat_map(|visit| &visit.unknown));
        Ok(Self { text, lean, visits, whole })
    }

    /// Reads what is known.
    ///
    /// # Errors
    /// A [`LoadProblem`] with the place in the whole text.
    pub(super) fn read<T: DeserializeOwned>(&self) -> Result<T, Box<LoadProblem>> {
        let read = ron::from_str(&self.lean).map_err(|error| self.explain(&error))?;
        if self.whole {
            return Ok(read);
        }
        // Where things stand is not certain, so nothing may be left out.
        ron::from_str(self.text).map_err(|error| explain(self.text, &error))
    }

    /// The parser's error in a user's words. What is missing may be there under another name.
    fn explain(&self, error: &SpannedError) -> Box<LoadProblem> {
        let Error::MissingStructField { field, .. } = error.code else {
            let mut problem = explain(self.text, error);
            if let (false, Error::NoSuchStructField { .. }) = (self.whole, &error.code) {
                let fix = "It would be kept, but its value or what follows cannot be read: check \
                           the brackets, commas and quotes there. ";
                problem.fix.insert_str(0, fix);
            }
            return problem;
        };
        let at = offset(self.text, error.span.start);
        let around =
            self.visits.iter().filter(|visit| (visit.span.start..=visit.span.end).contains(&at));
        let inmost = around.min_by_key(|visit| visit.span.len());
        let misspelt = inmost.and_then(|visit| {
            visit.unknown.iter().find(|unknown| self.meant(visit, unknown) == Some(field))
        });
        let Some(misspelt) = misspelt else { return explain(self.text, error) };
        let name = misspelt.name.clone();
        let what =
            format!("unknown field `{}`, and `{field}` is missing", &self.text[name.clone()]);
        LoadProblem::at(self.text, name.start, name.end, &what, &format!("Did you mean `{field}`?"))
    }

    /// The field that was meant by one that is not known.
    fn meant(&self, visit: &Visit, unknown: &Unknown) -> Option<&'static str> {
        nearest(bare(&self.text[unknown.name.clone()]), &visit.absent)
    }

    /// A field of the file itself that is misspelt, as it is told where what should be in it is
    /// missed elsewhere.
    pub(super) fn misspelt(&self) -> Option<Box<LoadProblem>> {
        let outmost = self.visits.iter().filter(|visit| visit.place.is_empty());
        let mut unknown = outmost.flat_map(|visit| visit.unknown.iter().map(move |u| (visit, u)));
        unknown.find_map(|(visit, unknown)| {
            let meant = self.meant(visit, unknown)?;
            let name = unknown.name.clone();
            let what = format!("unknown field `{}`", &self.text[name.clone()]);
            let fix = format!("Did you mean `{meant}`?");
            Some(LoadProblem::at(self.text, name.start, name.end, &what, &fix))
        })
    }

    /// What to tell of what is not known.
    pub(super) fn warnings(&self) -> Vec<LoadProblem> {
        let all = self.visits.iter().map(|visit| visit.unknown.len()).sum::<usize>();
        let mut rows: Vec<(&Visit, &Unknown)> = self
            .visits
            .iter()
            .flat_map(|visit| visit.unknown.iter().map(move |unknown| (visit, unknown)))
            .collect();
        rows.sort_by_key(|(_, unknown)| unknown.name.start);
        let more = all.saturating_sub(TOLD);
        let told = rows.into_iter().take(TOLD).enumerate().map(|(number, (visit, unknown))| {
            let name = unknown.name.clone();
            let meant = self.meant(visit, unknown);
            let meant = meant.map(|meant| format!("; did you mean `{meant}`?"));
            let what = format!(
                "unknown field `{}` in {}{}",
                &self.text[name.clone()],
                called(&visit.place),
                meant.unwrap_or_default()
            );
            let mut fix =
                "It is kept in the file as it is, and nothing is read from it.".to_owned();
            if number + 1 == TOLD && more > 0 {
                fix = format!("{fix} So are {more} more.");
            }
            *LoadProblem::at(self.text, name.start, name.end, &what, &fix)
        });
        told.collect()
    }

    /// What a save cannot keep. What is not known is kept with everything in it.
    pub(super) fn loses(&self) -> Losses {
        Losses::of(&self.lean, |_| false)
    }

    /// What is not known, by place, to be kept.
    pub(super) fn kept(&self) -> BTreeMap<Place, Vec<(String, String)>> {
        let part = |range: &std::ops::Range<usize>| self.text[range.clone()].to_owned();
        let fields = |visit: &Visit| -> Vec<(String, String)> {
            visit.unknown.iter().map(|field| (part(&field.name), part(&field.value))).collect()
        };
        self.visits.iter().map(|visit| (visit.place.clone(), fields(visit))).collect()
    }
}

/// Refuses a field whose name or value is no RON.
fn sound(text: &str, field: &Unknown) -> Result<(), Box<LoadProblem>> {
    let (start, end) = (field.name.start, field.value.end);
    let lone = format!("({})", &text[start..end]);
    let Err(error) = RawValue::from_ron(&lone) else { return Ok(()) };
    let at = start + offset(&lone, error.span.start).saturating_sub(1);
    let mut problem = explain(&lone, &error);
    *problem = *LoadProblem::at(text, at.min(end), at + 1, &problem.what, &problem.fix);
    Err(problem)
}

/// A text with spaces in place of some fields, so that lines and columns stay what they are.
fn without<'a, 'b>(text: &'a str, fields: impl Iterator<Item = &'b Unknown>) -> Cow<'a, str> {
    let mut cuts: Vec<_> = fields.map(|field| field.name.start..field.end).collect();
    if cuts.is_empty() {
        return Cow::Borrowed(text);
    }
    cuts.sort_by_key(|cut| cut.start);
    let mut lean = String::with_capacity(text.len());
    let mut from = 0;
    for cut in cuts {
        lean.push_str(&text[from..cut.start]);
        lean.extend(text[cut.clone()].chars().map(|c| if c == '\n' { c } else { ' ' }));
        from = cut.end;
    }
    lean.push_str(&text[from..]);
    Cow::Owned(lean)
}

/// A text as it was written, with what was kept put back at the end of what it stands on.
pub(super) fn put_back(text: String, shape: &'static Shape, kept: &Kept) -> String {
    if kept.is_empty() {
        return text;
    }
    let (visits, _) = walk(&text, shape, Wanted::All);
    let mut whole = String::with_capacity(text.len());
    let mut from = 0;
    for visit in visits {
        let fields = kept.at(&visit.place);
        if fields.is_empty() {
            continue;
        }
        let close = visit.span.end - 1;
        let line = text[..close].rfind('\n').map_or(0, |at| at + 1);
        let indent = &text[line..close];
        if indent.chars().all(|c| c == ' ') && line > visit.span.start {
            whole.push_str(&text[from..line]);
            for (name, value) in fields {
                // Writing to a string cannot fail.
                let _ = writeln!(whole, "{indent}    {name}: {value},");
            }
            from = line;
        } else {
            whole.push_str(&text[from..close]);
            let mut between = if text[..close].ends_with('(') { "" } else { ", " };
            for (name, value) in fields {
                let _ = write!(whole, "{between}{name}: {value}");
                between = ", ";
            }
            from = close;
        }
    }
    whole.push_str(&text[from..]);
    whole
}
