//! Where target and actual do not stand for the same: something was reached in a cell whose target is about more time
//! than the cell, and what the cell holds of that target does not speak for it: only what is about all of the time in
//! which something was reached does, not a fair within it.
//!
//! Mostly plans split what they state by time, and each speaks in every cell for its own longer targets. What plans
//! state of time is alike in most of them: it is looked at once for all, and only the others are looked at one by one.

use super::facts::{FactId, Facts};
use super::lane::{Lane, Mark, Slot, Way};
use super::scope::{Scope, Values, period_inside};
use super::sums::{Asked, Place, Sum};
use super::targets::{Position, Run, Speakers, Target, Targets, fill, part};
use crate::config::{MetricId, MetricKind};
use crate::link::PlanIndex;
use crate::memo::Memo;
use crate::period::Period;
use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::ops::Range;
use std::sync::Arc;

/// Whether cells of a metric are uneven.
pub(super) struct Uneven<'a> {
    asked: &'a Asked<'a>,
    /// Over time the last value counts: it is about all of a cell's time.
    stock: bool,
    targets: Arc<Targets>,
    /// For each period of targets whether it is asked for.
    in_time: Vec<bool>,
    /// By what cells say of time.
    times: Memo<Place, Time>,
    /// By what cells say of time and plans.
    longer: Memo<(Place, Place), Longer>,
    /// The runs by row and by column, where these are not about time. Mostly nobody needs them.
    by_slot: [OnceCell<BTreeMap<Slot, Vec<usize>>>; 2],
}

/// What targets say of the time of a cell.
struct Time {
    /// For each of their periods whether it lies in the cell.
    inside: Vec<bool>,
    /// For each span of runs whether it has periods that do not, and for all of whose days in the cell others of it do
    /// not stand there.
    open: Vec<bool>,
}

/// The targets about more time than a cell.
#[derive(Default)]
struct Longer {
    all: Vec<Position>,
    /// Those for which nothing of the same plan and values speaks in the cell, if it stands in the same row and column.
    open: Vec<Position>,
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

/// The longer targets that are about something that was reached.
struct AskedOf<'a> {
    /// The number of its values.
    place: u32,
    /// Those of its values, or wider ones.
    around: Vec<&'a Target>,
    /// Those of parts of them, by their values.
    inside: Vec<Vec<&'a Target>>,
}

impl AskedOf<'_> {
    fn is_empty(&self) -> bool {
        self.around.is_empty() && self.inside.is_empty()
    }
}

