//! A fault in a file of data/.

use crate::check::rule::{Group, Rule, Scope};
use crate::diagnostic::Severity;

pub(crate) static RULE: Rule = Rule {
    name: "invalid-data",
    severity: Some(Severity::Error),
    group: Group::Site,
    summary: "a fault in a file of data/",
    docs: include_str!("invalid_data.md"),
    scope: Scope::Reading,
};
