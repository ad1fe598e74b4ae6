//! A cursor over RON text that steps into structs and lists, to find where something stands.
//! What it does not understand it says, and leaves to the parser to explain.

use std::ops::Range;

use super::scan::{Piece, piece_from};

/// A place in a RON text, between two pieces.
#[derive(Clone, Copy)]
pub(super) struct Cursor<'a> {
    text: &'a str,
    at: usize,
}

/// A step further in.
#[derive(Clone, Copy, Debug)]
pub(super) enum Step {
    /// Into the field of this name.
    Field(&'static str),
    /// To the value of this number in a list, or among those in round brackets.
    Item(usize),
}

/// Where the value at the end of a path stands; none where there is no such value.
pub(super) fn find(text: &str, path: &[Step]) -> Option<Range<usize>> {
    let mut cursor = Cursor::new(text);
    for step in path {
        cursor.step(*step)?;
    }
    cursor.value()
}

impl<'a> Cursor<'a> {
    pub(super) const fn new(text: &'a str) -> Self {
        Self { text, at: 0 }
    }

    /// How far it has come, in bytes: the end of what it has stepped over last.
    pub(super) const fn at(&self) -> usize {
        self.at
    }

    /// The next piece that is no comment, with its kind.
    fn piece(&self) -> Option<(Piece, Range<usize>)> {
        let mut at = self.at;
        loop {
            let (piece, range) = piece_from(self.text, at)?;
            if piece != Piece::Comment {
                return Some((piece, range));
            }
            at = range.end;
        }
    }

    /// What the next piece reads, if it is no string; nothing at the end.
    fn peek(&self) -> &'a str {
        match self.piece() {
            Some((Piece::Other, range)) => &self.text[range],
            _ => "",
        }
    }

    /// Steps over a sign, if it is the next.
    pub(super) fn eat(&mut self, sign: &str) -> bool {
        match self.piece() {
            Some((Piece::Other, range)) if &self.text[range.clone()] == sign => {
                self.at = range.end;
                true
            }
            _ => false,
        }
    }

    /// Steps over an opening bracket, and over a name that stands before it.
    pub(super) fn open(&mut self, bracket: &str) -> bool {
        let mut inside = *self;
        if !inside.eat(bracket) && (inside.word().is_none() || !inside.eat(bracket)) {
            return false;
        }
        *self = inside;
        true
    }

    /// Steps over a name, written plainly or as `r#name`.
    pub(super) fn word(&mut self) -> Option<Range<usize>> {
        let (Piece::Other, range) = self.piece()? else { return None };
        let rest = self.text.get(range.start..)?;
        let (mark, legal): (usize, fn(char) -> bool) = if rest.starts_with("r#") {
            (2, |c| c == '_' || c == '-' || c == '+' || c == '.' || c.is_alphanumeric())
        } else {
            (0, |c| c == '_' || c.is_alphanumeric())
        };
        let name = rest.get(mark..)?;
        let length = mark + name.find(|c| !legal(c)).unwrap_or(name.len());
        if length == mark {
            return None;
        }
        self.at = range.start + length;
        Some(range.start..self.at)
    }

    /// Steps over the name of a field and the colon behind it.
    pub(super) fn key(&mut self) -> Option<Range<usize>> {
        let name = self.word()?;
        self.eat(":").then_some(name)
    }

    /// Steps over a value, up to the comma or the closing bracket behind it.
    pub(super) fn value(&mut self) -> Option<Range<usize>> {
        let mut depth = 0_usize;
        let mut span: Option<Range<usize>> = None;
        while let Some((piece, range)) = self.piece() {
            let text = if piece == Piece::Other { &self.text[range.clone()] } else { "" };
            match text {
                "," | ")" | "]" | "}" if depth == 0 => break,
                "(" | "[" | "{" => depth += 1,
                ")" | "]" | "}" => depth -= 1,
                _ => {}
            }
            self.at = range.end;
            span = Some(span.map_or(range.start, |span| span.start)..range.end);
        }
        span
    }

    fn step(&mut self, step: Step) -> Option<()> {
        match step {
            Step::Field(wanted) => {
                if !self.open("(") {
                    return None;
                }
                loop {
                    let name = self.key()?;
                    if bare(&self.text[name]) == wanted {
                        return Some(());
                    }
                    self.value()?;
                    self.eat(",").then_some(())?;
                }
            }
            Step::Item(number) => {
                if !self.eat("[") && !self.open("(") {
                    return None;
                }
                for _ in 0..number {
                    self.value()?;
                    self.eat(",").then_some(())?;
                }
                // A bracket that closes at once holds nothing.
                (![")", "]"].contains(&self.peek())).then_some(())
            }
        }
    }
}

/// The name of a field without the mark of a raw one.
pub(super) fn bare(name: &str) -> &str {
    name.strip_prefix("r#").unwrap_or(name)
}

#[cfg(test)]
mod tests {
    use super::Step::{Field, Item};
    use super::*;

    #[test]
    fn values_are_found_by_their_path() {
        let text = "( // (a: 1\n a: \"x, )\", b: Some([ (id: 'c', d: '\"'), S(r#id: \"e\") ]), f: word((1, \"g\")))";
        let read = |path: &[Step]| find(text, path).map(|range| &text[range]);
        assert_eq!(read(&[Field("a")]), Some("\"x, )\""));
        let second = [Field("b"), Item(0), Item(1), Field("id")];
        assert_eq!(read(&second), Some("\"e\""));
        assert_eq!(read(&[Field("b"), Item(0), Item(0), Field("d")]), Some("'\"'"));
        assert_eq!(read(&[Field("f"), Item(0), Item(1)]), Some("\"g\""));
        assert_eq!(read(&[Field("b"), Item(0), Item(2)]), None);
        assert_eq!(read(&[Field("g")]), None);
    }
}
