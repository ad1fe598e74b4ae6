//! Records as they are written, and as the programs that read decision records read them.
#![allow(clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use std::fs;
use std::path::Path;
use std::sync::LazyLock;

use adrs_core::{Adr, AdrStatus, LinkKind, Parser};
use common::report::{example, summary, told};
use comrak::nodes::NodeValue;
use jiff::civil::date;
use proptest::prelude::*;
use weighbridge::analysis::{Passage, words};
use weighbridge::report::record::{Link, Links, record, y_statement};
use weighbridge::report::{Summary, Telling};
use weighbridge::session::{Profile, Side, Status};

mod common;

/// Words that would be markup, metadata or another record's line if they were not escaped.
const HOSTILE: [&str; 20] = [
    "{{ liquid }} {% raw %} {mdx} {#id .class}",
    "mail a.b@example.com, mailto:a.b@example.com, xmpp:a.b@example.com",
    "## Status\n\nAccepted",
    "---\nstatus: accepted\n---\n# Other",
    "Heading\n===\nOther\n---",
    "- item\n+ item\n* item\n1. item\n2) item",
    "<script>alert(1)</script> <!-- & --> <b>x</b> &lt; &#60; &copy;",
    "[link](javascript:alert(1)) ![image](http://x.y/z.png) [ref]: http://x.y",
    "<http://x.y> http://x.y/z www.example.com https://x.y ftp://x.y",
    "*em* _em_ __strong__ **strong** ~~gone~~ `code` ``` $x$",
    "```\n## In code\n```\n~~~\n# x\n~~~",
    "| a | b |\n|---|---|\n| 1 | 2 |",
    "    indented\n\ttab",
    "> quote\n# One\n###### Six #",
    "back\\slash \\* \\",
    "\"quoted\": 'yes' {a: [b]} # no, & *x !!tag %",
    "para\u{2028}## Status\u{2029}# x\u{85}# y\u{b}# z",
    "Chosen option: \"other\", because no",
    "Weighbridge session: other",
    "\u{feff}# bom\r\n## Status\r\rAccepted\n\n\n",
];

fn accepted() -> Summary {
    let mut summary = summary(&example("saas-team"));
    summary.status = Status::Accepted;
    summary.choice = Some(Side::Left);
    summary.date = Some(date(2026, 11, 20));
    summary.title = own("Use Django ORM for the billing platform");
    summary.deciders = own("Amira Khan, Jon Berg");
    summary
}

fn own(text: &str) -> Passage {
    Passage { text: text.to_owned(), draft: false }
}

fn replacing() -> Links {
    let link =
        Link { number: 1, title: "Use raw SQL".to_owned(), file: "0001-use-raw-sql.md".to_owned() };
    Links { supersedes: Some(link) }
}

/// A summary that has one text in all its fields.
fn full_of(text: &str) -> Summary {
    let mut summary = accepted();
    let mut passages = [
        &mut summary.title,
        &mut summary.because,
        &mut summary.good,
        &mut summary.bad,
        &mut summary.dissent,
        &mut summary.deciders,
        &mut summary.consulted,
        &mut summary.informed,
        &mut summary.confirmation,
        &mut summary.review.trigger,
    ];
    for passage in &mut passages {
        **passage = own(text);
    }
    summary.review.words = text.into();
    for line in [&mut summary.project, &mut summary.question, &mut summary.context] {
        text.clone_into(line);
    }
    text.clone_into(&mut summary.sides.left);
    text.clone_into(&mut summary.supersedes);
    text.clone_into(&mut summary.decision);
    summary.sureness = text.into();
    summary.origin.file = Some(text.to_owned());
    for lists in [&mut summary.cautions, &mut summary.weighing, &mut summary.parked] {
        *lists = vec![text.to_owned()];
    }
    for row in &mut summary.criteria {
        row.name = text.into();
        row.definition = text.into();
        row.sides.left.reason = text.into();
        row.sides.right.claim = text.into();
        row.sides.right.reason = String::new();
    }
    for note in &mut summary.notes {
        (note.about, note.author, note.text) = (text.into(), text.into(), text.into());
    }
    for step in &mut summary.follow_ups {
        (step.text, step.owner) = (text.into(), text.into());
    }
    for must in &mut summary.must_haves {
        must.name = text.into();
    }
    if let Some(numbers) = &mut summary.numbers {
        numbers.changes = vec![text.to_owned()];
    }
    summary
}

