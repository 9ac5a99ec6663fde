//! Numbers that should be there by now: plans split their targets by months or quarters, and when one is over
//! somebody has to say what was reached. Apart from the home page because it looks at single statements.

use super::edition::Edition;
use super::plan::is_closed;
use super::rows::above;
use crate::config::{DimensionId, MetricId};
use crate::link::PlanIndex;
use crate::model::{Plan, Statement, StatementKind};
use crate::period::{Grain, Period};
use jiff::civil::Date;
use std::collections::BTreeMap;

/// A plan that owes actuals.
#[derive(Debug)]
pub(super) struct Missing {
    /// The plan.
    pub plan: PlanIndex,
    /// The last period that is over and of which nothing is known.
    pub period: Period,
    /// Of what.
    pub metrics: Vec<MetricId>,
}

/// Where an actual holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Whose<'a> {
    Anybody,
    Plan(PlanIndex),
    Value(DimensionId, &'a str),
}

/// For each metric and place the last day that an actual speaks of.
type Known<'a> = BTreeMap<(MetricId, Whose<'a>), Date>;

/// The plans that owe actuals, those that owe them longest first. Plans with others below them are left out:
/// their numbers come from below.
pub(super) fn missing(edition: &Edition) -> Vec<Missing> {
    let owing: Vec<(PlanIndex, BTreeMap<MetricId, Period>)> = edition
        .shown()
        .filter(|(index, plan)| !is_closed(edition, plan) && is_leaf(edition, *index))
        .map(|(index, plan)| (index, ended(plan, edition.site.today)))
        .filter(|(_, ended)| !ended.is_empty())
        .collect();
    if owing.is_empty() {
        return Vec::new();
    }
    let known = known(edition);
    let mut list: Vec<Missing> = Vec::new();
    for (index, ended) in owing {
        let plan = edition.site.plan(index);
        let mut of_plan: Option<Missing> = None;
        for (metric, period) in ended {
            if is_known(&known, plan, index, metric, period.start) {
                continue;
            }
            let missing = of_plan.get_or_insert(Missing { plan: index, period, metrics: Vec::new() });
            if period.start > missing.period.start {
                missing.period = period;
            }
            missing.metrics.push(metric);
        }
        list.extend(of_plan);
    }
    list.sort_by_key(|missing| (missing.period.end, missing.plan));
    list
}

fn is_leaf(edition: &Edition, index: PlanIndex) -> bool {
    let children = edition.site.graph.children.get(index.0 as usize);
    !children.is_some_and(|children| children.iter().any(|child| edition.is_shown(edition.site.plan(*child))))
}

/// For each metric of a plan the last month or quarter with a target of its own that is over.
fn ended(plan: &Plan, today: Date) -> BTreeMap<MetricId, Period> {
    let mut ended: BTreeMap<MetricId, Period> = BTreeMap::new();
    for statement in plan.statements.iter().filter(|statement| statement.kind == StatementKind::Target) {
        let period = statement.period.filter(|period| matches!(period.grain, Grain::Month | Grain::Quarter));
        let Some(period) = period.filter(|period| period.is_over(today)) else { continue };
        let last = ended.entry(statement.metric).or_insert(period);
        if period.end > last.end {
            *last = period;
        }
    }
    ended
}

fn known(edition: &Edition) -> Known<'_> {
    let mut known = Known::new();
    for (index, plan) in edition.shown() {
        for statement in &plan.statements {
            learn(&mut known, statement, Some(index));
        }
    }
    for file in &edition.site.data {
        for (plan, statement) in file.rows.iter().filter(|row| edition.site.is_row_shown(row)) {
            let plan = plan.as_ref().and_then(|plan| edition.site.graph.ids.get(&plan.value)).copied();
            learn(&mut known, statement, plan);
        }
    }
    // What is known of a place is known of those above it. There are far fewer places than statements.
    let places: Vec<((MetricId, Whose<'_>), Date)> = known.iter().map(|(key, last)| (*key, *last)).collect();
    for ((metric, whose), last) in places {
        let Whose::Value(dimension, value) = whose else { continue };
        for value in above(edition, dimension, value) {
            keep_later(&mut known, (metric, Whose::Value(dimension, value)), last);
        }
    }
    known
}

fn learn<'a>(known: &mut Known<'a>, statement: &'a Statement, plan: Option<PlanIndex>) {
    let (StatementKind::Actual, Some(period)) = (statement.kind, statement.period) else { return };
    let places = statement.scope.iter().map(|(dimension, value)| Whose::Value(*dimension, value));
    for whose in places.chain(plan.map(Whose::Plan)).chain([Whose::Anybody]) {
        keep_later(known, (statement.metric, whose), period.end);
    }
}

fn keep_later<'a>(known: &mut Known<'a>, key: (MetricId, Whose<'a>), day: Date) {
    let last = known.entry(key).or_insert(day);
    *last = day.max(*last);
}

/// Whether anything is known from a day on. What is stated of a place without naming the plan counts for it
/// as well, so that nobody is asked for numbers that are there.
fn is_known(known: &Known<'_>, plan: &Plan, index: PlanIndex, metric: MetricId, from: Date) -> bool {
    let reaches = |whose: Whose<'_>| known.get(&(metric, whose)).is_some_and(|last| *last >= from);
    let places = &plan.dimensions;
    let anywhere = if places.is_empty() {
        reaches(Whose::Anybody)
    } else {
        places.iter().all(|(dimension, value)| reaches(Whose::Value(*dimension, &value.value)))
    };
    anywhere || reaches(Whose::Plan(index))
}
