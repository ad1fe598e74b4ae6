//! The meeting around the decision: what is on the agenda, what is parked for later, and who does
//! what afterwards.

use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};

use super::log::{Event, OnAgenda};
use super::value::Id;
use super::{Entry, Session};

/// A part of the meeting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AgendaItem {
    /// Stable id.
    pub id: Id,
    /// What it is about: "Weigh the criteria".
    pub name: String,
    /// How long it may take, in minutes; 0 for as long as it takes.
    pub minutes: u16,
}

/// The longest that a part of the meeting may be planned for, in minutes.
pub const MAX_MINUTES: u16 = 600;

/// Something that must not derail the meeting and must not be lost either.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parked {
    /// Stable id.
    pub id: Id,
    /// What it is.
    pub text: String,
    /// Whether it has been dealt with.
    pub done: bool,
}

/// What somebody does after the meeting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FollowUp {
    /// Stable id.
    pub id: Id,
    /// What is to be done.
    pub text: String,
    /// Who does it, by name.
    pub owner: String,
    /// Until when.
    pub due: Option<Date>,
    /// Whether it is done.
    pub done: bool,
}

/// How long after it began a part of the meeting may still be running, in seconds. Whatever is
/// older was not ended when everybody went home.
const LIVE: i64 = 12 * 60 * 60;

impl AgendaItem {
    /// The name, or words that stand in for a missing one.
    #[must_use]
    pub fn shown(&self) -> &str {
        match self.name.trim() {
            "" => "A part without a name",
            name => name,
        }
    }

    /// That this part begins, ready for the log.
    #[must_use]
    pub fn begin(&self) -> Event {
        let Self { id, minutes, .. } = self;
        Event::AgendaStarted { item: id.clone(), name: self.shown().to_owned(), minutes: *minutes }
    }
}

impl FollowUp {
    /// How many days it is late; none while it is not, and once it is done.
    #[must_use]
    pub fn overdue(&self, today: Date) -> Option<i32> {
        let late = today.since(self.due?).ok()?.get_days();
        (late > 0 && !self.done).then_some(late)
    }
}

impl OnAgenda<'_> {
    /// Whether it can be what the room is at now, and was not just left open.
    #[must_use]
    pub fn is_live(&self, now: Timestamp) -> bool {
        (now.as_second() - self.since.as_second()).abs() <= LIVE
    }

    /// How many minutes it is over its time; none while it is not.
    #[must_use]
    pub fn over(&self, now: Timestamp) -> Option<i64> {
        self.left(now).filter(|left| *left < 0).map(i64::abs)
    }

    /// How it stands, in a few words: `12 min left`, `3 min over`, `18 min` without a limit.
    #[must_use]
    pub fn words(&self, now: Timestamp) -> String {
        match self.left(now) {
            None => format!("{} min", self.elapsed(now)),
            Some(0) => "time is up".to_owned(),
            Some(left) if left < 0 => format!("{} min over", left.abs()),
            Some(left) => format!("{left} min left"),
        }
    }

    /// Seconds until the number of whole minutes is another.
    #[must_use]
    pub fn until_next_minute(&self, now: Timestamp) -> u64 {
        let gone = now.as_second() - self.since.as_second();
        let wait = if gone < 0 { 60 - gone } else { 60 - gone % 60 };
        u64::try_from(wait).unwrap_or(60)
    }
}

/// When the meeting ends if everything takes as long as planned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ending {
    /// The time.
    pub at: Timestamp,
    /// Whether it may well be later, since some part has no limit.
    pub open: bool,
}

impl Session {
    /// How long the whole agenda takes, in minutes. Parts without a limit are left out.
    #[must_use]
    pub fn planned_minutes(&self) -> u32 {
        self.agenda.iter().map(|item| u32::from(item.minutes)).sum()
    }

    /// The part that comes next: the one below the running one, or the first of all.
    #[must_use]
    pub fn next_part(&self) -> Option<&AgendaItem> {
        match self.on_agenda() {
            None => self.agenda.first(),
            Some(OnAgenda { place: Some(place), .. }) => self.agenda.get(place + 1),
            // The running one was taken off, so it goes on with what has not been begun yet.
            Some(_) => self.agenda.iter().find(|item| !self.begun(&item.id)),
        }
    }

    /// Whether a part has begun in this meeting.
    fn begun(&self, part: &Id) -> bool {
        let meeting =
            self.log.iter().rev().take_while(|entry| !matches!(entry.event, Event::AgendaEnded));
        meeting.into_iter().any(|Entry { event, .. }| {
            matches!(event, Event::AgendaStarted { item, .. } if item == part)
        })
    }

    /// When the meeting ends at this pace; none while no part is running.
    #[must_use]
    pub fn ends(&self, now: Timestamp) -> Option<Ending> {
        let running = self.on_agenda().filter(|running| running.is_live(now))?;
        let next = self.next_part().and_then(|next| self.agenda.iter().position(|i| i == next));
        let rest = next.and_then(|next| self.agenda.get(next..)).unwrap_or_default();
        let minutes =
            |minutes: u32| SignedDuration::from_secs(i64::from(minutes).saturating_mul(60));
        let here = running.since.checked_add(minutes(running.minutes.into())).ok()?.max(now);
        let rest_minutes = rest.iter().map(|item| u32::from(item.minutes)).sum();
        Some(Ending {
            at: here.checked_add(minutes(rest_minutes)).ok()?,
            open: running.minutes == 0 || rest.iter().any(|item| item.minutes == 0),
        })
    }

