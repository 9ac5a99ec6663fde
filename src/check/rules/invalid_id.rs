//! An id with characters that cannot stand in an address.

use crate::check::rule::{Group, Rule, Scope};
use crate::check::sink::Sink;
use crate::diagnostic::Severity;
use crate::parse::Document;

pub(crate) static RULE: Rule = Rule {
    name: "invalid-id",
    severity: Some(Severity::Error),
    group: Group::FrontMatter,
    summary: "an id with characters that cannot stand in an address",
    docs: include_str!("invalid_id.md"),
    scope: Scope::Document(check),
};

/// Ids of headings; those of plans are found while front matter is read.
fn check(document: &Document, sink: &mut Sink) {
    for fault in document.faults.iter().filter(|fault| fault.rule == RULE.name) {
        sink.report(fault.span, fault.message.clone()).maybe_help(fault.help.clone());
    }
}
