//! The targets of a metric by where they stand, and which of them may speak for others: apart from what was reached,
//! which asks them.

use super::facts::{FactId, Facts};
use super::lane::{Slot, Slots};
use super::scope::{Space, Values};
use super::sums::{Asked, Place};
use super::voice::Voice;
use crate::config::MetricId;
use crate::link::PlanIndex;
use crate::period::Period;
use std::collections::{BTreeMap, HashMap};
use std::iter::once;
use std::ops::{Range, RangeInclusive};

/// The place of a target among all. Lists of them are sorted.
pub(super) type Position = usize;

/// The targets of a metric whatever time is asked for, and where they stand.
#[derive(Default)]
pub(super) struct Targets {
    /// By their values, and those of the same values by plan in pre-order, data of no plan last.
    pub(super) all: Vec<Target>,
    /// Sorted.
    by_id: Vec<(FactId, Position)>,
    by_values: HashMap<Values, Range<Position>>,
    /// By row, and by column.
    by_slot: [BTreeMap<Slot, Vec<Position>>; 2],
}

pub(super) struct Target {
    pub(super) id: FactId,
    pub(super) plan: Option<PlanIndex>,
    /// The number of its values.
    pub(super) place: u32,
    /// The plan's position in pre-order, behind all where there is none.
    enter: u32,
    pub(super) period: Option<Period>,
    rows: Slots,
    columns: Slots,
    /// Whether its period is asked for.
    pub(super) in_time: bool,
}

impl Targets {
    pub(super) fn new(asked: &Asked<'_>, metric: MetricId) -> Self {
        let (facts, choice) = (asked.facts, &asked.choice);
        let is_chosen = |id: &FactId| {
            let is_chosen = if facts.plan_of(*id).is_some() { choice.fact(*id) } else { !choice.by_plan };
            is_chosen && choice.values(&facts.fact(*id).scope)
        };
        let enter = |id: FactId| facts.plan_of(id).map_or(u32::MAX, |plan| facts.tree.enter(plan));
        let of_metric = facts.of_voice(metric, Voice::Target).iter().copied().filter(is_chosen);
        let mut ids: Vec<FactId> = of_metric.collect();
        ids.sort_by_cached_key(|id| (facts.fact(*id).place, enter(*id)));
        let mut targets = Self::default();
        for of_values in ids.chunk_by(|one, next| facts.fact(*one).place == facts.fact(*next).place) {
            let first = targets.all.len();
            let values = facts.fact(of_values[0]).scope.values.clone();
            targets.by_values.insert(values, first..first + of_values.len());
            for id in of_values.iter().copied() {
                let at = targets.all.len();
                targets.by_id.push((id, at));
                let slots = [&asked.rows, &asked.columns].map(|lane| lane.slots_of_fact(facts, choice, id));
                for (by_slot, slots) in targets.by_slot.iter_mut().zip(&slots) {
                    slots.iter().for_each(|slot| by_slot.entry(*slot).or_default().push(at));
                }
                let [rows, columns] = slots;
                let period = facts.fact(id).scope.period;
                let (plan, enter, in_time) = (facts.plan_of(id), enter(id), choice.period(period));
                let place = facts.fact(id).place;
                targets.all.push(Target { id, plan, place, enter, period, rows, columns, in_time });
            }
        }
        targets.by_id.sort_unstable();
        targets
    }

    pub(super) fn is_at(&self, at: Position, [row, column]: [Slot; 2]) -> bool {
        let is_at = |slot: Slot, slots: &Slots| slot == Slot::Total || slots.contains(&slot);
        is_at(row, &self.all[at].rows) && is_at(column, &self.all[at].columns)
    }

    /// The targets in a row and a column.
    pub(super) fn at(&self, slots: [Slot; 2]) -> impl Iterator<Item = Position> {
        // Those of the one in which fewer stand are looked at.
        let of_slots = self.by_slot.iter().zip(slots).filter(|(_, slot)| *slot != Slot::Total);
        let of_slots = of_slots.map(|(by_slot, slot)| by_slot.get(&slot).map_or(&[][..], Vec::as_slice));
        let fewest = of_slots.min_by_key(|of_slot| of_slot.len());
        let all = if fewest.is_none() { 0..self.all.len() } else { 0..0 };
        let all = all.chain(fewest.unwrap_or_default().iter().copied());
        all.filter(move |at| self.is_at(*at, slots))
    }

    /// The targets that stand in a cell or were counted in it.
    pub(super) fn in_cell(&self, (row, column): Place, counted: &[FactId]) -> Vec<Position> {
        let mut here: Vec<Position> = self.at([row, column]).filter(|at| self.all[*at].in_time).collect();
        let found = counted.iter().filter_map(|id| self.by_id.binary_search_by_key(id, |(id, _)| *id).ok());
        here.extend(found.map(|found| self.by_id[found].1));
        here.sort();
        here.dedup();
        here
    }