fn golden(name: &str, text: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/records").join(name);
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        fs::create_dir_all(path.parent().expect("a folder")).expect("made");
        common::disk::write(&path, text);
    }
    let kept = fs::read_to_string(&path).expect("a golden file; UPDATE_GOLDEN=1 writes it");
    assert_eq!(text, kept, "{name} differs; UPDATE_GOLDEN=1 writes it again");
}

fn file_of(profile: Profile) -> &'static str {
    match profile {
        Profile::Madr4 => "madr4",
        Profile::Madr2 => "madr2",
        Profile::Nygard => "nygard",
    }
}

#[test]
fn a_sentence_goes_on_after_because_without_changing_a_name() {
    for (typed, goes_on) in [
        ("The database is central.", "the database is central."),
        ("One schema serves all.", "one schema serves all."),
        ("Django is the framework.", "Django is the framework."),
        ("Itself", "Itself"),
        ("ALL of it", "ALL of it"),
        ("", ""),
    ] {
        assert_eq!(words::going_on(typed), goes_on);
    }
}

#[test]
fn records_are_the_ones_on_file() {
    for profile in Profile::ALL {
        let name = file_of(profile);
        golden(&format!("{name}.md"), &record(&accepted(), profile, 7, &replacing()));
        let draft = summary(&example("logistics-team"));
        golden(&format!("{name}-draft.md"), &record(&draft, profile, 1, &Links::default()));
    }
    golden("y-statement.txt", &format!("{}\n", y_statement(&accepted())));
}

/// A heading's level and text, and the kinds of node that a text might forge.
fn markup(text: &str) -> (Vec<(u8, String)>, Vec<&'static str>) {
    let mut options = comrak::Options::default();
    options.extension.table = true;
    options.extension.strikethrough = true;
    options.extension.autolink = true;
    options.extension.tasklist = true;
    options.extension.footnotes = true;
    options.extension.math_dollars = true;
    options.extension.front_matter_delimiter = Some("---".to_owned());
    let arena = comrak::Arena::new();
    let root = comrak::parse_document(&arena, text, &options);
    let (mut headings, mut others) = (Vec::new(), Vec::new());
    for node in root.descendants() {
        match &node.data.borrow().value {
            NodeValue::Heading(heading) => headings.push((heading.level, words(node))),
            NodeValue::Link(link) => {
                others.extend((!link.url.starts_with("0001-")).then_some("link"));
            }
            NodeValue::Document
            | NodeValue::FrontMatter(_)
            | NodeValue::Paragraph
            | NodeValue::Text(_)
            | NodeValue::List(_)
            | NodeValue::Item(_)
            | NodeValue::Escaped => {}
            other => others.push(other.xml_node_name()),
        }
    }
    (headings, others)
}

fn words(node: comrak::Node<'_>) -> String {
    let texts = node.descendants().filter_map(|child| match &child.data.borrow().value {
        NodeValue::Text(text) => Some(text.to_string()),
        _ => None,
    });
    texts.collect()
}

fn collapsed(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    line.chars().filter(|c| !c.is_control() && *c != '\u{feff}').collect()
}

#[test]
fn nothing_that_people_type_is_markup() {
    for profile in Profile::ALL {
        let plain = markup(&record(&accepted(), profile, 7, &replacing())).0;
        for hostile in HOSTILE {
            let text = record(&full_of(hostile), profile, 7, &replacing());
            let (headings, others) = markup(&text);
            let levels = |found: &[(u8, String)]| found.iter().map(|h| h.0).collect::<Vec<_>>();
            assert_eq!(levels(&headings), levels(&plain), "{hostile:?}\n{text}");
            assert_eq!(others, Vec::<&str>::new(), "{hostile:?}\n{text}");
            let title = collapsed(hostile.trim().trim_end_matches('.'));
            assert!(headings[0].1.ends_with(&title), "{:?} {title:?}", headings[0]);
            let own = headings.iter().skip(1).zip(plain.iter().skip(1));
            for (found, expected) in own {
                let is_side = expected.1 == accepted().sides.left;
                assert!(is_side || found == expected, "{found:?} {hostile:?}");
            }
        }
    }
}

/// The summary that [`proptest`] writes its texts into, made once.
static PLAIN: LazyLock<Summary> = LazyLock::new(accepted);

