//! The README's table of dependencies and its commands; what the manual must name.

use super::{blocks, read, root};
use clap::CommandFactory;
use planpress::cli::Cli;
use planpress::config::STANDARD_KEYS;
use std::collections::BTreeSet;

/// The names in a section of the manifest.
fn dependencies(section: &str) -> BTreeSet<String> {
    let manifest = read(&root().join("Cargo.toml"));
    let lines = manifest.lines().skip_while(|line| *line != section).skip(1);
    let lines = lines.take_while(|line| !line.starts_with('['));
    lines
        .filter_map(|line| Some(line.split_once(" = ")?.0.to_owned()))
        .filter(|name| !name.starts_with('#'))
        .collect()
}

/// The words in backticks that rows of a section's table begin with.
fn table(section: &str) -> BTreeSet<String> {
    let readme = read(&root().join("README.md"));
    let lines = readme.lines().skip_while(|line| *line != section).skip(1);
    let lines = lines.take_while(|line| !line.starts_with("## "));
    lines.filter_map(|line| Some(line.strip_prefix("| `")?.split_once('`')?.0.to_owned())).collect()
}

#[test]
fn dependencies_stand_in_the_readme() {
    assert_eq!(table("## Dependencies"), dependencies("[dependencies]"));
    let readme = read(&root().join("README.md"));
    let tests = readme.lines().find(|line| line.starts_with("For tests only:")).unwrap();
    for name in dependencies("[dev-dependencies]") {
        assert!(tests.contains(&format!("`{name}`")), "{name} is not named for tests");
    }
}

#[test]
fn every_module_is_in_the_code_map() {
    let readme = read(&root().join("README.md"));
    let map = readme.split("## Where things are").nth(1).unwrap();
    let list = read(&root().join("src/lib.rs"));
    for name in list.lines().filter_map(|line| line.strip_prefix("pub mod ")?.strip_suffix(';')) {
        let named = map.contains(&format!("src/{name} "));
        assert!(named, "{name} is not in the README's code map");
    }
}

#[test]
fn every_standard_key_is_in_the_manual() {
    let page = read(&super::manual().join("writing-plans.md"));
    let missing = STANDARD_KEYS.iter().filter(|key| !page.contains(&format!("`{key}`")));
    assert_eq!(missing.collect::<Vec<_>>(), [""; 0].iter().collect::<Vec<_>>());
}

#[test]
fn commands_of_the_readme_and_the_manual_exist() {
    let mut texts = vec![("README.md".to_owned(), read(&root().join("README.md")))];
    for entry in walkdir::WalkDir::new(super::manual()).sort_by_file_name() {
        let entry = entry.unwrap();
        if entry.path().extension().is_some_and(|ending| ending == "md") {
            texts.push((entry.path().display().to_string(), read(entry.path())));
        }
    }
    let mut seen = 0;
    let mut wrong = Vec::new();
    for (file, text) in &texts {
        for block in blocks(text).iter().filter(|block| block.language() == "sh") {
            for line in block.text.lines() {
                if let Some(path) = line.strip_prefix("tests/") {
                    assert!(root().join("tests").join(path).is_file(), "{file}: {line}");
                }
                let Some(command) = line.strip_prefix("planpress ").filter(|line| !line.contains('[')) else {
                    continue;
                };
                seen += 1;
                let command = command.split([';', '|', '>']).next().unwrap_or("");
                let words = std::iter::once("planpress").chain(command.split_whitespace());
                if let Err(error) = Cli::command().try_get_matches_from(words)
                    && error.use_stderr()
                {
                    wrong.push(format!("{file}:{}: planpress {command}\n{error}", block.line));
                }
            }
        }
    }
    assert!(seen > 10, "commands were found");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
