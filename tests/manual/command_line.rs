//! The manual's page on the command line names every command and every flag.

use super::{manual, read};
use clap::CommandFactory;
use planpress::cli::Cli;

#[test]
fn every_command_and_flag_is_in_the_manual() {
    let page = read(&manual().join("command-line.md"));
    let mut command = Cli::command();
    command.build();
    let mut missing = Vec::new();
    let head = page.split("\n## init").next().unwrap_or("");
    check_flags(&command, head, "of every command", true, &mut missing);
    for sub in command.get_subcommands().filter(|sub| sub.get_name() != "help") {
        let name = sub.get_name();
        match section(&page, name) {
            None => missing.push(format!("## {name}")),
            Some(text) => check_flags(sub, text, name, false, &mut missing),
        }
    }
    assert!(missing.is_empty(), "missing in command-line.md: {missing:#?}");
}

fn section<'a>(page: &'a str, name: &str) -> Option<&'a str> {
    let (_, rest) = page.split_once(&format!("\n## {name}\n"))?;
    Some(rest.split("\n## ").next().unwrap_or(rest))
}

fn check_flags(command: &clap::Command, text: &str, name: &str, global: bool, missing: &mut Vec<String>) {
    for arg in command.get_arguments().filter(|arg| global || !arg.is_global_set()) {
        let is_help = matches!(arg.get_id().as_str(), "help" | "version");
        if is_help && !global {
            continue;
        }
        if let Some(long) = arg.get_long().filter(|long| !text.contains(&format!("--{long}"))) {
            missing.push(format!("{name}: --{long}"));
        }
        if let Some(short) = arg.get_short().filter(|short| !text.contains(&format!("-{short}"))) {
            missing.push(format!("{name}: -{short}"));
        }
        for value in arg.get_possible_values().iter().filter(|value| !value.is_hide_set()) {
            let flag = !arg.get_action().takes_values();
            if !flag && !text.contains(value.get_name()) {
                missing.push(format!("{name}: the value {}", value.get_name()));
            }
        }
    }
}
