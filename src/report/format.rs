//! The formats by name, and a summary in any of them.

use thiserror::Error;

use super::{Summary, chart, html, markdown, pdf, sheet, table, template};
use crate::session::Profile;

/// A kind of file that a summary can be had as.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Format {
    /// Text for a wiki or a pull request.
    Markdown,
    /// One file for any browser.
    Html,
    /// The page for stakeholders on paper, with its appendix.
    Pdf,
    /// A spreadsheet whose totals are computed in it.
    Xlsx,
    /// The table of criteria, which can be imported again.
    Csv,
    /// The pictures as drawings.
    Svg,
    /// The pictures as pixels.
    Png,
}

/// The size of the pages.
pub use pdf::Paper;

/// How a format is laid out.
#[derive(Clone, Debug, Default)]
pub struct Layout {
    /// The size of printed pages.
    pub paper: Paper,
    /// The team's own template: its file name and its text. Its name says whether it makes HTML
    /// or Markdown; the other one is made with the built-in template.
    pub template: Option<(String, String)>,
    /// The shape of the decision record; none for the one that its folder has.
    pub profile: Option<Profile>,
}

/// A file in the making.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rendered {
    /// What its name adds to the session's: `.pdf`, `-drivers.svg`.
    pub ending: String,
    /// What it holds.
    pub bytes: Vec<u8>,
    /// What somebody should know all the same.
    pub caution: Option<String>,
}

/// Why a format could not be made.
#[derive(Debug, Error)]
pub enum ReportError {
    /// A template is broken.
    #[error(transparent)]
    Template(#[from] template::TemplateError),
    /// The pages could not be written.
    #[error(transparent)]
    Pdf(#[from] pdf::PdfError),
    /// The spreadsheet could not be written.
    #[error(transparent)]
    Sheet(#[from] sheet::SheetError),
    /// The table could not be written.
    #[error(transparent)]
    Table(#[from] table::TableError),
    /// A picture could not be drawn.
    #[error(transparent)]
    Picture(#[from] chart::PngError),
    /// There is nothing to draw.
    #[error("there are no pictures yet: the result is covered, or nothing is compared")]
    NoPictures,
}

/// How much larger than its units a picture is drawn in pixels.
const SHARP: f32 = 2.0;

impl Format {
    /// In the order in which they are offered.
    pub const ALL: [Self; 7] =
        [Self::Markdown, Self::Html, Self::Pdf, Self::Xlsx, Self::Csv, Self::Svg, Self::Png];

    /// What it is called: `Markdown`, `PDF`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Markdown => "Markdown",
            Self::Html => "HTML",
            Self::Pdf => "PDF",
            Self::Xlsx => "Spreadsheet",
            Self::Csv => "CSV table",
            Self::Svg => "Charts as SVG",
            Self::Png => "Charts as PNG",
        }
    }

    /// How its files end, without the dot.
    #[must_use]
    pub const fn extension(self) -> &'static str {
        match self {
            Self::Markdown => "md",
            Self::Html => "html",
            Self::Pdf => "pdf",
            Self::Xlsx => "xlsx",
            Self::Csv => "csv",
            Self::Svg => "svg",
            Self::Png => "png",
        }
    }

    /// Whether a file of this format may end so, without the dot: as it does, or as no other format
    /// and no session does.
    #[must_use]
    pub fn may_end(self, ending: &str) -> bool {
        let ending = match ending.to_lowercase() {
            other if other == "htm" => "html".to_owned(),
            other if other == "markdown" => "md".to_owned(),
            ending => ending,
        };
        let others = Self::ALL.iter().map(|format| format.extension()).chain(["ron"]);
        ending == self.extension() || !others.into_iter().any(|other| other == ending)
    }

    /// Whether it makes several files, and so wants a folder.
    #[must_use]
    pub const fn is_several(self) -> bool {
        matches!(self, Self::Svg | Self::Png)
    }

    /// The kind of template that it is made with; none where it is made without.
    #[must_use]
    pub const fn template_kind(self) -> Option<template::Kind> {
        match self {
            Self::Markdown => Some(template::Kind::Markdown),
            Self::Html => Some(template::Kind::Html),
            Self::Pdf | Self::Xlsx | Self::Csv | Self::Svg | Self::Png => None,
        }
    }

    /// A summary in this format.
    ///
    /// # Errors
    /// A [`ReportError`] when a template is broken, or a library gives up.
    pub fn render(self, summary: &Summary, layout: &Layout) -> Result<Vec<Rendered>, ReportError> {
        let ending = format!(".{}", self.extension());
        let one = |bytes| Ok(vec![Rendered { ending: ending.clone(), bytes, caution: None }]);
        let own = layout.template.as_ref().filter(|(name, _)| {
            self.template_kind().is_some_and(|kind| kind == template::Kind::of(name))
        });
        match (self, own) {
            (Self::Markdown | Self::Html, Some((name, text))) => {
                one(template::render(text, name, template::Kind::of(name), summary)?.into_bytes())
            }
            (Self::Markdown, None) => one(markdown::summary(summary)?.into_bytes()),
            (Self::Html, None) => one(html::page(summary)?.into_bytes()),
            (Self::Pdf, _) => {
                let pdf::Pdf { bytes, caution } = pdf::pdf(summary, layout.paper)?;
                Ok(vec![Rendered { ending, bytes, caution }])
            }
            (Self::Xlsx, _) => one(sheet::xlsx(summary)?),
            (Self::Csv, _) => one(table::csv(summary)?.into_bytes()),
            (Self::Svg, _) => pictures(summary, |p| Ok(chart::svg(p, p.name).into_bytes()), "svg"),
            (Self::Png, _) => pictures(summary, |p| Ok(chart::png(p, SHARP)?), "png"),
        }
    }
}

/// Every picture as a file, which is looked at without the page around it.
fn pictures(
    summary: &Summary,
    draw: impl Fn(&chart::Picture) -> Result<Vec<u8>, ReportError>,
    extension: &str,
) -> Result<Vec<Rendered>, ReportError> {
    let pictures = chart::all(summary);
    if pictures.is_empty() {
        return Err(ReportError::NoPictures);
    }
    let drawn = pictures.iter().map(|picture| {
        let ending = format!("-{}.{extension}", picture.name);
        let bytes = draw(&chart::alone(picture, summary))?;
        Ok(Rendered { ending, bytes, caution: None })
    });
    drawn.collect()
}
