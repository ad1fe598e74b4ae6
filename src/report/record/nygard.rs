//! Michael Nygard's shape: a numbered title, a date, and four sections.

use super::page::{Block, Page};
use super::told::{Teller, target};
use crate::report::escape::inline;
use crate::session::Side;

pub(super) fn write(teller: &Teller<'_>) -> String {
    let mut page = Page::new(format!("# {}. {}", teller.number, teller.title()));
    if let Some(date) = teller.summary.date {
        page.blocks(&[Block::Text(format!("Date: {date}"))]);
    }
    page.section("## Status", &status(teller));
    page.section("## Context", &context(teller));
    page.section("## Decision", &teller.outcome());
    page.section("## Consequences", &consequences(teller));
    page.finish()
}

fn status(teller: &Teller<'_>) -> Vec<Block> {
    let word = match teller.status() {
        "proposed" => "Proposed",
        "accepted" => "Accepted",
        "rejected" => "Rejected",
        "deprecated" => "Deprecated",
        _ => "Superseded",
    };
    let supersedes = teller.supersedes(|link| {
        // A reader of links stops at the first bracket, escaped or not.
        let title = inline(&link.title.replace('[', "(").replace(']', ")"));
        format!("[{}. {title}]({})", link.number, target(&link.file))
    });
    let lines = [Some(word.to_owned()), supersedes, teller.superseded_by()];
    lines.into_iter().flatten().map(Block::Text).collect()
}

fn context(teller: &Teller<'_>) -> Vec<Block> {
    let mut said = teller.context();
    said.push(Block::Text("The options:".to_owned()));
    said.push(teller.options());
    said.extend(Teller::listed("What they were compared on", teller.drivers()));
    for side in Side::BOTH {
        said.extend(Teller::listed(&teller.side(side), teller.pros_and_cons(side)));
    }
    said
}

fn consequences(teller: &Teller<'_>) -> Vec<Block> {
    let mut said = Teller::listed("What gets better", teller.good());
    said.extend(Teller::listed("What gets harder", teller.bad()));
    said.extend(Teller::listed("How we will know that it was right", teller.confirmation()));
    let people = [
        ("Deciders", &teller.summary.deciders),
        ("Consulted", &teller.summary.consulted),
        ("Informed", &teller.summary.informed),
    ];
    let people = people.map(|(head, passage)| (head, Teller::people(passage).join(", ")));
    let people = people.into_iter().filter(|(_, names)| !names.is_empty());
    said.extend(people.map(|(head, names)| Block::Text(format!("{head}: {}", inline(&names)))));
    said.extend(teller.more_blocks());
    said
}
