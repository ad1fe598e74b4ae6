//! The PDF: the same bytes each time, tagged and embedded, and nothing that people write breaks it.
#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::disallowed_methods,
    reason = "a test fails by panicking, and files to look at need no safe save"
)]

use common::report::{example, summary, told};
use weighbridge::report::pdf::{Paper, Pdf, pdf};
use weighbridge::report::summary::{FollowUp, Note, Passage};
use weighbridge::report::{Summary, Telling};
use weighbridge::session::Side;

mod common;

fn written(summary: &Summary) -> Pdf {
    pdf(summary, Paper::A4).expect("a PDF")
}

fn holds(bytes: &[u8], what: &str) -> bool {
    bytes.windows(what.len()).any(|part| part == what.as_bytes())
}

fn pages(bytes: &[u8]) -> usize {
    // Only page objects have a media box.
    bytes.windows(9).filter(|part| part == b"/MediaBox").count()
}

/// Passages and notes that no layout likes.
fn odd_texts() -> Vec<String> {
    vec![
        "שלום עולם, this is mixed مرحبا بالعالم with numbers 123.".to_owned(),
        "🎉 👩‍👩‍👧‍👦 🇩🇪 emoji".to_owned(),
        "数据层的选择：我们决定使用。日本語のテキスト 한국어".to_owned(),
        "a\u{200b}b\u{200d}c\u{feff}d\u{202e}e\u{2066}f\u{0}g\u{7}h\tj\r\nk\u{2028}l".to_owned(),
        "x".repeat(500),
        "word ".repeat(300),
        "Z̸̢̛a̷l̴g̵o̶".repeat(50),
        "\u{e000}\u{f8ff}\u{10fffd}\u{fffe}\u{fdd0}".to_owned(),
        "\n\n\n \n".to_owned(),
        "نص".repeat(300),
        "\u{200b}".to_owned(),
        "---\n## Status\n<script>alert(1)</script>(/JS)".to_owned(),
    ]
}

/// A summary that says this everywhere.
fn saying(text: &str) -> Summary {
    let mut summary = summary(&example("saas-team"));
    let passage = Passage { text: text.to_owned(), draft: true };
    for place in [
        &mut summary.title,
        &mut summary.because,
        &mut summary.good,
        &mut summary.bad,
        &mut summary.dissent,
        &mut summary.deciders,
        &mut summary.confirmation,
    ] {
        place.clone_from(&passage);
    }
    for place in [
        &mut summary.sides.left,
        &mut summary.question,
        &mut summary.decision,
        &mut summary.sureness,
        &mut summary.status_words,
        &mut summary.review.words,
        &mut summary.people[0].name,
    ] {
        text.clone_into(place);
    }
    text.clone_into(&mut summary.criteria[0].name);
    text.clone_into(&mut summary.criteria[1].definition);
    text.clone_into(&mut summary.criteria[1].sides.left.reason);
    summary.cautions = vec![text.to_owned(); 4];
    summary.parked = vec![text.to_owned()];
    let step = FollowUp {
        text: text.to_owned(),
        owner: text.to_owned(),
        due: None,
        due_words: "1 June 2027".to_owned(),
        done: false,
    };
    summary.follow_ups = vec![step; 3];
    summary.origin.file = Some(text.to_owned());
    summary
}

#[test]
fn the_same_summary_gives_the_same_bytes() {
    let summary = summary(&example("saas-team"));
    assert_eq!(written(&summary), written(&summary));
}

#[test]
fn the_file_is_tagged_embedded_and_harmless() {
    for name in ["saas-team", "logistics-team"] {
        let made = written(&summary(&example(name)));
        assert_eq!(made.caution, None);
        for part in ["/StructTreeRoot", "/Lang", "/FontFile3", "/Outlines", "/Marked true"] {
            assert!(holds(&made.bytes, part), "{name}: {part}");
        }
        assert!(holds(&made.bytes, "<pdfuaid:part>1<"), "{name}: PDF/UA-1");
        assert!(holds(&made.bytes, "<pdfaid:part>2<"), "{name}: PDF/A-2");
        for bad in ["/JavaScript", "/JS", "/Launch", "/OpenAction", "/Author", "/EmbeddedFile"] {
            assert!(!holds(&made.bytes, bad), "{name}: {bad}");
        }
        assert!(pages(&made.bytes) > 1);
    }
}

#[test]
fn both_papers_are_written() {
    let summary = summary(&example("saas-team"));
    let letter = pdf(&summary, Paper::Letter).expect("a PDF").bytes;
    assert!(holds(&letter, "612 792") && !holds(&written(&summary).bytes, "612 792"));
}

#[test]
fn links_lead_to_the_web_only() {
    let mut summary = summary(&example("saas-team"));
    let mut bad = summary.evidence[0].clone();
    for address in ["javascript:alert(1)", "file:///etc/passwd", "https://a b", "HTTP"] {
        bad.address = Some(address.to_owned());
        summary.evidence.push(bad.clone());
    }
    let made = written(&summary).bytes;
    assert!(holds(&made, "https://"));
    assert!(!holds(&made, "javascript:") && !holds(&made, "/etc/passwd"));
}

