//! Files with findings, shown with their findings under the lines they are about. A file has a number for as
//! long as the server runs; only files that had a finding have one.

use super::words::Words;
use crate::config::Language;
use crate::diagnostic::{Diagnostic, Severity};
use crate::pipeline::Tree;
use crate::text::{SourceFile, Span};
use pulldown_cmark_escape::escape_html;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// The files by number.
#[derive(Default)]
pub(super) struct Sources {
    numbers: BTreeMap<String, usize>,
    files: Vec<Option<Arc<SourceFile>>>,
}

impl Sources {
    /// Numbers the files of new findings, and takes the newest text of all.
    pub(super) fn update(&mut self, findings: &[Diagnostic], tree: &dyn Tree) {
        let mut seen: BTreeSet<&str> = BTreeSet::new();
        for finding in findings {
            let source = &finding.place.source;
            if seen.insert(&source.path) {
                self.add(source);
            }
        }
        for (path, number) in self.numbers.iter().filter(|(path, _)| !seen.contains(path.as_str())) {
            self.files[*number] = tree.read(path).ok();
        }
    }

    /// Takes the newest text of a file, which gets a number here if it has none.
    fn add(&mut self, source: &Arc<SourceFile>) -> usize {
        let next = self.files.len();
        let number = *self.numbers.entry(source.path.to_string()).or_insert(next);
        match self.files.get_mut(number) {
            Some(file) => *file = Some(Arc::clone(source)),
            None => self.files.push(Some(Arc::clone(source))),
        }
        number
    }

    /// The number of a file, which has one as soon as a finding is about it.
    pub(super) fn number(&mut self, source: &Arc<SourceFile>) -> usize {
        let known = self.numbers.get(&*source.path).copied();
        known.unwrap_or_else(|| self.add(source))
    }

    /// The file of a number as the address names it.
    pub(super) fn file(&self, number: &str) -> Option<Arc<SourceFile>> {
        let is_plain = number.bytes().all(|byte| byte.is_ascii_digit()) && number.len() < 9;
        self.files.get(number.parse::<usize>().ok().filter(|_| is_plain)?)?.clone()
    }
}

/// The page of a file: its lines, and under each the findings that begin there.
pub(super) fn page(source: &SourceFile, findings: &[Diagnostic], language: Language) -> String {
    let words = Words::of(language);
    let mut html = format!(
        "<!doctype html>\n<html lang=\"{}\">\n<head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\n<meta name=\"color-scheme\" content=\"light dark\"><title>",
        language.code()
    );
    push(&mut html, &source.path);
    html.push_str(
        "</title><link rel=\"stylesheet\" href=\"/.planpress/notes.css\"></head>\n<body><main><h1>",
    );
    push(&mut html, &source.path);
    html.push_str("</h1>\n");
    let mut here: Vec<&Diagnostic> =
        findings.iter().filter(|finding| finding.place.source.path == source.path).collect();
    here.sort_by_key(|finding| finding.place.span.start);
    if here.is_empty() {
        html.push_str(&format!("<p>{}</p>\n", words.no_findings));
    }
    html.push_str("<div class=\"lines\">\n");
    let mut left = here.as_slice();
    for line in 1..=source.line_count() {
        let count = left.iter().take_while(|finding| finding.place.start().line <= line).count();
        let (of_line, rest) = left.split_at(count);
        left = rest;
        html.push_str(&format!(
            "<div id=\"L{line}\"{}><a href=\"#L{line}\">{line}</a><code>",
            if count > 0 { " class=\"hit\"" } else { "" }
        ));
        marked(&mut html, source, source.line_span(line), of_line);
        html.push_str("</code></div>\n");
        of_line.iter().for_each(|finding| note(&mut html, finding, &words));
    }
    html.push_str("</div></main>\n</body>\n</html>\n");
    html
}

/// A line with the words that its findings are about marked.
fn marked(html: &mut String, source: &SourceFile, line: Span, findings: &[&Diagnostic]) {
    let mut at = line.start;
    for finding in findings {
        let start = finding.place.span.start.clamp(at, line.end);
        let end = finding.place.span.end.clamp(start, line.end);
        push(html, source.slice(Span { start: at, end: start }));
        if start < end {
            html.push_str("<mark>");
            push(html, source.slice(Span { start, end }));
            html.push_str("</mark>");
        }
        at = end;
    }
    push(html, source.slice(Span { start: at, end: line.end }));
}

fn note(html: &mut String, finding: &Diagnostic, words: &Words) {
    let (class, word) = match finding.severity {
        Severity::Error => ("error", words.error),
        Severity::Warning => ("warning", words.warning),
    };
    html.push_str(&format!("<p class=\"note {class}\"><b>{word}</b> "));
    push(html, &finding.message);
    html.push_str(" <span>");
    push(html, &finding.place.to_string());
    html.push_str(&format!(" [{}]</span>", finding.rule));
    if let Some(help) = &finding.help {
        html.push_str("<br>");
        push(html, help);
    }
    html.push_str("</p>\n");
}

fn push(html: &mut String, text: &str) {
    // Writing into memory does not fail.
    let _ = escape_html(html, text);
}
