//! A section that is repeated too often or not often enough.

use crate::check::context::PlanContext;
use crate::check::outline;
use crate::check::rule::{Group, Rule, Scope};
use crate::check::sink::Sink;
use crate::check::words;
use crate::diagnostic::Severity;

pub(crate) static RULE: Rule = Rule {
    name: "repeat-count",
    severity: Some(Severity::Error),
    group: Group::Sections,
    summary: "a section that is repeated too often or not often enough",
    docs: include_str!("repeat_count.md"),
    scope: Scope::Plan(check),
};

fn check(context: &PlanContext, sink: &mut Sink) {
    for siblings in context.siblings() {
        for (rank, schema) in siblings.schemas.iter().enumerate() {
            let Some((count, asked)) = &schema.repeat else { continue };
            let headings: Vec<usize> = siblings.of(rank).collect();
            let required = context.requires(&schema.required).is_some();
            // Where a required section is not there at all, that is the finding.
            if words::within(*count, headings.len()) || (headings.is_empty() && required) {
                continue;
            }
            let too_many = count.max.and_then(|max| headings.get(max));
            let span = match too_many {
                Some(index) => context.plan.section_span(*index),
                None => outline::parent_span(context.plan, siblings.parent),
            };
            let (there, wanted) = (words::counted(headings.len(), "time"), words::bounds(*count));
            sink.report(span, format!("section \"{}\" stands {there}, expected {wanted}", schema.title))
                .label(if too_many.is_some() { "the first one too many" } else { "more are needed below" })
                .help(if too_many.is_some() { "remove or join some" } else { "add the others" })
                .schema(asked);
        }
    }
}
