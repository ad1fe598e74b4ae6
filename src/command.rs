//! Every user action in one table: its name, what it does, and its keys. Menus, the action
//! finder and the shortcut sheet are made from it.

/// An action that takes nothing but the wish for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Command {
    /// Back to the welcome screen, to start another session.
    New,
    /// Open a file by dialog.
    Open,
    /// Open a file by its path.
    OpenPath,
    /// Read a decision matrix.
    Import,
    /// Save to the session's file.
    Save,
    /// Save to another file.
    SaveAs,
    /// Save to a path that is typed.
    SavePath,
    /// Choose an earlier session of the same decision, and see what has changed.
    CompareEarlier,
    /// See the versions that were kept, and go back to one.
    EarlierVersions,
    /// Take the version that something else has put into the file.
    Reload,
    /// Let the next save replace what something else has put into the file.
    KeepMine,
    /// See what differs between this window and the file, and make one of both.
    Differences,
    /// Read what there is to know of the open file.
    AboutFile,
    /// Close the window.
    Quit,
    /// Copy the summary, formatted where the system takes that.
    CopySummary,
    /// Copy the decision as one sentence.
    CopyStatement,
    /// Write the summary as Markdown.
    ExportMarkdown,
    /// Write the page as HTML.
    ExportHtml,
    /// Write the page as PDF.
    ExportPdf,
    /// Write a spreadsheet.
    ExportSheet,
    /// Write the table of criteria.
    ExportCsv,
    /// Write the charts as drawings.
    ExportSvg,
    /// Write the charts as pixels.
    ExportPng,
    /// Write what has changed since an earlier session.
    ExportComparison,
    /// Write a decision record into the folder of such records.
    ExportRecord,
    /// Write every format into one folder.
    ExportAll,
    /// Choose whether reports hold everybody's own ballot.
    ReportBallots,
    /// Choose between A4 and letter.
    ReportPaper,
    /// Lay Markdown or HTML out with a template of the team's own.
    ReportTemplate,
    /// Lay Markdown and HTML out with the built-in templates again.
    BuiltInTemplates,
    /// Give up the export that is running.
    CancelExport,
    /// Take the last change back.
    Undo,
    /// Make it again.
    Redo,
    /// Add a criterion of the team's own.
    AddCriterion,
    /// Add a must-have.
    AddMustHave,
    /// Add a participant.
    AddPerson,
    /// Start a note on the selected criterion.
    AddNote,
    /// Search all notes.
    SearchNotes,
    /// Show what the answers would change.
    Suggestion,
    /// Open a round of ballots.
    OpenRound,
    /// Show everybody the ballots.
    Reveal,
    /// Take a round back that nobody has voted in.
    CancelRound,
    /// Take a ballot from text.
    PasteBallot,
    /// Write a ballot file for each person who has not voted.
    WriteBlanks,
    /// Copy the ballot that fills the window as text.
    CopyBallot,
    /// Give the criteria the points that the ballots come to.
    TakePooled,
    /// Begin the next part of the agenda.
    NextPart,
    /// End the last part of the agenda.
    EndMeeting,
    /// Put something aside.
    Park,
    /// Add something to be done after the meeting.
    AddFollowUp,
    /// Add a part to the agenda.
    AddAgendaItem,
    /// Agree on the weights as they stand.
    AgreeWeights,
    /// Open the weights again.
    ReopenWeights,
    /// Look at the result before the weights are agreed.
    Uncover,
    /// Try other weights without touching the session.
    WhatIf,
    /// Take over the weights that were tried.
    ApplyWhatIf,
    /// Forget the weights that were tried.
    DropWhatIf,
    /// To the frame.
    Frame,
    /// To the weights.
    Weigh,
    /// To the comparison.
    Compare,
    /// To the verdict.
    Verdict,
    /// To the record.
    Record,
    /// Select the next criterion.
    NextCriterion,
    /// Select the criterion before.
    PreviousCriterion,
    /// Criteria in the session's own order.
    SortCatalogue,
    /// Heaviest criteria first.
    SortWeight,
    /// Criteria that tip the balance most first.
    SortContribution,
    /// Show the current step large, for a projector.
    Present,
    /// The same in a second window.
    PresentOther,
    /// Show or hide the panel on the right.
    Inspector,
    /// Show or hide the agenda and what is around the decision.
    Meeting,
    /// Between light and dark.
    Theme,
    /// Larger.
    ZoomIn,
    /// Smaller.
    ZoomOut,
    /// Back to the usual size.
    ZoomReset,
    /// Find any action by name.
    FindAction,
    /// What the workbench knows beyond the criteria.
    Guide,
    /// The list of keys.
    Shortcuts,
}

