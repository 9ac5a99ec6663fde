//! A column that the schema does not know.

use crate::check::context::PlanContext;
use crate::check::rule::{Group, Rule, Scope};
use crate::check::sink::Sink;
use crate::check::words;
use crate::config::Level;
use crate::diagnostic::Severity;
use crate::fold;
use crate::schema::Layout;

pub(crate) static RULE: Rule = Rule {
    name: "unknown-column",
    severity: Some(Severity::Warning),
    group: Group::Sections,
    summary: "a column that the schema does not know",
    docs: include_str!("unknown_column.md"),
    scope: Scope::Plan(check),
};

fn check(context: &PlanContext, sink: &mut Sink) {
    for table in &context.details.tables {
        let Some(rule) = context.plan.table_rule(table) else { continue };
        let Some(markdown) = context.plan.markdown_table(table, &context.details.blocks) else { continue };
        // The columns of a pivot table are periods or values; what cannot be read there is said elsewhere,
        // and so is a column that the schema itself gets wrong.
        if rule.layout != Layout::List || rule.columns.is_empty() || rule.is_faulty {
            continue;
        }
        let known = rule.columns.iter().filter_map(|column| column.headings.first()).map(String::as_str);
        let known = words::all_of(known);
        for (cell, column) in markdown.header.iter().zip(&table.columns) {
            if column.is_some() || cell.span.is_empty() {
                continue;
            }
            let text = &cell.text.text;
            let mut named = markdown.header.iter().zip(&table.columns).filter(|(_, column)| column.is_some());
            let first = named.find(|(other, _)| fold::eq_folded(&other.text.text, text));
            let finding = match first {
                Some((first, _)) => sink
                    .report(cell.span, format!("column \"{text}\" stands twice, only the first one counts"))
                    .related_here(first.span, "the first one"),
                None => sink
                    .report(cell.span, format!("column \"{text}\" is unknown to this table"))
                    .help(format!("its columns are {known}")),
            };
            let finding = finding.schema(&rule.place);
            if rule.unknown_columns != Level::Warn {
                finding.level(rule.unknown_columns);
            }
        }
    }
}
