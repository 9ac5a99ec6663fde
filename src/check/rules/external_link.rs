//! A link to an address outside that the schema does not allow.

use crate::check::context::PlanContext;
use crate::check::rule::{Group, Rule, Scope};
use crate::check::sink::Sink;
use crate::diagnostic::Severity;
use crate::link::{Address, address};
use crate::parse::LinkKind;

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
    for link in context.plan.document.links.iter().filter(|link| link.kind != LinkKind::Wiki) {
        let written = &link.target;
        let is_web = ["http:", "https:", "//"]
            .iter()
            .any(|start| written.get(..start.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(start)));
        let is_external = is_web && address(written, &context.source().path) == Address::External;
        if is_external && !allowed.iter().any(|pattern| pattern.is_match(written)) {
            sink.report(link.span, format!("links to `{written}` are not allowed here"))
                .help("link to something the schema's `external_links` allows, or write it without a link")
                .schema(asked);
        }
    }
}
