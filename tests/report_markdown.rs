//! The Markdown says everything, and is read back with our headings whatever people typed.
#![allow(clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use common::report::{example, summary};
use common::texts::{HOSTILE, change, flat, full, golden, sentences};
use comrak::nodes::NodeValue;
use comrak::{Arena, Options, parse_document};
use proptest::prelude::*;
use weighbridge::report::summary::FollowUp;
use weighbridge::report::template::{self, Kind};
use weighbridge::report::{Summary, markdown};

mod common;

/// What was read back.
#[derive(Debug, Default, PartialEq)]
struct Read {
    headings: Vec<(u8, String)>,
    tables: Vec<Vec<usize>>,
    links: Vec<String>,
    forbidden: Vec<String>,
    text: String,
}

fn options() -> Options<'static> {
    let mut options = Options::default();
    let extension = &mut options.extension;
    extension.strikethrough = true;
    extension.table = true;
    extension.autolink = true;
    extension.tasklist = true;
    extension.footnotes = true;
    extension.description_lists = true;
    extension.front_matter_delimiter = Some("---".to_owned());
    extension.math_dollars = true;
    extension.superscript = true;
    options
}

fn read(text: &str) -> Read {
    let arena = Arena::new();
    let root = parse_document(&arena, text, &options());
    let mut read = Read::default();
    for node in root.descendants() {
        match &node.data().value {
            NodeValue::Heading(heading) => {
                read.headings.push((heading.level, flat(&node.collect_text())));
                read.text.push(' ');
            }
            NodeValue::Table(_) => read.tables.push(Vec::new()),
            NodeValue::TableRow(_) => {
                let rows = read.tables.last_mut().expect("a table");
                rows.push(node.children().count());
            }
            NodeValue::Link(link) => read.links.push(link.url.clone()),
            NodeValue::Text(text) => read.text.push_str(text),
            NodeValue::SoftBreak | NodeValue::LineBreak | NodeValue::Paragraph => {
                read.text.push(' ');
            }
            NodeValue::Document
            | NodeValue::BlockQuote
            | NodeValue::List(_)
            | NodeValue::Item(_)
            | NodeValue::TaskItem(_)
            | NodeValue::TableCell
            | NodeValue::Strong => read.text.push(' '),
            other => read.forbidden.push(format!("{other:?}")),
        }
    }
    read.text = flat(&read.text);
    read
}

fn text(summary: &Summary) -> String {
    markdown::summary(summary).expect("a text")
}

#[test]
fn the_texts_are_as_they_were_signed_off() {
    golden("saas-team.md", &text(&summary(&example("saas-team"))));
    golden("empty.md", &text(&summary(&common::empty())));
}

#[test]
fn the_same_summary_gives_the_same_bytes() {
    assert_eq!(text(&full()), text(&full()));
}

#[test]
fn it_is_tidy() {
    for summary in [full(), summary(&example("saas-team")), summary(&common::empty())] {
        let text = text(&summary);
        let gap = text.find("\n\n\n").map(|at| &text[at.saturating_sub(80)..at]);
        assert_eq!(gap, None, "an empty line too many");
        assert_eq!(text.lines().find(|line| line.trim_end() != *line), None);
        assert!(text.ends_with(".\n") && !text.ends_with("\n\n"));
        let read = read(&text);
        assert_eq!(read.forbidden, Vec::<String>::new());
        assert_eq!(read.headings.iter().filter(|(level, _)| *level == 1).count(), 1);
        for rows in read.tables {
            assert!(rows.iter().all(|cells| Some(cells) == rows.first()), "{rows:?}");
        }
    }
}

#[test]
fn it_says_every_sentence_of_the_summary() {
    for summary in [full(), summary(&example("saas-team")), summary(&common::empty())] {
        let said = read(&text(&summary)).text;
        for sentence in sentences(&summary) {
            assert!(said.contains(&flat(&sentence)), "missing: {sentence}\nin {said}");
        }
    }
}

#[test]
fn no_text_forges_anything() {
    let plain = read(&text(&full()));
    for hostile in HOSTILE {
        let mut summary = full();
        change(&mut summary, &mut |text| hostile.clone_into(text));
        let text = text(&summary);
        let forged = read(&text);
        assert_eq!(forged.forbidden, Vec::<String>::new(), "{hostile}");
        assert_eq!(forged.links, Vec::<String>::new(), "{hostile}");
        assert_eq!(forged.tables, plain.tables, "{hostile}");
        let (first, rest) = forged.headings.split_first().expect("a heading");
        assert_eq!(rest, plain.headings.get(1..).unwrap_or_default(), "{hostile}");
        assert_eq!(first.0, 1);
        assert!(!text.starts_with("---"), "{hostile}");
    }
}

