//! What is kept of a panic, so that whoever looks into it has something to look at.

use std::backtrace::Backtrace;
use std::panic::{self, PanicHookInfo};
use std::path::{Path, PathBuf};
use std::thread;

use jiff::Timestamp;

use crate::store::crash::{self, Panic};

/// From now on, writes a report into the state folder wherever the program fails. Nothing of
/// anybody's session is in it.
pub fn report_panics(state: PathBuf) {
    let before = panic::take_hook();
    panic::set_hook(Box::new(move |info| {
        report(&state, info);
        before(info);
    }));
}

fn report(state: &Path, info: &PanicHookInfo<'_>) {
    let thread = thread::current();
    let place = info.location().map_or_else(|| "unknown".to_owned(), ToString::to_string);
    // A message that was put together may quote what somebody typed.
    let message = info.payload().downcast_ref::<&'static str>().copied();
    let panic = Panic {
        at: Timestamp::now(),
        thread: thread.name().unwrap_or("unnamed"),
        place: &place,
        message,
        backtrace: &Backtrace::force_capture().to_string(),
    };
    // There is nowhere left to say that it could not be written.
    let _ = crash::write(state, &panic);
}
