//! Words → lines: parley breaks, orders and shapes them, and what is left is glyphs in their places.
//!
//! Inter is embedded in the program. The system's fonts are looked at only where Inter lacks a
//! glyph, so that what most teams write comes out the same on every machine.

use std::borrow::Cow;
use std::collections::{BTreeSet, HashMap};
use std::ops::Range;
use std::rc::Rc;
use std::sync::Arc;

use krilla::text::{Font, GlyphId, KrillaGlyph};
use parley::fontique::{Blob, Collection, CollectionOptions, FontInfoOverride, SourceCache};
use parley::style::{
    FontFamily, FontFamilyName, FontFeatures, FontWeight, GenericFamily, LineHeight, OverflowWrap,
    StyleProperty, TextWrapMode,
};
use parley::{Alignment, AlignmentOptions, FontContext, Layout, LayoutContext};

use crate::report::chart::Tone;
use crate::report::escape::shown;

/// The name under which the embedded files are found, so that no installed Inter takes their place.
const FAMILY: &str = "Weighbridge Inter";

static FILES: [&[u8]; 3] = [
    include_bytes!("../../../assets/fonts/Inter-Regular.otf"),
    include_bytes!("../../../assets/fonts/Inter-Medium.otf"),
    include_bytes!("../../../assets/fonts/Inter-SemiBold.otf"),
];

/// How heavy type is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weight {
    Regular,
    Medium,
    Semibold,
}

/// How a text is set: sizes in points.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Style {
    pub size: f32,
    /// From one baseline to the next.
    pub leading: f32,
    pub weight: Weight,
    pub tone: Tone,
    /// Whether it ends at the right edge instead of beginning at the left.
    pub end: bool,
}

impl Style {
    const fn new(size: f32, leading: f32, weight: Weight, tone: Tone) -> Self {
        Self { size, leading, weight, tone, end: false }
    }

    pub const fn at_end(self) -> Self {
        Self { end: true, ..self }
    }

    pub const fn quiet(self) -> Self {
        Self { tone: Tone::Quiet, ..self }
    }

    pub const fn bold(self) -> Self {
        Self { weight: Weight::Semibold, ..self }
    }
}

pub const TITLE: Style = Style::new(22.0, 27.0, Weight::Semibold, Tone::Ink);
pub const PART: Style = Style::new(13.0, 18.0, Weight::Semibold, Tone::Ink);
pub const HEADING: Style = Style::new(9.5, 13.0, Weight::Semibold, Tone::Ink);
pub const LEAD: Style = Style::new(12.5, 17.0, Weight::Semibold, Tone::Ink);
pub const BODY: Style = Style::new(9.0, 13.0, Weight::Regular, Tone::Ink);
pub const SMALL: Style = Style::new(8.0, 11.5, Weight::Regular, Tone::Ink);
pub const LABEL: Style = Style::new(7.5, 11.0, Weight::Medium, Tone::Quiet);

/// A text of which parts look different.
#[derive(Clone, Debug, Default)]
pub struct Phrase {
    text: String,
    parts: Vec<(Range<usize>, Weight, Tone)>,
}

impl Phrase {
    pub fn new(text: &str) -> Self {
        Self { text: clean(text.trim()), parts: Vec::new() }
    }

    /// Goes on in another look.
    pub fn and(mut self, text: &str, weight: Weight, tone: Tone) -> Self {
        let from = self.text.len();
        self.text.push_str(&clean(text));
        self.parts.push((from..self.text.len(), weight, tone));
        self
    }

    /// Shows each of the words in a colour wherever it stands.
    pub fn coloured(mut self, words: &str, tone: Tone) -> Self {
        let words = clean(words);
        if !words.trim().is_empty() {
            let places = self.text.match_indices(&words);
            let found = places.map(|(at, _)| (at..at + words.len(), Weight::Semibold, tone));
            self.parts.extend(found);
        }
        self
    }

    pub fn is_empty(&self) -> bool {
        self.text.trim().is_empty()
    }
}

/// Text without what no page can show, and with one kind of line end.
fn clean(text: &str) -> String {
    let drawn = |c: char| match c {
        '\t' | '\u{a0}' => Some(' '),
        '\n' | '\u{2028}' | '\u{2029}' => Some('\n'),
        '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{fdd0}'..='\u{fdef}' => None,
        other if other.is_control() || u32::from(other) & 0xfffe == 0xfffe => None,
        other => Some(other),
    };
    shown(text).chars().filter_map(drawn).collect()
}

