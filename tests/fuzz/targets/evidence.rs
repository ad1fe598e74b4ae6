//! Whatever is read as a run of the lab can stand in a session, which reads the same again.
#![no_main]

use std::sync::{Arc, LazyLock};

use libfuzzer_sys::fuzz_target;
use weighbridge::catalogue::Catalogue;
use weighbridge::points_into;
use weighbridge::session::{Edit, Id, Item, Session, TeamRun};
use weighbridge::store::evidence::parse_evidence;
use weighbridge::store::{parse_session, session_text};

static SESSION: LazyLock<Session> = LazyLock::new(|| {
    let catalogue = Catalogue::built_in().expect("the catalogue parses");
    let preset = catalogue.preset("early-saas").expect("a preset");
    catalogue.preset_session(preset, Id::new("fuzzed").expect("an id"))
});

fuzz_target!(|text: &str| {
    match parse_evidence(text, &SESSION) {
        Ok(lab) => {
            let mut session = SESSION.clone();
            let id = Id::new("run").expect("an id");
            let run = TeamRun { id, name: "Our run".to_owned(), lab: Arc::new(lab) };
            session.apply(Edit::Insert(usize::MAX, Item::Run(run))).expect("fits");
            assert_eq!(session.fault(), None);
            let written = session_text(&session).expect("can be written");
            let again = parse_session(&written);
            let again = again.unwrap_or_else(|problem| panic!("{problem}\n{written}"));
            assert_eq!(again, session, "{written}");
        }
        Err(problem) => points_into(text, &problem),
    }
});
