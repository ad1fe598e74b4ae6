//! The running window: owns the state, runs the loop, does what was asked for.
//!
//! A frame goes: take what workers brought, take the keys, draw, then do everything that the
//! outbox holds, once. Nothing changes while drawing, since egui may draw a frame twice.

mod alone;
mod answers;
mod apart;
mod arriving;
mod ballots;
mod commands;
mod comparing;
pub mod dialogs;
mod document;
mod editing;
mod evidence;
mod exporting;
mod files;
mod held;
mod icon;
mod look;
mod looking;
mod lookout;
mod meeting;
mod merging;
mod outside;
pub mod panics;
mod presenting;
mod recorder;
mod recovering;
mod room;
mod toasts;
mod watch;
mod worker;

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use egui::{Context, ViewportCommand};
use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::catalogue::Catalogue;
use crate::report::Comparison;
use crate::store::disk::{Disk, RealDisk};
use crate::store::preferences::Preferences;
use crate::store::{BALLOT_SUFFIX, Recents, clean_stale};
use crate::ui::{self, Desk, FileStatus, Outbox, Request, Screen, Step, View, keys, theme};
use alone::BallotFile;
use answers::Answers;
use arriving::Arriving;
use dialogs::Dialogs;
use document::{Document, Stamp};
use editing::random_id;
use exporting::{Exporting, Page};
use held::Held;
use looking::Looking;
use merging::Merging;
use outside::OpenFile;
use recovering::Recovering;
use worker::Workers;

/// A pause after which further typing is another step of undo, in seconds.
const BURST_PAUSE: f64 = 1.0;

/// What the window starts with.
pub struct Options {
    /// A file to open at once.
    pub file: Option<PathBuf>,
    /// Where the list of recent files is kept; none keeps no list.
    pub state_folder: Option<PathBuf>,
    /// Where sessions are saved to: the machine's own file system, but for tests.
    pub disk: Arc<dyn Disk>,
    /// How files are chosen.
    pub dialogs: Dialogs,
    /// A clock that stands still; none uses the system's.
    pub fixed_time: Option<Timestamp>,
    /// Where the user's clock stands.
    pub zone: TimeZone,
    /// The author that new notes start with.
    pub author: String,
    /// Whether the system's clipboard may be given formatted text.
    pub formatted_copies: bool,
    /// How often the ballots folder is looked into while a round is collected.
    pub poll: Duration,
    /// Where random ids start; none starts anywhere.
    pub seed: Option<u64>,
}

impl Options {
    /// What a user on this machine gets.
    #[must_use]
    pub fn of_this_machine(file: Option<OsString>) -> Self {
        let folders = directories::ProjectDirs::from("", "", "weighbridge");
        let state_folder =
            folders.map(|f| f.state_dir().unwrap_or_else(|| f.data_local_dir()).to_owned());
        Self {
            file: file.map(PathBuf::from),
            state_folder,
            disk: Arc::new(RealDisk),
            dialogs: Dialogs::available(),
            fixed_time: None,
            zone: TimeZone::system(),
            author: String::new(),
            formatted_copies: true,
            poll: Duration::from_secs(1),
            seed: None,
        }
    }
}

/// What workers are at.
#[derive(Debug, Default)]
struct Tasks {
    choosing: bool,
    reading: bool,
    saving: bool,
}

/// The running window.
pub struct App {
    catalogue: &'static Catalogue,
    options: Options,
    document: Document,
    answers: Answers,
    view: View,
    file: FileStatus,
    recents: Recents,
    /// How the user likes the window.
    preferences: Preferences,
    /// The page that stakeholders receive, as the record shows it.
    page: Page,
    /// What has changed since the earlier session that was compared with last.
    comparison: Option<Arc<Comparison>>,
    /// The export that is running.
    export: Option<Exporting>,
    /// What the search finds, and for which words in which state of the session.
    found: (Vec<usize>, Option<(String, Stamp)>),
    workers: Workers,
    /// The ballot file that is answered in this window, in place of a session.
    ballot: Option<BallotFile>,
    /// What arrives in the ballots folder while a round is collected.
    arriving: Arriving,
    /// What others do to the open file.
    outside: OpenFile,
    /// What is shown before it is taken over.
    looking: Option<Looking>,
    /// What is kept of this window, and what others have left.
    recovering: Recovering,
    outbox: Outbox,
    random: fastrand::Rng,
    tasks: Tasks,
    held: Option<Held>,
    /// The state in which the user agreed to open something else.
    agreed: Option<(Stamp, u64)>,
    /// The merge that is being finished.
    merging: Option<Merging>,
    /// Whether what is held up goes on once the save that is running has gone through.
    go_on_after_save: bool,
    may_close: bool,
    title: String,
    focused: Option<egui::Id>,
    /// While a slide fills the window: whether the window filled the screen before.
    whole_before: Option<bool>,
    last_edit: f64,
}