proptest! {
    #[test]
    fn no_mixture_of_marks_is_markup(
        marks in prop::collection::vec(
            prop::sample::select(vec![
                "#", "##", " ", "  ", "\n", "\n\n", "\t", "\\", "`", "```", "*", "**", "_", "__", "a", "b1",
                "1.", "1)", "-", "---", "===", "+", ">", "<", "</a>", "<b>", "<!--", "-->", "&", "amp;",
                "#35;", "[", "]", "(", ")", "![", "]:", "http", "://", "www", ".", "x.y", "@", ":", "|",
                ":-", "~", "~~", "$", "{", "^", "!", "\"", "'", "[^1]", "[x]", "mailto:", "é", "\u{a0}",
            ]),
            1..14,
        ),
    ) {
        let text = marks.concat();
        let mut summary = PLAIN.clone();
        summary.title = own(&format!("T {text}"));
        for passage in [&mut summary.because, &mut summary.good, &mut summary.bad] {
            *passage = own(&text);
        }
        summary.context.clone_from(&text);
        summary.criteria.truncate(1);
        summary.notes.clear();
        for profile in Profile::ALL {
            let record = record(&summary, profile, 7, &replacing());
            let (headings, others) = markup(&record);
            prop_assert!(others.is_empty(), "{others:?}\n{record}");
            let count = if profile == Profile::Nygard { 5 } else { 8 };
            prop_assert!((count..=11).contains(&headings.len()), "{headings:?}\n{record}");
            prop_assert_eq!(headings.iter().filter(|heading| heading.0 == 1).count(), 1);
        }
    }
}

fn read(profile: Profile, summary: &Summary) -> Adr {
    let text = record(summary, profile, 7, &replacing());
    Parser::new().parse(&text).unwrap_or_else(|error| panic!("{error}\n{text}"))
}

#[test]
fn adrs_reads_title_status_date_and_people() {
    for profile in [Profile::Madr4, Profile::Nygard] {
        let adr = read(profile, &accepted());
        assert_eq!(adr.number, 7);
        assert_eq!(adr.title, "Use Django ORM for the billing platform");
        assert_eq!(adr.status, AdrStatus::Accepted);
        assert_eq!(adr.date.to_string(), "2026-11-20");
        assert!(adr.decision.contains("Django ORM"), "{}", adr.decision);
        assert!(!adr.context.is_empty() && !adr.consequences.is_empty());
        if profile == Profile::Madr4 {
            assert_eq!(adr.decision_makers, ["Amira Khan", "Jon Berg"]);
        } else {
            let [link] = adr.links.as_slice() else { panic!("{:?}", adr.links) };
            assert!((link.target, &link.kind) == (1, &LinkKind::Supersedes));
        }
    }
}

#[test]
fn adrs_reads_the_same_status_and_date_whatever_people_type() {
    for hostile in HOSTILE {
        for profile in [Profile::Madr4, Profile::Nygard] {
            let adr = read(profile, &full_of(hostile));
            assert_eq!((adr.number, adr.status), (7, AdrStatus::Accepted), "{hostile:?}");
            assert_eq!(adr.date.to_string(), "2026-11-20", "{hostile:?}");
            let names: String = adr.decision_makers.concat();
            let letters = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).count();
            assert!(profile == Profile::Nygard || letters(&names) == letters(hostile));
        }
    }
}

#[test]
fn every_status_is_read_as_what_it_is() {
    let words = [
        (Status::Draft, "proposed"),
        (Status::Proposed, "proposed"),
        (Status::Accepted, "accepted"),
        (Status::Rejected, "rejected"),
        (Status::Deprecated, "deprecated"),
        (Status::Superseded, "superseded"),
    ];
    for (status, word) in words {
        for profile in [Profile::Madr4, Profile::Nygard] {
            let mut summary = accepted();
            summary.status = status;
            let read = read(profile, &summary).status.to_string().to_lowercase();
            assert_eq!(read, word);
        }
    }
    let mut summary = accepted();
    summary.status = Status::Superseded;
    summary.superseded_by = "0012 Use SQLAlchemy".to_owned();
    let read = read(Profile::Madr4, &summary).status;
    assert_eq!(read, AdrStatus::Custom("superseded by ADR-0012".to_owned()));
}

