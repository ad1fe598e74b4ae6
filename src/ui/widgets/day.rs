//! A day, typed as 2027-06-01.

use egui::{Id, Response, Ui};
use jiff::civil::Date;

use super::field::input;

/// What was typed into a field for a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Typed {
    /// A day, or none in an empty field.
    Day(Option<Date>),
    /// Something that is no day yet; it stays in the field, and nothing is saved.
    NotYet(String),
}

/// A field for a day. What is no day yet comes back as `draft`, so that nobody types it twice;
/// gives what is new.
pub fn day_field(
    ui: &mut Ui,
    id: Id,
    day: Option<Date>,
    draft: Option<&String>,
    name: &str,
) -> (Response, Option<Typed>) {
    let shown = || day.map(|day| day.to_string()).unwrap_or_default();
    let mut text = draft.cloned().unwrap_or_else(shown);
    let name = format!("{name}, year-month-day");
    let response = input(ui, id, &mut text, 1, "2027-06-01").accessible_name(name);
    let typed = response.changed().then(|| match text.trim() {
        "" => Typed::Day(None),
        typed => match typed.parse() {
            Ok(day) => Typed::Day(Some(day)),
            Err(_) => Typed::NotYet(text),
        },
    });
    (response, typed)
}
