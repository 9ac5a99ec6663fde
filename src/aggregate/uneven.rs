//! Where target and actual do not stand for the same: something was reached in a cell whose target is about more time
//! than the cell, and what the cell holds of that target does not speak for it: only what is about all of the time in
//! which something was reached does, not a fair within it.

use super::facts::{FactId, Facts};
use super::lane::{Lane, Slot, Way};
use super::scope::{Values, period_inside};
use super::sums::{Asked, Place, Sum};
use super::targets::{Position, Speakers, Target, Targets, lie_in, part};
use crate::config::{MetricId, MetricKind};
use crate::link::PlanIndex;
use crate::memo::Memo;
use crate::period::Period;
use std::cell::OnceCell;
use std::collections::{BTreeSet, HashMap};
use std::ops::Range;
use std::sync::Arc;

/// So many plans are looked at, one by one, for a target that stands for what one of them reports.
const LOOKED_AT: usize = 8;

/// Whether cells of a metric are uneven.
pub(super) struct Uneven<'a> {
    asked: &'a Asked<'a>,
    metric: MetricId,
    /// Over time the last value counts: it is about all of a cell's time.
    stock: bool,
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

/// The plans with a longer target for which nothing in a cell speaks.
#[derive(Default)]
struct Unanswered {
    /// Of the values that were reached, or wider ones.
    around: BTreeSet<Option<PlanIndex>>,
    /// Of some of these values.
    inside: BTreeSet<Option<PlanIndex>>,
}

impl Unanswered {
    /// Whether one of them is about what a plan reports, or data of no plan do. What a plan reports, plans above it may
    /// have stated, and of parts of it those below.
    fn is_about(&self, facts: &Facts, plan: Option<PlanIndex>) -> bool {
        let Some(plan) = plan else { return !self.around.is_empty() || !self.inside.is_empty() };
        let reports_on = facts.tree.speaks_for(plan);
        let is_below = |below: &Option<PlanIndex>| below.is_none_or(|at| facts.tree.within(at, reports_on));
        let mut above = facts.tree.path(plan).map(Some).chain([None]);
        above.any(|plan| self.around.contains(&plan)) || self.inside.iter().any(is_below)
    }
}

/// What speaks in a cell of some time.
struct Here {
    period: Option<Period>,
    /// The targets that are about all of it.
    all: Vec<Position>,
    /// Those about some of it.
    some: Vec<Position>,
}

