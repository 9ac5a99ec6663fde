//! A relation to a plan of another kind than the schema allows.

use crate::check::context::LinkedPlan;
use crate::check::rule::{Group, Rule, Scope};
use crate::check::sink::Sink;
use crate::check::words;
use crate::diagnostic::Severity;

pub(crate) static RULE: Rule = Rule {
    name: "wrong-relation-kind",
    severity: Some(Severity::Error),
    group: Group::Links,
    summary: "a relation to a plan of another kind than the schema allows",
    docs: include_str!("wrong_relation_kind.md"),
    scope: Scope::Linked(check),
};

fn check(context: &LinkedPlan, sink: &mut Sink) {
    let Some(schema) = context.schema() else { return };
    let resolved = &context.site.graph.references[context.index.0 as usize];
    for (reference, target) in context.plan.references.iter().zip(resolved) {
        let rule = schema.relations.iter().find(|rule| rule.relation == reference.relation);
        let (Some(rule), Some(target)) = (rule.filter(|rule| !rule.kinds.is_empty()), target) else {
            continue;
        };
        // A kind that there is not may be a slip for the right one.
        if rule.kinds.iter().any(|kind| !context.ground.schemas.contains_key(kind)) {
            continue;
        }
        let other = context.site.plan(*target);
        // Of a plan without a known kind another finding says so.
        let Some(kind) = &other.schema else { continue };
        if rule.kinds.iter().any(|wanted| *wanted == kind.kind || kind.bases.contains(wanted)) {
            continue;
        }
        let kinds = words::any_of(rule.kinds.iter().map(String::as_str));
        let (id, relation) = (&reference.id.value, &reference.relation);
        sink.report(reference.id.span, format!("`{relation}` must name a plan of kind {kinds}"))
            .label(format!("`{id}` is of kind {}", kind.kind))
            .help("name another plan")
            .schema(&rule.place);
    }
}
