//! A plan without front matter.

use crate::check::context::PlanContext;
use crate::check::rule::{Group, Rule, Scope};
use crate::check::sink::Sink;
use crate::diagnostic::Severity;
use crate::parse::FrontMatter;

pub(crate) static RULE: Rule = Rule {
    name: "missing-front-matter",
    severity: Some(Severity::Error),
    group: Group::Reading,
    summary: "a plan without front matter",
    docs: include_str!("missing_front_matter.md"),
    scope: Scope::Plan(check),
};

fn check(context: &PlanContext, sink: &mut Sink) {
    if matches!(context.plan.document.front, FrontMatter::Missing) {
        let kinds = context.site.schemas.values().filter(|schema| !schema.is_abstract);
        let kind = kinds.map(|schema| schema.kind.as_str()).next().unwrap_or("KIND");
        sink.report(context.source().line_span(1).first(), "the plan has no front matter").help(format!(
            "begin the file with `---`, a line `kind: {kind}` and `---`; `planpress new {kind}` writes it"
        ));
    }
}
