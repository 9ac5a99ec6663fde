//! `planpress completions`: the completion script of a shell.

use super::Outcome;
use super::console::Console;
use crate::cli::{Cli, Completions};
use clap::CommandFactory;

pub(super) fn run(args: &Completions, console: &Console) -> Result<Outcome, String> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "planpress", &mut script);
    console.result(&String::from_utf8_lossy(&script))?;
    Ok(Outcome::Done)
}
