//! An entry of the baseline that no longer applies.

use crate::check::rule::{Group, Rule, Scope};
use crate::diagnostic::Severity;

pub(crate) static RULE: Rule = Rule {
    name: "stale-baseline",
    severity: Some(Severity::Warning),
    group: Group::Site,
    summary: "an entry of the baseline that no longer applies",
    docs: include_str!("stale_baseline.md"),
    scope: Scope::Reading,
};