impl App {
    /// Sets up the window.
    #[must_use]
    pub fn new(context: &Context, catalogue: &'static Catalogue, options: Options) -> Self {
        theme::install(context);
        let folder = options.state_folder.as_deref();
        let preferences = folder.map(Preferences::load).unwrap_or_default();
        look::take(context, preferences);
        context.options_mut(|options| {
            options.zoom_with_keyboard = false;
            options.quit_shortcuts.clear();
        });
        let mut random = options.seed.map_or_else(fastrand::Rng::new, fastrand::Rng::with_seed);
        let session = catalogue.empty_session(random_id(&mut random, "session"));
        let document = Document::new(session);
        let answers = Answers::of(&document, catalogue);
        let recents = options.state_folder.as_deref().map(Recents::load).unwrap_or_default();
        let mut view = View { inspector: true, ..View::default() };
        view.author.clone_from(&options.author);
        let file = options.file.clone();
        let mut app = Self {
            catalogue,
            options,
            document,
            answers,
            view,
            file: FileStatus::default(),
            recents,
            preferences,
            page: Page::default(),
            comparison: None,
            export: None,
            found: (Vec::new(), None),
            workers: Workers::new(context.clone()),
            ballot: None,
            arriving: Arriving::default(),
            outside: OpenFile::default(),
            looking: None,
            recovering: Recovering::default(),
            outbox: Outbox::default(),
            random,
            tasks: Tasks::default(),
            held: None,
            agreed: None,
            merging: None,
            go_on_after_save: false,
            may_close: false,
            title: String::new(),
            focused: None,
            whole_before: None,
            last_edit: 0.0,
        };
        app.start_recovering(file);
        app
    }

    /// Whether a worker is still at it.
    #[must_use]
    pub const fn is_busy(&self) -> bool {
        self.workers.busy()
    }

    /// The session as it stands.
    #[must_use]
    pub fn session(&self) -> &crate::session::Session {
        self.document.session()
    }

    fn now(&self) -> Timestamp {
        self.options.fixed_time.unwrap_or_else(Timestamp::now)
    }

    /// Takes what the world brought since the last frame.
    fn take_news(&mut self, context: &Context) {
        for done in self.workers.take() {
            self.take_done(context, done);
        }
        let dropped = context.input(|input| input.raw.dropped_files.clone());
        // Several at once make sense for ballots; of sessions, only one can be open.
        let many = if self.session().collecting().is_some() { dropped.len() } else { 1 };
        for path in dropped.iter().take(many).map(|file| file.path().to_owned()) {
            let csv = path.extension().is_some_and(|end| end.eq_ignore_ascii_case("csv"));
            let request = if csv { Request::ImportFile(path) } else { Request::OpenFile(path) };
            self.outbox.ask(request);
        }
        let time = context.input(|input| input.time);
        self.view.toasts.retain(|toast| toast.until > time);
        let closing = context.input(|input| input.viewport().close_requested());
        if closing && self.unsaved() && !self.may_close {
            context.send_viewport_cmd(ViewportCommand::CancelClose);
            self.hold(Held::Close);
        } else if closing && self.may_close {
            self.discard_recovery();
        }
    }

    fn draw(&mut self, ui: &mut egui::Ui) {
        for command in
            keys::pressed(ui.ctx(), self.view.modal.is_some(), self.view.voting.is_some())
        {
            self.outbox.command(command);
        }
        let now = self.now();
        let Self {
            catalogue,
            options,
            document,
            answers,
            view,
            file,
            recents,
            page,
            comparison,
            found,
            arriving,
            recovering,
            outbox,
            ..
        } = self;
        let desk = Desk {
            session: document.session(),
            verdict: answers.verdict(),
            what_if: answers.what_if(),
            summary: page.summary(),
            catalogue,
            view,
            file,
            recents,
            incoming: arriving.incoming(),
            ballots: arriving.folder(),
            found: &found.0,
            recovery: recovering.told(),
            compared: comparison.is_some(),
            undo: document.undo_label(),
            redo: document.redo_label(),
            now,
            zone: &options.zone,
        };
        ui::show(ui, &desk, outbox);
    }

