//! A task without a due date.

use crate::check::context::PlanContext;
use crate::check::rule::{Group, Rule, Scope};
use crate::check::sink::Sink;
use crate::diagnostic::Severity;

pub(crate) static RULE: Rule = Rule {
    name: "missing-due",
    severity: Some(Severity::Warning),
    group: Group::People,
    summary: "a task without a due date",
    docs: include_str!("missing_due.md"),
    scope: Scope::Plan(check),
};

fn check(context: &PlanContext, sink: &mut Sink) {
    for task in context.plan.tasks.iter().filter(|task| task.needs.1 && task.due.is_none() && !task.done) {
        sink.report(task.name.span, "the task has no due date").help(match &task.columns[1] {
            Some(column) => format!("fill in the cell of column `{column}`: `2026-08-31`"),
            None => "write until when: `due 2026-08-31` or `截止 2026-08-31`".to_owned(),
        });
    }
}
