//! Where a value of an open dimension is first named: in a plan's front matter or in one of its tables, else in
//! a data file. Apart because the numbers keep what a value is, not where its word stands, and only a finding
//! about the word itself asks.

use crate::config::DimensionId;
use crate::model::{Plan, Statement};
use crate::site::Site;
use crate::text::{Place, SourceFile, Span};
use crate::yaml::{Entry, Node, Value};
use compact_str::CompactString;

/// The first place of a value by path.
pub(super) fn first_named(site: &Site, dimension: DimensionId, value: &str) -> Option<Place> {
    let has = |statement: &Statement| {
        let is = |(of, own): &(DimensionId, CompactString)| *of == dimension && own == value;
        statement.scope.iter().any(is)
    };
    for plan in &site.plans {
        let own = plan.dimensions.iter().find(|(of, own)| *of == dimension && own.value == value);
        let stated = || plan.statements.iter().find(|statement| has(statement));
        let span = match own {
            Some((_, own)) => Some(own.span),
            None => stated().map(|statement| in_plan(plan, value).unwrap_or(statement.span)),
        };
        if let Some(span) = span {
            return Some(Place::new(&plan.document.source, span));
        }
    }
    site.data.iter().find_map(|file| {
        let (_, row) = file.rows.iter().find(|(_, row)| has(row))?;
        Some(Place::new(&file.source, in_line(&file.source, row.span, value)))
    })
}

/// The word in front matter, else in a table: as a cell of its own.
fn in_plan(plan: &Plan, value: &str) -> Option<Span> {
    let document = &plan.document;
    let own = plan.front_entries().iter().find_map(|entry| in_entry(entry, value));
    own.or_else(|| in_cells(&document.source, document.body, '|', value))
}

fn in_entry(entry: &Entry, value: &str) -> Option<Span> {
    if entry.key == value { Some(entry.key_span) } else { in_node(&entry.value, value) }
}

fn in_node(node: &Node, value: &str) -> Option<Span> {
    match &node.value {
        Value::Scalar(scalar) => (scalar.text.trim() == value).then_some(node.span),
        Value::Seq(items) => items.iter().find_map(|item| in_node(item, value)),
        Value::Map(entries) => entries.iter().find_map(|entry| in_entry(entry, value)),
    }
}

/// The word in the line of a CSV file that holds a span, else that span.
fn in_line(source: &SourceFile, span: Span, value: &str) -> Span {
    let text = &source.text;
    let start = text[..span.start as usize].rfind('\n').map_or(0, |at| at + 1);
    let end = text[start..].find('\n').map_or(text.len(), |length| start + length);
    in_cells(source, Span::new(start, end), ',', value).unwrap_or(span)
}

/// The first cell of some lines that holds nothing but a word.
fn in_cells(source: &SourceFile, span: Span, separator: char, value: &str) -> Option<Span> {
    let mut at = span.start as usize;
    for cell in source.slice(span).split([separator, '\n']) {
        let inner = cell.trim().trim_matches('"');
        if inner == value {
            let begin = at + cell.find(inner).unwrap_or(0);
            return Some(Span::new(begin, begin + inner.len()));
        }
        at += cell.len() + 1;
    }
    None
}
