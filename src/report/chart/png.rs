//! A picture as PNG, drawn from its SVG on white.

use std::sync::Arc;

use resvg::tiny_skia::{Color, Pixmap, Transform};
use resvg::usvg::fontdb::Database;
use resvg::usvg::{self, Options, Tree};
use thiserror::Error;

use super::{Picture, svg};
use crate::report::fonts;

/// So many pixels may a side have.
const MOST: f32 = 16_384.0;

/// Why a picture could not be drawn.
#[derive(Debug, Error)]
pub enum PngError {
    /// Its SVG is refused.
    #[error("the picture could not be read: {0}")]
    Svg(#[from] usvg::Error),
    /// No side may be shorter than a pixel or longer than `MOST`.
    #[error("a picture of {0} × {1} pixels cannot be made; choose another scale")]
    Size(f32, f32),
    /// Its pixels could not be packed.
    #[error("the picture could not be packed: {0}")]
    Packing(String),
}

/// Draws a picture, `scale` pixels to a unit. Only the program's own fonts are used, so that the
/// same picture gives the same bytes everywhere; a letter that they lack is drawn
/// as their sign for a missing one.
///
/// # Errors
/// [`PngError`] when the scale makes it too small or too large.
pub fn png(picture: &Picture, scale: f32) -> Result<Vec<u8>, PngError> {
    let mut options = Options { font_family: "Inter".to_owned(), ..Options::default() };
    options.fontdb = Arc::new(database());
    let tree = Tree::from_str(&svg(picture, picture.name), &options)?;
    let (width, height) = (tree.size().width() * scale, tree.size().height() * scale);
    let mut pixels = ground(width, height).ok_or(PngError::Size(width, height))?;
    resvg::render(&tree, Transform::from_scale(scale, scale), &mut pixels.as_mut());
    pixels.encode_png().map_err(|error| PngError::Packing(error.to_string()))
}

fn ground(width: f32, height: f32) -> Option<Pixmap> {
    let mut pixels = Pixmap::new(whole(width)?, whole(height)?)?;
    pixels.fill(Color::WHITE);
    Some(pixels)
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a side is from 1 to 16,384 pixels long"
)]
fn whole(side: f32) -> Option<u32> {
    let side = side.ceil();
    (1.0..=MOST).contains(&side).then_some(side as u32)
}

fn database() -> Database {
    let mut database = Database::new();
    for font in [fonts::REGULAR, fonts::SEMIBOLD] {
        database.load_font_data(font.to_vec());
    }
    database.set_sans_serif_family("Inter");
    database
}
