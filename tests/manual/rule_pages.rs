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
    let docs = rule.docs.trim();
    if !docs.is_empty() {
        text.push_str(docs);
        text.push('\n');
    }
    text
}

fn index() -> String {
    let mut text = String::from(
        "---\ntitle: Rules\nlang: en\norder: 0\nsummary: Every rule of the checker, by group.\n---\n\n\
         The name of a rule is its identity: in output, in `checks:` of `planpress.yaml`, in suppressions, in\n\
         `planpress explain NAME`. The level is the one that holds where nothing else is said.\n",
    );
    let mut group = None;
    for rule in RULES {
        if group != Some(rule.group) {
            group = Some(rule.group);
            let _ = write!(text, "\n## {}\n\n| Rule | Level | Finds |\n| --- | --- | --- |\n", rule.group.title());
        }
        let summary = sentence(rule.summary).replace('|', "\\|");
        let _ = writeln!(text, "| [{0}]({0}.md) | {1} | {2} |", rule.name, level(rule), summary);
    }
    text
}
