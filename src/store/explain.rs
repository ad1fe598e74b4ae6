//! What is wrong with a RON text, in a user's words.

use super::problem::LoadProblem;

/// Where a position of the parser is in the text, in bytes.
pub(super) fn offset(text: &str, position: ron::error::Position) -> usize {
    let lines: usize =
        text.split_inclusive('\n').take(position.line.saturating_sub(1)).map(str::len).sum();
    let rest = text.get(lines..).unwrap_or_default();
    lines + rest.chars().take(position.col.saturating_sub(1)).map(char::len_utf8).sum::<usize>()
}

/// The parser's error in a user's words.
pub(super) fn explain(text: &str, error: &ron::error::SpannedError) -> Box<LoadProblem> {
    use ron::Error;

    // The parser may stop at the spaces before what it did not expect.
    let start = offset(text, error.span.start);
    let rest = text.get(start..).unwrap_or_default();
    let start = start + (rest.len() - rest.trim_start_matches([' ', '\t']).len());
    let end = offset(text, error.span.end);
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
        // What the library of times says is about its own steps.
        Error::Message(message)
            if ["failed to parse", "parsed ", "parameter '"]
                .iter()
                .any(|own| message.contains(own)) =>
        {
            (
                "this is no day or time".to_owned(),
                "Write a day as 2026-12-04 and a time as 2026-12-04T13:30:00Z.".to_owned(),
            )
        }
        Error::Message(message) => {
            (message.clone(), "Correct the value and open the file again.".to_owned())
        }
        // A text that is never closed runs to the end of the file too.
        Error::Eof | Error::ExpectedStringEnd => ends_too_early(),
        // Whatever would have to come next.
        _ if end >= text.trim_end().len() && !text.trim_end().ends_with(')') => ends_too_early(),
        code => plainly(code),
    };
    LoadProblem::at(text, start, end, &what, &fix)
}

fn ends_too_early() -> (String, String) {
    let fix = "The file was cut off; a .bak, if there is one beside it, is the version before.";
    ("the file ends too early".to_owned(), fix.to_owned())
}

/// What was meant by a word that is not known: the nearest of those that are, if a slip or two of
/// the finger lead there. In a short word, one slip makes another word already.
pub(super) fn nearest<'a>(found: &str, known: &[&'a str]) -> Option<&'a str> {
    // The longest name there is has 64.
    if found.len() > 100 {
        return None;
    }
    let slips = found.chars().count().div_ceil(3).clamp(1, 2);
    let scored = known.iter().map(|name| (strsim::damerau_levenshtein(found, name), *name));
    scored.min().filter(|(distance, _)| *distance <= slips).map(|(_, name)| name)
}

/// What the parser expected, without the words of those who write parsers.
fn plainly(code: &ron::error::Error) -> (String, String) {
    use ron::Error;

    let (what, fix) = match code {
        Error::ExpectedFloat | Error::ExpectedInteger | Error::InvalidIntegerDigit { .. } => {
            ("expected a number", "Write digits, with a point for decimals, and no quotes.")
        }
        Error::FloatUnderscore | Error::UnderscoreAtBeginning | Error::IntegerOutOfBounds => {
            ("this number cannot be read", "Write digits, with a point for decimals.")
        }
        Error::ExpectedBoolean => ("expected true or false", "Write one of the two."),
        Error::ExpectedString => ("expected a text in quotes", "Put straight quotes around it."),
        Error::ExpectedOption => ("expected Some(…) or None", "Write a value as Some(value)."),
        Error::ExpectedArray => {
            ("expected a list in square brackets", "Write what is in it between [ and ].")
        }
        Error::ExpectedUnit => ("expected ()", "Write () for nothing."),
        Error::ExpectedStructLike | Error::ExpectedNamedStructLike(_) => {
            ("expected an opening bracket “(”", "Write its fields between ( and ).")
        }
        Error::ExpectedDifferentStructName { .. } => {
            ("there is a name before this bracket", "Take the name out.")
        }
        Error::ExpectedIdentifier
        | Error::InvalidIdentifier(_)
        | Error::SuggestRawIdentifier(_) => {
            ("expected the name of a field or a word", "Check the commas and quotes before this.")
        }
        Error::UnclosedBlockComment => {
            ("this comment is never closed", "Close it with */, or take it out.")
        }
        Error::TrailingCharacters => (
            "there is more after the end of the file’s last bracket",
            "Take out what follows, or the bracket that is too many.",
        ),
        Error::ExceededRecursionLimit => {
            ("brackets are nested too deeply here", "Take out what is inside of them.")
        }
        Error::InvalidEscape(_) => {
            ("this escape is not known", "Write \\\\ for a backslash and \\\" for a quote.")
        }
        code => {
            let fix = "Check the brackets, commas and quotes around this place.";
            return (lower_first(&code.to_string()), fix.to_owned());
        }
    };
    (what.to_owned(), fix.to_owned())
}

fn lower_first(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |c| c.to_lowercase().chain(chars).collect())
}
