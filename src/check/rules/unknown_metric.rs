//! A metric that metrics.yaml does not know.

use crate::check::rule::{Group, Rule, Scope};
use crate::diagnostic::Severity;

pub(crate) static RULE: Rule = Rule {
    name: "unknown-metric",
    severity: Some(Severity::Error),
    group: Group::Numbers,
    summary: "a metric that metrics.yaml does not know",
    docs: include_str!("unknown_metric.md"),
    scope: Scope::Reading,
};
