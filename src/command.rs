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
    /// Close the window.
    Quit,
    /// Take the last change back.
    Undo,
    /// Make it again.
    Redo,
    /// Add a criterion of the team's own.
    AddCriterion,
    /// Start a note on the selected criterion.
    AddNote,
    /// Search all notes.
    SearchNotes,
    /// Show what the answers would change.
    Suggestion,
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
    /// Show or hide the panel on the right.
    Inspector,
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
    /// The list of keys.
    Shortcuts,
}

/// Where an action stands in the menu.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Group {
    /// Files.
    File,
    /// Changes to the session.
    Edit,
    /// Places to go to.
    Go,
    /// How things are shown.
    View,
    /// Help.
    Help,
}

impl Group {
    /// All groups in menu order.
    pub const ALL: [Self; 5] = [Self::File, Self::Edit, Self::Go, Self::View, Self::Help];

    /// The heading in menu and sheet.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::File => "File",
            Self::Edit => "Edit",
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
    const fn ctrl(key: Key) -> Option<Self> {
        Some(Self { ctrl: true, shift: false, key })
    }

    const fn ctrl_shift(key: Key) -> Option<Self> {
        Some(Self { ctrl: true, shift: true, key })
    }

    const fn plain(key: Key) -> Option<Self> {
        Some(Self { ctrl: false, shift: false, key })
    }

    /// Whether a text field with the focus needs these keys for itself.
    #[must_use]
    pub const fn belongs_to_text(self) -> bool {
        matches!(self.key, Key::Up | Key::Down | Key::Char('Z' | 'Y'))
    }

    /// The keys in words: `Ctrl+Shift+S`.
    #[must_use]
    pub fn text(self) -> String {
        let mut text = String::new();
        if self.ctrl {
            text.push_str(if cfg!(target_os = "macos") { "Cmd+" } else { "Ctrl+" });
        }
        if self.shift {
            text.push_str("Shift+");
        }
        match self.key {
            Key::Char(c) => text.push(c),
            Key::Plus => text.push('+'),
            Key::Minus => text.push('-'),
            Key::Up => text.push_str("Up"),
            Key::Down => text.push_str("Down"),
            Key::Function(n) => text.push_str(&format!("F{n}")),
        }
        text
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

impl Command {
    /// All actions in menu order.
    pub const ALL: [Self; 31] = [
        Self::New,
        Self::Open,
        Self::OpenPath,
        Self::Import,
        Self::Save,
        Self::SaveAs,
        Self::SavePath,
        Self::Quit,
        Self::Undo,
        Self::Redo,
        Self::AddCriterion,
        Self::AddNote,
        Self::SearchNotes,
        Self::Suggestion,
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
        Self::Inspector,
        Self::Theme,
        Self::ZoomIn,
        Self::ZoomOut,
        Self::ZoomReset,
        Self::FindAction,
        Self::Shortcuts,
    ];

    /// The table.
    #[must_use]
    pub const fn info(self) -> Info {
        use Group::{Edit, File, Go, Help, View};
        use Shortcut as S;

        let (group, name, hint, shortcut) = match self {
            Self::New => (
                File,
                "New session…",
                "Choose a start for another session",
                S::ctrl(Key::Char('N')),
            ),
            Self::Open => (File, "Open…", "Open a session file", S::ctrl(Key::Char('O'))),
            Self::OpenPath => (
                File,
                "Open by path…",
                "Type the path of a session file",
                S::ctrl_shift(Key::Char('O')),
            ),
            Self::Import => (
                File,
                "Import a matrix…",
                "Start from a CSV table of criteria",
                S::ctrl(Key::Char('I')),
            ),
            Self::Save => (File, "Save", "Save the session to its file", S::ctrl(Key::Char('S'))),
            Self::SaveAs => (
                File,
                "Save as…",
                "Save the session to another file",
                S::ctrl_shift(Key::Char('S')),
            ),
            Self::SavePath => (File, "Save by path…", "Type the path to save the session to", None),
            Self::Quit => (File, "Quit", "Close the window", S::ctrl(Key::Char('Q'))),
            Self::Undo => (Edit, "Undo", "Take the last change back", S::ctrl(Key::Char('Z'))),
            Self::Redo => {
                (Edit, "Redo", "Make the change again that was undone", S::ctrl(Key::Char('Y')))
            }
            Self::AddCriterion => {
                (Edit, "Add a criterion", "Add a criterion of your own", S::ctrl(Key::Char('J')))
            }
            Self::AddNote => (
                Edit,
                "Add a note",
                "Write a note on the selected criterion",
                S::ctrl(Key::Char('M')),
            ),
            Self::SearchNotes => {
                (Edit, "Search notes…", "Find words in all notes", S::ctrl(Key::Char('F')))
            }
            Self::Suggestion => (
                Edit,
                "Starting points…",
                "See what the answers suggest before taking it",
                S::ctrl(Key::Char('G')),
            ),
            Self::Frame => (Go, "Frame", "What is being decided, by whom", S::ctrl(Key::Char('1'))),
            Self::Weigh => {
                (Go, "Weigh", "How much each criterion matters", S::ctrl(Key::Char('2')))
            }
            Self::Compare => (Go, "Compare", "The two side by side", S::ctrl(Key::Char('3'))),
            Self::Verdict => {
                (Go, "Verdict", "Who leads, and what drives it", S::ctrl(Key::Char('4')))
            }
            Self::Record => (Go, "Record", "The decision as it is kept", S::ctrl(Key::Char('5'))),
            Self::NextCriterion => {
                (Go, "Next criterion", "Select the criterion below", S::ctrl(Key::Down))
            }
            Self::PreviousCriterion => {
                (Go, "Previous criterion", "Select the criterion above", S::ctrl(Key::Up))
            }
            Self::SortCatalogue => (
                View,
                "Sort: session’s order",
                "Criteria in the order of the session",
                S::ctrl_shift(Key::Char('1')),
            ),
            Self::SortWeight => (
                View,
                "Sort: heaviest first",
                "Criteria with the largest weight first",
                S::ctrl_shift(Key::Char('2')),
            ),
            Self::SortContribution => (
                View,
                "Sort: strongest first",
                "Criteria that tip the balance most first",
                S::ctrl_shift(Key::Char('3')),
            ),
            Self::Inspector => {
                (View, "Inspector", "Show or hide the panel on the right", S::ctrl(Key::Char('E')))
            }
            Self::Theme => (
                View,
                "Light or dark",
                "Switch between the light and the dark theme",
                S::ctrl(Key::Char('T')),
            ),
            Self::ZoomIn => (View, "Zoom in", "Make everything larger", S::ctrl(Key::Plus)),
            Self::ZoomOut => (View, "Zoom out", "Make everything smaller", S::ctrl(Key::Minus)),
            Self::ZoomReset => {
                (View, "Usual size", "Back to the usual size", S::ctrl(Key::Char('0')))
            }
            Self::FindAction => {
                (Help, "Find action", "Find any action by its name", S::ctrl(Key::Char('K')))
            }
            Self::Shortcuts => {
                (Help, "Keyboard shortcuts", "See all keys", S::plain(Key::Function(1)))
            }
        };
        Info { name, hint, group, shortcut }
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
                | Self::Quit
                | Self::Theme
                | Self::ZoomIn
                | Self::ZoomOut
                | Self::ZoomReset
                | Self::FindAction
                | Self::Shortcuts
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