/// Where an action stands in the menu.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Group {
    /// Files.
    File,
    /// What leaves the session.
    Export,
    /// Changes to the session.
    Edit,
    /// What happens in the room.
    Room,
    /// Places to go to.
    Go,
    /// How things are shown.
    View,
    /// Help.
    Help,
}

impl Group {
    /// All groups in menu order.
    pub const ALL: [Self; 7] =
        [Self::File, Self::Export, Self::Edit, Self::Room, Self::Go, Self::View, Self::Help];

    /// The heading in menu and sheet.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::File => "File",
            Self::Export => "Export",
            Self::Edit => "Edit",
            Self::Room => "Room",
            Self::Go => "Go",
            Self::View => "View",
            Self::Help => "Help",
        }
    }
}

/// A key of a [`Shortcut`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Key {
    /// A letter or a digit, in upper case.
    Char(char),
    /// The plus key, with or without Shift.
    Plus,
    /// The minus key.
    Minus,
    /// Arrow up.
    Up,
    /// Arrow down.
    Down,
    /// A function key.
    Function(u8),
}

/// A key with the modifiers that must be held, and no others.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Shortcut {
    /// Ctrl, or ⌘ on a Mac.
    pub ctrl: bool,
    /// Shift.
    pub shift: bool,
    /// The key.
    pub key: Key,
}

impl Shortcut {
    const fn ctrl(key: Key) -> Self {
        Self { ctrl: true, shift: false, key }
    }

    const fn ctrl_shift(key: Key) -> Self {
        Self { ctrl: true, shift: true, key }
    }

    const fn plain(key: Key) -> Self {
        Self { ctrl: false, shift: false, key }
    }

    const fn shift(key: Key) -> Self {
        Self { ctrl: false, shift: true, key }
    }

    /// Whether a text field with the focus needs these keys for itself.
    #[must_use]
    pub const fn belongs_to_text(self) -> bool {
        matches!(self.key, Key::Up | Key::Down | Key::Char('Z' | 'Y'))
    }

    /// The keys in words: `Ctrl+Shift+S`.
    #[must_use]
    pub fn text(self) -> String {
        let ctrl = match (self.ctrl, cfg!(target_os = "macos")) {
            (false, _) => "",
            (true, true) => "Cmd+",
            (true, false) => "Ctrl+",
        };
        let shift = if self.shift { "Shift+" } else { "" };
        let key = match self.key {
            Key::Char(c) => c.to_string(),
            Key::Plus => "+".to_owned(),
            Key::Minus => "-".to_owned(),
            Key::Up => "Up".to_owned(),
            Key::Down => "Down".to_owned(),
            Key::Function(n) => format!("F{n}"),
        };
        format!("{ctrl}{shift}{key}")
    }
}

/// What the table says of an action.
#[derive(Clone, Copy, Debug)]
pub struct Info {
    /// The name; ends in `…` when more input follows.
    pub name: &'static str,
    /// What it does, for tooltip and finder.
    pub hint: &'static str,
    /// Its place in the menu.
    pub group: Group,
    /// Its keys.
    pub shortcut: Option<Shortcut>,
}

impl Info {
    const fn new(group: Group, name: &'static str, hint: &'static str) -> Self {
        Self { name, hint, group, shortcut: None }
    }

    const fn keys(self, shortcut: Shortcut) -> Self {
        Self { shortcut: Some(shortcut), ..self }
    }
}

