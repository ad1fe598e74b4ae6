//! The rooms of Weighbridge that read files, without its window.

#[path = "../../../src/catalogue/mod.rs"]
pub mod catalogue;
#[path = "../../../src/session/mod.rs"]
pub mod session;
#[path = "../../../src/store/mod.rs"]
pub mod store;

use store::LoadProblem;

/// A refusal points into the text.
pub fn points_into(text: &str, problem: &LoadProblem) {
    let line = text.split('\n').nth(problem.line.wrapping_sub(1));
    let line = line.unwrap_or_else(|| panic!("line {} is beyond the text", problem.line));
    let width = line.chars().count();
    assert!((1..=width + 1).contains(&problem.column), "{problem}");
    assert!(!problem.what.is_empty() && !problem.fix.is_empty(), "{problem}");
    assert!(problem.what.chars().count() < 1000, "too much to read");
}
