//! Every user action in one table: its name, what it does, and its keys. Menus, the action
//! finder and the shortcut sheet are made from it.

mod shortcut;
mod table;

pub use shortcut::{Key, Shortcut};
pub use table::{Group, Info};

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
    /// Take a team's own run of the lab into the session.
    ImportRun,
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
    /// Make the ratings of the selected criterion the team's own.
    Confirm,
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
    /// Fill in the ballot of who is here and has not voted.
    Vote,
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

impl Command {
    /// All actions in menu order.
    pub const ALL: [Self; 81] = [
        Self::New,
        Self::Open,
        Self::OpenPath,
        Self::Import,
        Self::ImportRun,
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
        Self::Confirm,
        Self::SearchNotes,
        Self::Suggestion,
        Self::OpenRound,
        Self::Reveal,
        Self::CancelRound,
        Self::Vote,
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

    /// Whether the action can be done while a ballot file is answered alone.
    #[must_use]
    pub const fn fits_ballot_file(self) -> bool {
        let of_its_file = matches!(
            self,
            Self::SaveAs | Self::SavePath | Self::Reload | Self::KeepMine | Self::Differences
        );
        of_its_file || self.fits_ballot()
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
                | Self::ImportRun
                | Self::AddCriterion
                | Self::AddMustHave
                | Self::AddPerson
                | Self::AddNote
                | Self::Confirm
                | Self::Suggestion
                | Self::OpenRound
                | Self::Reveal
                | Self::CancelRound
                | Self::Vote
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