/// A line that is ready to be drawn.
#[derive(Clone, Debug)]
pub struct Line {
    pub pieces: Vec<Piece>,
    /// From its upper edge to its baseline.
    pub baseline: f32,
    pub height: f32,
    /// Where its ink begins and ends.
    pub ink: (f32, f32),
    /// Where its text ends in the whole.
    end: usize,
}

/// Glyphs of one font in one colour.
#[derive(Clone, Debug)]
pub struct Piece {
    pub x: f32,
    pub font: Font,
    pub size: f32,
    pub colour: [u8; 3],
    pub glyphs: Vec<KrillaGlyph>,
    pub text: Rc<str>,
}

/// Sets text.
pub struct Press {
    fonts: FontContext,
    layouts: LayoutContext<[u8; 3]>,
    known: HashMap<(u64, u32, Vec<i16>), Font>,
    system: bool,
    /// What was set already, while it is remembered.
    done: Option<HashMap<String, Vec<Line>>>,
    /// What no font has.
    pub lost: BTreeSet<char>,
    /// Whether there was something that fonts have as a picture only, which stays out.
    pub pictures: bool,
    /// Whether a glyph is missing, which may also be one that is not seen.
    pub incomplete: bool,
}

impl Press {
    /// `system` lets the system's fonts help out.
    pub fn new(system: bool) -> Self {
        let options = CollectionOptions { shared: false, system_fonts: system };
        let mut collection = Collection::new(options);
        for file in FILES {
            let named = FontInfoOverride { family_name: Some(FAMILY), ..Default::default() };
            collection.register_fonts(Blob::new(Arc::new(file)), Some(named));
        }
        Self {
            fonts: FontContext { collection, source_cache: SourceCache::default() },
            layouts: LayoutContext::new(),
            known: HashMap::new(),
            system,
            done: None,
            lost: BTreeSet::new(),
            pictures: false,
            incomplete: false,
        }
    }

    /// Breaks a text into lines of a width.
    pub fn set(&mut self, phrase: &Phrase, style: Style, width: f32) -> Vec<Line> {
        if phrase.is_empty() {
            return Vec::new();
        }
        let key = self.done.is_some().then(|| format!("{width} {style:?} {phrase:?}"));
        let known = key.as_ref().zip(self.done.as_ref()).and_then(|(key, done)| done.get(key));
        if let Some(lines) = known {
            return lines.clone();
        }
        let lines = self.broken(phrase, style, width);
        if let Some((key, done)) = key.zip(self.done.as_mut()) {
            done.insert(key, lines.clone());
        }
        lines
    }

    /// Remembers what is set, for a page that is tried in several settings; or forgets it.
    pub fn remember(&mut self, remember: bool) {
        self.done = remember.then(HashMap::new);
    }

    fn broken(&mut self, phrase: &Phrase, style: Style, width: f32) -> Vec<Line> {
        let layout = self.layout(phrase, style, width);
        let text: Rc<str> = phrase.text.as_str().into();
        let ready = |line| {
            let mut line = self.line(&layout, &line, &text);
            // Paragraphs stand a little apart.
            if text.get(..line.end).is_some_and(|above| above.ends_with('\n')) {
                line.height += style.leading * 0.2;
            }
            line
        };
        layout.lines().map(ready).collect()
    }

    /// Whether something is not drawn as it is meant.
    pub const fn gaps(&self) -> bool {
        self.incomplete || self.pictures
    }

    /// The same in so many lines at most; what is too long ends in `more`. Says whether it was.
    pub fn fit(
        &mut self,
        text: &str,
        style: Style,
        width: f32,
        most: usize,
        more: &str,
    ) -> (Vec<Line>, bool) {
        // What is far beyond need not be set.
        let near: String =
            text.trim().chars().take(most.saturating_mul(letters(width, style))).collect();
        let (whole, beyond) = (Phrase::new(&near), near.len() < text.trim().len());
        let lines = self.set(&whole, style, width);
        if lines.len() <= most && !beyond {
            return (lines, false);
        }
        let last = most.checked_sub(1).and_then(|at| lines.get(at)).map(|line| line.end);
        let mut head = whole.text.get(..last.unwrap_or(whole.text.len())).unwrap_or_default();
        loop {
            head = shorter(head);
            let space = if head.ends_with('.') { " " } else { "" };
            let more = format!("{space}{more}");
            let phrase = Phrase::new(head).and(&more, Weight::Regular, Tone::Quiet);
            let lines = self.set(&phrase, style, width);
            if lines.len() <= most || head.is_empty() {
                return (lines.into_iter().take(most).collect(), true);
            }
        }
    }

