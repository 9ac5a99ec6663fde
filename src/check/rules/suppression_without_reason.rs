//! Suppressions that do not say why.

use crate::check::rule::{Group, Rule, Scope};
use crate::check::sink::Sink;
use crate::diagnostic::Severity;
use crate::text::Span;

pub(crate) static RULE: Rule = Rule {
    name: "suppression-without-reason",
    severity: Some(Severity::Warning),
    group: Group::Site,
    summary: "a suppression does not say why",
    docs: include_str!("suppression_without_reason.md"),
    scope: Scope::Reading,
};

/// Reports a suppression without a reason.
pub(crate) fn report(name: &str, span: Span, sink: &mut Sink) {
    sink.report(span, format!("the suppression of `{name}` gives no reason"))
        .label("why may this stand?")
        .help(format!("write `{name}: <reason>`"));
}
