//! What is shown, and how: everything on screen that is not the session.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use jiff::Timestamp;

use super::desk::Settle;
use super::evidence::{Contest, Sheet};
use super::present::Present;
use crate::analysis::agreement::Override;
use crate::analysis::words::sentence;
use crate::analysis::{Casting, Verdict};
use crate::export::What;
use crate::report::{self, Comparison, Telling};
use crate::session::{Ballot, Criterion, Edit, Id, Paper, Points, Session, Side};
use crate::store::OpenError;
use crate::store::decisions::Plan;
use crate::store::merge::{Conflict, Take};
use crate::store::recovery::Key;

/// The state of the window that no file keeps.
#[derive(Debug, Default)]
pub struct View {
    /// The screen that is shown.
    pub screen: Screen,
    /// The criterion that the inspector shows.
    pub selected: Option<Id>,
    /// The order of the comparison.
    pub sort: Sort,
    /// Whether the panel on the right is wanted, where there is room for it.
    pub inspector: bool,
    /// Whether the panel has taken the table's place, in a narrow window.
    pub panel_over: bool,
    /// How reports are made.
    pub report: Reports,
    /// Whether the inspector shows the words of a criterion as fields.
    pub editing_words: bool,
    /// Criteria under which cards that do not apply are shown as well.
    pub unfolded: BTreeSet<Id>,
    /// What is open of the meeting.
    pub meeting: MeetingView,
    /// What is searched for in the notes, while the search is open.
    pub search: Option<String>,
    /// The notes being written, by what they are about.
    pub drafts: BTreeMap<Option<Id>, NoteDraft>,
    /// Who says the next note.
    pub author: String,
    /// The note being changed.
    pub editing_note: Option<Id>,
    /// What the verdict shows.
    pub verdict: VerdictView,
    /// The slide that is being presented, and where.
    pub present: Option<Present>,
    /// The ballot that fills the window.
    pub voting: Option<Voting>,
    /// Ballots that were begun and put aside, by participant. No file keeps them.
    pub papers: BTreeMap<Id, Paper>,
    /// How a round that is being collected is looked at.
    pub collect: CollectView,
    /// The review date as it is being typed, while it is no date yet.
    pub review_draft: Option<String>,
    /// Whether somebody has seen what there is to know of the file.
    pub about_file: AboutFile,
    /// A dialog over the window.
    pub modal: Option<Modal>,
    /// What was about to be handed in as a ballot when the dialog for it was turned away from.
    pub pasted: String,
    /// Short messages, newest last.
    pub toasts: Vec<Toast>,
    /// What is to get the keyboard in the next frame.
    pub focus: Option<Focus>,
}

impl View {
    /// Shows a step.
    pub fn go(&mut self, step: Step) {
        self.screen = Screen::Step(step);
        self.panel_over = false;
    }

    /// The note being written on a criterion, or on the whole decision.
    pub fn draft(&mut self, about: Option<Id>) -> &mut NoteDraft {
        self.drafts.entry(about).or_default()
    }

    /// The points that are tried out, where they are not the session's, as one edit.
    #[must_use]
    pub fn what_if_edit(&self, session: &Session) -> Option<Edit> {
        let tried = session.criteria.iter().filter_map(|criterion| {
            let points = *self.verdict.what_if.get(&criterion.id)?;
            (points != criterion.points).then(|| Edit::SetPoints(criterion.id.clone(), points))
        });
        let edits: Vec<Edit> = tried.collect();
        (!edits.is_empty()).then(|| Edit::Batch("What-if applied".to_owned(), edits))
    }

    /// Shows the panel on the right, wherever it has its place.
    pub fn open_panel(&mut self) {
        self.meeting.open = false;
        self.inspector = true;
        self.panel_over = true;
    }

    /// Shows the meeting in place of any other panel.
    pub fn open_meeting(&mut self) {
        self.search = None;
        self.meeting.open = true;
        self.panel_over = true;
    }

    /// Gives the meeting's place back to what was there.
    pub fn close_meeting(&mut self) {
        self.meeting.open = false;
        self.panel_over = false;
    }

