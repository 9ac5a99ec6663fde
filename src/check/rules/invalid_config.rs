//! A fault in planpress.yaml, metrics.yaml or dimensions.yaml.

use crate::check::rule::{Group, Rule, Scope};
use crate::diagnostic::Severity;

pub(crate) static RULE: Rule = Rule {
    name: "invalid-config",
    severity: Some(Severity::Error),
    group: Group::Site,
    summary: "a fault in planpress.yaml, metrics.yaml or dimensions.yaml",
    docs: include_str!("invalid_config.md"),
    scope: Scope::Reading,
};
