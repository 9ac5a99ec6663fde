//! Places that findings of several rules stand at.

use super::context::PlanContext;
use crate::model::Statement;
use crate::text::{SourceFile, Span};
use crate::yaml::Value;

/// Where a statement names its metric: the key in front matter, the cell in a table.
pub(super) fn metric_span(context: &PlanContext, statement: &Statement) -> Option<Span> {
    let entry = ["targets", "actuals"].iter().filter_map(|key| context.entry(key));
    let entry = entry.into_iter().find(|entry| entry.value.span.contains(statement.span));
    match entry.map(|entry| &entry.value.value) {
        Some(Value::Map(entries)) => {
            let inner = entries.iter().find(|entry| entry.value.span.contains(statement.span))?;
            Some(inner.key_span)
        }
        Some(Value::Seq(items)) => {
            let item = items.iter().find(|item| item.span.contains(statement.span))?;
            Some(item.get("metric")?.value.span)
        }
        _ => None,
    }
}

/// The part of a span that lies in its first line.
pub(super) fn first_line(source: &SourceFile, span: Span) -> Span {
    let line = source.line_span(source.position(span.start).line);
    Span { start: span.start, end: span.end.min(line.end).max(span.start) }
}
