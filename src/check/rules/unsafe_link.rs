//! A link or image with an address that could run a script.

use crate::check::rule::{Group, Rule, Scope};
use crate::check::sink::Sink;
use crate::diagnostic::Severity;
use crate::parse::Document;

pub(crate) static RULE: Rule = Rule {
    name: "unsafe-link",
    severity: Some(Severity::Error),
    group: Group::Links,
    summary: "a link or image with an address that could run a script",
    docs: include_str!("unsafe_link.md"),
    scope: Scope::Document(check),
};

fn check(document: &Document, sink: &mut Sink) {
    for fault in document.faults.iter().filter(|fault| fault.rule == RULE.name) {
        sink.report(fault.span, fault.message.clone()).maybe_help(fault.help.clone());
    }
}
