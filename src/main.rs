//! Arguments → command line or window.

use std::io::{Write, stderr, stdout};
use std::process::ExitCode;

use weighbridge::app;
use weighbridge::catalogue::Catalogue;
use weighbridge::cli::{self, Outcome};

fn main() -> ExitCode {
    let catalogue = match Catalogue::built_in() {
        Ok(catalogue) => catalogue,
        Err(error) => return fail(&error.to_string()),
    };
    match cli::run(std::env::args_os(), catalogue, &mut stdout(), &mut stderr()) {
        Ok(Outcome::Exit(code)) => ExitCode::from(code),
        Ok(Outcome::Window(_)) if !cli::has_display() => fail(&cli::no_window(
            &"this machine has no display (neither DISPLAY nor WAYLAND_DISPLAY is set)",
        )),
        Ok(Outcome::Window(file)) => {
            match app::run(catalogue, app::Options::of_this_machine(file)) {
                Ok(()) => ExitCode::SUCCESS,
                Err(error) => fail(&cli::no_window(&error)),
            }
        }
        // Nobody reads the output any more: a closed pipe is no failure of ours to report.
        Err(_) => ExitCode::FAILURE,
    }
}

fn fail(text: &str) -> ExitCode {
    // When not even the error output can be written, the exit code has to do.
    let _ = writeln!(stderr(), "{text}");
    ExitCode::FAILURE
}
