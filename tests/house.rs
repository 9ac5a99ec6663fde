//! How the code is laid out: the import rule, the length of files, a header on each.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// The longest file, in lines.
const LONGEST: usize = 400;

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn rust_files(folder: &Path) -> Vec<(String, String)> {
    let mut files = Vec::new();
    for entry in walkdir::WalkDir::new(folder).sort_by_file_name() {
        let entry = entry.unwrap();
        if entry.path().extension().is_some_and(|ending| ending == "rs") {
            let name = entry.path().strip_prefix(folder).unwrap().to_string_lossy().into_owned();
            files.push((name, fs::read_to_string(entry.path()).unwrap()));
        }
    }
    files
}

/// The module at the top level that a file belongs to: `parse/html.rs` → `parse`.
fn module(file: &str) -> &str {
    file.split('/').next().unwrap().trim_end_matches(".rs")
}

#[test]
fn imports_point_upwards_in_the_list_of_lib_rs() {
    let source = root().join("src");
    let list = fs::read_to_string(source.join("lib.rs")).unwrap();
    let names = list
        .lines()
        .filter_map(|line| line.trim_start_matches("pub ").strip_prefix("mod ")?.strip_suffix(';'));
    let order: BTreeMap<&str, usize> = names.enumerate().map(|(index, name)| (name, index)).collect();
    assert!(order.len() > 10, "the list of modules was read: {order:?}");
    let pattern = regex::Regex::new(r"crate::(\{[^}]*\}|[a-z_]+)").unwrap();
    let mut wrong = Vec::new();
    for (file, text) in rust_files(&source) {
        let own = module(&file);
        let Some(place) = order.get(own) else { continue };
        let is_test = file.ends_with("tests.rs") || file.contains("/tests/");
        if is_test {
            continue;
        }
        let text = text.split("#[cfg(test)]\nmod tests {").next().unwrap_or("");
        for line in text.lines().filter(|line| !line.trim_start().starts_with("//")) {
            for found in pattern.captures_iter(line) {
                let named = found[1]
                    .trim_matches(['{', '}'])
                    .split(',')
                    .map(|name| name.trim().split("::").next().unwrap());
                for name in named.filter(|name| *name != own) {
                    if order.get(name).is_some_and(|other| other > place) {
                        wrong
                            .push(format!("{file}: {} imports `{name}`, which stands below it", line.trim()));
                    }
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn files_are_short_and_say_what_they_hold() {
    let mut wrong = Vec::new();
    for folder in ["src", "tests"] {
        for (file, text) in rust_files(&root().join(folder)) {
            let lines = text.lines().count();
            if lines > LONGEST {
                wrong.push(format!("{folder}/{file}: {lines} lines, more than {LONGEST}"));
            }
            if !text.starts_with("//!") {
                wrong.push(format!("{folder}/{file}: does not open with `//!`"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_top_level_is_what_the_readme_shows() {
    let allowed = [
        "Cargo.toml",
        "Cargo.lock",
        "LICENSE",
        "CHANGELOG.md",
        "README.md",
        "src",
        "themes",
        "content",
        "tests",
        "target",
        "public",
    ];
    let names =
        fs::read_dir(root()).unwrap().map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned());
    let unknown: Vec<String> =
        names.filter(|name| !name.starts_with('.') && !allowed.contains(&name.as_str())).collect();
    assert!(unknown.is_empty(), "{unknown:?}");
}
