//! A plan without front matter.

use crate::check::rule::{Group, Rule, Scope};
use crate::diagnostic::Severity;

pub(crate) static RULE: Rule = Rule {
    name: "missing-front-matter",
    severity: Some(Severity::Error),
    group: Group::Reading,
    summary: "a plan without front matter",
    docs: include_str!("missing_front_matter.md"),
    scope: Scope::Reading,
};
