//! Tables and their columns as YAML.

use super::yaml::{Map, Out};
use super::{level, limits, parts, required};
use crate::config::{Config, Level};
use crate::schema::{Axis, ColumnRule, Layout, TableRole, TableRule};

pub(super) fn table(rule: &TableRule, config: &Config) -> Out {
    let mut out = Map::default();
    out.some("as", (rule.role != TableRole::Plain).then(|| Out::word(rule.role.name())));
    out.some("required", required(&rule.required, true));
    out.text("metric", rule.metric.map(|metric| &config.metric(metric).id));
    out.text("period", rule.period.as_ref());
    for (dimension, value) in &rule.scope {
        out.text(&config.dimension(*dimension).id, Some(value));
    }
    match &rule.layout {
        Layout::List => out.some("columns", (!rule.columns.is_empty()).then(|| columns(rule))),
        Layout::Pivot { rows, columns, row_total, column_total } => {
            out.put("layout", Out::word("pivot"));
            out.put("rows", axis(*rows, config));
            out.put("columns", axis(*columns, config));
            let totals = match (row_total, column_total) {
                (true, true) => Some("both"),
                (true, false) => Some("row"),
                (false, true) => Some("column"),
                (false, false) => None,
            };
            out.some("totals", totals.map(Out::word));
        }
    }
    out.count(rule.rows);
    out.some(
        "unknown_columns",
        (rule.unknown_columns != Level::Warn).then(|| level(rule.unknown_columns, "allow")),
    );
    out.text("total", rule.total.as_ref());
    out.text("subtotal", rule.subtotal.as_ref());
    out.some("partial", rule.partial.then(|| Out::word("true")));
    if let Some(phases) = &rule.phases
        && let Out::Map(entries) = parts::phases(phases).into()
    {
        entries.into_iter().for_each(|(key, value)| out.put(&key, value));
    }
    out.into()
}

fn axis(axis: Axis, config: &Config) -> Out {
    match axis {
        Axis::Metric => Out::word("metric"),
        Axis::Period => Out::word("period"),
        Axis::Owner => Out::word("owner"),
        Axis::Label => Out::word("label"),
        Axis::Dimension(dimension) => Out::text(&config.dimension(dimension).id),
    }
}

/// A list of headings where a table has no role and nothing else is asked, else keys with headings.
fn columns(rule: &TableRule) -> Out {
    let plain =
        |column: &ColumnRule| column.headings.first() == Some(&column.key) && is_simple(column, rule.role);
    if rule.role == TableRole::Plain && rule.columns.iter().all(plain) {
        return Out::List(rule.columns.iter().map(|column| Out::text(&column.key)).collect());
    }
    Out::Map(rule.columns.iter().map(|entry| (entry.key.clone(), column(entry, rule.role))).collect())
}

fn is_simple(column: &ColumnRule, role: TableRole) -> bool {
    column.required && column.limits.is_empty() && column.empty == ColumnRule::may_be_empty(&column.key, role)
}

fn column(column: &ColumnRule, role: TableRole) -> Out {
    if is_simple(column, role) {
        return Out::words(&column.headings);
    }
    let mut out = Map::default();
    out.put("heading", Out::words(&column.headings));
    out.some("required", (!column.required).then(|| Out::word("false")));
    if column.empty != ColumnRule::may_be_empty(&column.key, role) {
        out.put("empty", Out::word(column.empty.to_string()));
    }
    limits(&column.limits, &mut out);
    out.into()
}
