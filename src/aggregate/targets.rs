//! The targets of a metric by where they stand, and which of them may speak for others: whatever a query asks, apart
//! from what was reached.

use super::facts::{FactId, Facts};
use super::scope::{Scope, Space, Values};
use super::voice::Voice;
use crate::config::MetricId;
use crate::link::PlanIndex;
use crate::memo::Memo;
use crate::period::Period;
use jiff::civil::Date;
use std::collections::{BTreeMap, HashMap};
use std::iter::once;
use std::ops::{Range, RangeInclusive};
use std::sync::Arc;

/// The place of a target among all. Lists of them are sorted.
pub(super) type Position = usize;

/// The targets of a metric, and where they stand.
#[derive(Debug, Default)]
pub(super) struct Targets {
    /// By their values, and those of the same values by plan in pre-order, data of no plan last.
    pub(super) all: Vec<Target>,
    pub(super) runs: Vec<Run>,
    /// All periods of targets.
    pub(super) periods: Vec<Option<Period>>,
    /// All that runs state of time: positions in `periods`.
    pub(super) spans: Vec<Vec<usize>>,
    /// Sorted.
    by_id: Vec<(FactId, Position)>,
    by_values: HashMap<Values, Range<Position>>,
    /// The same by what is said of them at any time.
    scopes: Vec<(Arc<Scope>, Range<Position>)>,
    /// By the number of values, as [`Fact::place`].
    ///
    /// [`Fact::place`]: super::facts::Fact::place
    around: Memo<u32, Vec<Range<Position>>>,
    meeting: Memo<u32, Vec<Range<Position>>>,
    inside: Memo<u32, Vec<Range<Position>>>,
}

#[derive(Debug)]
pub(super) struct Target {
    pub(super) id: FactId,
    pub(super) plan: Option<PlanIndex>,
    /// The plan's position in pre-order, behind all where there is none.
    enter: u32,
    /// Its period among all.
    pub(super) time: usize,
}

/// Targets of one plan, owner and values: they stand in the same rows and columns but those of time.
#[derive(Debug)]
pub(super) struct Run {
    pub(super) targets: Range<Position>,
    /// Its periods, among [`Targets::spans`].
    pub(super) span: usize,
}

impl Targets {
    pub(super) fn new(facts: &Facts, metric: MetricId) -> Self {
        let place = |id: FactId| facts.fact(id).place;
        let mut ids = facts.of_voice(metric, Voice::Target).to_vec();
        // They are in the order of the tree.
        ids.sort_by_key(|id| place(*id));
        let mut targets = Self::default();
        let (mut periods, mut spans) = (BTreeMap::new(), BTreeMap::new());
        for of_values in ids.chunk_by(|one, next| place(*one) == place(*next)) {
            let first = targets.all.len();
            let (scope, range) = (facts.timeless(place(of_values[0])), first..first + of_values.len());
            targets.by_values.insert(scope.values.clone(), range.clone());
            targets.scopes.push((Arc::clone(scope), range));
            let is_run = |one: &FactId, next: &FactId| {
                let (one, next) = (facts.whose(*one), facts.whose(*next));
                one.plan == next.plan && one.owner == next.owner
            };
            for run in of_values.chunk_by(is_run) {
                let start = targets.all.len();
                for id in run.iter().copied() {
                    let count = periods.len();
                    let time = *periods.entry(facts.fact(id).scope.period).or_insert(count);
                    targets.by_id.push((id, targets.all.len()));
                    targets.all.push(Target { id, plan: facts.plan_of(id), enter: facts.turn(id), time });
                }
                let span: Vec<usize> = targets.all[start..].iter().map(|target| target.time).collect();
                let count = spans.len();
                let span = *spans.entry(span).or_insert(count);
                targets.runs.push(Run { targets: start..targets.all.len(), span });
            }
        }
        targets.by_id.sort_unstable();
        targets.periods = in_order(periods);
        targets.spans = in_order(spans);
        targets
    }

    /// The period of a target.
    pub(super) fn period(&self, target: &Target) -> Option<Period> {
        self.periods[target.time]
    }

    /// Where a fact stands among them.
    pub(super) fn position(&self, id: FactId) -> Option<Position> {
        let found = self.by_id.binary_search_by_key(&id, |(id, _)| *id).ok()?;
        Some(self.by_id[found].1)
    }

    /// The targets of the values in which those of a number lie.
    pub(super) fn around(&self, facts: &Facts, place: u32) -> Arc<Vec<Range<Position>>> {
        self.around.get(place, || {
            let wider = wider(&facts.space, &facts.timeless(place).values);
            wider.iter().filter_map(|values| self.by_values.get(values)).cloned().collect()
        })
    }

    /// The targets of values that have something in common with those of a number.
    pub(super) fn meeting(&self, facts: &Facts, place: u32) -> Arc<Vec<Range<Position>>> {
        let scope = facts.timeless(place);
        self.meeting.get(place, || self.of_scopes(|own| facts.space.overlap(own, scope)))
    }

    /// The targets of values that lie in those of a number and are not the same.
    pub(super) fn inside(&self, facts: &Facts, place: u32) -> Arc<Vec<Range<Position>>> {
        let scope = facts.timeless(place);
        self.inside.get(place, || self.of_scopes(|own| own != scope && facts.space.values_inside(own, scope)))
    }

    fn of_scopes(&self, are_meant: impl Fn(&Arc<Scope>) -> bool) -> Vec<Range<Position>> {
        let meant = self.scopes.iter().filter(|(own, _)| are_meant(own));
        meant.map(|(_, range)| range.clone()).collect()
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
        let periods = speakers.filter_map(|at| self.targets.period(&self.targets.all[*at]));
        fill(periods, (period.start, period.end))
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

/// Whether some periods are together about all days from one to another.
pub(super) fn fill(periods: impl Iterator<Item = Period>, (first, last): (Date, Date)) -> bool {
    let mut periods: Vec<Period> = periods.collect();
    periods.sort_unstable_by_key(|period| period.start);
    let mut next = Some(first);
    for one in periods {
        match next {
            Some(day) if one.start <= day && one.end >= day => next = one.end.tomorrow().ok(),
            _ => {}
        }
    }
    next.is_none_or(|day| day > last)
}

/// Those of a sorted list that lie in a range.
pub(super) fn part<'a>(list: &'a [Position], range: &Range<Position>) -> &'a [Position] {
    let from = list.partition_point(|at| *at < range.start);
    let to = list.partition_point(|at| *at < range.end);
    &list[from..to]
}

/// Things by their numbers, which are all from 0.
fn in_order<T>(numbers: BTreeMap<T, usize>) -> Vec<T> {
    let mut things: Vec<(T, usize)> = numbers.into_iter().collect();
    things.sort_unstable_by_key(|(_, number)| *number);
    things.into_iter().map(|(thing, _)| thing).collect()
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
