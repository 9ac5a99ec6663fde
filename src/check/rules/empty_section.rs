//! A heading without anything below it.

use crate::check::context::PlanContext;
use crate::check::outline;
use crate::check::rule::{Group, Rule, Scope};
use crate::check::sink::Sink;
use crate::diagnostic::Severity;

pub(crate) static RULE: Rule = Rule {
    name: "empty-section",
    severity: Some(Severity::Error),
    group: Group::Sections,
    summary: "a heading without anything below it",
    docs: include_str!("empty_section.md"),
    scope: Scope::Plan(check),
};

fn check(context: &PlanContext, sink: &mut Sink) {
    // Of two sections of one title the empty one is no other fault.
    let doubled: Vec<usize> = context.doubled().iter().flat_map(|(again, first)| [*again, *first]).collect();
    let displaced = context.displaced();
    for (index, section) in context.plan.document.sections.iter().enumerate() {
        // A title alone is a plan without sections, which is for the schema to judge.
        if section.level >= 2
            && outline::is_empty(context, index)
            && !doubled.contains(&index)
            && !displaced.contains(&index)
        {
            let text = outline::heading_text(context.plan, index);
            sink.report(context.plan.section_span(index), format!("section \"{text}\" is empty"))
                .help("write something below the heading, or remove it");
        }
    }
}
