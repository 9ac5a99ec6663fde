//! Counts of things by rows and columns: plans, phases, tasks, statements, budget items with their sums.

use super::facts::{FactId, Facts};
use super::lane::{Lane, Slot, Slots, Way};
use super::numbers::Numbers;
use super::order;
use super::sums::{Asked, Place};
use super::table::{Answer, Cell, Reason, Series};
use super::things::{Thing, things};
use crate::config::MetricId;
use crate::quantity::Amount;
use crate::site::Site;
use crate::view::{Axis, Measure, Query, Subject};
use rust_decimal::Decimal;
use std::collections::{BTreeMap, BTreeSet};

/// Counts things.
pub(super) fn tally(facts: &Facts, site: &Site, query: &Query) -> Answer {
    let by_metric = query.rows == Axis::Metric || query.columns == Some(Axis::Metric);
    if by_metric && query.metrics.is_empty() {
        let metrics = (0..).take(site.config.metrics.len()).map(MetricId).collect();
        return tally(facts, site, &Query { metrics, ..query.clone() });
    }
    let asked = Asked::new(facts, site, query);
    let is_budget = query.subject == Subject::Budget;
    let metrics = if query.subject == Subject::Plans { &[] } else { query.metrics.as_slice() };
    let chooses_plans = asked.rows.chooses_plans() || asked.columns.chooses_plans();
    let claimed = match query.subject == Subject::Statements && chooses_plans {
        true => asked.claimed(),
        false => BTreeMap::new(),
    };
    let mut counts: BTreeMap<(Option<MetricId>, Place), u32> = BTreeMap::new();
    for thing in &things(facts, site, &asked.choice, &query.filter, query.subject, metrics) {
        let metric = thing.metric.filter(|_| is_budget);
        for place in places(&asked, &query.metrics, thing, &claimed) {
            *counts.entry((metric, place)).or_default() += 1;
        }
    }
    let found: BTreeSet<Option<MetricId>> = counts.keys().map(|(metric, _)| *metric).collect();
    let of_metric =
        |metric: Option<MetricId>| query.show.iter().map(move |measure| Series { metric, measure: *measure });
    let series: Vec<Series> = match found.is_empty() {
        true => of_metric(None).collect(),
        false => found.iter().flat_map(|metric| of_metric(*metric)).collect(),
    };
    let sums: BTreeMap<Option<MetricId>, Numbers> = found
        .iter()
        .filter_map(|metric| metric.filter(|_| query.show.contains(&Measure::Amount)))
        .map(|metric| (Some(metric), Numbers::new(&asked, metric, &[Measure::Amount])))
        .collect();
    let places: Vec<Place> =
        counts.keys().map(|(_, place)| *place).chain(sums.values().flat_map(Numbers::places)).collect();
    let rows = places.iter().map(|place| place.0).collect();
    let columns = places.iter().map(|place| place.1).collect();
    let rows = asked.rows.heads(facts, site, &asked.choice, &rows, query.totals);
    let columns = asked.columns.heads(facts, site, &asked.choice, &columns, query.totals);
    let cell = |series: &Series, place: Place| match series.measure {
        Measure::Amount => match sums.get(&series.metric) {
            Some(numbers) => numbers.cell(place, Measure::Amount),
            None => Cell { why_empty: Some(Reason::NothingStated), ..Cell::default() },
        },
        _ => count(counts.get(&(series.metric, place)).copied().unwrap_or_default()),
    };
    let of = |row: Slot, column: Slot| series.iter().map(|series| cell(series, (row, column))).collect();
    let cells =
        rows.iter().map(|(row, _)| columns.iter().map(|(column, _)| of(*row, *column)).collect()).collect();
    let mut answer = Answer {
        cells,
        rows: rows.into_iter().map(|(_, head)| head).collect(),
        columns: columns.into_iter().map(|(_, head)| head).collect(),
        series,
        cut: 0,
    };
    order::arrange(&mut answer, query.sort, query.limit);
    answer
}

/// Where a thing stands, totals included; data of no plan as the plans that claim them.
fn places(
    asked: &Asked<'_>,
    metrics: &[MetricId],
    thing: &Thing<'_>,
    claimed: &BTreeMap<FactId, Vec<Place>>,
) -> BTreeSet<Place> {
    let own = [&asked.rows, &asked.columns].map(|lane| slots(asked, lane, metrics, thing));
    let product = |rows: &[Slot], columns: &[Slot]| -> Vec<Place> {
        rows.iter().flat_map(|row| columns.iter().map(|column| (*row, *column))).collect()
    };
    let Some(groups) = thing.fact.and_then(|id| claimed.get(&id)) else {
        return product(&own[0], &own[1]).into_iter().collect();
    };
    let of_group = |(row, column): &Place| {
        let rows = if asked.rows.chooses_plans() { std::slice::from_ref(row) } else { &own[0] };
        let columns = if asked.columns.chooses_plans() { std::slice::from_ref(column) } else { &own[1] };
        product(rows, columns)
    };
    groups.iter().flat_map(of_group).collect()
}

/// Where a thing stands on an axis, the total included.
fn slots(asked: &Asked<'_>, lane: &Lane, metrics: &[MetricId], thing: &Thing<'_>) -> Slots {
    let (facts, choice) = (asked.facts, &asked.choice);
    let mut slots: BTreeSet<Slot> = match (lane.way, thing.plan) {
        (Way::Metric, _) => {
            let at = metrics.iter().position(|metric| Some(*metric) == thing.metric);
            [at.map_or(Slot::NotSplit, Lane::slot_of_metric)].into()
        }
        (Way::Owner, _) if thing.owners.is_empty() => [Slot::NotSplit].into(),
        (Way::Owner, _) => thing.owners.iter().map(|owner| lane.slot_of_owner(owner)).collect(),
        (Way::Plan | Way::Attribute, Some(plan)) => {
            lane.slots_of_plan(facts, choice, plan).into_iter().collect()
        }
        (Way::Plan | Way::Attribute, None) => [Slot::NotSplit].into(),
        _ => lane.slots_of_scope(facts, choice, &thing.scope).into_iter().collect(),
    };
    slots.insert(Slot::Total);
    slots.into_iter().collect()
}

fn count(count: u32) -> Cell {
    Cell { amount: Some(Amount::exact(Decimal::from(count))), step: Decimal::ONE, ..Cell::default() }
}
