//! What a file's name tells: whether it is a ballot, and whether it is a copy of one that a folder
//! sync or a file manager has made.

use crate::session::{Id, clean_text};
use crate::store::BALLOT_SUFFIX;

/// A name of a file among the ballots.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Name {
    /// As it is shown.
    pub(super) shown: String,
    /// What stands before the ending.
    pub(super) stem: String,
    /// Whether, and how, it is a copy.
    pub(super) copy: Option<Copied>,
}

/// How a copy came about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Copied {
    /// A folder sync found two versions and kept both.
    Conflict,
    /// A file manager or a browser has made a second one.
    Twice,
}

/// What ends a name in the languages that are common; `conflict` and its kin stand anywhere.
const COPY: [&str; 6] = ["copy", "kopie", "copie", "copia", "kopia", "cópia"];

impl Name {
    /// The name of a ballot; none for what is left alone: other files, and those in the making.
    pub(super) fn of(file: &str) -> Option<Self> {
        // Editors and syncs begin the names of their own files with a dot.
        let lower = file.to_ascii_lowercase();
        if file.starts_with('.') {
            return None;
        }
        let name = |end: usize, copy: Option<Copied>| Self {
            shown: shown(file),
            stem: file.get(..end).unwrap_or_default().to_owned(),
            copy,
        };
        if let Some(stem) = lower.strip_suffix(BALLOT_SUFFIX) {
            let mut name = name(stem.len(), None);
            name.copy = if name.is_id() { None } else { copied(stem) };
            return (!stem.is_empty()).then_some(name);
        }
        // Most programs put their mark before the last dot: dana.ballot (1).ron
        let body = lower.strip_suffix(".ron")?;
        let (stem, mark) = body.rsplit_once(".ballot")?;
        let apart = mark.starts_with([' ', '.', '-', '_', '(', '~']);
        // OneDrive adds the name of the machine.
        let machine = if mark.starts_with('-') { Copied::Conflict } else { Copied::Twice };
        let copy = copied(mark).unwrap_or(machine);
        (apart && !stem.is_empty()).then(|| name(stem.len(), Some(copy)))
    }

    /// Whether what stands before the ending is an id. The marks of all copies hold signs that an
    /// id has not.
    fn is_id(&self) -> bool {
        Id::new(self.stem.as_str()).is_ok()
    }

    /// How it is a copy, where `person` is the one whose id the name begins with: what follows after a
    /// hyphen is the name of a machine, which `OneDrive` adds to the second of two versions.
    pub(super) fn copied(&self, person: Option<&Id>) -> Option<Copied> {
        let rest = person.and_then(|person| self.stem.strip_prefix(person.as_str()));
        let machine = rest.is_some_and(|rest| rest.starts_with('-')) && !self.is_id();
        self.copy.or_else(|| machine.then_some(Copied::Conflict))
    }
}

/// How the part of a name that may hold a mark says that it is a copy.
fn copied(lower: &str) -> Option<Copied> {
    if lower.contains("conflict") || lower.contains("konflikt") {
        return Some(Copied::Conflict);
    }
    let digits = |text: &str| !text.is_empty() && text.chars().all(|c| c.is_ascii_digit());
    let unnumbered = match lower.rsplit_once('(') {
        Some((_, number)) if number.strip_suffix(')').is_some_and(digits) => {
            return Some(Copied::Twice);
        }
        _ => lower.trim_end_matches(|c: char| c.is_ascii_digit()).trim_end(),
    };
    let word = unnumbered.rsplit([' ', '-', '(', '_']).next().unwrap_or_default();
    let alone = word.len() < unnumbered.len();
    (alone && COPY.contains(&word.trim_end_matches(')'))).then_some(Copied::Twice)
}

/// A name or title as it stands in a sentence: in one line, and not long.
pub(super) fn shown(text: &str) -> String {
    const LONGEST: usize = 80;
    let words: Vec<String> = clean_text(text).split_whitespace().map(str::to_owned).collect();
    let text = words.join(" ");
    match text.char_indices().nth(LONGEST) {
        None => text,
        Some((end, _)) => format!("{}…", &text[..end]),
    }
}
