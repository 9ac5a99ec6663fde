//! A task without an owner.

use crate::check::context::PlanContext;
use crate::check::rule::{Group, Rule, Scope};
use crate::check::sink::Sink;
use crate::diagnostic::Severity;

pub(crate) static RULE: Rule = Rule {
    name: "missing-owner",
    severity: Some(Severity::Warning),
    group: Group::People,
    summary: "a task without an owner",
    docs: include_str!("missing_owner.md"),
    scope: Scope::Plan(check),
};

fn check(context: &PlanContext, sink: &mut Sink) {
    for task in context.plan.tasks.iter().filter(|task| task.needs.0 && task.owner.is_none()) {
        sink.report(task.name.span, "the task has no owner").help(match &task.columns[0] {
            Some(column) => format!("fill in the cell of column `{column}`"),
            None => "write who does it: `@name`".to_owned(),
        });
    }
}