impl Command {
    /// All actions in menu order.
    pub const ALL: [Self; 78] = [
        Self::New,
        Self::Open,
        Self::OpenPath,
        Self::Import,
        Self::Save,
        Self::SaveAs,
        Self::SavePath,
        Self::CompareEarlier,
        Self::EarlierVersions,
        Self::Reload,
        Self::KeepMine,
        Self::Differences,
        Self::AboutFile,
        Self::Quit,
        Self::CopySummary,
        Self::CopyStatement,
        Self::ExportMarkdown,
        Self::ExportHtml,
        Self::ExportPdf,
        Self::ExportSheet,
        Self::ExportCsv,
        Self::ExportSvg,
        Self::ExportPng,
        Self::ExportRecord,
        Self::ExportComparison,
        Self::ExportAll,
        Self::ReportBallots,
        Self::ReportPaper,
        Self::ReportTemplate,
        Self::BuiltInTemplates,
        Self::CancelExport,
        Self::Undo,
        Self::Redo,
        Self::AddCriterion,
        Self::AddMustHave,
        Self::AddPerson,
        Self::AddNote,
        Self::SearchNotes,
        Self::Suggestion,
        Self::OpenRound,
        Self::Reveal,
        Self::CancelRound,
        Self::PasteBallot,
        Self::WriteBlanks,
        Self::CopyBallot,
        Self::TakePooled,
        Self::NextPart,
        Self::EndMeeting,
        Self::Park,
        Self::AddFollowUp,
        Self::AddAgendaItem,
        Self::AgreeWeights,
        Self::ReopenWeights,
        Self::Uncover,
        Self::WhatIf,
        Self::ApplyWhatIf,
        Self::DropWhatIf,
        Self::Frame,
        Self::Weigh,
        Self::Compare,
        Self::Verdict,
        Self::Record,
        Self::NextCriterion,
        Self::PreviousCriterion,
        Self::SortCatalogue,
        Self::SortWeight,
        Self::SortContribution,
        Self::Present,
        Self::PresentOther,
        Self::Inspector,
        Self::Meeting,
        Self::Theme,
        Self::ZoomIn,
        Self::ZoomOut,
        Self::ZoomReset,
        Self::FindAction,
        Self::Guide,
        Self::Shortcuts,
    ];

