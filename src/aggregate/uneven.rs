//! Where target and actual do not stand for the same: something was reached in a cell whose target is about more time
//! than the cell, and nothing that the cell holds of that target speaks for it.

use super::facts::{FactId, Facts};
use super::lane::{Lane, Slot, Slots, Way};
use super::scope::{Space, Values, period_inside};
use super::sums::{Asked, Place, Sum};
use super::voice::Voice;
use crate::config::MetricId;
use crate::link::PlanIndex;
use crate::memo::Memo;
use crate::period::Period;
use std::cell::OnceCell;
use std::collections::{BTreeMap, HashMap};
use std::ops::Range;
use std::sync::Arc;

/// So many plans are looked at, one by one, for a target that stands for what one of them reports.
const LOOKED_AT: usize = 8;

/// Whether cells of a metric are uneven.
pub(super) struct Uneven<'a> {
    asked: &'a Asked<'a>,
    metric: MetricId,
    /// Mostly nobody needs them.
    targets: OnceCell<Targets>,
    /// The targets about more time than a cell, by what the cell says of time and plans.
    longer: Memo<Place, Vec<Position>>,
    /// Of what is reached: the targets that stand around its values, and those that meet them; by [`Fact::place`].
    ///
    /// [`Fact::place`]: super::facts::Fact::place
    around: Memo<u32, Vec<Range<Position>>>,
    meeting: Memo<u32, Vec<Range<Position>>>,
}

/// The place of a target among all. Lists of them are sorted.
type Position = usize;

/// The targets of a metric whatever time is asked for, and where they stand.
#[derive(Default)]
struct Targets {
    /// By their values, and those of the same values by plan in pre-order, data of no plan last.
    all: Vec<Target>,
    /// Sorted.
    by_id: Vec<(FactId, Position)>,
    by_values: HashMap<Values, Range<Position>>,
    /// By row, and by column.
    by_slot: [BTreeMap<Slot, Vec<Position>>; 2],
}

struct Target {
    plan: Option<PlanIndex>,
    /// The plan's position in pre-order, behind all where there is none.
    enter: u32,
    period: Option<Period>,
    rows: Slots,
    columns: Slots,
    /// Whether its period is asked for.
    in_time: bool,
}

/// The periods of targets, by the plan that states them.
type Periods = BTreeMap<Option<PlanIndex>, Vec<Option<Period>>>;

impl<'a> Uneven<'a> {
    /// `None` where no time is asked for: then targets stand for all of it.
    pub(super) fn new(asked: &'a Asked<'a>, metric: MetricId) -> Option<Self> {
        let is_timed = [&asked.rows, &asked.columns].iter().any(|lane| matches!(lane.way, Way::Cell(_)));
        let is_asked = is_timed || asked.choice.has_periods();
        is_asked.then(|| Self {
            asked,
            metric,
            targets: OnceCell::new(),
            longer: Memo::default(),
            around: Memo::default(),
            meeting: Memo::default(),
        })
    }

    fn targets(&self) -> &Targets {
        self.targets.get_or_init(|| Targets::new(self.asked, self.metric))
    }

    /// Whether what was reached in a cell stands for more than the targets in it.
    pub(super) fn is(&self, place: Place, target: &Sum, actual: &Sum) -> bool {
        let [row, column] = self.lanes(place);
        let is_timed = |(lane, slot): (&Lane, Slot)| matches!(lane.way, Way::Cell(_)) && slot != Slot::Total;
        if !self.asked.choice.has_periods() && !is_timed(row) && !is_timed(column) {
            return false;
        }
        let facts = self.asked.facts;
        let counted = target.by.ids();
        let here = OnceCell::new();
        let here = || here.get_or_init(|| self.targets().in_cell(place, &counted));
        let mut unanswered: HashMap<u32, Periods> = HashMap::new();
        let reached = actual.by.ids();
        reached.iter().filter(|id| !has_own_target(facts, &counted, **id)).any(|id| {
            let fact = facts.fact(*id);
            let unanswered = unanswered.entry(fact.place);
            let unanswered = unanswered.or_insert_with(|| self.unanswered(place, here(), *id));
            let is_inside = |periods: &Vec<Option<Period>>| {
                periods.iter().any(|period| period_inside(fact.scope.period, *period))
            };
            match facts.plan_of(*id) {
                _ if unanswered.is_empty() => false,
                // What a plan reports, plans above it may speak for.
                Some(plan) => {
                    let mut plans = facts.tree.path(plan).map(Some).chain([None]);
                    plans.any(|plan| unanswered.get(&plan).is_some_and(is_inside))
                }
                None => unanswered.values().any(is_inside),
            }
        })
    }

    fn lanes(&self, (row, column): Place) -> [(&Lane, Slot); 2] {
        [(&self.asked.rows, row), (&self.asked.columns, column)]
    }

    /// The periods of the targets that stand around what is reached, are longer than a cell, and for which none of the
    /// targets `here`, in the cell, speaks.
    fn unanswered(&self, place: Place, here: &[Position], reached: FactId) -> Periods {
        let (facts, targets) = (self.asked.facts, self.targets());
        let fact = facts.fact(reached);
        let around = self.around.get(fact.place, || targets.around(facts, &fact.scope.values));
        let longer = self.longer(place);
        let longer = around.iter().flat_map(|range| part(&longer, range)).map(|at| &targets.all[*at]);
        // Mostly somebody speaks for them who states something around the values, too.
        let nearest = Speakers::among(targets, here, &around);
        let mut longer = longer.filter(|target| !nearest.answer(facts, target.plan)).peekable();
        let mut unanswered = Periods::new();
        if longer.peek().is_some() {
            let meeting = self.meeting.get(fact.place, || targets.meeting(&facts.space, &fact.scope.values));
            let speakers = Speakers::among(targets, here, &meeting);
            for target in longer.filter(|target| !speakers.answer(facts, target.plan)) {
                unanswered.entry(target.plan).or_default().push(target.period);
            }
        }
        unanswered
    }