    /// Turns away from the dialog, by Escape or a click beside it. What was pasted is not lost with
    /// it; from what is one step into a dialog it leads one step back.
    pub fn turn_away(&mut self) {
        match self.modal.take() {
            Some(Modal::PasteBallot(text, _)) => self.pasted = text,
            Some(Modal::Earlier(list)) if list.is_within() => {
                self.modal = Some(Modal::Earlier(Box::new(Earlier::of(list.rows))));
            }
            _ => {}
        }
    }

    /// Whether the meeting is in sight. In a narrow window it is until another step is shown.
    #[must_use]
    pub fn shows_meeting(&self, narrow: bool) -> bool {
        self.meeting.open && self.search.is_none() && (!narrow || self.panel_over)
    }
}

/// Whether somebody has seen what there is to know of the open file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum AboutFile {
    /// Not yet: a bar says it.
    #[default]
    New,
    /// It has been read, or turned away from.
    Seen,
}

/// A widget that is to get the keyboard, and what of its text is to be selected then.
#[derive(Clone, Copy, Debug)]
pub struct Focus {
    /// The widget.
    pub id: egui::Id,
    /// From which character to which; none leaves the cursor where it was.
    pub selection: Option<(usize, usize)>,
}

impl Focus {
    /// The widget as it was left.
    #[must_use]
    pub const fn on(id: egui::Id) -> Self {
        Self { id, selection: None }
    }

    /// A text field with the cursor at the end of its text.
    #[must_use]
    pub fn at_end(id: egui::Id, text: &str) -> Self {
        let end = text.chars().count();
        Self { id, selection: Some((end, end)) }
    }

    /// A text field with all of its text selected, to be typed over.
    #[must_use]
    pub fn on_all(id: egui::Id, text: &str) -> Self {
        Self { id, selection: Some((0, text.chars().count())) }
    }
}

/// The meeting as it is looked at.
#[derive(Debug, Default)]
pub struct MeetingView {
    /// Whether the panel on the right holds it.
    pub open: bool,
    /// What is about to be parked.
    pub parking: String,
    /// The due dates of follow-ups as they are being typed, while they are no dates yet.
    pub due_drafts: BTreeMap<Id, String>,
}

/// How a round that is being collected is looked at.
#[derive(Debug, Default)]
pub struct CollectView {
    /// Whether every ballot file that does not count is listed.
    pub all_files: bool,
}

/// How the verdict is looked at.
#[derive(Debug, Default)]
pub struct VerdictView {
    /// Points that are tried out in place of the session's, by criterion.
    pub what_if: BTreeMap<Id, Points>,
    /// What the panel beside it shows.
    pub beside: Beside,
    /// Whether every criterion that can flip it is listed.
    pub all_flips: bool,
    /// Whether everybody's own verdict is listed, where they are many.
    pub everybody: bool,
}

/// What the panel beside the verdict shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Beside {
    /// The common mistakes and what else is open.
    #[default]
    BeforeYouDecide,
    /// Sliders to try other weights.
    WhatIf,
}

/// A ballot that fills the window.
#[derive(Debug)]
pub struct Voting {
    /// What has been answered.
    pub paper: Paper,
    /// What that comes to.
    pub casting: Casting,
    /// Whether the one whose ballot it is has taken the keyboard.
    pub begun: bool,
    /// Whether the ballot is a file of its own, and not one of the open session's.
    pub alone: bool,
    /// The ballot of an earlier round, to start from.
    pub earlier: Option<Ballot>,
    /// The swing that was chosen as the largest, where several have 100 points.
    pub largest: Option<Id>,
    /// The comparison that is asked again.
    pub again: Option<(Id, Id)>,
    /// Tells this sitting from all others, so that no field's undo reaches into another's.
    sitting: u64,
}

impl Voting {
    /// A ballot to answer.
    #[must_use]
    pub fn new(paper: Paper, alone: bool, earlier: Option<Ballot>) -> Self {
        static SITTINGS: AtomicU64 = AtomicU64::new(0);
        let casting = Casting::of(&paper);
        let sitting = SITTINGS.fetch_add(1, Ordering::Relaxed);
        Self { paper, casting, begun: alone, alone, earlier, largest: None, again: None, sitting }
    }

