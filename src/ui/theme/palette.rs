//! The two sets of colours. The accents are told apart by colour-blind eyes, and never stand
//! alone: a name, a place or a shape says the same.
#![expect(clippy::disallowed_methods, reason = "this is the one place where colours are made")]

use egui::Color32;

use crate::session::{Pair, Side};

/// The colours of one theme, by what they are for.
#[derive(Debug)]
pub struct Palette {
    /// Behind everything.
    pub page: Color32,
    /// Cards, bars and panels.
    pub card: Color32,
    /// Text.
    pub ink: Color32,
    /// Text that steps back.
    pub quiet: Color32,
    /// Hairlines.
    pub line: Color32,
    /// Hairlines of what the pointer is on.
    pub line_strong: Color32,
    /// The chosen row or step.
    pub selected: Color32,
    /// What the pointer is on.
    pub hover: Color32,
    /// The empty part of a bar.
    pub track: Color32,
    /// The rail of a slider.
    pub rail: Color32,
    /// A ballot among others; where several lie on each other, they show darker.
    pub dot: Color32,
    /// Text on a filled button.
    pub on_ink: Color32,
    /// The accent of each side.
    pub sides: Pair<Color32>,
    /// Each side's accent, thinned: a rating that nobody has confirmed.
    pub pale: Pair<Color32>,
    /// Keywords of code.
    pub code_word: Color32,
    /// Texts and numbers in code.
    pub code_text: Color32,
    /// Something to look at.
    pub warn: Color32,
    /// Behind a mark of something to look at.
    pub warn_pale: Color32,
    /// Around what has the keyboard.
    pub focus: Color32,
    /// Behind selected text.
    pub text_selection: Color32,
    /// Over the page, behind a dialog.
    pub veil: Color32,
}

impl Palette {
    /// The accent of a side.
    #[must_use]
    pub fn side(&self, side: Side) -> Color32 {
        self.sides[side]
    }
}

/// For projectors and bright rooms.
pub const LIGHT: Palette = Palette {
    page: rgb(0x00f7_f8fa),
    card: rgb(0x00ff_ffff),
    ink: rgb(0x001d_2430),
    quiet: rgb(0x0066_707f),
    line: rgb(0x00e4_e7ec),
    line_strong: rgb(0x00c3_cad4),
    selected: rgb(0x00ee_f1f6),
    hover: rgb(0x00f4_f6f9),
    track: rgb(0x00ed_f0f4),
    rail: rgb(0x00df_e3e9),
    dot: Color32::from_rgba_premultiplied(10, 12, 16, 86),
    on_ink: rgb(0x00ff_ffff),
    sides: Pair::new(rgb(0x000f_8f6f), rgb(0x00d0_601a)),
    pale: Pair::new(rgb(0x00a9_d8cb), rgb(0x00f0_c3a4)),
    code_word: rgb(0x0064_3fa6),
    code_text: rgb(0x0083_5a06),
    warn: rgb(0x00b4_4f12),
    warn_pale: rgb(0x00fc_ebdd),
    focus: rgb(0x002f_6fd0),
    text_selection: rgb(0x00cd_defb),
    veil: Color32::from_rgba_premultiplied(12, 14, 19, 102),
};

/// For dim rooms.
pub const DARK: Palette = Palette {
    page: rgb(0x0011_141a),
    card: rgb(0x0017_1b22),
    ink: rgb(0x00e8_ebf0),
    quiet: rgb(0x0097_a1b0),
    line: rgb(0x0027_2d38),
    line_strong: rgb(0x0046_4f5e),
    selected: rgb(0x0023_2a35),
    hover: rgb(0x001e_2530),
    track: rgb(0x002a_313d),
    rail: rgb(0x0033_3b48),
    dot: Color32::from_rgba_premultiplied(96, 98, 100, 106),
    on_ink: rgb(0x0011_141a),
    sides: Pair::new(rgb(0x003f_bf99), rgb(0x00ee_8a4a)),
    pale: Pair::new(rgb(0x0024_5648), rgb(0x0068_4430)),
    code_word: rgb(0x00b9_a3f2),
    code_text: rgb(0x00d8_bd80),
    warn: rgb(0x00f0_a06a),
    warn_pale: rgb(0x0042_2c1c),
    focus: rgb(0x006f_a8ff),
    text_selection: rgb(0x002b_4672),
    veil: Color32::from_rgba_premultiplied(0, 0, 0, 150),
};

const fn rgb(hex: u32) -> Color32 {
    let [_, r, g, b] = hex.to_be_bytes();
    Color32::from_rgb(r, g, b)
}
