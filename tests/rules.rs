//! The examples in the documentation of every rule, as tests: each is a small site; one under "Fails" gives
//! exactly the findings that stand below it, all of that rule; one under "Passes" or "Nearly fails" gives none at all.
//! `PLANPRESS_UPDATE=1` writes what is found into the documentation.

#![expect(clippy::disallowed_methods, reason = "the documentation is written anew where that is asked for")]

use planpress::check::{RULES, Rule};
use planpress::pipeline::{self, Loaded, Options, Tree};
use planpress::report::{self, Format, Style};
use planpress::text::{DecodeFault, SourceFile, decode};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::sync::Arc;

/// Files that an example need not spell out.
const USUAL: &[(&str, &str)] = &[
    ("planpress.yaml", "title: Example\n"),
    (
        "metrics.yaml",
        "revenue: { title: 銷售額, unit: 元, kind: flow, display: 萬元 }\n\
         units: { title: 銷售量, unit: 套, kind: flow }\n\
         market: { title: 市場容量, unit: 套, kind: flow }\n\
         cost: { title: 費用, unit: 元, kind: flow, better: lower }\n",
    ),
    (
        "dimensions.yaml",
        "region:\n  title: 區域\n  values:\n    - id: national\n      title: 全國\n      children:\n        \
         - { id: changsha, title: 長沙 }\n        - { id: shenzhen, title: 深圳 }\n\
         channel: { title: 渠道, open: true }\n",
    ),
    ("schemas/plan.yaml", "title: Plan\n"),
];

#[test]
fn examples_do_what_they_say() {
    let update = std::env::var_os("PLANPRESS_UPDATE").is_some();
    let mut wrong = String::new();
    for rule in RULES {
        let example = Documentation { rule, wrong: &mut wrong };
        let docs = example.run();
        if update && docs != rule.docs {
            let file =
                format!("{}/src/check/rules/{}.md", env!("CARGO_MANIFEST_DIR"), rule.name.replace('-', "_"));
            std::fs::write(file, docs).expect("the documentation can be written");
        }
    }
    assert!(wrong.is_empty() || update, "{wrong}");
}

#[test]
fn every_rule_is_documented() {
    for rule in RULES {
        let headings: Vec<&str> = rule.docs.lines().filter(|line| line.starts_with("## ")).collect();
        let expected = ["## What it finds", "## Why", "## Fails", "## Passes", "## Nearly fails"];
        assert_eq!(headings.iter().filter(|h| expected.contains(h)).count(), 5, "{}", rule.name);
        assert!(rule.docs.contains("```finding"), "{} has no failing example", rule.name);
        assert!(!rule.summary.ends_with('.') && !rule.summary.is_empty(), "{}", rule.name);
    }
    let names: BTreeSet<&str> = RULES.iter().map(|rule| rule.name).collect();
    assert_eq!(names.len(), RULES.len(), "names are unique");
}

struct Documentation<'a> {
    rule: &'static Rule,
    wrong: &'a mut String,
}

impl Documentation<'_> {
    /// Runs all examples; the documentation with what was found.
    fn run(self) -> String {
        let mut docs = String::new();
        let mut fails = false;
        let mut found = String::new();
        let mut lines = self.rule.docs.lines();
        while let Some(line) = lines.next() {
            let _ = writeln!(docs, "{line}");
            fails = if line.starts_with("## ") { line == "## Fails" } else { fails };
            let Some((fence, info)) = opening(line) else { continue };
            let mut block = String::new();
            let mut closing = "";
            for line in lines.by_ref() {
                if line == fence {
                    closing = line;
                    break;
                }
                let _ = writeln!(block, "{line}");
            }
            if info == "finding" {
                if block != found {
                    let _ = writeln!(self.wrong, "{}: found\n{found}documented\n{block}", self.rule.name);
                }
                block = std::mem::take(&mut found);
            } else if let Some(options) = info.strip_prefix("site") {
                found = findings(&block, options.trim());
                let other = found.lines().filter(|line| !line.ends_with(&format!("[{}]", self.rule.name)));
                let other: Vec<&str> = other.collect();
                if found.is_empty() == fails || !other.is_empty() {
                    let where_ = if fails { "Fails" } else { "Passes" };
                    let _ = writeln!(self.wrong, "{} ({where_})\n{block}found\n{found}", self.rule.name);
                }
            }
            let _ = writeln!(docs, "{block}{closing}");
        }
        docs
    }
}

