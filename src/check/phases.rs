//! Phases that follow one another, in the order of their days.

use super::rule::Rule;
use crate::config::Level;
use crate::model::{Phase, Plan};
use crate::schema::PhaseRule;
use std::collections::BTreeMap;

/// The phases of one table, or of one section's headings.
pub(super) struct Group<'a> {
    /// The schema's rule.
    pub(super) rule: &'a PhaseRule,
    /// The phases by their first day; milestones are no stretches and not among them.
    pub(super) phases: Vec<&'a Phase>,
}

/// The groups of a plan that have a rule.
pub(super) fn groups(plan: &Plan) -> Vec<Group<'_>> {
    let mut groups: BTreeMap<u32, Group> = BTreeMap::new();
    for phase in plan.phases.iter().filter(|phase| !phase.milestone) {
        let Some(rule) = &phase.rule else { continue };
        groups.entry(phase.group).or_insert(Group { rule, phases: Vec::new() }).phases.push(phase);
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