    /// The table.
    #[expect(clippy::too_many_lines, reason = "one row for each action")]
    #[must_use]
    pub const fn info(self) -> Info {
        use Group::{Edit, Export, File, Go, Help, Room, View};
        use Key::{Char, Down, Function, Minus, Plus, Up};

        match self {
            Self::New => Info::new(File, "New session…", "Choose a start for another session")
                .keys(Shortcut::ctrl(Char('N'))),
            Self::Open => {
                Info::new(File, "Open…", "Open a session file").keys(Shortcut::ctrl(Char('O')))
            }
            Self::OpenPath => Info::new(File, "Open by path…", "Type the path of a session file")
                .keys(Shortcut::ctrl_shift(Char('O'))),
            Self::Import => {
                Info::new(File, "Import a matrix…", "Start from a CSV table of criteria")
                    .keys(Shortcut::ctrl(Char('I')))
            }
            Self::Save => Info::new(File, "Save", "Save the session to its file")
                .keys(Shortcut::ctrl(Char('S'))),
            Self::SaveAs => Info::new(File, "Save as…", "Save the session to another file")
                .keys(Shortcut::ctrl_shift(Char('S'))),
            Self::SavePath => {
                Info::new(File, "Save by path…", "Type the path to save the session to")
            }
            Self::CompareEarlier => Info::new(
                File,
                "Compare with an earlier session…",
                "See what has changed since then, and what it did to the verdict",
            ),
            Self::EarlierVersions => Info::new(
                File,
                "Earlier versions…",
                "See what was kept while you worked, and go back to it",
            )
            .keys(Shortcut::ctrl_shift(Char('H'))),
            Self::Reload => Info::new(
                File,
                "Reload the file",
                "Take the version that something else has put into the file",
            ),
            Self::KeepMine => Info::new(
                File,
                "Keep mine",
                "Let the next save replace what something else has put into the file",
            ),
            Self::Differences => Info::new(
                File,
                "Differences and merge…",
                "See what differs between this window and the file, and make one of both",
            ),
            Self::AboutFile => Info::new(
                File,
                "About this file…",
                "Read what there is to know of it: comments, and fields that are not known",
            ),
            Self::CopySummary => Info::new(
                Export,
                "Copy the summary",
                "Copy the page as formatted text, and as Markdown where that is not taken",
            ),
            Self::CopyStatement => Info::new(
                Export,
                "Copy the decision as one sentence",
                "In the context of …, we decided for … to achieve …, accepting …",
            ),
            Self::ExportMarkdown => {
                Info::new(Export, "Export as Markdown…", "The summary for a wiki or a pull request")
            }
            Self::ExportHtml => {
                Info::new(Export, "Export as HTML…", "The page as one file for any browser")
            }
            Self::ExportPdf => {
                Info::new(Export, "Export as PDF…", "One page for stakeholders, and an appendix")
                    .keys(Shortcut::ctrl_shift(Char('P')))
            }
            Self::ExportSheet => Info::new(
                Export,
                "Export as spreadsheet…",
                "Criteria, weights and ratings with totals that compute",
            ),
            Self::ExportCsv => Info::new(
                Export,
                "Export the criteria as CSV…",
                "The table of criteria, which can be imported again",
            ),
            Self::ExportSvg => {
                Info::new(Export, "Export the charts as SVG…", "Drawings that stay sharp")
            }
            Self::ExportPng => {
                Info::new(Export, "Export the charts as PNG…", "Pictures for slides and chats")
            }
            Self::ExportRecord => Info::new(
                Export,
                "Save record to folder…",
                "A decision record with the next free number, in the shape that the folder has",
            )
            .keys(Shortcut::ctrl_shift(Char('E'))),
            Self::ExportComparison => Info::new(
                Export,
                "Export what has changed…",
                "The comparison with an earlier session, as Markdown or HTML",
            ),
            Self::ExportAll => {
                Info::new(Export, "Export everything…", "Every format into one folder")
            }
            Self::ReportBallots => Info::new(
                Export,
                "Single ballots in reports",
                "Switch whether reports hold everybody’s own ballot",
            ),
            Self::ReportPaper => {
                Info::new(Export, "Paper of the PDF", "Switch between A4 and letter")
            }
            Self::ReportTemplate => Info::new(
                Export,
                "Your own template…",
                "Lay out Markdown or HTML with a file of your own; weighbridge template prints one",
            ),
            Self::BuiltInTemplates => Info::new(
                Export,
                "Use the built-in templates",
                "Lay out Markdown and HTML as the workbench does",
            ),
            Self::CancelExport => {
                Info::new(Export, "Cancel the export", "Give up the export that is running")
            }
            Self::Quit => {
                Info::new(File, "Quit", "Close the window").keys(Shortcut::ctrl(Char('Q')))
            }
            Self::Undo => {
                Info::new(Edit, "Undo", "Take the last change back").keys(Shortcut::ctrl(Char('Z')))
            }
            Self::Redo => Info::new(Edit, "Redo", "Make the change again that was undone")
                .keys(Shortcut::ctrl(Char('Y'))),
            Self::AddCriterion => Info::new(Edit, "Add a criterion", "Add a criterion of your own")
                .keys(Shortcut::ctrl(Char('J'))),
            Self::AddMustHave => {
                Info::new(Edit, "Add a must-have", "Name a condition that excludes a side")
            }
            Self::AddPerson => Info::new(Edit, "Add a participant", "Name someone who takes part"),
            Self::AddNote => {
                Info::new(Edit, "Add a note", "Write a note on the selected criterion")
                    .keys(Shortcut::ctrl(Char('M')))
            }
            Self::SearchNotes => Info::new(Edit, "Search notes…", "Find words in all notes")
                .keys(Shortcut::ctrl(Char('F'))),
            Self::Suggestion => {
                Info::new(Edit, "Starting points…", "See what the answers suggest before taking it")
                    .keys(Shortcut::ctrl(Char('G')))
            }
            Self::OpenRound => Info::new(
                Room,
                "Open a round of ballots",
                "Cover the result, and collect everybody’s points without showing any",
            )
            .keys(Shortcut::ctrl_shift(Char('B'))),
            Self::Reveal => Info::new(
                Room,
                "Reveal the ballots",
                "Show everybody what was voted, and take the team’s points from it",
            )
            .keys(Shortcut::ctrl_shift(Char('R'))),
            Self::CancelRound => {
                Info::new(Room, "Cancel the round", "Take a round back that nobody has voted in")
            }
            Self::PasteBallot => {
                Info::new(Room, "Paste a ballot…", "Take a ballot that was sent as text")
            }
            Self::WriteBlanks => Info::new(
                Room,
                "Write blank ballots…",
                "Write a file for each person who has not voted, to answer elsewhere",
            ),
            Self::CopyBallot => {
                Info::new(Room, "Copy the ballot", "Copy the ballot in the window as text")
            }
            Self::TakePooled => Info::new(
                Room,
                "Take the ballots’ points",
                "Set the team’s points to the median or mean of the ballots, as one step of undo",
            ),
            Self::NextPart => Info::new(
                Room,
                "Next part of the agenda",
                "Begin the next part, or the meeting; the log says when",
            )
            .keys(Shortcut::ctrl_shift(Char('N'))),
            Self::EndMeeting => {
                Info::new(Room, "End the meeting", "End the last part; the log says when")
            }
            Self::Park => Info::new(Room, "Park something…", "Keep a thought for later")
                .keys(Shortcut::ctrl(Char('P'))),
            Self::AddFollowUp => {
                Info::new(Room, "Add a follow-up", "Note who does what after the meeting")
            }
            Self::AddAgendaItem => {
                Info::new(Room, "Add to the agenda", "Add a part to the meeting, with its minutes")
            }
            Self::AgreeWeights => Info::new(
                Room,
                "Agree the weights",
                "Note that the team agrees on the points as they stand, and show the result",
            )
            .keys(Shortcut::ctrl_shift(Char('A'))),
            Self::ReopenWeights => Info::new(
                Room,
                "Reopen the weights",
                "Go back to weighing, and cover the result again",
            ),
            Self::Uncover => Info::new(
                Room,
                "Uncover early…",
                "Look at the result before the weights are agreed; the log will say so",
            ),
            Self::WhatIf => {
                Info::new(Go, "What if…", "Try other weights without touching the session")
                    .keys(Shortcut::ctrl(Char('H')))
            }
            Self::ApplyWhatIf => Info::new(
                Edit,
                "Apply the what-if",
                "Give the criteria the points that were tried, as one step of undo",
            ),
            Self::DropWhatIf => Info::new(Edit, "Drop the what-if", "Go back to the team’s points"),
            Self::Frame => Info::new(Go, "Frame", "What is being decided, by whom")
                .keys(Shortcut::ctrl(Char('1'))),
            Self::Weigh => Info::new(Go, "Weigh", "How much each criterion matters")
                .keys(Shortcut::ctrl(Char('2'))),
            Self::Compare => {
                Info::new(Go, "Compare", "The two side by side").keys(Shortcut::ctrl(Char('3')))
            }
            Self::Verdict => Info::new(Go, "Verdict", "Who leads, and what drives it")
                .keys(Shortcut::ctrl(Char('4'))),
            Self::Record => Info::new(Go, "Record", "The decision as it is kept")
                .keys(Shortcut::ctrl(Char('5'))),
            Self::NextCriterion => Info::new(Go, "Next criterion", "Select the criterion below")
                .keys(Shortcut::ctrl(Down)),
            Self::PreviousCriterion => {
                Info::new(Go, "Previous criterion", "Select the criterion above")
                    .keys(Shortcut::ctrl(Up))
            }
            Self::SortCatalogue => {
                Info::new(View, "Sort: session’s order", "Criteria in the order of the session")
                    .keys(Shortcut::ctrl_shift(Char('1')))
            }
            Self::SortWeight => {
                Info::new(View, "Sort: heaviest first", "Criteria with the largest weight first")
                    .keys(Shortcut::ctrl_shift(Char('2')))
            }
            Self::SortContribution => {
                Info::new(View, "Sort: strongest first", "Criteria that tip the balance most first")
                    .keys(Shortcut::ctrl_shift(Char('3')))
            }
            Self::Present => {
                Info::new(View, "Present", "Show this step large, one thing at a time")
                    .keys(Shortcut::plain(Function(5)))
            }
            Self::PresentOther => Info::new(
                View,
                "Present on another screen",
                "Show the slides in a second window, and keep the workbench in this one",
            )
            .keys(Shortcut::shift(Function(5))),
            Self::Inspector => Info::new(View, "Inspector", "Show or hide the panel on the right")
                .keys(Shortcut::ctrl(Char('E'))),
            Self::Meeting => {
                Info::new(View, "Meeting", "Show or hide agenda, parking lot, follow-ups and log")
                    .keys(Shortcut::ctrl(Char('B')))
            }
            Self::Theme => {
                Info::new(View, "Light or dark", "Switch between the light and the dark theme")
                    .keys(Shortcut::ctrl(Char('T')))
            }
            Self::ZoomIn => {
                Info::new(View, "Zoom in", "Make everything larger").keys(Shortcut::ctrl(Plus))
            }
            Self::ZoomOut => {
                Info::new(View, "Zoom out", "Make everything smaller").keys(Shortcut::ctrl(Minus))
            }
            Self::ZoomReset => Info::new(View, "Usual size", "Back to the usual size")
                .keys(Shortcut::ctrl(Char('0'))),
            Self::FindAction => Info::new(Help, "Find action", "Find any action by its name")
                .keys(Shortcut::ctrl(Char('K'))),
            Self::Guide => {
                Info::new(Help, "Guide…", "Signs for each side, common mistakes, what people ask")
                    .keys(Shortcut::plain(Function(2)))
            }
            Self::Shortcuts => Info::new(Help, "Keyboard shortcuts", "See all keys")
                .keys(Shortcut::plain(Function(1))),
        }
    }

