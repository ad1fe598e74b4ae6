//! The window's icon: a tilted beam with a weight on either end, drawn in code so that it
//! follows the colours of the theme.

use egui::{Color32, IconData, Pos2, Vec2};

use crate::ui::theme::LIGHT;

const SIZE: u16 = 64;

/// The icon.
pub fn icon() -> IconData {
    let place = |i: u16| f32::from(i) + 0.5;
    let pixels = (0..SIZE).flat_map(|y| (0..SIZE).map(move |x| Pos2::new(place(x), place(y))));
    IconData {
        rgba: pixels.flat_map(|at| color(at).to_array()).collect(),
        width: SIZE.into(),
        height: SIZE.into(),
    }
}

/// The colour of a point, on a square of [`SIZE`].
fn color(at: Pos2) -> Color32 {
    let center = Pos2::new(32.0, 34.0);
    let along = Vec2::angled(-0.16);
    let (from_center, half) = (at - center, 22.0);
    let (along_beam, across_beam) = (from_center.dot(along), from_center.dot(along.rot90()));
    let weight = |end: f32| (center + along * end - Vec2::new(0.0, 11.0)).distance(at) < 8.5;
    let stand = at.y > 36.0 && at.y < 52.0 && from_center.x.abs() < (at.y - 34.0) * 0.45;
    if !rounded_square(at) {
        Color32::TRANSPARENT
    } else if weight(-17.0) {
        LIGHT.sides.left
    } else if weight(17.0) {
        LIGHT.sides.right
    } else if (along_beam.abs() < half && across_beam.abs() < 2.0) || stand {
        LIGHT.card
    } else {
        LIGHT.ink
    }
}

fn rounded_square(at: Pos2) -> bool {
    let corner = 12.0;
    let outside = ((at - Pos2::new(32.0, 32.0)).abs() - Vec2::splat(32.0 - corner)).max(Vec2::ZERO);
    outside.length() < corner
}
