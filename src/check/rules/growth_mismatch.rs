//! A growth rate that the series does not have.

use crate::check::context::PlanContext;
use crate::check::derived;
use crate::check::rule::{Group, Rule, Scope};
use crate::check::sink::Sink;
use crate::diagnostic::Severity;

pub(crate) static RULE: Rule = Rule {
    name: "growth-mismatch",
    severity: Some(Severity::Error),
    group: Group::Numbers,
    summary: "a growth rate that the series does not have",
    docs: include_str!("growth_mismatch.md"),
    scope: Scope::Plan(check),
};

fn check(context: &PlanContext, sink: &mut Sink) {
    derived::report(context, sink);
}
