//! A front-matter key that neither planpress nor the schema knows.

use crate::check::rule::{Group, Rule, Scope};
use crate::diagnostic::Severity;

pub(crate) static RULE: Rule = Rule {
    name: "unknown-field",
    severity: Some(Severity::Error),
    group: Group::FrontMatter,
    summary: "a front-matter key that neither planpress nor the schema knows",
    docs: include_str!("unknown_field.md"),
    scope: Scope::Reading,
};
