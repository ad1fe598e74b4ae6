//! Blocks → pages: paragraphs, tables, figures and boxes, placed from top to bottom. Every block
//! brings its own tags, so that what is read aloud is what is seen.

mod figure;
mod table;

use std::num::NonZeroU16;

use krilla::tagging::{ListNumbering, Tag, TagKind};

use super::text::{BODY, HEADING, Line, PART, Phrase, Press, Style, TITLE, Weight};
use crate::report::chart::Tone;
pub use table::{Bar, Cell, Column};

/// A line that separates.
pub const HAIRLINE: f32 = 0.5;

/// Where on a page text may stand.
#[derive(Clone, Copy, Debug)]
pub struct Frame {
    pub left: f32,
    pub top: f32,
    pub width: f32,
    pub bottom: f32,
}

/// Something that is drawn.
#[derive(Clone, Debug)]
pub enum Mark {
    /// A line of text, by its left edge and its baseline.
    Text { x: f32, y: f32, line: Line },
    /// A filled rectangle.
    Bar { x: f32, y: f32, width: f32, height: f32, corner: f32, colour: [u8; 3] },
    /// Several that belong together.
    Group(Vec<Self>),
}

/// A mark on a page, and the leaf of the tree that it belongs to; none for decoration.
#[derive(Debug)]
pub struct Op {
    pub mark: Mark,
    pub leaf: Option<usize>,
    /// Where it leads, and the area that leads there.
    pub link: Option<(String, [f32; 4])>,
}

/// A part of the tree that says what the marks mean.
#[derive(Debug)]
pub struct Node {
    pub tag: TagKind,
    pub kids: Vec<Kid>,
}

/// What a node is made of.
#[derive(Debug)]
pub enum Kid {
    Leaf(usize),
    Link(usize),
    Node(Node),
}

/// A place that can be gone to.
#[derive(Clone, Debug)]
pub struct Place {
    pub name: String,
    pub page: usize,
    pub y: f32,
}

/// How far a flow has come.
pub struct At {
    pages: usize,
    ops: usize,
    places: usize,
    kids: usize,
    leaves: usize,
    y: f32,
}

/// Places blocks.
pub struct Flow<'p> {
    pub press: &'p mut Press,
    pub pages: Vec<Vec<Op>>,
    pub places: Vec<Place>,
    pub frame: Frame,
    pub y: f32,
    open: Vec<Node>,
    leaves: usize,
}

impl<'p> Flow<'p> {
    pub fn new(press: &'p mut Press, frame: Frame) -> Self {
        let root = Node { tag: Tag::Section.into(), kids: Vec::new() };
        Self {
            press,
            pages: vec![Vec::new()],
            places: Vec::new(),
            frame,
            y: frame.top,
            open: vec![root],
            leaves: 0,
        }
    }

    /// Where it stands, to come back to.
    pub fn mark(&self) -> At {
        At {
            pages: self.pages.len(),
            ops: self.pages.last().map_or(0, Vec::len),
            places: self.places.len(),
            kids: self.open.last().map_or(0, |node| node.kids.len()),
            leaves: self.leaves,
            y: self.y,
        }
    }

    /// Takes back what was placed since.
    pub fn back_to(&mut self, at: &At) {
        self.pages.truncate(at.pages);
        if let Some(page) = self.pages.last_mut() {
            page.truncate(at.ops);
        }
        self.places.truncate(at.places);
        if let Some(node) = self.open.last_mut() {
            node.kids.truncate(at.kids);
        }
        (self.leaves, self.y) = (at.leaves, at.y);
    }

    /// The pages, the tree, and how many leaves it has.
    pub fn finish(mut self) -> (Vec<Vec<Op>>, Vec<Place>, Option<Node>) {
        while self.open.len() > 1 {
            self.end();
        }
        (self.pages, self.places, self.open.pop())
    }

    pub fn begin(&mut self, tag: impl Into<TagKind>) {
        self.open.push(Node { tag: tag.into(), kids: Vec::new() });
    }

    /// Closes a node; one that holds nothing is not there.
    pub fn end(&mut self) {
        let Some(node) = self.open.pop() else { return };
        match self.open.last_mut() {
            Some(parent) if !node.kids.is_empty() => parent.kids.push(Kid::Node(node)),
            Some(_) => {}
            None => self.open.push(node),
        }
    }

    pub fn skip(&mut self, height: f32) {
        if self.y > self.frame.top {
            self.y += height;
        }
    }

    /// Goes on overleaf where less than this is left.
    pub fn need(&mut self, height: f32) {
        if self.y + height > self.frame.bottom && self.y > self.frame.top {
            self.turn();
        }
    }

    /// Goes on overleaf.
    pub fn turn(&mut self) {
        self.pages.push(Vec::new());
        self.y = self.frame.top;
    }

    /// How much of the page is left.
    pub fn left(&self) -> f32 {
        self.frame.bottom - self.y
    }

    fn push(&mut self, mark: Mark, leaf: Option<usize>, link: Option<(String, [f32; 4])>) {
        if let Some(page) = self.pages.last_mut() {
            page.push(Op { mark, leaf, link });
        }
    }

    fn leaf(&mut self, linked: bool) -> Option<usize> {
        let leaf = self.leaves;
        self.leaves += 1;
        let kid = if linked { Kid::Link(leaf) } else { Kid::Leaf(leaf) };
        self.open.last_mut()?.kids.push(kid);
        Some(leaf)
    }

    pub fn decoration(&mut self, x: f32, y: f32, width: f32, height: f32, colour: [u8; 3]) {
        self.push(Mark::Bar { x, y, width, height, corner: 0.0, colour }, None, None);
    }

