//! `baseline.yaml`: findings that were there when a team began to check. They are marked as known, so
//! that only new ones count. An entry names its finding by rule, file and a fingerprint of what the finding
//! says and points at, not by its line, so that it survives text that is moved.

use super::rules::stale_baseline;
use super::settle;
use crate::config::{Config, Level};
use crate::diagnostic::{self, Diagnostic, Severity};
use crate::text::{Place, SourceFile, Span};
use crate::yaml::{self, Node};
use std::collections::BTreeMap;
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
    let known = |found: &&Diagnostic| found.rule != stale_baseline::RULE.name && !is_silenced(found);
    for found in diagnostics.iter().filter(known) {
        let (rule, path, print) = key(found);
        let path = path.replace('\'', "''");
        let _ = writeln!(text, "  - {{ rule: {rule}, plan: '{path}', fingerprint: {print:016x} }}");
    }
    text
}

/// Findings silenced in their file stay out: they are known there.
fn is_silenced(found: &Diagnostic) -> bool {
    found.suppressed
}

/// Marks the findings that a baseline knows, and reports its entries that no longer apply.
pub fn apply(source: &Arc<SourceFile>, config: &Config, diagnostics: &mut Vec<Diagnostic>) {
    let mut entries: BTreeMap<Key, Vec<Span>> = BTreeMap::new();
    let mut reports: Vec<(&'static str, Span, String)> = Vec::new();
    let whole = Span::new(0, source.text.len());
    let read = yaml::parse(source, whole);
    reports.extend(read.faults.iter().map(|fault| ("invalid-config", fault.span, fault.message.clone())));
    let list =
        read.root.as_ref().and_then(|root| root.get("findings")).and_then(|entry| entry.value.as_seq());
    for node in list.unwrap_or_default() {
        match entry(node) {
            Some(key) => entries.entry(key).or_default().push(node.span),
            None => reports.push((
                "invalid-config",
                node.span,
                "an entry needs `rule`, `plan` and `fingerprint`".to_string(),
            )),
        }
    }
    for found in diagnostics.iter_mut().filter(|found| !found.suppressed) {
        let (rule, path, print) = key(found);
        if let Some(spans) = entries.get_mut(&(rule.to_string(), path.to_string(), print))
            && !spans.is_empty()
        {
            spans.remove(0);
            found.suppressed = true;
        }
    }
    for ((rule, path, _), spans) in entries {
        let message = format!("`{rule}` in `{path}` is no longer found");
        reports.extend(spans.into_iter().map(|span| (stale_baseline::RULE.name, span, message.clone())));
    }
    for (rule, span, message) in reports {
        let level = super::rule(rule).map_or(Level::Error, |rule| settle::level(config, rule));
        let severity = match level {
            Level::Off => continue,
            Level::Warn => Severity::Warning,
            Level::Error => Severity::Error,
        };
        let found = Diagnostic::new(rule, severity, Place::new(source, span), message);
        diagnostics
            .push(found.help("remove the entry, or write the baseline anew: `check --write-baseline`"));
    }
    diagnostic::sort(diagnostics);
}

/// Rule, file, fingerprint.
type Key = (String, String, u64);

fn key(found: &Diagnostic) -> (&str, &str, u64) {
    let source = &found.place.source;
    let text: String = source.slice(found.place.span).split_whitespace().collect();
    (found.rule, &source.path, xxh3_64(format!("{}\n{text}", found.message).as_bytes()))
}

fn entry(node: &Node) -> Option<Key> {
    let text = |key: &str| node.get(key).and_then(|entry| entry.value.as_str());
    let print = u64::from_str_radix(text("fingerprint")?, 16).ok()?;
    Some((text("rule")?.to_string(), text("plan")?.to_string(), print))
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
            finding("moved\n\n\n目標", "目標", "placeholder"),
            finding("目標", "目標", "missing-section"),
        ];
        apply(&baseline, &config, &mut after);
        let shown: Vec<(&str, bool)> = after.iter().map(|found| (found.rule, found.suppressed)).collect();
        assert_eq!(shown, [("stale-baseline", false), ("missing-section", false), ("placeholder", true)]);
        assert_eq!(after[0].place.start().line, 5);
    }
}