/// The fence of a code block's first line, and what stands behind it.
fn opening(line: &str) -> Option<(&str, &str)> {
    let ticks = line.len() - line.trim_start_matches('`').len();
    (ticks >= 3).then(|| (&line[..ticks], line[ticks..].trim()))
}

/// What is found in an example, in short.
pub(crate) fn findings(example: &str, options: &str) -> String {
    let loaded = load(example, options);
    report::render(&loaded.findings, &loaded.summary(&loaded.findings), Style::plain(Format::Short))
}

/// The site of an example, read and checked.
pub(crate) fn load(example: &str, options: &str) -> Loaded {
    let tree = ExampleTree::new(example, options.contains("bytes"));
    let today = options.split_whitespace().find_map(|option| option.strip_prefix("today="));
    let today = today.unwrap_or("2026-06-30").parse().expect("a day");
    match pipeline::load(&tree, Options { today, drafts: false }) {
        Ok(loaded) => loaded,
        Err(fatal) => panic!("{example}\n{}", fatal.0),
    }
}

/// An example in the documentation of a rule.
pub(crate) struct Example {
    /// Its files.
    pub(crate) text: String,
    /// What stands behind `site`: `today=…`, `bytes`.
    pub(crate) options: String,
}

/// All examples of a rule.
pub(crate) fn examples(rule: &Rule) -> Vec<Example> {
    let mut examples = Vec::new();
    let mut lines = rule.docs.lines();
    while let Some(line) = lines.next() {
        let Some((fence, info)) = opening(line) else { continue };
        let inside = lines.by_ref().take_while(|line| *line != fence);
        let text: String = inside.flat_map(|line| [line, "\n"]).collect();
        if let Some(options) = info.strip_prefix("site") {
            examples.push(Example { text, options: options.trim().to_owned() });
        }
    }
    examples
}

/// The files of an example: parts begin with `=== path`; without any it is one plan.
struct ExampleTree {
    paths: BTreeSet<String>,
    files: BTreeMap<String, Vec<u8>>,
}

impl ExampleTree {
    fn new(example: &str, escaped: bool) -> Self {
        let mut files: BTreeMap<String, Vec<u8>> =
            USUAL.iter().map(|(path, text)| ((*path).to_string(), text.as_bytes().to_vec())).collect();
        let mut path = "plans/example.md".to_string();
        let mut parts: BTreeMap<String, String> = BTreeMap::new();
        for line in example.lines() {
            match line.strip_prefix("=== ") {
                Some(next) => {
                    path = next.trim().to_string();
                    parts.insert(path.clone(), String::new());
                }
                None => {
                    let _ = writeln!(parts.entry(path.clone()).or_default(), "{line}");
                }
            }
        }
        for (path, text) in parts {
            files.insert(path, if escaped { unescaped(&text) } else { text.into_bytes() });
        }
        Self { paths: files.keys().cloned().collect(), files }
    }
}

/// `\xNN` as bytes.
fn unescaped(text: &str) -> Vec<u8> {
    let mut parts = text.split("\\x");
    let mut bytes = parts.next().unwrap_or("").as_bytes().to_vec();
    for part in parts {
        let (digits, rest) = part.split_at(2);
        bytes.push(u8::from_str_radix(digits, 16).expect("two hexadecimal digits"));
        bytes.extend_from_slice(rest.as_bytes());
    }
    bytes
}

impl Tree for ExampleTree {
    fn paths(&self) -> &BTreeSet<String> {
        &self.paths
    }

    fn read(&self, path: &str) -> Result<Arc<SourceFile>, DecodeFault> {
        decode(self.files.get(path).map_or(&[][..], Vec::as_slice)).map(|text| SourceFile::new(path, text))
    }

    fn bytes(&self, path: &str) -> Result<Vec<u8>, DecodeFault> {
        Ok(self.files.get(path).cloned().unwrap_or_default())
    }
}
