//! A total or a split that its parts do not add up to.

use crate::check::context::PlanContext;
use crate::check::derived;
use crate::check::rule::{Group, Rule, Scope};
use crate::check::sink::Sink;
use crate::diagnostic::Severity;

pub(crate) static RULE: Rule = Rule {
    name: "sum-mismatch",
    severity: Some(Severity::Error),
    group: Group::Numbers,
    summary: "a total or a split that its parts do not add up to",
    docs: include_str!("sum_mismatch.md"),
    scope: Scope::Plan(check),
};

fn check(context: &PlanContext, sink: &mut Sink) {
    derived::report(context, sink);
}
