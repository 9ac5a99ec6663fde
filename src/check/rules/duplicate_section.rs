//! A section of the schema that stands twice.

use crate::check::context::PlanContext;
use crate::check::outline;
use crate::check::rule::{Group, Rule, Scope};
use crate::check::sink::Sink;
use crate::diagnostic::Severity;

pub(crate) static RULE: Rule = Rule {
    name: "duplicate-section",
    severity: Some(Severity::Error),
    group: Group::Sections,
    summary: "a section of the schema that stands twice",
    docs: include_str!("duplicate_section.md"),
    scope: Scope::Plan(check),
};

fn check(context: &PlanContext, sink: &mut Sink) {
    for &(again, first) in context.doubled() {
        let text = outline::heading_text(context.plan, again);
        sink.report(context.plan.section_span(again), format!("section \"{text}\" stands twice"))
            .related_here(context.plan.section_span(first), "it stands here first")
            .help("put both together, or rename one");
    }
}
