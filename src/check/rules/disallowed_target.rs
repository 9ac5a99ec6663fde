//! A target for a metric that the schema does not allow.

use crate::check::context::PlanContext;
use crate::check::places;
use crate::check::rule::{Group, Rule, Scope};
use crate::check::sink::Sink;
use crate::check::words;
use crate::config::MetricId;
use crate::diagnostic::Severity;
use crate::model::StatementKind;

pub(crate) static RULE: Rule = Rule {
    name: "disallowed-target",
    severity: Some(Severity::Error),
    group: Group::Numbers,
    summary: "a target for a metric that the schema does not allow",
    docs: include_str!("disallowed_target.md"),
    scope: Scope::Plan(check),
};

fn check(context: &PlanContext, sink: &mut Sink) {
    let Some((allowed, asked)) = context.schema().and_then(|schema| schema.targets.allowed.as_ref()) else {
        return;
    };
    let mut reported: Vec<MetricId> = Vec::new();
    for statement in &context.plan.statements {
        let metric = statement.metric;
        if statement.kind != StatementKind::Target || allowed.contains(&metric) || reported.contains(&metric)
        {
            continue;
        }
        reported.push(metric);
        let definition = context.config().metric(metric);
        let span = places::metric_span(context, statement).unwrap_or(statement.span);
        let allowed =
            words::all_of(allowed.iter().map(|metric| context.config().metric(*metric).id.as_str()));
        sink.report(span, format!("a target for `{}` is not allowed here", definition.id))
            .help(format!("remove it; allowed are {allowed}"))
            .schema(asked);
    }
}
