//! Pictures of the numbers: a few shapes on a plane, the same in every format. A picture always
//! has its numbers as text, so that nothing is told by colour or length alone.

mod alone;
mod draw;
mod png;
mod svg;
mod width;

pub use alone::alone;
pub use draw::{all, drivers, sure, totals};
pub use png::{PngError, png};
pub(super) use svg::escaped;
pub use svg::svg;

/// A picture, in units that a page may scale; y grows downwards.
#[derive(Clone, Debug, PartialEq)]
pub struct Picture {
    /// What it is called in a file name: `drivers`.
    pub name: &'static str,
    /// What it shows.
    pub title: String,
    /// The same in words, every number included.
    pub description: String,
    /// How wide.
    pub width: f64,
    /// How high.
    pub height: f64,
    /// The shapes, the lowest first.
    pub shapes: Vec<Shape>,
}

/// One shape.
#[derive(Clone, Debug, PartialEq)]
pub enum Shape {
    /// A filled bar with slightly rounded corners.
    Bar {
        /// Left edge.
        x: f64,
        /// Upper edge.
        y: f64,
        /// Width, not negative.
        width: f64,
        /// Height.
        height: f64,
        /// Its colour.
        tone: Tone,
    },
    /// A straight line of one unit's width.
    Line {
        /// From here.
        from: (f64, f64),
        /// To here.
        to: (f64, f64),
        /// Its colour.
        tone: Tone,
    },
    /// A line of text.
    Text {
        /// Where it is anchored.
        x: f64,
        /// Its baseline.
        y: f64,
        /// Which of its ends is at `x`.
        anchor: Anchor,
        /// The size of its type.
        size: f64,
        /// Whether it is semibold.
        bold: bool,
        /// Its colour.
        tone: Tone,
        /// What it says.
        text: String,
    },
}

/// What a colour means; each format has its own for light and dark.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    /// The left side's.
    Left,
    /// The right side's.
    Right,
    /// Text.
    Ink,
    /// Text that stands back.
    Quiet,
    /// Rules, and the ground of bars.
    Line,
}

/// Which end of a text is at its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Anchor {
    /// Its beginning.
    Start,
    /// Its end.
    End,
}

impl Tone {
    /// The colour on white paper, red, green and blue.
    #[must_use]
    pub const fn on_paper(self) -> [u8; 3] {
        match self {
            Self::Left => [0x0f, 0x8f, 0x6f],
            Self::Right => [0xd4, 0x5f, 0x16],
            Self::Ink => [0x1b, 0x22, 0x30],
            Self::Quiet => [0x5b, 0x66, 0x78],
            Self::Line => [0xd9, 0xde, 0xe6],
        }
    }
}
