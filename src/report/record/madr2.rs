//! MADR 2.1.2: status, deciders and date as a list under the title. It has headings for neither
//! confirmation nor more information, and a reader of this shape stumbles over headings that it
//! does not know, so that both stand under `## Links`.

use super::madr4::pros_and_cons;
use super::page::{Block, Page, list};
use super::told::{Teller, target};
use crate::report::escape::inline;

pub(super) fn write(teller: &Teller<'_>) -> String {
    let mut page = Page::new(format!("# {}", teller.title()));
    page.blocks(&[Block::List(head(teller))]);
    page.section("## Context and Problem Statement", &teller.context());
    page.section("## Decision Drivers", list(teller.drivers()).as_slice());
    page.section("## Considered Options", &[teller.options()]);
    page.section("## Decision Outcome", &teller.outcome());
    page.section("### Positive Consequences", list(teller.good()).as_slice());
    page.section("### Negative Consequences", list(teller.bad()).as_slice());
    pros_and_cons(&mut page, teller);
    page.section("## Links", &[Block::List(links(teller))]);
    page.finish()
}

fn head(teller: &Teller<'_>) -> Vec<String> {
    let summary = teller.summary;
    let deciders: Vec<String> =
        Teller::people(&summary.deciders).iter().map(|name| inline(name)).collect();
    let mut head = vec![format!("Status: {}", teller.status())];
    if !deciders.is_empty() {
        head.push(format!("Deciders: {}", deciders.join(", ")));
    }
    head.extend(summary.date.map(|date| format!("Date: {date}")));
    head
}

fn links(teller: &Teller<'_>) -> Vec<String> {
    let supersedes = teller.supersedes(|link| {
        let slug = link.file.strip_suffix(".md").unwrap_or(&link.file);
        format!("[{}]({})", inline(slug), target(&link.file))
    });
    let confirmation =
        teller.confirmation().into_iter().map(|text| format!("Confirmation: {text}"));
    let people = [("Consulted", &teller.summary.consulted), ("Informed", &teller.summary.informed)];
    let people = people.map(|(head, passage)| (head, Teller::people(passage)));
    let people = people.into_iter().filter(|(_, names)| !names.is_empty());
    let people = people.map(|(head, names)| format!("{head}: {}", inline(&names.join(", "))));
    let links = supersedes.into_iter().chain(teller.superseded_by());
    links.chain(confirmation).chain(people).chain(teller.more_items()).collect()
}
