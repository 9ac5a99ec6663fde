//! Counts of things by rows and columns: plans, phases, tasks, statements, and the sums of budgets.

use super::choice::Choice;
use super::facts::Facts;
use super::lane::{Lane, Slot, Way};
use super::order;
use super::sums::Place;
use super::table::{Answer, Cell, Reason, Series};
use super::things::{Thing, things};
use crate::config::MetricId;
use crate::quantity::Amount;
use crate::site::Site;
use crate::view::{Measure, Query, Subject};
use rust_decimal::Decimal;
use std::collections::{BTreeMap, BTreeSet};

/// What stands in a cell.
#[derive(Clone, Copy)]
struct Pile {
    count: u32,
    amount: Option<(Amount, Decimal)>,
}

/// Counts things.
pub(super) fn tally(facts: &Facts, site: &Site, query: &Query) -> Answer {
    let choice = Choice::new(facts, site, &query.filter);
    let rows = Lane::new(Some(query.rows), &[], facts, site);
    let columns = Lane::new(query.columns, &[], facts, site);
    let metrics = if query.subject == Subject::Plans { &[] } else { query.metrics.as_slice() };
    let all = things(facts, site, &choice, &query.filter, query.subject, metrics);
    let mut piles: BTreeMap<(Option<MetricId>, Place), Pile> = BTreeMap::new();
    for thing in &all {
        let metric = thing.metric.filter(|_| query.subject == Subject::Budget);
        let columns = slots(&columns, facts, &choice, thing);
        for row in slots(&rows, facts, &choice, thing) {
            for column in &columns {
                add(piles.entry((metric, (row, *column))).or_insert(Pile { count: 0, amount: None }), thing);
            }
        }
    }
    let found: BTreeSet<Option<MetricId>> = piles.keys().map(|(metric, _)| *metric).collect();
    let of_metric =
        |metric: Option<MetricId>| query.show.iter().map(move |measure| Series { metric, measure: *measure });
    let series: Vec<Series> = match found.is_empty() {
        true => of_metric(None).collect(),
        false => found.iter().flat_map(|metric| of_metric(*metric)).collect(),
    };
    let used_rows: BTreeSet<Slot> = piles.keys().map(|(_, (row, _))| *row).collect();
    let used_columns: BTreeSet<Slot> = piles.keys().map(|(_, (_, column))| *column).collect();
    let row_heads = rows.heads(facts, site, &choice, &used_rows, query.totals);
    let column_heads = columns.heads(facts, site, &choice, &used_columns, query.totals);
    let of = |row: Slot, column: Slot| -> Vec<Cell> {
        series.iter().map(|series| cell(piles.get(&(series.metric, (row, column))), series.measure)).collect()
    };
    let cells = row_heads
        .iter()
        .map(|(row, _)| column_heads.iter().map(|(column, _)| of(*row, *column)).collect())
        .collect();
    let mut answer = Answer {
        cells,
        rows: row_heads.into_iter().map(|(_, head)| head).collect(),
        columns: column_heads.into_iter().map(|(_, head)| head).collect(),
        series,
        cut: 0,
    };
    order::arrange(&mut answer, query.sort, query.limit);
    answer
}

/// Where a thing stands on an axis, the total included.
fn slots(lane: &Lane, facts: &Facts, choice: &Choice<'_>, thing: &Thing<'_>) -> Vec<Slot> {
    let mut slots: BTreeSet<Slot> = match (lane.way, thing.plan) {
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

fn add(pile: &mut Pile, thing: &Thing<'_>) {
    pile.count += 1;
    pile.amount = match (pile.amount, thing.amount) {
        (Some((sum, finest)), Some((amount, step))) => Some((sum.add(&amount), finest.min(step))),
        (sum, amount) => sum.or(amount),
    };
}

fn cell(pile: Option<&Pile>, measure: Measure) -> Cell {
    let nothing = Cell { why_empty: Some(Reason::NothingStated), ..Cell::default() };
    let Some(pile) = pile else { return nothing };
    if measure == Measure::Amount {
        return match pile.amount {
            Some((amount, step)) => Cell { amount: Some(amount), step, ..Cell::default() },
            None => nothing,
        };
    }
    Cell { amount: Some(Amount::exact(Decimal::from(pile.count))), step: Decimal::ONE, ..Cell::default() }
}