    fn layout(&mut self, phrase: &Phrase, style: Style, width: f32) -> Layout<[u8; 3]> {
        let family: &[FontFamilyName<'_>] = if self.system {
            &[FontFamilyName::named(FAMILY), FontFamilyName::Generic(GenericFamily::SansSerif)]
        } else {
            &[FontFamilyName::named(FAMILY)]
        };
        let text = phrase.text.as_str();
        let mut set = self.layouts.ranged_builder(&mut self.fonts, text, 1.0, false);
        set.push_default(StyleProperty::FontFamily(FontFamily::List(Cow::Borrowed(family))));
        set.push_default(StyleProperty::FontSize(style.size));
        set.push_default(StyleProperty::FontWeight(style.weight.parley()));
        set.push_default(StyleProperty::FontFeatures(FontFeatures::from("\"tnum\" 1")));
        set.push_default(StyleProperty::LineHeight(LineHeight::Absolute(style.leading)));
        set.push_default(StyleProperty::OverflowWrap(OverflowWrap::Anywhere));
        set.push_default(StyleProperty::Brush(on_page(style.tone)));
        // No line ends between a number and its percent sign. A no-break space would not hold them:
        // parley lets any space hang over the edge, and breaks behind it.
        for (at, _) in text.match_indices(" %") {
            if text.get(..at).is_some_and(|before| before.ends_with(|c: char| c.is_ascii_digit())) {
                set.push(StyleProperty::TextWrapMode(TextWrapMode::NoWrap), at - 1..=at);
            }
        }
        for (range, weight, tone) in &phrase.parts {
            set.push(StyleProperty::FontWeight(weight.parley()), range.clone());
            set.push(StyleProperty::Brush(on_page(*tone)), range.clone());
        }
        let mut layout = set.build(text);
        layout.break_all_lines(Some(width));
        let side = if style.end { Alignment::Right } else { Alignment::Start };
        layout.align(side, AlignmentOptions::default());
        layout
    }

    fn line(
        &mut self,
        layout: &Layout<[u8; 3]>,
        line: &parley::Line<'_, [u8; 3]>,
        text: &Rc<str>,
    ) -> Line {
        let metrics = line.metrics();
        let mut x = metrics.offset + metrics.inline_min_coord;
        let ink = (x, x + metrics.advance - metrics.trailing_whitespace);
        let mut pieces: Vec<Piece> = Vec::new();
        for run in line.runs() {
            let Some((font, pictures)) = self.font(&run) else { continue };
            let size = run.font_size();
            let mut style = None;
            for cluster in run.visual_clusters() {
                let range = cluster.text_range();
                if cluster.is_hard_line_break() {
                    continue;
                }
                if cluster.is_ligature_continuation() {
                    widen(&mut pieces, &range);
                    continue;
                }
                for glyph in cluster.glyphs() {
                    if pictures {
                        self.pictures = true;
                    } else if glyph.id == 0 {
                        let lost = text.get(range.clone()).unwrap_or_default().chars();
                        self.lost.extend(lost.filter(|c| !unseen(*c)));
                        self.incomplete = true;
                    }
                    if style != Some(glyph.style_index) {
                        style = Some(glyph.style_index);
                        let colour = layout.styles().get(glyph.style_index());
                        let colour = colour.map_or(on_page(Tone::Ink), |style| style.brush);
                        let (font, text) = (font.clone(), text.clone());
                        pieces.push(Piece { x, font, size, colour, glyphs: Vec::new(), text });
                    }
                    if let Some(piece) = pieces.last_mut() {
                        piece.glyphs.push(placed(&glyph, size, range.clone()));
                    }
                    x += glyph.advance;
                }
            }
        }
        let baseline = metrics.baseline - metrics.block_min_coord;
        let (height, end) = (metrics.line_height, line.text_range().end);
        Line { pieces, baseline, height, ink, end }
    }

