//! An amount that is not the product of its factors.

use crate::check::context::PlanContext;
use crate::check::derived;
use crate::check::rule::{Group, Rule, Scope};
use crate::check::sink::Sink;
use crate::diagnostic::Severity;

pub(crate) static RULE: Rule = Rule {
    name: "product-mismatch",
    severity: Some(Severity::Error),
    group: Group::Numbers,
    summary: "an amount that is not the product of its factors",
    docs: include_str!("product_mismatch.md"),
    scope: Scope::Plan(check),
};

fn check(context: &PlanContext, sink: &mut Sink) {
    derived::report(context, sink);
}
