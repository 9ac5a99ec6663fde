//! A file cannot be read: not UTF-8, too large, not accessible.

use crate::check::rule::{Group, Rule, Scope};
use crate::diagnostic::Severity;

pub(crate) static RULE: Rule = Rule {
    name: "unreadable-file",
    severity: Some(Severity::Error),
    group: Group::Reading,
    summary: "a file cannot be read: not UTF-8, too large, not accessible",
    docs: include_str!("unreadable_file.md"),
    scope: Scope::Reading,
};