    /// The font of a run as krilla knows it, and whether its glyphs are pictures, which stay out.
    fn font(&mut self, run: &parley::Run<'_, [u8; 3]>) -> Option<(Font, bool)> {
        let file = run.font();
        let pictures = has_pictures(file.data.data());
        let key = (file.data.id(), file.index, run.normalized_coords().to_vec());
        if let Some(font) = self.known.get(&key) {
            return Some((font.clone(), pictures));
        }
        let synthesis = run.synthesis();
        let axes = synthesis.variation_settings().iter();
        let axes: Vec<_> =
            axes.map(|(tag, value)| (krilla::text::Tag::new(&tag.to_be_bytes()), *value)).collect();
        let (bytes, _) = file.data.clone().into_raw_parts();
        let font = Font::new_variable(bytes.into(), file.index, &axes)?;
        self.known.insert(key, font.clone());
        Some((font, pictures))
    }
}

impl Weight {
    fn parley(self) -> FontWeight {
        FontWeight::new(match self {
            Self::Regular => 400.0,
            Self::Medium => 500.0,
            Self::Semibold => 600.0,
        })
    }
}

/// The colour of text. The sides are darker than their bars, so that small type reads on white and
/// on its own tint.
const fn on_page(tone: Tone) -> [u8; 3] {
    match tone {
        Tone::Left => [0x0b, 0x72, 0x59],
        Tone::Right => [0xb0, 0x47, 0x08],
        other => other.on_paper(),
    }
}

fn placed(glyph: &parley::Glyph, size: f32, range: Range<usize>) -> KrillaGlyph {
    let id = GlyphId::new(glyph.id);
    let (x, y) = (glyph.x / size, glyph.y / size);
    KrillaGlyph::new(id, glyph.advance / size, x, y, 0.0, range, None)
}

/// A ligature stands for all the letters that it was made of.
fn widen(pieces: &mut [Piece], range: &Range<usize>) {
    if let Some(glyph) = pieces.last_mut().and_then(|piece| piece.glyphs.last_mut()) {
        glyph.text_range.start = glyph.text_range.start.min(range.start);
        glyph.text_range.end = glyph.text_range.end.max(range.end);
    }
}

/// Whether a font file holds bitmaps, as those for emoji do.
fn has_pictures(font: &[u8]) -> bool {
    let tables = font.get(12..).unwrap_or_default().chunks_exact(16).take(64);
    tables.filter_map(|record| record.get(..4)).any(|tag| tag == b"CBDT" || tag == b"sbix")
}

/// More letters than a line holds: none that is seen is narrower than a fifth of its size.
fn letters(width: f32, style: Style) -> usize {
    #[allow(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a page is some hundred points wide"
    )]
    let letters = (width / (style.size * 0.2)).max(1.0) as usize;
    letters + 1
}

/// Whether it joins or selects other characters, and is no character of its own.
const fn unseen(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{2060}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}')
}

/// Text without its last sentence where half of it is left then, else without its last word.
fn shorter(text: &str) -> &str {
    let text = text.trim_end();
    let sentence = text.rfind(". ").map(|at| at + 1).filter(|at| *at > text.len() / 2);
    let word = || text.rfind(char::is_whitespace);
    let letters = || text.char_indices().rev().nth(7).map(|(at, _)| at);
    let near = |at: &usize| text.len() - at < 60;
    let end = sentence.or_else(|| word().filter(near)).or_else(letters).unwrap_or_default();
    text.get(..end).unwrap_or_default().trim_end()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_line_begins_with_a_percent_sign() {
        let text = "Ready-made conventions rising from 3 % to 26 % of the weight, or 100 %.";
        let mut press = Press::new(false);
        let mut broken = 0;
        for width in (40_u16..400).map(f32::from) {
            let lines = press.set(&Phrase::new(text), BODY, width);
            for line in &lines {
                let rest = text.get(line.end..).unwrap_or_default();
                assert!(!rest.starts_with('%') && !rest.starts_with(" %"), "{width}: {rest}");
            }
            broken += lines.len() - 1;
        }
        assert!(broken > 360, "{broken}");
    }

    #[test]
    fn paragraphs_stand_a_little_apart() {
        let mut press = Press::new(false);
        let height = |press: &mut Press, text: &str| -> f32 {
            press.set(&Phrase::new(text), BODY, 300.0).iter().map(|line| line.height).sum()
        };
        let (one, two) = (height(&mut press, "One."), height(&mut press, "One.\nTwo."));
        assert!(two > 2.0 * one + 1.0, "{one} {two}");
    }
}