    /// Whether the action means nothing before a session is open.
    #[must_use]
    pub const fn needs_session(self) -> bool {
        !matches!(
            self,
            Self::New
                | Self::Open
                | Self::OpenPath
                | Self::Import
                | Self::EarlierVersions
                | Self::Quit
                | Self::Theme
                | Self::ZoomIn
                | Self::ZoomOut
                | Self::ZoomReset
                | Self::FindAction
                | Self::Guide
                | Self::Shortcuts
        )
    }

    /// Whether the action can be done while a ballot fills the window.
    #[must_use]
    pub const fn fits_ballot(self) -> bool {
        matches!(
            self,
            Self::Save
                | Self::CopyBallot
                | Self::Quit
                | Self::Theme
                | Self::ZoomIn
                | Self::ZoomOut
                | Self::ZoomReset
        )
    }

    /// Whether it changes nothing but how everything looks.
    #[must_use]
    pub const fn is_of_the_look(self) -> bool {
        matches!(self, Self::Theme | Self::ZoomIn | Self::ZoomOut | Self::ZoomReset)
    }

    /// Whether it changes the session, or begins to.
    #[must_use]
    pub const fn edits(self) -> bool {
        matches!(
            self,
            Self::Undo
                | Self::Redo
                | Self::AddCriterion
                | Self::AddMustHave
                | Self::AddPerson
                | Self::AddNote
                | Self::Suggestion
                | Self::OpenRound
                | Self::Reveal
                | Self::CancelRound
                | Self::PasteBallot
                | Self::TakePooled
                | Self::NextPart
                | Self::EndMeeting
                | Self::Park
                | Self::AddFollowUp
                | Self::AddAgendaItem
                | Self::AgreeWeights
                | Self::ReopenWeights
                | Self::Uncover
                | Self::ApplyWhatIf
        )
    }