/// What speaks in a cell where something was reached in a period.
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
        let is_asked = is_timed(&asked.rows) || is_timed(&asked.columns) || asked.choice.has_periods();
        if !is_asked {
            return None;
        }
        let declared = asked.site.config.metrics.get(usize::from(metric.0));
        let targets = asked.facts.standing(metric);
        Some(Self {
            asked,
            stock: declared.is_some_and(|declared| matches!(declared.kind, MetricKind::Stock)),
            in_time: targets.periods.iter().map(|period| asked.choice.period(*period)).collect(),
            targets,
            times: Memo::default(),
            longer: Memo::default(),
            by_slot: Default::default(),
        })
    }

    /// Whether what was reached in a cell stands for more than the targets in it.
    pub(super) fn is(&self, place: Place, target: &Sum, actual: &Sum) -> bool {
        let lanes = self.lanes(place);
        let tells_time = |(lane, slot): &(&Lane, Slot)| is_timed(lane) && *slot != Slot::Total;
        if !self.asked.choice.has_periods() && !lanes.iter().any(tells_time) {
            return false;
        }
        let longer = self.longer(place);
        let of_values = lanes.iter().any(|(lane, _)| tells_values(lane));
        if longer.open.is_empty() && (longer.all.is_empty() || !of_values) {
            return false;
        }
        let facts = self.asked.facts;
        let counted = target.by.ids();
        let all = OnceCell::new();
        let all = || all.get_or_init(|| self.in_cell(place, &counted));
        let here: Memo<Option<Period>, Here> = Memo::default();
        let here = |period| here.get(period, || self.here(all(), period));
        let mut unanswered: HashMap<u32, Unanswered> = HashMap::new();
        let reached = actual.by.ids();
        reached.iter().any(|id| {
            let scope = &facts.fact(*id).scope;
            let unanswered = unanswered.entry(scope.number).or_insert_with(|| {
                let asked = self.asked_of(place, &longer, *id);
                if asked.is_empty() {
                    Unanswered::default()
                } else {
                    self.unanswered(&here(scope.period), &asked)
                }
            });
            unanswered.is_about(facts, facts.plan_of(*id))
        })
    }

    fn lanes(&self, (row, column): Place) -> [(&Lane, Slot); 2] {
        [(&self.asked.rows, row), (&self.asked.columns, column)]
    }

    /// The longer targets that are about something that was reached.
    fn asked_of(&self, place: Place, longer: &Longer, reached: FactId) -> AskedOf<'_> {
        let (facts, targets) = (self.asked.facts, &*self.targets);
        let fact = facts.fact(reached);
        let holds: Vec<bool> =
            targets.periods.iter().map(|period| period_inside(fact.scope.period, *period)).collect();
        let of_values = |range: &Range<Position>| {
            let stands = self.stands(place, &targets.all[range.start]);
            let of_values = part(if stands { &longer.open } else { &longer.all }, range).iter();
            let of_values = of_values.map(|at| &targets.all[*at]);
            of_values.filter(|target| holds[target.time]).collect::<Vec<_>>()
        };
        let mut asked = AskedOf { place: fact.place, around: Vec::new(), inside: Vec::new() };
        asked.around.extend(targets.around(facts, fact.place).iter().flat_map(of_values));
        // What is part of something in a row stands in it, too.
        if !longer.open.is_empty() {
            let inside = targets.inside(facts, fact.place);
            asked.inside.extend(inside.iter().map(of_values).filter(|part| !part.is_empty()));
        }
        asked
    }

    /// Those of the plans for which none of the targets in the cell speaks. Where none of these is about all that is reached,
    /// longer targets of parts of it matter, too.
    fn unanswered(&self, here: &Here, asked: &AskedOf<'_>) -> Unanswered {
        let (facts, targets) = (self.asked.facts, &*self.targets);
        let of_values = self.silent(here, &asked.around, asked.place);
        let mut unanswered = Unanswered { around: of_values, inside: BTreeSet::new() };
        let around = targets.around(facts, asked.place);
        if Speakers::among(targets, &here.all, &around).is_empty() {
            for part in &asked.inside {
                let place = facts.fact(part[0].id).place;
                unanswered.inside.extend(self.silent(here, part, place));
            }
        }
        unanswered
    }

    fn here(&self, all: &[Position], period: Option<Period>) -> Here {
        let is_whole = |target: &Option<Period>| self.holds(*target, period);
        let is_whole: Vec<bool> = self.targets.periods.iter().map(is_whole).collect();
        let (all, some) = all.iter().partition(|at| is_whole[self.targets.all[**at].time]);
        Here { period, all, some }
    }

    /// The plans of some longer targets for which nothing speaks that meets the values of a number.
    fn silent(&self, here: &Here, longer: &[&Target], place: u32) -> BTreeSet<Option<PlanIndex>> {
        let (facts, targets) = (self.asked.facts, &*self.targets);
        // Mostly somebody speaks for them who states something around the values, too.
        let around = targets.around(facts, place);
        let nearest = Speakers::among(targets, &here.all, &around);
        let mut longer = longer.iter().filter(|target| !nearest.answer(facts, target.plan)).peekable();
        if longer.peek().is_none() {
            return BTreeSet::new();
        }
        let meeting = targets.meeting(facts, place);
        let speakers = Speakers::among(targets, &here.all, &meeting);
        let others = Speakers::among(targets, &here.some, &meeting);
        let is_silent = |target: &&&Target| {
            !speakers.answer(facts, target.plan) && !others.fill(facts, target.plan, here.period)
        };
        longer.filter(is_silent).map(|target| target.plan).collect()
    }

    /// Whether a target of a period is about all of the time in which something was reached.
    fn holds(&self, target: Option<Period>, reached: Option<Period>) -> bool {
        self.stock || period_inside(reached, target)
    }

    /// The targets that are about other time than a cell, and about no other plan, owner or kind than it.
    fn longer(&self, place: Place) -> Arc<Longer> {
        let lanes = self.lanes(place);
        let chosen = lanes.map(|(lane, slot)| if lane.chooses_plans() { slot } else { Slot::Total });
        let timed = self.timed(place);
        self.longer.get((timed, chosen.into()), || {
            let time = self.times.get(timed, || self.time(timed));
            let mut longer = Longer::default();
            for run in self.standing(chosen) {
                let in_run = run.targets.clone();
                let in_run = in_run.filter(|at| !time.inside[self.targets.all[*at].time]);
                longer.all.extend(in_run.clone());
                longer.open.extend(in_run.filter(|_| time.open[run.span]));
            }
            longer
        })
    }

    fn time(&self, timed: Place) -> Time {
        let lanes = self.lanes(timed);
        let periods = self.targets.periods.iter().copied();
        let is_inside = |(period, in_time): (Option<Period>, &bool)| {
            let scope = Scope::new(period, Values::new());
            *in_time && lanes.iter().all(|(lane, slot)| self.is_at(lane, *slot, &scope))
        };
        let inside: Vec<bool> = periods.clone().zip(&self.in_time).map(is_inside).collect();
        let of_slot = |(_, slot): &(&Lane, Slot)| match slot {
            Slot::Entry(Mark::Period(period)) => Some(*period),
            _ => None,
        };
        let windows: Vec<Option<Period>> = match (lanes.iter().find_map(of_slot), self.asked.choice.periods())
        {
            (Some(cell), _) => vec![Some(cell)],
            (None, Some(periods)) => periods.iter().copied().map(Some).collect(),
            (None, None) => vec![None],
        };
        let period = |time: &usize| self.targets.periods[*time];
        let is_open = |span: &Vec<usize>| {
            let (here, longer): (Vec<usize>, Vec<usize>) = span.iter().partition(|time| inside[**time]);
            let is_filled = |longer: &usize| {
                windows.iter().all(|window| {
                    let both = [period(longer), *window].into_iter().flatten();
                    let days = both.map(|period| (period.start, period.end));
                    let days = days.reduce(|one, other| (one.0.max(other.0), one.1.min(other.1)));
                    days.is_some_and(|days| fill(here.iter().filter_map(period), days))
                })
            };
            match self.stock {
                true => here.is_empty() && !longer.is_empty(),
                false => !longer.iter().all(is_filled),
            }
        };
        Time { open: self.targets.spans.iter().map(is_open).collect(), inside }
    }

    /// The runs that a filter leaves in, in a row and a column of plans or values.
    fn standing(&self, slots: [Slot; 2]) -> Vec<&Run> {
        let runs = &self.targets.runs;
        let of_slot = |(at, slot): (usize, &Slot)| {
            let by_slot =
                self.by_slot[at].get_or_init(|| self.by_slot(self.lanes((slots[0], slots[1]))[at].0));
            by_slot.get(slot).map_or(&[][..], Vec::as_slice)
        };
        let told = slots.iter().enumerate().filter(|(_, slot)| **slot != Slot::Total);
        let mut told = told.map(of_slot).collect::<Vec<_>>();
        told.sort_unstable_by_key(|runs| runs.len());
        match told.as_slice() {
            [] => runs.iter().filter(|run| self.is_chosen(run)).collect(),
            [fewest, others @ ..] => {
                let in_all = |at: &&usize| others.iter().all(|other| other.binary_search(at).is_ok());
                fewest.iter().filter(in_all).map(|at| &runs[*at]).collect()
            }
        }
    }

    /// Of the runs that a filter leaves in, those in each place of an axis of plans or values.
    fn by_slot(&self, lane: &Lane) -> BTreeMap<Slot, Vec<usize>> {
        let mut by_slot: BTreeMap<Slot, Vec<usize>> = BTreeMap::new();
        for (at, run) in self.targets.runs.iter().enumerate().filter(|(_, run)| self.is_chosen(run)) {
            let id = self.targets.all[run.targets.start].id;
            for slot in lane.slots_of_fact(self.asked.facts, &self.asked.choice, id) {
                by_slot.entry(slot).or_default().push(at);
            }
        }
        by_slot
    }

    fn is_chosen(&self, run: &Run) -> bool {
        let (facts, choice) = (self.asked.facts, &self.asked.choice);
        let id = self.targets.all[run.targets.start].id;
        choice.fact(id) && choice.values(&facts.fact(id).scope)
    }

    /// Whether what is said of the values of a target stands in a row and a column, whoever says it and when.
    fn stands(&self, place: Place, target: &Target) -> bool {
        let scope = &self.asked.facts.fact(target.id).scope;
        let mut lanes = self.lanes(place).into_iter();
        lanes.all(|(lane, slot)| !tells_values(lane) || self.is_at(lane, slot, scope))
    }

    /// The targets that stand in a cell or were counted in it.
    fn in_cell(&self, place: Place, counted: &[FactId]) -> Vec<Position> {
        let timed = self.timed(place);
        let time = self.times.get(timed, || self.time(timed));
        let slots = self.lanes(place).map(|(lane, slot)| if is_timed(lane) { Slot::Total } else { slot });
        let runs = self.standing(slots).into_iter();
        let here = runs.flat_map(|run| run.targets.clone());
        let mut here: Vec<Position> = here.filter(|at| time.inside[self.targets.all[*at].time]).collect();
        here.extend(counted.iter().filter_map(|id| self.targets.position(*id)));
        here.sort();
        here.dedup();
        here
    }

    fn timed(&self, place: Place) -> Place {
        self.lanes(place).map(|(lane, slot)| if is_timed(lane) { slot } else { Slot::Total }).into()
    }

    /// Whether a scope stands in a row or column of values or time, or in its total.
    fn is_at(&self, lane: &Lane, slot: Slot, scope: &Scope) -> bool {
        let slots = || lane.slots_of_scope(self.asked.facts, &self.asked.choice, scope);
        slot == Slot::Total || slots().contains(&slot)
    }
}

fn is_timed(lane: &Lane) -> bool {
    matches!(lane.way, Way::Cell(_))
}

fn tells_values(lane: &Lane) -> bool {
    matches!(lane.way, Way::Value(_))
}