    /// The scope of everything that this ballot shows. A field keeps what was typed into it, to
    /// undo it, by its name within the window: here no name is ever used by two people, nor by
    /// one at two sittings.
    #[must_use]
    pub fn scope(&self) -> egui::Id {
        let Paper { session, round, person, .. } = &self.paper;
        let ids = [session, round, person].map(Id::as_str);
        egui::Id::unique(("ballot", ids, self.sitting))
    }

    /// Changes the paper, and works out what it comes to.
    pub fn change(&mut self, change: impl FnOnce(&mut Paper)) {
        change(&mut self.paper);
        self.casting = Casting::of(&self.paper);
    }
}

/// A note that has not been added yet.
#[derive(Clone, Debug, Default)]
pub struct NoteDraft {
    /// What it says.
    pub text: String,
    /// The side it is about.
    pub side: Option<Side>,
}

/// A place in the program.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Screen {
    /// Where a session is chosen.
    #[default]
    Welcome,
    /// A step of the session.
    Step(Step),
    /// One person's ballot, and nothing else.
    Ballot,
}

/// The steps of a session.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// What is being decided, by whom.
    Frame,
    /// How much each criterion matters.
    Weigh,
    /// The two side by side.
    Compare,
    /// Who leads, and why.
    Verdict,
    /// The decision as it is kept.
    Record,
}

impl Step {
    /// All steps in order.
    pub const ALL: [Self; 5] =
        [Self::Frame, Self::Weigh, Self::Compare, Self::Verdict, Self::Record];

    /// The name on the rail.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Frame => "Frame",
            Self::Weigh => "Weigh",
            Self::Compare => "Compare",
            Self::Verdict => "Verdict",
            Self::Record => "Record",
        }
    }
}

/// The order of the criteria in the comparison.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sort {
    /// As the session has them.
    #[default]
    Catalogue,
    /// Heaviest first.
    Weight,
    /// Those that tip the balance most first.
    Contribution,
}

impl Sort {
    /// All orders as offered.
    pub const ALL: [Self; 3] = [Self::Catalogue, Self::Weight, Self::Contribution];

    /// The words on its button.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Catalogue => "Session’s order",
            Self::Weight => "Heaviest first",
            Self::Contribution => "Strongest first",
        }
    }

    /// Positions of the criteria in this order; equals keep the session's order.
    #[must_use]
    pub fn order(self, session: &Session, verdict: &Verdict) -> Vec<usize> {
        let mut order: Vec<usize> = (0..session.criteria.len()).collect();
        match self {
            Self::Catalogue => {}
            Self::Weight => {
                let weight =
                    |&i: &usize| verdict.balance.weights.values.get(i).copied().unwrap_or_default();
                order.sort_by(|a, b| weight(b).total_cmp(&weight(a)));
            }
            // While the result is covered, what is shown is not weighed, and neither is its order.
            Self::Contribution if session.covered() => {
                let tip = |&i: &usize| session.criteria.get(i).map_or(0.0, Criterion::difference);
                order.sort_by(|a, b| tip(b).abs().total_cmp(&tip(a).abs()));
            }
            Self::Contribution => order.clone_from(&verdict.drivers),
        }
        order
    }
}

/// How reports are made.
#[derive(Clone, Debug, Default)]
pub struct Reports {
    /// What they tell.
    pub telling: Telling,
    /// The size of printed pages, and the team's own template.
    pub layout: report::Layout,
}

