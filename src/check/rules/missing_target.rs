//! A target that the plan must state.

use crate::check::context::PlanContext;
use crate::check::rule::{Group, Rule, Scope};
use crate::check::sink::Sink;
use crate::config::{Metric, MetricId};
use crate::diagnostic::Severity;
use crate::fold::is_near;
use crate::model::{RoleTable, StatementKind};
use crate::schema::TableRole;
use crate::yaml::{Node, Value};

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
        let hidden = || may_be_misnamed(context, *metric) || may_be_in_a_table(context);
        if is_stated(context, *metric) || is_named(context, *metric) || hidden() {
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
    let mut names = names(context).into_iter().flatten();
    names.any(|name| context.config().metric_named(name) == Some(metric))
}

/// The metrics that front matter names, as written; `None` where an entry names none.
fn names<'a>(context: &PlanContext<'a>) -> Vec<Option<&'a str>> {
    let Some(entry) = context.entry("targets") else { return Vec::new() };
    match &entry.value.value {
        Value::Map(entries) => entries.iter().map(|entry| Some(entry.key.as_str())).collect(),
        Value::Seq(items) => {
            let name = |item: &'a Node| item.get("metric").and_then(|entry| entry.value.as_str());
            items.iter().map(name).collect()
        }
        Value::Scalar(_) => vec![None; usize::from(context.has_findings_under("targets"))],
    }
}

/// Whether an entry that names no known metric may stand for this one: its name is near, or near to none.
fn may_be_misnamed(context: &PlanContext, metric: MetricId) -> bool {
    let config = context.config();
    let near = |name: &str, metric: &Metric| {
        let titles = [&metric.id, &metric.title].into_iter().chain(&metric.aliases);
        titles.into_iter().any(|title| is_near(name, title))
    };
    names(context).into_iter().any(|name| {
        let Some(name) = name else { return true };
        config.metric_named(name).is_none()
            && (near(name, config.metric(metric)) || !config.metrics.iter().any(|other| near(name, other)))
    })
}

/// Whether something in a table of targets could not be read: that may be the target.
fn may_be_in_a_table(context: &PlanContext) -> bool {
    let tables =
        context.details.tables.iter().filter(|table| {
            context.plan.table_rule(table).is_some_and(|rule| rule.role == TableRole::Targets)
        });
    let findings = &context.plan.findings;
    let is_faulty = |table: &RoleTable| context.plan.table_rule(table).is_some_and(|rule| rule.is_faulty);
    tables
        .into_iter()
        .any(|table| is_faulty(table) || findings.iter().any(|found| table.span.contains(found.place.span)))
}
