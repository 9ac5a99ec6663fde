//! One scope stated twice with different values.

use crate::check::context::PlanContext;
use crate::check::equations::agree;
use crate::check::rule::{Group, Rule, Scope};
use crate::check::sink::Sink;
use crate::diagnostic::Severity;
use crate::model::StatementKind;

pub(crate) static RULE: Rule = Rule {
    name: "target-conflict",
    severity: Some(Severity::Error),
    group: Group::Numbers,
    summary: "one scope stated twice with different values",
    docs: include_str!("target_conflict.md"),
    scope: Scope::Plan(check),
};

fn check(context: &PlanContext, sink: &mut Sink) {
    let counted = [StatementKind::Target, StatementKind::Actual, StatementKind::Forecast];
    for statement in context.plan.statements.iter().filter(|statement| counted.contains(&statement.kind)) {
        let first = statement.repeats.and_then(|first| context.plan.statements.get(first as usize));
        let Some(first) = first.filter(|first| !agree(&first.quantity, &statement.quantity)) else {
            continue;
        };
        let title = &context.config().metric(statement.metric).title;
        let kind = statement.kind.name();
        sink.report(
            statement.span,
            format!("the {kind} of {title} is {} here and {} before", statement.quantity, first.quantity),
        )
        .label(format!("here {}", statement.quantity))
        .related_here(first.span, format!("here {}", first.quantity))
        .help("make both say the same, or state it only once");
    }
}
