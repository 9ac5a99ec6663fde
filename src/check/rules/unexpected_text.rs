//! Text before the first section.

use crate::check::context::PlanContext;
use crate::check::outline;
use crate::check::places;
use crate::check::rule::{Group, Rule, Scope};
use crate::check::sink::Sink;
use crate::diagnostic::Severity;

pub(crate) static RULE: Rule = Rule {
    name: "unexpected-text",
    severity: Some(Severity::Error),
    group: Group::Sections,
    summary: "text before the first section",
    docs: include_str!("unexpected_text.md"),
    scope: Scope::Plan(check),
};

fn check(context: &PlanContext, sink: &mut Sink) {
    let Some(asked) = context.schema().and_then(|schema| schema.intro_denied.as_ref()) else { return };
    let source = context.source();
    let sections = &context.plan.document.sections;
    let before = (0..sections.len()).take_while(|section| sections[*section].level <= 1);
    let mut blocks = before.flat_map(|section| context.details.blocks.of(section));
    if let Some(block) = blocks.find(|block| outline::is_content(block, source)) {
        sink.report(places::first_line(source, block.span), "text before the first section")
            .help("move it into a section")
            .schema(asked);
    }
}
