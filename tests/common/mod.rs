//! What the tests share: sessions to work on, and the one constructor of a window.
#![allow(dead_code, reason = "each test file uses a part of this")]

pub mod apart;
pub mod ballots;
pub mod cases;
pub mod disk;
pub mod evidence;
pub mod injections;
pub mod merging;
pub mod report;
pub mod rounds;
pub mod texts;
pub mod window;

use std::collections::BTreeMap;

use proptest::prelude::*;
use weighbridge::catalogue::Catalogue;
use weighbridge::session::{
    AgendaItem, Assessment, Ballot, Closeness, Confidence, Criterion, Edit, Entry, Event, Field,
    FollowUp, Id, Item, ItemRef, Method, MustHave, Note, Origin, Outcome, Pair, Parked,
    Participant, Points, Pool, Rating, RecordField, Session, Side, Status, Strength, Voter, Way,
    clean_text,
};

/// The catalogue of this build.
pub fn catalogue() -> &'static Catalogue {
    Catalogue::built_in().expect("the catalogue parses")
}

/// An id that is known to be one.
pub fn id(text: &str) -> Id {
    Id::new(text).expect("an id")
}

/// The session of a preset.
pub fn preset(name: &str) -> Session {
    catalogue().preset_session(catalogue().preset(name).expect("a preset"), id("test"))
}

/// A criterion with these points and ratings.
pub fn criterion(name: &str, points: f64, left: f64, right: f64) -> Criterion {
    let assessed = |rating| Assessment { rating: Rating::clamped(rating), ..Assessment::default() };
    Criterion {
        id: id(name),
        name: name.to_owned(),
        definition: String::new(),
        low: String::new(),
        high: String::new(),
        points: Points::clamped(points),
        sides: Pair::new(assessed(left), assessed(right)),
    }
}

/// Some text that a person might write, with what makes files hard.
pub fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        "[a-zA-Z ]{0,20}",
        "\\PC{0,30}",
        Just("quotes \" and \\ and #\" and r#\"raw\"#".to_owned()),
        Just("two\nlines\tand a tab".to_owned()),
        Just("// no comment, (id: \"x\")".to_owned()),
    ]
    .boxed()
}

fn side() -> impl Strategy<Value = Side> {
    prop_oneof![Just(Side::Left), Just(Side::Right)]
}

fn points() -> impl Strategy<Value = Points> {
    prop_oneof![Just(0.0), Just(100.0), 0.0..100.0].prop_map(Points::clamped)
}

fn rating() -> impl Strategy<Value = Rating> {
    prop_oneof![Just(0.0), Just(10.0), 0.0..10.0].prop_map(Rating::clamped)
}

fn origin() -> impl Strategy<Value = Origin> {
    prop_oneof![Just(Origin::Catalogue), Just(Origin::Team)]
}

fn confidence() -> impl Strategy<Value = Confidence> {
    prop::sample::select(Confidence::ALL.to_vec())
}

prop_compose! {
    fn assessment()(
        rating in rating(), origin in origin(), confidence in confidence(),
        claim in text(), reason in text(),
    ) -> Assessment {
        Assessment {
            rating, origin, confidence,
            claim: clean_text(&claim),
            reason: clean_text(&reason),
        }
    }
}

prop_compose! {
    fn any_criterion()(
        number in 0..6_u8, name in text(), points in points(),
        left in assessment(), right in assessment(),
    ) -> Criterion {
        Criterion {
            id: id(&format!("c{number}")),
            name: clean_text(&name),
            definition: String::new(),
            low: String::new(),
            high: String::new(),
            points,
            sides: Pair::new(left, right),
        }
    }
}

prop_compose! {
    fn any_note()(
        number in 0..6_u8, about in prop::option::of(0..6_u8), on in prop::option::of(side()),
        author in text(), said in text(), at in 0_i64..4_000_000_000,
    ) -> Note {
        Note {
            id: id(&format!("n{number}")),
            criterion: about.map(|n| id(&format!("c{n}"))),
            side: on,
            author: clean_text(&author),
            written: jiff::Timestamp::from_second(at).expect("a time"),
            edited: None,
            text: clean_text(&said),
        }
    }
}

