//! Saving, proven from outside: processes that are killed, system calls that fail, what a power
//! cut may leave, and others who write to the same file.
//!
//! Short forms run always. `tests/tools/check-saving` runs the long ones and prints their figures.
#![cfg(target_os = "linux")]
#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::print_stderr,
    clippy::print_stdout,
    reason = "a test fails by panicking, and prints what it has counted"
)]

#[path = "../common/mod.rs"]
mod common;

mod crash_states;
mod faults;
mod kills;
mod other_users;
mod outside_edits;
mod saver;
mod strace;

/// How often something is tried: a few times always, many times when that was asked for.
fn times(short: usize, long: usize) -> usize {
    if std::env::var_os("WEIGHBRIDGE_LONG").is_some() { long } else { short }
}
