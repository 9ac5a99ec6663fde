//! The binary: parses the arguments and runs the command.

use clap::Parser;
use planpress::{cli::Cli, command};
use std::process::ExitCode;

fn main() -> ExitCode {
    command::run(&Cli::parse())
}
