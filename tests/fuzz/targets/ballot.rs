//! Whatever is read as a ballot is written so that it reads the same.
#![no_main]

use libfuzzer_sys::fuzz_target;
use weighbridge::points_into;
use weighbridge::store::{ballot_text, parse_ballot};

fuzz_target!(|text: &str| {
    match parse_ballot(text) {
        Ok(paper) => {
            let written = ballot_text(&paper).expect("can be written");
            let again = parse_ballot(&written);
            let again = again.unwrap_or_else(|problem| panic!("{problem}\n{written}"));
            assert_eq!(again, paper, "{written}");
            assert_eq!(ballot_text(&again).expect("can be written"), written);
        }
        Err(problem) => {
            // Line ends of other systems are read as the one.
            let text = text.strip_prefix('\u{feff}').unwrap_or(text);
            points_into(&text.replace("\r\n", "\n").replace('\r', "\n"), &problem);
        }
    }
});
