//! Where target and actual do not stand for the same: something was reached in a cell whose target is about more time
//! than the cell, and nothing that the cell holds of that target speaks for it.

use super::facts::{FactId, Facts};
use super::lane::{Lane, Slot, Slots, Way};
use super::scope::{Space, Values, period_inside};
use super::sums::{Asked, Place, Sum};
use super::voice::Voice;
use crate::config::MetricId;
use crate::link::PlanIndex;
use std::cell::OnceCell;
use std::collections::{BTreeMap, HashMap, HashSet};

/// So many plans are looked at, one by one, for a target that stands for what one of them reports.
const LOOKED_AT: usize = 8;

/// Whether cells of a metric are uneven.
pub(super) struct Uneven<'a> {
    asked: &'a Asked<'a>,
    metric: MetricId,
    /// Mostly nobody needs them.
    targets: OnceCell<Targets>,
}

/// The targets of a metric whatever time is asked for, and where they stand.
#[derive(Default)]
struct Targets {
    /// By id.
    all: Vec<Target>,
    /// Positions in `all` by the values that they are about.
    by_values: BTreeMap<Values, ByPlan>,
    /// The same by their rows, and by their columns.
    by_slot: [BTreeMap<Slot, Vec<usize>>; 2],
}

/// The same by the plan that states them.
type ByPlan = BTreeMap<Option<PlanIndex>, Vec<usize>>;

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
        let is_asked = is_timed || asked.choice.has_periods();
        is_asked.then(|| Self { asked, metric, targets: OnceCell::new() })
    }

    fn targets(&self) -> &Targets {
        self.targets.get_or_init(|| Targets::new(self.asked, self.metric))
    }

    /// Whether what was reached in a cell stands for more than the targets in it.
    pub(super) fn is(&self, place: Place, target: &Sum, actual: &Sum) -> bool {
        let lanes = [(&self.asked.rows, place.0), (&self.asked.columns, place.1)];
        let is_timed =
            |(lane, slot): &(&Lane, Slot)| matches!(lane.way, Way::Cell(_)) && *slot != Slot::Total;
        if !self.asked.choice.has_periods() && !lanes.iter().any(is_timed) {
            return false;
        }
        let facts = self.asked.facts;
        let counted = target.by.ids();
        let here = OnceCell::new();
        let here = || here.get_or_init(|| Here::new(facts, self.targets().in_cell(place, &counted)));
        let (mut seen, mut seen_of_data) = (HashSet::new(), HashSet::new());
        let mut answered: HashMap<(&Values, Option<PlanIndex>), bool> = HashMap::new();
        let reached = actual.by.ids();
        reached.iter().filter(|id| !has_own_target(facts, &counted, **id)).any(|id| {
            let scope = &facts.fact(*id).scope;
            let targets = self.targets();
            let wider = wider(&facts.space, &scope.values);
            let around: Vec<&ByPlan> =
                wider.iter().filter_map(|values| targets.by_values.get(values)).collect();
            let mut has_no_answer = |plan: Option<PlanIndex>, of_plan: &[usize]| {
                let speaks = |target: &Target| {
                    let about = facts.fact(target.id).scope.period;
                    period_inside(scope.period, about) && self.is_longer(target, place)
                };
                let known = answered.entry((&scope.values, plan));
                of_plan.iter().any(|at| speaks(&targets.all[*at]))
                    && !*known.or_insert_with(|| here().answers(facts, &scope.values, plan))
            };
            match facts.plan_of(*id) {
                // What a plan reports, plans above it may speak for. Above one that was looked at all were.
                Some(plan) => {
                    let plans = facts.tree.path(plan).map(Some).chain([None]);
                    plans.take_while(|plan| seen.insert((scope.number, *plan))).any(|plan| {
                        let mut of_plan = around.iter().filter_map(|by_plan| by_plan.get(&plan));
                        of_plan.any(|of_plan| has_no_answer(plan, of_plan))
                    })
                }
                None => {
                    let mut all = around.iter().copied().flatten();
                    seen_of_data.insert(scope.number)
                        && all.any(|(plan, of_plan)| has_no_answer(*plan, of_plan))
                }
            }
        })
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

impl Targets {
    fn new(asked: &Asked<'_>, metric: MetricId) -> Self {
        let (facts, choice) = (asked.facts, &asked.choice);
        let mut ids = facts.of_voice(metric, Voice::Target).to_vec();
        ids.sort_unstable();
        let mut targets = Self::default();
        for id in ids {
            let plan = facts.plan_of(id);
            let is_chosen = if plan.is_some() { choice.fact(id) } else { !choice.by_plan };
            let scope = &facts.fact(id).scope;
            if !is_chosen || !choice.values(scope) {
                continue;
            }
            let at = targets.all.len();
            let slots = [&asked.rows, &asked.columns].map(|lane| lane.slots_of_fact(facts, choice, id));
            for (by_slot, slots) in targets.by_slot.iter_mut().zip(&slots) {
                slots.iter().for_each(|slot| by_slot.entry(*slot).or_default().push(at));
            }
            let of_values = targets.by_values.entry(scope.values.clone()).or_default();
            of_values.entry(plan).or_default().push(at);
            let [rows, columns] = slots;
            targets.all.push(Target { id, rows, columns, in_time: choice.period(scope.period) });
        }
        targets
    }

    /// The targets that stand in a cell or were counted in it.
    fn in_cell(&self, place: Place, counted: &[FactId]) -> impl Iterator<Item = FactId> {
        let is_known = |id: &FactId| self.all.binary_search_by_key(id, |target| target.id).is_ok();
        let counted = counted.iter().copied().filter(is_known);
        // Of a row and a column, the one in which fewer stand.
        let of_slots = self.by_slot.iter().zip([place.0, place.1]).filter(|(_, slot)| *slot != Slot::Total);
        let of_slots = of_slots.map(|(by_slot, slot)| by_slot.get(&slot).map_or(&[][..], Vec::as_slice));
        let narrowest = of_slots.min_by_key(|of_slot| of_slot.len());
        let all = if narrowest.is_none() { 0..self.all.len() } else { 0..0 };
        let all = all.chain(narrowest.unwrap_or_default().iter().copied()).map(|at| &self.all[at]);
        all.filter(move |target| target.is_in(place)).map(|target| target.id).chain(counted)
    }
}

impl Target {
    /// Whether it stands in a cell.
    fn is_in(&self, (row, column): Place) -> bool {
        let is_at = |slot: Slot, slots: &Slots| slot == Slot::Total || slots.contains(&slot);
        self.in_time && is_at(row, &self.rows) && is_at(column, &self.columns)
    }
}

/// Whether one of the targets that were counted, sorted, meets what a plan reports and is of this plan, the one that it
/// reviews or one of the first below it: then it speaks for all that plans above state. What is further below is found
/// by [`Here`].
fn has_own_target(facts: &Facts, counted: &[FactId], reached: FactId) -> bool {
    let Some(plan) = facts.plan_of(reached) else { return false };
    let values = |id| &facts.fact(id).scope.values;
    let is_counted = |id: &FactId| counted.binary_search(id).is_ok();
    let answers = |own: &FactId| meet(&facts.space, values(*own), values(reached)) && is_counted(own);
    let mut plans = facts.tree.subtree(plan).iter().copied().take(LOOKED_AT).chain(facts.tree.reviewed(plan));
    plans.any(|plan| facts.of_plan(plan).iter().any(answers))
}

/// Whether some values have anything in common with others.
fn meet(space: &Space, one: &Values, other: &Values) -> bool {
    one.iter().all(|(dimension, value)| {
        let of_other = other.iter().find(|(at, _)| at == dimension);
        of_other.is_none_or(|(_, of)| space.related(*dimension, *value, *of))
    })
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
        self.0.iter().any(|(own, speakers)| {
            meet(&facts.space, own, values)
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