    /// The targets that are about other time than a cell, and about no other plan, owner or kind than it.
    fn longer(&self, place: Place) -> Arc<Vec<Position>> {
        let chosen = |(lane, slot): (&Lane, Slot)| if lane.chooses_plans() { slot } else { Slot::Total };
        let timed =
            |(lane, slot): (&Lane, Slot)| if matches!(lane.way, Way::Cell(_)) { slot } else { Slot::Total };
        let (chosen, timed) = (self.lanes(place).map(chosen), self.lanes(place).map(timed));
        let told = |at: usize| if chosen[at] == Slot::Total { timed[at] } else { chosen[at] };
        self.longer.get((told(0), told(1)), || {
            let targets = self.targets();
            let is_longer = |at: &Position| !targets.all[*at].in_time || !targets.is_at(*at, timed);
            targets.at(chosen).filter(is_longer).collect()
        })
    }
}

impl Targets {
    fn new(asked: &Asked<'_>, metric: MetricId) -> Self {
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
                targets.all.push(Target { plan, enter, period, rows, columns, in_time });
            }
        }
        targets.by_id.sort_unstable();
        targets
    }

    fn is_at(&self, at: Position, [row, column]: [Slot; 2]) -> bool {
        let is_at = |slot: Slot, slots: &Slots| slot == Slot::Total || slots.contains(&slot);
        is_at(row, &self.all[at].rows) && is_at(column, &self.all[at].columns)
    }

    /// The targets in a row and a column.
    fn at(&self, slots: [Slot; 2]) -> impl Iterator<Item = Position> {
        // Those of the one in which fewer stand are looked at.
        let of_slots = self.by_slot.iter().zip(slots).filter(|(_, slot)| *slot != Slot::Total);
        let of_slots = of_slots.map(|(by_slot, slot)| by_slot.get(&slot).map_or(&[][..], Vec::as_slice));
        let fewest = of_slots.min_by_key(|of_slot| of_slot.len());
        let all = if fewest.is_none() { 0..self.all.len() } else { 0..0 };
        let all = all.chain(fewest.unwrap_or_default().iter().copied());
        all.filter(move |at| self.is_at(*at, slots))
    }

    /// The targets that stand in a cell or were counted in it.
    fn in_cell(&self, (row, column): Place, counted: &[FactId]) -> Vec<Position> {
        let mut here: Vec<Position> = self.at([row, column]).filter(|at| self.all[*at].in_time).collect();
        let found = counted.iter().filter_map(|id| self.by_id.binary_search_by_key(id, |(id, _)| *id).ok());
        here.extend(found.map(|found| self.by_id[found].1));
        here.sort();
        here.dedup();
        here
    }

    /// The targets of the values in which some values lie.
    fn around(&self, facts: &Facts, values: &Values) -> Vec<Range<Position>> {
        wider(&facts.space, values).iter().filter_map(|values| self.by_values.get(values)).cloned().collect()
    }

    /// The targets of values that have something in common with some values.
    fn meeting(&self, space: &Space, values: &Values) -> Vec<Range<Position>> {
        let meeting = self.by_values.iter().filter(|(own, _)| meet(space, own, values));
        meeting.map(|(_, range)| range.clone()).collect()
    }
}

/// The targets in a cell that may speak for longer ones.
struct Speakers<'a> {
    targets: &'a Targets,
    /// Of the same values each.
    parts: Vec<&'a [Position]>,
}

impl<'a> Speakers<'a> {
    /// Those of a cell among some.
    fn among(targets: &'a Targets, here: &'a [Position], ranges: &[Range<Position>]) -> Self {
        let parts = ranges.iter().map(|range| part(here, range)).filter(|part| !part.is_empty());
        Self { targets, parts: parts.collect() }
    }

    /// Whether one of them speaks for the longer target of a plan: one of the two may give way to the other, since they
    /// are of one plan, or of one below the other.
    fn answer(&self, facts: &Facts, plan: Option<PlanIndex>) -> bool {
        let Some(plan) = plan else { return !self.parts.is_empty() };
        let enter = |at: &Position| self.targets.all[*at].enter;
        let below = facts.tree.enter(plan)..facts.tree.exit(plan);
        self.parts.iter().any(|part| {
            let first = part.partition_point(|at| enter(at) < below.start);
            let is_above = |plan| part.binary_search_by_key(&facts.tree.enter(plan), enter).is_ok();
            part.get(first).is_some_and(|at| enter(at) < below.end)
                || part.last().is_some_and(|at| self.targets.all[*at].plan.is_none())
                || facts.tree.path(plan).any(is_above)
        })
    }
}

/// Those of a sorted list that lie in a range.
fn part<'a>(list: &'a [Position], range: &Range<Position>) -> &'a [Position] {
    let from = list.partition_point(|at| *at < range.start);
    let to = list.partition_point(|at| *at < range.end);
    &list[from..to]
}

/// Whether one of the targets that were counted, sorted, meets what a plan reports and is of this plan, the one that it
/// reviews or one of the first below it: then it speaks for all that plans above state. What is further below is found
/// by [`Speakers`].
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
