//! Front matter that is not closed, not YAML, or not a mapping.

use crate::check::rule::{Group, Rule, Scope};
use crate::diagnostic::Severity;

pub(crate) static RULE: Rule = Rule {
    name: "invalid-front-matter",
    severity: Some(Severity::Error),
    group: Group::Reading,
    summary: "front matter that is not closed, not YAML, or not a mapping",
    docs: include_str!("invalid_front_matter.md"),
    scope: Scope::Reading,
};
