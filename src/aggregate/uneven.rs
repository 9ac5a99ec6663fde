//! Where target and actual do not stand for the same: something was reached in a cell whose target is about more time
//! than the cell, and nothing that the cell holds of that target speaks for it.

use super::facts::{FactId, Facts};
use super::lane::{Slot, Slots, Way};
use super::scope::{Space, Values, period_inside};
use super::sums::{Asked, Place, Sum};
use super::voice::Voice;
use crate::config::MetricId;
use std::collections::{BTreeMap, HashSet};

/// The targets of a metric whatever time is asked for, and where they stand.
pub(super) struct Uneven<'a> {
    asked: &'a Asked<'a>,
    targets: Vec<Target>,
    /// Positions in `targets` by the values that they are about.
    by_values: BTreeMap<Values, Vec<usize>>,
}

struct Target {
    id: FactId,
    rows: Slots,
    columns: Slots,
    /// Whether its period is asked for.
    in_time: bool,
}

impl<'a> Uneven<'a> {
    /// `None` where no time is asked for: then targets stand for all of it.
    pub(super) fn new(asked: &'a Asked<'a>, metric: MetricId) -> Option<Self> {
        let is_timed = [&asked.rows, &asked.columns].iter().any(|lane| matches!(lane.way, Way::Cell(_)));
        if !is_timed && !asked.choice.has_periods() {
            return None;
        }
        let (facts, choice) = (asked.facts, &asked.choice);
        let mut targets = Vec::new();
        let mut by_values: BTreeMap<Values, Vec<usize>> = BTreeMap::new();
        for id in facts.of_voice(metric, Voice::Target).iter().copied() {
            let is_chosen = if facts.plan_of(id).is_some() { choice.fact(id) } else { !choice.by_plan };
            let scope = &facts.fact(id).scope;
            if !is_chosen || !choice.values(scope) {
                continue;
            }
            by_values.entry(scope.values.clone()).or_default().push(targets.len());
            let [rows, columns] =
                [&asked.rows, &asked.columns].map(|lane| lane.slots_of_fact(facts, choice, id));
            targets.push(Target { id, rows, columns, in_time: choice.period(scope.period) });
        }
        Some(Self { asked, targets, by_values })
    }

    /// Whether what was reached in a cell stands for more than the targets in it.
    pub(super) fn is(&self, place: Place, target: &Sum, actual: &Sum) -> bool {
        let facts = self.asked.facts;
        let counted = target.by.ids();
        let here = |target: &Target| self.holds(target, place) || counted.binary_search(&target.id).is_ok();
        let mut seen = HashSet::new();
        let mut reached = actual.by.ids().into_owned();
        reached.retain(|id| seen.insert((facts.fact(*id).scope.number, facts.plan_of(*id))));
        reached.into_iter().any(|id| {
            let wider = wider(&facts.space, &facts.fact(id).scope.values);
            let around = || {
                let at = wider.iter().filter_map(|values| self.by_values.get(values)).flatten();
                at.map(|at| &self.targets[*at])
            };
            around().filter(|target| self.is_longer(target, place) && speaks_for(facts, target.id, id)).any(
                |long| {
                    let answers = |target: &Target| here(target) && are_related(facts, target.id, long.id);
                    // Mostly one of those around it answers; what lies in it does, too.
                    let meets = |target: &&Target| {
                        let [own, other] = [target.id, id].map(|id| &facts.fact(id).scope.values);
                        own.iter().all(|(dimension, value)| {
                            let of_other = other.iter().find(|(at, _)| at == dimension);
                            of_other.is_none_or(|(_, of)| facts.space.related(*dimension, *value, *of))
                        })
                    };
                    !around().any(answers) && !self.targets.iter().filter(meets).any(answers)
                },
            )
        })
    }

    /// Whether a target stands in a cell.
    fn holds(&self, target: &Target, (row, column): Place) -> bool {
        let is_at = |slot: Slot, slots: &Slots| slot == Slot::Total || slots.contains(&slot);
        target.in_time && is_at(row, &target.rows) && is_at(column, &target.columns)
    }

    /// Whether a target is about other time than a cell, and no other plan's, owner's or kind's than the cell is about.
    fn is_longer(&self, target: &Target, (row, column): Place) -> bool {
        let is_at = |slot: Slot, slots: &Slots| slot == Slot::Total || slots.contains(&slot);
        let lanes = [(&self.asked.rows, row, &target.rows), (&self.asked.columns, column, &target.columns)];
        let mut in_time = target.in_time;
        for (lane, slot, slots) in lanes {
            if lane.chooses_plans() && !is_at(slot, slots) {
                return false;
            }
            in_time &= !matches!(lane.way, Way::Cell(_)) || is_at(slot, slots);
        }
        !in_time
    }
}

/// Whether a target is about what was reached, the values aside: its period is around it, and it is of the plan that
/// reports it or one above.
fn speaks_for(facts: &Facts, target: FactId, reached: FactId) -> bool {
    let plans = facts.plan_of(reached).zip(facts.plan_of(target));
    period_inside(facts.fact(reached).scope.period, facts.fact(target).scope.period)
        && plans.is_none_or(|(reached, target)| facts.tree.within(reached, target))
}

/// Whether one of two targets gives way to the other, or may: they are of one plan, or of one below the other.
fn are_related(facts: &Facts, one: FactId, other: FactId) -> bool {
    let plans = facts.plan_of(one).zip(facts.plan_of(other));
    plans.is_none_or(|(one, other)| facts.tree.within(one, other) || facts.tree.within(other, one))
}

/// All values in which some values lie.
fn wider(space: &Space, values: &Values) -> Vec<Values> {
    let mut all = vec![Values::new()];
    for (dimension, value) in values {
        let above: Vec<_> = space.path(*dimension, *value).collect();
        let more = |values: &Values| {
            let with = |value: &u32| {
                let mut values = values.clone();
                values.push((*dimension, *value));
                values
            };
            above.iter().map(with).collect::<Vec<_>>()
        };
        let more: Vec<Values> = all.iter().flat_map(more).collect();
        all.extend(more);
    }
    all
}
