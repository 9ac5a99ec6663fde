//! A relation to another plan that the plan must have.

use crate::check::context::PlanContext;
use crate::check::rule::{Group, Rule, Scope};
use crate::check::sink::Sink;
use crate::check::words;
use crate::diagnostic::Severity;

pub(crate) static RULE: Rule = Rule {
    name: "missing-relation",
    severity: Some(Severity::Error),
    group: Group::Links,
    summary: "a relation to another plan that the plan must have",
    docs: include_str!("missing_relation.md"),
    scope: Scope::Plan(check),
};

fn check(context: &PlanContext, sink: &mut Sink) {
    let Some(schema) = context.schema() else { return };
    for rule in schema.relations.iter().filter(|_| context.front_is_whole()) {
        // A plan that is named twice is one.
        let mut named: Vec<&str> = context.plan.texts(&rule.relation).iter().map(|id| id.as_str()).collect();
        named.retain(|id| !id.is_empty());
        named.sort_unstable();
        named.dedup();
        let named = named.len();
        let is_asked = context.requires(&rule.required).is_some();
        // How many there must be where there are any.
        let least = rule.min.unwrap_or(0).max(usize::from(is_asked));
        if named == 0 && !is_asked {
            continue;
        }
        if named >= least || context.is_misspelt(&rule.relation) {
            continue;
        }
        let relation = &rule.relation;
        let entry = context.entry(relation).filter(|entry| named > 0 || entry.value.is_null());
        let span = match entry {
            Some(entry) if named > 0 => entry.value.span,
            Some(entry) => entry.key_span,
            None => context.plan.absent_span(),
        };
        let kinds = words::any_of(rule.kinds.iter().map(String::as_str));
        let kinds = if kinds.is_empty() { String::new() } else { format!(" of kind {kinds}") };
        let finding = if named == 0 {
            sink.report(span, format!("relation `{relation}` is missing"))
                .label(format!("a plan of kind {} needs it", schema.kind))
        } else {
            let wanted = if rule.min == rule.max { "exactly" } else { "at least" };
            let message = format!(
                "relation `{relation}` names {}, not {wanted} {least}",
                words::counted(named, "plan")
            );
            sink.report(span, message)
        };
        finding.help(format!("add `{relation}:` with the id of a plan{kinds}")).schema(&rule.place);
    }
}
