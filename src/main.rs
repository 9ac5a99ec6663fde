//! The binary: parses the arguments and runs the command.

use clap::Parser;
use planpress::{cli::Cli, command};
use std::process::ExitCode;

/// A build makes and drops many small texts in two and more threads, which this allocator does faster.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    command::run(&Cli::parse())
}