    /// Does what was asked for, and brings what is derived up to date.
    fn handle(&mut self, context: &Context, frame: &eframe::Frame) {
        let time = context.input(|input| input.time);
        self.end_gestures(context);
        let requests = self.outbox.take();
        let selected = self.view.selected.clone();
        let asked = !requests.is_empty();
        for request in requests {
            if request.edits() && self.refuses_edits() {
                self.say_read_only(context);
                continue;
            }
            match request {
                Request::Edit(edit) => {
                    if time - self.last_edit > BURST_PAUSE
                        && !context.input(|input| input.pointer.any_down())
                    {
                        self.document.seal();
                    }
                    self.last_edit = time;
                    self.edit(context, edit);
                }
                Request::Log(event) => self.log(context, event),
                Request::Vote(person) => self.vote(context, &person),
                Request::Cast => self.cast(context),
                Request::PutAside => self.put_aside(),
                Request::Withdraw(person) => self.withdraw(context, &person),
                Request::Reveal => self.reveal(context),
                Request::Agree(reasons) => self.agree(context, &reasons),
                Request::WriteBlanks(folder) => self.write_blanks(folder),
                Request::Report(what, path, replace) => self.start_export(what, path, replace),
                Request::WriteRecord(plan) => self.write_record(*plan),
                Request::Template(path) => self.read_template(path),
                Request::CompareWith(path) => self.compare_with(context, path),
                Request::CopyComparison => self.copy_comparison(context),
                Request::ChooseMerge(choices) => self.choose_merge(choices),
                Request::FinishMerge => self.finish_merge(context),
                Request::Settle(choice) => self.settle(context, choice),
                Request::TakeOver => self.take_over(context),
                Request::Recovery(asked) => self.recovery_asked(asked),
                Request::LeaveBallot => self.guard(context, Held::LeaveBallot),
                Request::TakeBallot(text) => self.take_pasted(context, &text),
                Request::View(change) => change(&mut self.view),
                Request::Command(command) => self.command(context, frame, command),
                // A ballot may belong to the session that is open, and then replaces nothing.
                Request::OpenFile(path) if is_ballot_name(&path) => self.start_opening(path),
                Request::OpenFile(path) => self.guard(context, Held::Open(path)),
                Request::ImportFile(path) => self.guard(context, Held::Import(path)),
                Request::ImportRun(path) => self.read_run(path),
                Request::Start(preset) => self.guard(context, Held::Start(preset)),
                Request::ChooseAnother(purpose, path) => {
                    self.choose_another(context, frame, purpose, &path);
                }
                Request::SaveTo(path, replace) => self.save_to(context, path, replace),
                Request::AddNote(about) => self.add_note(context, about),
                Request::Park => self.park(context),
                Request::OpenCard(card, criterion) => self.open_card(context, card, &criterion),
                Request::Object(contest) => self.object(context, *contest),
                Request::Proceed => {
                    if let Some(held) = self.held.take() {
                        self.go_on(context, held);
                    }
                }
                Request::KeepDrafts => self.keep_drafts(context),
                Request::SaveWithoutComments => {
                    self.document.let_go();
                    if let Some(ballot) = &mut self.ballot {
                        ballot.let_go();
                    }
                    self.save(context, frame);
                }
                Request::Copy(text) => {
                    context.copy_text(text);
                    self.toast(context, "Copied");
                }
                Request::OpenUrl(url) => {
                    if url.starts_with("https://") {
                        context.open_url(egui::OpenUrl::new_tab(url));
                    }
                }
            }
        }
        self.let_go();
        self.look_no_more();
        self.keep_merging();
        self.follow(selected.as_ref());
        self.fill_screen(context);
        self.watch_ballots(context);
        self.refresh(context);
        self.keep_looking(context);
        self.keep_recovery();
        if asked {
            // What was asked for shows in the next frame.
            context.request_repaint();
        }
    }

