//! A link to an address outside that the schema does not allow.

use crate::check::context::PlanContext;
use crate::check::rule::{Group, Rule, Scope};
use crate::check::sink::Sink;
use crate::diagnostic::Severity;
use crate::link::Target;

pub(crate) static RULE: Rule = Rule {
    name: "external-link",
    severity: Some(Severity::Error),
    group: Group::Links,
    summary: "a link to an address outside that the schema does not allow",
    docs: include_str!("external_link.md"),
    scope: Scope::Plan(check),
};

fn check(context: &PlanContext, sink: &mut Sink) {
    let Some((allowed, asked)) = context.schema().and_then(|schema| schema.external_links.as_ref()) else {
        return;
    };
    let targets = &context.site.graph.plan_links[context.index.0 as usize];
    for (link, target) in context.plan.document.links.iter().zip(targets) {
        let address = &link.target;
        let is_web = ["http:", "https:", "//"]
            .iter()
            .any(|start| address.get(..start.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(start)));
        if *target == Target::External && is_web && !allowed.iter().any(|pattern| pattern.is_match(address)) {
            sink.report(link.span, format!("links to `{address}` are not allowed here"))
                .help("link to something the schema's `external_links` allows, or write it without a link")
                .schema(asked);
        }
    }
}