fn strength() -> impl Strategy<Value = Strength> {
    prop_oneof![Just(0.0), Just(1.0), 0.0..9.0].prop_map(Strength::clamped)
}

fn day() -> impl Strategy<Value = jiff::civil::Date> {
    (1_i8..=28).prop_map(|day| jiff::civil::date(2027, 6, day))
}

/// A time, to the nanosecond.
fn time() -> impl Strategy<Value = jiff::Timestamp> {
    (0_i64..4_000_000_000, prop_oneof![Just(0), 0..1_000_000_000])
        .prop_map(|(second, rest)| jiff::Timestamp::new(second, rest).expect("a time"))
}

/// An id out of a few of one kind: `c0`, `c1` …
fn few(kind: char, count: u8) -> impl Strategy<Value = Id> {
    (0..count).prop_map(move |n| id(&format!("{kind}{n}")))
}

fn clean() -> impl Strategy<Value = String> {
    text().prop_map(|text| clean_text(&text))
}

prop_compose! {
    fn any_person()(
        id in few('p', 4), name in "[a-z ]{0,9}", role in clean(), strength in strength(),
        present in any::<bool>(),
    ) -> Participant {
        Participant { id, name, role, strength, present }
    }
}

prop_compose! {
    fn any_follow_up()(
        id in few('f', 4), text in clean(), owner in clean(), due in prop::option::of(day()),
        done in any::<bool>(),
    ) -> FollowUp {
        FollowUp { id, text, owner, due, done }
    }
}

fn item() -> impl Strategy<Value = Item> {
    prop_oneof![
        3 => any_criterion().prop_map(|row| Item::Criterion(Box::new(row))),
        3 => any_note().prop_map(Item::Note),
        1 => any_person().prop_map(Item::Person),
        1 => (few('m', 4), "[a-z ]{0,9}").prop_map(|(id, name)| Item::MustHave(MustHave {
            id, name, outcome: Pair::default(),
        })),
        1 => (few('a', 4), clean(), minutes())
            .prop_map(|(id, name, minutes)| Item::Agenda(AgendaItem { id, name, minutes })),
        1 => (few('k', 4), clean(), any::<bool>())
            .prop_map(|(id, text, done)| Item::Parked(Parked { id, text, done })),
        1 => any_follow_up().prop_map(Item::FollowUp),
        1 => evidence::item(),
    ]
    .boxed()
}

/// Minutes, a few of them too many.
fn minutes() -> impl Strategy<Value = u16> {
    prop_oneof![1 => Just(0), 8 => 0..=600_u16, 1 => any::<u16>()]
}

fn item_ref() -> impl Strategy<Value = ItemRef> {
    prop_oneof![
        few('c', 6).prop_map(ItemRef::Criterion),
        few('n', 6).prop_map(ItemRef::Note),
        few('p', 4).prop_map(ItemRef::Person),
        few('m', 4).prop_map(ItemRef::MustHave),
        few('a', 4).prop_map(ItemRef::Agenda),
        few('k', 4).prop_map(ItemRef::Parked),
        few('f', 4).prop_map(ItemRef::FollowUp),
        few('o', 4).prop_map(ItemRef::Objection),
        few('u', 2).prop_map(ItemRef::Run),
    ]
    .boxed()
}

