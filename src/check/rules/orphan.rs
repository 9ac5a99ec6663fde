//! A plan that nothing links to.

use crate::check::context::SiteContext;
use crate::check::rule::{Group, Rule, Scope};
use crate::check::sink::SiteSink;
use crate::link::DocumentIndex;

pub(crate) static RULE: Rule = Rule {
    name: "orphan",
    severity: None,
    group: Group::Links,
    summary: "a plan that nothing links to",
    docs: include_str!("orphan.md"),
    scope: Scope::Site(check),
};

fn check(context: &SiteContext, sink: &mut SiteSink) {
    let graph = &context.site.graph;
    let mut linked = vec![false; context.site.plans.len()];
    for plan in context.plans() {
        let named = graph.references[plan.index.0 as usize].iter().flatten();
        for target in named.filter(|target| **target != plan.index) {
            linked[target.0 as usize] = true;
        }
    }
    for plan in context.plans() {
        let index = plan.index.0 as usize;
        let itself = DocumentIndex::Plan(plan.index);
        if linked[index] || graph.backlinks[index].iter().any(|backlink| backlink.from != itself) {
            continue;
        }
        sink.report(
            plan.place(plan.plan.absent_span()),
            format!("nothing links to `{}`", plan.plan.id.value),
        )
        .help("link to it from a plan or page that its readers come from");
    }
}
