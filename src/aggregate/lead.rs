//! The one number of a metric that stands for a plan in lists of plans: what its targets come to.

use super::facts::Facts;
use super::numbers::{cell, progress};
use super::parts::Parts;
use super::plan::{PlanTarget, reached_below};
use super::scope::Scope;
use super::sums::Sum;
use super::table::{Cell, Reason};
use super::together::Together;
use crate::config::{MetricId, MetricKind};
use crate::link::PlanIndex;
use crate::period::Period;
use crate::site::Site;
use rust_decimal::Decimal;
use std::collections::BTreeSet;

/// What the targets of a plan come to, of one metric.
#[derive(Clone, Debug)]
pub struct PlanLead {
    /// The metric.
    pub metric: MetricId,
    /// The targets together.
    pub target: Cell,
    /// What was reached inside them.
    pub actual: Cell,
    /// Actual by target, in percent.
    pub progress: Cell,
    /// Stated − allocated.
    pub gap: Cell,
    /// How much of their time is past, 0 to 1; `None` where they have none or do not follow one another.
    pub elapsed: Option<Decimal>,
}

/// What a plan's targets of a metric come to inside the plan's own period and place; where none of them lies
/// inside, all of them. Of a ratio, which nothing adds up to, only what is stated of exactly that.
pub fn plan_lead(
    facts: &Facts,
    site: &Site,
    plan: PlanIndex,
    metric: MetricId,
    targets: &[PlanTarget],
) -> Option<PlanLead> {
    let declared = site.config.metrics.get(usize::from(metric.0))?;
    let own = facts.space.of_plan(site.plan(plan));
    let of_metric: Vec<(Scope, usize)> = (0..targets.len())
        .filter(|at| targets[*at].metric == metric)
        .map(|at| (scope_of(facts, &targets[at]), at))
        .collect();
    if let MetricKind::Ratio(_) = declared.kind {
        return of_metric.iter().find(|(scope, _)| *scope == own).map(|(_, at)| of_one(&targets[*at]));
    }
    let is_inside = |scope: &Scope| facts.space.inside(scope, &own);
    let any_inside = of_metric.iter().any(|(scope, _)| is_inside(scope));
    let positions: Vec<usize> =
        of_metric.iter().filter(|(scope, _)| !any_inside || is_inside(scope)).map(|(_, at)| *at).collect();
    let counted: Vec<&PlanTarget> = positions.iter().map(|at| &targets[*at]).collect();
    if let ([only], MetricKind::Stock) = (&counted[..], declared.kind)
        && only.together.is_none()
    {
        return Some(of_one(only));
    }
    let groups = counted.iter().filter_map(|target| target.together.as_deref());
    let groups: Vec<&Together> =
        groups.filter(|group| group.members.iter().all(|at| positions.contains(at))).collect();
    let is_alone = |at: &&usize| !groups.iter().any(|group| group.members.contains(at));
    let alone = positions.iter().filter(is_alone).map(|at| &targets[*at].target);
    let target = sum(alone.chain(groups.iter().map(|group| &group.target)))?;
    let actual = match declared.kind {
        // What was reached between its targets is the plan's, too; what plans below it reached elsewhere has targets that
        // are not counted here.
        MetricKind::Flow => {
            let within = Some(&own).filter(|_| any_inside);
            reached_below(facts, plan, metric, |scope| {
                within.is_none_or(|own| facts.space.inside(scope, own))
            })
        }
        _ => sum(counted.iter().map(|target| &target.actual)),
    };
    let progress =
        actual.as_ref().and_then(|actual| progress(&target.amount, &actual.amount, declared.better));
    let progress = progress.zip(actual.as_ref()).map(|(amount, actual)| {
        let by = Parts::both(&target.by, &actual.by);
        cell(&Sum { amount, step: Decimal::new(1, 1), by, as_of: actual.as_of })
    });
    let elapsed = together(facts, counted.iter().map(|target| target.period));
    Some(PlanLead {
        metric,
        target: cell(&target),
        actual: cell_or(actual, Reason::NothingStated),
        progress: progress.unwrap_or_else(|| empty(Reason::NothingToCompare)),
        gap: cell_or(sum(counted.iter().map(|target| &target.gap)), Reason::NothingToCompare),
        elapsed: elapsed.map(|period| period.elapsed(site.today)),
    })
}

fn of_one(target: &PlanTarget) -> PlanLead {
    let PlanTarget { metric, target, actual, progress, gap, elapsed, .. } = target.clone();
    PlanLead { metric, target, actual, progress, gap, elapsed }
}

fn scope_of(facts: &Facts, target: &PlanTarget) -> Scope {
    let values = target.scope.iter().map(|(dimension, value)| (*dimension, &**value));
    facts.space.scope(target.period, values)
}

/// The sum of the cells that have a number.
fn sum<'c>(cells: impl Iterator<Item = &'c Cell>) -> Option<Sum> {
    let sums = cells.filter_map(|cell| {
        let (amount, step, by) = (cell.amount?, cell.step, cell.parts.clone());
        Some(Sum { amount, step, by, as_of: cell.as_of })
    });
    sums.reduce(|mut sum, other| {
        sum.add(&other);
        sum
    })
}

fn cell_or(sum: Option<Sum>, reason: Reason) -> Cell {
    sum.map_or_else(|| empty(reason), |sum| cell(&sum))
}

fn empty(reason: Reason) -> Cell {
    Cell { why_empty: Some(reason), ..Cell::default() }
}

/// How much of the time of a number is past, 0 to 1: of the periods of all statements that it was made from. `None` where
/// they do not run together.
pub fn elapsed(facts: &Facts, site: &Site, number: &Cell) -> Option<Decimal> {
    let ids = number.parts.ids();
    let periods = ids.iter().map(|id| facts.fact(*id).scope.period);
    together(facts, periods).map(|period| period.elapsed(site.today))
}

/// The period that periods fill together, once or, as a year and its quarters do, several times; `None` where they leave
/// out days, overlap or are none.
fn together(facts: &Facts, periods: impl Iterator<Item = Option<Period>>) -> Option<Period> {
    let mut periods: BTreeSet<Period> = periods.collect::<Option<_>>()?;
    let (start, end) = (periods.first()?.start, periods.iter().map(|period| period.end).max()?);
    let all = Period::between(start, end, facts.space.fiscal_year_start)?;
    while !periods.is_empty() {
        let mut day = start;
        loop {
            let longest = periods.iter().filter(|period| period.start == day).max_by_key(|period| period.end);
            let longest = *longest?;
            periods.remove(&longest);
            if longest.end == end {
                break;
            }
            day = longest.end.tomorrow().ok()?;
        }
    }
    Some(all)
}