/// An edit of the session's frame, its people, or the meeting around it.
fn edit_around() -> impl Strategy<Value = Edit> {
    prop_oneof![
        (0..3_u8, prop::option::of(0..3_u8)).prop_map(|(q, a)| Edit::Answer {
            question: id(&format!("q{q}")),
            answer: a.map(|a| id(&format!("a{a}"))),
        }),
        (few('m', 4), side(), prop::sample::select(Outcome::ALL.to_vec()))
            .prop_map(|(id, side, outcome)| Edit::Judge(id, side, outcome)),
        prop::sample::select(vec![Closeness::Loose, Closeness::Close, Closeness::VeryClose])
            .prop_map(Edit::SetCloseness),
        prop::sample::select(Pool::ALL.to_vec()).prop_map(Edit::SetPool),
        any::<bool>().prop_map(Edit::StoreNames),
        (few('p', 4), strength()).prop_map(|(id, strength)| Edit::SetStrength(id, strength)),
        (few('p', 4), any::<bool>()).prop_map(|(id, here)| Edit::SetPresent(id, here)),
        (few('a', 4), minutes()).prop_map(|(id, minutes)| Edit::SetMinutes(id, minutes)),
        (item_ref(), any::<bool>()).prop_map(|(item, done)| Edit::SetDone(item, done)),
        (few('f', 4), prop::option::of(day())).prop_map(|(id, day)| Edit::SetDue(id, day)),
        (prop::sample::select(Status::ALL.to_vec()), prop::option::of(day()))
            .prop_map(|(status, day)| Edit::SetStatus(status, day)),
        prop::option::of(side()).prop_map(Edit::Choose),
        prop::option::of(day()).prop_map(Edit::SetReview),
        (prop::sample::select(vec![RecordField::Because, RecordField::Informed]), any::<bool>(),)
            .prop_map(|(field, empty)| Edit::LeaveEmpty(field, empty)),
    ]
    .boxed()
}

/// Any edit at all, many of which do not fit the session.
pub fn edit() -> impl Strategy<Value = Edit> {
    let c = || few('c', 6);
    let leaf = prop_oneof![
        2 => (
            text(),
            prop::sample::select(vec![
                Field::Title,
                Field::Context,
                Field::SideName(Side::Right),
                Field::CriterionName(id("c1")),
                Field::Claim(id("c2"), Side::Left),
                Field::MustHave(id("m1")),
                Field::PersonName(id("p0")),
                Field::PersonRole(id("p1")),
                Field::AgendaName(id("a0")),
                Field::Parked(id("k0")),
                Field::FollowUp(id("f0")),
                Field::FollowUpOwner(id("f0")),
                Field::Record(RecordField::Because),
                Field::Record(RecordField::SupersededBy),
            ])
        )
            .prop_map(|(text, field)| Edit::Write(field, text)),
        5 => edit_around(),
        1 => evidence::edit(),
        1 => (c(), points()).prop_map(|(id, points)| Edit::SetPoints(id, points)),
        1 => (c(), side(), rating(), origin())
            .prop_map(|(id, side, rating, origin)| Edit::Rate(id, side, rating, origin)),
        1 => (c(), side(), confidence()).prop_map(|(id, s, conf)| Edit::SetConfidence(id, s, conf)),
        1 => (few('n', 6), prop::option::of(side()), text()).prop_map(|(note, side, text)| {
            Edit::Revise { note, side, text, edited: Some(jiff::Timestamp::UNIX_EPOCH) }
        }),
        4 => (0..5_usize, item()).prop_map(|(at, item)| Edit::Insert(at, item)),
        2 => item_ref().prop_map(Edit::Remove),
        2 => (item_ref(), 0..5_usize).prop_map(|(item, to)| Edit::Move(item, to)),
    ];
    leaf.prop_recursive(1, 8, 4, |leaf| {
        prop::collection::vec(leaf, 0..4).prop_map(|edits| Edit::Batch("batch".to_owned(), edits))
    })
    .boxed()
}

/// Any event at all, in words that nobody has cleaned yet.
pub fn event() -> impl Strategy<Value = Event> {
    let c = || few('c', 6);
    prop_oneof![
        prop::collection::btree_map(c(), points(), 0..4).prop_map(Event::WeightsAgreed),
        Just(Event::WeightsReopened),
        Just(Event::UncoveredEarly),
        few('r', 9).prop_map(Event::RoundOpened),
        few('r', 9).prop_map(Event::RoundRevealed),
        Just(Event::RoundCancelled),
        few('p', 4).prop_map(Event::BallotTakenBack),
        (c(), points(), points(), text()).prop_map(|(criterion, ballots, points, reason)| {
            Event::Overridden { criterion, ballots, points, reason }
        }),
        (few('a', 4), text(), minutes()).prop_map(|(item, name, minutes)| Event::AgendaStarted {
            item,
            name,
            minutes
        }),
        Just(Event::AgendaEnded),
        evidence::opened(),
    ]
    .boxed()
}