impl<'a> Uneven<'a> {
    /// `None` where no time is asked for: then targets stand for all of it.
    pub(super) fn new(asked: &'a Asked<'a>, metric: MetricId) -> Option<Self> {
        let is_timed = [&asked.rows, &asked.columns].iter().any(|lane| matches!(lane.way, Way::Cell(_)));
        let is_asked = is_timed || asked.choice.has_periods();
        let declared = asked.site.config.metrics.get(usize::from(metric.0));
        let stock = declared.is_some_and(|declared| matches!(declared.kind, MetricKind::Stock));
        is_asked.then(|| Self {
            asked,
            metric,
            stock,
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
        let mut unanswered: HashMap<u32, Unanswered> = HashMap::new();
        let reached = actual.by.ids();
        reached.iter().filter(|id| !self.has_own_target(&counted, **id)).any(|id| {
            let unanswered = unanswered.entry(facts.fact(*id).scope.number);
            let unanswered = unanswered.or_insert_with(|| self.unanswered(place, here(), *id));
            unanswered.is_about(facts, facts.plan_of(*id))
        })
    }

    fn lanes(&self, (row, column): Place) -> [(&Lane, Slot); 2] {
        [(&self.asked.rows, row), (&self.asked.columns, column)]
    }

    /// The targets that stand around what is reached, are longer than a cell, and for which none of the targets `here`,
    /// in the cell, speaks. Where none of these is about all that is reached, those of parts of it, too.
    fn unanswered(&self, place: Place, here: &[Position], reached: FactId) -> Unanswered {
        let (facts, targets) = (self.asked.facts, self.targets());
        let fact = facts.fact(reached);
        let (values, period) = (&fact.scope.values, fact.scope.period);
        let (all, some) = here.iter().copied().partition(|at| self.holds(targets.all[*at].period, period));
        let here = Here { period, all, some };
        let longer = self.longer(place);
        let longer = |range: &Range<Position>| {
            let of_values = part(&longer, range).iter().map(|at| &targets.all[*at]);
            of_values.filter(|target| period_inside(period, target.period)).collect::<Vec<_>>()
        };
        let around = self.around(fact.place, values);
        let mut unanswered = Unanswered::default();
        let of_values: Vec<&Target> = around.iter().flat_map(&longer).collect();
        unanswered.around = self.silent(&here, &of_values, fact.place, values);
        if Speakers::among(targets, &here.all, &around).is_empty() {
            for range in self.meeting(fact.place, values).iter().filter(|range| !around.contains(range)) {
                let of_values = longer(range);
                let Some(first) = of_values.first() else { continue };
                let inner = &facts.fact(first.id).scope.values;
                if lie_in(&facts.space, inner, values) {
                    unanswered.inside.extend(self.silent(&here, &of_values, first.place, inner));
                }
            }
        }
        unanswered
    }

    /// The plans of some longer targets for which nothing speaks that meets some values.
    fn silent(
        &self,
        here: &Here,
        longer: &[&Target],
        place: u32,
        values: &Values,
    ) -> BTreeSet<Option<PlanIndex>> {
        let (facts, targets) = (self.asked.facts, self.targets());
        // Mostly somebody speaks for them who states something around the values, too.
        let around = self.around(place, values);
        let nearest = Speakers::among(targets, &here.all, &around);
        let mut longer = longer.iter().filter(|target| !nearest.answer(facts, target.plan)).peekable();
        if longer.peek().is_none() {
            return BTreeSet::new();
        }
        let meeting = self.meeting(place, values);
        let speakers = Speakers::among(targets, &here.all, &meeting);
        let others = Speakers::among(targets, &here.some, &meeting);
        let is_silent = |target: &&&Target| {
            !speakers.answer(facts, target.plan) && !others.fill(facts, target.plan, here.period)
        };
        longer.filter(is_silent).map(|target| target.plan).collect()
    }

    fn around(&self, place: u32, values: &Values) -> Arc<Vec<Range<Position>>> {
        self.around.get(place, || self.targets().around(self.asked.facts, values))
    }

    fn meeting(&self, place: u32, values: &Values) -> Arc<Vec<Range<Position>>> {
        self.meeting.get(place, || self.targets().meeting(&self.asked.facts.space, values))
    }

    /// Whether a target of a period is about all of the time in which something was reached.
    fn holds(&self, target: Option<Period>, reached: Option<Period>) -> bool {
        self.stock || period_inside(reached, target)
    }

    /// Whether one of the targets that were counted, sorted, is about all that a plan reports and is of this plan, the
    /// one that it reviews or one of the first below it: then it speaks for all that plans above state. What is further
    /// below, or has parts, is found by [`Speakers`].
    fn has_own_target(&self, counted: &[FactId], reached: FactId) -> bool {
        let facts = self.asked.facts;
        let Some(plan) = facts.plan_of(reached) else { return false };
        let about = &facts.fact(reached).scope;
        let answers = |own: &FactId| {
            let own_scope = &facts.fact(*own).scope;
            counted.binary_search(own).is_ok()
                && self.holds(own_scope.period, about.period)
                && facts.space.values_inside(about, own_scope)
        };
        let below = facts.tree.subtree(plan).iter().copied().take(LOOKED_AT);
        let mut plans = below.chain(facts.tree.reviewed(plan));
        plans.any(|plan| facts.of_plan(plan).iter().any(answers))
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
