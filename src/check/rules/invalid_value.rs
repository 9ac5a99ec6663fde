//! A value of the wrong type or outside of what the schema allows.

use crate::check::rule::{Group, Rule, Scope};
use crate::diagnostic::Severity;

pub(crate) static RULE: Rule = Rule {
    name: "invalid-value",
    severity: Some(Severity::Error),
    group: Group::FrontMatter,
    summary: "a value of the wrong type or outside of what the schema allows",
    docs: include_str!("invalid_value.md"),
    scope: Scope::Reading,
};
