//! A heading that is no section of the schema.

use crate::check::context::PlanContext;
use crate::check::outline;
use crate::check::rule::{Group, Rule, Scope};
use crate::check::sink::Sink;
use crate::config::Level;
use crate::diagnostic::Severity;

pub(crate) static RULE: Rule = Rule {
    name: "unknown-section",
    severity: Some(Severity::Warning),
    group: Group::Sections,
    summary: "a heading that is no section of the schema",
    docs: include_str!("unknown_section.md"),
    scope: Scope::Plan(check),
};

fn check(context: &PlanContext, sink: &mut Sink) {
    let Some(schema) = context.schema() else { return };
    let all = context.siblings();
    let displaced = context.displaced();
    for siblings in all {
        let missing: Vec<&str> =
            siblings.missing(context).iter().map(|missing| missing.schema.title.as_str()).collect();
        let unknown =
            siblings.headings.iter().filter(|(index, rank)| rank.is_none() && !displaced.contains(index));
        for (index, _) in unknown {
            let text = outline::heading_text(context.plan, *index);
            let help = match missing.as_slice() {
                [] => "rename it, move it below a section, or add it to the schema".to_string(),
                missing => format!(
                    "rename it, or move it below a section; still missing: {}",
                    crate::check::words::all_of(missing.iter().copied())
                ),
            };
            let place = match siblings.parent.and_then(|parent| context.plan.sections[parent].as_ref()) {
                Some(path) => schema.section(path).map_or(&schema.place, |section| &section.place),
                None => &schema.place,
            };
            let finding = sink
                .report(
                    context.plan.section_span(*index),
                    format!("section \"{text}\" is unknown to kind {}", schema.kind),
                )
                .help(help)
                .schema(place);
            if siblings.unknown != Level::Warn {
                finding.level(siblings.unknown);
            }
        }
    }
}
