//! Ratios: never added. With known parts they are recomputed from the sums of these; without, or where a
//! part has no number, the one statement that is exactly about a cell shows itself: of several the one inside which
//! the others lie, in scope and in the tree of plans.

use super::amount::settled;
use super::facts::{Fact, FactId};
use super::lane::{Lane, Mark, Slot, Way};
use super::parts::Parts;
use super::sums::{Asked, Place, Sum, Sums};
use super::table::Reason;
use super::voice::Voice;
use crate::config::{Metric, MetricId, MetricKind};
use crate::link::PlanIndex;
use crate::quantity::Amount;
use rust_decimal::Decimal;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

/// The numbers of a ratio by cell, and why others have none.
#[derive(Default)]
pub(super) struct Ratios {
    pub(super) sums: Sums,
    /// What is said of exactly each cell, also where it is recomputed.
    pub(super) stated: Sums,
    pub(super) reasons: BTreeMap<Place, Reason>,
}

/// The ratios of a metric.
pub(super) fn ratios(
    asked: &Asked<'_>,
    metric: MetricId,
    parts: Option<(MetricId, MetricId)>,
    voice: Voice,
) -> Ratios {
    let mut ratios = Ratios::default();
    if let Some(parts) = parts {
        recompute(asked, metric, parts, voice, &mut ratios);
    }
    for (place, ids) in stated(asked, metric, voice) {
        let Some(id) = widest(asked, &ids) else {
            if !ratios.sums.contains_key(&place) {
                ratios.reasons.entry(place).or_insert(Reason::RatioNotAdded);
            }
            continue;
        };
        let fact = asked.facts.fact(id);
        let sum = Sum { amount: fact.amount, step: fact.step.value(), by: Parts::one(id), as_of: None };
        ratios.stated.insert(place, sum.clone());
        ratios.sums.entry(place).or_insert(sum);
    }
    ratios
}

/// Of the statements that are exactly about a cell the one that all others lie inside: their scopes do, and their plans
/// are its own or below it.
fn widest(asked: &Asked<'_>, ids: &[(FactId, bool)]) -> Option<FactId> {
    let (space, tree) = (&asked.facts.space, &asked.facts.tree);
    let holds = |outer: FactId, inner: FactId| {
        let plans = match (asked.facts.plan_of(outer), asked.facts.plan_of(inner)) {
            (Some(outer), Some(inner)) => tree.within(inner, outer),
            (outer, inner) => outer.is_some() || inner.is_none(),
        };
        plans && space.inside(&asked.facts.fact(inner).scope, &asked.facts.fact(outer).scope)
    };
    let exact = || ids.iter().filter(|(_, exact)| *exact).map(|(id, _)| *id);
    let widest =
        exact().reduce(|widest, id| if holds(id, widest) && !holds(widest, id) { id } else { widest })?;
    exact().all(|id| holds(widest, id)).then_some(widest)
}

fn recompute(
    asked: &Asked<'_>,
    metric: MetricId,
    (of, over): (MetricId, MetricId),
    voice: Voice,
    ratios: &mut Ratios,
) {
    let ofs = additive(asked, of, voice);
    let overs = additive(asked, over, voice);
    let figures = if voice == Voice::Figure { Rc::default() } else { additive(asked, over, Voice::Figure) };
    let factor = asked.site.config.metrics.get(usize::from(metric.0)).map_or(Decimal::ONE, factor);
    for (place, part) in &*ofs {
        let place = *place;
        let Some(whole) = overs.get(&place).or_else(|| figures.get(&place)) else {
            ratios.reasons.insert(place, Reason::RatioPart(over));
            continue;
        };
        let Some(amount) = divide(&part.amount, &whole.amount, factor) else {
            ratios.reasons.insert(place, Reason::Division);
            continue;
        };
        let by = Parts::both(&part.by, &whole.by);
        ratios.sums.insert(place, Sum { amount, step: step(factor), by, as_of: None });
    }
    for place in overs.keys() {
        if !ratios.sums.contains_key(place) {
            ratios.reasons.entry(*place).or_insert(Reason::RatioPart(of));
        }
    }
}

