//! What is wrong with a RON text, in a user's words.

use super::problem::LoadProblem;
use super::scan;
use crate::session::Id;

/// A problem with an id, at its occurrence after `skip` earlier ones.
pub(super) fn point_at(text: &str, id: &Id, skip: usize, what: &str) -> Box<LoadProblem> {
    let place = scan::strings(text, id.as_str()).nth(skip).unwrap_or(0..0);
    let fix = "Give each item an id of its own, and name only ids that exist.";
    LoadProblem::at(text, place.start, place.end, what, fix)
}

/// The parser's error in a user's words.
pub(super) fn explain(text: &str, error: &ron::error::SpannedError) -> Box<LoadProblem> {
    use ron::Error;

    let offset = |position: ron::error::Position| {
        let lines: usize =
            text.split_inclusive('\n').take(position.line.saturating_sub(1)).map(str::len).sum();
        let rest = text.get(lines..).unwrap_or_default();
        lines + rest.chars().take(position.col.saturating_sub(1)).map(char::len_utf8).sum::<usize>()
    };
    // The parser may stop at the spaces before what it did not expect.
    let start = offset(error.span.start);
    let rest = text.get(start..).unwrap_or_default();
    let start = start + (rest.len() - rest.trim_start_matches([' ', '\t']).len());
    let end = offset(error.span.end);
    let (what, fix) = match &error.code {
        Error::NoSuchStructField { expected, found, .. } => {
            let near = nearest(found, expected);
            let fix = near.map_or_else(
                || format!("The fields here are {}.", expected.join(", ")),
                |near| format!("Did you mean `{near}`?"),
            );
            (format!("unknown field `{found}`"), fix)
        }
        Error::NoSuchEnumVariant { expected, found, .. } => {
            let near = nearest(found, expected);
            let fix = near.map_or_else(
                || format!("It is one of {}.", expected.join(", ")),
                |near| format!("Did you mean `{near}`?"),
            );
            (format!("`{found}` is no value here"), fix)
        }
        Error::MissingStructField { field, .. } => {
            (format!("the field `{field}` is missing"), format!("Add `{field}` before this place."))
        }
        Error::DuplicateStructField { field, .. } => {
            (format!("the field `{field}` is here twice"), "Keep one of the two.".to_owned())
        }
        Error::Message(message) => {
            (message.clone(), "Correct the value and open the file again.".to_owned())
        }
        // A text that is never closed runs to the end of the file too.
        Error::Eof | Error::ExpectedStringEnd => {
            let fix = "The file was cut off; a .bak beside it is the version before.".to_owned();
            ("the file ends too early".to_owned(), fix)
        }
        code => {
            let fix = "Check the brackets, commas and quotes around this place.".to_owned();
            (lower_first(&code.to_string()), fix)
        }
    };
    LoadProblem::at(text, start, end, &what, &fix)
}

pub(super) fn nearest<'a>(found: &str, expected: &[&'a str]) -> Option<&'a str> {
    let scored = expected.iter().map(|name| (strsim::damerau_levenshtein(found, name), *name));
    scored.min().filter(|(distance, _)| *distance <= 2).map(|(_, name)| name)
}

fn lower_first(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |c| c.to_lowercase().chain(chars).collect())
}
