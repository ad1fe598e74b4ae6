//! Whatever is done to a session, in whatever order, it stays one that can be saved and read.
#![allow(clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod common;

use common::{Happening, edit, happen, happening, session};
use proptest::prelude::*;
use weighbridge::session::{Edit, History, Session, Side};
use weighbridge::store::{parse_session, session_text};

/// Something that a person in the room may do.
#[derive(Clone, Debug)]
enum Doing {
    Edit(Box<Edit>),
    Meet(Box<Happening>),
    Undo,
    Redo,
}

fn doing() -> impl Strategy<Value = Doing> {
    prop_oneof![
        6 => edit().prop_map(|edit| Doing::Edit(Box::new(edit))),
        3 => happening().prop_map(|happening| Doing::Meet(Box::new(happening))),
        2 => Just(Doing::Undo),
        1 => Just(Doing::Redo),
    ]
}

/// What must hold of every session: points from 0 to 100 and ratings from 0 to 10, ids once in
/// their list, references to what is there, counts within their caps.
fn sound(session: &Session) -> Result<(), TestCaseError> {
    prop_assert_eq!(session.fault(), None);
    for criterion in &session.criteria {
        prop_assert!((0.0..=100.0).contains(&criterion.points.get()));
        for side in [Side::Left, Side::Right] {
            prop_assert!((0.0..=10.0).contains(&criterion.sides[side].rating.get()));
        }
    }
    Ok(())
}

proptest! {
    #[test]
    fn whatever_is_done_to_a_session_it_stays_sound_and_can_be_saved_and_read(
        start in session(), doings in prop::collection::vec(doing(), 0..40),
    ) {
        let (mut session, mut history) = (start, History::default());
        for doing in doings {
            let before = session.clone();
            let refused = match doing {
                Doing::Edit(edit) => history.apply(&mut session, *edit).is_err(),
                Doing::Meet(happening) => {
                    history.seal();
                    !happen(&mut session, *happening)
                }
                Doing::Undo => history.undo(&mut session).is_err(),
                Doing::Redo => history.redo(&mut session).is_err(),
            };
            sound(&session)?;
            if refused {
                prop_assert_eq!(&session, &before, "what is refused changes nothing");
            }
        }
        let text = session_text(&session).expect("a text");
        prop_assert_eq!(parse_session(&text).expect("read again"), session);
    }
}
