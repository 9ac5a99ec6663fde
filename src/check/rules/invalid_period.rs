//! A period that does not exist or cannot be read.

use crate::check::rule::{Group, Rule, Scope};
use crate::diagnostic::Severity;

pub(crate) static RULE: Rule = Rule {
    name: "invalid-period",
    severity: Some(Severity::Error),
    group: Group::Dates,
    summary: "a period that does not exist or cannot be read",
    docs: include_str!("invalid_period.md"),
    scope: Scope::Reading,
};
