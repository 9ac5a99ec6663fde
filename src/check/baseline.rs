//! `baseline.yaml`: findings that were there when a team began to check. They are marked as known, so
//! that only new ones count. An entry names its finding by rule, file and a fingerprint of what the finding
//! says and of the lines that it stands in, not by their numbers, so that it survives text that is moved and does
//! not pass for the same words in a new line.

use super::rules::stale_baseline;
use super::settle;
use crate::config::{Config, Level};
use crate::diagnostic::{self, Diagnostic, Severity, Suppression};
use crate::text::{Place, SourceFile, Span};
use crate::yaml::{self, Node, Reader};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::sync::Arc;
use xxhash_rust::xxh3::xxh3_64;

/// Its path, relative to the site's root.
pub const PATH: &str = "baseline.yaml";

/// The text of a baseline that makes all findings known.
pub fn write(diagnostics: &[Diagnostic]) -> String {
    let mut text = String::from(
        "# Findings that were there when this file was written: `planpress check --write-baseline`.\n\
         # They do not count. Remove an entry to have its finding reported again.\nfindings:\n",
    );
    // Findings silenced in their file stay out: they are known there.
    let known = |found: &&Diagnostic| found.rule != stale_baseline::RULE.name && !found.is_suppressed();
    for found in diagnostics.iter().filter(known) {
        let (rule, path, print) = key(found);
        let path = path.replace('\'', "''");
        let _ = writeln!(text, "  - {{ rule: {rule}, plan: '{path}', fingerprint: {print:016x} }}");
    }
    text
}

/// Marks the findings that a baseline knows, and reports its entries that no longer apply.
pub fn apply(source: &Arc<SourceFile>, config: &Config, diagnostics: &mut Vec<Diagnostic>) {
    let reader = Reader::new(source, "invalid-config");
    let mut entries = read(&reader);
    let mut reports = reader.into_findings();
    for found in diagnostics.iter_mut().filter(|found| !found.is_suppressed()) {
        let (rule, path, print) = key(found);
        if let Some(spans) = entries.get_mut(&(rule.to_string(), path.to_string(), print))
            && !spans.is_empty()
        {
            spans.remove(0);
            found.suppression = Some(Suppression::Baseline);
        }
    }
    let new = diagnostics.iter().filter(|found| !found.is_suppressed());
    let new: BTreeSet<(&str, &str)> = new.map(|found| (found.rule, &*found.place.source.path)).collect();
    for ((rule, path, _), spans) in entries {
        let message = match new.contains(&(&*rule, &*path)) {
            // It may have been changed, or the entry be of a time when fingerprints were others.
            true => format!("`{rule}` in `{path}` is found, but not in the line of this entry"),
            false => format!("`{rule}` in `{path}` is no longer found"),
        };
        reports.extend(spans.into_iter().map(|span| {
            let place = Place::new(source, span);
            Diagnostic::new(stale_baseline::RULE.name, Severity::Warning, place, message.clone())
                .help("remove the entry, or write the baseline anew: `check --write-baseline`")
        }));
    }
    for mut found in reports {
        let level = super::rule(found.rule).map_or(Level::Error, |rule| settle::level(config, rule));
        found.severity = match level {
            Level::Off => continue,
            Level::Warn => Severity::Warning,
            Level::Error => Severity::Error,
        };
        diagnostics.push(found);
    }
    diagnostic::sort(diagnostics);
}

/// The entries, each with its places: one finding may be known several times.
fn read(reader: &Reader) -> BTreeMap<Key, Vec<Span>> {
    let source = reader.source();
    let yaml = yaml::parse(source, Span::new(0, source.text.len()));
    let mut entries: BTreeMap<Key, Vec<Span>> = BTreeMap::new();
    let Some(mut fields) = reader.root(&yaml) else { return entries };
    let findings = fields.entry("findings").filter(|entry| !entry.value.is_null());
    let list = findings.and_then(|entry| reader.list(&entry.value)).unwrap_or_default();
    for node in list {
        if let Some(key) = entry(reader, node) {
            entries.entry(key).or_default().push(node.span);
        }
    }
    fields.finish();
    entries
}

/// Rule, file, fingerprint.
type Key = (String, String, u64);

fn key(found: &Diagnostic) -> (&str, &str, u64) {
    let source = &found.place.source;
    let text: String = source.slice(found.place.span).split_whitespace().collect();
    let lines = lines(found);
    (found.rule, &source.path, xxh3_64(format!("{}\n{text}\n{lines}", found.message).as_bytes()))
}

/// The lines that a finding stands in, without white space and without a number that changes where a list
/// grows above; none for what is absent, which has no line of its own.
fn lines(found: &Diagnostic) -> String {
    let Place { source, span } = &found.place;
    if span.is_empty() {
        return String::new();
    }
    let (first, last) = (found.place.start().line, found.place.end().line);
    let whole = source.line_span(first).to(source.line_span(last));
    let text = source.slice(whole).trim_start();
    let behind = text.trim_start_matches(|c: char| c.is_ascii_digit());
    let item =
        behind.strip_prefix(['.', ')']).filter(|item| behind.len() < text.len() && item.starts_with(' '));
    item.unwrap_or(text).split_whitespace().collect()
}

