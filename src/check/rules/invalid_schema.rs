//! A fault in a file of schemas/.

use crate::check::rule::{Group, Rule, Scope};
use crate::diagnostic::Severity;

pub(crate) static RULE: Rule = Rule {
    name: "invalid-schema",
    severity: Some(Severity::Error),
    group: Group::Site,
    summary: "a fault in a file of schemas/",
    docs: include_str!("invalid_schema.md"),
    scope: Scope::Reading,
};
