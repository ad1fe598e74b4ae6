//! The parts that screens are made of.

pub mod bar;
pub mod basic;
pub mod cell;
pub mod code;
pub mod day;
pub mod field;
pub mod place;
pub mod scroll;
pub mod strip;

pub use bar::{difference_bar, rating_bar};
pub use basic::{card, chip, heading, label, primary, quiet, secondary, title};
pub use cell::Cell;
pub use day::day_field;
pub use field::{choose, number, slider, text_field};
pub use place::{at, columns, keyed};
pub use scroll::{focus_ring, page, visible_between, visible_rows};
pub use strip::{Dot, Strip};
