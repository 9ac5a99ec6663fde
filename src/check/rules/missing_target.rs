//! A target that the plan must state.

use crate::check::context::PlanContext;
use crate::check::rule::{Group, Rule, Scope};
use crate::check::sink::Sink;
use crate::config::{Metric, MetricId};
use crate::diagnostic::Severity;
use crate::fold::is_near;
use crate::model::{RoleTable, StatementKind};
use crate::parse::Cell;
use crate::placeholder;
use crate::schema::{TableRole, TableRule};
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
        let hidden = || may_be_misnamed(context, *metric) || may_be_in_a_table(context, *metric);
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

/// Whether a table of targets may state it, had something there not been reported: it could not be read, or is still
/// to be filled in.
fn may_be_in_a_table(context: &PlanContext, metric: MetricId) -> bool {
    let tables = context.details.tables.iter();
    let mut ruled = tables.filter_map(|table| Some((table, context.plan.table_rule(table)?)));
    ruled.any(|(table, rule)| {
        rule.role == TableRole::Targets
            && (rule.is_faulty
                || context.plan.findings.iter().any(|found| table.span.contains(found.place.span))
                || is_unfilled(context, table, rule, metric))
    })
}

/// Whether a table has no rows, or lacks the cells that would say what the target of a metric is.
fn is_unfilled(context: &PlanContext, table: &RoleTable, rule: &TableRule, metric: MetricId) -> bool {
    let config = context.config();
    let Some(written) = context.plan.markdown_table(table, &context.details.blocks) else { return false };
    if written.rows.is_empty() {
        return rule.rows.min != Some(0);
    }
    let is_open = |cell: &Cell| {
        let text = cell.text.text.trim();
        context.is_placeholder(text) || placeholder::is_bare_unit(text, config.unit_names())
    };
    let column = |key: &str| {
        let ruled = rule.columns.iter().find(|column| column.key == key)?;
        let at = table.columns.iter().position(|at| at.is_some_and(|at| rule.columns[at].key == key));
        Some((ruled, at))
    };
    let is_meant = |cell: &Cell| is_open(cell) || config.metric_named(&cell.text.text) == Some(metric);
    let (named, value) = (column("metric"), column("value"));
    let lacks = |cells: &[Cell]| match value {
        Some((ruled, Some(at))) => cells
            .get(at)
            .is_some_and(|cell| is_open(cell) || cell.text.text.trim().is_empty() && !ruled.empty),
        Some((_, None)) => true,
        None => cells.iter().any(is_open),
    };
    match named {
        Some((ruled, None)) => ruled.required,
        Some((_, Some(at))) => written.rows.iter().any(|row| {
            let name = row.cells.get(at);
            name.is_some_and(|name| is_open(name) || is_meant(name) && lacks(&row.cells))
        }),
        None if rule.metric == Some(metric) => written.rows.iter().any(|row| lacks(&row.cells)),
        None if rule.metric.is_some() => false,
        None => {
            let labels = written.header.iter().chain(written.rows.iter().filter_map(|row| row.cells.first()));
            let is_named = labels.into_iter().any(is_meant);
            is_named && written.rows.iter().any(|row| lacks(&row.cells))
        }
    }
}
