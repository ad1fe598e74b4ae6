//! Page 1 in too little room.
#![allow(clippy::expect_used, reason = "a test fails by panicking")]

use super::*;
use crate::report::pdf::flow::Mark;
use crate::report::summary::{FollowUp, Source, Telling};

/// Everything that page 1 has room for, at length.
fn long() -> Summary {
    let catalogue = crate::catalogue::Catalogue::built_in().expect("a catalogue");
    let name = crate::session::Id::new("test").expect("an id");
    let preset = catalogue.presets.first().expect("a preset");
    let session = catalogue.preset_session(preset, name);
    let mut summary = Summary::of(Source {
        session: &session,
        verdict: &crate::analysis::verdict(&session, catalogue),
        catalogue,
        zone: &jiff::tz::TimeZone::UTC,
        origin: &crate::report::Origin::default(),
        telling: Telling { uncovered: true, ..Telling::default() },
    });
    let text = "It takes more than one line to say this. ".repeat(20);
    for part in [&mut summary.because, &mut summary.bad, &mut summary.dissent] {
        *part = Passage { text: text.clone(), draft: true };
    }
    summary.review.words.clone_from(&text);
    summary.cautions = vec![text.clone(); 4];
    summary.notices = vec![text.clone(); 4];
    summary.follow_ups = vec![FollowUp {
        text,
        owner: "Ade".to_owned(),
        due: None,
        due_words: String::new(),
        done: false,
    }];
    summary
}

fn says(part: &Part, what: &str) -> bool {
    part.pages.iter().flatten().any(|op| match &op.mark {
        Mark::Text { line, .. } => line.pieces.iter().any(|piece| piece.text.contains(what)),
        _ => false,
    })
}

#[test]
fn what_does_not_fit_goes_overleaf_whole_and_is_named() {
    let summary = long();
    assert_eq!(sections(&summary).len(), 8);
    let mut press = Press::new(false);
    let mut dropped = 0;
    for bottom in [780.0, 620.0, 560.0, 500.0, 440.0, 380.0, 350.0] {
        let frame = Frame { left: 54.0, top: 48.0, width: 487.0, bottom };
        let (part, cut) = front(&mut press, &summary, frame, &BTreeMap::new());
        let cut = |name: &str| cut.iter().any(|cut| cut.name == name);
        for op in part.pages.iter().flatten() {
            if let Mark::Text { y, .. } = op.mark {
                assert!(y <= bottom, "{y} is under {bottom}");
            }
        }
        for name in ["Risks accepted", "Dissent", "Review", CHANGES, CAUTIONS] {
            assert!(says(&part, name) || cut(name), "{bottom}: {name}");
        }
        let whole = says(&part, "Next steps") && says(&part, "Review");
        assert_eq!(!whole, says(&part, "More on page 2."), "{bottom}");
        assert!(says(&part, "draft") && cut("Why"));
        dropped += usize::from(!whole);
    }
    assert!(dropped > 2, "{dropped}");
}

#[test]
fn what_weakens_the_verdict_is_said_beside_it_and_seen_in_the_bars() {
    let mut summary = long();
    summary.cautions.clear();
    summary.notices.clear();
    let frame = Frame { left: 54.0, top: 48.0, width: 487.0, bottom: 780.0 };
    let mut press = Press::new(false);
    assert!(!summary.reservation.is_empty(), "a preset’s ratings are nobody’s");
    let (part, _) = front(&mut press, &summary, frame, &BTreeMap::new());
    assert!(says(&part, &summary.reservation) && says(&part, "Hollow bars are starting values"));
    for row in &mut summary.criteria {
        row.sides.left.confirmed = true;
        row.sides.right.confirmed = true;
    }
    summary.reservation.clear();
    let (part, _) = front(&mut press, &summary, frame, &BTreeMap::new());
    assert!(!says(&part, "starting values") && says(&part, "Total, of 10"));
}

#[test]
fn page_1_says_what_was_asked_for_what_and_who_does_what_next() {
    let mut summary = long();
    for part in [&mut summary.because, &mut summary.bad, &mut summary.dissent] {
        "Short.".clone_into(&mut part.text);
    }
    "1 June 2027.".clone_into(&mut summary.review.words);
    summary.cautions.clear();
    summary.notices.clear();
    "Measure the report query".clone_into(&mut summary.follow_ups[0].text);
    "Billing platform".clone_into(&mut summary.project);
    "Which data layer?".clone_into(&mut summary.question);
    let frame = Frame { left: 54.0, top: 48.0, width: 487.0, bottom: 780.0 };
    let (part, _) = front(&mut Press::new(false), &summary, frame, &BTreeMap::new());
    for said in ["Billing platform", "Which data layer?", "Measure the report query", "Ade"] {
        assert!(says(&part, said), "{said}");
    }
}