/// A dialog over the window.
#[derive(Debug)]
pub enum Modal {
    /// The action finder, with what is typed and which match is chosen.
    Finder(String, usize),
    /// The list of keys.
    Shortcuts,
    /// What the workbench knows beyond the criteria.
    Guide,
    /// A path to type.
    Path(PathFor, String),
    /// A file that could not be read.
    Unread(Box<Unread>),
    /// Something that went wrong, in a sentence.
    Failure(String),
    /// The session could not be saved, with the reason in a sentence.
    NotSaved(String),
    /// A report could not be written there, with the reason in a sentence.
    NotExported(What, PathBuf, String),
    /// What the answers suggest, before it is taken.
    Suggestion,
    /// Unsaved changes hold something up; saving may be refused, so they are named.
    Unsaved,
    /// The file has comments that a save drops.
    DropComments,
    /// A file of that name exists.
    Replace(PathBuf),
    /// The result is about to be uncovered before the weights are agreed.
    Uncover,
    /// A round is about to be revealed while some who are here have not voted.
    Reveal,
    /// The weights are about to be agreed on with some set by hand: which, and the reasons by
    /// criterion.
    Agree(Vec<Override>, BTreeMap<Id, String>),
    /// A ballot is about to be given up.
    TakeBack(Id),
    /// Two versions of a session are made one.
    Merge(Box<MergeView>),
    /// A ballot is pasted as text, with what was wrong with it.
    PasteBallot(String, Option<String>),
    /// A card of measured evidence, whole.
    Card(Box<Sheet>),
    /// An objection to a card is being written, or settled.
    Contest(Box<Contest>),
    /// What matters of the evidence.
    Matters,
    /// A criterion with notes is about to be removed.
    RemoveCriterion(Id),
    /// Where the decision record goes, before it is written.
    Record(Box<Plan>),
    /// What has changed since an earlier session.
    Comparison(Arc<Comparison>),
    /// The versions that were kept.
    Earlier(Box<Earlier>),
    /// What the program wrote when it failed.
    Crash(String),
    /// Reports would take the place of these files.
    ReplaceReports(What, PathBuf, Vec<PathBuf>),
    /// The file is not what was loaded or saved last: what differs, and what can be done.
    Outside(Box<OutsideView>),
    /// Loading the file again would drop unsaved changes.
    Reload,
    /// The file is open in another window.
    OpenElsewhere,
    /// What a file is, before it is taken over.
    Preview(Box<Preview>),
    /// What there is to know of the open file.
    AboutFile,
}

/// What is shown of a file that could not be read.
#[derive(Clone, Debug)]
pub struct Unread {
    /// What could not be done.
    pub heading: String,
    /// Why not.
    pub said: String,
    /// The line in question with a mark under the place, and what to do about it.
    pub place: Option<(String, String)>,
    /// All of it in one text, to be copied.
    pub whole: String,
    /// What the file was for, and which it was.
    pub wanted: (PathFor, PathBuf),
}

impl Unread {
    /// A file that the store could not read.
    #[must_use]
    pub fn of(purpose: PathFor, path: PathBuf, error: OpenError) -> Self {
        match error {
            OpenError::Problem(problem) => {
                let said =
                    format!("Line {}, column {}: {}", problem.line, problem.column, problem.what);
                let (snippet, whole) = (problem.snippet(), problem.to_string());
                let place = Some((snippet, problem.fix));
                Self { place, whole, ..Self::plain(purpose, path, said) }
            }
            error => Self::plain(purpose, path, sentence(&error.to_string())),
        }
    }

    /// A file of which no place is in question.
    #[must_use]
    pub fn plain(purpose: PathFor, path: PathBuf, said: String) -> Self {
        let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy();
        let done = match purpose {
            PathFor::Template => "used as a template",
            PathFor::Import => "imported",
            PathFor::Earlier => "compared with",
            _ => "opened",
        };
        let heading = format!("{name} cannot be {done}");
        Self { heading, whole: said.clone(), said, place: None, wanted: (purpose, path) }
    }
}

/// What is shown of a file that is not what was loaded or saved last.
#[derive(Clone, Debug)]
pub struct OutsideView {
    /// What has happened.
    pub heading: String,
    /// What that means.
    pub said: String,
    /// What differs, each list with its heading.
    pub lists: Vec<(String, Vec<String>)>,
    /// What can be done about it, the best first.
    pub choices: Vec<Settle>,
}

/// What a file is, before it is taken over.
#[derive(Clone, Debug, Default)]
pub struct Preview {
    /// The question.
    pub heading: String,
    /// What is known of it: names and values.
    pub rows: Vec<(String, String)>,
    /// What somebody should know of it first.
    pub warnings: Vec<String>,
    /// What taking it over is called.
    pub action: &'static str,
}

