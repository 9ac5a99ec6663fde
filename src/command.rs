//! The commands, one file each: read, run, write, report. This file holds what they share: the outcome
//! that becomes the exit code, and the one place where planpress prints.

mod build;
mod changed;
mod check;
mod completions;
mod console;
mod diff;
mod explain;
mod following;
mod history;
mod init;
mod list;
mod new;
mod schema;
mod serve;
mod table;
mod targets;
mod told;

use crate::cli::{Cli, Command, Global};
use crate::pipeline::{self, Loaded, Options, Tree};
use crate::source::{self, DiskTree};
use console::Console;
use std::path::PathBuf;
use std::process::ExitCode;

/// How a command ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Outcome {
    /// Done, nothing at error level: exit code 0.
    Done,
    /// Findings at error level: exit code 1.
    Findings,
}

/// Runs a command. Results go to the standard output, everything else to the standard error.
pub fn run(cli: &Cli) -> ExitCode {
    let console = Console::new(&cli.global);
    let global = &cli.global;
    let outcome = match &cli.command {
        Command::Build(args) => build::run(global, args, &console),
        Command::Check(args) => check::run(global, args, &console),
        Command::Serve(args) => serve::run(global, args, console),
        Command::Init(args) => init::run(args, &console),
        Command::Explain(args) => explain::run(args, &console),
        Command::Completions(args) => completions::run(args, &console),
        Command::New(args) => new::run(global, args, &console),
        Command::Targets(args) => targets::run(global, args, &console),
        Command::Diff(args) => diff::run(global, args, &console),
        Command::History(args) => history::run(global, args, &console),
        Command::List(args) => list::run(global, args, &console),
        Command::Schema(args) => schema::run(global, args, &console),
    };
    match outcome {
        Ok(Outcome::Done) => ExitCode::SUCCESS,
        Ok(Outcome::Findings) => ExitCode::from(1),
        Err(message) => {
            console.error(&message);
            ExitCode::from(2)
        }
    }
}

/// The folder of the site that the flags name.
fn site_folder(global: &Global) -> Result<PathBuf, String> {
    source::find_site(global.site.as_deref(), &source::working_folder()?)
}

/// Lists the site that the flags name.
fn list_site(global: &Global, console: &Console) -> Result<DiskTree, String> {
    let tree = DiskTree::list(&site_folder(global)?)?;
    for note in &tree.notes {
        console.note(note);
    }
    Ok(tree)
}

/// Reads and checks a listed site.
fn load(tree: &dyn Tree, global: &Global, drafts: bool) -> Result<Loaded, String> {
    pipeline::load(tree, options(global, drafts)?).map_err(|fatal| fatal.0)
}

/// The same of a site of which no pages are made.
fn read(tree: &dyn Tree, global: &Global, drafts: bool) -> Result<Loaded, String> {
    pipeline::read(tree, options(global, drafts)?).map_err(|fatal| fatal.0)
}

fn options(global: &Global, drafts: bool) -> Result<Options, String> {
    Ok(Options { today: global.today.map_or_else(source::today, Ok)?, drafts })
}
