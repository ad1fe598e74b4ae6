//! What every shape of a record says, escaped and in its parts.

use std::fmt::Write as _;

use super::page::{Block, list};
use super::{Link, Links, SESSION_MARK};
use crate::analysis::words;
use crate::report::escape::{block, inline};
use crate::report::summary::{Note, Passage, Rated, Row, Summary};
use crate::session::{Side, Status};

/// From this rating on, of 10, a criterion speaks for a side.
const SPEAKS_FOR: f64 = 6.0;

/// Up to this rating it speaks against it.
const SPEAKS_AGAINST: f64 = 4.0;

/// What stands after words that nobody has edited yet.
const DRAFT: &str = " (draft)";

/// A summary and its place in a folder of records.
pub(super) struct Teller<'a> {
    pub(super) summary: &'a Summary,
    pub(super) number: u32,
    pub(super) links: &'a Links,
}

/// Sentences that belong together, with a word on what they are; it is empty where they speak for
/// themselves.
pub(super) struct Told {
    head: &'static str,
    items: Vec<String>,
}

impl Told {
    fn new(head: &'static str, items: Vec<String>) -> Option<Self> {
        let items: Vec<String> = items.into_iter().filter(|item| !item.is_empty()).collect();
        (!items.is_empty()).then_some(Self { head, items })
    }

    /// As paragraphs and lists.
    pub(super) fn blocks(&self) -> Vec<Block> {
        let Self { head, items } = self;
        match (head.is_empty(), items.as_slice()) {
            (true, items) => items.iter().cloned().map(Block::Text).collect(),
            (false, [item]) => vec![Block::Text(format!("{head}: {item}"))],
            (false, items) => vec![Block::Text(format!("{head}:")), Block::List(items.to_vec())],
        }
    }

    /// As the items of one list.
    pub(super) fn items(&self) -> Vec<String> {
        let Self { head, items } = self;
        let colon = if head.is_empty() { "" } else { ": " };
        items.iter().map(|item| format!("{head}{colon}{item}")).collect()
    }
}

/// A text as a sentence on one line; empty stays empty.
fn sentence(text: &str) -> String {
    let text = inline(text);
    match text.chars().last() {
        None | Some('.' | '!' | '?' | '…') => text,
        Some(_) => text + ".",
    }
}

/// What follows words that nobody has edited yet.
const fn mark(passage: &Passage) -> &'static str {
    if passage.draft { DRAFT } else { "" }
}

/// The lines of a passage, without the marks of a list that people write by hand.
fn lines(passage: &Passage) -> Vec<String> {
    let lines = passage.lines().map(|line| line.trim_start_matches(['*', '-', '•', ' ']));
    let lines = lines.map(sentence).filter(|line| !line.is_empty());
    lines.map(|line| line + mark(passage)).collect()
}

