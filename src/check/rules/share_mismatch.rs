//! A share that is not its part of the whole.

use crate::check::context::PlanContext;
use crate::check::derived;
use crate::check::rule::{Group, Rule, Scope};
use crate::check::sink::Sink;
use crate::diagnostic::Severity;

pub(crate) static RULE: Rule = Rule {
    name: "share-mismatch",
    severity: Some(Severity::Error),
    group: Group::Numbers,
    summary: "a share that is not its part of the whole",
    docs: include_str!("share_mismatch.md"),
    scope: Scope::Plan(check),
};

fn check(context: &PlanContext, sink: &mut Sink) {
    derived::report(context, sink);
}
