//! What is shown, and how: everything on screen that is not the session.

mod dialogs;

use crate::analysis::{Casting, Verdict};
use crate::report::{self, Telling};
use crate::session::{Ballot, Criterion, Edit, Id, Paper, Points, Session, Side};
use crate::store::recovery::Contest;
use crate::ui::present::Present;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicU64, Ordering};

pub use dialogs::{
    BesideOpen, Earlier, EarlierRow, MergeRow, MergeView, Modal, OutsideView, PathFor, Preview,
    Unread,
};

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
    /// Objections that are being written, at most one to a card.
    pub contests: Vec<Contest>,
    /// Why points are not what the ballots come to, by criterion, until the weights are agreed.
    pub reasons: BTreeMap<Id, String>,
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

    /// Whose ballots are begun and not cast.
    #[must_use]
    pub fn begun_ballots(&self) -> Vec<String> {
        let open = self.voting.as_ref().filter(|voting| !voting.alone);
        let open = open.map(|voting| &voting.paper).filter(|paper| !paper.is_blank());
        self.papers.values().chain(open).map(|paper| paper.name.clone()).collect()
    }

    /// What somebody has begun that is not in the session yet, and so in no save, in a few words.
    #[must_use]
    pub fn begun(&self) -> Option<&'static str> {
        if self.drafts.values().any(|draft| !draft.text.trim().is_empty()) {
            Some("Note not added yet")
        } else if !self.meeting.parking.trim().is_empty() {
            Some("Not parked yet")
        } else if !self.begun_ballots().is_empty() {
            Some("Ballot not cast yet")
        } else if self.contests.iter().any(|contest| !contest.text.trim().is_empty()) {
            Some("Objection not added yet")
        } else if self.review_draft.is_some() || !self.meeting.due_drafts.is_empty() {
            Some("A day is not understood")
        } else {
            None
        }
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
    /// Whose button to vote takes the keyboard.
    pub next: Option<Id>,
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
