//! HTML in Markdown, which is shown as text.

use crate::check::rule::{Group, Rule, Scope};
use crate::check::sink::Sink;
use crate::diagnostic::Severity;
use crate::parse::Document;

pub(crate) static RULE: Rule = Rule {
    name: "raw-html",
    severity: Some(Severity::Warning),
    group: Group::Links,
    summary: "HTML in Markdown, which is shown as text",
    docs: include_str!("raw_html.md"),
    scope: Scope::Document(check),
};

fn check(document: &Document, sink: &mut Sink) {
    for fault in document.faults.iter().filter(|fault| fault.rule == RULE.name) {
        sink.report(fault.span, fault.message.clone()).maybe_help(fault.help.clone());
    }
}
