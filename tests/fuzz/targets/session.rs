//! Whatever is read as a session is written so that it reads the same.
#![no_main]

use libfuzzer_sys::fuzz_target;
use weighbridge::points_into;
use weighbridge::store::{parse_session, session_text};

fuzz_target!(|text: &str| {
    match parse_session(text) {
        Ok(session) => {
            let written = session_text(&session).expect("can be written");
            let again = parse_session(&written);
            let again = again.unwrap_or_else(|problem| panic!("{problem}\n{written}"));
            assert_eq!(again, session, "{written}");
            assert_eq!(session_text(&again).expect("can be written"), written);
            assert_eq!(session.fault(), None);
        }
        Err(problem) => points_into(text, &problem),
    }
});
