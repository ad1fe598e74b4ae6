//! The type of the program, on screen and in what it leaves behind.

/// Inter, regular.
pub static REGULAR: &[u8] = include_bytes!("../../assets/fonts/Inter-Regular.otf");
/// Inter, medium.
pub static MEDIUM: &[u8] = include_bytes!("../../assets/fonts/Inter-Medium.otf");
/// Inter, semibold.
pub static SEMIBOLD: &[u8] = include_bytes!("../../assets/fonts/Inter-SemiBold.otf");
