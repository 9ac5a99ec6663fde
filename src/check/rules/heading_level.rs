//! A heading more than one level below the one above it.

use crate::check::context::PlanContext;
use crate::check::rule::{Group, Rule, Scope};
use crate::check::sink::Sink;
use crate::diagnostic::Severity;

pub(crate) static RULE: Rule = Rule {
    name: "heading-level",
    severity: Some(Severity::Warning),
    group: Group::Sections,
    summary: "a heading more than one level below the one above it",
    docs: include_str!("heading_level.md"),
    scope: Scope::Plan(check),
};

fn check(context: &PlanContext, sink: &mut Sink) {
    let sections = &context.plan.document.sections;
    let displaced = context.displaced();
    let mut jumped: Option<u8> = None;
    for (index, section) in sections.iter().enumerate() {
        let Some(heading) = &section.heading else { continue };
        // Those that follow at the level that was jumped to make no jump of their own.
        let follows = jumped.is_some_and(|level| section.level >= level);
        jumped = jumped.filter(|_| follows);
        let known = context.plan.sections[index].as_ref();
        let known = known.and_then(|path| context.schema().and_then(|schema| schema.section(path)));
        if context.plan.wrong_level.contains(&index) {
            let Some(known) = known else { continue };
            // Of a required one it is said that it is missing.
            if context.requires(&known.required).is_none() {
                sink.report(heading.text_span, super::missing_section::wrong_level(known, section.level))
                    .help(format!("write it with {}", "#".repeat(usize::from(known.level))))
                    .schema(&known.place);
            }
            continue;
        }
        if displaced.contains(&index) {
            continue;
        }
        let above = section.parent.map_or(0, |parent| sections[parent].level);
        // Without a heading that is the title, the front matter holds it.
        let expected = above.max(1) + 1;
        if section.level > expected && known.is_none_or(|known| known.level != section.level) {
            if jumped == Some(section.level) {
                continue;
            }
            jumped = Some(section.level);
            let marks = "#".repeat(usize::from(expected));
            let message = match above {
                0 => format!("heading of level {} without one of level {expected} above it", section.level),
                _ => format!("heading of level {} below one of level {above}", section.level),
            };
            sink.report(heading.text_span, message)
                .label(format!("level {expected} comes next"))
                .help(format!("write it with {marks}"));
        }
    }
}
