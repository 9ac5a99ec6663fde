//! A table without a column that it must have.

use crate::check::context::PlanContext;
use crate::check::rule::{Group, Rule, Scope};
use crate::check::sink::Sink;
use crate::diagnostic::Severity;
use crate::fold;
use crate::model::RoleTable;
use crate::schema::TableRule;

pub(crate) static RULE: Rule = Rule {
    name: "missing-column",
    severity: Some(Severity::Error),
    group: Group::Sections,
    summary: "a table without a column that it must have",
    docs: include_str!("missing_column.md"),
    scope: Scope::Plan(check),
};

fn check(context: &PlanContext, sink: &mut Sink) {
    for table in &context.details.tables {
        let Some(rule) = context.plan.table_rule(table) else { continue };
        misspelt(context, table, rule, sink);
        for (index, column) in rule.columns.iter().enumerate() {
            if !column.required || table.columns.contains(&Some(index)) {
                continue;
            }
            let Some(heading) = column.headings.first() else { continue };
            let message = format!("the table has no column \"{heading}\"");
            let finding = sink.report(table.header_span, message).schema(&column.place);
            match column.headings.get(1..) {
                Some(others) if !others.is_empty() => {
                    let others = crate::check::words::any_of(others.iter().map(String::as_str));
                    finding.help(format!("add it; {others} would do as well"));
                }
                _ => {
                    finding.help("add it");
                }
            }
        }
    }
}

fn misspelt(context: &PlanContext, table: &RoleTable, rule: &TableRule, sink: &mut Sink) {
    let Some(markdown) = context.plan.markdown_table(table, &context.details.blocks) else { return };
    for (index, name) in &table.misspelt {
        let Some(cell) = markdown.header.get(*index) else { continue };
        let Some(column) = table.columns.get(*index).copied().flatten().and_then(|at| rule.columns.get(at))
        else {
            continue;
        };
        // Its unit, which no schema names, stays as it is.
        let written = &cell.text.text[name.clone()];
        let meant = column.headings.iter().find(|heading| fold::is_near(written, heading));
        let Some(meant) = meant.or(column.headings.first()) else { continue };
        sink.report(cell.span, format!("there is no column \"{written}\""))
            .label(format!("did you mean \"{meant}\"?"))
            .help(format!("write \"{meant}\""))
            .schema(&column.place)
            .fix(cell.text.span(name.clone()), meant.clone());
    }
}