impl Teller<'_> {
    /// The title, on one line.
    pub(super) fn title(&self) -> String {
        let texts = [&self.summary.title.text, &self.summary.project];
        let titles = texts.map(|text| inline(text.trim().trim_end_matches('.')));
        let title = titles.into_iter().find(|title| !title.is_empty());
        title.unwrap_or_else(|| "Untitled decision".to_owned())
    }

    /// A side's name.
    pub(super) fn side(&self, side: Side) -> String {
        match (inline(&self.summary.sides[side]), side) {
            (name, Side::Left) if name.is_empty() => "The left side".to_owned(),
            (name, Side::Right) if name.is_empty() => "The right side".to_owned(),
            (name, _) => name,
        }
    }

    /// Both sides' names.
    pub(super) fn options(&self) -> Block {
        Block::List(Side::BOTH.map(|side| self.side(side)).into())
    }

    /// The status in one word, as every reader knows it.
    pub(super) const fn status(&self) -> &'static str {
        match self.summary.status {
            Status::Draft | Status::Proposed => "proposed",
            Status::Accepted => "accepted",
            Status::Rejected => "rejected",
            Status::Deprecated => "deprecated",
            Status::Superseded => "superseded",
        }
    }

    /// The names in a passage that lists people: by line, comma or semicolon.
    pub(super) fn people(passage: &Passage) -> Vec<String> {
        let mut depth = 0_i32;
        let apart = |c: char| {
            depth += i32::from(c == '(') - i32::from(c == ')');
            c == '\n' || c == ';' || (c == ',' && depth <= 0)
        };
        let names = passage.text.split(apart).map(str::trim).filter(|name| !name.is_empty());
        names.map(str::to_owned).collect()
    }

    /// What it is about; never empty.
    pub(super) fn context(&self) -> Vec<Block> {
        let Summary { question, context, project, .. } = self.summary;
        let texts = [question, context].into_iter().flat_map(|text| block(text));
        let texts: Vec<String> = texts.filter(|line| !line.is_empty()).collect();
        let nothing = texts.is_empty();
        // Neither a heading nor front matter can carry what has to be known of everything below, or
        // the mark of a draft.
        let provisos = self.summary.provisos.iter().map(|said| sentence(said));
        let first = provisos.chain(self.drafted());
        let mut said: Vec<Block> = first.chain(texts).map(Block::Text).collect();
        if nothing {
            let (left, right) = (self.side(Side::Left), self.side(Side::Right));
            let about = match inline(project) {
                project if project.is_empty() => String::new(),
                project => format!(" for {project}"),
            };
            said.push(Block::Text(format!("The choice{about} is between {left} and {right}.")));
        }
        said
    }

    /// The criteria with their weights, and the must-haves.
    pub(super) fn drivers(&self) -> Vec<String> {
        let weighed = self.is_weighed();
        let driver = |row: &Row| {
            let name = inline(&row.name);
            let weight =
                if weighed { format!(" (weight {} %)", row.percent) } else { String::new() };
            match sentence(&row.definition) {
                definition if definition.is_empty() => format!("{name}{weight}"),
                definition => format!("{name}{weight}: {definition}"),
            }
        };
        let must =
            self.summary.must_haves.iter().map(|m| format!("Must-have: {}", inline(&m.name)));
        must.chain(self.summary.criteria.iter().map(driver)).collect()
    }

    fn is_weighed(&self) -> bool {
        self.summary.criteria.iter().any(|row| row.percent > 0)
    }

    /// The choice with its reason, then what else has to stand beside it.
    pub(super) fn outcome(&self) -> Vec<Block> {
        let Summary { because, choice, status, .. } = self.summary;
        let mut said = Vec::new();
        let mut reasons = because.lines().map(sentence);
        said.push(match choice {
            None => "Chosen option: \"none yet\", because no side has been chosen.".to_owned(),
            Some(side) => {
                let reason = reasons.next().map_or_else(
                    || "the team chose it; no reason is on record.".to_owned(),
                    |reason| words::going_on(&reason) + mark(because),
                );
                format!("Chosen option: \"{}\", because {reason}", self.side(*side))
            }
        });
        said.extend(reasons.map(|reason| reason + mark(because)));
        if *status == Status::Draft {
            said.push("This record is a draft: nothing has been decided yet.".to_owned());
        }
        said.into_iter().map(Block::Text).collect()
    }

    /// What gets better, a sentence each.
    pub(super) fn good(&self) -> Vec<String> {
        lines(&self.summary.good)
    }

    /// What gets harder, a sentence each.
    pub(super) fn bad(&self) -> Vec<String> {
        lines(&self.summary.bad)
    }

    /// How we will know that it was right, and when it is looked at again.
    pub(super) fn confirmation(&self) -> Vec<String> {
        let Summary { confirmation, review, .. } = self.summary;
        let mut said = lines(confirmation);
        if !review.words.is_empty() {
            said.push(format!("Review: {}{}", sentence(&review.words), mark(&review.trigger)));
        }
        said
    }

    /// What speaks for and against a side.
    pub(super) fn pros_and_cons(&self, side: Side) -> Vec<String> {
        let must_haves = self.summary.must_haves.iter().map(|must| {
            let name = inline(&must.name);
            match must.outcome[side] {
                "pass" => format!("Good, because it meets the must-have: {name}"),
                "fail" => format!("Bad, because it fails the must-have: {name}"),
                _ => format!("Neutral, because it is open whether it meets the must-have: {name}"),
            }
        });
        let rows = self.summary.criteria.iter().map(|row| self.rated(row, &row.sides[side]));
        let notes = self.summary.notes.iter().filter(|note| note.side == Some(side));
        let notes = notes.map(|note| format!("Neutral, because of a note: {}", said(note)));
        must_haves.chain(rows).chain(notes).collect()
    }

    fn rated(&self, row: &Row, rated: &Rated) -> String {
        let tone = match rated.rating {
            high if high >= SPEAKS_FOR => "Good",
            low if low <= SPEAKS_AGAINST => "Bad",
            _ => "Neutral",
        };
        let weight =
            if self.is_weighed() { format!("weight {} %, ", row.percent) } else { String::new() };
        let sure = if rated.confirmed { rated.confidence } else { "not confirmed by the team" };
        let (name, words) = (inline(&row.name), &rated.words);
        let why = [&rated.reason, &rated.claim].map(|text| sentence(text));
        let why = why.into_iter().find(|why| !why.is_empty());
        let why = why.map_or_else(|| ".".to_owned(), |why| format!(": {why}"));
        format!("{tone}, because {name} is rated {words} of 10 ({weight}{sure}){why}")
    }

    /// Everything else that somebody who was not there needs; the session's id last.
    pub(super) fn more(&self) -> Vec<Told> {
        let summary = self.summary;
        let sentences = |texts: &[String]| texts.iter().map(|text| sentence(text)).collect();
        let changes = summary.numbers.as_ref().map(|n| sentences(&n.changes)).unwrap_or_default();
        let notes = summary.notes.iter().filter(|note| note.side.is_none()).map(said).collect();
        // The provisos stand above everything else.
        let known = summary.cautions.iter().filter(|said| !summary.provisos.contains(said));
        let known: Vec<String> = known.map(|said| sentence(said)).collect();
        let told = [
            Told::new("Decision", vec![sentence(&summary.decision)]),
            Told::new("How sure it is", vec![sentence(&summary.sureness)]),
            Told::new("", vec![sentence(&summary.reservation)]),
            Told::new("What would change it", changes),
            Told::new("What has to be known first", known),
            Told::new("Seen differently", lines(&summary.dissent)),
            Told::new("How the weights came about", sentences(&summary.weighing)),
            Told::new("Evidence that was contested", sentences(&summary.contested)),
            Told::new("Next steps", self.next_steps()),
            Told::new("Still open", sentences(&summary.parked)),
            Told::new("Notes", notes),
            Told::new("", self.provenance()),
        ];
        told.into_iter().flatten().collect()
    }

    fn next_steps(&self) -> Vec<String> {
        let steps = self.summary.follow_ups.iter();
        steps
            .map(|step| {
                let due = format!("by {}", step.due_words);
                let mut facts = vec![inline(&step.owner)];
                facts.push(if step.due.is_some() { due } else { String::new() });
                facts.push(if step.done { "done".to_owned() } else { String::new() });
                facts.retain(|fact| !fact.is_empty());
                let facts = facts.join(", ");
                let around = if facts.is_empty() { facts } else { format!(" ({facts})") };
                inline(&step.text) + &around
            })
            .collect()
    }

    /// Where the record comes from, with what is not the team's own yet.
    fn provenance(&self) -> Vec<String> {
        let summary = self.summary;
        let mut said = Vec::new();
        if self.has_marks() {
            let what =
                "What is marked (draft) was worded from the numbers, and nobody has edited it yet.";
            said.push(what.to_owned());
        }
        let (version, origin) = (summary.version, inline(&summary.origin.name()));
        said.push(format!("Written by Weighbridge {version} from {origin}."));
        said.push(format!("Days and hours are those of {}.", inline(&summary.zone)));
        if let Some(hash) = &summary.origin.sha256 {
            said.push(format!("SHA-256 of the session file: {}", inline(hash)));
        }
        said.push(format!("{SESSION_MARK}{}", summary.id));
        said
    }

    /// Which of the words above everything else are drafts.
    fn drafted(&self) -> Option<String> {
        let summary = self.summary;
        let fields = [
            ("the title", &summary.title),
            ("the deciders", &summary.deciders),
            ("who was consulted", &summary.consulted),
            ("who is informed", &summary.informed),
        ];
        let drafts: Vec<&str> =
            fields.iter().filter(|(_, passage)| passage.draft).map(|(name, _)| *name).collect();
        (!drafts.is_empty())
            .then(|| format!("Drafted, and not edited by anybody yet: {}.", words::list(&drafts)))
    }

    fn has_marks(&self) -> bool {
        let Summary { because, good, bad, dissent, confirmation, review, choice, .. } =
            self.summary;
        (because.draft && choice.is_some())
            || [good, bad, dissent, confirmation, &review.trigger].iter().any(|p| p.draft)
    }

    /// The record that this one replaces, as the shape names it, or as it was typed.
    pub(super) fn supersedes(&self, name: impl Fn(&Link) -> String) -> Option<String> {
        match (&self.links.supersedes, inline(&self.summary.supersedes)) {
            (Some(link), _) => Some(format!("Supersedes {}", name(link))),
            (None, typed) if !typed.is_empty() => Some(format!("Supersedes: {typed}")),
            _ => None,
        }
    }

    /// The later decision that replaced this one, as it was typed.
    pub(super) fn superseded_by(&self) -> Option<String> {
        let by = inline(&self.summary.superseded_by);
        (self.summary.status == Status::Superseded && !by.is_empty())
            .then(|| format!("Superseded by: {by}"))
    }

    /// [`list`] of what [`Self::more`] says, in one list.
    pub(super) fn more_items(&self) -> Vec<String> {
        self.more().iter().flat_map(Told::items).collect()
    }

    /// The same as paragraphs and lists.
    pub(super) fn more_blocks(&self) -> Vec<Block> {
        self.more().iter().flat_map(Told::blocks).collect()
    }

    /// A list under words on what it is.
    pub(super) fn listed(head: &str, items: Vec<String>) -> Vec<Block> {
        let Some(items) = list(items) else { return Vec::new() };
        vec![Block::Text(format!("{head}:")), items]
    }
}

/// A note with who wrote it, on what and when.
fn said(note: &Note) -> String {
    let author = inline(&note.author);
    let who = if author.is_empty() { "somebody".to_owned() } else { author };
    let about = inline(&note.about);
    let about = if about.is_empty() { about } else { format!(" on {about}") };
    format!("{who}{about}, {}: {}", note.day, sentence(&note.text))
}

/// The target of a link to a file of the same folder.
pub(super) fn target(file: &str) -> String {
    let mut target = String::with_capacity(file.len());
    for byte in file.bytes() {
        match byte {
            b'-' | b'.' | b'_' => target.push(char::from(byte)),
            byte if byte.is_ascii_alphanumeric() => target.push(char::from(byte)),
            byte => {
                // Writing to a string cannot fail.
                let _ = write!(target, "%{byte:02X}");
            }
        }
    }
    target
}
