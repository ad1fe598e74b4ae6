//! What each command does.

use egui::{Context, ViewportCommand};

use super::App;
use super::editing::random_id;
use crate::command::Command;
use crate::session::{
    Assessment, Confidence, Criterion, Edit, Entry, Event, Field, Id, Item, MustHave, Origin, Pair,
    Participant, Points, Rating, Strength,
};
use crate::ui::desk::Settle;
use crate::ui::widgets::field::field_id;
use crate::ui::{Beside, Focus, Modal, PathFor, Screen, Sort, Step, is_narrow, modal, notes};

/// The name of a criterion that has none yet.
const NEW_CRITERION: &str = "New criterion";

impl App {
    /// Does a command, if it can be done now.
    pub(super) fn command(&mut self, context: &Context, frame: &eframe::Frame, command: Command) {
        let ballot = self.ballot.is_some() && command.fits_ballot_file();
        if !self.file.open && command.needs_session() && !ballot {
            return;
        }
        self.make_way(context, command);
        if self.view.voting.is_some() && !command.fits_ballot() && !ballot {
            self.toast(context, "A ballot is being filled in. Finish it, or put it aside first.");
            return;
        }
        match command {
            Command::New => self.view.screen = Screen::Welcome,
            Command::Open => self.choose(context, frame, PathFor::Open),
            Command::OpenPath => self.type_path(PathFor::Open),
            Command::Import => self.choose(context, frame, PathFor::Import),
            Command::ImportRun => self.choose(context, frame, PathFor::Run),
            Command::Save => self.save(context, frame),
            Command::SaveAs => self.choose(context, frame, PathFor::Save),
            Command::SavePath => self.type_path(PathFor::Save),
            Command::CompareEarlier => self.choose(context, frame, PathFor::Earlier),
            Command::EarlierVersions => self.list_versions(),
            Command::Reload => self.settle_if_it_applies(context, Settle::Reload),
            Command::KeepMine => self.settle_if_it_applies(context, Settle::KeepMine),
            Command::Differences => self.settle_if_it_applies(context, Settle::Differences),
            Command::AboutFile => self.view.modal = Some(Modal::AboutFile),
            Command::Quit => context.send_viewport_cmd(ViewportCommand::Close),
            Command::Undo => self.time_travel(context, true),
            Command::Redo => self.time_travel(context, false),
            Command::AddCriterion => self.add_criterion(context),
            Command::AddMustHave => self.add_must_have(context),
            Command::AddPerson => self.add_person(context),
            Command::AddNote => self.start_note(),
            Command::Confirm => self.confirm_ratings(context),
            Command::SearchNotes => {
                self.view.search.get_or_insert_default();
                self.view.focus = Some(Focus::on(notes::search_id()));
            }
            Command::NextPart => self.next_part(context),
            Command::EndMeeting => self.end_meeting(context),
            Command::Park => self.start_parking(),
            Command::AddFollowUp => self.add_follow_up(context),
            Command::AddAgendaItem => self.add_agenda_item(context),
            Command::Suggestion => self.view.modal = Some(Modal::Suggestion),
            Command::OpenRound => self.open_round(context),
            Command::Reveal => self.ask_to_reveal(context),
            Command::CancelRound => self.cancel_round(context),
            Command::Vote => self.vote_next(context),
            Command::PasteBallot => self.ask_for_text(context),
            Command::WriteBlanks => self.ask_for_blanks(context),
            Command::CopyBallot => self.copy_ballot(context),
            Command::TakePooled => {
                self.take_pooled(context);
            }
            Command::AgreeWeights => self.ask_to_agree(context),
            Command::ReopenWeights => self.reopen_weights(context),
            Command::Uncover if self.session().covered() => {
                self.view.modal = Some(Modal::Uncover);
            }
            Command::Uncover => self.toast(context, "The result is not covered."),
            Command::WhatIf => {
                self.view.go(Step::Verdict);
                self.view.search = None;
                self.view.open_panel();
                self.view.verdict.beside = Beside::WhatIf;
            }
            Command::ApplyWhatIf => self.apply_what_if(context),
            Command::DropWhatIf => self.view.verdict.what_if.clear(),
            Command::Frame => self.view.go(Step::Frame),
            Command::Weigh => self.view.go(Step::Weigh),
            Command::Compare => self.view.go(Step::Compare),
            Command::Verdict => self.view.go(Step::Verdict),
            Command::Record => self.view.go(Step::Record),
            Command::NextCriterion => self.select_by(1),
            Command::PreviousCriterion => self.select_by(-1),
            Command::SortCatalogue => self.sort(Sort::Catalogue),
            Command::SortWeight => self.sort(Sort::Weight),
            Command::SortContribution => self.sort(Sort::Contribution),
            Command::Present => self.present(context, frame, false),
            Command::PresentOther => self.present(context, frame, true),
            Command::Meeting if self.view.shows_meeting(is_narrow(context)) => {
                self.view.close_meeting();
            }
            Command::Meeting => self.view.open_meeting(),
            Command::Inspector if self.view.shows_meeting(is_narrow(context)) => {
                self.view.open_panel();
            }
            Command::Inspector if is_narrow(context) => {
                self.view.panel_over = !self.view.panel_over;
            }
            Command::Inspector => self.view.inspector = !self.view.inspector,
            command if command.is_of_the_look() => self.change_look(context, command),
            Command::FindAction => {
                self.view.modal = Some(Modal::Finder(String::new(), 0));
                self.view.focus = Some(Focus::on(modal::input_id("find")));
            }
            Command::Guide => self.view.modal = Some(Modal::Guide),
            Command::Shortcuts => self.view.modal = Some(Modal::Shortcuts),
            _ => self.export_command(context, frame, command),
        }
    }