prop_compose! {
    /// What somebody casts, a criterion or two of which may have left.
    pub fn cast()(
        points in prop::collection::btree_map(few('c', 6), points(), 0..6),
        comments in prop::collection::btree_map(few('c', 6), text(), 0..3),
        method in prop::sample::select(Method::ALL.to_vec()),
        way in prop::sample::select(vec![Way::Here, Way::File, Way::Pasted]),
    ) -> Ballot {
        Ballot { voter: Voter::Named(id("nobody")), method, points, comments, way }
    }
}

/// Something that happens to a session.
#[derive(Clone, Debug)]
pub enum Happening {
    /// Somebody changes it.
    Edit(Edit),
    /// A round is opened.
    Open(jiff::Timestamp),
    /// A participant casts a ballot, under this slip where names are not stored.
    Cast(Id, Id, Box<Ballot>),
    /// A participant takes theirs back.
    Withdraw(Id),
    /// The round is revealed.
    Reveal(jiff::Timestamp),
    /// The round is taken back.
    Cancel(jiff::Timestamp),
    /// Something is written into the log.
    Log(Entry),
}

/// Anything that can happen, most of which does not fit.
pub fn happening() -> impl Strategy<Value = Happening> {
    prop_oneof![
        8 => edit().prop_map(Happening::Edit),
        1 => time().prop_map(Happening::Open),
        // Slips are few, so that some come twice.
        6 => (few('p', 4), few('s', 30), cast())
            .prop_map(|(person, slip, cast)| Happening::Cast(person, slip, Box::new(cast))),
        1 => few('p', 4).prop_map(Happening::Withdraw),
        1 => time().prop_map(Happening::Reveal),
        1 => time().prop_map(Happening::Cancel),
        1 => (time(), event()).prop_map(|(at, event)| Happening::Log(Entry { at, event })),
    ]
    .boxed()
}

/// Lets something happen; whether it did.
pub fn happen(session: &mut Session, happening: Happening) -> bool {
    let round = id(&format!("r{}", session.rounds.len()));
    match happening {
        Happening::Edit(edit) => session.apply(edit).is_ok(),
        Happening::Open(at) => session.open_round(round, at).is_ok(),
        Happening::Cast(person, slip, cast) => session.cast(&person, slip, *cast).is_ok(),
        Happening::Withdraw(person) => {
            session.withdraw(&person, jiff::Timestamp::UNIX_EPOCH).is_ok()
        }
        Happening::Reveal(at) => session.reveal(at).is_ok(),
        Happening::Cancel(at) => session.cancel_round(at).is_ok(),
        Happening::Log(entry) => session.log(entry).is_ok(),
    }
}

/// Two sides and nothing else.
pub fn empty() -> Session {
    Session::new(id("s"), Pair::new("L".to_owned(), "R".to_owned()))
}

/// Somebody with a name in capitals and a strength of 1.
pub fn person(name: &str) -> Participant {
    Participant {
        id: id(name),
        name: name.to_uppercase(),
        role: String::new(),
        strength: Strength::ONE,
        present: true,
    }
}

/// A ballot of swing points under somebody's name.
pub fn ballot(name: &str, points: &[(&str, f64)]) -> Ballot {
    let points = points.iter().map(|(c, points)| (id(c), Points::clamped(*points)));
    Ballot::new(id(name), points.collect::<BTreeMap<_, _>>())
}