fn entry(reader: &Reader, node: &Node) -> Option<Key> {
    let mut fields = reader.fields(node)?;
    let (rule, plan) = (fields.required_text("rule"), fields.required_text("plan"));
    let print = fields.required("fingerprint").and_then(|node| {
        let print = reader.text(node).and_then(|text| u64::from_str_radix(text, 16).ok());
        if print.is_none() {
            let help = "write the baseline anew: `check --write-baseline`";
            reader.report_with(
                node.span,
                "this is no fingerprint, which has sixteen hexadecimal digits",
                help,
            );
        }
        print
    });
    fields.finish();
    Some((rule?.to_string(), plan?.to_string(), print?))
}

#[cfg(test)]
mod tests {
    use super::{PATH, apply, write};
    use crate::config::Config;
    use crate::diagnostic::{Diagnostic, Severity};
    use crate::text::{Place, SourceFile, Span};

    fn finding(text: &str, at: &str, rule: &'static str) -> Diagnostic {
        let source = SourceFile::new("plans/李's.md", text);
        let start = text.find(at).expect("the text is there");
        let place = Place::new(&source, Span::new(start, start + at.len()));
        Diagnostic::new(rule, Severity::Error, place, format!("{at} is wrong"))
    }

    #[test]
    fn knows_findings_by_their_text() {
        let config = Config::default();
        let before = [finding("a\n目標 b", "目標", "placeholder"), finding("a b", "b", "placeholder")];
        let baseline = SourceFile::new(PATH, write(&before));
        let mut after = vec![
            finding("moved\n\n\n 目標  b", "目標", "placeholder"),
            finding("目標", "目標", "missing-section"),
        ];
        apply(&baseline, &config, &mut after);
        let shown: Vec<(&str, bool)> =
            after.iter().map(|found| (found.rule, found.is_suppressed())).collect();
        assert_eq!(shown, [("stale-baseline", false), ("missing-section", false), ("placeholder", true)]);
        assert_eq!(after[0].place.start().line, 5);
    }

    /// The same word in a new line is new; a list that grows above changes no line.
    #[test]
    fn knows_findings_by_the_lines_around() {
        let check = |old: &str, new: &str, expected: &[(&str, u32, bool)]| {
            let find = |text: &str| -> Vec<Diagnostic> {
                let source = SourceFile::new("plans/a.md", text);
                let places = text.match_indices("TODO").map(|(at, it)| Span::new(at, at + it.len()));
                let found = places.map(|span| {
                    Diagnostic::new("placeholder", Severity::Error, Place::new(&source, span), "open")
                });
                found.collect()
            };
            let baseline = SourceFile::new(PATH, write(&find(old)));
            let mut found = find(new);
            apply(&baseline, &Config::default(), &mut found);
            let of_plan = found.iter().filter(|found| found.rule == "placeholder");
            let shown: Vec<(&str, u32, bool)> =
                of_plan.map(|found| (found.rule, found.place.start().line, found.is_suppressed())).collect();
            assert_eq!(shown, expected, "{new}");
            let stale = found.iter().find(|found| found.rule == "stale-baseline");
            let is_new = expected.iter().any(|(_, _, known)| !known);
            if let Some(stale) = stale {
                assert_eq!(
                    stale.message.ends_with("not in the line of this entry"),
                    is_new,
                    "{}",
                    stale.message
                );
            }
        };
        let old = "1. The margin is TODO.\n";
        check(
            old,
            "1. The cost is TODO.\n2. The margin is TODO.\n",
            &[("placeholder", 1, false), ("placeholder", 2, true)],
        );
        check(old, "Text.\n\n1. The  margin is TODO.\n", &[("placeholder", 3, true)]);
        check(old, "1. The margin of ours is TODO.\n", &[("placeholder", 1, false)]);
        check(old, "1. The margin is 5.\n", &[]);
        check(
            "TODO and TODO\n",
            "TODO and TODO\nTODO and TODO\n",
            &[
                ("placeholder", 1, true),
                ("placeholder", 1, true),
                ("placeholder", 2, false),
                ("placeholder", 2, false),
            ],
        );
    }

    #[test]
    fn faults_of_its_own_are_findings() {
        let check = |text: &str, expected: &[&str]| {
            let mut found = Vec::new();
            apply(&SourceFile::new(PATH, text), &Config::default(), &mut found);
            let found: Vec<String> = found
                .iter()
                .map(|d| format!("{}:{} {}", d.place.start().line, d.place.start().column, d.message))
                .collect();
            assert_eq!(found, expected, "{text}");
        };
        check("", &[]);
        check("findings:\n", &[]);
        check("- a\n", &["1:1 expected keys with values, found a list"]);
        check("findings: 5\n", &["1:11 expected a list, found `5`"]);
        check("finding: []\n", &["1:1 unknown key `finding`"]);
        check("findings:\n  - { rule: a, fingerprint: 0 }\n", &["2:5 `plan` is missing"]);
        check(
            "findings:\n  - { rule: a, plan: b, fingerprint: xyz, line: 4 }\n",
            &["2:38 this is no fingerprint, which has sixteen hexadecimal digits", "2:43 unknown key `line`"],
        );
    }
}