    /// Whether every word of `query` occurs in the action's name or hint.
    #[must_use]
    pub fn matches(self, query: &str) -> bool {
        let Info { name, hint, .. } = self.info();
        let hay = format!("{name} {hint}").to_lowercase();
        query.to_lowercase().split_whitespace().all(|word| hay.contains(word))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_actions_share_keys() {
        for (i, a) in Command::ALL.iter().enumerate() {
            for b in Command::ALL.iter().skip(i + 1) {
                let clash = a.info().shortcut.is_some() && a.info().shortcut == b.info().shortcut;
                assert!(!clash, "{a:?} and {b:?} share {:?}", a.info().shortcut);
            }
        }
    }

    #[test]
    fn every_action_is_listed_once_with_a_name_of_its_own() {
        for (i, a) in Command::ALL.iter().enumerate() {
            assert!(!a.info().hint.is_empty());
            for b in Command::ALL.iter().skip(i + 1) {
                assert_ne!(a, b);
                assert_ne!(a.info().name, b.info().name);
            }
        }
    }

    #[test]
    fn an_action_is_found_by_any_words_of_its_name() {
        assert!(Command::SaveAs.matches("AS save"));
        assert!(!Command::SaveAs.matches("save tomorrow"));
        assert!(Command::ALL.iter().all(|command| command.matches("")));
    }
}
