//! An amount in another unit than its metric has.

use crate::check::rule::{Group, Rule, Scope};
use crate::diagnostic::Severity;

pub(crate) static RULE: Rule = Rule {
    name: "unit-mismatch",
    severity: Some(Severity::Error),
    group: Group::Numbers,
    summary: "an amount in another unit than its metric has",
    docs: include_str!("unit_mismatch.md"),
    scope: Scope::Reading,
};
