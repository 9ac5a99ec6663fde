//! Where target and actual do not stand for the same: something was reached in a cell whose target is about more time
//! than the cell, and nothing that the cell holds of that target speaks for it.

use super::facts::{FactId, Facts};
use super::lane::{Slot, Slots, Way};
use super::scope::{Space, Values, period_inside};
use super::sums::{Asked, Place, Sum};
use super::voice::Voice;
use crate::config::MetricId;
use crate::link::PlanIndex;
use std::collections::{BTreeMap, HashMap, HashSet};

/// The targets of a metric whatever time is asked for, and where they stand.
pub(super) struct Uneven<'a> {
    asked: &'a Asked<'a>,
    /// By id.
    targets: Vec<Target>,
    /// Positions in `targets` by the values that they are about and the plan that states them.
    by_values: BTreeMap<Values, BTreeMap<Option<PlanIndex>, Vec<usize>>>,
    /// The same by their rows, and by their columns.
    by_slot: [BTreeMap<Slot, Vec<usize>>; 2],
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
        let mut all = facts.of_voice(metric, Voice::Target).to_vec();
        all.sort_unstable();
        let mut uneven =
            Self { asked, targets: Vec::new(), by_values: BTreeMap::new(), by_slot: Default::default() };
        for id in all {
            let plan = facts.plan_of(id);
            let is_chosen = if plan.is_some() { choice.fact(id) } else { !choice.by_plan };
            let scope = &facts.fact(id).scope;
            if !is_chosen || !choice.values(scope) {
                continue;
            }
            let at = uneven.targets.len();
            let slots = [&asked.rows, &asked.columns].map(|lane| lane.slots_of_fact(facts, choice, id));
            for (by_slot, slots) in uneven.by_slot.iter_mut().zip(&slots) {
                slots.iter().for_each(|slot| by_slot.entry(*slot).or_default().push(at));
            }
            let of_values = uneven.by_values.entry(scope.values.clone()).or_default();
            of_values.entry(plan).or_default().push(at);
            let [rows, columns] = slots;
            uneven.targets.push(Target { id, rows, columns, in_time: choice.period(scope.period) });
        }
        Some(uneven)
    }

    /// Whether what was reached in a cell stands for more than the targets in it.
    pub(super) fn is(&self, place: Place, target: &Sum, actual: &Sum) -> bool {
        let facts = self.asked.facts;
        let here = Here::new(facts, self.in_cell(place, target).map(|at| self.targets[at].id));
        let mut seen = HashSet::new();
        let mut answered: BTreeMap<(&Values, Option<PlanIndex>), bool> = BTreeMap::new();
        let mut reached = actual.by.ids().into_owned();
        reached.retain(|id| seen.insert((facts.fact(*id).scope.number, facts.plan_of(*id))));
        reached.into_iter().any(|id| {
            let scope = &facts.fact(id).scope;
            let mut has_no_answer = |long: &Target| {
                let plan = facts.plan_of(long.id);
                let known = answered.entry((&scope.values, plan));
                !*known.or_insert_with(|| here.answers(facts, &scope.values, plan))
            };
            let speaks = |at: &usize| {
                let long = &self.targets[*at];
                let about = facts.fact(long.id).scope.period;
                (self.is_longer(long, place) && period_inside(scope.period, about)).then_some(long)
            };
            wider(&facts.space, &scope.values).iter().filter_map(|values| self.by_values.get(values)).any(
                |by_plan| {
                    match facts.plan_of(id) {
                        // What a plan reports, plans above it may speak for.
                        Some(plan) => {
                            let plans = facts.tree.path(plan).map(Some).chain([None]);
                            let of_plans = plans.filter_map(|plan| by_plan.get(&plan)).flatten();
                            of_plans.filter_map(speaks).any(&mut has_no_answer)
                        }
                        None => by_plan.values().flatten().filter_map(speaks).any(&mut has_no_answer),
                    }
                },
            )
        })
    }

    /// The positions of the targets that stand in a cell or were counted in it.
    fn in_cell(&self, place: Place, target: &Sum) -> impl Iterator<Item = usize> {
        let counted = target.by.ids().into_owned().into_iter();
        let counted =
            counted.filter_map(|id| self.targets.binary_search_by_key(&id, |target| target.id).ok());
        // Of a row and a column, the one in which fewer stand.
        let of_slots = self.by_slot.iter().zip([place.0, place.1]).filter(|(_, slot)| *slot != Slot::Total);
        let of_slots = of_slots.map(|(by_slot, slot)| by_slot.get(&slot).map_or(&[][..], Vec::as_slice));
        let narrowest = of_slots.min_by_key(|of_slot| of_slot.len());
        let all = if narrowest.is_none() { 0..self.targets.len() } else { 0..0 };
        let all = all.chain(narrowest.unwrap_or_default().iter().copied());
        all.filter(move |at| self.holds(&self.targets[*at], place)).chain(counted)
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

/// The targets of a cell, by the values that they are about.
struct Here<'a>(HashMap<&'a Values, Speakers>);

/// Who states something.
#[derive(Default)]
struct Speakers {
    /// Whether data of no plan do.
    is_data: bool,
    /// The places in pre-order of the plans that do, sorted.
    plans: Vec<u32>,
}

impl<'a> Here<'a> {
    fn new(facts: &'a Facts, ids: impl Iterator<Item = FactId>) -> Self {
        let mut here: HashMap<&Values, Speakers> = HashMap::new();
        for id in ids {
            let speakers = here.entry(&facts.fact(id).scope.values).or_default();
            match facts.plan_of(id) {
                Some(plan) => speakers.plans.push(facts.tree.enter(plan)),
                None => speakers.is_data = true,
            }
        }
        here.values_mut().for_each(|speakers| speakers.plans.sort_unstable());
        Self(here)
    }

    /// Whether one of the targets speaks for a longer one about some values: it has something in common with these, and
    /// one of the two may give way to the other, since they are of one plan, or of one below the other.
    fn answers(&self, facts: &Facts, values: &Values, long: Option<PlanIndex>) -> bool {
        let meets = |own: &Values| {
            own.iter().all(|(dimension, value)| {
                let of_other = values.iter().find(|(at, _)| at == dimension);
                of_other.is_none_or(|(_, of)| facts.space.related(*dimension, *value, *of))
            })
        };
        self.0.iter().any(|(own, speakers)| {
            meets(own)
                && long.is_none_or(|plan| {
                    let (enter, exit) = (facts.tree.enter(plan), facts.tree.exit(plan));
                    let below = speakers.plans.partition_point(|at| *at < enter);
                    let has = |plan| speakers.plans.binary_search(&facts.tree.enter(plan)).is_ok();
                    speakers.is_data
                        || speakers.plans.get(below).is_some_and(|at| *at < exit)
                        || facts.tree.path(plan).any(has)
                })
        })
    }
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
