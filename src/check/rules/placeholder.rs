//! Something that was left to be filled in.

use crate::check::context::PlanContext;
use crate::check::prose::Part;
use crate::check::rule::{Group, Rule, Scope};
use crate::check::sink::Sink;
use crate::config::STANDARD_KEYS;
use crate::diagnostic::Severity;
use crate::model::RoleTable;
use crate::parse::{Row, Text};
use crate::placeholder;
use crate::schema::{FieldType, Layout, TableRole};
use crate::text::Span;
use crate::yaml::{Entry, Node, Value};
use std::ops::Range;

pub(crate) static RULE: Rule = Rule {
    name: "placeholder",
    severity: Some(Severity::Error),
    group: Group::FillingIn,
    summary: "something that was left to be filled in",
    docs: include_str!("placeholder.md"),
    scope: Scope::Plan(check),
};

fn check(context: &PlanContext, sink: &mut Sink) {
    for entry in context.plan.front_entries() {
        // The reasons of suppressions name rules, they are not the plan's text.
        if entry.key != "allow" {
            in_value(context, &entry.value, holds_numbers(context, &entry.key), sink);
        }
    }
    // The site's own patterns may look for anything.
    let built_in = context.config().placeholders.is_empty();
    for part in context.parts() {
        match part {
            Part::HeaderCell(_) | Part::Code(_) => {}
            Part::Cell(text, heading) if is_bare_unit(context, &text.without_code()) => {
                let span = text.span(0..text.text.len());
                let place = (!names_units(heading) && !is_name(context, span)).then_some(span);
                place.into_iter().for_each(|span| report(context, span, sink));
            }
            other => {
                let Some(text) = other.text() else { continue };
                if built_in && !placeholder::may_be_in(&text.text) {
                    continue;
                }
                in_text(context, text, sink);
            }
        }
    }
    context.details.tables.iter().for_each(|table| in_headings(context, table, sink));
}

fn in_text(context: &PlanContext, text: &Text, sink: &mut Sink) {
    for range in find(context, &text.without_code()) {
        report(context, text.span(range), sink);
    }
}

/// The headings of a pivot's columns say what the numbers below are about, as the first cells of its rows do.
fn in_headings(context: &PlanContext, table: &RoleTable, sink: &mut Sink) {
    let is_pivot =
        context.plan.table_rule(table).is_some_and(|rule| matches!(rule.layout, Layout::Pivot { .. }));
    let written = context.plan.markdown_table(table, &context.details.blocks).filter(|_| is_pivot);
    let headings = written.iter().flat_map(|written| written.header.iter().zip(&table.columns));
    for (cell, _) in headings.skip(1).filter(|(_, column)| column.is_none()) {
        in_text(context, &cell.text, sink);
    }
}

/// Whether numbers stand under a key of the front matter, so that a unit alone waits for one: elsewhere it is a word
/// (the plan, the tag `bikes`). Of a key that nobody declared, nobody knows.
fn holds_numbers(context: &PlanContext, key: &str) -> bool {
    let config = context.config();
    let field = context.schema().and_then(|schema| schema.fields.iter().find(|field| field.key == key));
    let means = field.and_then(|field| field.stands_for.as_deref()).unwrap_or(key);
    if STANDARD_KEYS.contains(&means) {
        return matches!(means, "targets" | "actuals" | "forecasts" | "figures");
    }
    match field {
        Some(field) => is_numeric(&field.kind),
        None => {
            config.dimension_named(key).is_none()
                && config.relations.iter().all(|relation| relation.id != key)
        }
    }
}

fn is_numeric(kind: &FieldType) -> bool {
    match kind {
        FieldType::Integer | FieldType::Number | FieldType::Quantity { .. } => true,
        FieldType::List(list) => is_numeric(&list.of),
        _ => false,
    }
}

fn in_value(context: &PlanContext, node: &Node, is_number: bool, sink: &mut Sink) {
    match &node.value {
        Value::Scalar(scalar) => {
            if is_number && is_bare_unit(context, &scalar.text) {
                report(context, node.span, sink);
                return;
            }
            for range in find(context, &scalar.text) {
                report(context, node.part_span(context.source(), range), sink);
            }
        }
        Value::Seq(items) => items.iter().for_each(|item| in_value(context, item, is_number, sink)),
        Value::Map(entries) => {
            for Entry { key, value, .. } in entries {
                in_value(context, value, is_number && !is_about(context, key, value), sink);
            }
        }
    }
}

/// Whether an entry of a statement says what its number is about, in words: `{ metric: bikes, value: 900 }`.
fn is_about(context: &PlanContext, key: &str, value: &Node) -> bool {
    let words = matches!(key, "metric" | "period" | "owner" | "note");
    value.as_str().is_some() && (words || context.config().dimension_named(key).is_some())
}

/// Whether a cell stands in a column of names, of metrics above all.
fn is_name(context: &PlanContext, cell: Span) -> bool {
    let column = context.details.tables.iter().filter(|table| table.span.contains(cell)).find_map(|table| {
        let written = context.plan.markdown_table(table, &context.details.blocks)?;
        let place =
            |row: &Row| row.cells.iter().position(|other| other.text.span(0..other.text.text.len()) == cell);
        let column = written.rows.iter().find_map(place)?;
        let rule = context.plan.table_rule(table)?;
        if matches!(rule.layout, Layout::Pivot { .. }) {
            return Some(column == 0);
        }
        let numbers = ["value", "growth", "weight", "price", "count", "times", "amount", "share"];
        let key = &rule.columns[table.columns.get(column).copied()??].key;
        Some(
            rule.role != TableRole::Plain
                && rule.role != TableRole::Matrix
                && !numbers.contains(&key.as_str()),
        )
    });
    column.unwrap_or(false)
}

/// The placeholders of a text; those that almost touch (`20xx年xx月`) are one.
fn find(context: &PlanContext, text: &str) -> Vec<Range<usize>> {
    let mut joined: Vec<Range<usize>> = Vec::new();
    for range in placeholder::find(text, &context.config().placeholders) {
        match joined.last_mut() {
            Some(last) if text.get(last.end..range.start).is_some_and(is_small_gap) => {
                last.end = range.end;
            }
            _ => joined.push(range),
        }
    }
    joined
}

fn is_small_gap(gap: &str) -> bool {
    gap.chars().count() <= 1 && gap.chars().all(char::is_alphanumeric)
}

fn is_bare_unit(context: &PlanContext, text: &str) -> bool {
    let metrics = context.config().metrics.iter();
    let units = metrics.flat_map(|metric| std::iter::once(&metric.unit).chain(&metric.units));
    placeholder::is_bare_unit(text, units.map(String::as_str).filter(|unit| !unit.is_empty()))
}

/// Columns that hold units and nothing else.
fn names_units(heading: &str) -> bool {
    ["單位", "单位", "unit", "units"].iter().any(|name| crate::fold::eq_folded(heading, name))
}

fn report(context: &PlanContext, span: Span, sink: &mut Sink) {
    let written = context.source().slice(span).trim().to_string();
    let (what, help) = match is_bare_unit(context, &written) {
        true => ("stands without its number", "write the number that belongs to it"),
        false => ("is still to be filled in", "write what is meant; code spans are not searched"),
    };
    let finding = sink.report(span, format!("`{written}` {what}")).help(help);
    if let Some(level) = context.schema().and_then(|schema| schema.placeholders) {
        finding.level(level);
    }
}