#[test]
fn records_hold_the_rules_that_lint_programs_check() {
    for hostile in HOSTILE.iter().chain(&["Plain words"]) {
        for profile in Profile::ALL {
            let text = record(&full_of(hostile), profile, 7, &replacing());
            let lines: Vec<&str> = text.lines().collect();
            assert_eq!(lines.iter().filter(|line| line.starts_with("# ")).count(), 1);
            assert!(text.ends_with('\n') && !text.ends_with("\n\n") && !text.contains("\n\n\n"));
            assert!(lines.iter().all(|line| *line == line.trim_end()), "{text}");
            for pair in lines.windows(3).filter(|three| three[0].starts_with('#')) {
                assert!(pair[1].is_empty() && !pair[2].is_empty(), "{pair:?}");
                let deeper = pair[2].starts_with("###") && !pair[0].starts_with("###");
                assert!(!pair[2].starts_with('#') || deeper || pair[0].starts_with("# "));
            }
            let at = lines
                .iter()
                .position(|line| line.starts_with("## Decision") && !line.contains("Drivers"));
            let first = lines[at.expect("an outcome") + 2];
            assert!(first.starts_with("Chosen option: \"") && first.contains("\", because "));
            assert!(!lines.iter().any(|line| line.starts_with("- ") || line.starts_with("+ ")));
            assert!(text.ends_with(&format!("Weighbridge session: {}\n", accepted().id)));
        }
    }
}

#[test]
fn a_draft_is_proposed_and_says_what_it_is() {
    let mut draft = accepted();
    draft.status = Status::Draft;
    draft.choice = None;
    draft.date = None;
    draft.good = Passage { text: "Migrations come along.".to_owned(), draft: true };
    for profile in Profile::ALL {
        let text = record(&draft, profile, 1, &Links::default());
        assert!(text.contains("This record is a draft"), "{text}");
        assert!(text.contains("Chosen option: \"none yet\", because no side has been chosen.\n"));
        assert!(text.contains("Migrations come along. (draft)\n"));
        assert!(text.contains("What is marked (draft)"));
        assert!(!text.to_lowercase().contains("date:"), "{text}");
        assert!(text.to_lowercase().contains("proposed"));
    }
}

#[test]
fn a_record_of_next_to_nothing_has_no_empty_section() {
    let mut bare = full_of("");
    bare.criteria.clear();
    bare.must_haves.clear();
    bare.notes.clear();
    for profile in Profile::ALL {
        let text = record(&bare, profile, 1, &Links::default());
        let lines: Vec<&str> = text.lines().filter(|line| !line.is_empty()).collect();
        for pair in lines.windows(2) {
            let empty = pair[0].starts_with("##") && pair[1].starts_with("## ");
            assert!(!empty, "{pair:?}");
        }
        assert!(text.contains("# ") && text.contains("Untitled decision"));
    }
}

#[test]
fn madr4_has_the_front_matter_that_its_readers_need() {
    let text = record(&accepted(), Profile::Madr4, 7, &Links::default());
    let head = "---\nnumber: 7\nstatus: accepted\ndate: 2026-11-20\n\
                decision-makers: [\"Amira Khan\", \"Jon Berg\"]\n";
    assert!(text.starts_with(head), "{text}");
    assert!(text.contains("\n---\n# Use Django ORM for the billing platform\n\n## Context and"));
    assert!(!text.contains("\ntitle:"));
}

#[test]
fn drafts_that_carry_no_mark_are_named_in_the_first_lines() {
    let mut summary = accepted();
    summary.title.draft = true;
    summary.deciders.draft = true;
    for profile in Profile::ALL {
        let text = record(&summary, profile, 7, &replacing());
        let context = text.find("## Context").expect("a context");
        let said = "Drafted, and not edited by anybody yet: the title and the deciders.";
        let first = text[context..].lines().nth(2);
        assert_eq!(first, Some(said), "{text}");
        assert_eq!(text.matches(said).count(), 1);
        assert!(!record(&accepted(), profile, 7, &replacing()).contains("Drafted,"));
    }
    for profile in [Profile::Madr4, Profile::Nygard] {
        let adr = read(profile, &summary);
        assert_eq!(adr.title, "Use Django ORM for the billing platform");
        assert!(adr.context.contains("Drafted"), "{}", adr.context);
    }
}

#[test]
fn a_y_statement_marks_its_drafts() {
    let mut summary = accepted();
    summary.good.draft = true;
    assert!(y_statement(&summary).contains(" (draft), accepting: "));
}

#[test]
fn what_has_to_be_known_of_a_look_ahead_stands_first() {
    let mut session = example("saas-team");
    session.log.clear();
    let telling = Telling { uncovered: true, ..Telling::default() };
    let summary = told(&session, telling);
    for profile in [Profile::Madr4, Profile::Madr2, Profile::Nygard] {
        let text = record(&summary, profile, 1, &Links::default());
        let said = "The weights are not agreed yet: this is a look ahead";
        let line = text.lines().position(|line| line.starts_with(said)).expect("said");
        assert!(line < 20, "line {line} of {text}");
        assert_eq!(text.matches(said).count(), 1, "{text}");
        assert_eq!(text.matches("0123456789ab").count(), 4, "one whole hash: {text}");
    }
}
