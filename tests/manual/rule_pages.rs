//! The manual's pages of rules, made from the rules' own documentation.
//! `PLANPRESS_UPDATE=1 cargo test rule_pages` writes them.

use super::{compare, manual};
use planpress::check::{RULES, Rule};
use planpress::diagnostic::Severity;
use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;

#[test]
fn rule_pages_say_what_the_rules_say() {
    let folder = manual().join("rules");
    let mut wrong = Vec::new();
    let mut expected = BTreeSet::from(["index.md".to_owned()]);
    compare(&folder.join("index.md"), &index(), &mut wrong);
    for (number, rule) in RULES.iter().enumerate() {
        let name = format!("{}.md", rule.name);
        compare(&folder.join(&name), &page(rule, number + 1), &mut wrong);
        expected.insert(name);
    }
    for entry in fs::read_dir(&folder).unwrap() {
        let name = entry.unwrap().file_name().to_string_lossy().into_owned();
        if !expected.contains(&name) {
            wrong.push(format!("{name}: there is no such rule"));
        }
    }
    assert!(
        wrong.is_empty(),
        "pages of rules are out of date (write them with PLANPRESS_UPDATE=1 cargo test rule_pages): {wrong:#?}"
    );
}

fn level(rule: &Rule) -> &'static str {
    match rule.severity {
        None => "off",
        Some(Severity::Warning) => "warning",
        Some(Severity::Error) => "error",
    }
}

/// A summary as a sentence.
fn sentence(summary: &str) -> String {
    let mut chars = summary.chars();
    let first = chars.next().map(|c| c.to_uppercase().to_string()).unwrap_or_default();
    let rest = chars.as_str().trim_end_matches('.');
    format!("{first}{rest}.")
}

fn page(rule: &Rule, order: usize) -> String {
    let summary = sentence(rule.summary);
    let mut text = format!("---\ntitle: {}\nlang: en\norder: {order}\n", rule.name);
    let _ = writeln!(text, "summary: '{}'\n---\n", summary.replace('\'', "''"));
    let _ = writeln!(
        text,
        "{summary} Group: [{}](index.md). Level: {}.\n",
        rule.group.title().to_lowercase(),
        level(rule)
    );
    let mut fence = 0;
    for line in rule.docs.trim().lines() {
        let ticks = line.bytes().take_while(|byte| *byte == b'`').count();
        let outside = fence == 0;
        match fence {
            0 if ticks >= 3 => fence = ticks,
            length if length > 0 && ticks >= length => fence = 0,
            _ => {}
        }
        text.push_str(&if outside && ticks < 3 { linked(line, rule) } else { line.to_owned() });
        text.push('\n');
    }
    text
}

/// A line of prose in which names of other rules lead to their pages.
fn linked(line: &str, own: &Rule) -> String {
    let mut parts = line.split('`');
    let mut text = parts.next().unwrap_or_default().to_owned();
    for (index, part) in parts.enumerate() {
        let is_code = index % 2 == 0;
        match RULES.iter().find(|rule| is_code && rule.name == part && rule.name != own.name) {
            Some(rule) => {
                let _ = write!(text, "[`{0}`]({0}.md)", rule.name);
            }
            None if is_code => {
                let _ = write!(text, "`{part}`");
            }
            None => text.push_str(part),
        }
    }
    text
}

fn index() -> String {
    let mut text = String::from(
        "---\ntitle: Rules\nlang: en\norder: 0\nsummary: Every rule of the checker, by group.\n---\n\n\
         The name of a rule is its identity: in output, in `checks:` of `planpress.yaml`, in suppressions, in\n\
         `planpress explain NAME`. The level is the one that holds where nothing else is said.\n\n\
         The examples on the pages of the rules run as tests. Each is a small site: a line `=== path` begins a file,\n\
         and the block below it holds what `planpress check --format short` says of it.\n",
    );
    let mut group = None;
    for rule in RULES {
        if group != Some(rule.group) {
            group = Some(rule.group);
            let _ = write!(
                text,
                "\n## {}\n\n| Rule | Level | Finds |\n| --- | --- | --- |\n",
                rule.group.title()
            );
        }
        let summary = sentence(rule.summary).replace('|', "\\|");
        let _ = writeln!(text, "| [{0}]({0}.md) | {1} | {2} |", rule.name, level(rule), summary);
    }
    text
}
