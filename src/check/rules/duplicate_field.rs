//! A front-matter key that stands twice.

use crate::check::rule::{Group, Rule, Scope};
use crate::diagnostic::Severity;

pub(crate) static RULE: Rule = Rule {
    name: "duplicate-field",
    severity: Some(Severity::Error),
    group: Group::FrontMatter,
    summary: "a front-matter key that stands twice",
    docs: include_str!("duplicate_field.md"),
    scope: Scope::Reading,
};
