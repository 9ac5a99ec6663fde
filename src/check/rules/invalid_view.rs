//! A view that asks for what does not exist.

use crate::check::rule::{Group, Rule, Scope};
use crate::diagnostic::Severity;

pub(crate) static RULE: Rule = Rule {
    name: "invalid-view",
    severity: Some(Severity::Error),
    group: Group::Site,
    summary: "a view that asks for what does not exist",
    docs: include_str!("invalid_view.md"),
    scope: Scope::Reading,
};
