//! A table with too few or too many rows, or with rows that are not like its heading.

use crate::check::context::PlanContext;
use crate::check::rule::{Group, Rule, Scope};
use crate::check::sink::Sink;
use crate::check::words;
use crate::diagnostic::Severity;
use crate::model::RowKind;
use crate::parse::{Block, BlockKind, Table};
use crate::schema::Layout;
use crate::text::Span;

pub(crate) static RULE: Rule = Rule {
    name: "table-rows",
    severity: Some(Severity::Error),
    group: Group::Sections,
    summary: "a table with too few or too many rows, or a row that does not fit its heading",
    docs: include_str!("table_rows.md"),
    scope: Scope::Plan(check),
};

fn check(context: &PlanContext, sink: &mut Sink) {
    for section in 0..context.plan.document.sections.len() {
        walk(context, context.details.blocks.of(section), sink);
    }
    for table in &context.details.tables {
        let Some(rule) = context.plan.table_rule(table) else { continue };
        let count = table.rows.iter().filter(|(_, kind)| *kind == RowKind::Entry).count();
        // Nobody means a heading row alone, unless the schema says `min: 0`.
        let nothing = count == 0 && rule.rows.min.is_none();
        if words::within(rule.rows, count) && !nothing {
            continue;
        }
        let too_few = nothing || rule.rows.min.is_some_and(|min| count < min);
        let message = match nothing {
            true => "the table has no rows".to_owned(),
            false => {
                format!(
                    "the table has {}, expected {}",
                    words::counted(count, "row"),
                    words::bounds(rule.rows)
                )
            }
        };
        sink.report(table.header_span, message)
            .help(if too_few { "add the missing rows" } else { "remove or join some rows" })
            .schema(&rule.place);
    }
}

fn walk(context: &PlanContext, blocks: &[Block], sink: &mut Sink) {
    let mut is_behind_table = false;
    for block in blocks {
        match &block.kind {
            BlockKind::Quote(inner) => walk(context, inner, sink),
            BlockKind::List(list) => list.items.iter().for_each(|item| walk(context, &item.blocks, sink)),
            BlockKind::Table(table) => rows(context, block.span, table, sink),
            BlockKind::Paragraph(_) if is_behind_table => cut_off(block.span, sink),
            _ => {}
        }
        is_behind_table = matches!(block.kind, BlockKind::Table(_));
    }
}

/// Reports rows with more cells than the heading, which are shown nowhere, and those of a pivot with fewer: which one
/// is missing shows nowhere.
fn rows(context: &PlanContext, span: Span, table: &Table, sink: &mut Sink) {
    let own = context.details.tables.iter().find(|own| own.span == span);
    let rule = own.and_then(|own| context.plan.table_rule(own));
    let is_pivot = rule.is_some_and(|rule| rule.layout != Layout::List);
    let columns = table.header.len();
    for row in &table.rows {
        let written = row.written as usize;
        if written > columns || is_pivot && written < columns {
            let message =
                format!("the row has {}, the heading has {columns}", words::counted(written, "cell"));
            let help = if written > columns {
                "what stands behind the last heading counts nowhere and is not shown; a `|` that is text is written `\\|`"
            } else {
                "write an empty cell where nothing is meant"
            };
            let finding =
                sink.report(row.span, message).related_here(table.header_span, "the heading").help(help);
            if let Some(rule) = rule {
                finding.schema(&rule.place);
            }
        }
    }
}

/// Reports lines behind a table that look like its rows.
fn cut_off(span: Span, sink: &mut Sink) {
    if sink.source().slice(span).starts_with('|') {
        sink.report(span, "these lines look like rows, but an empty line cuts them off from the table above")
            .help("remove the empty line, or give them a heading row of their own");
    }
}
