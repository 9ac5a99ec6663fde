//! An empty cell where the table needs a value.

use crate::check::context::PlanContext;
use crate::check::rule::{Group, Rule, Scope};
use crate::check::sink::Sink;
use crate::diagnostic::Severity;
use crate::model::{RoleTable, RowKind};
use crate::parse::Cell;
use crate::schema::{ColumnRule, Layout, TableRole, TableRule};

pub(crate) static RULE: Rule = Rule {
    name: "empty-cell",
    severity: Some(Severity::Error),
    group: Group::Sections,
    summary: "an empty cell where the table needs a value",
    docs: include_str!("empty_cell.md"),
    scope: Scope::Plan(check),
};

fn check(context: &PlanContext, sink: &mut Sink) {
    for table in &context.details.tables {
        let Some(rule) = context.plan.table_rule(table) else { continue };
        let Some(markdown) = context.plan.markdown_table(table, &context.details.blocks) else { continue };
        for (row, (_, kind)) in markdown.rows.iter().zip(&table.rows) {
            let asked = |index: &usize| must_be_filled(table, rule, *kind, *index);
            if row.cells.len() > 1 && row.cells.iter().all(is_empty) {
                if let Some(cell) = (0..row.cells.len()).find(asked).and_then(|at| row.cells.get(at)) {
                    let help = "fill it in, or remove it";
                    sink.report(cell.span, "the row is empty").help(help).schema(&rule.place);
                }
                continue;
            }
            for (index, cell) in row.cells.iter().enumerate() {
                if is_empty(cell) && must_be_filled(table, rule, *kind, index) {
                    let column = markdown.header.get(index).map_or("", |cell| cell.text.text.trim());
                    let first = row.cells.first().map_or("", |cell| cell.text.text.trim());
                    let message = match (first, column) {
                        ("", "") => "the cell is empty".to_string(),
                        ("", column) => format!("the cell of \"{column}\" is empty"),
                        (first, "") => format!("the cell of \"{first}\" is empty"),
                        (first, column) => format!("the cell of \"{first}\" and \"{column}\" is empty"),
                    };
                    sink.report(cell.span, message).help("fill it in").schema(&rule.place);
                }
            }
        }
    }
}

fn is_empty(cell: &Cell) -> bool {
    cell.span.is_empty() && cell.text.text.trim().is_empty()
}

/// Whether cells of a column must say something; a task without owner or due date is another rule's finding.
fn must_say(column: &ColumnRule, role: TableRole) -> bool {
    let of_task = role == TableRole::Tasks && matches!(column.key.as_str(), "owner" | "due");
    !column.empty && !of_task
}

fn must_be_filled(table: &RoleTable, rule: &TableRule, kind: RowKind, index: usize) -> bool {
    if rule.role == TableRole::Matrix {
        return true;
    }
    let column = table.columns.get(index).copied().flatten().and_then(|at| rule.columns.get(at));
    rule.layout == Layout::List
        && kind == RowKind::Entry
        && column.is_some_and(|column| must_say(column, rule.role))
}
