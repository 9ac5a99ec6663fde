//! A section that the plan must have.

use crate::check::context::PlanContext;
use crate::check::outline;
use crate::check::rule::{Group, Rule, Scope};
use crate::check::sink::Sink;
use crate::diagnostic::Severity;
use crate::parse::SectionIndex;
use crate::schema::SectionSchema;
use crate::text::Place;

pub(crate) static RULE: Rule = Rule {
    name: "missing-section",
    severity: Some(Severity::Error),
    group: Group::Sections,
    summary: "a section that the plan must have",
    docs: include_str!("missing_section.md"),
    scope: Scope::Plan(check),
};

fn check(context: &PlanContext, sink: &mut Sink) {
    let plan = context.plan;
    let kind = context.schema().map_or("", |schema| &schema.kind);
    for siblings in context.siblings() {
        for missing in siblings.missing(context) {
            if let Some(index) = missing.elsewhere {
                report_level(context, index, missing.schema, missing.asked, sink);
                continue;
            }
            let (span, label) = match missing.after {
                Some(after) => {
                    (plan.section_span(after), format!("a plan of kind {kind} needs it after this section"))
                }
                None => (
                    outline::parent_span(plan, siblings.parent),
                    format!("a plan of kind {kind} needs it here, first"),
                ),
            };
            let heading = heading(context, missing.schema, missing.after);
            let id = &missing.schema.id;
            sink.report(span, format!("section \"{}\" is missing", missing.schema.title))
                .label(label)
                .help(format!("add `{heading}`, or run `planpress new {kind} --section {id}`"))
                .schema(missing.asked);
        }
    }
    for &index in &plan.wrong_level {
        let (Some(schema), Some(path)) = (context.schema(), &plan.sections[index]) else { continue };
        let Some(section) = schema.section(path) else { continue };
        if let Some(asked) = context.requires(&section.required) {
            report_level(context, index, section, asked, sink);
        }
    }
}

/// Reports a section that is there, but not where it must stand.
fn report_level(
    context: &PlanContext,
    index: SectionIndex,
    section: &SectionSchema,
    asked: &Place,
    sink: &mut Sink,
) {
    let level = context.plan.document.sections[index].level;
    let span = context.plan.section_span(index);
    if level == section.level {
        sink.report(span, format!("section \"{}\" stands below another section than it must", section.title))
            .help("move it to where the schema has it")
            .schema(asked);
    } else {
        sink.report(span, wrong_level(section, level))
            .help(format!("write it with {}", "#".repeat(usize::from(section.level))))
            .schema(asked);
    }
}

/// What is wrong with a heading at another level than its section has.
pub(crate) fn wrong_level(section: &SectionSchema, level: u8) -> String {
    format!(
        "section \"{}\" must be a heading of level {}, this one is of level {level}",
        section.title, section.level
    )
}

/// The heading that is missing, with the ordinal that comes next where the others have one.
fn heading(context: &PlanContext, section: &SectionSchema, after: Option<usize>) -> String {
    let marks = "#".repeat(usize::from(section.level));
    let before = after.and_then(|index| context.plan.document.sections[index].heading.as_ref());
    let ordinal = before.and_then(|heading| heading.ordinal.as_ref()).map(|(ordinal, _)| {
        let space = if ordinal.style.after.ends_with(['.', ')', ':']) || ordinal.style.after.is_empty() {
            " "
        } else {
            ""
        };
        ordinal.render(ordinal.value() + 1) + space
    });
    format!("{marks} {}{}", ordinal.unwrap_or_default(), section.title)
}