/// A session as whatever happened leaves it; half of them begin with criteria and people.
pub fn session() -> impl Strategy<Value = Session> {
    let happenings = prop::collection::vec(happening(), 0..40);
    (any::<bool>(), any::<bool>(), happenings)
        .prop_map(|(settled, named, happenings)| {
            let mut session = empty();
            if settled {
                session.criteria =
                    ["c0", "c1", "c2"].map(|c| criterion(c, 50.0, 7.0, 4.0)).to_vec();
                session.people = ["p0", "p1", "p2", "p3"].map(person).to_vec();
                session.brief.names_stored = named;
            }
            for happening in happenings {
                // What does not fit is refused; that it leaves nothing is tested elsewhere.
                let _ = happen(&mut session, happening);
            }
            session
        })
        .boxed()
}

/// A session in the middle of its meeting: eight people, one of them an adviser and one not here,
/// two revealed rounds that have come together, comments, and something left to do.
pub fn meeting() -> Session {
    let mut session = preset("early-saas");
    let people = [
        ("Ana", "Leads the back end"),
        ("Ben", "Owns the product"),
        ("Cleo", "Builds the front end"),
        ("Dana", "Reports and data"),
        ("Eli", "Runs the platform"),
        ("Finn", "Supports customers"),
        ("Gus", "Tests"),
        ("Hana", "Advises"),
    ];
    let person = |(name, role): &(&str, &str)| Participant {
        id: id(&name.to_lowercase()),
        name: (*name).to_owned(),
        role: (*role).to_owned(),
        strength: Strength::clamped(if *name == "Hana" { 0.0 } else { 1.0 }),
        present: *name != "Gus",
    };
    session.people = people.iter().map(person).collect();
    let at = |minute: i64| {
        let begin: jiff::Timestamp = "2026-11-22T13:12:00Z".parse().expect("a time");
        jiff::Timestamp::from_second(begin.as_second() + minute * 60).expect("a time")
    };
    let log = |session: &mut Session, minute, event| {
        session.log(Entry { at: at(minute), event }).expect("logged");
    };
    for (part, minute) in [(0, 0), (1, 12)] {
        let begin = session.agenda[part].begin();
        log(&mut session, minute, begin);
    }
    for round in 0..2_i64 {
        let opened = 14 + round * 18;
        session.open_round(id(&format!("round-{}", round + 1)), at(opened)).expect("opened");
        for (n, person) in (1_u64..).zip(session.people.clone()) {
            let ballot = far_apart(&session, n, if round == 0 { 1.0 } else { 0.8 });
            session.cast(&person.id, id(&format!("slip-{n}")), ballot).expect("cast");
        }
        session.reveal(at(opened + 9)).expect("revealed");
    }
    let parked =
        Parked { id: id("parked"), text: "Do we want a read replica?".to_owned(), done: false };
    session.parked.push(parked);
    session.follow_ups.push(FollowUp {
        id: id("follow-up"),
        text: "Measure the report query on real data".to_owned(),
        owner: "Dana".to_owned(),
        due: Some(jiff::civil::date(2026, 12, 4)),
        done: false,
    });
    let pooled = weighbridge::analysis::verdict(&session, catalogue()).pooled;
    session.apply(pooled.expect("points to take")).expect("fits");
    session
}

/// A ballot around the session's points, further from them the larger `spread` is, most of all on
/// two criteria.
fn far_apart(session: &Session, person: u64, spread: f64) -> Ballot {
    let mut seed = person * 7919;
    let mut noise = || {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let percent = u32::try_from((seed >> 33) % 100).expect("below a hundred");
        f64::from(percent) - 50.0
    };
    let mut points = BTreeMap::new();
    for criterion in &session.criteria {
        let wide =
            ["query-expressiveness", "framework-neutrality"].contains(&criterion.id.as_str());
        let off = noise() * spread * if wide { 1.6 } else { 0.35 };
        let rounded = ((criterion.points.get() + off) / 5.0).round() * 5.0;
        points.insert(criterion.id.clone(), Points::clamped(rounded));
    }
    let mut ballot = Ballot::new(id("nobody"), points);
    let said = match person {
        2 => "What we show is lists and forms",
        4 => "Finance asks for reports that no filter can say",
        _ => return ballot,
    };
    ballot.comments.insert(id("query-expressiveness"), said.to_owned());
    ballot
}
