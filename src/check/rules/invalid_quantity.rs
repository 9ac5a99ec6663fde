//! An amount that cannot be read.

use crate::check::rule::{Group, Rule, Scope};
use crate::diagnostic::Severity;

pub(crate) static RULE: Rule = Rule {
    name: "invalid-quantity",
    severity: Some(Severity::Error),
    group: Group::Numbers,
    summary: "an amount that cannot be read",
    docs: include_str!("invalid_quantity.md"),
    scope: Scope::Reading,
};
