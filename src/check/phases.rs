//! Phases that follow one another, in the order of their days.

use super::context::PlanContext;
use super::rule::Rule;
use crate::config::Level;
use crate::model::Phase;
use crate::schema::PhaseRule;
use crate::text::Span;
use std::collections::BTreeMap;

/// The phases of one table, or of one section's headings.
pub(super) struct Group<'a> {
    /// The schema's rule.
    pub(super) rule: &'a PhaseRule,
    /// The phases by their first day; milestones are no stretches and not among them.
    pub(super) phases: Vec<&'a Phase>,
    /// A phase of the group has no days that can be read: between the others there may be no gap.
    pub(super) is_open: bool,
}

/// Where findings about a phase stand: at its own text, its days included where they follow it.
pub(super) fn span(phase: &Phase) -> Span {
    let (name, days) = (phase.name.span, phase.period.span);
    if name.end <= days.start || name.contains(days) { name.to(days) } else { name }
}

/// The groups of a plan that have a rule.
pub(super) fn groups<'a>(context: &PlanContext<'a>) -> Vec<Group<'a>> {
    let mut groups: BTreeMap<u32, Group> = BTreeMap::new();
    for phase in context.plan.phases.iter().filter(|phase| !phase.milestone) {
        let Some(rule) = &phase.rule else { continue };
        let is_open = context.details.open_phases.contains(&phase.group);
        let group = groups.entry(phase.group).or_insert_with(|| Group { rule, phases: Vec::new(), is_open });
        group.phases.push(phase);
    }
    let mut groups: Vec<Group> = groups.into_values().collect();
    for group in &mut groups {
        group.phases.sort_by_key(|phase| (phase.period.value.start, phase.period.value.end));
    }
    groups
}

/// The level that a schema asks for, where it is another than the rule's own.
pub(super) fn asked(level: Level, rule: &Rule) -> Option<Level> {
    (level != rule.level()).then_some(level)
}
