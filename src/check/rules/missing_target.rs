//! A target that the plan must state.

use crate::check::context::PlanContext;
use crate::check::rule::{Group, Rule, Scope};
use crate::check::sink::Sink;
use crate::config::MetricId;
use crate::diagnostic::Severity;
use crate::model::StatementKind;
use crate::schema::TableRole;
use crate::yaml::Value;

pub(crate) static RULE: Rule = Rule {
    name: "missing-target",
    severity: Some(Severity::Error),
    group: Group::Numbers,
    summary: "a target that the plan must state",
    docs: include_str!("missing_target.md"),
    scope: Scope::Plan(check),
};

fn check(context: &PlanContext, sink: &mut Sink) {
    let Some(schema) = context.schema() else { return };
    if !context.front_is_whole() || context.is_misspelt("targets") {
        return;
    }
    for (metric, required) in &schema.targets.required {
        let Some(asked) = context.requires(required) else { continue };
        let unread = context.has_findings_under("targets") || may_be_in_a_table(context);
        if is_stated(context, *metric) || is_named(context, *metric) || unread {
            continue;
        }
        let definition = context.config().metric(*metric);
        let id = &definition.id;
        sink.report(
            context.plan.absent_span(),
            format!("the plan has no target for `{id}` ({})", definition.title),
        )
        .label(format!("a plan of kind {} needs it", schema.kind))
        .help(format!("add it to the front matter: `targets: {{ {id}: … }}`"))
        .schema(asked);
    }
}

fn is_stated(context: &PlanContext, metric: MetricId) -> bool {
    let mut statements = context.plan.statements.iter();
    statements.any(|statement| statement.kind == StatementKind::Target && statement.metric == metric)
}

/// Whether front matter names the metric: if it states nothing then, its value is at fault, which
/// another finding says.
fn is_named(context: &PlanContext, metric: MetricId) -> bool {
    let Some(entry) = context.entry("targets") else { return false };
    let named = |name: &str| context.config().metric_named(name) == Some(metric);
    match &entry.value.value {
        Value::Map(entries) => entries.iter().any(|entry| named(&entry.key)),
        Value::Seq(items) => items
            .iter()
            .filter_map(|item| item.get("metric").and_then(|entry| entry.value.as_str()))
            .any(named),
        Value::Scalar(_) => false,
    }
}

/// Whether something in a table of targets could not be read: that may be the target.
fn may_be_in_a_table(context: &PlanContext) -> bool {
    let tables =
        context.plan.tables.iter().filter(|table| {
            context.plan.table_rule(table).is_some_and(|rule| rule.role == TableRole::Targets)
        });
    let findings = &context.plan.findings;
    tables.into_iter().any(|table| findings.iter().any(|found| table.span.contains(found.place.span)))
}
