//! Every text of a summary that people typed, the sentences that a page has to say, and a few
//! texts that try to be more than text.

use weighbridge::report::summary::FollowUp;
use weighbridge::report::{Summary, Telling};
use weighbridge::session::Pair;

use super::report::{example, told};

/// What a page could take for something else.
pub const HOSTILE: [&str; 14] = [
    "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "\" onmouseover=\"alert(1)\" x='",
    "</style></title></svg><h1>Accepted</h1><!-- ",
    "line\n## Status\n\nAccepted\n===\n---\ntitle: forged\n---\n",
    "a | b\n| --- | --- |\n| c | d |",
    "[link](javascript:alert(1)) ![picture](http://example.org/x.png) <http://example.org>",
    "see https://example.org/x, www.example.org and ftp://example.org",
    "`code` ```mermaid\ngraph TD\n```\n~~~\nx\n    indented\n\tcode",
    "1. one\n2) two\n- three\n+ four\n* five\n> six\n- [ ] seven\n# eight #",
    "[^1]: note [ref]: http://example.org $$x$$ {{ title }} {% raw %} {# x #} &copy; &#35; \\# C#",
    "**bold** _it_ ~~gone~~ ^up^ :smile: x&",
    "=cmd|' /C calc'!A0",
    "\u{202e}txet\u{2066} \u{0}\u{1b}[31m\u{85}\u{2028}# heading\u{b}---",
    "-",
];

/// A summary that has something of everything.
pub fn full() -> Summary {
    let told = told(&example("logistics-team"), Telling { ballots: true, ..Telling::default() });
    let follow_up = FollowUp {
        text: "Move the reports".to_owned(),
        owner: "Backend".to_owned(),
        due: None,
        due_words: "1 March 2027".to_owned(),
        done: false,
    };
    let done = FollowUp { text: "Ask the board".to_owned(), done: true, ..follow_up.clone() };
    Summary {
        supersedes: "0003 Use raw SQL for reports".to_owned(),
        superseded_by: "0012 Use both".to_owned(),
        follow_ups: vec![follow_up, done],
        parked: vec!["Which pool?".to_owned()],
        contested: vec!["Struck for this decision: “How many?” – Unfair".to_owned()],
        ..told
    }
}

/// Changes every text that somebody typed.
pub fn change(summary: &mut Summary, with: &mut dyn FnMut(&mut String)) {
    for passage in [
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
    ] {
        with(&mut passage.text);
    }
    for text in [
        &mut summary.project,
        &mut summary.question,
        &mut summary.context,
        &mut summary.status_words,
        &mut summary.sides.left,
        &mut summary.sides.right,
        &mut summary.decision,
        &mut summary.sureness,
        &mut summary.review.words,
        &mut summary.supersedes,
        &mut summary.superseded_by,
        &mut summary.method,
        &mut summary.reservation,
        &mut summary.ballots_note,
        &mut summary.zone,
    ] {
        with(text);
    }
    summary.cautions.iter_mut().chain(&mut summary.weighing).for_each(&mut *with);
    summary.parked.iter_mut().chain(&mut summary.contested).for_each(&mut *with);
    summary.origin.file.iter_mut().for_each(&mut *with);
    change_rows(summary, with);
}

