//! Phases that follow one another, in the order of their days.

use super::rule::Rule;
use crate::config::Level;
use crate::model::{Phase, Plan};
use crate::parse::SectionIndex;
use crate::schema::PhaseRule;
use crate::text::Span;
use std::collections::BTreeMap;

/// The phases of one table, or of one section's headings.
pub(super) struct Group<'a> {
    /// The schema's rule.
    pub(super) rule: &'a PhaseRule,
    /// The phases by their first day; milestones are no stretches and not among them.
    pub(super) phases: Vec<&'a Phase>,
    /// A phase of the group could not be read: between the others there may be no gap.
    pub(super) unread: bool,
}

/// Where findings about a phase stand: at its own text, its days included where they follow it.
pub(super) fn span(phase: &Phase) -> Span {
    let (name, days) = (phase.name.span, phase.period.span);
    if name.end <= days.start || name.contains(days) { name.to(days) } else { name }
}

/// The groups of a plan that have a rule.
pub(super) fn groups(plan: &Plan) -> Vec<Group<'_>> {
    let mut groups: BTreeMap<u32, Group> = BTreeMap::new();
    for phase in plan.phases.iter().filter(|phase| !phase.milestone) {
        let Some(rule) = &phase.rule else { continue };
        let group =
            groups.entry(phase.group).or_insert_with(|| Group { rule, phases: Vec::new(), unread: false });
        group.phases.push(phase);
        group.unread |= has_unread(plan, phase.section);
    }
    let mut groups: Vec<Group> = groups.into_values().collect();
    for group in &mut groups {
        group.phases.sort_by_key(|phase| (phase.period.value.start, phase.period.value.end));
    }
    groups
}

/// Whether a day or period near a phase could not be read: in its section, or in the one around it.
fn has_unread(plan: &Plan, section: SectionIndex) -> bool {
    let sections = &plan.document.sections;
    let around =
        sections.get(section).and_then(|own| own.parent).filter(|parent| sections[*parent].level > 1);
    let Some(span) = sections.get(around.unwrap_or(section)).map(|section| section.span) else {
        return false;
    };
    let rules = ["invalid-date", "invalid-period"];
    // A day that was taken for the last of its month makes a phase all the same.
    let is_phase = |found: Span| plan.phases.iter().any(|phase| phase.period.span.contains(found));
    plan.findings.iter().any(|found| {
        rules.contains(&found.rule) && span.contains(found.place.span) && !is_phase(found.place.span)
    })
}

/// The level that a schema asks for, where it is another than the rule's own.
pub(super) fn asked(level: Level, rule: &Rule) -> Option<Level> {
    (level != rule.level()).then_some(level)
}
