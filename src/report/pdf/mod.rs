//! The decision as a PDF: one page for those who have to know, then everything that it rests on.
//!
//! The file is tagged and is checked against PDF/UA-1 and PDF/A-2a while it is written. What
//! cannot be kept of that, a character that no font here can show, is said in a caution.

mod appendix;
mod flow;
mod front;
mod text;
mod write;

use std::collections::BTreeMap;

use flow::{Frame, Mark, Op};
use text::{LABEL, Phrase, Press};
use write::{Part, Standard, Written, write};

use super::Summary;

/// The size of a page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Paper {
    /// 210 × 297 mm.
    #[default]
    A4,
    /// 8½ × 11 inches.
    Letter,
}

impl Paper {
    /// What it is called.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::A4 => "A4",
            Self::Letter => "letter",
        }
    }
}

/// A file that was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pdf {
    /// What is in it.
    pub bytes: Vec<u8>,
    /// What somebody has to know who hands it on.
    pub caution: Option<String>,
}

/// Why no file could be written.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PdfError {
    /// The writer of the format refused.
    #[error("the PDF could not be written: {0}")]
    Writer(String),
}

/// Writes the decision as a PDF.
///
/// # Errors
///
/// Where a font cannot be embedded or a limit of the format is reached.
pub fn pdf(summary: &Summary, paper: Paper) -> Result<Pdf, PdfError> {
    let mut press = Press::new(false);
    let mut parts = lay_out(&mut press, summary, paper);
    if press.gaps() {
        press = Press::new(true);
        parts = lay_out(&mut press, summary, paper);
    }
    let mut title = flow::short(&summary.title.text.replace(char::is_control, " "), 200);
    if summary.title.draft {
        title.push_str(" (draft)");
    }
    let (size, date, version) = (paper.size(), summary.date, summary.version);
    let written = Written { parts: &parts, size, title: &title, date, version };
    let standards: &[Standard] = if press.gaps() {
        &[Standard::Plain]
    } else {
        &[Standard::Both, Standard::Accessible, Standard::Plain]
    };
    for standard in standards {
        let bytes = write(&written, *standard).map_err(|e| PdfError::Writer(e.to_string()))?;
        if let Some(bytes) = bytes {
            return Ok(Pdf { bytes, caution: caution(&press, *standard) });
        }
    }
    Err(PdfError::Writer("it keeps to none of the standards".to_owned()))
}

/// What could not be kept.
fn caution(press: &Press, standard: Standard) -> Option<String> {
    let mut said = Vec::new();
    if !press.lost.is_empty() {
        let lost: Vec<String> = press.lost.iter().take(8).map(char::to_string).collect();
        let others = if press.lost.len() > lost.len() { " and others" } else { "" };
        said.push(format!("No font on this machine can draw: {}{others}.", lost.join(" ")));
    }
    if press.pictures || press.incomplete && press.lost.is_empty() {
        said.push("Some characters (such as emoji) could not be drawn.".to_owned());
    }
    if !said.is_empty() {
        said.push("The file is a tagged PDF without the promise of PDF/UA.".to_owned());
        return Some(said.join(" "));
    }
    let plain = "The file is a tagged PDF, but a text in it keeps it from being PDF/UA.";
    (standard == Standard::Plain).then(|| plain.to_owned())
}

impl Paper {
    /// Width and height in points.
    const fn size(self) -> (f32, f32) {
        match self {
            Self::A4 => (595.28, 841.89),
            Self::Letter => (612.0, 792.0),
        }
    }

    fn frame(self) -> Frame {
        let (width, height) = self.size();
        Frame { left: 54.0, top: 48.0, width: width - 108.0, bottom: height - 56.0 }
    }
}

/// Lays out both parts. Page 1 names the pages on which the rest of its texts stand, so it is
/// laid out once to see which those are, and once more when the pages are known.
fn lay_out(press: &mut Press, summary: &Summary, paper: Paper) -> Vec<Part> {
    let frame = paper.frame();
    let (_, cut) = front::front(press, summary, frame, &BTreeMap::new());
    let (pages, places, tree) = appendix::appendix(press, summary, frame, &cut);
    let found = places.iter().map(|place| (place.name.clone(), place.page + 2)).collect();
    let (first, _) = front::front(press, summary, frame, &found);
    let mut parts = [first, Part { pages, places, tree }];
    let all = parts.iter().map(|part| part.pages.len()).sum();
    let pages = parts.iter_mut().flat_map(|part| &mut part.pages);
    for (page, number) in pages.zip(1..) {
        footer(press, page, summary, frame, number, all);
    }
    parts.into()
}

/// Where it comes from, and the page's number.
fn footer(
    press: &mut Press,
    page: &mut Vec<Op>,
    summary: &Summary,
    frame: Frame,
    number: usize,
    all: usize,
) {
    let Frame { left: x, width, bottom, .. } = frame;
    let y = bottom + 16.0;
    let colour = super::chart::Tone::Line.on_paper();
    let mut add = |mark| page.push(Op { mark, leaf: None, link: None });
    add(Mark::Bar { x, y, width, height: flow::HAIRLINE, corner: 0.0, colour });
    let source = format!("{} · Weighbridge {}", summary.origin.words(), summary.version);
    let left = press.fit(&source.replace(char::is_control, " "), LABEL, width - 80.0, 1, "…").0;
    let right = press.set(&Phrase::new(&format!("{number} of {all}")), LABEL.at_end(), width);
    for line in left.into_iter().chain(right) {
        add(Mark::Text { x, y: y + 5.0 + line.baseline, line });
    }
}
