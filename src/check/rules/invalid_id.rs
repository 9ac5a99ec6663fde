//! An id with characters that cannot stand in an address.

use crate::check::rule::{Group, Rule, Scope};
use crate::diagnostic::Severity;

pub(crate) static RULE: Rule = Rule {
    name: "invalid-id",
    severity: Some(Severity::Error),
    group: Group::FrontMatter,
    summary: "an id with characters that cannot stand in an address",
    docs: include_str!("invalid_id.md"),
    scope: Scope::Reading,
};