    /// The targets of the values in which some values lie.
    pub(super) fn around(&self, facts: &Facts, values: &Values) -> Vec<Range<Position>> {
        wider(&facts.space, values).iter().filter_map(|values| self.by_values.get(values)).cloned().collect()
    }

    /// The targets of values that have something in common with some values.
    pub(super) fn meeting(&self, space: &Space, values: &Values) -> Vec<Range<Position>> {
        let meeting = self.by_values.iter().filter(|(own, _)| meet(space, own, values));
        meeting.map(|(_, range)| range.clone()).collect()
    }
}

/// The targets in a cell that may speak for longer ones.
pub(super) struct Speakers<'a> {
    targets: &'a Targets,
    /// Of the same values each.
    parts: Vec<&'a [Position]>,
}

impl<'a> Speakers<'a> {
    /// Those of a cell among some.
    pub(super) fn among(targets: &'a Targets, here: &'a [Position], ranges: &[Range<Position>]) -> Self {
        let parts = ranges.iter().map(|range| part(here, range)).filter(|part| !part.is_empty());
        Self { targets, parts: parts.collect() }
    }

    /// Whether there are none.
    pub(super) fn is_empty(&self) -> bool {
        self.parts.is_empty()
    }

    /// Whether one of them speaks for the longer target of a plan.
    pub(super) fn answer(&self, facts: &Facts, plan: Option<PlanIndex>) -> bool {
        let mut related = related(facts, plan);
        related.any(|enters| self.parts.iter().any(|part| !self.of(part, &enters).is_empty()))
    }

    /// Whether those that speak for the longer target of a plan are together about all of a period.
    pub(super) fn fill(&self, facts: &Facts, plan: Option<PlanIndex>, period: Option<Period>) -> bool {
        let Some(period) = period.filter(|_| !self.parts.is_empty()) else { return false };
        let related = related(facts, plan);
        let speakers =
            related.flat_map(|enters| self.parts.iter().flat_map(move |part| self.of(part, &enters)));
        let mut periods: Vec<Period> = speakers.filter_map(|at| self.targets.all[*at].period).collect();
        periods.sort_unstable_by_key(|period| period.start);
        let mut next = Some(period.start);
        for one in periods {
            match next {
                Some(day) if one.start <= day && one.end >= day => next = one.end.tomorrow().ok(),
                _ => {}
            }
        }
        next.is_none_or(|day| day > period.end)
    }

    /// Those whose plans are entered between two numbers.
    fn of(&self, part: &'a [Position], enters: &RangeInclusive<u32>) -> &'a [Position] {
        let enter = |at: &Position| self.targets.all[*at].enter;
        let from = part.partition_point(|at| enter(at) < *enters.start());
        let more = part[from..].partition_point(|at| enter(at) <= *enters.end());
        &part[from..from + more]
    }
}

/// Where the plans are entered that may speak for a plan: one of the two may give way to the other, since they are one,
/// or one is below the other. Data of no plan lie below all.
fn related(facts: &Facts, plan: Option<PlanIndex>) -> impl Iterator<Item = RangeInclusive<u32>> {
    let tree = &facts.tree;
    let below = plan.map_or(0..=u32::MAX, |plan| tree.enter(plan)..=tree.exit(plan).saturating_sub(1));
    let above = plan.into_iter().flat_map(|plan| tree.path(plan).skip(1));
    let above = above.map(|plan| tree.enter(plan)..=tree.enter(plan));
    once(below).chain(plan.map(|_| u32::MAX..=u32::MAX)).chain(above)
}

/// Those of a sorted list that lie in a range.
pub(super) fn part<'a>(list: &'a [Position], range: &Range<Position>) -> &'a [Position] {
    let from = list.partition_point(|at| *at < range.start);
    let to = list.partition_point(|at| *at < range.end);
    &list[from..to]
}

/// Whether some values have anything in common with others.
fn meet(space: &Space, one: &Values, other: &Values) -> bool {
    one.iter().all(|(dimension, value)| {
        let of_other = other.iter().find(|(at, _)| at == dimension);
        of_other.is_none_or(|(_, of)| space.related(*dimension, *value, *of))
    })
}

/// Whether some values lie in others.
pub(super) fn lie_in(space: &Space, inner: &Values, outer: &Values) -> bool {
    outer.iter().all(|(dimension, above)| {
        let of_inner = inner.iter().find(|(at, _)| at == dimension);
        of_inner.is_some_and(|(_, value)| space.within(*dimension, *value, *above))
    })
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