    fn time_travel(&mut self, context: &Context, back: bool) {
        let result = if back { self.document.undo() } else { self.document.redo() };
        let verb = if back { "Undone" } else { "Done again" };
        match result {
            Ok(Some(label)) => self.toast(context, format!("{verb}: {label}")),
            Ok(None) => {}
            Err(error) => self.toast(context, error.to_string()),
        }
    }

    fn reopen_weights(&mut self, context: &Context) {
        if self.session().covered() {
            self.toast(context, "The weights are open already.");
        } else {
            self.log(context, Event::WeightsReopened);
        }
    }

    /// Writes into the session's log that something happens now.
    pub(super) fn log(&mut self, context: &Context, event: Event) {
        let said = event.words(self.session());
        let result = self.document.log(Entry { at: self.now(), event });
        if result.is_ok() {
            if self.session().covered() {
                self.view.verdict.what_if.clear();
            }
            self.toast(context, format!("{said}. The session’s log says so."));
        }
        self.report(context, result);
    }

    fn apply_what_if(&mut self, context: &Context) {
        let Some(edit) = self.view.what_if_edit(self.session()) else {
            self.toast(context, "No other weights are being tried.");
            return;
        };
        self.document.seal();
        let result = self.document.edit(edit);
        self.document.seal();
        if result.is_ok() {
            self.view.verdict.what_if.clear();
        }
        self.report(context, result);
    }

    fn sort(&mut self, sort: Sort) {
        self.view.sort = sort;
        self.view.go(Step::Compare);
    }

    fn select_by(&mut self, step: isize) {
        let order = self.view.sort.order(self.session(), self.answers.verdict());
        let place = |id: &Id| {
            order.iter().position(|&i| self.session().criteria.get(i).is_some_and(|c| &c.id == id))
        };
        let last = order.len().saturating_sub(1);
        let to = match self.view.selected.as_ref().and_then(place) {
            Some(at) => at.saturating_add_signed(step).min(last),
            None => 0,
        };
        let id = order.get(to).and_then(|&i| self.session().criteria.get(i)).map(|c| c.id.clone());
        self.view.selected = id;
        self.view.editing_words = false;
        self.view.screen = Screen::Step(Step::Compare);
    }

    /// Adds an item on the first step, and gives its name the keyboard.
    fn add_to_frame(&mut self, context: &Context, item: Item, name: &Field) {
        let result = self.document.edit(Edit::Insert(usize::MAX, item));
        if result.is_ok() {
            self.view.go(Step::Frame);
            self.view.focus = Some(Focus::on(field_id(self.session(), name)));
        }
        self.document.seal();
        self.report(context, result);
    }

    fn add_must_have(&mut self, context: &Context) {
        let id = random_id(&mut self.random, "must-have");
        let name = Field::MustHave(id.clone());
        let row = MustHave { id, name: String::new(), outcome: Pair::default() };
        self.add_to_frame(context, Item::MustHave(row), &name);
    }

    fn add_person(&mut self, context: &Context) {
        let id = random_id(&mut self.random, "person");
        let name = Field::PersonName(id.clone());
        let row = Participant {
            id,
            name: String::new(),
            role: String::new(),
            strength: Strength::ONE,
            present: true,
        };
        self.add_to_frame(context, Item::Person(row), &name);
    }

    fn add_criterion(&mut self, context: &Context) {
        let id = random_id(&mut self.random, "own-criterion");
        let undecided = Assessment {
            rating: Rating::clamped(5.0),
            origin: Origin::Catalogue,
            confidence: Confidence::Guess,
            ..Assessment::default()
        };
        let criterion = Criterion {
            id: id.clone(),
            name: NEW_CRITERION.to_owned(),
            definition: String::new(),
            low: String::new(),
            high: String::new(),
            // It tips nothing until the team has weighed it.
            points: Points::clamped(0.0),
            sides: Pair::new(undecided.clone(), undecided),
        };
        let edit = Edit::Insert(usize::MAX, Item::Criterion(Box::new(criterion)));
        let result = self.document.edit(edit);
        if result.is_ok() {
            let name = field_id(self.session(), &Field::CriterionName(id.clone()));
            self.view.selected = Some(id);
            self.view.editing_words = true;
            self.view.search = None;
            self.view.go(Step::Compare);
            self.view.open_panel();
            self.view.focus = Some(Focus::on_all(name, NEW_CRITERION));
        }
        self.document.seal();
        self.report(context, result);
    }

    fn confirm_ratings(&mut self, context: &Context) {
        self.view.go(Step::Compare);
        let selected = self.view.selected.as_ref().and_then(|id| self.session().criterion(id));
        let Some(criterion) = selected else {
            self.toast(context, "Select the criterion first.");
            return;
        };
        if let Some(edit) = Edit::confirm(criterion) {
            self.edit(context, edit);
            return;
        }
        let said = format!("The ratings on {} are the team’s already.", criterion.name);
        self.toast(context, said);
    }

    /// Gives the keyboard to the field for a new note.
    fn start_note(&mut self) {
        self.view.go(Step::Compare);
        self.view.open_panel();
        self.view.search = None;
        self.view.editing_words = false;
        if self.view.selected.is_none() {
            self.view.selected = self.session().criteria.first().map(|c| c.id.clone());
        }
        let about = self.view.selected.as_ref();
        self.view.focus = Some(Focus::on(notes::draft_id(self.session(), about)));
    }
}
