//! Three versions in one file: what is read can be merged, and is written so that it reads the
//! same.
#![no_main]

use std::collections::BTreeMap;

use libfuzzer_sys::fuzz_target;
use weighbridge::points_into;
use weighbridge::store::merge::{Take, merge, merge_taking, parse_unfinished, unfinished_text};
use weighbridge::store::{parse_session, session_text};

fuzz_target!(|text: &str| {
    let (base, ours, theirs) = match parse_unfinished(text) {
        Ok(versions) => versions,
        Err(problem) => return points_into(text, &problem),
    };
    let mut conflicts = Vec::new();
    if let Ok(merged) = merge(base.as_ref(), &ours, &theirs, &BTreeMap::new()) {
        assert_eq!(merged.session.fault(), None);
        let written = session_text(&merged.session).expect("can be written");
        assert_eq!(parse_session(&written).expect("reads"), merged.session);
        conflicts = merged.conflicts;
    }
    for take in [Take::Ours, Take::Theirs] {
        if let Ok(session) = merge_taking(base.as_ref(), &ours, &theirs, take) {
            assert_eq!(session.fault(), None);
        }
    }
    let same = merge(Some(&ours), &ours, &ours, &BTreeMap::new()).expect("one fits itself");
    assert_eq!((&same.session, same.conflicts.len()), (&ours, 0));
    let written = unfinished_text(base.as_ref(), &ours, &theirs, &conflicts).expect("can be");
    let again = parse_unfinished(&written);
    let again = again.unwrap_or_else(|problem| panic!("{problem}\n{written}"));
    assert_eq!(again, (base, ours, theirs), "{written}");
});
