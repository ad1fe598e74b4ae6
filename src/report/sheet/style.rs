//! How cells look: little ink, the side's colours as in the charts.

use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder};

use super::super::chart::Tone;
use crate::session::Side;

/// What a cell is, which decides how it looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Look {
    /// A text, in as many lines as it takes.
    Text,
    /// What a row is called.
    Label,
    /// A number as it is: points, ratings.
    Plain,
    /// A share of 1 as percent.
    Percent,
    /// A number with as many decimals as the workbook's totals take.
    Score,
    /// The same with its sign.
    Signed,
    /// A day.
    Day,
}

/// Every format of a workbook, made once.
pub(super) struct Styles {
    header: Format,
    sides: [Format; 2],
    looks: [Format; 7],
    sums: [Format; 7],
}

/// The ground of header rows.
const HEADER: Color = Color::RGB(0x00f1_f4f8);

const LOOKS: [Look; 7] =
    [Look::Text, Look::Label, Look::Plain, Look::Percent, Look::Score, Look::Signed, Look::Day];

impl Styles {
    /// Totals, margins and what adds to them have this many decimals.
    pub(super) fn new(decimals: usize) -> Self {
        let header = Format::new()
            .set_bold()
            .set_text_wrap()
            .set_align(FormatAlign::VerticalCenter)
            .set_font_color(colour(Tone::Ink))
            .set_background_color(HEADER)
            .set_border_bottom(FormatBorder::Thin)
            .set_border_bottom_color(colour(Tone::Line));
        let side = |tone| header.clone().set_font_color(colour(tone));
        let sum = |look| {
            format(look, decimals)
                .set_bold()
                .set_border_top(FormatBorder::Thin)
                .set_border_top_color(colour(Tone::Quiet))
        };
        Self {
            sides: [side(Tone::Left), side(Tone::Right)],
            header,
            looks: LOOKS.map(|look| format(look, decimals)),
            sums: LOOKS.map(sum),
        }
    }

    /// The look of a header cell, in a side's colour where it is about one.
    pub(super) const fn header(&self, side: Option<Side>) -> &Format {
        let [left, right] = &self.sides;
        match side {
            None => &self.header,
            Some(Side::Left) => left,
            Some(Side::Right) => right,
        }
    }

    /// The look of a cell, in a row of sums or not.
    pub(super) const fn cell(&self, look: Look, sum: bool) -> &Format {
        let [text, label, plain, percent, score, signed, day] =
            if sum { &self.sums } else { &self.looks };
        match look {
            Look::Text => text,
            Look::Label => label,
            Look::Plain => plain,
            Look::Percent => percent,
            Look::Score => score,
            Look::Signed => signed,
            Look::Day => day,
        }
    }
}

fn format(look: Look, decimals: usize) -> Format {
    let plain = Format::new().set_align(FormatAlign::Top).set_font_color(colour(Tone::Ink));
    match look {
        // Else a text would touch the number before it.
        Look::Text => plain.set_text_wrap().set_align(FormatAlign::Left).set_indent(1),
        Look::Label => plain.set_text_wrap().set_bold(),
        Look::Plain => plain,
        // What is not certain is never shown as 100.0 %.
        Look::Percent => plain.set_num_format("[>=1]0.0%;[>=0.9995]\"over 99.9%\";0.0%"),
        Look::Score => plain.set_num_format(format!("{:.decimals$}", 0.0)),
        Look::Signed => {
            let shown = format!("{:.decimals$}", 0.0);
            plain.set_num_format(format!("+{shown};\u{2212}{shown};{shown}"))
        }
        Look::Day => {
            plain.set_num_format("yyyy\\-mm\\-dd").set_align(FormatAlign::Left).set_indent(1)
        }
    }
}

fn colour(tone: Tone) -> Color {
    let [red, green, blue] = tone.on_paper().map(u32::from);
    Color::RGB(red << 16 | green << 8 | blue)
}
