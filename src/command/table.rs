//! The table: what is said of each action, where it stands, and its keys.

use super::{Command, Key, Shortcut};

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
            Self::ImportRun => Info::new(
                File,
                "Import a run of the lab…",
                "Take the team’s own measurements into this session",
            ),
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
            Self::Confirm => Info::new(
                Edit,
                "Confirm the ratings",
                "Say that the team stands by the starting ratings that are selected",
            ),
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
            Self::Vote => Info::new(
                Room,
                "Vote…",
                "Fill in the ballot of the next who is here and has not voted",
            )
            .keys(Shortcut::ctrl_shift(Char('V'))),
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
}