/// The sums of a part. A ratio of ratios is not taken apart further.
fn additive(asked: &Asked<'_>, metric: MetricId, voice: Voice) -> Rc<Sums> {
    match asked.site.config.metrics.get(usize::from(metric.0)).map(|metric| metric.kind) {
        Some(MetricKind::Flow) => asked.sums(metric, voice, false),
        Some(MetricKind::Stock) => asked.sums(metric, voice, true),
        Some(MetricKind::Ratio(_)) | None => Rc::default(),
    }
}

/// By what a quotient is multiplied: 100 for percent.
pub(super) fn factor(metric: &Metric) -> Decimal {
    match metric.unit.as_str() {
        "%" => Decimal::ONE_HUNDRED,
        "‰" => Decimal::ONE_THOUSAND,
        _ => Decimal::ONE,
    }
}

/// One unit of the last digit of a quotient.
pub(super) fn step(factor: Decimal) -> Decimal {
    if factor == Decimal::ONE { Decimal::new(1, 2) } else { Decimal::new(1, 1) }
}

/// A quotient; `None` where the divisor may be zero.
pub(super) fn divide(part: &Amount, whole: &Amount, factor: Decimal) -> Option<Amount> {
    let quotient = settled(*part).div(&settled(*whole))?.mul(factor);
    let tidy = |bound: Decimal| bound.round_dp(10).normalize();
    Some(Amount { low: quotient.low.map(tidy), high: quotient.high.map(tidy), ..quotient })
}

/// For each cell the statements of the ratio in it, and whether each is exactly about it.
fn stated(asked: &Asked<'_>, metric: MetricId, voice: Voice) -> BTreeMap<Place, Vec<(FactId, bool)>> {
    let mut cells: BTreeMap<Place, BTreeSet<(FactId, bool)>> = BTreeMap::new();
    for id in asked.facts.of_voice(metric, voice) {
        let fact = asked.facts.fact(*id);
        let of_plan = asked.facts.plan_of(*id).is_some();
        let chosen = if of_plan { asked.choice.fact(*id) } else { !asked.choice.by_plan };
        if !chosen || !asked.choice.scope(&fact.scope) {
            continue;
        }
        let elsewhere = asked.strays(fact);
        let columns = places(asked, &asked.columns, *id);
        for (row, row_exact) in places(asked, &asked.rows, *id) {
            for (column, column_exact) in &columns {
                let exact = row_exact && *column_exact && !elsewhere;
                cells.entry((row, *column)).or_default().insert((*id, exact));
            }
        }
    }
    cells.into_iter().map(|(place, ids)| (place, ids.into_iter().collect())).collect()
}

/// Where a fact stands on an axis, and whether it is exactly about that.
fn places(asked: &Asked<'_>, lane: &Lane, id: FactId) -> Vec<(Slot, bool)> {
    let own = |plan: PlanIndex| Slot::Entry(Mark::Number(asked.facts.tree.enter(plan)));
    let fact = asked.facts.fact(id);
    let slots = lane.slots_of_fact(asked.facts, &asked.choice, id);
    let exact = |slot: Slot| match lane.way {
        Way::Value(dimension) => match slot {
            Slot::Entry(Mark::Number(value)) => fact.scope.value(dimension) == Some(value),
            _ => true,
        },
        Way::Cell(_) => match slot {
            Slot::Entry(Mark::Period(cell)) => fact.scope.period == Some(cell),
            _ => true,
        },
        Way::Plan => asked.facts.plan_of(id).is_some_and(|plan| own(plan) == slot),
        _ => true,
    };
    // A ratio leaves nothing over for the values below its own.
    let slots = slots.into_iter().filter(|slot| !matches!(slot, Slot::Exact(_)));
    let mut placed: Vec<(Slot, bool)> = slots.map(|slot| (slot, exact(slot))).collect();
    placed.push((Slot::Total, total_is_exact(asked, lane, fact)));
    placed
}

/// Whether a fact is about everything that an axis shows.
fn total_is_exact(asked: &Asked<'_>, lane: &Lane, fact: &Fact) -> bool {
    match lane.way {
        Way::Value(dimension) => match fact.scope.value(dimension) {
            None => true,
            Some(value) => asked.choice.asks_for(dimension, value),
        },
        _ => true,
    }
}