    /// How many things are parked and not dealt with yet.
    #[must_use]
    pub fn parked_open(&self) -> usize {
        self.parked.iter().filter(|parked| !parked.done).count()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::session::Pair;

    fn at(minute: i64) -> Timestamp {
        Timestamp::UNIX_EPOCH + SignedDuration::from_mins(minute)
    }

    fn part(id: &str, minutes: u16) -> AgendaItem {
        let id = Id::new(id).expect("an id");
        AgendaItem { name: id.to_string(), id, minutes }
    }

    fn session(parts: &[(&str, u16)]) -> Session {
        let mut session =
            Session::new(Id::new("s").expect("an id"), Pair::new("L".into(), "R".into()));
        session.agenda = parts.iter().map(|(id, minutes)| part(id, *minutes)).collect();
        session
    }

    fn begin(session: &mut Session, place: usize, minute: i64) {
        let event = session.agenda[place].begin();
        session.log(Entry { at: at(minute), event }).expect("fits");
    }

    #[test]
    fn time_is_told_in_whole_minutes() {
        let mut session = session(&[("a", 25), ("b", 0)]);
        begin(&mut session, 0, 0);
        let words =
            |session: &Session, minute| session.on_agenda().expect("running").words(at(minute));
        let told = [0, 13, 24, 25, 26, 28].map(|minute| words(&session, minute));
        let wanted = ["25 min left", "12 min left", "1 min left", "time is up"];
        assert_eq!(told[..4], wanted);
        assert_eq!(told[4..], ["1 min over", "3 min over"]);
        begin(&mut session, 1, 30);
        assert_eq!(words(&session, 48), "18 min");
        // More time is given by changing the agenda.
        begin(&mut session, 0, 0);
        session.agenda[0].minutes = 35;
        assert_eq!(words(&session, 28), "7 min left");
    }

    #[test]
    fn a_part_that_was_left_open_is_not_running_for_ever() {
        let mut session = session(&[("a", 25)]);
        begin(&mut session, 0, 0);
        let running = session.on_agenda().expect("running");
        assert!(running.is_live(at(12 * 60)) && running.is_live(at(-5)));
        assert!(!running.is_live(at(12 * 60 + 1)));
        assert_eq!(session.ends(at(12 * 60 + 1)), None);
    }

    #[test]
    fn the_next_change_of_a_minute_is_waited_for() {
        let mut session = session(&[("a", 25)]);
        begin(&mut session, 0, 0);
        let running = session.on_agenda().expect("running");
        let wait = |second: i64| {
            running.until_next_minute(Timestamp::from_second(second).expect("a time"))
        };
        assert_eq!([wait(0), wait(1), wait(59), wait(60), wait(-5)], [60, 59, 1, 60, 65]);
    }

    #[test]
    fn the_next_part_is_the_one_below_or_the_first_that_has_not_begun() {
        let mut session = session(&[("a", 10), ("b", 10), ("c", 10)]);
        let next = |session: &Session| session.next_part().map(|part| part.name.clone());
        assert_eq!(next(&session).as_deref(), Some("a"));
        begin(&mut session, 0, 0);
        begin(&mut session, 1, 5);
        assert_eq!(next(&session).as_deref(), Some("c"));
        session.agenda.remove(1);
        assert_eq!(next(&session).as_deref(), Some("c"), "not back to the first");
        begin(&mut session, 1, 9);
        assert_eq!(next(&session), None);
        session.log(Entry { at: at(20), event: Event::AgendaEnded }).expect("fits");
        assert_eq!(next(&session).as_deref(), Some("a"));
    }

    #[test]
    fn the_end_follows_from_what_is_left() {
        let mut session = session(&[("a", 10), ("b", 20), ("c", 5)]);
        assert_eq!(session.planned_minutes(), 35);
        assert_eq!(session.ends(at(0)), None, "nothing is running");
        begin(&mut session, 0, 0);
        let ends = |session: &Session, minute| session.ends(at(minute)).map(|e| (e.at, e.open));
        assert_eq!(ends(&session, 4), Some((at(35), false)));
        assert_eq!(ends(&session, 14), Some((at(39), false)), "four minutes late");
        session.agenda[2].minutes = 0;
        assert_eq!(ends(&session, 4), Some((at(30), true)));
    }

    #[test]
    fn a_follow_up_is_overdue_from_the_day_after_until_it_is_done() {
        let day = |day| jiff::civil::date(2026, 11, day);
        let mut task = FollowUp {
            id: Id::new("f").expect("an id"),
            text: String::new(),
            owner: String::new(),
            due: Some(day(20)),
            done: false,
        };
        assert_eq!([19, 20, 21, 23].map(|d| task.overdue(day(d))), [None, None, Some(1), Some(3)]);
        assert_eq!(task.overdue(jiff::civil::date(2027, 11, 20)), Some(365));
        task.done = true;
        assert_eq!(task.overdue(day(23)), None);
        assert_eq!(FollowUp { due: None, done: false, ..task }.overdue(day(23)), None);
    }
}