#[test]
fn each_line_of_a_text_is_read_as_it_was_typed() {
    for hostile in HOSTILE.iter().filter(|text| !text.contains('\0')) {
        let mut summary = full();
        (*hostile).clone_into(&mut summary.because.text);
        (*hostile).clone_into(&mut summary.title.text);
        let read = read(&text(&summary));
        for line in hostile.lines() {
            assert!(read.text.contains(&flat(line)), "{line}\nin {}", read.text);
        }
        assert_eq!(read.headings.first().map(|h| h.1.as_str()), Some(flat(hostile).as_str()));
    }
}

#[test]
fn addresses_are_links_that_end_where_they_end() {
    let mut summary = full();
    summary.evidence.truncate(1);
    for source in &mut summary.evidence {
        source.title = "A ] (b".to_owned();
        source.address = Some("https://example.org/a_(b)|c?x=1&copy=2".to_owned());
    }
    let links = read(&text(&summary)).links;
    assert_eq!(links, ["https://example.org/a_%28b%29%7Cc?x=1&copy=2"]);
}

#[test]
fn what_nobody_has_touched_is_marked_as_a_draft() {
    let mut session = example("saas-team");
    assert!(!text(&summary(&session)).contains("(draft)"));
    session.record.because.clear();
    assert!(text(&summary(&session)).contains("## Why (draft)\n"));
}

#[test]
fn weights_that_would_turn_it_are_not_cut_without_a_word() {
    let mut summary = full();
    let numbers = summary.numbers.as_mut().expect("numbers");
    let flip = numbers.flips.first().expect("a flip").clone();
    numbers.flips = vec![flip; 9];
    assert!(text(&summary).contains("\n\nand 3 more, further away\n"));
}

/// A text in each place where a value may stand.
const PLACES: &str = "# {{ title.text }}\n\n{{ title.text }}\n\n* {{ title.text }}\n\n\
                      > {{ title.text }}\n\nx {{ title.text }} x\n\n| x |\n| - |\n| {{ title.text }} |\n";

proptest! {
    #![proptest_config(ProptestConfig { cases: 1000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_read_as_it_was_typed(
        typed in r"[ -~]{1,2}|[-+=*_~`#>|\\\[\]()<!&:;.^$%{}a1 \n\t]{1,12}|(www\.|https?://|[a-z]{1,4}|&#?[a-z0-9]{1,4};|[*_\n -]){1,6}"
    ) {
        prop_assume!(!flat(&typed).is_empty());
        let mut summary = summary(&common::empty());
        summary.title.text.clone_from(&typed);
        let text = template::render(PLACES, "places.md", Kind::Markdown, &summary).expect("a text");
        let read = read(&text);
        let typed = flat(&typed);
        prop_assert_eq!(&read.forbidden, &Vec::<String>::new(), "{}", text);
        prop_assert_eq!(&read.links, &Vec::<String>::new(), "{}", text);
        prop_assert_eq!(&read.headings, &vec![(1, typed.clone())], "{}", text);
        prop_assert_eq!(&read.tables, &vec![vec![1, 1]], "{}", text);
        let said = format!("{typed} {typed} {typed} {typed} x {typed} x x {typed}");
        prop_assert_eq!(&read.text, &said, "{}", text);
    }
}

#[test]
fn what_is_still_to_do_and_what_is_done_are_boxes_of_a_task_list() {
    let mut told = summary(&example("saas-team"));
    let step = |text: &str, done| FollowUp {
        text: text.to_owned(),
        owner: String::new(),
        due: None,
        due_words: String::new(),
        done,
    };
    told.follow_ups = vec![step("Open", false), step("Done", true)];
    let page = text(&told);
    let arena = Arena::new();
    let root = parse_document(&arena, &page, &options());
    let boxes = root.descendants().filter_map(|node| match &node.data().value {
        NodeValue::TaskItem(item) => Some(item.symbol.is_some()),
        _ => None,
    });
    assert_eq!(boxes.collect::<Vec<_>>(), [false, true], "{page}");
}
