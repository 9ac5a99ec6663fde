//! A value of the wrong type or outside of what the schema allows. Reading finds them; only relations that
//! name too many plans are found here.

use crate::check::context::PlanContext;
use crate::check::rule::{Group, Rule, Scope};
use crate::check::sink::Sink;
use crate::check::words;
use crate::diagnostic::Severity;
use std::collections::BTreeSet;

pub(crate) static RULE: Rule = Rule {
    name: "invalid-value",
    severity: Some(Severity::Error),
    group: Group::FrontMatter,
    summary: "a value of the wrong type or outside of what the schema allows",
    docs: include_str!("invalid_value.md"),
    scope: Scope::Plan(check),
};

fn check(context: &PlanContext, sink: &mut Sink) {
    for rule in context.schema().iter().flat_map(|schema| &schema.relations) {
        let named = context.plan.references.iter().filter(|reference| reference.relation == rule.relation);
        let mut named: Vec<_> = named.filter(|reference| reference.is_relation).collect();
        let mut seen = BTreeSet::new();
        named.retain(|reference| seen.insert(&reference.id.value));
        let Some(first) = rule.max.and_then(|max| named.get(max)) else { continue };
        let (relation, count) = (&rule.relation, words::counted(named.len(), "plan"));
        let most = rule.max.unwrap_or(0);
        let wanted = if rule.min == rule.max { "exactly" } else { "at most" };
        sink.report(first.id.span, format!("relation `{relation}` names {count}, not {wanted} {most}"))
            .label("the first one too many")
            .help("remove some")
            .schema(&rule.place);
    }
}
