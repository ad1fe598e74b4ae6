//! Hostile texts in every text of a session, through every format: what they are made of is the
//! same as with harmless ones. Spreadsheet, table, pictures and PDF are held to it in their own tests.
#![allow(clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod common;

use std::collections::BTreeMap;

use common::injections::{PAYLOADS, everywhere};
use common::report::told;
use comrak::nodes::NodeValue;
use comrak::{Arena, Options, parse_document};
use weighbridge::report::record::{Links, record};
use weighbridge::report::{Comparison, Origin, Summary, Telling, Version, comparison};
use weighbridge::report::{html, markdown};
use weighbridge::session::{Profile, Session, clean_text};

fn summary(session: &Session) -> Summary {
    told(session, Telling { ballots: true, uncovered: true })
}

/// The payloads of which anything is left once a session has taken them.
fn typed() -> impl Iterator<Item = (&'static str, &'static str)> {
    PAYLOADS.into_iter().filter(|(_, payload)| !clean_text(payload).trim().is_empty())
}

fn changes(session: &Session) -> Comparison {
    let mut before = common::empty();
    before.id = session.id.clone();
    // Two versions without a side in common are not compared.
    before.sides = session.sides.clone();
    let catalogue = common::catalogue();
    let (old, new) =
        [&before, session].map(|s| weighbridge::analysis::verdict(s, catalogue)).into();
    let origin = Origin { file: Some(session.title().to_owned()), sha256: None };
    Comparison::of(
        Version { session: &before, verdict: &old, origin: &origin },
        Version { session, verdict: &new, origin: &origin },
    )
    .expect("one session")
}

/// How often each element is opened, but for those of which a text of several lines has more.
fn elements(page: &str) -> BTreeMap<String, usize> {
    let mut elements = BTreeMap::new();
    for (at, _) in page.match_indices('<') {
        let rest = &page[at + 1..];
        let name: String =
            rest.chars().take_while(|c| *c == '/' || *c == '!' || c.is_alphanumeric()).collect();
        if !["p", "/p", "br", "li", "/li"].contains(&name.as_str()) {
            *elements.entry(name).or_default() += 1;
        }
    }
    elements
}

/// The levels of the headings, and whatever is neither text nor ours.
fn structure(text: &str) -> (Vec<u8>, Vec<String>) {
    let mut options = Options::default();
    options.extension.table = true;
    options.extension.autolink = true;
    options.extension.footnotes = true;
    options.extension.front_matter_delimiter = Some("---".to_owned());
    let arena = Arena::new();
    let (mut headings, mut foreign) = (Vec::new(), Vec::new());
    for node in parse_document(&arena, text, &options).descendants() {
        match &node.data.borrow().value {
            NodeValue::Heading(heading) => headings.push(heading.level),
            NodeValue::HtmlBlock(_)
            | NodeValue::HtmlInline(_)
            | NodeValue::Image(_)
            | NodeValue::CodeBlock(_)
            | NodeValue::FootnoteReference(_) => {
                foreign.push(format!("{:?}", node.data.borrow().value));
            }
            // Readers make mailboxes of bare addresses by themselves.
            NodeValue::Link(link)
                if link.url.contains("evil") && !link.url.starts_with("mailto:") =>
            {
                foreign.push(link.url.clone());
            }
            _ => {}
        }
    }
    (headings, foreign)
}

#[test]
fn a_page_has_the_same_elements_whatever_is_typed() {
    let plain = everywhere("Plain words");
    let page = |session: &Session| html::page(&summary(session)).expect("a page");
    let compared = |session: &Session| comparison::html(&changes(session)).expect("a page");
    let (own, own_compared) = (elements(&page(&plain)), elements(&compared(&plain)));
    for (name, payload) in typed() {
        let session = everywhere(payload);
        let text = page(&session);
        assert_eq!(elements(&text), own, "{name}");
        assert_eq!(elements(&compared(&session)), own_compared, "{name}");
        assert!(!text.contains("href=\"javascript:") && !text.contains("href=\"data:"), "{name}");
    }
}

#[test]
fn markdown_and_records_have_the_same_headings_whatever_is_typed() {
    let plain = everywhere("Plain words");
    let texts = |session: &Session| -> Vec<String> {
        let summary = summary(session);
        let record = |profile| record(&summary, profile, 1, &Links::default());
        let mut texts: Vec<String> = Profile::ALL.map(record).into();
        texts.push(markdown::summary(&summary).expect("a text"));
        texts.push(comparison::markdown(&changes(session)).expect("a text"));
        texts
    };
    let own: Vec<_> = texts(&plain).iter().map(|text| structure(text).0).collect();
    for (name, payload) in typed() {
        for (text, own) in texts(&everywhere(payload)).iter().zip(&own) {
            let (headings, foreign) = structure(text);
            assert_eq!(&headings, own, "{name}");
            assert_eq!(foreign, Vec::<String>::new(), "{name}");
        }
    }
}
