//! Weights that do not add up to 100 %.

use crate::check::context::PlanContext;
use crate::check::derived;
use crate::check::rule::{Group, Rule, Scope};
use crate::check::sink::Sink;
use crate::diagnostic::Severity;

pub(crate) static RULE: Rule = Rule {
    name: "weight-sum",
    severity: Some(Severity::Error),
    group: Group::Numbers,
    summary: "weights that do not add up to 100 %",
    docs: include_str!("weight_sum.md"),
    scope: Scope::Plan(check),
};

fn check(context: &PlanContext, sink: &mut Sink) {
    derived::report(context, sink);
}
