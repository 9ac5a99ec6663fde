//! A list with too few or too many items.

use crate::check::context::PlanContext;
use crate::check::places;
use crate::check::rule::{Group, Rule, Scope};
use crate::check::sink::Sink;
use crate::check::words;
use crate::diagnostic::Severity;

pub(crate) static RULE: Rule = Rule {
    name: "list-length",
    severity: Some(Severity::Error),
    group: Group::Sections,
    summary: "a list with too few or too many items",
    docs: include_str!("list_length.md"),
    scope: Scope::Plan(check),
};

fn check(context: &PlanContext, sink: &mut Sink) {
    for ruled in context.lists() {
        let Some((_, first)) = ruled.list.as_ref().and_then(|list| list.items.first()) else { continue };
        let count = ruled.list.as_ref().map_or(0, |list| list.items.len());
        if words::within(ruled.rule.items, count) {
            continue;
        }
        let too_few = ruled.rule.items.min.is_some_and(|min| count < min);
        let wanted = words::bounds(ruled.rule.items);
        sink.report(
            places::first_line(context.source(), first.text_span),
            format!("the list has {}, expected {wanted}", words::counted(count, "item")),
        )
        .help(if too_few { "add the missing items" } else { "remove or join some items" })
        .schema(&ruled.rule.place);
    }
}
