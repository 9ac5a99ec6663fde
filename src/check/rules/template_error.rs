//! A template of the theme that does not work.

use crate::check::rule::{Group, Rule, Scope};
use crate::diagnostic::Severity;

pub(crate) static RULE: Rule = Rule {
    name: "template-error",
    severity: Some(Severity::Error),
    group: Group::Site,
    summary: "a template of the theme that does not work",
    docs: include_str!("template_error.md"),
    scope: Scope::Reading,
};
