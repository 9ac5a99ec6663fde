//! A table with too few or too many rows.

use crate::check::context::PlanContext;
use crate::check::rule::{Group, Rule, Scope};
use crate::check::sink::Sink;
use crate::check::words;
use crate::diagnostic::Severity;
use crate::model::RowKind;

pub(crate) static RULE: Rule = Rule {
    name: "table-rows",
    severity: Some(Severity::Error),
    group: Group::Sections,
    summary: "a table with too few or too many rows",
    docs: include_str!("table_rows.md"),
    scope: Scope::Plan(check),
};

fn check(context: &PlanContext, sink: &mut Sink) {
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
