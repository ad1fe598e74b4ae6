//! MADR 4: YAML front matter, then Markdown. The closing `---` and the title have no empty line
//! between them, and there is no `title:`, because some readers take either for the document.

use super::page::{Block, Page, list};
use super::told::{Teller, target};
use crate::analysis::Passage;
use crate::analysis::words::going_on;
use crate::session::{Side, Status};

pub(super) fn write(teller: &Teller<'_>) -> String {
    let mut page = Page::new(format!("{}# {}", front_matter(teller), teller.title()));
    page.section("## Context and Problem Statement", &teller.context());
    page.section("## Decision Drivers", list(teller.drivers()).as_slice());
    page.section("## Considered Options", &[teller.options()]);
    page.section("## Decision Outcome", &teller.outcome());
    page.section("### Consequences", list(consequences(teller)).as_slice());
    let confirmation: Vec<Block> = teller.confirmation().into_iter().map(Block::Text).collect();
    page.section("### Confirmation", &confirmation);
    pros_and_cons(&mut page, teller);
    page.section("## More Information", &more(teller));
    page.finish()
}

/// `## Pros and Cons of the Options`, as both MADR shapes have it.
pub(super) fn pros_and_cons(page: &mut Page, teller: &Teller<'_>) {
    let sides = Side::BOTH.map(|side| (teller.side(side), teller.pros_and_cons(side)));
    if sides.iter().all(|(_, items)| items.is_empty()) {
        return;
    }
    page.heading("## Pros and Cons of the Options");
    for (name, items) in sides {
        page.section(&format!("### {name}"), list(items).as_slice());
    }
}

fn consequences(teller: &Teller<'_>) -> Vec<String> {
    let good = teller.good().into_iter().map(|text| format!("Good, because {}", going_on(&text)));
    let bad = teller.bad().into_iter().map(|text| format!("Bad, because {}", going_on(&text)));
    good.chain(bad).collect()
}

fn more(teller: &Teller<'_>) -> Vec<Block> {
    let supersedes =
        teller.supersedes(|link| format!("[ADR-{:04}]({})", link.number, target(&link.file)));
    let links = supersedes.into_iter().chain(teller.superseded_by()).map(Block::Text);
    links.chain(teller.more_blocks()).collect()
}

/// The front matter with both its lines. Status and date are bare words, everything that people
/// typed is quoted.
fn front_matter(teller: &Teller<'_>) -> String {
    let summary = teller.summary;
    let mut lines = vec![
        "---".to_owned(),
        format!("number: {}", teller.number),
        format!("status: {}", status(teller)),
    ];
    lines.extend(summary.date.map(|date| format!("date: {date}")));
    lines.extend(people("decision-makers", &summary.deciders));
    lines.extend(people("consulted", &summary.consulted));
    lines.extend(people("informed", &summary.informed));
    lines.push("---\n".to_owned());
    lines.join("\n")
}

fn status(teller: &Teller<'_>) -> String {
    let word = teller.status();
    match number(&teller.summary.superseded_by) {
        Some(by) if teller.summary.status == Status::Superseded => {
            format!("{word} by ADR-{by:04}")
        }
        _ => word.to_owned(),
    }
}

/// The number that a typed reference begins with: `7`, `0007 Use raw SQL`, `ADR-0007`.
fn number(typed: &str) -> Option<u32> {
    let typed = typed.trim();
    let digits = match typed.get(..4) {
        Some(prefix) if prefix.eq_ignore_ascii_case("ADR-") => typed.get(4..)?,
        _ => typed,
    };
    let end = digits.find(|c: char| !c.is_ascii_digit()).unwrap_or(digits.len());
    digits.get(..end)?.parse().ok()
}

fn people(key: &str, passage: &Passage) -> Option<String> {
    let names: Vec<String> = Teller::people(passage).iter().map(|name| quoted(name)).collect();
    (!names.is_empty()).then(|| format!("{key}: [{}]", names.join(", ")))
}

/// A text as a YAML string on one line.
fn quoted(text: &str) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let shown: String = text.chars().filter(|c| !c.is_control() && *c != '\u{feff}').collect();
    format!("\"{}\"", shown.replace('\\', "\\\\").replace('"', "\\\""))
}
