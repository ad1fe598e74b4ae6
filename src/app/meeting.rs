//! The meeting around the decision: its agenda, what is put aside, and the clock that goes on.

use std::time::Duration;

use egui::Context;

use super::App;
use super::editing::random_id;
use crate::session::{AgendaItem, Edit, Event, Field, FollowUp, Item, Parked};
use crate::ui::widgets::field::field_id;
use crate::ui::{Focus, Screen, meeting};

/// How long a new part of the agenda may take, in minutes.
const NEW_PART: u16 = 10;

impl App {
    /// Asks for a frame when the running part has another minute behind it, and for none before.
    pub(super) fn wait_for_the_minute(&self, context: &Context) {
        // A clock that stands still never comes to the next minute.
        if self.options.fixed_time.is_some() || !matches!(self.view.screen, Screen::Step(_)) {
            return;
        }
        let now = self.now();
        if let Some(running) = self.session().on_agenda().filter(|running| running.is_live(now)) {
            let wait = Duration::from_secs(running.until_next_minute(now));
            context.request_repaint_after(wait);
        }
    }

    pub(super) fn next_part(&mut self, context: &Context) {
        match self.session().next_part().map(AgendaItem::begin) {
            Some(event) => self.log(context, event),
            None if self.session().agenda.is_empty() => {
                self.toast(context, "The agenda is empty: add a part to it.");
            }
            None => self.toast(context, "This is the last part: end the meeting instead."),
        }
    }

    pub(super) fn end_meeting(&mut self, context: &Context) {
        if self.session().on_agenda().is_some() {
            self.log(context, Event::AgendaEnded);
        } else {
            self.toast(context, "No part of the agenda is running.");
        }
    }

    /// Gives the keyboard to the field for what is to be parked.
    pub(super) fn start_parking(&mut self) {
        self.view.open_meeting();
        let field = meeting::parking_id(self.session());
        self.view.focus = Some(Focus::at_end(field, &self.view.meeting.parking));
    }

    /// Parks what is written in the field for it, and leaves the keyboard there.
    pub(super) fn park(&mut self, context: &Context) {
        let draft = std::mem::take(&mut self.view.meeting.parking);
        let text = draft.trim().to_owned();
        if text.is_empty() {
            return;
        }
        let id = random_id(&mut self.random, "parked");
        let item = Item::Parked(Parked { id, text, done: false });
        self.document.seal();
        let result = self.document.edit(Edit::Insert(usize::MAX, item));
        if result.is_err() {
            // What was written is not lost with the refusal.
            self.view.meeting.parking = draft;
        }
        self.document.seal();
        self.report(context, result);
    }

    pub(super) fn add_follow_up(&mut self, context: &Context) {
        let id = random_id(&mut self.random, "follow-up");
        let field = Field::FollowUp(id.clone());
        let (text, owner) = Default::default();
        let row = FollowUp { id, text, owner, due: None, done: false };
        self.add_to_meeting(context, Item::FollowUp(row), &field);
    }

    pub(super) fn add_agenda_item(&mut self, context: &Context) {
        let id = random_id(&mut self.random, "part");
        let field = Field::AgendaName(id.clone());
        let row = AgendaItem { id, name: String::new(), minutes: NEW_PART };
        self.add_to_meeting(context, Item::Agenda(row), &field);
    }

    /// Adds an item in the panel, and gives its text the keyboard.
    fn add_to_meeting(&mut self, context: &Context, item: Item, field: &Field) {
        self.document.seal();
        let result = self.document.edit(Edit::Insert(usize::MAX, item));
        if result.is_ok() {
            self.view.open_meeting();
            self.view.focus = Some(Focus::on(field_id(self.session(), field)));
        }
        self.document.seal();
        self.report(context, result);
    }
}
