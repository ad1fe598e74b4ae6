//! What can be told of a record that somebody else may have written: its shape, its title, the
//! session it came from, and the one line that says its status.

use crate::session::{Id, Profile};

/// What a record's last line says before the session's id.
const SESSION_MARK: &str = "Weighbridge session: ";

/// The longest title that is kept, in characters.
const MAX_TITLE: usize = 200;

/// The words that a status begins with.
const STATUSES: [&str; 7] =
    ["draft", "proposed", "accepted", "rejected", "deprecated", "superseded", "superceded"];

/// A line in which a record says its status.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Place {
    /// The line, counted from 0.
    pub(super) line: usize,
    /// The shape in which it says it.
    pub(super) profile: Profile,
}

/// The lines of a record, with where its front matter and its code are.
struct Reader<'a> {
    lines: Vec<&'a str>,
    /// The line that closes the front matter; none without front matter.
    closing: Option<usize>,
}

impl<'a> Reader<'a> {
    fn of(text: &'a str) -> Self {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let lines: Vec<&str> = text.split('\n').map(str::trim_end).collect();
        let closing = lines.iter().skip(1).position(|line| *line == "---").map(|at| at + 1);
        Self { closing: closing.filter(|_| lines.first() == Some(&"---")), lines }
    }

    /// The lines after the front matter that are not code, with their numbers.
    fn body(&self) -> impl Iterator<Item = (usize, &'a str)> {
        let start = self.closing.map_or(0, |closing| closing + 1);
        let mut in_code = false;
        self.lines.iter().copied().enumerate().skip(start).filter(move |(_, line)| {
            let fence = line.starts_with("```") || line.starts_with("~~~");
            in_code ^= fence;
            !in_code && !fence
        })
    }

    /// The lines of the front matter.
    fn front(&self) -> impl Iterator<Item = (usize, &'a str)> {
        let end = self.closing.unwrap_or_default();
        self.lines.iter().copied().enumerate().take(end).skip(1)
    }

    fn in_front(&self) -> Vec<usize> {
        let status = |(_, line): &(usize, &str)| key(line).is_some_and(|(key, _)| key == "status");
        self.front().filter(status).map(|(at, _)| at).collect()
    }

    /// The items `* Status:` before the first section.
    fn in_list(&self) -> Vec<usize> {
        let head = self.body().take_while(|(_, line)| !line.starts_with("## "));
        head.filter(|(_, line)| status_item(line).is_some()).map(|(at, _)| at).collect()
    }

    /// The sections `## Status`, each with its lines that begin with a status.
    fn sections(&self) -> Vec<Vec<usize>> {
        let mut sections: Vec<Vec<usize>> = Vec::new();
        let mut inside = false;
        for (at, line) in self.body() {
            if line.starts_with('#') {
                inside = line
                    .strip_prefix("## ")
                    .is_some_and(|h| h.trim().eq_ignore_ascii_case("status"));
                sections.extend(inside.then(Vec::new));
            } else if inside && begins_with_status(line) {
                sections.last_mut().into_iter().for_each(|lines| lines.push(at));
            }
        }
        sections
    }
}

/// A line `key: value`, the key in small letters.
fn key(line: &str) -> Option<(String, &str)> {
    let (key, value) = line.split_once(':')?;
    Some((key.trim_end().to_lowercase(), value.trim()))
}

/// What an item `* Status: accepted` begins with, up to and with the colon.
pub(super) fn status_item(line: &str) -> Option<&str> {
    let item = line.trim_start().strip_prefix(['*', '-', '+'])?;
    let (key, _) = item.split_once(':')?;
    let is_status = item.starts_with(' ') && key.trim().eq_ignore_ascii_case("status");
    line.get(..line.find(':')? + 1).filter(|_| is_status)
}

fn begins_with_status(line: &str) -> bool {
    let word = line.split_whitespace().next().unwrap_or_default();
    let word = word.trim_end_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
    STATUSES.contains(&word.as_str())
}

/// The shape of a record, where it has one that is known.
pub(super) fn profile(text: &str) -> Option<Profile> {
    let reader = Reader::of(text);
    let has = |heading: &str| reader.body().any(|(_, line)| line == heading);
    if !reader.in_front().is_empty() {
        Some(Profile::Madr4)
    } else if !reader.sections().is_empty() {
        Some(Profile::Nygard)
    } else if !reader.in_list().is_empty() {
        Some(Profile::Madr2)
    } else {
        has("## Context and Problem Statement").then_some(Profile::Madr4)
    }
}

/// The title, without the number before it and without the marks of Markdown's escapes.
pub(super) fn title(text: &str) -> Option<String> {
    let reader = Reader::of(text);
    let (_, line) = reader.body().find(|(_, line)| line.starts_with("# "))?;
    let title = line.trim_start_matches("# ").trim();
    let title = match title.split_once(". ") {
        Some((number, rest)) if number.parse::<u32>().is_ok() => rest,
        _ => title,
    };
    let title = unescaped(title);
    (!title.is_empty()).then(|| title.chars().take(MAX_TITLE).collect())
}

fn unescaped(text: &str) -> String {
    let mut chars = text.chars().peekable();
    let mut plain = String::with_capacity(text.len());
    while let Some(c) = chars.next() {
        let escapes = c == '\\' && chars.peek().is_some_and(char::is_ascii_punctuation);
        plain.extend(if escapes { chars.next() } else { Some(c) });
    }
    plain.replace("&lt;", "<").replace("&amp;", "&")
}

/// The id of the session that a record was written from. Only its last such line counts: what
/// people typed stands before it.
pub(super) fn session(text: &str) -> Option<String> {
    let ids = text
        .lines()
        .rev()
        .filter_map(|line| line.trim().trim_start_matches("* ").strip_prefix(SESSION_MARK));
    let id = ids.take(1).find_map(|id| Id::new(id.trim()).ok())?;
    Some(id.to_string())
}

/// The line in which a record says that another one has replaced it.
pub(super) fn superseded(text: &str) -> Option<String> {
    let line = text.split('\n').nth(place(text)?.line)?.trim();
    line.to_lowercase().contains("superseded").then(|| line.to_owned())
}

/// The one line that says the status; none where there is no such line or more than one.
pub(super) fn place(text: &str) -> Option<Place> {
    let reader = Reader::of(text);
    let (front, list, sections) = (reader.in_front(), reader.in_list(), reader.sections());
    let (profile, line) = match (front.as_slice(), list.as_slice(), sections.as_slice()) {
        ([line], [], []) => (Profile::Madr4, *line),
        ([], [line], []) => (Profile::Madr2, *line),
        ([], [], [lines]) => match lines.as_slice() {
            [line] => (Profile::Nygard, *line),
            _ => return None,
        },
        _ => return None,
    };
    let says = reader.lines.get(line)?;
    let goes_on = reader.lines.get(line + 1).is_some_and(|next| match profile {
        Profile::Madr4 => next.starts_with([' ', '\t']),
        Profile::Madr2 => !next.is_empty() && !next.trim_start().starts_with(['*', '-', '+', '#']),
        Profile::Nygard => !next.is_empty(),
    });
    let block = profile == Profile::Madr4
        && key(says).is_none_or(|(_, value)| value.is_empty() || value.starts_with(['|', '>']));
    (!goes_on && !block).then_some(Place { line, profile })
}
