//! Where a report comes from.

use std::path::Path;

use serde::Serialize;

/// The file a summary was made from, so that anybody can check it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Origin {
    /// The session file's name, without its folder; none while it has none.
    pub file: Option<String>,
    /// The SHA-256 of that file's bytes in hexadecimal; none when what is shown is not in a file.
    pub sha256: Option<String>,
}

impl Origin {
    /// A file at a path, with the hash of what it holds.
    #[must_use]
    pub fn of_file(path: &Path, sha256: String) -> Self {
        let file = path.file_name().map(|name| name.to_string_lossy().into_owned());
        Self { file, sha256: Some(sha256) }
    }

    /// The first digits of the hash, enough to tell two versions apart.
    #[must_use]
    pub fn short_hash(&self) -> Option<&str> {
        self.sha256.as_deref().and_then(|hash| hash.get(..12))
    }

    /// In words where the whole hash stands beside it: `billing.session.ron`.
    #[must_use]
    pub fn name(&self) -> String {
        match (&self.file, &self.sha256) {
            (Some(file), Some(_)) => file.clone(),
            _ => self.words(),
        }
    }

    /// In words: `billing.session.ron, SHA-256 1f2e3d4c5b6a`.
    #[must_use]
    pub fn words(&self) -> String {
        match (&self.file, self.short_hash()) {
            (Some(file), Some(hash)) => format!("{file}, SHA-256 {hash}…"),
            (Some(file), None) => format!("{file}, with changes that are not saved"),
            (None, _) => "a session that is not saved".to_owned(),
        }
    }
}