/// The versions that were kept.
#[derive(Debug, Default)]
pub struct Earlier {
    /// The versions, the newest first.
    pub rows: Vec<EarlierRow>,
    /// The place of the one that is looked at.
    pub looking: Option<usize>,
    /// Whether the user is being asked about deleting them.
    pub deleting: bool,
}

impl Earlier {
    /// A list of which nothing is looked at yet.
    #[must_use]
    pub fn of(rows: Vec<EarlierRow>) -> Self {
        Self { rows, ..Self::default() }
    }

    /// The version that is looked at.
    #[must_use]
    pub fn looked_at(&self) -> Option<&EarlierRow> {
        self.rows.get(self.looking?)
    }

    /// Whether something else than the list is shown.
    #[must_use]
    pub const fn is_within(&self) -> bool {
        self.deleting || self.looking.is_some()
    }

    /// How many versions are kept by windows that run, and how many are not.
    #[must_use]
    pub fn in_use_and_not(&self) -> (usize, usize) {
        let in_use = self.rows.iter().filter(|row| row.in_use).count();
        (in_use, self.rows.len() - in_use)
    }
}

/// A version that was kept.
#[derive(Debug)]
pub struct EarlierRow {
    /// Its name.
    pub key: Key,
    /// When it was kept.
    pub at: Option<Timestamp>,
    /// The decision's title.
    pub title: String,
    /// The session's file, once it has one.
    pub file: Option<String>,
    /// How much is in it, and whether it was saved.
    pub holds: String,
    /// How it stands beside what is open.
    pub beside: BesideOpen,
    /// What was being written in it: what that is, and the text.
    pub unfinished: Vec<(String, String)>,
    /// Whether a window that runs is keeping it.
    pub in_use: bool,
    /// Why it cannot be read, in a sentence.
    pub refused: Option<String>,
}

impl EarlierRow {
    /// A version of that name, of which nothing else is known.
    #[must_use]
    pub fn of(key: Key) -> Self {
        Self {
            key,
            at: None,
            title: String::new(),
            file: None,
            holds: String::new(),
            beside: BesideOpen::Same,
            unfinished: Vec::new(),
            in_use: false,
            refused: None,
        }
    }
}

/// How a version that was kept stands beside what is open.
#[derive(Debug)]
pub enum BesideOpen {
    /// It is what is open, with what is being written.
    Same,
    /// What going back to it would change, which is nothing where only what was being written is
    /// another.
    Changes(Vec<String>),
    /// It is of another decision than the one that is open, or none is: what it is, in names and
    /// values.
    Another(Vec<(String, String)>),
}

/// What is shown of two versions of a session that are being made one.
#[derive(Clone, Debug)]
pub struct MergeView {
    /// What the decision is called.
    pub decision: String,
    /// What both have changed, whether it has been chosen or not.
    pub rows: Vec<MergeRow>,
    /// How many of them are left to choose.
    pub open: usize,
    /// Why the last choice was not taken, in a sentence.
    pub problem: Option<String>,
    /// Whether the open file is merged into what is on the desk, and not two versions in a file.
    pub onto_desk: bool,
}

/// Something that both versions have changed.
#[derive(Clone, Debug)]
pub struct MergeRow {
    /// What it is, with both versions as they are shown.
    pub conflict: Conflict,
    /// Which was chosen.
    pub chosen: Option<Take>,
}

/// What a typed path is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PathFor {
    /// Opening a session.
    Open,
    /// Saving the session.
    Save,
    /// Reading a decision matrix.
    Import,
    /// Writing blank ballots into a folder.
    Blanks,
    /// Writing a report.
    Report(What),
    /// Reading an earlier session to compare with.
    Earlier,
    /// Reading a template for reports.
    Template,
}

/// A short message at the foot of the window.
#[derive(Clone, Debug)]
pub struct Toast {
    /// What it says.
    pub text: String,
    /// The frame time at which it goes, in seconds.
    pub until: f64,
    /// Whether it is about what is not saved yet, and goes with the next save.
    pub until_saved: bool,
}
