//! A heading that is no section of the schema.

use super::missing_section;
use crate::check::condition;
use crate::check::context::PlanContext;
use crate::check::outline::{self, Siblings};
use crate::check::rule::{Group, Rule, Scope};
use crate::check::settle;
use crate::check::sink::Sink;
use crate::config::Level;
use crate::diagnostic::Severity;
use crate::parse::SectionIndex;

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
        let missing = siblings.missing(context);
        let titles: Vec<&str> = missing
            .iter()
            .filter(|missing| missing.meant.is_none())
            .map(|missing| missing.schema.title.as_str())
            .collect();
        // What is most likely meant as a missing section is asked for where that is missed.
        let is_asked = settle::level(context.config(), &missing_section::RULE) != Level::Off;
        let is_meant =
            |index: SectionIndex| is_asked && missing.iter().any(|missing| missing.meant == Some(index));
        let unknown = siblings
            .headings
            .iter()
            .filter(|(index, rank)| rank.is_none() && !displaced.contains(index) && !is_meant(*index));
        for (index, _) in unknown {
            let text = outline::heading_text(context.plan, *index);
            let help = match titles.as_slice() {
                [] => "rename it, move it below a section, or add it to the schema".to_string(),
                titles => format!(
                    "rename it, or move it below a section; still missing: {}",
                    crate::check::words::all_of(titles.iter().copied())
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
        forbidden(context, siblings, sink);
    }
}

/// Reports sections that are known, but not allowed in this plan.
fn forbidden(context: &PlanContext, siblings: &Siblings, sink: &mut Sink) {
    for (rank, schema) in siblings.schemas.iter().enumerate() {
        let Some(condition) = &schema.allowed_if else { continue };
        if context.condition(condition) != Some(false) {
            continue;
        }
        for index in siblings.of(rank) {
            let title = outline::title(context.plan, index);
            sink.report(context.plan.section_span(index), format!("section \"{title}\" is not allowed here"))
                .label(condition::only(condition))
                .help("remove it, or correct the field that it depends on")
                .schema(&condition.place)
                .maybe_level((siblings.unknown == Level::Error).then_some(Level::Error));
        }
    }
}
