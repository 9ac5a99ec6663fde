//! The binary: parses the arguments and runs the command.

use clap::Parser;
use planpress::{cli::Cli, command};
use std::process::ExitCode;

/// A build makes and drops many small texts in two and more threads, which this allocator does faster.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    // Memory in pages of 2 MB has to be cleared, and often first to be gathered, by the megabyte: at 10,000 plans that
    // was a quarter of a check, and no work on it became faster. Where it is refused, that is all that is lost.
    #[cfg(target_os = "linux")]
    let _ = rustix::thread::disable_transparent_huge_pages(true);
    command::run(&Cli::parse())
}
