//! Keys and what is held with them.

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
    pub(super) const fn ctrl(key: Key) -> Self {
        Self { ctrl: true, shift: false, key }
    }

    pub(super) const fn ctrl_shift(key: Key) -> Self {
        Self { ctrl: true, shift: true, key }
    }

    pub(super) const fn plain(key: Key) -> Self {
        Self { ctrl: false, shift: false, key }
    }

    pub(super) const fn shift(key: Key) -> Self {
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
