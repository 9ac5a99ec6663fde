//! Ninety single faults put by hand into nine plans of the sample site, ten into each: every one is found
//! by the right rule at the right words, and no second error comes from the same cause.

mod cases;

use planpress::diagnostic::{Diagnostic, Severity};
use planpress::pipeline::{self, MemoryTree, Options};
use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

/// How a plan is broken.
pub(crate) enum Edit {
    /// The only occurrence of a text is replaced.
    Put(&'static str, &'static str),
    /// From the first text up to the second one everything is removed.
    Cut(&'static str, &'static str),
    /// What stands between the first and the second text changes places with what stands between the
    /// second and the third.
    Swap(&'static str, &'static str, &'static str),
}

/// A fault: how the plan is broken, the rule that finds it, and the words that it points at.
pub(crate) struct Fault(pub(crate) Edit, pub(crate) &'static str, pub(crate) &'static str);

/// The files of the sample site that count for checking.
pub(crate) fn sample() -> BTreeMap<String, String> {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("content");
    let mut files = BTreeMap::new();
    for entry in walkdir::WalkDir::new(&root) {
        let entry = entry.unwrap();
        let path = entry.path().strip_prefix(&root).unwrap().to_string_lossy().replace('\\', "/");
        let is_text = [".yaml", ".md", ".csv"].iter().any(|ending| path.ends_with(ending));
        if entry.file_type().is_file() && is_text && !path.starts_with("pages/manual") {
            files.insert(path, fs::read_to_string(entry.path()).unwrap());
        }
    }
    files
}

fn check(files: &BTreeMap<String, String>) -> Vec<Diagnostic> {
    let tree = MemoryTree::new(files.iter().map(|(path, text)| (path.as_str(), text.as_str())));
    let options = Options { today: jiff::civil::date(2026, 9, 15), drafts: true };
    pipeline::load(&tree, options).map_err(|fatal| fatal.0).unwrap().findings.to_vec()
}

fn edited(text: &str, edit: &Edit) -> String {
    let only = |part: &str| {
        assert_eq!(text.matches(part).count(), 1, "`{part}` stands once in the plan");
        text.find(part).unwrap()
    };
    let behind = |part: &str, from: usize| match part {
        "" => text.len(),
        part => from + text[from..].find(part).unwrap_or_else(|| panic!("`{part}` follows")),
    };
    match edit {
        Edit::Put(old, new) => {
            only(old);
            text.replace(old, new)
        }
        Edit::Cut(from, until) => {
            let start = only(from);
            format!("{}{}", &text[..start], &text[behind(until, start)..])
        }
        Edit::Swap(first, second, end) => {
            let first = only(first);
            let second = behind(second, first);
            let end = behind(end, second);
            format!("{}{}{}{}", &text[..first], &text[second..end], &text[first..second], &text[end..])
        }
    }
}

pub(crate) fn one_line(finding: &Diagnostic) -> String {
    let start = finding.place.start();
    let words = finding.place.source.slice(finding.place.span);
    format!(
        "{}:{}:{} {} `{words}` {}",
        finding.place.source.path, start.line, start.column, finding.rule, finding.message
    )
}

#[test]
fn the_sample_has_no_findings() {
    let findings = check(&sample());
    assert!(findings.is_empty(), "{}", findings.iter().map(one_line).collect::<Vec<_>>().join("\n"));
}

#[test]
fn every_fault_is_found_once_and_in_its_place() {
    let sample = sample();
    let mut wrong = Vec::new();
    let mut count = 0;
    for (plan, faults) in cases::PLANS {
        assert_eq!(faults.len(), 10, "{plan}");
        for (number, Fault(edit, rule, words)) in faults.iter().enumerate() {
            count += 1;
            let mut files = sample.clone();
            let text = files.get_mut(*plan).unwrap_or_else(|| panic!("{plan}"));
            *text = edited(text, edit);
            let findings = check(&files);
            let is_it = |finding: &&Diagnostic| {
                &*finding.place.source.path == *plan
                    && finding.rule == *rule
                    && finding.place.source.slice(finding.place.span) == *words
            };
            let found = findings.iter().filter(is_it).count();
            let others = findings
                .iter()
                .filter(|finding| finding.severity == Severity::Error && !is_it(finding))
                .count();
            if found != 1 || others != 0 {
                let report: Vec<String> = findings.iter().map(one_line).collect();
                wrong.push(format!(
                    "{plan} #{}: expected {rule} at `{words}`, got\n    {}",
                    number + 1,
                    report.join("\n    ")
                ));
            }
        }
    }
    assert_eq!(count, 90);
    assert!(wrong.is_empty(), "{} of 90:\n{}", wrong.len(), wrong.join("\n"));
}
