//! The plan names a kind that no schema describes.

use crate::check::rule::{Group, Rule, Scope};
use crate::diagnostic::Severity;

pub(crate) static RULE: Rule = Rule {
    name: "unknown-kind",
    severity: Some(Severity::Error),
    group: Group::FrontMatter,
    summary: "the plan names a kind that no schema describes",
    docs: include_str!("unknown_kind.md"),
    scope: Scope::Reading,
};