#[test]
fn odd_texts_are_written_too() {
    for text in odd_texts() {
        let made = written(&saying(&text));
        assert!(made.bytes.starts_with(b"%PDF-"), "{text:.20}");
        assert!(holds(&made.bytes, "/StructTreeRoot"));
    }
    let mixed = saying(&odd_texts()[..4].join(" "));
    assert_eq!(written(&mixed), written(&mixed));
}

/// Twice the text takes about twice the time, not four times.
#[test]
fn the_longest_text_stands_in_full_overleaf() {
    let mut summary = summary(&common::empty());
    summary.because = Passage { text: "word ".repeat(4_000), draft: true };
    assert!(pages(&written(&summary).bytes) > 3);
}

#[test]
fn what_no_font_can_show_is_said() {
    let mut summary = summary(&example("saas-team"));
    summary.question = "\u{10fff0} is nobody’s".to_owned();
    let caution = written(&summary).caution.expect("a caution");
    assert!(caution.contains("No font on this machine can draw: \u{10fff0}."), "{caution}");
}

#[test]
fn an_empty_session_and_a_covered_one_have_a_page() {
    let empty = written(&summary(&common::empty()));
    assert!(pages(&empty.bytes) >= 1);
    let mut session = example("saas-team");
    session.log.clear();
    assert!(session.covered());
    let covered = summary(&session);
    assert!(covered.numbers.is_none());
    assert_eq!(written(&covered).caution, None);
    let ballots = told(&session, Telling { ballots: true, uncovered: true });
    assert!(!written(&ballots).bytes.is_empty());
}

/// A close call with drafts, cautions and facts.
fn close() -> Summary {
    let mut summary = summary(&example("saas-team"));
    "close call".clone_into(&mut summary.standing);
    summary.because.draft = true;
    summary.because.text = summary.because.text.repeat(6);
    summary.bad.draft = true;
    summary.bad.text = summary.bad.text.repeat(9);
    summary.cautions = vec!["Two ballots are missing".to_owned()];
    summary.notices = vec![
        "Row-level security is asked for, and neither side brings it".to_owned(),
        "The team writes raw SQL already".to_owned(),
    ];
    let step = |text: &str, owner: &str| FollowUp {
        text: text.to_owned(),
        owner: owner.to_owned(),
        due: None,
        due_words: "1 December 2026".to_owned(),
        done: false,
    };
    summary.follow_ups =
        vec![step("Write the service module", "Priya"), step("Measure the dashboard", "Ade")];
    summary
}

/// 200 criteria and 400 notes.
fn large() -> Summary {
    let mut large = summary(&example("saas-team"));
    let rows = large.criteria.clone();
    large.criteria = rows.iter().cycle().take(200).cloned().collect();
    let text = "We have seen this before, and it took us longer than anybody had planned. ";
    large.notes = (0..400)
        .map(|at: usize| Note {
            about: large.criteria[at / 2].name.clone(),
            side: at.is_multiple_of(3).then_some(Side::Right),
            author: "Priya".to_owned(),
            day: jiff::civil::date(2026, 11, 22),
            text: text.repeat(1 + at % 4),
        })
        .collect();
    large.bad.text = text.repeat(30);
    large.dissent.text = text.repeat(10);
    large
}

#[test]
fn a_large_session_is_written_whole() {
    assert!(pages(&written(&large()).bytes) > 20);
}

/// Writes files to look at into the folder that `PDF_FOLDER` names.
#[test]
#[ignore = "writes files to look at"]
fn files_to_look_at() {
    let folder = std::env::var("PDF_FOLDER").expect("a folder");
    let mut covered = example("saas-team");
    covered.log.clear();
    let saas = example("saas-team");
    let with = told(&saas, Telling { ballots: true, ..Telling::default() });
    let odd: String = odd_texts()[..4].join(" ");
    let mut files = vec![
        ("saas", summary(&saas)),
        ("ballots", with),
        ("logistics", summary(&example("logistics-team"))),
        ("empty", summary(&common::empty())),
        ("covered", summary(&covered)),
        ("large", large()),
        ("odd", saying(&odd)),
        ("long", saying(&"word ".repeat(1000))),
        ("lead", close()),
        ("word", saying(&odd_texts()[4])),
    ];
    for (name, summary) in &mut files {
        let start = std::time::Instant::now();
        let made = written(summary);
        println!("{name}: {} bytes, {:?}, {:?}", made.bytes.len(), start.elapsed(), made.caution);
        std::fs::write(format!("{folder}/{name}.pdf"), made.bytes).expect("a file");
    }
    let letter = pdf(&files[0].1, Paper::Letter).expect("a PDF");
    std::fs::write(format!("{folder}/letter.pdf"), letter.bytes).expect("a file");
}
