//! A section without the list that it must have.

use crate::check::context::PlanContext;
use crate::check::rule::{Group, Rule, Scope};
use crate::check::sink::Sink;
use crate::diagnostic::Severity;

pub(crate) static RULE: Rule = Rule {
    name: "missing-list",
    severity: Some(Severity::Error),
    group: Group::Sections,
    summary: "a section without the list that it must have",
    docs: include_str!("missing_list.md"),
    scope: Scope::Plan(check),
};

fn check(context: &PlanContext, sink: &mut Sink) {
    for ruled in context.lists().iter().filter(|ruled| ruled.list.is_none()) {
        let Some(asked) = context.requires(&ruled.rule.required) else { continue };
        let (mark, kind) =
            if ruled.rule.ordered == Some(true) { ("1.", "numbered list") } else { ("-", "list") };
        sink.report(
            context.plan.section_span(ruled.section),
            format!("section \"{}\" has no {kind}", ruled.schema.title),
        )
        .help(format!("write its points as items, each on a line that begins with `{mark} `"))
        .schema(asked);
    }
}
