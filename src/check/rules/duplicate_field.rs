//! A front-matter key that stands twice.

use crate::check::rule::{Group, Rule, Scope};
use crate::check::sink::Sink;
use crate::diagnostic::Severity;
use crate::parse::{Document, FrontMatter};
use crate::yaml::FaultKind;

pub(crate) static RULE: Rule = Rule {
    name: "duplicate-field",
    severity: Some(Severity::Error),
    group: Group::FrontMatter,
    summary: "a front-matter key that stands twice",
    docs: include_str!("duplicate_field.md"),
    scope: Scope::Document(check),
};

fn check(document: &Document, sink: &mut Sink) {
    let FrontMatter::Present(_, yaml) = &document.front else { return };
    for fault in &yaml.faults {
        if let FaultKind::Duplicate(first) = fault.kind {
            sink.report(fault.span, fault.message.clone())
                .related_here(first, "it stands here first")
                .help("keep one of the two; only the first counts");
        }
    }
}