    /// A hairline over the whole frame.
    pub fn rule(&mut self, tone: Tone) {
        let Frame { left, width, .. } = self.frame;
        self.decoration(left, self.y, width, HAIRLINE, tone.on_paper());
    }

    fn line(&mut self, x: f32, line: Line, link: Option<&str>) {
        let y = self.y;
        let area = link.map(|to| {
            (
                to.to_owned(),
                [x + line.ink.0, y, x + line.ink.1.max(line.ink.0 + 1.0), y + line.height],
            )
        });
        let leaf = self.leaf(link.is_some());
        self.push(Mark::Text { x, y: y + line.baseline, line }, leaf, area);
    }

    /// Lines under each other, over as many pages as they take.
    pub fn lines(&mut self, lines: Vec<Line>, link: Option<&str>) {
        // Two lines together, so that none stands alone at the foot of a page.
        let start: f32 = lines.iter().take(2).map(|line| line.height).sum();
        self.need(start);
        for line in lines {
            self.need(line.height);
            let height = line.height;
            self.line(self.frame.left, line, link);
            self.y += height;
        }
    }

    pub fn paragraph(&mut self, phrase: &Phrase, style: Style) {
        self.begin(Tag::P);
        let lines = self.press.set(phrase, style, self.frame.width);
        self.lines(lines, None);
        self.end();
    }

    /// A paragraph for every line of a text that holds something.
    pub fn paragraphs(&mut self, text: &str, style: Style) {
        for line in text.lines().filter(|line| !line.trim().is_empty()) {
            self.paragraph(&Phrase::new(line), style);
        }
    }

    /// A paragraph that leads somewhere.
    pub fn linked(&mut self, phrase: &Phrase, style: Style, to: &str) {
        self.begin(Tag::P);
        let lines = self.press.set(phrase, style, self.frame.width);
        self.lines(lines, Some(to));
        self.end();
    }

    /// A heading with some room for what follows it. Names of the first two levels are in the
    /// outline.
    pub fn heading(&mut self, level: u16, text: &str, draft: bool) {
        let style = match level {
            1 => TITLE,
            2 => PART,
            _ => HEADING,
        };
        self.need(style.leading + 3.0 * BODY.leading);
        let mut phrase = Phrase::new(text);
        if draft {
            phrase = phrase.and("  draft", Weight::Regular, Tone::Quiet);
        }
        let lines = self.press.set(&phrase, style, self.frame.width);
        self.heading_of(level, text, lines);
    }

    /// A heading that is set already.
    pub fn heading_of(&mut self, level: u16, text: &str, lines: Vec<Line>) {
        if level <= 2 {
            let (page, y) = (self.pages.len() - 1, self.y);
            self.places.push(Place { name: short(text, 200), page, y });
        }
        let level = NonZeroU16::new(level).unwrap_or(NonZeroU16::MIN);
        self.begin(Tag::Hn(level, Some(short(text, 200))));
        self.lines(lines, None);
        self.end();
    }

    /// Texts with a dash before each.
    pub fn list<'t>(&mut self, items: impl IntoIterator<Item = &'t str>, style: Style) {
        let items: Vec<_> = items.into_iter().map(|text| vec![(text, style)]).collect();
        self.items(&items, style);
    }

    /// Items of a list, each of several texts.
    pub fn items(&mut self, items: &[Vec<(&str, Style)>], style: Style) {
        const INDENT: f32 = 12.0;
        self.begin(Tag::L(ListNumbering::Disc));
        for item in items {
            self.begin(Tag::LI);
            self.need(2.0 * style.leading);
            self.begin(Tag::Lbl);
            for line in self.press.set(&Phrase::new("–"), style.quiet(), INDENT) {
                self.line(self.frame.left, line, None);
            }
            self.end();
            self.begin(Tag::LBody);
            self.inset(INDENT, |flow| {
                for (text, style) in item {
                    let lines = flow.press.set(&Phrase::new(text), *style, flow.frame.width);
                    flow.lines(lines, None);
                }
            });
            self.end();
            self.end();
        }
        self.end();
    }

    /// Places something further in.
    pub fn inset(&mut self, by: f32, draw: impl FnOnce(&mut Self)) {
        let frame = self.frame;
        self.frame = Frame { left: frame.left + by, width: frame.width - by, ..frame };
        draw(self);
        self.frame = frame;
    }

    /// A tinted ground with an edge under what is drawn in it; it has to fit on the page.
    pub fn boxed(&mut self, tone: Tone, draw: impl FnOnce(&mut Self)) {
        const PAD: f32 = 14.0;
        let (top, frame) = (self.y, self.frame);
        let behind = self.pages.last().map_or(0, Vec::len);
        let pages = self.pages.len();
        self.y += PAD - 3.0;
        self.frame = Frame { left: frame.left + PAD, width: frame.width - 2.0 * PAD, ..frame };
        draw(self);
        self.frame = frame;
        self.y += PAD - 2.0;
        let same = pages == self.pages.len();
        if let Some(page) = self.pages.last_mut().filter(|_| same) {
            let (x, y, height) = (frame.left, top, self.y - top);
            let bar = |width, colour| Op {
                mark: Mark::Bar { x, y, width, height, corner: 0.0, colour },
                leaf: None,
                link: None,
            };
            page.splice(behind..behind, [bar(frame.width, tint(tone)), bar(3.0, tone.on_paper())]);
        }
    }
}

/// A colour that stays behind text.
pub fn tint(tone: Tone) -> [u8; 3] {
    tone.on_paper().map(|part| 255 - (255 - part) / 11)
}

/// The first characters of a text.
pub fn short(text: &str, most: usize) -> String {
    let text = text.trim();
    if text.is_empty() { "–".to_owned() } else { text.chars().take(most).collect() }
}