fn change_rows(summary: &mut Summary, with: &mut dyn FnMut(&mut String)) {
    for row in &mut summary.criteria {
        let Pair { left, right } = &mut row.sides;
        for text in [
            &mut row.name,
            &mut row.definition,
            &mut row.ballots,
            &mut row.override_reason,
            &mut left.claim,
            &mut left.reason,
            &mut right.claim,
            &mut right.reason,
        ] {
            with(text);
        }
    }
    if let Some(numbers) = &mut summary.numbers {
        with(&mut numbers.headline);
        with(&mut numbers.summary);
        numbers.changes.iter_mut().for_each(&mut *with);
        numbers.drivers.iter_mut().for_each(|driver| with(&mut driver.name));
        numbers.flips.iter_mut().for_each(|flip| with(&mut flip.name));
    }
    summary.must_haves.iter_mut().for_each(|row| with(&mut row.name));
    for person in &mut summary.people {
        with(&mut person.name);
        with(&mut person.role);
    }
    for ballot in &mut summary.ballots {
        ballot.name.iter_mut().for_each(&mut *with);
        for (about, text) in &mut ballot.comments {
            with(about);
            with(text);
        }
    }
    for note in &mut summary.notes {
        with(&mut note.about);
        with(&mut note.author);
        with(&mut note.text);
    }
    for source in &mut summary.evidence {
        with(&mut source.title);
        with(&mut source.version);
        source.address.iter_mut().for_each(&mut *with);
        source.criteria.iter_mut().for_each(&mut *with);
    }
    for step in &mut summary.follow_ups {
        with(&mut step.text);
        with(&mut step.owner);
    }
    summary.log.iter_mut().for_each(|entry| with(&mut entry.what));
}

/// The sentences that no page may leave out.
pub fn sentences(summary: &Summary) -> Vec<String> {
    let mut said = vec![
        summary.title.text.clone(),
        summary.status_words.clone(),
        summary.date_words.clone(),
        summary.decision.clone(),
        summary.sureness.clone(),
        summary.standing.clone(),
        summary.question.clone(),
        summary.review.words.clone(),
        summary.method.clone(),
        summary.reservation.clone(),
        summary.ballots_note.clone(),
        summary.zone.clone(),
        summary.origin.name(),
    ];
    let passages = [
        &summary.because,
        &summary.good,
        &summary.bad,
        &summary.dissent,
        &summary.deciders,
        &summary.consulted,
        &summary.informed,
        &summary.confirmation,
    ];
    said.extend(passages.iter().flat_map(|passage| passage.lines()).map(str::to_owned));
    said.extend(summary.context.lines().map(str::to_owned));
    said.extend(summary.cautions.iter().chain(&summary.weighing).chain(&summary.parked).cloned());
    for row in &summary.criteria {
        said.extend([row.name.clone(), row.ballots.clone(), row.override_reason.clone()]);
        said.extend([row.sides.left.reason.clone(), row.sides.right.claim.clone()]);
    }
    if let Some(numbers) = &summary.numbers {
        said.extend([numbers.headline.clone(), numbers.summary.clone(), numbers.rounding.clone()]);
        said.extend(numbers.changes.iter().cloned());
        said.extend([numbers.totals_words.left.clone(), numbers.totals_words.right.clone()]);
    }
    said.extend(summary.notes.iter().flat_map(|note| note.text.lines()).map(str::to_owned));
    said.extend(summary.follow_ups.iter().map(|step| step.text.clone()));
    said.extend(summary.evidence.iter().map(|source| source.title.clone()));
    said.extend(summary.log.iter().map(|entry| entry.what.clone()));
    said.retain(|sentence| !sentence.trim().is_empty());
    said
}

/// Text as a reader takes it in: white space is one space.
pub fn flat(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The same as in the golden file, which `UPDATE_GOLDEN=1` writes again.
pub fn golden(name: &str, text: &str) {
    let path = format!("{}/tests/golden/{name}", env!("CARGO_MANIFEST_DIR"));
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        std::fs::File::create(&path)
            .and_then(|mut file| std::io::Write::write_all(&mut file, text.as_bytes()))
            .expect("a golden file");
    }
    let golden = std::fs::read_to_string(&path).expect("a golden file");
    let pairs = golden.lines().zip(text.lines());
    let first = pairs.zip(1..).find(|((wanted, found), _)| wanted != found);
    assert_eq!(first, None, "{name} differs; see it, then run again with UPDATE_GOLDEN=1");
    assert_eq!(golden.len(), text.len(), "{name} differs in length");
}
