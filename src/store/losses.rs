//! What a save cannot keep of a file as it stands there.

use super::scan::{self, Piece};
use crate::session::clean_text;

/// What is lost of a file when it is saved; the `.bak` has it until the save after that.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Losses {
    /// Whether it has comments of somebody's own.
    pub comments: bool,
    /// How many of its texts have signs that cannot be seen, and could disguise what is written:
    /// marks that turn the direction of writing, of which `�` stays, and control characters, of
    /// which nothing does.
    pub disguised: usize,
}

impl Losses {
    /// Of a text in RON. `own` says which comments are the program's, so that no one misses them.
    pub(super) fn of(text: &str, own: impl Fn(&str) -> bool) -> Self {
        let texts = scan::pieces(text).filter(|(piece, _)| *piece == Piece::Text);
        Self {
            comments: scan::comments(text).any(|comment| !own(comment)),
            disguised: texts.filter(|(_, range)| is_disguised(&text[range.clone()])).count(),
        }
    }

    /// Whether nothing is lost.
    #[must_use]
    pub const fn is_none(self) -> bool {
        !self.comments && self.disguised == 0
    }

    /// What is lost of either of two files.
    #[must_use]
    pub const fn and(self, other: Self) -> Self {
        Self {
            comments: self.comments || other.comments,
            disguised: self.disguised + other.disguised,
        }
    }

    /// What was lost, for whoever was not asked before.
    #[must_use]
    pub fn dropped(self) -> Vec<&'static str> {
        let said = [
            (self.comments, "The comments in the files are not kept"),
            (
                self.disguised > 0,
                "Marks that turn the direction of writing, and control characters, are not kept",
            ),
        ];
        said.into_iter().filter_map(|(is, said)| is.then_some(said)).collect()
    }

    /// What is lost, a sentence each.
    #[must_use]
    pub fn told(self) -> Vec<String> {
        let comments = "The file has comments, which saving here cannot keep.".to_owned();
        let texts = match self.disguised {
            1 => "1 text of the file has".to_owned(),
            many => format!("{many} texts of the file have"),
        };
        let disguised = format!(
            "{texts} signs that cannot be seen: marks that turn the direction of writing, or control \
             characters. Saving here leaves a replacement sign for such a mark, and nothing for a control character."
        );
        let told = [(self.comments, comments), (self.disguised > 0, disguised)];
        told.into_iter().filter_map(|(is, said)| is.then_some(said)).collect()
    }
}

/// Whether a string, as it is written with its quotes, says something else once it is cleaned.
fn is_disguised(written: &str) -> bool {
    let hidden = |text: &str| text.replace("\r\n", "\n").replace('\r', "\n");
    // Most texts have neither, and need not be read to tell.
    let plain = |c: char| c != '\\' && (c.is_ascii_graphic() || c == ' ' || c == '\n');
    if written.chars().all(plain) {
        return false;
    }
    ron::from_str::<String>(written).is_ok_and(|text| clean_text(&text) != hidden(&text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_that_cannot_be_seen_are_found_however_they_are_written() {
        let lost = |text: &str| Losses::of(text, |_| false).disguised;
        for text in
            ["\"a\u{202e}b\"", r#""a\u{202e}b""#, r#""\x1b[31m""#, "r#\"\u{2066}\"#", r#""\0""#]
        {
            assert_eq!(lost(text), 1, "{text:?}");
        }
        let kept = ["\"Zoë\\n\\t\\\"x\\\"\"", "\"a\r\nb\"", "/* \u{202e} */", "\"�\"", r#""\r\n""#];
        for text in kept {
            assert_eq!(lost(text), 0, "{text:?}");
        }
        assert_eq!(lost("(a: \"\u{202e}\", b: [\"\u{200f}\", \"plain\"])"), 2);
    }
}
