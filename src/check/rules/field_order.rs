//! Front-matter keys in another order than the schema asks for.

use crate::check::context::PlanContext;
use crate::check::rule::{Group, Rule, Scope};
use crate::check::sequence;
use crate::check::sink::Sink;
use crate::diagnostic::Severity;

pub(crate) static RULE: Rule = Rule {
    name: "field-order",
    severity: Some(Severity::Warning),
    group: Group::FrontMatter,
    summary: "front-matter keys in another order than the schema asks for",
    docs: include_str!("field_order.md"),
    scope: Scope::Plan(check),
};

fn check(context: &PlanContext, sink: &mut Sink) {
    let Some(schema) = context.schema() else { return };
    let Some(asked) = &schema.field_order else { return };
    let rank = |key: &str| schema.fields.iter().position(|field| field.key == key);
    let known: Vec<(&crate::yaml::Entry, usize)> =
        context.plan.front_entries().iter().filter_map(|entry| Some((entry, rank(&entry.key)?))).collect();
    let ranks: Vec<usize> = known.iter().map(|(_, rank)| *rank).collect();
    for at in sequence::out_of_order(&ranks) {
        let (entry, rank) = known[at];
        let before = known.iter().filter(|(_, other)| *other < rank).max_by_key(|(_, other)| *other);
        let place = match before {
            Some((before, _)) => format!("put it behind `{}`", before.key),
            None => "put it first".to_string(),
        };
        sink.report(entry.key_span, format!("field `{}` is out of order", entry.key))
            .help(place)
            .schema(asked);
    }
}
