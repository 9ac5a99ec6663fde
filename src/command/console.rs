//! The one place where planpress prints. A reader that closes its end (`planpress list | head`) is not
//! an error; a result that cannot be written otherwise is.
#![expect(clippy::disallowed_methods, reason = "whether colours are wanted is the terminal's business")]

use crate::cli::{Colour, Global};
use crate::text::visible;
use std::io::{ErrorKind, IsTerminal, Write, stderr, stdout};

/// The terminal, or what stands in its place.
#[derive(Clone, Copy, Debug)]
pub(super) struct Console {
    quiet: bool,
    verbose: bool,
    colour_out: bool,
    colour_err: bool,
}

impl Console {
    /// As the flags and the environment want it.
    pub(super) fn new(global: &Global) -> Self {
        let wanted = |is_terminal: bool| match global.color {
            Colour::Always => true,
            Colour::Never => false,
            Colour::Auto => {
                let refused = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
                let dumb = std::env::var_os("TERM").is_some_and(|term| term == "dumb");
                is_terminal && !refused && !dumb
            }
        };
        Self {
            quiet: global.quiet,
            verbose: global.verbose,
            colour_out: wanted(stdout().is_terminal()),
            colour_err: wanted(stderr().is_terminal()),
        }
    }

    /// Whether results may be coloured.
    pub(super) fn has_colour(&self) -> bool {
        self.colour_out
    }

    /// Whether what goes to the standard error may be coloured.
    pub(super) fn has_error_colour(&self) -> bool {
        self.colour_err
    }

    /// A result: the standard output.
    ///
    /// # Errors
    /// A sentence with what the system says.
    pub(super) fn result(&self, text: &str) -> Result<(), String> {
        let mut out = stdout().lock();
        match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
            Err(error) if error.kind() != ErrorKind::BrokenPipe => {
                Err(format!("the result cannot be written: {error}"))
            }
            _ => Ok(()),
        }
    }

    /// What was done: the standard error, unless quiet.
    pub(super) fn say(&self, text: &str) {
        if !self.quiet {
            self.report(&format!("{text}\n"));
        }
    }

    /// What only some want to know: the standard error, with `-v`.
    pub(super) fn note(&self, text: &str) {
        if self.verbose {
            self.report(&format!("note: {}\n", visible(text)));
        }
    }

    /// A report: the standard error as it is.
    pub(super) fn report(&self, text: &str) {
        let _ = stderr().lock().write_all(text.as_bytes());
    }

    /// Why nothing was done.
    pub(super) fn error(&self, message: &str) {
        let (on, off) = if self.colour_err { ("\x1b[1;31m", "\x1b[0m") } else { ("", "") };
        self.report(&format!("{on}error{off}: {}\n", visible(message)));
    }
}