    fn refresh(&mut self, context: &Context) {
        let tried = &self.view.verdict.what_if;
        self.answers.refresh(&self.document, tried, self.catalogue, &mut self.workers);
        self.search();
        self.refresh_page();
        self.wait_for_the_minute(context);
        self.wait_for_toasts(context);
        self.file.path = self.document.path().cloned();
        self.file.dirty = self.document.dirty();
        self.file.saved = self.document.saved();
        if self.file.to_know != self.document.to_know() {
            self.file.to_know = self.document.to_know().to_vec();
        }
        self.file.busy = match self.tasks {
            Tasks { saving: true, .. } => Some("Saving"),
            Tasks { reading: true, .. } => Some("Opening"),
            _ => None,
        };
        let title = self.window_title();
        if title != self.title {
            context.send_viewport_cmd(ViewportCommand::Title(title.clone()));
            self.title = title;
        }
    }

    /// What the window is called: what is open, and whether it is unsaved.
    fn window_title(&self) -> String {
        let mark = if self.file.dirty { "• " } else { "" };
        let ballot = self.view.voting.as_ref().filter(|voting| voting.alone);
        match (self.file.open, self.file.name()) {
            _ if ballot.is_some() => {
                let mark = if self.ballot_unsaved() { "• " } else { "" };
                let name = ballot.map_or("", |voting| voting.paper.name.as_str());
                format!("{mark}Ballot of {name} – Weighbridge")
            }
            (false, _) => "Weighbridge".to_owned(),
            (true, Some(name)) => {
                format!("{mark}{} ({name}) – Weighbridge", self.session().title())
            }
            (true, None) => format!("{mark}{} – Weighbridge", self.session().title()),
        }
    }

    /// Searches the notes, when the words or the session have changed.
    fn search(&mut self) {
        let wanted = self.view.search.clone().map(|query| (query, self.document.stamp()));
        if wanted == self.found.1 {
            return;
        }
        let query = wanted.as_ref().map(|(query, _)| query.as_str()).unwrap_or_default();
        let notes = self.session().notes.iter().enumerate();
        let found = notes.filter(|(_, note)| note.matches(query)).map(|(at, _)| at).collect();
        self.found = (found, wanted);
    }

    /// Puts a session on the desk.
    fn put(&mut self, document: Document, step: Step) {
        self.answers = Answers::of(&document, self.catalogue);
        self.document = document;
        self.ballot = None;
        self.merging = None;
        self.comparison = None;
        self.file = FileStatus { open: true, ..FileStatus::default() };
        self.view = View {
            screen: Screen::Step(step),
            sort: self.view.sort,
            inspector: true,
            selected: self.session().criteria.first().map(|c| c.id.clone()),
            toasts: std::mem::take(&mut self.view.toasts),
            author: std::mem::take(&mut self.view.author),
            ..View::default()
        };
    }
}

/// Whether a file is called like a ballot.
fn is_ballot_name(path: &Path) -> bool {
    path.to_string_lossy().to_lowercase().ends_with(BALLOT_SUFFIX)
}

impl eframe::App for App {
    fn logic(&mut self, context: &Context, _frame: &mut eframe::Frame) {
        self.take_news(context);
    }

    fn ui(&mut self, ui: &mut egui::Ui, frame: &mut eframe::Frame) {
        self.draw(ui);
        self.handle(&ui.ctx().clone(), frame);
    }

    fn clear_color(&self, visuals: &egui::Visuals) -> [f32; 4] {
        visuals.panel_fill.to_normalized_gamma_f32()
    }
}

/// Opens the window and runs until it is closed.
///
/// # Errors
/// When there is no display, or no renderer starts.
pub fn run(catalogue: &'static Catalogue, options: Options) -> eframe::Result {
    if let Some(folder) = &options.state_folder {
        clean_stale(folder);
        panics::report_panics(folder.clone());
    }
    let native = eframe::NativeOptions {
        viewport: egui::ViewportBuilder::default()
            .with_title("Weighbridge")
            .with_app_id("weighbridge")
            .with_icon(icon::icon())
            .with_inner_size([1440.0, 900.0])
            .with_min_inner_size([480.0, 360.0])
            .with_drag_and_drop(true),
        #[cfg(all(feature = "glow", not(feature = "wgpu")))]
        renderer: eframe::Renderer::Glow,
        #[cfg(feature = "wgpu")]
        renderer: eframe::Renderer::Wgpu,
        ..eframe::NativeOptions::default()
    };
    eframe::run_native(
        "weighbridge",
        native,
        Box::new(move |cc| Ok(Box::new(App::new(&cc.egui_ctx, catalogue, options)))),
    )
}
