//! A day that does not exist or cannot be read.

use crate::check::rule::{Group, Rule, Scope};
use crate::diagnostic::Severity;

pub(crate) static RULE: Rule = Rule {
    name: "invalid-date",
    severity: Some(Severity::Error),
    group: Group::Dates,
    summary: "a day that does not exist or cannot be read",
    docs: include_str!("invalid_date.md"),
    scope: Scope::Reading,
};
